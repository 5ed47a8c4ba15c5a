//! What a place is, and what follows from it: how fine a mention of it is, how far two lists may put it apart.

use isnad_model::PlacePrecision;

/// What a place of the gazetteer is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Feature {
    /// A country.
    Country,
    /// Wider than a province, or without a border of its own: seas, ranges, «شمال شرقي سوريا».
    Area,
    /// A province (admin1).
    Province,
    /// A district or sub-district (admin2, admin3).
    District,
    /// A village, town or city.
    Settlement,
    /// A quarter of a town.
    Quarter,
    /// A camp of refugees or displaced people.
    Camp,
    /// A prison, base, airport, hospital, crossing, port, bridge, dam or other facility.
    Facility,
    /// A river or lake.
    Water,
}

impl Feature {
    /// All of them, in the order of their numbers in an index.
    pub(crate) const ALL: [Feature; 9] = [
        Feature::Country,
        Feature::Area,
        Feature::Province,
        Feature::District,
        Feature::Settlement,
        Feature::Quarter,
        Feature::Camp,
        Feature::Facility,
        Feature::Water,
    ];

    /// How wide: features of different scale are never the same place, whatever their numbers say.
    pub(crate) const fn scale(self) -> u8 {
        match self {
            Feature::Country => 0,
            Feature::Area | Feature::Water => 1,
            Feature::Province => 2,
            Feature::District => 3,
            Feature::Settlement | Feature::Quarter | Feature::Camp => 4,
            Feature::Facility => 5,
        }
    }

    /// Kilometres between two points that different lists may give for one place of this kind. Rows of one identity that lie
    /// farther apart are kept apart: the identity is wrong in one of them.
    pub(crate) const fn slack(self) -> f64 {
        match self {
            Feature::Country => 2000.0,
            Feature::Area | Feature::Water => 500.0,
            Feature::Province => 300.0,
            Feature::District => 100.0,
            Feature::Settlement | Feature::Quarter | Feature::Camp | Feature::Facility => 30.0,
        }
    }

    /// The feature of a row's `type`.
    pub fn of(kind: &str) -> Option<Self> {
        Some(match kind.split_once(':').map_or(kind, |(head, _)| head) {
            "country" => Feature::Country,
            "area" | "continent" | "macroregion" | "ocean" | "empire" => Feature::Area,
            "region" => Feature::Province,
            "county" | "district" | "localadmin" | "macrocounty" => Feature::District,
            "locality" | "borough" => Feature::Settlement,
            "neighbourhood" | "macrohood" | "microhood" => Feature::Quarter,
            "camp" => Feature::Camp,
            "prison" | "airbase" | "airport" | "base" | "bridge" | "dam" | "crossing" | "hospital"
            | "port" | "place" | "campus" | "venue" => Feature::Facility,
            "river" | "lake" | "water" => Feature::Water,
            _ => return None,
        })
    }

    /// How fine a mention of such a place is.
    pub const fn precision(self) -> PlacePrecision {
        match self {
            Feature::Country => PlacePrecision::Country,
            Feature::Area | Feature::Water => PlacePrecision::Region,
            Feature::Province => PlacePrecision::Province,
            Feature::District => PlacePrecision::District,
            Feature::Settlement | Feature::Camp => PlacePrecision::Settlement,
            // The point of a facility is right to a kilometre or two, like that of a quarter.
            Feature::Quarter | Feature::Facility => PlacePrecision::Quarter,
        }
    }
}
