//! What faults mean: the manual that comes with the program, and the owner's own entries in the data folder.

use domain::fault::Explanation;
use serde::Deserialize;

use crate::shelf::{Shelf, Volume, from_toml};

/// All explanations, and what could not be read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Manual {
    /// In the order of the files.
    pub list: Vec<Explanation>,
    /// One sentence for each file or entry that could not be used.
    pub problems: Vec<String>,
}

/// The manual as it is on disk now.
pub type ManualShelf = Shelf<Manual>;

impl Volume for Manual {
    const SHIPPED: &'static str = include_str!("../faults.toml");
    const FOLDER: &'static str = "faults";
    const WHAT: &'static str = "explanations";

    fn add(&mut self, text: &str, file: &str) {
        let wire: WireFile = match from_toml(text, file) {
            Ok(wire) => wire,
            Err(problem) => return self.problems.push(problem),
        };
        for wire in wire.fault {
            if wire.title.trim().is_empty() || wire.cause.trim().is_empty() || wire.next.trim().is_empty() {
                self.problems.push(format!(
                    "An entry in {file} for “{}” lacks a title, a cause or a next step; it is ignored",
                    wire.code
                ));
            } else {
                self.list.push(wire.into());
            }
        }
    }

    fn problems(&mut self) -> &mut Vec<String> {
        &mut self.problems
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WireFile {
    #[serde(default)]
    fault: Vec<WireFault>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct WireFault {
    #[serde(default = "any")]
    protocol: String,
    #[serde(default = "any")]
    vendor: String,
    #[serde(default = "any")]
    code: String,
    #[serde(default = "any")]
    vendor_code: String,
    #[serde(default)]
    title: String,
    #[serde(default)]
    cause: String,
    #[serde(default)]
    next: String,
}

fn any() -> String {
    "*".to_owned()
}

impl From<WireFault> for Explanation {
    fn from(wire: WireFault) -> Self {
        Self {
            protocol: wire.protocol,
            vendor: wire.vendor,
            code: wire.code,
            vendor_code: wire.vendor_code,
            title: wire.title,
            cause: wire.cause,
            next: wire.next,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shelf::shipped;
    use domain::fault::{Case, explain};
    use domain::station::Protocol;
    use std::fs;

    /// All error codes of 1.6 (section 7.6) but the one that says that there is none.
    const CODES: [&str; 15] = [
        "ConnectorLockFailure",
        "EVCommunicationError",
        "GroundFailure",
        "HighTemperature",
        "InternalError",
        "LocalListConflict",
        "OtherError",
        "OverCurrentFailure",
        "OverVoltage",
        "PowerMeterFailure",
        "PowerSwitchFailure",
        "ReaderFailure",
        "ResetFailure",
        "UnderVoltage",
        "WeakSignal",
    ];

    fn title(manual: &Manual, protocol: Protocol, code: &str, vendor_code: Option<&str>) -> String {
        let case = Case { protocol: Some(protocol), vendor: "Norvolt", code, vendor_code };
        explain(&manual.list, case).map(|entry| entry.title.clone()).unwrap_or_default()
    }

    #[test]
    fn the_manual_that_comes_with_the_program_is_whole() {
        let manual: Manual = shipped();
        assert_eq!(manual.problems, Vec::<String>::new());
        for entry in &manual.list {
            for text in [&entry.cause, &entry.next] {
                assert!(text.ends_with('.') && !text.contains('!'), "{}: {text}", entry.title);
            }
            assert!(!entry.title.ends_with('.'), "{}", entry.title);
        }
        let titles: std::collections::BTreeSet<String> =
            CODES.iter().map(|code| title(&manual, Protocol::V16, code, None)).collect();
        assert_eq!(titles.len(), CODES.len(), "each code has its own: {titles:?}");
        assert!(!titles.contains(""));
    }

    #[test]
    fn common_numbers_and_parts_of_the_second_generation_are_known() {
        let manual: Manual = shipped();
        for number in 1..=26 {
            let code = format!("CX{number:03}");
            let told = title(&manual, Protocol::V16, "OtherError", Some(&code));
            assert_ne!(told, title(&manual, Protocol::V16, "OtherError", None), "{code}");
        }
        let part = |code| title(&manual, Protocol::V201, code, None);
        assert_ne!(part("RCD.Tripped"), part("Fan.Problem"));
        assert_ne!(part("Fan.Problem"), "");
        assert_ne!(part("Faulted"), "");
    }

    #[test]
    fn an_owner_s_entry_comes_first_and_a_broken_one_is_told() {
        let data = tempfile::tempdir().unwrap();
        fs::create_dir(data.path().join("faults")).unwrap();
        let mine = "[[fault]]\ncode = \"GroundFailure\"\ntitle = \"Mine\"\ncause = \"c.\"\nnext = \"n.\"\n\
                    [[fault]]\ncode = \"X\"\ntitle = \"T\"\n";
        fs::write(data.path().join("faults").join("mine.toml"), mine).unwrap();
        fs::write(data.path().join("faults").join("oops.toml"), "[[fault]]\nwarp = 9\n").unwrap();
        let manual = ManualShelf::new(data.path()).read();
        assert_eq!(title(&manual, Protocol::V16, "GroundFailure", None), "Mine");
        assert_eq!(manual.problems.len(), 2, "{:?}", manual.problems);
        assert!(
            manual.problems[0].contains("“X”") && manual.problems[1].starts_with("oops.toml cannot be used")
        );
    }
}
