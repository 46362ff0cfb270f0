//! What a login by FTP sees: one file to fetch, or a place to put files into. All else is not there.

use std::fmt;
use std::io::SeekFrom;
use std::path::{Component, Path, PathBuf};
use std::sync::{Arc, OnceLock};
use std::time::{Duration, SystemTime};

use async_trait::async_trait;
use tokio::fs::File;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncSeekExt, AsyncWrite, AsyncWriteExt};
use tokio::time::timeout;
use unftp_core::auth::{
    AuthenticationError, Authenticator, Credentials, Principal, UserDetail, UserDetailError,
    UserDetailProvider,
};
use unftp_core::storage::{Error, ErrorKind, FEATURE_RESTART, Fileinfo, Metadata, Result, StorageBackend};

use super::super::coming::{Coming, Why};
use super::super::pass::Scheme;
use super::super::ticket::{Good, Outgoing, Ticket};
use super::super::{Moved, Shared};

/// So much is taken at once.
const CHUNK: usize = 64 * 1024;
/// So much is given at once: each piece is read first and sent then.
const GIVEN: usize = 256 * 1024;
/// Data that stands still for so long is given up.
const STILL: Duration = Duration::from_secs(30);
/// A folder's name is not longer.
const PATH: usize = 256;

/// Asks for the key and the password.
pub(super) struct Desk(pub(super) Arc<Shared>);

impl fmt::Debug for Desk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Desk")
    }
}

#[async_trait]
impl Authenticator for Desk {
    async fn authenticate(
        &self,
        key: &str,
        credentials: &Credentials,
    ) -> std::result::Result<Principal, AuthenticationError> {
        let (password, now) = (credentials.password.as_deref().unwrap_or_default(), (self.0.clock)());
        if self.0.tickets.opened(key, password, Scheme::Ftp, now).is_some() {
            return Ok(Principal { username: key.to_owned() });
        }
        let known = self.0.still(key, Scheme::Ftp);
        let why = if known { "the password is wrong" } else { Why::Nothing.sentence() };
        self.0.tell(Moved::Refused { key: known.then(|| key.to_owned()), why });
        Err(AuthenticationError::BadUser)
    }
}

#[async_trait]
impl UserDetailProvider for Desk {
    type User = Guest;

    async fn provide_user_detail(&self, who: &Principal) -> std::result::Result<Guest, UserDetailError> {
        Ok(Guest { key: who.username.clone() })
    }
}

/// A charger that is logged in.
pub(super) struct Guest {
    key: String,
}

impl fmt::Debug for Guest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Guest")
    }
}

impl fmt::Display for Guest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a charger")
    }
}

impl UserDetail for Guest {}

/// The files of one connection.
pub(super) struct Store {
    shared: Arc<Shared>,
    login: Arc<OnceLock<String>>,
}

impl fmt::Debug for Store {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Store")
    }
}

impl Store {
    pub fn new(shared: Arc<Shared>, login: Arc<OnceLock<String>>) -> Self {
        Self { shared, login }
    }

    fn ticket(&self, guest: &Guest) -> Result<Arc<Ticket>> {
        let ticket = self.shared.tickets.look(&guest.key, Scheme::Ftp, (self.shared.clock)());
        ticket.ok_or_else(|| self.refuse(guest, Why::Nothing))
    }

    /// The file that may be fetched, if this is its path.
    fn outgoing(&self, guest: &Guest, path: &Path) -> Result<Outgoing> {
        match &self.ticket(guest)?.good {
            Good::Fetch(out) if name_in_root(path).is_some_and(|name| name == out.name) => Ok(out.clone()),
            _ => Err(self.refuse(guest, Why::Nothing)),
        }
    }

    fn refuse(&self, guest: &Guest, why: Why) -> Error {
        self.shared.tell(Moved::Refused { key: Some(guest.key.clone()), why: why.sentence() });
        kind(why).into()
    }

    fn never<T>(&self, guest: &Guest) -> Result<T> {
        self.shared.tell(Moved::Refused { key: Some(guest.key.clone()), why: "that is not possible here" });
        Err(ErrorKind::PermissionDenied.into())
    }
}

fn kind(why: Why) -> ErrorKind {
    match why {
        Why::Nothing => ErrorKind::PermanentFileNotAvailable,
        Why::Enough | Why::TooLong => ErrorKind::ExceededStorageAllocationError,
        Why::Broken | Why::Empty | Why::TooSlow | Why::Over => ErrorKind::ConnectionClosed,
        Why::NoRoom => ErrorKind::InsufficientStorageSpaceError,
    }
}

/// The name of a path that names something in the root and goes nowhere else.
fn name_in_root(path: &Path) -> Option<&str> {
    let mut parts =
        path.components().skip_while(|part| matches!(part, Component::RootDir | Component::CurDir));
    match (parts.next(), parts.next()) {
        (Some(Component::Normal(name)), None) => name.to_str(),
        _ => None,
    }
}

/// What is told of a file.
#[derive(Debug)]
pub(super) struct About {
    size: u64,
    modified: SystemTime,
}

impl Metadata for About {
    fn len(&self) -> u64 {
        self.size
    }

    fn is_dir(&self) -> bool {
        false
    }

    fn is_file(&self) -> bool {
        true
    }

    fn is_symlink(&self) -> bool {
        false
    }

    fn modified(&self) -> Result<SystemTime> {
        Ok(self.modified)
    }

    fn gid(&self) -> u32 {
        0
    }

    fn uid(&self) -> u32 {
        0
    }
}

#[async_trait]
impl StorageBackend<Guest> for Store {
    type Metadata = About;

    fn enter(&mut self, guest: &Guest) -> std::io::Result<()> {
        self.login.set(guest.key.clone()).map_err(|_| std::io::ErrorKind::AlreadyExists.into())
    }

    fn name(&self) -> &str {
        "files"
    }

    fn supported_features(&self) -> u32 {
        FEATURE_RESTART
    }

    async fn metadata<P: AsRef<Path> + Send + fmt::Debug>(&self, guest: &Guest, path: P) -> Result<About> {
        let out = self.outgoing(guest, path.as_ref())?;
        let modified = tokio::fs::metadata(&out.file).await?.modified()?;
        Ok(About { size: out.size, modified })
    }

    async fn get<P: AsRef<Path> + Send + fmt::Debug>(
        &self,
        guest: &Guest,
        path: P,
        from: u64,
    ) -> Result<Box<dyn AsyncRead + Send + Sync + Unpin>> {
        let out = self.outgoing(guest, path.as_ref())?;
        let opened = async {
            let mut file = File::open(&out.file).await?;
            file.seek(SeekFrom::Start(from)).await?;
            Ok::<_, std::io::Error>(file)
        };
        match opened.await {
            Ok(file) => Ok(Box::new(file.take(out.size.saturating_sub(from)))),
            Err(error) => {
                tracing::warn!(%error, file = %out.file.display(), "a file for a charger cannot be read");
                let why = "the file cannot be read";
                self.shared.tell(Moved::Refused { key: Some(guest.key.clone()), why });
                Err(ErrorKind::LocalError.into())
            }
        }
    }

    async fn get_into<'a, P, W>(&self, guest: &Guest, path: P, from: u64, output: &'a mut W) -> Result<u64>
    where
        W: AsyncWrite + Unpin + Sync + Send + ?Sized,
        P: AsRef<Path> + Send + fmt::Debug,
    {
        let mut file = self.get(guest, path, from).await?;
        let (mut at, mut chunk) = (from, vec![0; GIVEN]);
        loop {
            let length = file.read(&mut chunk).await?;
            if length == 0 {
                return Ok(at - from);
            }
            // Who is still reading when the ticket is over is cut off.
            if !self.shared.still(&guest.key, Scheme::Ftp) {
                return Err(self.refuse(guest, Why::Over));
            }
            match timeout(STILL, output.write_all(&chunk[..length])).await {
                Ok(written) => written?,
                Err(_) => return Err(self.refuse(guest, Why::TooSlow)),
            }
            let bytes = length as u64;
            self.shared.tell(Moved::Served { key: guest.key.clone(), from: at, bytes });
            at += bytes;
        }
    }

    async fn put<P, R>(&self, guest: &Guest, mut input: R, path: P, from: u64) -> Result<u64>
    where
        P: AsRef<Path> + Send + fmt::Debug,
        R: AsyncRead + Send + Sync + Unpin + 'static,
    {
        if from > 0 {
            // A file that broke off is not kept, so there is nothing to go on with.
            self.shared
                .tell(Moved::Refused { key: Some(guest.key.clone()), why: "only whole files are taken" });
            return Err(ErrorKind::CommandNotImplemented.into());
        }
        // Whatever folder it names, it comes into the one of the transfer.
        let name = path.as_ref().to_string_lossy().into_owned();
        let kept = async {
            let mut coming = Coming::begin(&self.shared, &guest.key, Scheme::Ftp).await?;
            let mut chunk = vec![0; CHUNK];
            loop {
                let read = timeout(STILL, input.read(&mut chunk)).await.map_err(|_| Why::TooSlow)?;
                match read.map_err(|_| Why::Broken)? {
                    0 => break,
                    length => coming.take(&chunk[..length]).await?,
                }
            }
            coming.finish(&name).await
        };
        kept.await.map_err(|why| self.refuse(guest, why))
    }

    async fn cwd<P: AsRef<Path> + Send + fmt::Debug>(&self, guest: &Guest, path: P) -> Result<()> {
        let path = path.as_ref();
        let there = match &self.ticket(guest)?.good {
            Good::Fetch(_) => path == Path::new("/"),
            // Some chargers put their log into a folder of their own choice, which is left out.
            Good::Send(_) => path.as_os_str().len() <= PATH,
        };
        if there { Ok(()) } else { Err(ErrorKind::PermanentDirectoryNotAvailable.into()) }
    }

    async fn list<P: AsRef<Path> + Send + fmt::Debug>(
        &self,
        guest: &Guest,
        _path: P,
    ) -> Result<Vec<Fileinfo<PathBuf, About>>> {
        self.never(guest)
    }

    async fn del<P: AsRef<Path> + Send + fmt::Debug>(&self, guest: &Guest, _path: P) -> Result<()> {
        self.never(guest)
    }

    async fn mkd<P: AsRef<Path> + Send + fmt::Debug>(&self, guest: &Guest, _path: P) -> Result<()> {
        self.never(guest)
    }

    async fn rename<P: AsRef<Path> + Send + fmt::Debug>(
        &self,
        guest: &Guest,
        _from: P,
        _to: P,
    ) -> Result<()> {
        self.never(guest)
    }

    async fn rmd<P: AsRef<Path> + Send + fmt::Debug>(&self, guest: &Guest, _path: P) -> Result<()> {
        self.never(guest)
    }
}
