//! The JSON form of a reading: what `isnad read --format jsonl` prints and the archive keeps.
//!
//! *Comes in*: a [`Report`] and its [`Reading`]. *Goes out*: [`ReadingJson`], in which `start` and `end` count
//! **Unicode scalar values** of the report's text, and every span carries its words as `text`.
//! Field order is fixed, so the same reading is the same bytes.

use crate::{
    Basis, BlockKind, CharMap, Claim, ClaimType, Figure, FigureOf, FigureScope, FigureWhat, LinkKind,
    Mention, MentionKind, Party, PlacePrecision, PlaceValue, Problem, Reading, Report, Resolved, Sha256,
    Source, Span, Status, TimePrecision, TimeValue, Versions, WordingKind,
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// A span with its words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct SpanJson {
    /// The words.
    pub text: String,
    /// First character, counted in Unicode scalar values.
    pub start: usize,
    /// One past the last character.
    pub end: usize,
}

/// A block.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct BlockJson {
    /// What it is.
    pub kind: BlockKind,
    /// First character.
    pub start: usize,
    /// One past the last character.
    pub end: usize,
}

/// Date of publication.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct PublishedJson {
    /// First possible day, YYYY-MM-DD.
    pub from: Date,
    /// Last possible day, YYYY-MM-DD.
    pub to: Date,
    /// How fine it is.
    pub precision: TimePrecision,
    /// What it was taken from.
    pub basis: Basis,
    /// First character of the words that give it, where it was taken from the text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start: Option<usize>,
    /// One past the last character of these words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end: Option<usize>,
}

/// Something that the reader met.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct ProblemJson {
    /// Stable code, listed in docs/PROBLEMS.md.
    pub code: crate::ProblemCode,
    /// For a person.
    pub message: String,
    /// First character, where it is at a place of the text.
    pub start: Option<usize>,
    /// One past the last character.
    pub end: Option<usize>,
}

/// One place that a name may mean.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct CandidateJson {
    /// Identity in the gazetteer.
    pub gazetteer_id: String,
    /// The gazetteer's name.
    pub name: String,
    /// Latitude, degrees.
    pub lat: f64,
    /// Longitude, degrees.
    pub lon: f64,
    /// Weight among the candidates, which add up to 1.
    pub score: f32,
}

/// Where an inferred value was taken from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct FromJson {
    /// The other report's id; null is this report.
    pub report: Option<String>,
    /// First character in that report's text.
    pub start: usize,
    /// One past the last character.
    pub end: usize,
}

/// A mention. Fields that its kind does not have are absent.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct MentionJson {
    /// What it names.
    pub kind: MentionKind,
    /// Where.
    #[serde(flatten)]
    pub at: SpanJson,
    /// Identity in the actor registry.
    pub entity: Option<String>,
    /// Place or facility.
    #[serde(flatten, default, skip_serializing_if = "Option::is_none")]
    pub place: Option<PlaceFields>,
    /// Time.
    #[serde(flatten, default, skip_serializing_if = "Option::is_none")]
    pub time: Option<TimeFields>,
    /// Quantity.
    #[serde(flatten, default, skip_serializing_if = "Option::is_none")]
    pub quantity: Option<QuantityFields>,
}

/// The fields of a place.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct PlaceFields {
    /// The name that was looked up.
    pub name: String,
    /// Latitude, degrees; null where not settled.
    pub lat: Option<f64>,
    /// Longitude, degrees; null where not settled.
    pub lon: Option<f64>,
    /// Identity in the gazetteer; null where not settled.
    pub gazetteer_id: Option<String>,
    /// How fine it is.
    pub precision: PlacePrecision,
    /// Kilometres around the point within which it lies, where the words give an area.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub radius_km: Option<f64>,
    /// What else it may be, best first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub candidates: Vec<CandidateJson>,
    /// Where it was taken from, if not from the words themselves.
    #[serde(default, skip_serializing_if = "Option::is_none", rename = "taken_from")]
    pub source: Option<FromJson>,
}

/// The fields of a time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct TimeFields {
    /// First day, YYYY-MM-DD; null where it stays relative.
    pub from: Option<Date>,
    /// Last day within, YYYY-MM-DD.
    pub to: Option<Date>,
    /// How fine it is.
    pub precision: TimePrecision,
    /// What it rests on.
    pub basis: Basis,
    /// Hours of the day where a part of the day is said: [first, last], 0 to 23.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time_of_day: Option<[u8; 2]>,
    /// Where the value was taken from, if not from the words themselves.
    #[serde(default, skip_serializing_if = "Option::is_none", rename = "taken_from")]
    pub source: Option<FromJson>,
}

/// The fields of a quantity.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct QuantityFields {
    /// Smallest value that the words allow; null where open.
    pub min: Option<f64>,
    /// Largest value that the words allow; null where open.
    pub max: Option<f64>,
    /// What is counted, as the text says it.
    pub unit: Option<String>,
}

/// Actor or target of a claim.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct PartyJson {
    /// Where.
    #[serde(flatten)]
    pub at: SpanJson,
    /// Identity in the actor registry.
    pub entity: Option<String>,
}

/// Place of a claim.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct PlaceRoleJson {
    /// Where in the text.
    #[serde(flatten)]
    pub at: SpanJson,
    /// The place.
    #[serde(flatten)]
    pub place: PlaceFields,
}

/// Time of a claim.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct TimeRoleJson {
    /// Where in the text.
    #[serde(flatten)]
    pub at: SpanJson,
    /// The time.
    #[serde(flatten)]
    pub time: TimeFields,
}

/// Figure of a claim.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct FigureJson {
    /// Where in the text.
    #[serde(flatten)]
    pub at: SpanJson,
    /// What is counted.
    pub what: FigureWhat,
    /// Smallest value that the words allow; null where open.
    pub min: Option<f64>,
    /// Largest value that the words allow; null where open.
    pub max: Option<f64>,
    /// Of whom.
    pub of: FigureOf,
    /// Index of the figure of the same claim that holds this one.
    pub part_of: Option<usize>,
    /// Over what it counts.
    pub scope: FigureScope,
}

/// Link of a claim's chain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct LinkJson {
    /// The source's words.
    #[serde(flatten)]
    pub at: SpanJson,
    /// Who or what it is.
    pub kind: LinkKind,
    /// Identity in the actor registry.
    pub entity: Option<String>,
    /// What the words point back to («المصدر» to the source named before).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub taken_from: Option<FromJson>,
}

/// Words that gave a property of the claim.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct WhyJson {
    /// Which property.
    pub field: String,
    /// The words.
    #[serde(flatten)]
    pub at: SpanJson,
    /// The rule or feature.
    pub rule: String,
}

/// A claim.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct ClaimJson {
    /// Made from the text's hash, the trigger's place and the type: the same in every reading that finds the same claim.
    pub id: String,
    /// Index of the block that holds the trigger.
    pub block: usize,
    /// What is said to have happened.
    #[serde(rename = "type")]
    pub kind: ClaimType,
    /// How surely.
    pub status: Status,
    /// Whether the text recalls it as history.
    pub background: bool,
    /// The words that evoke it.
    pub trigger: SpanJson,
    /// Who does it.
    pub actor: Vec<PartyJson>,
    /// To whom or what.
    pub target: Vec<PartyJson>,
    /// Where, most specific first.
    pub place: Vec<PlaceRoleJson>,
    /// When.
    pub time: Vec<TimeRoleJson>,
    /// How many.
    pub figures: Vec<FigureJson>,
    /// On whose word, outermost first, without the outlet.
    pub says: Vec<LinkJson>,
    /// The word that attributes or hedges.
    pub cue: Option<SpanJson>,
    /// PLOVER event type.
    pub plover: Option<String>,
    /// ACLED sub-event type.
    pub acled: Option<String>,
    /// How sure the reader is, 0 to 1.
    pub confidence: f32,
    /// Which words gave what.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub why: Vec<WhyJson>,
}

/// What the headline of another story claims, read apart from the report: a read-also line, a ticker.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct LinkedJson {
    /// Index of its block.
    pub block: usize,
    /// Its claims.
    pub claims: Vec<ClaimJson>,
}

/// A loaded word of the outlet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct WordingJson {
    /// Where.
    #[serde(flatten)]
    pub at: SpanJson,
    /// How it is loaded.
    pub kind: WordingKind,
}

/// One report, read.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct ReadingJson {
    /// The report's id.
    pub id: String,
    /// SHA-256 of the capture's bytes.
    pub capture: Sha256,
    /// SHA-256 of the report's text.
    pub text_sha256: Sha256,
    /// Address.
    pub url: Option<String>,
    /// Title.
    pub title: Option<String>,
    /// Language, BCP 47.
    pub language: Option<String>,
    /// Outlet.
    pub outlet: Option<String>,
    /// What made the reading.
    pub versions: Versions,
    /// The extracted text, for HTML, WARC and feeds; absent where the input is the text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// Date of publication; null is unknown.
    pub published: Option<PublishedJson>,
    /// What was met.
    pub problems: Vec<ProblemJson>,
    /// The blocks.
    pub blocks: Vec<BlockJson>,
    /// The mentions.
    pub mentions: Vec<MentionJson>,
    /// The report's own claims.
    pub claims: Vec<ClaimJson>,
    /// Claims of other stories' headlines on the page, a block each. They are not the report's.
    #[serde(default)]
    pub links: Vec<LinkedJson>,
    /// The loaded words.
    pub wording: Vec<WordingJson>,
}

/// The id of a claim: 16 hexadecimal digits of the SHA-256 of text hash, trigger span (bytes) and type.
pub fn claim_id(text_sha256: &Sha256, trigger: Span, kind: ClaimType) -> String {
    Sha256::of(format!("{text_sha256} {} {} {kind}", trigger.start, trigger.end)).short(16)
}

impl ReadingJson {
    /// The JSON form of `reading` of `report`.
    pub fn new(report: &Report, reading: &Reading) -> Self {
        let w = Writer { text: &report.text, map: CharMap::new(&report.text) };
        let mut claims = Vec::with_capacity(reading.claims.len());
        let mut links: Vec<LinkedJson> = Vec::new();
        for claim in &reading.claims {
            let json = w.claim(&report.text_sha256, claim);
            if !report.blocks.get(claim.block).is_some_and(|b| b.kind.is_link()) {
                claims.push(json);
            } else if let Some(link) = links.last_mut().filter(|l| l.block == claim.block) {
                link.claims.push(json);
            } else {
                links.push(LinkedJson { block: claim.block, claims: vec![json] });
            }
        }
        ReadingJson {
            id: report.id.clone(),
            capture: report.capture,
            text_sha256: report.text_sha256,
            url: report.url.clone(),
            title: report.title.clone(),
            language: report.language.clone(),
            outlet: report.outlet.clone(),
            versions: reading.versions.clone(),
            text: report.extracted.then(|| report.text.clone()),
            published: report.published.as_ref().map(|p| {
                let at = p.span.map(|s| w.map.chars(s));
                PublishedJson {
                    from: p.from,
                    to: p.to,
                    precision: p.precision,
                    basis: p.basis,
                    start: at.map(|a| a.0),
                    end: at.map(|a| a.1),
                }
            }),
            problems: report.problems.iter().chain(&reading.problems).map(|p| w.problem(p)).collect(),
            blocks: report
                .blocks
                .iter()
                .map(|b| {
                    let (start, end) = w.map.chars(b.span);
                    BlockJson { kind: b.kind, start, end }
                })
                .collect(),
            mentions: reading.mentions.iter().map(|m| w.mention(m)).collect(),
            claims,
            links,
            wording: reading
                .wording
                .iter()
                .map(|x| WordingJson { at: w.span(x.span), kind: x.kind })
                .collect(),
        }
    }
}

struct Writer<'t> {
    text: &'t str,
    map: CharMap<'t>,
}

impl Writer<'_> {
    fn span(&self, s: Span) -> SpanJson {
        let (start, end) = self.map.chars(s);
        SpanJson { text: s.of(self.text).to_owned(), start, end }
    }

    fn problem(&self, p: &Problem) -> ProblemJson {
        let at = p.span.map(|s| self.map.chars(s));
        ProblemJson { code: p.code, message: p.message.clone(), start: at.map(|a| a.0), end: at.map(|a| a.1) }
    }

    fn source(&self, s: &Source) -> FromJson {
        // The span counts bytes of the other report, whose text is not at hand: only this report's are turned into characters.
        let (start, end) =
            if s.report.is_none() { self.map.chars(s.span) } else { (s.span.start, s.span.end) };
        FromJson { report: s.report.clone(), start, end }
    }

    fn place(&self, p: &PlaceValue) -> PlaceFields {
        PlaceFields {
            name: p.name.clone(),
            lat: p.lat,
            lon: p.lon,
            gazetteer_id: p.gazetteer_id.clone(),
            precision: p.precision,
            radius_km: p.radius_km,
            source: p.source.as_ref().map(|s| self.source(s)),
            candidates: p
                .candidates
                .iter()
                .map(|c| CandidateJson {
                    gazetteer_id: c.gazetteer_id.clone(),
                    name: c.name.clone(),
                    lat: c.lat,
                    lon: c.lon,
                    score: c.score,
                })
                .collect(),
        }
    }

    fn time(&self, t: &TimeValue) -> TimeFields {
        TimeFields {
            from: t.from,
            to: t.to,
            precision: t.precision,
            basis: t.basis,
            time_of_day: t.time_of_day.map(|d| [d.from_hour, d.to_hour]),
            source: t.source.as_ref().map(|s| self.source(s)),
        }
    }

    fn mention(&self, m: &Mention) -> MentionJson {
        MentionJson {
            kind: m.kind,
            at: self.span(m.span),
            entity: m.entity.clone(),
            place: m.place().map(|p| self.place(p)),
            time: m.time().map(|t| self.time(t)),
            quantity: match &m.value {
                Resolved::Quantity(q) => {
                    Some(QuantityFields { min: q.min, max: q.max, unit: q.unit.clone() })
                }
                _ => None,
            },
        }
    }

    fn party(&self, p: &Party) -> PartyJson {
        PartyJson { at: self.span(p.span), entity: p.entity.clone() }
    }

    fn figure(&self, f: &Figure) -> FigureJson {
        FigureJson {
            at: self.span(f.span),
            what: f.what,
            min: f.min,
            max: f.max,
            of: f.of,
            part_of: f.part_of,
            scope: f.scope,
        }
    }

    fn claim(&self, text_sha256: &Sha256, c: &Claim) -> ClaimJson {
        ClaimJson {
            id: claim_id(text_sha256, c.trigger, c.kind),
            block: c.block,
            kind: c.kind,
            status: c.status,
            background: c.background,
            trigger: self.span(c.trigger),
            actor: c.actor.iter().map(|p| self.party(p)).collect(),
            target: c.target.iter().map(|p| self.party(p)).collect(),
            place: c
                .place
                .iter()
                .map(|p| PlaceRoleJson { at: self.span(p.span), place: self.place(&p.value) })
                .collect(),
            time: c
                .time
                .iter()
                .map(|t| TimeRoleJson { at: self.span(t.span), time: self.time(&t.value) })
                .collect(),
            figures: c.figures.iter().map(|f| self.figure(f)).collect(),
            says: c
                .says
                .iter()
                .map(|l| LinkJson {
                    at: self.span(l.span),
                    kind: l.kind,
                    entity: l.entity.clone(),
                    taken_from: l.taken_from.map(|s| {
                        let (start, end) = self.map.chars(s);
                        FromJson { report: None, start, end }
                    }),
                })
                .collect(),
            cue: c.cue.map(|s| self.span(s)),
            plover: c.plover.clone(),
            acled: c.acled.clone(),
            confidence: (c.confidence * 1000.0).round() / 1000.0,
            why: c
                .why
                .iter()
                .map(|y| WhyJson { field: y.field.clone(), at: self.span(y.span), rule: y.rule.clone() })
                .collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Block, Quantity, Sha256};

    #[test]
    fn positions_are_characters_and_the_form_reads_back() {
        let text = "مقتل 3 أشخاص".to_owned();
        let report = Report {
            id: "r".into(),
            capture: Sha256::of(&text),
            text_sha256: Sha256::of(&text),
            blocks: vec![Block { kind: BlockKind::Body, span: Span::new(0, text.len()) }],
            extracted: false,
            url: None,
            title: None,
            language: Some("ar".into()),
            outlet: None,
            published: None,
            problems: vec![],
            text,
        };
        let three = Span::new("مقتل ".len(), "مقتل 3".len());
        let reading = Reading {
            versions: Versions { program: "0".into(), lexicon: "l".into(), models: "m".into() },
            mentions: vec![Mention {
                kind: MentionKind::Quantity,
                span: three,
                within: None,
                entity: None,
                value: Resolved::Quantity(Quantity {
                    min: Some(3.0),
                    max: Some(3.0),
                    unit: Some("أشخاص".into()),
                }),
            }],
            claims: vec![],
            wording: vec![],
            problems: vec![],
        };
        let json = serde_json::to_value(ReadingJson::new(&report, &reading)).unwrap();
        assert_eq!(
            json["mentions"][0],
            serde_json::json!({"kind":"quantity","text":"3","start":5,"end":6,"entity":null,"min":3.0,"max":3.0,"unit":"أشخاص"})
        );
        assert!(json.get("text").is_none(), "text given as input is not repeated");
        let back: ReadingJson = serde_json::from_value(json).unwrap();
        assert_eq!(back.mentions[0].at.end, 6);
        assert!(back.mentions[0].time.is_none());
    }
}
