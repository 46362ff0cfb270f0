//! Files for people and programs: reports, statements, receipts, records. One way for both doors, by name.

mod papers;
mod records;
mod rows;
mod screen;
mod sums;

use std::io::Write;
use std::sync::Arc;

use domain::people::{CostCentreKey, DriverKey};
use domain::station::StationKey;
use domain::time::Timestamp;
pub use reports::locale::decimal_mark;
use reports::table::{Flavour, Format, Head, Place, Row, Table};
use store::query::Selection;
use store::{Error, Reader};

use crate::console::{Console, Inner};
use crate::fault::{Fault, FaultCode};
use crate::handle;
use crate::view::{ReportKind, ReportQuery, ReportView, SettingsView, StatementFilesView};

/// What a file shall hold. What a file does not know is not looked at.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ExportWanted {
    /// Sessions that began at or after, in milliseconds since the Unix epoch.
    pub from: Option<i64>,
    /// Sessions that began before.
    pub to: Option<i64>,
    /// At this charger only.
    pub station: Option<u32>,
    /// Of this driver only.
    pub driver: Option<u32>,
    /// Of this cost centre only.
    pub cost_centre: Option<u32>,
    /// Only sessions whose figures seem wrong.
    pub wrong: bool,
    /// Card, charger, driver or session number contains this.
    pub text: Option<String>,
    /// CSV: `machine`, the default, or `spreadsheet`.
    pub flavour: Option<String>,
    /// The statement.
    pub id: Option<u32>,
    /// The statements, separated by commas.
    pub ids: Option<String>,
    /// The session.
    pub session: Option<u32>,
}

impl ExportWanted {
    /// Reads it from named words, as they stand in an address: `from`, `to`, `station`, `driver`, `costCentre`, `wrong`, `text`,
    /// `flavour`, `id`, `ids`, `session`. Others are not looked at.
    ///
    /// # Errors
    /// [`FaultCode::Invalid`] for a number that is none.
    pub fn read(words: impl IntoIterator<Item = (String, String)>) -> Result<Self, Fault> {
        fn number<T: std::str::FromStr>(field: &str, word: &str) -> Result<Option<T>, Fault> {
            let invalid = |_| Fault::new(FaultCode::Invalid).with("field", field).with("reason", "number");
            word.parse().map(Some).map_err(invalid)
        }
        let mut wanted = Self::default();
        for (field, word) in words.into_iter().filter(|(_, word)| !word.is_empty()) {
            match field.as_str() {
                "from" => wanted.from = number(&field, &word)?,
                "to" => wanted.to = number(&field, &word)?,
                "station" => wanted.station = number(&field, &word)?,
                "driver" => wanted.driver = number(&field, &word)?,
                "costCentre" => wanted.cost_centre = number(&field, &word)?,
                "id" => wanted.id = number(&field, &word)?,
                "session" => wanted.session = number(&field, &word)?,
                "wrong" => wanted.wrong = word == "true",
                "text" => wanted.text = Some(word),
                "flavour" => wanted.flavour = Some(word),
                "ids" => wanted.ids = Some(word),
                _ => {}
            }
        }
        Ok(wanted)
    }
}

/// A file that can be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Export {
    what: What,
    wanted: ExportWanted,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum What {
    Report(ReportKind, Format),
    Cdr,
    Statement,
    Statements,
    Receipt,
    People,
}

/// The reports, by the names of their files.
const REPORTS: [(&str, ReportKind); 8] = [
    ("sessions", ReportKind::Sessions),
    ("days", ReportKind::Days),
    ("months", ReportKind::Months),
    ("chargers", ReportKind::Chargers),
    ("drivers", ReportKind::Drivers),
    ("cost-centres", ReportKind::CostCentres),
    ("unpaid", ReportKind::Unpaid),
    ("loose-cards", ReportKind::LooseCards),
];

impl Export {
    /// The file of a name, for example `days.xlsx`. The decimal mark of a spreadsheet's CSV is that of `locale`.
    ///
    /// # Errors
    /// [`FaultCode::NotFound`] for a name that is none, [`FaultCode::Invalid`] for a flavour that is none.
    pub fn named(name: &str, wanted: ExportWanted, locale: &str) -> Result<Self, Fault> {
        let unknown = || Fault::new(FaultCode::NotFound).with("what", "report");
        let what = match name {
            "cdr.json" => What::Cdr,
            "statement.pdf" => What::Statement,
            "statements.zip" => What::Statements,
            "receipt.pdf" => What::Receipt,
            "people.csv" => What::People,
            _ => {
                let (report, ending) = name.rsplit_once('.').ok_or_else(unknown)?;
                let (_, report) = REPORTS.iter().find(|(name, _)| *name == report).ok_or_else(unknown)?;
                let format = match ending {
                    "csv" => Format::Csv(flavour(wanted.flavour.as_deref(), locale)?),
                    "xlsx" => Format::Xlsx,
                    "pdf" => Format::Pdf,
                    _ => return Err(unknown()),
                };
                What::Report(*report, format)
            }
        };
        Ok(Self { what, wanted })
    }

    /// Its media type.
    pub fn media_type(&self) -> &'static str {
        match self.what {
            What::Report(_, Format::Csv(_)) | What::People => "text/csv; charset=utf-8",
            What::Report(_, Format::Xlsx) => {
                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
            }
            What::Report(_, Format::Pdf) | What::Statement | What::Receipt => "application/pdf",
            What::Cdr => "application/json",
            What::Statements => "application/zip",
        }
    }

    /// Whether it is written row by row, so that it may go out before it is whole.
    pub fn is_streamed(&self) -> bool {
        matches!(self.what, What::Report(ReportKind::Sessions, Format::Csv(_)))
    }
}

fn flavour(name: Option<&str>, locale: &str) -> Result<Flavour, Fault> {
    match name {
        None | Some("machine") => Ok(Flavour::Machine),
        Some("spreadsheet") => Ok(Flavour::Spreadsheet { decimal: decimal_mark(locale) }),
        Some(_) => Err(Fault::new(FaultCode::Invalid).with("field", "flavour").with("reason", "unknown")),
    }
}

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

fn write<W: Write>(inner: &Inner, settings: &SettingsView, export: &Export, mut out: W) -> Result<W, Fault> {
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

fn selection(wanted: &ExportWanted) -> Selection {
    Selection {
        from: wanted.from.map(Timestamp),
        to: wanted.to.map(Timestamp),
        station: wanted.station.map(StationKey),
        driver: wanted.driver.map(DriverKey),
        cost_centre: wanted.cost_centre.map(CostCentreKey),
        wrong: wanted.wrong,
        text: wanted.text.clone(),
    }
}

fn report<W: Write>(
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
fn sessions<W: Write>(
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

fn table<R: Row, W: Write>(
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
