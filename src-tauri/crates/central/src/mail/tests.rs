//! Against a mail server written by hand, over a real socket.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use super::*;

/// How the server behaves.
#[derive(Clone, Copy, PartialEq)]
enum Server {
    Fine,
    WrongPassword,
    NoSuchBox,
    TooLarge,
    HangsUp,
}

/// Serves one connection; what the client said, line by line.
async fn serve(server: Server) -> (u16, JoinHandle<Vec<String>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let task = tokio::spawn(async move {
        let (socket, _) = listener.accept().await.unwrap();
        let (read, mut write) = socket.into_split();
        let mut lines = BufReader::new(read).lines();
        let mut heard = Vec::new();
        write.write_all(b"220 test\r\n").await.unwrap();
        let mut body = false;
        while let Ok(Some(line)) = lines.next_line().await {
            heard.push(line.clone());
            let verb = line.split(' ').next().unwrap_or_default().to_ascii_uppercase();
            let answer = match verb.as_str() {
                "." if body => {
                    body = false;
                    if server == Server::TooLarge { "552 5.3.4 too big" } else { "250 queued" }
                }
                _ if body => continue,
                "EHLO" if server == Server::HangsUp => return heard,
                "EHLO" => "250-test\r\n250 AUTH PLAIN LOGIN",
                "AUTH" if server == Server::WrongPassword => "535 5.7.8 bad login",
                "AUTH" => "235 welcome",
                "RCPT" if server == Server::NoSuchBox => "550 5.1.1 no such box",
                "DATA" => {
                    body = true;
                    "354 go on"
                }
                "QUIT" => {
                    drop(write.write_all(b"221 bye\r\n").await);
                    return heard;
                }
                _ => "250 fine",
            };
            write.write_all(format!("{answer}\r\n").as_bytes()).await.unwrap();
        }
        heard
    });
    (port, task)
}

fn account(port: u16) -> MailAccount {
    MailAccount {
        host: "127.0.0.1".into(),
        port,
        security: MailSecurity::None,
        user: "site".into(),
        from: "site@example.org".into(),
    }
}

fn mail() -> Mail {
    Mail {
        to: vec!["books@example.org".into(), "boss@example.org".into()],
        subject: "Month 2026-10 – Höfe".into(),
        text: "The report.".into(),
        attachments: vec![Attachment {
            name: "2026-10 sessions.csv".into(),
            kind: "text/csv",
            bytes: b"a;b\r\n1;2\r\n".to_vec(),
        }],
    }
}

async fn told(server: Server) -> (Result<(), MailError>, Vec<String>) {
    let (port, heard) = serve(server).await;
    let sent = send(&account(port), &MailPassword::new("s3cret".into()), mail()).await;
    (sent, heard.await.unwrap())
}

#[tokio::test]
async fn a_mail_arrives_with_everyone_and_everything_in_it() {
    let (sent, heard) = told(Server::Fine).await;
    assert_eq!(sent, Ok(()));
    let auth = heard.iter().find_map(|line| line.strip_prefix("AUTH PLAIN ")).expect("it logs in");
    assert_eq!(STANDARD.decode(auth).unwrap(), b"\0site\0s3cret");
    assert!(heard.iter().any(|line| line.starts_with("MAIL FROM:<site@example.org>")));
    assert_eq!(heard.iter().filter(|line| line.starts_with("RCPT TO:<bo")).count(), 2);
    let text = heard.join("\n");
    assert!(text.contains("2026-10 sessions.csv") && text.contains("The report."), "{text}");
    assert!(text.contains("Message-ID: <") && !text.contains("Höfe"));
}

#[tokio::test]
async fn what_goes_wrong_is_told_in_its_own_way_and_without_the_password() {
    for (server, code) in [
        (Server::WrongPassword, "login"),
        (Server::NoSuchBox, "rejected"),
        (Server::TooLarge, "tooLarge"),
        (Server::HangsUp, "broken"),
    ] {
        let error = told(server).await.0.unwrap_err();
        assert_eq!(error.code(), code, "{error}");
        assert!(!format!("{error} {error:?}").contains("s3cret"));
    }
    let error = told(Server::NoSuchBox).await.0.unwrap_err();
    assert!(error.to_string().contains("no such box"), "{error}");
}

#[tokio::test]
async fn nobody_there_no_such_name_and_no_encryption_to_strangers() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let free = listener.local_addr().unwrap().port();
    drop(listener);
    let none = MailPassword::default();
    let code = async |account: MailAccount| send(&account, &none, mail()).await.unwrap_err().code();
    assert_eq!(code(account(free)).await, "refused");
    assert_eq!(code(MailAccount { host: "no-such-host.invalid".into(), ..account(25) }).await, "hostUnknown");
    assert_eq!(code(MailAccount { host: "192.0.2.1".into(), ..account(25) }).await, "notPrivate");
    assert_eq!(code(MailAccount { from: "nobody".into(), ..account(25) }).await, "address");
    let (port, heard) = serve(Server::Fine).await;
    let encrypted = MailAccount { security: MailSecurity::StartTls, ..account(port) };
    // It offers none: nothing is said in the clear.
    assert_eq!(code(encrypted).await, "certificate");
    assert!(!heard.await.unwrap().iter().any(|line| line.starts_with("AUTH")));
}
