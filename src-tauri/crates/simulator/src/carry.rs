//! Carries files over the network for a charger: fetched over HTTP or FTP and hashed as they come, sent by PUT, POST, form
//! or FTP. Nothing of a fetched file is kept.

mod ftp;
mod hash;
mod http;
#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::fmt;
use std::future::Future;
use std::time::Duration;

use tokio::sync::mpsc;
use tokio::task::AbortHandle;

use crate::work::{Errand, How, Image, Mishap, Outcome};
use hash::Hash;

/// Nothing comes for so long: the connection counts as lost.
const SILENCE: Duration = Duration::from_secs(30);
/// So often in a row a lost connection is opened again without a byte coming.
const TRIES: u32 = 3;
/// Before a lost connection is opened again.
const PAUSE: Duration = Duration::from_millis(500);

/// The errands of a charger that are on their way.
pub(crate) struct Carrier {
    going: HashMap<u32, AbortHandle>,
    done: mpsc::UnboundedReceiver<Outcome>,
    tell: mpsc::UnboundedSender<Outcome>,
}

impl Carrier {
    pub fn new() -> Self {
        let (tell, done) = mpsc::unbounded_channel();
        Self { going: HashMap::new(), done, tell }
    }

    /// Sets out.
    pub fn go(&mut self, errand: Errand) {
        let tell = self.tell.clone();
        match errand {
            Errand::Fetch { job, url, mishap } => {
                let fetching = tokio::spawn(async move {
                    let image = fetch(&url, mishap).await.map_err(|error| error.to_string());
                    drop(tell.send(Outcome::Fetched(job, image)));
                });
                self.going.insert(job, fetching.abort_handle());
            }
            Errand::Send { job, url, name, content, how } => {
                let sending = tokio::spawn(async move {
                    let sent = send(&url, &name, content, how).await.map_err(|error| error.to_string());
                    drop(tell.send(Outcome::Sent(job, sent)));
                });
                self.going.insert(job, sending.abort_handle());
            }
            Errand::Stop(job) => {
                if let Some(going) = self.going.remove(&job) {
                    going.abort();
                }
            }
        }
    }

    /// The next errand that has ended. Never, while none is on its way.
    pub async fn next(&mut self) -> Outcome {
        match self.done.recv().await {
            Some(outcome) => {
                let (Outcome::Fetched(job, _) | Outcome::Sent(job, _)) = &outcome;
                self.going.remove(job);
                outcome
            }
            // The other end lives as long as this one.
            None => std::future::pending().await,
        }
    }
}

impl Drop for Carrier {
    fn drop(&mut self) {
        self.going.values().for_each(AbortHandle::abort);
    }
}

/// Why a file did not travel.
#[derive(Debug)]
enum Error {
    /// Trying again is of no use.
    Refused(String),
    /// The connection was lost, or never came to be.
    Lost(String),
    /// It gave up itself, as it was told to.
    GaveUp,
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused(why) => write!(f, "refused: {why}"),
            Self::Lost(why) => write!(f, "the connection was lost: {why}"),
            Self::GaveUp => f.write_str("given up half way"),
        }
    }
}

fn lost(error: impl fmt::Display) -> Error {
    Error::Lost(error.to_string())
}

/// Waits for something of the other side, but not for ever.
async fn patiently<T, E: fmt::Display>(what: impl Future<Output = Result<T, E>>) -> Result<T, Error> {
    match tokio::time::timeout(SILENCE, what).await {
        Ok(done) => done.map_err(lost),
        Err(_) => Err(lost("silence")),
    }
}

/// An address, taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Address {
    ftp: bool,
    user: String,
    password: String,
    /// With its port.
    host: String,
    /// With its slash.
    path: String,
}

impl Address {
    fn read(url: &str) -> Result<Self, Error> {
        let refused = || Error::Refused("the address cannot be read".to_owned());
        let uri: hyper::Uri = url.parse().map_err(|_| refused())?;
        let ftp = match uri.scheme_str() {
            Some("http") => false,
            Some("ftp") => true,
            _ => return Err(Error::Refused("this scheme is not supported".to_owned())),
        };
        let authority = uri.authority().ok_or_else(refused)?;
        let who = authority.as_str().rsplit_once('@').map_or("anonymous:", |(who, _)| who);
        let (user, password) = who.split_once(':').unwrap_or((who, ""));
        let port = authority.port_u16().unwrap_or(if ftp { 21 } else { 80 });
        let path = uri.path_and_query().map_or("/", |path| path.as_str());
        Ok(Self {
            ftp,
            user: user.to_owned(),
            password: password.to_owned(),
            host: format!("{}:{port}", authority.host()),
            path: path.to_owned(),
        })
    }

    /// The last part of the path.
    fn name(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or_default()
    }

    /// The same place with a file's name, when it names a folder.
    fn with(mut self, name: &str) -> Self {
        if self.path.ends_with('/') {
            self.path.push_str(name);
        }
        self
    }
}

/// Fetches a file, going on where a lost connection left it.
async fn fetch(url: &str, mut mishap: Mishap) -> Result<Image, Error> {
    let address = Address::read(url)?;
    let mut hash = Hash::new(address.name());
    let mut tries = 0;
    loop {
        let before = hash.length();
        let fetched = match address.ftp {
            true => ftp::fetch(&address, &mut hash, mishap).await,
            false => http::fetch(&address, &mut hash, mishap).await,
        };
        match fetched {
            Ok(()) => return Ok(hash.finish()),
            Err(Error::Lost(_)) if hash.length() > before => tries = 0,
            Err(Error::Lost(_)) if tries < TRIES => tries += 1,
            Err(error) => return Err(error),
        }
        if mishap == Mishap::Drops && hash.length() > 0 {
            mishap = Mishap::None;
        }
        tokio::time::sleep(PAUSE).await;
    }
}

/// Takes a piece of a file of this whole length, if it is known; what goes wrong half way does so here.
fn take(hash: &mut Hash, piece: &[u8], whole: Option<u64>, mishap: Mishap) -> Result<(), Error> {
    hash.take(piece);
    let half = whole.is_none_or(|whole| hash.length() * 2 >= whole);
    match mishap {
        Mishap::Drops if half => Err(lost("made to drop")),
        Mishap::GivesUp if half => Err(Error::GaveUp),
        _ => Ok(()),
    }
}

/// Sends a file.
async fn send(url: &str, name: &str, content: Vec<u8>, how: How) -> Result<(), Error> {
    let address = Address::read(url)?.with(name);
    match address.ftp {
        true => ftp::send(&address, &content).await,
        false => http::send(&address, name, content, how).await,
    }
}
