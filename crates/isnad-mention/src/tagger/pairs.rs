//! Sums of weights that depend on few properties of neighbours, kept for those properties.
//!
//! *Comes in*: what is seen of two tokens. *Goes out*: the sums of what their shapes, their part in names of persons and their
//! marks say. *Does not*: change any answer: a kept sum is that of exactly these properties.
//!
//! Most neighbours in running text are as others before: «a short particle before a long noun».

use super::Seen;
use super::templates::{marks, name_after, names, own_marks, shape_after, shapes};
use super::weights::{Sum, Weights, add};

/// Numbers of words that are told apart (see [`Seen::marks_key`]).
pub(crate) const CLASSES: usize = 1 << 15;

/// Sums under a key. A newer one takes the place of an older one in the same slot.
#[derive(Debug, Clone)]
struct Table<const N: usize>(Vec<Slot<N>>);

#[derive(Debug, Clone, Copy)]
#[repr(align(64))]
struct Slot<const N: usize> {
    key: u64,
    sums: [Sum; N],
}

impl<const N: usize> Table<N> {
    /// With 2^`bits` slots. No key is the largest number.
    fn new(bits: u32) -> Self {
        Table(vec![Slot { key: u64::MAX, sums: [Sum::default(); N] }; 1 << bits])
    }

    #[inline]
    fn of(&mut self, key: u64, made: impl FnOnce() -> [Sum; N]) -> &[Sum; N] {
        let at = (key.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 40) as usize % self.0.len();
        let slot = &mut self.0[at];
        if slot.key != key {
            *slot = Slot { key, sums: made() };
        }
        &slot.sums
    }
}

/// The sums of two neighbours.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Pair {
    /// For the right one, by what is seen of both.
    pub behind: Sum,
    /// For the left one, by what is seen of both.
    pub ahead: Sum,
}

/// Properties seen before: 768 kB.
#[derive(Debug, Clone)]
pub(crate) struct Pairs {
    shapes: Table<2>,
    names: Table<2>,
    marks: Table<3>,
}

impl Pairs {
    pub fn new() -> Self {
        Pairs { shapes: Table::new(12), names: Table::new(12), marks: Table::new(11) }
    }

    /// The sums of two neighbours; `classes` are the numbers of their words.
    #[inline]
    pub fn of(&mut self, w: &Weights, (left, right): (&Seen, &Seen), classes: (u16, u16)) -> Pair {
        let key = |l: u32, r: u32| u64::from(l) << 32 | u64::from(r);
        let shapes = self.shapes.of(key(left.shape, right.shape), || shape_sums(w, left, right));
        let mut pair = Pair { behind: shapes[0], ahead: shapes[1] };
        let names = self.names.of(key(left.name, right.name), || name_sums(w, left, right));
        add(&mut pair.behind, &names[0]);
        add(&mut pair.ahead, &names[1]);
        if left.is_marked() {
            add(&mut pair.behind, &self.marks(w, left, classes.0)[0]);
        }
        if right.is_marked() {
            let sums = self.marks(w, right, classes.1);
            add(&mut pair.behind, &sums[1]);
            add(&mut pair.ahead, &sums[2]);
        } else {
            add(&mut pair.behind, &w.unmarked);
        }
        pair
    }

    /// The sums of a token's marks for the token after it, itself, the token before it.
    fn marks(&mut self, w: &Weights, x: &Seen, class: u16) -> [Sum; 3] {
        match x.marks_key(class) {
            Some(key) => *self.marks.of(key, || mark_sums(w, x)),
            None => mark_sums(w, x),
        }
    }
}

#[cold]
fn shape_sums(w: &Weights, left: &Seen, right: &Seen) -> [Sum; 2] {
    let behind = w.sum(|out| shapes(left.shape, right.shape, u32::MAX, out));
    [behind, w.sum(|out| shape_after(right.shape, u32::MAX, out))]
}

#[cold]
fn name_sums(w: &Weights, left: &Seen, right: &Seen) -> [Sum; 2] {
    let behind = w.sum(|out| names(left.name, right.name, u32::MAX, out));
    [behind, w.sum(|out| name_after(left.name, right.name, u32::MAX, out))]
}

#[cold]
fn mark_sums(w: &Weights, x: &Seen) -> [Sum; 3] {
    let of = |d: u32| w.sum(|out| marks(d, x, u32::MAX, out));
    [of(0), w.sum(|out| own_marks(x, u32::MAX, out)), of(2)]
}

impl Seen {
    /// Whether it is in a list or stands behind a quotation mark.
    #[inline]
    pub(crate) fn is_marked(&self) -> bool {
        self.place | self.actor | self.listed | self.quote != 0
    }

    /// All that its marks' features look at; `class` is the number of its name and clitics together, which count beside a
    /// place. `None` where it does not fit.
    #[inline]
    fn marks_key(&self, class: u16) -> Option<u64> {
        let class = if self.place == 0 { 0 } else { u64::from(class) };
        let fits = (self.place | self.actor | self.listed) < 1 << 16 && self.quote < 2;
        let fields = [self.place, self.actor, self.listed];
        let key = fields.into_iter().fold(class, |key, field| key << 16 | u64::from(field));
        // The last class stands for all further ones.
        (fits && class < CLASSES as u64 - 1).then_some(key << 1 | u64::from(self.quote))
    }
}
