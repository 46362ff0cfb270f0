//! No case is missing, and none names a test that is not there.

use std::collections::BTreeSet;

const CASES: &str = include_str!("cases.txt");
const SOURCES: &[&str] = &[include_str!("firmware.rs"), include_str!("logs.rs"), include_str!("runs.rs")];

#[test]
fn every_case_has_a_test_that_is_there_and_bears_its_id() {
    let tests: BTreeSet<&str> = SOURCES
        .iter()
        .flat_map(|source| source.split("#[tokio::test]\nasync fn ").skip(1))
        .filter_map(|rest| rest.split('(').next())
        .collect();
    let mut named = BTreeSet::new();
    for line in CASES.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let mut words = line.split_whitespace();
        let prefix = format!("{}_", words.next().expect("an id").to_lowercase());
        let by: Vec<&str> = words.collect();
        assert!(!by.is_empty(), "{line}");
        for name in by {
            assert!(tests.contains(name), "there is no test {name}");
            assert!(name.starts_with(&prefix), "{name} does not bear {prefix}");
            named.insert(name);
        }
    }
    let unnamed: Vec<_> =
        tests.iter().filter(|name| name.starts_with("tc_") && !named.contains(*name)).collect();
    assert!(unnamed.is_empty(), "in no case: {unnamed:?}");
}
