//! Folders for papers that are full or may not be written into: it is told, nothing half is left, and nothing is lost.

use acceptance::{Disk, Site, eventually};
use serde_json::{Value, json};

use crate::mail::{changed, month, plan, runs, switched_on_before, with_two_months};
use crate::month::text;
use crate::till::{closed, cost_centre, driver, element, play, site, tariff, version};

/// The word for what went wrong with the oldest month, when there is one.
async fn wrong(site: &Site) -> Value {
    eventually("what went wrong is told", async || {
        let runs = runs(&site.operator).await;
        let run = runs.get(&month(2).0)?;
        assert_eq!(
            (runs.len(), &run["writtenAt"]),
            (1, &json!(null)),
            "the newer month is not begun: {runs:?}"
        );
        run["error"].is_string().then(|| run["error"].clone())
    })
    .await
}

/// Saves the plan again, which does not wait for the next hour, and waits for both months.
async fn written_after_all(site: &Site, disk: &Disk) {
    plan(site, disk.path(), &[]).await;
    let runs = eventually("both months are written", async || {
        let runs = runs(&site.operator).await;
        (runs.len() == 2 && runs.values().all(|run| run["writtenAt"].is_number())).then_some(runs)
    })
    .await;
    assert!(runs.values().all(|run| run["error"].is_null() && run["mailedAt"].is_null()), "{runs:?}");
    let names =
        [2, 1].map(|before| ["csv", "pdf", "xlsx"].map(|end| format!("{} sessions.{end}", month(before).0)));
    assert_eq!(disk.names(""), names.concat());
    for before in [2, 1] {
        assert!(text(&disk.path().join(format!("{} sessions.pdf", month(before).0))).contains("Aoife"));
    }
}

#[tokio::test]
async fn a_full_disk_is_told_of_the_monthly_report_and_the_months_are_written_when_there_is_room() {
    let Some(disk) = Disk::mount("size=4m") else { return };
    let site = with_two_months().await;
    plan(&site, disk.path(), &[]).await;
    disk.fill(0);
    let site = changed(site, |db| switched_on_before(db, 2)).await;
    assert_eq!(wrong(&site).await, "diskFull");
    assert_eq!(disk.names(""), [""; 0], "nothing half is left");
    disk.clear();
    written_after_all(&site, &disk).await;
    site.stop().await;
}

#[tokio::test]
async fn a_folder_that_may_not_be_written_into_is_told_and_written_into_when_it_may() {
    let Some(disk) = Disk::mount("ro,size=4m") else { return };
    let site = with_two_months().await;
    plan(&site, disk.path(), &[]).await;
    let site = changed(site, |db| switched_on_before(db, 2)).await;
    assert_eq!(wrong(&site).await, "notAllowed");
    disk.remount("rw");
    written_after_all(&site, &disk).await;
    site.stop().await;
}

#[tokio::test]
async fn a_batch_of_statements_that_fills_the_disk_leaves_whole_files_and_all_statements() {
    let Some(disk) = Disk::mount("size=4m") else { return };
    let site = site().await;
    tariff(&site.operator, "All", version(vec![element("energy", "0.36", "23")])).await;
    let mut charger = site.charger16("CP-1").await;
    let mut centres = Vec::new();
    for (hour, card) in [(8, "ONE"), (10, "TWO"), (12, "THREE")] {
        let centre = cost_centre(&site.operator, &format!("Centre {card}")).await;
        driver(&site.operator, card, card, Some(centre)).await;
        let (from, to) =
            (format!("2026-01-12T{hour:02}:00:00Z"), format!("2026-01-12T{:02}:00:00Z", hour + 1));
        let session = play(&mut charger, card, &[(&from, hour * 1000), (&to, hour * 1000 + 900)]).await;
        closed(&site.operator, session).await;
        centres.push(centre);
    }
    drop(charger);
    let issue = json!({
        "ask": "issueStatements", "from": 1_767_222_000_000_i64, "to": 1_769_900_400_000_i64,
        "kind": "costCentre", "recipients": centres,
    });
    let issued = site.operator.ask(issue).await.as_array().expect("a list").clone();
    let ids: Vec<&Value> = issued.iter().map(|statement| &statement["id"]).collect();
    let listed = site.operator.ask(json!({ "ask": "statements" })).await;
    // The folder for reports lies on the small disk, which has room for one paper and a half.
    let folder = site.folder().join("reports");
    drop(std::fs::remove_dir(&folder));
    std::os::unix::fs::symlink(disk.path(), &folder).expect("no other lies there");
    let one =
        site.operator.send_bytes("GET", &format!("/api/export/statement.pdf?id={}", ids[0]), b"").await.1;
    disk.fill(one.len() as u64 * 3 / 2);
    let write = json!({ "ask": "writeStatements", "statements": ids });
    let fault = site.operator.try_ask(write.clone()).await.expect_err("there is no room");
    assert_eq!(fault["code"], "storageFull", "{fault}");
    let told = fault["params"]["folder"].as_str().expect("the folder is named");
    assert!(told.starts_with(&folder.display().to_string()), "{told}");
    let whole = |name: &String| {
        let number = name.split(' ').next().expect("a number");
        text(&disk.path().join("statements").join(name)).contains(number)
    };
    let papers =
        || disk.names("statements").into_iter().filter(|name| name.ends_with(".pdf")).collect::<Vec<_>>();
    assert_eq!(papers().len(), 1);
    assert!(papers().iter().all(whole), "what stands there is whole");
    assert_eq!(site.operator.ask(json!({ "ask": "statements" })).await, listed, "they are issued as before");
    disk.clear();
    let written = site.operator.ask(write).await;
    assert_eq!(written["files"].as_array().map(Vec::len), Some(3), "{written}");
    assert_eq!(json!(disk.names("statements")), written["files"], "and nothing half beside them");
    assert!(papers().iter().all(whole));
    site.stop().await;
}
