//! Conversations by FTP over a real socket, written by hand.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use domain::time::Timestamp;
use tempfile::TempDir;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::mpsc;

use super::super::{FileHost, Good, Incoming, Moved, Outgoing, Pass, Ports, Scheme, Ticket};
use crate::centre::Clock;

struct Bench {
    host: FileHost,
    moved: mpsc::UnboundedReceiver<Moved>,
    folder: TempDir,
}

/// A client that says what it is told to and reads whole answers.
struct Line {
    stream: TcpStream,
    read: Vec<u8>,
}

impl Bench {
    fn new() -> Self {
        let (told, moved) = mpsc::unbounded_channel();
        let clock: Clock = Arc::new(|| Timestamp(1000));
        let listen = ([127, 0, 0, 1], 0).into();
        let host = FileHost::new(Ports { http: listen, ftp: listen, passive: 0..=0 }, clock, told);
        Self { host, moved, folder: tempfile::tempdir().unwrap() }
    }

    async fn admitted(&self, good: Good) -> (Pass, SocketAddr) {
        let pass = FileHost::pass();
        self.host.admit(&pass, Scheme::Ftp, Ticket { good, until: Timestamp(2000) }).await.unwrap();
        let url = self.host.url(&pass, Scheme::Ftp, [127, 0, 0, 1].into(), "");
        let address = url.strip_suffix('/').unwrap().rsplit('@').next().unwrap().parse().unwrap();
        (pass, address)
    }

    async fn fetching(&self, content: &[u8]) -> (Pass, SocketAddr) {
        let file = self.folder.path().join("image");
        std::fs::write(&file, content).unwrap();
        let (name, size) = ("wall.bin".into(), content.len() as u64);
        self.admitted(Good::Fetch(Outgoing { file, name, size, etag: "\"abc\"".into() })).await
    }

    async fn sending(&self, most: u64) -> (Pass, SocketAddr) {
        self.admitted(Good::Send(Incoming { folder: self.folder.path().join("in"), most })).await
    }

    fn told(&mut self) -> Vec<Moved> {
        std::iter::from_fn(|| self.moved.try_recv().ok()).collect()
    }

    fn lies_in(&self, folder: &str) -> Vec<String> {
        let files = std::fs::read_dir(self.folder.path().join(folder)).into_iter().flatten().flatten();
        let mut names: Vec<_> = files.map(|file| file.file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }
}

impl Line {
    async fn open(to: SocketAddr) -> Self {
        let mut line = Self { stream: TcpStream::connect(to).await.unwrap(), read: Vec::new() };
        let greeting = line.answer().await;
        assert!(greeting.starts_with("220 "), "{greeting}");
        line
    }

    async fn login(to: SocketAddr, pass: &Pass) -> Self {
        let mut line = Self::open(to).await;
        line.says(&format!("USER {}", pass.key), "331").await;
        line.says(&format!("PASS {}", pass.password), "230").await;
        line.says("TYPE I", "200").await;
        line
    }

    /// The last line of the next answer; empty when the connection has ended.
    async fn answer(&mut self) -> String {
        loop {
            if let Some(end) = self.read.iter().position(|byte| *byte == b'\n') {
                let line: Vec<u8> = self.read.drain(..=end).collect();
                let line = String::from_utf8(line).unwrap();
                if line.len() > 3 && line.as_bytes()[..3].iter().all(u8::is_ascii_digit) && &line[3..4] != "-"
                {
                    return line.trim_end().to_owned();
                }
                continue;
            }
            let mut chunk = [0; 1024];
            let read =
                tokio::time::timeout(Duration::from_secs(30), self.stream.read(&mut chunk)).await.unwrap();
            match read {
                Ok(0) | Err(_) => return String::new(),
                Ok(length) => self.read.extend(&chunk[..length]),
            }
        }
    }

    async fn ask(&mut self, command: &str) -> String {
        drop(self.stream.write_all(format!("{command}\r\n").as_bytes()).await);
        self.answer().await
    }

    async fn says(&mut self, command: &str, code: &str) -> String {
        let answer = self.ask(command).await;
        assert!(answer.starts_with(code), "{command}: {answer}");
        answer
    }

    /// Opens a way for data.
    async fn data(&mut self) -> TcpStream {
        let answer = self.says("PASV", "227").await;
        let inside = answer.split(['(', ')']).nth(1).unwrap();
        let n: Vec<u16> = inside.split(',').map(|n| n.parse().unwrap()).collect();
        let ip = [n[0], n[1], n[2], n[3]].map(|n| u8::try_from(n).unwrap());
        TcpStream::connect(SocketAddr::from((ip, n[4] * 256 + n[5]))).await.unwrap()
    }

    async fn fetch(&mut self, command: &str) -> (Vec<u8>, String) {
        let mut data = self.data().await;
        self.says(command, "150").await;
        let mut content = Vec::new();
        data.read_to_end(&mut content).await.unwrap();
        (content, self.answer().await)
    }

    async fn store(&mut self, command: &str, content: &[u8]) -> String {
        let mut data = self.data().await;
        self.says(command, "150").await;
        // Who is refused early is not read to the end.
        drop(data.write_all(content).await);
        drop(data);
        self.answer().await
    }
}

#[tokio::test]
async fn a_file_is_fetched_whole_and_from_where_it_broke_off() {
    let mut bench = Bench::new();
    let content: Vec<u8> = (0..300_000_u32).map(|n| (n % 251) as u8).collect();
    let (pass, to) = bench.fetching(&content).await;
    let mut line = Line::login(to, &pass).await;
    assert_eq!(line.says("SIZE wall.bin", "213").await, "213 300000");
    line.says("MDTM wall.bin", "213 20").await;
    let (whole, end) = line.fetch("RETR /wall.bin").await;
    assert!(whole == content && end.starts_with("226"), "{} {end}", whole.len());
    // Hung up in the middle: the next connection goes on from there.
    let mut data = line.data().await;
    line.says("RETR wall.bin", "150").await;
    let mut some = vec![0; 1000];
    data.read_exact(&mut some).await.unwrap();
    drop((data, line));
    let mut line = Line::login(to, &pass).await;
    line.says("REST 250000", "350").await;
    let (rest, end) = line.fetch("RETR wall.bin").await;
    assert!(rest == content[250_000..] && end.starts_with("226"), "{} {end}", rest.len());
    let last = bench.told().pop().unwrap();
    assert!(matches!(last, Moved::Served { from, bytes, .. } if from + bytes == 300_000), "{last:?}");
}

#[tokio::test]
async fn extended_passive_mode_works_too() {
    let bench = Bench::new();
    let (pass, to) = bench.fetching(b"content").await;
    let mut line = Line::login(to, &pass).await;
    let answer = line.says("EPSV", "229").await;
    let port: u16 = answer.split('|').nth(3).unwrap().parse().unwrap();
    let mut data = TcpStream::connect((to.ip(), port)).await.unwrap();
    line.says("RETR wall.bin", "150").await;
    let mut content = Vec::new();
    data.read_to_end(&mut content).await.unwrap();
    assert_eq!(content, b"content");
}

#[tokio::test]
async fn who_fetches_sees_that_file_and_nothing_else() {
    let bench = Bench::new();
    let (pass, to) = bench.fetching(b"x").await;
    std::fs::write(bench.folder.path().join("secret"), "s").unwrap();
    let mut line = Line::login(to, &pass).await;
    for command in [
        "SIZE secret",
        "SIZE ../secret",
        "SIZE /../secret",
        "SIZE image",
        "MDTM other",
        "CWD ..",
        "CWD /etc",
        "MKD sub",
        "DELE wall.bin",
        "RMD /",
        "RNFR wall.bin",
    ] {
        let answer = line.ask(command).await;
        // A rename is refused at its second half at the latest.
        let answer = if answer.starts_with("350") { line.ask("RNTO other").await } else { answer };
        assert!(answer.starts_with("55"), "{command}: {answer}");
    }
    line.says("PORT 127,0,0,1,200,200", "502").await;
    for command in ["RETR ../secret", "RETR secret", "RETR /etc/passwd", "LIST", "NLST", "MLSD"] {
        let (content, end) = line.fetch(command).await;
        assert!(content.is_empty() && end.starts_with("55"), "{command}: {end}");
    }
    let end = line.store("STOR wall.bin", b"mine").await;
    assert!(end.starts_with("550"), "{end}");
    assert_eq!(bench.lies_in(""), ["image", "secret"]);
    assert_eq!(std::fs::read(bench.folder.path().join("image")).unwrap(), b"x");
}

#[tokio::test]
async fn files_come_whole_into_the_folder_of_the_transfer() {
    let mut bench = Bench::new();
    let (pass, to) = bench.sending(1000).await;
    let mut line = Line::login(to, &pass).await;
    for (command, content) in
        [("STOR diag.zip", "first"), ("STOR ../../escape", "dots"), ("STOR /logs/of/mine/diag.zip", "folder")]
    {
        let end = line.store(command, content.as_bytes()).await;
        assert!(end.starts_with("226"), "{command}: {end}");
    }
    line.says("CWD logs", "250").await;
    // Nothing can be fetched from there, the files neither, nor can they be removed.
    for command in ["SIZE diag.zip", "DELE diag.zip", "MKD x"] {
        assert!(line.ask(command).await.starts_with("550"), "{command}");
    }
    let (content, end) = line.fetch("RETR diag.zip").await;
    assert!(content.is_empty() && end.starts_with("550"), "{end}");
    let end = line.store("STOR large", &[7; 2000]).await;
    assert!(end.starts_with("552"), "{end}");
    let end = line.store("APPE last", b"last").await;
    assert!(end.starts_with("226"), "{end}");
    // A transfer has at most four files.
    let end = line.store("STOR fifth", b"5").await;
    assert!(end.starts_with("552"), "{end}");
    assert_eq!(bench.lies_in("in"), ["2-diag.zip", "diag.zip", "escape", "last"]);
    assert_eq!(bench.lies_in(""), ["in"]);
    let kept = bench.told().into_iter().filter(|moved| matches!(moved, Moved::Kept { .. })).count();
    assert_eq!(kept, 4);
}

#[tokio::test]
async fn an_endless_file_is_cut_off_and_leaves_nothing() {
    let bench = Bench::new();
    let (pass, to) = bench.sending(1_000_000).await;
    let mut line = Line::login(to, &pass).await;
    let mut data = line.data().await;
    line.says("STOR endless", "150").await;
    let chunk = [7; 65536];
    let mut sent = 0;
    while data.write_all(&chunk).await.is_ok() {
        sent += chunk.len();
        assert!(sent < 100_000_000, "nobody stops it");
    }
    let end = line.answer().await;
    assert!(end.starts_with("552"), "{end}");
    assert_eq!(bench.lies_in("in"), [""; 0]);
}

#[tokio::test]
async fn a_wrong_or_used_ticket_opens_nothing() {
    let mut bench = Bench::new();
    let (pass, to) = bench.fetching(b"x").await;
    let (other, _) = bench.fetching(b"x").await;
    for (user, password) in
        [("anonymous", "a@b"), (pass.key.as_str(), "wrong"), (pass.key.as_str(), other.password.as_str())]
    {
        let mut line = Line::open(to).await;
        line.says("SIZE wall.bin", "530").await;
        line.says(&format!("USER {user}"), "331").await;
        line.says(&format!("PASS {password}"), "530").await;
        line.says("SIZE wall.bin", "530").await;
    }
    assert_eq!(bench.told().len(), 3);
    // Who is logged in while the ticket is taken back is put out.
    let mut line = Line::login(to, &pass).await;
    bench.host.take_back(&pass.key);
    assert_eq!(line.answer().await, "");
    let mut line = Line::open(to).await;
    line.says(&format!("USER {}", pass.key), "331").await;
    line.says(&format!("PASS {}", pass.password), "530").await;
    // With the last one the port closes.
    bench.host.take_back(&other.key);
    for _ in 0..1000 {
        if TcpStream::connect(to).await.is_err() {
            return;
        }
        tokio::task::yield_now().await;
    }
    panic!("somebody still listens");
}

#[tokio::test]
async fn an_endless_command_ends_the_connection() {
    let bench = Bench::new();
    let (_, to) = bench.fetching(b"x").await;
    let mut line = Line::open(to).await;
    let mut sent = 0_u64;
    while line.stream.write_all(&[b'x'; 4096]).await.is_ok() {
        sent += 4096;
        assert!(sent < 100_000_000, "nobody stops it");
    }
    assert_eq!(line.answer().await, "");
}

#[tokio::test]
async fn two_hundred_connections_get_a_bounded_answer_and_then_there_is_room_again() {
    let bench = Bench::new();
    let (pass, to) = bench.fetching(b"content").await;
    let mut held = Vec::new();
    for _ in 0..200 {
        held.push(TcpStream::connect(to).await.unwrap());
    }
    let mut last = Line { stream: held.pop().unwrap(), read: Vec::new() };
    assert!(last.answer().await.starts_with("421"));
    drop(held);
    for _ in 0..1000 {
        let mut line = Line { stream: TcpStream::connect(to).await.unwrap(), read: Vec::new() };
        if line.answer().await.starts_with("220") {
            drop(line);
            let (content, _) = Line::login(to, &pass).await.fetch("RETR wall.bin").await;
            assert_eq!(content, b"content");
            return;
        }
    }
    panic!("no room any more");
}

#[tokio::test]
async fn data_ports_keep_to_their_range_and_their_number() {
    let bench = Bench::new();
    let (pass, to) = bench.fetching(b"x").await;
    let mut line = Line::login(to, &pass).await;
    for _ in 0..super::DATA_PORTS {
        line.says("PASV", "227").await;
    }
    line.says("PASV", "425").await;
}
