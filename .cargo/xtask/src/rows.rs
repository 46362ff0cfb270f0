//! The page that lists every known peculiarity of chargers with what is done about it, its tests and how they ended,
//! made after a test run.

use std::collections::HashMap;
use std::fs;
use std::path::PathBuf;

use crate::cases::{read, results, word};
use crate::process::root;

/// Writes the page; gives where it lies.
///
/// # Errors
/// The sentence that names the file that could not be read or written.
pub fn write() -> Result<PathBuf, String> {
    let results = results(&read("target/nextest/default/junit.xml")?);
    let page = page(&read("tests/tests/wire/quirks/rows.txt")?, &results);
    let path = root().join("target/peculiarities.html");
    fs::write(&path, page).map_err(|error| format!("{} cannot be written: {error}", path.display()))?;
    Ok(path)
}

fn page(rows: &str, results: &HashMap<String, bool>) -> String {
    let mut lines = String::new();
    let (mut passed, mut all) = (0, 0);
    for row in rows.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let fields: Vec<&str> = row.split(" | ").collect();
        let [number, verdict, switches, words, tests, played] = fields[..] else { continue };
        let verdict = match verdict {
            "always" => "tolerated by default",
            "profile" => "set by a profile",
            "advice" => "advice on the screen",
            _ => "not for 1.6",
        };
        let tests: Vec<&str> = tests.split(", ").filter(|test| *test != "-").collect();
        let word = if tests.is_empty() { "none" } else { word(&tests, results) };
        all += usize::from(!tests.is_empty());
        passed += usize::from(word == "passed");
        let tests = tests.join("<br>");
        lines += &format!(
            "<tr><td>{number}</td><td>{words}</td><td>{verdict}</td><td>{switches}</td><td><code>{played}</code></td>\
             <td><code>{tests}</code></td><td class=\"{word}\">{word}</td></tr>\n"
        );
    }
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<title>Peculiar chargers, row by row</title>\n\
         <style>body{{font:15px/1.4 sans-serif;margin:2rem}}td,th{{padding:.2rem 1rem .2rem 0;vertical-align:top;text-align:left}}\
         .passed{{color:#0a6b3d}}.failed{{color:#b3261e;font-weight:bold}}.none{{color:#8a5a00}}</style>\n\
         <h1>Peculiar chargers, row by row</h1>\n<p>{passed} of {all} rows that concern OCPP 1.6 passed.</p>\n<table>\n\
         <tr><th>Row</th><th>What the charger does</th><th>What is done</th><th>Switches</th><th>Simulator</th><th>Test</th>\
         <th>Result</th></tr>\n{lines}</table>\n</html>\n"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_shows_its_verdict_and_how_its_tests_ended() {
        let results = HashMap::from([("quirk_01_x".to_owned(), true), ("quirk_02_y".to_owned(), false)]);
        let rows = "# rows\n01 | always | - | It sings. | quirk_01_x | sings\n02 | profile | hold | It dances. | quirk_02_y | -\n\
                    03 | 2.x | - | It flies. | - | -\n";
        let page = page(rows, &results);
        assert!(page.contains("1 of 2 rows"), "{page}");
        assert!(page.contains("<td>set by a profile</td><td>hold</td>"));
        assert!(page.contains(r#"<td class="failed">failed"#) && page.contains("not for 1.6"));
    }
}
