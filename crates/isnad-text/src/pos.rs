//! Part of speech, coarse, by closed classes and the shape of words.
//!
//! *Comes in*: the tokens with their clitics and light stems. *Goes out*: [`Pos`] on each. *Does not*: parse: of a word
//! that may be verb or masdar («قصف») only its neighbours tell, and where they do not it is a noun.

use crate::number::Atom;
use crate::{Analysis, Pos, TokenKind};
use rustc_hash::FxHashMap;
use std::sync::OnceLock;

/// What a word of the list is, and what it says of the word after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Class {
    /// Nothing follows from it.
    Plain,
    /// A noun follows.
    BeforeNoun,
    /// A verb follows if it looks like one.
    BeforeVerb,
    /// A verb itself.
    Verb,
    /// A noun, whatever it looks like.
    Noun,
}

const WORDS: &[(Class, &str)] = &[
    (
        Class::BeforeNoun,
        "في من علي الي عن مع عند لدي بين منذ خلال عبر ضد دون نحو حول تحت فوق امام وراء خلف قرب بعد قبل داخل خارج وسط \
         ضمن اثر عقب اثناء بسبب هذا هذه ذلك تلك هولاء كل بعض اي غير سوي مثل يا حسب وفق جراء حوالي قرابه رغم بدون لكن ان لان ليت لعل شبه عده احد احدي",
    ),
    (
        Class::BeforeVerb,
        "قد لقد لم لن سوف كي لكي لا الذي التي الذين اللذان اللتان حيث عندما حينما بعدما قبلما فيما بينما كما مما اذا لو ربما كيف متي من",
    ),
    (
        Class::Plain,
        "ما هل هو هي هم هما هن نحن انا انت انتم ثم او ام بل حتي اما اذ الا انما كذلك هكذا هنا هناك ايضا فقط نعم كلا بلي اين لماذا ماذا كم \
         اللاتي اللواتي به بها بهم له لها لهم منه منها منهم فيه فيها عليه عليها عليهم اليه اليها اليهم عنه عنها معه معها لما لولا",
    ),
    (
        Class::Verb,
        "قال قالت قالوا اكد اكدت اعلن اعلنت افاد افادت ذكر ذكرت اضاف اضافت اوضح اوضحت اشار اشارت نقل نقلت كشف كشفت نفي نفت صرح \
         صرحت زعم زعمت اتهم اتهمت طالب طالبت دعا دعت حذر حذرت تبني تبنت ادان ادانت استهدف استهدفت شن شنت اطلق اطلقت اسفر اسفرت \
         ادي ادت اصيب اصيبت لقي لقيت تعرض تعرضت تمكن تمكنت سقط سقطت انفجر انفجرت اندلع اندلعت اعتقل اعتقلت اقتحم اقتحمت سيطر سيطرت \
         وصل وصلت وقع وقعت تم تمت بدا بدات جاء جاءت اصبح اصبحت بات باتت ظل ظلت كان كانت كانوا كنت كنا ليس ليست عاد عادت قام قامت بلغ بلغت \
         ارتفع ارتفعت ادلي نفذ نفذت فجر فجرت اغتال اغتالت نشر نشرت رد ردت طال طالت دمر دمرت احرق احرقت خطف خطفت افرج افرجت \
         استشهد استشهدت نزح نزحت شهد شهدت رفض رفضت وافق وافقت اتفق اتفقت هدد هددت منع منعت تكون تقع تضم تمثل تعد تعتبر تشكل تبلغ تقدر تعمل تسعي تجري تتم تصل تاتي تبدو تواصل تعاني \
         تشهد تقوم تسمح تظهر تريد توكد تعني تحمل تقول تقصف تستهدف تسيطر تقتل تشن تنفذ تعلن تفيد تشير تنقل تطلق تحاول تهدد تقود",
    ),
    (
        Class::Noun,
        "يوم يوما يد يمين يسار يهود يمن يونيو يوليو يناير يقين ياس يتيم يابان يوسف ياسر يحيي يونس يعقوب يورو يورانيوم ينبوع يافا \
         وقت بيت صوت بنت موت زيت سبت بيروت انترنت كويت بخت تابوت ياقوت حوت قوت تخت توت صمت سكوت نعت تركيا تونس توفيق تقرير تفجير \
         يانغ يورك ياهو يوحنا يزيد يمني يمنيه يهودي يهوديه ياباني يابانيه يوناني يونان يسري يومي يوميه يدوي \
         ناس نار نفط نهر نايب نقطه نظام نتيجه نساء نجاح نهايه نادي ناشط نازح نوع نزاع نفق نفوذ",
    ),
];

fn class(word: &str) -> Option<Class> {
    static TABLE: OnceLock<FxHashMap<&'static str, Class>> = OnceLock::new();
    TABLE
        .get_or_init(|| {
            let mut table = FxHashMap::default();
            for (class, words) in WORDS {
                for w in words.split_whitespace() {
                    table.entry(w).or_insert(*class);
                }
            }
            table
        })
        .get(word)
        .copied()
}

/// The closed class of a folded word, or of its stem where it has no article.
pub(crate) fn class_of(norm: &str, stem: &str, article: bool) -> Option<Class> {
    class(norm).or_else(|| if article { None } else { class(stem) })
}

/// Tags all tokens.
pub(crate) fn tag(a: &mut Analysis<'_>) {
    let mut before = Before::Start;
    for i in 0..a.tokens.len() {
        if a.line_starts(i) {
            before = Before::Start;
        }
        let (pos, next) = match a.tokens[i].kind {
            TokenKind::Number => (Pos::Number, Before::Other),
            TokenKind::Punctuation => (Pos::Punctuation, Before::Start),
            TokenKind::Symbol => (Pos::Punctuation, Before::Other),
            TokenKind::Foreign => (Pos::Noun, Before::Other),
            TokenKind::Word => word(a, i, before),
            TokenKind::Hashtag | TokenKind::Url | TokenKind::Handle => (Pos::Other, Before::Other),
        };
        a.tokens[i].pos = pos;
        before = next;
    }
}

/// What the word before says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Before {
    /// Nothing stands before in the clause.
    Start,
    Noun,
    /// A noun with the article.
    Definite,
    /// A preposition or the like.
    Leads,
    /// «قد», «لم», «الذي».
    Verb,
    Other,
}

fn word(a: &Analysis<'_>, i: usize, before: Before) -> (Pos, Before) {
    let (token, forms) = (&a.tokens[i], &a.forms[i]);
    let (clitics, known) = (token.clitics, forms.class);
    if forms.stem.0 >= forms.stem.1 {
        return (Pos::Particle, Before::Other);
    }
    let led = clitics.preposition.is_some();
    match known {
        Some(Class::Noun) => return (Pos::Noun, Before::Noun),
        // «فجر», «نقل» behind a preposition or in the middle of nouns are nouns.
        Some(Class::Verb) if !led && !matches!(before, Before::Leads) => return (Pos::Verb, Before::Other),
        Some(Class::BeforeNoun) => {
            return (Pos::Particle, if clitics.enclitic { Before::Other } else { Before::Leads });
        }
        Some(Class::BeforeVerb) => return (Pos::Particle, Before::Verb),
        Some(Class::Plain) => return (Pos::Particle, Before::Other),
        _ => {}
    }
    if clitics.future {
        return (Pos::Verb, Before::Other);
    }
    if clitics.article {
        let follows =
            before == Before::Definite && clitics.preposition.is_none() && clitics.conjunction.is_none();
        return (if follows { Pos::Adjective } else { Pos::Noun }, Before::Definite);
    }
    if forms.number.is_some()
        && let Some(atom) = crate::number::read(a, i).and_then(|r| r.atom)
        && !matches!(atom, Atom::Ordinal(..) | Atom::Fraction(_) | Atom::OneOfTeen | Atom::Parts(_))
    {
        return (Pos::Number, Before::Other);
    }
    if matches!(clitics.preposition, Some('ب' | 'ك')) || forms.teh || before == Before::Leads {
        return (Pos::Noun, Before::Noun);
    }
    let stem = a.stem(i);
    let first = stem.chars().next().unwrap_or(' ');
    let letters = stem.len() / 2;
    // Imperfect.
    let imperfect = letters >= 4 && (forms.imperfect || first == 'ي' && a.forms[i].light.0 > forms.stem.0);
    // Few nouns begin with «ي»; the list has them.
    let short =
        letters >= 3 && first == 'ي' && !stem.ends_with('ا') || letters >= 5 && stem.starts_with("تت");
    if imperfect
        || short
        || (before == Before::Verb && matches!(first, 'ي' | 'ت' | 'ن' | 'ا') && letters >= 3)
    {
        return (Pos::Verb, Before::Other);
    }
    if led {
        return (Pos::Noun, Before::Noun);
    }
    // Perfect: «قصفوا», «قصفت».
    if stem.ends_with("وا") && letters >= 4 {
        return (Pos::Verb, Before::Other);
    }
    let feminine = stem.ends_with('ت') && !stem.ends_with("ات") && letters >= 4 && !clitics.enclitic;
    if feminine && forms.light.1 < forms.stem.1 {
        return (Pos::Verb, Before::Other);
    }
    if before == Before::Verb && letters <= 6 && !stem.ends_with('ه') {
        return (Pos::Verb, Before::Other);
    }
    (Pos::Noun, Before::Noun)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_in_their_sentence() {
        let text = "أعلنت الوزارة الجديدة أن الطائرات قصفت ثلاث قرى في الريف الشمالي ولم يسقط قتلى وسيجتمع القادة غدا";
        let a = Analysis::new(text);
        let got: Vec<_> = (0..a.len()).map(|i| (a.word(i), a.tokens[i].pos)).collect();
        for (word, pos) in [
            ("أعلنت", Pos::Verb),
            ("الوزارة", Pos::Noun),
            ("الجديدة", Pos::Adjective),
            ("أن", Pos::Particle),
            ("قصفت", Pos::Verb),
            ("ثلاث", Pos::Number),
            ("في", Pos::Particle),
            ("الشمالي", Pos::Adjective),
            ("ولم", Pos::Particle),
            ("يسقط", Pos::Verb),
            ("وسيجتمع", Pos::Verb),
            ("القادة", Pos::Noun),
        ] {
            assert!(got.contains(&(word, pos)), "{word} {pos:?}: {got:?}");
        }
    }

    #[test]
    fn all_words_are_normalised() {
        for w in WORDS.iter().flat_map(|w| w.1.split_whitespace()) {
            assert_eq!(crate::fold_text(w), w);
        }
    }
}
