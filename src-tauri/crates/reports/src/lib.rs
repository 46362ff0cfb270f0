//! Rows in, bytes out: charts as SVG, sessions as CSV.
//!
//! Every report takes plain values: energy in whole watt-hours, times in milliseconds since 1970 UTC,
//! the site's zone as an IANA name. The same rows give the same bytes.
//!
//! Not here: SQL, the clock, the screen, and any rule of charging.

pub mod chart;
pub mod csv;
