//! JSON lines `{"id","text","published"}` in, `{"id","mentions":[…]}` out, with the times and numbers that this crate
//! finds; what the scorers of times and numbers read.
//!
//! `cargo run --release -p isnad-text --example mentions < in.jsonl > out.jsonl`

use isnad_model::CharMap;
use isnad_text::{Analysis, number, time};
use std::io::{BufRead, Write};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for line in std::io::stdin().lock().lines() {
        let row: serde_json::Value = serde_json::from_str(&line?)?;
        let text = row["text"].as_str().unwrap_or("");
        let reference = row["published"].as_str().and_then(|d| d.get(..10)).and_then(|d| d.parse().ok());
        let a = Analysis::new(text);
        let map = CharMap::new(text);
        let times = time::find(&a, reference);
        let mut mentions = Vec::new();
        for t in &times {
            let (start, end) = map.chars(t.span);
            mentions.push(
                serde_json::json!({"kind": "time", "text": t.span.of(text), "start": start, "end": end,
                "from": t.value.from, "to": t.value.to, "precision": format!("{:?}", t.value.precision)}),
            );
        }
        for n in number::find(&a, if reference.is_some() { &times } else { &[] }) {
            let (start, end) = map.chars(n.span);
            mentions.push(
                serde_json::json!({"kind": "quantity", "text": n.span.of(text), "start": start, "end": end,
                "min": n.min, "max": n.max}),
            );
        }
        serde_json::to_writer(&mut out, &serde_json::json!({"id": row["id"], "mentions": mentions}))?;
        out.write_all(b"\n")?;
    }
    Ok(())
}
