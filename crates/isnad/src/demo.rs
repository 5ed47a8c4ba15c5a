//! `isnad demo`: a small archive of invented reports, to look around in.
//!
//! The reports, places and actors of the folder demo/ are built into the program. They speak of an invented country, and
//! its places and actors are known to this command only.

use crate::args::Demo;
use crate::labels::Lang;
use crate::{archive, desk, html, incidents, table};
use anyhow::{Context, Result};
use isnad_model::Sha256;
use isnad_page::{Format, Limits, records};
use isnad_read::{Gazetteer, Knowledge, Reader, Registry};
use isnad_store::{Archive, Entry, Filter, IncidentFilter, Page, SearchRequest, SqliteArchive};
use std::path::{Path, PathBuf};

macro_rules! demo_files {
    ($($name:literal),+ $(,)?) => {
        &[$(($name, include_bytes!(concat!("../../../demo/reports/", $name)))),+]
    };
}

/// The invented reports, by file name.
pub const REPORTS: &[(&str, &[u8])] = demo_files![
    "01-ansam-prison.html",
    "02-madaran-prison.html",
    "03-shiraa-prison.html",
    "04-nawafidh-prison.txt",
    "05-zamhan-prison.txt",
    "06-qimam-prison.txt",
    "07-ansam-prison-hostages.html",
    "08-madaran-market.html",
    "09-qimam-market.html",
    "10-ansam-market.html",
    "11-saed-market.txt",
    "12-marsad-market.html",
    "13-tradewind-market-en.html",
    "14-zamhan-protest.html",
    "15-shiraa-protest.txt",
    "16-collected.jsonl",
    "17-madaran-protest.rss.xml",
    "18-telegram-adasat-sanbar/result.json",
];

const PLACES: &[u8] = include_bytes!("../../../demo/places.tsv");
const ACTORS: &str = include_str!("../../../demo/actors.toml");

/// A reader that knows the invented country.
pub fn reader() -> Result<Reader> {
    let mut knowledge = Knowledge::shipped()?.with_places(&Gazetteer::from_tsv(PLACES)?)?;
    knowledge.registry = Registry::shipped_with(ACTORS)?;
    Ok(Reader::with(knowledge, Some(&Sha256::of([PLACES, ACTORS.as_bytes()].concat()))))
}

/// Reads all invented reports into the archive and returns them with their texts.
fn fill(
    archive: &mut SqliteArchive,
    reader: &Reader,
) -> Result<Vec<(isnad_model::wire::ReadingJson, String)>> {
    let mut pages = Vec::new();
    for (name, bytes) in REPORTS {
        for record in records(&format!("demo/reports/{name}"), *bytes, Format::Auto, &Limits::default()) {
            let record = record?;
            let read = reader.record(&record);
            let json = read.json();
            let entry =
                Entry::new(&record.capture, &record.sighting, &[(read.report.clone(), json.clone())])?;
            archive.add_entry(&entry)?;
            pages.push((json, read.report.text));
        }
    }
    Ok(pages)
}

/// `isnad demo`
pub fn demo(a: &Demo, lang: Lang) -> Result<()> {
    let folder = std::env::temp_dir().join(format!("isnad-demo-{}", std::process::id()));
    let path = match &a.archive {
        Some(path) => path.clone(),
        None => {
            std::fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
            folder.join("demo.db")
        }
    };
    let mut db = SqliteArchive::open_or_create(&path)?;
    let knowing = reader()?;
    let pages = fill(&mut db, &knowing)?;
    let width = table::columns();
    println!(
        "{}\n",
        lang.pick(
            "تقارير مختلقة كلها، عن بلد مختلق اسمه سمرازان: ثلاث وقائع وعشرة منابر.",
            "All of this is invented: an invented country, Samrazan, three incidents, ten outlets."
        )
    );
    print!("{}", table::reports(&db.reports(&Filter::default(), Page::first(40))?, width, lang));

    let heading = |ar: &str, en: &str| println!("\n{}", lang.pick(ar, en).to_owned());
    db.update_incidents(&mut |_, _| {})?;
    let found = db.incidents(&IncidentFilter::default(), Page::first(20))?;
    let registry = Registry::shipped_with(ACTORS)?;
    heading("الوقائع كما ترويها التقارير معا:", "Incidents, as the reports tell them together:");
    print!("{}", incidents::rows(&found, &registry, width, lang));
    if let Some(most) = found.iter().max_by_key(|i| (i.conflicts.len().min(1), i.sources)) {
        heading("واقعة، ومصادرها جنبا إلى جنب:", "One incident, its sources side by side:");
        print!("{}", incidents::show(most, &registry, width, lang));
    }

    heading(
        "كم قتيلا في سوق أم الشنابل؟ كل رقم وعلى عهدة من:",
        "How many were killed at the market of Umm al-Shanabil? Each figure, and on whose word:",
    );
    print!("{}", table::figures(&pages, &["market", "16-collected", "telegram"], "killed", width, lang));

    heading(
        "روايات تقرير واحد، بسلسلة إسناد كل منها:",
        "The claims of one report, each with its chain of attribution:",
    );
    if let Some((json, _)) =
        pages.iter().find(|(j, _)| j.url.as_deref().is_some_and(|u| u.contains("madaran")))
    {
        print!("{}", table::reading(json, width, lang));
    }

    heading("بحث: «المحتجزين» تجد «محتجز» و«احتجاز»:", "Search: «المحتجزين» finds «محتجز» too:");
    for hit in db.search(&SearchRequest { page: Page::first(3), ..SearchRequest::new("المحتجزين") })?.hits
    {
        archive::print_hit(&hit, lang)?;
    }
    let page = write_page(&path, &pages, lang)?;
    println!();
    println!(
        "{}: {}",
        lang.pick("كل الروايات معلمة في نصوصها", "every claim marked in its text"),
        page.display()
    );
    println!("{}: {}", lang.pick("الأرشيف", "the archive"), path.display());
    println!("  isnad search --archive {} 'فرار'", path.display());
    println!("  isnad incidents --archive {} --conflicts", path.display());
    println!("  isnad claims --archive {} --type escape", path.display());
    println!("  isnad desk --archive {}", path.display());
    if a.no_desk {
        return Ok(());
    }
    println!();
    // The desk opens the archive itself.
    db.close()?;
    let opening = desk::Opening {
        archive: path,
        reader: knowing,
        port: a.port,
        default_port: 7340,
        listen: None,
        browser: !a.no_open,
        user: None,
    };
    desk::open(opening, lang)
}

fn write_page(
    archive: &Path,
    pages: &[(isnad_model::wire::ReadingJson, String)],
    lang: Lang,
) -> Result<PathBuf> {
    let path = archive.with_extension("html");
    std::fs::write(&path, html::page(pages, lang)?)
        .with_context(|| format!("cannot write {}", path.display()))?;
    Ok(path)
}
