//! The trace of all messages: what was said is kept, paired, found again, and holds no secret.

use std::path::{Path, PathBuf};

use acceptance::{Door, Operator, Refused, Site, eventually};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

const SECRET: &str = "S3CR3T-of-the-charger";

/// The lines of a query, newest first, as soon as they are as wanted.
async fn lines(
    operator: &Operator,
    what: &str,
    query: Value,
    wanted: impl Fn(&[Value]) -> bool,
) -> Vec<Value> {
    let found = eventually(what, async || {
        let page = operator.ask(json!({ "ask": "trace", "query": query })).await;
        let lines = page["lines"].as_array().expect("a list").clone();
        wanted(&lines).then_some(lines)
    });
    found.await
}

/// The newest line about an action, once there is one.
async fn line(operator: &Operator, action: &str) -> Value {
    lines(operator, action, json!({ "only": [action] }), |lines| !lines.is_empty()).await.remove(0)
}

fn answered(lines: &[Value]) -> bool {
    lines.first().is_some_and(|line| line["answer"].is_object())
}

#[tokio::test]
async fn a_call_and_its_answer_are_one_line_with_their_times() {
    let site = Site::open().await;
    let mut charger = site.charger16("CP-1").await;
    charger.say(r#"[2,"h-1","Heartbeat",{}]"#).await;
    charger.reply("h-1").await.expect("an answer");
    let line = line(&site.operator, "Heartbeat").await;
    assert_eq!(line["direction"], "fromCharger");
    assert_eq!(line["verdict"], "fine");
    assert_eq!(line["call"], r#"[2,"h-1","Heartbeat",{}]"#);
    assert!(line["answer"]["text"].as_str().expect("text").starts_with(r#"[3,"h-1",{"currentTime":"#));
    assert!(line["answer"]["at"].as_i64() >= line["at"].as_i64());
    assert_eq!(line["station"], site.operator.station_id("CP-1").await);

    let order = site.operator.order("CP-1", json!({ "do": "restart", "now": false })).await;
    let call = charger.wanted("Reset").await;
    // Unanswered for now: the line is there and open.
    let query = json!({ "only": ["Reset"] });
    let open = lines(&site.operator, "the open question", query.clone(), |lines| !lines.is_empty()).await;
    assert_eq!((&open[0]["verdict"], &open[0]["direction"]), (&json!("open"), &json!("toCharger")));
    let newest = site.operator.ask(json!({ "ask": "trace", "query": {} })).await["newest"].clone();
    charger.answer(&call, r#"{"status":"Rejected"}"#).await;
    site.operator.order_is(order, "refused").await;
    let closed = lines(&site.operator, "the answer", query, answered).await;
    assert_eq!((&closed[0]["verdict"], &closed[0]["number"]), (&json!("bad"), &open[0]["number"]));
    // Who asks for news is told of the old line that has its answer now.
    let news = site.operator.ask(json!({ "ask": "trace", "query": { "after": newest } })).await;
    let told = news["lines"].as_array().expect("a list").iter().any(|l| l["number"] == open[0]["number"]);
    assert!(told, "{news}");
    let problems = site.operator.ask(json!({ "ask": "trace", "query": { "problems": true } })).await;
    assert_eq!(problems["lines"][0]["number"], open[0]["number"]);
    assert_eq!((&problems["today"]["problems"], &problems["today"]["orders"]), (&json!(1), &json!(1)));
    let whole = site.operator.ask(json!({ "ask": "traceLine", "number": open[0]["number"] })).await;
    assert_eq!(whole["answer"]["text"], format!(r#"[3,"{}",{{"status":"Rejected"}}]"#, call.id));
    site.stop().await;
}

#[tokio::test]
async fn a_question_that_the_charger_never_answers_is_no_answer_when_it_is_gone() {
    let site = Site::open().await;
    let mut charger = site.charger16("CP-1").await;
    site.operator.order("CP-1", json!({ "do": "restart", "now": true })).await;
    charger.wanted("Reset").await;
    drop(charger);
    let query = json!({ "only": ["Reset"] });
    let found = lines(&site.operator, "no answer", query, answered).await;
    assert_eq!((&found[0]["verdict"], &found[0]["answer"]["text"]), (&json!("noAnswer"), &json!("")));
    let ended = line(&site.operator, "ended").await;
    let facts: Value = serde_json::from_str(ended["call"].as_str().expect("text")).expect("JSON");
    assert_eq!((&ended["direction"], &facts["why"]), (&json!("connection"), &json!("broken")));
    assert!(facts["lastHeardMs"].is_i64());
    site.stop().await;
}

#[tokio::test]
async fn who_is_turned_away_leaves_what_they_sent_and_were_told_without_their_login() {
    let site = Site::strict().await;
    drop(site.charger16("CP-1").await);
    site.operator.admit("CP-1", 1).await;
    let station = site.operator.station_id("CP-1").await;
    let password = "a-long-enough-password";
    site.operator.ask(json!({ "ask": "setPassword", "station": station, "password": password })).await;
    let wrong = site.knock(Door::new("CP-1").offering("ocpp1.6").as_user("CP-1", SECRET)).await;
    assert_eq!(wrong.err(), Some(Refused(401)));
    let line = line(&site.operator, "turnedAway").await;
    assert_eq!((&line["verdict"], &line["station"]), (&json!("bad"), &json!(station)));
    let facts: Value = serde_json::from_str(line["call"].as_str().expect("text")).expect("JSON");
    assert_eq!((&facts["why"], &facts["identity"]), (&json!("wrongPassword"), &json!("CP-1")));
    let sent = facts["sent"].as_str().expect("text");
    assert!(
        sent.starts_with("GET /ocpp/CP-1 HTTP/1.1\n") && sent.contains("uthorization: Basic ••"),
        "{sent}"
    );
    assert!(facts["answered"].as_str().expect("text").starts_with("HTTP/1.1 401 Unauthorized\n"));
    site.stop().await;
}

#[tokio::test]
async fn browsers_garbage_and_chargers_without_our_language_are_lines_too() {
    let site = Site::open().await;
    assert!(site.knock(Door::new("CP-9").offering("ocpp1.5")).await.is_err());
    for bytes in [
        &b"GET / HTTP/1.1\r\nHost: x\r\nUser-Agent: Mozilla/5.0\r\n\r\n"[..],
        b"\x00\x01garbage\r\n\r\n",
        &[0x16, 0x03, 0x01, 0x00, 0x05],
    ] {
        let mut stream = TcpStream::connect(site.ocpp).await.expect("the port is open");
        stream.write_all(bytes).await.expect("it listens");
        drop(stream.read_to_end(&mut Vec::new()).await);
    }
    let query = json!({ "only": ["turnedAway"] });
    let found = lines(&site.operator, "four knocks", query, |lines| lines.len() == 4).await;
    let why = |line: &Value| {
        let facts: Value = serde_json::from_str(line["call"].as_str().expect("text")).expect("JSON");
        facts["why"].as_str().expect("a word").to_owned()
    };
    let mut whys: Vec<String> = found.iter().map(why).collect();
    whys.sort();
    assert_eq!(whys, ["browser", "garbage", "noCommonProtocol", "tlsOnPlainPort"]);
    site.stop().await;
}

#[tokio::test]
async fn no_secret_is_ever_on_the_disk() {
    let site = Site::open().await;
    let mut charger = site.charger16("CP-1").await;
    let leaks = [
        // Answers to nothing hold what an honest GetConfiguration would bring.
        format!(
            r#"[3,"x",{{"configurationKey":[{{"key":"AuthorizationKey","readonly":false,"value":"{SECRET}"}}]}}]"#
        ),
        format!(r#"[2,"1","DataTransfer",{{"vendorId":"x","data":"{{\"wifiPassword\":\"{SECRET}\"}}"}}]"#),
        format!(
            r#"[2,"2","SetVariables",{{"setVariableData":[{{"attributeValue":"{SECRET}","variable":{{"name":"BasicAuthPassword"}}}}]}}]"#
        ),
        format!(r#"[2,"3","GetDiagnostics",{{"location":"ftp://me:{SECRET}@192.168.1.2/"}}]"#),
        format!(r#"[2,"4","ChangeConfiguration",{{"key":"AuthorizationKey","value":"{SECRET}"#),
    ];
    for leak in &leaks {
        charger.say(leak.clone()).await;
    }
    charger.say(r#"[2,"last","Heartbeat",{}]"#).await;
    line(&site.operator, "Heartbeat").await;
    assert!(site.knock(Door::at("/").offering("ocpp1.6").as_user("CP-1", SECRET)).await.is_err());
    line(&site.operator, "turnedAway").await;
    let folder = site.kill().await;
    let text = frames(folder.path());
    assert!(
        text.contains("wifiPassword") || text.contains("DataTransfer"),
        "the frames themselves are there"
    );
    assert!(!text.contains(SECRET));
    for name in ["forecourt.db", "forecourt.db-wal"] {
        let bytes = std::fs::read(folder.path().join(name)).unwrap_or_default();
        assert!(!bytes.windows(SECRET.len()).any(|part| part == SECRET.as_bytes()), "{name}");
    }
}

/// The bytes of every file below a folder, with its name.
fn files(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let entries = std::fs::read_dir(folder).expect("a folder");
    let paths = entries.map(|entry| entry.expect("an entry").path());
    let read = |path: PathBuf| {
        if path.is_dir() {
            files(&path)
        } else {
            vec![(path.clone(), std::fs::read(&path).unwrap_or_default())]
        }
    };
    paths.flat_map(read).collect()
}

/// The text of all kept frames.
fn frames(folder: &Path) -> String {
    let db = rusqlite::Connection::open(folder.join("forecourt.db")).expect("the file opens");
    let mut blocks = db.prepare("SELECT data FROM trace").expect("a table");
    let blocks = blocks.query_map([], |row| row.get::<_, Vec<u8>>(0)).expect("rows");
    let unpack = |block: Vec<u8>| zstd::stream::decode_all(block.as_slice()).expect("zstd");
    let all: Vec<u8> = blocks.flat_map(|block| unpack(block.expect("a row"))).collect();
    String::from_utf8_lossy(&all).into_owned()
}

#[tokio::test]
async fn a_password_that_is_set_or_read_back_goes_over_the_wire_and_nowhere_else() {
    const OTHER: &str = "0ther-S3CR3T-for-20";
    const OTHER_HEX: &str = "30746865722D5333435233542D666F722D3230";
    let mut site = Site::open().await;
    let mut charger = site.charger16("CP-1").await;
    let setting = json!({ "do": "changeSetting", "key": "AuthorizationKey", "value": SECRET });
    let set = site.operator.order("CP-1", setting).await;
    let asked = charger.obey("ChangeConfiguration", r#"{"status":"Accepted"}"#).await;
    assert_eq!(asked, json!({ "key": "AuthorizationKey", "value": SECRET }));
    site.operator.order_is(set, "tookEffect").await;
    let later = json!({ "do": "changeSetting", "key": "WifiPassword", "value": SECRET });
    let later = site.operator.order("CP-1", later).await;
    charger.obey("ChangeConfiguration", r#"{"status":"RebootRequired"}"#).await;
    site.operator.order_is(later, "scheduled").await;
    let password = site.operator.order("CP-1", json!({ "do": "changePassword", "password": OTHER })).await;
    let asked = charger.obey("ChangeConfiguration", r#"{"status":"Accepted"}"#).await;
    assert_eq!(asked["value"], OTHER_HEX);
    site.operator.order_is(password, "tookEffect").await;
    // A charger that tells what it should keep to itself.
    let read = site.operator.order("CP-1", json!({ "do": "readSettings", "keys": [] })).await;
    let told = format!(
        r#"{{"configurationKey":[{{"key":"AuthorizationKey","readonly":false,"value":"{SECRET}"}},
            {{"key":"HeartbeatInterval","readonly":false,"value":"300"}},
            {{"key":"LogServer","readonly":false,"value":"ftp://me:{SECRET}@192.168.1.2/"}}],"unknownKey":[]}}"#
    );
    charger.obey("GetConfiguration", &told).await;
    site.operator.order_is(read, "tookEffect").await;

    let location = format!("ftp://me:{SECRET}@192.168.1.2/logs");
    let send = json!({ "do": "sendFile", "location": location, "what": "diagnostics", "from": null, "to": null,
        "retries": null, "retryS": null });
    let send = site.operator.order("CP-1", send).await;
    let asked = charger.obey("GetDiagnostics", r#"{"fileName":"x.zip"}"#).await;
    assert_eq!(asked["location"], location);
    site.operator.order_is(send, "accepted").await;
    let data = json!({ "do": "sendData", "vendor": "x", "message": "wifi", "data": format!(r#"{{"psk":"{SECRET}"}}"#) });
    site.operator.order("CP-1", data).await;
    charger.obey("DataTransfer", r#"{"status":"Accepted"}"#).await;

    let station = site.operator.station_id("CP-1").await;
    let query = json!({ "only": ["DataTransfer"] });
    lines(&site.operator, "the last answer", query, answered).await;
    let hidden = async |site: &Site| {
        let views = [
            site.operator.snapshot().await,
            site.operator.ask(json!({ "ask": "orders", "station": station })).await,
            site.operator.ask(json!({ "ask": "configuration", "station": station })).await,
            site.operator.ask(json!({ "ask": "trace", "query": {} })).await,
        ];
        let (_, file) = site.operator.send("GET", "/api/export/trace.jsonl", "").await;
        let texts = views.iter().map(Value::to_string).chain([file]);
        for text in texts {
            assert!(![SECRET, OTHER, OTHER_HEX].iter().any(|secret| text.contains(secret)), "{text}");
        }
        views
    };
    let [_, orders, configuration, _] = hidden(&site).await;
    // What was done can still be told.
    assert!(orders.to_string().contains("AuthorizationKey"), "{orders}");
    assert!(configuration.to_string().contains("ftp://me:\u{2022}"), "{configuration}");
    let entries = configuration["entries"].as_array().expect("a list");
    assert!(entries.iter().any(|entry| entry["key"] == "HeartbeatInterval" && entry["value"] == "300"));
    drop(charger);
    site.restart().await;
    hidden(&site).await;
    let folder = site.kill().await;
    let text = frames(folder.path());
    assert!(
        text.contains("AuthorizationKey") && text.contains("LogServer"),
        "the frames themselves are there"
    );
    assert!(![SECRET, OTHER, OTHER_HEX].iter().any(|secret| text.contains(secret)));
    let files = files(folder.path());
    assert!(files.iter().any(|(path, _)| path.ends_with("forecourt.db")));
    for (path, bytes) in files {
        for secret in [SECRET, OTHER, OTHER_HEX] {
            let leaks = bytes.windows(secret.len()).any(|part| part == secret.as_bytes());
            assert!(!leaks, "{} holds {secret}", path.display());
        }
    }
}

#[tokio::test]
async fn the_file_is_json_lines_and_shortens_id_tokens_on_choice() {
    let site = Site::open().await;
    let mut charger = site.charger16("CP-1").await;
    charger.ask("Authorize", r#"{"idTag":"04A1B2C9D8"}"#).await;
    let mut other = site.charger16("CP-2").await;
    other.ask("Authorize", r#"{"idTag":"99887766"}"#).await;
    lines(&site.operator, "both cards", json!({ "only": ["Authorize"] }), |lines| lines.len() == 2).await;
    let read = async |query: &str| {
        let path = format!("/api/export/trace.jsonl?{query}");
        let (status, body) = site.operator.send("GET", &path, "").await;
        assert_eq!(status, 200, "{body}");
        let line = |line: &str| serde_json::from_str::<Value>(line).expect("a line is JSON");
        (body.lines().map(line).collect::<Vec<_>>(), body)
    };
    let (all, text) = read("").await;
    assert!(text.contains("04A1B2C9D8") && all.len() >= 6, "{text}");
    let numbers: Vec<_> = all.iter().map(|line| line["number"].as_i64().expect("a number")).collect();
    assert!(numbers.is_sorted());
    let card = all.iter().find(|line| line["action"] == "Authorize").expect("a line");
    assert_eq!((&card["from"], &card["outcome"]), (&json!("charger"), &json!("ok")));
    assert_eq!(card["call"][3]["idTag"], "04A1B2C9D8");
    assert_eq!(card["answer"][2]["idTagInfo"]["status"], "Accepted");
    assert!(card["latency_ms"].as_i64().is_some_and(|ms| ms >= 0));
    let (masked, text) = read("mask=true").await;
    assert!(!text.contains("04A1") && !text.contains("99887766") && text.contains("••••C9D8"));
    assert_eq!(masked.len(), all.len());
    let station = site.operator.station_id("CP-2").await;
    let (one, _) = read(&format!("station={station}")).await;
    assert!(!one.is_empty() && one.iter().all(|line| line["charger"] == "CP-2"));
    let (none, _) = read("to=1000").await;
    assert!(none.is_empty());
    let (status, _) = site.operator.nobody().send("GET", "/api/export/trace.jsonl", "").await;
    assert_eq!(status, 401);
    site.stop().await;
}

#[tokio::test]
async fn a_clean_end_loses_no_line_and_numbers_go_on_after_it() {
    let mut site = Site::open().await;
    let mut charger = site.charger16("CP-1").await;
    for _ in 0..50 {
        charger.ask("Heartbeat", "{}").await;
    }
    // At once: nothing of this second is stored yet.
    site.restart().await;
    let query = json!({ "only": ["Heartbeat"], "limit": 500 });
    let before = lines(&site.operator, "fifty heartbeats", query.clone(), |lines| lines.len() == 50).await;
    assert!(before.iter().all(|line| line["answer"].is_object()));
    site.charger16("CP-1").await.ask("Heartbeat", "{}").await;
    let after = lines(&site.operator, "one more", query, |lines| lines.len() == 51).await;
    assert!(after[0]["number"].as_i64() > before[0]["number"].as_i64());
    // Going back page by page finds every line once.
    let (mut seen, mut cursor) = (Vec::new(), Value::Null);
    loop {
        let query = json!({ "limit": 7, "before": cursor });
        let page = site.operator.ask(json!({ "ask": "trace", "query": query })).await;
        seen.extend(page["lines"].as_array().expect("a list").iter().map(|l| l["number"].as_i64()));
        cursor = page["more"].clone();
        if cursor.is_null() {
            break;
        }
    }
    assert!(seen.len() > 51 && seen.is_sorted_by(|a, b| a > b), "{seen:?}");
    site.stop().await;
}

#[tokio::test]
async fn how_much_is_kept_is_a_setting_with_a_range() {
    let site = Site::open().await;
    let mut settings = site.operator.snapshot().await["settings"].clone();
    assert_eq!((&settings["traceMib"], &settings["traceDays"]), (&json!(64), &json!(30)));
    (settings["traceMib"], settings["traceDays"]) = (json!(8), json!(7));
    let saved = site.operator.ask(json!({ "ask": "saveSettings", "settings": settings })).await;
    assert_eq!((&saved["traceMib"], &saved["traceDays"]), (&json!(8), &json!(7)));
    settings["traceMib"] = json!(1);
    let fault = site.operator.try_ask(json!({ "ask": "saveSettings", "settings": settings })).await;
    assert_eq!(fault.expect_err("too small")["params"]["field"], "traceMib");
    site.stop().await;
}
