//! Settings of stations, their snapshots, token lists and reservations.

use domain::order::{ListEntry, ReservationKey, ReservationState, Setting};
use domain::station::StationKey;
use domain::time::Timestamp;
use rusqlite::OptionalExtension;
use serde_json::Value;

use crate::error::Error;
use crate::readers::Reader;
use crate::table;

/// A setting as a station told it last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SettingRow {
    /// Name, value, read-only.
    pub setting: Setting,
    /// When it was told.
    pub read_at: Timestamp,
    /// Its value before our last change.
    pub previous: Option<String>,
    /// What it will be after the next restart.
    pub after_restart: Option<String>,
}

/// All settings at one moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SnapshotRow {
    /// Its number.
    pub id: u32,
    /// When.
    pub at: Timestamp,
    /// With which firmware.
    pub firmware: String,
    /// The settings.
    pub settings: Vec<Setting>,
}

/// A reservation as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReservationRow {
    /// Its number.
    pub key: ReservationKey,
    /// Which EVSE; `None` = any.
    pub evse: Option<u16>,
    /// For whom.
    pub token: String,
    /// Or for everybody of this group.
    pub parent: Option<String>,
    /// Until when.
    pub until: Timestamp,
    /// Where it stands.
    pub state: ReservationState,
}

impl Reader<'_> {
    /// A station's settings, by name.
    pub fn configuration(&self, station: StationKey) -> Result<Vec<SettingRow>, Error> {
        let mut rows = self.db.prepare_cached(
            "SELECT key, value, read_only, read_at, previous, after_restart FROM station_setting
             WHERE station = ?1 ORDER BY key COLLATE NOCASE",
        )?;
        let rows = rows.query_map([station.0], |row| {
            Ok(SettingRow {
                setting: Setting { key: row.get(0)?, value: row.get(1)?, read_only: row.get(2)? },
                read_at: Timestamp(row.get(3)?),
                previous: row.get(4)?,
                after_restart: row.get(5)?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The value of a setting, found without regard to case, as a number.
    pub fn setting_number(&self, station: StationKey, key: &str) -> Result<Option<u32>, Error> {
        Ok(self.setting_text(station, key)?.and_then(|value| value.trim().parse().ok()))
    }

    /// The value of a setting, found without regard to case.
    pub fn setting_text(&self, station: StationKey, key: &str) -> Result<Option<String>, Error> {
        let value: Option<Option<String>> = self
            .db
            .prepare_cached(
                "SELECT value FROM station_setting WHERE station = ?1 AND key = ?2 COLLATE NOCASE",
            )?
            .query_row((station.0, key), |row| row.get(0))
            .optional()?;
        Ok(value.flatten())
    }

    /// A station's snapshots, newest first.
    pub fn snapshots(&self, station: StationKey) -> Result<Vec<SnapshotRow>, Error> {
        let mut rows = self.db.prepare_cached(
            "SELECT id, at, firmware, settings FROM snapshot WHERE station = ?1 ORDER BY id DESC",
        )?;
        let rows = rows.query_map([station.0], |row| {
            let settings: Vec<Value> = serde_json::from_str(&row.get::<_, String>(3)?).unwrap_or_default();
            Ok(SnapshotRow {
                id: row.get(0)?,
                at: Timestamp(row.get(1)?),
                firmware: row.get(2)?,
                settings: settings.iter().filter_map(table::order::setting).collect(),
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Whether a snapshot of a station with its present firmware is missing.
    pub fn wants_snapshot(&self, station: StationKey) -> Result<bool, Error> {
        let wants = self
            .db
            .prepare_cached(
                "SELECT firmware IS NOT (SELECT firmware FROM snapshot WHERE snapshot.station = station.id
                   ORDER BY id DESC LIMIT 1) FROM station WHERE id = ?1",
            )?
            .query_row([station.0], |row| row.get(0))
            .optional()?;
        Ok(wants.unwrap_or(false))
    }

    /// The version and the entries of the token list that a station holds.
    pub fn token_list(&self, station: StationKey) -> Result<Option<(i64, Vec<ListEntry>)>, Error> {
        let row = self
            .db
            .prepare_cached("SELECT version, entries FROM station_list WHERE station = ?1")?
            .query_row([station.0], |row| Ok((row.get(0)?, row.get::<_, String>(1)?)))
            .optional()?;
        Ok(row.map(|(version, text)| (version, table::list::entries(&text))))
    }

    /// A station's reservations, newest first, at most 50.
    pub fn reservations(&self, station: StationKey) -> Result<Vec<ReservationRow>, Error> {
        let mut rows = self.db.prepare_cached(
            "SELECT id, evse, token, parent, until, state FROM reservation WHERE station = ?1
             ORDER BY id DESC LIMIT 50",
        )?;
        let rows = rows.query_map([station.0], |row| {
            Ok(ReservationRow {
                key: ReservationKey(row.get(0)?),
                evse: row.get(1)?,
                token: row.get(2)?,
                parent: row.get(3)?,
                until: Timestamp(row.get(4)?),
                state: table::reservation::state(row.get(5)?),
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}
