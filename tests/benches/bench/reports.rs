//! Reports of 100,000 sessions, beside the `sqlite3` program that writes the same rows as CSV.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use rusqlite::Connection;

use crate::say;
use crate::server::Server;
use crate::year::{http_bytes, timed};

const SESSIONS: i64 = 100_000;
/// Where memory is looked at: what a report takes more of for ten times the rows, it does not take row by row. Both are
/// more than fill the buffers and caches, whose size is the same for all.
const FEW: i64 = 40_000;
const MANY: i64 = 10 * FEW;

/// The rows that our own report reads, in SQL.
const SAME_ROWS: &str = "SELECT s.id, t.identity, t.name, t.bay, s.evse, s.connector, s.wire_number, s.token, s.began_at,
    e.ended, e.meter_start, e.meter_stop, e.meter_stop - e.meter_start, s.reason, s.flags, s.protocol, s.began_received,
    s.ended_received, e.driver_name, e.cost_centre_name, e.tariff_name, e.version, e.currency, e.net, e.vat, e.total
    FROM session s JOIN station t ON t.id = s.station JOIN ledger e ON e.id = s.entry ORDER BY s.began_at, s.id;";

/// What writing took.
struct Run {
    csv: (Duration, f64),
    xlsx: (Duration, f64),
    sqlite: Duration,
}

/// CSV and workbook, and memory.
pub fn rows() {
    let all = run(SESSIONS);
    let line = |what: &str, time: Duration| {
        say(&format!(
            "| {what} of {SESSIONS} sessions | {} ms | {} ms (`sqlite3 -csv`) | **{:.1}×** |",
            time.as_millis(),
            all.sqlite.as_millis(),
            time.as_secs_f64() / all.sqlite.as_secs_f64()
        ));
    };
    line("CSV", all.csv.0);
    line("Excel workbook", all.xlsx.0);
    let (few, many) = (run(FEW), run(MANY));
    let memory = |what: &str, many: f64, few: f64| {
        say(&format!(
            "| peak memory, {what} of {MANY} sessions | {many:.1} MiB | {few:.1} MiB (of {FEW}) | **{:.2}×** |",
            many / few
        ));
    };
    memory("CSV", many.csv.1, few.csv.1);
    memory("Excel workbook", many.xlsx.1, few.xlsx.1);
}

fn run(sessions: i64) -> Run {
    let folder = tempfile::tempdir().expect("a folder");
    Server::forecourt(folder.path()).stop();
    fill(&folder.path().join("forecourt.db"), sessions);
    let forecourt = Server::forecourt(folder.path());
    forecourt.settle();
    let export = |name: &str| {
        let path = format!("/api/export/{name}");
        let (peak, (time, body)) = forecourt.peak_mib(|| timed(|| http_bytes(&forecourt, "GET", &path, "")));
        ((time, peak), body)
    };
    let (csv, body) = export("sessions.csv");
    let lines = body.iter().filter(|byte| **byte == b'\n').count();
    assert!(lines > usize::try_from(sessions).expect("a count"), "{lines} lines");
    let (xlsx, _) = export("sessions.xlsx");
    let (sqlite, ()) = timed(|| sqlite(&folder.path().join("forecourt.db")));
    forecourt.stop();
    Run { csv, xlsx, sqlite }
}

fn sqlite(database: &Path) {
    let status = Command::new("sqlite3")
        .args(["-readonly", "-csv"])
        .arg(database)
        .arg(SAME_ROWS)
        .stdout(Stdio::null())
        .status()
        .expect("the program sqlite3 is there");
    assert!(status.success());
}

/// Twelve chargers and their sessions, each closed with a price.
fn fill(database: &Path, sessions: i64) {
    let mut db = Connection::open(database).expect("a database");
    let write = db.transaction().expect("a transaction");
    let mut station = write
        .prepare(
            "INSERT INTO station (id, identity, identity_folded, name, bay, admission, created_at)
             VALUES (?1, 'CP-' || ?1, 'cp-' || ?1, 'Bay ' || ?1, ?1, 1, 0)",
        )
        .expect("a statement");
    for number in 1..=12 {
        station.execute([number]).expect("a row");
    }
    let mut session = write
        .prepare(
            "INSERT INTO session (id, station, wire_number, protocol, evse, connector, token, began_at, began_said,
               began_received, meter_start, ended_at, ended_said, ended_received, meter_stop, reason, loose, entry)
             VALUES (?1, ?1 % 12 + 1, ?1, '1.6', 1, 1, 'CARD' || ?1 % 50, ?2, ?2, ?2, ?3, ?2 + 3600000, ?2 + 3600000,
               ?2 + 3600000, ?3 + 11000, 'EVDisconnected', 0, ?1)",
        )
        .expect("a statement");
    let mut entry = write
        .prepare(
            "INSERT INTO ledger (id, session, number, at, author, kind, reason, told_began, told_ended, told_start, told_stop,
               told_token, ended, meter_start, meter_stop, marks, findings, driver, driver_name, cost_centre_name, tariff,
               tariff_name, version, currency, digits, tax_included, net, vat, total, body, hash)
             VALUES (?1, ?1, 0, ?2, 'automation', 'closed', '', ?2, ?2 + 3600000, ?3, ?3 + 11000, 'CARD' || ?1 % 50,
               ?2 + 3600000, ?3, ?3 + 11000, 0, '', ?1 % 50, 'Driver ' || ?1 % 50, 'Fleet', 1, 'Guests', 1, 'EUR', 2, 1, 322,
               74, 396, '{}', x'00')",
        )
        .expect("a statement");
    for number in 1..=sessions {
        let (at, register) = (1_735_686_000_000 + number * 300_000, number * 11_000);
        session.execute([number, at, register]).expect("a row");
        entry.execute([number, at, register]).expect("a row");
    }
    drop((station, session, entry));
    write.commit().expect("a commit");
}
