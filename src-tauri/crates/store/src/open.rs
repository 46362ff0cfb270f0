//! The data folder: one owner, a file that is checked before it is used, and the handle everything else holds.

use std::fs::{self, File, OpenOptions};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, UNIX_EPOCH};

use domain::ask::{Ask, Occasion};
use domain::station::{Protocol, StationKey};
use domain::time::Timestamp;
use rusqlite::Connection;
use tokio::sync::oneshot;

use crate::error::{Error, OpenError};
use crate::inbox::Inbox;
use crate::readers::{Reader, Readers};
use crate::write::Write;
use crate::writer::{self, AskJob, Change, Committed, Decided, Job};
use crate::{backup, migrate};

/// How to go on after damage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Choice {
    /// Nothing was chosen: damage stops the start.
    #[default]
    Ask,
    /// Go on from the newest sound backup.
    RestoreBackup,
    /// Begin with an empty database.
    StartEmpty,
}

/// The open data folder. Dropping it without [`Store::close`] is like pulling the plug: nothing acknowledged is lost.
pub struct Store {
    inbox: Arc<Inbox<Job>>,
    readers: Readers,
    thread: Mutex<Option<JoinHandle<Connection>>>,
    folder: PathBuf,
    _lock: File,
}

/// More waiting writes than this are refused: something is stuck, and memory must stay bounded.
const WAITING: usize = 100_000;

/// Looks at the ledger of a data folder, whether or not a program runs on it.
///
/// # Errors
/// When there is no database of this version, or it cannot be read.
pub fn check_ledger(folder: &Path) -> Result<crate::query::Checked, Error> {
    Readers::new(&database(folder)).read(|reader| reader.check_ledger())
}

impl Store {
    /// Opens or creates the database in `folder`. Every committed fact goes to `told`, in order, on the store's thread.
    ///
    /// # Errors
    /// Each [`OpenError`] says what happened and the next step. Nothing is changed in a file that is not understood.
    pub fn open(
        folder: &Path,
        now: Timestamp,
        choice: Choice,
        told: impl Fn(Vec<Committed>) + Send + 'static,
    ) -> Result<Self, OpenError> {
        let lock = take_folder(folder)?;
        let path = database(folder);
        sound_or_set_aside(folder, now, choice)?;
        let db = connect(folder, now).map_err(|error| explain(folder, error))??;
        drop(fs::remove_file(clean_mark(folder)));
        let inbox = Arc::new(Inbox::new(WAITING));
        let jobs = Arc::clone(&inbox);
        let thread = std::thread::Builder::new()
            .name("store".to_owned())
            .spawn(move || writer::run(db, &jobs, &told))
            .map_err(|error| OpenError::Other { path: path.clone(), reason: error.to_string() })?;
        Ok(Self {
            inbox,
            readers: Readers::new(&path),
            thread: Mutex::new(Some(thread)),
            folder: folder.to_owned(),
            _lock: lock,
        })
    }

    /// Decides a station's message and stores what follows; the answer comes after the commit.
    ///
    /// The receiver gets an error when nothing was stored, and is closed when the store is closing.
    pub fn ask(
        &self,
        station: StationKey,
        protocol: Protocol,
        ask: Ask,
        occasion: Occasion,
        received: Timestamp,
        frame: Option<String>,
    ) -> oneshot::Receiver<Decided> {
        let (done, answer) = oneshot::channel();
        // A full inbox drops the job: the sender's end closes, and the station is told to repeat itself.
        drop(self.inbox.push(Job::Ask(AskJob { station, protocol, ask, occasion, received, frame, done })));
        answer
    }

    /// Runs a change inside the next transaction; its result comes after the commit.
    pub fn change<T: Send + 'static>(
        &self,
        change: impl FnMut(&mut Write<'_>) -> Result<T, Error> + Send + 'static,
    ) -> oneshot::Receiver<Result<T, Error>> {
        let (done, result) = oneshot::channel();
        drop(self.inbox.push(Job::Change(Box::new(Closure { change, value: None, done }))));
        result
    }

    /// Looks something up. Blocks: call it where blocking is allowed.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn read<T>(&self, look: impl FnOnce(&Reader<'_>) -> Result<T, Error>) -> Result<T, Error> {
        self.readers.read(look)
    }

    /// Makes a verified backup. Blocks.
    ///
    /// # Errors
    /// When the copy could not be written whole.
    pub fn backup(&self, now: Timestamp) -> Result<PathBuf, Error> {
        backup::make(&database(&self.folder), &backups(&self.folder), now)
    }

    /// Whether the daily backup is due.
    pub fn backup_is_due(&self, now: Timestamp) -> bool {
        backup::is_due(&backups(&self.folder), now)
    }

    /// The data folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Writes what waits, closes the file and marks it as closed well. Blocks.
    pub fn close(&self) {
        self.inbox.close();
        let thread = self.thread.lock().unwrap_or_else(PoisonError::into_inner).take();
        let Some(Ok(db)) = thread.map(JoinHandle::join) else { return };
        drop(db.execute_batch("PRAGMA optimize; PRAGMA wal_checkpoint(TRUNCATE)"));
        if db.close().is_ok()
            && let Some(mark) = mark_of(&database(&self.folder))
        {
            drop(fs::write(clean_mark(&self.folder), mark));
        }
    }
}

struct Closure<F, T> {
    change: F,
    value: Option<T>,
    done: oneshot::Sender<Result<T, Error>>,
}

impl<T: Send, F: FnMut(&mut Write<'_>) -> Result<T, Error> + Send> Change for Closure<F, T> {
    fn run(&mut self, write: &mut Write<'_>) -> Result<(), Error> {
        self.value = Some((self.change)(write)?);
        Ok(())
    }

    fn finish(self: Box<Self>, outcome: Result<(), Error>) {
        let Self { value, done, .. } = *self;
        drop(done.send(outcome.and_then(|()| value.ok_or(Error::Busy))));
    }
}

fn database(folder: &Path) -> PathBuf {
    folder.join("forecourt.db")
}

fn backups(folder: &Path) -> PathBuf {
    folder.join("backups")
}

/// Says that the file was closed well, and how long and how old it was then: such a file needs no check at start.
fn clean_mark(folder: &Path) -> PathBuf {
    folder.join("forecourt.db-clean")
}

fn mark_of(path: &Path) -> Option<String> {
    let meta = fs::metadata(path).ok()?;
    let changed = meta.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
    Some(format!("{} {}", meta.len(), changed.as_nanos()))
}

fn take_folder(folder: &Path) -> Result<File, OpenError> {
    let read_only = |error: std::io::Error| match error.kind() {
        ErrorKind::StorageFull => OpenError::Full(folder.to_owned()),
        _ => OpenError::ReadOnly { path: folder.to_owned(), reason: error.to_string() },
    };
    fs::create_dir_all(folder).map_err(read_only)?;
    let lock = OpenOptions::new()
        .create(true)
        .truncate(false)
        .write(true)
        .open(folder.join("forecourt.lock"))
        .map_err(read_only)?;
    match lock.try_lock() {
        Ok(()) => Ok(lock),
        Err(fs::TryLockError::WouldBlock) => Err(OpenError::InUse(folder.to_owned())),
        Err(fs::TryLockError::Error(error)) => Err(read_only(error)),
    }
}

/// Checks the file unless it was closed well and is untouched since. A damaged one is set aside, never overwritten,
/// and nothing goes on before the operator chose how.
fn sound_or_set_aside(folder: &Path, now: Timestamp, choice: Choice) -> Result<(), OpenError> {
    let path = database(folder);
    let aside = |name: &str| folder.join(format!("{name}.damaged-{}", now.0));
    if path.exists() {
        let untouched =
            fs::read_to_string(clean_mark(folder)).ok().is_some_and(|mark| mark_of(&path) == Some(mark));
        if untouched || backup::is_sound(&path) {
            return Ok(());
        }
        for name in ["forecourt.db", "forecourt.db-wal", "forecourt.db-shm"] {
            if folder.join(name).exists() {
                fs::rename(folder.join(name), aside(name)).map_err(|error| OpenError::ReadOnly {
                    path: folder.to_owned(),
                    reason: error.to_string(),
                })?;
            }
        }
    }
    let Some(set_aside) = newest_set_aside(folder) else { return Ok(()) };
    let newest = backup::newest_sound(&backups(folder));
    match (choice, newest) {
        (Choice::StartEmpty, _) => Ok(()),
        (Choice::RestoreBackup, Some(newest)) => restore(&newest, &path),
        (Choice::Ask | Choice::RestoreBackup, backup) => Err(OpenError::Damaged { set_aside, backup }),
    }
}

fn newest_set_aside(folder: &Path) -> Option<PathBuf> {
    let entries = fs::read_dir(folder).ok()?;
    let paths = entries.filter_map(|entry| Some(entry.ok()?.path()));
    paths
        .filter(|p| p.file_name().is_some_and(|n| n.to_string_lossy().starts_with("forecourt.db.damaged-")))
        .max()
}

/// Puts a backup in place, under its name only when it is whole.
fn restore(backup: &Path, path: &Path) -> Result<(), OpenError> {
    let part = path.with_extension("part");
    let copy = || -> std::io::Result<()> {
        fs::copy(backup, &part)?;
        File::open(&part)?.sync_all()?;
        fs::rename(&part, path)
    };
    copy().map_err(|error| OpenError::Other { path: path.to_owned(), reason: error.to_string() })
}

type Opened = Result<Connection, OpenError>;

fn connect(folder: &Path, now: Timestamp) -> Result<Opened, rusqlite::Error> {
    let path = database(folder);
    let mut db = Connection::open(&path)?;
    db.busy_timeout(Duration::from_secs(5))?;
    db.execute_batch(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;
         PRAGMA wal_autocheckpoint = 4000; PRAGMA cache_size = -32768; PRAGMA temp_store = MEMORY;
         PRAGMA fullfsync = ON; PRAGMA checkpoint_fullfsync = ON;",
    )?;
    db.set_prepared_statement_cache_capacity(128);
    let (found, known) = (migrate::found(&db)?, migrate::known());
    if found > known {
        return Ok(Err(OpenError::NewerSchema { path, found, known }));
    }
    if found > 0 && found < known {
        // An upgrade can always be taken back by hand from this copy.
        if let Err(error) = backup::make(&path, &backups(folder), now) {
            return Ok(Err(OpenError::Other {
                path,
                reason: format!("no backup before the upgrade: {error}"),
            }));
        }
    }
    match migrate::run(&mut db) {
        Ok(()) => Ok(Ok(db)),
        Err(rusqlite_migration::Error::RusqliteError { err, .. }) => Err(err),
        Err(error) => Ok(Err(OpenError::Other { path, reason: error.to_string() })),
    }
}

fn explain(folder: &Path, error: rusqlite::Error) -> OpenError {
    match Error::from(error) {
        Error::Full => OpenError::Full(folder.to_owned()),
        Error::ReadOnly => {
            OpenError::ReadOnly { path: folder.to_owned(), reason: "SQLite cannot write there".to_owned() }
        }
        other => OpenError::Other { path: database(folder), reason: other.to_string() },
    }
}
