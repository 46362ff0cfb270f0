//! Billing: who charged, what it cost, and papers that add up.

mod cards;
mod cost;
mod ledger;
mod month;
mod repair;
mod statements;
mod till;
mod year;
