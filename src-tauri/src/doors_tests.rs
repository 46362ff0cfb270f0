//! Both doors lead to the same place: what the window's commands answer and tell, the browser's addresses do too.

use std::time::Duration;

use clap::Parser;
use futures_util::StreamExt;
use serde_json::{Value, json};
use tauri::test::{INVOKE_KEY, MockRuntime, get_ipc_response, mock_builder};
use tauri::webview::InvokeRequest;
use tauri::{App, WebviewWindow, WebviewWindowBuilder};
use tempfile::TempDir;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::mpsc;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;

use super::*;

const DEADLINE: Duration = Duration::from_secs(20);

/// The real program with both doors open, the window's runtime being the only stand-in.
struct House {
    program: Option<Program>,
    app: App<MockRuntime>,
    window: WebviewWindow<MockRuntime>,
    address: String,
    token: String,
    folder: TempDir,
}

impl House {
    async fn open() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("data").display().to_string();
        let line = ["forecourt", "--data", &data, "--ocpp", "127.0.0.1:0", "--web", "127.0.0.1:0"];
        let program = Program::start(&Arguments::parse_from(line)).await.unwrap();
        // The real configuration: a command that the capabilities forget is refused here too.
        let app = with_commands(mock_builder()).build(context()).unwrap();
        app.manage(Arc::clone(&program.console));
        app.manage(files::ExportFolder::at(folder.path()));
        let window =
            WebviewWindowBuilder::new(&app, window::MAIN, tauri::WebviewUrl::default()).build().unwrap();
        let address = program.server.address().to_string();
        let token = std::fs::read_to_string(&program.token_file).unwrap().trim().to_owned();
        Self { program: Some(program), app, window, address, token, folder }
    }

    fn call(&self, command: &str, arguments: Value) -> Result<Value, Value> {
        call(&self.window, command, arguments)
    }

    /// A bridge request through the window: `Ok` with the answer or `Err` with the fault.
    fn by_window(&self, request: &Value) -> Result<Value, Value> {
        self.call("rpc", json!({ "request": request }))
    }

    /// The same through the browser's door.
    async fn by_browser(&self, request: &Value) -> Result<Value, Value> {
        let (status, body) = self.http("POST", "/api", &request.to_string()).await;
        let body = serde_json::from_str(&body).unwrap();
        if status == 200 { Ok(body) } else { Err(body) }
    }

    async fn http(&self, method: &str, path: &str, body: &str) -> (u16, String) {
        let mut socket = TcpStream::connect(&self.address).await.unwrap();
        let head = format!(
            "{method} {path} HTTP/1.0\r\nhost: {}\r\nauthorization: Bearer {}\r\ncontent-length: {}\r\n\r\n",
            self.address,
            self.token,
            body.len()
        );
        socket.write_all((head + body).as_bytes()).await.unwrap();
        let mut answer = String::new();
        socket.read_to_string(&mut answer).await.unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        (head.split(' ').nth(1).unwrap().parse().unwrap(), body.to_owned())
    }

    /// What the window's channel carries, and the subscription's id.
    async fn listen_by_window(&self, since: u64) -> (u32, mpsc::UnboundedReceiver<Value>) {
        let (told_in, told) = mpsc::unbounded_channel();
        let channel = tauri::ipc::Channel::new(move |body: tauri::ipc::InvokeResponseBody| {
            drop(told_in.send(body.deserialize::<Value>().unwrap()));
            Ok(())
        });
        let id = rpc::events(since, channel, self.app.state(), self.app.state()).await.unwrap();
        (id, told)
    }

    async fn listen_by_browser(&self, since: u64) -> mpsc::UnboundedReceiver<Value> {
        let address = format!("ws://{}/api/events?since={since}", self.address);
        let mut request = address.into_client_request().unwrap();
        let bearer = format!("Bearer {}", self.token);
        request.headers_mut().insert("authorization", bearer.parse().unwrap());
        let socket = TcpStream::connect(&self.address).await.unwrap();
        let (mut socket, _) = tokio_tungstenite::client_async(request, socket).await.unwrap();
        let (told_in, told) = mpsc::unbounded_channel();
        tokio::spawn(async move {
            while let Some(Ok(message)) = socket.next().await {
                if let Ok(text) = message.to_text()
                    && let Ok(line) = serde_json::from_str(text)
                    && told_in.send(line).is_err()
                {
                    return;
                }
            }
        });
        told
    }

    async fn close(mut self) {
        self.program.take().unwrap().stop().await;
    }
}

fn call(window: &WebviewWindow<MockRuntime>, command: &str, arguments: Value) -> Result<Value, Value> {
    say(window, command, arguments.into(), &[])
}

fn say(
    window: &WebviewWindow<MockRuntime>,
    command: &str,
    body: tauri::ipc::InvokeBody,
    headers: &[(&'static str, String)],
) -> Result<Value, Value> {
    let headers = headers.iter().map(|(name, value)| {
        let name = tauri::http::HeaderName::from_static(name);
        (name, tauri::http::HeaderValue::from_str(value).unwrap())
    });
    let url = if cfg!(windows) { "http://tauri.localhost" } else { "tauri://localhost" };
    let request = InvokeRequest {
        cmd: command.to_owned(),
        callback: tauri::ipc::CallbackFn(0),
        error: tauri::ipc::CallbackFn(1),
        url: url.parse().unwrap(),
        body,
        headers: headers.collect(),
        invoke_key: INVOKE_KEY.to_owned(),
    };
    get_ipc_response(window, request).map(|body| body.deserialize().unwrap())
}

async fn next(told: &mut mpsc::UnboundedReceiver<Value>) -> Value {
    tokio::time::timeout(DEADLINE, told.recv()).await.expect("told in time").expect("the stream goes on")
}

fn card(value: &str) -> Value {
    json!({ "ask": "saveToken", "value": value, "label": "Anna", "standing": "accepted", "expiresAt": null })
}

/// The clock goes on between two questions.
fn without_now(answer: Result<Value, Value>) -> Result<Value, Value> {
    answer.map(|mut answer| {
        if let Some(fields) = answer.as_object_mut() {
            fields.remove("now");
        }
        answer
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn both_doors_give_equal_answers() {
    let house = House::open().await;
    let settings = house.by_window(&json!({ "ask": "snapshot" })).unwrap()["settings"].clone();
    let order = json!({ "ask": "order", "station": 7, "command": { "kind": "reset", "hard": false } });
    let all = [
        card("04A1B2C3"),
        json!({ "ask": "snapshot" }),
        json!({ "ask": "connect" }),
        json!({ "ask": "saveSettings", "settings": settings }),
        json!({ "ask": "sessions", "query": { "from": null, "to": null, "station": null, "text": null, "limit": 50, "offset": 0 } }),
        json!({ "ask": "session", "session": 7 }),
        json!({ "ask": "orders", "station": 7 }),
        json!({ "ask": "admitStation", "station": 7, "name": "East", "bay": 1 }),
        order,
        json!({ "ask": "removeToken", "value": "nobody" }),
        json!({ "ask": "tellMeAJoke" }),
        json!({ "no": "request" }),
        json!(null),
    ];
    let mut kinds = (0, 0);
    for request in all {
        let window = without_now(house.by_window(&request));
        assert_eq!(window, without_now(house.by_browser(&request).await), "{request}");
        match window {
            Ok(_) => kinds.0 += 1,
            Err(fault) => {
                assert!(fault["code"].is_string(), "{request}: {fault}");
                kinds.1 += 1;
            }
        }
    }
    assert!(kinds.0 >= 5 && kinds.1 >= 4, "answers and faults were both compared: {kinds:?}");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn both_doors_tell_the_same_events_and_the_same_gap() {
    let house = House::open().await;
    let since = house.by_window(&json!({ "ask": "snapshot" })).unwrap()["seq"].as_u64().unwrap();
    let (id, mut window) = house.listen_by_window(since).await;
    let mut browser = house.listen_by_browser(since).await;
    for value in ["04A1", "04A2", "04A3"] {
        house.by_window(&card(value)).unwrap();
        loop {
            let told = next(&mut window).await;
            assert_eq!(told, next(&mut browser).await);
            if told["change"]["view"]["value"] == value {
                break;
            }
        }
    }
    let (_, mut lost) = house.listen_by_window(since + 1_000_000).await;
    let gap = next(&mut lost).await;
    assert_eq!(gap, json!({ "gap": true }));
    assert_eq!(gap, next(&mut house.listen_by_browser(since + 1_000_000).await).await);

    house.call("unsubscribe", json!({ "id": id })).unwrap();
    tokio::time::timeout(DEADLINE, async { while window.recv().await.is_some() {} })
        .await
        .expect("the channel ends");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_export_through_the_window_is_the_browsers_file() {
    let house = House::open().await;
    let asked = |name: &str| json!({ "name": name, "query": { "flavour": "machine" } });
    let saved = house.call("export_file", asked("sessions.csv")).unwrap();
    let place = house.folder.path().join("sessions.csv");
    assert_eq!(saved, json!({ "saved": place }));
    let (_, body) = house.http("GET", "/api/export/sessions.csv", "").await;
    assert_eq!(std::fs::read_to_string(&place).unwrap(), body);
    assert!(!house.folder.path().join("sessions.csv.part").exists());

    let refused = house.call("export_file", asked("sessions.papyrus")).unwrap_err();
    assert_eq!(refused["code"], "notFound");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn only_the_main_window_may_ask() {
    let house = House::open().await;
    let other = WebviewWindowBuilder::new(&house.app, "other", tauri::WebviewUrl::default()).build().unwrap();
    let request = json!({ "request": { "ask": "connect" } });
    assert!(house.call("rpc", request.clone()).is_ok());
    assert!(call(&other, "rpc", request).unwrap_err().to_string().contains("not allowed"));
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_is_replaced_leaves_no_subscription_behind() {
    let house = House::open().await;
    let (_, mut first) = house.listen_by_window(0).await;
    let (_, mut second) = house.listen_by_window(0).await;
    let pumps = house.app.state::<rpc::Pumps>();
    pumps.end_all();
    assert_eq!(pumps.len(), 0);
    let ended = async { while first.recv().await.is_some() || second.recv().await.is_some() {} };
    tokio::time::timeout(DEADLINE, ended).await.expect("both channels end");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_firmware_file_that_the_window_reads_in_by_pieces_is_in_the_library_whole() {
    let house = House::open().await;
    let begin = json!({ "name": "norvolt-dc40-2.4.0.bin", "size": 6 });
    let upload = house.call("firmware_begin", begin.clone()).unwrap();
    for piece in [b"abc", b"def"] {
        let headers = [("upload", upload.to_string())];
        say(&house.window, "firmware_piece", piece.to_vec().into(), &headers).unwrap();
    }
    let file = house.call("firmware_end", json!({ "upload": upload })).unwrap();
    assert_eq!((&file["size"], &file["version"]), (&json!(6), &json!("2.4.0")));
    let sha256 = "bef57ec7f53a6d40beb640a780a639c83bc29ac8a9816f1fc6c5c6dcd93c4721";
    assert_eq!(file["sha256"], sha256);
    let library = house.by_browser(&json!({ "ask": "firmware" })).await.unwrap();
    assert_eq!(library["files"], json!([file]));
    // What the page gives up leaves nothing.
    let dropped = house.call("firmware_begin", begin).unwrap();
    house.call("firmware_drop", json!({ "upload": dropped })).unwrap();
    assert_eq!(house.call("firmware_end", json!({ "upload": dropped })).unwrap_err()["code"], "notFound");
    let folder = house.folder.path().join("data/files/firmware");
    assert_eq!(std::fs::read_dir(folder).unwrap().count(), 1);
    assert_eq!(house.call("save_received", json!({ "file": 1 })).unwrap_err()["code"], "notFound");
    house.close().await;
}
