//! The token lists that stations hold.

use domain::order::{ListEntry, TokenList};
use domain::station::StationKey;
use domain::time::Timestamp;
use domain::token::{TokenStatus, TokenVerdict};
use rusqlite::{Connection, params};
use serde_json::{Value, json};

use crate::error::Error;

/// A station holds this list now.
pub fn sent(db: &Connection, station: StationKey, list: &TokenList, at: Timestamp) -> Result<(), Error> {
    let entries: Vec<Value> = list.whole.iter().map(entry).collect();
    db.prepare_cached(
        "INSERT OR REPLACE INTO station_list (station, version, sent_at, entries) VALUES (?1, ?2, ?3, ?4)",
    )?
    .execute(params![station.0, list.version, at.0, Value::from(entries).to_string()])?;
    Ok(())
}

fn entry(entry: &ListEntry) -> Value {
    let verdict = entry.verdict.as_ref();
    json!([
        entry.token,
        verdict.map(|v| code(v.status)),
        verdict.and_then(|v| v.expires_at).map(|at| at.0),
        verdict.and_then(|v| v.parent.clone()),
    ])
}

/// The entries as [`sent`] wrote them.
pub fn entries(text: &str) -> Vec<ListEntry> {
    let read = |value: &Value| {
        let verdict = value[1].as_i64().map(|status| TokenVerdict {
            status: self::status(status),
            expires_at: value[2].as_i64().map(Timestamp),
            parent: value[3].as_str().map(str::to_owned),
        });
        Some(ListEntry { token: value[0].as_str()?.to_owned(), verdict })
    };
    let entries: Vec<Value> = serde_json::from_str(text).unwrap_or_default();
    entries.iter().filter_map(read).collect()
}

fn code(status: TokenStatus) -> i64 {
    match status {
        TokenStatus::Accepted => 0,
        TokenStatus::Blocked => 1,
        TokenStatus::Expired => 2,
        TokenStatus::Invalid => 3,
        TokenStatus::ConcurrentTx => 4,
        TokenStatus::NotHere => 5,
        TokenStatus::NotYet => 6,
    }
}

fn status(code: i64) -> TokenStatus {
    match code {
        0 => TokenStatus::Accepted,
        1 => TokenStatus::Blocked,
        2 => TokenStatus::Expired,
        4 => TokenStatus::ConcurrentTx,
        5 => TokenStatus::NotHere,
        6 => TokenStatus::NotYet,
        _ => TokenStatus::Invalid,
    }
}
