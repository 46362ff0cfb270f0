//! Sessions as CSV, one row each, without totals.

use std::io::Write;

use jiff::tz::TimeZone;

use super::cell::Cell;
use super::{Error, Flavour};

/// One charging session. Times are milliseconds since 1970 UTC, energy is in watt-hours.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Session {
    /// Our own number for it.
    pub id: i64,
    /// The charger's identity on the wire.
    pub station: String,
    /// The charger's name for people.
    pub station_name: String,
    /// Bay number.
    pub bay: Option<u16>,
    /// From 1; 0 when the charger never told.
    pub evse: u16,
    /// From 1; 0 when the charger never told.
    pub connector: u16,
    /// The id on the wire.
    pub transaction_id: String,
    /// What the driver identified with.
    pub id_token: Option<String>,
    /// What kind of token that is, the specification's word.
    pub id_token_type: Option<String>,
    /// Began, by the charger's clock.
    pub started_at: i64,
    /// Ended, by the charger's clock; `None` while it is open.
    pub ended_at: Option<i64>,
    /// Meter at the beginning.
    pub meter_start: Option<i64>,
    /// Meter at the end.
    pub meter_stop: Option<i64>,
    /// Delivered, so far.
    pub energy: Option<i64>,
    /// Why it ended, the charger's word.
    pub stop_reason: Option<String>,
    /// What is special about it: `estimated`, `offline`, `repaired` and others. `open` is added here.
    pub flags: Vec<String>,
    /// `1.6`, `2.0.1` or `2.1`.
    pub ocpp_version: String,
    /// When we were told of the beginning.
    pub received_started_at: i64,
    /// When we were told of the end.
    pub received_ended_at: Option<i64>,
}

impl Session {
    /// Something that is only known once the session has ended.
    fn at_end<T>(&self, value: Option<T>) -> Option<T> {
        self.ended_at.and(value)
    }

    fn duration_seconds(&self) -> Option<i64> {
        self.ended_at.map(|ended| (ended.saturating_sub(self.started_at) / 1000).max(0))
    }

    fn flags(&self) -> String {
        let open = self.ended_at.is_none().then_some("open");
        self.flags.iter().map(String::as_str).chain(open).collect::<Vec<_>>().join(" ")
    }
}

struct Column {
    /// Stable for ever: programs rely on it.
    name: &'static str,
    /// For people.
    heading: &'static str,
    cell: fn(&Session) -> Cell,
}

const fn column(name: &'static str, heading: &'static str, cell: fn(&Session) -> Cell) -> Column {
    Column { name, heading, cell }
}

/// The table. A new column is one line here, at the end, so that programs that count columns go on working.
#[rustfmt::skip]
const COLUMNS: &[Column] = &[
    column("session_id", "Session", |s| Cell::number(s.id)),
    column("station", "Charger identity", |s| Cell::text(&s.station)),
    column("station_name", "Charger", |s| Cell::text(&s.station_name)),
    column("bay", "Bay", |s| Cell::maybe(s.bay, Cell::number)),
    column("evse", "EVSE", |s| Cell::maybe(told(s.evse), Cell::number)),
    column("connector", "Connector", |s| Cell::maybe(told(s.connector), Cell::number)),
    column("transaction_id", "Transaction", |s| Cell::text(&s.transaction_id)),
    column("id_token", "Card", |s| Cell::maybe(s.id_token.as_deref(), Cell::text)),
    column("id_token_type", "Kind of card", |s| Cell::maybe(s.id_token_type.as_deref(), Cell::text)),
    column("started_at", "Started", |s| Cell::Time(s.started_at)),
    column("ended_at", "Ended", |s| Cell::maybe(s.ended_at, Cell::Time)),
    column("duration_seconds", "Duration in seconds", |s| Cell::maybe(s.duration_seconds(), Cell::Number)),
    column("meter_start_wh", "Meter at start in Wh", |s| Cell::maybe(s.meter_start, Cell::Number)),
    column("meter_stop_wh", "Meter at end in Wh", |s| Cell::maybe(s.at_end(s.meter_stop), Cell::Number)),
    column("energy_wh", "Energy in Wh", |s| Cell::maybe(s.energy, Cell::Number)),
    column("energy_kwh", "Energy in kWh", |s| Cell::maybe(s.energy, Cell::Kwh)),
    column("stop_reason", "Why it ended", |s| Cell::maybe(s.at_end(s.stop_reason.as_deref()), Cell::text)),
    column("flags", "Notes", |s| Cell::text(&s.flags())),
    column("ocpp_version", "OCPP", |s| Cell::text(&s.ocpp_version)),
    column("received_started_at", "Start received", |s| Cell::Time(s.received_started_at)),
    column("received_ended_at", "End received", |s| Cell::maybe(s.at_end(s.received_ended_at), Cell::Time)),
];

fn told(number: u16) -> Option<u16> {
    (number > 0).then_some(number)
}

/// A table of sessions that is being written, row by row, so that its length does not matter.
pub struct Table<W: Write> {
    writer: ::csv::Writer<W>,
    flavour: Flavour,
    zone: TimeZone,
}

impl<W: Write> Table<W> {
    /// Begins a table with its headings. `zone` is the site's, an IANA name.
    ///
    /// # Errors
    /// [`Error::Zone`] for a zone that does not exist, [`Error::Output`] when `out` takes nothing.
    pub fn begin(mut out: W, flavour: Flavour, zone: &str) -> Result<Self, Error> {
        let zone = TimeZone::get(zone).map_err(|_| Error::Zone(zone.to_owned()))?;
        out.write_all(flavour.byte_order_mark().as_bytes())?;
        let mut writer = ::csv::WriterBuilder::new()
            .delimiter(flavour.delimiter())
            .terminator(::csv::Terminator::CRLF)
            .from_writer(out);
        writer.write_record(COLUMNS.iter().map(|column| match flavour {
            Flavour::Machine => column.name,
            Flavour::Spreadsheet { .. } => column.heading,
        }))?;
        Ok(Self { writer, flavour, zone })
    }

    /// Adds a row.
    ///
    /// # Errors
    /// [`Error::Output`] when the output takes no more.
    pub fn add(&mut self, session: &Session) -> Result<(), Error> {
        for column in COLUMNS {
            self.writer.write_field((column.cell)(session).write(self.flavour, &self.zone))?;
        }
        Ok(self.writer.write_record(None::<&[u8]>)?)
    }

    /// Hands on what is still kept back, and the output itself.
    ///
    /// # Errors
    /// [`Error::Output`] when the output takes no more.
    pub fn finish(self) -> Result<W, Error> {
        self.writer.into_inner().map_err(|why| Error::Output(why.into_error()))
    }
}

/// Writes a whole table. Sessions come in the order in which they shall stand.
///
/// # Errors
/// As [`Table::begin`] and [`Table::add`].
pub fn write<W: Write>(
    out: W,
    sessions: impl IntoIterator<Item = Session>,
    flavour: Flavour,
    zone: &str,
) -> Result<W, Error> {
    let mut table = Table::begin(out, flavour, zone)?;
    for session in sessions {
        table.add(&session)?;
    }
    table.finish()
}

#[cfg(test)]
mod tests {
    use super::{COLUMNS, Session, write};
    use crate::csv::{Error, Flavour};

    fn sessions() -> Vec<Session> {
        let complete = Session {
            id: 1187,
            station: "NORVOLT-02".into(),
            station_name: "Car park \"east\"; left, really".into(),
            bay: Some(2),
            evse: 1,
            connector: 1,
            transaction_id: "1187".into(),
            id_token: Some("04A1B2C3".into()),
            id_token_type: Some("ISO14443".into()),
            started_at: 1_795_266_300_000,
            ended_at: Some(1_795_271_345_900),
            meter_start: Some(1_020_400),
            meter_stop: Some(1_035_285),
            energy: Some(14_885),
            stop_reason: Some("EVDisconnected".into()),
            flags: vec!["offline".into(), "estimated".into()],
            ocpp_version: "1.6".into(),
            received_started_at: 1_795_266_301_000,
            received_ended_at: Some(1_795_271_346_000),
        };
        let open = Session {
            id: 1188,
            station: "=cmd|' /C calc'!A0".into(),
            station_name: "Übergang ລາວ".into(),
            transaction_id: "b7e1-4f".into(),
            id_token: Some("+31 6".into()),
            started_at: 1_774_749_600_000,
            ended_at: None,
            meter_start: Some(0),
            meter_stop: Some(900),
            energy: Some(900),
            stop_reason: Some("Other".into()),
            ocpp_version: "2.0.1".into(),
            received_started_at: 1_774_749_600_500,
            received_ended_at: Some(5),
            ..Session::default()
        };
        vec![complete, open]
    }

    fn text(flavour: Flavour) -> String {
        String::from_utf8(write(Vec::new(), sessions(), flavour, "Europe/Berlin").unwrap()).unwrap()
    }

    #[test]
    fn a_program_gets_the_golden_file() {
        assert_eq!(text(Flavour::Machine), include_str!("golden/machine.csv"));
    }

    #[test]
    fn a_german_spreadsheet_gets_the_golden_file() {
        assert_eq!(text(Flavour::Spreadsheet { decimal: ',' }), include_str!("golden/german.csv"));
    }

    #[test]
    fn an_english_spreadsheet_keeps_commas_and_points() {
        let text = text(Flavour::Spreadsheet { decimal: '.' });
        assert!(text.starts_with("\u{feff}Session,Charger identity,Charger,Bay,"), "{text}");
        assert!(text.contains(",14.885,"), "{text}");
    }

    #[test]
    fn what_is_written_can_be_read_back_with_every_column_in_every_row() {
        let text = text(Flavour::Machine);
        let mut reader = ::csv::Reader::from_reader(text.as_bytes());
        let names = reader.headers().unwrap().clone();
        assert_eq!(names.len(), COLUMNS.len());
        let rows: Vec<_> = reader.records().map(Result::unwrap).collect();
        assert_eq!(rows.len(), 2);
        let cell = |row: usize, name: &str| &rows[row][names.iter().position(|known| known == name).unwrap()];
        assert_eq!(cell(0, "station_name"), "Car park \"east\"; left, really");
        assert_eq!(cell(0, "duration_seconds"), "5045");
        assert_eq!(cell(0, "energy_wh"), "14885");
        for end in ["ended_at", "duration_seconds", "meter_stop_wh", "stop_reason", "received_ended_at"] {
            assert_eq!(cell(1, end), "", "{end}");
        }
        assert_eq!(cell(1, "flags"), "open");
        assert_eq!(cell(1, "evse"), "");
    }

    #[test]
    fn a_clock_that_ran_backwards_gives_no_negative_duration() {
        let session = Session { started_at: 10_000, ended_at: Some(1), ..Session::default() };
        assert_eq!(session.duration_seconds(), Some(0));
    }

    #[test]
    fn an_unknown_zone_is_said_before_anything_is_written() {
        let outcome = write(Vec::new(), sessions(), Flavour::Machine, "Europe/Atlantis");
        assert!(matches!(outcome, Err(Error::Zone(zone)) if zone == "Europe/Atlantis"));
    }
}
