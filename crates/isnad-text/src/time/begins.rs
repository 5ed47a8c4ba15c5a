//! Whether a time can begin at a token: cheap tests of a word and its neighbours, before the grammar is asked.
//!
//! Nine of ten words of time in news begin none («هذا الرجل», «بعد الهجوم», «20 قتيلا»), and the grammar finds that out only
//! after it has tried every rule. These tests know what each rule asks of the token after the first one, and may only refuse
//! what all rules refuse.

use super::Grammar;
use super::ranges::heads_items;
use super::words::Word;
use crate::TokenKind;

impl Grammar<'_, '_> {
    /// Whether an expression may begin at token `i`.
    #[inline]
    pub(super) fn may_begin(&self, i: usize) -> bool {
        // Most tokens are words that have nothing to do with times.
        (self.a.tokens[i].kind != TokenKind::Word || self.a.forms[i].opens.any_time()) && self.leads_on(i)
    }

    /// The same with what stands beside it.
    fn leads_on(&self, i: usize) -> bool {
        let number = self.a.forms[i].number.is_some();
        match (self.a.tokens[i].kind, self.tags[i]) {
            (TokenKind::Number, _) => self.digits_lead_on(i),
            (TokenKind::Foreign, _) => self.one_month(i).is_some(),
            (TokenKind::Word, Some(tag)) if !number => match tag.word {
                // «الماضي» goes on with what stands before it.
                Word::Side(_) => false,
                Word::Dhu => matches!(self.norm(i + 1), "القعده" | "الحجه"),
                Word::This | Word::Same | Word::Last | Word::Ago | Word::After | Word::Within => {
                    self.of_time(i + 1) || self.names_season(i + 1) || self.goes_on_vaguely(i)
                }
                Word::Edge(_) => {
                    let of = i + 1 + usize::from(self.norm(i + 1) == "من");
                    self.of_time(of) || self.names_season(of)
                }
                _ => true,
            },
            (TokenKind::Word, Some(_)) => true,
            (TokenKind::Word, None) => self.opens(i) && (!number || self.number_leads_on(i)),
            _ => false,
        }
    }

    /// Whether token `i` is a word without a meaning of its own that may open an expression.
    pub(super) fn opens(&self, i: usize) -> bool {
        // The analysis asked [`super::may_open`] once for all words that are written so.
        match self.a.tokens[i].kind {
            TokenKind::Word => self.a.forms[i].opens.time() && !self.lone_amount(i) && self.promising(i),
            _ => crate::number::read(self.a, i).is_some(),
        }
    }

    /// Whether what follows token `i` may be of a time, where it is one of the commonest prepositions: asked first, since
    /// most of them lead to something else.
    fn promising(&self, i: usize) -> bool {
        if !matches!(self.a.stem(i), "بين" | "من" | "في" | "حتي" | "علي" | "الي")
            || self.a.forms[i].number.is_some()
        {
            return true;
        }
        let next = i + 1;
        if next >= self.end {
            return false;
        }
        let leads = self.of_time(next)
            && match self.norm(i) {
                // «في 2015» begins behind the preposition.
                "في" | "وفي" => matches!(self.norm(next), "ساعه" | "ساعات"),
                "علي" | "وعلي" | "الي" | "والي" => false,
                "حتي" | "وحتي" => self.may_begin(next),
                "من" | "ومن" | "بين" | "وبين" => {
                    self.alone
                        || self.may_begin(next)
                        || self.a.forms[next].number.is_some()
                        || self.norm(next) == "ال"
                        || heads_items(self.norm(next))
                }
                _ => true,
            };
        leads || self.goes_on_vaguely(i)
    }

    /// Whether token `i` may be of a time behind a word that leads to one.
    fn of_time(&self, i: usize) -> bool {
        i < self.end
            && (self.tags[i].is_some()
                || self.a.tokens[i].kind != TokenKind::Word
                || self.a.forms[i].opens.time()
                || self.a.norm(i) == "ال")
    }

    /// «فصل», «موسم» before the name of a season.
    fn names_season(&self, i: usize) -> bool {
        matches!(self.norm(i), "فصل" | "موسم")
    }

    /// Whether words of time without measure begin at token `i` and go on behind it.
    fn goes_on_vaguely(&self, i: usize) -> bool {
        i + 1 < self.end && self.a.forms[i + 1].opens.goes_on() && self.vague(i).is_some()
    }

    /// Whether what stands around digits lets them be part of a time: a sign of dates and clock times, a word of time or
    /// another number behind them, or four digits.
    fn digits_lead_on(&self, i: usize) -> bool {
        let norm = self.norm(i);
        if norm.len() == 4
            || norm.bytes().filter(|&b| b == b'.').count() == 2
            || i > 0 && matches!(self.a.norm(i - 1), "في" | "مواليد")
        {
            return true;
        }
        let next = i + 1;
        next < self.end
            && match self.a.tokens[next].kind {
                TokenKind::Number | TokenKind::Foreign => true,
                TokenKind::Word => {
                    self.tags[next].is_some()
                        || self.a.forms[next].number.is_some()
                        || matches!(self.norm(next), "و" | "من" | "في" | "الي" | "حتي")
                }
                _ => matches!(self.norm(next), ":" | "/" | "-" | "–" | "\\" | "."),
            }
    }

    /// The same of a number in words that is no word of time.
    fn number_leads_on(&self, i: usize) -> bool {
        let next = i + 1;
        self.of_time(next)
            || next >= self.end
            || matches!(self.norm(next), "و" | "الي" | "الا")
            || matches!(super::vague::bare(self.norm(i)), "النصف" | "الثلث" | "الربع" | "العشر")
            || matches!(self.a.stem(i), "بين" | "من" | "في" | "حتي" | "علي" | "الي")
            || i > 0 && self.a.norm(i - 1) == "مواليد"
    }
}
