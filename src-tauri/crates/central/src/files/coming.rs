//! A file that comes, by whatever way: written to the disk within bounds, and there whole or not at all.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use tokio::fs::{self, File};
use tokio::io::AsyncWriteExt;
use uuid::Uuid;

use super::pass::Scheme;
use super::ticket::{Good, harmless};
use super::{Moved, Shared};

/// Some chargers send their log in several files; more than these are refused.
const FILES: u64 = 4;
/// Every so many bytes it is told how much has come.
const TOLD: u64 = 256 * 1024;

/// Why a file is not kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Why {
    /// No good ticket.
    Nothing,
    /// The transfer has all the files it may have.
    Enough,
    /// It ended before it was whole, or cannot be read.
    Broken,
    /// A form without a file.
    Empty,
    /// More bytes than allowed.
    TooLong,
    /// Nothing came for too long.
    TooSlow,
    /// The ticket was over before the file was whole.
    Over,
    /// The disk does not take it.
    NoRoom,
}

impl Why {
    /// For the charger and for the operator.
    pub fn sentence(self) -> &'static str {
        match self {
            Self::Nothing => "there is nothing here",
            Self::Enough => "all files of this transfer are here",
            Self::Broken => "the file broke off",
            Self::Empty => "the form holds no file",
            Self::TooLong => "the file is larger than allowed",
            Self::TooSlow => "nothing came for half a minute",
            Self::Over => "the time for this transfer is over",
            Self::NoRoom => "the file cannot be written",
        }
    }
}

/// What a transfer's folder holds and what is on its way there.
#[derive(Debug, Default)]
pub(super) struct Room {
    files: AtomicU64,
    bytes: AtomicU64,
}

impl Room {
    /// Looks at what is there, and removes what a program that was killed left of files that were not whole.
    pub async fn of(folder: &Path) -> Self {
        let room = Self::default();
        let Ok(mut entries) = fs::read_dir(folder).await else { return room };
        while let Ok(Some(entry)) = entries.next_entry().await {
            let name = entry.file_name();
            if name.to_str().is_some_and(|name| name.starts_with('.') && name.ends_with(".part")) {
                drop(fs::remove_file(entry.path()).await);
            } else if let Ok(about) = entry.metadata().await {
                room.files.fetch_add(1, Ordering::Relaxed);
                room.bytes.fetch_add(about.len(), Ordering::Relaxed);
            }
        }
        room
    }

    fn take(count: &AtomicU64, more: u64, most: u64) -> bool {
        let after = |now: u64| now.checked_add(more).filter(|sum| *sum <= most);
        count.fetch_update(Ordering::Relaxed, Ordering::Relaxed, after).is_ok()
    }
}

/// A file that is not whole yet. Dropped before it is finished, it leaves nothing.
pub(super) struct Coming {
    shared: Arc<Shared>,
    key: String,
    scheme: Scheme,
    folder: PathBuf,
    most: u64,
    file: Option<File>,
    told: u64,
    part: Part,
}

/// What has to be undone when the file does not become whole.
struct Part {
    room: Arc<Room>,
    path: PathBuf,
    bytes: u64,
    kept: bool,
}

impl Drop for Part {
    fn drop(&mut self) {
        if !self.kept {
            drop(std::fs::remove_file(&self.path));
            self.room.bytes.fetch_sub(self.bytes, Ordering::Relaxed);
            self.room.files.fetch_sub(1, Ordering::Relaxed);
        }
    }
}

impl Coming {
    /// Begins a file of the transfer with this key.
    pub async fn begin(shared: &Arc<Shared>, key: &str, scheme: Scheme) -> Result<Self, Why> {
        let ticket = shared.tickets.look(key, scheme, (shared.clock)()).ok_or(Why::Nothing)?;
        let (Good::Send(place), Some(room)) = (&ticket.good, shared.tickets.room(key)) else {
            return Err(Why::Nothing);
        };
        if !Room::take(&room.files, 1, FILES) {
            return Err(Why::Enough);
        }
        let path = place.folder.join(format!(".{}.part", Uuid::new_v4().simple()));
        let part = Part { room, path, bytes: 0, kept: false };
        fs::create_dir_all(&place.folder).await.map_err(|_| Why::NoRoom)?;
        let file = Some(File::create(&part.path).await.map_err(|_| Why::NoRoom)?);
        let (shared, key, folder) = (Arc::clone(shared), key.to_owned(), place.folder.clone());
        Ok(Self { shared, key, scheme, folder, most: place.most, file, told: 0, part })
    }

    /// Takes the next piece.
    pub async fn take(&mut self, piece: &[u8]) -> Result<(), Why> {
        let length = piece.len() as u64;
        if !self.shared.still(&self.key, self.scheme) {
            return Err(Why::Over);
        }
        if !Room::take(&self.part.room.bytes, length, self.most) {
            return Err(Why::TooLong);
        }
        self.part.bytes += length;
        let file = self.file.as_mut().ok_or(Why::NoRoom)?;
        file.write_all(piece).await.map_err(|_| Why::NoRoom)?;
        if self.part.bytes - self.told >= TOLD {
            self.told = self.part.bytes;
            self.shared.tell(Moved::Coming { key: self.key.clone(), bytes: self.part.bytes });
        }
        Ok(())
    }

    /// The file is whole: it gets its name. Gives its size in bytes.
    pub async fn finish(mut self, name: &str) -> Result<u64, Why> {
        // Closed before it is renamed, which some systems insist on.
        let file = self.file.take().ok_or(Why::NoRoom)?;
        file.sync_all().await.map_err(|_| Why::NoRoom)?;
        drop(file);
        let path = free(&self.folder, &harmless(name)).await;
        fs::rename(&self.part.path, &path).await.map_err(|_| Why::NoRoom)?;
        self.part.kept = true;
        let bytes = self.part.bytes;
        self.shared.tell(Moved::Kept { key: self.key.clone(), file: path, bytes });
        Ok(bytes)
    }
}

/// A name in the folder that no file has yet.
async fn free(folder: &Path, name: &str) -> PathBuf {
    let mut path = folder.join(name);
    let mut number = 2;
    while fs::try_exists(&path).await.unwrap_or(false) {
        path = folder.join(format!("{number}-{name}"));
        number += 1;
    }
    path
}
