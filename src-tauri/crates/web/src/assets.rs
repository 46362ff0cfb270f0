//! The built interface, inside the program.

use axum::body::Body;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::http::{StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use rust_embed::RustEmbed;

#[derive(RustEmbed)]
#[folder = "../../../ui/dist"]
struct Dist;

const NOT_BUILT: &str = "<!doctype html><meta charset=utf-8><title>Forecourt</title>\
    <p>Forecourt runs, but its pages were not built into this program. Build it with <code>cargo xtask run</code>.";

/// One file of the interface; any unknown path gives 404, the root gives the page.
pub async fn serve(uri: Uri) -> Response {
    let path = uri.path().trim_start_matches('/');
    let path = if path.is_empty() { "index.html" } else { path };
    let Some(file) = Dist::get(path) else {
        if path == "index.html" {
            return ([(CONTENT_TYPE, "text/html; charset=utf-8")], NOT_BUILT).into_response();
        }
        return StatusCode::NOT_FOUND.into_response();
    };
    let mime = mime_guess::from_path(path).first_or_octet_stream();
    // File names under assets/ carry a hash of their content.
    let cache = if path.starts_with("assets/") { "public, max-age=31536000, immutable" } else { "no-cache" };
    ([(CONTENT_TYPE, mime.as_ref()), (CACHE_CONTROL, cache)], Body::from(file.data)).into_response()
}
