//! Keeps the rules of the house that no compiler keeps: who may name whom, how long a file may get,
//! what every crate and every message file has to say.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Who may name whom. Cargo refuses what is not in a manifest; this refuses the manifest.
const ARROWS: &[(&str, &[&str])] = &[
    ("domain", &[]),
    ("ocpp", &["domain"]),
    ("store", &["domain"]),
    ("reports", &["store", "domain"]),
    ("central", &["ocpp", "store", "domain"]),
    ("bridge", &["central", "reports", "store", "domain"]),
    ("web", &["bridge"]),
    ("simulator", &["ocpp"]),
    ("forecourt", &["bridge", "web", "simulator"]),
    ("acceptance", &[]),
    ("fuzz", &["ocpp", "domain"]),
    ("xtask", &[]),
];

/// Arrows beyond the plan, each with its reason.
const DEVIATIONS: &[(&str, &str, &str)] =
    &[("web", "simulator", "`forecourtd --demo N` brings its own chargers, and that program lives in web")];

/// All that may lie at the top. Whatever else a tool wants is hidden or lives in a room.
const TOP: &[&str] = &[
    ".cargo",
    ".ci",
    ".clippy.toml",
    ".config",
    ".deny.toml",
    ".editorconfig",
    ".github",
    ".gitignore",
    ".rustfmt.toml",
    "Cargo.lock",
    "Cargo.toml",
    "LICENSE-APACHE",
    "LICENSE-MIT",
    "README.md",
    "icons",
    "src-tauri",
    "tests",
    "ui",
];

/// Files beside the messages of a version that are no message themselves.
const NO_MESSAGES: &[&str] = &["mod", "testing", "notice", "profile"];

/// A file longer than this is split.
const LONGEST: usize = 600;
/// At most one file in twenty may be longer than this.
const LONG: usize = 400;

struct File {
    path: String,
    text: String,
}

impl File {
    fn lines(&self) -> usize {
        self.text.lines().count()
    }

    /// What comes before the tests at the bottom.
    fn code(&self) -> &str {
        self.text.split("#[cfg(test)]\nmod ").next().unwrap_or_default()
    }

    fn is_source(&self) -> bool {
        let source = [".rs", ".ts", ".svelte"].iter().any(|end| self.path.ends_with(end));
        source && !self.path.contains("/generated/")
    }
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("tests/ lies below the top").to_path_buf()
}

/// Every text file that is or would be committed.
fn files() -> Vec<File> {
    let list = Command::new("git")
        .args(["ls-files", "--cached", "--others", "--exclude-standard", "-z"])
        .current_dir(root())
        .output()
        .expect("git lists the files");
    assert!(list.status.success(), "{}", String::from_utf8_lossy(&list.stderr));
    let paths = String::from_utf8(list.stdout).expect("paths are UTF-8");
    let paths: BTreeSet<&str> = paths.split('\0').filter(|path| !path.is_empty()).collect();
    let read = |path: &str| {
        let text = fs::read_to_string(root().join(path)).ok()?;
        Some(File { path: path.to_owned(), text })
    };
    paths.into_iter().filter_map(read).collect()
}

fn manifests(files: &[File]) -> impl Iterator<Item = &File> {
    files.iter().filter(|file| file.path.ends_with("Cargo.toml") && file.path != "Cargo.toml")
}

fn package(manifest: &File) -> &str {
    let line = manifest.text.lines().find_map(|line| line.strip_prefix("name = "));
    line.expect("a manifest names its package").trim_matches('"')
}

/// The names on the left of every dependency table of a manifest.
fn dependencies(manifest: &File) -> Vec<&str> {
    let mut names = Vec::new();
    let mut inside = false;
    for line in manifest.text.lines().map(str::trim) {
        if let Some(table) = line.strip_prefix('[') {
            inside = table.trim_end_matches(']').ends_with("dependencies");
        } else if inside && !line.starts_with('#') {
            names.extend(line.split(['.', ' ', '=']).next().filter(|name| !name.is_empty()));
        }
    }
    names
}

fn is_clean(found: Vec<String>) {
    assert!(found.is_empty(), "\n{}\n", found.join("\n"));
}

#[test]
fn crates_name_only_whom_they_may() {
    let files = files();
    let rooms: BTreeSet<&str> = ARROWS.iter().map(|(name, _)| *name).collect();
    let mut found = Vec::new();
    for manifest in manifests(&files) {
        let from = package(manifest);
        let Some((_, allowed)) = ARROWS.iter().find(|(name, _)| *name == from) else {
            found.push(format!("{}: {from} is no room of the house", manifest.path));
            continue;
        };
        for to in dependencies(manifest) {
            let known = DEVIATIONS.iter().any(|(a, b, _)| (*a, *b) == (from, to));
            if rooms.contains(to) && !allowed.contains(&to) && !known {
                found.push(format!("{}: {from} may not name {to}", manifest.path));
            }
        }
    }
    is_clean(found);
}

#[test]
fn every_deviation_is_still_needed() {
    let files = files();
    let is_used = |from: &str, to: &str| {
        manifests(&files).any(|manifest| package(manifest) == from && dependencies(manifest).contains(&to))
    };
    let unused = DEVIATIONS.iter().filter(|(from, to, _)| !is_used(from, to));
    is_clean(unused.map(|(from, to, _)| format!("{from} → {to} can go")).collect());
}

#[test]
fn the_window_and_the_database_have_one_owner_each() {
    let files = files();
    let mut found = Vec::new();
    for manifest in manifests(&files) {
        let package = package(manifest);
        for name in dependencies(manifest) {
            let owners: &[&str] = match name {
                name if name == "tauri" || name.starts_with("tauri-") => &["forecourt"],
                // The acceptance tests look into the file from outside, as a court expert would.
                name if name.starts_with("rusqlite") => &["store", "acceptance"],
                _ => continue,
            };
            if !owners.contains(&package) {
                found.push(format!("{}: only {} names {name}", manifest.path, owners.join(" and ")));
            }
        }
    }
    is_clean(found);
}

#[test]
fn files_stay_short() {
    let files = files();
    let sources: Vec<&File> = files.iter().filter(|file| file.is_source()).collect();
    let over = |limit| sources.iter().filter(move |file| file.lines() > limit);
    is_clean(over(LONGEST).map(|file| format!("{}: {} lines", file.path, file.lines())).collect());
    let long: Vec<String> = over(LONG).map(|file| format!("{}: {} lines", file.path, file.lines())).collect();
    assert!(
        long.len() * 20 <= sources.len(),
        "more than one file in twenty is over {LONG} lines:\n{}",
        long.join("\n")
    );
}

#[test]
fn every_crate_says_what_is_not_in_it() {
    let files = files();
    let mut found = Vec::new();
    for manifest in manifests(&files) {
        let folder = manifest.path.trim_end_matches("Cargo.toml");
        let heads = ["src/lib.rs", "src/main.rs"].map(|name| format!("{folder}{name}"));
        let head = heads.iter().find_map(|path| files.iter().find(|file| file.path == *path));
        let says = |head: &File| head.text.lines().any(|line| line.starts_with("//! Not here:"));
        if !head.is_some_and(says) {
            found.push(format!("{folder}: no line `//! Not here: …` at the head"));
        }
    }
    is_clean(found);
}

#[test]
fn crates_log_and_do_not_print() {
    let files = files();
    let may_print =
        |path: &str| ["/bin/", "/main.rs", "/tests/", "/build.rs"].iter().any(|place| path.contains(place));
    let rust = files.iter().filter(|file| file.path.starts_with("src-tauri/") && file.path.ends_with(".rs"));
    let mut found = Vec::new();
    for file in rust.filter(|file| !may_print(&file.path)) {
        for (number, line) in file.code().lines().enumerate() {
            let code = line.split("//").next().unwrap_or_default();
            if ["println!", "eprintln!", "dbg!", "print!("].iter().any(|word| code.contains(word)) {
                found.push(format!("{}:{}: use tracing", file.path, number + 1));
            }
        }
    }
    is_clean(found);
}

#[test]
fn every_message_has_a_golden_frame_and_stands_in_its_tables() {
    let files = files();
    let text = |path: &str| {
        let file = files.iter().find(|file| file.path == format!("src-tauri/crates/ocpp/src/{path}"));
        file.unwrap_or_else(|| panic!("{path} is there")).text.as_str()
    };
    let mut found = Vec::new();
    for (folder, tables) in [("v16", &["v16/mod.rs"][..]), ("v2", &["v201/mod.rs", "v21/mod.rs"])] {
        let orders = text(&format!("{folder}/mod.rs"));
        let place = format!("src-tauri/crates/ocpp/src/{folder}/");
        let mut messages = 0;
        for file in &files {
            let name = file.path.strip_prefix(&place).and_then(|name| name.strip_suffix(".rs"));
            let Some(name) = name.filter(|name| !name.contains('/') && !NO_MESSAGES.contains(name)) else {
                continue;
            };
            messages += 1;
            if !file.text.contains("#[cfg(test)]") || !file.text.contains("fn golden_") {
                found.push(format!("{}: no test called golden_…", file.path));
            }
            let is_order = orders.contains(&format!("{name}::call("));
            let is_read = |table: &&str| {
                ["ask", "reply"].iter().all(|part| text(table).contains(&format!("{name}::{part}")))
            };
            if !is_order && !tables.iter().all(is_read) {
                found.push(format!("{}: not in {}", file.path, tables.join(" and ")));
            }
        }
        assert!(messages > 5, "the messages of {folder} lie somewhere else");
    }
    is_clean(found);
}

#[test]
fn nothing_strays_at_the_top() {
    let files = files();
    let top: BTreeSet<&str> = files.iter().filter_map(|file| file.path.split('/').next()).collect();
    let strays = top.into_iter().filter(|name| !TOP.contains(name));
    is_clean(strays.map(|name| format!("{name} does not belong at the top")).collect());
}

#[test]
fn no_file_names_a_path_of_somebodys_machine() {
    // Put together here, so that this file does not find itself.
    let words = [["..", "shared"].join("/"), ["", "work", ""].join("/"), ["", "root", ""].join("/")];
    let files = files();
    let mut found = Vec::new();
    for file in &files {
        for (number, line) in file.text.lines().enumerate() {
            if words.iter().any(|word| line.contains(word.as_str())) {
                found.push(format!("{}:{}: {}", file.path, number + 1, line.trim()));
            }
        }
    }
    is_clean(found);
}
