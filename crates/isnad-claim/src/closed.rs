//! Words of the closed classes: prepositions, conjunctions, relatives.
//!
//! *Comes in*: nothing. *Goes out*: lists of folded words with what they do to a clause. *Does not*: change with the
//! news, so it is code and not lexicon.

/// A preposition or a noun that works like one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[repr(u8)]
pub(crate) enum Prep {
    /// «على»
    On,
    /// «في»
    In,
    /// «ب»
    By,
    /// «ل»
    For,
    /// «من»
    From,
    /// «عن»
    About,
    /// «مع»
    With,
    /// «ضد»
    Against,
    /// «بين»
    Between,
    /// «إلى»
    To,
    /// «نحو», «باتجاه», «قرب», «أمام», …
    Other,
}

impl Prep {
    /// As a bit.
    pub const fn bit(self) -> u16 {
        1 << self as u8
    }

    /// By the spelling that lexicons use.
    pub fn from_spelling(s: &str) -> Option<Prep> {
        Some(match s {
            "على" => Prep::On,
            "في" => Prep::In,
            "ب" => Prep::By,
            "ل" => Prep::For,
            "من" => Prep::From,
            "عن" => Prep::About,
            "مع" => Prep::With,
            "ضد" => Prep::Against,
            "بين" => Prep::Between,
            "إلى" => Prep::To,
            "نحو" | "باتجاه" | "قرب" => Prep::Other,
            _ => return None,
        })
    }
}

/// Bit of «the object», beside those of [`Prep`].
pub(crate) const OBJECT: u16 = 1 << 15;

/// What a closed-class word does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub(crate) enum Closed {
    /// Not of a closed class.
    #[default]
    No,
    /// Takes a noun phrase.
    Prep(Prep),
    /// «أن»: a clause follows.
    That,
    /// «الذي»: a clause on the noun before.
    Relative,
    /// «فيما», «لكن»: a new clause.
    Break,
    /// «ما», «مما»: a result follows.
    Result,
    /// «بعد», «خلال», «إثر»: a time or circumstance follows.
    While,
    /// Demonstratives: «هذا».
    This,
    /// Other particles and adverbs: no noun phrase runs over them.
    Particle,
    /// «عدد», «بعض», «مجموعة»: a part of what follows, often with «من».
    Part,
    /// «وسط», «إلى جانب»: what follows stands beside.
    Beside,
}

/// Folded words with what they do.
pub(crate) const WORDS: &[(Closed, &[&str])] = &[
    (Closed::Prep(Prep::On), &["علي", "عليه", "عليها", "عليهم"]),
    (Closed::Prep(Prep::In), &["في", "فيه", "فيها", "ضمن", "داخل", "بداخل"]),
    (Closed::Prep(Prep::From), &["من", "منه", "منها", "منهم", "منهما"]),
    (Closed::Prep(Prep::About), &["عن", "عنه", "عنها", "عنهم"]),
    (Closed::Prep(Prep::With), &["مع", "معه", "معها", "معهم"]),
    (Closed::Prep(Prep::Against), &["ضد", "ضده", "ضدها", "ضدهم", "بحق"]),
    (Closed::Prep(Prep::Between), &["بين", "بينه", "بينهم", "بينها", "بينهما"]),
    (Closed::Prep(Prep::To), &["الي", "اليه", "اليها", "اليهم"]),
    (Closed::Prep(Prep::For), &["له", "لها", "لهم", "لنا"]),
    (Closed::Prep(Prep::By), &["به", "بها", "بهم"]),
    (
        Closed::Prep(Prep::Other),
        &[
            "نحو",
            "باتجاه",
            "تجاه",
            "قرب",
            "بالقرب",
            "حول",
            "امام",
            "خارج",
            "عبر",
            "تحت",
            "فوق",
            "قبالة",
            "قباله",
            "خلف",
            "وراء",
            "جنوبي",
            "شمالي",
            "شرقي",
            "غربي",
            "لدي",
            "عند",
            "دون",
            "بدون",
            "سوي",
            "رغم",
            "باستثناء",
            "جراء",
            "نتيجه",
            "بسبب",
            "عقب",
            "اثر",
            "ازاء",
        ],
    ),
    (
        Closed::While,
        &["بعد", "قبل", "خلال", "اثناء", "منذ", "حتي", "بعدما", "قبيل", "اثناءها", "غداه", "عشيه", "بالتزامن"],
    ),
    (
        Closed::That,
        &[
            "ان",
            "انه",
            "انها",
            "انهم",
            "بان",
            "بانه",
            "بانها",
            "بانهم",
            "لان",
            "لانه",
            "لانها",
            "انهما",
            "الا",
            "وان",
        ],
    ),
    (
        Closed::Relative,
        &[
            "الذي",
            "التي",
            "الذين",
            "اللذين",
            "اللذان",
            "اللتين",
            "اللواتي",
            "ممن",
            "والذي",
            "والتي",
            "والذين",
            "اللاتي",
        ],
    ),
    (
        Closed::Break,
        &[
            "فيما",
            "بينما",
            "حيث",
            "لكن",
            "لكنه",
            "لكنها",
            "كما",
            "اذ",
            "عندما",
            "حين",
            "غير",
            "بل",
            "ثم",
            "اذا",
            "لو",
            "لذلك",
            "لكنهم",
            "كي",
            "لكي",
            "حينما",
            "وفيما",
            "وحيث",
            "ولكن",
            "وبينما",
            "علما",
            "وذلك",
        ],
    ),
    (Closed::Result, &["مما", "ما", "الامر"]),
    (Closed::This, &["هذا", "هذه", "ذلك", "تلك", "هولاء", "هذين", "تلكم", "اولءك", "اوليك"]),
    (
        Closed::Particle,
        &[
            "قد",
            "لقد",
            "لم",
            "لن",
            "لا",
            "ليس",
            "ليست",
            "هل",
            "او",
            "ام",
            "ايضا",
            "فقط",
            "هو",
            "هي",
            "هم",
            "هما",
            "نحن",
            "انا",
            "كان",
            "كانت",
            "كانوا",
            "يكون",
            "تكون",
            "كلما",
            "هناك",
            "هنا",
            "عندها",
            "حينها",
            "سوف",
            "اي",
            "ايا",
            "كذلك",
            "مجددا",
            "موخرا",
            "حاليا",
            "تم",
            "يتم",
            "جري",
            "تمت",
            "يجري",
            "عدم",
            "مثل",
            "انما",
            "وانما",
            "نجم",
            "نجمت",
            "اسفر",
            "اسفرت",
            "ادي",
            "ادت",
            "نفسه",
            "نفسها",
            "انفسهم",
            "معا",
            "جدا",
            "اكثر",
            "اقل",
            "بشكل",
            "فورا",
            "سابقا",
            "مباشره",
            "ربما",
            "لعل",
            "اما",
            "اين",
            "كيف",
            "متي",
            "لماذا",
            "ماذا",
        ],
    ),
    (
        Closed::Part,
        &[
            "عدد",
            "بعض",
            "مجموعه",
            "عشرات",
            "مءات",
            "ميات",
            "الاف",
            "الاف",
            "احد",
            "احدي",
            "كل",
            "جميع",
            "غالبيه",
            "معظم",
            "عده",
            "عددا",
            "اعداد",
            "بقيه",
            "كافه",
            "كثير",
            "كثيرا",
            "الاف",
            "ملايين",
            "مجموعات",
            "عديد",
            "ساير",
        ],
    ),
    (Closed::Beside, &["وسط", "جانب"]),
];

/// Adjectives that often follow event nouns and are no party.
pub(crate) const ADJECTIVES: &[&str] = &[
    "عنيف",
    "عنيفه",
    "مكثف",
    "مكثفه",
    "دقيق",
    "دقيقه",
    "مسلح",
    "مسلحه",
    "جديد",
    "جديده",
    "واسع",
    "واسعه",
    "كبير",
    "كبيره",
    "متفرقه",
    "حاشده",
    "ثانيه",
    "ثان",
    "اخر",
    "اخري",
    "مماثل",
    "مماثله",
    "مباشر",
    "مباشره",
    "متبادل",
    "متبادله",
    "متكرره",
    "متواصل",
    "متواصله",
    "عده",
    "شديد",
    "شديده",
    "دموي",
    "مزدوج",
    "مزدوجه",
    "منفصل",
    "منفصله",
    "بليغه",
    "خطيره",
    "بالغه",
    "طفيفه",
    "مضاد",
    "مضاده",
    "مشترك",
    "مشتركه",
    "غاضبه",
    "طارء",
    "طاريه",
    "مفاجء",
    "عشوايي",
    "عشوايءه",
    "متوسطه",
    "ثقيل",
    "ثقيله",
    "محدوده",
    "مسيله",
    "مفتوح",
    "شامل",
];

/// Parts of «من قبل», «على يد» after their preposition.
pub(crate) const AGENT_NOUNS: &[&str] = &["قبل", "جانب", "يد", "ايدي", "طرف"];

/// Verbs that lend their subject to the event noun that is their object («شنت … غارات»).
pub(crate) const LIGHT_VERBS: &[(&str, &str)] = &[
    ("شن", "يشن"),
    ("نفذ", "ينفذ"),
    ("وجه", "يوجه"),
    ("أجرى", "يجري"),
    ("عقد", "يعقد"),
    ("ارتكب", "يرتكب"),
    ("قام", "يقوم"),
    ("أقدم", "يقدم"),
    ("نظم", "ينظم"),
    ("بدأ", "يبدأ"),
    ("واصل", "يواصل"),
    ("خاض", "يخوض"),
    ("فرض", "يفرض"),
    ("قدم", "يقدم"),
    ("سير", "يسير"),
    ("خطط", "يخطط"),
    ("حاول", "يحاول"),
    ("كثف", "يكثف"),
    ("استأنف", "يستأنف"),
    ("جدد", "يجدد"),
    ("رد", "يرد"),
    ("صعد", "يصعد"),
    ("تمكن", "يتمكن"),
];

/// Verbs whose subject suffers the event noun after «لـ».
pub(crate) const SUFFER_VERBS: &[(&str, &str)] = &[("تعرض", "يتعرض"), ("خضع", "يخضع"), ("واجه", "يواجه")];

/// Verbs of reaching, which after an event noun only bring its target («قصف طال القرية»).
pub(crate) const REACH_VERBS: &[(&str, &str)] = &[
    ("استهدف", "يستهدف"),
    ("طال", "يطال"),
    ("ضرب", "يضرب"),
    ("أصاب", "يصيب"),
    ("هز", "يهز"),
    ("أوقع", "يوقع"),
];
