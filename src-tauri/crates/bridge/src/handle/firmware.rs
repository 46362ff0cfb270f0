//! The library of firmware, updates and rollouts.

use std::sync::Arc;

use central::{NewRollout, NewUpdate, TransferError, Transfers, library};
use domain::event::Event;
use domain::firmware::{FirmwareFile, FirmwareKey, Rollout, RolloutKey, Update, UpdateKey, When};
use domain::station::StationKey;
use domain::time::Timestamp;
use domain::travel::Scheme;
use store::Reader;

use super::command::{invalid, text};
use super::{DONE, change, not_found, storage_fault};
use crate::console::Inner;
use crate::fault::{Fault, FaultCode};
use crate::request::Request;
use crate::show::transfer as show;
use crate::view::{
    Done, FirmwareFileView, FirmwareLibraryView, RolloutView, TransferScheme, UpdateView, UpdateWhen,
};

/// The most uses of a file that are told.
const USES: u32 = 50;

/// The library, and the rollouts of it.
pub async fn library(inner: &Arc<Inner>) -> Result<FirmwareLibraryView, Fault> {
    inner
        .read(|reader| {
            let mut files = Vec::new();
            for file in reader.firmware_files()? {
                files.push(show::firmware(file.clone(), &reader.updates_with(file.key, USES)?));
            }
            let rollouts = reader.rollouts(50)?.into_iter().map(|rollout| rollout_view(reader, rollout));
            let rollouts = rollouts.collect::<Result<_, _>>()?;
            Ok(FirmwareLibraryView { files, rollouts, most: library::FIRMWARE_MOST })
        })
        .await
}

/// A rollout with its file and updates.
pub fn rollout_view(reader: &Reader<'_>, rollout: Rollout) -> Result<RolloutView, store::Error> {
    let (file, updates) = (file_of(reader, rollout.file)?, reader.updates_of(rollout.key)?);
    Ok(show::rollout(rollout, &file, &updates))
}

/// An update with its file.
pub fn update_view(reader: &Reader<'_>, update: Update) -> Result<UpdateView, store::Error> {
    let file = file_of(reader, update.file)?;
    Ok(show::update(update, &file))
}

/// A file with its uses; `None` when it is no longer in the library.
pub fn file_view(reader: &Reader<'_>, key: FirmwareKey) -> Result<Option<FirmwareFileView>, store::Error> {
    let Some((file, false)) = reader.firmware_file(key)? else { return Ok(None) };
    Ok(Some(show::firmware(file, &reader.updates_with(key, USES)?)))
}

fn file_of(reader: &Reader<'_>, key: FirmwareKey) -> Result<FirmwareFile, store::Error> {
    let found = reader.firmware_file(key)?;
    found.map(|(file, _)| file).ok_or_else(|| store::Error::Damaged("an update without its file".to_owned()))
}

/// Changes what is known about a file.
pub async fn edit(inner: &Arc<Inner>, request: Request) -> Result<FirmwareFileView, Fault> {
    let Request::EditFirmware { file, vendor, model, version, notes, certificate, signature } = request
    else {
        return Err(invalid("ask", "unknown"));
    };
    for (field, value) in [("vendor", &vendor), ("model", &model), ("version", &version)] {
        text(field, value, 0, 100)?;
    }
    text("notes", &notes, 0, 2000)?;
    text("certificate", &certificate, 0, 5500)?;
    text("signature", &signature, 0, 800)?;
    let key = FirmwareKey(file);
    let known = inner.read(move |reader| reader.firmware_file(key)).await?;
    let known = known.filter(|(_, removed)| !removed).ok_or_else(|| not_found("file"))?.0;
    let (certificate, signature) = (certificate.trim().to_owned(), signature.trim().to_owned());
    if certificate.is_empty() != signature.is_empty() {
        let field = if certificate.is_empty() { "certificate" } else { "signature" };
        return Err(invalid(field, "empty"));
    }
    if !certificate.is_empty() {
        let path = library::path(&inner.store, &known.sha256);
        let (pem, signed, now) = (certificate.clone(), signature.clone(), inner.now());
        let checked =
            tokio::task::spawn_blocking(move || library::check_signature(&path, &pem, &signed, now)).await;
        let checked = checked.map_err(|error| Fault::new(FaultCode::Internal).with("reason", error))?;
        checked.map_err(|why| Fault::new(FaultCode::BadSignature).with("reason", why.word()))?;
    }
    let now = inner.now();
    let trimmed = |text: String| text.trim().to_owned();
    let (vendor, model, version) = (trimmed(vendor), trimmed(model), trimmed(version));
    let saved =
        FirmwareFile { vendor, model, version, notes: trimmed(notes), certificate, signature, ..known };
    change(inner, move |write| {
        write.apply_site(Event::FirmwareSaved(Box::new(saved.clone())), now)?;
        Ok(Ok(()))
    })
    .await?;
    one(inner, key).await
}

/// One file.
pub async fn one(inner: &Arc<Inner>, key: FirmwareKey) -> Result<FirmwareFileView, Fault> {
    inner.read(move |reader| file_view(reader, key)).await?.ok_or_else(|| not_found("file"))
}

/// Deletes a file that no update needs.
pub async fn remove(inner: &Arc<Inner>, file: u32) -> Result<Done, Fault> {
    let (key, now) = (FirmwareKey(file), inner.now());
    let known = inner.read(move |reader| reader.firmware_file(key)).await?;
    let (known, _) = known.filter(|(_, removed)| !removed).ok_or_else(|| not_found("file"))?;
    change(inner, move |write| {
        if write.needs_firmware(key)? {
            return Ok(Err(Fault::new(FaultCode::Conflict).with("reason", "inUse")));
        }
        write.apply_site(Event::FirmwareRemoved(key), now)?;
        Ok(Ok(()))
    })
    .await?;
    let store = Arc::clone(&inner.store);
    let gone = tokio::task::spawn_blocking(move || library::remove(&store, &known.sha256)).await;
    if let Ok(Err(error)) = gone {
        tracing::warn!(%error, "a deleted firmware file stays on the disk");
    }
    Ok(DONE)
}

/// The updates of a station, newest first.
pub async fn updates(inner: &Arc<Inner>, station: u32) -> Result<Vec<UpdateView>, Fault> {
    inner
        .read(move |reader| {
            let updates = reader.updates(StationKey(station), 100)?;
            updates.into_iter().map(|update| update_view(reader, update)).collect()
        })
        .await
}

/// Begins an update.
pub async fn start(inner: &Arc<Inner>, request: Request, by: &str) -> Result<UpdateView, Fault> {
    let Request::StartUpdate { station, file, when, retries, retry_s, scheme, confirmed } = request else {
        return Err(invalid("ask", "unknown"));
    };
    if retries.is_some_and(|retries| retries > 100) {
        return Err(invalid("retries", "range"));
    }
    if retry_s.is_some_and(|seconds| seconds > 86_400) {
        return Err(invalid("retryS", "range"));
    }
    let new = NewUpdate {
        station: StationKey(station),
        file: FirmwareKey(file),
        when: when_of(when),
        retries,
        retry_s,
        wanted: scheme.map(scheme_of),
        confirmed,
        by: by.to_owned(),
    };
    let key = transfers(inner).await?.start_update(new).await.map_err(fault)?;
    update(inner, key).await
}

/// Ends an update.
pub async fn cancel(inner: &Arc<Inner>, key: u32) -> Result<UpdateView, Fault> {
    transfers(inner).await?.cancel_update(UpdateKey(key)).await.map_err(fault)?;
    update(inner, UpdateKey(key)).await
}

async fn update(inner: &Arc<Inner>, key: UpdateKey) -> Result<UpdateView, Fault> {
    let view = inner.read(move |reader| match reader.update(key)? {
        Some(update) => update_view(reader, update).map(Some),
        None => Ok(None),
    });
    view.await?.ok_or_else(|| not_found("update"))
}

/// Begins a rollout.
pub async fn start_rollout(
    inner: &Arc<Inner>,
    file: u32,
    stations: Vec<u32>,
    when: UpdateWhen,
    confirmed: bool,
    by: &str,
) -> Result<RolloutView, Fault> {
    let mut once = stations.clone();
    once.sort_unstable();
    once.dedup();
    if !(2..=200).contains(&stations.len()) || once.len() != stations.len() {
        return Err(invalid("stations", "range"));
    }
    let new = NewRollout {
        file: FirmwareKey(file),
        stations: stations.into_iter().map(StationKey).collect(),
        when: when_of(when),
        confirmed,
        by: by.to_owned(),
    };
    let key = transfers(inner).await?.start_rollout(new).await.map_err(fault)?;
    rollout(inner, key).await
}

/// Lets the others of a rollout follow, or ends it.
pub async fn decide_rollout(inner: &Arc<Inner>, key: u32, go_on: bool) -> Result<RolloutView, Fault> {
    transfers(inner).await?.decide_rollout(RolloutKey(key), go_on).await.map_err(fault)?;
    rollout(inner, RolloutKey(key)).await
}

async fn rollout(inner: &Arc<Inner>, key: RolloutKey) -> Result<RolloutView, Fault> {
    let view = inner.read(move |reader| match reader.rollout(key)? {
        Some(rollout) => rollout_view(reader, rollout).map(Some),
        None => Ok(None),
    });
    view.await?.ok_or_else(|| not_found("rollout"))
}

/// The way to the task that owns transfers.
pub async fn transfers(inner: &Arc<Inner>) -> Result<Transfers, Fault> {
    let centre = inner.centre.read().await;
    let centre = centre.as_ref().ok_or_else(|| Fault::new(FaultCode::StorageBusy))?;
    Ok(centre.transfers().clone())
}

/// Why a transfer was not begun or not ended.
pub fn fault(error: TransferError) -> Fault {
    match error {
        TransferError::Unknown(what) => not_found(what),
        TransferError::NotAccepted => Fault::new(FaultCode::NotAccepted),
        TransferError::OtherModel { file, charger } => {
            Fault::new(FaultCode::OtherModel).with("file", file).with("charger", charger)
        }
        TransferError::Conflict(why) => Fault::new(FaultCode::Conflict).with("reason", why),
        TransferError::Store(error) => storage_fault(error),
    }
}

const fn when_of(view: UpdateWhen) -> When {
    match view {
        UpdateWhen::Now => When::Now,
        UpdateWhen::Idle => When::Idle,
        UpdateWhen::At { at, if_idle } => When::At { at: Timestamp(at), if_idle },
    }
}

/// A scheme.
pub const fn scheme_of(view: TransferScheme) -> Scheme {
    match view {
        TransferScheme::Http => Scheme::Http,
        TransferScheme::Ftp => Scheme::Ftp,
    }
}
