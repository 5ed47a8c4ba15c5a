fn main() {
    let text = std::fs::read_to_string("/work/shared/airwars/dev/sources.jsonl").unwrap();
    let l = isnad_page::Limits::default();
    let (mut c, mut n) = (0, 0);
    for r in isnad_page::records("s", text.as_bytes(), isnad_page::Format::Jsonl, &l) {
        let r = r.unwrap();
        let rep = isnad_page::read_record(&r, &l);
        if let Some(p) = rep.problems.iter().find(|p| p.code.as_str() == "date_conflict")
            && c < 14
        {
            c += 1;
            println!("C {} | {:?} | {:?}", p.message, p.span.map(|s| s.of(&rep.text)), r.sighting.url);
        }
        if rep.published.is_none()
            && rep
                .problems
                .iter()
                .all(|p| !p.code.as_str().contains("empty") && !p.code.as_str().contains("login"))
        {
            let f = isnad_page::dates::find(&rep.text);
            if !f.is_empty() && n < 30 {
                n += 1;
                let b = rep.block_at(f[0].span.start).map(|k| (k, rep.blocks[k].kind));
                println!(
                    "N {:?} of {} {:?} {:?} | {}",
                    b,
                    rep.blocks.len(),
                    f[0].span.of(&rep.text),
                    f.len(),
                    r.sighting.url.unwrap_or_default().chars().take(60).collect::<String>()
                );
            }
            if f.is_empty() {
                ();
            }
        }
    }
    println!("{n}");
}
