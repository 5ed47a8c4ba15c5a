//! GeoNames dumps: the 19 columns of allCountries.txt and of a country's file (SY.txt), and alternateNamesV2.txt.
//!
//! *Comes in*: a line. *Goes out*: a row of our own form, or the reason why not. Columns as in GeoNames' readme.txt.

use super::import::{Line, Province};
use isnad_read::{PlaceRow, degrees, news_name};

/// Columns of a dump of places.
pub const COLUMNS: usize = 19;

/// Whether a line is of a dump of places.
pub fn is_places(line: &str) -> bool {
    let cells: Vec<&str> = line.split('\t').collect();
    cells.len() == COLUMNS && cells[0].parse::<u64>().is_ok() && degrees(cells[4], 90.0).is_ok()
}

/// Whether a line is of alternateNamesV2.txt.
pub fn is_names(line: &str) -> bool {
    let cells: Vec<&str> = line.split('\t').collect();
    (8..=10).contains(&cells.len()) && cells[..2].iter().all(|c| c.parse::<u64>().is_ok())
}

/// Our type for a class and code of GeoNames; `None` for what reports of conflict hardly name (hotels, wells, roads).
fn kind(class: &str, code: &str) -> Option<String> {
    let own = match (class, code) {
        ("A", "PCLI" | "PCLD" | "PCLF" | "PCLS" | "PCLIX" | "TERR") => "country",
        ("A", "ADM1" | "ADM1H") => "region",
        ("A", "ADM2" | "ADM3" | "ADM4" | "ADMD") => "county",
        ("P", "PPLX") => "neighbourhood",
        ("P", _) => return Some(format!("locality:{code}")),
        ("L", "RGN" | "RGNE" | "RGNH" | "AREA" | "CST" | "VAL")
        | ("T", "DSRT" | "MTS" | "PEN" | "PLN" | "PLAT") => "area",
        ("L", "MILB" | "NVB") => "base",
        ("L", "PRT") | ("H", "HBR") => "port",
        ("S", "AIRB") => "airbase",
        ("S", "AIRP" | "AIRF" | "AIRH") => "airport",
        ("S", "INSM" | "FT" | "BRKS") => "base",
        ("S", "PRN") => "prison",
        ("S", "HSP" | "HSPC" | "HSPD") => "hospital",
        ("S", "CMPREF" | "CMPRF") | ("L", "CMPRF" | "REFC") => "camp",
        ("S", "BDG" | "BDGQ") => "bridge",
        ("S", "DAM" | "DAMQ") => "dam",
        ("S", "PSTB" | "CSTM") => "crossing",
        ("S", "MSQE" | "CH" | "UNIV" | "STDM" | "PS" | "PSH" | "MKT" | "CSTL" | "PAL") => "place",
        ("H", "STM" | "STMI" | "WAD" | "WADM") => "river",
        ("H", "LK" | "LKI" | "RSV" | "LGN" | "GULF" | "SEA" | "STRT" | "BAY") => "lake",
        _ => return None,
    };
    Some(own.to_owned())
}

/// Reads a line of places. The province is written as its code, for [`Province`] to fill in.
pub fn place(line: &str) -> Line {
    let cells: Vec<&str> = line.split('\t').collect();
    if cells.len() != COLUMNS {
        return Line::Bad(format!(
            "{} columns, but a GeoNames dump has {COLUMNS}, separated by tabs",
            cells.len()
        ));
    }
    if cells[0].parse::<u64>().is_err() {
        return Line::Bad(format!("'{}' is not a geonameid: a number was expected", cells[0]));
    }
    let (lat, lon) = match (degrees(cells[4], 90.0), degrees(cells[5], 180.0)) {
        (Ok(lat), Ok(lon)) => (lat, lon),
        (Err(e), _) | (_, Err(e)) => return Line::Bad(e),
    };
    let Some(kind) = kind(cells[6], cells[7]) else { return Line::OtherKind };
    let names = arabic(cells[3].split(',').chain([cells[1]]));
    if names.is_empty() {
        return Line::NoArabic;
    }
    let country = if cells[8].len() == 2 { cells[8] } else { "" };
    let code = format!("{country}.{}", cells[10]);
    let province = (kind == "region").then(|| (code.clone(), province_name(&names)));
    let id = if kind == "country" { format!("cc:{country}") } else { format!("gn:{}", cells[0]) };
    let row = PlaceRow {
        id: &id,
        geonameid: cells[0],
        wikidata: "",
        kind: &kind,
        country,
        province: if kind == "country" { "" } else { &code },
        lat,
        lon,
        population: cells[14].parse::<u64>().unwrap_or(0).min(u32::MAX.into()) as u32,
        names: &names.join("|"),
        name_en: cells[2],
    };
    Line::Place(row.line(), province.map(|(code, name)| Province { code, name }))
}

/// Reads a line of alternate names: the geonameid and the name, if it is an Arabic one.
pub fn name(line: &str) -> Line {
    let cells: Vec<&str> = line.split('\t').collect();
    let [_, geonameid, language, name, ..] = cells[..] else {
        return Line::Bad(format!(
            "{} columns, but alternateNamesV2.txt has 8 to 10, separated by tabs",
            cells.len()
        ));
    };
    if geonameid.parse::<u64>().is_err() {
        return Line::Bad(format!("'{geonameid}' is not a geonameid: a number was expected"));
    }
    if !matches!(language, "ar" | "ara" | "arz" | "apc" | "acm" | "ary") {
        return Line::NoArabic;
    }
    match news_name(name) {
        Some(name) => Line::Name(geonameid.to_owned(), name),
        None => Line::NoArabic,
    }
}

/// The Arabic names among `raw`, each once; those with the article and the shorter ones first, since news writes those.
pub fn arabic<'a>(raw: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut names: Vec<String> = raw.filter_map(news_name).collect();
    names.sort_by_key(|n| (!n.starts_with("ال"), n.chars().count(), n.clone()));
    names.dedup();
    names
}

/// The name of a province without the noun before it («محافظة حلب»).
pub fn province_name(names: &[String]) -> String {
    let bare = |n: &str| -> String {
        let nouns = ["محافظة ", "محافظه ", "ولاية ", "إقليم ", "منطقة ", "إمارة ", "شعبية ", "بلدية "];
        nouns.iter().find_map(|noun| n.strip_prefix(noun)).unwrap_or(n).to_owned()
    };
    let mut all: Vec<String> = names.iter().map(|n| bare(n)).collect();
    all.sort_by_key(|n| (n.chars().count(), n.clone()));
    all.into_iter().next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dump(code: &str, names: &str) -> String {
        format!(
            "77\tTell al-Ward\tTell al-Ward\t{names}\t36.5\t37.9\tP\t{code}\tSY\t\t09\t\t\t\t900\t\t300\tAsia/Damascus\t2026-01-01"
        )
    }

    #[test]
    fn a_dump_gives_rows_of_our_form() {
        assert!(is_places(&dump("PPL", "تل الورد")) && !is_names(&dump("PPL", "")));
        let Line::Place(line, None) = place(&dump("PPLA2", "Tell,تل الورد,تَلّة الورد (حلب)"))
        else {
            panic!()
        };
        assert_eq!(
            line,
            "gn:77\t77\t\tlocality:PPLA2\tSY\tSY.09\t36.5\t37.9\t900\tتل الورد|تلة الورد\tTell al-Ward"
        );
        assert!(matches!(place(&dump("PPL", "Tell")), Line::NoArabic));
        assert!(matches!(place("1\t2"), Line::Bad(_)));
    }

    #[test]
    fn alternate_names_are_taken_in_arabic_only() {
        assert!(
            matches!(name("1\t77\tar\tتل الورد\t\t\t\t\t\t"), Line::Name(id, n) if id == "77" && n == "تل الورد")
        );
        assert!(matches!(name("1\t77\ten\tTell\t\t\t\t\t\t"), Line::NoArabic));
        assert!(matches!(name("1\tx\tar\tتل\t\t\t\t\t\t"), Line::Bad(_)));
    }

    #[test]
    fn a_province_loses_its_noun() {
        assert_eq!(province_name(&["محافظة الورد".to_owned()]), "الورد");
    }

    proptest::proptest! {
        #[test]
        fn any_line_is_read_or_told(text in "(\\PC|\t|[0-9]{1,4}\t|ar\t|-?[0-9]{1,3}\\.[0-9]\t|P\tPPL\t){0,40}") {
            for line in [place(&text), name(&text)] {
                if let Line::Place(row, _) = line {
                    proptest::prop_assert!(PlaceRow::parse(&row).is_ok(), "what is kept can be read again: {row}");
                }
            }
            _ = (is_places(&text), is_names(&text));
        }
    }
}
