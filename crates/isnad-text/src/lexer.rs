//! Where tokens begin and end.
//!
//! *Comes in*: a text and a byte range of it. *Goes out*: raw tokens in order, white space left out, words that
//! censorship or decoration broke («قصـ.ـف», «قـ ـصـ ـف», «ش*هيد») as one token.
//! *Does not*: take words apart into clitics, or know sentences.
//!
//! # When a break is inside a word
//! Marks and invisible signs never count. Between two Arabic letters
//! * a single `.`, `*`, `_`, `-`, `/`, … beside tatweel, or one space with tatweel on both sides, joins;
//! * a single `*` or `•` joins;
//! * `.` and `_` without tatweel join only where the pieces cannot be words: single letters all («أ.ف.ب»), or a
//!   piece of one or two letters that is no word («ق.صف», «ال.احتلال»), unless the chain starts with the letter
//!   of a title («د.محمد», «م.أحمد»).

use crate::TokenKind;
use crate::letters::{Class, Fold, class, fold};

/// A token before it is looked into.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Raw {
    pub kind: TokenKind,
    pub start: usize,
    pub end: usize,
    /// Whether a line ends between the token before and this one.
    pub line_before: bool,
}

/// A run of Arabic letters with what is dropped inside it.
#[derive(Debug, Clone, Copy)]
struct Piece {
    end: usize,
    letters: usize,
    first: [char; 2],
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Joint {
    Strong,
    Weak,
}

pub(crate) struct Lexer<'t> {
    text: &'t str,
    /// The text up to `end`.
    bytes: &'t [u8],
    at: usize,
    end: usize,
    /// Weak joints before this byte were looked at as one chain and refused.
    refused: usize,
    /// End of the hashtag whose words are being read.
    tag_end: usize,
    pieces: Vec<Piece>,
}

/// Pieces of at most two letters that are words: a stop before or after them is a stop.
const SHORT_WORDS: &[&str] = &[
    "و", "من", "عن", "لم", "لن", "قد", "ما", "لا", "في", "او", "ان", "هو", "هي", "كم", "ثم", "مع", "كل", "اي",
    "اب", "اخ", "يد", "دم", "هل", "لو", "كي", "ام", "اذ", "بل", "حي", "سد", "بن", "يا", "له", "به", "لك",
    "بك", "لي", "بي", "هم", "هن", "رد", "شن", "تم", "حق", "جو", "بر", "قط", "ضد", "عم", "حد", "صف", "خط",
    "طن", "فك", "عد", "مر", "ذو", "ذا", "ذي", "فم", "سن", "ظل", "مد", "جد", "دك", "شح", "فر", "عش", "تل",
    "اذ", "اف", "بق", "اه", "نص", "بث", "حل", "كف", "هز", "ود", "نم", "فن", "قم", "كن",
];

/// Letters that stand for a title or a first name before a stop.
const TITLES: &[char] = &['د', 'م', 'ا', 'ج', 'ص', 'ت', 'ع', 'ه', 'و', 'ك'];

/// Breaks that join only beside tatweel.
fn decorates(c: char) -> bool {
    matches!(c, '-' | '/' | '\\' | '|' | '+' | '~' | '^' | '\'' | '–' | '—' | '،' | ':' | '=')
}

/// Breaks that join anywhere between two letters.
fn censors(c: char) -> bool {
    matches!(c, '*' | '•' | '·' | '٭' | '✱' | '∙' | '●')
}

impl<'t> Lexer<'t> {
    /// Reads `text[start..end]`; both at character borders.
    pub fn new(text: &'t str, start: usize, end: usize) -> Self {
        let bytes = &text.as_bytes()[..end];
        Lexer { text, bytes, at: start, end, refused: start, tag_end: start, pieces: Vec::new() }
    }

    fn peek(&self, at: usize) -> Option<char> {
        self.text.get(at..self.end)?.chars().next()
    }

    /// The end of a word of plain letters at `start` that nothing behind it can go on with: most words are such, and all of them
    /// could be read letter by letter below. Behind them stands the end, white space, or one sign with such behind it.
    #[inline]
    fn plain_word(&self, start: usize) -> Option<usize> {
        let end = start + crate::letters::plain_run(&self.bytes[start..]);
        let over = |at: usize| matches!(self.bytes.get(at), None | Some(b' ' | b'\n'));
        let sign = || match self.bytes[end..] {
            [0x21..=0x7E, ..] => over(end + 1),
            [0xD8, 0x8C, ..] => over(end + 2),
            _ => false,
        };
        (end > start && (over(end) || sign())).then_some(end)
    }

    /// Past marks, invisible signs and tatweel; and whether tatweel was among them.
    fn skip_dropped(&self, mut at: usize) -> (usize, bool) {
        let mut tatweel = false;
        while let Some(c) = self.peek(at) {
            match fold(c) {
                Fold::Tatweel => tatweel = true,
                Fold::Mark | Fold::Hidden => {}
                _ => break,
            }
            at += c.len_utf8();
        }
        (at, tatweel)
    }

    /// The run of Arabic letters from `at`. Its end takes marks and tatweel along, but no invisible sign.
    fn piece(&self, mut at: usize) -> Piece {
        let mut piece = Piece { end: at, letters: 0, first: ['\0'; 2] };
        while let Some(c) = self.peek(at) {
            at += c.len_utf8();
            match fold(c) {
                Fold::Mark | Fold::Tatweel => {
                    // An invisible sign before a mark belongs inside.
                    piece.end = at;
                    continue;
                }
                Fold::Hidden => continue,
                Fold::One(f) if crate::letters::is_arabic(f) => piece.push(f),
                Fold::Many if class(c) == Class::Arabic => crate::letters::expand(c, |f| piece.push(f)),
                _ => break,
            }
            piece.end = at;
        }
        piece
    }

    /// What stands between a piece that ends at `at` and the next letters, if it can be inside a word; with the
    /// byte where those letters begin.
    fn joint(&self, piece_end: usize) -> Option<(Joint, usize)> {
        let (at, _) = self.skip_dropped(piece_end);
        let c = self.peek(at)?;
        let spaced = class(c) == Class::Space;
        let (weak, strong) = (c == '.' || c == '_', censors(c));
        if !(spaced || weak || strong || decorates(c)) {
            return None;
        }
        let before = self.tatweel_ends(at);
        let (next, after) = self.skip_dropped(at + c.len_utf8());
        if class(self.peek(next)?) != Class::Arabic {
            return None;
        }
        let joint = if spaced {
            (before && after).then_some(Joint::Strong)
        } else if strong || before || after {
            Some(Joint::Strong)
        } else {
            weak.then_some(Joint::Weak)
        };
        joint.map(|j| (j, next))
    }

    /// Whether tatweel stands between the last letter before `at` and `at`.
    fn tatweel_ends(&self, at: usize) -> bool {
        for c in self.text[..at].chars().rev() {
            match fold(c) {
                Fold::Tatweel => return true,
                Fold::Mark | Fold::Hidden => {}
                _ => return false,
            }
        }
        false
    }

    /// The end of the word whose first letter is at `start`.
    fn word(&mut self, start: usize) -> usize {
        self.pieces.clear();
        let mut current = self.piece(start);
        while let Some((joint, next)) = self.joint(current.end) {
            match joint {
                Joint::Strong => {
                    let more = self.piece(next);
                    let letters = current.letters + more.letters;
                    for &c in &more.first[..more.letters.min(2)] {
                        current.push(c);
                    }
                    current.letters = letters;
                    current.end = more.end;
                }
                Joint::Weak if start < self.refused => break,
                Joint::Weak => {
                    self.pieces.push(current);
                    current = self.piece(next);
                }
            }
        }
        let Some(first) = self.pieces.first() else { return current.end };
        let first_end = first.end;
        self.pieces.push(current);
        if one_word(&self.pieces) {
            return current.end;
        }
        self.refused = current.end;
        first_end
    }

    /// The end of an address or e-mail that starts at `at`.
    fn url(&self, at: usize) -> Option<usize> {
        let rest = self.text.get(at..self.end)?;
        let b = rest.as_bytes();
        let starts = |p: &str| b.len() > p.len() && b[..p.len()].eq_ignore_ascii_case(p.as_bytes());
        let run = || {
            let n = rest
                .find(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"' | '«' | '»' | '“' | '”'));
            let whole = &rest[..n.unwrap_or(rest.len())];
            let cut = whole.trim_end_matches(['.', ',', '،', '؛', ')', ']', '!', '؟', '?', ':', ';', '…']);
            at + cut.len()
        };
        if starts("http://") || starts("https://") || starts("www.") {
            return Some(run());
        }
        let ascii = b
            .iter()
            .take(256)
            .take_while(|&&c| {
                c.is_ascii_alphanumeric() || matches!(c, b'.' | b'-' | b'_' | b'@' | b'%' | b'+')
            })
            .count();
        let mut host = rest[..ascii].trim_end_matches(['.', '-', '_']);
        if let Some((user, domain)) = host.split_once('@') {
            // A host has no empty part: «a@.http://…» is no e-mail that swallows an address.
            if user.is_empty() || !domain.contains('.') || domain.split('.').any(str::is_empty) {
                return None;
            }
            return self.free(at + host.len());
        }
        if let Some(n) = host.find(['_', '%', '+']) {
            host = &host[..n];
        }
        let (name, tld) = host.rsplit_once('.')?;
        let known = [
            "com", "org", "net", "info", "me", "tv", "gov", "edu", "int", "io", "ly", "co", "news", "sy",
            "uk", "tr", "iq", "ps", "ae",
        ];
        if name.is_empty() || !known.iter().any(|k| k.eq_ignore_ascii_case(tld)) {
            return None;
        }
        if b.get(host.len()) == Some(&b'/') { Some(run()) } else { self.free(at + host.len()) }
    }

    /// `end`, unless letters or digits go on after what is dropped there.
    fn free(&self, end: usize) -> Option<usize> {
        let (next, _) = self.skip_dropped(end);
        let goes_on = self.peek(next).is_some_and(|c| matches!(class(c), Class::Foreign | Class::Digit));
        (!goes_on).then_some(end)
    }

    /// The end of a number: digits with separators between digits.
    fn number(&self, start: usize) -> usize {
        let digits = |mut at: usize| {
            let mut n = 0;
            while let Some(c) = self.peek(at).filter(|&c| class(c) == Class::Digit) {
                at += c.len_utf8();
                n += 1;
            }
            (n, at)
        };
        // Marks of direction within a number («26،013» + LRE + «,94») belong to it.
        let past_hidden = |mut at: usize| {
            while let Some(c) = self.peek(at).filter(|&c| class(c) == Class::Dropped) {
                at += c.len_utf8();
            }
            at
        };
        let (mut before, mut end) = digits(start);
        loop {
            let at = past_hidden(end);
            let Some(c) = self.peek(at) else { return end };
            if !matches!(c, '.' | ',' | '٫' | '٬' | '،' | '\'' | '’') {
                return end;
            }
            let (n, next) = digits(past_hidden(at + c.len_utf8()));
            let group = before <= 3 && n == 3;
            let joined = match c {
                '.' | '٫' => n > 0,
                // «0,2345»: a decimal comma; «2013,2014» are two numbers.
                ',' => group || (n > 0 && n < 3 && before <= 3) || (n > 4 && before <= 3),
                _ => group,
            };
            if !joined {
                return end;
            }
            (before, end) = (n, next);
        }
    }

    /// The end of a word in other letters: letters and digits, with an apostrophe between letters.
    fn foreign(&self, start: usize) -> usize {
        let (mut at, mut end) = (start, start);
        while let Some(c) = self.peek(at) {
            let next = at + c.len_utf8();
            match class(c) {
                Class::Foreign | Class::Digit => end = next,
                Class::Dropped => {}
                Class::Punctuation
                    if matches!(c, '\'' | '’')
                        && end == at
                        && self.peek(next).is_some_and(|d| class(d) == Class::Foreign) => {}
                _ => break,
            }
            at = next;
        }
        end
    }

    /// The end of the tag or handle whose sign ends at `at`; `None` where no name follows.
    fn name(&self, at: usize) -> Option<usize> {
        let (mut i, mut end, mut letter) = (at, at, false);
        while let Some(c) = self.peek(i) {
            let next = i + c.len_utf8();
            match class(c) {
                Class::Arabic | Class::Foreign => {
                    letter = true;
                    end = next;
                }
                Class::Digit => end = next,
                Class::Dropped => {}
                Class::Punctuation if c == '_' => {}
                _ => break,
            }
            i = next;
        }
        letter.then_some(end)
    }

    /// A run of the same mark.
    fn same(&self, start: usize, c: char) -> usize {
        let mut end = start;
        while self.peek(end) == Some(c) {
            end += c.len_utf8();
        }
        end
    }
}

impl Piece {
    fn push(&mut self, c: char) {
        if self.letters < 2 {
            self.first[self.letters] = c;
        }
        self.letters += 1;
    }

    fn is_short_non_word(&self) -> bool {
        if self.letters > 2 {
            return false;
        }
        let mut buffer = String::with_capacity(4);
        buffer.extend(&self.first[..self.letters]);
        !SHORT_WORDS.contains(&buffer.as_str())
    }
}

/// Whether a chain of pieces with stops between them is one word.
fn one_word(pieces: &[Piece]) -> bool {
    if pieces.iter().all(|p| p.letters == 1) {
        return true;
    }
    let first = &pieces[0];
    if first.letters == 1 && TITLES.contains(&first.first[0]) {
        return false;
    }
    pieces.len() <= 12 && pieces.iter().any(Piece::is_short_non_word)
}

impl Iterator for Lexer<'_> {
    type Item = Raw;

    fn next(&mut self) -> Option<Raw> {
        let mut line_before = false;
        loop {
            let start = self.at;
            if self.bytes.get(start) == Some(&b' ') {
                self.at = start + 1;
                continue;
            }
            if start < self.end
                && let Some(end) = self.plain_word(start)
            {
                self.at = end;
                return Some(Raw { kind: TokenKind::Word, start, end, line_before });
            }
            let c = self.peek(start)?;
            let after = start + c.len_utf8();
            let in_tag = start < self.tag_end;
            let (kind, end) = match class(c) {
                Class::Space => {
                    self.at = after;
                    continue;
                }
                Class::Line => {
                    line_before = true;
                    self.at = after;
                    continue;
                }
                Class::Dropped if fold(c) == Fold::Hidden => {
                    self.at = after;
                    continue;
                }
                Class::Dropped => {
                    // Tatweel and marks before a letter belong to its word; alone they say nothing.
                    let (next, _) = self.skip_dropped(start);
                    if !self.peek(next).is_some_and(|d| class(d) == Class::Arabic) {
                        self.at = next;
                        continue;
                    }
                    let end = if in_tag { self.piece(next).end } else { self.word(next) };
                    (TokenKind::Word, end)
                }
                Class::Arabic => {
                    (TokenKind::Word, if in_tag { self.piece(start).end } else { self.word(start) })
                }
                Class::Digit => (TokenKind::Number, self.number(start)),
                Class::Foreign => match if in_tag { None } else { self.url(start) } {
                    Some(end) => (TokenKind::Url, end),
                    None => (TokenKind::Foreign, self.foreign(start).max(after)),
                },
                Class::Punctuation => match c {
                    '#' | '＃' if !in_tag => match self.name(after) {
                        Some(end) => {
                            self.tag_end = end;
                            self.at = after;
                            return Some(Raw { kind: TokenKind::Hashtag, start, end, line_before });
                        }
                        // One sign only: of «##تاغ» the second still opens the tag.
                        None => (TokenKind::Punctuation, after),
                    },
                    '@' if !in_tag => match self.name(after) {
                        Some(end) => (TokenKind::Handle, end),
                        // One sign only: of «##تاغ» the second still opens the tag.
                        None => (TokenKind::Punctuation, after),
                    },
                    '_' if in_tag => {
                        self.at = after;
                        continue;
                    }
                    _ => (TokenKind::Punctuation, self.same(start, c)),
                },
                Class::Symbol => (TokenKind::Symbol, self.same(start, c)),
            };
            self.at = end;
            return Some(Raw { kind, start, end, line_before });
        }
    }
}
