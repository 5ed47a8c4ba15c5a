//! The words of time expressions, as a linguist may read and extend them. All forms are normalised
//! ([`crate::normalise`]: ة is ه, أ is ا, ئ is ي) and stand without «ال» and one-letter proclitics.

use crate::ends::Ends;
use rustc_hash::FxHashMap;
use std::sync::OnceLock;

/// A unit of the calendar or clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Unit {
    Minute,
    Hour,
    Day,
    Week,
    Month,
    Year,
    Decade,
    Century,
}

/// How many of a unit its form says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Many {
    One,
    Two,
    More,
}

/// Against the time of writing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Past,
    Current,
    Future,
    /// «التالي», «اللاحق»: against what was told before, not against the time of writing.
    Following,
}

/// Part of a longer time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Edge {
    Start,
    /// «أوائل»: of a month its first ten days.
    Early,
    Middle,
    /// «أواسط»: of a month its second ten days.
    Midst,
    /// «أواخر»: of a month what comes after its first twenty days.
    Late,
    End,
}

/// A season of the north, by the almanac.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Season {
    Spring,
    Summer,
    Autumn,
    Winter,
}

/// What a word is in a time expression.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Word {
    /// Month of the Gregorian year; `true` where the word is as often something else («آب», «ماي»).
    Month(i8, bool),
    /// «كانون», «تشرين»: the first of two, «الثاني» adds one (and a year for «كانون»).
    Twin(i8),
    /// Month of the Hijri year; `true` where the word is as often a name.
    Hijri(i8, bool),
    /// «ربيع», «جمادى»: the first of two.
    HijriTwin(i8),
    /// «ذو», «ذي» before القعدة (11) or الحجة (12).
    Dhu,
    /// Monday 1 to Sunday 7; `true` where it is a weekday only with «ال» or after «يوم».
    Weekday(i8),
    /// Part of a day: hours from, to.
    Part(u8, u8),
    /// «ليل», «ليلة»: the night may belong to the day before.
    Unit(Unit, Many),
    /// «الماضي», «الجاري», «المقبل».
    Side(Side),
    /// «هذا», «هذه».
    This,
    /// «نفس», «ذات» before its noun.
    Same,
    /// «مطلع», «منتصف», «أواخر».
    Edge(Edge),
    /// «أمس», «غدا»: days from today.
    Day(i8),
    /// «قبل», «منذ».
    Ago,
    /// «بعد».
    After,
    /// «خلال», «في غضون».
    Within,
    /// «لمدة», «طوال».
    For,
    /// «الساعة».
    Clock,
    /// «أول», «الأول» as a word of time.
    First,
    /// «آخر», «الأخير».
    Last,
    /// «السبعينيات»: first year.
    Decade(i16),
    /// «صيف», «الشتاء»; spring shares its word with two Hijri months ([`Word::HijriTwin`]).
    Season(Season),
}

const WORDS: &[(Word, &str)] = &[
    // Levant and Iraq
    (Word::Month(2, false), "شباط"),
    (Word::Month(3, false), "اذار"),
    (Word::Month(4, false), "نيسان"),
    (Word::Month(5, false), "ايار"),
    (Word::Month(6, false), "حزيران"),
    (Word::Month(7, false), "تموز"),
    (Word::Month(8, true), "اب"),
    (Word::Month(9, false), "ايلول"),
    (Word::Twin(10), "تشرين"),
    (Word::Twin(12), "كانون"),
    // Egypt, Sudan, Gulf
    (Word::Month(1, false), "يناير"),
    (Word::Month(2, false), "فبراير"),
    (Word::Month(3, true), "مارس"),
    (Word::Month(4, false), "ابريل"),
    (Word::Month(5, false), "مايو"),
    (Word::Month(6, false), "يونيو يونيه"),
    (Word::Month(7, false), "يوليو يوليه"),
    (Word::Month(8, false), "اغسطس"),
    (Word::Month(9, false), "سبتمبر"),
    (Word::Month(10, false), "اكتوبر"),
    (Word::Month(11, false), "نوفمبر"),
    (Word::Month(12, false), "ديسمبر دجنبر"),
    // Maghreb
    (Word::Month(1, false), "جانفي"),
    (Word::Month(2, false), "فيفري"),
    (Word::Month(4, false), "افريل"),
    (Word::Month(5, true), "ماي"),
    (Word::Month(6, true), "جوان"),
    (Word::Month(7, false), "جويليه يوليوز"),
    (Word::Month(8, true), "اوت غشت"),
    (Word::Month(9, false), "شتنبر"),
    (Word::Month(11, false), "نونبر"),
    // Hijri
    (Word::Hijri(1, true), "محرم"),
    (Word::Hijri(2, true), "صفر"),
    (Word::HijriTwin(3), "ربيع"),
    (Word::HijriTwin(5), "جمادي"),
    (Word::Hijri(7, true), "رجب"),
    (Word::Hijri(8, true), "شعبان"),
    (Word::Hijri(9, true), "رمضان"),
    (Word::Hijri(10, true), "شوال"),
    (Word::Dhu, "ذو ذي"),
    // Weekdays
    (Word::Weekday(1), "اثنين"),
    (Word::Weekday(2), "ثلاثاء ثلاثا"),
    (Word::Weekday(3), "اربعاء اربعا"),
    (Word::Weekday(4), "خميس"),
    (Word::Weekday(5), "جمعه"),
    (Word::Weekday(6), "سبت"),
    (Word::Weekday(7), "احد"),
    // Parts of the day
    (Word::Part(3, 6), "فجر فجرا سحر سحرا"),
    (Word::Part(6, 18), "نهار نهارا"),
    (Word::Part(6, 12), "صباح صباحا صبيحه ضحي"),
    (Word::Part(11, 14), "ظهر ظهرا ظهيره"),
    (Word::Part(15, 18), "عصر عصرا"),
    (Word::Part(18, 19), "مغرب غروب"),
    (Word::Part(17, 23), "مساء عشيه"),
    (Word::Part(20, 4), "ليل ليلا ليله"),
    // Units
    (Word::Unit(Unit::Minute, Many::One), "دقيقه"),
    (Word::Unit(Unit::Minute, Many::Two), "دقيقتين دقيقتان"),
    (Word::Unit(Unit::Minute, Many::More), "دقايق"),
    (Word::Unit(Unit::Hour, Many::Two), "ساعتين ساعتان"),
    (Word::Unit(Unit::Hour, Many::More), "ساعات"),
    (Word::Clock, "ساعه"),
    (Word::Unit(Unit::Day, Many::One), "يوم يوما"),
    (Word::Unit(Unit::Day, Many::Two), "يومين يومان"),
    (Word::Unit(Unit::Day, Many::More), "ايام"),
    (Word::Unit(Unit::Week, Many::One), "اسبوع اسبوعا"),
    (Word::Unit(Unit::Week, Many::Two), "اسبوعين اسبوعان"),
    (Word::Unit(Unit::Week, Many::More), "اسابيع"),
    (Word::Unit(Unit::Month, Many::One), "شهر شهرا"),
    (Word::Unit(Unit::Month, Many::Two), "شهرين شهران"),
    (Word::Unit(Unit::Month, Many::More), "اشهر شهور"),
    (Word::Unit(Unit::Year, Many::One), "عام عاما سنه"),
    (Word::Unit(Unit::Year, Many::Two), "عامين عامان سنتين سنتان"),
    (Word::Unit(Unit::Year, Many::More), "اعوام سنوات سنين"),
    (Word::Unit(Unit::Decade, Many::One), "عقد عقدا"),
    (Word::Unit(Unit::Decade, Many::Two), "عقدين عقدان"),
    (Word::Unit(Unit::Decade, Many::More), "عقود"),
    (Word::Unit(Unit::Century, Many::One), "قرن قرنا"),
    // Against the time of writing
    (
        Word::Side(Side::Past),
        "ماضي ماضيه ماضيين ماضيتين ماض منصرم منصرمه منصرمين منصرمتين فايت فايته فايتين فايتات سابق سابقه سابقين سابقتين اخيره اخيرين اخيرتين ماضيات منقضي منقضيه منقضيين",
    ),
    (Word::Side(Side::Current), "جاري جاريه جار حالي حاليه حاليين راهن راهنه"),
    (
        Word::Side(Side::Future),
        "مقبل مقبله مقبلين مقبلتين مقبلات قادم قادمه قادمين قادمتين قادمات جاي جايه اتيه",
    ),
    (Word::Side(Side::Following), "تالي تاليه تاليين لاحق لاحقه"),
    (Word::This, "هذا هذه"),
    (Word::Same, "نفس ذات"),
    (Word::Edge(Edge::Start), "مطلع بدايه بدايات طليعه"),
    (Word::Edge(Edge::Early), "اوايل مستهل غره"),
    (Word::Edge(Edge::Middle), "منتصف نصف نص"),
    (Word::Edge(Edge::Midst), "اواسط"),
    (Word::Edge(Edge::Late), "اواخر"),
    (Word::Edge(Edge::End), "نهايه ختام نهايات"),
    (Word::Day(-1), "امس بارحه امبارح"),
    (Word::Day(1), "غدا غد بكره بكرا"),
    (Word::Ago, "قبل منذ قبيل مذ"),
    (Word::After, "بعد بعيد"),
    (Word::Within, "خلال غضون"),
    (Word::For, "مده لمده طوال طيله لفتره"),
    (Word::First, "اول"),
    (Word::Last, "اخر اخير"),
    (Word::Season(Season::Summer), "صيف"),
    (Word::Season(Season::Autumn), "خريف"),
    (Word::Season(Season::Winter), "شتاء شتا"),
    (Word::Decade(1920), "عشرينيات عشرينات"),
    (Word::Decade(1930), "ثلاثينيات ثلاثينات"),
    (Word::Decade(1940), "اربعينيات اربعينات"),
    (Word::Decade(1950), "خمسينيات خمسينات"),
    (Word::Decade(1960), "ستينيات ستينات"),
    (Word::Decade(1970), "سبعينيات سبعينات"),
    (Word::Decade(1980), "ثمانينيات ثمانينات"),
    (Word::Decade(1990), "تسعينيات تسعينات"),
];

/// Month names of English, for dates of feeds and mixed pages.
pub(super) const ENGLISH_MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// Whether a word may have a meaning, with or without clitics before it.
pub(super) fn may_mean(norm: &str) -> bool {
    static ENDS: OnceLock<Ends> = OnceLock::new();
    ENDS.get_or_init(|| Ends::of(WORDS.iter().flat_map(|w| w.1.split(' ')))).may_hold(norm)
}

/// The meaning of a word without clitics.
pub(super) fn word(bare: &str) -> Option<Word> {
    static TABLE: OnceLock<FxHashMap<&'static str, Word>> = OnceLock::new();
    TABLE
        .get_or_init(|| WORDS.iter().flat_map(|(w, forms)| forms.split(' ').map(move |f| (f, *w))).collect())
        .get(bare)
        .copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_words_are_normalised_and_stand_once() {
        let mut seen = std::collections::HashSet::new();
        for form in WORDS.iter().flat_map(|w| w.1.split(' ')) {
            assert_eq!(crate::fold_text(form), form);
            assert!(seen.insert(form), "{form}");
        }
    }
}
