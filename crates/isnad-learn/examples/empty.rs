//! Writes a model without weights: `cargo run -p isnad-learn --example empty -- FILE LABEL…`.
//!
//! A crate that embeds its model cannot be built before the model is there; this makes the first one.

fn main() -> std::io::Result<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let labels: Vec<&str> = args[1..].iter().map(String::as_str).collect();
    std::fs::write(&args[0], isnad_learn::Model::empty(&labels, 10).to_bytes())
}
