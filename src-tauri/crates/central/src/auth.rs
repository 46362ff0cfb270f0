//! Whether a station may connect: Basic authentication of security profile 1.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use domain::station::StationKey;
use subtle::ConstantTimeEq;
use tokio::sync::Semaphore;

use crate::password;

/// A salted hash of a station's password.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PasswordHash(pub String);

impl PasswordHash {
    /// Hashes a password; takes a noticeable fraction of a second on purpose. Blocks.
    pub fn of(password: &str) -> Self {
        Self(password::hash(password))
    }
}

/// Name and password of a Basic authorization header.
#[derive(Clone, PartialEq, Eq)]
pub struct Credentials {
    /// The name, which must be the station's identity.
    pub name: Vec<u8>,
    /// The password; bytes, since a 1.6 key need not be text.
    pub password: Vec<u8>,
}

/// Reads the value of an `Authorization` header; `None` when it is not Basic or not readable.
pub fn credentials(header: &str) -> Option<Credentials> {
    let (scheme, rest) = header.trim().split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("basic") {
        return None;
    }
    let decoded = STANDARD.decode(rest.trim()).ok()?;
    let colon = decoded.iter().position(|byte| *byte == b':')?;
    Some(Credentials { name: decoded[..colon].to_vec(), password: decoded[colon + 1..].to_vec() })
}

/// Checks passwords without doing the costly work again for a secret that was right before.
pub struct Doorkeeper {
    proven: Mutex<HashMap<StationKey, (String, Vec<u8>)>>,
    /// Each check takes tens of megabytes for a moment; a burst of wrong guesses must not take gigabytes.
    turns: Arc<Semaphore>,
}

impl Doorkeeper {
    pub fn new() -> Self {
        Self { proven: Mutex::new(HashMap::new()), turns: Arc::new(Semaphore::new(2)) }
    }

    /// Whether these credentials open the door of this station, whose password has this hash.
    pub async fn opens(
        &self,
        station: StationKey,
        identity: &str,
        hash: &str,
        credentials: Option<Credentials>,
    ) -> bool {
        let Some(Credentials { name, password }) = credentials else { return false };
        if !String::from_utf8_lossy(&name).eq_ignore_ascii_case(identity) {
            return false;
        }
        if self.was_right(station, hash, &password) {
            return true;
        }
        let Ok(turn) = Arc::clone(&self.turns).acquire_owned().await else { return false };
        let (against, sent) = (hash.to_owned(), password.clone());
        let right =
            tokio::task::spawn_blocking(move || password::verify(&sent, &against)).await.unwrap_or(false);
        drop(turn);
        if right {
            let mut proven = self.proven.lock().unwrap_or_else(PoisonError::into_inner);
            proven.insert(station, (hash.to_owned(), password));
        }
        right
    }

    fn was_right(&self, station: StationKey, hash: &str, password: &[u8]) -> bool {
        let proven = self.proven.lock().unwrap_or_else(PoisonError::into_inner);
        proven.get(&station).is_some_and(|(known_hash, known)| {
            known_hash == hash && bool::from(known.as_slice().ct_eq(password))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn basic_credentials_are_split_at_the_first_colon_and_kept_as_bytes() {
        let read = credentials("basic Q1AwMTpwYTpzcw==").unwrap();
        assert_eq!((read.name.as_slice(), read.password.as_slice()), (&b"CP01"[..], &b"pa:ss"[..]));
        assert!(credentials("Bearer abc").is_none());
        assert!(credentials("Basic !!!").is_none());
        assert!(credentials("Basic Q1Aw").is_none());
    }
}
