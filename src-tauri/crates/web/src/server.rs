//! The HTTP server of the browser console: routes, headers, start and stop.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::header::{
    CONTENT_SECURITY_POLICY, HeaderValue, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
};
use axum::response::Response;
use axum::routing::{get, post, put};
use bridge::Console;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::{api, assets, events, export, files};

/// What every route holds.
#[derive(Clone)]
pub struct Door {
    pub console: Arc<Console>,
    pub token: Arc<str>,
    pub closing: watch::Receiver<bool>,
}

/// The running server.
pub struct Server {
    address: SocketAddr,
    closing: watch::Sender<bool>,
    task: JoinHandle<()>,
}

/// Why the browser console does not start.
#[derive(Debug, thiserror::Error)]
pub enum ServerError {
    /// Something else listens there.
    #[error(
        "port {0} for the browser console is already in use. Close the other program that listens on it, or choose another port with --web."
    )]
    PortTaken(u16),
    /// The address cannot be used.
    #[error("the browser console cannot listen on {0} ({1}). Choose another address with --web.")]
    Address(SocketAddr, std::io::Error),
}

/// Styles are the one exception: charts are SVG and carry style attributes of their own.
const CSP: &str = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; object-src 'none'; \
    base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
/// Longest request body, in bytes.
const BODY_MAX: usize = 256 * 1024;

impl Server {
    /// Starts to listen.
    ///
    /// # Errors
    /// [`ServerError`], each with the next step.
    pub async fn start(
        address: SocketAddr,
        console: Arc<Console>,
        token: String,
    ) -> Result<Self, ServerError> {
        let listener = TcpListener::bind(address).await.map_err(|error| match error.kind() {
            std::io::ErrorKind::AddrInUse => ServerError::PortTaken(address.port()),
            _ => ServerError::Address(address, error),
        })?;
        let bound = listener.local_addr().map_err(|error| ServerError::Address(address, error))?;
        let (closing, closed) = watch::channel(false);
        let door = Door { console, token: token.into(), closing: closed.clone() };
        let task = tokio::spawn(async move {
            let mut closed = closed;
            let serve = axum::serve(listener, router(door));
            let stop = async move { drop(closed.changed().await) };
            if let Err(error) = serve.with_graceful_shutdown(stop).await {
                tracing::error!(%error, "the browser console ended");
            }
        });
        Ok(Self { address: bound, closing, task })
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Lets running requests finish for a moment, then ends.
    pub async fn stop(self) {
        self.closing.send_replace(true);
        let abort = self.task.abort_handle();
        if tokio::time::timeout(Duration::from_secs(1), self.task).await.is_err() {
            abort.abort();
        }
    }
}

fn router(door: Door) -> Router {
    Router::new()
        .route("/api", post(api::request))
        .route("/api/sign-in", post(api::sign_in))
        .route("/api/events", get(events::open))
        .route("/api/export/{name}", get(export::file))
        .route("/api/firmware/{name}", put(files::add).layer(DefaultBodyLimit::disable()))
        .route("/api/received/{file}", get(files::received))
        .fallback(get(assets::serve))
        .layer(DefaultBodyLimit::max(BODY_MAX))
        .layer(axum::middleware::map_response(guarded))
        .with_state(door)
}

/// Headers that keep other pages out.
async fn guarded(mut response: Response) -> Response {
    let headers = response.headers_mut();
    headers.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(CSP));
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(X_FRAME_OPTIONS, HeaderValue::from_static("DENY"));
    headers.insert(REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    response
}
