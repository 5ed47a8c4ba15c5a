#[path = "../../isnad-lab/src/pages_html.rs"]
mod pages_html;
fn main() -> anyhow::Result<()> {
    let shared = std::path::Path::new("/work/shared");
    match std::env::args().nth(1).as_deref() {
        Some("dates") => pages_html::airwars_dates(shared),
        Some("show") => {
            let p = std::env::args().nth(2).unwrap();
            let b = std::fs::read(&p)?;
            let l = isnad_page::Limits::default();
            let r = isnad_page::records(&p, &b[..], isnad_page::Format::Auto, &l).next().unwrap()?;
            if let isnad_page::Body::Page = r.body {
                let pg = isnad_page::html::read(&r.capture.bytes, None, None, &l);
                for (b, h) in pg.blocks.iter().zip(&pg.hints) {
                    println!(
                        "{:<14} {:?} m{:.2} l{:.2} {:?} {}",
                        b.kind.as_str(),
                        h.tag,
                        h.main,
                        h.links,
                        h.title,
                        b.span.of(&pg.text).chars().take(70).collect::<String>()
                    );
                }
            }
            let rep = isnad_page::read_record(&r, &l);
            println!(
                "{:?} {:?} {:?} {:?} {:?}",
                rep.title, rep.outlet, rep.published, rep.language, rep.problems
            );
            Ok(())
        }
        _ => pages_html::run(shared),
    }
}
