//! Reading with tolerance: what a field says, however it is spelled.

mod decimal;
mod list;
mod notes;
mod payload;
mod scalar;
mod time;

pub(crate) use decimal::scaled;
pub(crate) use list::Many;
pub(crate) use notes::{Notes, shown};
pub(crate) use payload::{fields, tidied};
pub(crate) use scalar::Scalar;
pub(crate) use time::{stamp, time};
