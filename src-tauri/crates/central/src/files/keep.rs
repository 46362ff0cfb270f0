//! A charger sends: PUT, raw POST and multipart POST, streamed to the disk within bounds. A file is there whole or not at
//! all.

use std::path::{Path as FilePath, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::{FromRequest, Multipart, Path, Request, State};
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use futures_util::{Stream, StreamExt};
use tokio::fs::{self, File};
use tokio::io::AsyncWriteExt;

use super::door::refuse;
use super::ticket::{Good, Incoming, harmless};
use super::{Moved, Shared};

/// A charger that sends nothing for so long is given up.
const SILENCE: Duration = Duration::from_secs(30);
/// Every so many bytes it is told how much has come.
const TOLD: u64 = 256 * 1024;

type Refusal = (StatusCode, &'static str);

const GONE: Refusal = (StatusCode::NOT_FOUND, "there is nothing here");
const BROKEN: Refusal = (StatusCode::BAD_REQUEST, "the file broke off");
const TOO_LONG: Refusal = (StatusCode::PAYLOAD_TOO_LARGE, "the file is larger than allowed");
const TOO_SLOW: Refusal = (StatusCode::REQUEST_TIMEOUT, "nothing came for half a minute");
const NO_ROOM: Refusal = (StatusCode::INSUFFICIENT_STORAGE, "the file cannot be written");

pub(super) async fn raw(
    State(shared): State<Arc<Shared>>,
    Path((key, name)): Path<(String, String)>,
    request: Request,
) -> Response {
    whole(&shared, &key, &name, request).await
}

pub(super) async fn raw_here(
    State(shared): State<Arc<Shared>>,
    Path(key): Path<String>,
    request: Request,
) -> Response {
    whole(&shared, &key, "", request).await
}

pub(super) async fn posted(
    State(shared): State<Arc<Shared>>,
    Path((key, name)): Path<(String, String)>,
    request: Request,
) -> Response {
    either(&shared, &key, &name, request).await
}

pub(super) async fn posted_here(
    State(shared): State<Arc<Shared>>,
    Path(key): Path<String>,
    request: Request,
) -> Response {
    either(&shared, &key, "", request).await
}

async fn either(shared: &Arc<Shared>, key: &str, name: &str, request: Request) -> Response {
    let kind = request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if !kind.trim_start().to_ascii_lowercase().starts_with("multipart/form-data") {
        return whole(shared, key, name, request).await;
    }
    let kept = parts(shared, key, request).await;
    answer(shared, key, kept)
}

async fn whole(shared: &Arc<Shared>, key: &str, name: &str, request: Request) -> Response {
    let kept = async {
        let (place, mut left) = place(shared, key)?;
        let body = Body::from(request.into_body()).into_data_stream();
        keep(shared, key, &place, name, body, &mut left).await
    };
    answer(shared, key, kept.await)
}

/// Keeps every part that is a file; the others are form fields that nobody needs.
async fn parts(shared: &Arc<Shared>, key: &str, request: Request) -> Result<(), Refusal> {
    let (place, mut left) = place(shared, key)?;
    let mut form = Multipart::from_request(request, &()).await.map_err(|_| BROKEN)?;
    let mut files = 0;
    loop {
        let next = tokio::time::timeout(SILENCE, form.next_field()).await.map_err(|_| TOO_SLOW)?;
        let Some(field) = next.map_err(|_| BROKEN)? else { break };
        let Some(name) = field.file_name().or(field.name()).map(str::to_owned) else { continue };
        keep(shared, key, &place, &name, field, &mut left).await?;
        files += 1;
    }
    if files == 0 { Err((StatusCode::BAD_REQUEST, "the form holds no file")) } else { Ok(()) }
}

/// Where a ticket's files go, and how many bytes may still come.
fn place(shared: &Shared, key: &str) -> Result<(Incoming, u64), Refusal> {
    let ticket = shared.tickets.look(key, (shared.clock)()).ok_or(GONE)?;
    match &ticket.good {
        Good::Send(place) => {
            let used: u64 = std::fs::read_dir(&place.folder)
                .map(|files| {
                    files.flatten().filter_map(|file| file.metadata().ok()).map(|file| file.len()).sum()
                })
                .unwrap_or_default();
            Ok((place.clone(), place.most.saturating_sub(used)))
        }
        Good::Fetch(_) => Err(GONE),
    }
}

/// Writes a stream to a file that gets its name when it is whole.
async fn keep<E>(
    shared: &Arc<Shared>,
    key: &str,
    place: &Incoming,
    name: &str,
    mut stream: impl Stream<Item = Result<Bytes, E>> + Unpin,
    left: &mut u64,
) -> Result<(), Refusal> {
    fs::create_dir_all(&place.folder).await.map_err(|_| NO_ROOM)?;
    let part = Unfinished(place.folder.join(format!(".{}.part", uuid::Uuid::new_v4().simple())));
    let mut file = File::create(&part.0).await.map_err(|_| NO_ROOM)?;
    let (mut bytes, mut told) = (0_u64, 0);
    loop {
        let next = tokio::time::timeout(SILENCE, stream.next()).await.map_err(|_| TOO_SLOW)?;
        let Some(chunk) = next else { break };
        let chunk = chunk.map_err(|_| BROKEN)?;
        let length = chunk.len() as u64;
        *left = left.checked_sub(length).ok_or(TOO_LONG)?;
        file.write_all(&chunk).await.map_err(|_| NO_ROOM)?;
        bytes += length;
        if bytes - told >= TOLD {
            told = bytes;
            shared.tell(Moved::Coming { key: key.to_owned(), bytes });
        }
    }
    file.sync_all().await.map_err(|_| NO_ROOM)?;
    let file = free(&place.folder, &harmless(name)).await;
    fs::rename(&part.0, &file).await.map_err(|_| NO_ROOM)?;
    shared.tell(Moved::Kept { key: key.to_owned(), file, bytes });
    Ok(())
}

/// A name in the folder that no file has yet.
async fn free(folder: &FilePath, name: &str) -> PathBuf {
    let mut path = folder.join(name);
    let mut number = 2;
    while fs::try_exists(&path).await.unwrap_or(false) {
        path = folder.join(format!("{number}-{name}"));
        number += 1;
    }
    path
}

/// A file that is not whole yet; gone when it is dropped under its own name.
struct Unfinished(PathBuf);

impl Drop for Unfinished {
    fn drop(&mut self) {
        // After it got its name it is no longer there.
        drop(std::fs::remove_file(&self.0));
    }
}

fn answer(shared: &Shared, key: &str, kept: Result<(), Refusal>) -> Response {
    match kept {
        Ok(()) => StatusCode::CREATED.into_response(),
        Err((status, why)) => {
            let known = (status != StatusCode::NOT_FOUND).then(|| key.to_owned());
            shared.tell(Moved::Refused { key: known, why });
            refuse(status, why)
        }
    }
}
