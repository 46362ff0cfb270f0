//! The request that opens a connection: what it asks for, and how it is answered. Pure.

use percent_encoding::percent_decode_str;

/// The head of a request, as far as it matters here.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Request {
    /// The path as sent.
    pub path: String,
    /// It asks for a WebSocket.
    pub upgrade: bool,
    /// Its WebSocket key.
    pub key: Option<String>,
    /// Sub-protocols offered, in the station's order.
    pub offered: Vec<String>,
    /// The `Authorization` header.
    pub authorization: Option<String>,
    /// It looks like a web browser.
    pub browser: bool,
}

/// What the first bytes on a connection turned out to be.
#[derive(Debug, PartialEq, Eq)]
pub enum Head {
    /// More bytes are needed.
    Partial,
    /// A whole head, and where it ends.
    Whole(Request, usize),
    /// The beginning of a TLS handshake.
    Tls,
    /// Nothing that we understand.
    Garbage,
}

/// A head longer than this, in bytes, is garbage.
pub const HEAD_MAX: usize = 8 * 1024;

/// Reads the beginning of a connection.
///
/// A missing `Connection: Upgrade` is forgiven: some chargers leave it out.
pub fn read(bytes: &[u8]) -> Head {
    if let [0x16, 0x03, ..] = bytes {
        return Head::Tls;
    }
    let mut headers = [httparse::EMPTY_HEADER; 48];
    let mut parsed = httparse::Request::new(&mut headers);
    match parsed.parse(bytes) {
        Ok(httparse::Status::Complete(end)) => Head::Whole(request(&parsed), end),
        Ok(httparse::Status::Partial) if bytes.len() < HEAD_MAX => Head::Partial,
        _ => Head::Garbage,
    }
}

fn request(parsed: &httparse::Request<'_, '_>) -> Request {
    let mut request = Request { path: parsed.path.unwrap_or("/").to_owned(), ..Request::default() };
    let mut websocket = false;
    for header in parsed.headers.iter() {
        let value = String::from_utf8_lossy(header.value);
        let value = value.trim();
        match header.name.to_ascii_lowercase().as_str() {
            "upgrade" => websocket = value.to_ascii_lowercase().contains("websocket"),
            "sec-websocket-key" => request.key = Some(value.to_owned()),
            "sec-websocket-protocol" => {
                let names = value.split(',').map(str::trim).filter(|name| !name.is_empty());
                request.offered.extend(names.map(str::to_owned));
            }
            "authorization" => request.authorization = Some(value.to_owned()),
            "user-agent" => request.browser = value.starts_with("Mozilla/"),
            _ => {}
        }
    }
    request.upgrade = websocket && parsed.method == Some("GET");
    request
}

/// The identity in a path: its last segment that is not empty, percent-decoded. `None` when there is none or it
/// holds what no identity may hold (control characters, more than 255 bytes).
pub fn identity(path: &str) -> Option<String> {
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let segment = path.split('/').rfind(|segment| !segment.is_empty())?;
    let identity = percent_decode_str(segment).decode_utf8_lossy().trim().to_owned();
    let usable = !identity.is_empty() && identity.len() <= 255 && !identity.chars().any(char::is_control);
    usable.then_some(identity)
}

/// The answer that completes an upgrade.
pub fn switching(accept: &str, subprotocol: Option<&str>) -> String {
    let protocol = subprotocol.map(|name| format!("Sec-WebSocket-Protocol: {name}\r\n")).unwrap_or_default();
    format!(
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: {accept}\r\n{protocol}\r\n"
    )
}

/// An answer that refuses, with a sentence for whoever reads it.
pub fn refusal(status: &str, headers: &str, sentence: &str) -> String {
    let body = format!("{sentence}\n");
    format!(
        "HTTP/1.1 {status}\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: {}\r\nConnection: close\r\n{headers}\r\n{body}",
        body.len()
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    const UPGRADE: &str = "GET /ocpp/CP%2001 HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nSec-WebSocket-Key: k\r\nSec-WebSocket-Protocol: ocpp2.0.1, ocpp1.6\r\n\r\n";

    #[test]
    fn an_upgrade_without_a_connection_header_is_understood() {
        let Head::Whole(request, end) = read(UPGRADE.as_bytes()) else { panic!("not whole") };
        assert!(request.upgrade);
        assert_eq!(request.offered, ["ocpp2.0.1", "ocpp1.6"]);
        assert_eq!(end, UPGRADE.len());
        assert_eq!(read(&UPGRADE.as_bytes()[..20]), Head::Partial);
    }

    #[test]
    fn tls_and_garbage_are_told_apart() {
        assert_eq!(read(&[0x16, 0x03, 0x01, 0x02]), Head::Tls);
        assert_eq!(read(b"\x00\x01\x02\x03"), Head::Garbage);
        assert_eq!(read(&vec![b'a'; HEAD_MAX + 1]), Head::Garbage);
    }

    #[test]
    fn the_identity_is_the_last_segment_that_is_not_empty() {
        let id = |path: &str| identity(path);
        assert_eq!(id("/ocpp/CP%20M%C3%BCller"), Some("CP Müller".to_owned()));
        assert_eq!(id("///CP01"), Some("CP01".to_owned()));
        assert_eq!(id("/any/prefix/CP01/"), Some("CP01".to_owned()));
        assert_eq!(id("/CP01/CP01?x=1"), Some("CP01".to_owned()));
        assert_eq!(id("/"), None);
        assert_eq!(id("/%00"), None);
    }
}
