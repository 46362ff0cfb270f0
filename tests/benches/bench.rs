//! The benchmark: one run, one table. Speed is told as a ratio to a bare echo server measured in the same run.
//!
//! `cargo xtask bench` runs it; `cargo xtask bench -- throughput` only that part (`throughput`, `idle`, `files`, `reports`, `year`),
//! `cargo xtask bench -- throughput 200` only that number of chargers.

#[path = "bench/client.rs"]
mod client;
#[path = "bench/files.rs"]
mod files;
#[path = "bench/idle.rs"]
mod idle;
#[path = "bench/reports.rs"]
mod reports;
#[path = "bench/server.rs"]
mod server;
#[path = "bench/throughput.rs"]
mod throughput;
#[path = "bench/year.rs"]
mod year;

use std::io::Write;

fn main() {
    drop(rlimit::increase_nofile_limit(65_536));
    let wanted: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with('-')).collect();
    let chosen: Vec<usize> = wanted.iter().filter_map(|word| word.parse().ok()).collect();
    let wants = |part: &str| wanted.is_empty() || wanted.iter().any(|word| word == part);
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    say("| what | Forecourt | bare echo | ratio |");
    say("|---|---|---|---|");
    if wants("throughput") {
        runtime.block_on(throughput::rows(&chosen));
    }
    if wants("idle") {
        runtime.block_on(idle::rows());
    }
    if wants("files") {
        runtime.block_on(files::rows());
    }
    if wants("reports") {
        reports::rows();
    }
    if wants("year") {
        runtime.block_on(year::rows());
    }
}

/// Prints a line of the table as soon as it is known.
fn say(line: &str) {
    drop(writeln!(std::io::stdout(), "{line}"));
}
