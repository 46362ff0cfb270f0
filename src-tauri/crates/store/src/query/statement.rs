//! Statements, and the sessions that they are made of.

use domain::billing::{Currency, EntryKey, Recipient, Statement, StatementKey};
use domain::energy::WattHours;
use domain::people::{CostCentreKey, DriverKey};
use domain::session::SessionKey;
use domain::time::Timestamp;
use rusqlite::{OptionalExtension, Row, params};

use crate::error::Error;
use crate::readers::Reader;
use crate::table::person::{post, sender};

/// A statement with what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatementRow {
    /// The statement.
    pub statement: Statement,
    /// The number of the one that it corrects.
    pub corrects: Option<String>,
    /// The number of the one that corrects it.
    pub corrected_by: Option<String>,
    /// When it was paid.
    pub paid_at: Option<Timestamp>,
    /// Its sessions were amended since.
    pub outdated: bool,
}

/// A closed session as a statement would hold it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BillableRow {
    /// The session.
    pub session: SessionKey,
    /// Its newest entry.
    pub entry: EntryKey,
    /// The driver or cost centre.
    pub recipient: Option<u32>,
    /// The name of it.
    pub recipient_name: String,
    /// Its energy.
    pub energy: WattHours,
    /// The currency and its digits; `None` without a price.
    pub currency: Option<(String, u8)>,
    /// Without tax.
    pub net: i64,
    /// The tax.
    pub vat: i64,
    /// With tax.
    pub total: i64,
    /// Something seems wrong with it.
    pub wrong: bool,
    /// It stands on a statement already.
    pub stated: bool,
}

const COLUMNS: &str = "SELECT t.id, t.series, t.number, t.kind, t.recipient, t.post, t.sender, t.from_at, t.to_at,
    t.issued_at, t.due_at, t.currency, t.digits, t.energy, t.net, t.vat, t.total, t.corrects, t.corrects_total,
    t.paid_at, c.series, c.number, n.series, n.number,
    EXISTS (SELECT 1 FROM statement_session l JOIN session s ON s.id = l.session
            WHERE l.statement = t.id AND s.entry IS NOT l.entry)
    FROM statement t LEFT JOIN statement c ON c.id = t.corrects LEFT JOIN statement n ON n.corrects = t.id";

/// What makes a session stand on a statement that counts: one that no other corrects.
pub(super) const STATED: &str = "SELECT l.statement FROM statement_session l
    WHERE l.session = s.id AND NOT EXISTS (SELECT 1 FROM statement n WHERE n.corrects = l.statement)";

impl Reader<'_> {
    /// Statements, newest first.
    pub fn statements(&self, limit: u32) -> Result<Vec<StatementRow>, Error> {
        let mut rows = self.db.prepare_cached(&format!("{COLUMNS} ORDER BY t.id DESC LIMIT ?1"))?;
        let rows = rows.query_map([limit], row)?;
        let rows: Vec<StatementRow> = rows.collect::<Result<_, _>>()?;
        rows.into_iter().map(|row| self.with_sessions(row)).collect()
    }

    /// One statement.
    pub fn statement(&self, key: StatementKey) -> Result<Option<StatementRow>, Error> {
        let mut found = self.db.prepare_cached(&format!("{COLUMNS} WHERE t.id = ?1"))?;
        let found = found.query_row([key.0], row).optional()?;
        found.map(|row| self.with_sessions(row)).transpose()
    }

    /// The statements on which a session stands or stood.
    pub fn statements_with(&self, session: SessionKey) -> Result<Vec<StatementKey>, Error> {
        let mut rows =
            self.db.prepare_cached("SELECT statement FROM statement_session WHERE session = ?1")?;
        let rows = rows.query_map([session.0], |row| row.get(0).map(StatementKey))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Closed sessions that ended in a time by drivers or by cost centres, oldest first.
    pub fn billable(
        &self,
        by_driver: bool,
        from: Timestamp,
        to: Timestamp,
    ) -> Result<Vec<BillableRow>, Error> {
        let (key, name) =
            if by_driver { ("e.driver", "e.driver_name") } else { ("e.cost_centre", "e.cost_centre_name") };
        self.billable_where(
            &format!("SELECT s.id, e.id, {key}, {name}"),
            "e.ended >= ?1 AND e.ended < ?2 AND s.ended_at IS NOT NULL",
            params![from.0, to.0],
        )
    }

    /// The sessions of a statement as they are now, oldest first.
    pub fn billable_of(&self, statement: StatementKey) -> Result<Vec<BillableRow>, Error> {
        self.billable_where(
            "SELECT s.id, e.id, NULL, ''",
            "s.id IN (SELECT session FROM statement_session WHERE statement = ?1) AND ?2 = 0",
            params![statement.0, 0],
        )
    }

    /// How many sessions that began before a moment still run, by drivers or by cost centres.
    pub fn running(&self, by_driver: bool, before: Timestamp) -> Result<Vec<(Option<u32>, u32)>, Error> {
        let key = if by_driver { "d.id" } else { "d.cost_centre" };
        let mut rows = self.db.prepare_cached(&format!(
            "SELECT {key}, count(*) FROM session s LEFT JOIN token k ON k.folded = lower(s.token)
             LEFT JOIN driver d ON d.id = k.driver WHERE s.ended_at IS NULL AND s.began_at < ?1 GROUP BY 1"
        ))?;
        let rows = rows.query_map([before.0], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    fn billable_where(
        &self,
        select: &str,
        filter: &str,
        values: &[&dyn rusqlite::ToSql],
    ) -> Result<Vec<BillableRow>, Error> {
        let mut rows = self.db.prepare_cached(&format!(
            "{select}, max(0, coalesce(e.meter_stop - e.meter_start, 0)), e.currency, e.digits, coalesce(e.net, 0),
               coalesce(e.vat, 0), coalesce(e.total, 0), e.findings != '', EXISTS ({STATED})
             FROM session s JOIN ledger e ON e.id = s.entry WHERE {filter} ORDER BY e.told_began, s.id"
        ))?;
        let rows = rows.query_map(values, |row| {
            Ok(BillableRow {
                session: SessionKey(row.get(0)?),
                entry: EntryKey(row.get(1)?),
                recipient: row.get(2)?,
                recipient_name: row.get(3)?,
                energy: WattHours(row.get(4)?),
                currency: row.get::<_, Option<String>>(5)?.zip(row.get::<_, Option<u8>>(6)?),
                net: row.get(7)?,
                vat: row.get(8)?,
                total: row.get(9)?,
                wrong: row.get(10)?,
                stated: row.get(11)?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    fn with_sessions(&self, mut row: StatementRow) -> Result<StatementRow, Error> {
        let mut rows = self.db.prepare_cached(
            "SELECT l.session, l.entry FROM statement_session l JOIN session s ON s.id = l.session
             WHERE l.statement = ?1 ORDER BY s.began_at, s.id",
        )?;
        let pairs = rows
            .query_map([row.statement.key.0], |row| Ok((SessionKey(row.get(0)?), EntryKey(row.get(1)?))))?;
        row.statement.sessions = pairs.collect::<Result<_, _>>()?;
        Ok(row)
    }
}

fn row(row: &Row<'_>) -> rusqlite::Result<StatementRow> {
    let recipient = row.get(4)?;
    let numbered = |series: usize| -> rusqlite::Result<Option<String>> {
        let pair = row.get::<_, Option<String>>(series)?.zip(row.get::<_, Option<u32>>(series + 1)?);
        Ok(pair.map(|(series, number)| domain::billing::label(&series, number)))
    };
    let time = |index| row.get(index).map(Timestamp);
    Ok(StatementRow {
        statement: Statement {
            key: StatementKey(row.get(0)?),
            series: row.get(1)?,
            number: row.get(2)?,
            recipient: match row.get::<_, String>(3)?.as_str() {
                "driver" => Recipient::Driver(DriverKey(recipient)),
                _ => Recipient::CostCentre(CostCentreKey(recipient)),
            },
            post: post(&row.get::<_, String>(5)?),
            sender: sender(&row.get::<_, String>(6)?),
            from: time(7)?,
            to: time(8)?,
            issued: time(9)?,
            due: time(10)?,
            currency: Currency::of(&row.get::<_, String>(11)?, row.get(12)?),
            sessions: Vec::new(),
            energy: WattHours(row.get(13)?),
            net: row.get(14)?,
            vat: row.get(15)?,
            total: row.get(16)?,
            corrects: row.get::<_, Option<u32>>(17)?.map(StatementKey).zip(row.get(18)?),
        },
        corrects: numbered(20)?,
        corrected_by: numbered(22)?,
        paid_at: row.get::<_, Option<i64>>(19)?.map(Timestamp),
        outdated: row.get(24)?,
    })
}
