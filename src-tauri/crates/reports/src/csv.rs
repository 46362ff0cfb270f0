//! Tables as CSV after RFC 4180: comma or semicolon, CRLF, UTF-8.

mod cell;
pub mod sessions;

pub use cell::Flavour;

/// Why a table could not be written.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The site's zone is no IANA name.
    #[error("unknown time zone {0}")]
    Zone(String),
    /// The file or connection does not take any more.
    #[error("the table could not be written")]
    Output(#[from] std::io::Error),
}

impl From<::csv::Error> for Error {
    fn from(why: ::csv::Error) -> Self {
        match why.into_kind() {
            ::csv::ErrorKind::Io(why) => Self::Output(why),
            // Rows of one table all have its columns, and a writer meets no other fault.
            other => Self::Output(std::io::Error::other(format!("{other:?}"))),
        }
    }
}
