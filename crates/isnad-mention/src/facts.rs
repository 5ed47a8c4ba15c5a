//! What lists say of one reading of a word, asked once for all that want to know it.

use crate::key::{Key, Readings};
use crate::knowledge::Knowledge;
use crate::placewords::Noun;
use crate::registry::PeopleWord;
use crate::words::WordFlags;

/// What lists say of a reading.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Facts {
    /// What tagged text and lists of names say.
    pub flags: WordFlags,
    /// It is a title.
    pub title: bool,
    /// It is a nationality or people.
    pub people: Option<PeopleWord>,
    /// It is the noun of an institution.
    pub institution: bool,
    /// A body of a state begins with it.
    pub head: bool,
    /// It is a generic noun of places.
    pub noun: Option<Noun>,
    /// It is a direction.
    pub direction: bool,
}

impl Facts {
    fn of(k: &Knowledge, key: Key) -> Facts {
        Facts {
            flags: k.words.flags(key),
            title: k.titles.is_name_title(key),
            people: k.registry.people(key),
            institution: k.registry.institution(key).is_some(),
            head: k.registry.heads().begins(key),
            noun: k.places.noun(key),
            direction: k.places.direction(key),
        }
    }

    /// Those of all readings, in their order.
    pub fn all(k: &Knowledge, readings: &Readings) -> [Facts; 4] {
        let mut all = [Facts::default(); 4];
        all.iter_mut().zip(readings.iter()).for_each(|(facts, r)| *facts = Facts::of(k, r.key));
        all
    }
}
