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
use futures_util::{StreamExt, stream};
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
        "trace.jsonl" => trace(door, wanted).await.unwrap_or_else(api::fault),
        "evidence.xml" => evidence(door, EvidenceFile::Values, "application/xml", wanted).await,
        "frames.jsonl" => evidence(door, EvidenceFile::Frames, JSON_LINES, wanted).await,
        "support.zip" => support(door, wanted).await.unwrap_or_else(api::fault),
        _ => report(door, &name, words).await.unwrap_or_else(api::fault),
    }
}

/// A report, a statement or records.
async fn report(door: Door, name: &str, words: HashMap<String, String>) -> Result<Response, Fault> {
    let inline = words.get("inline").is_some_and(|word| word == "true");
    let wanted = ExportWanted::read(words)?;
    let shown = door.console.export_file_name(name, &wanted).await;
    let export = door.console.export_named(name, wanted).await?;
    let kind = export.media_type();
    let disposition = disposition(&shown, inline);
    streamed(&disposition, kind, move |out| async move { door.console.export(export, out).await.map(drop) })
        .await
}

/// How a file is to be kept. Its name may hold any letter: programs that know only ASCII get a plain one (RFC 6266).
fn disposition(name: &str, inline: bool) -> String {
    let plain: String =
        name.chars().map(|c| if c.is_ascii() && c != '"' && c != '\\' { c } else { '_' }).collect();
    let whole = percent_encoding::utf8_percent_encode(name, percent_encoding::NON_ALPHANUMERIC);
    let how = if inline { "inline" } else { "attachment" };
    format!("{how}; filename=\"{plain}\"; filename*=UTF-8''{whole}")
}

async fn trace(door: Door, wanted: Wanted) -> Result<Response, Fault> {
    let Wanted { from, to, station, mask, .. } = wanted;
    let wanted = TraceWanted { from, to, station, mask };
    let disposition = disposition(&door.console.trace_file_name(&wanted).await, false);
    let write = move |out| async move { door.console.export_trace(wanted, out).await.map(drop) };
    streamed(&disposition, JSON_LINES, write).await
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

async fn support(door: Door, wanted: Wanted) -> Result<Response, Fault> {
    let Wanted { from: Some(from), to: Some(to), station: Some(station), raw, .. } = wanted else {
        return Err(Fault::new(FaultCode::Invalid).with("field", "station").with("reason", "missing"));
    };
    let wanted = SupportWanted { station, from, to, raw };
    let disposition = disposition(&door.console.support_file_name(wanted).await, false);
    let write = move |out| async move { door.console.export_support(wanted, out).await.map(drop) };
    streamed(&disposition, "application/zip", write).await
}

/// A response that goes out while it is written. What goes wrong before its first piece is told; later the transfer
/// breaks, so that nobody takes half a file for a whole one.
async fn streamed<F>(
    disposition: &str,
    kind: &str,
    write: impl FnOnce(Chunks) -> F,
) -> Result<Response, Fault>
where
    F: Future<Output = Result<(), Fault>> + Send + 'static,
{
    let (pieces_in, mut pieces) = mpsc::channel::<Result<Bytes, Fault>>(8);
    let broken = pieces_in.clone();
    let writing = write(Chunks::new(pieces_in));
    tokio::spawn(async move {
        if let Err(fault) = writing.await {
            // Nobody listens once the browser has gone.
            drop(broken.send(Err(fault)).await);
        }
    });
    let first = pieces.recv().await.transpose()?;
    let rest =
        stream::unfold(pieces, |mut pieces| async { pieces.recv().await.map(|piece| (piece, pieces)) });
    let broke = |fault: Fault| io::Error::other(format!("{:?}", fault.code));
    let body = stream::iter(first.map(Ok)).chain(rest).map(move |piece| piece.map_err(broke));
    let head = [(CONTENT_TYPE, kind), (CONTENT_DISPOSITION, disposition)];
    Ok((StatusCode::OK, head, Body::from_stream(body)).into_response())
}

/// Hands what is written on in pieces, waiting when the reader is slow.
struct Chunks {
    piece: Vec<u8>,
    out: mpsc::Sender<Result<Bytes, Fault>>,
}

const PIECE: usize = 64 * 1024;

impl Chunks {
    fn new(out: mpsc::Sender<Result<Bytes, Fault>>) -> Self {
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
