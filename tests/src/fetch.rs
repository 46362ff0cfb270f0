//! A charger's own way to files: HTTP and FTP, written by hand.

use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;

use crate::time::within;

/// An address that a charger was given.
#[derive(Debug, Clone)]
pub struct Url {
    /// `http` or `ftp`.
    pub scheme: String,
    /// Name and password, if there are any.
    pub login: Option<(String, String)>,
    /// Host and port.
    pub host: String,
    /// With the first slash.
    pub path: String,
}

impl Url {
    /// Takes an address apart.
    pub fn of(address: &str) -> Self {
        let (scheme, rest) = address.split_once("://").expect("a scheme");
        let (host, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
        let (login, host) = match host.split_once('@') {
            Some((login, host)) => (login.split_once(':'), host),
            None => (None, host),
        };
        Self {
            scheme: scheme.to_owned(),
            login: login.map(|(name, password)| (name.to_owned(), password.to_owned())),
            host: host.to_owned(),
            path: if path.is_empty() { "/".to_owned() } else { path.to_owned() },
        }
    }
}

impl Url {
    /// A file below this place.
    pub fn to(&self, name: &str) -> Self {
        Self { path: format!("{}{name}", self.path), ..self.clone() }
    }
}

/// What came of a request.
#[derive(Debug)]
pub struct Fetched {
    /// The status; 0 = the connection just ended.
    pub status: u16,
    /// The head, in small letters.
    pub head: String,
    /// What came of the body.
    pub body: Vec<u8>,
}

/// Sends a request by HTTP, and reads at most so many bytes of the answer before the cable is cut.
pub async fn request(method: &str, url: &Url, headers: &str, body: &[u8], most: usize) -> Fetched {
    let mut stream = TcpStream::connect(&url.host).await.expect("the port for files is open");
    let length = if body.is_empty() { String::new() } else { format!("Content-Length: {}\r\n", body.len()) };
    let head = format!(
        "{method} {} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n{length}{headers}\r\n",
        url.path, url.host
    );
    stream.write_all(head.as_bytes()).await.expect("it listens");
    // Whoever is refused early does not get to say everything.
    drop(stream.write_all(body).await);
    let mut answer = Vec::new();
    let most = u64::try_from(most).expect("a length");
    // A refusal in the middle of a body may arrive as a cut.
    drop(within("an answer at the port for files", stream.take(most).read_to_end(&mut answer)).await);
    if answer.is_empty() {
        return Fetched { status: 0, head: String::new(), body: Vec::new() };
    }
    let (status, head, body) = split(&answer);
    Fetched { status, head: head.to_lowercase(), body: body.to_vec() }
}

/// Status, head and body of an answer.
pub(crate) fn split(answer: &[u8]) -> (u16, String, &[u8]) {
    let end = answer.windows(4).position(|four| four == b"\r\n\r\n").expect("a head and a body");
    let head = String::from_utf8(answer[..end].to_vec()).expect("text");
    let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).expect("a status");
    (status, head, &answer[end + 4..])
}

/// A conversation by FTP that has logged in; `None` when it was refused.
async fn ftp(url: &Url) -> Option<BufReader<TcpStream>> {
    let stream = TcpStream::connect(&url.host).await.expect("the port for FTP is open");
    let mut talk = BufReader::new(stream);
    assert_eq!(ftp_answer(&mut talk).await.0, 220);
    let (name, password) = url.login.clone().expect("a login");
    ftp_say(&mut talk, &format!("USER {name}")).await;
    let (code, _) = ftp_say(&mut talk, &format!("PASS {password}")).await;
    if code != 230 {
        return None;
    }
    assert_eq!(ftp_say(&mut talk, "TYPE I").await.0, 200);
    Some(talk)
}

async fn ftp_say(talk: &mut BufReader<TcpStream>, line: &str) -> (u16, String) {
    talk.get_mut().write_all(format!("{line}\r\n").as_bytes()).await.expect("it listens");
    ftp_answer(talk).await
}

async fn ftp_answer(talk: &mut BufReader<TcpStream>) -> (u16, String) {
    loop {
        let mut line = String::new();
        let read = within("a word by FTP", talk.read_line(&mut line)).await.unwrap_or(0);
        if read == 0 {
            return (0, line);
        }
        // The last line of an answer has a blank after its number.
        if line.get(3..4) == Some(" ")
            && let Some(code) = line.get(..3).and_then(|code| code.parse().ok())
        {
            return (code, line);
        }
    }
}

/// Where the data goes.
async fn ftp_data(talk: &mut BufReader<TcpStream>) -> TcpStream {
    let (code, line) = ftp_say(talk, "PASV").await;
    assert_eq!(code, 227, "{line}");
    let numbers = line.split(['(', ')']).nth(1).expect("an address");
    let numbers: Vec<u16> = numbers.split(',').map(|part| part.trim().parse().expect("a number")).collect();
    let [a, b, c, d, high, low] = numbers[..] else { panic!("{line}") };
    let address = format!("{a}.{b}.{c}.{d}:{}", high * 256 + low);
    TcpStream::connect(address).await.expect("the port for data is open")
}

/// Fetches a file by FTP from a byte on, at most so many bytes; gives the last code (0 when the cable was cut by us) and
/// what came.
pub async fn ftp_fetch(url: &Url, from: usize, most: Option<usize>) -> (u16, Vec<u8>) {
    let Some(mut talk) = ftp(url).await else { return (530, Vec::new()) };
    let mut data = ftp_data(&mut talk).await;
    if from > 0 {
        assert_eq!(ftp_say(&mut talk, &format!("REST {from}")).await.0, 350);
    }
    let (code, _) = ftp_say(&mut talk, &format!("RETR {}", url.path.trim_start_matches('/'))).await;
    let mut bytes = Vec::new();
    if code != 150 {
        return (code, bytes);
    }
    if let Some(most) = most {
        bytes.resize(most, 0);
        within("a part of the file", data.read_exact(&mut bytes)).await.expect("it comes");
        return (0, bytes);
    }
    within("the file", data.read_to_end(&mut bytes)).await.expect("it comes");
    (ftp_answer(&mut talk).await.0, bytes)
}

/// Sends a file by FTP; gives the last code.
pub async fn ftp_send(url: &Url, name: &str, bytes: &[u8]) -> u16 {
    let Some(mut talk) = ftp(url).await else { return 530 };
    let mut data = ftp_data(&mut talk).await;
    let (code, _) = ftp_say(&mut talk, &format!("STOR {name}")).await;
    if code != 150 {
        return code;
    }
    drop(data.write_all(bytes).await);
    drop(data.shutdown().await);
    drop(data);
    ftp_answer(&mut talk).await.0
}

/// SHA-256 of bytes, in hexadecimal digits.
pub fn sha256(bytes: &[u8]) -> String {
    let digest = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, bytes);
    digest.as_ref().iter().map(|byte| format!("{byte:02x}")).collect()
}
