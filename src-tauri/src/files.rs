//! Files that the operator asks for: where they go, and that a half-written one never stands under its final name.

use std::collections::HashMap;
use std::fs::{self, File};
use std::io::{self, BufWriter, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use bridge::fault::{Fault, FaultCode};
use bridge::{Console, EvidenceFile, ExportWanted, SupportWanted, TraceWanted};
use serde::Serialize;
use tauri::{Runtime, State, WebviewWindow};
use tauri_plugin_dialog::DialogExt;
use tokio::sync::oneshot;

/// A folder for exports that is used without asking. Tests set it: a save dialog cannot be driven.
pub struct ExportFolder(Option<PathBuf>);

impl ExportFolder {
    /// The folder that `FORECOURT_EXPORT_DIR` names, if any.
    pub fn from_environment() -> Self {
        Self(std::env::var_os("FORECOURT_EXPORT_DIR").filter(|value| !value.is_empty()).map(PathBuf::from))
    }

    /// This folder.
    #[cfg(test)]
    pub fn at(folder: &Path) -> Self {
        Self(Some(folder.to_owned()))
    }
}

/// What became of an export.
#[derive(Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Export {
    /// It was written.
    Saved {
        /// Where.
        saved: PathBuf,
    },
    /// The operator closed the dialog; nothing was written.
    Cancelled {
        /// True.
        cancelled: bool,
    },
}

/// Writes a report, a statement or records to where the operator says. `query` as in the browser's address.
#[tauri::command]
pub async fn export_file<R: Runtime>(
    name: String,
    query: HashMap<String, String>,
    window: WebviewWindow<R>,
    folder: State<'_, ExportFolder>,
    console: State<'_, Arc<Console>>,
) -> Result<Export, Fault> {
    let wanted = ExportWanted::read(query)?;
    let shown = console.export_file_name(&name, &wanted).await;
    let export = console.export_named(&name, wanted).await?;
    let Some(place) = place(&window, &folder, "Save file", &shown).await else { return Ok(CANCELLED) };
    write_whole(&place, |out| console.export(export, out)).await?;
    Ok(Export::Saved { saved: place })
}

/// Writes the trace of all messages as JSON lines to where the operator says.
#[tauri::command]
pub async fn export_trace<R: Runtime>(
    wanted: TraceWanted,
    window: WebviewWindow<R>,
    folder: State<'_, ExportFolder>,
    console: State<'_, Arc<Console>>,
) -> Result<Export, Fault> {
    let name = console.trace_file_name(&wanted).await;
    let Some(place) = place(&window, &folder, "Save trace", &name).await else { return Ok(CANCELLED) };
    write_whole(&place, |out| console.export_trace(wanted, out)).await?;
    Ok(Export::Saved { saved: place })
}

/// Writes a support bundle of a charger to where the operator says.
#[tauri::command]
pub async fn export_support<R: Runtime>(
    wanted: SupportWanted,
    window: WebviewWindow<R>,
    folder: State<'_, ExportFolder>,
    console: State<'_, Arc<Console>>,
) -> Result<Export, Fault> {
    let name = console.support_file_name(wanted).await;
    let Some(place) = place(&window, &folder, "Save support bundle", &name).await else {
        return Ok(CANCELLED);
    };
    write_whole(&place, |out| console.export_support(wanted, out)).await?;
    Ok(Export::Saved { saved: place })
}

/// Writes a session's signed values (`values`) or its messages (`frames`) to where the operator says.
#[tauri::command]
pub async fn export_evidence<R: Runtime>(
    file: String,
    session: u32,
    window: WebviewWindow<R>,
    folder: State<'_, ExportFolder>,
    console: State<'_, Arc<Console>>,
) -> Result<Export, Fault> {
    let file = EvidenceFile::from_name(&file)
        .ok_or_else(|| Fault::new(FaultCode::Invalid).with("field", "file").with("reason", "is unknown"))?;
    let bytes = console.evidence_file(file, session).await?;
    let Some(place) = place(&window, &folder, "Save evidence", &file.name(session)).await else {
        return Ok(CANCELLED);
    };
    write_whole(&place, |mut out| async move {
        out.write_all(&bytes).map_err(|error| Fault::new(FaultCode::Internal).with("reason", error))?;
        Ok(out)
    })
    .await?;
    Ok(Export::Saved { saved: place })
}

/// Copies a file that a charger sent to where the operator says.
#[tauri::command]
pub async fn save_received<R: Runtime>(
    file: u32,
    window: WebviewWindow<R>,
    folder: State<'_, ExportFolder>,
    console: State<'_, Arc<Console>>,
) -> Result<Export, Fault> {
    let (name, from) = console.received(file).await?;
    let Some(place) = place(&window, &folder, "Save file", &name).await else { return Ok(CANCELLED) };
    write_whole(&place, |mut out| async move {
        let copied = tauri::async_runtime::spawn_blocking(move || {
            io::copy(&mut File::open(from)?, &mut out)?;
            Ok::<_, io::Error>(out)
        });
        let failed = |error: &dyn std::fmt::Display| Fault::new(FaultCode::Internal).with("reason", error);
        copied.await.map_err(|error| failed(&error))?.map_err(|error| failed(&error))
    })
    .await?;
    Ok(Export::Saved { saved: place })
}

const CANCELLED: Export = Export::Cancelled { cancelled: true };

/// Where a file goes: into the folder that was named, else to where the operator says; `None` when they say nothing.
async fn place<R: Runtime>(
    window: &WebviewWindow<R>,
    folder: &ExportFolder,
    title: &str,
    name: &str,
) -> Option<PathBuf> {
    if let Some(folder) = &folder.0 {
        return Some(folder.join(name));
    }
    let (chosen_in, chosen) = oneshot::channel();
    let mut dialog = window.dialog().file().set_title(title).set_file_name(name);
    for (kind, ending) in [
        ("CSV", "csv"),
        ("Excel workbook", "xlsx"),
        ("PDF", "pdf"),
        ("JSON", "json"),
        ("JSON lines", "jsonl"),
        ("ZIP", "zip"),
        ("XML", "xml"),
    ] {
        if Path::new(name).extension().is_some_and(|own| own.eq_ignore_ascii_case(ending)) {
            dialog = dialog.add_filter(kind, &[ending]);
        }
    }
    dialog.set_parent(window).save_file(move |place| drop(chosen_in.send(place)));
    chosen.await.ok().flatten()?.into_path().ok()
}

/// What an export is written into.
type Out = BufWriter<Watched>;

/// Writes beside the place and then takes it, so that an export that breaks leaves an older file as it was.
async fn write_whole<F>(place: &Path, write: impl FnOnce(Out) -> F) -> Result<(), Fault>
where
    F: Future<Output = Result<Out, Fault>>,
{
    let mut name = place.file_name().unwrap_or_default().to_owned();
    name.push(".part");
    let part = place.with_file_name(name);
    let written = async {
        let file = File::create(&part).map_err(|error| refused(place, &error))?;
        let failure = Arc::new(Mutex::new(None));
        let out = Watched { file, failure: Arc::clone(&failure) };
        let out = write(BufWriter::new(out)).await.map_err(|fault| {
            let failure = failure.lock().unwrap_or_else(PoisonError::into_inner).take();
            failure.map_or(fault, |error| refused(place, &error))
        })?;
        let out = out.into_inner().map_err(|error| refused(place, error.error()))?;
        out.file.sync_all().and_then(|()| fs::rename(&part, place)).map_err(|error| refused(place, &error))
    };
    let written = written.await;
    if written.is_err() {
        drop(fs::remove_file(&part));
    }
    written
}

fn refused(place: &Path, error: &io::Error) -> Fault {
    match error.kind() {
        ErrorKind::StorageFull => Fault::new(FaultCode::StorageFull),
        _ => Fault::new(FaultCode::Invalid)
            .with("field", place.display())
            .with("reason", format!("cannot be written ({error})")),
    }
}

/// Remembers why the file took no more: the bridge reports only that it did not.
struct Watched {
    file: File,
    failure: Arc<Mutex<Option<io::Error>>>,
}

impl Write for Watched {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes).inspect_err(|error| {
            *self.failure.lock().unwrap_or_else(PoisonError::into_inner) = Some(error.kind().into());
        })
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}
