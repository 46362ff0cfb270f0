//! Read-only connections: a few, lent one at a time, so that long reports never hold up a charger.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use rusqlite::{Connection, OpenFlags};

use crate::error::Error;

/// A read-only connection, with one consistent view for as long as it is held.
pub struct Reader<'a> {
    pub(crate) db: &'a Connection,
}

/// The idle read-only connections.
pub struct Readers {
    path: PathBuf,
    idle: Mutex<Vec<Connection>>,
}

/// More idle connections than this are closed.
const KEPT: usize = 3;

impl Readers {
    pub fn new(path: &Path) -> Self {
        Self { path: path.to_owned(), idle: Mutex::new(Vec::new()) }
    }

    /// Runs a look-up on a connection of its own. Blocks: call it where blocking is allowed.
    pub fn read<T>(&self, look: impl FnOnce(&Reader<'_>) -> Result<T, Error>) -> Result<T, Error> {
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let db = match idle {
            Some(db) => db,
            None => self.connect()?,
        };
        db.execute_batch("BEGIN")?;
        let result = look(&Reader { db: &db });
        db.execute_batch("ROLLBACK")?;
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        if idle.len() < KEPT {
            idle.push(db);
        }
        result
    }

    fn connect(&self) -> Result<Connection, Error> {
        let db = Connection::open_with_flags(
            &self.path,
            OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX,
        )?;
        db.busy_timeout(std::time::Duration::from_secs(5))?;
        db.execute_batch("PRAGMA cache_size = -4096")?;
        db.set_prepared_statement_cache_capacity(32);
        Ok(db)
    }
}
