//! Sentences and tokens in the form that `isnad tokens` prints.

use isnad_model::CharMap;
use isnad_text::{Analysis, Pos, TokenKind};
use serde_json::{Value, json};

/// `{"id","tokens":[{"text","start","end","parts":["و","كتاب"],"lemma","pos"}],"sentences":[{"start","end"}]}`, with positions in
/// characters of the text. `lemma` is the light stem that search and the lexicons meet in.
pub fn tokens_json(id: &str, text: &str) -> Value {
    let analysis = Analysis::new(text);
    let map = CharMap::new(text);
    // A hashtag's words are tokens of their own: the tag itself would count them twice.
    let tokens: Vec<Value> = (0..analysis.len())
        .filter(|&i| analysis.tokens[i].kind != TokenKind::Hashtag)
        .map(|i| {
            let (start, end) = map.chars(analysis.tokens[i].span);
            let parts: Vec<&str> = analysis.parts(i).iter().map(|s| s.of(text)).collect();
            json!({
                "text": analysis.word(i),
                "start": start,
                "end": end,
                "parts": parts,
                "lemma": analysis.light(i),
                "pos": pos(analysis.tokens[i].pos),
            })
        })
        .collect();
    let sentences: Vec<Value> = analysis
        .sentences
        .iter()
        .map(|s| {
            let (start, end) = map.chars(s.span);
            json!({"start": start, "end": end})
        })
        .collect();
    json!({"id": id, "tokens": tokens, "sentences": sentences})
}

/// The part of speech by its Universal Dependencies name, as far as it is told.
fn pos(pos: Pos) -> &'static str {
    match pos {
        Pos::Noun => "NOUN",
        Pos::Verb => "VERB",
        Pos::Adjective => "ADJ",
        Pos::Particle => "PART",
        Pos::Number => "NUM",
        Pos::Punctuation => "PUNCT",
        Pos::Other => "X",
    }
}
