//! Billing: who charged, what it cost, the proof of it, and papers that add up.

mod cards;
mod cost;
mod evidence;
mod full;
mod ledger;
mod mail;
mod month;
mod pages;
mod papers;
mod post;
mod repair;
mod statements;
mod till;
mod year;
