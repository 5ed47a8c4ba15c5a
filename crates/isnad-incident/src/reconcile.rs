//! Which incident a group is: ids are given once and stay.
//!
//! *Comes in*: the incidents as they were, each with its members, and the groups as they are now. *Goes out*: for each group the
//! incident whose id it keeps, or none, and then from which it was split off; and for each incident that lost its members where most
//! of them went. *Does not*: give new ids.
//!
//! The group that holds most members of an incident keeps its id; of several incidents in one group the one with most members there
//! gives its id, of equals the older. The others leave a redirect.

use std::collections::{BTreeMap, HashMap};

/// What becomes of incidents and groups.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reconciled<I> {
    /// For each group the incident whose id it keeps.
    pub kept: Vec<Option<I>>,
    /// For each group that keeps none the incident from which most of its members came.
    pub split_from: Vec<Option<I>>,
    /// For each incident that no group keeps, in order, the group to which most of its members went; none where all are gone.
    pub ended: Vec<(I, Option<usize>)>,
}

/// Matches groups to incidents. A smaller id is an older incident.
pub fn reconcile<I: Copy + Ord, M: Copy + Eq + std::hash::Hash>(
    old: &[(I, Vec<M>)],
    new: &[Vec<M>],
) -> Reconciled<I> {
    let mut group_of: HashMap<M, usize> = HashMap::new();
    for (n, group) in new.iter().enumerate() {
        group.iter().for_each(|m| {
            group_of.insert(*m, n);
        });
    }
    // Members in common, by incident and group.
    let mut common: BTreeMap<(I, usize), usize> = BTreeMap::new();
    for (id, members) in old {
        for n in members.iter().filter_map(|m| group_of.get(m)) {
            *common.entry((*id, *n)).or_default() += 1;
        }
    }
    let mut by_size: Vec<(usize, I, usize)> = common.iter().map(|(&(id, n), &size)| (size, id, n)).collect();
    by_size.sort_unstable_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)).then(a.2.cmp(&b.2)));
    let mut kept: Vec<Option<I>> = vec![None; new.len()];
    let mut split_from: Vec<Option<I>> = vec![None; new.len()];
    let mut home: BTreeMap<I, Option<usize>> = old.iter().map(|o| (o.0, None)).collect();
    let mut mostly: BTreeMap<I, usize> = BTreeMap::new();
    for &(_, id, n) in &by_size {
        mostly.entry(id).or_insert(n);
        split_from[n].get_or_insert(id);
        if kept[n].is_none()
            && let Some(at @ None) = home.get_mut(&id)
        {
            (kept[n], *at) = (Some(id), Some(n));
        }
    }
    for (n, id) in kept.iter().enumerate() {
        if id.is_some() {
            split_from[n] = None;
        }
    }
    let ended = home.iter().filter(|h| h.1.is_none()).map(|h| (*h.0, mostly.get(h.0).copied())).collect();
    Reconciled { kept, split_from, ended }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    #[test]
    fn the_larger_part_keeps_the_id_and_the_rest_is_told_from_where() {
        let old = [(1, vec!['a', 'b', 'c', 'd']), (2, vec!['e', 'f']), (3, vec!['g']), (4, vec!['x'])];
        // 1 splits, the smaller part joins 2; 3 joins too; 4 is gone; «z» is new.
        let new = [vec!['a', 'b'], vec!['c'], vec!['d', 'e', 'f', 'g'], vec!['z']];
        let r = reconcile(&old, &new);
        assert_eq!(r.kept, [Some(1), None, Some(2), None]);
        assert_eq!(r.split_from, [None, Some(1), None, None]);
        assert_eq!(r.ended, [(3, Some(2)), (4, None)]);
        // Of equals the older.
        let r = reconcile(&[(7, vec![1]), (5, vec![2])], &[vec![1, 2]]);
        assert_eq!((r.kept, r.ended), (vec![Some(5)], vec![(7, Some(0))]));
    }

    proptest! {
        #[test]
        fn every_id_is_kept_once_or_ends(
            was in prop::collection::vec(0u8..6, 0..30),
            is in prop::collection::vec(0u8..6, 0..30)
        ) {
            // Member k was in incident was[k] and is in group is[k].
            let side = |of: &[u8]| {
                let mut all: BTreeMap<u8, Vec<usize>> = BTreeMap::new();
                of.iter().enumerate().for_each(|(k, g)| all.entry(*g).or_default().push(k));
                all
            };
            let old: Vec<(u8, Vec<usize>)> = side(&was).into_iter().collect();
            let new: Vec<Vec<usize>> = side(&is).into_values().collect();
            let r = reconcile(&old, &new);
            let kept: Vec<u8> = r.kept.iter().flatten().copied().collect();
            let mut all: Vec<u8> = kept.iter().copied().chain(r.ended.iter().map(|e| e.0)).collect();
            all.sort_unstable();
            prop_assert_eq!(&all, &old.iter().map(|o| o.0).collect::<Vec<_>>());
            for (n, id) in r.kept.iter().enumerate() {
                let group: BTreeSet<usize> = new[n].iter().copied().collect();
                let shares = |id: &u8| old.iter().any(|o| o.0 == *id && o.1.iter().any(|m| group.contains(m)));
                prop_assert!(id.as_ref().is_none_or(shares));
                prop_assert!(r.split_from[n].as_ref().is_none_or(|id| shares(id) && kept.contains(id)));
            }
            for (id, to) in &r.ended {
                let alive = old.iter().any(|o| o.0 == *id && o.1.iter().any(|m| *m < is.len()));
                prop_assert_eq!(to.is_some(), alive);
            }
            // The same partition again changes nothing.
            let again = reconcile(&old, &old.iter().map(|o| o.1.clone()).collect::<Vec<_>>());
            prop_assert!(again.ended.is_empty() && again.kept.iter().all(Option::is_some));
        }
    }
}
