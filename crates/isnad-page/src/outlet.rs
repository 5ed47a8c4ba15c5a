//! Who published a report: from its address, else from what its page says of itself.

use crate::letter;
use isnad_model::{Block, BlockKind};
use url::Url;

/// Platforms on which the account is the outlet: host, and whether the account is the first part of the path.
const PLATFORMS: &[&str] = &[
    "x.com",
    "twitter.com",
    "facebook.com",
    "t.me",
    "instagram.com",
    "tiktok.com",
    "youtube.com",
    "threads.net",
];

/// First parts of a platform's path that are no account.
const NO_ACCOUNT: &[&str] = &[
    "permalink.php",
    "story.php",
    "photo.php",
    "photo",
    "watch",
    "groups",
    "share",
    "reel",
    "i",
    "p",
    "s",
    "status",
    "profile.php",
    "home",
    "search",
    "hashtag",
    "posts",
    "videos",
    "shorts",
    "tv",
    "explore",
    "login",
    "people",
    "pages",
    "events",
    "channel",
    "playlist",
    "embed",
    "media",
    "pg",
];

/// The outlet that an address names: the account on a platform, else the host without `www.`. `None` where the
/// address has no host or a platform's address names no account.
pub fn outlet_of_url(url: &str) -> Option<String> {
    let url = Url::parse(url.trim()).ok()?;
    let host = url.host_str()?.to_ascii_lowercase();
    // An archive's copy is of the page that its address ends in.
    if host == "web.archive.org" || host == "archive.org" {
        let path = url.as_str();
        let inner = path[path.find("/web/")? + 5..].split_once('/')?.1;
        // Once only: an archive's copy of an archive's copy is not looked into.
        return (!inner.contains("archive.org")).then(|| outlet_of_url(inner)).flatten();
    }
    let host = ["www.", "m.", "mobile.", "amp.", "web.", "ar-ar.", "l."]
        .iter()
        .fold(host.as_str(), |h, p| h.strip_prefix(p).unwrap_or(h));
    if !PLATFORMS.contains(&host) {
        return host.contains('.').then(|| host.to_owned());
    }
    let mut parts = url.path_segments()?.filter(|p| !p.is_empty());
    let mut account = parts.next()?;
    // t.me/s/NAME is the channel's public page.
    if host == "t.me" && account == "s" {
        account = parts.next()?;
    }
    let name = account.trim_start_matches('@');
    let sane = !name.is_empty()
        && name.len() <= 60
        && !NO_ACCOUNT.contains(&name)
        && !name.bytes().all(|b| b.is_ascii_digit());
    sane.then(|| format!("@{name}"))
}

/// Nouns with which outlets call themselves: a byline that holds one names an outlet and not a person.
const NOUNS: &[&str] = &[
    "وكالة",
    "صحيفة",
    "جريدة",
    "شبكة",
    "موقع",
    "قناة",
    "مرصد",
    "المرصد",
    "إذاعة",
    "راديو",
    "تلفزيون",
    "نيوز",
    "برس",
    "تنسيقية",
    "منصة",
    "مجلة",
    "بوابة",
    "الإخبارية",
    "الإخباري",
    "الإعلامية",
    "الإعلامي",
    "News",
    "Press",
    "TV",
];

/// The outlet that the page itself names: as author in its byline, or as holder of its rights in its foot.
pub fn outlet_of_blocks(text: &str, blocks: &[Block]) -> Option<String> {
    let of = |kind: BlockKind, read: fn(&str) -> Option<String>| {
        blocks
            .iter()
            .filter(|b| b.kind == kind)
            .map(|b| b.span.of(text))
            .filter(|w| w.len() < 400)
            .find_map(read)
    };
    of(BlockKind::Byline, byline).or_else(|| of(BlockKind::Footer, rights))
}

fn short(name: &str) -> Option<String> {
    let name = name.trim_matches(|c: char| !letter::alphanumeric(c) && !matches!(c, ')' | '»' | '”'));
    let words = name.split_whitespace().count();
    ((1..=6).contains(&words) && name.chars().count() <= 60)
        .then(|| name.split_whitespace().collect::<Vec<_>>().join(" "))
}

fn byline(words: &str) -> Option<String> {
    words
        .split([':', '|', '–', '—', '،', '/', '\n'])
        .flat_map(|part| part.split(" - "))
        .filter(|part| part.split_whitespace().any(|w| NOUNS.contains(&w)))
        .find_map(short)
}

fn rights(words: &str) -> Option<String> {
    if !words.contains('©') && !words.contains("حقوق") {
        return None;
    }
    words
        .split(|c: char| matches!(c, '©' | '|' | '–' | '—' | '.' | '،' | ',' | '-') || c.is_numeric())
        .map(|part| part.split_whitespace().collect::<Vec<_>>().join(" "))
        .map(|part| match part.split_once("محفوظة") {
            // «… محفوظة لصحيفة كذا»: the preposition goes.
            Some((_, after)) => {
                let after = after.trim();
                after.strip_prefix("لـ").or(after.strip_prefix('ل')).unwrap_or("").trim().to_owned()
            }
            None => part,
        })
        .filter(|part| {
            !["حقوق", "Rights", "rights", "Copyright", "copyright", "Powered", "تصميم"]
                .iter()
                .any(|w| part.contains(w))
        })
        .find_map(|part| short(&part))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bylines_and_rights_name_outlets() {
        for (kind, words, want) in [
            (BlockKind::Byline, "إعداد: وكالة المثال الإخبارية", Some("وكالة المثال الإخبارية")),
            (BlockKind::Byline, "خاص – شبكة المثال", Some("شبكة المثال")),
            (BlockKind::Byline, "بقلم: نبيل الجسري", None),
            (BlockKind::Footer, "© صوت المثال 2026 – جميع الحقوق محفوظة", Some("صوت المثال")),
            (BlockKind::Footer, "جميع الحقوق محفوظة لصحيفة المثال © 2026", Some("صحيفة المثال")),
            (BlockKind::Footer, "جميع الحقوق محفوظة © 2026", None),
            (BlockKind::Footer, "من نحن | اتصل بنا", None),
        ] {
            let blocks = [Block { kind, span: isnad_model::Span::new(0, words.len()) }];
            assert_eq!(outlet_of_blocks(words, &blocks).as_deref(), want, "{words}");
        }
    }

    #[test]
    fn hosts_and_accounts() {
        for (url, want) in [
            ("https://www.news.example/a/b", Some("news.example")),
            ("https://x.com/example_net/status/1", Some("@example_net")),
            ("https://www.facebook.com/ExampleNews/posts/pfbid0", Some("@ExampleNews")),
            ("https://www.facebook.com/permalink.php?story_fbid=1", None),
            ("https://t.me/s/example/5", Some("@example")),
            ("https://web.archive.org/web/2021/https://www.news.example/x", Some("news.example")),
            ("https://web.archive.org/web/1/https://web.archive.org/web/2/http://a.example", None),
            ("news.example/a", None),
            ("mailto:a@b.example", None),
            ("", None),
        ] {
            assert_eq!(outlet_of_url(url).as_deref(), want, "{url}");
        }
    }
}
