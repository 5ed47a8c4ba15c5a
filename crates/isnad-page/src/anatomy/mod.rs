//! Page anatomy: what each part of a flattened page is.
//!
//! *Comes in*: the text of a page as a crawl, an archive or our own flattening of HTML left it. *Goes out*: typed
//! [`Block`]s, one a piece, in order of the text, and whether the page holds a report at all.
//! *Does not*: know the outlet or the date; those are read from the blocks by [`crate::report`].
//!
//! The kinds are decided by a linear-chain model over all pieces of the page together (docs/QUALITY.md has its
//! figures, models/page-anatomy.md its card).

pub mod cues;
pub mod features;
pub mod pieces;

use isnad_learn::{Model, Scratch};
use isnad_model::{Block, BlockKind, ProblemCode};
use pieces::Piece;
use std::sync::OnceLock;

/// The learned reader of page parts.
#[derive(Debug)]
pub struct Anatomy {
    model: Model,
    kinds: Vec<BlockKind>,
}

static SHIPPED: &[u8] = include_bytes!("../../../../models/page-anatomy.crf");

impl Anatomy {
    /// The model that ships with the program.
    pub fn shipped() -> &'static Anatomy {
        static ONCE: OnceLock<Anatomy> = OnceLock::new();
        ONCE.get_or_init(|| {
            let model = Model::from_bytes(SHIPPED).expect("the shipped page model is checked by a test");
            Anatomy::new(model).expect("the shipped page model is checked by a test")
        })
    }

    /// A reader over `model`, whose labels must be names of block kinds.
    ///
    /// # Errors
    /// The label that is no block kind.
    pub fn new(model: Model) -> Result<Self, String> {
        let kinds = model
            .labels()
            .iter()
            .map(|l| BlockKind::from_name(l).ok_or_else(|| l.clone()))
            .collect::<Result<_, _>>()?;
        Ok(Anatomy { model, kinds })
    }

    /// The most pieces of a page that are looked at; a page with more is no page of news. The rest are
    /// [`BlockKind::Other`].
    pub const MOST: usize = 20_000;

    /// The kinds of `pieces` of `text`. `title` is the page's title where the input gives one.
    pub fn kinds(&self, text: &str, pieces: &[Piece], title: Option<&str>) -> Vec<BlockKind> {
        let mut scratch = Scratch::default();
        let mut kinds = Vec::with_capacity(pieces.len());
        // A long page is read in parts, so that memory does not grow with it.
        for part in pieces[..pieces.len().min(Self::MOST)].chunks(Self::MOST / 8) {
            let features = features::features(text, part, title);
            kinds.extend(
                self.model.decode(&features, &mut scratch).into_iter().map(|l| self.kinds[l as usize]),
            );
        }
        kinds.resize(pieces.len(), BlockKind::Other);
        rescue(text, pieces, &mut kinds);
        kinds
    }

    /// The blocks of a flattened page.
    pub fn blocks(&self, text: &str, title: Option<&str>) -> Vec<Block> {
        let pieces = pieces::pieces(text);
        let kinds = self.kinds(text, &pieces, title);
        pieces.iter().zip(kinds).map(|(p, kind)| Block { kind, span: p.span }).collect()
    }
}

/// A page whose body has fewer words has lost it.
const LOST_BODY: usize = 20;
/// Words from which a line can be the body that was lost, and so many of them that it is one whatever its kind.
const PROSE: usize = 25;
const LONG_PROSE: usize = 60;

/// Gives back the body of a page on which the model saw none: its longest line of running Arabic prose, and all others that
/// are long. Such lines are rare in the pages that it was trained on: a whole article in one paragraph of hundreds of words.
fn rescue(text: &str, pieces: &[Piece], kinds: &mut [BlockKind]) {
    let words = |p: &Piece| p.span.of(text).split_whitespace().count();
    let body: usize =
        pieces.iter().zip(kinds.iter()).filter(|(_, k)| **k == BlockKind::Body).map(|(p, _)| words(p)).sum();
    if body >= LOST_BODY {
        return;
    }
    let prose = |p: &Piece| {
        let line = p.span.of(text);
        let arabic = line.chars().filter(|c| ('\u{621}'..='\u{64a}').contains(c)).count();
        let stops = line.chars().filter(|c| matches!(c, '،' | '.' | '؛' | '؟' | ':' | '"' | '«')).count();
        arabic * 2 > line.chars().count() && stops >= 2
    };
    let lost: Vec<(usize, usize)> = (0..pieces.len())
        .filter(|&i| !matches!(kinds[i], BlockKind::Headline | BlockKind::Dek | BlockKind::Body))
        .map(|i| (i, words(&pieces[i])))
        .filter(|&(i, n)| n >= PROSE && prose(&pieces[i]))
        .collect();
    let Some(&(longest, _)) = lost.iter().max_by_key(|l| (l.1, std::cmp::Reverse(l.0))) else { return };
    for (i, n) in lost {
        if i == longest || n >= LONG_PROSE {
            kinds[i] = BlockKind::Body;
        }
    }
}

/// Words from which a headline without a body counts as the report itself: a post or flash of one sentence.
const TELLING_HEADLINE: usize = 6;
/// Links to other stories from which a lone headline is one of them rather than the report.
const LIST_OF_STORIES: usize = 6;

/// Whether the page holds no report: [`ProblemCode::LoginWall`] where a wall stands in its place,
/// [`ProblemCode::EmptyPage`] where nothing does, `None` where there is a report.
pub fn emptiness(text: &str, blocks: &[Block]) -> Option<ProblemCode> {
    let any = |kind: BlockKind, f: &dyn Fn(&str) -> bool| {
        blocks.iter().any(|b| b.kind == kind && f(b.span.of(text)))
    };
    // A title says that there is a video, not what it reports.
    let own = |words: &str| !words.ends_with("- YouTube");
    let telling = |words: &str| words.split_whitespace().count() >= TELLING_HEADLINE && own(words);
    let links = blocks.iter().filter(|b| b.kind == BlockKind::Related).count();
    if any(BlockKind::Body, &own) || (links < LIST_OF_STORIES && any(BlockKind::Headline, &telling)) {
        return None;
    }
    Some(if any(BlockKind::LoginWall, &|_| true) { ProblemCode::LoginWall } else { ProblemCode::EmptyPage })
}
