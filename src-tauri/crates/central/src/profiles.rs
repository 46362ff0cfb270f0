//! Quirk profiles: those that come with the program, and those in the data folder.

use std::collections::BTreeMap;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

use domain::quirk::{Pattern, Profile};
use serde::Deserialize;

/// The profiles that come with the program.
const SHIPPED: &str = include_str!("../quirks.toml");
/// The folder in the data folder that extends them.
const FOLDER: &str = "quirks";
/// A file longer than this, in bytes, is not read.
const LONGEST: u64 = 1024 * 1024;

/// All profiles, and what could not be read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Profiles {
    /// In the order in which they apply.
    pub list: Vec<Profile>,
    /// One sentence for each file or profile that could not be used.
    pub problems: Vec<String>,
}

/// The profiles as they are on disk now: read again when a file in the folder changed.
pub struct Book {
    folder: PathBuf,
    read: Mutex<(Vec<Stamp>, Arc<Profiles>)>,
}

/// A file of the folder, and what tells whether it changed.
type Stamp = (PathBuf, Option<SystemTime>, u64);

impl Book {
    /// The book of a data folder.
    pub fn new(data: &Path) -> Self {
        Self { folder: data.join(FOLDER), read: Mutex::new((Vec::new(), Arc::new(shipped()))) }
    }

    /// The profiles now. Blocks: it looks at the folder.
    pub fn profiles(&self) -> Arc<Profiles> {
        let files = files(&self.folder);
        let mut read = self.read.lock().unwrap_or_else(PoisonError::into_inner);
        if read.0 != files {
            let mut profiles = shipped();
            for (path, _, length) in &files {
                extend(&mut profiles, path, *length);
            }
            for problem in &profiles.problems {
                tracing::warn!(problem, "a quirk profile cannot be used");
            }
            *read = (files, Arc::new(profiles));
        }
        Arc::clone(&read.1)
    }
}

fn shipped() -> Profiles {
    let mut profiles = Profiles::default();
    add(&mut profiles, SHIPPED, "the profiles that come with the program");
    profiles
}

/// The folder's `*.toml` files by name.
fn files(folder: &Path) -> Vec<Stamp> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let stamp = |path: PathBuf| {
        let meta = fs::metadata(&path).ok()?;
        meta.is_file().then(|| (path, meta.modified().ok(), meta.len()))
    };
    let is_profile = |path: &PathBuf| path.extension().is_some_and(|end| end.eq_ignore_ascii_case("toml"));
    let paths = entries.filter_map(|entry| Some(entry.ok()?.path()));
    let mut files: Vec<Stamp> = paths.filter(is_profile).filter_map(stamp).collect();
    files.sort();
    files
}

fn extend(profiles: &mut Profiles, path: &Path, length: u64) {
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    if length > LONGEST {
        profiles.problems.push(format!("{name} is too long for a file of profiles; it is ignored"));
        return;
    }
    match fs::read_to_string(path) {
        Ok(text) => add(profiles, &text, &name),
        Err(error) if error.kind() == ErrorKind::InvalidData => {
            profiles.problems.push(format!("{name} is no text; it is ignored"));
        }
        Err(error) => profiles.problems.push(format!("{name} cannot be read: {error}")),
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
    let wire: WireFile = match toml::from_str(text) {
        Ok(wire) => wire,
        Err(error) => {
            let line = error.span().map_or(1, |span| text[..span.start].lines().count().max(1));
            let problem = format!("{file} cannot be used: line {line}: {}", error.message());
            profiles.problems.push(problem);
            return;
        }
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
    use domain::quirk::{Identity, effective};

    fn read(text: &str) -> Profiles {
        let mut profiles = Profiles::default();
        add(&mut profiles, text, "my.toml");
        profiles
    }

    #[test]
    fn the_profiles_that_come_with_the_program_are_whole() {
        let shipped = shipped();
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
        let shipped = shipped();
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
        let before = book.profiles().list.len();
        fs::create_dir(data.path().join(FOLDER)).unwrap();
        let mine = "[[profile]]\nname = \"go-e\"\nmatch = [{ vendor = \"go-e\" }]\nreason = \"Mine.\"\n";
        fs::write(data.path().join(FOLDER).join("mine.toml"), mine).unwrap();
        fs::write(data.path().join(FOLDER).join("notes.txt"), "no profile").unwrap();
        let after = book.profiles();
        assert_eq!(after.list.len(), before);
        assert_eq!(after.list.iter().find(|p| p.name == "go-e").unwrap().reason, "Mine.");
        assert!(after.problems.is_empty());
    }
}
