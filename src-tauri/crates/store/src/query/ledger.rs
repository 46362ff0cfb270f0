//! The ledger: entries of sessions, and whether the chain holds.

use domain::billing::{Bill, Cost, Counted, Currency, Entry, EntryKey, Marks, Payer, TariffKey, Told};
use domain::energy::WattHours;
use domain::people::{CostCentreKey, DriverKey};
use domain::session::SessionKey;
use domain::time::Timestamp;
use rusqlite::{OptionalExtension, Row};

use crate::error::Error;
use crate::readers::Reader;
use crate::table::ledger::{COLUMNS, COUNT, hash, read_finding, read_kind, read_lines, read_taxes};

/// What looking at the whole chain found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Checked {
    /// How many entries were looked at.
    pub entries: u32,
    /// The hash of the newest one.
    pub head: Vec<u8>,
    /// Where it breaks first.
    pub broken: Option<Break>,
}

/// Where the chain breaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Break {
    /// The session.
    pub session: SessionKey,
    /// The entry of that session.
    pub number: u32,
    /// How.
    pub how: Broken,
}

/// How the chain breaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Broken {
    /// The entry is not what was written.
    Content,
    /// An entry is missing or at another place.
    Order,
    /// The session is not what was closed.
    Session,
}

impl Reader<'_> {
    /// The entries of a session, oldest first.
    pub fn entries(&self, session: SessionKey) -> Result<Vec<Entry>, Error> {
        let mut rows = self
            .db
            .prepare_cached(&format!("SELECT {COLUMNS} FROM ledger WHERE session = ?1 ORDER BY number"))?;
        let rows = rows.query_map([session.0], entry)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The entry at a place of the ledger.
    pub fn entry(&self, key: EntryKey) -> Result<Option<Entry>, Error> {
        let mut row = self.db.prepare_cached(&format!("SELECT {COLUMNS} FROM ledger WHERE id = ?1"))?;
        Ok(row.query_row([key.0], entry).optional()?)
    }

    /// The place of a session's newest entry.
    pub fn newest_entry(&self, session: SessionKey) -> Result<Option<EntryKey>, Error> {
        let mut row = self.db.prepare_cached("SELECT entry FROM session WHERE id = ?1")?;
        let entry: Option<Option<u32>> = row.query_row([session.0], |row| row.get(0)).optional()?;
        Ok(entry.flatten().map(EntryKey))
    }

    /// Sessions that are over and not closed yet, oldest first.
    pub fn unclosed(&self, after: SessionKey, limit: u32) -> Result<Vec<SessionKey>, Error> {
        let mut rows = self.db.prepare_cached(
            "SELECT id FROM session WHERE ended_at IS NOT NULL AND entry IS NULL AND id > ?1 ORDER BY id LIMIT ?2",
        )?;
        let rows = rows.query_map([after.0, limit], |row| row.get(0).map(SessionKey))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Closed sessions without a price, oldest first.
    pub fn unpriced(&self, after: SessionKey, limit: u32) -> Result<Vec<SessionKey>, Error> {
        let mut rows = self.db.prepare_cached(
            "SELECT s.id FROM session s JOIN ledger l ON l.id = s.entry
             WHERE l.tariff IS NULL AND s.id > ?1 ORDER BY s.id LIMIT ?2",
        )?;
        let rows = rows.query_map([after.0, limit], |row| row.get(0).map(SessionKey))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Looks at the whole chain, and at the sessions that it closed.
    pub fn check_ledger(&self) -> Result<Checked, Error> {
        let mut rows = self.db.prepare(&format!(
            "SELECT {}, l.hash, s.entry = l.id, s.began_at IS l.told_began AND s.ended_at IS l.told_ended
               AND s.meter_start IS l.told_start AND s.token IS l.told_token
               AND (s.ended_at IS NULL OR s.meter_stop IS l.told_stop)
             FROM ledger l LEFT JOIN session s ON s.id = l.session ORDER BY l.id",
            COLUMNS.split(',').map(|name| format!("l.{}", name.trim())).collect::<Vec<_>>().join(", ")
        ))?;
        let mut rows = rows.query([])?;
        let mut checked = Checked::default();
        while let Some(row) = rows.next()? {
            let id: u32 = row.get(0).unwrap_or_default();
            let values = (0..COUNT).map(|index| row.get_ref(index)).collect::<Result<Vec<_>, _>>()?;
            let told = row.get_ref(COUNT)?.as_blob().unwrap_or_default();
            let fresh = hash(&checked.head, values.into_iter());
            let newest: Option<bool> = row.get(COUNT + 1)?;
            let same: Option<bool> = row.get(COUNT + 2)?;
            let how = if id != checked.entries + 1 {
                Some(Broken::Order)
            } else if fresh != told {
                Some(Broken::Content)
            } else if newest.is_none() || newest == Some(true) && same != Some(true) {
                Some(Broken::Session)
            } else {
                None
            };
            if let Some(how) = how {
                let session = SessionKey(row.get(1).unwrap_or_default());
                checked.broken = Some(Break { session, number: row.get(2).unwrap_or_default(), how });
                return Ok(checked);
            }
            checked.entries += 1;
            checked.head = fresh;
        }
        // The end of the chain may be missing: sessions tell what their newest entry was.
        let lost: Option<u32> = self
            .db
            .prepare_cached("SELECT id FROM session WHERE entry > ?1 ORDER BY entry LIMIT 1")?
            .query_row([checked.entries], |row| row.get(0))
            .optional()?;
        checked.broken =
            lost.map(|session| Break { session: SessionKey(session), number: 0, how: Broken::Order });
        Ok(checked)
    }
}

fn entry(row: &Row<'_>) -> rusqlite::Result<Entry> {
    let time = |index| Ok::<_, rusqlite::Error>(row.get::<_, Option<i64>>(index)?.map(Timestamp));
    let register = |index| Ok::<_, rusqlite::Error>(row.get::<_, Option<i64>>(index)?.map(WattHours));
    Ok(Entry {
        session: SessionKey(row.get(1)?),
        number: row.get(2)?,
        at: Timestamp(row.get(3)?),
        author: row.get(4)?,
        kind: read_kind(&row.get::<_, String>(5)?),
        reason: row.get(6)?,
        told: Told {
            began: Timestamp(row.get(7)?),
            ended: time(8)?,
            start: register(9)?,
            stop: register(10)?,
            token: row.get(11)?,
        },
        figures: Counted { ended: time(12)?, start: register(13)?, stop: register(14)? },
        marks: Marks(row.get(15)?),
        findings: row.get::<_, String>(16)?.split_whitespace().filter_map(read_finding).collect(),
        payer: Payer {
            driver: row.get::<_, Option<u32>>(17)?.map(DriverKey),
            driver_name: row.get(18)?,
            cost_centre: row.get::<_, Option<u32>>(19)?.map(CostCentreKey),
            cost_centre_name: row.get(20)?,
        },
        cost: cost(row)?,
    })
}

fn cost(row: &Row<'_>) -> rusqlite::Result<Option<Cost>> {
    let Some(tariff) = row.get::<_, Option<u32>>(21)? else { return Ok(None) };
    let body: String = row.get(30)?;
    Ok(Some(Cost {
        tariff: TariffKey(tariff),
        tariff_name: row.get(22)?,
        version: row.get(23)?,
        bill: Bill {
            currency: Currency::of(&row.get::<_, String>(24)?, row.get(25)?),
            tax_included: row.get(26)?,
            lines: read_lines(&body),
            taxes: read_taxes(&body),
            total: row.get(29)?,
        },
    }))
}
