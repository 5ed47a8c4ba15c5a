//! A text taken apart: tokens, sentences, and the forms under which words meet.

use crate::clitic::Hints;
use crate::letters::{Class, Fold, class, expand, fold, fold_plain, fold_word};
use crate::lexer::{Lexer, Raw};
use crate::memo::{self, Memo};
use crate::{Clitics, Pos, Sentence, Token, TokenKind, pos, sentence};
use isnad_model::Span;
use std::ops::Range;

/// Where the forms of one token stand in the shared buffer.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Forms {
    pub norm: (u32, u32),
    /// Hash of the normalised token.
    pub hash: u32,
    pub stem: (u32, u32),
    pub light: (u32, u32),
    /// Bytes of the normalised token taken by single-letter proclitics.
    pub proclitics: u8,
    /// Bytes of the normalised token taken by the enclitic.
    pub enclitic: u8,
    /// Whether each character of the token has the same length in the buffer, so that positions need no search.
    pub even: bool,
    /// Whether a line ends before this token.
    pub line_before: bool,
    /// Whether the last letter was written «ة».
    pub teh: bool,
    /// What its letters as written say beyond the folded form.
    pub hints: Hints,
    /// Whether the light stem lost a letter of the imperfect.
    pub imperfect: bool,
    /// Its closed class.
    pub class: Option<pos::Class>,
    /// Whether it is a word of a number.
    pub number: Option<crate::number::InWord>,
    /// What the grammars of numbers and times ask of it first.
    pub opens: memo::Opens,
    /// The number under which the memo keeps it; 0 for none.
    pub number_in_memo: u32,
}

/// A text with its tokens and sentences.
///
/// Positions are bytes of the text as given. The strings of all tokens live in one buffer, so a token costs no
/// allocation. Texts longer than 4 GiB are read up to there.
///
/// A hashtag is one token of kind [`TokenKind::Hashtag`] over the whole tag, and right after it stand its words as
/// tokens of their own ([`TokenKind::Word`], [`TokenKind::Number`], [`TokenKind::Foreign`]) with spans inside the tag,
/// so «#ريف_إدلب» is matched as «ريف», «إدلب» like any two neighbouring words. These are the only tokens whose
/// spans overlap; to walk the text without overlap skip tokens of kind `Hashtag`.
#[derive(Debug, Clone)]
pub struct Analysis<'t> {
    text: &'t str,
    buffer: String,
    /// The text writes «ه» for «ة».
    loose: bool,
    pub(crate) forms: Vec<Forms>,
    /// Tokens in order of their start.
    pub tokens: Vec<Token>,
    /// Sentences in order; every token is in exactly one.
    pub sentences: Vec<Sentence>,
}

/// The spans of the pieces of one token: proclitics, stem with its article, pronoun.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Parts {
    spans: [Span; 6],
    len: usize,
}

impl std::ops::Deref for Parts {
    type Target = [Span];
    fn deref(&self) -> &[Span] {
        &self.spans[..self.len]
    }
}

impl<'t> Analysis<'t> {
    /// Reads a whole text.
    pub fn new(text: &'t str) -> Self {
        Self::with_breaks(text, &[Span::new(0, text.len())])
    }

    /// Reads the parts of a text under `blocks` (ascending; what overlaps an earlier one is cut off). No sentence
    /// runs over a border of a block; text outside all blocks gives no tokens.
    pub fn with_breaks(text: &'t str, blocks: &[Span]) -> Self {
        let limit = floor_char(text, text.len().min(u32::MAX as usize));
        // Arabic newspaper text has a token about every eleven bytes; some has one every seven, and growing copies all.
        let bytes = blocks.iter().map(|b| b.end.saturating_sub(b.start)).sum::<usize>();
        let guess = bytes / 7 + 4;
        let mut a = Analysis {
            text,
            loose: !text.contains('ة'),
            buffer: String::with_capacity(bytes + bytes / 16 + 16),
            forms: Vec::with_capacity(guess),
            tokens: Vec::with_capacity(guess),
            sentences: Vec::with_capacity(guess / 16),
        };
        let mut from = 0;
        for block in blocks {
            let start = ceil_char(text, block.start.max(from)).min(limit);
            let end = floor_char(text, block.end.min(limit));
            if start >= end {
                continue;
            }
            let first = a.tokens.len();
            Lexer::new(text, start, end).for_each(|raw| a.add(raw));
            let words = |a: &Analysis<'_>, i: &usize| a.tokens[*i].kind == TokenKind::Word;
            Memo::with(|memo| {
                memo.touch((first..a.len()).filter(|i| words(&a, i)).map(|i| a.forms[i].hash));
                for i in first..a.len() {
                    if words(&a, &i) {
                        a.cut(i, memo);
                    }
                }
            });
            sentence::split(&mut a, first);
            from = end;
        }
        pos::tag(&mut a);
        a
    }

    /// The text as given.
    pub fn text(&self) -> &'t str {
        self.text
    }

    /// Number of tokens.
    pub fn len(&self) -> usize {
        self.tokens.len()
    }

    /// Whether there is no token.
    pub fn is_empty(&self) -> bool {
        self.tokens.is_empty()
    }

    /// The words of token `i` as given.
    pub fn word(&self, i: usize) -> &'t str {
        self.tokens[i].span.of(self.text)
    }

    /// Token `i` normalised, whole. Breaks of censorship are gone; of a number the separators of thousands are
    /// gone and the decimal sign is «.».
    pub fn norm(&self, i: usize) -> &str {
        self.form(self.forms[i].norm)
    }

    /// A hash of token `i` normalised, for tables of words.
    pub fn hash(&self, i: usize) -> u32 {
        self.forms[i].hash
    }

    /// A number that only words bear that are written and cut as token `i` is; 0 where none is known. Equal words may bear
    /// several.
    pub fn word_number(&self, i: usize) -> u32 {
        self.forms[i].number_in_memo
    }

    /// Token `i` normalised, without proclitics, article and pronoun; the same as [`Self::norm`] where it has none.
    pub fn stem(&self, i: usize) -> &str {
        self.form(self.forms[i].stem)
    }

    /// Whether two tokens have the same [`Self::stem`]; most differ in its length, which costs nothing to see.
    pub fn same_stem(&self, i: usize, j: usize) -> bool {
        let len = |(a, b): (u32, u32)| b.saturating_sub(a);
        len(self.forms[i].stem) == len(self.forms[j].stem) && self.stem(i) == self.stem(j)
    }

    /// Where in the normalised token its stem begins, and how long it is, in bytes.
    pub fn stem_in(&self, i: usize) -> (usize, usize) {
        let (norm, stem) = (self.forms[i].norm, self.forms[i].stem);
        ((stem.0 - norm.0) as usize, stem.1.saturating_sub(stem.0) as usize)
    }

    /// The light stem of token `i`, under which inflected forms of one word meet: «المحتجزين», «محتجزات» and
    /// «محتجز» give one, «يقصفون» and «قصفت» another. Broken plurals do not meet their singular.
    pub fn light(&self, i: usize) -> &str {
        self.form(self.forms[i].light)
    }

    fn form(&self, (a, b): (u32, u32)) -> &str {
        self.buffer.get(a as usize..b as usize).unwrap_or("")
    }

    /// The sentence that holds token `i`, as an index into [`Self::sentences`].
    pub fn sentence_of(&self, i: usize) -> usize {
        self.sentences.partition_point(|s| s.tokens.end <= i)
    }

    /// The tokens that lie wholly inside `span`.
    pub fn tokens_in(&self, span: Span) -> Range<usize> {
        let first = self.tokens.partition_point(|t| t.span.start < span.start);
        let mut last = self.tokens.partition_point(|t| t.span.start < span.end);
        while last > first && self.tokens[last - 1].span.end > span.end {
            last -= 1;
        }
        first..last
    }

    /// The span from the start of token `range.start` to the end of token `range.end - 1`.
    pub fn span_of(&self, range: Range<usize>) -> Span {
        match (self.tokens.get(range.start), range.end.checked_sub(1).and_then(|i| self.tokens.get(i))) {
            (Some(a), Some(b)) if !range.is_empty() => a.span.cover(b.span),
            _ => Span::default(),
        }
    }

    /// Whether a line ends between token `i - 1` and token `i`.
    pub fn line_starts(&self, i: usize) -> bool {
        i == 0 || self.forms[i].line_before
    }

    /// Whether no white space stands between token `i - 1` and token `i`.
    pub fn touches(&self, i: usize) -> bool {
        i > 0 && self.tokens[i - 1].span.end >= self.tokens[i].span.start
    }

    /// The pieces of token `i` in the text as given, as treebanks cut them: each proclitic, the stem with its
    /// article («ال», or the «ل» that «لل» leaves), the pronoun. A word without clitics is one piece.
    pub fn parts(&self, i: usize) -> Parts {
        let (token, forms) = (&self.tokens[i], &self.forms[i]);
        let mut parts = Parts { spans: [token.span; 6], len: 0 };
        let mut at = token.span.start;
        let mut push = |end: usize| {
            if end > at && parts.len < 6 {
                parts.spans[parts.len] = Span::new(at, end);
                parts.len += 1;
                at = end;
            }
        };
        let proclitics = forms.proclitics as usize;
        for k in 1..=proclitics / 2 {
            push(self.original(i, k * 2));
        }
        if forms.enclitic > 0 {
            push(self.original(i, (forms.norm.1 - forms.norm.0) as usize - forms.enclitic as usize));
        }
        // «مما», «عمن», «ألا»: «من», «عن», «أن» with the «ن» written into the next letter.
        let joined = match self.norm(i).get(proclitics..).unwrap_or("") {
            "مما" | "ممن" | "عما" | "عمن" => true,
            "الا" => forms.hints.hamza && token.span.of(self.text).contains('أ'),
            _ => false,
        };
        if joined {
            push(self.original(i, proclitics + 2));
        }
        push(token.span.end);
        parts
    }

    /// The byte of the text at which byte `norm` of token `i`'s normalised form begins.
    pub(crate) fn original(&self, i: usize, norm: usize) -> usize {
        let (span, forms) = (self.tokens[i].span, self.forms[i]);
        if forms.even {
            return span.start + norm;
        }
        let mut passed = 0;
        for (at, c) in span.of(self.text).char_indices() {
            if class(c) != Class::Arabic {
                continue;
            }
            if passed >= norm {
                return span.start + at;
            }
            match fold(c) {
                Fold::One(f) => passed += f.len_utf8(),
                _ => expand(c, |f| passed += f.len_utf8()),
            }
        }
        span.end
    }

    /// Adds a token with its folded form.
    fn add(&mut self, raw: Raw) {
        let span = Span::new(raw.start, raw.end);
        let given = span.of(self.text);
        let from = self.buffer.len();
        let (mut teh, mut hints) = (false, Hints::default());
        match raw.kind {
            TokenKind::Word => match fold_plain(given, &mut self.buffer) {
                Some(seen) => (teh, hints.hamza) = (seen.teh, seen.hamza),
                None => (teh, hints) = (fold_word(given, &mut self.buffer), Hints::of(given)),
            },
            TokenKind::Number => number_form(given, &mut self.buffer),
            TokenKind::Foreign | TokenKind::Url | TokenKind::Handle => {
                for c in given.chars() {
                    match fold(c) {
                        Fold::One(f) => self.buffer.push(f),
                        Fold::Many => expand(c, |f| self.buffer.push(f)),
                        _ => {}
                    }
                }
            }
            TokenKind::Hashtag | TokenKind::Punctuation | TokenKind::Symbol => self.buffer.push_str(given),
        }
        let to = self.buffer.len();
        let norm = (from as u32, to as u32);
        self.forms.push(Forms {
            norm,
            stem: norm,
            light: norm,
            hash: memo::hash(self.buffer.get(from..).unwrap_or("")),
            even: to - from == given.len(),
            line_before: raw.line_before,
            teh,
            hints,
            ..Forms::default()
        });
        let clitics = Clitics::default();
        self.tokens.push(Token { span, stem_span: span, kind: raw.kind, clitics, pos: Pos::Other });
    }

    /// Cuts word `i`.
    fn cut(&mut self, i: usize, memo: &mut Memo) {
        let forms = &mut self.forms[i];
        let (from, to) = (forms.norm.0 as usize, forms.norm.1 as usize);
        let norm = self.buffer.get(from..to).unwrap_or("");
        let (word, number) = memo.word(forms.hash, norm, forms.teh, self.loose, forms.hints);
        let (cut, light) = (word.cut, word.light);
        (forms.proclitics, forms.enclitic) = (cut.proclitics, cut.enclitic);
        (forms.class, forms.number, forms.opens) = (word.class, word.number, word.opens);
        forms.number_in_memo = number;
        let (a, b) = (from + cut.proclitics as usize + cut.article as usize, to - cut.enclitic as usize);
        forms.stem = (a as u32, b as u32);
        forms.imperfect = light.imperfect;
        let (x, y) = (a + usize::from(light.from), b.saturating_sub(usize::from(light.back)));
        forms.light = (x as u32, y as u32);
        if light.alef {
            let start = self.buffer.len();
            self.buffer.push('ا');
            self.buffer.extend_from_within(x..y);
            forms.light = (start as u32, self.buffer.len() as u32);
        }
        let even = forms.even;
        let token = &mut self.tokens[i];
        token.clitics = cut.clitics;
        if cut.proclitics + cut.article + cut.enclitic > 0 {
            let span = token.span;
            let at = |norm: usize| if even { span.start + norm } else { self.original(i, norm) };
            let start = if a > from { at(a - from) } else { span.start };
            let end = if b < to { at(b - from) } else { span.end };
            self.tokens[i].stem_span = Span::new(start, end.max(start));
        }
    }
}

/// ASCII digits, separators of thousands out, the decimal sign «.».
fn number_form(given: &str, out: &mut String) {
    for (i, c) in given.char_indices() {
        match fold(c) {
            Fold::One(d) if d.is_ascii_digit() => out.push(d),
            Fold::One('.') => out.push('.'),
            _ if c == ',' => {
                let after = given[i + 1..].chars().take_while(|c| class(*c) == Class::Digit).count();
                if after != 3 {
                    out.push('.');
                }
            }
            _ => {}
        }
    }
}

fn floor_char(text: &str, mut at: usize) -> usize {
    at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

fn ceil_char(text: &str, mut at: usize) -> usize {
    at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at += 1;
    }
    at
}
