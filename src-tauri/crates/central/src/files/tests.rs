//! The host over a real socket, requests written by hand.

use std::net::SocketAddr;
use std::path::Path;
use std::time::Duration;

use domain::time::Timestamp;
use tempfile::TempDir;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::mpsc;

use super::*;

struct Bench {
    host: FileHost,
    moved: mpsc::UnboundedReceiver<Moved>,
    folder: TempDir,
}

impl Bench {
    fn new() -> Self {
        let (told, moved) = mpsc::unbounded_channel();
        let clock: Clock = Arc::new(|| Timestamp(1000));
        let listen = ([127, 0, 0, 1], 0).into();
        let host = FileHost::new(Ports { http: listen, ftp: listen, passive: 0..=0 }, clock, told);
        Self { host, moved, folder: tempfile::tempdir().unwrap() }
    }

    async fn fetching(&self, content: &[u8]) -> (String, SocketAddr) {
        let file = self.folder.path().join("image");
        std::fs::write(&file, content).unwrap();
        let out =
            Outgoing { file, name: "wall.bin".into(), size: content.len() as u64, etag: "\"abc\"".into() };
        self.admitted(Good::Fetch(out)).await
    }

    async fn sending(&self, most: u64) -> (String, SocketAddr) {
        self.sending_to("in", most).await
    }

    async fn sending_to(&self, folder: &str, most: u64) -> (String, SocketAddr) {
        let place = Incoming { folder: self.folder.path().join(folder), most };
        self.admitted(Good::Send(place)).await
    }

    async fn admitted(&self, good: Good) -> (String, SocketAddr) {
        let pass = FileHost::pass();
        let address = self.admitted_by(&pass, good).await;
        (pass.key, address)
    }

    async fn admitted_by(&self, pass: &Pass, good: Good) -> SocketAddr {
        self.host.admit(pass, Scheme::Http, Ticket { good, until: Timestamp(2000) }).await.unwrap();
        let url = self.host.url(pass, Scheme::Http, [127, 0, 0, 1].into(), "");
        url.strip_prefix("http://").unwrap().split('/').next().unwrap().parse().unwrap()
    }

    fn kept(&mut self) -> Vec<(String, Vec<u8>)> {
        let mut files = Vec::new();
        while let Ok(moved) = self.moved.try_recv() {
            if let Moved::Kept { file, .. } = moved {
                files.push((
                    file.file_name().unwrap().to_str().unwrap().to_owned(),
                    std::fs::read(file).unwrap(),
                ));
            }
        }
        files
    }

    fn lies_in(&self, folder: &str) -> usize {
        std::fs::read_dir(self.folder.path().join(folder)).map_or(0, Iterator::count)
    }
}

/// Sends a request; gives the head of the answer and its body.
async fn exchange(to: SocketAddr, request: &[u8]) -> (String, Vec<u8>) {
    let mut stream = TcpStream::connect(to).await.unwrap();
    // Who is refused early may not be read to the end.
    drop(stream.write_all(request).await);
    let mut answer = Vec::new();
    drop(tokio::time::timeout(Duration::from_secs(20), stream.read_to_end(&mut answer)).await.unwrap());
    let end = answer.windows(4).position(|four| four == b"\r\n\r\n").map_or(answer.len(), |at| at + 4);
    (String::from_utf8_lossy(&answer[..end]).to_lowercase(), answer[end..].to_vec())
}

fn get(method: &str, path: &str, more: &str) -> Vec<u8> {
    format!("{method} {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n{more}\r\n").into_bytes()
}

fn send(method: &str, path: &str, more: &str, body: &[u8]) -> Vec<u8> {
    let head = format!(
        "{method} {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: {}\r\n{more}\r\n",
        body.len()
    );
    [head.as_bytes(), body].concat()
}

#[tokio::test]
async fn a_file_is_fetched_whole_in_parts_and_looked_at() {
    let bench = Bench::new();
    let content: Vec<u8> = (0..200_000_u32).map(|n| (n % 251) as u8).collect();
    let (key, to) = bench.fetching(&content).await;
    let path = format!("/{key}/wall.bin");
    let (head, body) = exchange(to, &get("GET", &path, "")).await;
    assert!(
        head.starts_with("http/1.1 200")
            && head.contains("etag: \"abc\"")
            && head.contains("accept-ranges: bytes"),
        "{head}"
    );
    assert_eq!(body, content);
    let (head, body) =
        exchange(to, &get("GET", &path, "Range: bytes=150000-\r\nIf-Range: \"abc\"\r\n")).await;
    assert!(
        head.starts_with("http/1.1 206") && head.contains("content-range: bytes 150000-199999/200000"),
        "{head}"
    );
    assert_eq!(body, content[150_000..]);
    let (head, body) = exchange(to, &get("HEAD", &path, "")).await;
    assert!(head.contains("content-length: 200000") && body.is_empty(), "{head}");
    assert!(exchange(to, &get("GET", &path, "Range: bytes=200000-\r\n")).await.0.starts_with("http/1.1 416"));
    assert!(
        exchange(to, &get("GET", &path, "If-None-Match: \"abc\"\r\n")).await.0.starts_with("http/1.1 304")
    );
}

#[tokio::test]
async fn nothing_else_is_there_and_nothing_is_listed() {
    let bench = Bench::new();
    let (key, to) = bench.fetching(b"x").await;
    std::fs::write(bench.folder.path().join("secret"), "s").unwrap();
    for path in [
        "/".to_owned(),
        format!("/{key}"),
        format!("/{key}/"),
        format!("/{key}/other.bin"),
        format!("/{key}/../secret"),
        format!("/{key}/..%2Fsecret"),
        format!("/{key}/%2e%2e/secret"),
        "/0123456789abcdef0123456789abcdef/wall.bin".to_owned(),
    ] {
        let (head, _) = exchange(to, &get("GET", &path, "")).await;
        assert!(head.starts_with("http/1.1 404") || head.starts_with("http/1.1 405"), "{path}: {head}");
    }
    assert!(
        exchange(to, &send("PUT", &format!("/{key}/x"), "", b"mine")).await.0.starts_with("http/1.1 404")
    );
}

#[tokio::test]
async fn files_come_by_put_post_chunks_and_forms_and_keep_to_their_folder() {
    let mut bench = Bench::new();
    let (key, to) = bench.sending(1000).await;
    let is_kept = |head: &str| assert!(head.starts_with("http/1.1 201"), "{head}");
    is_kept(&exchange(to, &send("PUT", &format!("/{key}/diag.zip"), "", b"put")).await.0);
    is_kept(&exchange(to, &send("POST", &format!("/{key}/diag.zip"), "", b"post")).await.0);
    is_kept(&exchange(to, &send("PUT", &format!("/{key}/..%2F..%2Fescape"), "", b"dots")).await.0);
    is_kept(&exchange(to, &send("POST", &format!("/{key}"), "", b"nameless")).await.0);
    // A transfer has at most four files.
    let (head, _) = exchange(to, &send("PUT", &format!("/{key}/fifth"), "", b"5")).await;
    assert!(head.starts_with("http/1.1 409"), "{head}");
    let (key, to) = bench.sending_to("other", 1000).await;
    let chunked = format!(
        "PUT /{key}/chunks HTTP/1.1\r\nHost: x\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n"
    );
    is_kept(&exchange(to, chunked.as_bytes()).await.0);
    let form = b"--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"../log 1.txt\"\r\n\r\nform\r\n--b--\r\n";
    let kind = "Content-Type: multipart/form-data; boundary=b\r\n";
    is_kept(&exchange(to, &send("POST", &format!("/{key}/"), kind, form)).await.0);
    let mut kept = bench.kept();
    kept.sort();
    let expected: [(&str, &[u8]); 6] = [
        ("2-diag.zip", b"post"),
        ("chunks", b"abcde"),
        ("diag.zip", b"put"),
        ("escape", b"dots"),
        ("log_1.txt", b"form"),
        ("upload.bin", b"nameless"),
    ];
    let expected = expected.map(|(name, bytes)| (name.to_owned(), bytes.to_vec()));
    assert_eq!(kept, expected);
    assert_eq!((bench.lies_in("in"), bench.lies_in("other"), bench.lies_in("")), (4, 2, 2));
}

#[tokio::test]
async fn continue_is_said_before_a_large_file_and_too_large_a_one_leaves_nothing() {
    let mut bench = Bench::new();
    let (key, to) = bench.sending(100_000).await;
    let (head, rest) =
        exchange(to, &send("PUT", &format!("/{key}/a"), "Expect: 100-continue\r\n", &[7; 60_000])).await;
    let all = head + &String::from_utf8_lossy(&rest).to_lowercase();
    assert!(all.contains("100 continue") && all.contains("201 created"), "{all}");
    // The limit is of all files together.
    let (head, _) = exchange(to, &send("PUT", &format!("/{key}/b"), "", &[7; 60_000])).await;
    assert!(head.starts_with("http/1.1 413"), "{head}");
    assert_eq!(bench.kept().len(), 1);
    assert_eq!(bench.lies_in("in"), 1);
    // One that hangs up in the middle leaves nothing either.
    let mut stream = TcpStream::connect(to).await.unwrap();
    stream
        .write_all(format!("PUT /{key}/c HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nhalf").as_bytes())
        .await
        .unwrap();
    drop(stream);
    while !matches!(bench.moved.recv().await.unwrap(), Moved::Refused { why: "the file broke off", .. }) {}
    assert_eq!(bench.lies_in("in"), 1);
}

#[tokio::test]
async fn who_is_refused_while_still_sending_gets_to_read_why() {
    let bench = Bench::new();
    let (key, to) = bench.sending(100_000).await;
    for _ in 0..5 {
        let (head, body) = exchange(to, &send("PUT", &format!("/{key}/a"), "", &[7; 8_000_000])).await;
        assert!(head.starts_with("http/1.1 413") && body == b"the file is larger than allowed", "{head}");
    }
}

#[tokio::test]
async fn a_pass_is_good_again_after_a_restart_and_what_was_not_whole_is_gone() {
    let before = Bench::new();
    let folder = before.folder.path().join("in");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join(".0.part"), "half").unwrap();
    std::fs::write(folder.join("first"), [7; 600]).unwrap();
    let pass = FileHost::pass();
    let place = Incoming { folder: folder.clone(), most: 1000 };
    let to = before.admitted_by(&pass, Good::Send(place)).await;
    assert!(!folder.join(".0.part").exists() && folder.join("first").exists());
    let path = format!("/{}/log", pass.key);
    assert!(exchange(to, &send("PUT", &path, "", &[7; 401])).await.0.starts_with("http/1.1 413"));
    assert!(exchange(to, &send("PUT", &path, "", &[7; 400])).await.0.starts_with("http/1.1 201"));
}

#[tokio::test]
async fn the_port_is_open_only_while_a_ticket_is_out() {
    let bench = Bench::new();
    assert_eq!(bench.host.sweep(Timestamp(0)), None);
    let (first, to) = bench.fetching(b"x").await;
    let (second, same) = bench.sending(10).await;
    assert_eq!(to, same);
    bench.host.take_back(&first);
    assert!(TcpStream::connect(to).await.is_ok());
    assert!(exchange(to, &get("GET", &format!("/{first}/wall.bin"), "")).await.0.starts_with("http/1.1 404"));
    bench.host.take_back(&second);
    closed(to).await;
    let (_, again) = bench.fetching(b"x").await;
    assert_eq!(bench.host.sweep(Timestamp(1999)), Some(Timestamp(2000)));
    assert!(TcpStream::connect(again).await.is_ok());
    assert_eq!(bench.host.sweep(Timestamp(2000)), None);
    closed(again).await;
}

/// Nobody listens there; the task that did ends in its own time.
async fn closed(address: SocketAddr) {
    for _ in 0..1000 {
        if TcpStream::connect(address).await.is_err() {
            return;
        }
        tokio::task::yield_now().await;
    }
    panic!("somebody still listens at {address}");
}

#[tokio::test]
async fn two_hundred_connections_get_a_bounded_answer_and_then_there_is_room_again() {
    let bench = Bench::new();
    let (key, to) = bench.fetching(b"content").await;
    let mut held = Vec::new();
    for _ in 0..200 {
        let mut stream = TcpStream::connect(to).await.unwrap();
        drop(stream.write_all(b"GET /").await);
        held.push(stream);
    }
    let mut last = held.pop().unwrap();
    let mut answer = String::new();
    drop(last.read_to_string(&mut answer).await);
    assert!(answer.starts_with("HTTP/1.1 503") && answer.contains("Retry-After"), "{answer}");
    drop(held);
    let request = get("GET", &format!("/{key}/wall.bin"), "");
    for _ in 0..1000 {
        let (head, body) = exchange(to, &request).await;
        if head.starts_with("http/1.1 200") {
            assert_eq!(body, b"content");
            return;
        }
    }
    panic!("no room any more");
}

#[test]
fn a_folder_of_a_transfer_is_nowhere_but_below_the_data_folder() {
    // The caller gives the folder; names from outside never leave it.
    let folder = Path::new("/data/files/in/1");
    for name in ["../../x", "/etc/passwd", "..\\x", "."] {
        assert_eq!(folder.join(ticket::harmless(name)).parent(), Some(folder));
    }
}
