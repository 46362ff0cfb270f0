//! Orders, newest first.

use domain::order::{Command, Finding, OrderKey, OrderState};
use domain::station::StationKey;
use domain::time::Timestamp;
use rusqlite::{OptionalExtension, Row};

use crate::error::Error;
use crate::readers::Reader;
use crate::table;

/// An order as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrderRow {
    /// Our number.
    pub key: OrderKey,
    /// The station.
    pub station: StationKey,
    /// What; a stop's name on the wire is not kept with it.
    pub command: Command,
    /// Where it stands.
    pub state: OrderState,
    /// The station's word, or why it timed out.
    pub detail: String,
    /// What the answer told.
    pub finding: Option<Finding>,
    /// Through which door.
    pub by: String,
    /// When it was asked.
    pub asked_at: Timestamp,
    /// When it last moved.
    pub changed_at: Timestamp,
}

const COLUMNS: &str = "SELECT id, station, state, detail, asked_by, asked_at, changed_at,
    kind, evse, connector, token, session, flag, what, body, found FROM \"order\"";

impl Reader<'_> {
    /// The newest orders, of one station or of all.
    pub fn orders(&self, station: Option<StationKey>, limit: u32) -> Result<Vec<OrderRow>, Error> {
        let filter = if station.is_some() { "WHERE station = ?1" } else { "WHERE ?1 IS NULL" };
        let mut rows =
            self.db.prepare_cached(&format!("{COLUMNS} {filter} ORDER BY id DESC LIMIT {limit}"))?;
        let rows = rows.query_map([station.map(|s| s.0)], order)?;
        Ok(rows.collect::<Result<Vec<_>, _>>()?.into_iter().flatten().collect())
    }

    /// What a station said it cannot do, when it was asked last: kinds of orders, triggers with the message after a
    /// point (`trigger.meter`), by name. A setting that it lacks says nothing about others.
    pub fn lacks(&self, station: StationKey) -> Result<Vec<String>, Error> {
        // With max() the other columns are those of the newest order of each kind.
        let mut rows = self.db.prepare_cached(
            "SELECT kind || coalesce('.' || what, '') AS name FROM
               (SELECT kind, CASE kind WHEN 'trigger' THEN what END AS what, state, detail, max(id) FROM \"order\"
                WHERE station = ?1 AND state >= 4 AND kind <> 'changeSetting' GROUP BY 1, 2)
             WHERE state = 5 AND detail IN ('NotImplemented', 'NotSupported') ORDER BY name",
        )?;
        let rows = rows.query_map([station.0], |row| row.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// One order.
    pub fn order(&self, key: OrderKey) -> Result<Option<OrderRow>, Error> {
        let mut row = self.db.prepare_cached(&format!("{COLUMNS} WHERE id = ?1"))?;
        Ok(row.query_row([key.0], order).optional()?.flatten())
    }

    /// Whether the very same was ordered of a station by somebody since it has its present firmware, and answered.
    pub fn was_ordered(&self, station: StationKey, command: &Command, by: &str) -> Result<bool, Error> {
        let (kind, body) = table::order::written(command);
        let mut row = self.db.prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM \"order\" JOIN station ON station.id = \"order\".station
               WHERE station.id = ?1 AND kind = ?2 AND body IS ?3 AND asked_by = ?4 AND state <> ?5
                 AND asked_at >= firmware_since)",
        )?;
        let timed_out = table::order::state_code(OrderState::TimedOut);
        Ok(row.query_row((station.0, kind, body, by, timed_out), |row| row.get(0))?)
    }

    /// Orders that are not over.
    pub fn open_orders(&self) -> Result<Vec<OrderRow>, Error> {
        let mut rows =
            self.db.prepare_cached(&format!("{COLUMNS} WHERE state IN (0, 1, 2, 3) ORDER BY id"))?;
        let rows = rows.query_map([], order)?;
        Ok(rows.collect::<Result<Vec<_>, _>>()?.into_iter().flatten().collect())
    }
}

fn order(row: &Row<'_>) -> rusqlite::Result<Option<OrderRow>> {
    let Some(command) = table::order::command(row, 7)? else { return Ok(None) };
    let found: Option<String> = row.get(15)?;
    let found: Option<serde_json::Value> = found.and_then(|text| serde_json::from_str(&text).ok());
    Ok(Some(OrderRow {
        finding: found.as_ref().and_then(table::order::finding),
        key: OrderKey(row.get(0)?),
        station: StationKey(row.get(1)?),
        command,
        state: table::order::state(row.get(2)?),
        detail: row.get(3)?,
        by: row.get(4)?,
        asked_at: Timestamp(row.get(5)?),
        changed_at: Timestamp(row.get(6)?),
    }))
}
