//! A page's tree as lines of text, one for each element that makes a line of its own, with what the structure says of each.
//!
//! *Comes in*: a parsed page. *Goes out*: all words that it shows, white space collapsed, in lines. *Does not*: drop
//! anything that is shown; what each line is, is decided later.

use super::hints::{LineHints, Regions, Tag};
use dom_query::{Document, NodeData, NodeId};
use isnad_model::Span;

/// One line of the page.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Line {
    /// Where in the text, without the line end.
    pub span: Span,
    /// What the structure says.
    pub hints: LineHints,
}

/// The page as text.
#[derive(Debug, Default)]
pub struct Flat {
    /// The lines, each ended by a line feed but the last.
    pub text: String,
    /// The lines.
    pub lines: Vec<Line>,
    /// How deep elements are nested.
    pub depth: usize,
}

/// What an element said of itself, to be spread over the lines that it covers.
struct Covered {
    regions: Regions,
    start: usize,
    end: usize,
}

#[derive(Default)]
struct Builder {
    text: String,
    lines: Vec<Line>,
    covered: Vec<Covered>,
    /// Start of the line in work.
    start: usize,
    /// White space waits for the next word.
    space: bool,
    /// Bytes of the line in work that are links.
    links: usize,
    /// Where the last link ended.
    link_end: usize,
    tag: Tag,
    tagged: bool,
}

impl Builder {
    fn words(&mut self, text: &str, tag: Tag, linked: bool) {
        for c in text.chars() {
            if c.is_whitespace() {
                self.space = true;
                continue;
            }
            // Other control signs have no place in text.
            if c.is_control() || c == '\u{feff}' {
                continue;
            }
            if !self.tagged {
                (self.tag, self.tagged) = (tag, true);
            }
            if self.space && self.text.len() > self.start {
                self.text.push(' ');
                self.links += usize::from(linked);
            }
            self.space = false;
            self.text.push(c);
            if linked {
                self.links += c.len_utf8();
            }
        }
    }

    fn end_line(&mut self) {
        self.space = false;
        let span = Span::new(self.start, self.text.len());
        if !span.is_empty() {
            let links = self.links as f32 / span.len() as f32;
            self.lines.push(Line {
                span,
                hints: LineHints { tag: self.tag, links: links.min(1.0), ..LineHints::default() },
            });
            self.text.push('\n');
            self.start = self.text.len();
        }
        (self.links, self.tagged) = (0, false);
    }
}

/// Whether an element makes a line of its own, and which kind.
fn line_tag(name: &str) -> Option<Tag> {
    Some(match name {
        "p" => Tag::Paragraph,
        "h1" => Tag::Title,
        "h2" | "h3" | "h4" | "h5" | "h6" => Tag::Heading,
        "li" | "dt" | "dd" => Tag::Item,
        "td" | "th" => Tag::Cell,
        "figcaption" | "caption" => Tag::Caption,
        "button" | "label" => Tag::Button,
        "blockquote" | "pre" => Tag::Quote,
        "div" | "section" | "article" | "main" | "header" | "footer" | "nav" | "aside" | "ul" | "ol"
        | "dl" | "table" | "tr" | "tbody" | "thead" | "tfoot" | "form" | "fieldset" | "legend" | "figure"
        | "address" | "center" | "details" | "summary" | "hgroup" | "menu" | "dir" | "hr" | "body"
        | "html" | "search" => Tag::Other,
        _ => return None,
    })
}

/// What the element's own name says.
fn region_of_name(name: &str) -> Regions {
    match name {
        "nav" => Regions::MENU,
        "header" => Regions::HEADER,
        "footer" => Regions::FOOTER,
        "aside" => Regions::ASIDE,
        "article" => Regions::ARTICLE,
        "main" => Regions::MAIN,
        "form" => Regions::FORM,
        "figure" => Regions::FIGURE,
        "figcaption" => Regions::CAPTION,
        "time" => Regions::DATE,
        _ => Regions::default(),
    }
}

fn region_of_role(role: &str) -> Regions {
    match role {
        "navigation" | "menu" | "menubar" | "search" => Regions::MENU,
        "banner" => Regions::HEADER,
        "contentinfo" => Regions::FOOTER,
        "complementary" => Regions::ASIDE,
        "article" => Regions::ARTICLE,
        "main" => Regions::MAIN,
        _ => Regions::default(),
    }
}

fn region_of_property(itemprop: &str) -> Regions {
    match itemprop {
        "articleBody" => Regions::BODY,
        "headline" => Regions::HEADLINE,
        "author" => Regions::AUTHOR,
        "datePublished" | "dateModified" => Regions::DATE,
        "keywords" => Regions::TAGS,
        _ => Regions::default(),
    }
}

/// Elements that are never shown.
fn unseen(name: &str) -> bool {
    matches!(name, "head" | "script" | "style" | "template" | "title" | "noscript" | "meta" | "link")
}

enum Step {
    Enter(NodeId),
    Leave { line: bool, regions: Regions, start: usize, tag: Tag, link: bool },
}

/// Flattens the page below its root.
pub fn flatten(document: &Document) -> Flat {
    let tree = &document.tree;
    let mut b = Builder::default();
    let mut stack = vec![Step::Enter(document.root().id)];
    let (mut tag, mut links) = (Tag::Other, 0usize);
    let (mut depth, mut deepest) = (0usize, 0usize);
    while let Some(step) = stack.pop() {
        let id = match step {
            Step::Enter(id) => id,
            Step::Leave { line, regions, start, tag: outer, link } => {
                if line {
                    b.end_line();
                }
                if regions != Regions::default() && b.text.len() > start {
                    b.covered.push(Covered { regions, start, end: b.text.len() });
                }
                tag = outer;
                links -= usize::from(link);
                depth -= 1;
                if link {
                    b.link_end = b.text.len();
                }
                continue;
            }
        };
        enum Seen {
            Nothing,
            Break,
            Inside { line: Option<Tag>, regions: Regions, link: bool, element: bool },
        }
        let linked = links > 0;
        let seen = tree
            .query_node(&id, |node| match &node.data {
                NodeData::Text { contents } => {
                    b.words(contents, tag, linked);
                    Seen::Nothing
                }
                NodeData::Element(e) => {
                    let name = &*e.name.local;
                    if name == "br" {
                        return Seen::Break;
                    }
                    let attribute =
                        |key: &str| e.attrs.iter().find(|a| &*a.name.local == key).map(|a| a.value.as_ref());
                    if unseen(name) || attribute("hidden").is_some() {
                        return Seen::Nothing;
                    }
                    let mut regions = region_of_name(name);
                    // What the whole page is called says nothing of its parts.
                    if !matches!(name, "html" | "body") {
                        for key in ["class", "id"] {
                            regions = regions.with(attribute(key).map(Regions::of_names).unwrap_or_default());
                        }
                        regions = regions.with(attribute("role").map(region_of_role).unwrap_or_default());
                        regions =
                            regions.with(attribute("itemprop").map(region_of_property).unwrap_or_default());
                    }
                    let line = line_tag(name);
                    // An inline element inside a paragraph still says that it is a time stamp.
                    Seen::Inside { line, regions, link: name == "a", element: true }
                }
                NodeData::Document | NodeData::Fragment => {
                    Seen::Inside { line: None, regions: Regions::default(), link: false, element: false }
                }
                _ => Seen::Nothing,
            })
            .unwrap_or(Seen::Nothing);
        match seen {
            Seen::Nothing => {}
            Seen::Break => b.end_line(),
            Seen::Inside { line, regions, link, element } => {
                if line.is_some() {
                    b.end_line();
                }
                if element {
                    // White space at the border belongs to the text outside.
                    let start =
                        if b.space && b.text.len() > b.start { b.text.len() + 1 } else { b.text.len() };
                    stack.push(Step::Leave { line: line.is_some(), regions, start, tag, link });
                    // Links side by side are set apart by style sheets alone.
                    b.space |= link && b.link_end == b.text.len();
                    links += usize::from(link);
                    depth += 1;
                    deepest = deepest.max(depth);
                    // A div inside a list item is still the item.
                    tag = match line {
                        Some(Tag::Other) if !matches!(tag, Tag::Paragraph) => tag,
                        Some(t) => t,
                        None => tag,
                    };
                }
                let mut child = tree.last_child_of(&id);
                while let Some(node) = child {
                    stack.push(Step::Enter(node.id));
                    child = node.prev_sibling();
                }
            }
        }
    }
    b.end_line();
    if b.text.ends_with('\n') {
        b.text.pop();
    }
    let mut flat = Flat { text: b.text, lines: b.lines, depth: deepest };
    spread(&mut flat, &b.covered);
    flat
}

/// Share of the page from which on an element is not believed to be boilerplate.
const MOST: f64 = 0.5;
/// Lines from which on an element is not believed to be one of the small parts of a report.
const MANY: usize = 12;
/// Share of a line that an element inside it must cover to speak for the line.
const OF_LINE: f64 = 0.6;

/// Gives each line the regions of the elements that cover it. Linear in elements and lines.
fn spread(flat: &mut Flat, covered: &[Covered]) {
    let n = flat.lines.len();
    if n == 0 {
        return;
    }
    let total = flat.text.len();
    let mut change = vec![[0i32; Regions::COUNT_OF]; n + 1];
    for c in covered {
        let mut regions = c.regions;
        if (c.end - c.start) as f64 > MOST * total as f64 {
            regions = regions.without(Regions::BOILERPLATE);
        }
        let covers = |k: usize| {
            let line = flat.lines[k].span;
            let both = line.end.min(c.end).saturating_sub(line.start.max(c.start));
            both as f64 >= OF_LINE * line.len() as f64
        };
        let mut first = flat.lines.partition_point(|l| l.span.end <= c.start);
        let mut last = flat.lines.partition_point(|l| l.span.start < c.end);
        if first < last && !covers(first) {
            first += 1;
        }
        if first < last && !covers(last - 1) {
            last -= 1;
        }
        if first >= last {
            continue;
        }
        if last - first > MANY {
            regions = regions.without(Regions::SMALL);
        }
        for bit in (0..Regions::COUNT_OF).filter(|b| regions.0 >> b & 1 == 1) {
            change[first][bit] += 1;
            change[last][bit] -= 1;
        }
    }
    let mut now = [0i32; Regions::COUNT_OF];
    for (line, change) in flat.lines.iter_mut().zip(&change) {
        let mut bits = 0;
        for (bit, (n, c)) in now.iter_mut().zip(change).enumerate() {
            *n += c;
            bits |= u32::from(*n > 0) << bit;
        }
        line.hints.regions = Regions(bits);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(html: &str) -> Vec<(String, LineHints)> {
        let flat = flatten(&Document::from(html));
        flat.lines.iter().map(|l| (l.span.of(&flat.text).to_owned(), l.hints)).collect()
    }

    #[test]
    fn lines_follow_the_elements() {
        let html = "<nav><ul><li><a href=x>الرئيسية</a></li><li>رياضة</li></ul></nav>
            <article><h1>عنوان  الخبر</h1><p>سطر <span>أول</span><br>سطر ثان.</p>
            <table><tr><td>خلية</td><td>أخرى</td></tr></table>
            <p hidden>خفي</p><p>نص أخير من الخبر فيه كلمات كثيرة حتى يطول على القائمة وعلى غيرها من الأسطر القصيرة</p></article>";
        let all = lines(html);
        let words: Vec<&str> = all.iter().map(|l| l.0.as_str()).collect();
        assert_eq!(&words[..7], ["الرئيسية", "رياضة", "عنوان الخبر", "سطر أول", "سطر ثان.", "خلية", "أخرى"]);
        assert_eq!(words.len(), 8);
        assert!(all[0].1.regions.has(Regions::MENU) && all[0].1.tag == Tag::Item && all[0].1.links == 1.0);
        assert!(all[2].1.tag == Tag::Title && all[2].1.regions.has(Regions::ARTICLE));
        assert_eq!(all[3].1.links, 0.0);
        assert!(!all[2].1.regions.any(Regions::MENU));
    }

    #[test]
    fn an_element_that_holds_most_of_the_page_is_no_boilerplate() {
        let all = lines(
            "<div class='related-wrapper'><p>نص طويل هنا</p><p>نص آخر</p></div><div class='share'>شارك</div>",
        );
        assert!(!all[0].1.regions.any(Regions::RELATED) && all[2].1.regions.has(Regions::SHARE));
    }

    #[test]
    fn a_stamp_inside_a_line_speaks_for_the_line_it_fills() {
        let all = lines(
            "<div><span class=date>2024-03-02</span></div><p>نص <time>2024</time> طويل بعده وقبله كلام</p>",
        );
        assert!(all[0].1.regions.has(Regions::DATE) && !all[1].1.regions.any(Regions::DATE));
    }

    #[test]
    fn links_side_by_side_are_words_of_their_own() {
        assert_eq!(lines("<div><a>أخبار</a><a>رياضة</a></div><p>قال <a>فلان</a>، ثم</p>")[0].0, "أخبار رياضة");
        assert_eq!(lines("<p>قال <a>فلان</a>، ثم</p>")[0].0, "قال فلان، ثم");
    }

    #[test]
    fn nothing_is_nothing() {
        assert!(lines("").is_empty() && lines("<p> \n </p><br>").is_empty());
    }
}
