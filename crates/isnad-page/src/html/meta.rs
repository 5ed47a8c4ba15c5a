//! What the head of a page says of it: title, outlet, dates, address, language.

use dom_query::Document;
use serde_json::Value;

/// Metadata of a page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Meta {
    /// The report's title, without the site's name where the page gives it so.
    pub title: Option<String>,
    /// All titles that the page gives.
    pub titles: Vec<String>,
    /// The outlet's name.
    pub outlet: Option<String>,
    /// The page's own address.
    pub url: Option<String>,
    /// Dates of publication as written, most trusted first.
    pub dates: Vec<String>,
    /// Language as declared (`ar`).
    pub language: Option<String>,
}

/// How many nodes of JSON-LD are walked.
const NODES: usize = 20_000;

/// Reads a page's metadata.
pub fn meta(document: &Document) -> Meta {
    let mut m = Found::default();
    for node in document.root().descendants_it() {
        let Some(element) = node.element_ref() else { continue };
        let attr = |key: &str| {
            element
                .attrs
                .iter()
                .find(|a| &*a.name.local == key)
                .map(|a| a.value.as_ref().trim())
                .filter(|v| !v.is_empty())
        };
        match &*element.name.local {
            "meta" => {
                let key =
                    attr("property").or(attr("name")).or(attr("itemprop")).unwrap_or("").to_ascii_lowercase();
                if let Some(content) = attr("content") {
                    m.meta(&key, content);
                }
            }
            "title" => m.page_title = m.page_title.take().or_else(|| clean(&node.text())),
            "link" if attr("rel").is_some_and(|r| r.eq_ignore_ascii_case("canonical")) => {
                m.url = m.url.take().or(attr("href").map(str::to_owned));
            }
            "html" => {
                m.language =
                    attr("lang").map(|l| l.split(['-', '_']).next().unwrap_or(l).to_ascii_lowercase())
            }
            "time" => {
                // The first stamps of a page are its report's; those of other stories follow.
                if m.stamps.len() < 2
                    && let Some(date) = attr("datetime")
                {
                    m.stamps.push(date.to_owned());
                }
            }
            "script" => m.json_ld(&node.text()),
            _ => {
                if attr("itemprop") == Some("datePublished") {
                    m.marked.extend(attr("content").or(attr("datetime")).map(str::to_owned));
                }
            }
        }
    }
    m.done()
}

#[derive(Default)]
struct Found {
    open_graph_title: Option<String>,
    json_title: Option<String>,
    page_title: Option<String>,
    site: Option<String>,
    publisher: Option<String>,
    url: Option<String>,
    language: Option<String>,
    json_dates: Vec<String>,
    meta_dates: Vec<String>,
    weak_dates: Vec<String>,
    marked: Vec<String>,
    stamps: Vec<String>,
    nodes: usize,
}

/// White space collapsed; `None` where nothing is left.
fn clean(text: &str) -> Option<String> {
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    Some(words).filter(|w| !w.is_empty())
}

impl Found {
    fn meta(&mut self, key: &str, content: &str) {
        let set = |slot: &mut Option<String>| *slot = slot.take().or_else(|| clean(content));
        match key {
            "og:title" | "twitter:title" | "dc.title" | "headline" => set(&mut self.open_graph_title),
            "og:site_name" | "application-name" => set(&mut self.site),
            "publisher" | "dc.publisher" => set(&mut self.publisher),
            "og:url" => set(&mut self.url),
            "article:published_time"
            | "og:published_time"
            | "article:published"
            | "datepublished"
            | "pubdate"
            | "publishdate"
            | "publish_date"
            | "parsely-pub-date"
            | "sailthru.date"
            | "dc.date.issued"
            | "dcterms.created"
            | "dcterms.issued"
            | "cxenseparse:recs:publishtime"
            | "article.published"
            | "dc.date.created"
            | "publication_date"
            | "originalpublicationdate" => {
                self.meta_dates.push(content.to_owned());
            }
            "date"
            | "dc.date"
            | "dcterms.date"
            | "article:modified_time"
            | "og:updated_time"
            | "datemodified"
            | "last-modified" => {
                self.weak_dates.push(content.to_owned());
            }
            _ => {}
        }
    }

    fn json_ld(&mut self, text: &str) {
        // Some sites put line breaks into strings, which JSON forbids.
        let value = serde_json::from_str::<Value>(text.trim().trim_end_matches(';')).or_else(|_| {
            let repaired: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
            serde_json::from_str(repaired.trim())
        });
        match value {
            Ok(value) => self.walk(&value),
            Err(_) => self.scan(text),
        }
    }

    /// Takes what can be taken out of data that is no JSON.
    fn scan(&mut self, text: &str) {
        let after = |key: &str| {
            let at = text.find(key)? + key.len();
            let rest = text[at..].trim_start().strip_prefix(':')?.trim_start().strip_prefix('"')?;
            rest.split('"').next().and_then(clean)
        };
        self.json_dates.extend(after("\"datePublished\""));
        self.json_title = self.json_title.take().or_else(|| after("\"headline\""));
    }

    fn walk(&mut self, root: &Value) {
        let mut stack = vec![root];
        while let Some(value) = stack.pop() {
            self.nodes += 1;
            if self.nodes > NODES {
                return;
            }
            match value {
                Value::Array(all) => stack.extend(all.iter().rev()),
                Value::Object(fields) => {
                    let is = |words: &[&str]| {
                        let named =
                            |v: &Value| v.as_str().is_some_and(|t| words.iter().any(|w| t.ends_with(w)));
                        fields
                            .get("@type")
                            .is_some_and(|t| named(t) || t.as_array().is_some_and(|a| a.iter().any(named)))
                    };
                    if is(&[
                        "Article",
                        "NewsArticle",
                        "BlogPosting",
                        "WebPage",
                        "Report",
                        "Posting",
                        "VideoObject",
                    ]) {
                        let words = |key: &str| fields.get(key).and_then(Value::as_str).and_then(clean);
                        // A page's own date stands in for its article's only where that is missing.
                        match words("datePublished") {
                            Some(d) if is(&["WebPage", "VideoObject"]) => self.weak_dates.insert(0, d),
                            Some(d) => self.json_dates.push(d),
                            None => {}
                        }
                        if !is(&["WebPage"]) {
                            self.json_title = self.json_title.take().or_else(|| words("headline"));
                        }
                        let name = |v: &Value| v.get("name").unwrap_or(v).as_str().and_then(clean);
                        self.publisher =
                            self.publisher.take().or_else(|| fields.get("publisher").and_then(name));
                    }
                    // Only the containers that hold the page's own article: not lists of other stories.
                    stack.extend(
                        ["@graph", "mainEntity", "mainEntityOfPage"].iter().filter_map(|k| fields.get(*k)),
                    );
                }
                _ => {}
            }
        }
    }

    fn done(self) -> Meta {
        let outlet =
            self.site.or(self.publisher).filter(|o| o.chars().count() <= 120 && !o.starts_with("http"));
        let titles: Vec<String> = [self.open_graph_title, self.json_title, self.page_title]
            .into_iter()
            .flatten()
            .map(|t| unescaped(&t))
            .collect();
        // «Title - Site»: the site's name is cut off where the page says what it is.
        let title = titles.first().map(|t| {
            let cut = outlet.as_deref().and_then(|o| {
                let head = t.strip_suffix(o)?.trim_end();
                let head = head.strip_suffix(['-', '|', '–', '—', ':', '»', '•'])?.trim_end();
                (!head.is_empty()).then(|| head.to_owned())
            });
            cut.unwrap_or_else(|| t.clone())
        });
        let dates = [self.json_dates, self.meta_dates, self.marked, self.stamps, self.weak_dates].concat();
        Meta {
            title,
            titles,
            outlet: outlet.map(|o| unescaped(&o)),
            url: self.url.filter(|u| u.starts_with("http")),
            dates,
            language: self.language,
        }
    }
}

/// Titles are often escaped twice.
fn unescaped(text: &str) -> String {
    if !text.contains('&') {
        return text.to_owned();
    }
    [
        ("&quot;", "\""),
        ("&#039;", "'"),
        ("&#39;", "'"),
        ("&#8220;", "“"),
        ("&#8221;", "”"),
        ("&laquo;", "«"),
        ("&raquo;", "»"),
        ("&#8230;", "…"),
        ("&nbsp;", " "),
        ("&amp;", "&"),
    ]
    .iter()
    .fold(text.to_owned(), |t, (from, to)| t.replace(from, to))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_head_says() {
        let html = r#"<html lang="ar-SY"><head><title>وصول الوفد - شبكة المثال</title>
            <meta property="og:title" content="وصول الوفد - شبكة المثال"><meta property="og:site_name" content="شبكة المثال">
            <meta property="article:published_time" content="2024-03-02T10:00:00Z">
            <link rel="canonical" href="https://a.example/1">
            <script type="application/ld+json">{"@graph":[{"@type":"WebPage","datePublished":"2024-03-05"},
              {"@type":["NewsArticle"],"datePublished":"2024-03-01","headline":"وصول الوفد","publisher":{"name":"ناشر"}}]}</script>
            </head><body><time datetime="2024-03-04">x</time></body></html>"#;
        let m = meta(&Document::from(html));
        assert_eq!((m.title.as_deref(), m.outlet.as_deref()), (Some("وصول الوفد"), Some("شبكة المثال")));
        assert_eq!((m.url.as_deref(), m.language.as_deref()), (Some("https://a.example/1"), Some("ar")));
        assert_eq!(m.dates, ["2024-03-01", "2024-03-02T10:00:00Z", "2024-03-04", "2024-03-05"]);
    }

    #[test]
    fn broken_data_is_taken_as_far_as_it_goes() {
        let html = "<script type='application/ld+json'>{\"@type\":\"NewsArticle\",\"headline\":\"سطر\nآخر\",\"datePublished\":\"2024-03-01\"}</script>
            <script type='application/ld+json'>{\"@type\":\"NewsArticle\",,\"datePublished\": \"2024-03-02\"</script>";
        let m = meta(&Document::from(html));
        assert_eq!(m.dates, ["2024-03-01", "2024-03-02"]);
        assert_eq!(m.title.as_deref(), Some("سطر آخر"));
    }
}
