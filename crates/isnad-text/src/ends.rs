//! A test that is asked before a list of words is: whether any word of it ends in these two letters.
//!
//! Lists hold a few hundred words, and a word of a text is looked for in each of them with and without its first letters: most
//! end as none in the list does.

/// The last two letters of the words of a list.
pub(crate) struct Ends([u64; 64]);

impl Ends {
    /// Those of `words`, each of two letters of two bytes at least.
    pub fn of<'a>(words: impl IntoIterator<Item = &'a str>) -> Ends {
        let mut ends = Ends([0; 64]);
        for word in words {
            match place(word) {
                Some((row, bit)) => ends.0[row] |= 1 << bit,
                // Too short to be told by its end: nothing is refused.
                None => ends.0 = [u64::MAX; 64],
            }
        }
        ends
    }

    /// Whether the list may hold this word, or what is left of it without its first letters.
    #[inline]
    pub fn may_hold(&self, word: &str) -> bool {
        place(word).is_none_or(|(row, bit)| self.0[row] >> bit & 1 == 1)
    }
}

/// The low bits of the last two letters: those that tell letters of one block apart.
#[inline]
fn place(word: &str) -> Option<(usize, u32)> {
    let [_, first, _, second] = *word.as_bytes().last_chunk::<4>()?;
    Some((usize::from(first & 63), u32::from(second & 63)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_the_list_pass_with_and_without_first_letters() {
        let ends = Ends::of(["ثلاثه", "مئه"]);
        assert!(ends.may_hold("ثلاثه") && ends.may_hold("وبمئه"));
        assert!(!ends.may_hold("كتاب"));
        // What is too short to tell passes, and a list with such a word lets all pass.
        assert!(ends.may_hold("و") && Ends::of(["م"]).may_hold("كتاب"));
    }
}
