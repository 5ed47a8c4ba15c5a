//! One text as the rules see it: every token with its facts, its clause and the mention that covers it; noun phrases.
//!
//! *Comes in*: an [`Analysis`], the mentions, the [`Table`]. *Goes out*: [`View`], through which all other modules look
//! at the text by token index. *Does not*: decide anything about events.

use crate::closed::{Closed, Prep};
use crate::table::{Facts, NOTHING, Table, Use, Word};
use isnad_model::{ClaimType, Mention, MentionKind, Span};
use isnad_text::{Analysis, Pos, TokenKind};
use std::ops::Range;

/// No mention covers the token.
const NONE: u32 = u32::MAX;

/// A clause is looked at so many tokens to either side, so that no text makes the reading quadratic.
const LONGEST_CLAUSE: usize = 64;

/// Longest noun phrase, in tokens.
const LONGEST_PHRASE: usize = 12;

/// What covers a token.
#[derive(Debug, Clone, Copy)]
struct Cover {
    name: u32,
    time: u32,
    quantity: u32,
    clause: u32,
}

/// A text, looked up.
pub(crate) struct View<'a> {
    pub a: &'a Analysis<'a>,
    pub table: &'a Table,
    pub mentions: &'a [Mention],
    words: Vec<Word>,
    cover: Vec<Cover>,
}

impl<'a> View<'a> {
    /// Looks up all tokens.
    pub fn new(a: &'a Analysis<'a>, table: &'a Table, mentions: &'a [Mention]) -> Self {
        let words = (0..a.len())
            .map(|i| match a.tokens[i].kind {
                TokenKind::Word => table.look(a.norm(i), a.word(i).ends_with('ة')),
                _ => Word::default(),
            })
            .collect();
        let mut cover = vec![Cover { name: NONE, time: NONE, quantity: NONE, clause: 0 }; a.len()];
        for (m, mention) in mentions.iter().enumerate() {
            let extent = mention.extent();
            let first = a.tokens.partition_point(|t| t.span.end <= extent.start);
            for (token, covered) in a.tokens[first..].iter().zip(&mut cover[first..]) {
                if token.span.start >= extent.end {
                    break;
                }
                if token.kind == TokenKind::Hashtag {
                    continue;
                }
                let slot = match mention.kind {
                    MentionKind::Time => &mut covered.time,
                    MentionKind::Quantity => &mut covered.quantity,
                    _ => &mut covered.name,
                };
                if mentions.get(*slot as usize).is_none_or(|old| old.extent().len() < extent.len()) {
                    *slot = m as u32;
                }
            }
        }
        let mut view = View { a, table, mentions, words, cover };
        view.cut_clauses();
        view
    }

    /// The word of token `i`.
    pub fn word(&self, i: usize) -> Word {
        self.words[i]
    }

    /// What the lexicons know of token `i`.
    pub fn facts(&self, i: usize) -> &'a Facts {
        self.table.facts(self.words[i])
    }

    /// Whether the lexicons know nothing of it.
    pub fn unknown(&self, i: usize) -> bool {
        self.words[i].facts == NOTHING
    }

    /// What closed-class word it is. «وفي» is «في».
    pub fn closed(&self, i: usize) -> Closed {
        self.facts(i).closed
    }

    /// The clause that holds it.
    pub fn clause(&self, i: usize) -> u32 {
        self.cover[i].clause
    }

    /// The name (person, organisation, group, place, facility, people) that covers it.
    pub fn name(&self, i: usize) -> Option<&'a Mention> {
        self.mentions.get(self.cover[i].name as usize)
    }

    /// The time expression that covers it.
    pub fn time(&self, i: usize) -> Option<&'a Mention> {
        self.mentions.get(self.cover[i].time as usize)
    }

    /// Whether it is an adjective that refines a source.
    pub fn refining(&self, i: usize) -> bool {
        self.facts(i).refines.is_some()
    }

    /// The index of the time expression that covers it.
    pub fn time_index(&self, i: usize) -> Option<usize> {
        self.time(i).map(|_| self.cover[i].time as usize)
    }

    /// The index of the name that covers it.
    pub fn name_index(&self, i: usize) -> Option<usize> {
        self.name(i).map(|_| self.cover[i].name as usize)
    }

    /// The index of the quantity that covers it.
    pub fn quantity(&self, i: usize) -> Option<usize> {
        let q = self.cover[i].quantity as usize;
        (q < self.mentions.len()).then_some(q)
    }

    /// The quantity that covers it, and the tokens before `end` from it on that it covers too.
    pub fn quantity_run(&self, i: usize, end: usize) -> Option<(usize, Range<usize>)> {
        let q = self.quantity(i)?;
        let after = (i..end).find(|&j| self.quantity(j) != Some(q)).unwrap_or(end);
        Some((q, i..after))
    }

    fn same_name(&self, i: usize, j: usize) -> bool {
        self.cover[i].name != NONE && self.cover[i].name == self.cover[j].name
    }

    /// The place or facility that covers it.
    pub fn place(&self, i: usize) -> Option<&'a Mention> {
        self.name(i).filter(|m| matches!(m.kind, MentionKind::Place | MentionKind::Facility))
    }

    /// Whether a party's name covers it.
    pub fn party(&self, i: usize) -> bool {
        self.name(i).is_some_and(|m| {
            matches!(
                m.kind,
                MentionKind::Person | MentionKind::Organisation | MentionKind::Group | MentionKind::People
            )
        })
    }

    /// The next token that is no hashtag as a whole.
    pub fn next(&self, i: usize, end: usize) -> Option<usize> {
        (i + 1..end).find(|&j| self.a.tokens[j].kind != TokenKind::Hashtag)
    }

    /// The token before that is no hashtag as a whole.
    pub fn prev(&self, i: usize, start: usize) -> Option<usize> {
        (start..i).rev().find(|&j| self.a.tokens[j].kind != TokenKind::Hashtag)
    }

    /// Whether it is punctuation or a symbol.
    pub fn punctuation(&self, i: usize) -> bool {
        matches!(
            self.a.tokens[i].kind,
            TokenKind::Punctuation | TokenKind::Symbol | TokenKind::Url | TokenKind::Handle
        )
    }

    fn starts_with(&self, i: usize, set: &[char]) -> bool {
        self.a.word(i).starts_with(set)
    }

    /// Whether it opens a quotation.
    pub fn opens(&self, i: usize) -> bool {
        self.punctuation(i) && self.starts_with(i, &['«', '"', '“', '”', '„', '\'', '‘'])
    }

    /// Whether it is a stop that no clause runs over.
    pub fn stop(&self, i: usize) -> bool {
        self.punctuation(i) && self.starts_with(i, &['.', '؛', ';', ':', '؟', '!', '…', '|', '*'])
    }

    /// Whether it is a comma.
    pub fn comma(&self, i: usize) -> bool {
        self.punctuation(i) && self.starts_with(i, &['،', ',', '-', '–'])
    }

    /// Whether «و» or «ف» stands before it.
    pub fn conjunction(&self, i: usize) -> bool {
        if self.unknown(i) {
            self.a.tokens[i].clitics.conjunction.is_some()
        } else {
            self.words[i].conjunction
        }
    }

    /// The single-letter preposition before it.
    pub fn prefix(&self, i: usize) -> Option<Prep> {
        if !self.unknown(i) {
            return self.words[i].preposition.or(self.facts(i).clitic);
        }
        match self.a.tokens[i].clitics.preposition {
            Some('ب') => Some(Prep::By),
            Some('ل') => Some(Prep::For),
            _ => None,
        }
    }

    /// Whether it has the article.
    pub fn article(&self, i: usize) -> bool {
        self.words[i].article
            || self.a.tokens[i].clitics.article
            || self.a.norm(i).starts_with("ال") && self.a.norm(i).len() > 6
    }

    /// Whether a pronoun is attached.
    pub fn pronoun(&self, i: usize) -> bool {
        if self.unknown(i) { self.a.tokens[i].clitics.enclitic } else { self.words[i].pronoun }
    }

    /// Whether it is or may well be a finite verb.
    pub fn verb(&self, i: usize) -> bool {
        if self.a.tokens[i].kind != TokenKind::Word || self.article(i) || self.name(i).is_some() {
            return false;
        }
        let f = self.facts(i);
        let word = self.words[i];
        if word.preposition == Some(Prep::By) || word.like {
            return false;
        }
        let known = f.events.iter().map(|e| e.1).chain(f.say.map(|s| s.1)).chain(f.helper.map(|h| h.1));
        let (mut verb, mut noun) = (false, false);
        for form in known {
            verb |= form.is_verb();
            noun |= !form.is_verb();
        }
        let tag = self.a.tokens[i].pos;
        match (verb, noun) {
            (true, false) => true,
            (true, true) if self.counts_after(i) => true,
            (true, true) => match tag {
                Pos::Verb => true,
                Pos::Noun | Pos::Adjective => false,
                _ => self.verb_by_place(i),
            },
            (false, true) => false,
            (false, false) => {
                f.closed == Closed::No
                    && (tag == Pos::Verb
                        || tag != Pos::Noun && tag != Pos::Adjective && self.verb_by_shape(i))
            }
        }
    }

    /// An unknown word that only a verb is shaped like: «يرتدون», «استخدموا».
    fn verb_by_shape(&self, i: usize) -> bool {
        let w = self.a.norm(i);
        if !self.unknown(i) || self.prefix(i).is_some() {
            return false;
        }
        let bare = if self.conjunction(i) { w.strip_prefix(['و', 'ف']).unwrap_or(w) } else { w };
        let letters = bare.len() / 2;
        let imperfect = bare.starts_with('ي')
            && letters >= 4
            && !bare.ends_with('ه')
            && !bare.ends_with("يا")
            && !bare.ends_with("يين")
            && !bare.ends_with("ي");
        const NAMES: &[&str] = &[
            "يوسف",
            "ياسر",
            "ياسين",
            "يحيي",
            "يونس",
            "يعقوب",
            "يوليو",
            "يونيو",
            "يناير",
            "يهود",
            "يومين",
            "يسار",
            "يمين",
            "يوما",
            "يدين",
            "يورانيوم",
        ];
        (imperfect && !NAMES.contains(&bare)) || (letters >= 5 && bare.ends_with("وا"))
    }

    /// «قتل ثلاثة», «خطف جنود»: a number or people without article right after a form that no preposition governs.
    fn counts_after(&self, i: usize) -> bool {
        if self.prefix(i).is_some() || self.pronoun(i) || self.article(i) {
            return false;
        }
        let opens = i == 0
            || self.punctuation(i - 1)
            || self.conjunction(i)
            || matches!(self.closed(i - 1), Closed::That | Closed::Relative | Closed::Break);
        let Some(j) = self.next(i, self.a.len()).filter(|_| opens) else { return false };
        let people = self.facts(j).classes & self.table.classes.persons != 0 && !self.article(j);
        (self.quantity(j).is_some() || people)
            && !self.conjunction(j)
            && self.facts(i).events.iter().any(|e| {
                matches!(
                    self.table.groups[e.0 as usize].kind,
                    ClaimType::Killing | ClaimType::Casualty | ClaimType::Abduction
                )
            })
    }

    /// A form that may be verb or masdar («قصف») is a verb where it opens a clause before a definite noun or a name,
    /// or follows a particle of verbs.
    fn verb_by_place(&self, i: usize) -> bool {
        if self.prefix(i).is_some() || self.pronoun(i) {
            return false;
        }
        if i > 0 {
            match self.closed(i - 1) {
                Closed::Prep(_) | Closed::While | Closed::This | Closed::Part | Closed::Beside => {
                    return false;
                }
                Closed::Particle if matches!(self.a.norm(i - 1), "قد" | "لقد" | "لم" | "لن" | "لا") =>
                {
                    return true;
                }
                Closed::Relative => return true,
                _ => {}
            }
        }
        let Some(mut j) = self.next(i, self.a.len()) else { return false };
        while self.time(j).is_some() && self.quantity(j).is_none() {
            let Some(k) = self.next(j, self.a.len()) else { return false };
            j = k;
        }
        if self.quantity(j).is_some()
            && (i == 0 || self.closed(i - 1) != Closed::No || self.punctuation(i - 1) || self.conjunction(i))
            || self.closed(j) == Closed::Part
            || self.facts(j).classes & self.table.classes.persons != 0
        {
            return true;
        }
        let opens =
            i == 0 || self.punctuation(i - 1) || self.conjunction(i) || self.closed(i - 1) == Closed::That;
        opens && (self.article(j) || self.party(j)) && self.prefix(j).is_none()
    }

    /// Whether it can stand inside a noun phrase.
    pub fn nominal(&self, i: usize) -> bool {
        let kind = self.a.tokens[i].kind;
        match kind {
            TokenKind::Number | TokenKind::Foreign => true,
            TokenKind::Word => {
                self.name(i).is_some()
                    || self.quantity(i).is_some()
                    || matches!(self.closed(i), Closed::No | Closed::Part | Closed::This)
                        && !self.verb(i)
                        && self.facts(i).adverb.is_none()
                        && !self.leads_source(i)
            }
            _ => false,
        }
    }

    /// Whether it is a word that by itself stands before a source («وفق», «بحسب»), and so is no party.
    fn leads_source(&self, i: usize) -> bool {
        self.facts(i).phrases.iter().any(|&p| {
            let phrase = &self.table.phrases[p as usize];
            phrase.meaning == Use::Prefix && phrase.slots.is_empty()
        })
    }

    /// The end (exclusive) of the noun phrase that begins at `start`, before `end`; `None` where none begins.
    /// `stops` tells tokens that no phrase may run into (triggers).
    pub fn phrase(&self, start: usize, end: usize, stops: &dyn Fn(usize) -> bool) -> Option<usize> {
        if start >= end {
            return None;
        }
        let mut i = start;
        if self.opens(start) {
            i = self.close(start, end)?;
        } else if !self.nominal(start) || self.time(start).is_some() && self.quantity(start).is_none() {
            return None;
        }
        // A number or a word of quantity lets «من» and one more noun in.
        let mut parts = self.closed(start) == Closed::Part
            || self.quantity(start).is_some()
            || self.a.tokens[start].kind == TokenKind::Number;
        while i + 1 < end && i + 1 - start < LONGEST_PHRASE {
            let Some(j) = self.next(i, end) else { break };
            if self.same_name(i, j) || (self.quantity(i).is_some() && self.quantity(i) == self.quantity(j)) {
                i = j;
                continue;
            }
            if self.opens(j) {
                match self.close(j, end) {
                    Some(c) if c - j <= 6 => {
                        i = c;
                        continue;
                    }
                    _ => break,
                }
            }
            if self.punctuation(j) || self.time(j).is_some() || self.conjunction(j) || stops(j) {
                break;
            }
            if self.closed(j) == Closed::Prep(Prep::From) && !self.pronoun(j) {
                let inner = |k: &usize| {
                    parts
                        && self.nominal(*k)
                        && !stops(*k)
                        && self.time(*k).is_none()
                        && self.place(*k).is_none()
                };
                let Some(k) = self.next(j, end).filter(inner) else { break };
                parts = false;
                i = k;
                continue;
            }
            if self.closed(j) == Closed::Prep(Prep::From) && self.pronoun(j) && parts {
                i = j;
                break;
            }
            if !self.nominal(j)
                || self.quantity(j).is_some() && self.quantity(i).is_none() && !self.follows_quantity(j)
            {
                break;
            }
            match self.prefix(j) {
                Some(Prep::For) if !self.article(i) && self.quantity(i).is_none() && !self.pronoun(i) => {
                    i = j;
                    continue;
                }
                Some(Prep::For) if self.a.norm(i).starts_with("التابع") => {
                    i = j;
                    continue;
                }
                Some(_) => break,
                None => {}
            }
            if !self.joins(i, j) {
                break;
            }
            i = j;
        }
        Some(i + 1)
    }

    fn follows_quantity(&self, j: usize) -> bool {
        self.closed(j) == Closed::Part
    }

    /// Whether noun `j` can go on with the phrase whose last word is `i`.
    fn joins(&self, i: usize, j: usize) -> bool {
        let name_j = self.name(j);
        // An accusative after what is none is the object.
        let accusative =
            |k: usize| self.a.word(k).trim_end_matches('\u{64b}').ends_with('ا') && self.name(k).is_none();
        let object = accusative(j) && !accusative(i) && self.a.norm(j).len() > 6;
        if !self.article(j) && object && self.quantity(i).is_none() && self.closed(i) == Closed::No {
            return false;
        }
        if self.article(j) && self.article(i) && name_j.is_none() {
            // A second definite noun that is no adjective.
            let c = &self.table.classes;
            if self.facts(j).classes & (c.territory | c.property | c.persons) != 0 {
                return false;
            }
        }
        if self.article(j) {
            // An adjective, or the genitive of an indefinite noun.
            return !(self.pronoun(i) && self.verb(i));
        }
        if self.pronoun(i) {
            return false;
        }
        if self.article(i) {
            // «العاصمة واشنطن», «الرئيس فلان».
            return match name_j.map(|m| m.kind) {
                Some(MentionKind::Person) => self.name(i).is_none() || self.facts(i).source.is_some(),
                Some(MentionKind::Place | MentionKind::Facility) => self.a.norm(i).ends_with("العاصمه"),
                _ => false,
            };
        }
        if self.pronoun(i) {
            return false;
        }
        if self.name(i).is_some_and(|m| m.kind != MentionKind::People) {
            return name_j.is_some_and(|m| m.kind == MentionKind::People);
        }
        true
    }

    /// The token that closes the quotation or bracket opened at `i`.
    pub fn close(&self, i: usize, end: usize) -> Option<usize> {
        let closing: &[char] = match self.a.word(i).chars().next()? {
            '«' => &['»'],
            '“' | '”' | '„' => &['”', '“'],
            '"' => &['"'],
            '\'' | '‘' => &['\'', '’'],
            '(' => &[')'],
            _ => return None,
        };
        (i + 1..end.min(i + 14)).find(|&j| self.punctuation(j) && self.starts_with(j, closing))
    }

    /// Whether the punctuation closes a quotation, so that a phrase may end with it.
    pub fn close_reached(&self, i: usize) -> bool {
        self.starts_with(i, &['»', '”', '"', ')'])
    }

    /// Bytes from the first to the last token of a range.
    pub fn span(&self, r: &Range<usize>) -> Span {
        self.a.span_of(r.clone())
    }

    /// Numbers the clauses of the whole text. A clause ends at a stop; before a conjunction of clauses, a relative, «أن»,
    /// «ما أدى»; before «و» with a finite verb; and at a comma that one of these or a verb follows.
    fn cut_clauses(&mut self) {
        let mut clause = 0;
        for s in 0..self.a.sentences.len() {
            let range = self.a.sentences[s].tokens.clone();
            clause += 1;
            for i in range.clone() {
                if i > range.start {
                    let c = self.closed(i);
                    let fresh = matches!(c, Closed::Break | Closed::Relative | Closed::That | Closed::Beside)
                        || c == Closed::Result && self.next(i, range.end).is_some_and(|j| self.verb(j))
                        || self.conjunction(i) && self.verb(i)
                        || self.facts(i).adverb.is_some()
                        || self.comma(i - 1) && self.verb(i)
                        || self.stop(i - 1);
                    if fresh {
                        clause += 1;
                    }
                }
                self.cover[i].clause = clause;
            }
        }
    }

    /// The tokens of the clause that holds `i`, within `sentence`, and at most [`LONGEST_CLAUSE`] away.
    pub fn clause_range(&self, i: usize, sentence: &Range<usize>) -> Range<usize> {
        let c = self.clause(i);
        let low = sentence.start.max(i.saturating_sub(LONGEST_CLAUSE));
        let high = sentence.end.min(i + LONGEST_CLAUSE);
        let start = (low..i).rev().find(|&j| self.clause(j) != c).map_or(low, |j| j + 1);
        let end = (i..high).find(|&j| self.clause(j) != c).unwrap_or(high);
        start..end
    }
}
