//! One place as a line of text: the form of gazetteer/places.tsv, of a user's own list, and of what imports keep.

use super::Feature;

/// The columns, in their order.
pub const COLUMNS: [&str; 11] =
    ["id", "geonameid", "wikidata", "type", "cc", "adm1_ar", "lat", "lon", "pop", "names_ar", "name_en"];

/// Names of one place that are kept.
const MOST_NAMES: usize = 100;

/// A place as a row gives it.
#[derive(Debug, Clone, PartialEq)]
pub struct PlaceRow<'a> {
    /// Identity within its list: `gn:` GeoNames, `wof:` Who's On First, `cc:` country, `is:` Isnad's own list.
    pub id: &'a str,
    /// Number in GeoNames; empty where unknown.
    pub geonameid: &'a str,
    /// Item of Wikidata («Q…»); empty where unknown.
    pub wikidata: &'a str,
    /// Kind of place, with the code of GeoNames after a colon where there is one (`locality:PPLA`).
    pub kind: &'a str,
    /// Two letters of ISO 3166; empty where it lies in no one country.
    pub country: &'a str,
    /// Arabic name of its province; empty where unknown.
    pub province: &'a str,
    /// Latitude in degrees, WGS 84.
    pub lat: f32,
    /// Longitude in degrees, WGS 84.
    pub lon: f32,
    /// People; 0 where unknown.
    pub population: u32,
    /// Arabic names, separated by `|`, the usual one first.
    pub names: &'a str,
    /// Name in Latin letters.
    pub name_en: &'a str,
}

impl<'a> PlaceRow<'a> {
    /// Reads a line of [`COLUMNS`]. The error says what was expected.
    pub fn parse(line: &'a str) -> Result<Self, String> {
        let mut columns = [""; COLUMNS.len()];
        let mut cells = line.split('\t');
        for (name, slot) in COLUMNS.iter().zip(&mut columns) {
            *slot = cells.next().ok_or_else(|| {
                format!(
                    "the column {name} is missing: {} columns, separated by tabs, were expected",
                    COLUMNS.len()
                )
            })?;
        }
        let [id, geonameid, wikidata, kind, country, province, lat, lon, population, names, name_en] =
            columns;
        if id.is_empty() {
            return Err("the id is empty".to_owned());
        }
        Feature::of(kind).ok_or_else(|| {
            format!("the type '{kind}' is not known; one such as locality, neighbourhood, camp, region was expected")
        })?;
        if !matches!(country.as_bytes(), [] | [b'A'..=b'Z', b'A'..=b'Z']) {
            return Err(format!("'{country}' is not a country of two capital letters"));
        }
        Ok(PlaceRow {
            id,
            geonameid,
            wikidata,
            kind,
            country,
            province,
            lat: degrees(lat, 90.0)?,
            lon: degrees(lon, 180.0)?,
            population: people(population)?,
            names,
            name_en: name_en.trim_end_matches('\r'),
        })
    }

    /// Whether a line holds no place: a comment, the line of column names, or nothing.
    pub fn is_no_row(line: &str) -> bool {
        line.starts_with('#') || line.trim().is_empty() || line.starts_with("id\t")
    }

    /// The names, each once, a hundred at most.
    pub fn each_name(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        self.names.split('|').map(str::trim).filter(|n| !n.is_empty()).take(MOST_NAMES)
    }

    /// The line, without its end.
    pub fn line(&self) -> String {
        let population = if self.population > 0 { self.population.to_string() } else { String::new() };
        let cell = |s: &str| s.replace(['\t', '\n', '\r'], " ");
        format!(
            "{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{population}\t{}\t{}",
            cell(self.id),
            cell(self.geonameid),
            cell(self.wikidata),
            self.kind,
            self.country,
            cell(self.province),
            self.lat,
            self.lon,
            cell(self.names),
            cell(self.name_en)
        )
    }
}

/// Degrees of latitude (`most` 90) or longitude (`most` 180).
pub fn degrees(text: &str, most: f32) -> Result<f32, String> {
    text.trim()
        .parse::<f32>()
        .ok()
        .filter(|d| d.abs() <= most)
        .ok_or_else(|| format!("'{text}' are not degrees: a number between -{most} and {most} was expected"))
}

/// A number of people; nothing is 0.
fn people(text: &str) -> Result<u32, String> {
    if text.is_empty() {
        return Ok(0);
    }
    let n = text.parse::<f64>().ok().filter(|n| n.is_finite() && *n >= 0.0);
    n.map(|n| n.min(4e9) as u32).ok_or_else(|| format!("'{text}' is not a number of people"))
}

/// A name of a dump as news would write it, or `None`: Arabic letters only, without vowel signs and remarks in brackets.
///
/// ```
/// assert_eq!(isnad_mention::news_name("تَلّ الورد (ناحية)").as_deref(), Some("تل الورد"));
/// assert_eq!(isnad_mention::news_name("Tell al-Ward"), None);
/// ```
pub fn news_name(name: &str) -> Option<String> {
    let name = name.split(['(', ',', '،', '/', '[']).next().unwrap_or("");
    let mut out = String::with_capacity(name.len());
    for c in name.chars() {
        match c {
            '\u{0621}'..='\u{063a}'
            | '\u{0641}'..='\u{064a}'
            | '\u{066e}'
            | '\u{066f}'
            | '\u{0671}'..='\u{06d3}' => out.push(c),
            '\u{0640}' | '\u{064b}'..='\u{065f}' | '\u{0670}' | '\u{200c}'..='\u{200f}' => {}
            '-' | '_' | '\u{2010}'..='\u{2014}' => out.push(' '),
            c if c.is_whitespace() => out.push(' '),
            _ => return None,
        }
    }
    let out = out.split_whitespace().collect::<Vec<_>>().join(" ");
    (2..=40).contains(&out.chars().count()).then_some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_goes_there_and_back() {
        let line = "x:1\t12\tQ7\tlocality:PPLA\tSY\tحلب\t36.5\t37.9\t900\tتل الورد|تلة الورد\tTell al-Ward";
        let row = PlaceRow::parse(line).unwrap();
        assert_eq!(row.line(), line);
        assert_eq!(row.each_name().count(), 2);
    }

    #[test]
    fn names_of_dumps_become_names_of_news() {
        for (given, want) in [
            ("تل-الورد", Some("تل الورد")),
            ("قرية  الورد", Some("قرية الورد")),
            ("الورد، حلب", Some("الورد")),
            ("ورد2", None),
            ("و", None),
        ] {
            assert_eq!(news_name(given).as_deref(), want, "{given}");
        }
    }
}
