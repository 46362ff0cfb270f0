//! What can go wrong with the file, sorted by what there is to do about it.

use std::path::PathBuf;

/// A read or a write that did not happen. Nothing is half-written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// The disk is full.
    #[error("the disk that holds the data folder is full")]
    Full,
    /// The folder or file may not be written.
    #[error("the data folder cannot be written")]
    ReadOnly,
    /// The file is damaged.
    #[error("the database is damaged: {0}")]
    Damaged(String),
    /// The store is closing, or somebody else holds the file.
    #[error("the store is busy or closing")]
    Busy,
    /// A rule of the schema was broken: a defect of ours.
    #[error("the database refused: {0}")]
    Defect(String),
}

impl From<rusqlite::Error> for Error {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode as Code;
        match error.sqlite_error_code() {
            Some(Code::DiskFull) => Self::Full,
            // An I/O error of a write is nearly always a disk that is gone, full by quota, or mounted read-only.
            Some(Code::ReadOnly | Code::CannotOpen | Code::PermissionDenied | Code::SystemIoFailure) => {
                Self::ReadOnly
            }
            Some(Code::DatabaseCorrupt | Code::NotADatabase) => Self::Damaged(error.to_string()),
            Some(Code::DatabaseBusy | Code::DatabaseLocked) => Self::Busy,
            _ => Self::Defect(error.to_string()),
        }
    }
}

/// Why the data folder cannot be used, each with the next step in its sentence.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// Another Forecourt uses it.
    #[error(
        "another Forecourt is already using the data folder {0}. Close that one first, or choose another folder with --data."
    )]
    InUse(PathBuf),
    /// It cannot be written.
    #[error(
        "the data folder {path} cannot be written ({reason}). Give this user the right to write there, or choose another folder with --data."
    )]
    ReadOnly {
        /// The folder.
        path: PathBuf,
        /// What the system says.
        reason: String,
    },
    /// The disk is full.
    #[error("the disk that holds {0} is full. Free some space and start Forecourt again; nothing was lost.")]
    Full(PathBuf),
    /// A newer Forecourt wrote it.
    #[error(
        "{path} was written by a newer Forecourt (its format is {found}, this program knows up to {known}). Install the newer version again; nothing was changed."
    )]
    NewerSchema {
        /// The file.
        path: PathBuf,
        /// Its format.
        found: i64,
        /// The newest format we know.
        known: i64,
    },
    /// The file was found damaged and was set aside; the operator must choose how to go on.
    #[error("{}", damaged_sentence(set_aside, backup.as_deref()))]
    Damaged {
        /// Where the damaged file is kept.
        set_aside: PathBuf,
        /// The newest backup that opens and is sound.
        backup: Option<PathBuf>,
    },
    /// Anything else.
    #[error("the database {path} cannot be opened: {reason}")]
    Other {
        /// The file.
        path: PathBuf,
        /// What SQLite says.
        reason: String,
    },
}

fn damaged_sentence(set_aside: &std::path::Path, backup: Option<&std::path::Path>) -> String {
    let kept = format!(
        "the database is damaged. It was set aside as {} and nothing was overwritten.",
        set_aside.display()
    );
    match backup {
        Some(backup) => format!(
            "{kept} The newest backup is {}. Start again with --restore-backup to go on from it, or with --start-empty to begin anew.",
            backup.display()
        ),
        None => format!("{kept} There is no backup. Start again with --start-empty to begin anew."),
    }
}
