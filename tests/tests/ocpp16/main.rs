//! OCPP 1.6 case by case, with frames written by hand: the certification tool's 77 cases for a central system
//! (`tc_…`, by its ids) and forty of our own (`r16_…`). `cases.txt` says which test shows which case.

mod bench;
mod cards;
mod cases;
mod charging;
mod connection;
mod encrypted;
mod list;
mod mutated;
mod orders;
mod profiles;
mod reservations;
mod security;
mod sessions;
mod settings;
mod transfers;
