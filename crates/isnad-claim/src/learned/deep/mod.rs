//! The deep reader: a small encoder, fine-tuned on the annotated texts, whose opinion is added to that of the linear models.
//!
//! *Comes in*: the sentences of a report. *Goes out*: for each word and trigger, logarithms of probabilities of the same labels that
//! the linear models score. *Does not*: replace them; scores of both are added before decoding (a product of experts), because
//! their errors differ. models/claims-deep.md has data and figures.
//!
//! A report is cut into windows of whole sentences, so that a sentence is seen with its neighbours. The lower layers look at a window once.
//! The upper four do so too, for triggers, types, status and background; and once more at the sentence of each trigger, with a
//! mark on that word, for its roles: what is said of one event is then seen apart from what is said of the others (marks of what is
//! asked about, within the layers: Soares et al. 2019). Each layer more above the mark is computed once for each trigger.

pub(crate) mod heads;
#[cfg(feature = "train")]
pub mod train;

use crate::learned::Task;
use heads::Heads;
use isnad_encoder::{BrokenFile, ByteReader, ByteWriter, Encoder};
use isnad_text::Analysis;
use std::ops::Range;

/// Whole sentences are put together up to so many pieces.
const PIECES: usize = 160;
/// Windows of a report that are encoded, about 25,000 words; what stands behind them is left to the linear models, so that no page of
/// many megabytes takes hours.
const WINDOWS: usize = 256;
/// Triggers of one sentence that the encoder marks; the roles of others are left to the linear models.
const MARKED: usize = 16;

const MAGIC: &[u8; 8] = b"ISNADDP3";

/// The encoder and its heads.
#[derive(Debug, Clone)]
pub struct Deep {
    pub(crate) encoder: Encoder,
    pub(crate) heads: Heads,
}

/// Sentences that are encoded together.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Window {
    /// Numbers of pieces, with those of the beginning and the end.
    pub ids: Vec<u32>,
    /// The tokens of the report that it covers.
    pub tokens: Range<usize>,
    /// For each of them its pieces in `ids`; empty where the sentence is longer than the encoder takes, and for a lone mark of a vowel.
    pub words: Vec<Range<usize>>,
    /// The first token that was not encoded, where the sentence is longer than the encoder takes.
    pub cut: Option<usize>,
}

impl Window {
    /// Of consecutive tokens.
    fn new(encoder: &Encoder, a: &Analysis<'_>, tokens: Range<usize>) -> Self {
        let t = &encoder.tokenizer;
        let most = encoder.shape.positions - 1;
        let mut w = Window { ids: vec![t.first], tokens: tokens.clone(), words: Vec::new(), cut: None };
        for i in tokens {
            let span = a.tokens[i].span;
            let space = i == 0 || a.tokens[i - 1].span.end < span.start;
            let start = w.ids.len();
            t.word(span.of(a.text()), space, &mut w.ids);
            if w.cut.is_some() || w.ids.len() > most {
                w.ids.truncate(start);
                w.words.push(0..0);
                w.cut.get_or_insert(i);
            } else {
                w.words.push(start..w.ids.len());
            }
        }
        w.ids.push(t.last);
        w
    }
}

/// The mean of the vectors of each word's pieces; nothing but zeros for a word that was not encoded.
pub(crate) fn means(words: &[Range<usize>], vectors: &[f32], hidden: usize) -> Vec<f32> {
    let mut out = vec![0.0; words.len() * hidden];
    for (to, pieces) in out.chunks_exact_mut(hidden).zip(words) {
        let share = 1.0 / pieces.len().max(1) as f32;
        for k in pieces.clone() {
            let from = &vectors[k * hidden..(k + 1) * hidden];
            to.iter_mut().zip(from).for_each(|(t, f)| *t += f * share);
        }
    }
    out
}

/// The pieces of some consecutive words of a window, and these words' pieces counted from the first.
pub(crate) fn slice(words: &[Range<usize>]) -> (Range<usize>, Vec<Range<usize>>) {
    let first = words.first().map_or(0, |w| w.start);
    let last = words.iter().map(|w| w.end).max().unwrap_or(first).max(first);
    let within = |w: &Range<usize>| if w.is_empty() { 0..0 } else { w.start - first..w.end - first };
    (first..last, words.iter().map(within).collect())
}

/// Puts consecutive sentences together. `sentences` are token ranges in order.
pub(crate) fn windows(encoder: &Encoder, a: &Analysis<'_>, sentences: &[Range<usize>]) -> Vec<Window> {
    let mut out: Vec<Window> = Vec::new();
    let (mut open, mut size) = (None::<Range<usize>>, 0);
    let mut ids = Vec::new();
    for s in sentences {
        ids.clear();
        for i in s.clone() {
            encoder.tokenizer.word(a.tokens[i].span.of(a.text()), true, &mut ids);
        }
        match &mut open {
            Some(o) if o.end == s.start && size + ids.len() <= PIECES => {
                o.end = s.end;
                size += ids.len();
            }
            _ => {
                out.extend(open.take().map(|o| Window::new(encoder, a, o)));
                (open, size) = (Some(s.clone()), ids.len());
            }
        }
    }
    out.extend(open.map(|o| Window::new(encoder, a, o)));
    out
}

/// What the encoder says of one report, computed window by window as its sentences are read.
#[derive(Debug)]
pub(crate) struct Opinion<'a> {
    deep: &'a Deep,
    windows: Vec<Window>,
    /// The window whose vectors are held.
    held: Option<usize>,
    /// Vectors of its pieces in the middle of the layers.
    middle: Vec<f32>,
    /// Vectors of its words at the end of the layers.
    words: Vec<f32>,
}

/// What the encoder says of one sentence.
#[derive(Debug, Clone, Default)]
pub(crate) struct Seen {
    /// Vectors of the words at the end of the layers.
    words: Vec<f32>,
    /// Vectors of the pieces in the middle.
    middle: Vec<f32>,
    /// The pieces of each word.
    pieces: Vec<Range<usize>>,
}

impl<'a> Opinion<'a> {
    pub fn new(deep: &'a Deep, a: &Analysis<'_>, sentences: &[Range<usize>]) -> Self {
        let mut windows = windows(&deep.encoder, a, sentences);
        windows.truncate(WINDOWS);
        Opinion { deep, windows, held: None, middle: Vec::new(), words: Vec::new() }
    }

    /// The encoder and what it says of a sentence; nothing where that is longer than the encoder takes.
    pub fn sentence(&mut self, tokens: &Range<usize>) -> Option<(&'a Deep, Seen)> {
        let (deep, h) = (self.deep, self.deep.encoder.shape.hidden);
        let found =
            self.windows.iter().position(|w| w.tokens.start <= tokens.start && tokens.end <= w.tokens.end);
        let whole = |k: &usize| self.windows[*k].cut.is_none_or(|cut| tokens.end <= cut);
        let k = found.filter(whole).filter(|_| !tokens.is_empty())?;
        let w = &self.windows[k];
        if self.held != Some(k) {
            let mut x = deep.encoder.embed(std::slice::from_ref(&w.ids));
            deep.encoder.through(0..deep.shared(), &[w.ids.len()], &mut x);
            self.middle.clone_from(&x);
            deep.encoder.through(deep.shared()..deep.encoder.shape.layers, &[w.ids.len()], &mut x);
            self.words = means(&w.words, &x, h);
            self.held = Some(k);
        }
        let at = tokens.start - w.tokens.start..tokens.end - w.tokens.start;
        let (all, pieces) = slice(&w.words[at.clone()]);
        let words = self.words[at.start * h..at.end * h].to_vec();
        Some((deep, Seen { words, middle: self.middle[all.start * h..all.end * h].to_vec(), pieces }))
    }
}

impl Seen {
    /// The vectors of all words.
    pub fn words(&self) -> &[f32] {
        &self.words
    }

    /// The vector of the word at `k` of the sentence.
    pub fn word(&self, heads: &Heads, k: usize) -> &[f32] {
        &self.words[k * heads.hidden..(k + 1) * heads.hidden]
    }

    /// For each of the words `triggers`, the vectors of all words where this one is marked. No more than [`MARKED`] are looked at, so that
    /// time stays linear in the length of any text.
    pub fn marked(&self, deep: &Deep, triggers: impl Iterator<Item = usize>) -> Vec<Vec<f32>> {
        let (h, size) = (deep.heads.hidden, self.middle.len());
        let mut x = Vec::new();
        for at in triggers.take(if size == 0 { 0 } else { MARKED }) {
            let from = x.len();
            x.extend_from_slice(&self.middle);
            deep.mark(&mut x[from..][self.pieces[at].start * h..self.pieces[at].end * h]);
        }
        let lengths = vec![size / h; x.len() / size.max(1)];
        deep.encoder.through(deep.shared()..deep.encoder.shape.layers, &lengths, &mut x);
        x.chunks_exact(size.max(1)).map(|x| means(&self.pieces, x, h)).collect()
    }
}

/// How much the scores of the linear models count in the sum, and how much the encoder's logarithms of probabilities. Which words are
/// triggers and of which type the linear models know better, by their lexicon; places, times, sources, status and background the encoder.
fn shares(task: Task) -> (f32, f32) {
    match task {
        Task::Trigger | Task::Kind => (1.0, 0.8),
        Task::Parties => (0.8, 0.8),
        _ => (0.8, 1.1),
    }
}

/// A logarithm of a probability of the encoder counts no less than this: it is surer than it is right, and should not silence the linear
/// models alone. Of types it may.
const FLOOR: f32 = -3.0;

/// What is added to the score of a label wherever the encoder is heard: both models find too few actors, and say too seldom that
/// something is not actual or is history. Chosen on the folds of gold, each as the best of five values.
const LEANINGS: [(Task, usize, f32); 4] =
    [(Task::Parties, 1, 1.0), (Task::Frame, 7, 0.25), (Task::Status, 0, -1.5), (Task::Past, 1, 1.0)];

/// Adds the encoder's opinion to the scores of a linear model: `scores` become a weighted sum.
pub(crate) fn add(scores: &mut [f32], opinion: &[f32], task: Task) {
    if opinion.len() != scores.len() {
        return;
    }
    let (mine, theirs) = shares(task);
    let least = if task == Task::Kind { f32::MIN } else { FLOOR };
    scores.iter_mut().zip(opinion).for_each(|(s, o)| *s = *s * mine + o.max(least) * theirs);
    for (_, label, more) in LEANINGS.iter().filter(|(of, ..)| *of == task) {
        scores.iter_mut().skip(*label).step_by(task.labels().len()).for_each(|s| *s += more);
    }
}

impl Deep {
    /// How many layers all triggers of a window share: all but the upper four, or of few layers the lower half.
    pub(crate) fn shared(&self) -> usize {
        let layers = self.encoder.shape.layers;
        layers - (layers / 2).min(4)
    }

    /// Marks the pieces of a trigger.
    pub(crate) fn mark(&self, pieces: &mut [f32]) {
        let mark = &self.heads.weights[self.heads.places.mark.clone()];
        for piece in pieces.chunks_exact_mut(self.heads.hidden) {
            piece.iter_mut().zip(mark).for_each(|(v, m)| *v += m);
        }
    }

    /// The encoder that ships with the program.
    ///
    /// # Errors
    /// As [`Deep::from_bytes`]; not for the bytes that are built in.
    pub fn shipped() -> Result<Self, BrokenFile> {
        Deep::from_bytes(include_bytes!("../../../../../models/claims-deep.bin"))
    }

    /// Reads the file form.
    ///
    /// # Errors
    /// Where the bytes are not of this version.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, BrokenFile> {
        let r = &mut ByteReader::new(bytes);
        if r.take(MAGIC.len())? != MAGIC {
            return Err(BrokenFile("it does not begin with «ISNADDP3»"));
        }
        let encoder = Encoder::read(r)?;
        let heads = Heads::read(encoder.shape.hidden, r)?;
        Ok(Deep { encoder, heads })
    }

    /// The file form.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut w = ByteWriter { bytes: MAGIC.to_vec() };
        self.encoder.write(&mut w);
        self.heads.write(&mut w);
        w.bytes
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ClaimReader;
    use crate::testing::{line, mentions, report};
    use isnad_model::{BlockKind, Claim, ClaimType, MentionKind};
    use std::sync::OnceLock;

    fn shipped() -> &'static Deep {
        static DEEP: OnceLock<Deep> = OnceLock::new();
        DEEP.get_or_init(|| Deep::shipped().unwrap())
    }

    fn reader() -> ClaimReader {
        ClaimReader::new().unwrap().with_deep(shipped().clone())
    }

    #[test]
    fn every_sentence_stands_whole_in_one_window() {
        let long = "كلمة ".repeat(900);
        let text = format!("{} {long}. {}", "قصفت الطائرات القرية أمس. ".repeat(60), "وصل الوفد. ".repeat(3));
        let a = Analysis::new(&text);
        let sentences: Vec<Range<usize>> = a.sentences.iter().map(|s| s.tokens.clone()).collect();
        let encoder = &shipped().encoder;
        let windows = windows(encoder, &a, &sentences);
        assert!(windows.len() > 3);
        assert_eq!(windows.iter().map(|w| w.tokens.len()).sum::<usize>(), a.tokens.len());
        for s in &sentences {
            assert!(windows.iter().any(|w| w.tokens.start <= s.start && s.end <= w.tokens.end));
        }
        assert!(windows.iter().any(|w| w.cut.is_some()), "the long sentence does not fit");
        for w in &windows {
            assert!(w.ids.len() <= encoder.shape.positions);
            assert_eq!(w.words.len(), w.tokens.len());
            assert_eq!(w.cut, w.words.iter().position(|p| p.is_empty()).map(|k| w.tokens.start + k));
            let mut next = 1;
            for pieces in w.words.iter().filter(|p| !p.is_empty()) {
                assert_eq!(pieces.start, next);
                next = pieces.end;
            }
        }
    }

    #[test]
    fn a_claim_is_read_with_its_roles() {
        let text =
            "أفادت مصادر محلية بأن الطائرات الحربية قصفت قرية الورد فجر أمس، ما أدى إلى مقتل خمسة مدنيين";
        let names = [(MentionKind::Place, "قرية الورد")];
        let r = report(&[(BlockKind::Body, text)]);
        let found = reader().read(&r, &Analysis::new(text), &mentions(text, &names));
        let lines: Vec<String> = found.claims.iter().map(|c| line(text, c)).collect();
        assert!(lines.iter().any(|l| l.contains("مقتل") && l.contains("خمسة مدنيين")), "{lines:#?}");
        let bombing = found.claims.iter().find(|c| c.trigger.of(text) == "قصفت").unwrap();
        assert_eq!(bombing.actor[0].span.of(text), "الطائرات الحربية");
        assert!(lines.iter().all(|l| l.contains("مصادر محلية unnamed")), "{lines:#?}");
    }

    #[test]
    fn the_lexicon_is_heard_beside_the_encoder_where_its_other_words_stand_by() {
        let text = "وفر عشرة سجناء أمس من سجن الغربال الذي يضم نحو 4000 سجين، فيما يضم الوفد ستة وزراء.";
        let names = [(MentionKind::Place, "سجن الغربال")];
        let r = report(&[(BlockKind::Body, text)]);
        let found = reader().read(&r, &Analysis::new(text), &mentions(text, &names)).claims;
        let includes: Vec<&Claim> = found.iter().filter(|c| c.trigger.of(text) == "يضم").collect();
        let lines: Vec<String> = includes.iter().map(|c| line(text, c)).collect();
        assert_eq!(lines.len(), 1, "a delegation includes whom it likes: {lines:#?}");
        assert_eq!(includes[0].kind, ClaimType::Holding);
        assert!(lines[0].contains("detained 4000"), "{lines:#?}");
    }

    #[test]
    fn the_same_text_is_read_the_same_way_and_any_text_is_read() {
        let reader = reader();
        let long = format!("قصف {} .", "قصف مقتل نفى ".repeat(400));
        for text in ["", "؟", "قصف", "\u{200f}قُتِلَ 5\u{200f}.", &long, "killed \u{10ffff} قتل 😀 قتل"]
        {
            let r = report(&[(BlockKind::Body, text)]);
            let read = || reader.read(&r, &Analysis::new(text), &mentions(text, &[]));
            let found = read();
            assert_eq!(found, read());
            assert!(found.claims.iter().all(|c| text.get(c.trigger.start..c.trigger.end).is_some()));
        }
    }

    #[test]
    fn each_trigger_is_looked_at_apart_up_to_a_limit() {
        let text = "قصف الطيران الحربي قرية الورد أمس، فيما قتل مسلحون مجهولون حارسا في المدينة";
        let a = Analysis::new(text);
        let (deep, tokens) = (shipped(), 0..a.tokens.len());
        let mut opinion = Opinion::new(deep, &a, std::slice::from_ref(&tokens));
        let (_, seen) = opinion.sentence(&tokens).unwrap();
        let at = |word: &str| a.tokens.iter().position(|t| t.span.of(text) == word).unwrap();
        let triggers = [at("قصف"), at("قتل")];
        let both = seen.marked(deep, triggers.into_iter());
        assert_eq!(both.len(), 2);
        // Side by side or alone, a mark gives the same.
        let alone = seen.marked(deep, triggers.into_iter().skip(1));
        assert!(both[1].iter().zip(&alone[0]).all(|(a, b)| (a - b).abs() < 1e-3));
        let actor = |k: usize| {
            let labels = Task::Parties.labels().len();
            let p = &deep.heads.roles(&both[k], triggers[k], tokens.clone())[0];
            (0..tokens.end).max_by(|&x, &y| p[x * labels + 1].total_cmp(&p[y * labels + 1])).unwrap()
        };
        assert_eq!([actor(0), actor(1)], [at("الطيران"), at("مسلحون")]);

        assert_eq!(seen.marked(deep, (0..100).map(|k| k % tokens.end)).len(), MARKED);
        assert!(Seen::default().marked(deep, [0].into_iter()).is_empty());
    }

    #[test]
    fn the_end_of_a_very_long_report_is_left_to_the_linear_models() {
        let text = "قصفت الطائرات القرية أمس. ".repeat(8000);
        let a = Analysis::new(&text);
        let sentences: Vec<Range<usize>> = a.sentences.iter().map(|s| s.tokens.clone()).collect();
        let mut opinion = Opinion::new(shipped(), &a, &sentences);
        assert_eq!(opinion.windows.len(), WINDOWS);
        assert!(opinion.sentence(&sentences[0]).is_some());
        assert!(opinion.sentence(sentences.last().unwrap()).is_none());
    }

    #[test]
    fn broken_files_are_refused() {
        let bytes = shipped().to_bytes();
        for n in [0, 7, 8, 40, bytes.len() / 2, bytes.len() - 1] {
            assert!(Deep::from_bytes(&bytes[..n]).is_err());
        }
        assert_eq!(Deep::from_bytes(&bytes).unwrap().to_bytes(), bytes);
    }
}
