//! When a report was published, out of all that says so.
//!
//! Order of trust: metadata, address, dateline, the text's own words. The time of fetching never stands in for the date of
//! publication, and no report is published after it was fetched.

use crate::dates::{self, Found};
use isnad_model::{Basis, Block, BlockKind, Problem, ProblemCode, Published, Span, TimePrecision};
use jiff::ToSpan;
use jiff::civil::Date;

/// What may say when a report was published.
#[derive(Debug, Default)]
pub struct Sayings<'r> {
    /// The input's own words: one date, or all that a crawler found on the page.
    pub given: Option<&'r str>,
    /// Values of the page's metadata, most trusted first.
    pub metadata: &'r [String],
    /// The page's address.
    pub url: Option<&'r str>,
    /// When the page was fetched.
    pub retrieved_at: Option<&'r str>,
    /// The report's text.
    pub text: &'r str,
    /// Its blocks.
    pub blocks: &'r [Block],
}

/// Days that a date of publication may lie after the time of fetching: clocks and time zones.
const AFTER_FETCH: i64 = 2;
/// Dates so few days before the time of fetching are a crawl's own, where an older one stands beside them.
const CRAWLS_OWN: i64 = 3;
/// Days that two bases may differ before it is a conflict: time zones, and a page that is stamped when it is updated.
const APART: i64 = 2;

/// The date of publication, and the problem that it brings along.
pub fn published(sayings: &Sayings<'_>) -> (Option<Published>, Option<Problem>) {
    let fetched = sayings.retrieved_at.and_then(|r| dates::of_value(r).first().map(|f| f.from));
    let sane = |f: &Found| fetched.is_none_or(|r| days(r, f.from) <= AFTER_FETCH);
    let metadata = sayings
        .given
        .and_then(|g| of_list(&dates::of_value(g), fetched))
        .or_else(|| sayings.metadata.iter().flat_map(|m| dates::of_value(m)).find(|f| sane(f)));
    let url = sayings.url.and_then(dates::of_url).filter(sane);
    let (dateline, stated) = in_text(sayings, fetched, &sane);
    // What a crawler noted of a post may lack its year, or be the page's newest post: the stamp beside the post goes first.
    let stamp = sayings.url.filter(|u| is_post(u)).and_then(|_| post_stamp(sayings)).filter(sane);
    let all = [
        (stamp, Basis::Dateline),
        (metadata, Basis::Metadata),
        (url, Basis::Url),
        (dateline, Basis::Dateline),
        (stated, Basis::Stated),
    ];
    let mut known = all.into_iter().filter_map(|(f, b)| f.map(|f| (f, b)));
    let Some((mut first, mut basis)) = known.next() else {
        let told = "No date of publication was found: times such as 'yesterday' stay relative.";
        return (None, Some(Problem::new(ProblemCode::NoDate, told)));
    };
    let mut problem = None;
    // The day of fetching, which many pages show, contradicts nothing.
    let of_fetching = |f: &Found| fetched.is_some_and(|r| days(f.from, r) <= CRAWLS_OWN);
    for (other, b) in known {
        // A month in the address with a day in the text within it: the day is the finer word.
        if first.precision == TimePrecision::Month
            && other.precision == TimePrecision::Day
            && overlap(&first, &other)
        {
            (first, basis) = (other, b);
        } else if b != Basis::Stated && !near(&first, &other) && problem.is_none() && !of_fetching(&other) {
            let told = format!(
                "The date of publication is {} by {basis} and {} by {b}; the first was taken.",
                first.from, other.from
            );
            let found = Problem::new(ProblemCode::DateConflict, told);
            problem = Some(if b == Basis::Dateline { found.at(other.span) } else { found });
        }
    }
    let span = matches!(basis, Basis::Dateline | Basis::Stated).then_some(first.span);
    (Some(Published { from: first.from, to: first.to, precision: first.precision, basis, span }), problem)
}

/// Whether an address is of a platform that shows one post with its stamp.
fn is_post(url: &str) -> bool {
    let host = url.split_once("://").map_or(url, |r| r.1).split('/').next().unwrap_or("");
    host == "facebook.com" || host.ends_with(".facebook.com")
}

/// Days from `a` to `b`.
fn days(a: Date, b: Date) -> i64 {
    a.until(b).map_or(i64::MAX, |s| i64::from(s.get_days()))
}

fn overlap(a: &Found, b: &Found) -> bool {
    a.from <= b.to && b.from <= a.to
}

fn near(a: &Found, b: &Found) -> bool {
    let wide = |d: Date, n: i64| d.checked_add(n.days()).unwrap_or(d);
    wide(a.from, -APART) <= b.to && b.from <= wide(a.to, APART)
}

/// The date of a page out of all that a crawler collected from it.
///
/// Such a list begins with the page's own stamp (article:published_time stands in its head) and goes on with those of
/// other stories and of the crawl, which lie close to the time of fetching. So it is the first that is not of
/// the crawl; where all are, the page is fresh, and it is the first. Facebook's single dates are the post's in seven
/// of eight cases and the page's newest post's otherwise; nothing in the value tells which, so they are taken, and a
/// stamp in the text that disagrees makes a conflict.
fn of_list(found: &[Found], fetched: Option<Date>) -> Option<Found> {
    let Some(fetched) = fetched else { return found.first().copied() };
    let sane = || found.iter().filter(move |f| days(fetched, f.from) <= AFTER_FETCH);
    sane().find(|f| days(f.from, fetched) > CRAWLS_OWN).or_else(|| sane().next()).copied()
}

/// The dates that the text gives: in its dateline or stamp, and in its own words.
fn in_text(
    sayings: &Sayings<'_>,
    fetched: Option<Date>,
    sane: &dyn Fn(&Found) -> bool,
) -> (Option<Found>, Option<Found>) {
    let found_in = |block: &Block, n: usize, find: &dyn Fn(&str) -> Vec<Found>| -> Vec<Found> {
        let found = find(head(sayings.text, block.span, n));
        found
            .into_iter()
            .map(|f| Found { span: f.span.shift(block.span.start), ..f })
            .filter(|f| sane(f))
            .collect()
    };
    let stamp = |b: &&Block| matches!(b.kind, BlockKind::Dateline | BlockKind::Byline);
    // The day that stands above the headline may be the day on which the page was called up: the stamp below goes first.
    let headline = sayings.blocks.iter().position(|b| b.kind == BlockKind::Headline).unwrap_or(0);
    let (above, below) = sayings.blocks.split_at(headline);
    // A page that shows the day shows the day of fetching: above the headline such a date is no stamp, and below it only
    // where there is no older one.
    let shown = |f: &Found| fetched.is_some_and(|r| days(f.from, r) <= CRAWLS_OWN);
    let stamps = |blocks: &[Block]| -> Vec<Found> {
        blocks.iter().filter(stamp).flat_map(|b| found_in(b, 400, &dates::find)).collect()
    };
    // A stamp of two dates gives publication first, the update after it.
    let (above, below) = (stamps(above), stamps(below));
    let older = below.iter().chain(&above).find(|f| !shown(f));
    let dateline = older.or(below.first()).copied().or_else(|| post_stamp(sayings).filter(sane));
    let dateline = dateline.or_else(|| labelled(sayings).filter(sane)).or_else(|| {
        // A Hijri date, where nothing else is said.
        sayings.blocks.iter().filter(|b| b.kind == BlockKind::Dateline).find_map(|b| {
            let words = head(sayings.text, b.span, 120);
            let found = dates::of_value(words).first().copied()?;
            Some(Found { span: Span::new(b.span.start, b.span.start + words.len()), ..found }).filter(sane)
        })
    });
    // Only a single day, named in full, can stand for the day of the report; in its first words.
    let first_body = sayings.blocks.iter().find(|b| b.kind == BlockKind::Body);
    let titles = sayings.blocks.iter().filter(|b| matches!(b.kind, BlockKind::Headline | BlockKind::Dek));
    let first_words: Vec<&Block> = titles.chain(first_body).take(4).collect();
    let single = |find: &dyn Fn(&str) -> Vec<Found>| {
        first_words.iter().find_map(|b| {
            let found = found_in(b, 2000, find);
            found.first().copied().filter(|first| found.iter().all(|f| f.from == first.from))
        })
    };
    let stated = single(&dates::find)
        .or_else(|| embedded(sayings).filter(sane))
        .or_else(|| by_weekday(sayings, fetched?));
    (dateline, stated)
}

/// The latest day that the report itself names with its weekday («السبت 25 تشرين الثاني»). It tells of more days than one, each with
/// its name, and is published on the last of them or right after it.
fn by_weekday(sayings: &Sayings<'_>, latest: Date) -> Option<Found> {
    let own = |b: &&Block| {
        matches!(b.kind, BlockKind::Headline | BlockKind::Dek | BlockKind::Body | BlockKind::Caption)
    };
    let found = sayings.blocks.iter().filter(own).flat_map(|b| {
        let found = dates::find_by_weekday(head(sayings.text, b.span, WHOLE), latest);
        found.into_iter().map(|f| Found { span: f.span.shift(b.span.start), ..f })
    });
    // Of one day's names the first.
    found.reduce(|best, f| if f.from > best.from { f } else { best })
}

/// Bytes of a block that are looked through for days with their weekdays.
const WHOLE: usize = 20_000;

/// The stamp of a post on a social network as its page shows it: a day beside «·» («January 26, 2025 · Shared with Public»,
/// «10:30 PM · Aug 3, 2023 · 804 Views»). Only the first such signs are looked at.
fn post_stamp(sayings: &Sayings<'_>) -> Option<Found> {
    let text = sayings.text;
    memchr::memmem::find_iter(text.as_bytes(), "·".as_bytes()).take(8).find_map(|at| {
        let mut from = at.saturating_sub(48);
        while !text.is_char_boundary(from) {
            from += 1;
        }
        let before = dates::find(&text[from..at]).last().copied();
        let beside = before
            .filter(|f| text[from + f.span.end..at].chars().all(char::is_whitespace))
            .map(|f| Found { span: f.span.shift(from), ..f });
        beside.or_else(|| {
            let after = at + "·".len();
            let f = dates::find(head(text, Span::new(after, text.len()), 48)).first().copied()?;
            text[after..after + f.span.start]
                .chars()
                .all(char::is_whitespace)
                .then(|| Found { span: f.span.shift(after), ..f })
        })
    })
}

/// The last date of the posts that the report embeds: «— Name (@name) August 19, 2022». A report is seldom older than
/// the posts it shows, and seldom more than a day younger. Anatomy may cut such a line in two, so the whole text is looked through.
fn embedded(sayings: &Sayings<'_>) -> Option<Found> {
    let text = sayings.text;
    let of_others = |at: usize| {
        let block = sayings.blocks.iter().find(|b| b.span.start <= at && at < b.span.end);
        block.is_some_and(|b| b.kind == BlockKind::Related)
    };
    memchr::memmem::find_iter(text.as_bytes(), b"(@")
        .filter(|&name| !of_others(name))
        .filter_map(|name| {
            let line = head(text, Span::new(name, text.len()), HANDLE);
            let close = name + memchr::memchr(b')', line.as_bytes())? + 1;
            let found = dates::find(head(text, Span::new(close, text.len()), 60)).first().copied()?;
            (found.span.start <= 3).then(|| Found { span: found.span.shift(close), ..found })
        })
        .max_by_key(|f| f.from)
}

/// Bytes in which a bracket with the name of an account closes.
const HANDLE: usize = 40;

/// The day behind the words «تاريخ النشر», wherever they stand, where they stand before one day alone.
fn labelled(sayings: &Sayings<'_>) -> Option<Found> {
    const LABEL: &str = "تاريخ النشر";
    let text = sayings.text;
    let found = memchr::memmem::find_iter(text.as_bytes(), LABEL.as_bytes()).take(8).filter_map(|at| {
        let after = at + LABEL.len();
        let found = dates::find(head(text, Span::new(after, text.len()), 48)).first().copied()?;
        let between = &text[after..after + found.span.start];
        between
            .chars()
            .all(|c| c.is_whitespace() || c == ':')
            .then(|| Found { span: found.span.shift(after), ..found })
    });
    let found: Vec<Found> = found.collect();
    found.first().copied().filter(|first| found.iter().all(|f| f.from == first.from))
}

/// The first `n` bytes of a block, at a character's border.
fn head(text: &str, span: Span, n: usize) -> &str {
    let words = span.of(text);
    let mut end = words.len().min(n);
    while !words.is_char_boundary(end) {
        end -= 1;
    }
    &words[..end]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(sayings: &Sayings<'_>) -> (Option<(String, Basis)>, Option<ProblemCode>) {
        let (p, problem) = published(sayings);
        (p.map(|p| (p.from.to_string(), p.basis)), problem.map(|p| p.code))
    }

    #[test]
    fn the_first_of_many_dates_that_is_not_the_crawls_own() {
        let fetched = Some("2026-07-31T20:20:08+00:00");
        for (given, want) in [
            (
                "2025-01-28T20:23:02+00:00 2025-01-28T23:23:02+03:00 2026-07-30T09:20:47+03:00",
                Some("2025-01-28"),
            ),
            ("2026-07-30T09:20:47+03:00 2025-01-28T20:23:02+00:00", Some("2025-01-28")),
            ("26 يوليو 2025", Some("2025-07-26")),
            ("2026-07-30", Some("2026-07-30")),
            ("2026-08-03", None),
            ("أمس", None),
        ] {
            let s = Sayings { given: Some(given), retrieved_at: fetched, ..Sayings::default() };
            assert_eq!(read(&s).0.map(|p| p.0).as_deref(), want, "{given}");
        }
        let only_fetched = Sayings { retrieved_at: fetched, ..Sayings::default() };
        assert_eq!(read(&only_fetched), (None, Some(ProblemCode::NoDate)));
    }

    #[test]
    fn stamps_of_posts() {
        for (text, want) in [
            (
                "شبكة أخبار مختلقة Verified accountJanuary 26, 2025 · Shared with Publicقصف على قرية",
                Some("2025-01-26"),
            ),
            ("صفحة مختلقةJuly 2, 2024 · Shared with Public\nبيان", Some("2024-07-02")),
            ("نص\n10:30 PM · Aug 3, 2023 · 804 Views", Some("2023-08-03")),
            ("نشر في July 2, 2024 تقرير عن أحداث May 3, 2020 · و", Some("2020-05-03")),
            ("فيديو · صور", None),
        ] {
            let found = post_stamp(&Sayings { text, ..Sayings::default() });
            assert_eq!(found.map(|f| f.from.to_string()).as_deref(), want, "{text}");
            assert!(found.is_none_or(|f| dates::find(f.span.of(text)).len() == 1), "{text}");
        }
    }

    #[test]
    fn posts_that_a_page_embeds_and_days_with_their_label() {
        // Anatomy takes the name for a byline and the day for the body.
        let text =
            "قصف على قرية مختلقة\n— شبكة مختلقة (@example) August 19, 2022\n— أخرى (@other) August 18, 2022";
        let cut = text.find(") August 19").unwrap();
        let blocks = [
            Block { kind: BlockKind::Byline, span: Span::new(0, cut) },
            Block { kind: BlockKind::Body, span: Span::new(cut, text.len()) },
        ];
        let s = Sayings { text, blocks: &blocks, ..Sayings::default() };
        assert_eq!(
            embedded(&s).map(|f| (f.from.to_string(), f.span.of(text))),
            Some(("2022-08-19".into(), "August 19, 2022"))
        );
        let related = [Block { kind: BlockKind::Related, span: Span::new(0, text.len()) }];
        assert_eq!(embedded(&Sayings { blocks: &related, ..s }), None);
        for (text, want) in [
            ("عنوان\nتاريخ النشر:14.05.2022 | 22:00 GMT", Some("2022-05-14")),
            ("تاريخ النشر: 14.05.2022 تاريخ النشر: 15.05.2022", None),
            ("تاريخ النشر غير معروف 14.05.2022", None),
        ] {
            let found = labelled(&Sayings { text, ..Sayings::default() });
            assert_eq!(found.map(|f| f.from.to_string()).as_deref(), want, "{text}");
        }
    }

    #[test]
    fn the_stamp_of_a_post_goes_before_what_a_crawler_noted() {
        let text = "صفحة مختلقةJuly 2, 2024 · Shared with Public\nبيان";
        let noted = Sayings { given: Some("2 يوليو 2025"), text, ..Sayings::default() };
        let post = Sayings { url: Some("https://www.facebook.com/example/posts/1"), ..noted };
        assert_eq!(
            read(&post),
            (Some(("2024-07-02".into(), Basis::Dateline)), Some(ProblemCode::DateConflict))
        );
        let article = Sayings {
            given: Some("2 يوليو 2025"),
            url: Some("https://news.example/facebook.com/1"),
            text,
            ..Sayings::default()
        };
        assert_eq!(read(&article).0, Some(("2025-07-02".into(), Basis::Metadata)));
    }

    #[test]
    fn the_latest_day_that_the_report_names_with_its_weekday() {
        let text =
            "هجمات على قرى مختلقة\nأصيب رجل يوم السبت 25 تشرين الثاني، وكان قُتل آخر الجمعة 17 تشرين الثاني.";
        let line = text.find('\n').unwrap();
        let blocks = [
            Block { kind: BlockKind::Headline, span: Span::new(0, line) },
            Block { kind: BlockKind::Body, span: Span::new(line + 1, text.len()) },
        ];
        let s = Sayings { text, blocks: &blocks, retrieved_at: Some("2026-07-31"), ..Sayings::default() };
        assert_eq!(read(&s).0, Some(("2023-11-25".into(), Basis::Stated)));
        // Without a time of fetching any of several years may be meant.
        assert_eq!(read(&Sayings { retrieved_at: None, ..s }).0, None);
    }

    #[test]
    fn bases_in_their_order_and_conflicts_told() {
        let text = "دمشق - 28/11/2021\nوصل الوفد يوم 20-11-2021 إلى المدينة.";
        let line = text.find('\n').unwrap();
        let blocks = [
            Block { kind: BlockKind::Dateline, span: Span::new(0, line) },
            Block { kind: BlockKind::Body, span: Span::new(line + 1, text.len()) },
        ];
        let in_text = Sayings { text, blocks: &blocks, ..Sayings::default() };
        assert_eq!(read(&in_text), (Some(("2021-11-28".into(), Basis::Dateline)), None));
        let month =
            Sayings { url: Some("https://a.example/2021/11/x"), text, blocks: &blocks, ..Sayings::default() };
        assert_eq!(read(&month), (Some(("2021-11-28".into(), Basis::Dateline)), None));
        let other = Sayings {
            url: Some("https://a.example/2022/01/05/x"),
            text,
            blocks: &blocks,
            ..Sayings::default()
        };
        assert_eq!(read(&other), (Some(("2022-01-05".into(), Basis::Url)), Some(ProblemCode::DateConflict)));
        let stated = Sayings { text, blocks: &blocks[1..], ..Sayings::default() };
        assert_eq!(read(&stated), (Some(("2021-11-20".into(), Basis::Stated)), None));
    }
}
