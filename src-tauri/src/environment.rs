//! What the web view needs to find in the environment before it starts.
//!
//! Changing the environment of a running program is unsafe, so the program starts itself anew with the right one.

/// Makes the environment right, by replacing this process with one that has it.
///
/// # Errors
/// When there is no display, or the program's own file cannot be started again.
#[cfg(target_os = "linux")]
pub fn prepare() -> Result<(), anyhow::Error> {
    use std::os::unix::process::CommandExt;

    let look = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    if look("DISPLAY").is_none() && look("WAYLAND_DISPLAY").is_none() {
        anyhow::bail!("there is no display here. Run forecourtd and open its address in a browser.");
    }
    let changes = changes(look);
    if changes.is_empty() {
        return Ok(());
    }
    let arguments = std::env::args_os().skip(1);
    let error = std::process::Command::new(std::env::current_exe()?).args(arguments).envs(changes).exec();
    Err(anyhow::anyhow!("the program could not start itself ({error})."))
}

/// Elsewhere nothing is needed.
#[cfg(not(target_os = "linux"))]
pub fn prepare() -> Result<(), anyhow::Error> {
    Ok(())
}

/// What to set, given what is set. Empty once it is right, so that the second start goes on.
#[cfg(any(target_os = "linux", test))]
fn changes(look: impl Fn(&str) -> Option<String>) -> Vec<(&'static str, &'static str)> {
    const ENGLISH: &str = "en_US.UTF-8";
    let mut changes = Vec::new();
    // Blank windows with some graphics drivers; the screens are light enough without it.
    if look("WEBKIT_DISABLE_DMABUF_RENDERER").is_none() {
        changes.push(("WEBKIT_DISABLE_DMABUF_RENDERER", "1"));
    }
    // Without a language the page's `Intl` throws at its first use, and the window stays empty.
    let named = ["LC_ALL", "LC_MESSAGES", "LANG"].map(|name| (name, look(name)));
    let speaks = named.iter().find_map(|(_, value)| value.as_deref()).is_some_and(is_a_language);
    if !speaks {
        changes.push(("LANG", ENGLISH));
        changes.push(("LANGUAGE", "en_US:en"));
        for (name, value) in named {
            if name != "LANG" && value.is_some() {
                changes.push((name, ENGLISH));
            }
        }
    }
    changes
}

#[cfg(any(target_os = "linux", test))]
fn is_a_language(locale: &str) -> bool {
    !matches!(locale.split(['.', '@']).next(), None | Some("" | "C" | "POSIX"))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    fn after(
        set: &[(&'static str, &'static str)],
    ) -> (Vec<&'static str>, BTreeMap<&'static str, &'static str>) {
        let mut environment: BTreeMap<_, _> = set.iter().copied().collect();
        let made = changes(|name| environment.get(name).map(|value| (*value).to_owned()));
        environment.extend(made.iter().copied());
        assert!(
            changes(|name| environment.get(name).map(|value| (*value).to_owned())).is_empty(),
            "the second start must go on"
        );
        (made.into_iter().map(|(name, _)| name).collect(), environment)
    }

    #[test]
    fn a_computer_without_a_language_is_given_english() {
        for set in [
            &[][..],
            &[("LANG", "C")],
            &[("LANG", "C.UTF-8")],
            &[("LANG", "de_DE.UTF-8"), ("LC_ALL", "POSIX")],
        ] {
            assert_eq!(after(set).1["LANG"], "en_US.UTF-8");
        }
    }

    #[test]
    fn a_language_that_was_chosen_stays() {
        let (changed, environment) =
            after(&[("LANG", "de_DE.UTF-8"), ("WEBKIT_DISABLE_DMABUF_RENDERER", "0")]);
        assert!(changed.is_empty());
        assert_eq!(environment["LANG"], "de_DE.UTF-8");
        assert_eq!(after(&[("LANG", "C"), ("LC_ALL", "lo_LA.UTF-8")]).0, ["WEBKIT_DISABLE_DMABUF_RENDERER"]);
    }
}
