//! Logs that chargers are asked for, and the files that they sent.

use std::path::PathBuf;
use std::sync::Arc;

use central::{KEPT_BYTES, KEPT_DAYS, NewLog, Ports, Route, received_folder};
use domain::event::Event;
use domain::logs::{LogKey, LogRequest, ReceivedFile, ReceivedKey};
use domain::order::LogKind;
use domain::station::StationKey;
use domain::time::Timestamp;
use store::Reader;

use super::firmware::{fault, scheme_of, transfers};
use super::{DONE, change, not_found};
use crate::console::Inner;
use crate::fault::{Fault, FaultCode};
use crate::firewall;
use crate::look;
use crate::show::transfer as show;
use crate::view::{Done, FilePathView, LogKindView, LogRequestView, LogsView, LookView, TransferScheme};

/// A station's logs, and how it sends them.
pub async fn logs(inner: &Arc<Inner>, station: u32) -> Result<LogsView, Fault> {
    let key = StationKey(station);
    let requests = inner.read(move |reader| {
        let requests = reader.log_requests(key, 50)?;
        requests.into_iter().map(|request| log_view(reader, request)).collect()
    });
    let requests = requests.await?;
    let centre = inner.centre.read().await;
    let centre = centre.as_ref().ok_or_else(|| Fault::new(FaultCode::StorageBusy))?;
    let path = path(&centre.file_ports(), centre.route(key).await);
    Ok(LogsView { requests, path, days: KEPT_DAYS, most: KEPT_BYTES })
}

fn path(ports: &Ports, route: Route) -> FilePathView {
    FilePathView {
        offered: route.offered,
        scheme: route.scheme.ok().map(show::scheme),
        address: route.host.map(|host| host.to_string()).unwrap_or_default(),
        http_port: ports.http.port(),
        ftp_port: ports.ftp.port(),
        ftp_data_ports: (*ports.passive.start(), *ports.passive.end()),
        firewall: firewall::commands(std::env::consts::OS, ports),
    }
}

/// A request with its files.
pub fn log_view(reader: &Reader<'_>, request: LogRequest) -> Result<LogRequestView, store::Error> {
    let files = reader.received_files(request.key)?;
    Ok(show::log(request, files))
}

/// Asks a station for a log.
pub async fn ask(
    inner: &Arc<Inner>,
    station: u32,
    kind: LogKindView,
    (from, to): (Option<i64>, Option<i64>),
    scheme: Option<TransferScheme>,
    by: &str,
) -> Result<LogRequestView, Fault> {
    if from.zip(to).is_some_and(|(from, to)| from > to) {
        return Err(super::command::invalid("to", "order"));
    }
    let new = NewLog {
        station: StationKey(station),
        kind: match kind {
            LogKindView::Diagnostics => LogKind::Diagnostics,
            LogKindView::Security => LogKind::Security,
        },
        from: from.map(Timestamp),
        to: to.map(Timestamp),
        wanted: scheme.map(scheme_of),
        by: by.to_owned(),
    };
    let key = transfers(inner).await?.ask_log(new).await.map_err(fault)?;
    request(inner, key).await
}

/// Waits no longer for a log.
pub async fn cancel(inner: &Arc<Inner>, key: u32) -> Result<LogRequestView, Fault> {
    transfers(inner).await?.cancel_log(LogKey(key)).await.map_err(fault)?;
    request(inner, LogKey(key)).await
}

async fn request(inner: &Arc<Inner>, key: LogKey) -> Result<LogRequestView, Fault> {
    let view = inner.read(move |reader| match reader.log_request(key)? {
        Some(request) => log_view(reader, request).map(Some),
        None => Ok(None),
    });
    view.await?.ok_or_else(|| not_found("request"))
}

/// A received file that is still here, its request, and where it lies.
pub async fn received(inner: &Arc<Inner>, file: u32) -> Result<(ReceivedFile, StationKey, PathBuf), Fault> {
    let found = inner.read(move |reader| {
        let Some(file) = reader.received_file(ReceivedKey(file))?.filter(|file| !file.deleted) else {
            return Ok(None);
        };
        Ok(reader.log_request(file.request)?.map(|request| (file, request.station)))
    });
    let (file, station) = found.await?.ok_or_else(|| not_found("file"))?;
    let path = received_folder(&inner.store, file.request).join(&file.name);
    Ok((file, station, path))
}

/// Deletes a received file.
pub async fn remove(inner: &Arc<Inner>, file: u32) -> Result<Done, Fault> {
    let (file, station, path) = received(inner, file).await?;
    match tokio::fs::remove_file(&path).await {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            return Err(Fault::new(FaultCode::Internal).with("reason", error));
        }
        _ => {}
    }
    let now = inner.now();
    change(inner, move |write| {
        write.apply(station, Event::ReceivedRemoved { file: file.key, request: file.request }, now)?;
        Ok(Ok(()))
    })
    .await?;
    Ok(DONE)
}

/// Looks into a received file.
pub async fn look_into(inner: &Arc<Inner>, file: u32, entry: Option<u32>) -> Result<LookView, Fault> {
    let (_, _, path) = received(inner, file).await?;
    let looked = tokio::task::spawn_blocking(move || look::look(&path, entry)).await;
    let looked = looked.map_err(|error| Fault::new(FaultCode::Internal).with("reason", error))?;
    looked.map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => not_found("file"),
        _ => Fault::new(FaultCode::Invalid).with("field", "file").with("reason", "unreadable"),
    })
}
