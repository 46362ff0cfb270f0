//! A real store and a clock that jumps.

use std::sync::atomic::{AtomicI64, Ordering};

use central::FixedPorts;
use tempfile::TempDir;

use super::*;
use crate::console::{Choice, Console, Options};
use crate::view::{MonthlyPlan, MonthlyView};

/// A program in a folder of its own.
struct Site {
    data: TempDir,
    clock: Arc<AtomicI64>,
}

impl Site {
    fn new() -> Self {
        Self {
            data: tempfile::tempdir().expect("a folder"),
            clock: Arc::new(AtomicI64::new(at("2026-10-15T12:00:00Z"))),
        }
    }

    /// Starts it; one that just stopped lets go of the folder a moment later.
    async fn start(&self) -> Console {
        for _ in 0..1000 {
            if let Ok(console) = self.try_start().await {
                return console;
            }
            tokio::task::yield_now().await;
        }
        panic!("it does not start");
    }

    async fn try_start(&self) -> Result<Console, crate::console::StartError> {
        let clock = Arc::clone(&self.clock);
        let options = Options {
            data: self.data.path().join("data"),
            ocpp: "127.0.0.1:0".parse().expect("an address"),
            secure: None,
            files: FixedPorts { ip: [127, 0, 0, 1].into(), http: None, ftp: None, passive: None },
            accept_unknown: false,
            free_charging: false,
            demo: false,
            choice: Choice::Ask,
            locale: "en-IE".to_owned(),
            zone: "Europe/Berlin".to_owned(),
        };
        Console::start(options, Arc::new(move || Timestamp(clock.load(Ordering::Relaxed)))).await
    }

    fn set(&self, time: &str) {
        self.clock.store(at(time), Ordering::Relaxed);
    }

    fn reports(&self) -> PathBuf {
        self.data.path().join("reports")
    }

    fn plan(&self) -> MonthlyPlan {
        MonthlyPlan {
            on: true,
            folder: self.reports().display().to_string(),
            csv: true,
            xlsx: true,
            pdf: false,
            mail_to: Vec::new(),
        }
    }

    fn written(&self) -> Vec<String> {
        let entries = fs::read_dir(self.reports()).expect("it is there");
        let mut names: Vec<String> = entries
            .map(|entry| entry.expect("readable").file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    }
}

fn at(time: &str) -> i64 {
    time.parse::<jiff::Timestamp>().expect("a time").as_millisecond()
}

async fn shown(console: &Console) -> MonthlyView {
    handle::office::schedule(&console.inner).await.expect("readable")
}

#[tokio::test]
async fn months_that_went_by_while_it_was_off_are_all_written() {
    let site = Site::new();
    fs::create_dir(site.reports()).expect("a folder");
    let console = site.start().await;
    handle::office::save_schedule(&console.inner, site.plan()).await.expect("a sound plan");
    assert!(pass(&console.inner).await.expect("it looks"));
    assert_eq!(site.written(), [""; 0], "the month still runs");
    console.stop().await;
    drop(console);
    site.set("2026-12-02T08:00:00Z");
    let console = site.start().await;
    assert!(pass(&console.inner).await.expect("it looks"));
    let names =
        ["2026-10 sessions.csv", "2026-10 sessions.xlsx", "2026-11 sessions.csv", "2026-11 sessions.xlsx"];
    assert_eq!(site.written(), names);
    let runs: Vec<String> = shown(&console).await.runs.into_iter().map(|run| run.month).collect();
    assert_eq!(runs, ["2026-11", "2026-10"]);
    // What is done is done: what somebody took away does not come back.
    fs::remove_file(site.reports().join(names[0])).expect("it was there");
    assert!(pass(&console.inner).await.expect("it looks"));
    assert_eq!(site.written().len(), 3);
    console.stop().await;
}

#[tokio::test]
async fn a_folder_that_is_missing_is_told_and_written_into_when_it_is_there() {
    let site = Site::new();
    let console = site.start().await;
    handle::office::save_schedule(&console.inner, site.plan()).await.expect_err("it is not there");
    fs::create_dir(site.reports()).expect("a folder");
    handle::office::save_schedule(&console.inner, site.plan()).await.expect("a sound plan");
    fs::remove_dir(site.reports()).expect("it was empty");
    site.set("2026-11-01T00:00:00Z");
    assert!(!pass(&console.inner).await.expect("it looks"));
    let run = shown(&console).await.runs.remove(0);
    assert_eq!((run.written_at, run.error.as_deref()), (None, Some("folderMissing")));
    fs::create_dir(site.reports()).expect("a folder");
    site.set("2026-11-03T00:00:00Z");
    assert!(pass(&console.inner).await.expect("it looks"));
    let run = shown(&console).await.runs.remove(0);
    assert_eq!((run.written_at, run.error), (Some(at("2026-11-03T00:00:00Z")), None));
    console.stop().await;
}

#[tokio::test]
async fn a_mail_that_does_not_leave_is_told_and_the_files_are_written_once() {
    let site = Site::new();
    fs::create_dir(site.reports()).expect("a folder");
    let console = site.start().await;
    let plan = MonthlyPlan { mail_to: vec!["books@example.org".to_owned()], ..site.plan() };
    handle::office::save_schedule(&console.inner, plan).await.expect("a sound plan");
    site.set("2026-11-01T00:00:00Z");
    assert!(!pass(&console.inner).await.expect("it looks"));
    let run = shown(&console).await.runs.remove(0);
    assert!(run.written_at.is_some() && run.mailed_at.is_none());
    assert_eq!(run.error.as_deref(), Some("notSetUp"));
    console.stop().await;
}

#[tokio::test]
async fn a_password_stays_in_its_file() {
    let site = Site::new();
    let console = site.start().await;
    let view = handle::office::mail(&console.inner).await.expect("readable");
    assert!(!view.has_password && view.host.is_empty());
    let account = crate::view::MailView { host: "mail.example".into(), from: "a@b.example".into(), ..view };
    let password = Some("s3cret-word".to_owned());
    let saved = handle::office::save_mail(&console.inner, account.clone(), password).await.expect("sound");
    assert!(saved.has_password && !serde_json::to_string(&saved).expect("JSON").contains("s3cret"));
    let saved = handle::office::save_mail(&console.inner, account, None).await.expect("sound");
    assert!(saved.has_password, "it stays");
    console.stop().await;
}
