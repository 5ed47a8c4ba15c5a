//! The date that an address holds.
//!
//! *Comes in*: an address. *Goes out*: the day or month of publication that is written in it. *Does not*: date an article by its number
//! among its site's (`isnad_incident::clock`), or look at the page.

use super::{Found, YEARS, day, find, month_of, of_value};
use isnad_model::{Span, TimePrecision};
use jiff::civil::Date;

/// Milliseconds since 1970 from which the numbers of posts on X count.
const X_EPOCH: u64 = 1_288_834_974_657;
/// Smallest number of a post that holds its time: those before November 2010 were counted one by one.
const X_TIMED: u64 = 1 << 41;

/// The day (UTC) on which a post on X was made: its number holds the milliseconds above 22 bits (Twitter's «Snowflake»,
/// announced 2010).
fn of_post_on_x(host: &str, path: &str) -> Option<Found> {
    let host = host.trim_start_matches("www.").trim_start_matches("mobile.");
    if !matches!(host, "twitter.com" | "x.com" | "nitter.net" | "fxtwitter.com" | "vxtwitter.com") {
        return None;
    }
    let mut parts = path.split('/').skip_while(|p| !matches!(*p, "status" | "statuses"));
    parts.next()?;
    let id: u64 = parts.next()?.parse().ok().filter(|id| *id >= X_TIMED)?;
    let ms = i64::try_from((id >> 22) + X_EPOCH).ok()?;
    let date = jiff::Timestamp::from_millisecond(ms).ok()?.to_zoned(jiff::tz::TimeZone::UTC).date();
    let sane = YEARS.contains(&date.year());
    sane.then_some(Found { from: date, to: date, precision: TimePrecision::Day, span: Span::new(0, 0) })
}

/// Seconds since 1970 that may be a page's own: from 2008 on. Article numbers of ten digits are smaller (Sputnik's).
const SECONDS: std::ops::Range<u64> = 1_200_000_000..2_100_000_000;
/// Hosts whose long numbers hold no time, or not as seconds since 1970.
const COUNTING: &[&str] = &["facebook.com", "instagram.com", "youtube.com", "t.me", "tiktok.com"];

/// The day (UTC) of a part of an address that is a time in seconds or milliseconds since 1970, perhaps with a number after it that tells
/// the articles of one second apart (15 digits, «/ar/170937000085229»).
fn of_seconds(host: &str, part: &str) -> Option<Date> {
    let counts = |h: &&str| host == *h || host.strip_suffix(*h).is_some_and(|r| r.ends_with('.'));
    let digits = part.bytes().all(|b| b.is_ascii_digit());
    if !digits || !matches!(part.len(), 10 | 13 | 15) || COUNTING.iter().any(counts) {
        return None;
    }
    let seconds: u64 = part.get(..10)?.parse().ok()?;
    let seconds = i64::try_from(seconds).ok().filter(|_| SECONDS.contains(&seconds))?;
    Some(jiff::Timestamp::from_second(seconds).ok()?.to_zoned(jiff::tz::TimeZone::UTC).date())
}

/// The day of a last part that is a random word, then day, month, year and a number: «/646d57c1-02032412.html».
fn of_word_and_day(part: &str) -> Option<Date> {
    let (word, number) = part.strip_suffix(".html").unwrap_or(part).split_once('-')?;
    let random = word.len() == 8 && word.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b));
    if !random || number.len() != 8 || !number.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let at = |k: usize| number.get(k..k + 2)?.parse::<u64>().ok();
    day(2000 + at(4)?, at(2)?, at(0)?)
}

/// The day of a part of a query that is named a date: «?cdate=22072022».
fn of_query(query: &str) -> Option<Date> {
    query.split('&').find_map(|part| {
        let (_, value) =
            part.split_once('=').filter(|(name, _)| name.ends_with("date") && !name.ends_with("update"))?;
        if let Some(found) = of_value(value).first().filter(|f| f.from == f.to) {
            return Some(found.from);
        }
        let n: u64 = value.parse().ok().filter(|_| value.len() == 8)?;
        day(n % 10_000, n / 10_000 % 100, n / 1_000_000)
    })
}

/// The date that an address holds: in its path (/2021/11/28/, /2021-11-28, /words-28-11-2021, /20211128, /281120213, /2022/04/), as seconds
/// since 1970, in a query that is named a date, or in the number of a post on X.
pub fn of_url(url: &str) -> Option<Found> {
    let after_host = url.split_once("://").map_or(url, |(_, rest)| rest);
    if let Some((host, path)) = after_host.split_once('/')
        && let Some(found) = of_post_on_x(host, path.split(['?', '#']).next().unwrap_or(""))
    {
        return Some(found);
    }
    let (host, path) = after_host.split_once('/').unwrap_or((after_host, ""));
    let (path, query) = path.split('#').next().map_or(("", ""), |p| p.split_once('?').unwrap_or((p, "")));
    let whole = Span::new(0, 0);
    let exact = |date: Date| Found { from: date, to: date, precision: TimePrecision::Day, span: whole };
    let numbers: Vec<&str> = path.split('/').collect();
    let number = |s: &str, len: std::ops::RangeInclusive<usize>| {
        (len.contains(&s.len()) && s.bytes().all(|b| b.is_ascii_digit()))
            .then(|| s.parse::<u64>().ok())
            .flatten()
    };
    let mut month = None;
    for (k, part) in numbers.iter().enumerate() {
        if let (Some(y), Some(m)) = (number(part, 4..=4), numbers.get(k + 1).and_then(|p| number(p, 1..=2))) {
            if let Some(d) = numbers.get(k + 2).and_then(|p| number(p, 1..=2))
                && let Some(date) = day(y, m, d)
            {
                return Some(exact(date));
            }
            month = month.or_else(|| month_of(y, m, whole));
        }
        if let Some(n) = number(part, 8..=8)
            && let Some(date) = day(n / 10_000, n / 100 % 100, n % 100)
        {
            return Some(exact(date));
        }
        // A number that begins with the day and goes on with the time and more.
        if part.len() >= 14
            && part.as_bytes()[..14].iter().all(u8::is_ascii_digit)
            && let Some(n) = part.get(..8).and_then(|p| number(p, 8..=8))
            && let Some(date) = day(n / 10_000, n / 100 % 100, n % 100)
        {
            return Some(exact(date));
        }
        // 261120233: the day, then the number of the article of that day.
        if let Some(n) = number(part, 9..=9)
            && let Some(date) = day(n / 10 % 10_000, n / 100_000 % 100, n / 10_000_000)
        {
            return Some(exact(date));
        }
        // A part that begins or ends with a date, words beside it.
        let shaped = |s: &str| {
            let b = s.as_bytes();
            let strokes = |p: usize, q: usize| {
                b.iter()
                    .enumerate()
                    .all(|(k, c)| if k == p || k == q { *c == b'-' } else { c.is_ascii_digit() })
            };
            b.len() == 10 && (strokes(4, 7) || strokes(2, 5))
        };
        for cut in
            [part.get(..10), part.len().checked_sub(10).and_then(|k| part.get(k..))].into_iter().flatten()
        {
            if shaped(cut)
                && let Some(f) = find(cut).first()
            {
                return Some(Found { span: whole, ..*f });
            }
        }
    }
    let last = numbers.last().copied().unwrap_or("");
    let seconds = || numbers.iter().find_map(|part| of_seconds(host, part)).map(exact);
    let others =
        || seconds().or_else(|| of_word_and_day(last).map(exact)).or_else(|| of_query(query).map(exact));
    month.or_else(others)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses() {
        for (url, want) in [
            ("https://a.example/2021/11/28/%D9%88", Some(("2021-11-28", "2021-11-28"))),
            ("https://a.example/videos/2021/9/8/x", Some(("2021-09-08", "2021-09-08"))),
            ("https://a.example/ar/2022/04/x", Some(("2022-04-01", "2022-04-30"))),
            ("https://a.example/news/20211128/x", Some(("2021-11-28", "2021-11-28"))),
            ("https://a.example/202111281044893040-x", Some(("2021-11-28", "2021-11-28"))),
            ("https://a.example/2021-11-28-x", Some(("2021-11-28", "2021-11-28"))),
            ("https://a.example/words-28-11-2021", Some(("2021-11-28", "2021-11-28"))),
            ("https://a.example/news/281120213", Some(("2021-11-28", "2021-11-28"))),
            ("https://a.example/news/481120213", None),
            ("https://a.example/archives/606461", None),
            ("https://a.example/p/12345678/x", None),
            ("https://2021.example/11/28", None),
            // 3 August 2023, noon UTC, over X's epoch, and a number from the time before such numbers.
            ("https://x.com/someone/status/1687070809912246277?s=20", Some(("2023-08-03", "2023-08-03"))),
            (
                "https://mobile.twitter.com/i/web/status/1687070809912246277",
                Some(("2023-08-03", "2023-08-03")),
            ),
            ("https://twitter.com/someone/status/29000000000", None),
            ("https://a.example/status/1687070809912246277", None),
            ("https://a.example/ar/170937000085229", Some(("2024-03-02", "2024-03-02"))),
            ("https://a.example/n/1709370000/x", Some(("2024-03-02", "2024-03-02"))),
            ("https://a.example/x/1081763239.html", None),
            ("https://www.facebook.com/reel/170937000085229", None),
            ("https://a.example/646d57c1-02032412.html", Some(("2024-03-02", "2024-03-02"))),
            ("https://a.example/646d57c1-42032412.html", None),
            ("https://a.example/view.aspx?cdate=02032024&id=c7", Some(("2024-03-02", "2024-03-02"))),
            ("https://a.example/view.aspx?date=2024-03-02", Some(("2024-03-02", "2024-03-02"))),
            ("https://a.example/view.aspx?lastupdate=2024-03-02", None),
            ("x", None),
        ] {
            let found = of_url(url).map(|f| (f.from.to_string(), f.to.to_string()));
            assert_eq!(found.as_ref().map(|(a, b)| (a.as_str(), b.as_str())), want, "{url}");
        }
    }
}
