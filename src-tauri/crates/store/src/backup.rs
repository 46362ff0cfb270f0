//! Backups: a whole, verified copy in `backups/`, made while the program runs.

use std::fs;
use std::path::{Path, PathBuf};

use domain::time::Timestamp;
use rusqlite::{Connection, OpenFlags};

use crate::error::Error;

/// How many backups are kept.
const KEPT: usize = 10;
/// A backup is due when the newest is older than this: one day, in milliseconds.
const AGE: i64 = 24 * 60 * 60 * 1000;

/// Whether a backup is due at `now`.
pub fn is_due(folder: &Path, now: Timestamp) -> bool {
    list(folder).last().is_none_or(|newest| stamp(newest).is_none_or(|at| now.0 - at > AGE))
}

/// Copies the database to `backups/forecourt-<ms>.db`, verifies the copy and drops the oldest beyond ten.
///
/// The copy gets its name only when it is whole and sound.
pub fn make(database: &Path, folder: &Path, now: Timestamp) -> Result<PathBuf, Error> {
    fs::create_dir_all(folder).map_err(|_| Error::ReadOnly)?;
    let part = folder.join("forecourt.part");
    drop(fs::remove_file(&part));
    let db = Connection::open_with_flags(database, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    db.execute("VACUUM INTO ?1", [part.to_string_lossy()])?;
    if !is_sound(&part) {
        drop(fs::remove_file(&part));
        return Err(Error::Damaged("the copy made for the backup is not sound".to_owned()));
    }
    let path = folder.join(format!("forecourt-{}.db", now.0));
    fs::rename(&part, &path).map_err(|_| Error::ReadOnly)?;
    let all = list(folder);
    for old in all.iter().take(all.len().saturating_sub(KEPT)) {
        drop(fs::remove_file(old));
    }
    Ok(path)
}

/// The newest backup that opens and is sound.
pub fn newest_sound(folder: &Path) -> Option<PathBuf> {
    list(folder).into_iter().rev().find(|path| is_sound(path))
}

/// Backups, oldest first.
fn list(folder: &Path) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = fs::read_dir(folder)
        .into_iter()
        .flatten()
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| stamp(path).is_some())
        .collect();
    found.sort_by_key(|path| stamp(path));
    found
}

/// When a backup was made, read from its name.
fn stamp(path: &Path) -> Option<i64> {
    path.file_name()?.to_str()?.strip_prefix("forecourt-")?.strip_suffix(".db")?.parse().ok()
}

/// Whether a file is a database without damage.
pub fn is_sound(path: &Path) -> bool {
    let check = || -> rusqlite::Result<String> {
        let db = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        db.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))
    };
    check().is_ok_and(|word| word == "ok")
}
