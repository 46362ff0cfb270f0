//! Why a report could not be made.

/// Why a report could not be made.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The site's zone is no IANA name.
    #[error("unknown time zone {0}")]
    Zone(String),
    /// The file or connection does not take any more.
    #[error("the report could not be written")]
    Output(#[from] std::io::Error),
    /// More rows than the format holds.
    #[error("{format} holds at most {most} rows; choose a shorter period or another format")]
    TooLong {
        /// `PDF` or `XLSX`.
        format: &'static str,
        /// How many it holds.
        most: usize,
    },
    /// A statement whose sums are not what its lines make.
    #[error("the {what} do not add up: {parts} is not {whole}")]
    DoesNotAddUp {
        /// What was summed.
        what: &'static str,
        /// What the parts make.
        parts: i64,
        /// What was said.
        whole: i64,
    },
    /// Something is longer or larger than paper takes, or missing.
    #[error("{0} is empty, too long or out of range")]
    Unfit(&'static str),
    /// The typesetter refused our own layout.
    #[error("the page could not be set: {0}")]
    Typesetting(String),
    /// The spreadsheet's writer refused a cell.
    #[error("the spreadsheet could not be written: {0}")]
    Spreadsheet(#[from] rust_xlsxwriter::XlsxError),
}

impl From<csv::Error> for Error {
    fn from(why: csv::Error) -> Self {
        match why.into_kind() {
            csv::ErrorKind::Io(why) => Self::Output(why),
            // Rows of one table all have its columns, and a writer meets no other fault.
            other => Self::Output(std::io::Error::other(format!("{other:?}"))),
        }
    }
}
