//! No row is missing, and none names a test, a switch or a simulated peculiarity that is not there.

use std::collections::BTreeSet;

const ROWS: &str = include_str!("rows.txt");
const TESTS: &[&str] = &[
    include_str!("bad.rs"),
    include_str!("boot.rs"),
    include_str!("handshake.rs"),
    include_str!("limits.rs"),
    include_str!("metering.rs"),
    include_str!("tags.rs"),
    include_str!("transactions.rs"),
];
const SWITCHES: &str = include_str!("../../../../src-tauri/crates/domain/src/quirk/switch.rs");
const PROFILES: &str = include_str!("../../../../src-tauri/crates/central/quirks.toml");
const PLAYED: &[&str] = &[
    include_str!("../../../../src-tauri/crates/simulator/src/quirk/answered.rs"),
    include_str!("../../../../src-tauri/crates/simulator/src/quirk/lived.rs"),
    include_str!("../../../../src-tauri/crates/simulator/src/quirk/said.rs"),
];

struct Row {
    number: u32,
    verdict: &'static str,
    switches: Vec<&'static str>,
    words: &'static str,
    tests: Vec<&'static str>,
    played: Vec<&'static str>,
}

fn rows() -> Vec<Row> {
    let lines = ROWS.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    let list = |text: &'static str| text.split(", ").filter(|word| *word != "-").collect();
    let row = |line: &'static str| {
        let fields: Vec<&str> = line.split(" | ").collect();
        let [number, verdict, switches, words, tests, played] = fields[..] else {
            panic!("six fields: {line}")
        };
        let number = number.parse().expect("a number");
        Row { number, verdict, switches: list(switches), words, tests: list(tests), played: list(played) }
    };
    lines.map(row).collect()
}

#[test]
fn every_row_from_1_to_96_has_a_verdict() {
    let numbers: Vec<u32> = rows().iter().map(|row| row.number).collect();
    assert_eq!(numbers, (1..=96).collect::<Vec<_>>());
    for row in rows() {
        assert!(
            ["always", "profile", "advice", "2.x"].contains(&row.verdict),
            "{}: {}",
            row.number,
            row.verdict
        );
        assert!(row.words.ends_with('.') && row.words.len() > 10, "{}", row.number);
        assert_eq!(row.tests.is_empty(), row.verdict == "2.x", "row {} has no test", row.number);
    }
}

#[test]
fn every_test_that_a_row_names_is_there_and_bears_its_number_and_none_is_forgotten() {
    let tests: BTreeSet<&str> = TESTS
        .iter()
        .flat_map(|source| source.split("#[tokio::test]\nasync fn ").skip(1))
        .filter_map(|rest| rest.split('(').next())
        .collect();
    let mut named = BTreeSet::new();
    for row in rows() {
        for test in row.tests {
            assert!(tests.contains(test), "row {}: there is no test {test}", row.number);
            assert!(test.contains(&format!("_{:02}_", row.number)), "{test} does not bear {}", row.number);
            named.insert(test);
        }
    }
    let forgotten: Vec<_> = tests.iter().filter(|test| test.starts_with("quirk_")).collect();
    let forgotten: Vec<_> = forgotten.into_iter().filter(|test| !named.contains(*test)).collect();
    assert!(forgotten.is_empty(), "in no row: {forgotten:?}");
}

#[test]
fn every_switch_that_a_row_names_is_there_and_a_profile_that_comes_along_sets_it() {
    for row in rows() {
        assert!(!row.switches.is_empty() || row.verdict != "profile", "row {}", row.number);
        for switch in row.switches {
            assert!(SWITCHES.contains(&format!("\"{switch}\"")), "row {}: no switch {switch}", row.number);
            // The one tag and the number of phases are the operator's to say.
            let set = PROFILES.contains(&format!("{switch} = "));
            let own = ["remote-tag"].contains(&switch);
            assert!(set || own || row.verdict != "profile", "row {}: nobody sets {switch}", row.number);
        }
    }
}

#[test]
fn every_peculiarity_that_the_simulator_plays_stands_in_its_row() {
    let lines = ["answered!(", "said!(", "habit!("];
    let split = |source: &&'static str| lines.map(|line| source.split(line).skip(1)).into_iter().flatten();
    let name = |rest: &'static str| rest.trim_start().strip_prefix('"')?.split('"').next();
    let all: BTreeSet<&str> = PLAYED.iter().flat_map(split).filter_map(name).collect();
    let named: BTreeSet<&str> = rows().into_iter().flat_map(|row| row.played).collect();
    assert_eq!(named, all);
}

/// The names by which the simulator plays peculiarities, for tests that play them all.
pub(crate) fn played() -> BTreeSet<&'static str> {
    rows().into_iter().flat_map(|row| row.played).collect()
}
