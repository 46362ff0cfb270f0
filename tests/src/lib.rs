//! The harness of the acceptance tests: starts the real program on a folder of its own, speaks to it as chargers do, with
//! frames written by hand, and asks it as the operator does.
//!
//! Every program that a test starts must be stopped or killed by it; a test that leaves one behind fails.
//!
//! Not here: anything of the product's own code. What is known of it here is what anybody outside knows.

#![allow(
    clippy::missing_panics_doc,
    reason = "a harness panics whenever the product does not do as it should"
)]

mod charger;
mod csv;
mod disk;
mod fetch;
mod operator;
mod site;
mod time;

pub use charger::{Call, Charger, Door, Refused};
pub use csv::{Csv, Row};
pub use disk::Disk;
pub use fetch::{Fetched, Url, ftp_fetch, ftp_send, request, sha256};
pub use operator::{Events, Operator};
pub use site::{Failed, Site, binary, python};
pub use time::{DEADLINE, ago, eventually, now_ms, within};
