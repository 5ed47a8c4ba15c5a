//! `isnad desk`: the page over an archive.

use crate::args;
use crate::gazetteer;
use crate::labels::Lang;
use anyhow::{Context, Result};
use isnad_desk::{Config, Desk, bind, secret, serve};
use isnad_read::Reader;
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;

/// How the desk is opened.
pub struct Opening {
    /// The archive.
    pub archive: PathBuf,
    /// Reads what is added, and knows places and actors.
    pub reader: Reader,
    /// The port that was asked for.
    pub port: Option<u16>,
    /// The port where none was; the next free one is taken where it is not free.
    pub default_port: u16,
    /// The address to listen on; loopback where none was asked for.
    pub listen: Option<IpAddr>,
    /// Whether to open a browser.
    pub browser: bool,
    /// Who rules.
    pub user: Option<String>,
}

/// `isnad desk`
pub fn desk(a: &args::DeskArgs, lang: Lang) -> Result<()> {
    let reader = gazetteer::reader(&a.reading, crate::args::ReaderKind::Fast)?;
    open(
        Opening {
            archive: a.at.archive.clone(),
            reader,
            port: a.port,
            default_port: 7330,
            listen: a.listen,
            browser: !a.no_open,
            user: a.user.clone(),
        },
        lang,
    )
}

/// The name under which this person is logged in.
fn login() -> String {
    let named = ["USER", "LOGNAME", "USERNAME"]
        .iter()
        .find_map(|v| std::env::var(v).ok().filter(|n| !n.trim().is_empty()));
    named.unwrap_or_else(|| "user".to_owned())
}

/// Opens the desk and stays until Ctrl-C.
pub fn open(o: Opening, lang: Lang) -> Result<()> {
    let beyond = o.listen.filter(|ip| !ip.is_loopback());
    let token = match beyond {
        Some(_) => Some(secret().context("the system gives no random numbers for a token")?),
        None => None,
    };
    // The port first: who waits for a large archive should not learn after a minute that the port is taken.
    let listener = bind(o.listen, o.port.unwrap_or(o.default_port), o.port.is_some()).with_context(|| {
        let port = o.port.unwrap_or(o.default_port);
        lang.pick(
            format!("لا يمكن الاستماع على المنفذ {port}؛ اختر غيره بـ ‎--port"),
            format!("cannot listen on port {port}; choose another with --port"),
        )
    })?;
    let at = listener.local_addr()?;
    let desk = Desk::open(Config {
        archive: o.archive,
        user: o.user.unwrap_or_else(login),
        reader: o.reader,
        token: token.clone(),
    })?;
    let address = address(at, token.as_deref());
    println!(
        "{}",
        lang.pick(
            format!("المكتب مفتوح على {address}  (لإغلاقه: Ctrl-C)"),
            format!("The desk is open at {address}  (Ctrl-C closes it)")
        )
    );
    println!(
        "{}",
        lang.pick(
            format!("{}: {} واقعة", desk.path().display(), desk.incidents()),
            format!("{}: {} incidents", desk.path().display(), desk.incidents())
        )
    );
    if beyond.is_some() {
        println!(
            "{}",
            lang.pick(
                "من عنده هذا العنوان يقرأ الأرشيف ويغيّره. الاتصال غير مشفَّر: استعمله في شبكة تثق بها أو خلف وكيل TLS.",
                "Who has this address reads and changes the archive. The connection is not encrypted: use it in a network that you trust, or behind a TLS proxy."
            )
        );
    }
    if !isnad_desk::has_page() {
        println!(
            "{}",
            lang.pick(
                "بُني هذا البرنامج من دون الصفحة: ثبّت Node 20 مع npm ثم أعد البناء (touch crates/isnad-desk/build.rs && cargo build --release). الواجهة تحت ‎/api تعمل.",
                "This program was built without the page: install Node 20 with npm and build again (touch crates/isnad-desk/build.rs && cargo build --release). The interface under /api works."
            )
        );
    }
    if o.browser && opens(&address) {
        println!("{}", lang.pick("فُتح في المتصفح.", "It was opened in the browser."));
    }
    serve(&desk, listener, None::<std::future::Ready<()>>)?;
    println!("\n{}", lang.pick("أُغلق المكتب.", "The desk is closed."));
    Ok(())
}

/// The address to open. An address that means all of the machine's is shown by the one that works here.
fn address(at: SocketAddr, token: Option<&str>) -> String {
    let host = if at.ip().is_unspecified() {
        "localhost".to_owned()
    } else {
        match at.ip() {
            IpAddr::V4(ip) => ip.to_string(),
            IpAddr::V6(ip) => format!("[{ip}]"),
        }
    };
    let token = token.map(|t| format!("#token={t}")).unwrap_or_default();
    format!("http://{host}:{}/{token}", at.port())
}

/// Opens an address or a file where there is a desktop to open it on.
pub fn opens(what: &str) -> bool {
    let desktop = cfg!(any(target_os = "macos", windows))
        || ["DISPLAY", "WAYLAND_DISPLAY"].iter().any(|v| std::env::var_os(v).is_some_and(|v| !v.is_empty()));
    desktop && open::that_detached(what).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_can_be_opened() {
        for (at, token, want) in [
            ("127.0.0.1:7330", None, "http://127.0.0.1:7330/"),
            ("[::1]:7330", None, "http://[::1]:7330/"),
            ("0.0.0.0:80", Some("ab"), "http://localhost:80/#token=ab"),
            ("192.168.1.5:7330", Some("ab"), "http://192.168.1.5:7330/#token=ab"),
        ] {
            assert_eq!(address(at.parse().unwrap(), token), want);
        }
    }
}
