//! A text that is written word by word, so that the place of each word is known.

use isnad_model::{Block, BlockKind, Claim, Mention, Span};

/// The text so far.
#[derive(Debug, Default)]
pub struct Draft {
    /// The text.
    pub text: String,
    /// Its blocks.
    pub blocks: Vec<Block>,
    /// What it claims.
    pub claims: Vec<Claim>,
    /// What it names.
    pub mentions: Vec<Mention>,
    from: usize,
}

impl Draft {
    /// Writes words after a space; where they stand.
    pub fn say(&mut self, words: impl AsRef<str>) -> Span {
        let words = words.as_ref();
        if self.text.len() > self.from && !words.starts_with(['.', '،', '«', '»', ':']) {
            self.text.push(' ');
        }
        let start = self.text.len();
        self.text.push_str(words);
        Span::new(start, self.text.len())
    }

    /// Number of the block that is being written.
    pub fn block(&self) -> usize {
        self.blocks.len()
    }

    /// Ends the block.
    pub fn end(&mut self, kind: BlockKind) {
        self.blocks.push(Block { kind, span: Span::new(self.from, self.text.len()) });
        self.text.push_str("\n\n");
        self.from = self.text.len();
    }

    /// Takes off the empty lines at the end.
    pub fn finish(&mut self) {
        self.text.truncate(self.text.trim_end().len());
    }
}
