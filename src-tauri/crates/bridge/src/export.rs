//! Files for people and programs: reports, statements, receipts, records. One way for both doors, by name.

mod papers;
mod records;
mod rows;
mod screen;
mod sums;
mod wanted;

use std::io::Write;
use std::sync::Arc;

use domain::people::{CostCentreKey, DriverKey};
use domain::station::StationKey;
use domain::time::Timestamp;
pub use reports::locale::decimal_mark;
use reports::table::{Format, Head, Place, Row, Table};
use store::query::Selection;
use store::{Error, Reader};
pub use wanted::{Export, ExportWanted};
use wanted::{What, selection};

use crate::console::{Console, Inner};
use crate::fault::{Fault, FaultCode};
use crate::handle;
use crate::view::{ReportKind, ReportQuery, ReportView, SettingsView, StatementFilesView};

/// Where and for whom a file is made.
struct Maker<'a> {
    settings: &'a SettingsView,
    place: Place,
    now: Timestamp,
}

impl Console {
    /// The file of a name.
    ///
    /// # Errors
    /// As [`Export::named`].
    pub async fn export_named(&self, name: &str, wanted: ExportWanted) -> Result<Export, Fault> {
        Export::named(name, wanted, &self.inner.settings().await?.locale)
    }

    /// The name under which a file is best kept: it tells the period or the statement.
    pub async fn export_file_name(&self, name: &str, wanted: &ExportWanted) -> String {
        let Ok(settings) = self.inner.settings().await else { return name.to_owned() };
        let zone = handle::today::zone(&settings.zone);
        let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
        let day = |at: i64| handle::today::local(Timestamp(at), &zone).date();
        let id = wanted.id;
        let label = match (stem, id) {
            ("statement", Some(id)) => {
                let key = domain::billing::StatementKey(id);
                let row = self.inner.read(move |reader| reader.statement(key)).await.ok().flatten();
                row.map(|row| papers::file_stem(&row))
            }
            ("receipt", _) => wanted.session.map(|session| format!("receipt {session}")),
            _ => wanted
                .from
                .zip(wanted.to)
                .map(|(from, to)| format!("{stem} {} to {}", day(from), day(to - 1))),
        };
        format!("{}.{ending}", label.unwrap_or_else(|| stem.to_owned()))
    }

    /// Writes a file into `out`.
    ///
    /// # Errors
    /// [`FaultCode::Internal`] when `out` takes no more, [`FaultCode::NotFound`], [`FaultCode::Invalid`] for a table that
    /// is too long for paper, and whatever reading may fail with.
    pub async fn export<W: Write + Send + 'static>(&self, export: Export, out: W) -> Result<W, Fault> {
        let settings = self.inner.settings().await?;
        let inner = Arc::clone(&self.inner);
        let written = tokio::task::spawn_blocking(move || write(&inner, &settings, &export, out));
        written.await.map_err(|error| internal(&error))?
    }
}

/// A file as it would be saved now.
pub async fn bytes(inner: &Arc<Inner>, name: &str, wanted: ExportWanted) -> Result<Vec<u8>, Fault> {
    let settings = inner.settings().await?;
    let export = Export::named(name, wanted, &settings.locale)?;
    let inner = Arc::clone(inner);
    let written = tokio::task::spawn_blocking(move || write(&inner, &settings, &export, Vec::new()));
    written.await.map_err(|error| internal(&error))?
}

/// Writes a file and hands on what `out` still keeps back.
fn write<W: Write + Send>(
    inner: &Inner,
    settings: &SettingsView,
    export: &Export,
    out: W,
) -> Result<W, Fault> {
    let mut out = unflushed(inner, settings, export, out)?;
    out.flush().map(|()| out).map_err(|error| internal(&error))
}

fn unflushed<W: Write + Send>(
    inner: &Inner,
    settings: &SettingsView,
    export: &Export,
    mut out: W,
) -> Result<W, Fault> {
    let now = inner.now();
    let place = Place::new(&settings.zone, &settings.locale, now.0).map_err(|error| internal(&error))?;
    let maker = Maker { settings, place, now };
    let wanted = &export.wanted;
    let bytes = match export.what {
        What::Report(kind, format) => return report(inner, &maker, kind, format, wanted, out),
        What::Cdr => return records::cdr(inner, &maker, &selection(wanted), out),
        What::People => {
            let read = |reader: &Reader<'_>| handle::cards_file::write(reader, &maker.place.zone);
            inner.store.read(read).map_err(handle::storage_fault)?.into_bytes()
        }
        What::Statement => papers::statement(inner, &maker, wanted.id)?,
        What::Statements => papers::zip(inner, &maker, wanted.ids.as_deref().unwrap_or_default())?,
        What::Receipt => papers::receipt(inner, &maker, wanted.session)?,
    };
    out.write_all(&bytes).map_err(|error| internal(&error))?;
    Ok(out)
}

fn report<W: Write + Send>(
    inner: &Inner,
    maker: &Maker<'_>,
    kind: ReportKind,
    format: Format,
    wanted: &ExportWanted,
    out: W,
) -> Result<W, Fault> {
    let selection = selection(wanted);
    let head = head(inner, maker, wanted)?;
    let read = inner.store.read(|reader| {
        Ok(match kind {
            ReportKind::Sessions => sessions(reader, &selection, format, &head, maker, out)?,
            ReportKind::Days => {
                table(sums::days(reader, &selection, &maker.place.zone)?, format, &head, maker, out)
            }
            ReportKind::Months => {
                table(sums::months(reader, &selection, &maker.place.zone)?, format, &head, maker, out)
            }
            ReportKind::Chargers => table(sums::chargers(reader, &selection)?, format, &head, maker, out),
            ReportKind::Drivers => table(sums::drivers(reader, &selection)?, format, &head, maker, out),
            ReportKind::CostCentres => {
                table(sums::cost_centres(reader, &selection)?, format, &head, maker, out)
            }
            ReportKind::Unpaid => table(rows::unpaid(reader, maker)?, format, &head, maker, out),
            ReportKind::LooseCards => table(sums::cards(reader, &selection)?, format, &head, maker, out),
        })
    });
    read.map_err(handle::storage_fault)?
}

/// What stands above a table: the site, the period, and what it was narrowed to.
fn head(inner: &Inner, maker: &Maker<'_>, wanted: &ExportWanted) -> Result<Head, Fault> {
    let day = |at: i64| handle::today::local(Timestamp(at), &maker.place.zone).date();
    let read = |reader: &Reader<'_>| {
        let mut narrowed = Vec::new();
        if let Some(station) = wanted.station {
            narrowed.extend(reader.station(StationKey(station))?.map(|row| row.name));
        }
        if let Some(driver) = wanted.driver {
            narrowed.extend(reader.driver(DriverKey(driver))?.map(|driver| driver.name));
        }
        if let Some(centre) = wanted.cost_centre {
            narrowed.extend(reader.cost_centre(CostCentreKey(centre))?.map(|centre| centre.name));
        }
        narrowed.extend(wanted.text.clone());
        Ok(narrowed.join(", "))
    };
    Ok(Head {
        site: maker.settings.site_name.clone(),
        period: wanted.from.zip(wanted.to).map(|(from, to)| (day(from), day(to - 1))),
        selection: inner.store.read(read).map_err(handle::storage_fault)?,
    })
}

/// Sessions row by row, oldest first: memory stays flat however many there are.
fn sessions<W: Write + Send>(
    reader: &Reader<'_>,
    selection: &Selection,
    format: Format,
    head: &Head,
    maker: &Maker<'_>,
    out: W,
) -> Result<Result<W, Fault>, Error> {
    let begun = Table::<reports::sessions::Session, W>::begin(out, format, head, maker.place.clone());
    let mut table = match begun {
        Ok(table) => table,
        Err(error) => return Ok(Err(unwritten(&error))),
    };
    let mut broken = None;
    reader.each_session(selection, |row| {
        if broken.is_none() {
            broken = table.add(&rows::session(row)).err();
        }
        Ok(())
    })?;
    Ok(match broken {
        Some(error) => Err(unwritten(&error)),
        None => table.finish().map_err(|error| unwritten(&error)),
    })
}

fn table<R: Row, W: Write + Send>(
    rows: Vec<R>,
    format: Format,
    head: &Head,
    maker: &Maker<'_>,
    out: W,
) -> Result<W, Fault> {
    reports::table::write(out, format, head, maker.place.clone(), rows).map_err(|error| unwritten(&error))
}

/// A table that is too long for paper is the reader's to shorten; all else is ours.
fn unwritten(error: &reports::Error) -> Fault {
    match error {
        reports::Error::TooLong { .. } => {
            Fault::new(FaultCode::Invalid).with("field", "period").with("reason", "tooLong")
        }
        other => internal(other),
    }
}

fn internal(error: &dyn std::fmt::Display) -> Fault {
    Fault::new(FaultCode::Internal).with("reason", error)
}

/// A report to look at.
pub async fn look(inner: &Arc<Inner>, query: ReportQuery) -> Result<ReportView, Fault> {
    let settings = inner.settings().await?;
    let now = inner.now();
    let place = Place::new(&settings.zone, &settings.locale, now.0).map_err(|error| internal(&error))?;
    let wanted = ExportWanted {
        from: query.from,
        to: query.to,
        station: query.station,
        driver: query.driver,
        cost_centre: query.cost_centre,
        ..ExportWanted::default()
    };
    inner
        .read(move |reader| {
            let maker = Maker { settings: &settings, place, now };
            let (selection, zone) = (selection(&wanted), &maker.place.zone);
            Ok(match query.report {
                ReportKind::Sessions => {
                    let rows = reader.sessions(&selection, screen::MOST + 1, 0)?;
                    screen::view(&rows.into_iter().map(rows::session).collect::<Vec<_>>())
                }
                ReportKind::Days => screen::view(&sums::days(reader, &selection, zone)?),
                ReportKind::Months => screen::view(&sums::months(reader, &selection, zone)?),
                ReportKind::Chargers => screen::view(&sums::chargers(reader, &selection)?),
                ReportKind::Drivers => screen::view(&sums::drivers(reader, &selection)?),
                ReportKind::CostCentres => screen::view(&sums::cost_centres(reader, &selection)?),
                ReportKind::Unpaid => screen::view(&rows::unpaid(reader, &maker)?),
                ReportKind::LooseCards => screen::view(&sums::cards(reader, &selection)?),
            })
        })
        .await
}

/// Writes statements into the folder for reports.
pub async fn write_statements(inner: &Arc<Inner>, statements: Vec<u32>) -> Result<StatementFilesView, Fault> {
    let settings = inner.settings().await?;
    let inner = Arc::clone(inner);
    let written = tokio::task::spawn_blocking(move || {
        let now = inner.now();
        let place = Place::new(&settings.zone, &settings.locale, now.0).map_err(|error| internal(&error))?;
        let maker = Maker { settings: &settings, place, now };
        papers::into_folder(&inner, &maker, &statements)
    });
    written.await.map_err(|error| internal(&error))?
}
