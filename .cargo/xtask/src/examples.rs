//! Examples in doc comments: whether there are any that would be run.

use std::fs;
use std::path::Path;

/// Whether any doc comment of ours holds an example that is run. Those marked as text are none.
pub fn are_there() -> bool {
    in_folder(&crate::process::root().join("src-tauri")) || in_folder(&crate::process::root().join("tests"))
}

fn in_folder(folder: &Path) -> bool {
    let Ok(entries) = fs::read_dir(folder) else { return false };
    entries.flatten().any(|entry| {
        let path = entry.path();
        if path.is_dir() {
            return entry.file_name() != "target" && in_folder(&path);
        }
        path.extension().is_some_and(|ending| ending == "rs")
            && fs::read_to_string(&path).is_ok_and(|text| holds_one(&text))
    })
}

fn holds_one(text: &str) -> bool {
    let mut inside = false;
    text.lines().any(|line| {
        let line = line.trim_start();
        let comment = line.strip_prefix("///").or_else(|| line.strip_prefix("//!"));
        let Some(kind) = comment.and_then(|comment| comment.trim().strip_prefix("```")) else { return false };
        inside = !inside;
        inside && !matches!(kind, "text" | "toml" | "sh" | "json")
    })
}

#[cfg(test)]
mod tests {
    use super::holds_one;

    #[test]
    fn only_code_that_would_be_run_is_an_example() {
        assert!(holds_one("/// ```\n/// assert!(true);\n/// ```\n"));
        assert!(!holds_one("//! ```text\n//! a table\n//! ```\n"));
        assert!(!holds_one("// ```\nlet x = 1;\n"));
    }
}
