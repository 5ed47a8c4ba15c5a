//! Listening, and ending well.

use crate::{Desk, router, watch};
use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpListener};
use std::time::Duration;

/// How long open connections are waited for at the end.
const FAREWELL: Duration = Duration::from_secs(3);
/// Ports that are tried after the one asked for.
const MORE_PORTS: u16 = 20;

/// How serving ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ended {
    /// As asked.
    Asked,
}

/// Listens on a port of loopback, or of `address`. Where `exact` is false and the port is taken, one of the next twenty is.
///
/// # Errors
///
/// The address cannot be listened on.
pub fn bind(address: Option<IpAddr>, port: u16, exact: bool) -> io::Result<TcpListener> {
    let ip = address.unwrap_or(IpAddr::V4(Ipv4Addr::LOCALHOST));
    let mut last = match TcpListener::bind(SocketAddr::new(ip, port)) {
        Err(e) if e.kind() == io::ErrorKind::AddrInUse && !exact => e,
        other => return other,
    };
    for next in (1..=MORE_PORTS).filter_map(|n| port.checked_add(n)) {
        match TcpListener::bind(SocketAddr::new(ip, next)) {
            Err(e) if e.kind() == io::ErrorKind::AddrInUse => last = e,
            other => return other,
        }
    }
    Err(last)
}

/// Serves until `stop` is done (`None`: until Ctrl-C), then closes the archive.
///
/// # Errors
///
/// The runtime cannot be made, or the listener fails.
pub fn serve<F>(desk: &Desk, listener: TcpListener, stop: Option<F>) -> io::Result<Ended>
where
    F: Future<Output = ()> + Send + 'static,
{
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .max_blocking_threads(32)
        .enable_all()
        .thread_name("desk")
        .build()?;
    let done = runtime.block_on(async {
        listener.set_nonblocking(true)?;
        let listener = tokio::net::TcpListener::from_std(listener)?;
        let watching = tokio::spawn(watch::watch(desk.clone()));
        let (told, ending) = tokio::sync::oneshot::channel::<()>();
        let saying = desk.clone();
        let asked = async move {
            match stop {
                Some(stop) => stop.await,
                None => interrupted().await,
            }
            // Streams of events end, or the server would wait for them for ever.
            saying.tell(crate::events::Happened::End);
            let _ = told.send(());
        };
        let server = axum::serve(listener, router(desk)).with_graceful_shutdown(asked).into_future();
        let late = async {
            if ending.await.is_err() {
                std::future::pending::<()>().await;
            }
            tokio::time::sleep(FAREWELL).await;
        };
        let done = tokio::select! {
            done = server => done,
            () = late => Ok(()),
        };
        watching.abort();
        done
    });
    runtime.shutdown_timeout(FAREWELL);
    desk.close();
    done.map(|()| Ended::Asked)
}

/// Ctrl-C, or the system's wish that the program end.
async fn interrupted() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut term) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = tokio::signal::ctrl_c() => {}
                _ = term.recv() => {}
            }
            return;
        }
    }
    let _ = tokio::signal::ctrl_c().await;
}
