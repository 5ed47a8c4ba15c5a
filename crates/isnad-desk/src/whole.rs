//! Whole numbers of JSON: `5.0` is one as much as `5`.

use serde::de::{Deserialize, Deserializer, Error};

/// The largest whole number that every program of JSON keeps exactly.
const EXACT: f64 = 9_007_199_254_740_991.0;

fn whole<'de, D: Deserializer<'de>>(d: D) -> Result<i64, D::Error> {
    let number = serde_json::Number::deserialize(d)?;
    if let Some(n) = number.as_i64() {
        return Ok(n);
    }
    match number.as_f64() {
        Some(n) if n.fract() == 0.0 && n.abs() <= EXACT => Ok(n as i64),
        _ => Err(D::Error::custom(format!("{number} is not a whole number that can be kept exactly"))),
    }
}

/// A number of a report.
pub fn key<'de, D: Deserializer<'de>>(d: D) -> Result<i64, D::Error> {
    whole(d)
}

/// A position.
pub fn position<'de, D: Deserializer<'de>>(d: D) -> Result<usize, D::Error> {
    let n = whole(d)?;
    usize::try_from(n).map_err(|_| D::Error::custom(format!("{n} is less than 0")))
}

/// A position or nothing.
pub fn maybe<'de, D: Deserializer<'de>>(d: D) -> Result<Option<usize>, D::Error> {
    struct Position(usize);
    impl<'de> Deserialize<'de> for Position {
        fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
            position(d).map(Position)
        }
    }
    Ok(Option::<Position>::deserialize(d)?.map(|p| p.0))
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    #[derive(Deserialize)]
    struct Given {
        #[serde(deserialize_with = "super::position")]
        at: usize,
        #[serde(default, deserialize_with = "super::maybe")]
        of: Option<usize>,
    }

    #[test]
    fn whole_numbers_are_whole_however_written() {
        for (text, want) in [
            (r#"{"at": 5}"#, Some((5, None))),
            (r#"{"at": 5.0, "of": 2.0}"#, Some((5, Some(2)))),
            (r#"{"at": 5e1, "of": null}"#, Some((50, None))),
            (r#"{"at": 5.5}"#, None),
            (r#"{"at": -1}"#, None),
            (r#"{"at": 1e300}"#, None),
            (r#"{"at": "5"}"#, None),
        ] {
            let got = serde_json::from_str::<Given>(text).ok().map(|g| (g.at, g.of));
            assert_eq!(got, want, "{text}");
        }
    }
}
