//! Quirk profiles: those that come with the program, and those in the data folder.

use std::collections::BTreeMap;

use domain::quirk::{Pattern, Profile};
use serde::Deserialize;

use crate::shelf::{Shelf, Volume, from_toml};

/// All profiles, and what could not be read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Profiles {
    /// In the order in which they apply.
    pub list: Vec<Profile>,
    /// One sentence for each file or profile that could not be used.
    pub problems: Vec<String>,
}

/// The profiles as they are on disk now.
pub type Book = Shelf<Profiles>;

impl Volume for Profiles {
    const SHIPPED: &'static str = include_str!("../quirks.toml");
    const FOLDER: &'static str = "quirks";
    const WHAT: &'static str = "profiles";

    fn add(&mut self, text: &str, file: &str) {
        add(self, text, file);
    }

    fn problems(&mut self) -> &mut Vec<String> {
        &mut self.problems
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WireFile {
    #[serde(default)]
    profile: Vec<WireProfile>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WireProfile {
    name: String,
    #[serde(rename = "match")]
    matches: Vec<WirePattern>,
    reason: String,
    #[serde(default)]
    sources: Vec<String>,
    #[serde(default)]
    hints: Vec<String>,
    #[serde(default)]
    set: BTreeMap<String, toml::Value>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WirePattern {
    #[serde(default = "any")]
    vendor: String,
    #[serde(default = "any")]
    model: String,
    #[serde(default = "any")]
    firmware: String,
}

fn any() -> String {
    "*".to_owned()
}

/// Adds a file's profiles; one of the same name takes the place of the one before.
fn add(profiles: &mut Profiles, text: &str, file: &str) {
    let wire: WireFile = match from_toml(text, file) {
        Ok(wire) => wire,
        Err(problem) => return profiles.problems.push(problem),
    };
    for wire in wire.profile {
        let profile = profile(wire);
        if profile.name.trim().is_empty() || profile.matches.is_empty() {
            profiles
                .problems
                .push(format!("A profile in {file} has no name or matches no charger; it is ignored"));
        } else if let Err(switch) = profile.check() {
            let name = &profile.name;
            profiles.problems.push(format!(
                "The profile “{name}” in {file} is ignored: there is no switch “{switch}”, or it does not take that value"
            ));
        } else {
            match profiles.list.iter_mut().find(|known| known.name == profile.name) {
                Some(known) => *known = profile,
                None => profiles.list.push(profile),
            }
        }
    }
}

fn profile(wire: WireProfile) -> Profile {
    let pattern =
        |wire: WirePattern| Pattern { vendor: wire.vendor, model: wire.model, firmware: wire.firmware };
    Profile {
        name: wire.name,
        matches: wire.matches.into_iter().map(pattern).collect(),
        reason: wire.reason,
        sources: wire.sources,
        hints: wire.hints,
        sets: wire.set.into_iter().map(|(name, value)| (name, text(value))).collect(),
    }
}

/// A value as a switch reads it.
fn text(value: toml::Value) -> String {
    use toml::Value;
    match value {
        Value::String(text) => text,
        Value::Boolean(on) => if on { "yes" } else { "no" }.to_owned(),
        Value::Array(list) => list.into_iter().map(text).collect::<Vec<_>>().join(", "),
        Value::Table(table) => {
            let line = |(key, value): (String, Value)| format!("{key}={}", text(value));
            table.into_iter().map(line).collect::<Vec<_>>().join("\n")
        }
        Value::Integer(number) => number.to_string(),
        Value::Float(number) => number.to_string(),
        Value::Datetime(time) => time.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shelf::shipped;
    use domain::quirk::{Identity, effective};
    use std::fs;

    fn read(text: &str) -> Profiles {
        let mut profiles = Profiles::default();
        add(&mut profiles, text, "my.toml");
        profiles
    }

    #[test]
    fn the_profiles_that_come_with_the_program_are_whole() {
        let shipped = shipped::<Profiles>();
        assert_eq!(shipped.problems, Vec::<String>::new());
        assert!(shipped.list.len() > 25);
        for profile in &shipped.list {
            assert!(profile.reason.ends_with('.'), "{}", profile.name);
            assert!(!profile.sources.is_empty(), "{}", profile.name);
            assert!(!profile.sets.is_empty() || !profile.reason.is_empty(), "{}", profile.name);
        }
    }

    #[test]
    fn a_known_charger_gets_its_switches() {
        let shipped = shipped::<Profiles>();
        let of = |vendor, model, firmware| {
            effective(&shipped.list, Identity { vendor, model, firmware }, &[]).quirks
        };
        let abb = of("ABB", "TAC-W22-T-R-C-0", "1.8.21");
        assert_eq!((abb.stack_level, abb.read_configuration, abb.boot_keys.len()), (Some(0), false, 1));
        assert!(of("ABB", "TAC-W22-T-R-C-0", "1.8.22").read_configuration);
        assert_eq!(of("", "SCharger-22KT-S0", "").rate_unit, domain::quirk::RateUnit::Watts);
        assert_eq!(of("Wallbox Chargers", "PPR1-0-2-4", "6.7.1").ask_readings_s, 60);
        assert_eq!(of("OpenEVSE", "x", "4.2.0").energy_factor, 1000);
        assert_eq!(of("Norvolt", "Wall 11", "1"), domain::quirk::Quirks::default());
    }

    #[test]
    fn values_of_every_kind_are_read() {
        let text = r#"
            [[profile]]
            name = "Mine"
            match = [{ vendor = "Nor*", firmware = ">= 2" }]
            reason = "Why."
            set = { fractions = true, hold = 5, steps = [6, 8], boot-keys = { A = "x", B = 7 }, purposes = "station" }
        "#;
        let profiles = read(text);
        assert_eq!(profiles.problems, Vec::<String>::new());
        assert_eq!(profiles.list[0].check(), Ok(()));
        let who = Identity { vendor: "Norvolt", model: "x", firmware: "2.1" };
        let quirks = effective(&profiles.list, who, &[]).quirks;
        assert_eq!((quirks.steps_a, quirks.boot_keys.len()), (vec![6, 8], 2));
    }

    #[test]
    fn what_cannot_be_used_is_told_in_plain_words_and_the_rest_is_used() {
        let broken = read("[[profile]]\nname = \"x\"\noops");
        assert!(broken.problems[0].starts_with("my.toml cannot be used: line 3: "), "{broken:?}");
        let good = "[[profile]]\nname = \"good\"\nmatch = [{}]\nreason = \"r\"\n";
        let bad = "[[profile]]\nname = \"bad\"\nmatch = [{}]\nreason = \"r\"\nset = { warp = 9 }\n";
        let mixed = read(&format!("{bad}{good}"));
        assert_eq!(mixed.list.len(), 1);
        assert!(mixed.problems[0].contains("no switch “warp”"), "{mixed:?}");
    }

    #[test]
    fn a_file_in_the_folder_is_noticed_and_replaces_a_profile_of_the_same_name() {
        let data = tempfile::tempdir().unwrap();
        let book = Book::new(data.path());
        let before = book.read().list.len();
        fs::create_dir(data.path().join(Profiles::FOLDER)).unwrap();
        let mine = "[[profile]]\nname = \"go-e\"\nmatch = [{ vendor = \"go-e\" }]\nreason = \"Mine.\"\n";
        fs::write(data.path().join(Profiles::FOLDER).join("mine.toml"), mine).unwrap();
        fs::write(data.path().join(Profiles::FOLDER).join("notes.txt"), "no profile").unwrap();
        let after = book.read();
        assert_eq!(after.list.len(), before);
        assert_eq!(after.list.iter().find(|p| p.name == "go-e").unwrap().reason, "Mine.");
        assert!(after.problems.is_empty());
    }
}
