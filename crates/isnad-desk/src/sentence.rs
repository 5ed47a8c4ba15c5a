//! The sentence in which a claim's trigger stands.

use isnad_model::{CharMap, Span, wire::BlockJson, wire::SpanJson};
use isnad_text::Analysis;

/// Characters of a sentence that are told, at most; of a longer one the part around the trigger.
const MOST: usize = 1200;

/// A text whose sentences are looked up. A block is taken apart when it is first asked for.
pub struct Sentences<'t> {
    text: &'t str,
    map: CharMap<'t>,
    blocks: Vec<(Span, Option<Vec<Span>>)>,
}

impl<'t> Sentences<'t> {
    /// Over a report's text and the blocks of its reading.
    pub fn new(text: &'t str, blocks: &[BlockJson]) -> Self {
        let map = CharMap::new(text);
        let blocks = blocks.iter().map(|b| (map.span(b.start, b.end), None)).collect();
        Sentences { text, map, blocks }
    }

    /// The sentence of block `block` that holds `trigger`; the trigger alone where there is no such block.
    pub fn of(&mut self, block: usize, trigger: &SpanJson) -> SpanJson {
        let at = self.map.span(trigger.start, trigger.end);
        let text = self.text;
        let mut found = at;
        if let Some((span, sentences)) = self.blocks.get_mut(block) {
            let start = span.start;
            let all = sentences.get_or_insert_with(|| {
                Analysis::new(span.of(text)).sentences.iter().map(|s| s.span.shift(start)).collect()
            });
            found = all.iter().find(|s| s.overlaps(at)).map_or(at, |s| s.cover(at));
        }
        let (mut start, mut end) = self.map.chars(found);
        if end - start > MOST {
            start = start.max(trigger.start.saturating_sub(MOST / 2));
            end = end.min(trigger.end.saturating_add(MOST / 2)).min(start + 2 * MOST);
        }
        SpanJson { text: self.map.span(start, end).of(text).to_owned(), start, end }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use isnad_model::BlockKind;

    #[test]
    fn the_sentence_that_holds_the_trigger_is_found() {
        let text = "عنوان\nقصف الحي ليلا. ثم توقف القصف فجرا.";
        let chars = text.chars().count();
        let blocks = [
            BlockJson { kind: BlockKind::Headline, start: 0, end: 5 },
            BlockJson { kind: BlockKind::Body, start: 6, end: chars },
        ];
        let mut sentences = Sentences::new(text, &blocks);
        let trigger = SpanJson { text: "قصف".into(), start: 6, end: 9 };
        let found = sentences.of(1, &trigger);
        assert_eq!(found.text, "قصف الحي ليلا.");
        assert_eq!((found.start, found.end), (6, 20));
        // No such block: the trigger itself.
        assert_eq!(sentences.of(9, &trigger).text, "قصف");
    }
}
