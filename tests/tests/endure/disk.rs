//! Disks, folders and ports that are not as they should be: a sentence with the next step, and nothing lost.

use std::fs;
use std::path::Path;

use acceptance::{Disk, Site};
use tempfile::TempDir;

async fn refusal(folder: &Path, options: &[&str]) -> String {
    let failed = Site::try_at(folder, options).await.expect_err("it cannot start");
    assert_eq!(failed.code, Some(1), "{}", failed.stderr);
    assert!(failed.stderr.starts_with("Forecourt did not start: "), "{}", failed.stderr);
    assert!(!failed.stderr.contains("panicked"), "{}", failed.stderr);
    failed.stderr
}

#[tokio::test]
async fn a_port_that_is_taken_and_a_folder_that_is_in_use_are_said() {
    let site = Site::open().await;
    let other = tempfile::tempdir().expect("a folder");
    let taken = refusal(other.path(), &["--ocpp", &site.ocpp.to_string()]).await;
    assert!(taken.contains("already in use") && taken.contains("--ocpp"), "{taken}");
    let twice = refusal(site.folder(), &[]).await;
    assert!(twice.contains(&site.folder().display().to_string()), "{twice}");
    site.stop().await;
}

#[tokio::test]
async fn a_folder_that_cannot_be_one_is_said() {
    let parent = tempfile::tempdir().expect("a folder");
    let file = parent.path().join("data");
    fs::write(&file, "no folder").expect("writable");
    let said = refusal(&file, &[]).await;
    assert!(said.contains(&file.display().to_string()), "{said}");
    assert_eq!(fs::read_to_string(&file).expect("still there"), "no folder");
}

#[tokio::test]
async fn a_read_only_disk_is_said() {
    let Some(disk) = Disk::mount("ro") else { return };
    let said = refusal(disk.path(), &[]).await;
    assert!(said.contains(&disk.path().display().to_string()), "{said}");
}

#[tokio::test]
async fn on_a_full_disk_nothing_is_acknowledged_and_all_goes_on_when_there_is_room() {
    let Some(disk) = Disk::mount("size=6m") else { return };
    let data = tempfile::tempdir_in(disk.path()).expect("a folder");
    let site = Site::on(data, &["--accept-unknown", "--free-charging"]).await.expect("it starts");
    let mut charger = site.charger16("CP-1").await;
    disk.fill(0);
    let start = |n: u32| {
        format!(r#"{{"connectorId":1,"idTag":"A","meterStart":{n},"timestamp":"2026-01-05T10:00:00Z"}}"#)
    };
    let mut acknowledged = 0;
    let code = loop {
        match charger.try_ask("StartTransaction", &start(acknowledged)).await {
            Ok(_) => acknowledged += 1,
            Err(code) => break code,
        }
        assert!(acknowledged < 100_000, "the disk never fills");
    };
    assert_eq!(code, "InternalError");
    disk.clear();
    charger.ask("StartTransaction", &start(acknowledged)).await;
    let sessions = site.operator.snapshot().await["stations"][0]["sessions"].clone();
    assert_eq!(sessions, acknowledged + 1);
    site.stop().await;
}

async fn with_a_session() -> TempDir {
    let site = Site::open().await;
    let mut charger = site.charger16("CP-1").await;
    let start = r#"{"connectorId":1,"idTag":"A","meterStart":1,"timestamp":"2026-01-05T10:00:00Z"}"#;
    charger.ask("StartTransaction", start).await;
    drop(charger);
    site.stop().await
}

#[tokio::test]
async fn a_newer_database_is_refused_and_not_touched() {
    let folder = with_a_session().await;
    let path = folder.path().join("forecourt.db");
    let db = rusqlite::Connection::open(&path).expect("openable");
    db.pragma_update(None, "user_version", 999).expect("writable");
    drop(db);
    let before = fs::read(&path).expect("readable");
    let said = refusal(folder.path(), &[]).await;
    assert!(said.contains("newer"), "{said}");
    assert_eq!(fs::read(&path).expect("readable"), before);
}

#[tokio::test]
async fn a_damaged_database_is_set_aside_and_the_operator_chooses_how_to_go_on() {
    let folder = with_a_session().await;
    let path = folder.path().join("forecourt.db");
    let whole = fs::read(&path).expect("readable");
    let damaged: Vec<u8> =
        whole.iter().enumerate().map(|(n, byte)| if n >= 4096 { !byte } else { *byte }).collect();
    fs::write(&path, &damaged).expect("writable");
    let said = refusal(folder.path(), &[]).await;
    assert!(said.contains("--start-empty"), "{said}");
    let site = Site::on(folder, &["--start-empty", "--accept-unknown"]).await.expect("it starts");
    assert!(site.operator.sessions().await.is_empty());
    let kept =
        files(site.folder()).into_iter().any(|file| fs::read(file).is_ok_and(|bytes| bytes == damaged));
    assert!(kept, "the damaged file is kept as it was: {:?}", files(site.folder()));
    site.stop().await;
}

#[tokio::test]
async fn after_damage_the_newest_backup_brings_back_what_was_there() {
    let folder = with_a_session().await;
    let path = folder.path().join("forecourt.db");
    // The program makes its first backup minutes after the start; a closed database's copy is what it would be.
    let backups = folder.path().join("backups");
    fs::create_dir_all(&backups).expect("writable");
    fs::copy(&path, backups.join("forecourt-1767657600000.db")).expect("writable");
    let damaged = vec![7_u8; fs::metadata(&path).expect("there").len().try_into().expect("small")];
    fs::write(&path, damaged).expect("writable");
    let said = refusal(folder.path(), &[]).await;
    assert!(said.contains("--restore-backup"), "{said}");
    let site = Site::on(folder, &["--restore-backup"]).await.expect("it starts");
    assert_eq!(site.operator.sessions().await.len(), 1);
    site.stop().await;
}

fn files(folder: &Path) -> Vec<std::path::PathBuf> {
    let mut all = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder").flatten() {
        let path = entry.path();
        if path.is_dir() {
            all.extend(files(&path));
        } else {
            all.push(path);
        }
    }
    all
}
