//! A charger fetches: GET and HEAD with ranges, streamed from the disk.

use std::io::{self, SeekFrom};
use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::header::{
    ACCEPT_RANGES, CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_RANGE, CONTENT_TYPE, ETAG, IF_NONE_MATCH,
    IF_RANGE, RANGE, X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderMap, HeaderName, Method, StatusCode};
use axum::response::{IntoResponse, Response};
use futures_util::future::ready;
use futures_util::{StreamExt, TryStreamExt};
use tokio::fs::File;
use tokio::io::{AsyncReadExt, AsyncSeekExt};
use tokio_util::io::ReaderStream;

use super::door::refuse;
use super::pass::Scheme;
use super::range::{Part, part};
use super::ticket::{Good, Outgoing};
use super::{Moved, Shared};

/// So much is read from the disk at once.
const CHUNK: usize = 64 * 1024;

pub(super) async fn fetch(
    State(shared): State<Arc<Shared>>,
    Path((key, name)): Path<(String, String)>,
    method: Method,
    headers: HeaderMap,
) -> Response {
    let ticket = shared.tickets.look(&key, Scheme::Http, (shared.clock)());
    let Some(Good::Fetch(out)) = ticket.as_ref().map(|ticket| &ticket.good).filter(|good| is(good, &name))
    else {
        shared.tell(Moved::Refused { key: ticket.map(|_| key), why: "there is nothing here" });
        return refuse(StatusCode::NOT_FOUND, "there is nothing here");
    };
    let header = |name: HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    if header(IF_NONE_MATCH).is_some_and(|tag| tag == out.etag) {
        return (StatusCode::NOT_MODIFIED, [(ETAG, out.etag.clone())]).into_response();
    }
    let asked = part(header(RANGE), header(IF_RANGE), &out.etag, out.size);
    let (status, from, length) = match asked {
        Part::Whole => (StatusCode::OK, 0, out.size),
        Part::Bytes(first, last) => (StatusCode::PARTIAL_CONTENT, first, last - first + 1),
        Part::Nothing => {
            let range = format!("bytes */{}", out.size);
            return (StatusCode::RANGE_NOT_SATISFIABLE, [(CONTENT_RANGE, range)]).into_response();
        }
    };
    let body = if method == Method::HEAD {
        Body::empty()
    } else {
        match opened(out, from).await {
            Ok(file) => streamed(shared, key, file, from, length),
            Err(error) => {
                tracing::warn!(%error, file = %out.file.display(), "a file for a charger cannot be read");
                shared.tell(Moved::Refused { key: Some(key), why: "the file cannot be read" });
                return refuse(StatusCode::INTERNAL_SERVER_ERROR, "the file cannot be read");
            }
        }
    };
    let mut response = Response::builder()
        .status(status)
        .header(CONTENT_TYPE, "application/octet-stream")
        .header(CONTENT_LENGTH, length)
        .header(ACCEPT_RANGES, "bytes")
        .header(ETAG, &out.etag)
        .header(CONTENT_DISPOSITION, format!("attachment; filename=\"{}\"", out.name))
        .header(X_CONTENT_TYPE_OPTIONS, "nosniff");
    if status == StatusCode::PARTIAL_CONTENT {
        response = response.header(CONTENT_RANGE, format!("bytes {from}-{}/{}", from + length - 1, out.size));
    }
    response.body(body).unwrap_or_else(|_| {
        refuse(StatusCode::INTERNAL_SERVER_ERROR, "the file has a name that cannot be told")
    })
}

fn is(good: &Good, name: &str) -> bool {
    matches!(good, Good::Fetch(out) if out.name == name)
}

async fn opened(out: &Outgoing, from: u64) -> io::Result<File> {
    let mut file = File::open(&out.file).await?;
    file.seek(SeekFrom::Start(from)).await?;
    Ok(file)
}

fn streamed(shared: Arc<Shared>, key: String, file: File, from: u64, length: u64) -> Body {
    let mut at = from;
    let chunks = ReaderStream::with_capacity(file.take(length), CHUNK).and_then(move |chunk| {
        let bytes = chunk.len() as u64;
        let still = shared.still(&key, Scheme::Http);
        if still {
            shared.tell(Moved::Served { key: key.clone(), from: at, bytes });
            at += bytes;
        }
        // Who is still reading when the ticket is over is cut off.
        ready(if still { Ok(chunk) } else { Err(io::ErrorKind::TimedOut.into()) })
    });
    Body::from_stream(chunks.boxed())
}
