//! How fast the whole reading is, beside trafilatura's extraction of the same articles, in one run.
//!
//! Articles: ../shared/corpora/volume (for speed and scale only). Each is read as plain text and wrapped in one simple page
//! with a menu and a footer. trafilatura is PyPI's, called on the same pages.

use crate::reading::Row;
use crate::shared::{Shared, write_rows};
use anyhow::{Context, Result, bail};
use isnad_read::Reader;
use serde::Deserialize;
use std::io::Read;
use std::path::Path;
use std::process::Command;
use std::time::Instant;

#[derive(Debug, Deserialize)]
struct Article {
    #[serde(default)]
    title: String,
    #[serde(default)]
    content: String,
    #[serde(default)]
    url: String,
}

/// Newspaper articles with at least 200 characters, in the order of the files.
pub fn articles(shared: &Shared, most: usize) -> Result<Vec<Row>> {
    let folder = shared.path("corpora/volume/saudinewsnet");
    let mut files: Vec<_> = std::fs::read_dir(&folder)
        .with_context(|| format!("{} is not there", folder.display()))?
        .filter_map(|e| Some(e.ok()?.path()))
        .filter(|p| p.extension().is_some_and(|e| e == "zip"))
        .collect();
    files.sort();
    let mut out = Vec::new();
    for file in files {
        let mut zip = zip::ZipArchive::new(std::fs::File::open(&file)?)?;
        for k in 0..zip.len() {
            let mut text = String::new();
            zip.by_index(k)?.read_to_string(&mut text)?;
            let all: Vec<Article> =
                serde_json::from_str(&text).with_context(|| format!("{}", file.display()))?;
            for a in all {
                if a.content.chars().count() >= 200 && out.len() < most {
                    out.push(Row {
                        id: format!("v{}", out.len()),
                        text: format!("{}\n\n{}", a.title.trim(), a.content.trim()),
                        published: None,
                        title: Some(a.title.trim().to_owned()),
                        url: Some(a.url).filter(|u| u.starts_with("http")),
                        outlet: None,
                        retrieved_at: None,
                    });
                }
            }
        }
        if out.len() >= most {
            break;
        }
    }
    Ok(out)
}

/// The article in a simple page.
pub fn page(row: &Row) -> String {
    let escape = |s: &str| s.replace('&', "&amp;").replace('<', "&lt;");
    let body: Vec<String> = row
        .text
        .lines()
        .skip(1)
        .filter(|l| !l.trim().is_empty())
        .map(|l| format!("<p>{}</p>", escape(l.trim())))
        .collect();
    let title = escape(row.title.as_deref().unwrap_or(""));
    format!(
        "<!doctype html><html lang=\"ar\" dir=\"rtl\"><head><meta charset=\"utf-8\"><title>{title}</title></head><body><nav><ul><li><a href=\"/\">الرئيسية</a></li><li><a href=\"/p\">سياسة</a></li><li><a href=\"/e\">اقتصاد</a></li><li><a href=\"/s\">رياضة</a></li></ul></nav><main><article><h1>{title}</h1>{}</article></main><footer><p>جميع الحقوق محفوظة</p><a href=\"/about\">من نحن</a></footer></body></html>",
        body.join("\n")
    )
}

/// Reads `count` articles on one core and prints reports a second.
pub fn measure(shared: &Shared, work: &Path, count: usize) -> Result<()> {
    let rows = articles(shared, count)?;
    if rows.is_empty() {
        bail!("no articles found in corpora/volume");
    }
    let start = Instant::now();
    let reader = Reader::new();
    println!("loading lexicons, gazetteer and models: {:.0} ms", start.elapsed().as_secs_f64() * 1000.0);
    let chars: usize = rows.iter().map(|r| r.text.chars().count()).sum();
    println!(
        "{} articles, {:.0} characters each on average, one core",
        rows.len(),
        chars as f64 / rows.len() as f64
    );

    let words = Instant::now();
    let n: usize = rows.iter().map(|r| r.text.split_whitespace().count()).sum();
    let split = words.elapsed().as_secs_f64();

    let finder = isnad_mention::MentionFinder::new(isnad_read::Knowledge::shipped()?);
    let reports: Vec<_> = rows.iter().map(|r| isnad_mention::plain_report(&r.id, &r.text)).collect();
    let start = Instant::now();
    let mentions: usize =
        reports.iter().map(|r| finder.find(r, &isnad_text::Analysis::new(&r.text)).len()).sum();
    let mention_time = start.elapsed().as_secs_f64();
    println!(
        "isnad, text to mentions: {:.0} articles a second ({mentions} mentions; {:.0} times splitting the same {n} words at white space)",
        rows.len() as f64 / mention_time,
        mention_time / split
    );

    let start = Instant::now();
    let claims: usize = rows.iter().map(|r| crate::reading::read(&reader, r).claims.len()).sum();
    let text_time = start.elapsed().as_secs_f64();
    let rate = |t: f64| rows.len() as f64 / t;
    println!(
        "isnad, plain text, whole reading to JSON form: {:.0} reports a second ({claims} claims; {:.0} times splitting the same {n} words at white space)",
        rate(text_time),
        text_time / split
    );

    let pages: Vec<(String, String)> = rows.iter().map(|r| (r.id.clone(), page(r))).collect();
    let start = Instant::now();
    let mut found = 0;
    for (id, html) in &pages {
        let record = isnad_page::records(
            id,
            html.as_bytes(),
            isnad_page::Format::Html,
            &isnad_page::Limits::default(),
        )
        .next()
        .context("a page is one record")??;
        found += reader.record(&record).reading.claims.len();
    }
    let html_time = start.elapsed().as_secs_f64();
    println!("isnad, HTML page, whole reading: {:.0} reports a second ({found} claims)", rate(html_time));

    let sample: Vec<serde_json::Value> =
        pages.iter().take(400).map(|(id, html)| serde_json::json!({"id": id, "html": html})).collect();
    let file = work.join("speed-pages.jsonl");
    write_rows(&file, &sample)?;
    let script = "import json,sys,time
import trafilatura
pages=[json.loads(l)['html'] for l in open(sys.argv[1],encoding='utf-8')]
for p in pages[:20]: trafilatura.extract(p)
t=time.perf_counter()
n=sum(bool(trafilatura.extract(p)) for p in pages)
print(len(pages)/(time.perf_counter()-t), n, trafilatura.__version__)";
    let out = Command::new("python3").args(["-c", script]).arg(&file).output()?;
    if !out.status.success() {
        println!("trafilatura (PyPI) is not installed: pip install trafilatura; not compared");
        return Ok(());
    }
    let text = String::from_utf8_lossy(&out.stdout).into_owned();
    let mut parts = text.split_whitespace();
    let speed: f64 = parts.next().and_then(|s| s.parse().ok()).unwrap_or(f64::NAN);
    println!(
        "trafilatura {} (PyPI), extraction alone, {} of the same pages: {speed:.0} pages a second; isnad reads HTML pages {:.1} times as fast",
        parts.nth(1).unwrap_or("?"),
        sample.len(),
        rate(html_time) / speed
    );
    Ok(())
}
