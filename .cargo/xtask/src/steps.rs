//! Named, timed steps of a test run, and the one line at its end.

use std::process::Command;
use std::time::{Duration, Instant};

use crate::count::{self, Count, Summary};
use crate::process::run_and_listen;

/// Runs steps one after the other and adds up their tests.
#[derive(Default)]
pub struct Steps {
    total: Count,
    times: Vec<(&'static str, Duration)>,
}

impl Steps {
    /// A step that either works or does not: a format, a lint, a build.
    ///
    /// # Errors
    /// The sentence that names the step that failed.
    pub fn check(&mut self, name: &'static str, command: &mut Command) -> Result<(), String> {
        self.step(name, command, None)
    }

    /// A step that runs tests and says how many.
    ///
    /// # Errors
    /// The sentence that names the step in which a test failed, or that no test ran.
    pub fn tests(
        &mut self,
        name: &'static str,
        command: &mut Command,
        summary: Summary,
    ) -> Result<(), String> {
        self.step(name, command, Some(summary))
    }

    fn step(
        &mut self,
        name: &'static str,
        command: &mut Command,
        summary: Option<Summary>,
    ) -> Result<(), String> {
        println!("\n== {name}");
        let began = Instant::now();
        let (text, succeeded) = run_and_listen(command)?;
        self.times.push((name, began.elapsed()));
        let count = match summary.map(|summary| count::read(summary, &text)) {
            None => Count::default(),
            Some(Some(count)) => count,
            Some(None) if succeeded => {
                self.total.failed += 1;
                return Err(format!("{name}: no test ran"));
            }
            Some(None) => Count::default(),
        };
        self.total += count;
        if succeeded && count.failed == 0 {
            return Ok(());
        }
        if count.failed == 0 {
            // A failure without a failed test still has to show in the last line.
            self.total.failed += 1;
        }
        Err(format!("{name} failed; the reason is above"))
    }

    /// Prints what took how long, and the line that counts.
    pub fn finish(&self) {
        println!("\n== Times");
        for (name, time) in &self.times {
            println!("  {:>6.1} s  {name}", time.as_secs_f64());
        }
        println!("\nforecourt: {} passed, {} failed", self.total.passed, self.total.failed);
    }
}
