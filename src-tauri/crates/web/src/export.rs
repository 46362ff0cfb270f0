//! `GET /api/export/<report>.<format>`: files, streamed while they are written.

use std::collections::HashMap;
use std::io;

use axum::body::{Body, Bytes};
use axum::extract::{Path, Query, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use bridge::fault::{Fault, FaultCode};
use bridge::{EvidenceFile, ExportWanted, SupportWanted, TraceWanted};
use futures_util::stream;
use serde::Deserialize;
use tokio::sync::mpsc;

use crate::api;
use crate::server::Door;
use crate::sign_in::is_operator;

/// Which messages, and whether id tokens are masked (`mask=true`); or a support bundle of a charger (`raw=true`: with logs
/// as it sent them); or the evidence of a `session`. What reports are asked is read by [`ExportWanted`].
#[derive(Deserialize)]
pub struct Wanted {
    from: Option<i64>,
    to: Option<i64>,
    station: Option<u32>,
    #[serde(default)]
    mask: bool,
    #[serde(default)]
    raw: bool,
    session: Option<u32>,
}

const JSON_LINES: &str = "application/jsonl; charset=utf-8";

/// Writes a report into the response.
pub async fn file(
    State(door): State<Door>,
    Path(name): Path<String>,
    Query(wanted): Query<Wanted>,
    Query(words): Query<HashMap<String, String>>,
    headers: HeaderMap,
) -> Response {
    if !is_operator(&headers, &door.token) {
        return api::fault(Fault::new(FaultCode::NotSignedIn));
    }
    match name.as_str() {
        "trace.jsonl" => trace(door, wanted).await,
        "evidence.xml" => evidence(door, EvidenceFile::Values, "application/xml", wanted).await,
        "frames.jsonl" => evidence(door, EvidenceFile::Frames, JSON_LINES, wanted).await,
        "support.zip" => support(door, wanted).await,
        _ => report(door, &name, words).await.unwrap_or_else(api::fault),
    }
}

/// A report, a statement or records. A table of sessions goes out row by row; all else is whole before the first byte, so
/// that what goes wrong can still be told.
async fn report(door: Door, name: &str, words: HashMap<String, String>) -> Result<Response, Fault> {
    let inline = words.get("inline").is_some_and(|word| word == "true");
    let wanted = ExportWanted::read(words)?;
    let shown = door.console.export_file_name(name, &wanted).await;
    let export = door.console.export_named(name, wanted).await?;
    let kind = export.media_type();
    if export.is_streamed() {
        return Ok(streamed(&shown, kind, move |out| async move {
            door.console.export(export, out).await.map(drop)
        }));
    }
    let bytes = door.console.export(export, Vec::new()).await?;
    let head = [(CONTENT_TYPE, kind.to_owned()), (CONTENT_DISPOSITION, disposition(&shown, inline))];
    Ok((StatusCode::OK, head, bytes).into_response())
}

/// How a file is to be kept. Its name may hold any letter: programs that know only ASCII get a plain one (RFC 6266).
fn disposition(name: &str, inline: bool) -> String {
    let plain: String =
        name.chars().map(|c| if c.is_ascii() && c != '"' && c != '\\' { c } else { '_' }).collect();
    let whole = percent_encoding::utf8_percent_encode(name, percent_encoding::NON_ALPHANUMERIC);
    let how = if inline { "inline" } else { "attachment" };
    format!("{how}; filename=\"{plain}\"; filename*=UTF-8''{whole}")
}

async fn trace(door: Door, wanted: Wanted) -> Response {
    let Wanted { from, to, station, mask, .. } = wanted;
    let wanted = TraceWanted { from, to, station, mask };
    let name = door.console.trace_file_name(&wanted).await;
    streamed(
        &name,
        JSON_LINES,
        move |out| async move { door.console.export_trace(wanted, out).await.map(drop) },
    )
}

async fn evidence(door: Door, file: EvidenceFile, kind: &str, wanted: Wanted) -> Response {
    let Some(session) = wanted.session else {
        return api::fault(Fault::new(FaultCode::Invalid).with("field", "session").with("reason", "missing"));
    };
    match door.console.evidence_file(file, session).await {
        Ok(bytes) => {
            let disposition = disposition(&file.name(session), false);
            ([(CONTENT_TYPE, kind), (CONTENT_DISPOSITION, disposition.as_str())], bytes).into_response()
        }
        Err(fault) => api::fault(fault),
    }
}

async fn support(door: Door, wanted: Wanted) -> Response {
    let Wanted { from: Some(from), to: Some(to), station: Some(station), raw, .. } = wanted else {
        return api::fault(Fault::new(FaultCode::Invalid).with("field", "station").with("reason", "missing"));
    };
    let wanted = SupportWanted { station, from, to, raw };
    // Faults are told before the first byte, while there can still be a status.
    if let Err(fault) = door.console.preview_support(wanted).await {
        return api::fault(fault);
    }
    let name = door.console.support_file_name(wanted).await;
    streamed(&name, "application/zip", move |out| async move {
        door.console.export_support(wanted, out).await.map(drop)
    })
}

/// A response that goes out while it is written.
fn streamed<F>(name: &str, kind: &str, write: impl FnOnce(Chunks) -> F) -> Response
where
    F: Future<Output = Result<(), Fault>> + Send + 'static,
{
    let (chunks_in, chunks) = mpsc::channel(8);
    let broken = chunks_in.clone();
    let writing = write(Chunks::new(chunks_in));
    tokio::spawn(async move {
        if let Err(fault) = writing.await {
            // The head is out already: the transfer must break, so that nobody takes half a file for a whole one.
            let error = io::Error::other(format!("{:?}", fault.code));
            drop(broken.send(Err(error)).await);
        }
    });
    let body =
        stream::unfold(chunks, |mut chunks| async { chunks.recv().await.map(|chunk| (chunk, chunks)) });
    let head = [(CONTENT_TYPE, kind.to_owned()), (CONTENT_DISPOSITION, disposition(name, false))];
    (StatusCode::OK, head, Body::from_stream(body)).into_response()
}

/// Hands what is written on in pieces, waiting when the reader is slow.
struct Chunks {
    piece: Vec<u8>,
    out: mpsc::Sender<io::Result<Bytes>>,
}

const PIECE: usize = 64 * 1024;

impl Chunks {
    fn new(out: mpsc::Sender<io::Result<Bytes>>) -> Self {
        Self { piece: Vec::with_capacity(PIECE), out }
    }
}

impl io::Write for Chunks {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.piece.extend_from_slice(bytes);
        if self.piece.len() >= PIECE {
            self.flush()?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.piece.is_empty() {
            return Ok(());
        }
        let piece = std::mem::replace(&mut self.piece, Vec::with_capacity(PIECE));
        self.out.blocking_send(Ok(piece.into())).map_err(|_| io::ErrorKind::BrokenPipe.into())
    }
}
