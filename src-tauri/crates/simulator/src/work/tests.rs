//! Updates and logs of a charger whose errands are run by the test.

use serde_json::{Value, json};

use super::{Errand, How, Image, Mishap, Outcome};
use crate::blueprint::Generation;
use crate::charger_tests::{NOW, Rig};

fn good() -> Image {
    Image { version: Some("9.0.0".into()), intact: true }
}

/// What it says about something, word by word.
fn words(rig: &Rig, action: &str) -> Vec<String> {
    let word = |payload: &&Value| payload["status"].as_str().expect("a word").to_owned();
    rig.all(action).iter().map(word).collect()
}

/// Lets it fetch, and fetches this.
fn fetches(rig: &mut Rig, image: Result<Image, String>) -> (String, Mishap) {
    rig.pass(1);
    let Some(Errand::Fetch { job, url, mishap }) = rig.charger.errand() else { panic!("it fetches nothing") };
    rig.charger.carried(Outcome::Fetched(job, image), NOW);
    rig.settle();
    (url, mishap)
}

fn installs(rig: &mut Rig) {
    rig.pass(40);
    rig.restart();
}

fn plain(rig: &mut Rig) -> Value {
    let order = json!({ "location": "http://h/x.bin", "retrieveDate": "1970-01-01T00:00:00Z" });
    rig.answer("UpdateFirmware", order)
}

#[test]
fn a_plain_update_of_the_first_generation_goes_to_the_boot_with_the_new_version() {
    let mut rig = Rig::new(Generation::First);
    assert_eq!(plain(&mut rig)[2], json!({}));
    assert_eq!(fetches(&mut rig, Ok(good())), ("http://h/x.bin".into(), Mishap::None));
    installs(&mut rig);
    let told = words(&rig, "FirmwareStatusNotification");
    assert_eq!(told, ["Downloading", "Downloaded", "Installing", "Installed"]);
    assert_eq!(rig.all("BootNotification")[1]["firmwareVersion"], "9.0.0");
}

#[test]
fn a_signed_update_tells_its_number_and_each_of_its_steps() {
    for (generation, action, message) in [
        (Generation::First, "SignedUpdateFirmware", "SignedFirmwareStatusNotification"),
        (Generation::Second, "UpdateFirmware", "FirmwareStatusNotification"),
    ] {
        let mut rig = Rig::new(generation);
        let firmware = json!({
            "location": "ftp://k:p@h/x.bin", "retrieveDateTime": "1970-01-01T00:00:00Z",
            "signingCertificate": "c", "signature": "s",
        });
        let order = json!({ "requestId": 7, "retries": 1, "retryInterval": 3, "firmware": firmware });
        assert_eq!(rig.order(action, order.clone()), "Accepted");
        // Another one takes its place while it is fetched.
        rig.pass(1);
        assert_eq!(rig.order(action, order), "AcceptedCanceled");
        let first = rig.charger.errand();
        assert!(matches!(first, Some(Errand::Fetch { .. })) && rig.charger.errand() == Some(Errand::Stop(1)));
        fetches(&mut rig, Err("lost".into()));
        rig.pass(2);
        fetches(&mut rig, Ok(good()));
        installs(&mut rig);
        let expected = [
            "Downloading",
            "Downloading",
            "Downloading",
            "Downloaded",
            "SignatureVerified",
            "Installing",
            "InstallRebooting",
            "Installed",
        ];
        assert_eq!(words(&rig, message), expected);
        assert!(rig.all(message).iter().all(|payload| payload["requestId"] == 7));
        let boot = rig.all("BootNotification")[1].clone();
        let reason = if generation == Generation::Second { json!("FirmwareUpdate") } else { Value::Null };
        assert_eq!(boot["reason"], reason);
    }
}

#[test]
fn a_date_in_the_future_is_waited_for() {
    let mut rig = Rig::new(Generation::Second);
    let firmware = json!({ "location": "http://h/x.bin", "retrieveDateTime": "1970-01-02T00:00:00Z" });
    rig.order("UpdateFirmware", json!({ "requestId": 7, "firmware": firmware }));
    rig.pass(30);
    assert_eq!(rig.charger.errand(), None);
    assert_eq!(
        rig.order("TriggerMessage", json!({ "requestedMessage": "FirmwareStatusNotification" })),
        "Accepted"
    );
    rig.settle();
    assert_eq!(words(&rig, "FirmwareStatusNotification"), ["DownloadScheduled", "DownloadScheduled"]);
}

#[test]
fn a_file_that_is_not_what_it_says_is_not_installed() {
    let bad = Image { version: Some("9.0.0".into()), intact: false };
    let mut rig = Rig::new(Generation::First);
    plain(&mut rig);
    fetches(&mut rig, Ok(bad));
    rig.pass(40);
    assert_eq!(words(&rig, "FirmwareStatusNotification").last().expect("some"), "InstallationFailed");
    assert!(!rig.charger.hangs_up());
}

#[test]
fn mishaps_by_name_go_wrong_as_they_say() {
    let last = |name: &str| {
        let mut rig = Rig::with(name);
        plain(&mut rig);
        rig.pass(1);
        if let Some(Errand::Fetch { job, mishap, .. }) = rig.charger.errand() {
            let given_up = mishap == Mishap::GivesUp;
            let image = if given_up { Err("given up".into()) } else { Ok(good()) };
            rig.charger.carried(Outcome::Fetched(job, image), NOW);
        }
        rig.pass(45);
        words(&rig, "FirmwareStatusNotification")
    };
    assert_eq!(last("firmware-fails-download"), ["Downloading", "DownloadFailed"]);
    assert_eq!(last("firmware-fails-install").last().expect("some"), "InstallationFailed");
    assert_eq!(last("firmware-silent"), [""; 0]);
    let mut rig = Rig::with("firmware-drops");
    plain(&mut rig);
    assert_eq!(fetches(&mut rig, Ok(good())).1, Mishap::Drops);
}

#[test]
fn logs_are_made_of_what_it_did_and_sent_as_wanted() {
    for (name, wanted) in
        [("log-by-post", How::Post), ("log-by-form", How::Form), ("firmware-drops", How::Put)]
    {
        let mut rig = Rig::with(name);
        let answer = rig.answer("GetDiagnostics", json!({ "location": "http://h/k/" }));
        let file = answer[2]["fileName"].as_str().expect("a name").to_owned();
        rig.pass(1);
        let Some(Errand::Send { job, name, content, how, .. }) = rig.charger.errand() else {
            panic!("nothing")
        };
        assert!(file == name && name.ends_with(".zip") && how == wanted);
        let text = String::from_utf8_lossy(&content);
        assert!(text.starts_with("PK") && text.contains("said BootNotification"), "{text}");
        rig.charger.carried(Outcome::Sent(job, Ok(())), NOW);
        rig.settle();
        assert_eq!(words(&rig, "DiagnosticsStatusNotification"), ["Uploading", "Uploaded"]);
    }
}

#[test]
fn a_log_that_cannot_be_sent_is_tried_again_and_then_given_up() {
    for generation in [Generation::First, Generation::Second] {
        let mut rig = Rig::new(generation);
        let order = |kind: &str| {
            let log = json!({ "remoteLocation": "ftp://k:p@h/" });
            json!({ "logType": kind, "requestId": 3, "retries": 1, "retryInterval": 2, "log": log })
        };
        assert_eq!(rig.order("GetLog", order("DataCollectorLog")), "Rejected");
        assert_eq!(rig.order("GetLog", order("SecurityLog")), "Accepted");
        for _ in 0..2 {
            rig.pass(3);
            let Some(Errand::Send { job, content, .. }) = rig.charger.errand() else { panic!("nothing") };
            assert!(String::from_utf8_lossy(&content).contains("ConnectedToCsms"));
            rig.charger.carried(Outcome::Sent(job, Err("lost".into())), NOW);
            rig.settle();
        }
        let told = words(&rig, "LogStatusNotification");
        assert_eq!(told, ["Uploading", "Uploading", "UploadFailure"]);
        assert_eq!(rig.all("LogStatusNotification")[0]["requestId"], 3);
    }
}
