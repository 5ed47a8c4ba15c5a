//! The transition system: what has been read, what hangs where, which moves there are and what each would lose.
//!
//! Node 0 is the root; words are 1 to n.

use super::NONE;

/// A move of the parser.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Move {
    /// The next word goes on the stack.
    Shift,
    /// The top of the stack hangs on the next word.
    Left,
    /// The top of the stack hangs on the one below it.
    Right,
}

impl Move {
    pub const ALL: [Move; 3] = [Move::Shift, Move::Left, Move::Right];
}

/// What hangs on a node.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Node {
    pub head: u16,
    pub rel: u8,
    /// First and last word that hang on it from the left; from the right.
    pub left: [u16; 2],
    pub right: [u16; 2],
    /// How many hang on it from the left; from the right.
    pub lefts: u8,
    pub rights: u8,
    /// Which relations hang on it, as bits.
    pub rels: u32,
}

const BARE: Node =
    Node { head: NONE, rel: 0, left: [NONE; 2], right: [NONE; 2], lefts: 0, rights: 0, rels: 0 };

/// A parser's state.
#[derive(Debug, Clone)]
pub(crate) struct State {
    pub stack: Vec<u16>,
    /// First word that is not read.
    pub next: u16,
    /// Number of words.
    pub n: u16,
    pub nodes: Vec<Node>,
}

impl State {
    pub fn new(n: usize) -> State {
        let n = n.min(usize::from(NONE) - 2);
        let mut stack = Vec::with_capacity(n + 1);
        stack.push(0);
        State { stack, next: 1, n: n as u16, nodes: vec![BARE; n + 1] }
    }

    /// Whether everything hangs.
    pub fn done(&self) -> bool {
        self.next > self.n && self.stack.len() == 1
    }

    /// The `k`th node of the stack from its top.
    pub fn top(&self, k: usize) -> u16 {
        self.stack.len().checked_sub(k + 1).map_or(NONE, |at| self.stack[at])
    }

    /// The `k`th word to be read.
    pub fn ahead(&self, k: u16) -> u16 {
        let at = self.next.saturating_add(k);
        if at <= self.n { at } else { NONE }
    }

    pub fn may(&self, m: Move) -> bool {
        match m {
            Move::Shift => self.next <= self.n,
            Move::Left => self.next <= self.n && self.stack.len() >= 2,
            Move::Right => self.stack.len() >= 2,
        }
    }

    /// The arc that a move makes: head and dependant.
    pub fn arc(&self, m: Move) -> Option<(u16, u16)> {
        match m {
            Move::Shift => None,
            Move::Left => Some((self.next, self.top(0))),
            Move::Right => Some((self.top(1), self.top(0))),
        }
    }

    /// Makes a move that is allowed; `rel` is the relation of its arc.
    pub fn go(&mut self, m: Move, rel: u8) {
        if let Some((head, dep)) = self.arc(m) {
            self.stack.pop();
            let d = &mut self.nodes[usize::from(dep)];
            (d.head, d.rel) = (head, rel);
            let h = &mut self.nodes[usize::from(head)];
            h.rels |= 1 << rel;
            // Words come to a head from the left in falling order, from the right in rising order.
            let (side, count) =
                if dep < head { (&mut h.left, &mut h.lefts) } else { (&mut h.right, &mut h.rights) };
            *count = count.saturating_add(1);
            if side[0] == NONE || dep < side[0] {
                side[0] = dep;
            }
            if side[1] == NONE || dep > side[1] {
                side[1] = dep;
            }
        } else {
            self.stack.push(self.next);
            self.next += 1;
        }
    }

    /// Where a word hangs.
    pub fn hung(&self, n: u16) -> (u16, u8) {
        self.nodes.get(usize::from(n)).map_or((0, 0), |x| (if x.head == NONE { 0 } else { x.head }, x.rel))
    }

    /// How many of the gold arcs that can still be made a move makes impossible (Goldberg, Nivre 2013). `gold[k]` is the head of
    /// word `k`.
    #[cfg(feature = "train")]
    pub fn cost(&self, m: Move, gold: &[u16]) -> usize {
        let head = |k: u16| gold[usize::from(k)];
        let (s0, b) = (self.top(0), self.next);
        let below = &self.stack[..self.stack.len() - 1];
        let ahead = |from: u16| from..=self.n;
        match m {
            // The next word can no longer hang on what is below the top, nor have children on the stack.
            Move::Shift => {
                usize::from(below.contains(&head(b)))
                    + self.stack.iter().filter(|&&d| d != 0 && head(d) == b).count()
            }
            Move::Left => {
                let other = self.top(1) == head(s0) || head(s0) > b && head(s0) != NONE;
                usize::from(other) + ahead(b).filter(|&d| head(d) == s0).count()
            }
            Move::Right => {
                let other = head(s0) >= b && head(s0) <= self.n;
                usize::from(other) + ahead(b).filter(|&d| head(d) == s0).count()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn any_moves_end_in_a_tree(n in 0usize..20, choices in proptest::collection::vec(0usize..3, 60)) {
            let mut s = State::new(n);
            let mut k = 0;
            while !s.done() {
                let m = (0..3).map(|d| Move::ALL[(choices[k % 60] + d) % 3]).find(|&m| s.may(m));
                s.go(m.expect("a move until all hangs"), 1);
                k += 1;
                prop_assert!(k <= 2 * n);
            }
            for w in 1..=n as u16 {
                let (mut at, mut steps) = (w, 0);
                while at != 0 {
                    at = s.hung(at).0;
                    steps += 1;
                    prop_assert!(steps <= n);
                }
            }
        }
    }

    /// Following moves that lose nothing gives back a projective tree.
    #[cfg(feature = "train")]
    #[test]
    fn the_oracle_rebuilds_a_tree() {
        let gold = [NONE, 2, 0, 4, 2, 6, 4, 2];
        let mut s = State::new(7);
        while !s.done() {
            let m = Move::ALL.into_iter().find(|&m| s.may(m) && s.cost(m, &gold) == 0);
            s.go(m.expect("a projective tree has a way"), 1);
        }
        for w in 1..8u16 {
            assert_eq!(s.hung(w).0, gold[usize::from(w)]);
        }
    }
}
