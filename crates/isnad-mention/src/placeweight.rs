//! The weight (logarithmic) that a place has before the rest of its report is looked at.
//!
//! *Comes in*: a place, and the expression that may name it. *Goes out*: how well known the place is, and how well it fits the
//! generic noun. *Does not*: compare places (that is `resolve`).

use crate::gazetteer::{Feature, Place};
use crate::placeexpr::PlaceHit;
use crate::placewords::NounClass;

/// Countries whose conflicts the program is for: an unsupported name is rather there.
pub(crate) const REGION: [[u8; 2]; 12] =
    [*b"SY", *b"IQ", *b"YE", *b"LY", *b"SD", *b"PS", *b"LB", *b"IL", *b"JO", *b"EG", *b"TR", *b"IR"];

/// Arab countries beyond these, and their neighbours whose towns Arabic news names.
const AROUND: [[u8; 2]; 15] = [
    *b"SA", *b"KW", *b"QA", *b"AE", *b"OM", *b"BH", *b"TN", *b"DZ", *b"MA", *b"MR", *b"SO", *b"DJ", *b"SS",
    *b"AF", *b"ER",
];
/// Weight that a town beyond these countries loses, if it is no large city.
const REMOTE: f64 = 1.5;

/// Whether a country is of the region or around it.
pub(crate) fn is_near(country: [u8; 2]) -> bool {
    REGION.contains(&country) || AROUND.contains(&country)
}

/// How well known a place is by itself.
pub(crate) fn prior(place: Place<'_>) -> f64 {
    let people = f64::from(place.population().max(1)).ln() * 0.35;
    let kind = match place.feature() {
        Feature::Country => 7.0,
        Feature::Area => 4.0,
        Feature::Province | Feature::Settlement | Feature::Camp => 0.0,
        Feature::Quarter => 1.0,
        Feature::District => -0.5,
        Feature::Facility | Feature::Water => 2.0,
    };
    let seat = if place.is_seat() { 1.0 } else { 0.0 };
    // What we wrote down by hand is what news names.
    let own = if place.is_own() { 1.5 } else { 0.0 };
    let region = if REGION.contains(&place.country_code()) { 1.0 } else { 0.0 };
    let remote = if place.feature() == Feature::Settlement
        && place.population() < 300_000
        && !is_near(place.country_code())
    {
        REMOTE
    } else {
        0.0
    };
    people.min(5.5) + kind + seat + own + region - remote
}

/// How well a place fits the generic noun before its name.
pub(crate) fn fit(hit: &PlaceHit, place: Place<'_>) -> f64 {
    let Some(noun) = hit.noun else {
        // A bare name is rather the town than its province or district.
        return match place.feature() {
            Feature::Province => -1.0,
            Feature::District => -1.5,
            _ => 0.0,
        };
    };
    let feature = place.feature();
    match noun.class {
        NounClass::Village => match feature {
            Feature::Settlement if place.population() > 50_000 => -2.0,
            Feature::Settlement => 1.5,
            Feature::Country | Feature::Province | Feature::Area => -4.0,
            _ => -1.0,
        },
        NounClass::Town | NounClass::City => match feature {
            Feature::Settlement => 2.0,
            Feature::Country | Feature::Province | Feature::Area => -4.0,
            _ => -1.0,
        },
        NounClass::Quarter => match feature {
            Feature::Quarter => 5.0,
            Feature::Camp => 0.5,
            Feature::Country | Feature::Province | Feature::Area => -5.0,
            _ => -1.0,
        },
        NounClass::Camp => {
            if feature == Feature::Camp {
                5.0
            } else {
                -0.5
            }
        }
        NounClass::District => match feature {
            Feature::District => 3.0,
            Feature::Area => 1.0,
            _ => 0.0,
        },
        NounClass::Province => {
            if feature == Feature::Province {
                6.0
            } else {
                -1.0
            }
        }
        NounClass::Land => match feature {
            Feature::Province => 3.0,
            Feature::District => 1.0,
            Feature::Country => -3.0,
            _ => 0.0,
        },
        NounClass::Country => {
            if feature == Feature::Country {
                2.0
            } else {
                0.0
            }
        }
        NounClass::Water => {
            if feature == Feature::Water {
                4.0
            } else {
                0.0
            }
        }
        NounClass::Facility => {
            if feature == Feature::Facility {
                4.0
            } else {
                0.0
            }
        }
        NounClass::Around | NounClass::Road => 0.0,
    }
}
