//! Which system this is, as far as installing things goes.

/// A family of systems that share a package manager.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Family {
    /// Debian: apt.
    Debian,
    /// Ubuntu: apt, but no Chromium in it.
    Ubuntu,
    /// Fedora, RHEL and relatives: dnf.
    Fedora,
    /// Arch and relatives: pacman.
    Arch,
    /// macOS.
    Mac,
    /// Windows.
    Windows,
    /// Anything else.
    Other,
}

/// This machine's family.
pub fn this() -> Family {
    if cfg!(target_os = "macos") {
        Family::Mac
    } else if cfg!(windows) {
        Family::Windows
    } else {
        std::fs::read_to_string("/etc/os-release").map_or(Family::Other, |text| family(&text))
    }
}

/// Whether a window can be shown here.
pub fn has_display() -> bool {
    let set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    matches!(this(), Family::Mac | Family::Windows) || set("DISPLAY") || set("WAYLAND_DISPLAY")
}

/// Reads `/etc/os-release`: `ID` first, then the relatives in `ID_LIKE`, nearest first.
fn family(os_release: &str) -> Family {
    let value = |key: &str| {
        let line = os_release.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix('='));
        line.unwrap_or_default().trim().trim_matches(['"', '\'']).to_ascii_lowercase()
    };
    let (id, like) = (value("ID"), value("ID_LIKE"));
    let known = |id: &str| match id {
        "ubuntu" => Some(Family::Ubuntu),
        "debian" => Some(Family::Debian),
        "fedora" | "rhel" | "centos" => Some(Family::Fedora),
        "arch" => Some(Family::Arch),
        _ => None,
    };
    std::iter::once(id.as_str()).chain(like.split_whitespace()).find_map(known).unwrap_or(Family::Other)
}

#[cfg(test)]
mod tests {
    use super::{Family, family};

    #[test]
    fn a_system_is_known_by_its_id_or_its_nearest_relative() {
        let cases = [
            ("PRETTY_NAME=\"Debian GNU/Linux 12\"\nVERSION_ID=\"12\"\nID=debian\n", Family::Debian),
            ("ID=ubuntu\nID_LIKE=debian", Family::Ubuntu),
            ("ID=linuxmint\nID_LIKE=\"ubuntu debian\"", Family::Ubuntu),
            ("ID=raspbian\nID_LIKE=debian", Family::Debian),
            ("ID=fedora\nVARIANT_ID=workstation", Family::Fedora),
            ("ID=\"rocky\"\nID_LIKE=\"rhel centos fedora\"", Family::Fedora),
            ("ID='manjaro'\nID_LIKE=arch", Family::Arch),
            ("ID=alpine", Family::Other),
            ("", Family::Other),
        ];
        for (text, expected) in cases {
            assert_eq!(family(text), expected, "{text}");
        }
    }
}
