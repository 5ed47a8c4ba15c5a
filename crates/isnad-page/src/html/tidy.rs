//! Rewrites any HTML into HTML that a tree builder reads in linear time.
//!
//! *Comes in*: a page as sent. *Goes out*: the same page without scripts, styles, pictures and comments, with the attributes that are
//! read, nested no deeper than a limit. *Does not*: change any word that the page shows.
//!
//! html5ever follows the standard, and the standard has paths that are quadratic in the input: nesting (each tag looks up
//! the stack of open elements), formatting elements that are opened again in every block, attributes of one tag
//! compared with each other. So the depth is bounded while copying, formatting tags are left out (they carry no words),
//! and attributes are few. The stack kept here closes an element only where the standard surely does, so it is never
//! shallower than the tree builder's.

use super::elements::{DROPPED, ENDS_P, KEPT, SKIPPED, SPECIAL, VOID};
use memchr::{memchr, memmem};

/// A page made harmless.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Tidy {
    /// The page.
    pub html: String,
    /// Where `<body` stands in it, or the start.
    pub body: usize,
    /// Whether elements lay deeper than the limit.
    pub too_deep: bool,
    /// Whether there were more elements than the limit.
    pub too_many: bool,
}

/// Longest attribute value that is kept, in bytes.
const LONG_VALUE: usize = 16 << 10;
/// Most attributes of one tag that are looked at.
const ATTRIBUTES: usize = 64;

struct Open {
    name: String,
    /// Whether the standard calls it special.
    special: bool,
    /// Whether its tag was written.
    written: bool,
}

struct Tidier<'h, 'l> {
    html: &'h str,
    out: Tidy,
    stack: Vec<Open>,
    written: usize,
    /// Open paragraphs, so that none is looked for in vain.
    paragraphs: usize,
    elements: usize,
    limits: &'l crate::Limits,
    /// What is known not to occur any more, so that it is not looked for again.
    no_comment_end: bool,
    no_quote: [bool; 2],
    skip_ends: Vec<&'static str>,
}

/// Makes `html` harmless.
pub fn tidy(html: &str, limits: &crate::Limits) -> Tidy {
    let mut t = Tidier {
        html,
        out: Tidy { html: String::with_capacity(html.len() / 2), ..Tidy::default() },
        stack: Vec::new(),
        written: 0,
        paragraphs: 0,
        elements: 0,
        limits,
        no_comment_end: false,
        no_quote: [false; 2],
        skip_ends: Vec::new(),
    };
    t.run();
    t.out
}

impl<'h> Tidier<'h, '_> {
    fn run(&mut self) {
        let bytes = self.html.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            let Some(n) = memchr(b'<', &bytes[at..]) else {
                self.out.html.push_str(&self.html[at..]);
                break;
            };
            self.out.html.push_str(&self.html[at..at + n]);
            at += n;
            let next = bytes.get(at + 1).copied().unwrap_or(b' ');
            at = match next {
                b'!' | b'?' => self.declaration(at),
                b'/' if bytes.get(at + 2).is_some_and(u8::is_ascii_alphabetic) => self.end_tag(at),
                b'/' => self.up_to_bracket(at),
                b if b.is_ascii_alphabetic() => self.start_tag(at),
                _ => {
                    self.out.html.push_str("&lt;");
                    at + 1
                }
            };
        }
    }

    /// After the next `>`; after this `<` where there is none.
    fn up_to_bracket(&mut self, at: usize) -> usize {
        match memchr(b'>', &self.html.as_bytes()[at..]) {
            Some(n) => at + n + 1,
            None => self.html.len(),
        }
    }

    fn declaration(&mut self, at: usize) -> usize {
        let rest = &self.html[at..];
        if rest.starts_with("<!--") {
            // `<!-->` and `<!--->` are whole comments.
            for empty in ["<!-->", "<!--->"] {
                if rest.starts_with(empty) {
                    return at + empty.len();
                }
            }
            if !self.no_comment_end {
                if let Some(n) = memmem::find(rest.as_bytes(), b"-->") {
                    return at + n + 3;
                }
                self.no_comment_end = true;
            }
            // A comment that is never closed would swallow the page: its words are shown instead.
            return at + 4;
        }
        let is_doctype = rest.get(..9).is_some_and(|d| d.eq_ignore_ascii_case("<!doctype"));
        if is_doctype && self.out.html.trim().is_empty() {
            self.out.html.push_str("<!DOCTYPE html>");
        }
        if rest.starts_with("<![CDATA[") {
            return at + "<![CDATA[".len();
        }
        self.up_to_bracket(at)
    }

    fn name_end(&self, from: usize) -> usize {
        let rest = &self.html.as_bytes()[from..];
        from + rest
            .iter()
            .position(|b| b.is_ascii_whitespace() || matches!(b, b'/' | b'>' | b'<'))
            .unwrap_or(rest.len())
    }

    fn end_tag(&mut self, at: usize) -> usize {
        let end = self.name_end(at + 2);
        let name = lower(&self.html[at + 2..end]);
        let after = self.up_to_bracket(end);
        if name == "p" && self.paragraphs == 0 {
            // The standard makes an empty paragraph of it: a break.
            self.out.html.push_str("<br>");
            return after;
        }
        let name = renamed(&name);
        let table = matches!(name, "table" | "tbody" | "thead" | "tfoot" | "tr" | "td" | "th" | "caption");
        let special = SPECIAL.contains(&name);
        let mut found = None;
        for (k, open) in self.stack.iter().enumerate().rev() {
            if open.name == name {
                found = Some(k);
                break;
            }
            let barrier = match open.name.as_str() {
                "table" => true,
                "td" | "th" | "caption" => !table,
                "button" => name == "p",
                // Links go by rules of their own: an end tag over a block leaves the block open.
                _ => (!special || name == "a") && open.special,
            };
            if barrier {
                break;
            }
        }
        // A form's end tag takes the form out of the stack and leaves what is open inside.
        let found = found.filter(|&k| name != "form" || k + 1 == self.stack.len());
        if let Some(k) = found {
            let written = self.stack[k].written;
            self.pop_to(k);
            if written {
                self.out.html.push_str("</");
                self.out.html.push_str(name);
                self.out.html.push('>');
            }
        }
        after
    }

    fn pop_to(&mut self, k: usize) {
        self.written -= self.stack[k..].iter().filter(|o| o.written).count();
        self.paragraphs -= self.stack[k..].iter().filter(|o| o.name == "p").count();
        self.stack.truncate(k);
    }

    /// Closes, in the count only, what the standard closes when `name` opens.
    fn implied_ends(&mut self, name: &str) {
        let stop_at = |stack: &[Open], wanted: &[&str], stops: &dyn Fn(&Open) -> bool| {
            for (k, open) in stack.iter().enumerate().rev() {
                if wanted.contains(&open.name.as_str()) {
                    return Some(k);
                }
                if stops(open) {
                    return None;
                }
            }
            None
        };
        let in_list = |o: &Open| o.special && !matches!(o.name.as_str(), "address" | "div" | "p");
        let in_table = |o: &Open| o.name == "table";
        let k = match name {
            "li" => stop_at(&self.stack, &["li"], &in_list),
            "dd" | "dt" => stop_at(&self.stack, &["dd", "dt"], &in_list),
            "td" | "th" => stop_at(&self.stack, &["td", "th"], &in_table),
            "tr" => stop_at(&self.stack, &["tr"], &in_table),
            "tbody" | "thead" | "tfoot" => stop_at(&self.stack, &["tbody", "thead", "tfoot"], &in_table),
            _ => None,
        };
        if let Some(k) = k {
            self.pop_to(k);
        }
        if self.paragraphs > 0
            && ENDS_P.contains(&name)
            && let Some(k) = stop_at(&self.stack, &["p"], &|o| {
                matches!(o.name.as_str(), "table" | "td" | "th" | "caption" | "button")
            })
        {
            self.pop_to(k);
        }
    }

    fn start_tag(&mut self, at: usize) -> usize {
        let end = self.name_end(at + 1);
        if end - at > 60 {
            return self.up_to_bracket(end);
        }
        let given = lower(&self.html[at + 1..end]);
        let mut attributes = Vec::new();
        let after = self.attributes(end, &mut attributes);
        if given == "script" {
            return self.script(after, &attributes);
        }
        if let Some(known) = SKIPPED.iter().find(|s| **s == given) {
            return self.skip(known, after);
        }
        if given == "title" {
            return self.title(after);
        }
        if DROPPED.contains(&given.as_str()) {
            return after;
        }
        let name = renamed(&given);
        self.implied_ends(name);
        self.elements += 1;
        if self.elements > self.limits.elements {
            self.out.too_many = true;
            // Its words go on in the element before it, on a line of their own.
            self.out.html.push('\n');
            return after;
        }
        let void = VOID.contains(&name);
        let written = self.written < self.limits.depth;
        if !written {
            self.out.too_deep = true;
            self.out.html.push('\n');
        } else {
            if name == "body" && self.out.body == 0 {
                self.out.body = self.out.html.len();
            }
            self.write(name, &given, &attributes);
        }
        if !void {
            // Far below the limit nothing is written, so nothing needs to be closed: what opens there is not counted.
            if self.stack.len() < 4 * self.limits.depth {
                self.stack.push(Open { name: name.to_owned(), special: SPECIAL.contains(&name), written });
                self.paragraphs += usize::from(name == "p");
                self.written += usize::from(written);
            } else if written {
                self.written += 1;
            }
        }
        after
    }

    fn write(&mut self, name: &str, given: &str, attributes: &[(String, &'h str)]) {
        let out = &mut self.out.html;
        out.push('<');
        out.push_str(name);
        let mut hidden = given == "template";
        for (key, value) in attributes {
            if key == "style" {
                let style: String = value
                    .chars()
                    .filter(|c| !c.is_whitespace())
                    .take(2000)
                    .flat_map(char::to_lowercase)
                    .collect();
                hidden |= style.contains("display:none") || style.contains("visibility:hidden");
                continue;
            }
            if key == "hidden" {
                hidden = true;
                continue;
            }
            if !KEPT.contains(&key.as_str()) || value.len() > LONG_VALUE {
                continue;
            }
            out.push(' ');
            out.push_str(key);
            out.push_str("=\"");
            for (k, part) in value.split('"').enumerate() {
                if k > 0 {
                    out.push_str("&quot;");
                }
                out.push_str(part);
            }
            out.push('"');
        }
        if hidden {
            out.push_str(" hidden=\"\"");
        }
        out.push('>');
    }

    /// Reads attributes up to the tag's end; returns where the tag has ended.
    fn attributes(&mut self, mut at: usize, out: &mut Vec<(String, &'h str)>) -> usize {
        let bytes = self.html.as_bytes();
        loop {
            while bytes.get(at).is_some_and(|b| b.is_ascii_whitespace() || *b == b'/') {
                at += 1;
            }
            match bytes.get(at) {
                None => return at,
                Some(b'>') => return at + 1,
                // A tag that was never closed: the next one begins here.
                Some(b'<') => return at,
                _ => {}
            }
            let start = at;
            while bytes
                .get(at)
                .is_some_and(|b| !b.is_ascii_whitespace() && !matches!(b, b'/' | b'>' | b'=' | b'<'))
            {
                at += 1;
            }
            let key = if at - start <= 20 { lower(&self.html[start..at]) } else { String::new() };
            while bytes.get(at).is_some_and(u8::is_ascii_whitespace) {
                at += 1;
            }
            let mut value = "";
            if bytes.get(at) == Some(&b'=') {
                at += 1;
                while bytes.get(at).is_some_and(u8::is_ascii_whitespace) {
                    at += 1;
                }
                match bytes.get(at) {
                    Some(&q @ (b'"' | b'\'')) => {
                        let which = usize::from(q == b'\'');
                        let close = if self.no_quote[which] { None } else { memchr(q, &bytes[at + 1..]) };
                        match close {
                            Some(n) => {
                                value = &self.html[at + 1..at + 1 + n];
                                at += n + 2;
                            }
                            None => {
                                // Never closed: the tag ends at the next bracket.
                                self.no_quote[which] = true;
                                return self.up_to_bracket(at);
                            }
                        }
                    }
                    _ => {
                        let start = at;
                        while bytes.get(at).is_some_and(|b| !b.is_ascii_whitespace() && *b != b'>') {
                            at += 1;
                        }
                        value = &self.html[start..at];
                    }
                }
            } else if at == start {
                at += 1;
            }
            if out.len() < ATTRIBUTES && !key.is_empty() && !out.iter().any(|(k, _)| *k == key) {
                out.push((key, value));
            }
        }
    }

    /// After the end tag of an element that is skipped; after its start tag where it is never closed.
    fn skip(&mut self, name: &'static str, at: usize) -> usize {
        match self.raw_end(name, at) {
            Some((_, after)) => after,
            None => at,
        }
    }

    /// Where the raw text of `name` from `at` ends, and where its end tag has ended.
    fn raw_end(&mut self, name: &'static str, at: usize) -> Option<(usize, usize)> {
        if self.skip_ends.contains(&name) {
            return None;
        }
        let bytes = self.html.as_bytes();
        let mut from = at;
        while let Some(n) = memmem::find(&bytes[from..], b"</") {
            let start = from + n;
            let end = start + 2 + name.len();
            if bytes.get(start + 2..end).is_some_and(|w| w.eq_ignore_ascii_case(name.as_bytes()))
                && bytes.get(end).is_none_or(|b| b.is_ascii_whitespace() || matches!(b, b'>' | b'/'))
            {
                return Some((start, self.up_to_bracket(end.min(bytes.len()))));
            }
            from = start + 2;
        }
        self.skip_ends.push(name);
        None
    }

    fn script(&mut self, at: usize, attributes: &[(String, &str)]) -> usize {
        // Nothing after a script that is never closed is shown.
        let Some((end, after)) = self.raw_end("script", at) else { return self.html.len() };
        let is_data =
            attributes.iter().any(|(k, v)| k == "type" && v.to_ascii_lowercase().contains("ld+json"));
        // Inside a script only its own end tag ends it.
        if is_data && end - at <= 512 << 10 {
            self.out.html.push_str("<script type=\"application/ld+json\">");
            self.out.html.push_str(&self.html[at..end].replace("<!--", ""));
            self.out.html.push_str("</script>");
        }
        after
    }

    fn title(&mut self, at: usize) -> usize {
        let Some((end, after)) = self.raw_end("title", at) else { return at };
        if end - at <= LONG_VALUE {
            self.out.html.push_str("<title>");
            self.out.html.push_str(&self.html[at..end]);
            self.out.html.push_str("</title>");
        }
        after
    }
}

fn lower(name: &str) -> String {
    name.to_ascii_lowercase()
}

/// Elements that are parsed in ways of their own stand as plain ones.
fn renamed(name: &str) -> &str {
    match name {
        "select" | "optgroup" | "option" | "template" | "dialog" => "div",
        name => name,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Limits;
    use proptest::prelude::*;

    fn run(html: &str) -> String {
        tidy(html, &Limits::default()).html
    }

    #[test]
    fn words_stay_and_the_rest_goes() {
        for (html, want) in [
            ("<p>a <b>b</b><i class=x>c</i>", "<p>a bc"),
            ("<script>if (a<b) x='</p>'</script>ن", "ن"),
            (
                "<SCRIPT type='application/ld+json'>{\"a\":1}</SCRIPT>",
                "<script type=\"application/ld+json\">{\"a\":1}</script>",
            ),
            ("<!-- <p>x --><p CLASS='a\"b' onclick=evil() data-x=1>y</p>", "<p class=\"a&quot;b\">y</p>"),
            ("<!-- never closed <p>x", " never closed <p>x"),
            ("<div style='color:red; Display : None'>x</div>", "<div hidden=\"\">x</div>"),
            ("<template><p>x</p></template>", "<div hidden=\"\"><p>x</p></div>"),
            ("3 < 5 and 7 > 6", "3 &lt; 5 and 7 > 6"),
            ("<a href=\"never closed>x</a><p>y", "<a>x</a><p>y"),
            ("<svg><path d='M1'/><text>t</text></svg>z<br/>", "z<br>"),
            ("<title>a<b></title>x", "<title>a<b></title>x"),
            ("x</p>y", "x<br>y"),
            ("", ""),
            ("<", "&lt;"),
            ("<p", "<p>"),
            ("a</", "a"),
        ] {
            assert_eq!(run(html), want, "{html}");
        }
    }

    #[test]
    fn depth_is_bounded_even_where_end_tags_do_not_close() {
        let limits = Limits { depth: 20, ..Limits::default() };
        for piece in [
            "<div>",
            "<div><table><td></div>",
            "<span><div></span>",
            "<a><div></a>",
            "<form><div></form>",
            "<ul><li>",
            "<p><button>",
        ] {
            let t = tidy(&piece.repeat(1000), &limits);
            assert!(t.too_deep, "{piece}");
            let document = dom_query::Document::from(t.html.as_str());
            let mut deepest = 0;
            for node in document.root().descendants_it() {
                deepest = deepest.max(node.ancestors_it(None).count());
            }
            assert!(deepest < 100, "{piece}: {deepest}");
        }
        for piece in ["<p>x", "<li>x", "<div>x</div>", "<p>x<div>y</div>", "<tr><td>x", "<dt>a<dd>b"] {
            assert!(!tidy(&piece.repeat(1000), &limits).too_deep, "{piece}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_rewritten_and_rewriting_again_changes_little(
            html in "(\\PC{0,8}|<p>|</p>|<div class=|\"|'|>|<!--|-->|<script>|</script>|<td|/>|<a href=x>|نص| ){0,30}"
        ) {
            let once = run(&html);
            let twice = run(&once);
            // Bare ampersand signs and quotes apart, a tidy page is tidy.
            prop_assert!(twice.len() <= once.len() + 8 * html.len());
        }
    }
}
