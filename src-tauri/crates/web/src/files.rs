//! Files through the browser: firmware in, received files out, streamed either way.

use axum::Json;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use bridge::Intake;
use bridge::fault::{Fault, FaultCode};
use bridge::view::FirmwareFileView;
use futures_util::StreamExt;
use tokio_util::io::ReaderStream;

use crate::api;
use crate::server::Door;
use crate::sign_in::is_operator;

/// `PUT /api/firmware/<name>`: the body is a firmware file; answers with what the library knows of it.
pub async fn add(
    State(door): State<Door>,
    Path(name): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Response {
    if !is_operator(&headers, &door.token) {
        return api::fault(Fault::new(FaultCode::NotSignedIn));
    }
    match taken(&door, &name, body).await {
        Ok(view) => (StatusCode::CREATED, Json(view)).into_response(),
        Err(fault) => api::fault(fault),
    }
}

async fn taken(door: &Door, name: &str, body: Body) -> Result<FirmwareFileView, Fault> {
    let mut intake = door.console.add_firmware(name)?;
    let mut pieces = body.into_data_stream();
    while let Some(piece) = pieces.next().await {
        let piece =
            piece.map_err(|_| Fault::new(FaultCode::Invalid).with("field", "file").with("reason", "cut"))?;
        intake = blocking(move || {
            intake.take(&piece)?;
            Ok(intake)
        })
        .await?;
    }
    door.console.keep_firmware(intake).await
}

async fn blocking(work: impl FnOnce() -> Result<Intake, Fault> + Send + 'static) -> Result<Intake, Fault> {
    let done = tokio::task::spawn_blocking(work).await;
    done.unwrap_or_else(|error| Err(Fault::new(FaultCode::Internal).with("reason", error)))
}

/// `GET /api/received/<id>`: a file that a charger sent, as a download that no browser opens by itself.
pub async fn received(State(door): State<Door>, Path(file): Path<u32>, headers: HeaderMap) -> Response {
    if !is_operator(&headers, &door.token) {
        return api::fault(Fault::new(FaultCode::NotSignedIn));
    }
    let (name, path) = match door.console.received(file).await {
        Ok(found) => found,
        Err(fault) => return api::fault(fault),
    };
    match tokio::fs::File::open(&path).await {
        Ok(file) => {
            let disposition = format!("attachment; filename=\"{name}\"");
            let head =
                [(CONTENT_TYPE, "application/octet-stream"), (CONTENT_DISPOSITION, disposition.as_str())];
            (head, Body::from_stream(ReaderStream::new(file))).into_response()
        }
        Err(_) => api::fault(Fault::new(FaultCode::NotFound).with("what", "file")),
    }
}
