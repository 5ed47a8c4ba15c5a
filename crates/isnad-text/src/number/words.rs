//! The words of number expressions, as a linguist may read and extend them. All forms are normalised
//! ([`crate::normalise`]): ة is ه, أ is ا, ئ is ي.

use crate::ends::Ends;
use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::OnceLock;

/// What a number word does in a number.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Atom {
    /// 1 to 9.
    Unit(f64),
    /// «أحد», «إحدى»: one only before «عشر».
    OneOfTeen,
    /// «عشر», «عشرة»: ten, and the end of 11 to 19.
    Ten,
    /// 20 to 90.
    Tens(f64),
    /// 100 as a word of its own («ثلاث مئة»).
    Hundred,
    /// 200 to 900 in one word.
    Hundreds(f64),
    /// Thousand, million, milliard.
    Scale(f64),
    /// Two of a scale: «ألفين».
    Two(f64),
    /// «آلاف», «ملايين»: the scale after a number, vague alone.
    Scales(f64),
    /// An order of size: from, to.
    Vague(f64, f64),
    /// Part of one.
    Fraction(f64),
    /// «أخماس»: into how many parts the number before it is divided.
    Parts(f64),
    /// Which in a row, 1 to 10; `true` where the word is an ordinal also without «ال».
    Ordinal(f64, bool),
}

const ATOMS: &[(Atom, &str)] = &[
    (Atom::Unit(0.0), "صفر"),
    (Atom::Unit(1.0), "واحد واحده واحدا"),
    (Atom::OneOfTeen, "احد احدي"),
    (Atom::Unit(2.0), "اثنان اثنين اثنتان اثنتين اثنا اثني اثنتا اثنتي اتنين اثنين"),
    (Atom::Unit(3.0), "ثلاث ثلاثه ثلاثا تلاته تلات"),
    (Atom::Unit(4.0), "اربع اربعه اربعا"),
    (Atom::Unit(5.0), "خمس خمسه خمسا"),
    (Atom::Unit(6.0), "ست سته ستا"),
    (Atom::Unit(7.0), "سبع سبعه سبعا"),
    (Atom::Unit(8.0), "ثمان ثماني ثمانيه ثمانيا تمانيه"),
    (Atom::Unit(9.0), "تسع تسعه تسعا"),
    (Atom::Ten, "عشر عشره عشرا"),
    (Atom::Tens(20.0), "عشرون عشرين"),
    (Atom::Tens(30.0), "ثلاثون ثلاثين"),
    (Atom::Tens(40.0), "اربعون اربعين"),
    (Atom::Tens(50.0), "خمسون خمسين"),
    (Atom::Tens(60.0), "ستون ستين"),
    (Atom::Tens(70.0), "سبعون سبعين"),
    (Atom::Tens(80.0), "ثمانون ثمانين"),
    (Atom::Tens(90.0), "تسعون تسعين"),
    (Atom::Hundred, "ميه مايه"),
    (Atom::Hundreds(200.0), "ميتان ميتين ميتا ميتي مايتان مايتين مايتا مايتي"),
    (Atom::Hundreds(300.0), "ثلاثميه ثلاثمايه ثلثمايه"),
    (Atom::Hundreds(400.0), "اربعميه اربعمايه"),
    (Atom::Hundreds(500.0), "خمسميه خمسمايه"),
    (Atom::Hundreds(600.0), "ستميه ستمايه"),
    (Atom::Hundreds(700.0), "سبعميه سبعمايه"),
    (Atom::Hundreds(800.0), "ثمانميه ثمانمايه ثمانيميه ثمانيمايه"),
    (Atom::Hundreds(900.0), "تسعميه تسعمايه"),
    (Atom::Scale(1e3), "الف الفا"),
    (Atom::Two(1e3), "الفان الفين الفي"),
    (Atom::Scales(1e3), "الاف"),
    (Atom::Scale(1e6), "مليون مليونا"),
    (Atom::Two(1e6), "مليونان مليونين مليوني"),
    (Atom::Scales(1e6), "ملايين"),
    (Atom::Scale(1e9), "مليار مليارا بليون بليونا"),
    (Atom::Two(1e9), "ملياران مليارين ملياري بليونين"),
    (Atom::Scales(1e9), "مليارات بلايين"),
    (Atom::Scale(1e12), "تريليون تريليونا ترليون"),
    (Atom::Two(1e12), "تريليونان تريليونين"),
    (Atom::Scales(1e12), "تريليونات"),
    (Atom::Vague(20.0, 99.0), "عشرات"),
    (Atom::Vague(200.0, 999.0), "ميات مايات"),
    (Atom::Vague(3.0, 9.0), "بضع بضعه"),
    (Atom::Fraction(0.5), "نصف"),
    (Atom::Fraction(1.0 / 3.0), "ثلث"),
    (Atom::Fraction(2.0 / 3.0), "ثلثا ثلثي ثلثين ثلثان"),
    (Atom::Fraction(0.25), "ربع"),
    (Atom::Fraction(1.0 / 6.0), "سدس"),
    (Atom::Parts(3.0), "اثلاث"),
    (Atom::Parts(4.0), "ارباع"),
    (Atom::Parts(5.0), "اخماس"),
    (Atom::Parts(6.0), "اسداس"),
    (Atom::Parts(7.0), "اسباع"),
    (Atom::Parts(8.0), "اثمان"),
    (Atom::Parts(9.0), "اتساع"),
    (Atom::Parts(10.0), "اعشار"),
    (Atom::Scale(12.0), "دزينه دسته دزينات"),
    (Atom::Two(12.0), "دزينتين دزينتان"),
    (Atom::Ordinal(1.0, false), "اول اولي اولا حادي حاديه"),
    (Atom::Ordinal(2.0, false), "ثان ثاني ثانيه ثانيا"),
    (Atom::Ordinal(3.0, true), "ثالث ثالثه ثالثا"),
    (Atom::Ordinal(4.0, true), "رابع رابعه رابعا"),
    (Atom::Ordinal(5.0, true), "خامس خامسه خامسا"),
    (Atom::Ordinal(6.0, true), "سادس سادسه سادسا"),
    (Atom::Ordinal(7.0, true), "سابع سابعه سابعا"),
    (Atom::Ordinal(8.0, true), "ثامن ثامنه ثامنا"),
    (Atom::Ordinal(9.0, true), "تاسع تاسعه تاسعا"),
    (Atom::Ordinal(10.0, true), "عاشر عاشره عاشرا"),
];

/// «خمس», «ثمن», «خمسين»: units, tens and other words that are also parts of one, and what part. Only the words around tell:
/// see [`super::parts::part`].
pub(super) fn part(word: &str) -> Option<f64> {
    Some(match word {
        "خمس" => 1.0 / 5.0,
        "سدس" => 1.0 / 6.0,
        "سبع" => 1.0 / 7.0,
        "ثمن" => 1.0 / 8.0,
        "تسع" => 1.0 / 9.0,
        "عشر" => 1.0 / 10.0,
        _ => return None,
    })
}

/// «خمسين»: two fifths, where fifty cannot stand.
pub(super) fn two_parts(word: &str) -> Option<f64> {
    Some(match word {
        "خمسين" => 2.0 / 5.0,
        "سبعين" => 2.0 / 7.0,
        "تسعين" => 2.0 / 9.0,
        _ => return None,
    })
}

/// Whether a normalised word may be one of these, with or without clitics before it.
pub(super) fn may_be_atom(norm: &str) -> bool {
    static ENDS: OnceLock<Ends> = OnceLock::new();
    ENDS.get_or_init(|| Ends::of(ATOMS.iter().flat_map(|a| a.1.split(' ')))).may_hold(norm)
}

/// The place among all atoms of that of a normalised word without clitics.
pub(super) fn atom(word: &str) -> Option<u8> {
    static TABLE: OnceLock<FxHashMap<&'static str, u8>> = OnceLock::new();
    TABLE
        .get_or_init(|| {
            let of = |(k, words): (usize, &'static str)| words.split(' ').map(move |w| (w, k as u8));
            ATOMS.iter().map(|a| a.1).enumerate().flat_map(of).collect()
        })
        .get(word)
        .copied()
}

/// The atom at a place that [`atom`] gave.
pub(super) fn atom_at(place: u8) -> Atom {
    ATOMS[place as usize].0
}

/// What words before or after a number do to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Bound {
    /// At least.
    Least,
    /// At most.
    Most,
    /// About.
    About,
}

/// Words before a number; the first may have proclitics. Longer phrases stand before those that end like them.
pub(super) const BEFORE: &[(Bound, &[&str])] = &[
    (Bound::Least, &["ما", "لا", "يقل", "عن"]),
    (Bound::Least, &["لا", "يقل", "عن"]),
    (Bound::Least, &["لا", "تقل", "عن"]),
    (Bound::Least, &["لا", "يقل", "عددهم", "عن"]),
    (Bound::Most, &["ما", "لا", "يزيد", "عن"]),
    (Bound::Most, &["ما", "لا", "يزيد", "علي"]),
    (Bound::Most, &["لا", "يزيد", "عن"]),
    (Bound::Most, &["لا", "يزيد", "علي"]),
    (Bound::Most, &["لا", "تزيد", "عن"]),
    (Bound::Most, &["لا", "تزيد", "علي"]),
    (Bound::Most, &["ما", "لا", "يتجاوز"]),
    (Bound::Most, &["لا", "يتجاوز"]),
    (Bound::Most, &["لا", "تتجاوز"]),
    (Bound::Most, &["لم", "يتجاوز"]),
    (Bound::Most, &["لا", "يتعدي"]),
    (Bound::Least, &["ما", "يزيد", "عن"]),
    (Bound::Least, &["ما", "يزيد", "علي"]),
    (Bound::Least, &["يزيد", "عن"]),
    (Bound::Least, &["يزيد", "علي"]),
    (Bound::Least, &["تزيد", "عن"]),
    (Bound::Least, &["تزيد", "علي"]),
    (Bound::Least, &["اكثر", "من"]),
    (Bound::Least, &["ازيد", "من"]),
    (Bound::Least, &["اكبر", "من"]),
    (Bound::Least, &["ما", "يفوق"]),
    (Bound::Least, &["يفوق"]),
    (Bound::Least, &["تفوق"]),
    (Bound::Least, &["فوق"]),
    (Bound::Least, &["ما", "يتجاوز"]),
    (Bound::Least, &["يتجاوز"]),
    (Bound::Least, &["تتجاوز"]),
    (Bound::Least, &["تجاوز"]),
    (Bound::Least, &["تجاوزت"]),
    (Bound::Least, &["علي", "الاقل"]),
    (Bound::Most, &["اقل", "من"]),
    (Bound::Most, &["علي", "الاكثر"]),
    (Bound::Most, &["دون"]),
    (Bound::About, &["ما", "يقارب"]),
    (Bound::About, &["يقارب"]),
    (Bound::About, &["ما", "يقرب", "من"]),
    (Bound::About, &["يقرب", "من"]),
    (Bound::About, &["ما", "يناهز"]),
    (Bound::About, &["يناهز"]),
    (Bound::About, &["في", "حدود"]),
    (Bound::About, &["حدود"]),
    (Bound::About, &["نحو"]),
    (Bound::About, &["حوالي"]),
    (Bound::About, &["قرابه"]),
    (Bound::About, &["زهاء"]),
    (Bound::About, &["تقريبا"]),
];

/// Words after a number, or after what it counts.
pub(super) const AFTER: &[(Bound, &[&str])] = &[
    (Bound::Least, &["علي", "الاقل"]),
    (Bound::Least, &["كحد", "ادني"]),
    (Bound::Least, &["او", "اكثر"]),
    (Bound::Least, &["او", "يزيد"]),
    (Bound::Least, &["فاكثر"]),
    (Bound::Least, &["فما", "فوق"]),
    (Bound::Most, &["علي", "الاكثر"]),
    (Bound::Most, &["كحد", "اقصي"]),
    (Bound::Most, &["او", "اقل"]),
    (Bound::Most, &["فاقل"]),
    (Bound::About, &["تقريبا"]),
];

/// Whether a phrase of [`BEFORE`] may end with this folded word: by its last letters, since its proclitics may stand before it.
pub(super) fn ends_bound(norm: &str) -> bool {
    static ENDS: OnceLock<FxHashSet<&'static [u8]>> = OnceLock::new();
    // The shortest word has two letters of two bytes each.
    let ends = ENDS.get_or_init(|| {
        BEFORE
            .iter()
            .filter_map(|(_, phrase)| phrase.last()?.as_bytes().last_chunk::<4>())
            .map(|c| &c[..])
            .collect()
    });
    norm.as_bytes().last_chunk::<4>().is_some_and(|last| ends.contains(&last[..]))
}

/// Whether a phrase of [`AFTER`] begins with this folded word.
pub(super) fn opens_bound(norm: &str) -> bool {
    matches!(norm, "علي" | "كحد" | "او" | "فاكثر" | "فما" | "فاقل" | "تقريبا")
}

/// Words after which a number is a name, not an amount («المادة 5», «القرار 2254», «عيار 120»).
pub(super) const NUMBERED: &[&str] = &[
    "ماده",
    "ساعه",
    "رقم",
    "قرار",
    "فقره",
    "لواء",
    "فرقه",
    "كتيبه",
    "فوج",
    "قناه",
    "حلقه",
    "صفحه",
    "مرسوم",
    "قانون",
    "جوله",
    "طريق",
    "هاتف",
    "تلفون",
    "جوال",
    "عيار",
    "طراز",
    "كوفيد",
    "سوخوي",
    "ميغ",
    "ميج",
    "تي",
    "اف",
    "اس",
    "ام",
    "مي",
    "بند",
    "غرفه",
    "شارع",
    "قطاع",
    "منطقه",
    "مجموعه",
    "بوابه",
    "رحله",
    "دفعه",
    "عام",
    "سنه",
    "اصدار",
    "موديل",
    "معبر",
    "دوره",
];

/// Nouns whose plural is broken, so that «ـين» after them is a dual.
const BROKEN: &str = "جندي قتيل جريح شخص طفل عنصر شهيد ضابط رجل شاب طبيب صاروخ منزل بيت صحافي صحفي قيادي شرطي عامل راكب \
    سايق ناشط سجين اسير معلم طالب بلد حي مبني مخيم حاجز لغم انفجار هجوم مسجد مشفي مستشفي برميل حزب شقيق اخ ابن قايد \
    عسكري مرتزق تفجير مقر معسكر فصيل جسر سوق محل متجر حقل بير قارب زورق مروحي رصاص مقاتل جانب طرف موقع \
    خبير وزير نايب كيلومتر متر طن كيلوغرام لتر دولار شيخ امام كاهن فرد عضو مواطن جثمان كلم مركز حريق مبني رشاش خزان";
/// Nouns whose sound plural looks like the dual in «ـين»; only «ـان» tells it.
const SOUND: &str = "مدني مقاتل مسلح ارهابي مسعف مصاب معتقل مخطوف محتجز متظاهر مهاجر لاجي نازح فلسطيني سوري عراقي اسراييلي \
    اميركي روسي تركي ايراني لبناني اردني مصري سعودي يمني ليبي مشتبه متهم مسوول موظف مهندس مستوطن انتحاري منفذ مهاجم محام";
/// Nouns in «ة», whose dual is «ـتان», «ـتين».
const FEMININE: &str = "امراه فتاه سيده طفله غاره سياره اليه دبابه طايره ضحيه جثه رهينه قذيفه حافله قريه بلده مدينه محافظه \
    عبوه مدرسه قنبله شاحنه مروحيه مسيره عايله اسره ناقله سفينه عمليه شقيقه ممرضه طبيبه صحفيه مدنيه عربه ضربه مره دوله \
    قاعده نقطه محطه كنيسه ناقله بارجه دوريه جبهه مجزره طلقه رصاصه دراجه صحافيه لاجيه نازحه معلمه طالبه منطقه مدرعه راجمه";

/// Whether a stem ending in a dual is a noun in the dual.
///
/// «بقذيفتين» too, whose «ب» the segmenter took for a letter of the word.
pub(super) fn is_dual(stem: &str) -> bool {
    static TABLE: OnceLock<FxHashMap<String, ()>> = OnceLock::new();
    // «ـان», «ـين», «ـتا», «ـتي»
    if !stem.ends_with(['ن', 'ا', 'ي']) {
        return false;
    }
    let bare = stem.strip_prefix(['ب', 'ل', 'ك', 'و']).filter(|b| b.ends_with("تين") || b.ends_with("تان"));
    // Every dual form is a key: one look-up a word.
    TABLE
        .get_or_init(|| {
            let mut forms = FxHashMap::default();
            for (nouns, ends) in [(BROKEN, &["ان", "ين"][..]), (SOUND, &["ان"][..])] {
                for noun in nouns.split_whitespace() {
                    for end in ends {
                        forms.insert(format!("{noun}{end}"), ());
                    }
                }
            }
            for noun in FEMININE.split_whitespace() {
                let body = noun.strip_suffix('ه').unwrap_or(noun);
                forms.insert(format!("{body}تان"), ());
                forms.insert(format!("{body}تين"), ());
            }
            // «مقاتلين», «عاملين»: plurals after all.
            for plural in ["مقاتلين", "عاملين", "معلمين", "سايقين", "ناشطين", "مواطنين", "ايمامين"]
            {
                forms.remove(plural);
            }
            forms
        })
        .contains_key(stem)
        || feminine_dual(stem)
        || bare.is_some_and(feminine_dual)
}

/// «ـتان», «ـتين», «ـتا», «ـتي» on a word whose singular in «ة» is known.
fn feminine_dual(stem: &str) -> bool {
    let body = ["تين", "تان", "تا", "تي"].iter().find_map(|e| stem.strip_suffix(e));
    let unit = |b: &str| matches!(b, "ساع" | "سن" | "دقيق" | "ليل" | "ثاني" | "اثن" | "كل");
    body.is_some_and(|b| {
        // Three letters at least for the endings that are also a pronoun or a verb's.
        let least = if stem.ends_with('ن') { 4 } else { 6 };
        b.len() >= least && !unit(b) && crate::clitic::Stems::shipped().knows_with_teh(b)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds_pass_the_tests_that_are_asked_first() {
        for (_, phrase) in BEFORE {
            assert!(phrase.last().is_some_and(|last| ends_bound(last)), "{phrase:?}");
        }
        for (_, phrase) in AFTER {
            assert!(opens_bound(phrase[0]), "{phrase:?}");
        }
    }

    #[test]
    fn all_words_are_normalised() {
        let lists = ATOMS.iter().map(|a| a.1).chain([BROKEN, SOUND, FEMININE]);
        let phrases = BEFORE.iter().chain(AFTER).flat_map(|b| b.1).chain(NUMBERED).copied();
        for word in lists.flat_map(str::split_whitespace).chain(phrases) {
            {
                assert_eq!(crate::fold_text(word), word);
            }
        }
    }
}
