//! The Airwars set: its source texts as rows to read.
//!
//! A crawl that takes the text of an article often leaves its headline to the page's title: of 688 texts that are no posts 240 have it
//! there alone. So a row's text begins with the headline where the text does not have it.

use crate::reading::Row;
use crate::shared::SourceText;
use isnad_text::{Analysis, TokenKind};

/// What stands between a headline and the site's name.
const BETWEEN: &[&str] = &[" -", " | ", " – ", " — ", "\n", " « ", " » "];
/// What stands before a headline.
const BEFORE: &[&str] = &["الصفحة الرئيسية", "الرئيسية"];
/// Words from which on a title is a headline, and words of it in a row that tell that the text has it.
const WORDS: usize = 4;

/// A source text as a row to read.
pub fn row(s: &SourceText) -> Row {
    Row {
        id: s.id.clone(),
        text: match headline(s) {
            Some(h) => format!("{h}\n\n{}", s.text),
            None => s.text.clone(),
        },
        published: Some(s.published_raw.clone()).filter(|p| !p.is_empty()),
        title: Some(s.page_title.clone()),
        url: Some(s.url.clone()),
        outlet: Some(s.publisher.clone()),
        retrieved_at: Some(s.retrieved_at.clone()),
    }
}

/// The headline in a page's title, where the text does not have it.
fn headline(s: &SourceText) -> Option<String> {
    // The title of a post's page is the name of an account, and the post's first words.
    if s.is_post() {
        return None;
    }
    let headline = headline_of(&s.page_title)?;
    let words = |t: &str| {
        let a = Analysis::new(t);
        let words = (0..a.len()).filter(|&i| a.tokens[i].kind == TokenKind::Word);
        words.map(|i| a.norm(i).to_owned()).collect::<Vec<_>>()
    };
    let (first, text) = (words(&headline), words(&s.text));
    let first = first.get(..WORDS)?;
    (!text.windows(WORDS).any(|w| w == first)).then_some(headline)
}

/// The first part of a title with words enough, once where it is said again and again.
fn headline_of(title: &str) -> Option<String> {
    let mut title = title.trim();
    for before in BEFORE {
        title = title.strip_prefix(before).map_or(title, str::trim_start);
    }
    let mut parts = vec![title];
    for by in BETWEEN {
        parts = parts.into_iter().flat_map(|p| p.split(by)).collect();
    }
    let arabic = |w: &&str| w.chars().any(|c| ('\u{621}'..='\u{64a}').contains(&c));
    let part = parts.into_iter().find(|p| p.split_whitespace().filter(arabic).count() >= WORDS)?;
    let words: Vec<&str> = part.split_whitespace().collect();
    let once = [3, 2].into_iter().find_map(|times| {
        let n = words.len() / times;
        (n >= 3 && (1..times).all(|k| words[..n] == words[k * n..(k + 1) * n])).then_some(n)
    });
    Some(words[..once.unwrap_or(words.len())].join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(url: &str, title: &str, text: &str) -> SourceText {
        let given = serde_json::json!({"id": "a", "url": url, "publisher": "", "page_title": title, "published_raw": "",
            "retrieved_at": "2026-08-01T00:00:00+00:00", "kind": "", "text": text, "incidents": []});
        serde_json::from_value(given).unwrap()
    }

    #[test]
    fn a_headline_that_stands_in_the_title_alone_is_read() {
        let text = "قالت لجنة البلدة إن الجسر تضرر.";
        let of = |url: &str, title: &str| row(&source(url, title, text)).text;
        let headline = "انهيار جسر في بلدة عين الخيال";
        let with = format!("{headline}\n\n{text}");
        let url = "https://example.org/1";
        assert_eq!(of(url, &format!("{headline} - شبكة المثال")), with);
        assert_eq!(of(url, &format!("الصفحة الرئيسية {headline} | المثال {headline}")), with);
        assert_eq!(of(url, &format!("{headline} {headline} {headline}")), with);
        // Too little to be one, what the text has, and the account of a post.
        assert_eq!(of(url, "شبكة المثال"), text);
        assert_eq!(of(url, "قَالَتْ لجنة البلدة إن"), text);
        assert_eq!(of("https://www.facebook.com/a/posts/1", headline), text);
    }
}
