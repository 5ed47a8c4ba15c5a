//! Cuts a flattened page into pieces: one a line, and more where a platform's interface runs into the text.
//!
//! A crawl of a social post leaves «Name@handleText of the post9:50 AM · Apr 3, 2025647Views» as one line.
//! The marks below are the platforms' own interface words (Facebook's and X's English page shells, which stand there
//! whatever the post's language). They only say where to cut: what each piece is, the model decides, with the mark as one
//! feature among others.

use crate::letter;
use isnad_model::Span;
use memchr::memmem;

/// What cut a piece off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Mark {
    /// A whole line.
    None,
    /// The author's line before a post: name, date, audience, handle.
    Author,
    /// What follows the author's line.
    AfterAuthor,
    /// Counts and buttons under a post.
    Reactions,
    /// Readers' comments under the buttons.
    Comments,
    /// The clock and date stamp under a post, and the counts that follow it.
    Stamp,
    /// A link to the post's own picture.
    Media,
    /// A run of hashtags at the end.
    Hashtags,
}

/// One piece of the page's text, without the white space around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Piece {
    /// Where, in bytes of the page's text.
    pub span: Span,
    /// What cut it off.
    pub mark: Mark,
    /// Number of empty lines before it (0 for a piece cut off inside a line).
    pub gap: usize,
    /// 0-based number of its line.
    pub line: usize,
}

/// All pieces of `text`, in order. Linear in the text.
pub fn pieces(text: &str) -> Vec<Piece> {
    let (mut out, mut at, mut gap) = (Vec::new(), 0, 0);
    for (number, line) in text.split('\n').enumerate() {
        let span = Span::new(at, at + line.len()).trimmed(text);
        at += line.len() + 1;
        if span.is_empty() {
            gap += 1;
            continue;
        }
        let first = out.len();
        cut_line(text, span, &mut out);
        for piece in &mut out[first..] {
            piece.line = number;
        }
        if let Some(piece) = out.get_mut(first) {
            piece.gap = gap;
        }
        gap = 0;
    }
    out
}

fn push(text: &str, start: usize, end: usize, mark: Mark, out: &mut Vec<Piece>) {
    let span = Span::new(start, end.max(start)).trimmed(text);
    if !span.is_empty() {
        out.push(Piece { span, mark, gap: 0, line: 0 });
    }
}

fn cut_line(text: &str, line: Span, out: &mut Vec<Piece>) {
    let words = line.of(text);
    let (mut start, mut mark) = (0, Mark::None);
    // Before the post.
    if let Some(end) = author_end(words) {
        push(text, line.start, line.start + end, Mark::Author, out);
        (start, mark) = (end, Mark::AfterAuthor);
    }
    // After the post: the first of the marks ends it.
    let rest = &words[start..];
    let reactions = find(rest, "All reactions:")
        .or_else(|| find(rest, "AboutPressCopyright"))
        .or_else(|| find(rest, "LikeComment").filter(|&k| rest.len() - k < 40))
        .or_else(|| find(rest, "LikeReply"));
    let stamp = stamp_start(rest);
    let tail = [reactions, stamp].into_iter().flatten().min().map_or(words.len(), |k| start + k);
    let tail_mark = if stamp.is_some_and(|s| start + s == tail) { Mark::Stamp } else { Mark::Reactions };
    let mut end = tail;
    let media = find(&words[start..end], "pic.twitter.com/").map(|k| start + k);
    if let Some(k) = media {
        end = k;
    }
    let tags = hashtags_start(&words[start..end]).map_or(end, |k| start + k);
    push(text, line.start + start, line.start + tags, mark, out);
    push(text, line.start + tags, line.start + end, Mark::Hashtags, out);
    if let Some(k) = media {
        push(text, line.start + k, line.start + tail, Mark::Media, out);
    }
    let tail_words = &words[tail..];
    let comments = find(tail_words, "Most relevant").map_or(tail_words.len(), |k| k + "Most relevant".len());
    push(text, line.start + tail, line.start + tail + comments, tail_mark, out);
    push(text, line.start + tail + comments, line.end, Mark::Comments, out);
}

fn find(text: &str, mark: &str) -> Option<usize> {
    memmem::find(text.as_bytes(), mark.as_bytes())
}

/// Where the author's line ends inside a line, if one runs into the post.
fn author_end(line: &str) -> Option<usize> {
    const AUDIENCE: &[&str] = &["Shared with Public", "Shared with Public group", "تمت المشاركة مع العامة"];
    if let Some(end) = AUDIENCE.iter().find_map(|a| find(line, a).map(|k| k + a.len())) {
        return (end < line.len()).then_some(end);
    }
    handle_end(line)
}

/// The end of «Name@handle» at the head of a line, where the post follows without a space.
fn handle_end(line: &str) -> Option<usize> {
    let at = memchr::memchr(b'@', line.as_bytes())?;
    let name = &line[..at];
    let sane =
        name.chars().count() <= 60 && !name.contains(['.', '،', '؟', ':', '#']) && !name.ends_with(' ');
    let handle = line[at + 1..].bytes().take_while(|b| b.is_ascii_alphanumeric() || *b == b'_').count();
    let end = at + 1 + handle;
    let next = line[end..].chars().next()?;
    (sane && !name.trim().is_empty() && (2..=15).contains(&handle) && !next.is_whitespace() && next != '.')
        .then_some(end)
}

/// The start of a stamp such as «00:009:23 AM · Mar 25, 2025804Views740».
fn stamp_start(line: &str) -> Option<usize> {
    let middle = [" AM · ", " PM · "].iter().filter_map(|m| find(line, m)).min()?;
    let clock = |end: usize| {
        // H:MM or HH:MM that ends at `end`.
        let b = line.as_bytes();
        let digit = |k: usize| b.get(k).is_some_and(u8::is_ascii_digit);
        let colon = end.checked_sub(3)?;
        if b[colon] != b':' || !digit(colon + 1) || !digit(colon + 2) {
            return None;
        }
        let one = colon.checked_sub(1).filter(|&k| digit(k))?;
        Some((one, one.checked_sub(1).filter(|&k| b[k] == b'1')))
    };
    let (one, two) = clock(middle)?;
    // «00:00» of a video may stand right before; then the hour has the digits that are left.
    let before_video = |start: usize| {
        clock(start)
            .map(|(o, _)| o.saturating_sub(usize::from(o > 0 && line.as_bytes()[o - 1].is_ascii_digit())))
    };
    Some(before_video(one).or_else(|| two.map(|t| before_video(t).unwrap_or(t))).unwrap_or(one))
}

/// The start of a run of hashtags that ends the text and is not part of its last sentence: at least two,
/// or one that follows a full stop or stands glued to the word before.
fn hashtags_start(line: &str) -> Option<usize> {
    let mut start = line.len();
    let mut tags = 0;
    loop {
        let head = line[..start].trim_end();
        let Some(tag) = head.rfind('#') else { break };
        let body = &head[tag + 1..];
        let inside = !body.is_empty()
            && body
                .chars()
                .all(|c| letter::alphanumeric(c) || matches!(c, '_' | '\u{64b}'..='\u{652}' | '\u{640}'));
        if !inside {
            break;
        }
        tags += 1;
        start = tag;
        if start == 0 {
            break;
        }
    }
    if tags == 0 || start == 0 {
        return None;
    }
    let before = line[..start].chars().next_back()?;
    let ended = line[..start].trim_end().ends_with(['.', '!', '؟', '…', ':', ')', '"', '”', '»']);
    (tags >= 2 || !before.is_whitespace() || ended).then_some(start)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn cut(text: &str) -> Vec<(Mark, &str)> {
        pieces(text).into_iter().map(|p| (p.mark, p.span.of(text))).collect()
    }

    #[test]
    fn cuts_posts_out_of_the_platform() {
        assert_eq!(
            cut(
                "شبكة المثال@example_netقصف على القرية صباح اليوم.#المثال00:009:23 AM · Mar 25, 2025804Views740"
            ),
            [
                (Mark::Author, "شبكة المثال@example_net"),
                (Mark::AfterAuthor, "قصف على القرية صباح اليوم."),
                (Mark::Hashtags, "#المثال"),
                (Mark::Stamp, "00:009:23 AM · Mar 25, 2025804Views740"),
            ]
        );
        assert_eq!(
            cut(
                "شبكة المثال Verified accountApril 30, 2025 · Shared with Publicقتيلان في البلدةAll reactions:5395 commentsLikeCommentMost relevantفلان تم1y"
            ),
            [
                (Mark::Author, "شبكة المثال Verified accountApril 30, 2025 · Shared with Public"),
                (Mark::AfterAuthor, "قتيلان في البلدة"),
                (Mark::Reactions, "All reactions:5395 commentsLikeCommentMost relevant"),
                (Mark::Comments, "فلان تم1y"),
            ]
        );
        assert_eq!(
            cut("هدوء في المدينةpic.twitter.com/abc12"),
            [(Mark::None, "هدوء في المدينة"), (Mark::Media, "pic.twitter.com/abc12")]
        );
    }

    #[test]
    fn leaves_ordinary_lines_alone() {
        for line in [
            "قال الناطق (info@example.org) إن الطريق مفتوح.",
            "وصل الوفد إلى #المدينة",
            "الساعة 9:30 صباحا، توجه الوفد إلى البلدة.",
            "#عاجل",
            "#عاجل انفجار في المدينة",
        ] {
            assert_eq!(cut(line), [(Mark::None, line)]);
        }
    }

    #[test]
    fn counts_gaps_and_lines() {
        let all = pieces("\n\nأ\n\nب\nج");
        assert_eq!(all.iter().map(|p| (p.line, p.gap)).collect::<Vec<_>>(), [(2, 2), (4, 1), (5, 0)]);
    }

    #[test]
    fn stamps_of_two_digit_hours() {
        for (line, stamp) in [
            ("تم10:05 PM · Dec 1, 20241.7KViews128", "10:05 PM · Dec 1, 20241.7KViews128"),
            ("تم00:0010:05 PM · Dec 1, 2024", "00:0010:05 PM · Dec 1, 2024"),
            ("تم3:28 AM · Dec 31, 2025", "3:28 AM · Dec 31, 2025"),
        ] {
            assert_eq!(cut(line)[1], (Mark::Stamp, stamp), "{line}");
        }
    }

    proptest! {
        #[test]
        fn pieces_are_in_order_and_hold_every_word(
            text in "(\\PC{0,12}|قصف|\n|@ab_c|#وسم|All reactions:|LikeComment|Most relevant|1:23 AM · |00:00|pic.twitter.com/|Shared with Public){0,24}"
        ) {
            let all = pieces(&text);
            let mut at = 0;
            for p in &all {
                prop_assert!(p.span.start >= at && !p.span.is_empty());
                prop_assert!(text.get(p.span.start..p.span.end).is_some());
                prop_assert!(Span::new(at, p.span.start).trimmed(&text).is_empty(), "nothing but space between pieces");
                at = p.span.end;
            }
            prop_assert!(Span::new(at, text.len()).trimmed(&text).is_empty());
        }
    }
}
