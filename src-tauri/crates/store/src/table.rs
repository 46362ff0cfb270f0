//! One file a table: its rows and the statements that change them.

pub mod configuration;
pub mod connector;
pub mod entry;
pub mod fault;
pub mod firmware;
pub mod ledger;
pub mod list;
pub mod log;
pub mod notice;
pub mod office;
pub mod order;
pub mod person;
pub mod quirk;
pub mod reservation;
pub mod session;
pub mod setting;
pub mod statement;
pub mod station;
pub mod tariff;
pub mod token;
pub mod trace;
