//! The library of firmware on disk: files are read in piece by piece, hashed on the way, and are there whole or not at
//! all.

mod signature;

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::PathBuf;

use aws_lc_rs::digest::{Context, SHA256};
use store::Store;

pub use signature::{BadSignature, check as check_signature};

/// The largest firmware file, in bytes.
pub const FIRMWARE_MOST: u64 = 512 * 1024 * 1024;

/// Where the file of a hash lies.
pub fn path(store: &Store, sha256: &str) -> PathBuf {
    folder(store).join(format!("{sha256}.bin"))
}

fn folder(store: &Store) -> PathBuf {
    store.folder().join("files").join("firmware")
}

/// A file that is being read in. Dropped before it is finished, nothing of it stays.
pub struct Reading {
    part: PathBuf,
    file: File,
    hash: Context,
    size: u64,
    folder: PathBuf,
}

/// A file that was read in whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Read {
    /// SHA-256 of its bytes, 64 hexadecimal digits in lower case.
    pub sha256: String,
    /// Its size in bytes.
    pub size: u64,
}

impl std::fmt::Debug for Reading {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Reading").field("part", &self.part).field("size", &self.size).finish_non_exhaustive()
    }
}

impl Reading {
    /// Begins to read a file in. Blocks, as all of this does.
    ///
    /// # Errors
    /// When the data folder cannot be written.
    pub fn begin(store: &Store) -> io::Result<Self> {
        let folder = folder(store);
        fs::create_dir_all(&folder)?;
        let part = folder.join(format!(".{}.part", uuid::Uuid::new_v4().simple()));
        let file = File::create_new(&part)?;
        Ok(Self { part, file, hash: Context::new(&SHA256), size: 0, folder })
    }

    /// Takes the next piece.
    ///
    /// # Errors
    /// [`io::ErrorKind::FileTooLarge`] beyond [`FIRMWARE_MOST`]; otherwise what the disk says.
    pub fn take(&mut self, piece: &[u8]) -> io::Result<()> {
        self.size += piece.len() as u64;
        if self.size > FIRMWARE_MOST {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        self.hash.update(piece);
        self.file.write_all(piece)
    }

    /// The file is whole: it is safe on disk when this returns.
    ///
    /// # Errors
    /// What the disk says.
    pub fn finish(self) -> io::Result<Read> {
        self.file.sync_all()?;
        let digest = self.hash.clone().finish();
        let sha256: String = digest.as_ref().iter().map(|byte| format!("{byte:02x}")).collect();
        fs::rename(&self.part, self.folder.join(format!("{sha256}.bin")))?;
        Ok(Read { sha256, size: self.size })
    }
}

impl Drop for Reading {
    fn drop(&mut self) {
        // A finished one has its name by now.
        drop(fs::remove_file(&self.part));
    }
}

/// Deletes the file of a hash. One that is gone already is no error.
///
/// # Errors
/// What the disk says.
pub fn remove(store: &Store, sha256: &str) -> io::Result<()> {
    match fs::remove_file(path(store, sha256)) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}
