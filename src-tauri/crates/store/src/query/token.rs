//! Id tokens, known and seen.

use domain::people::DriverKey;
use domain::station::StationKey;
use domain::time::Timestamp;
use domain::token::Standing;
use rusqlite::{OptionalExtension, Row};

use crate::error::Error;
use crate::readers::Reader;
use crate::table;

/// A token as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenRow {
    /// As it was first read or typed.
    pub value: String,
    /// The operator's label.
    pub label: String,
    /// The operator's word.
    pub standing: Standing,
    /// Whose it is.
    pub driver: Option<DriverKey>,
    /// Not valid before.
    pub valid_from: Option<Timestamp>,
    /// Not valid from then on.
    pub expires_at: Option<Timestamp>,
    /// The group that it belongs to.
    pub parent: Option<String>,
    /// When it was last shown.
    pub seen_at: Option<Timestamp>,
    /// Where.
    pub seen_station: Option<StationKey>,
    /// How often it was refused.
    pub refused: u32,
}

const COLUMNS: &str = "SELECT value, label, standing, expires_at, seen_at, seen_station, refused, parent, driver, valid_from FROM token";

impl Reader<'_> {
    /// All tokens: the operator's own by label, then those only seen, newest first.
    pub fn tokens(&self) -> Result<Vec<TokenRow>, Error> {
        let mut rows = self
            .db
            .prepare_cached(&format!("{COLUMNS} ORDER BY standing = 3, label, seen_at DESC LIMIT 10000"))?;
        let rows = rows.query_map([], token)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// One token, compared without regard to case.
    pub fn token(&self, value: &str) -> Result<Option<TokenRow>, Error> {
        let mut row = self.db.prepare_cached(&format!("{COLUMNS} WHERE folded = ?1"))?;
        Ok(row.query_row([value.to_lowercase()], token).optional()?)
    }
}

fn token(row: &Row<'_>) -> rusqlite::Result<TokenRow> {
    Ok(TokenRow {
        value: row.get(0)?,
        label: row.get(1)?,
        standing: table::token::standing(row.get(2)?),
        expires_at: row.get::<_, Option<i64>>(3)?.map(Timestamp),
        seen_at: row.get::<_, Option<i64>>(4)?.map(Timestamp),
        seen_station: row.get::<_, Option<u32>>(5)?.map(StationKey),
        refused: row.get(6)?,
        parent: row.get(7)?,
        driver: row.get::<_, Option<u32>>(8)?.map(DriverKey),
        valid_from: row.get::<_, Option<i64>>(9)?.map(Timestamp),
    })
}
