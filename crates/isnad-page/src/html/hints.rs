//! What the structure of a page says of one line.

/// What kind of element a line stands in: the nearest one that makes a line of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Tag {
    /// `p`
    Paragraph,
    /// `h1`
    Title,
    /// `h2` to `h6`
    Heading,
    /// `li`, `dt`, `dd`
    Item,
    /// `td`, `th`
    Cell,
    /// `figcaption`, `caption`
    Caption,
    /// `time`
    Time,
    /// `button`, `option`, `label`
    Button,
    /// `blockquote`, `pre`
    Quote,
    /// Anything else.
    #[default]
    Other,
}

macro_rules! regions {
    ($($(#[$doc:meta])* $name:ident = $bit:literal : $($word:literal)*;)+) => {
        impl Regions {
            $($(#[$doc])* pub const $name: Regions = Regions(1 << $bit);)+
        }
        /// Words of class names and ids, with the region that they stand for.
        pub(super) const WORDS: &[(&str, Regions)] = &[$($(($word, Regions::$name),)*)+];
    };
}

/// The regions of the page that a line lies in, as the elements' names, classes, ids and roles say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Regions(pub u32);

regions! {
    /// Navigation, breadcrumbs, search boxes, language pickers.
    MENU = 0: "nav" "navbar" "navigation" "menu" "menus" "submenu" "breadcrumb" "breadcrumbs" "crumbs" "topbar" "toolbar" "pagination" "pager" "search" "searchform" "megamenu" "offcanvas" "lang" "languages" "skip";
    /// The page's head.
    HEADER = 1: "header" "masthead" "topheader";
    /// The page's foot.
    FOOTER = 2: "footer" "foot" "copyright" "copyrights" "colophon" "bottombar";
    /// Beside the report.
    ASIDE = 3: "sidebar" "aside" "widget" "widgets" "rail" "rightcol" "leftcol";
    /// `article`, or a class that says so.
    ARTICLE = 4: "article" "story" "post" "entry" "news" "hentry";
    /// The report's own text.
    BODY = 5: "articlebody" "entrycontent" "postcontent" "articlecontent" "storybody" "articletext" "newstext" "wysiwyg" "newsbody" "bodytext" "postbody" "newscontent" "articledetails" "detailsbody";
    /// Inside a form.
    FORM = 6: ;
    /// Inside a figure.
    FIGURE = 7: "figure" "gallery" "slideshow";
    /// Share buttons and counts.
    SHARE = 8: "share" "shares" "sharing" "social" "socials" "sharedaddy" "addtoany" "addthis" "reactions" "likes" "print" "fontsize" "fontresize" "zoom" "whatsapp" "facebook" "twitter" "sharethis" "ssba";
    /// Other stories.
    RELATED = 9: "related" "relatedposts" "recommended" "recommend" "recommendations" "readmore" "more" "mostread" "popular" "trending" "latest" "recent" "similar" "also" "seealso" "jp" "yarpp" "next" "prev" "previous" "morenews" "suggest" "suggested" "teaser" "teasers" "carousel" "mostviewed" "topnews" "relatednews" "adjacent" "outbrain" "taboola";
    /// Readers' comments.
    COMMENT = 10: "comment" "comments" "commentlist" "respond" "disqus" "reply" "commentform";
    /// The notice about cookies.
    COOKIE = 11: "cookie" "cookies" "gdpr" "consent" "cookiebar" "cookielaw" "cli";
    /// Breaking news.
    BREAKING = 12: "breaking" "ticker" "urgent" "newsticker" "breakingnews" "marquee" "flashnews";
    /// Keywords.
    TAGS = 13: "tags" "tag" "keywords" "tagcloud" "topics" "hashtags" "posttags" "tagslist" "categories" "cats" "category" "cat";
    /// The author.
    AUTHOR = 14: "author" "byline" "writer" "authors" "postauthor" "authorname" "vcard" "auther";
    /// The date.
    DATE = 15: "date" "time" "timestamp" "published" "pubdate" "datetime" "postdate" "publishdate" "articledate" "newsdate" "updated" "modified";
    /// Words under a picture.
    CAPTION = 16: "caption" "captions" "imagecaption" "wpcaption" "figcaption" "imgcaption" "photocaption";
    /// Subscriptions, apps, advertising.
    PROMO = 17: "promo" "newsletter" "subscribe" "subscription" "ad" "ads" "advert" "advertisement" "adsbygoogle" "banner" "sponsor" "sponsored" "donate" "app" "apps" "follow" "followus" "googlenews" "telegram" "mailchimp";
    /// Log-in forms and walls.
    LOGIN = 18: "login" "signin" "signup" "register" "paywall" "regwall";
    /// The source of the report.
    SOURCE = 19: "source" "sources" "credit" "agency";
    /// Summary.
    DEK = 20: "summary" "dek" "subtitle" "subheadline" "standfirst" "lead" "lede" "excerpt" "intro" "subhead" "kicker" "teasertext";
    /// The report's title.
    HEADLINE = 21: "headline" "entrytitle" "posttitle" "articletitle" "newstitle" "pagetitle" "storytitle" "maintitle" "titlearticle";
    /// `main`
    MAIN = 22: ;
    /// Counts of views and the like.
    COUNT = 23: "views" "count" "counter" "hits" "readingtime" "viewcount" "postviews";
}

impl Regions {
    /// Number of regions.
    pub const COUNT_OF: usize = 24;

    /// Regions that are not the report. An element that holds most of the page is not believed to be one of these.
    pub const BOILERPLATE: Regions = Regions(
        Self::MENU.0
            | Self::HEADER.0
            | Self::FOOTER.0
            | Self::ASIDE.0
            | Self::SHARE.0
            | Self::RELATED.0
            | Self::COMMENT.0
            | Self::COOKIE.0
            | Self::BREAKING.0
            | Self::TAGS.0
            | Self::PROMO.0
            | Self::LOGIN.0
            | Self::COUNT.0,
    );

    /// Parts of a report that take a few lines. An element of many lines is not believed to be one of these.
    pub const SMALL: Regions = Regions(
        Self::SHARE.0
            | Self::COUNT.0
            | Self::TAGS.0
            | Self::DATE.0
            | Self::AUTHOR.0
            | Self::CAPTION.0
            | Self::SOURCE.0
            | Self::HEADLINE.0
            | Self::DEK.0
            | Self::BREAKING.0
            | Self::COOKIE.0,
    );

    /// Whether all of `other` are among these.
    pub const fn has(self, other: Regions) -> bool {
        self.0 & other.0 == other.0
    }

    /// Whether any of `other` is among these.
    pub const fn any(self, other: Regions) -> bool {
        self.0 & other.0 != 0
    }

    /// Both.
    pub const fn with(self, other: Regions) -> Regions {
        Regions(self.0 | other.0)
    }

    /// These without `other`.
    pub const fn without(self, other: Regions) -> Regions {
        Regions(self.0 & !other.0)
    }

    /// The regions that a class attribute or id names: its words, and its words two by two («entry-content»).
    pub(super) fn of_names(names: &str) -> Regions {
        let mut out = Regions::default();
        let mut word = String::new();
        for name in names.split_ascii_whitespace().take(24).filter(|n| n.len() <= 60) {
            let mut before = String::new();
            let mut part = |word: &mut String, before: &mut String| {
                if !word.is_empty() {
                    out = out.with(Regions::of_word(word));
                    if !before.is_empty() {
                        before.push_str(word);
                        out = out.with(Regions::of_word(before));
                    }
                    *before = std::mem::take(word);
                }
            };
            let mut lower = false;
            for c in name.chars() {
                if !c.is_ascii_alphanumeric() {
                    part(&mut word, &mut before);
                    lower = false;
                    continue;
                }
                // camelCase
                if c.is_ascii_uppercase() && lower {
                    part(&mut word, &mut before);
                }
                lower = c.is_ascii_lowercase() || c.is_ascii_digit();
                word.push(c.to_ascii_lowercase());
            }
            part(&mut word, &mut before);
        }
        out
    }

    fn of_word(word: &str) -> Regions {
        use std::collections::HashMap;
        use std::sync::OnceLock;
        static TABLE: OnceLock<HashMap<&'static str, Regions>> = OnceLock::new();
        let table = TABLE.get_or_init(|| {
            let mut table = HashMap::new();
            for (w, r) in WORDS {
                let at: &mut Regions = table.entry(*w).or_default();
                *at = at.with(*r);
            }
            table
        });
        table.get(word).copied().unwrap_or_default()
    }
}

/// What the structure of a page says of one line.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct LineHints {
    /// The element that the line stands in.
    pub tag: Tag,
    /// The regions that it lies in.
    pub regions: Regions,
    /// Share of the line's characters that are links, 0 to 1.
    pub links: f32,
    /// Share of the line's words that the main-content extraction kept, 0 to 1.
    pub main: f32,
    /// Whether the line is the page's title, as its metadata give it.
    pub title: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_elements_are_taken_apart() {
        for (names, want) in [
            ("post-related clearfix", Regions::RELATED.with(Regions::ARTICLE)),
            ("entry-content", Regions::ARTICLE.with(Regions::BODY)),
            ("mainMenu", Regions::MENU),
            ("cookie_law_bar", Regions::COOKIE),
            ("headerless adblock", Regions::default()),
            ("wp-caption-text", Regions::CAPTION),
        ] {
            assert_eq!(Regions::of_names(names), want, "{names}");
        }
        assert!(WORDS.iter().all(|(w, _)| w.bytes().all(|b| b.is_ascii_lowercase())));
    }
}
