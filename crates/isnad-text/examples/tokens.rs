//! JSON lines `{"id","text"}` in, `{"id","tokens":[{"text","start","end","parts","lemma","pos"}]}` out; `start` and
//! `end` count characters.
//!
//! `cargo run --release -p isnad-text --example tokens < in.jsonl > out.jsonl`

use isnad_model::CharMap;
use isnad_text::{Analysis, TokenKind};
use std::io::{BufRead, Write};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for line in std::io::stdin().lock().lines() {
        let row: serde_json::Value = serde_json::from_str(&line?)?;
        let text = row["text"].as_str().unwrap_or("");
        let a = Analysis::new(text);
        let map = CharMap::new(text);
        let tokens: Vec<_> = (0..a.len())
            .filter(|&i| a.tokens[i].kind != TokenKind::Hashtag)
            .map(|i| {
                let (start, end) = map.chars(a.tokens[i].span);
                let parts: Vec<&str> = a.parts(i).iter().map(|s| s.of(text)).collect();
                serde_json::json!({"text": a.word(i), "start": start, "end": end, "parts": parts,
                    "lemma": a.light(i), "pos": format!("{:?}", a.tokens[i].pos).to_lowercase()})
            })
            .collect();
        serde_json::to_writer(&mut out, &serde_json::json!({"id": row["id"], "tokens": tokens}))?;
        out.write_all(b"\n")?;
    }
    Ok(())
}
