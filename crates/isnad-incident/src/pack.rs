//! Evidence as bytes, for a cache.
//!
//! *Comes in*: an [`Evidence`]. *Goes out*: its bytes, and the same back. *Does not*: promise anything to another version of the program:
//! [`mark`] tells whether the bytes, keys and scores of a cache are this version's, and a cache of another mark is made anew.

use crate::candidates::Row;
use crate::clock::Clock;
use crate::evidence::Evidence;
use crate::online::{Item, keys_of};
use crate::partition::GROUPING;
use crate::weights::Weights;
use isnad_model::Sha256;
use isnad_model::wire::ReadingJson;

/// The bytes of an evidence.
pub fn to_bytes(e: &Evidence) -> Vec<u8> {
    // Only values that cannot be written make an error, and an evidence has none.
    postcard::to_allocvec(e).unwrap_or_default()
}

/// The evidence of bytes; `None` for bytes that are none.
pub fn from_bytes(bytes: &[u8]) -> Option<Evidence> {
    postcard::from_bytes(bytes).ok()
}

/// The bytes of a row of candidates: each, then the best that may have been left out.
pub fn row_to_bytes(row: &Row<Item>) -> Vec<u8> {
    let mut out = Vec::with_capacity(12 * (row.list.len() + 1));
    for (sum, item) in row.list.iter().chain(&row.out) {
        out.extend(sum.to_le_bytes());
        out.extend(item.to_le_bytes());
    }
    // A byte more where some may have been left out.
    out.extend(row.out.map(|_| 1));
    out
}

/// The row of bytes; `None` for bytes that are none.
pub fn row_from_bytes(bytes: &[u8]) -> Option<Row<Item>> {
    let more = match bytes.len() % 12 {
        0 => false,
        1 => true,
        _ => return None,
    };
    let one = |b: &[u8]| {
        Some((u32::from_le_bytes(b[..4].try_into().ok()?), Item::from_le_bytes(b[4..].try_into().ok()?)))
    };
    let mut list = bytes.chunks_exact(12).map(one).collect::<Option<Vec<_>>>()?;
    let out = if more { Some(list.pop()?) } else { None };
    Some(Row { list, out })
}

/// What tells this version's evidences, keys, scores and groups from another's: a hash over the weights, the options, and what
/// comes of an invented reading.
pub fn mark(weights: &Weights, clock: &Clock) -> String {
    let [rare, pairs, second, choice] = weights.to_bytes();
    let mut all =
        [rare, pairs, second, choice, clock.to_json(), format!("{GROUPING:?}").into_bytes()].concat();
    if let Ok(probe) = serde_json::from_str::<ReadingJson>(PROBE) {
        let e = Evidence::new(&probe, PROBE_TEXT);
        all.extend(to_bytes(&e));
        all.extend(keys_of(&e, weights).iter().flat_map(|k| k.to_le_bytes()));
    }
    Sha256::of(all).short(16)
}

const PROBE_TEXT: &str = "قصف مدفعي على قرية تل الريحان يوم الخميس أوقع 5 قتلى بينهم طفل، وأصيب تسعة";

/// A reading of [`PROBE_TEXT`], written by hand.
const PROBE: &str = r#"{"id":"probe","capture":"0000000000000000000000000000000000000000000000000000000000000000",
"text_sha256":"0000000000000000000000000000000000000000000000000000000000000000","url":null,"title":null,"language":"ar",
"outlet":"نبأ","versions":{"program":"0","lexicon":"0","models":"0"},"published":{"from":"2031-05-02","to":"2031-05-02",
"precision":"day","basis":"metadata"},"problems":[],"blocks":[{"kind":"body","start":0,"end":75}],"mentions":[],
"claims":[{"id":"1","block":0,"type":"shelling","status":"actual","background":false,"trigger":{"text":"قصف","start":0,"end":3},
"actor":[],"target":[],"place":[{"text":"تل الريحان","start":19,"end":29,"name":"تل الريحان","lat":36.2,"lon":37.1,
"gazetteer_id":null,"precision":"settlement"}],"time":[{"text":"الخميس","start":34,"end":40,"from":"2031-05-01",
"to":"2031-05-01","precision":"day","basis":"stated"}],"figures":[{"text":"5 قتلى","start":46,"end":52,"what":"killed",
"min":5,"max":5,"of":"unknown","part_of":null,"scope":"event"}],"says":[],"cue":null,"plover":null,"acled":null,
"confidence":0.9}],"wording":[]}"#;

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn probe() -> Evidence {
        Evidence::new(&serde_json::from_str(PROBE).unwrap(), PROBE_TEXT)
    }

    #[test]
    fn what_goes_in_comes_out() {
        let mut e = probe();
        assert_eq!((e.claims.len(), e.places.len(), e.killed.len(), e.stated.len()), (1, 1, 1, 1), "{e:?}");
        // «Several» has no bound.
        e.killed[0].max = f64::INFINITY;
        assert_eq!(from_bytes(&to_bytes(&e)), Some(e));
        let weights = Weights::shipped().unwrap();
        let clock = Clock::default();
        assert_eq!(mark(&weights, &clock), mark(&weights, &clock));
        assert_ne!(mark(&weights, &clock), mark(&weights, &Clock::shipped().unwrap()));
    }

    #[test]
    fn rows_go_in_and_come_out() {
        for out in [None, Some((4, 77))] {
            for list in [vec![], vec![(9, u64::MAX >> 1), (5, 3)]] {
                let row = Row { list, out };
                assert_eq!(row_from_bytes(&row_to_bytes(&row)), Some(row));
            }
        }
        assert_eq!(row_from_bytes(&[1; 14]), None);
        assert_eq!(row_from_bytes(&[1; 1]), None);
    }

    proptest! {
        #[test]
        fn damaged_bytes_are_none_or_an_evidence_and_never_panic(at in 0usize..400, to in any::<u8>(), cut in 0usize..400) {
            let mut bytes = to_bytes(&probe());
            let k = at % bytes.len();
            bytes[k] = to;
            let _ = from_bytes(&bytes);
            bytes.truncate(cut);
            let _ = from_bytes(&bytes);
        }
    }
}
