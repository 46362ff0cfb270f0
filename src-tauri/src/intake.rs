//! Firmware files that the window's page reads in, piece by piece: a page has no paths, only bytes.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bridge::fault::{Fault, FaultCode};
use bridge::view::FirmwareFileView;
use bridge::{Console, Intake};
use tauri::State;
use tauri::ipc::{InvokeBody, Request};

/// More files than this are not read in at a time.
const AT_A_TIME: usize = 4;

/// The files that are being read in.
#[derive(Default)]
pub struct Intakes {
    state: Mutex<Open>,
}

#[derive(Default)]
struct Open {
    last: u32,
    intakes: HashMap<u32, Intake>,
}

impl Intakes {
    /// Forgets all of them: the page that read them in is being replaced.
    pub fn end_all(&self) {
        self.state().intakes.clear();
    }

    fn take(&self, upload: u32) -> Result<Intake, Fault> {
        let found = self.state().intakes.remove(&upload);
        found.ok_or_else(|| Fault::new(FaultCode::NotFound).with("what", "upload"))
    }

    fn state(&self) -> MutexGuard<'_, Open> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Begins to read a firmware file in; gives the number of the upload. The size is only for the page's own use.
#[tauri::command]
pub async fn firmware_begin(
    name: String,
    console: State<'_, Arc<Console>>,
    intakes: State<'_, Intakes>,
) -> Result<u32, Fault> {
    let intake = console.add_firmware(&name)?;
    let mut open = intakes.state();
    if open.intakes.len() >= AT_A_TIME {
        return Err(Fault::new(FaultCode::Conflict).with("reason", "running"));
    }
    open.last = open.last.wrapping_add(1);
    let upload = open.last;
    open.intakes.insert(upload, intake);
    Ok(upload)
}

/// Takes the next piece: the request's bytes, for the upload that its header names.
#[tauri::command]
pub async fn firmware_piece(request: Request<'_>, intakes: State<'_, Intakes>) -> Result<(), Fault> {
    let upload = request.headers().get("upload").and_then(|value| value.to_str().ok()?.parse().ok());
    let (Some(upload), InvokeBody::Raw(piece)) = (upload, request.body()) else {
        return Err(Fault::new(FaultCode::Invalid).with("field", "upload").with("reason", "unreadable"));
    };
    let (mut intake, piece) = (intakes.take(upload)?, piece.clone());
    let taken = tauri::async_runtime::spawn_blocking(move || {
        intake.take(&piece)?;
        Ok(intake)
    });
    let intake =
        taken.await.unwrap_or_else(|error| Err(Fault::new(FaultCode::Internal).with("reason", error)))?;
    intakes.state().intakes.insert(upload, intake);
    Ok(())
}

/// The file is whole: it is in the library when this returns.
#[tauri::command]
pub async fn firmware_end(
    upload: u32,
    console: State<'_, Arc<Console>>,
    intakes: State<'_, Intakes>,
) -> Result<FirmwareFileView, Fault> {
    let intake = intakes.take(upload)?;
    console.keep_firmware(intake).await
}

/// The page gave up: nothing of the file stays.
#[tauri::command]
pub async fn firmware_drop(upload: u32, intakes: State<'_, Intakes>) -> Result<(), Fault> {
    intakes.take(upload).map(drop)
}
