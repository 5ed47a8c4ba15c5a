use std::time::Instant;
fn main() {
    for p in [
        "newspaper4k/arabic_article.html",
        "trafilatura/assabah.com.tn.article.html",
        "htmldate/1691196862.html",
        "htmldate/1784190729.html",
    ] {
        let b = std::fs::read(format!("/work/shared/corpora/pages/{p}")).unwrap();
        let l = isnad_page::Limits::default();
        let html = isnad_page::decode::decode(&b, None).text.into_owned();
        let t = Instant::now();
        for _ in 0..10 {
            isnad_page::html::read_fragment(&html, None, &l);
        }
        let a = t.elapsed().as_secs_f64() * 100.0;
        let t = Instant::now();
        for _ in 0..10 {
            isnad_page::html::read_str(&html, None, &l);
        }
        let w = t.elapsed().as_secs_f64() * 100.0;
        let t = Instant::now();
        for _ in 0..10 {
            let _ = trafilatura::extract(&html, &trafilatura::Options::default().with_fallback(true));
        }
        let f = t.elapsed().as_secs_f64() * 100.0;
        let t = Instant::now();
        for _ in 0..10 {
            let _ = trafilatura::extract(&html, &trafilatura::Options::default().with_fallback(false));
        }
        let nf = t.elapsed().as_secs_f64() * 100.0;
        println!(
            "{p} {} bytes: without vote {a:.1} ms, with {w:.1}; plain trafilatura on raw {f:.1}, no fallback {nf:.1}",
            b.len()
        );
    }
}
