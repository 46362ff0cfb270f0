//! OCPP 2.0.1 case by case, with frames written by hand: cases of the certification tool for a central system
//! (`tc_…`, by its ids). `cases.txt` says which test shows which case.

mod bench;
mod cases;
mod firmware;
mod logs;
mod runs;
