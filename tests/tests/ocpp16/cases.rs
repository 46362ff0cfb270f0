//! No case is missing, and none names a test that is not there.

use std::collections::BTreeSet;

const CASES: &str = include_str!("cases.txt");
const SOURCES: &[&str] = &[
    include_str!("cards.rs"),
    include_str!("charging.rs"),
    include_str!("connection.rs"),
    include_str!("encrypted.rs"),
    include_str!("list.rs"),
    include_str!("orders.rs"),
    include_str!("profiles.rs"),
    include_str!("reservations.rs"),
    include_str!("security.rs"),
    include_str!("sessions.rs"),
    include_str!("settings.rs"),
    include_str!("transfers.rs"),
];

/// A case's id and its tests.
fn cases() -> Vec<(&'static str, Vec<&'static str>)> {
    let lines = CASES.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines
        .map(|line| {
            let mut words = line.split_whitespace();
            (words.next().expect("an id"), words.collect())
        })
        .collect()
}

#[test]
fn every_case_has_a_test_that_is_there_and_bears_its_id() {
    let tests: BTreeSet<&str> = SOURCES
        .iter()
        .flat_map(|source| source.split("#[tokio::test]\nasync fn ").skip(1))
        .filter_map(|rest| rest.split('(').next())
        .collect();
    let mut named = BTreeSet::new();
    for (id, by) in cases() {
        assert!(!by.is_empty(), "{id} has no test");
        let prefix = id.to_lowercase().replace('-', "_");
        for name in by {
            assert!(tests.contains(name), "{id}: there is no test {name}");
            assert!(name.contains(&format!("{prefix}_")), "{name} does not bear {id}");
            named.insert(name);
        }
    }
    let unnamed: Vec<_> = tests
        .iter()
        .filter(|name| name.starts_with("tc_") || name.starts_with("r16_"))
        .filter(|name| !named.contains(*name))
        .collect();
    assert!(unnamed.is_empty(), "in no case: {unnamed:?}");
}

#[test]
fn there_are_77_cases_of_the_certification_tool_and_40_of_our_own() {
    let all = cases();
    let ids: BTreeSet<&str> = all.iter().map(|(id, _)| *id).collect();
    assert_eq!(ids.len(), all.len(), "an id stands there twice");
    assert_eq!(ids.iter().filter(|id| id.starts_with("TC_")).count(), 77);
    for number in 1..=40 {
        assert!(ids.contains(format!("R16-{number:02}").as_str()), "R16-{number:02}");
    }
}
