//! Firmware files that come in, piece by piece, through either door; received files that go out.

use std::path::PathBuf;
use std::sync::Arc;

use central::{library, shown_name};
use domain::event::Event;
use domain::firmware::{FirmwareFile, guess};

use crate::console::{Console, Inner};
use crate::fault::{Fault, FaultCode};
use crate::handle;
use crate::view::FirmwareFileView;

/// A firmware file on its way into the library. Dropped before it is finished, nothing of it stays.
#[derive(Debug)]
pub struct Intake {
    name: String,
    reading: library::Reading,
}

impl Intake {
    /// Takes the next piece. Blocks for as long as the disk takes.
    ///
    /// # Errors
    /// [`FaultCode::TooLarge`], [`FaultCode::StorageFull`] or [`FaultCode::Internal`].
    pub fn take(&mut self, piece: &[u8]) -> Result<(), Fault> {
        self.reading.take(piece).map_err(|error| unwritten(&error))
    }
}

impl Console {
    /// Begins to add a firmware file of this name to the library. Blocks for a moment.
    ///
    /// # Errors
    /// [`FaultCode::StorageFull`] or [`FaultCode::Internal`].
    pub fn add_firmware(&self, name: &str) -> Result<Intake, Fault> {
        let reading = library::Reading::begin(&self.inner.store).map_err(|error| unwritten(&error))?;
        Ok(Intake { name: shown_name(name), reading })
    }

    /// The file is whole: it is in the library when this returns. The same bytes again are the same file.
    ///
    /// # Errors
    /// [`FaultCode::Invalid`] for an empty file, and whatever writing may fail with.
    pub async fn keep_firmware(&self, intake: Intake) -> Result<FirmwareFileView, Fault> {
        let Intake { name, reading } = intake;
        let read = tokio::task::spawn_blocking(move || reading.finish()).await;
        let read = read.map_err(|error| Fault::new(FaultCode::Internal).with("reason", error))?;
        let read = read.map_err(|error| unwritten(&error))?;
        if read.size == 0 {
            return Err(Fault::new(FaultCode::Invalid).with("field", "file").with("reason", "empty"));
        }
        keep(&self.inner, name, read).await
    }

    /// A received file that is still here: its name, and where it lies.
    ///
    /// # Errors
    /// [`FaultCode::NotFound`].
    pub async fn received(&self, file: u32) -> Result<(String, PathBuf), Fault> {
        let (file, _, path) = handle::logfile::received(&self.inner, file).await?;
        Ok((file.name, path))
    }
}

async fn keep(inner: &Arc<Inner>, name: String, read: library::Read) -> Result<FirmwareFileView, Fault> {
    let (files, models) = inner.read(|reader| Ok((reader.firmware_files()?, reader.models()?))).await?;
    if let Some(known) = files.iter().find(|file| file.sha256 == read.sha256) {
        return handle::firmware::one(inner, known.key).await;
    }
    let told = guess(&name, &models);
    let now = inner.now();
    let key = handle::change(inner, move |write| {
        let file = FirmwareFile {
            key: write.next_firmware()?,
            name: name.clone(),
            vendor: told.vendor.clone(),
            model: told.model.clone(),
            version: told.version.clone(),
            sha256: read.sha256.clone(),
            size: read.size,
            notes: String::new(),
            certificate: String::new(),
            signature: String::new(),
            added_at: now,
        };
        let key = file.key;
        write.apply_site(Event::FirmwareSaved(Box::new(file)), now)?;
        Ok(Ok(key))
    });
    handle::firmware::one(inner, key.await?).await
}

fn unwritten(error: &std::io::Error) -> Fault {
    match error.kind() {
        std::io::ErrorKind::FileTooLarge => {
            Fault::new(FaultCode::TooLarge).with("most", library::FIRMWARE_MOST)
        }
        std::io::ErrorKind::StorageFull => Fault::new(FaultCode::StorageFull),
        std::io::ErrorKind::ReadOnlyFilesystem | std::io::ErrorKind::PermissionDenied => {
            Fault::new(FaultCode::StorageReadOnly)
        }
        _ => Fault::new(FaultCode::Internal).with("reason", error),
    }
}
