//! Why what a person asked does not hold: a stable word, a sentence, and the number in it.
//!
//! The page has words of its own, in Arabic and English, for each of them; the sentence is for whoever asks without the page.

/// One reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Refusal {
    /// A stable word for programs.
    pub reason: &'static str,
    /// The number that the sentence names.
    pub n: Option<u32>,
    words: &'static str,
}

impl Refusal {
    /// The same with its number.
    pub fn of(self, n: usize) -> Self {
        Refusal { n: Some(u32::try_from(n).unwrap_or(u32::MAX)), ..self }
    }

    /// A sentence for a person, in English.
    pub fn message(&self) -> String {
        match self.n {
            Some(n) => self.words.replace("{n}", &n.to_string()),
            None => self.words.to_owned(),
        }
    }
}

macro_rules! refusals {
    ($($name:ident = $reason:literal, $words:literal;)+) => {
        $(#[doc = concat!("`", $reason, "`: ", $words, ".")]
        pub const $name: Refusal = Refusal { reason: $reason, n: None, words: $words };)+

        /// All of them, for the OpenAPI document.
        pub const ALL: &[Refusal] = &[$($name),+];
    };
}

refusals! {
    SPAN_TURNED = "span_turned", "a span must begin before it ends";
    SPAN_PAST_END = "span_past_end", "the text has {n} characters";
    SPAN_LONG = "span_long", "a span may cover {n} characters at most";
    SPAN_BLANK = "span_blank", "a span must hold a word";
    NO_ACTOR = "no_actor", "the registry has no actor of this id";
    PLACE_NAME = "place_name", "a name is 1 to {n} characters, none of them controls";
    LATITUDE = "latitude", "latitude is −90 to 90 degrees";
    LONGITUDE = "longitude", "longitude is −180 to 180 degrees";
    RADIUS = "radius", "a radius is 0 to {n} kilometres";
    GAZETTEER_ID = "gazetteer_id", "an identity is 1 to {n} bytes";
    TIME_TURNED = "time_turned", "a time must begin before it ends";
    FIGURE_RANGE = "figure_range", "a figure is 0 to a thousand million";
    FIGURE_TURNED = "figure_turned", "the most is less than the least";
    FIGURE_PART = "figure_part", "a figure can be part of another figure of the same claim only";
    MANY_ROLES = "many_roles", "a claim has {n} of these at most";
    TRIGGER_BLOCK = "trigger_block", "the trigger must stand in one block of the text";
    CLAIM_THERE = "claim_there", "the report has a claim of this type on these words already: correct that one";
    IN_INCIDENT = "in_incident", "the report is in this incident already";
    MERGE_COUNT = "merge_count", "two to {n} incidents can be merged";
    ONE_ALREADY = "one_already", "these are one incident already";
    REASON_MISSING = "reason_missing", "a standing needs a reason";
    COMMENT_BLANK = "comment_blank", "a comment holds a word";
    SPLIT_WHAT = "split_what", "say which items or which claims are another happening";
    NO_MEMBER = "no_member", "the incident has no such member";
    NO_CLAIM = "no_claim", "the incident has no such claim";
    SPLIT_ALL = "split_all", "something of the incident must stay";
    TOO_LONG = "too_long", "{n} characters at most";
    CONTROLS = "controls", "control characters are not taken";
    NO_FILE = "no_file", "there is no file in the request";
    FILE_NAME = "file_name", "every part must be a file with its name, in the field 'files'";
    TEXT_BLANK = "text_blank", "the text holds no word";
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn each_has_a_word_of_its_own_and_says_its_number() {
        let words: BTreeSet<&str> = ALL.iter().map(|r| r.reason).collect();
        assert_eq!(words.len(), ALL.len());
        assert_eq!(SPAN_PAST_END.of(17).message(), "the text has 17 characters");
        assert_eq!(SPAN_PAST_END.of(17).n, Some(17));
        assert_eq!(SPAN_BLANK.message(), "a span must hold a word");
    }
}
