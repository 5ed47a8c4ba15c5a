//! The log of decisions, as far as lists need it in memory: which are undone, and by which.

use isnad_model::{Decision, DecisionKind};
use rustc_hash::{FxHashMap, FxHashSet};

/// An undo.
#[derive(Debug)]
struct Undo {
    id: String,
    /// Its place in the log.
    at: usize,
    subjects: Vec<String>,
}

/// Decisions in order of adding.
#[derive(Debug, Default)]
pub struct Log {
    len: usize,
    places: FxHashMap<String, usize>,
    undos: Vec<Undo>,
    undone: FxHashMap<String, String>,
}

impl Log {
    /// How many decisions there are.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Takes in what came after.
    pub fn extend(&mut self, more: &[Decision]) {
        let undos = self.undos.len();
        for d in more {
            self.places.entry(d.id.clone()).or_insert(self.len);
            if d.kind == DecisionKind::Undo {
                self.undos.push(Undo { id: d.id.clone(), at: self.len, subjects: d.subjects.clone() });
            }
            self.len += 1;
        }
        if self.undos.len() > undos {
            self.settle();
        }
    }

    /// From the last to the first: an undo that is itself undone undoes nothing.
    fn settle(&mut self) {
        self.undone.clear();
        let mut gone: FxHashSet<&str> = FxHashSet::default();
        for undo in self.undos.iter().rev() {
            if gone.contains(undo.id.as_str()) {
                continue;
            }
            for subject in &undo.subjects {
                let earlier = self.places.get(subject).is_some_and(|at| *at < undo.at);
                if earlier && gone.insert(subject) {
                    self.undone.insert(subject.clone(), undo.id.clone());
                }
            }
        }
    }

    /// The decision that took this one back, where one did.
    pub fn undone_by(&self, id: &str) -> Option<&str> {
        self.undone.get(id).map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decision(id: &str, undoes: &[&str]) -> Decision {
        Decision {
            id: id.into(),
            kind: if undoes.is_empty() { DecisionKind::Accept } else { DecisionKind::Undo },
            anchor: None,
            subjects: undoes.iter().map(|s| (*s).to_owned()).collect(),
            value: serde_json::Value::Null,
            reason: String::new(),
            user: "مراجع".into(),
            at: "2031-01-01T00:00:00Z".into(),
        }
    }

    #[test]
    fn an_undo_may_be_undone_and_nothing_undoes_what_comes_later() {
        let mut log = Log::default();
        log.extend(&[decision("u0", &["a"]), decision("a", &[]), decision("u1", &["a"])]);
        assert_eq!(log.undone_by("a"), Some("u1"));
        log.extend(&[decision("u2", &["u1"])]);
        assert_eq!((log.undone_by("a"), log.undone_by("u1")), (None, Some("u2")));
        log.extend(&[decision("u3", &["u2"]), decision("u4", &["none"])]);
        assert_eq!((log.undone_by("a"), log.undone_by("u2")), (Some("u1"), Some("u3")));
        assert_eq!(log.len(), 6);
    }
}
