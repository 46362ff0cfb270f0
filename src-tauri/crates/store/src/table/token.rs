//! Id tokens.

use domain::station::StationKey;
use domain::time::Timestamp;
use domain::token::{IdToken, Standing, TokenFacts, TokenKind, TokenRecord};
use rusqlite::{Connection, OptionalExtension, params};

use crate::error::Error;

/// What is known about a token, for a station.
pub fn record(db: &Connection, station: StationKey, token: &IdToken) -> Result<Option<TokenRecord>, Error> {
    let record = db
        .prepare_cached(
            "SELECT k.standing, k.expires_at, k.parent, k.valid_from, d.stations FROM token k
             LEFT JOIN driver d ON d.id = k.driver WHERE k.folded = ?1",
        )?
        .query_row([token.folded()], |row| {
            let stations: Option<String> = row.get(4)?;
            Ok(TokenRecord {
                standing: standing(row.get(0)?),
                valid_from: row.get::<_, Option<i64>>(3)?.map(Timestamp),
                expires_at: row.get::<_, Option<i64>>(1)?.map(Timestamp),
                parent: row.get(2)?,
                elsewhere: stations.is_some_and(|list| !super::person::stations(&list).contains(&station)),
            })
        })
        .optional()?;
    Ok(record)
}

/// Notes that a token was shown. Codes typed by hand and tokens made by us are not listed.
pub fn seen(
    db: &Connection,
    station: StationKey,
    token: &IdToken,
    refused: bool,
    at: Timestamp,
) -> Result<(), Error> {
    if token.value.is_empty() || !matches!(token.kind, TokenKind::Card | TokenKind::Other) {
        return Ok(());
    }
    db.prepare_cached(
        "INSERT INTO token (folded, value, standing, seen_at, seen_station, refused) VALUES (?1, ?2, 3, ?3, ?4, ?5)
         ON CONFLICT (folded) DO UPDATE SET
           seen_at = max(coalesce(seen_at, 0), excluded.seen_at), seen_station = excluded.seen_station,
           refused = refused + excluded.refused",
    )?
    .execute(params![token.folded(), token.value, at.0, station.0, refused])?;
    Ok(())
}

/// Adds a token or changes what it may do.
pub fn save(db: &Connection, token: &TokenFacts) -> Result<(), Error> {
    db.prepare_cached(
        "INSERT INTO token (folded, value, label, standing, valid_from, expires_at, parent, driver)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
         ON CONFLICT (folded) DO UPDATE SET label = excluded.label, standing = excluded.standing,
           valid_from = excluded.valid_from, expires_at = excluded.expires_at, parent = excluded.parent,
           driver = excluded.driver, refused = 0",
    )?
    .execute(params![
        token.value.to_lowercase(),
        token.value,
        token.label,
        standing_code(token.standing),
        token.valid_from.map(|at| at.0),
        token.expires_at.map(|at| at.0),
        token.parent,
        token.driver.map(|driver| driver.0)
    ])?;
    Ok(())
}

/// Forgets a token.
pub fn remove(db: &Connection, value: &str) -> Result<(), Error> {
    db.prepare_cached("DELETE FROM token WHERE folded = ?1")?.execute([value.to_lowercase()])?;
    Ok(())
}

/// The standing of a stored number.
pub fn standing(code: i64) -> Standing {
    match code {
        0 => Standing::Accepted,
        1 => Standing::Blocked,
        2 => Standing::Expired,
        _ => Standing::Unknown,
    }
}

fn standing_code(standing: Standing) -> i64 {
    match standing {
        Standing::Accepted => 0,
        Standing::Blocked => 1,
        Standing::Expired => 2,
        Standing::Unknown => 3,
    }
}
