//! Words of time that say no day: «لاحقا», «قبل قليل», «بين الحين والآخر», «خلال الفترة الماضية».

use super::Grammar;
use crate::ends::Ends;
use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::OnceLock;

/// Phrases without a place on the calendar, normalised; «و» or «ف» may be written onto the first word. A longer one stands
/// before the one that it begins with, and those that begin with the same word stand together.
const PHRASES: &[&[&str]] = &[
    &["حاليا"],
    &["موخرا"],
    &["حديثا"],
    &["لاحقا"],
    &["سابقا"],
    &["فورا"],
    &["قريبا"],
    &["مستقبلا"],
    &["يوميا"],
    &["اسبوعيا"],
    &["شهريا"],
    &["سنويا"],
    &["انذاك"],
    &["حينذاك"],
    &["حينيذ"],
    &["وقتيذ"],
    &["يوميذ"],
    &["بشكل", "يومي"],
    &["بشكل", "شبه", "يومي"],
    &["بشكل", "شبه", "مستمر"],
    &["بشكل", "مستمر"],
    &["بشكل", "متواصل"],
    &["بشكل", "متكرر"],
    &["بشكل", "اسبوعي"],
    &["بشكل", "شهري"],
    &["بشكل", "سنوي"],
    &["علي", "مدار", "الساعه"],
    &["علي", "مدار", "اليوم"],
    &["حتي", "هذه", "اللحظه"],
    &["حتي", "اللحظات", "الاخيره"],
    &["الي", "هذه", "اللحظه"],
    &["في", "هذه", "اللحظه"],
    &["في", "هذه", "اللحظات"],
    &["في", "هذه", "الاثناء"],
    &["في", "تلك", "الاثناء"],
    &["في", "غضون", "ذلك"],
    &["في", "ذلك", "الوقت"],
    &["في", "ذلك", "الحين"],
    &["في", "ذلك", "اليوم"],
    &["في", "تلك", "الليله"],
    &["في", "الوقت", "الحالي"],
    &["في", "الوقت", "الحاضر"],
    &["في", "الوقت", "الراهن"],
    &["في", "اليوم", "نفسه"],
    &["في", "اليوم", "ذاته"],
    &["في", "وقت", "قريب"],
    &["في", "وقت", "سابق"],
    &["في", "وقت", "لاحق"],
    &["في", "وقت", "متاخر"],
    &["في", "وقت", "مبكر"],
    &["في", "حينه"],
    &["في", "حينها"],
    &["في", "ما", "بعد"],
    &["في", "ما", "مضي"],
    &["في", "المستقبل", "القريب"],
    &["في", "المستقبل"],
    &["فيما", "بعد"],
    &["فيما", "مضي"],
    &["بين", "الحين", "والاخر"],
    &["بين", "حين", "واخر"],
    &["بين", "الفينه", "والاخري"],
    &["بين", "فينه", "واخري"],
    &["من", "حين", "لاخر"],
    &["من", "حين", "الي", "اخر"],
    &["من", "وقت", "لاخر"],
    &["من", "وقت", "الي", "اخر"],
    &["وقبل", "ذلك"],
    &["وبعد", "ذلك"],
];

/// What a span without measure is called.
const SPANS: [&str; 8] = ["فتره", "الفتره", "فترات", "الفترات", "الاونه", "المده", "اونه", "مرحله"];

/// Whether a folded word may open one of these.
pub(super) fn heads_phrase(norm: &str) -> bool {
    static ENDS: OnceLock<Ends> = OnceLock::new();
    let ends = ENDS.get_or_init(|| Ends::of(PHRASES.iter().map(|p| p[0]).chain(SPANS)));
    ends.may_hold(norm) && (!phrases(norm).is_empty() || SPANS.contains(&norm) || norm == "لفتره")
}

/// Whether a folded word may stand behind the first word of one of these.
pub(super) fn goes_on(norm: &str) -> bool {
    static SECOND: OnceLock<FxHashSet<&'static str>> = OnceLock::new();
    let others = ["الان", "اللحظه", "الساعه", "هذه", "تلك", "قليل", "لحظات", "ثوان", "زمن", "وقت", "مده"];
    let second = SECOND.get_or_init(|| {
        PHRASES.iter().filter_map(|p| p.get(1).copied()).chain(SPANS).chain(others).collect()
    });
    second.contains(norm)
}

/// The phrases that begin with a folded word, with or without «و» or «ف» before it.
fn phrases(norm: &str) -> &'static [&'static [&'static str]] {
    static BY_FIRST: OnceLock<FxHashMap<&'static str, (usize, usize)>> = OnceLock::new();
    let by_first = BY_FIRST.get_or_init(|| {
        let mut map: FxHashMap<&'static str, (usize, usize)> = FxHashMap::default();
        for (k, phrase) in PHRASES.iter().enumerate() {
            // Those of one first word stand together.
            map.entry(phrase[0]).or_insert((k, k)).1 = k + 1;
        }
        map
    });
    let found =
        by_first.get(norm).or_else(|| norm.strip_prefix(['و', 'ف']).and_then(|rest| by_first.get(rest)));
    found.map_or(&[], |&(from, to)| &PHRASES[from..to])
}

impl Grammar<'_, '_> {
    /// The token after words of time without a place on the calendar.
    pub(super) fn vague(&self, i: usize) -> Option<usize> {
        let phrase = |words: &&&[&str]| words.iter().enumerate().skip(1).all(|(k, w)| self.norm(i + k) == *w);
        if let Some(p) = phrases(self.norm(i)).iter().find(phrase) {
            return Some(i + p.len());
        }
        self.moment(i).or_else(|| self.unmeasured(i))
    }

    /// «قبل قليل», «منذ لحظات», «بعد وقت قصير», «حتى الآن», «حتى الساعة».
    fn moment(&self, i: usize) -> Option<usize> {
        let lead = bare(self.norm(i));
        if matches!(lead, "حتي" | "الي" | "لحد") {
            return match self.norm(i + 1) {
                "الان" | "اللحظه" => Some(i + 2),
                // «حتى الساعة 5» is a clock time.
                "الساعه" if lead == "حتي" && !self.clock_number(i + 2) => Some(i + 2),
                _ => None,
            };
        }
        if !matches!(lead, "قبل" | "منذ" | "بعد" | "متذ") {
            return None;
        }
        match self.norm(i + 1) {
            "قليل" | "لحظات" | "ثوان" | "زمن" if self.norm(i + 2) != "من" => {
                Some(i + 2 + usize::from(self.is_length(i + 2)))
            }
            "وقت" | "مده" if self.is_length(i + 2) => Some(i + 3),
            _ => None,
        }
    }

    /// «منذ فترة», «لفترة قصيرة», «خلال الفترة الماضية», «في الآونة الأخيرة», «فترات سابقة».
    fn unmeasured(&self, i: usize) -> Option<usize> {
        let lead = matches!(
            bare(self.norm(i)),
            "في" | "خلال" | "منذ" | "متذ" | "قبل" | "بعد" | "طوال" | "طيله" | "حتي"
        );
        let mut at = i + usize::from(lead);
        let this = matches!(self.norm(at), "هذه" | "تلك");
        at += usize::from(this);
        let norm = self.norm(at);
        let for_it = norm == "لفتره" && !lead && !this;
        if !for_it && !SPANS.contains(&norm) {
            return None;
        }
        let next = at + 1;
        let tied = self.side(next).is_some() || self.is_length(next);
        match () {
            () if tied => Some(next + 1),
            // «منذ فترة», «خلال هذه الفترة»; «خلال فترة الحكم» is the name of something.
            () if this => Some(next),
            () if lead
                && matches!(norm, "فتره")
                && matches!(bare(self.norm(i)), "منذ" | "متذ" | "بعد" | "قبل") =>
            {
                Some(next)
            }
            () => None,
        }
    }

    /// «قصيرة», «وجيز», «طويلة»: how long, without a number.
    pub(super) fn is_length(&self, i: usize) -> bool {
        matches!(
            self.norm(i),
            "قصير"
                | "قصيره"
                | "وجيز"
                | "وجيزه"
                | "طويل"
                | "طويله"
                | "قليل"
                | "قليله"
                | "بسيط"
                | "بسيطه"
        )
    }
}

/// A word without «و» or «ف» before it.
pub(super) fn bare(norm: &str) -> &str {
    match norm.strip_prefix(['و', 'ف']) {
        Some(rest) if rest.len() >= 4 && !matches!(norm, "وقت" | "فيما" | "فوق") => rest,
        _ => norm,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_of_one_first_word_stand_together() {
        for (k, phrase) in PHRASES.iter().enumerate() {
            assert!(phrases(phrase[0]).iter().any(|p| p == phrase), "{phrase:?}");
            assert!(
                phrases(phrase[0]).iter().all(|p| p[0] == phrase[0]),
                "{} is torn apart at {k}",
                phrase[0]
            );
        }
    }
}
