//! Hostile input is ordinary input: whatever comes, reading ends, soon, with blocks that hold together.
//!
//! Time is printed, not asserted: run `cargo test --release -p isnad-page --test hostile -- --nocapture` and look. Nothing here took
//! more than a second and a half on the machine on which it was written; a slower one only shows larger figures.

use isnad_model::{ProblemCode, Report};
use isnad_page::{Format, Limits, read_record, records};
use std::io::Write;
use std::time::Instant;

/// Reads all records and checks what must hold of every report. Returns reports and number of errors.
fn read_as(what: &str, name: &str, bytes: &[u8], format: Format) -> (Vec<Report>, usize) {
    let limits = Limits::default();
    let started = Instant::now();
    let (mut reports, mut errors) = (Vec::new(), 0);
    for record in records(name, bytes, format, &limits) {
        match record {
            Ok(record) => reports.push(read_record(&record, &limits)),
            Err(e) => {
                assert!(!e.to_string().is_empty());
                errors += 1;
            }
        }
    }
    let took = started.elapsed();
    if took.as_millis() > 300 || !what.starts_with('~') {
        println!("{what:<44} {:>9} bytes {:>7.0} ms", bytes.len(), took.as_secs_f64() * 1000.0);
    }
    for r in &reports {
        let mut at = 0;
        for b in &r.blocks {
            assert!(b.span.start >= at && b.span.end > b.span.start, "{what}: blocks in order");
            assert!(
                r.text.get(b.span.start..b.span.end).is_some(),
                "{what}: blocks at borders of characters"
            );
            at = b.span.end;
        }
        for p in &r.problems {
            assert!(
                p.span.is_none_or(|s| r.text.get(s.start..s.end).is_some()),
                "{what}: problems inside the text"
            );
        }
    }
    (reports, errors)
}

fn read(what: &str, bytes: &[u8], format: Format) -> (Vec<Report>, usize) {
    read_as(what, "input", bytes, format)
}

fn has(reports: &[Report], code: ProblemCode) -> bool {
    reports.iter().any(|r| r.problems.iter().any(|p| p.code == code))
}

fn gz(bytes: &[u8]) -> Vec<u8> {
    let mut z = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    z.write_all(bytes).unwrap();
    z.finish().unwrap()
}

const SENTENCE: &str =
    "قال رئيس المجلس المحلي إن فرق الصيانة وصلت إلى البلدة صباح اليوم وبدأت إصلاح خط المياه. ";

fn page() -> String {
    let paragraphs = format!("<p>{}</p>", SENTENCE.repeat(4)).repeat(6);
    format!(
        "<!DOCTYPE html><html lang=\"ar\"><head><meta charset=\"utf-8\"><title>إصلاح خط المياه</title><meta property=\"og:title\" content=\"إصلاح خط المياه\">
        <script type=\"application/ld+json\">{{\"@type\":\"NewsArticle\",\"datePublished\":\"2024-03-02\"}}</script></head>
        <body class=\"home\"><nav><ul><li><a href=\"/\">الرئيسية</a></li></ul></nav><article><h1>إصلاح خط المياه</h1>{paragraphs}
        <figure><img src=\"x\"><figcaption>صورة من البلدة</figcaption></figure></article><footer>حقوق النشر</footer></body></html>"
    )
}

fn warc(body: &[u8]) -> Vec<u8> {
    let http = [&b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"[..], body].concat();
    let head = format!(
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://a.example/1\r\nContent-Type: application/http\r\nContent-Length: {}\r\n\r\n",
        http.len()
    );
    [head.as_bytes(), &http, b"\r\n\r\n"].concat()
}

fn seeds() -> Vec<(&'static str, Format, Vec<u8>)> {
    let json =
        format!("{{\"id\":\"a\",\"text\":\"{SENTENCE}\\n{SENTENCE}\",\"published\":\"2024-03-02\"}}\n")
            .repeat(3);
    let csv = format!("id,text\n1,\"{SENTENCE}\n{SENTENCE}\"\n2,x\n");
    let feed = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><rss version=\"2.0\"><channel><title>المثال</title><item><title>خبر</title><pubDate>السبت 2 آذار 2024</pubDate><description><![CDATA[<p>{SENTENCE}</p>]]></description></item></channel></rss>"
    );
    let atom = format!(
        "<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>المثال</title><entry><id>1</id><title>خبر</title><content type=\"xhtml\"><div xmlns=\"http://www.w3.org/1999/xhtml\"><p>{SENTENCE}</p></div></content></entry></feed>"
    );
    let telegram = format!(
        "{{\"name\":\"قناة\",\"type\":\"public_channel\",\"id\":1,\"messages\":[{{\"id\":1,\"type\":\"message\",\"date\":\"2024-03-02T10:00:00\",\"text\":[\"{SENTENCE}\",{{\"type\":\"bold\",\"text\":\"x\"}}]}}]}}"
    );
    vec![
        ("text", Format::Text, SENTENCE.repeat(5).into_bytes()),
        ("html", Format::Html, page().into_bytes()),
        ("jsonl", Format::Jsonl, json.into_bytes()),
        ("csv", Format::Csv, csv.into_bytes()),
        ("feed", Format::Feed, feed.into_bytes()),
        ("atom", Format::Feed, atom.into_bytes()),
        ("telegram", Format::Telegram, telegram.into_bytes()),
        ("warc", Format::Warc, warc(page().as_bytes())),
        ("warc.gz", Format::Warc, [gz(&warc(page().as_bytes())), gz(&warc(b"<p>x"))].concat()),
    ]
}

#[test]
fn nesting() {
    for piece in [
        "<div>",
        "<b>",
        "<a href=x>",
        "<table><tr><td>",
        "<ul><li>",
        "<span><div></span>",
        "<b a=1><p>",
        "<svg>",
        "<select>",
        "<p><button>",
        "<form><div></form>",
        "<blockquote>",
        "<font size=1><p>",
        "<template>",
        "<h1>",
        "<dl><dd>",
        "<nobr>",
        "<applet><div>",
        "</p>",
        "<a><div></a>",
    ] {
        let deep = format!("<html><body>{}{SENTENCE}", piece.repeat(100_000));
        let (reports, _) = read(&format!("100,000 × {piece}"), deep.as_bytes(), Format::Html);
        assert_eq!(reports.len(), 1);
    }
    let deep = format!("<html><body>{}<p>{SENTENCE}", "<div>".repeat(100_000));
    let (reports, _) = read("words below deep nesting", deep.as_bytes(), Format::Html);
    assert!(has(&reports, ProblemCode::DepthLimit) && reports[0].text.contains(SENTENCE.trim()));
    // Formatting elements with attributes of their own are opened again in every block, if the parser sees them.
    let own: String = (0..100_000).map(|k| format!("<b x={k}><p>")).collect();
    read("formatting that is opened again", own.as_bytes(), Format::Html);
}

#[test]
fn large_pages() {
    let many = format!("<html><body>{}", format!("<p>{SENTENCE}</p>").repeat(62_000));
    let (reports, _) = read("10 MB of paragraphs", many.as_bytes(), Format::Html);
    assert!(has(&reports, ProblemCode::ReadToLimit) && reports[0].text.len() > 1_000_000);
    read("paragraphs of one letter", "<p>x".repeat(2_500_000).as_bytes(), Format::Html);
    read("lines of one letter", "<br>x".repeat(2_000_000).as_bytes(), Format::Html);
    read("links of one letter", "<a href=x>x</a> ".repeat(600_000).as_bytes(), Format::Html);
    read("unclosed lists in paragraphs", "<p><ul><li>x".repeat(500_000).as_bytes(), Format::Html);
    read("tables in tables", "<table>x<tr>y<td>z".repeat(300_000).as_bytes(), Format::Html);
    read("one word of 10 MB", "ا".repeat(5_000_000).as_bytes(), Format::Html);
    read("long classes", format!("<div class='{}'>x", "related ".repeat(1_200_000)).as_bytes(), Format::Html);
}

#[test]
fn large_attributes_and_what_is_never_closed() {
    let attributes: String = (0..500_000).map(|k| format!(" a{k}=x")).collect();
    read("half a million attributes", format!("<p{attributes}>x").as_bytes(), Format::Html);
    read(
        "an attribute of 9 MB",
        format!("<p title=\"{}\">x", "ا".repeat(4_500_000)).as_bytes(),
        Format::Html,
    );
    for piece in [
        "<!--",
        "<p a=\"",
        "<p a='",
        "<script>",
        "<title>",
        "<textarea>",
        "<style>",
        "<![CDATA[",
        "<",
        "</",
        "<p ",
        "<!",
        "&",
        "&#",
        "&amp",
        "<noscript>",
        "<iframe>",
    ] {
        read(&format!("much of {piece}"), piece.repeat(600_000 / piece.len()).as_bytes(), Format::Html);
    }
    for piece in ["<", "&", "<p "] {
        read(&format!("10 MB of {piece}"), piece.repeat(9_900_000 / piece.len()).as_bytes(), Format::Html);
    }
    let (reports, _) = read(
        "a comment that is never closed",
        format!("<p>{SENTENCE}</p><!-- <p>{SENTENCE}").as_bytes(),
        Format::Html,
    );
    assert_eq!(reports[0].text.matches(SENTENCE.trim()).count(), 2);
}

#[test]
fn long_lines() {
    let line = SENTENCE.repeat(20_000_000 / SENTENCE.len());
    let (reports, _) = read("one line of 20 MB", line.as_bytes(), Format::Text);
    assert!(has(&reports, ProblemCode::ReadToLimit) && reports[0].text.len() == line.len());
    assert!(reports[0].problems.iter().any(|p| p.span.is_some_and(|s| s.end == line.len())));
    let json = format!("{{\"id\":\"a\",\"text\":\"{line}\"}}\n{{\"id\":\"b\",\"text\":\"x\"}}");
    assert_eq!(read("a JSON line of 20 MB", json.as_bytes(), Format::Jsonl).0.len(), 2);
    read("a CSV field that is never closed", format!("text\n\"{line}").as_bytes(), Format::Csv);
    read("lines of one letter", "ا\n".repeat(3_000_000).as_bytes(), Format::Text);
    read("a Latin word of 20 MB", "a".repeat(20_000_000).as_bytes(), Format::Text);
    read("digits and strokes", "1/2/".repeat(5_000_000).as_bytes(), Format::Text);
    read("hashtags", "#ا ".repeat(5_000_000).as_bytes(), Format::Text);
    read("at signs", "ا@ab_".repeat(3_000_000).as_bytes(), Format::Text);
    read("interface words", "All reactions:LikeComment12:00 AM · ".repeat(500_000).as_bytes(), Format::Text);
}

#[test]
fn bombs() {
    let zeros = vec![b' '; 400_000_000];
    let bomb = gz(&warc(&zeros));
    let (reports, errors) = read(
        "a WARC record of 400 MB of nothing",
        &[bomb, gz(&warc(page().as_bytes()))].concat(),
        Format::Warc,
    );
    assert_eq!((reports.len(), errors), (1, 1));
    let packed =
        [&b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n\r\n"[..], &gz(&zeros)]
            .concat();
    let head = format!(
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://a.example\r\nContent-Length: {}\r\n\r\n",
        packed.len()
    );
    let (reports, _) =
        read("an answer of 400 MB of nothing", &[head.as_bytes(), &packed].concat(), Format::Warc);
    assert!(reports.is_empty() || has(&reports, ProblemCode::BadCompression));
    assert_eq!(read("a text of 400 MB of nothing", &gz(&zeros), Format::Auto).1, 1);
    let huge = "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://a.example\r\nContent-Length: 99999999999999\r\n\r\nx";
    read("a record that claims to be endless", huge.as_bytes(), Format::Warc);
    read(
        "header lines without end",
        format!("WARC/1.0\r\n{}", "a: b\r\n".repeat(1_000_000)).as_bytes(),
        Format::Warc,
    );
    read("gzip marks without gzip", &[0x1f, 0x8b, 8].repeat(1_000_000), Format::Warc);
}

#[test]
fn deep_data() {
    read(
        "JSON nested 1 MB deep",
        format!("{{\"text\":\"x\",\"a\":{}", "[".repeat(1_000_000)).as_bytes(),
        Format::Jsonl,
    );
    read("an export nested 1 MB deep", "{\"a\":".repeat(200_000).as_bytes(), Format::Telegram);
    read(
        "a message nested 1 MB deep",
        format!("{{\"messages\":[{{\"text\":{}", "[".repeat(1_000_000)).as_bytes(),
        Format::Telegram,
    );
    read(
        "a feed nested deep",
        format!("<rss><channel><item>{}", "<a>".repeat(300_000)).as_bytes(),
        Format::Feed,
    );
    let xhtml = format!(
        "<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>x</title><entry><id>1</id><title>t</title><content type=\"xhtml\">{}{}</content></entry></feed>",
        "<div>".repeat(100_000),
        "</div>".repeat(100_000)
    );
    read("an Atom entry nested deep", xhtml.as_bytes(), Format::Feed);
    let entities = "<?xml version=\"1.0\"?><!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">]><rss><channel><title>x</title><item><title>&b;</title></item></channel></rss>";
    read("entities of entities", entities.as_bytes(), Format::Feed);
    let data = format!("<script type=application/ld+json>{}</script>x", "[".repeat(400_000));
    read("JSON-LD nested deep", data.as_bytes(), Format::Html);
    read(
        "many entries",
        format!("<rss><channel>{}</channel></rss>", "<item><title>x</title></item>".repeat(20_000))
            .as_bytes(),
        Format::Feed,
    );
}

#[test]
fn mutations() {
    let seeds = seeds();
    let mut state = 0x9e37_79b9_7f4a_7c15u64;
    let mut random = move |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state % below.max(1) as u64) as usize
    };
    let started = Instant::now();
    let rounds = 120;
    for round in 0..rounds {
        for (name, format, seed) in &seeds {
            let mut bytes = seed.clone();
            for _ in 0..1 + random(4) {
                let n = bytes.len().max(1);
                let (a, b) = (random(n), random(n));
                match random(7) {
                    0 => bytes.truncate(a),
                    1 => drop(bytes.drain(a.min(b)..a.max(b).min(bytes.len()))),
                    2 => {
                        let part = bytes[a.min(b).min(bytes.len())..a.max(b).min(bytes.len())].to_vec();
                        let at = random(bytes.len() + 1);
                        bytes.splice(at..at, part);
                    }
                    3 => (0..1 + random(20)).for_each(|_| {
                        let at = random(bytes.len());
                        if let Some(x) = bytes.get_mut(at) {
                            *x = random(256) as u8;
                        }
                    }),
                    4 => {
                        let other = &seeds[random(seeds.len())].2;
                        let (c, d) = (random(other.len()), random(other.len()));
                        let at = random(bytes.len() + 1);
                        bytes.splice(at..at, other[c.min(d)..c.max(d)].iter().copied());
                    }
                    5 => {
                        const WORDS: &[&str] = &[
                            "<",
                            ">",
                            "\"",
                            "'",
                            "<!--",
                            "<table>",
                            "</div>",
                            "<script>",
                            "\0",
                            "\u{feff}",
                            "\u{202e}",
                            "{",
                            "[",
                            "]]>",
                            "WARC/1.0\r\n",
                            "\r\n\r\n",
                            "9999999999",
                            "&#x0;",
                            "ﷺ",
                        ];
                        let at = random(bytes.len() + 1);
                        bytes.splice(at..at, WORDS[random(WORDS.len())].bytes());
                    }
                    _ => {
                        let at = random(bytes.len());
                        if let Some(x) = bytes.get_mut(at) {
                            *x ^= 1 << random(8);
                        }
                    }
                }
            }
            let told = format!("~{name} {round}");
            read(&told, &bytes, *format);
            if round % 4 == 0 {
                read(&told, &bytes, Format::Auto);
                read(&told, &bytes, seeds[random(seeds.len())].1);
            }
        }
    }
    println!(
        "{} mutated inputs {:>28.0} ms",
        rounds * seeds.len() * 3 / 2,
        started.elapsed().as_secs_f64() * 1000.0
    );
}
