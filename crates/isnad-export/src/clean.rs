//! Scraped words made harmless for one line and for spreadsheets.

/// The words on one line, without control characters, escape sequences and direction marks of their own.
pub fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut space = false;
    for c in text.chars() {
        match c {
            c if c.is_whitespace() => space = !out.is_empty(),
            c if c.is_control() => {}
            '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{2069}'
            | '\u{feff}'
            | '\u{fff9}'..='\u{fffb}' => {}
            c => {
                if space {
                    out.push(' ');
                    space = false;
                }
                out.push(c);
            }
        }
    }
    out
}

/// A text cell that no spreadsheet runs as a formula (OWASP, «CSV injection»): where the first sign that is seen is one of `= + - @`, it gets an
/// apostrophe before it. Line breaks and tabs become spaces, since some readers of CSV take them for ends of rows and cells; other control characters
/// and direction overrides are dropped, since they hide what a cell says, and a terminal runs them.
pub fn safe_cell(text: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\t' | '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => clean.push(' '),
            c if c.is_control() => {}
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {}
            c => clean.push(c),
        }
    }
    let unseen = |c: char| {
        c.is_whitespace()
            || matches!(c, '\u{200b}'..='\u{200f}' | '\u{61c}' | '\u{2060}'..='\u{2064}' | '\u{feff}')
    };
    let first = clean.trim_start_matches(unseen).chars().next();
    if matches!(first, Some('=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠')) {
        format!("'{clean}")
    } else {
        clean
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_become_text() {
        for (given, want) in [
            ("=1+1", "'=1+1"),
            (" =HYPERLINK(\"x\")", "' =HYPERLINK(\"x\")"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("-5", "'-5"),
            ("\t=1", "' =1"),
            ("\r\n=1", "'  =1"),
            ("\u{200b}=1", "'\u{200b}=1"),
            ("\u{feff}\u{2028}@x", "'\u{feff} @x"),
            ("أحمر \u{1b}[31m\u{0}نص\nثان", "أحمر [31mنص ثان"),
            ("قصف = خبر", "قصف = خبر"),
            ("\u{202e}=x", "'=x"),
            ("", ""),
        ] {
            assert_eq!(safe_cell(given), want);
        }
    }
}
