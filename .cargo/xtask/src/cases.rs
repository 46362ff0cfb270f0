//! The pages that list every case of a version of OCPP with its tests and how they ended, made after a test run.

use std::collections::HashMap;
use std::fs;
use std::path::PathBuf;

use crate::process::root;

/// A version, and the folder of its tests.
pub const VERSIONS: [(&str, &str); 2] = [("OCPP 1.6", "ocpp16"), ("OCPP 2.0.1", "ocpp201")];

/// Writes the page of a version; gives where it lies.
///
/// # Errors
/// The sentence that names the file that could not be read or written.
pub fn write((version, folder): (&str, &str)) -> Result<PathBuf, String> {
    let results = results(&read("target/nextest/default/junit.xml")?);
    let page = page(version, &read(&format!("tests/tests/{folder}/cases.txt"))?, &results);
    let path = root().join(format!("target/cases-{folder}.html"));
    fs::write(&path, page).map_err(|error| format!("{} cannot be written: {error}", path.display()))?;
    Ok(path)
}

/// A file of the project.
///
/// # Errors
/// The sentence that names it, when it cannot be read.
pub fn read(path: &str) -> Result<String, String> {
    let path = root().join(path);
    fs::read_to_string(&path).map_err(|error| format!("{} cannot be read: {error}", path.display()))
}

/// How tests ended together.
pub fn word(tests: &[&str], results: &HashMap<String, bool>) -> &'static str {
    if tests.iter().any(|test| results.get(*test) == Some(&false)) {
        "failed"
    } else if tests.iter().all(|test| results.contains_key(*test)) && !tests.is_empty() {
        "passed"
    } else {
        "not run"
    }
}

/// Tests by the last part of their name, and whether they passed.
pub fn results(junit: &str) -> HashMap<String, bool> {
    let cases = junit.split("<testcase ").skip(1);
    let result = |case: &str| {
        let name = case.split_once("name=\"")?.1.split('"').next()?;
        let ends = case.find("</testcase>").unwrap_or(case.len());
        let failed = ["<failure", "<error"].iter().any(|bad| case[..ends].contains(bad));
        Some((name.rsplit("::").next()?.to_owned(), !failed))
    };
    cases.filter_map(result).collect()
}

fn page(version: &str, cases: &str, results: &HashMap<String, bool>) -> String {
    let lines = cases.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    let mut rows = String::new();
    let (mut passed, mut all) = (0, 0);
    for line in lines {
        let (id, rest) = line.split_once(' ').unwrap_or((line, ""));
        all += 1;
        let tests: Vec<&str> = rest.split_whitespace().collect();
        let word = word(&tests, results);
        passed += usize::from(word == "passed");
        let names = tests.join("<br>");
        rows +=
            &format!("<tr><td>{id}</td><td><code>{names}</code></td><td class=\"{word}\">{word}</td></tr>\n");
    }
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<title>{version}, case by case</title>\n\
         <style>body{{font:15px/1.4 sans-serif;margin:2rem}}td{{padding:.2rem 1rem .2rem 0;vertical-align:top}}\
         .passed{{color:#0a6b3d}}.failed{{color:#b3261e;font-weight:bold}}</style>\n\
         <h1>{version}, case by case</h1>\n<p>{passed} of {all} cases passed. TC: the certification tool's cases for a \
         central system; R: our own.</p>\n<table>\n<tr><th>Case</th><th>Test</th><th>Result</th></tr>\n{rows}</table>\n</html>\n"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_case_has_passed_when_all_its_tests_have() {
        let junit = r#"<testsuite><testcase name="a::tc_001_x" time="1"></testcase>
            <testcase name="b::tc_002_y"><failure type="x">oh</failure></testcase>
            <testcase name="b::tc_003_z"></testcase></testsuite>"#;
        let results = results(junit);
        assert_eq!(results.get("tc_001_x"), Some(&true));
        assert_eq!(results.get("tc_002_y"), Some(&false));
        let page =
            page("OCPP", "# cases\nTC_001 tc_001_x\nTC_002 tc_003_z tc_002_y\nTC_004 tc_004\n", &results);
        assert!(page.contains("1 of 3 cases passed"), "{page}");
        assert!(
            page.contains(r#"<td class="failed">failed"#) && page.contains(r#"<td class="not run">not run"#)
        );
    }
}
