//! Stations with their connectors and notes.

use domain::connector::ConnectorStatus;
use domain::station::{Admission, Protocol, StationKey};
use domain::time::Timestamp;
use domain::world::Settings;
use rusqlite::{OptionalExtension, Row};

use crate::error::Error;
use crate::readers::Reader;
use crate::table;

/// A station as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StationRow {
    /// Our number.
    pub key: StationKey,
    /// Its own name, as it spelled it first.
    pub identity: String,
    /// The operator's name.
    pub name: String,
    /// Bay number.
    pub bay: Option<u16>,
    /// Whether it belongs to the site.
    pub admission: Admission,
    /// Salted hash of its password.
    pub password: Option<String>,
    /// Salted hash of the password that it was sent and did not show yet.
    pub password_offered: Option<String>,
    /// Maker.
    pub vendor: String,
    /// Model.
    pub model: String,
    /// Serial number.
    pub serial: String,
    /// Firmware version.
    pub firmware: String,
    /// What it spoke last.
    pub protocol: Option<Protocol>,
    /// Where it came from last.
    pub address: Option<String>,
    /// When it connected last.
    pub connected_at: Option<Timestamp>,
    /// When it went last; `None` while connected.
    pub gone_at: Option<Timestamp>,
    /// Sessions ever.
    pub sessions: u32,
}

/// A connector as stored. EVSE 0 is the station itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConnectorRow {
    /// EVSE.
    pub evse: u16,
    /// Connector.
    pub connector: u16,
    /// Its state.
    pub status: ConnectorStatus,
    /// Since when.
    pub since: Timestamp,
}

const COLUMNS: &str =
    "SELECT id, identity, name, bay, admission, password, vendor, model, serial, firmware, protocol,
    address, connected_at, gone_at, (SELECT count(*) FROM session WHERE session.station = station.id),
    password_offered FROM station";

impl Reader<'_> {
    /// All stations, by bay, then by number.
    pub fn stations(&self) -> Result<Vec<StationRow>, Error> {
        let mut rows = self.db.prepare_cached(&format!("{COLUMNS} ORDER BY bay IS NULL, bay, id"))?;
        let rows = rows.query_map([], station)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// One station.
    pub fn station(&self, key: StationKey) -> Result<Option<StationRow>, Error> {
        let mut row = self.db.prepare_cached(&format!("{COLUMNS} WHERE id = ?1"))?;
        Ok(row.query_row([key.0], station).optional()?)
    }

    /// One station by its own name, compared without regard to case.
    pub fn station_by_identity(&self, identity: &str) -> Result<Option<StationRow>, Error> {
        let mut row = self.db.prepare_cached(&format!("{COLUMNS} WHERE identity_folded = ?1"))?;
        Ok(row.query_row([identity.to_lowercase()], station).optional()?)
    }

    /// A station's connectors, the station itself first.
    pub fn connectors(&self, key: StationKey) -> Result<Vec<ConnectorRow>, Error> {
        let mut rows = self.db.prepare_cached(
            "SELECT evse, connector, since, availability, phase, raw, error, info FROM connector
             WHERE station = ?1 ORDER BY evse, connector",
        )?;
        let rows = rows.query_map([key.0], |row| {
            Ok(ConnectorRow {
                evse: row.get(0)?,
                connector: row.get(1)?,
                since: Timestamp(row.get(2)?),
                status: table::connector::status(row, 3)?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Whether a session is open at a station.
    pub fn is_charging(&self, key: StationKey) -> Result<bool, Error> {
        let mut row = self.db.prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM session WHERE station = ?1 AND ended_at IS NULL)",
        )?;
        Ok(row.query_row([key.0], |row| row.get(0))?)
    }

    /// Oddities noted about a station, oldest first.
    pub fn notes(&self, key: StationKey) -> Result<Vec<String>, Error> {
        let mut rows =
            self.db.prepare_cached("SELECT text FROM station_note WHERE station = ?1 ORDER BY at")?;
        let rows = rows.query_map([key.0], |row| row.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The site's settings.
    pub fn settings(&self) -> Result<Settings, Error> {
        table::setting::load(self.db)
    }
}

fn station(row: &Row<'_>) -> rusqlite::Result<StationRow> {
    Ok(StationRow {
        key: StationKey(row.get(0)?),
        identity: row.get(1)?,
        name: row.get(2)?,
        bay: row.get(3)?,
        admission: table::station::admission_from(row.get(4)?),
        password: row.get(5)?,
        vendor: row.get(6)?,
        model: row.get(7)?,
        serial: row.get(8)?,
        firmware: row.get(9)?,
        protocol: row.get::<_, Option<String>>(10)?.and_then(|label| Protocol::from_label(&label)),
        address: row.get(11)?,
        connected_at: row.get::<_, Option<i64>>(12)?.map(Timestamp),
        gone_at: row.get::<_, Option<i64>>(13)?.map(Timestamp),
        sessions: row.get(14)?,
        password_offered: row.get(15)?,
    })
}
