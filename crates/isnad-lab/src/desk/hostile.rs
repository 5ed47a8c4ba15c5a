//! `isnad-lab desk hostile`: reports that try to be run, to hide or to break what shows them.
//!
//! Sixty payloads, each in five forms of input, make 300 files, the same in every run. A payload that is executed anywhere sets
//! `window.__pwned` to the number of its file. Around each stands an ordinary invented report, so that it is read and has claims.

use super::payloads::PAYLOADS;
use anyhow::{Context, Result};
use serde_json::json;
use std::path::Path;

/// A file to be written.
pub struct Hostile {
    /// Its name, some of which are hostile too.
    pub name: String,
    /// What `window.__pwned` becomes.
    pub marker: String,
    /// What it tries.
    pub tries: &'static str,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// All of them, in order.
pub fn files() -> Vec<Hostile> {
    let forms: [(&str, Form); 5] =
        [("txt", text), ("html", html), ("jsonl", lines), ("csv", table), ("xml", feed)];
    let mut out = Vec::with_capacity(PAYLOADS.len() * forms.len());
    for (n, payload) in PAYLOADS.iter().enumerate() {
        for (f, (ending, form)) in forms.iter().enumerate() {
            let number = n * forms.len() + f;
            let marker = format!("h{number:03}");
            let mut bytes = Vec::new();
            let bad = (payload.make)(&marker);
            form(&mut bytes, &bad, number);
            if payload.broken {
                break_up(&mut bytes);
            }
            out.push(Hostile { name: file_name(number, ending), marker, tries: payload.tries, bytes });
        }
    }
    out
}

/// Writes them into a folder and prints a line of JSON for each.
pub fn write(out: &Path) -> Result<()> {
    std::fs::create_dir_all(out).with_context(|| format!("cannot make {}", out.display()))?;
    for f in files() {
        let path = out.join(&f.name);
        std::fs::write(&path, &f.bytes).with_context(|| format!("cannot write {}", path.display()))?;
        println!("{}", json!({"file": f.name, "marker": f.marker, "tries": f.tries, "bytes": f.bytes.len()}));
    }
    Ok(())
}

/// Appends a file of one form to the bytes.
type Form = fn(&mut Vec<u8>, &str, usize);

/// Sentences of which each report has one, of the demo's invented country.
const SENTENCES: &[&str] = &[
    "أفادت مصادر محلية بمقتل خمسة مدنيين في غارة جوية على بلدة أم الشنابل أمس.",
    "قصفت مدفعية الجيش السمرازاني محيط قرية بئر الحنطاء فجر الخميس ما أدى إلى إصابة ثلاثة أشخاص.",
    "اعتقلت قوات الأمن الداخلي سبعة طلاب في ساحة الشموع مساء الجمعة بحسب ناشطين.",
    "قال مصدر طبي إن انفجار عبوة ناسفة في مدينة هزبران أسفر عن مقتل شخصين.",
];

fn sentence(number: usize) -> &'static str {
    SENTENCES[number % SENTENCES.len()]
}

fn file_name(number: usize, ending: &str) -> String {
    // Names are hostile in every seventh file. A slash and a NUL no file system takes.
    let bad = match number % 56 {
        0 => "=HYPERLINK(1)",
        7 => "<img src=x onerror=window.__pwned=1>",
        14 => "\u{202e}lmth.txt",
        21 => "' onmouseover='window.__pwned=1",
        28 => "..%2f..%2fetc%2fpasswd",
        35 => "{{7*7}}${7*7}",
        42 => "\u{1b}[31mred",
        49 => "طويل-طويل-طويل-طويل-طويل-طويل-طويل-طويل-طويل-طويل-طويل-طويل",
        _ => "",
    };
    format!("h{number:03}{bad}.{ending}")
}

fn text(out: &mut Vec<u8>, bad: &str, number: usize) {
    let body = format!(
        "{bad}\n\n11 فبراير 2026\n\n{}\n\nوقال {bad} إن القصف على {bad} أدى إلى مقتل {bad}.\n\n{bad}\n",
        sentence(number)
    );
    out.extend(body.into_bytes());
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

fn html(out: &mut Vec<u8>, bad: &str, number: usize) {
    let shown = escaped(bad);
    let page = format!(
        "<!doctype html><html lang=\"ar\" dir=\"rtl\"><head><meta charset=\"utf-8\"><title>{shown}</title>\
         <meta property=\"og:site_name\" content=\"{shown}\"><meta name=\"author\" content=\"{shown}\">\
         <link rel=\"canonical\" href=\"javascript:window.__pwned='h{number:03}'\">\
         <meta property=\"article:published_time\" content=\"2026-02-11\"></head><body onload=\"window.__pwned='h{number:03}'\">\
         <article><h1>{shown}</h1><p>{}</p><p>وقال {shown} إن القصف على {shown} أدى إلى مقتل أربعة.</p>{bad}<p>{shown}</p></article>\
         </body></html>",
        sentence(number)
    );
    out.extend(page.into_bytes());
}

fn lines(out: &mut Vec<u8>, bad: &str, number: usize) {
    let row = json!({
        "id": bad, "title": bad, "outlet": bad, "published": "2026-02-11",
        "url": format!("javascript:window.__pwned='h{number:03}'//{}", bad.chars().take(200).collect::<String>()),
        "text": format!("{bad}\n\n{}\n\nوأعلنت {bad} مسؤوليتها عن قصف {bad}.", sentence(number)),
    });
    out.extend(format!("{row}\n").into_bytes());
}

fn table(out: &mut Vec<u8>, bad: &str, number: usize) {
    let quoted = |s: &str| format!("\"{}\"", s.replace('"', "\"\""));
    let text = format!("{}\n\nوأعلنت {bad} مسؤوليتها عن قصف {bad}.", sentence(number));
    let url = format!("https://h{number:03}.example/\"><script>window.__pwned='h{number:03}'</script>");
    let cells = [bad, &url, bad, bad, "2026-02-11", &text].map(quoted);
    out.extend(format!("id,url,title,outlet,published,text\n{}\n", cells.join(",")).into_bytes());
}

fn feed(out: &mut Vec<u8>, bad: &str, number: usize) {
    // What XML does not take at all would hide the rest from its reader.
    let bad: String =
        bad.chars().filter(|c| !c.is_control() && !matches!(c, '\u{fffe}' | '\u{ffff}')).collect();
    let shown = escaped(&bad);
    let inner = escaped(&format!("<p>{}</p>{bad}<p>وقال {shown} إن قصفا وقع.</p>", sentence(number)));
    let page = format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?><rss version=\"2.0\"><channel><title>{shown}</title><link>https://h.example/</link>\
         <item><title>{shown}</title><link>javascript:window.__pwned='h{number:03}'</link><guid>{shown}</guid>\
         <pubDate>Wed, 11 Feb 2026 09:00:00 GMT</pubDate><description>{inner}</description></item></channel></rss>"
    );
    out.extend(page.into_bytes());
}

/// Puts bytes in that are no UTF-8: a lone continuation, an overlong «<», half a letter, a surrogate.
fn break_up(bytes: &mut Vec<u8>) {
    let bad: [&[u8]; 4] = [b"\x80\xbf", b"\xc0\xbcscript\xc0\xbe", b"\xd9", b"\xed\xa0\x80"];
    let mut at = bytes.len() / 2;
    for piece in bad {
        // Between two letters, never within one: what is broken is what is put in.
        while at < bytes.len() && bytes[at] & 0xc0 == 0x80 {
            at += 1;
        }
        bytes.splice(at..at, piece.iter().copied());
        at = (at + piece.len() + 7).min(bytes.len());
    }
}

#[cfg(test)]
#[path = "hostile_tests.rs"]
mod tests;
