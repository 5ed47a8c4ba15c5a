//! The desk as a browser sees it: a server that was started here or is there, and requests over loopback.

use anyhow::{Context, Result, bail};
use serde_json::Value;
use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// How long a desk may take to answer for the first time.
const STARTS: Duration = Duration::from_secs(60);

/// A desk.
pub struct Desk {
    /// «http://127.0.0.1:7330».
    base: String,
    agent: ureq::Agent,
    child: Option<Child>,
    /// From the start of the program to its first answer; zero where it was running.
    pub started: Duration,
}

/// An answer.
pub struct Answer {
    /// HTTP status.
    pub status: u16,
    /// The body.
    pub body: Vec<u8>,
    /// From asking to the last byte.
    pub took: Duration,
}

impl Answer {
    /// The body as JSON.
    pub fn json(&self) -> Result<Value> {
        let shown = || String::from_utf8_lossy(&self.body[..self.body.len().min(300)]).into_owned();
        if self.status >= 400 {
            bail!("status {}: {}", self.status, shown());
        }
        serde_json::from_slice(&self.body).with_context(shown)
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        if let Some(child) = &mut self.child {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

impl Desk {
    /// A desk that runs at this address, or `isnad desk` of the same build over the archive.
    pub fn open(at: Option<&str>, archive: Option<&Path>) -> Result<Desk> {
        let agent = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .timeout_global(Some(Duration::from_secs(60)))
            .max_idle_connections_per_host(16)
            .build()
            .into();
        if let Some(base) = at {
            let base = base.trim_end_matches('/').to_owned();
            return Ok(Desk { base, agent, child: None, started: Duration::ZERO });
        }
        let archive = archive.context("give --archive, or --url of a desk that runs")?;
        let program = std::env::current_exe()?.with_file_name("isnad");
        if !program.exists() {
            bail!("{} is not there: build it first (cargo build --release -p isnad)", program.display());
        }
        // A port that is free now; nobody takes it within a moment.
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let start = Instant::now();
        let child = Command::new(program)
            .args(["desk", "--no-open", "--port", &port.to_string(), "--archive"])
            .arg(archive)
            .stdout(Stdio::null())
            .spawn()
            .context("cannot start isnad desk")?;
        let mut desk = Desk {
            base: format!("http://127.0.0.1:{port}"),
            agent,
            child: Some(child),
            started: Duration::ZERO,
        };
        while start.elapsed() < STARTS {
            if let Some(status) = desk.child.as_mut().and_then(|c| c.try_wait().ok().flatten()) {
                bail!("isnad desk ended with {status}");
            }
            if desk.get("/api/meta").is_ok_and(|a| a.status == 200) {
                desk.started = start.elapsed();
                return Ok(desk);
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        bail!("isnad desk did not answer within {} s", STARTS.as_secs())
    }

    /// Peak memory of a desk that was started here, in MB, where the system tells.
    pub fn peak(&self) -> Option<f64> {
        self.child.as_ref().and_then(|c| crate::archive::peak_kb(c.id())).map(|kb| kb / 1024.0)
    }

    /// Asks for a path.
    pub fn get(&self, path: &str) -> Result<Answer> {
        let start = Instant::now();
        let mut answer =
            self.agent.get(format!("{}{path}", self.base)).call().with_context(|| path.to_owned())?;
        let body = answer.body_mut().with_config().limit(1 << 30).read_to_vec()?;
        Ok(Answer { status: answer.status().as_u16(), body, took: start.elapsed() })
    }

    /// Posts JSON as the page does.
    pub fn post(&self, path: &str, value: &Value) -> Result<Answer> {
        let start = Instant::now();
        let mut answer = self
            .agent
            .post(format!("{}{path}", self.base))
            .header("Content-Type", "application/json")
            .header("X-Isnad", "1")
            .header("Origin", &self.base)
            .header("Sec-Fetch-Site", "same-origin")
            .send(value.to_string())
            .with_context(|| path.to_owned())?;
        let body = answer.body_mut().read_to_vec()?;
        Ok(Answer { status: answer.status().as_u16(), body, took: start.elapsed() })
    }

    /// Asks for several paths at once; how long until all were there, and each answer.
    pub fn together(&self, paths: &[String]) -> Result<(Duration, Vec<Answer>)> {
        let start = Instant::now();
        let answers = std::thread::scope(|s| {
            let asked: Vec<_> = paths.iter().map(|p| s.spawn(move || self.get(p))).collect();
            asked
                .into_iter()
                .map(|a| a.join().unwrap_or_else(|_| bail!("a request panicked")))
                .collect::<Result<Vec<_>>>()
        })?;
        Ok((start.elapsed(), answers))
    }
}
