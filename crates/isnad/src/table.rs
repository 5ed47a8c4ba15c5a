//! Readings as tables for a terminal.

use crate::labels::{self, Lang};
use crate::terminal::{cell, isolated, plain, shorten};
use comfy_table::{CellAlignment, ContentArrangement, Table, presets};
use isnad_export::rows::range;
use isnad_model::{BlockKind, wire};
use std::fmt::Write;

/// Columns of the terminal; 100 where the output is no terminal.
pub fn columns() -> usize {
    let asked = std::env::var("COLUMNS").ok().and_then(|c| c.parse().ok());
    asked.or_else(|| terminal_size::terminal_size().map(|(w, _)| w.0 as usize)).unwrap_or(100).clamp(60, 220)
}

/// A table whose cells are already wrapped.
pub(crate) fn table(headers: &[&str], lang: Lang) -> Table {
    let mut t = Table::new();
    t.load_style(presets::UTF8_HORIZONTAL_ONLY);
    t.set_content_arrangement(ContentArrangement::Disabled);
    let mut headers: Vec<String> = headers.iter().map(|h| isolated(h)).collect();
    if lang == Lang::Ar {
        headers.reverse();
    }
    t.set_header(headers);
    t
}

/// Adds a row, in the language's direction.
pub(crate) fn add(t: &mut Table, mut row: Vec<String>, lang: Lang) {
    if lang == Lang::Ar {
        row.reverse();
    }
    t.add_row(row);
}

/// The table as lines.
pub(crate) fn finish(mut t: Table, lang: Lang) -> String {
    if lang == Lang::Ar {
        t.column_iter_mut().for_each(|c| c.set_cell_alignment(CellAlignment::Right));
    }
    // A line holds words of both directions: it is kept left to right as a whole, and each cell isolates its own.
    t.lines().fold(String::new(), |mut out, line| {
        let _ = writeln!(out, "\u{200e}{}", line.trim_end());
        out
    })
}

/// The words of the chain, outermost first.
pub fn chain(c: &wire::ClaimJson) -> String {
    c.says.iter().map(|l| plain(&l.at.text)).collect::<Vec<_>>().join(" ← ")
}

fn list<'a>(items: impl Iterator<Item = &'a wire::SpanJson>) -> String {
    items.map(|s| plain(&s.text)).collect::<Vec<_>>().join("، ")
}

fn when(c: &wire::ClaimJson) -> String {
    c.time
        .iter()
        .map(|t| match (t.time.from, t.time.to) {
            (Some(a), Some(b)) if a != b => format!("{a}…{b}"),
            (Some(a), _) => a.to_string(),
            _ => plain(&t.at.text),
        })
        .collect::<Vec<_>>()
        .join(" ")
}

fn how_many(c: &wire::ClaimJson, lang: Lang) -> String {
    c.figures
        .iter()
        .map(|f| {
            let (ar, en) = labels::figure(f.what);
            let part = if f.part_of.is_some() { lang.pick("منهم ", "of them ") } else { "" };
            format!("{part}{} {}", range(f.min, f.max), lang.pick(ar, en))
        })
        .collect::<Vec<_>>()
        .join(", ")
}

/// Rows of claims with the columns that fit.
pub fn claims<'a>(claims: impl Iterator<Item = &'a wire::ClaimJson>, width: usize, lang: Lang) -> String {
    let names = [
        lang.pick("الرواية", "claim"),
        lang.pick("من ← من", "who → whom"),
        lang.pick("أين ومتى", "where, when"),
        lang.pick("كم", "how many"),
        lang.pick("على عهدة", "on the word of"),
    ];
    let mut t = table(&names, lang);
    // Two columns of space around each cell.
    let free = width.saturating_sub(names.len() * 2);
    let share = |percent: usize| (free * percent / 100).max(8);
    for c in claims {
        let (ar, en) = labels::claim_type(c.kind);
        let mut what = lang.pick(ar, en).to_owned();
        if c.status != isnad_model::Status::Actual {
            let (ar, en) = labels::status(c.status);
            what = format!("{what} · {}", lang.pick(ar, en));
        }
        if c.background {
            what = format!("{what} · {}", lang.pick("خلفية", "background"));
        }
        let words = format!("«{}»", plain(&c.trigger.text));
        let first = format!("{}\n{}", cell(&what, share(22), 2), cell(&words, share(22), 1));
        let parties = [list(c.actor.iter().map(|p| &p.at)), list(c.target.iter().map(|p| &p.at))];
        let who = match (parties[0].is_empty(), parties[1].is_empty()) {
            (true, true) => String::new(),
            (false, true) => parties[0].clone(),
            (true, false) => format!("→ {}", parties[1]),
            (false, false) => format!("{} → {}", parties[0], parties[1]),
        };
        let place = list(c.place.iter().map(|p| &p.at));
        let time = when(c);
        let mut place_time = cell(&place, share(24), 2);
        if !time.is_empty() {
            if !place_time.is_empty() {
                place_time.push('\n');
            }
            place_time.push_str(&cell(&time, share(24), 1));
        }
        let row = vec![
            first,
            cell(&who, share(24), 3),
            place_time,
            cell(&how_many(c, lang), share(13), 2),
            cell(&chain(c), share(17), 2),
        ];
        add(&mut t, row, lang);
    }
    finish(t, lang)
}

/// One report: what it is, what its blocks are, its claims, and the claims of the stories that it links.
pub fn reading(r: &wire::ReadingJson, width: usize, lang: Lang) -> String {
    let mut out = String::new();
    let title = r.title.clone().unwrap_or_else(|| r.id.clone());
    let _ = writeln!(out, "\u{200e}{}", isolated(&shorten(&title, width.saturating_sub(2))));
    let unknown = lang.pick("غير معروف", "unknown");
    let published = r.published.as_ref().map_or_else(
        || unknown.to_owned(),
        |p| {
            let (ar, en) = labels::basis(p.basis);
            let day = if p.from == p.to { p.from.to_string() } else { format!("{}…{}", p.from, p.to) };
            format!("{day} ({})", lang.pick(ar, en))
        },
    );
    let outlet = r.outlet.as_deref().unwrap_or(unknown);
    let _ = writeln!(
        out,
        "\u{200e}{}: {} · {}: {} · {}",
        lang.pick("المنبر", "outlet"),
        isolated(&shorten(outlet, 40)),
        lang.pick("النشر", "published"),
        isolated(&published),
        isolated(&labels::CLAIMS.count(r.claims.len(), lang)),
    );
    let mut kinds: Vec<(BlockKind, usize)> = Vec::new();
    for b in &r.blocks {
        match kinds.iter_mut().find(|k| k.0 == b.kind) {
            Some(k) => k.1 += 1,
            None => kinds.push((b.kind, 1)),
        }
    }
    let kinds: Vec<String> = kinds
        .iter()
        .map(|(k, n)| {
            let (ar, en) = labels::block(*k);
            if *n == 1 { lang.pick(ar, en).to_owned() } else { format!("{} ×{n}", lang.pick(ar, en)) }
        })
        .collect();
    if !kinds.is_empty() {
        let _ = writeln!(
            out,
            "\u{200e}{}: {}",
            lang.pick("أجزاء الصفحة", "parts"),
            isolated(&kinds.join(lang.pick("، ", ", ")))
        );
    }
    for p in &r.problems {
        let _ = writeln!(out, "\u{200e}! {}: {}", p.code, shorten(&p.message, width.saturating_sub(24)));
    }
    if !r.claims.is_empty() {
        out.push_str(&claims(r.claims.iter(), width, lang));
    }
    if !r.links.is_empty() {
        let _ = writeln!(
            out,
            "\u{200e}{}",
            lang.pick("في عناوين مواد أخرى على الصفحة", "in headlines of other stories on the page")
        );
        out.push_str(&claims(r.links.iter().flat_map(|l| &l.claims), width, lang));
    }
    out
}

/// Rows of reports.
pub fn reports(rows: &[isnad_store::ReportLine], width: usize, lang: Lang) -> String {
    let names = [
        lang.pick("النشر", "published"),
        lang.pick("المنبر", "outlet"),
        lang.pick("العنوان", "title"),
        lang.pick("الروايات", "claims"),
    ];
    let mut t = table(&names, lang);
    let free = width.saturating_sub(names.len() * 2 + 12 + 9);
    for r in rows {
        let day = r.published.as_ref().map_or_else(|| "?".to_owned(), |p| p.from.to_string());
        let row = vec![
            day,
            cell(r.outlet.as_deref().unwrap_or("?"), (free * 25 / 100).max(10), 1),
            cell(r.title.as_deref().unwrap_or(&r.id), (free * 75 / 100).max(20), 2),
            r.claims.to_string(),
        ];
        add(&mut t, row, lang);
    }
    finish(t, lang)
}

/// Every figure of a kind that these readings give, with its words, its report and its chain.
pub fn figures(
    pages: &[(wire::ReadingJson, String)],
    ids: &[&str],
    what: &str,
    width: usize,
    lang: Lang,
) -> String {
    let names = [
        lang.pick("العدد", "how many"),
        lang.pick("بلفظ التقرير", "in the report's words"),
        lang.pick("المنبر", "outlet"),
        lang.pick("على عهدة", "on the word of"),
    ];
    let mut t = table(&names, lang);
    let free = width.saturating_sub(names.len() * 2 + 8);
    let share = |percent: usize| (free * percent / 100).max(8);
    for (r, _) in pages.iter().filter(|(r, _)| ids.iter().any(|i| r.id.contains(i))) {
        for c in r.claims.iter().filter(|c| !c.background) {
            // Neither parts of others nor sums since some day.
            let own =
                |f: &&wire::FigureJson| f.part_of.is_none() && f.scope == isnad_model::FigureScope::Event;
            for f in c.figures.iter().filter(|f| f.what.as_str() == what).filter(own) {
                let row = vec![
                    range(f.min, f.max),
                    cell(&f.at.text, share(30), 1),
                    cell(r.outlet.as_deref().unwrap_or("?"), share(33), 1),
                    cell(&chain(c), share(37), 1),
                ];
                add(&mut t, row, lang);
            }
        }
    }
    finish(t, lang)
}
