//! The port for files: connections within bounds, and who goes where.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Request};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;

use super::pace::{Paced, SPAN, watched};
use super::{Moved, Shared, fetch, keep};

/// More connections than this at a time are told to come back.
const CONNECTIONS: usize = 64;
/// How long a request's head may take.
const PATIENCE: Duration = Duration::from_secs(10);
/// So much of what is still sent after a refusal is read, in bytes, for so long.
const LINGER: u64 = 16 * 1024 * 1024;
const GOODBYE: Duration = Duration::from_secs(2);
/// What those are told that come when all places are taken.
const BUSY: &str =
    "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 10\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";

/// Accepts connections until the task is aborted.
pub(super) async fn accept(listener: TcpListener, shared: Arc<Shared>) {
    let places = Arc::new(Semaphore::new(CONNECTIONS));
    let routes = routes(Arc::clone(&shared));
    loop {
        let Ok((mut stream, _)) = listener.accept().await else {
            // Out of file handles: wait for some to come back instead of spinning.
            tokio::time::sleep(Duration::from_millis(20)).await;
            continue;
        };
        match Arc::clone(&places).try_acquire_owned() {
            Ok(place) => {
                let routes = routes.clone();
                tokio::spawn(async move {
                    serve(stream, routes).await;
                    drop(place);
                });
            }
            Err(_) => {
                shared.tell(Moved::Refused { key: None, why: "too many connections at a time" });
                tokio::spawn(async move { drop(stream.write_all(BUSY.as_bytes()).await) });
            }
        }
    }
}

async fn serve(stream: TcpStream, routes: Router) {
    let mut server = hyper::server::conn::http1::Builder::new();
    server.timer(TokioTimer::new()).header_read_timeout(PATIENCE).max_headers(64);
    let (stream, watch) = watched(stream);
    let connection = server.serve_connection(TokioIo::new(stream), TowerToHyperService::new(routes));
    tokio::select! {
        // A charger that hangs up in the middle comes back for the rest.
        done = connection.without_shutdown() => if let Ok(parts) = done {
            linger(parts.io.into_inner()).await;
        },
        () = watch.too_slow(SPAN) => {}
    }
}

/// Closes a connection so that a refusal arrives: whoever is cut off while still sending does not get to read it.
async fn linger(mut stream: Paced) {
    drop(stream.shutdown().await);
    let (mut rest, mut nowhere) = (stream.take(LINGER), tokio::io::sink());
    drop(tokio::time::timeout(GOODBYE, tokio::io::copy(&mut rest, &mut nowhere)).await);
}

fn routes(shared: Arc<Shared>) -> Router {
    let whole = || get(fetch::fetch).put(keep::raw).post(keep::posted);
    Router::new()
        .route("/{key}/{*name}", whole())
        .route("/{key}/", post(keep::posted_here).put(keep::raw_here))
        .route("/{key}", post(keep::posted_here).put(keep::raw_here))
        .fallback(nothing)
        .layer(DefaultBodyLimit::disable())
        .with_state(shared)
}

async fn nothing(request: Request) -> Response {
    drop(request);
    refuse(StatusCode::NOT_FOUND, "there is nothing here")
}

/// A refusal with its sentence; the connection ends, so that nobody goes on to send.
pub(super) fn refuse(status: StatusCode, why: &'static str) -> Response {
    (status, [("connection", "close")], why).into_response()
}
