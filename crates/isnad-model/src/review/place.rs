//! Where a decision's words stand now: the anchor in the text at hand, and the spans of a claim moved with it.

use crate::wire::{ClaimJson, ReadingJson, SpanJson};
use crate::{Anchor, CharMap, Span};

/// Characters of context that must agree where the words stand at several places, unless the decision has no context at all.
const LEAST_CONTEXT: usize = 4;
/// Places that are looked at: a hostile text could hold one letter a million times.
const MOST_PLACES: usize = 10_000;

/// A text with its reading's blocks, for look-ups by character.
pub(super) struct Ground<'a> {
    pub reading: &'a ReadingJson,
    pub text: &'a str,
    map: CharMap<'a>,
}

impl<'a> Ground<'a> {
    pub fn new(reading: &'a ReadingJson, text: &'a str) -> Self {
        Ground { reading, text, map: CharMap::new(text) }
    }

    /// Characters of a span of bytes.
    pub fn chars(&self, span: Span) -> (usize, usize) {
        self.map.chars(span)
    }

    /// Where the anchor's words stand in this text: at its place where the text is the same, else where words and context agree best,
    /// of equals nearest to where they stood.
    pub fn find(&self, anchor: &Anchor) -> Option<Span> {
        let (words, was) = (anchor.quotation.as_str(), anchor.span);
        if words.is_empty() {
            return None;
        }
        let same = anchor.text_sha256 == self.reading.text_sha256;
        if same && was.start <= was.end && was.of(self.text) == words {
            return Some(was);
        }
        let mut places: Vec<(usize, usize, usize)> = Vec::new();
        for (at, _) in self.text.match_indices(words).take(MOST_PLACES) {
            let before = agreeing(self.text[..at].chars().rev(), anchor.before.chars().rev());
            let after = agreeing(self.text[at + words.len()..].chars(), anchor.after.chars());
            places.push((before + after, at.abs_diff(was.start), at));
        }
        let bare = anchor.before.is_empty() && anchor.after.is_empty();
        let (context, _, at) =
            *places.iter().max_by(|a, b| a.0.cmp(&b.0).then(b.1.cmp(&a.1)).then(b.2.cmp(&a.2)))?;
        (places.len() == 1 || bare || context >= LEAST_CONTEXT)
            .then(|| Span { start: at, end: at + words.len() })
    }

    /// The claim as it stands in this text, where its words are found: as it is where the text is the same, else moved as
    /// a whole, with its trigger nearest to the anchor (`at`, in characters).
    pub fn settle(
        &self,
        mut claim: ClaimJson,
        same_text: bool,
        anchor: &Anchor,
        at: usize,
    ) -> Option<ClaimJson> {
        let moved = if same_text {
            self.holds(&mut claim, 0).then_some(claim)
        } else {
            self.moved(claim, anchor, at)
        };
        moved.map(|mut claim| {
            let holds =
                |b: &crate::wire::BlockJson| b.start <= claim.trigger.start && claim.trigger.start < b.end;
            if !self.reading.blocks.get(claim.block).is_some_and(holds) {
                claim.block = self.reading.blocks.iter().position(holds).unwrap_or(0);
            }
            claim
        })
    }

    fn moved(&self, claim: ClaimJson, anchor: &Anchor, at: usize) -> Option<ClaimJson> {
        let trigger = &claim.trigger;
        if trigger.text.is_empty() {
            return None;
        }
        let mut starts: Vec<usize> = if trigger.text == anchor.quotation {
            vec![at]
        } else {
            let found = self.text.match_indices(trigger.text.as_str()).take(MOST_PLACES);
            found.map(|(n, w)| self.chars(Span { start: n, end: n + w.len() }).0).collect()
        };
        starts.sort_by_key(|s| (s.abs_diff(at), *s));
        let was = trigger.start as i64;
        starts.into_iter().take(64).find_map(|start| {
            let mut moved = claim.clone();
            self.holds(&mut moved, start as i64 - was).then_some(moved)
        })
    }

    /// Moves all spans of a claim by so many characters; whether each then has its words.
    fn holds(&self, claim: &mut ClaimJson, by: i64) -> bool {
        let mut sound = true;
        spans(claim, &mut |at: &mut SpanJson| {
            let to = |n: usize| i64::try_from(n).ok()?.checked_add(by).and_then(|n| usize::try_from(n).ok());
            match (to(at.start), to(at.end)) {
                (Some(start), Some(end)) if self.words(start, end) == Some(at.text.as_str()) => {
                    (at.start, at.end) = (start, end);
                }
                _ => sound = false,
            }
        });
        // Words that a value was taken from are not quoted: their place must only be one.
        froms(claim, &mut |start: &mut usize, end: &mut usize| {
            let to = |n: usize| i64::try_from(n).ok()?.checked_add(by).and_then(|n| usize::try_from(n).ok());
            match (to(*start), to(*end)) {
                (Some(s), Some(e)) if self.words(s, e).is_some() => (*start, *end) = (s, e),
                _ => sound = false,
            }
        });
        sound
    }

    /// The words between two characters.
    fn words(&self, start: usize, end: usize) -> Option<&'a str> {
        if start > end || end > self.map.len() {
            return None;
        }
        self.text.get(self.map.byte_at(start)..self.map.byte_at(end))
    }
}

/// How many characters agree from the start.
fn agreeing(a: impl Iterator<Item = char>, b: impl Iterator<Item = char>) -> usize {
    a.zip(b).take_while(|(x, y)| x == y).count()
}

/// All spans of a claim with their words.
pub(super) fn spans(c: &mut ClaimJson, each: &mut dyn FnMut(&mut SpanJson)) {
    each(&mut c.trigger);
    c.actor.iter_mut().chain(&mut c.target).for_each(|p| each(&mut p.at));
    c.place.iter_mut().for_each(|p| each(&mut p.at));
    c.time.iter_mut().for_each(|t| each(&mut t.at));
    c.figures.iter_mut().for_each(|f| each(&mut f.at));
    c.says.iter_mut().for_each(|l| each(&mut l.at));
    c.cue.iter_mut().for_each(&mut *each);
    c.why.iter_mut().for_each(|w| each(&mut w.at));
}

/// All places of this text that values of a claim were taken from.
fn froms(c: &mut ClaimJson, each: &mut dyn FnMut(&mut usize, &mut usize)) {
    let places = c.place.iter_mut().map(|p| &mut p.place.source);
    let times = c.time.iter_mut().map(|t| &mut t.time.source);
    let links = c.says.iter_mut().map(|l| &mut l.taken_from);
    for from in places.chain(times).chain(links).flatten().filter(|f| f.report.is_none()) {
        each(&mut from.start, &mut from.end);
    }
}
