//! `GET /api/export/<report>.<format>`: files, streamed while they are written.

use std::io;

use axum::body::{Body, Bytes};
use axum::extract::{Path, Query, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use bridge::ExportFormat;
use bridge::fault::{Fault, FaultCode};
use bridge::view::SessionQuery;
use futures_util::stream;
use serde::Deserialize;
use tokio::sync::mpsc;

use crate::api;
use crate::server::Door;
use crate::sign_in::is_operator;

/// Which sessions, in which flavour (`machine`, the default, or `spreadsheet`).
#[derive(Deserialize)]
pub struct Wanted {
    from: Option<i64>,
    to: Option<i64>,
    station: Option<u32>,
    text: Option<String>,
    flavour: Option<String>,
}

/// Writes a report into the response.
pub async fn file(
    State(door): State<Door>,
    Path(name): Path<String>,
    Query(wanted): Query<Wanted>,
    headers: HeaderMap,
) -> Response {
    if !is_operator(&headers, &door.token) {
        return api::fault(Fault::new(FaultCode::NotSignedIn));
    }
    if name != "sessions.csv" {
        return api::fault(Fault::new(FaultCode::NotFound).with("what", "report"));
    }
    let flavour = wanted.flavour.as_deref().unwrap_or("machine");
    let Some(format) = ExportFormat::from_name(flavour) else {
        return api::fault(Fault::new(FaultCode::Invalid).with("field", "flavour").with("reason", "unknown"));
    };
    let Wanted { from, to, station, text, .. } = wanted;
    let query = SessionQuery { from, to, station, text, limit: 0, offset: 0 };
    let (chunks_in, chunks) = mpsc::channel(8);
    let broken = chunks_in.clone();
    tokio::spawn(async move {
        let written = door.console.export_sessions(format, query, Chunks::new(chunks_in)).await;
        if let Err(fault) = written {
            // The head is out already: the transfer must break, so that nobody takes half a file for a whole one.
            let error = io::Error::other(format!("{:?}", fault.code));
            drop(broken.send(Err(error)).await);
        }
    });
    let body =
        stream::unfold(chunks, |mut chunks| async { chunks.recv().await.map(|chunk| (chunk, chunks)) });
    let disposition = format!("attachment; filename=\"{name}\"");
    let head = [(CONTENT_TYPE, "text/csv; charset=utf-8"), (CONTENT_DISPOSITION, disposition.as_str())];
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
