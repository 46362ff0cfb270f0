//! Node and the UI's packages.

use std::fs;

use crate::process::{ask, npm, root, run};

/// The oldest Node that the UI's tools run on.
const OLDEST: (u32, u32) = (20, 19);

/// Checks Node and installs the UI's packages when the lock file changed since last time.
///
/// # Errors
/// The sentence to show when Node is missing or too old, or npm fails.
pub fn ensure() -> Result<(), String> {
    if let Some(why) = complaint(ask("node", &["--version"]).as_deref()) {
        return Err(why);
    }
    let modules = root().join("ui/node_modules");
    let stamp = modules.join(".forecourt-lock");
    let lock = fs::read_to_string(root().join("ui/package-lock.json"))
        .map_err(|why| format!("ui/package-lock.json cannot be read: {why}"))?;
    if fs::read_to_string(&stamp).is_ok_and(|seen| seen == lock) {
        return Ok(());
    }
    println!("Installing the packages of the user interface (npm ci).");
    // No package of ours needs its install script, so none may run.
    run(&mut npm(&["ci", "--ignore-scripts", "--no-audit", "--no-fund"]))?;
    fs::write(&stamp, lock).map_err(|why| format!("{} cannot be written: {why}", stamp.display()))
}

fn complaint(version: Option<&str>) -> Option<String> {
    let get =
        "Get the long-term version from nodejs.org, or from your system's packages if they are new enough.";
    let (major, minor) = OLDEST;
    match version {
        None => Some(format!("Node {major}.{minor} or newer is needed and was not found. {get}")),
        Some(text) if parse(text).is_some_and(|version| version >= OLDEST) => None,
        Some(text) => Some(format!("Node {major}.{minor} or newer is needed; this one is {text}. {get}")),
    }
}

fn parse(version: &str) -> Option<(u32, u32)> {
    let mut parts = version.trim().trim_start_matches('v').split('.');
    Some((parts.next()?.parse().ok()?, parts.next()?.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::complaint;

    #[test]
    fn node_is_good_from_20_19_on() {
        for good in ["v20.19.0", "v20.20.2", "v22.0.1", "24.1.0"] {
            assert_eq!(complaint(Some(good)), None, "{good}");
        }
        for bad in ["v20.18.9", "v18.20.4", "nonsense"] {
            assert!(complaint(Some(bad)).is_some_and(|why| why.contains(bad)), "{bad}");
        }
        assert!(complaint(None).is_some_and(|why| why.contains("was not found")));
    }
}
