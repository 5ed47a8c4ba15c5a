//! Who may ask: nobody is asked on loopback; elsewhere a token, printed once, and a cookie made from it for what cannot send headers.
//!
//! *Comes in*: headers. *Goes out*: whether they hold the token. *Does not*: know users or passwords.

use axum::http::{HeaderMap, header};
use isnad_model::Sha256;
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Name of the cookie.
pub const COOKIE: &str = "isnad_desk";
/// How long a cookie holds.
pub const COOKIE_LIFE: Duration = Duration::from_secs(12 * 3600);
/// Cookies that hold at once, at most.
const MOST_COOKIES: usize = 1000;

/// A word that cannot be guessed: 32 random bytes as hexadecimal digits.
pub fn secret() -> Result<String, getrandom::Error> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes)?;
    Ok(Sha256(bytes).to_string())
}

/// The token and the cookies made from it. Only their hashes are kept.
#[derive(Debug)]
pub struct Session {
    token: Option<Sha256>,
    cookies: Mutex<HashMap<Sha256, Instant>>,
}

impl Session {
    /// Asks for this token; `None` asks for nothing.
    pub fn new(token: Option<&str>) -> Self {
        Session { token: token.map(Sha256::of), cookies: Mutex::default() }
    }

    /// Whether a token is asked for.
    pub fn is_closed(&self) -> bool {
        self.token.is_some()
    }

    /// Whether the headers hold the token itself. Hashes are compared, so that time tells nothing of the token.
    pub fn has_token(&self, headers: &HeaderMap) -> bool {
        let Some(token) = &self.token else { return true };
        let given = headers.get(header::AUTHORIZATION).and_then(|v| v.to_str().ok());
        given.and_then(|v| v.strip_prefix("Bearer ")).is_some_and(|v| Sha256::of(v.trim()) == *token)
    }

    /// Whether the headers hold a cookie that was given out and still holds.
    pub fn has_cookie(&self, headers: &HeaderMap) -> bool {
        if self.token.is_none() {
            return true;
        }
        let all = headers.get_all(header::COOKIE).into_iter().filter_map(|v| v.to_str().ok());
        let own = all
            .flat_map(|v| v.split(';'))
            .filter_map(|c| c.trim().split_once('='))
            .filter(|(name, _)| *name == COOKIE);
        let cookies = self.cookies.lock().unwrap_or_else(PoisonError::into_inner);
        own.into_iter().any(|(_, v)| cookies.get(&Sha256::of(v)).is_some_and(|end| *end > Instant::now()))
    }

    /// A new cookie's value.
    pub fn open(&self) -> Result<String, getrandom::Error> {
        let value = secret()?;
        let mut cookies = self.cookies.lock().unwrap_or_else(PoisonError::into_inner);
        let now = Instant::now();
        cookies.retain(|_, end| *end > now);
        if cookies.len() >= MOST_COOKIES {
            cookies.clear();
        }
        cookies.insert(Sha256::of(&value), now + COOKIE_LIFE);
        Ok(value)
    }
}
