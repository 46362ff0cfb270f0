//! Where the official schemas lie, and one of them with its validator.

use std::path::{Path, PathBuf};

use jsonschema::Validator;
use ocpp::Dialect;
use serde_json::Value;

/// A message's schema.
pub struct Schema {
    pub name: String,
    pub json: Value,
    validator: Validator,
}

impl Schema {
    /// The schema of what a station, or we, ask.
    pub fn request(dialect: Dialect, action: &str) -> Self {
        match dialect {
            Dialect::V16 => Self::load(dialect, action),
            Dialect::V201 | Dialect::V21 => Self::load(dialect, &format!("{action}Request")),
        }
    }

    /// The schema of the answer.
    pub fn response(dialect: Dialect, action: &str) -> Self {
        Self::load(dialect, &format!("{action}Response"))
    }

    fn load(dialect: Dialect, name: &str) -> Self {
        let version = match dialect {
            Dialect::V16 => "v16",
            Dialect::V201 => "v201",
            Dialect::V21 => "v21",
        };
        let path = folder().join(version).join("schemas").join(format!("{name}.json"));
        let text =
            std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let json: Value = serde_json::from_str(&text).unwrap();
        let validator = jsonschema::options().should_validate_formats(true).build(&json).unwrap();
        Self { name: format!("{version} {name}"), json, validator }
    }

    /// Fails with everything that is wrong with the payload.
    pub fn check(&self, payload: &Value) {
        let errors: Vec<String> =
            self.validator.iter_errors(payload).map(|error| error.to_string()).collect();
        assert!(errors.is_empty(), "{}: {payload}\n{}", self.name, errors.join("\n"));
    }
}

/// The folder of the Python package `ocpp`, which carries the schemas of all versions.
fn folder() -> PathBuf {
    let installed = || {
        let python = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../target/python");
        let versions = std::fs::read_dir(python.join("lib")).into_iter().flatten().flatten();
        let candidates = versions.map(|version| version.path().join("site-packages/ocpp"));
        candidates.chain([python.join("Lib/site-packages/ocpp")]).find(|folder| folder.is_dir())
    };
    let told = std::env::var_os("FORECOURT_SCHEMAS").map(PathBuf::from).filter(|folder| folder.is_dir());
    told.or_else(installed).expect("run `cargo xtask test` once: it installs the official schemas")
}
