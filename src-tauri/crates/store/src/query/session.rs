//! Sessions for screens and reports.

use domain::billing::{Finding, Marks};
use domain::energy::WattHours;
use domain::people::{CostCentreKey, DriverKey};
use domain::session::{Flags, SessionKey};
use domain::station::{Protocol, StationKey};
use domain::time::Timestamp;
use domain::token::TokenKind;
use rusqlite::{OptionalExtension, Row, ToSql};

use crate::error::Error;
use crate::readers::Reader;
use crate::table;

/// A session with its station's name and bay.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionRow {
    /// Our number.
    pub key: SessionKey,
    /// The station.
    pub station: StationKey,
    /// The station's own name.
    pub identity: String,
    /// The operator's name for it.
    pub station_name: String,
    /// Bay number.
    pub bay: Option<u16>,
    /// EVSE, where told.
    pub evse: Option<u16>,
    /// Connector, where told.
    pub connector: Option<u16>,
    /// Name on the wire.
    pub wire: String,
    /// Protocol.
    pub protocol: Protocol,
    /// Token, where told.
    pub token: Option<String>,
    /// The token's kind.
    pub token_kind: TokenKind,
    /// Began, by the station's clock.
    pub began_at: Timestamp,
    /// When we were told.
    pub began_received: Timestamp,
    /// Ended, by the station's clock.
    pub ended_at: Option<Timestamp>,
    /// When we were told.
    pub ended_received: Option<Timestamp>,
    /// Register at the beginning.
    pub meter_start: Option<WattHours>,
    /// Register at the end, or the newest one.
    pub meter_stop: Option<WattHours>,
    /// Why it ended.
    pub reason: Option<String>,
    /// What is special about it.
    pub flags: Flags,
    /// Who charged.
    pub driver: Option<DriverKey>,
    /// The driver's name: when it was closed, or now.
    pub driver_name: String,
    /// Who pays.
    pub cost_centre: Option<CostCentreKey>,
    /// The cost centre's name.
    pub cost_centre_name: String,
    /// The number of its newest entry in the ledger; `None` while it is not closed.
    pub entry: Option<u32>,
    /// What is special about the figures that count.
    pub marks: Marks,
    /// What seems to be wrong with them.
    pub findings: Vec<Finding>,
    /// Why it was amended last.
    pub amended: String,
    /// What it costs; `None` without a tariff, or while it is not closed.
    pub price: Option<PricedRow>,
    /// The number of the statement that it stands on.
    pub statement: Option<String>,
}

/// What a session costs, in smallest units.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PricedRow {
    /// ISO 4217.
    pub currency: String,
    /// Digits of the smallest unit.
    pub digits: u8,
    /// Without tax.
    pub net: i64,
    /// The tax.
    pub vat: i64,
    /// With tax.
    pub total: i64,
    /// The tariff.
    pub tariff: String,
    /// Its version.
    pub version: u32,
}

impl SessionRow {
    /// What was delivered, so far or in all.
    pub fn energy(&self) -> Option<WattHours> {
        Some(WattHours::delivered(self.meter_start?, self.meter_stop?))
    }

    /// Whole seconds from beginning to end, or to `now`; never negative. When the station's clock ran backwards
    /// between the two, the times of receipt are used.
    pub fn duration_s(&self, now: Timestamp) -> i64 {
        let said = self.ended_at.unwrap_or(now).since(self.began_at);
        let heard = self.ended_received.unwrap_or(now).since(self.began_received);
        (if said < 0 { heard } else { said }).max(0) / 1000
    }
}

/// Which sessions.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Selection {
    /// Began at or after.
    pub from: Option<Timestamp>,
    /// Began before.
    pub to: Option<Timestamp>,
    /// At this station only.
    pub station: Option<StationKey>,
    /// Of this driver only.
    pub driver: Option<DriverKey>,
    /// Of this cost centre only.
    pub cost_centre: Option<CostCentreKey>,
    /// Only those whose figures seem wrong.
    pub wrong: bool,
    /// Token, station, driver or number contains this.
    pub text: Option<String>,
}

/// Totals of a selection.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Totals {
    /// How many.
    pub sessions: u32,
    /// Of these, still open.
    pub open: u32,
    /// Energy of all of them.
    pub energy: WattHours,
    /// What they cost: currency, its digits, smallest units.
    pub costs: Vec<(String, u8, i64)>,
}

/// The figures that count: those of the newest entry once there is one, else what the station told. An entry from before
/// the station's last word counts no more; the next one is on its way.
macro_rules! counted {
    (start) => {
        "iif(e.id IS NULL, s.meter_start, e.meter_start)"
    };
    (stop) => {
        "CASE WHEN e.id IS NOT NULL AND s.ended_at IS NOT NULL THEN e.meter_stop
              WHEN s.ended_at IS NULL THEN s.last_meter ELSE coalesce(s.meter_stop, s.last_meter) END"
    };
}

const FROM: &str = " FROM session s JOIN station t ON t.id = s.station LEFT JOIN ledger e ON e.id = s.entry
    AND e.told_ended IS s.ended_at AND e.told_start IS s.meter_start AND e.told_stop IS s.meter_stop
    LEFT JOIN token k ON k.folded = lower(s.token) LEFT JOIN driver d ON d.id = k.driver
    LEFT JOIN cost_centre c ON c.id = d.cost_centre";

const COLUMNS: &str = concat!(
    "SELECT s.id, s.station, t.identity, t.name, t.bay, s.evse, s.connector, s.wire_number, s.wire_text,
    s.protocol, s.token, s.token_kind, s.began_at, s.began_received,
    iif(e.id IS NULL OR s.ended_at IS NULL, s.ended_at, e.ended), s.ended_received, ",
    counted!(start),
    ", ",
    counted!(stop),
    ", s.reason, s.flags, iif(e.id IS NULL, d.id, e.driver), iif(e.id IS NULL, d.name, e.driver_name),
    iif(e.id IS NULL, c.id, e.cost_centre), iif(e.id IS NULL, c.name, e.cost_centre_name), e.number, e.marks,
    e.findings, e.reason, e.currency, e.digits, e.net, e.vat, e.total, e.tariff_name, e.version,
    (SELECT n.series || '-' || printf('%04d', n.number) FROM statement_session l JOIN statement n ON n.id = l.statement
     WHERE l.session = s.id AND NOT EXISTS (SELECT 1 FROM statement x WHERE x.corrects = n.id) LIMIT 1)"
);

impl Reader<'_> {
    /// One session.
    pub fn session(&self, key: SessionKey) -> Result<Option<SessionRow>, Error> {
        let mut row = self.db.prepare_cached(&format!("{COLUMNS}{FROM} WHERE s.id = ?1"))?;
        Ok(row.query_row([key.0], session).optional()?)
    }

    /// Open sessions, newest first.
    pub fn open_sessions(&self) -> Result<Vec<SessionRow>, Error> {
        let mut rows = self
            .db
            .prepare_cached(&format!("{COLUMNS}{FROM} WHERE s.ended_at IS NULL ORDER BY s.began_at DESC"))?;
        let rows = rows.query_map([], session)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// A page of a selection, newest first.
    pub fn sessions(&self, selection: &Selection, limit: u32, offset: u32) -> Result<Vec<SessionRow>, Error> {
        let mut page = Vec::new();
        let tail = format!("ORDER BY s.began_at DESC, s.id DESC LIMIT {limit} OFFSET {offset}");
        self.select(selection, &tail, |row| {
            page.push(row);
            Ok(())
        })?;
        Ok(page)
    }

    /// Every session of a selection, oldest first, one at a time: memory stays flat however many there are.
    pub fn each_session(
        &self,
        selection: &Selection,
        mut each: impl FnMut(SessionRow) -> Result<(), Error>,
    ) -> Result<(), Error> {
        self.select(selection, "ORDER BY s.began_at, s.id", &mut each)
    }

    /// Sessions that ran at some time between two moments, oldest first.
    pub fn sessions_between(&self, from: Timestamp, to: Timestamp) -> Result<Vec<SessionRow>, Error> {
        // No session is longer than a month: without this bound, the whole history would be read.
        let earliest = from.0 - 31 * 24 * 60 * 60 * 1000;
        let mut rows = self.db.prepare_cached(&format!(
            "{COLUMNS}{FROM} WHERE s.began_at < ?2 AND s.began_at >= ?3 AND (s.ended_at IS NULL OR s.ended_at >= ?1) ORDER BY s.began_at"
        ))?;
        let rows = rows.query_map([from.0, to.0, earliest], session)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Totals of a selection.
    pub fn session_totals(&self, selection: &Selection) -> Result<Totals, Error> {
        let (filter, values) = filter(selection);
        let values: Vec<&dyn ToSql> = values.iter().map(|v| &**v).collect();
        let (start, stop) = (counted!(start), counted!(stop));
        let sql = format!(
            "SELECT count(*), coalesce(sum(s.ended_at IS NULL), 0), coalesce(sum(max(0, {stop} - {start})), 0)
             {FROM} WHERE {filter}"
        );
        let mut totals = self.db.prepare_cached(&sql)?.query_row(values.as_slice(), |row| {
            Ok(Totals {
                sessions: row.get(0)?,
                open: row.get(1)?,
                energy: WattHours(row.get(2)?),
                costs: Vec::new(),
            })
        })?;
        let sql = format!(
            "SELECT e.currency, e.digits, sum(e.total) {FROM} WHERE {filter} AND e.currency IS NOT NULL
             AND s.ended_at IS NOT NULL GROUP BY 1, 2 ORDER BY 1"
        );
        let mut rows = self.db.prepare_cached(&sql)?;
        let rows = rows.query_map(values.as_slice(), |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
        totals.costs = rows.collect::<Result<_, _>>()?;
        Ok(totals)
    }

    fn select(
        &self,
        selection: &Selection,
        tail: &str,
        mut each: impl FnMut(SessionRow) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let (filter, values) = filter(selection);
        let mut statement = self.db.prepare_cached(&format!("{COLUMNS}{FROM} WHERE {filter} {tail}"))?;
        let values: Vec<&dyn ToSql> = values.iter().map(|v| &**v).collect();
        let mut rows = statement.query(values.as_slice())?;
        while let Some(row) = rows.next()? {
            each(session(row)?)?;
        }
        Ok(())
    }
}

/// The condition of a selection, with its values in order.
fn filter(selection: &Selection) -> (String, Vec<Box<dyn ToSql>>) {
    let mut terms = vec!["1 = 1".to_owned()];
    let mut values: Vec<Box<dyn ToSql>> = Vec::new();
    let mut term = |sql: &str, value: Box<dyn ToSql>| {
        values.push(value);
        terms.push(sql.replace('?', &format!("?{}", values.len())));
    };
    if let Some(from) = selection.from {
        term("s.began_at >= ?", Box::new(from.0));
    }
    if let Some(to) = selection.to {
        term("s.began_at < ?", Box::new(to.0));
    }
    if let Some(station) = selection.station {
        term("s.station = ?", Box::new(station.0));
    }
    if let Some(driver) = selection.driver {
        term("iif(e.id IS NULL, d.id, e.driver) = ?", Box::new(driver.0));
    }
    if let Some(centre) = selection.cost_centre {
        term("iif(e.id IS NULL, c.id, e.cost_centre) = ?", Box::new(centre.0));
    }
    if selection.wrong {
        term("e.findings != ?", Box::<String>::default());
    }
    if let Some(text) = selection.text.as_deref().map(str::trim).filter(|text| !text.is_empty()) {
        term(
            "(instr(lower(coalesce(s.token, '')), ?) OR instr(lower(t.name), ?) OR instr(lower(t.identity), ?)
              OR instr(lower(coalesce(e.driver_name, d.name, '')), ?) OR s.id = ?)",
            Box::new(text.to_lowercase()),
        );
    }
    (terms.join(" AND "), values)
}

fn session(row: &Row<'_>) -> rusqlite::Result<SessionRow> {
    let number: Option<i64> = row.get(7)?;
    let name: Option<String> = row.get(8)?;
    Ok(SessionRow {
        key: SessionKey(row.get(0)?),
        station: StationKey(row.get(1)?),
        identity: row.get(2)?,
        station_name: row.get(3)?,
        bay: row.get(4)?,
        evse: row.get(5)?,
        connector: row.get(6)?,
        wire: name.or(number.map(|n| n.to_string())).unwrap_or_default(),
        protocol: Protocol::from_label(&row.get::<_, String>(9)?).unwrap_or(Protocol::V16),
        token: row.get(10)?,
        token_kind: table::session::token_kind(row.get(11)?),
        began_at: Timestamp(row.get(12)?),
        began_received: Timestamp(row.get(13)?),
        ended_at: row.get::<_, Option<i64>>(14)?.map(Timestamp),
        ended_received: row.get::<_, Option<i64>>(15)?.map(Timestamp),
        meter_start: row.get::<_, Option<i64>>(16)?.map(WattHours),
        meter_stop: row.get::<_, Option<i64>>(17)?.map(WattHours),
        reason: row.get(18)?,
        flags: Flags(row.get(19)?),
        driver: row.get::<_, Option<u32>>(20)?.map(DriverKey),
        driver_name: row.get::<_, Option<String>>(21)?.unwrap_or_default(),
        cost_centre: row.get::<_, Option<u32>>(22)?.map(CostCentreKey),
        cost_centre_name: row.get::<_, Option<String>>(23)?.unwrap_or_default(),
        entry: row.get(24)?,
        marks: Marks(row.get::<_, Option<u32>>(25)?.unwrap_or_default()),
        findings: findings(row.get_ref(26)?.as_str_or_null()?),
        amended: row.get::<_, Option<String>>(27)?.unwrap_or_default(),
        price: price(row)?,
        statement: row.get(35)?,
    })
}

fn findings(words: Option<&str>) -> Vec<Finding> {
    words.unwrap_or_default().split_whitespace().filter_map(table::ledger::read_finding).collect()
}

fn price(row: &Row<'_>) -> rusqlite::Result<Option<PricedRow>> {
    let Some(currency) = row.get::<_, Option<String>>(28)? else { return Ok(None) };
    Ok(Some(PricedRow {
        currency,
        digits: row.get(29)?,
        net: row.get(30)?,
        vat: row.get(31)?,
        total: row.get(32)?,
        tariff: row.get(33)?,
        version: row.get(34)?,
    }))
}
