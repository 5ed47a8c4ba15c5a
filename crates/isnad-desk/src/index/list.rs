//! A sorted page of the incidents that were found.

use super::{Index, Matches, NO_DAY, Row};
use isnad_model::IncidentLine;
use std::sync::Arc;

/// By what incidents are sorted. What has no value comes last, whatever the direction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sort {
    /// First day.
    Day,
    /// Best number of killed.
    Killed,
    /// Independent sources.
    Sources,
    /// When the record changed last.
    Changed,
    /// How much a person's look is worth.
    Doubt,
}

/// A sort with its direction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Order {
    /// By what.
    pub by: Sort,
    /// Whether the most comes first.
    pub falling: bool,
}

impl Order {
    /// The names of all orders, as the interface has them.
    pub const NAMES: [&'static str; 10] =
        ["day", "-day", "killed", "-killed", "sources", "-sources", "changed", "-changed", "doubt", "-doubt"];

    /// The order of a name: `day`, or `-day` for the most first.
    pub fn from_name(name: &str) -> Option<Self> {
        let (falling, name) = name.strip_prefix('-').map_or((false, name), |rest| (true, rest));
        let by = match name {
            "day" => Sort::Day,
            "killed" => Sort::Killed,
            "sources" => Sort::Sources,
            "changed" => Sort::Changed,
            "doubt" => Sort::Doubt,
            _ => return None,
        };
        Some(Order { by, falling })
    }

    pub(super) fn key(self, row: &Row) -> i64 {
        let value = match self.by {
            Sort::Day => (row.from != NO_DAY).then_some(i64::from(row.from)),
            // Thousandths are finer than any figure that reports give.
            Sort::Killed => (!row.killed.is_nan()).then_some((f64::from(row.killed) * 1000.0) as i64),
            Sort::Sources => Some(i64::from(row.sources)),
            Sort::Changed => Some(row.changed),
            Sort::Doubt => Some((f64::from(row.doubt) * 1e6) as i64),
        };
        match value {
            None => i64::MAX,
            Some(v) if self.falling => -v.max(-i64::MAX),
            Some(v) => v.min(i64::MAX - 1),
        }
    }
}

impl Default for Order {
    fn default() -> Self {
        Order { by: Sort::Day, falling: true }
    }
}

impl Index {
    /// Up to `limit` of the incidents found, after passing over `offset`; of equals the youngest first.
    pub fn page(&self, found: &Matches, order: Order, offset: usize, limit: usize) -> Vec<Arc<IncidentLine>> {
        let mut keys: Vec<(i64, std::cmp::Reverse<i64>, usize)> = found
            .rows(0)
            .map(|n| {
                let row = &self.rows[n];
                (order.key(row), std::cmp::Reverse(row.id), n)
            })
            .collect();
        let end = offset.saturating_add(limit);
        // Only what the page and those before it hold is sorted.
        if end < keys.len() {
            keys.select_nth_unstable(end);
            keys.truncate(end);
        }
        if offset >= keys.len() {
            return Vec::new();
        }
        keys.sort_unstable();
        keys[offset..].iter().map(|&(_, _, n)| Arc::clone(&self.lines[n])).collect()
    }

    /// All incidents found, by number.
    pub fn numbers(&self, found: &Matches) -> Vec<i64> {
        let mut ids: Vec<i64> = found.rows(0).map(|n| self.rows[n].id).collect();
        ids.sort_unstable();
        ids
    }
}
