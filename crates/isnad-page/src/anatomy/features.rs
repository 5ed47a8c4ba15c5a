//! What the model sees of each piece of a page: cue words, length, punctuation, place on the page,
//! link and menu shape. Words are hashed, so that no word of a training page stands in the weights.

use super::cues::{self, Cues};
use super::pieces::{Mark, Piece};
use crate::letter;
use isnad_learn::Hasher;
use rustc_hash::FxHashMap as HashMap;

/// Logarithm of the number of feature rows of the page model.
pub const BITS: u32 = 17;

/// A piece prepared once, so that each is looked at from its neighbours without new work.
struct Look {
    /// Words in matching form, digits as 0.
    words: Vec<String>,
    /// Hash of all words.
    whole: u64,
    chars: usize,
    arabic: usize,
    latin: usize,
    digits: usize,
    last: char,
    first: char,
    /// Cue classes found, as bits.
    cue: u32,
    /// Words that belong to a cue of each class.
    covered: Vec<u16>,
}

fn look(text: &str) -> Look {
    let words = cues::words(text);
    let (cue, covered) = Cues::shipped().find(&words);
    let mut h = 0xcbf2_9ce4_8422_2325u64;
    for b in words.iter().flat_map(|w| w.bytes().chain([b' '])) {
        h = (h ^ u64::from(b)).wrapping_mul(0x0000_0100_0000_01b3);
    }
    let count = |f: fn(char) -> bool| text.chars().filter(|&c| f(c)).count();
    Look {
        whole: h,
        chars: text.chars().count(),
        arabic: count(|c| ('\u{600}'..='\u{6ff}').contains(&c) && letter::alphabetic(c)),
        latin: count(|c| c.is_ascii_alphabetic()),
        digits: count(letter::numeric),
        last: text.chars().next_back().unwrap_or(' '),
        first: text.chars().next().unwrap_or(' '),
        cue,
        covered,
        words,
    }
}

/// The step of `n` on a scale that grows about half as much again each step.
fn step(n: usize) -> u64 {
    const EDGES: &[usize] = &[0, 1, 2, 3, 4, 6, 8, 11, 16, 24, 36, 54, 80, 120, 200, 400, 800];
    EDGES.partition_point(|&e| e <= n) as u64
}

/// A class for the last or first character.
fn class(c: char) -> u64 {
    match c {
        '.' | '。' => 1,
        '…' => 2,
        ':' => 3,
        '؟' | '?' => 4,
        '!' => 5,
        ')' | ']' => 6,
        '"' | '”' | '»' | '“' | '«' => 7,
        '،' | ',' => 8,
        '-' | '–' | '—' | '•' | '*' => 9,
        '#' => 10,
        '@' => 11,
        '(' | '[' => 12,
        '|' | '/' | '\\' => 13,
        '0'..='9' | '٠'..='٩' => 14,
        'a'..='z' => 15,
        'A'..='Z' => 16,
        c if letter::alphabetic(c) => 17,
        _ => 18,
    }
}

/// Words of a piece from which it counts as running text.
const LONG: usize = 18;
/// Words of a piece up to which it counts as a label.
const SHORT: usize = 12;

/// The share of words that two pieces have in common, in tenths of the shorter.
fn alike(a: &Look, b: &Look) -> u64 {
    let (short, long) = if a.words.len() <= b.words.len() { (a, b) } else { (b, a) };
    if short.words.is_empty() {
        return 0;
    }
    let same = short.words.iter().filter(|w| long.words.contains(w)).count();
    (same * 10 / short.words.len()) as u64
}

/// Active feature rows of every piece. `title` is the page's title where the input gives one.
pub fn features(text: &str, pieces: &[Piece], title: Option<&str>) -> Vec<Vec<u32>> {
    let looks: Vec<Look> = pieces.iter().map(|p| look(p.span.of(text))).collect();
    let n = looks.len();
    let title = title.map(look).filter(|t| !t.words.is_empty());
    let mut seen: HashMap<u64, usize> = HashMap::default();
    let mut heads: HashMap<u64, usize> = HashMap::default();
    let head = |l: &Look| {
        let mut h = Hasher::new("head");
        for w in l.words.iter().take(4) {
            h = h.str(w);
        }
        h.index(31) as u64
    };
    for l in &looks {
        *seen.entry(l.whole).or_default() += 1;
        if l.words.len() >= 4 {
            *heads.entry(head(l)).or_default() += 1;
        }
    }
    let long_total = looks.iter().filter(|l| l.words.len() >= LONG).count();
    let longest = looks.iter().map(|l| l.words.len()).max().unwrap_or(0);
    let mut until_long = vec![usize::MAX; n];
    let mut next = usize::MAX;
    for k in (0..n).rev() {
        if looks[k].words.len() >= LONG {
            next = k;
        }
        until_long[k] = if next == usize::MAX { 99 } else { next - k };
    }
    let mut short_run = vec![0usize; n];
    let mut run = 0;
    for k in 0..n {
        run = if looks[k].words.len() <= SHORT { run + 1 } else { 0 };
        short_run[k] = run;
    }
    for k in (0..n.saturating_sub(1)).rev() {
        if short_run[k] > 0 && short_run[k + 1] > 0 {
            short_run[k] = short_run[k + 1];
        }
    }
    let (mut long_before, mut last_long) = (0, usize::MAX);
    let mut label = (0u32, 0usize);
    let mut already: HashMap<u64, usize> = HashMap::default();
    let mut out = Vec::with_capacity(n);
    for (k, (l, p)) in looks.iter().zip(pieces).enumerate() {
        let mut f = Vec::with_capacity(64);
        let mut add = |h: Hasher| f.push(h.index(BITS));
        let words = l.words.len();
        add(Hasher::new("bias"));
        add(Hasher::new("words").num(step(words)));
        add(Hasher::new("chars").num(step(l.chars)));
        add(Hasher::new("mark").num(p.mark as u64));
        if p.mark != Mark::None {
            add(Hasher::new("mark words").num(p.mark as u64).num(step(words)));
        }
        add(Hasher::new("gap").num(p.gap.min(3) as u64));
        add(Hasher::new("last").num(class(l.last)));
        add(Hasher::new("last words").num(class(l.last)).num(step(words)));
        add(Hasher::new("first").num(class(l.first)));
        let text_here = p.span.of(text);
        if text_here.ends_with("...") || text_here.ends_with('…') {
            add(Hasher::new("cut short"));
        }
        for (name, has) in [
            ("colon", text_here.contains(':')),
            ("bar", text_here.contains(['|', '»', '›', '>', '/'])),
            ("at", text_here.contains('@')),
            ("hash", text_here.contains('#')),
            ("link", text_here.contains("http") || text_here.contains("www.")),
            ("copyright", text_here.contains('©')),
            ("quote", text_here.contains(['"', '“', '«', '”'])),
            ("stop inside", text_here.trim_end_matches('.').contains(". ")),
            ("comma", text_here.contains('،')),
        ] {
            if has {
                add(Hasher::new(name));
                add(Hasher::new(name).num(step(words)));
            }
        }
        let total = l.chars.max(1);
        add(Hasher::new("latin").num((l.latin * 5 / total) as u64));
        add(Hasher::new("arabic").num((l.arabic * 5 / total) as u64));
        add(Hasher::new("digits").num((l.digits * 5 / total) as u64).num(u64::from(words <= 8)));
        let tags = l.words.iter().filter(|w| w.starts_with('#')).count();
        if tags > 0 {
            add(Hasher::new("tag share").num((tags * 4 / words.max(1)) as u64));
        }
        // Cue words: all words of a short piece, the ends of a long one.
        if words <= 8 {
            add(Hasher::new("whole").num(l.whole));
            l.words.iter().for_each(|w| add(Hasher::new("word").str(w)));
            l.words.windows(2).for_each(|w| add(Hasher::new("pair").str(&w[0]).str(&w[1])));
        } else {
            l.words.iter().take(3).for_each(|w| add(Hasher::new("early").str(w)));
            l.words.iter().rev().take(2).for_each(|w| add(Hasher::new("late").str(w)));
        }
        if let Some(w) = l.words.first() {
            add(Hasher::new("first word").str(w));
        }
        if let [a, b, ..] = &l.words[..] {
            add(Hasher::new("first pair").str(a).str(b));
        }
        // Cue classes: here, around, and the last one that a label gave ("read also" holds for what follows it).
        let classes = Cues::shipped().len();
        let bits = |b: u32| (0..classes).filter(move |c| b >> c & 1 == 1);
        for c in bits(l.cue) {
            add(Hasher::new("cue").num(c as u64));
            add(Hasher::new("cue words").num(c as u64).num(step(words)));
            add(Hasher::new("cue share")
                .num(c as u64)
                .num((usize::from(l.covered[c]) * 3 / words.max(1)).min(3) as u64));
            add(Hasher::new("cue late")
                .num(c as u64)
                .num(u64::from(long_before > 0))
                .num(u64::from(long_total > long_before)));
        }
        add(Hasher::new("cues").num(u64::from(l.cue)).num(u64::from(words <= 6)));
        for (name, at) in
            [("cue before", k.checked_sub(1)), ("cue after", Some(k + 1)), ("cue before 2", k.checked_sub(2))]
        {
            if let Some(o) = at.and_then(|i| looks.get(i)).filter(|o| o.words.len() <= 10) {
                for c in bits(o.cue) {
                    add(Hasher::new(name).num(c as u64).num(step(words)));
                }
            }
        }
        add(Hasher::new("label")
            .num(u64::from(label.0))
            .num(u64::from(words >= LONG))
            .num(u64::from(k - label.1 <= 12)));
        if words <= 5 && l.cue != 0 {
            label = (l.cue, k);
        }
        // Place on the page.
        add(Hasher::new("from start").num(step(k)));
        add(Hasher::new("from end").num(step(n - 1 - k)));
        add(Hasher::new("decile").num((k * 10 / n) as u64));
        add(Hasher::new("page").num(step(n)).num(u64::from(long_total > 0)));
        add(Hasher::new("long before").num(step(long_before)).num(u64::from(words >= LONG)));
        add(Hasher::new("long after")
            .num(step(long_total - long_before - usize::from(words >= LONG)))
            .num(u64::from(words >= LONG)));
        let since = if last_long == usize::MAX { 99 } else { k - last_long };
        add(Hasher::new("since long").num(step(since)).num(step(words)));
        add(Hasher::new("until long").num(step(until_long[k])).num(step(words)));
        add(Hasher::new("since and until").num(step(since.min(9))).num(step(until_long[k].min(9))));
        add(Hasher::new("short run").num(step(short_run[k])).num(u64::from(last_long == usize::MAX)));
        add(Hasher::new("share of longest").num((words * 6 / longest.max(1)) as u64).num(step(longest)));
        // The same words elsewhere on the page.
        let times = seen[&l.whole];
        let before = *already.get(&l.whole).unwrap_or(&0);
        add(Hasher::new("same").num(times.min(4) as u64).num(before.min(2) as u64).num(u64::from(words > 3)));
        *already.entry(l.whole).or_default() += 1;
        if words >= 4 && heads[&head(l)] > times {
            add(Hasher::new("same head").num(u64::from(k > 2)).num(step(words)));
        }
        if k > 0 {
            add(Hasher::new("like first").num(alike(l, &looks[0])).num(step(words)));
        }
        if let Some(t) = &title {
            add(Hasher::new("like title")
                .num(alike(l, t))
                .num(u64::from(words > t.words.len() * 2))
                .num(u64::from(words > 2)));
        }
        // Neighbours.
        for (name, at) in [
            ("prev", k.checked_sub(1)),
            ("prev2", k.checked_sub(2)),
            ("next", Some(k + 1)),
            ("next2", Some(k + 2)),
        ] {
            let (size, whole) =
                at.and_then(|i| looks.get(i)).map_or((77, 0), |o| (step(o.words.len()), o.whole));
            add(Hasher::new(name).num(size).num(step(words)));
            if size != 77 && looks[at.unwrap_or(0)].words.len() <= 5 {
                add(Hasher::new(name).str("whole").num(whole));
            }
        }
        if words >= LONG {
            long_before += 1;
            last_long = k;
        }
        f.sort_unstable();
        f.dedup();
        out.push(f);
    }
    out
}
