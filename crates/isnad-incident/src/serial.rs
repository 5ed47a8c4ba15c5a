//! The number that an address carries, as sites count their articles and platforms the posts of an account.
//!
//! *Comes in*: an address. *Goes out*: whose counter it is, hashed, and the number. *Does not*: know when a number was given out
//! (that is [`crate::clock`]'s), or take a year, a date or an opaque id for a number.

use isnad_learn::string;

/// A counter's hash and the number that it gave.
pub type Serial = (u64, u64);

/// Least digits of a number that stands at the end of words; one that stands alone may be shorter.
const DIGITS: usize = 4;
/// Parts of a query that hold the number of an article.
const QUERY: &[&str] = &["p", "id", "news_id", "newsid", "article", "post"];

/// The counter and number of an address.
pub fn serial(url: &str) -> Option<Serial> {
    let rest = url.trim().split_once("://").map_or(url, |r| r.1);
    let rest = rest.split('#').next()?;
    let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
    let mut parts = path.split('/').filter(|p| !p.is_empty());
    let host = parts.next()?.to_ascii_lowercase();
    let host = ["www.", "m.", "mobile.", "web.", "ar-ar."]
        .iter()
        .fold(host.as_str(), |h, p| h.strip_prefix(p).unwrap_or(h));
    let parts: Vec<&str> = parts.collect();
    let asked = |name: &str| query.split('&').find_map(|q| q.strip_prefix(name)?.strip_prefix('='));
    let (counter, number) = match host {
        "facebook.com" => facebook(&parts, &asked)?,
        // The numbers of X hold the time themselves (isnad_page), those of videos none.
        "x.com" | "twitter.com" | "youtube.com" | "instagram.com" | "web.archive.org" => return None,
        "t.me" => {
            let own = parts.strip_prefix(&["s"]).unwrap_or(&parts);
            (own.first()?.to_ascii_lowercase(), whole(own.get(1)?, 1)?)
        }
        _ => site(&parts, &asked)?,
    };
    Some((string(&format!("{host}/{counter}")), number))
}

/// Posts of one account, and of one group, are numbered upwards.
fn facebook<'u>(parts: &[&'u str], asked: &dyn Fn(&str) -> Option<&'u str>) -> Option<(String, u64)> {
    match parts {
        ["groups", group, rest @ ..] => {
            let post = asked("multi_permalinks").or_else(|| rest.get(1).copied())?;
            Some((format!("groups/{group}"), whole(post, 9)?))
        }
        [account, "posts", post, ..] => {
            // A post may have words before its number.
            let post = post.rsplit('-').next()?;
            Some((account.to_ascii_lowercase(), whole(post, 9)?))
        }
        ["permalink.php" | "story.php", ..] => {
            Some((asked("id")?.to_owned(), whole(asked("story_fbid")?, 9)?))
        }
        _ => None,
    }
}

fn site<'u>(parts: &[&'u str], asked: &dyn Fn(&str) -> Option<&'u str>) -> Option<(String, u64)> {
    if let Some(number) = QUERY.iter().find_map(|q| whole(asked(q)?, 3)) {
        return Some(("?".to_owned(), number));
    }
    // A part that is a number, with what the site calls it: «/articles/95828/…» and «/breakingnews/39697» count apart.
    for k in (0..parts.len()).rev() {
        if let Some(number) = whole(parts[k], 3) {
            let before = k.checked_sub(1).map_or("", |b| parts[b]);
            let named = before.len() <= 24 && before.bytes().all(|b| b.is_ascii_alphabetic() || b == b'_');
            return Some((if named { before.to_ascii_lowercase() } else { "-".to_owned() }, number));
        }
    }
    // Or the end of its last words: «qsf-ala-qrya-76213», «…-h62850.html»; or their beginning.
    let last = parts.last()?;
    let last = last.split_once(".h").map_or(*last, |l| l.0).trim_end_matches(".aspx");
    let ends = last.rsplit(['-', '_']).next().and_then(|w| whole(w, DIGITS));
    ends.or_else(|| last.split(['-', '_']).next().and_then(|w| whole(w, DIGITS))).map(|n| ("-".to_owned(), n))
}

/// The number that a word is, perhaps after one letter; `None` where it may be a year or a date.
fn whole(word: &str, digits: usize) -> Option<u64> {
    let word = match word.as_bytes() {
        [letter, digit, ..] if letter.is_ascii_alphabetic() && digit.is_ascii_digit() => &word[1..],
        _ => word,
    };
    let word = word.trim_end_matches(".html").trim_end_matches(".htm");
    if word.len() < digits || word.len() > 18 || !word.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let n: u64 = word.parse().ok()?;
    let date = word.len() == 8 && (1990..2100).contains(&(n / 10_000)) && (1..=12).contains(&(n / 100 % 100));
    (!(1990..=2100).contains(&n) && !date).then_some(n)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counters_and_their_numbers() {
        for (url, want) in [
            ("https://www.news.example/archives/503897", Some(("news.example/archives", 503_897))),
            (
                "https://news.example/ar/%D9%82%D8%AA%D9%84/446617/?fbclid=x1",
                Some(("news.example/-", 446_617)),
            ),
            ("http://news.example/ar/haber/isabh-mwatn-h62850.html", Some(("news.example/-", 62_850))),
            ("https://news.example/p408082/", Some(("news.example/", 408_082))),
            ("https://news.example/ar/?p=161518", Some(("news.example/?", 161_518))),
            ("https://news.example/ar/articles/95828/2022", Some(("news.example/articles", 95_828))),
            (
                "https://www.facebook.com/Example/posts/2000055283483550",
                Some(("facebook.com/example", 2_000_055_283_483_550)),
            ),
            ("https://www.facebook.com/Example/posts/pfbid02a3b4", None),
            (
                "https://www.facebook.com/groups/77/?multi_permalinks=2955950004566677&x=1",
                Some(("facebook.com/groups/77", 2_955_950_004_566_677)),
            ),
            ("https://t.me/s/example/5120", Some(("t.me/example", 5120))),
            ("https://x.com/example/status/1234567890123456789", None),
            ("https://news.example/2022/09/17/", None),
            ("https://news.example/a-20220212", None),
            ("https://news.example/%D9%8234", None),
            ("", None),
        ] {
            assert_eq!(serial(url), want.map(|(k, n)| (string(k), n)), "{url}");
        }
    }
}
