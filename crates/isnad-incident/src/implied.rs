//! Figures that a sentence says without a number: «مقتل امرأة» is one killed, «قُتل الشاب … والطفل …» two.
//!
//! *Comes in*: a claim of harm without a figure of killed or injured. *Goes out*: how many, where grammar says so: as many as are
//! named one by one, and of a plural («إصابة مدنيين») at least two. *Does not*: count what is not a person.

use crate::evidence::is_years;
use isnad_model::wire::{ClaimJson, SpanJson};
use isnad_model::{ClaimType, FigureWhat};
use isnad_text::{Analysis, TokenKind};

/// Nouns in the singular that name one person, folded, without article.
const ONE: &[&str] = &[
    "مدني",
    "مدنيه",
    "طفل",
    "طفله",
    "رضيع",
    "رضيعه",
    "امراه",
    "امراءه",
    "سيده",
    "رجل",
    "شاب",
    "شابه",
    "فتاه",
    "فتي",
    "شخص",
    "مواطن",
    "مواطنه",
    "عامل",
    "عامله",
    "مزارع",
    "مزارعه",
    "فلاح",
    "راع",
    "راعي",
    "مسن",
    "مسنه",
    "عجوز",
    "صحفي",
    "صحفيه",
    "صحافي",
    "صحافيه",
    "مصور",
    "اعلامي",
    "اعلاميه",
    "سايق",
    "مسعف",
    "مسعفه",
    "طبيب",
    "طبيبه",
    "ممرض",
    "ممرضه",
    "معلم",
    "معلمه",
    "مدرس",
    "مدرسه",
    "طالب",
    "طالبه",
    "نازح",
    "نازحه",
    "لاجي",
    "لاجيه",
    "مهجر",
    "مهجره",
    "متطوع",
    "متطوعه",
    "جندي",
    "عسكري",
    "مجند",
    "مقاتل",
    "مقاتله",
    "عنصر",
    "ضابط",
    "شرطي",
    "مسلح",
    "قيادي",
    "قايد",
    "زوجته",
    "زوجه",
    "زوجها",
    "والدته",
    "والده",
    "والدتها",
    "والدها",
    "ابنه",
    "ابنته",
    "ابنها",
    "ابنتها",
    "شقيقه",
    "شقيقته",
    "شقيقها",
    "طفلته",
    "طفلها",
    "طفلتها",
    "جنين",
    "اب",
    "ام",
    "صياد",
    "تاجر",
    "حارس",
    "موظف",
    "موظفه",
    "مهندس",
    "محام",
    "شيخ",
    "مختار",
    "ناشط",
    "ناشطه",
    "يافع",
    "قاصر",
    "حفيده",
    "حفيد",
    "فنان",
    "فنانه",
    "ممثل",
    "مرافق",
    "ضحيه",
    "فقيد",
    "سايقها",
    "سايقه",
];
/// Triggers that are themselves one dead or hurt, folded, without article.
const ONE_KILLED: &[&str] = &["شهيد", "شهيده", "قتيل", "قتيله", "شهيدا", "قتيلا"];
const ONE_INJURED: &[&str] = &["جريح", "جريحه", "مصاب", "مصابه", "جريحا"];
/// Beginnings of the stems of words that say death.
const DEATH: &[&str] = &[
    "قتل",
    "شهداء",
    "ضحايا",
    "ضحيه",
    "قتيل",
    "مقتل",
    "يقتل",
    "استشه",
    "شهيد",
    "شهاده",
    "وفاه",
    "توف",
    "مصرع",
    "لقي",
    "ارتق",
    "قضي",
    "مات",
    "اغتيال",
    "اغتال",
    "اعدام",
    "اعدم",
    "صرع",
    "فقد",
];
/// Beginnings of the stems of words that say injury.
const INJURY: &[&str] = &["اصاب", "اصيب", "يصيب", "جرح", "جريح", "مصاب"];

/// Plurals of persons, folded, without article; besides those that end in «ين», «ون», «ات» after one of [`ONE`].
const SEVERAL: &[&str] = &[
    "اطفال",
    "نساء",
    "رجال",
    "شبان",
    "شباب",
    "اشخاص",
    "عمال",
    "مزارعين",
    "جنود",
    "عناصر",
    "ضباط",
    "مدنيين",
    "مدنيون",
    "مواطنين",
    "اخرين",
    "اخرون",
    "اخرين",
    "افراد",
    "عدد",
    "عده",
    "عشرات",
    "نازحين",
    "طلاب",
    "مسعفين",
    "متطوعين",
    "مسلحين",
    "مقاتلين",
    "شهداء",
    "قتلي",
    "جرحي",
    "ضحايا",
    "مصابين",
    "مصابون",
    "مصابيه",
    "اصابات",
];

/// Whether a trigger says death or injury.
fn harm_of(trigger: &str) -> Option<FigureWhat> {
    let of = |words: &str| {
        let a = Analysis::new(words);
        (0..a.len()).find_map(|i| {
            let stem = a.stem(i);
            let begins = |list: &[&str]| list.iter().any(|w| stem.starts_with(w));
            match () {
                () if begins(DEATH) => Some(FigureWhat::Killed),
                () if begins(INJURY) => Some(FigureWhat::Injured),
                () => None,
            }
        })
    };
    // Posts break such words up to pass a platform's filter: «مقـ ـتـ ـل», «استشها.د».
    let whole = || trigger.chars().filter(|c| c.is_alphabetic() && *c != '\u{640}').collect::<String>();
    of(trigger).or_else(|| of(&whole()))
}

/// The word behind token `i`, perhaps after signs.
fn next_word(a: &Analysis<'_>, i: usize) -> Option<usize> {
    (i + 1..a.len()).take(3).find(|&k| a.tokens[k].kind == TokenKind::Word)
}

/// Persons that a role's words name one by one, and whether a plural stands among them; `None` where a number does.
fn persons(role: &SpanJson) -> Option<(u32, bool)> {
    let a = Analysis::new(&role.text);
    let (mut n, mut several) = (0, false);
    for (i, token) in a.tokens.iter().enumerate() {
        match token.kind {
            // «المواطن … 36 عاماً», «(36) عاماً»: an age counts nobody.
            TokenKind::Number if next_word(&a, i).is_some_and(|w| is_years(a.norm(w))) => {}
            TokenKind::Number => return None,
            TokenKind::Word => {
                let (norm, stem) = (a.norm(i), a.stem(i));
                let bare = norm.strip_prefix('و').unwrap_or(norm);
                let is = |list: &[&str]| list.iter().any(|w| *w == stem || *w == norm || *w == bare);
                if is(SEVERAL) {
                    several = true;
                } else {
                    n += u32::from(is(ONE));
                }
            }
            _ => {}
        }
    }
    Some((n, several))
}

/// What a claim implies: of whom, how many, and whether there may be more. `named` tells whether a role's words are the name of
/// one person.
pub fn implied(c: &ClaimJson, named: &dyn Fn(&SpanJson) -> bool) -> Option<(FigureWhat, u32, bool)> {
    if !matches!(c.kind, ClaimType::Casualty | ClaimType::Killing) {
        return None;
    }
    let what = match harm_of(&c.trigger.text) {
        Some(what) => what,
        None if c.kind == ClaimType::Killing => FigureWhat::Killed,
        None => return None,
    };
    if c.figures.iter().any(|f| f.what == what) {
        return None;
    }
    let (mut n, mut several) = (0, false);
    for party in &c.target {
        let (mut one, more) = persons(&party.at)?;
        if one == 0 && !more && named(&party.at) {
            one = 1;
        }
        (n, several) = (n + one, several | more);
    }
    if n == 0 && !several {
        let a = Analysis::new(&c.trigger.text);
        let list = if what == FigureWhat::Killed { ONE_KILLED } else { ONE_INJURED };
        n = u32::from(c.target.is_empty() && (0..a.len()).any(|i| list.contains(&a.stem(i))));
        several = (0..a.len()).any(|i| SEVERAL.contains(&a.stem(i)));
    }
    match (n, several) {
        (0, false) => None,
        (n, true) => Some((what, n + 2, true)),
        (n, false) => Some((what, n, false)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> SpanJson {
        SpanJson { text: text.to_owned(), start: 0, end: text.chars().count() }
    }

    fn claim(trigger: &str, targets: &[&str]) -> ClaimJson {
        ClaimJson {
            id: String::new(),
            block: 0,
            kind: ClaimType::Casualty,
            status: isnad_model::Status::Actual,
            background: false,
            trigger: at(trigger),
            actor: vec![],
            target: targets
                .iter()
                .map(|t| isnad_model::wire::PartyJson { at: at(t), entity: None })
                .collect(),
            place: vec![],
            time: vec![],
            figures: vec![],
            says: vec![],
            cue: None,
            plover: None,
            acled: None,
            confidence: 1.0,
            why: vec![],
        }
    }

    #[test]
    fn persons_are_counted_where_grammar_names_them() {
        use FigureWhat::{Injured, Killed};
        for (trigger, targets, want) in [
            ("مقتل", &["امرأة"][..], Some((Killed, 1, false))),
            ("وأصيب", &["طفل", "وامرأة"], Some((Injured, 2, false))),
            ("استشهاد", &["الشاب المختلق والطفلة"], Some((Killed, 2, false))),
            ("إصابة", &["مدنيين"], Some((Injured, 2, true))),
            ("مقتل", &["طفل وعدد من المدنيين"], Some((Killed, 3, true))),
            ("شهيد", &[], Some((Killed, 1, false))),
            ("شهداء", &[], Some((Killed, 2, true))),
            ("مقـ ـتـ ـل", &["نبيل الجسري"], Some((Killed, 1, false))),
            ("مقتل", &["نبيل"], None),
            ("مقتل", &["5 مدنيين"], None),
            ("استشهاد", &["المواطن نبيل الجسري 36 عاماً"], Some((Killed, 1, false))),
            ("وإصابة", &["امرأة (36) سنة وطفلها"], Some((Injured, 2, false))),
            ("قصف", &["سيارة"], None),
            ("إصابة", &["سيارة"], None),
        ] {
            assert_eq!(
                implied(&claim(trigger, targets), &|at| at.text == "نبيل الجسري"),
                want,
                "{trigger} {targets:?}"
            );
        }
    }
}
