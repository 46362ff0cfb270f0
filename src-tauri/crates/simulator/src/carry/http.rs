//! Files over HTTP.

use http_body_util::{BodyExt, Empty, Full};
use hyper::body::{Body, Bytes};
use hyper::client::conn::http1;
use hyper::header::{CONTENT_TYPE, ETAG, HOST, HeaderName, IF_RANGE, RANGE};
use hyper::{Method, Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;
use tokio::task::AbortHandle;

use super::hash::Hash;
use super::{Address, Error, lost, patiently, take};
use crate::work::{How, Mishap};

/// Separates a form's parts; occurs in no log.
const BOUNDARY: &str = "----forecourt-7c1f9a52e0";

/// The task of a connection, which ends with this.
struct Line(AbortHandle);

impl Drop for Line {
    fn drop(&mut self) {
        self.0.abort();
    }
}

async fn ask<B>(
    address: &Address,
    request: Request<B>,
) -> Result<(Response<hyper::body::Incoming>, Line), Error>
where
    B: Body + Send + 'static,
    B::Data: Send,
    B::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
{
    let stream = patiently(TcpStream::connect(&address.host)).await?;
    let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await.map_err(lost)?;
    let line = Line(tokio::spawn(async move { drop(connection.await) }).abort_handle());
    let response = patiently(sender.send_request(request)).await?;
    Ok((response, line))
}

fn request<B>(
    address: &Address,
    method: Method,
    headers: &[(HeaderName, String)],
    body: B,
) -> Result<Request<B>, Error> {
    let mut request = Request::builder().method(method).uri(&address.path).header(HOST, &address.host);
    for (name, value) in headers {
        request = request.header(name, value);
    }
    request.body(body).map_err(|error| Error::Refused(error.to_string()))
}

/// Fetches what is missing of a file.
pub(super) async fn fetch(address: &Address, hash: &mut Hash, mishap: Mishap) -> Result<(), Error> {
    let from = hash.length();
    let mut headers = Vec::new();
    if from > 0 {
        headers.push((RANGE, format!("bytes={from}-")));
        headers.extend(hash.etag.clone().map(|tag| (IF_RANGE, tag)));
    }
    let request = request(address, Method::GET, &headers, Empty::<Bytes>::new())?;
    let (response, _line) = ask(address, request).await?;
    match response.status() {
        StatusCode::PARTIAL_CONTENT if from > 0 => {}
        // Another file by now, or a server that knows no parts: all over again.
        StatusCode::OK => *hash = Hash::new(address.name()),
        status if status.is_server_error() => return Err(lost(status)),
        status => return Err(Error::Refused(status.to_string())),
    }
    hash.etag = response.headers().get(ETAG).and_then(|tag| tag.to_str().ok()).map(str::to_owned);
    let mut body = response.into_body();
    let whole = body.size_hint().exact().map(|rest| hash.length() + rest);
    while !body.is_end_stream() {
        let frame =
            async { body.frame().await.unwrap_or_else(|| Ok(hyper::body::Frame::data(Bytes::new()))) };
        let Ok(piece) = patiently(frame).await?.into_data() else { continue };
        if piece.is_empty() {
            break;
        }
        take(hash, &piece, whole, mishap)?;
    }
    match whole {
        Some(whole) if hash.length() < whole => Err(lost("the file is not whole")),
        _ => Ok(()),
    }
}

/// Sends a file.
pub(super) async fn send(address: &Address, name: &str, content: Vec<u8>, how: How) -> Result<(), Error> {
    let (method, kind, body) = match how {
        How::Put => (Method::PUT, "application/octet-stream".to_owned(), content),
        How::Post => (Method::POST, "application/octet-stream".to_owned(), content),
        How::Form => {
            (Method::POST, format!("multipart/form-data; boundary={BOUNDARY}"), form(name, &content))
        }
    };
    let request = request(address, method, &[(CONTENT_TYPE, kind)], Full::new(Bytes::from(body)))?;
    let (response, _line) = ask(address, request).await?;
    match response.status() {
        status if status.is_success() => Ok(()),
        status => Err(Error::Refused(status.to_string())),
    }
}

fn form(name: &str, content: &[u8]) -> Vec<u8> {
    let disposition = format!("Content-Disposition: form-data; name=\"file\"; filename=\"{name}\"");
    let head = format!("--{BOUNDARY}\r\n{disposition}\r\nContent-Type: application/octet-stream\r\n\r\n");
    [head.as_bytes(), content, format!("\r\n--{BOUNDARY}--\r\n").as_bytes()].concat()
}
