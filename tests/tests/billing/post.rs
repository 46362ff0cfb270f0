//! A mail server written by hand. It takes letters, or behaves badly when it is told to; opened letters are read by
//! Python's own reader of mail.

use std::collections::VecDeque;
use std::process::Command;
use std::sync::{Arc, Mutex};

use acceptance::python;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

/// How a connection is treated that is not served well.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Manner {
    /// Neither name nor password are accepted.
    RefusesTheLogin,
    /// It hears the whole letter, and goes away without a word.
    HangsUpOnTheLetter,
}

/// What somebody brought.
#[derive(Debug, Clone, Default)]
pub struct Letter {
    /// What was said to log in, decoded: name and password, each after a zero byte.
    pub login: String,
    /// The sender on the envelope.
    pub from: String,
    /// The recipients on the envelope.
    pub to: Vec<String>,
    /// The letter itself, as it came.
    pub text: String,
}

#[derive(Default)]
struct Inside {
    manners: VecDeque<Manner>,
    taken: Vec<Letter>,
    dropped: Vec<Letter>,
}

/// The server. It ends with its test.
pub struct PostOffice {
    /// Where it listens.
    pub port: u16,
    inside: Arc<Mutex<Inside>>,
}

impl PostOffice {
    pub async fn open() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let inside = Arc::new(Mutex::new(Inside::default()));
        let shared = Arc::clone(&inside);
        tokio::spawn(async move {
            while let Ok((socket, _)) = listener.accept().await {
                serve(socket, &shared).await;
            }
        });
        Self { port, inside }
    }

    /// The next connection is treated like this; those after it well again.
    pub fn once(&self, manner: Manner) {
        self.inside.lock().expect("nobody panicked").manners.push_back(manner);
    }

    /// The letters that it said it had taken.
    pub fn taken(&self) -> Vec<Letter> {
        self.inside.lock().expect("nobody panicked").taken.clone()
    }

    /// The letters that it heard and did not take.
    pub fn dropped(&self) -> Vec<Letter> {
        self.inside.lock().expect("nobody panicked").dropped.clone()
    }

    /// The account that leads to it.
    pub fn account(&self) -> Value {
        json!({
            "host": "127.0.0.1", "port": self.port, "security": "none", "user": "forecourt",
            "from": "charging@site.example",
        })
    }
}

async fn serve(socket: TcpStream, inside: &Mutex<Inside>) {
    let manner = inside.lock().expect("nobody panicked").manners.pop_front();
    let (read, mut write) = socket.into_split();
    let mut lines = BufReader::new(read).lines();
    let mut letter = Letter::default();
    let mut body = false;
    drop(write.write_all(b"220 post.example\r\n").await);
    while let Ok(Some(line)) = lines.next_line().await {
        if body && line != "." {
            letter.text.push_str(line.strip_prefix('.').unwrap_or(&line));
            letter.text.push_str("\r\n");
            continue;
        }
        let (verb, rest) = line.split_once([' ', ':']).unwrap_or((&line, ""));
        let address = || rest.split(['<', '>']).nth(1).unwrap_or_default().to_owned();
        let answer = match verb.to_ascii_uppercase().as_str() {
            "." => {
                body = false;
                let whole = std::mem::take(&mut letter);
                let mut inside = inside.lock().expect("nobody panicked");
                if manner == Some(Manner::HangsUpOnTheLetter) {
                    inside.dropped.push(whole);
                    return;
                }
                inside.taken.push(whole);
                "250 2.0.0 taken"
            }
            "EHLO" => "250-post.example\r\n250 AUTH PLAIN",
            "AUTH" if manner == Some(Manner::RefusesTheLogin) => "535 5.7.8 not with these credentials",
            "AUTH" => {
                let told = STANDARD.decode(rest.trim_start_matches("PLAIN ")).expect("base64");
                letter.login = String::from_utf8(told).expect("text");
                "235 2.7.0 welcome"
            }
            "MAIL" => {
                letter.from = address();
                "250 2.1.0 fine"
            }
            "RCPT" => {
                letter.to.push(address());
                "250 2.1.5 fine"
            }
            "DATA" => {
                body = true;
                "354 go on"
            }
            "QUIT" => {
                drop(write.write_all(b"221 2.0.0 bye\r\n").await);
                return;
            }
            _ => "250 2.0.0 fine",
        };
        drop(write.write_all(format!("{answer}\r\n").as_bytes()).await);
    }
}

/// A letter as its reader sees it.
pub struct Opened {
    /// What about.
    pub subject: String,
    /// From whom.
    pub from: String,
    /// To whom.
    pub to: Vec<String>,
    /// What it says.
    pub text: String,
    /// Names, media types and bytes of what goes with it.
    pub files: Vec<(String, String, Vec<u8>)>,
}

impl Letter {
    /// Opens it. A reader that we did not write must find nothing wrong with it.
    pub fn open(&self) -> Opened {
        let script = "import base64, email, email.policy, json, sys
letter = email.message_from_bytes(open(sys.argv[1], 'rb').read(), policy=email.policy.default)
body = letter.get_body(('plain',))
print(json.dumps({
    'subject': letter['subject'], 'from': str(letter['from']), 'to': [a.addr_spec for a in letter['to'].addresses],
    'dated': letter['date'].datetime is not None, 'id': letter['message-id'], 'text': body.get_content(),
    'wrong': [str(defect) for part in letter.walk() for defect in part.defects],
    'files': [[part.get_filename(), part.get_content_type(), base64.b64encode(part.get_content()
        if isinstance(part.get_content(), bytes) else part.get_payload(decode=True)).decode()]
        for part in letter.iter_attachments()],
}))";
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("letter.eml");
        std::fs::write(&path, &self.text).expect("a file");
        let out = Command::new(python())
            .args(["-X", "utf8", "-c", script])
            .arg(&path)
            .output()
            .expect("Python runs");
        assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
        let found: Value = serde_json::from_slice(&out.stdout).expect("JSON");
        assert_eq!(found["wrong"], json!([]), "{}", self.text);
        assert_eq!(found["dated"], true);
        assert!(found["id"].as_str().is_some_and(|id| id.starts_with('<')), "{}", found["id"]);
        let text = |value: &Value| value.as_str().expect("text").to_owned();
        let list = |value: &Value| value.as_array().expect("a list").clone();
        let file = |file: &Value| {
            let bytes = STANDARD.decode(text(&file[2])).expect("base64");
            (text(&file[0]), text(&file[1]), bytes)
        };
        Opened {
            subject: text(&found["subject"]),
            from: text(&found["from"]),
            to: list(&found["to"]).iter().map(text).collect(),
            text: text(&found["text"]),
            files: list(&found["files"]).iter().map(file).collect(),
        }
    }
}
