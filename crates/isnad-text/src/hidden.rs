//! Signs that cannot be seen but change what a machine reads.

use crate::letters::{Class, Fold, class, fold};
use isnad_model::Span;

/// The first place where an invisible or direction sign stands inside a word: between two letters of one
/// word. Such signs at the borders of words are common in clean text (direction marks around numbers, byte order
/// marks) and are not reported; ZWNJ and ZWJ between letters of Persian and Kurdish words are proper spelling and are
/// not reported either.
pub fn hidden(text: &str) -> Option<Span> {
    let mut letter_before = false;
    let mut since: Option<(usize, usize)> = None;
    for (at, c) in text.char_indices() {
        match fold(c) {
            Fold::Hidden if matches!(c, '\u{200c}' | '\u{200d}' | '\u{fe00}'..='\u{fe0f}') => {}
            Fold::Hidden => {
                let start = since.map_or(at, |(s, _)| s);
                since = Some((start, at + c.len_utf8()));
            }
            Fold::Mark | Fold::Tatweel => {}
            _ => {
                let letter = matches!(class(c), Class::Arabic | Class::Foreign);
                if letter
                    && letter_before
                    && let Some((start, end)) = since
                {
                    return Some(Span::new(start, end));
                }
                letter_before = letter;
                since = None;
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_inside_words_are_told_from_signs_beside_them() {
        assert_eq!(hidden("ق\u{200b}صف"), Some(Span::new(2, 5)));
        assert_eq!(hidden("كا\u{202e}تب"), Some(Span::new(4, 7)));
        assert_eq!(hidden("\u{200f}قصف\u{200e} 5 \u{feff}قرى"), None);
        assert_eq!(hidden("می\u{200c}خواهم"), None);
    }
}
