//! Parts of speech by a linear-chain model.

use super::{Syntax, SyntaxBuffers, SyntaxTask};
#[cfg(feature = "train")]
use crate::learned::feature::Rows;
use crate::learned::feature::{Features, Sums};
use crate::learned::scene::Item;
use crate::view::View;
use isnad_learn::{beginnings, pair, string};
use std::ops::Range;

/// The last `n` letters.
fn ending(w: &str, n: usize) -> &str {
    w.char_indices().rev().nth(n - 1).map_or(w, |(at, _)| &w[at..])
}

/// Features of the `n`th of the words of a sentence.
#[inline(always)]
fn features<F: Features>(
    v: &View<'_>,
    sentence: &Range<usize>,
    items: &[Item],
    words: &[u16],
    n: usize,
    rows: &mut F,
) {
    let none = Item::default();
    let at = |d: isize| {
        n.checked_add_signed(d).and_then(|j| words.get(j)).map_or(&none, |&j| &items[usize::from(j)])
    };
    let me = at(0);
    let i = sentence.start + usize::from(words[n]);
    let norm = v.a.norm(i);
    let stem = v.a.stem(i);
    let form = u64::from(me.form);
    let guess = v.a.tokens[i].pos as u64 | u64::from(me.mention) << 4;
    rows.add(0, me.norm, 0);
    rows.add(1, me.stem, form);
    rows.add(2, me.light, 0);
    let (of_stem, of_norm) = (beginnings(stem), beginnings(norm));
    let endings = [string(ending(norm, 1)), me.tail, string(ending(norm, 3))];
    for l in 0..3 {
        rows.add(3, of_stem[l], l as u64 + 1);
        rows.add(4, endings[l], l as u64 + 1);
        rows.add(5, of_norm[l], l as u64 + 1);
    }
    rows.add(6, of_stem[0], me.tail);
    rows.add(7, guess, form);
    rows.add(8, u64::from(me.closed), u64::from(me.symbol));
    rows.add(9, norm.len() as u64 / 2, form);
    rows.add(10, at(-1).norm, 0);
    rows.add(11, at(1).norm, 0);
    rows.add(12, at(-1).norm, me.norm);
    rows.add(13, at(-1).norm, of_stem[0]);
    rows.add(14, u64::from(at(-1).closed) | u64::from(at(-1).form) << 8, form);
    rows.add(15, u64::from(at(1).closed) | u64::from(at(1).form) << 8, form);
    rows.add(16, at(-1).tail, me.tail);
    rows.add(17, at(1).tail, me.tail);
    rows.add(18, u64::from(at(-1).mention) | u64::from(at(1).mention) << 4, u64::from(me.mention));
    rows.add(19, pair(0, u64::from(at(-1).form), u64::from(at(1).form)), form);
    rows.add(20, me.classes, form);
    rows.add(21, at(-2).norm, at(-1).norm);
    rows.add(22, u64::from(i > sentence.start && v.punctuation(i - 1)), form);
    rows.add(23, u64::from(me.inside), u64::from(me.mention));
}

/// Features of all words of a sentence, for training.
#[cfg(feature = "train")]
pub(crate) fn positions(
    v: &View<'_>,
    sentence: &Range<usize>,
    items: &[Item],
    words: &[u16],
    rows: &mut Rows,
) {
    rows.start(SyntaxTask::Pos.bits());
    for n in 0..words.len() {
        features(v, sentence, items, words, n, rows);
        rows.end();
    }
}

/// The part of speech of each of `words`.
pub(crate) fn tag(
    syntax: &Syntax,
    v: &View<'_>,
    sentence: &Range<usize>,
    items: &[Item],
    words: &[u16],
    buffers: &mut SyntaxBuffers,
) -> Vec<u8> {
    let SyntaxBuffers { scratch, scores } = buffers;
    let mut sums = Sums::<{ SyntaxTask::Pos.bits() }, 16>::new(&syntax.pos);
    scores.clear();
    for n in 0..words.len() {
        features(v, sentence, items, words, n, &mut sums);
        scores.push(syntax.pos.scaled(&sums.take()));
    }
    let model = syntax.of(SyntaxTask::Pos);
    syntax.pos.of(0, model.labels().len(), scores, scratch.emissions());
    model.decode_emitted(words.len(), 0.0, scratch)
}
