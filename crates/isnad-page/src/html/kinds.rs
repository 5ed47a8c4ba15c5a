//! What each line of an HTML page is: structure, main-content vote and the learned reader of lines, weighed by rules.
//!
//! Each has what the others lack. The structure names the parts of a page outright, where its author named them. The vote
//! tells the report from the rest of the page, not its parts from each other. The learned reader tells the parts by their words.

use super::flatten::Flat;
use super::hints::{LineHints, Regions, Tag};
use crate::letter;
use isnad_model::BlockKind;

/// From this share of kept words on, a line is of the main content.
const MAIN: f32 = 0.5;
/// Words from which on a line is long enough to mark where the main content begins and ends.
const LONG: usize = 8;
/// Lines between two kept paragraphs from which on they are of two stories.
const GAP: usize = 20;
/// Lines around the main content in which parts of the report still stand (its source, its tags, its captions).
const NEAR: usize = 8;

/// Words of a line, counted up to what matters.
fn count(text: &str) -> usize {
    text.split_whitespace().take(60).count()
}

/// The kinds of all lines. `learned` are the kinds that the learned reader gives them.
pub fn kinds(flat: &Flat, learned: &[BlockKind]) -> Vec<BlockKind> {
    let lengths: Vec<usize> = flat.lines.iter().map(|l| count(l.span.of(&flat.text))).collect();
    let marks = |k: usize| {
        let h = &flat.lines[k].hints;
        h.main >= MAIN && lengths[k] >= LONG && h.links < 0.6
    };
    let (first, last) = span_of_main((0..flat.lines.len()).filter(|&k| marks(k)), &lengths);
    // Where no line is known to be the title, it is the one closest to the text of all that read like one.
    let closest = first
        .and_then(|f| (f.saturating_sub(2 * NEAR)..=f).rev().find(|&k| learned[k] == BlockKind::Headline));
    let titled = flat.lines.iter().any(|l| l.hints.title);
    flat.lines
        .iter()
        .zip(learned)
        .enumerate()
        .map(|(k, (line, &learned))| {
            let (first, last) = first.zip(last).unwrap_or((k, k));
            let near = k + NEAR >= first && k <= last + NEAR;
            let place = Place {
                hints: line.hints,
                words: lengths[k],
                digits: line.span.of(&flat.text).chars().any(char::is_numeric),
                inside: first <= k && k <= last,
                before: k < first,
                near,
                closing: k + 2 >= last,
                voted: first != last || marks(k),
                titled,
                closest: closest == Some(k),
                learned,
            };
            // What is kept far from the rest of the report is a piece of another story or of the page's foot. A short line is
            // kept by its mere words, which may stand in a menu too; a label that is all link is a section's or
            // a tag's name; and signs without a letter say nothing.
            let letters = line.span.of(&flat.text).chars().any(letter::alphabetic);
            let main =
                line.hints.main >= MAIN && near && letters && (lengths[k] > 4 || line.hints.links < 0.6);
            if main { place.of_main() } else { place.of_rest() }
        })
        .collect()
}

/// The first and the last line of the main content: of the marking lines, the run with the most words that no long gap
/// parts.
fn span_of_main(marks: impl Iterator<Item = usize>, lengths: &[usize]) -> (Option<usize>, Option<usize>) {
    let mut best: Option<(usize, usize, usize)> = None;
    let mut run: Option<(usize, usize, usize)> = None;
    for k in marks {
        run = Some(match run {
            Some((first, last, words)) if k - last <= GAP => (first, k, words + lengths[k]),
            _ => (k, k, lengths[k]),
        });
        if run.map(|r| r.2) > best.map(|b| b.2) {
            best = run;
        }
    }
    (best.map(|b| b.0), best.map(|b| b.1))
}

struct Place {
    hints: LineHints,
    words: usize,
    digits: bool,
    /// Between the first and the last line of the main content.
    inside: bool,
    /// Before the main content.
    before: bool,
    /// In the main content or close to it.
    near: bool,
    /// Among the last lines of the main content, or after it.
    closing: bool,
    /// Whether there was a vote.
    voted: bool,
    /// Whether a line of the page is its title.
    titled: bool,
    /// Whether this is the line closest to the text that reads like a title.
    closest: bool,
    learned: BlockKind,
}

impl Place {
    fn is(&self, regions: Regions) -> bool {
        self.hints.regions.any(regions)
    }

    /// Parts that the structure names so clearly that neither vote nor words are asked.
    fn outright(&self) -> Option<BlockKind> {
        if self.is(Regions::COOKIE) {
            return Some(BlockKind::CookieNotice);
        }
        if self.is(Regions::COMMENT)
            && !self.is(Regions::BODY)
            && !(self.hints.main >= MAIN && self.words > 30)
        {
            return Some(if self.is(Regions::COUNT.with(Regions::SHARE)) {
                BlockKind::Share
            } else {
                BlockKind::Comment
            });
        }
        if self.is(Regions::BREAKING) && self.hints.main < MAIN {
            return Some(BlockKind::Ticker);
        }
        None
    }

    /// A line that the extraction kept.
    fn of_main(&self) -> BlockKind {
        if let Some(kind) = self.outright() {
            return kind;
        }
        if self.hints.title || (self.hints.tag == Tag::Title && !self.titled) {
            return BlockKind::Headline;
        }
        if self.is(Regions::CAPTION) && self.words < 60 {
            return BlockKind::Caption;
        }
        // House rules and appeals close many reports inside of their element.
        if self.closing
            && matches!(
                self.learned,
                BlockKind::Comment
                    | BlockKind::CookieNotice
                    | BlockKind::Footer
                    | BlockKind::Promo
                    | BlockKind::LoginWall
            )
        {
            return self.learned;
        }
        // A paragraph is the report, whatever else its words are like.
        if self.words >= 30 && self.hints.links < 0.5 {
            return BlockKind::Body;
        }
        match self.learned {
            BlockKind::SourceCredit
            | BlockKind::Byline
            | BlockKind::Dateline
            | BlockKind::Caption
            | BlockKind::Tags => self.learned,
            BlockKind::Dek if self.before || self.is(Regions::DEK) || self.hints.tag == Tag::Heading => {
                BlockKind::Dek
            }
            // Without a link to follow, a question or a sub-heading only looks like another story's headline.
            BlockKind::Related if self.hints.links >= 0.3 || self.is(Regions::RELATED) => BlockKind::Related,
            BlockKind::Share | BlockKind::Promo | BlockKind::Ticker if self.words <= 14 => self.learned,
            _ if self.is(Regions::RELATED) && self.hints.links >= 0.8 => BlockKind::Related,
            _ => BlockKind::Body,
        }
    }

    /// A line that the extraction left out, or any line where nothing was kept.
    fn of_rest(&self) -> BlockKind {
        if let Some(kind) = self.outright() {
            return kind;
        }
        let elsewhere =
            self.is(Regions::RELATED.with(Regions::ASIDE).with(Regions::FOOTER).with(Regions::MENU));
        if self.hints.title && !(elsewhere && self.hints.links > 0.9) {
            return BlockKind::Headline;
        }
        if self.is(Regions::LOGIN) && self.words < 40 {
            return if self.learned == BlockKind::Menu { BlockKind::Menu } else { BlockKind::LoginWall };
        }
        if !elsewhere && (self.near || self.before || !self.voted) {
            if self.is(Regions::CAPTION) && self.words < 60 {
                return BlockKind::Caption;
            }
            if self.is(Regions::DATE) && self.digits && self.words <= 14 {
                return BlockKind::Dateline;
            }
            if self.is(Regions::AUTHOR) && self.words <= 14 {
                return BlockKind::Byline;
            }
            if self.is(Regions::DEK) && self.before && self.words >= 6 && self.hints.links < 0.5 {
                return BlockKind::Dek;
            }
        }
        if self.is(Regions::SHARE.with(Regions::COUNT)) && self.words <= 8 {
            return BlockKind::Share;
        }
        if self.is(Regions::TAGS) && !self.is(Regions::MENU.with(Regions::RELATED)) && self.words <= 8 {
            return BlockKind::Tags;
        }
        if self.is(Regions::MENU) && self.words <= 12 {
            return BlockKind::Menu;
        }
        if self.is(Regions::PROMO) && self.words <= 25 {
            return BlockKind::Promo;
        }
        if self.is(Regions::FOOTER) {
            return match self.learned {
                BlockKind::Menu | BlockKind::Promo | BlockKind::CookieNotice | BlockKind::Share => {
                    self.learned
                }
                _ => BlockKind::Footer,
            };
        }
        if self.is(Regions::RELATED.with(Regions::ASIDE)) {
            return match self.learned {
                BlockKind::Menu
                | BlockKind::Promo
                | BlockKind::Ticker
                | BlockKind::Tags
                | BlockKind::Share
                | BlockKind::CookieNotice => self.learned,
                _ => BlockKind::Related,
            };
        }
        if self.is(Regions::HEADER) && self.before && self.words <= 5 && self.learned == BlockKind::Body {
            return BlockKind::Menu;
        }
        // Far below the report its parts are those of other stories.
        let far = self.voted && !self.near && !self.before;
        let part = matches!(
            self.learned,
            BlockKind::Headline
                | BlockKind::Dek
                | BlockKind::Byline
                | BlockKind::Dateline
                | BlockKind::Caption
                | BlockKind::SourceCredit
        );
        if far && part {
            return BlockKind::Related;
        }
        match self.learned {
            BlockKind::Body if !self.voted => BlockKind::Body,
            BlockKind::Body if self.words == 1 && self.digits => BlockKind::Other,
            BlockKind::Body if self.hints.links >= 0.6 => BlockKind::Related,
            // Between kept paragraphs an extraction drops single ones (short quotations, sub-headings).
            BlockKind::Body if self.inside || self.is(Regions::BODY) => BlockKind::Body,
            BlockKind::Body if self.is(Regions::ARTICLE.with(Regions::MAIN)) && self.words >= 12 => {
                BlockKind::Body
            }
            BlockKind::Body if self.words >= 4 => BlockKind::Related,
            BlockKind::Body => BlockKind::Other,
            BlockKind::Headline if self.voted && (self.titled || !self.closest) => BlockKind::Related,
            kind => kind,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::read_str;
    use crate::Limits;
    use isnad_model::BlockKind;

    #[test]
    fn a_page_is_told_apart() {
        let paragraph = |n: usize| {
            format!(
                "<p>قال رئيس البلدية في الفقرة {n} إن العمل في إصلاح شبكة المياه سيستمر حتى نهاية الشهر، وإن الأهالي سيحصلون على المياه ثلاثة أيام في الأسبوع إلى أن تنتهي الورشات من مد الأنابيب الجديدة.</p>"
            )
        };
        let html = format!(
            "<html><head><title>إصلاح شبكة المياه في البلدة | صحيفة المثال</title><meta property='og:title' content='إصلاح شبكة المياه في البلدة'></head><body>
            <nav><ul><li><a href=/>الرئيسية</a></li><li><a href=/s>رياضة</a></li></ul></nav>
            <article><h1>إصلاح شبكة المياه في البلدة</h1><span class='post-date'>2 آذار 2024</span>
            <div class='entry-content'>{}{}{}</div>
            <div class='share-buttons'><a href=x>شارك</a></div></article>
            <div class='related-posts'><h3>مواضيع ذات صلة</h3><ul><li><a href=1>افتتاح مدرسة جديدة في القرية المجاورة</a></li></ul></div>
            <div id='comments'><p>تعليق قارئ</p></div>
            <footer><p>جميع الحقوق محفوظة</p></footer>
            <div class='cookie-notice'>نستخدم ملفات الارتباط</div></body></html>",
            paragraph(1),
            paragraph(2),
            paragraph(3)
        );
        let page = read_str(&html, None, &Limits::default());
        let kinds: Vec<BlockKind> = page.blocks.iter().map(|b| b.kind).collect();
        use BlockKind::*;
        assert_eq!(
            kinds,
            [
                Menu,
                Menu,
                Headline,
                Dateline,
                Body,
                Body,
                Body,
                Share,
                Related,
                Related,
                Comment,
                Footer,
                CookieNotice
            ]
        );
        assert_eq!(page.meta.title.as_deref(), Some("إصلاح شبكة المياه في البلدة"));
    }
}
