//! Which file is wanted: its name, and what it shall hold.

use domain::people::{CostCentreKey, DriverKey};
use domain::station::StationKey;
use domain::time::Timestamp;
use reports::locale::decimal_mark;
use reports::table::{Flavour, Format};
use store::query::Selection;

use crate::fault::{Fault, FaultCode};
use crate::view::ReportKind;

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
    pub(super) what: What,
    pub(super) wanted: ExportWanted,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum What {
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
}

fn flavour(name: Option<&str>, locale: &str) -> Result<Flavour, Fault> {
    match name {
        None | Some("machine") => Ok(Flavour::Machine),
        Some("spreadsheet") => Ok(Flavour::Spreadsheet { decimal: decimal_mark(locale) }),
        Some(_) => Err(Fault::new(FaultCode::Invalid).with("field", "flavour").with("reason", "unknown")),
    }
}

/// The sessions that a file shall hold.
pub(super) fn selection(wanted: &ExportWanted) -> Selection {
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
