//! Rows in, bytes out: charts as SVG; tables as CSV, XLSX and PDF; statements as PDF; CDRs as JSON; signed values as XML.
//!
//! Every report takes plain values: energy in whole watt-hours, money in smallest units of its currency, times in
//! milliseconds since 1970 UTC, the site's zone as an IANA name. The same rows give the same bytes.
//!
//! Not here: SQL, the clock, the screen, and any rule of charging.

pub mod cdr;
pub mod chart;
mod error;
pub mod locale;
pub mod money;
mod paper;
pub mod sessions;
pub mod statement;
pub mod summary;
pub mod table;
#[cfg(test)]
mod testing;
pub mod transparency;
mod words;

pub use error::Error;
