//! How many tests a runner says it ran, read from its own summary.

/// Tests that passed and tests that failed.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Count {
    /// Tests that passed.
    pub passed: u64,
    /// Tests that failed, timed out or could not be started.
    pub failed: u64,
}

impl std::ops::AddAssign for Count {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
    }
}

/// Which runner's summary to look for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Summary {
    /// `Summary [   1.2s] 12 tests run: 11 passed, 1 failed, 0 skipped`, once.
    Nextest,
    /// `test result: ok. 3 passed; 0 failed; …`, once for each crate.
    Rustdoc,
    /// `Tests  1 failed | 11 passed (12)`, once.
    Vitest,
    /// `12 passed, 0 failed` alone on its line; the last one counts.
    Plain,
}

/// Reads the counts; `None` when there is no such summary, which is itself a failure of the step.
pub fn read(summary: Summary, text: &str) -> Option<Count> {
    let text = without_colour(text);
    match summary {
        Summary::Nextest => text.lines().rfind(|line| line.trim_start().starts_with("Summary [")).map(counts),
        Summary::Vitest => text.lines().map(str::trim).rfind(|line| line.starts_with("Tests  ")).map(counts),
        Summary::Rustdoc => {
            let results = text.lines().filter(|line| line.starts_with("test result:"));
            let all: Vec<Count> = results.map(counts).collect();
            (!all.is_empty()).then(|| {
                all.into_iter().fold(Count::default(), |mut sum, one| {
                    sum += one;
                    sum
                })
            })
        }
        Summary::Plain => text.lines().rev().map(str::trim).find_map(plain),
    }
}

fn plain(line: &str) -> Option<Count> {
    let (passed, failed) = line.split_once(" passed, ")?;
    Some(Count { passed: passed.parse().ok()?, failed: failed.strip_suffix(" failed")?.parse().ok()? })
}

/// Adds up every `N word` in the line; the brackets of `3 passed (1 slow)` hold parts of what is counted already.
fn counts(line: &str) -> Count {
    let mut count = Count::default();
    let words: Vec<&str> = line.split([' ', ',', ';', ':']).filter(|word| !word.is_empty()).collect();
    for pair in words.windows(2) {
        let Ok(number) = pair[0].parse::<u64>() else {
            continue;
        };
        match pair[1] {
            "passed" => count.passed += number,
            "failed" | "timed" | "exec" => count.failed += number,
            _ => {}
        }
    }
    count
}

fn without_colour(text: &str) -> String {
    let (mut plain, mut chars) = (String::with_capacity(text.len()), text.chars());
    while let Some(char) = chars.next() {
        if char == '\u{1b}' {
            // The only escapes that runners send end with a letter.
            chars.by_ref().find(char::is_ascii_alphabetic);
        } else {
            plain.push(char);
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::{Count, Summary, read};

    const fn count(passed: u64, failed: u64) -> Option<Count> {
        Some(Count { passed, failed })
    }

    #[test]
    fn the_summary_of_nextest_is_read_with_everything_that_did_not_pass() {
        let text = "noise 9 passed\n     Summary [   1.005s] 12 tests run: 8 passed (1 slow), 2 failed, 1 timed out, 1 exec failed, 3 skipped\nerror: x";
        assert_eq!(read(Summary::Nextest, text), count(8, 4));
        let coloured = "\u{1b}[32;1m     Summary\u{1b}[0m [   0.1s] \u{1b}[1m3\u{1b}[0m tests run: \u{1b}[1m3\u{1b}[0m passed, 0 skipped";
        assert_eq!(read(Summary::Nextest, coloured), count(3, 0));
    }

    #[test]
    fn the_doc_tests_of_all_crates_are_added_up() {
        let text = "test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured\n\ntest result: FAILED. 1 passed; 2 failed; 0 ignored";
        assert_eq!(read(Summary::Rustdoc, text), count(4, 2));
    }

    #[test]
    fn the_summary_of_vitest_is_read() {
        let text = " Test Files  2 passed (2)\n      Tests  1 failed | 11 passed (12)\n   Start at  10:00";
        assert_eq!(read(Summary::Vitest, text), count(11, 1));
        assert_eq!(read(Summary::Vitest, "      Tests  4 passed | 1 skipped (5)"), count(4, 0));
    }

    #[test]
    fn the_last_plain_line_counts_and_a_sentence_does_not() {
        let text = "1 passed, 1 failed\n 7 passed, 0 failed \nall 9 passed, 0 failed here";
        assert_eq!(read(Summary::Plain, text), count(7, 0));
    }

    #[test]
    fn silence_is_not_success() {
        for summary in [Summary::Nextest, Summary::Rustdoc, Summary::Vitest, Summary::Plain] {
            assert_eq!(read(summary, "everything is fine"), None);
        }
    }
}
