//! What the three commands do, step by step.

use std::ffi::OsString;
use std::process::Command;

use crate::cases;
use crate::count::Summary;
use crate::os::has_display;
use crate::packages::{self, BROWSERS, Part};
use crate::process::{built, cargo, command, find, npm, run};
use crate::steps::Steps;
use crate::{node, python, rows};

/// Builds everything and opens the window, or without a display starts the headless program.
///
/// # Errors
/// The sentence to show.
pub fn run_program(args: &[String]) -> Result<(), String> {
    let display = has_display();
    packages::ensure(if display { Part::Window } else { Part::Core })?;
    node::ensure()?;
    run(&mut npm(&["run", "build"]))?;
    let release = args.iter().any(|arg| arg == "--release");
    let args = args.iter().filter(|arg| *arg != "--release");
    let program: &[&str] = if display {
        &["--package", "forecourt", "--bin", "forecourt"]
    } else {
        println!(
            "There is no display here, so the window stays away. Starting forecourtd: open the address below in a browser."
        );
        &["--package", "web", "--bin", "forecourtd"]
    };
    let profile: &[&str] = if release { &["--release"] } else { &[] };
    run(cargo(&[&["run"], profile, program, &["--"]].concat()).args(args))
}

/// Format, lints and every test; the last line counts them.
///
/// # Errors
/// The sentence that names what failed.
pub fn test() -> Result<(), String> {
    packages::ensure(Part::Tests)?;
    let python = python::ensure()?;
    node::ensure()?;
    let mut steps = Steps::default();
    let outcome = test_steps(&mut steps, &python.variables);
    if let Err(why) = &outcome {
        println!("\n{why}");
    }
    steps.finish();
    outcome
}

fn test_steps(steps: &mut Steps, variables: &[(&'static str, OsString)]) -> Result<(), String> {
    let with = |mut command: Command| {
        command.envs(variables.iter().map(|(name, value)| (name, value)));
        command
    };
    let cargo = |args: &[&str]| with(cargo(args));
    steps.check("Rust format", &mut cargo(&["fmt", "--all", "--check"]))?;
    // The UI comes before the Rust lints, because its build is embedded in the programs.
    steps.check("UI build", &mut npm(&["run", "build"]))?;
    steps.check("UI lints and format", &mut npm(&["run", "lint"]))?;
    steps.check("UI types", &mut npm(&["run", "check"]))?;
    steps.tests("UI tests", &mut npm(&["test"]), Summary::Vitest)?;
    let lints = &["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"];
    steps.check("Rust lints", &mut cargo(lints))?;
    let deny = &["deny", "--config", ".deny.toml", "check", "licenses", "bans", "sources"];
    steps.check("Licences, bans, sources", &mut cargo(deny))?;
    // Programs and tests in one go: asked for apart, Cargo would build shared crates twice.
    steps.check("Programs and tests build", &mut cargo(&["build", "--workspace", "--bins", "--tests"]))?;
    let nextest = &["nextest", "run", "--workspace", "--config-file", ".config/nextest.toml"];
    let tested = steps.tests("Rust tests", &mut cargo(nextest), Summary::Nextest);
    // The page is most wanted when something failed.
    for version in cases::VERSIONS {
        match cases::write(version) {
            Ok(page) => println!("{}, case by case: {}", version.0, page.display()),
            Err(why) => println!("{why}"),
        }
    }
    match rows::write() {
        Ok(page) => println!("Peculiar chargers, row by row: {}", page.display()),
        Err(why) => println!("{why}"),
    }
    tested?;
    // Examples in doc comments are compiled one by one, for minutes, even where there are none.
    if crate::examples::are_there() {
        steps.tests("Doc tests", &mut cargo(&["test", "--doc", "--workspace"]), Summary::Rustdoc)?;
    }
    let browser = find(BROWSERS).ok_or("No Chromium was found for the interface tests.")?;
    let mut browser_tests = with(npm(&["run", "e2e"]));
    browser_tests.env("CHROMIUM", browser).env("FORECOURTD", built("debug", "forecourtd"));
    steps.tests("Interface tests in a browser", &mut browser_tests, Summary::Plain)?;
    steps.tests("Tests of the real window", &mut with(window_tests()), Summary::Plain)
}

/// The window needs a display and a message bus of its own, so that tests do not meet a real desktop.
fn window_tests() -> Command {
    let mut command = command("xvfb-run");
    command
        .args(["--auto-servernum", "--server-args", "-screen 0 1400x900x24"])
        .args(["dbus-run-session", "--", "npm", "run", "window"])
        .current_dir(crate::process::root().join("ui"))
        .env("FORECOURT", built("debug", "forecourt"))
        .env("FORECOURTD", built("debug", "forecourtd"));
    command
}

/// Builds the headless program for speed and measures it.
///
/// # Errors
/// The sentence to show.
pub fn bench(args: &[String]) -> Result<(), String> {
    packages::ensure(Part::Core)?;
    node::ensure()?;
    run(&mut npm(&["run", "build"]))?;
    run(&mut cargo(&["build", "--release", "--package", "web", "--bin", "forecourtd"]))?;
    let mut bench = cargo(&["bench", "--package", "acceptance", "--"]);
    run(bench.args(args).env("FORECOURTD", built("release", "forecourtd")))
}
