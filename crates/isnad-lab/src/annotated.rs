//! Annotated texts: what the models of claims learn from and are measured on.
//!
//! *Comes in*: ../shared/gold (quotations), annotations/claims (our invented reports as quotations; texts of ../shared as ids, hashes
//! and positions). *Goes out*: [`Annotated`] texts with claims as spans. *Does not*: train, or say what may be measured on what.

use crate::claims_deep::UNTAUGHT;
use crate::shared::{Shared, rows};
use anyhow::{Context, Result, bail, ensure};
use isnad_claim::examples::GoldClaim;
use isnad_model::{Block, BlockKind, ClaimType, FigureWhat, LinkKind, Sha256, Span, Status};
use serde::Deserialize;
use std::collections::HashMap;
use std::path::Path;

/// An annotated text with the spans of its claims.
#[derive(Clone)]
pub struct Annotated {
    /// Identity.
    pub id: String,
    /// The text.
    pub text: String,
    /// Where the report's own words stand.
    pub blocks: Vec<Block>,
    /// What an annotator found in it.
    pub claims: Vec<GoldClaim>,
    /// One of our invented reports, which say what is carried over sentences.
    pub report: bool,
    /// Whether it was annotated what a claim takes from other sentences.
    pub carried: bool,
    /// The part of the encoder's training that it is new in, from 1, or [`UNTAUGHT`].
    pub part: u8,
    /// A text of ../shared/airwars.
    pub airwars: bool,
    /// Its types teach the model of types.
    pub typed: bool,
}

impl Annotated {
    /// A text that is none of our invented ones, and whose types teach.
    fn new(id: String, text: String, blocks: Vec<Block>, claims: Vec<GoldClaim>, airwars: bool) -> Self {
        let (report, carried, part, typed) = (false, true, 1, true);
        Annotated { id, text, blocks, claims, report, carried, part, airwars, typed }
    }
}

#[derive(Deserialize)]
struct Quoted {
    id: String,
    text: String,
    #[serde(default)]
    body: Body,
    claims: Vec<QuotedClaim>,
}

/// First and last characters of the body: missing where the whole text is body, null where there is none.
#[derive(Default, Deserialize)]
#[serde(from = "Option<(String, String)>")]
enum Body {
    #[default]
    Whole,
    None,
    Between(String, String),
}

impl From<Option<(String, String)>> for Body {
    fn from(marks: Option<(String, String)>) -> Self {
        marks.map_or(Body::None, |(a, b)| Body::Between(a, b))
    }
}

#[derive(Deserialize)]
struct QuotedClaim {
    trigger: String,
    #[serde(default)]
    occ: usize,
    #[serde(rename = "type")]
    kind: ClaimType,
    status: Status,
    background: bool,
    actor: Vec<String>,
    target: Vec<String>,
    place: Vec<String>,
    time: Vec<String>,
    figures: Vec<QuotedFigure>,
    says: Vec<QuotedSource>,
    /// What stands in the headline or an earlier sentence (our own reports).
    #[serde(default)]
    carried: Carried,
}

/// Values by role that a claim takes from elsewhere.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Carried {
    actor: Vec<Elsewhere>,
    target: Vec<Elsewhere>,
    place: Vec<Elsewhere>,
    time: Vec<Elsewhere>,
    says: Vec<Elsewhere>,
}

#[derive(Deserialize)]
struct Elsewhere {
    quote: String,
    occ: usize,
    kind: Option<LinkKind>,
}

#[derive(Deserialize)]
struct QuotedFigure {
    quote: String,
    what: FigureWhat,
}

#[derive(Deserialize)]
struct QuotedSource {
    quote: String,
    kind: LinkKind,
}

/// The occurrence of `words` in `text` that is nearest to `at`.
fn nearest(text: &str, words: &str, at: usize) -> Option<Span> {
    (!words.is_empty()).then_some(())?;
    text.match_indices(words).map(|(k, _)| Span::new(k, k + words.len())).min_by_key(|s| s.start.abs_diff(at))
}

impl Quoted {
    fn spans(self) -> Result<Annotated> {
        let text = self.text;
        let mut claims = Vec::new();
        for c in self.claims {
            let (at, _) = text
                .match_indices(&c.trigger)
                .nth(c.occ)
                .with_context(|| format!("{}: «{}» does not stand in the text", self.id, c.trigger))?;
            let all = |quotes: &[String]| -> Vec<Span> {
                quotes.iter().filter_map(|q| nearest(&text, q, at)).collect()
            };
            let far = |list: &[Elsewhere]| -> Vec<Span> {
                let find = |e: &Elsewhere| {
                    text.match_indices(&e.quote).nth(e.occ).map(|(k, q)| Span::new(k, k + q.len()))
                };
                list.iter().filter_map(find).collect()
            };
            let mut claim = GoldClaim {
                trigger: Span::new(at, at + c.trigger.len()),
                kind: c.kind,
                status: c.status,
                background: c.background,
                actor: all(&c.actor),
                target: all(&c.target),
                place: all(&c.place),
                time: all(&c.time),
                figures: c
                    .figures
                    .iter()
                    .filter_map(|f| Some((nearest(&text, &f.quote, at)?, f.what)))
                    .collect(),
                says: c.says.iter().filter_map(|s| Some((nearest(&text, &s.quote, at)?, s.kind))).collect(),
            };
            claim.actor.extend(far(&c.carried.actor));
            claim.target.extend(far(&c.carried.target));
            claim.place.extend(far(&c.carried.place));
            claim.time.extend(far(&c.carried.time));
            let kinds = c.carried.says.iter().map(|e| e.kind.unwrap_or(LinkKind::Unnamed));
            claim.says.extend(far(&c.carried.says).into_iter().zip(kinds));
            claims.push(claim);
        }
        let body = |span| vec![Block { kind: BlockKind::Body, span }];
        let blocks = match &self.body {
            Body::Whole => body(Span::new(0, text.len())),
            Body::None => Vec::new(),
            Body::Between(first, last) => {
                match (text.find(first.as_str()), text.rfind(last.as_str()).map(|k| k + last.len())) {
                    (Some(a), Some(b)) if a < b => body(Span::new(a, b)),
                    _ => bail!("{}: the marks of its body do not stand in the text", self.id),
                }
            }
        };
        let airwars = self.id.starts_with("source-");
        Ok(Annotated::new(self.id, text, blocks, claims, airwars))
    }
}

fn quoted(rows: Vec<Quoted>) -> Result<Vec<Annotated>> {
    rows.into_iter().map(Quoted::spans).collect()
}

/// The two annotated sets of ../shared/gold.
pub fn gold(shared: &Shared) -> Result<[(&'static str, Vec<Annotated>); 2]> {
    Ok([
        ("gold/dev.jsonl", quoted(shared.rows("gold/dev.jsonl")?)?),
        ("gold/airwars_dev.jsonl", quoted(shared.rows("gold/airwars_dev.jsonl")?)?),
    ])
}

/// A row of annotations/claims: where the text stands in ../shared, its hash, and positions in characters.
#[derive(Deserialize)]
struct Placed {
    id: String,
    /// File of ../shared.
    file: String,
    /// Value of `id` of the row that holds the text, in a file of JSON lines.
    row: Option<String>,
    /// Characters of the file, elsewhere.
    at: Option<(usize, usize)>,
    text_sha256: String,
    /// Characters from the first to the last word that a claim of a crawled page uses: the page's other lines are not read.
    extent: Option<(usize, usize)>,
    claims: Vec<PlacedClaim>,
}

type Place = (usize, usize);

/// First and last character, what is counted, smallest and largest value.
type PlacedFigure = (usize, usize, FigureWhat, Option<f64>, Option<f64>);

#[derive(Deserialize)]
struct PlacedClaim {
    trigger: Place,
    #[serde(rename = "type")]
    kind: ClaimType,
    status: Status,
    background: bool,
    actor: Vec<Place>,
    target: Vec<Place>,
    place: Vec<Place>,
    time: Vec<Place>,
    figures: Vec<PlacedFigure>,
    says: Vec<(usize, usize, LinkKind)>,
}

/// Our own annotations of texts of ../shared.
pub fn own(shared: &Shared) -> Result<Vec<Annotated>> {
    #[derive(Deserialize)]
    struct Text {
        id: String,
        text: String,
    }
    let mut out = Vec::new();
    let mut files: HashMap<String, HashMap<String, String>> = HashMap::new();
    let mut whole: HashMap<String, Vec<char>> = HashMap::new();
    // The invented reports whose part is `dev`; the other half is for measuring. Those who wrote the second file doubted many
    // types (annotations/claims/README.md), so it teaches all but these.
    #[derive(Deserialize)]
    struct Part {
        part: String,
    }
    for (file, typed) in
        [("annotations/claims/reports.jsonl", true), ("annotations/claims/reports-2.jsonl", false)]
    {
        for line in std::fs::read_to_string(file)?.lines() {
            if serde_json::from_str::<Part>(line)?.part == "dev" {
                out.push(Annotated { report: true, typed, ..serde_json::from_str::<Quoted>(line)?.spans()? });
            }
        }
    }
    // The files of one part of the encoder's training are learned together, those of the next were written after that.
    const INVENTED: [(&str, u8); 18] = [
        ("posts.jsonl", 1),
        ("posts-2.jsonl", 1),
        ("newswire.jsonl", 1),
        ("newswire-2.jsonl", 2),
        ("newswire-3.jsonl", 2),
        ("posts-3.jsonl", 2),
        ("newswire-4.jsonl", 3),
        ("posts-4.jsonl", 3),
        ("newswire-5.jsonl", 4),
        ("posts-5.jsonl", 4),
        ("newswire-6.jsonl", 5),
        ("posts-6.jsonl", 5),
        ("newswire-7.jsonl", 6),
        ("posts-7.jsonl", 6),
        ("newswire-8.jsonl", UNTAUGHT),
        ("posts-8.jsonl", UNTAUGHT),
        ("newswire-9.jsonl", UNTAUGHT),
        ("posts-9.jsonl", UNTAUGHT),
    ];
    for (file, part) in INVENTED {
        let texts = quoted(rows(&Path::new("annotations/claims").join(file))?)?;
        out.extend(texts.into_iter().map(|t| Annotated { carried: false, part, ..t }));
    }
    let mut names: Vec<_> = std::fs::read_dir("annotations/claims")?.filter_map(Result::ok).collect();
    names.sort_by_key(std::fs::DirEntry::file_name);
    for entry in names {
        let path = entry.path();
        let name = path.file_name().and_then(|n| n.to_str()).unwrap_or("");
        if !name.starts_with("placed") || !name.ends_with(".jsonl") {
            continue;
        }
        for row in rows::<Placed>(&path)? {
            let text = match (&row.row, row.at) {
                (Some(id), _) => {
                    let texts = match files.get(&row.file) {
                        Some(t) => t,
                        None => {
                            let all = shared.rows::<Text>(&row.file)?;
                            let all = all.into_iter().map(|t| (t.id, t.text)).collect();
                            files.entry(row.file.clone()).or_insert(all)
                        }
                    };
                    texts.get(id).with_context(|| format!("{}: no row {id} in {}", row.id, row.file))?.clone()
                }
                (None, Some((a, b))) => {
                    if !whole.contains_key(&row.file) {
                        let text = std::fs::read_to_string(shared.path(&row.file))?;
                        whole.insert(row.file.clone(), text.chars().collect());
                    }
                    whole[&row.file]
                        .get(a..b)
                        .with_context(|| format!("{}: {} is too short", row.id, row.file))?
                        .iter()
                        .collect()
                }
                _ => bail!("{}: neither `row` nor `at`", row.id),
            };
            ensure!(
                Sha256::of(&text).to_string() == row.text_sha256,
                "{}: the text in {} is not the one that was annotated",
                row.id,
                row.file
            );
            out.push(row.annotated(text)?);
        }
    }
    Ok(out)
}

impl Placed {
    fn annotated(self, text: String) -> Result<Annotated> {
        let mut starts: Vec<usize> = text.char_indices().map(|(k, _)| k).collect();
        starts.push(text.len());
        let id = self.id.clone();
        let span = |(a, b): Place| -> Result<Span> {
            match (starts.get(a), starts.get(b)) {
                (Some(&a), Some(&b)) if a < b => Ok(Span::new(a, b)),
                _ => bail!("{id}: characters {a} to {b} are not in the text"),
            }
        };
        let all = |places: &[Place]| places.iter().map(|&p| span(p)).collect::<Result<Vec<Span>>>();
        let mut claims = Vec::new();
        for c in &self.claims {
            claims.push(GoldClaim {
                trigger: span(c.trigger)?,
                kind: c.kind,
                status: c.status,
                background: c.background,
                actor: all(&c.actor)?,
                target: all(&c.target)?,
                place: all(&c.place)?,
                time: all(&c.time)?,
                figures: c
                    .figures
                    .iter()
                    .map(|&(a, b, what, ..)| Ok((span((a, b))?, what)))
                    .collect::<Result<_>>()?,
                says: c.says.iter().map(|&(a, b, kind)| Ok((span((a, b))?, kind))).collect::<Result<_>>()?,
            });
        }
        let mut body = self.extent.map_or(Ok(Span::new(0, text.len())), span)?;
        body.start = text[..body.start].rfind('\n').map_or(0, |k| k + 1);
        body.end = text[body.end..].find('\n').map_or(text.len(), |k| body.end + k);
        let blocks = vec![Block { kind: BlockKind::Body, span: body }];
        let airwars = self.file.starts_with("airwars/");
        Ok(Annotated::new(self.id, text, blocks, claims, airwars))
    }
}
