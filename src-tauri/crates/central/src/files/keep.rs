//! A charger sends over HTTP: PUT, raw POST and multipart POST.

use std::sync::Arc;
use std::time::Duration;

use axum::body::Bytes;
use axum::extract::{FromRequest, Multipart, Path, Request, State};
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use futures_util::{Stream, StreamExt};

use super::coming::{Coming, Why};
use super::door::refuse;
use super::pass::Scheme;
use super::{Moved, Shared};

/// A charger that sends nothing for so long is given up.
const SILENCE: Duration = Duration::from_secs(30);

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
    let kept = match Coming::begin(shared, key, Scheme::Http).await {
        Ok(coming) => keep(coming, name, request.into_body().into_data_stream()).await,
        Err(why) => Err(why),
    };
    answer(shared, key, kept)
}

/// Keeps every part that is a file; the others are form fields that nobody needs.
async fn parts(shared: &Arc<Shared>, key: &str, request: Request) -> Result<(), Why> {
    let mut next = Coming::begin(shared, key, Scheme::Http).await.map(Some)?;
    let mut form = Multipart::from_request(request, &()).await.map_err(|_| Why::Broken)?;
    let mut files = 0;
    loop {
        let field = tokio::time::timeout(SILENCE, form.next_field()).await.map_err(|_| Why::TooSlow)?;
        let Some(field) = field.map_err(|_| Why::Broken)? else { break };
        let Some(name) = field.file_name().or(field.name()).map(str::to_owned) else { continue };
        let coming = match next.take() {
            Some(coming) => coming,
            None => Coming::begin(shared, key, Scheme::Http).await?,
        };
        keep(coming, &name, field).await?;
        files += 1;
    }
    if files == 0 { Err(Why::Empty) } else { Ok(()) }
}

async fn keep<E>(
    mut coming: Coming,
    name: &str,
    mut stream: impl Stream<Item = Result<Bytes, E>> + Unpin,
) -> Result<(), Why> {
    loop {
        let piece = tokio::time::timeout(SILENCE, stream.next()).await.map_err(|_| Why::TooSlow)?;
        let Some(piece) = piece else { break };
        coming.take(&piece.map_err(|_| Why::Broken)?).await?;
    }
    coming.finish(name).await.map(drop)
}

fn answer(shared: &Shared, key: &str, kept: Result<(), Why>) -> Response {
    match kept {
        Ok(()) => StatusCode::CREATED.into_response(),
        Err(why) => {
            let known = (why != Why::Nothing).then(|| key.to_owned());
            shared.tell(Moved::Refused { key: known, why: why.sentence() });
            refuse(status(why), why.sentence())
        }
    }
}

fn status(why: Why) -> StatusCode {
    match why {
        Why::Nothing => StatusCode::NOT_FOUND,
        Why::Enough => StatusCode::CONFLICT,
        Why::Broken | Why::Empty => StatusCode::BAD_REQUEST,
        Why::TooLong => StatusCode::PAYLOAD_TOO_LARGE,
        Why::TooSlow | Why::Over => StatusCode::REQUEST_TIMEOUT,
        Why::NoRoom => StatusCode::INSUFFICIENT_STORAGE,
    }
}
