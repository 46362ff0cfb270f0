//! Files for people and programs: sessions as CSV.

use std::io::Write;
use std::sync::Arc;

use domain::token::TokenKind;
pub use reports::locale::decimal_mark;
use reports::sessions;
use reports::table::{Flavour, Format, Head, Place, Table};
use store::query::SessionRow;

use crate::console::{Console, Inner};
use crate::fault::{Fault, FaultCode};
use crate::handle;
use crate::show;
use crate::view::SessionQuery;

/// How sessions are exported.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExportFormat {
    /// CSV for programs: stable names, ISO times, decimal points.
    Machine,
    /// CSV for spreadsheets in the owner's language.
    Spreadsheet,
}

impl ExportFormat {
    /// The format of its name: `machine` or `spreadsheet`.
    pub fn from_name(name: &str) -> Option<Self> {
        match name {
            "machine" => Some(Self::Machine),
            "spreadsheet" => Some(Self::Spreadsheet),
            _ => None,
        }
    }
}

impl Console {
    /// Writes the sessions of a query as CSV into `out`, oldest first, row by row: memory stays flat.
    ///
    /// Blocks; `limit` and `offset` of the query do not count.
    ///
    /// # Errors
    /// [`FaultCode::Internal`] when `out` takes no more, and whatever reading may fail with.
    pub async fn export_sessions<W: Write + Send + 'static>(
        &self,
        format: ExportFormat,
        query: SessionQuery,
        out: W,
    ) -> Result<W, Fault> {
        let settings = self.inner.settings().await?;
        let inner = Arc::clone(&self.inner);
        let written = tokio::task::spawn_blocking(move || {
            let flavour = match format {
                ExportFormat::Machine => Flavour::Machine,
                ExportFormat::Spreadsheet => Flavour::Spreadsheet { decimal: decimal_mark(&settings.locale) },
            };
            let place = Place::new(&settings.zone, &settings.locale, inner.now().0);
            let place = place.map_err(|error| internal(&error))?;
            write(&inner, Format::Csv(flavour), place, &query, out)
        });
        written.await.map_err(|error| internal(&error))?
    }
}

fn write<W: Write>(
    inner: &Inner,
    format: Format,
    place: Place,
    query: &SessionQuery,
    out: W,
) -> Result<W, Fault> {
    let selection = handle::session::selection(query);
    let table = Table::<sessions::Session, W>::begin(out, format, &Head::default(), place);
    let mut table = table.map_err(|error| internal(&error))?;
    let mut broken = None;
    let read = inner.store.read(|reader| {
        reader.each_session(&selection, |row| {
            if broken.is_none() {
                broken = table.add(&csv_row(row)).err();
            }
            Ok(())
        })
    });
    read.map_err(handle::storage_fault)?;
    match broken {
        Some(error) => Err(internal(&error)),
        None => table.finish().map_err(|error| internal(&error)),
    }
}

fn internal(error: &dyn std::fmt::Display) -> Fault {
    Fault::new(FaultCode::Internal).with("reason", error)
}

fn csv_row(row: SessionRow) -> sessions::Session {
    let kind = match row.token_kind {
        TokenKind::Card => "Card",
        TokenKind::KeyCode => "KeyCode",
        TokenKind::Central => "Central",
        TokenKind::NoAuthorization => "NoAuthorization",
        TokenKind::Other => "Other",
    };
    let token = show::shown_token(&row);
    sessions::Session {
        id: i64::from(row.key.0),
        energy: row.energy().map(|e| e.0),
        station: row.identity,
        station_name: row.station_name,
        bay: row.bay,
        evse: row.evse.unwrap_or(0),
        connector: row.connector.unwrap_or(0),
        transaction_id: row.wire,
        id_token_type: token.as_ref().map(|_| kind.to_owned()),
        id_token: token,
        started_at: row.began_at.0,
        ended_at: row.ended_at.map(|at| at.0),
        meter_start: row.meter_start.map(|m| m.0),
        meter_stop: row.meter_stop.map(|m| m.0),
        stop_reason: row.reason,
        flags: show::flags(row.flags).into_iter().map(|(_, word)| word.to_owned()).collect(),
        ocpp_version: row.protocol.label().to_owned(),
        received_started_at: row.began_received.0,
        received_ended_at: row.ended_received.map(|at| at.0),
        ..sessions::Session::default()
    }
}
