//! Kinds of characters as `char` tells them, with the ranges that reports are written in answered before its tables are asked:
//! the tables took a sixth of the time of a reading.

/// `char::is_alphabetic`.
pub fn alphabetic(c: char) -> bool {
    match c {
        'a'..='z' | 'A'..='Z' | '\u{620}'..='\u{64a}' | '\u{671}'..='\u{6d3}' => true,
        '\0'..='\u{7f}' => false,
        _ => c.is_alphabetic(),
    }
}

/// `char::is_numeric`.
pub fn numeric(c: char) -> bool {
    match c {
        '0'..='9' | '\u{660}'..='\u{669}' => true,
        '\0'..='\u{7f}' | '\u{620}'..='\u{64a}' => false,
        _ => c.is_numeric(),
    }
}

/// `char::is_alphanumeric`.
pub fn alphanumeric(c: char) -> bool {
    alphabetic(c) || numeric(c)
}

#[cfg(test)]
mod tests {
    #[test]
    fn agrees_with_the_standard_library_on_every_character() {
        for c in '\0'..=char::MAX {
            assert_eq!(super::alphabetic(c), c.is_alphabetic(), "{c:?}");
            assert_eq!(super::numeric(c), c.is_numeric(), "{c:?}");
        }
    }
}
