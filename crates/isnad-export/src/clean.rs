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

/// A text cell that no spreadsheet runs as a formula (OWASP, «CSV injection»): a leading `= + - @`, tab or carriage
/// return gets an apostrophe before it. Direction overrides are dropped, since they hide what a cell says.
pub fn safe_cell(text: &str) -> String {
    let clean: String = text
        .chars()
        .filter(|c| !matches!(c, '\0' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'))
        .collect();
    let first = clean.trim_start().chars().next();
    if matches!(first, Some('=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠'))
        || clean.starts_with(['\t', '\r', '\n'])
    {
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
            ("\t=1", "'\t=1"),
            ("قصف = خبر", "قصف = خبر"),
            ("\u{202e}=x", "'=x"),
            ("", ""),
        ] {
            assert_eq!(safe_cell(given), want);
        }
    }
}
