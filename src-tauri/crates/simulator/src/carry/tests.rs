//! Files over a real socket, against a few lines that pass for a server.

use std::sync::{Arc, Mutex};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use super::*;

/// Serves so many bytes by HTTP, with parts; remembers the heads of all requests.
async fn server(content: Vec<u8>) -> (String, Arc<Mutex<Vec<String>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let url = format!("http://{}/k/wall-2.4.0.bin", listener.local_addr().expect("it has one"));
    let heads: Arc<Mutex<Vec<String>>> = Arc::default();
    let told = Arc::clone(&heads);
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            drop(answer(stream, &content, &told).await);
        }
    });
    (url, heads)
}

async fn answer(mut stream: TcpStream, content: &[u8], heads: &Mutex<Vec<String>>) -> std::io::Result<()> {
    let mut read = Vec::new();
    let end = loop {
        if let Some(end) = read.windows(4).position(|four| four == b"\r\n\r\n") {
            break end;
        }
        stream.read_buf(&mut read).await?;
    };
    let head = String::from_utf8_lossy(&read[..end]).to_lowercase();
    let number = |name: &str| {
        let line = head.lines().find_map(|line| line.strip_prefix(name))?;
        line.trim().trim_start_matches("bytes=").trim_end_matches('-').parse::<usize>().ok()
    };
    let (length, from) = (number("content-length:").unwrap_or(0), number("range:"));
    while read.len() < end + 4 + length {
        stream.read_buf(&mut read).await?;
    }
    let got = String::from_utf8_lossy(&read).into_owned();
    heads.lock().expect("nobody fell over").push(got);
    let rest = &content[from.unwrap_or(0)..];
    let word = if from.is_some() { "206 Partial Content" } else { "200 OK" };
    let head = format!("HTTP/1.1 {word}\r\nETag: \"e\"\r\nContent-Length: {}\r\n\r\n", rest.len());
    stream.write_all(head.as_bytes()).await?;
    stream.write_all(rest).await
}

#[tokio::test]
async fn a_file_whose_connection_was_lost_is_fetched_from_where_it_broke_off() {
    let (url, heads) = server(vec![7; 3_000_000]).await;
    let image = fetch(&url, Mishap::Drops).await.expect("it comes");
    assert_eq!(image, Image { version: Some("2.4.0".to_owned()), intact: true });
    let heads = heads.lock().expect("nobody fell over").clone();
    assert_eq!(heads.len(), 2, "{heads:?}");
    assert!(heads[1].contains("range: bytes=1") && heads[1].contains("if-range: \"e\""), "{}", heads[1]);
}

#[tokio::test]
async fn one_that_gives_up_does_so_half_way() {
    let (url, heads) = server(vec![7; 100_000]).await;
    assert!(matches!(fetch(&url, Mishap::GivesUp).await, Err(Error::GaveUp)));
    assert_eq!(heads.lock().expect("nobody fell over").len(), 1);
}

#[tokio::test]
async fn a_log_goes_out_by_put_post_and_form() {
    let (url, heads) = server(Vec::new()).await;
    let folder = url.replace("wall-2.4.0.bin", "");
    for how in [How::Put, How::Post, How::Form] {
        send(&folder, "a.log", b"lines".to_vec(), how).await.expect("it is taken");
    }
    let heads = heads.lock().expect("nobody fell over").clone();
    assert!(heads[0].starts_with("PUT /k/a.log ") && heads[0].ends_with("\r\n\r\nlines"), "{}", heads[0]);
    assert!(heads[1].starts_with("POST /k/a.log ") && heads[1].ends_with("\r\n\r\nlines"), "{}", heads[1]);
    assert!(
        heads[2].contains("filename=\"a.log\"") && heads[2].contains("\r\n\r\nlines\r\n--"),
        "{}",
        heads[2]
    );
}

#[test]
fn addresses_are_taken_apart() {
    let address = Address::read("ftp://key:pass@192.168.1.5:2121/wall.bin").expect("an address");
    assert!(address.ftp && address.name() == "wall.bin");
    assert_eq!((address.user.as_str(), address.password.as_str()), ("key", "pass"));
    assert_eq!((address.host.as_str(), address.path.as_str()), ("192.168.1.5:2121", "/wall.bin"));
    let folder = Address::read("http://[fd00::1]/key/").expect("an address").with("a.zip");
    assert_eq!((folder.host.as_str(), folder.path.as_str()), ("[fd00::1]:80", "/key/a.zip"));
    assert!(matches!(Address::read("sftp://x/y"), Err(Error::Refused(_))));
    assert!(matches!(Address::read("nonsense"), Err(Error::Refused(_))));
}
