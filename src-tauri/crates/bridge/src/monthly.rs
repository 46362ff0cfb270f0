//! The report that is written on the first of the month: missed months are caught up, what fails is told and tried again.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use central::mail::{self, Attachment, Mail};
use domain::billing::{Month, Schedule, months_due};
use domain::time::Timestamp;
use jiff::tz::TimeZone;
use store::MonthlyRun;

use crate::console::Inner;
use crate::export::{self, ExportWanted};
use crate::fault::Fault;
use crate::handle;

/// Chargers that come back all at once after the start go first.
const FIRST: Duration = Duration::from_secs(5);
/// How often it looks whether a month is over: a computer that slept is not told of the time that went by.
const LOOK: Duration = Duration::from_secs(60);
/// How long it waits after something went wrong.
const AGAIN: i64 = domain::time::MINUTE * 60;

/// Writes what is due, for as long as the program runs.
pub async fn run(inner: Arc<Inner>) {
    let mut not_before = None;
    tokio::time::sleep(FIRST).await;
    loop {
        if not_before.is_none_or(|at| inner.now() >= at) {
            not_before = match pass(&inner).await {
                Ok(true) => None,
                Ok(false) => Some(inner.now().plus(AGAIN)),
                Err(fault) => {
                    tracing::warn!(?fault, "the monthly report could not be looked after");
                    Some(inner.now().plus(AGAIN))
                }
            };
        }
        tokio::select! {
            () = tokio::time::sleep(LOOK) => {}
            // Who saved another folder or account does not want to wait an hour.
            () = inner.monthly.notified() => not_before = None,
        }
    }
}

/// Does what is due now; whether nothing went wrong.
pub async fn pass(inner: &Arc<Inner>) -> Result<bool, Fault> {
    let (schedule, runs) = inner.read(|reader| Ok((reader.schedule()?, reader.monthly_runs()?))).await?;
    let Some(since) = schedule.since else { return Ok(true) };
    let zone = handle::today::zone(&inner.settings().await?.zone);
    let done: Vec<Month> = runs.iter().filter(|run| run.written_at.is_some()).map(|run| run.month).collect();
    for month in months_due(since, &done, inner.now(), &zone) {
        let written = write(inner, &schedule, month, &zone).await;
        let (written_at, error) = match &written {
            Ok(()) => (Some(inner.now()), None),
            Err(word) => (None, Some((*word).to_owned())),
        };
        let mailed_at = schedule.mail_to.is_empty().then_some(Timestamp(0));
        keep(inner, MonthlyRun { month, written_at, mailed_at, error }).await?;
        match written {
            Ok(()) => tracing::info!(%month, "the monthly report is written"),
            Err(word) => {
                tracing::error!(%month, word, folder = schedule.folder, "the monthly report is not written");
                // The next month would fail alike.
                return Ok(false);
            }
        }
    }
    mail_open(inner, &schedule).await
}

/// Mails what is written and not yet mailed; whether nothing went wrong.
async fn mail_open(inner: &Arc<Inner>, schedule: &Schedule) -> Result<bool, Fault> {
    if schedule.mail_to.is_empty() {
        return Ok(true);
    }
    let runs = inner.read(|reader| reader.monthly_runs()).await?;
    let open = runs.into_iter().rev().filter(|run| run.written_at.is_some() && run.mailed_at.is_none());
    for run in open {
        let sent = send(inner, schedule, run.month).await?;
        let (mailed_at, error) = match sent {
            Ok(()) => (Some(inner.now()), None),
            Err(word) => (None, Some(word.to_owned())),
        };
        let failed = error.is_some();
        keep(inner, MonthlyRun { mailed_at, error, ..run }).await?;
        if failed {
            return Ok(false);
        }
    }
    Ok(true)
}

async fn send(
    inner: &Arc<Inner>,
    schedule: &Schedule,
    month: Month,
) -> Result<Result<(), &'static str>, Fault> {
    let (account, password) = handle::office::account(inner).await?;
    if !account.is_set_up() {
        return Ok(Err("notSetUp"));
    }
    let settings = inner.settings().await?;
    let attachments = match attached(schedule, month).await {
        Ok(attachments) => attachments,
        // Somebody took a file away, or wants one more format by now.
        Err(_) => {
            if let Err(word) = write(inner, schedule, month, &handle::today::zone(&settings.zone)).await {
                return Ok(Err(word));
            }
            let Ok(attachments) = attached(schedule, month).await else { return Ok(Err("folderMissing")) };
            attachments
        }
    };
    let (site, of) = (settings.site_name, month.words());
    let mail = Mail {
        to: schedule.mail_to.clone(),
        subject: format!("{site}: charging sessions of {of}"),
        text: format!("Attached are the charging sessions of {of} at {site}.\n"),
        attachments,
    };
    let sent = mail::send(&account, &password, mail).await;
    Ok(sent.map_err(|error| {
        tracing::error!(%month, %error, "the monthly report is not mailed");
        error.code()
    }))
}

/// The files of a month, as they lie in the folder.
async fn attached(schedule: &Schedule, month: Month) -> io::Result<Vec<Attachment>> {
    let places: Vec<_> =
        formats(schedule).map(|(format, kind)| (place(schedule, month, format), kind)).collect();
    let read = tokio::task::spawn_blocking(move || {
        let attachment = |(place, kind): (PathBuf, &'static str)| {
            let name = place.file_name().unwrap_or_default().to_string_lossy().into_owned();
            Ok(Attachment { name, kind, bytes: fs::read(place)? })
        };
        places.into_iter().map(attachment).collect()
    });
    read.await.unwrap_or_else(|error| Err(io::Error::other(error)))
}

async fn keep(inner: &Arc<Inner>, run: MonthlyRun) -> Result<(), Fault> {
    handle::change(inner, move |write| {
        write.save_monthly_run(&run)?;
        Ok(Ok(()))
    })
    .await
}

/// The endings that are wanted, with their media types.
fn formats(schedule: &Schedule) -> impl Iterator<Item = (&'static str, &'static str)> {
    [
        (schedule.csv, "csv", "text/csv"),
        (schedule.xlsx, "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (schedule.pdf, "pdf", "application/pdf"),
    ]
    .into_iter()
    .filter(|(on, ..)| *on)
    .map(|(_, ending, kind)| (ending, kind))
}

fn place(schedule: &Schedule, month: Month, format: &str) -> PathBuf {
    Path::new(&schedule.folder).join(format!("{month} sessions.{format}"))
}

/// Writes the files of a month: all of them, or a word for what went wrong.
async fn write(
    inner: &Arc<Inner>,
    schedule: &Schedule,
    month: Month,
    zone: &TimeZone,
) -> Result<(), &'static str> {
    let (from, to) = month.span(zone);
    let mut files = Vec::new();
    for (format, _) in formats(schedule) {
        let wanted = ExportWanted {
            from: Some(from.0),
            to: Some(to.0),
            flavour: Some("spreadsheet".to_owned()),
            ..ExportWanted::default()
        };
        let bytes = export::bytes(inner, &format!("sessions.{format}"), wanted).await.map_err(|fault| {
            tracing::error!(?fault, %month, format, "the monthly report cannot be made");
            "report"
        })?;
        files.push((place(schedule, month, format), bytes));
    }
    let put = tokio::task::spawn_blocking(move || put(&files)).await;
    put.unwrap_or(Err(io::ErrorKind::Other.into())).map_err(|error| {
        tracing::error!(%error, %month, "the monthly report cannot be put into its folder");
        match error.kind() {
            io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => "folderMissing",
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => "diskFull",
            io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => "notAllowed",
            _ => "notWritten",
        }
    })
}

/// Writes files beside their places, and then takes the places: half a file never stands there.
fn put(files: &[(PathBuf, Vec<u8>)]) -> io::Result<()> {
    let part = |place: &Path| {
        let name = place.file_name().unwrap_or_default().to_string_lossy();
        place.with_file_name(format!(".{name}.part"))
    };
    let written = files.iter().try_for_each(|(place, bytes)| {
        let mut file = File::create(part(place))?;
        file.write_all(bytes)?;
        file.sync_all()
    });
    let placed =
        written.and_then(|()| files.iter().try_for_each(|(place, _)| fs::rename(part(place), place)));
    if placed.is_err() {
        files.iter().for_each(|(place, _)| drop(fs::remove_file(part(place))));
    }
    placed
}

#[cfg(test)]
mod tests;
