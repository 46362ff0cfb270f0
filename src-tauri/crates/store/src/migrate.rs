//! The schema, as a list that only ever grows at its end. A released step is never edited.

use rusqlite::Connection;
use rusqlite_migration::{M, Migrations};

const STEPS: &[M<'_>] = &[
    M::up(include_str!("schema/001_begin.sql")),
    M::up(include_str!("schema/002_quirk.sql")),
    M::up(include_str!("schema/003_orders.sql")),
    M::up(include_str!("schema/004_trace.sql")),
    M::up(include_str!("schema/005_firmware.sql")),
    M::up(include_str!("schema/006_files.sql")),
    M::up(include_str!("schema/007_fault.sql")),
    M::up(include_str!("schema/008_billing.sql")),
    M::up(include_str!("schema/009_monthly.sql")),
];

/// The newest format we know.
pub fn known() -> i64 {
    i64::try_from(STEPS.len()).expect("a handful of steps")
}

/// The format of a file; 0 for an empty one.
pub fn found(db: &Connection) -> rusqlite::Result<i64> {
    db.query_row("PRAGMA user_version", [], |row| row.get(0))
}

/// Brings the file to the newest format, each step in its own transaction.
pub fn run(db: &mut Connection) -> Result<(), rusqlite_migration::Error> {
    Migrations::from_slice(STEPS).to_latest(db)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_step_applies_to_an_empty_file() {
        assert!(Migrations::from_slice(STEPS).validate().is_ok());
    }
}
