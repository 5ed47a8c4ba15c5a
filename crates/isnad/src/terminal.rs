//! Text for a terminal: scraped words made harmless, Arabic kept in its cell.
//!
//! Terminals that know right-to-left reorder a whole line, and with it the borders of a table; terminals that do
//! not would show nothing wrong. So every run of a report's words is put between FIRST STRONG ISOLATE and POP
//! DIRECTIONAL ISOLATE, which both kinds take well, and a cell is wrapped before it is isolated, line by line.

pub use isnad_export::plain;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

const ISOLATE: char = '\u{2068}';
const POP: char = '\u{2069}';

/// The words isolated, for use inside a line of another direction.
pub fn isolated(text: &str) -> String {
    if text.is_empty() { String::new() } else { format!("{ISOLATE}{text}{POP}") }
}

/// The words cut to `columns`, with an ellipsis where something was cut.
pub fn shorten(text: &str, columns: usize) -> String {
    let text = plain(text);
    if text.width() <= columns {
        return text;
    }
    let mut out = String::new();
    for g in text.graphemes(true) {
        if out.width() + g.width() + 1 > columns {
            break;
        }
        out.push_str(g);
    }
    format!("{}…", out.trim_end())
}

/// The words wrapped to `columns` and at most `lines` lines, each isolated.
pub fn cell(text: &str, columns: usize, lines: usize) -> String {
    let columns = columns.max(2);
    let mut out: Vec<String> = vec![String::new()];
    for word in plain(text).split(' ') {
        let mut word = word;
        loop {
            let line = out.last_mut().expect("there is always a line");
            let gap = usize::from(!line.is_empty());
            if line.width() + gap + word.width() <= columns {
                if gap == 1 {
                    line.push(' ');
                }
                line.push_str(word);
                break;
            }
            if line.is_empty() {
                // A word longer than the cell is cut at a grapheme.
                let mut at = 0;
                for (k, g) in word.grapheme_indices(true) {
                    if word[..k].width() + g.width() > columns && k > 0 {
                        break;
                    }
                    at = k + g.len();
                }
                line.push_str(&word[..at]);
                word = &word[at..];
                if word.is_empty() {
                    break;
                }
            }
            out.push(String::new());
        }
    }
    if out.len() > lines.max(1) {
        out.truncate(lines.max(1));
        if let Some(last) = out.last_mut() {
            *last = shorten(&format!("{last}  …"), columns).trim_end_matches([' ', '…']).to_owned() + "…";
        }
    }
    out.iter().map(|l| isolated(l)).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn escapes_and_direction_marks_do_not_reach_the_terminal() {
        assert_eq!(plain("قصف\u{1b}[31m على\u{202e}\n\tالبلدة\u{7}"), "قصف[31m على البلدة");
    }

    #[test]
    fn a_cell_wraps_and_isolates_each_line() {
        assert_eq!(
            cell("واحد اثنان ثلاثة", 9, 3),
            "\u{2068}واحد\u{2069}\n\u{2068}اثنان\u{2069}\n\u{2068}ثلاثة\u{2069}"
        );
        assert_eq!(cell("", 9, 3), "");
        assert!(cell("واحد اثنان ثلاثة أربعة خمسة", 9, 2).ends_with("…\u{2069}"));
    }

    proptest! {
        #[test]
        fn no_line_is_wider_than_its_cell(text in "\\PC{0,80}", columns in 4usize..30, lines in 1usize..5) {
            let out = cell(&text, columns, lines);
            prop_assert!(out.lines().count() <= lines);
            for line in out.lines() {
                prop_assert!(line.width() <= columns + 2, "{:?} is {} wide", line, line.width());
            }
        }

        #[test]
        fn plain_text_holds_no_control(text in any::<String>()) {
            prop_assert!(plain(&text).chars().all(|c| !c.is_control()));
        }
    }
}
