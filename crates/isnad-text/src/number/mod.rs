//! Number expressions: digits, number words, ranges, bounds, vague amounts, duals.
//!
//! *Comes in*: an [`Analysis`] and the time expressions found in it (their numbers are no amounts). *Goes out*: spans
//! with the smallest and largest value that the words allow. *Does not*: say what is counted beyond the token after.

use crate::time::TimeExpr;
use crate::{Analysis, TokenKind};
use isnad_model::Span;
use std::ops::Range;

/// What kind of number words these are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NumberKind {
    /// How many: «ثلاثة», «12 ألف», «بين 5 و7».
    Cardinal,
    /// Which one in a row: «الثاني», «العشرين».
    Ordinal,
    /// A counted noun in the dual: «جنديين», «قتيلان». The token is number and noun in one.
    Dual,
    /// No number said, but an order of size: «عشرات», «مئات», «آلاف», «بضعة».
    Vague,
    /// Of a hundred: «30%», «ثلاثون بالمئة».
    Percent,
    /// A part: «نصف», «ثلثا».
    Fraction,
}

/// A number expression.
#[derive(Debug, Clone, PartialEq)]
pub struct NumberExpr {
    /// Bytes of the text, bounds and hedges included («أكثر من 20», «نحو ثلاثين»), proclitics «و ف ب ل ك» of the
    /// first word left out.
    pub span: Span,
    /// Its tokens.
    pub tokens: Range<usize>,
    /// Smallest value that the words allow; `None` is open.
    pub min: Option<f64>,
    /// Largest value that the words allow; `None` is open.
    pub max: Option<f64>,
    /// Whether the words say that the value is not exact («نحو», «قرابة», «حوالي»).
    pub approx: bool,
    /// What kind of number words these are.
    pub kind: NumberKind,
    /// The token of what is counted, where it is plain: the word after («ثلاثة جنود»), the word before («جندي واحد»,
    /// «الجنود الثلاثة»), or the dual itself.
    pub counted: Option<usize>,
}

/// All number expressions of a text, in order, none overlapping another. Tokens of `times` are passed over.
pub fn find(a: &Analysis<'_>, times: &[TimeExpr]) -> Vec<NumberExpr> {
    let mut out = Vec::new();
    for i in 0..a.len() {
        if a.tokens[i].kind != TokenKind::Number || times.iter().any(|t| t.tokens.contains(&i)) {
            continue;
        }
        let Ok(value) = a.norm(i).parse::<f64>() else { continue };
        let counted = (i + 1 < a.len() && a.tokens[i + 1].kind == TokenKind::Word).then_some(i + 1);
        out.push(NumberExpr {
            span: a.tokens[i].span,
            tokens: i..i + 1,
            min: Some(value),
            max: Some(value),
            approx: false,
            kind: NumberKind::Cardinal,
            counted,
        });
    }
    out
}
