//! A reading as one page that opens from disk: the text right to left with every claim marked, the details on click.
//!
//! Nothing of a report is trusted: askama escapes every value, invisible direction controls are shown as marks, and
//! the page's Content-Security-Policy allows only its own script, by hash.

use crate::labels::{self, Lang};
use askama::Template;
use base64::Engine;
use isnad_export::rows::range;
use isnad_model::{ClaimType, wire};
use std::collections::BTreeMap;

const STYLE: &str = include_str!("../templates/report.css");
const SCRIPT: &str = include_str!("../templates/report.js");

#[derive(Template)]
#[template(path = "report.html")]
struct Page<'a> {
    lang: &'a str,
    dir: &'a str,
    title: String,
    script_hash: String,
    style: &'a str,
    script: &'a str,
    words: Words,
    reports: Vec<ReportView>,
}

struct Words {
    intro: &'static str,
    text: &'static str,
    details: &'static str,
    hint: &'static str,
    background: &'static str,
    why: &'static str,
    linked: &'static str,
}

struct ReportView {
    index: usize,
    language: String,
    dir: &'static str,
    blocks: Vec<BlockView>,
    about: Vec<(&'static str, String)>,
    problems: Vec<(String, String)>,
    count: String,
    claims: Vec<ClaimView>,
    /// Claims of other stories' headlines: numbered on from the report's own.
    linked: Vec<ClaimView>,
    own: usize,
}

struct BlockView {
    kind: &'static str,
    label: &'static str,
    quiet: bool,
    heading: bool,
    segments: Vec<Segment>,
}

struct Part {
    text: String,
    control: bool,
}

struct Segment {
    parts: Vec<Part>,
    /// `claim:role` pairs, separated by spaces.
    roles: String,
    trigger: bool,
    wording: Option<&'static str>,
}

struct ClaimView {
    kind: &'static str,
    status: &'static str,
    status_code: &'static str,
    background: bool,
    trigger: String,
    rows: Vec<Row>,
    why: Vec<(String, String, String)>,
}

struct Row {
    role: &'static str,
    name: &'static str,
    values: Vec<(String, String)>,
}

/// The page of these readings, each with the text that its positions count in.
pub fn page(readings: &[(wire::ReadingJson, String)], lang: Lang) -> Result<String, askama::Error> {
    let hash = base64::engine::general_purpose::STANDARD.encode(isnad_model::Sha256::of(SCRIPT).0);
    let title = readings
        .first()
        .and_then(|(r, _)| r.title.clone())
        .map_or_else(|| "Isnad".to_owned(), |t| format!("{} — Isnad", crate::terminal::plain(&t)));
    Page {
        lang: lang.pick("ar", "en"),
        dir: lang.pick("rtl", "ltr"),
        title,
        script_hash: format!("sha256-{hash}"),
        style: STYLE,
        script: SCRIPT,
        words: Words {
            intro: lang.pick("كل رواية بسلسلة إسنادها", "every claim with its chain of attribution"),
            text: lang.pick("نص التقرير", "text of the report"),
            details: lang.pick("التفاصيل", "details"),
            hint: lang.pick(
                "انقر كلمة معلمة في النص لترى تفاصيلها.",
                "Click a marked word in the text to see its claim.",
            ),
            background: lang.pick("خلفية", "background"),
            why: lang.pick("ما الذي دل على ذلك", "which words gave this"),
            linked: lang.pick("في عناوين مواد أخرى على الصفحة", "In headlines of other stories on the page"),
        },
        reports: readings.iter().enumerate().map(|(k, (r, text))| report(k, r, text, lang)).collect(),
    }
    .render()
}

fn report(index: usize, r: &wire::ReadingJson, text: &str, lang: Lang) -> ReportView {
    let none = || lang.pick("غير معروف", "unknown").to_owned();
    let mut about = vec![
        (lang.pick("المنبر", "outlet"), r.outlet.clone().unwrap_or_else(none)),
        (
            lang.pick("النشر", "published"),
            r.published.as_ref().map_or_else(none, |p| {
                let day =
                    if p.from == p.to { p.from.to_string() } else { format!("{} – {}", p.from, p.to) };
                let (ar, en) = labels::basis(p.basis);
                format!("{day} ({})", lang.pick(ar, en))
            }),
        ),
    ];
    if let Some(url) = &r.url {
        about.push((lang.pick("الرابط", "address"), url.clone()));
    }
    about.push(("SHA-256", r.capture.short(16)));
    let rtl = !matches!(r.language.as_deref(), Some(l) if !["ar", "fa", "ur", "ckb", "ku", "he", "ps"].contains(&l));
    ReportView {
        index,
        language: r.language.clone().unwrap_or_else(|| "ar".into()),
        dir: if rtl { "rtl" } else { "ltr" },
        blocks: blocks(r, text, lang),
        about,
        problems: r.problems.iter().map(|p| (p.code.to_string(), p.message.clone())).collect(),
        count: labels::CLAIMS.count(r.claims.len(), lang),
        claims: r.claims.iter().map(|c| claim(c, lang)).collect(),
        linked: r.links.iter().flat_map(|l| &l.claims).map(|c| claim(c, lang)).collect(),
        own: r.claims.len(),
    }
}

type Mark = (usize, &'static str);

/// Every marked span: (start, end, claim, role), in characters.
fn marks(r: &wire::ReadingJson) -> Vec<(usize, usize, Mark)> {
    let mut out = Vec::new();
    for (k, c) in r.claims.iter().chain(r.links.iter().flat_map(|l| &l.claims)).enumerate() {
        let mut add = |s: &wire::SpanJson, role| out.push((s.start, s.end, (k, role)));
        add(&c.trigger, "trigger");
        c.actor.iter().for_each(|p| add(&p.at, "actor"));
        c.target.iter().for_each(|p| add(&p.at, "target"));
        c.place.iter().for_each(|p| add(&p.at, "place"));
        c.time.iter().for_each(|p| add(&p.at, "time"));
        c.figures.iter().for_each(|p| add(&p.at, "figure"));
        c.says.iter().for_each(|p| add(&p.at, "says"));
        c.cue.iter().for_each(|s| add(s, "cue"));
    }
    out
}

/// What begins and ends at a character: +1 or −1 of a mark, and of wording.
#[derive(Default)]
struct Turn {
    open: Vec<Mark>,
    close: Vec<Mark>,
    wording: Option<Option<&'static str>>,
}

fn blocks(r: &wire::ReadingJson, text: &str, lang: Lang) -> Vec<BlockView> {
    let mut turns: BTreeMap<usize, Turn> = BTreeMap::new();
    for (start, end, mark) in marks(r) {
        turns.entry(start).or_default().open.push(mark);
        turns.entry(end).or_default().close.push(mark);
    }
    for w in &r.wording {
        let (ar, en) = labels::wording(w.kind);
        turns.entry(w.at.end).or_default().wording.get_or_insert(None);
        turns.entry(w.at.start).or_default().wording = Some(Some(lang.pick(ar, en)));
    }
    let mut active: BTreeMap<Mark, usize> = BTreeMap::new();
    let mut loaded: Option<&'static str> = None;
    let mut out: Vec<BlockView> = Vec::new();
    let mut chars = text.chars();
    let mut at = 0;
    for b in &r.blocks {
        let mut view = BlockView {
            kind: b.kind.as_str(),
            label: {
                let (ar, en) = labels::block(b.kind);
                lang.pick(ar, en)
            },
            quiet: !b.kind.is_report(),
            heading: b.kind == isnad_model::BlockKind::Headline,
            segments: Vec::new(),
        };
        while at < b.start.max(at) {
            turn(&turns, at, &mut active, &mut loaded);
            chars.next();
            at += 1;
        }
        let mut fresh = true;
        while at < b.end {
            fresh |= turn(&turns, at, &mut active, &mut loaded);
            let Some(c) = chars.next() else { break };
            if fresh {
                view.segments.push(Segment {
                    parts: Vec::new(),
                    roles: active.keys().map(|(k, role)| format!("{k}:{role}")).collect::<Vec<_>>().join(" "),
                    trigger: active.keys().any(|m| m.1 == "trigger"),
                    wording: loaded,
                });
                fresh = false;
            }
            if let Some(s) = view.segments.last_mut() {
                push(&mut s.parts, c);
            }
            at += 1;
        }
        out.push(view);
    }
    out
}

/// Applies what begins and ends at character `at`; true where anything changed.
fn turn(
    turns: &BTreeMap<usize, Turn>,
    at: usize,
    active: &mut BTreeMap<Mark, usize>,
    loaded: &mut Option<&'static str>,
) -> bool {
    let Some(t) = turns.get(&at) else { return false };
    for m in &t.close {
        if let Some(n) = active.get_mut(m) {
            *n -= 1;
            if *n == 0 {
                active.remove(m);
            }
        }
    }
    for m in &t.open {
        *active.entry(*m).or_default() += 1;
    }
    if let Some(w) = t.wording {
        *loaded = w;
    }
    true
}

fn push(parts: &mut Vec<Part>, c: char) {
    let control = (c.is_control() && c != '\n' && c != '\t')
        || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    if control {
        parts.push(Part { text: format!("U+{:04X}", c as u32), control: true });
    } else if let Some(last) = parts.last_mut().filter(|p| !p.control) {
        last.text.push(c);
    } else {
        parts.push(Part { text: c.to_string(), control: false });
    }
}

fn claim(c: &wire::ClaimJson, lang: Lang) -> ClaimView {
    let pick = |(ar, en): (&'static str, &'static str)| lang.pick(ar, en);
    let party = |ps: &[wire::PartyJson]| {
        ps.iter().map(|p| (p.at.text.clone(), p.entity.clone().unwrap_or_default())).collect()
    };
    let mut rows: Vec<Row> = Vec::new();
    let mut add = |role, name, values: Vec<(String, String)>| {
        if !values.is_empty() {
            rows.push(Row { role, name, values });
        }
    };
    let chain: Vec<(String, String)> =
        c.says.iter().map(|l| (l.at.text.clone(), pick(labels::link(l.kind)).to_owned())).collect();
    add("says", lang.pick("على عهدة", "on the word of"), chain);
    add("actor", lang.pick("الفاعل", "actor"), party(&c.actor));
    add("target", lang.pick("الهدف", "target"), party(&c.target));
    add(
        "place",
        lang.pick("المكان", "place"),
        c.place
            .iter()
            .map(|p| {
                let at = match (p.place.lat, p.place.lon) {
                    (Some(lat), Some(lon)) => format!("{lat:.3}, {lon:.3} · {}", p.place.precision),
                    _ => p.place.precision.to_string(),
                };
                (p.at.text.clone(), at)
            })
            .collect(),
    );
    add(
        "time",
        lang.pick("الزمان", "time"),
        c.time
            .iter()
            .map(|t| {
                let day = match (t.time.from, t.time.to) {
                    (Some(a), Some(b)) if a != b => format!("{a} – {b}"),
                    (Some(a), _) => a.to_string(),
                    _ => lang.pick("نسبي", "relative").to_owned(),
                };
                (t.at.text.clone(), format!("{day} · {}", pick(labels::basis(t.time.basis))))
            })
            .collect(),
    );
    add(
        "figure",
        lang.pick("العدد", "figures"),
        c.figures
            .iter()
            .map(|f| {
                let of = pick(labels::figure_of(f.of));
                let mut meaning = format!("{} {}", range(f.min, f.max), pick(labels::figure(f.what)));
                if !of.is_empty() {
                    meaning = format!("{meaning}, {of}");
                }
                if let Some(whole) = f.part_of.and_then(|k| c.figures.get(k)) {
                    let whole = range(whole.min, whole.max);
                    meaning = format!("{meaning}, {} {whole}", lang.pick("من أصل", "part of"));
                }
                if f.scope != isnad_model::FigureScope::Event {
                    meaning = format!("{meaning}, {}", f.scope);
                }
                (f.at.text.clone(), meaning)
            })
            .collect(),
    );
    if let Some(cue) = &c.cue {
        add("says", lang.pick("القرينة", "cue"), vec![(cue.text.clone(), String::new())]);
    }
    let kind: ClaimType = c.kind;
    ClaimView {
        kind: pick(labels::claim_type(kind)),
        status: pick(labels::status(c.status)),
        status_code: c.status.as_str(),
        background: c.background,
        trigger: c.trigger.text.clone(),
        rows,
        why: c.why.iter().map(|w| (w.field.clone(), w.at.text.clone(), w.rule.clone())).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_written_as_a_person_would() {
        assert_eq!(range(Some(4.0), Some(4.0)), "4");
        assert_eq!(range(Some(4.0), Some(6.0)), "4–6");
        assert_eq!(range(Some(20.0), None), "20+");
        assert_eq!(range(None, Some(9.0)), "≤9");
    }
}
