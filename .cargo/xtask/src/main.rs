//! The three commands of the repository: `cargo xtask run`, `cargo xtask test`, `cargo xtask bench`.
//! Each first installs or names what is missing, then does its work.
//!
//! Not here: anything that the program itself needs at run time, and any dependency.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a command for people speaks on the terminal")]

mod cases;
mod count;
mod examples;
mod node;
mod os;
mod packages;
mod process;
mod python;
mod rows;
mod steps;
mod tasks;

use std::process::ExitCode;

const USAGE: &str = "\
cargo xtask run [--release] [options of the program]   build and open Forecourt
cargo xtask test                                       format, lints and every test
cargo xtask bench [options of the benchmarks]          measure, and print the table";

fn main() -> ExitCode {
    let mut args = std::env::args().skip(1);
    let command = args.next().unwrap_or_default();
    // `cargo xtask run -- --demo 6` and `cargo xtask run --demo 6` mean the same.
    let rest: Vec<String> = args.filter(|arg| arg != "--").collect();
    let outcome = match command.as_str() {
        "run" => tasks::run_program(&rest),
        "test" => tasks::test(),
        "bench" => tasks::bench(&rest),
        _ => {
            eprintln!("{USAGE}");
            return ExitCode::from(2);
        }
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("\n{why}");
            ExitCode::FAILURE
        }
    }
}
