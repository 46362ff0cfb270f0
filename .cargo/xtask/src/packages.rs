//! System packages: what is needed for what, what is missing, and how to get it.

use crate::os::{self, Family};
use crate::process::{ask, command, find, run};

/// How much of the house a command builds or tests.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// The core and `forecourtd`.
    Core,
    /// The window as well.
    Window,
    /// The tests as well.
    Tests,
}

/// A package by its name on Debian; the others' names are empty where nothing has to be installed.
struct Package {
    part: Part,
    why: &'static str,
    debian: &'static str,
    fedora: &'static str,
    arch: &'static str,
    /// Any of these on the search path will do just as well.
    or_program: &'static [&'static str],
}

const fn package(
    part: Part,
    why: &'static str,
    [debian, fedora, arch]: [&'static str; 3],
    or_program: &'static [&'static str],
) -> Package {
    Package { part, why, debian, fedora, arch, or_program }
}

#[rustfmt::skip]
const PACKAGES: &[Package] = &[
    package(Part::Core, "C compiler for SQLite and zstd", ["build-essential", "gcc", "base-devel"], &[]),
    package(Part::Core, "finds system libraries", ["pkg-config", "pkgconf-pkg-config", "pkgconf"], &["pkg-config"]),
    package(Part::Window, "the web view inside the window", ["libwebkit2gtk-4.1-dev", "webkit2gtk4.1-devel", "webkit2gtk-4.1"], &[]),
    package(Part::Window, "the icon in the tray", ["libayatana-appindicator3-dev", "libappindicator-gtk3-devel", "libappindicator-gtk3"], &[]),
    package(Part::Window, "draws SVG icons", ["librsvg2-dev", "librsvg2-devel", "librsvg"], &[]),
    package(Part::Tests, "a display without a screen", ["xvfb", "xorg-x11-server-Xvfb", "xorg-server-xvfb"], &["Xvfb"]),
    package(Part::Tests, "a key for that display", ["xauth", "xorg-x11-xauth", "xorg-xauth"], &["xauth"]),
    package(Part::Tests, "a message bus for the window", ["dbus", "dbus-daemon", "dbus"], &["dbus-run-session"]),
    package(Part::Tests, "the web view finds that bus", ["dbus-x11", "dbus-x11", ""], &["dbus-launch"]),
    package(Part::Tests, "drives the window", ["webkit2gtk-driver", "webkit2gtk-driver", ""], &["WebKitWebDriver"]),
    package(Part::Tests, "the browser that the screens are tested in", ["chromium", "chromium", "chromium"], BROWSERS),
    package(Part::Tests, "reads PDF files back", ["poppler-utils", "poppler-utils", "poppler"], &["pdftotext"]),
    package(Part::Tests, "makes certificates", ["openssl", "openssl", "openssl"], &["openssl"]),
    package(Part::Tests, "chargers that we did not write", ["python3", "python3", "python"], &[]),
    package(Part::Tests, "keeps their packages apart", ["python3-venv", "", ""], &[]),
    package(Part::Tests, "reads the database from outside", ["sqlite3", "sqlite", "sqlite"], &["sqlite3"]),
];

/// Browsers that the interface tests can use.
pub const BROWSERS: &[&str] = &["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/// Installs what is missing on Debian and Ubuntu; elsewhere says exactly what to install.
///
/// # Errors
/// The sentence that names what is missing and the command that installs it.
pub fn ensure(part: Part) -> Result<(), String> {
    let family = os::this();
    let missing: Vec<(&str, &str)> = needed(family, part)
        .filter(|package| find(package.or_program).is_none())
        .map(|package| (name(family, package), package.why))
        .filter(|(name, _)| !is_installed(family, name))
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    println!("These system packages are missing:");
    for (name, why) in &missing {
        println!("  {name:<32} {why}");
    }
    let names: Vec<&str> = missing.iter().map(|(name, _)| *name).collect();
    if !matches!(family, Family::Debian | Family::Ubuntu) {
        return Err(advice(family, &names));
    }
    let root = ask("id", &["-u"]).as_deref() == Some("0");
    if !root && find(&["sudo"]).is_none() {
        return Err(advice(family, &names));
    }
    println!("Installing them{}.", if root { "" } else { " with sudo, which may ask for your password" });
    let apt = |args: &[&str]| {
        let mut apt = if root { command("env") } else { command("sudo") };
        run(apt.arg("DEBIAN_FRONTEND=noninteractive").arg("apt-get").args(args))
    };
    // An old list is better than none: a mirror that is down must not stop a package that is still known.
    if let Err(why) = apt(&["update", "-q"]) {
        println!("{why}; going on with the package list of last time");
    }
    apt(&[&["install", "-y", "-q", "--no-install-recommends"], names.as_slice()].concat())
        .map_err(|why| format!("{why}.\n{}", advice(family, &names)))
}

fn needed(family: Family, part: Part) -> impl Iterator<Item = &'static Package> {
    PACKAGES.iter().filter(move |package| package.part <= part && !name(family, package).is_empty())
}

fn name(family: Family, package: &Package) -> &'static str {
    match family {
        Family::Ubuntu if package.debian == "chromium" => "chromium-browser",
        Family::Debian | Family::Ubuntu => package.debian,
        Family::Fedora => package.fedora,
        Family::Arch => package.arch,
        // Their own tools bring a compiler and a web view; what they lack is said where it is needed.
        Family::Mac | Family::Windows | Family::Other => "",
    }
}

fn is_installed(family: Family, name: &str) -> bool {
    match family {
        Family::Debian | Family::Ubuntu => {
            ask("dpkg-query", &["-W", "-f", "${db:Status-Status}", name]).as_deref() == Some("installed")
        }
        Family::Fedora => ask("rpm", &["-q", name]).is_some(),
        Family::Arch => ask("pacman", &["-Q", name]).is_some() || ask("pacman", &["-Qg", name]).is_some(),
        Family::Mac | Family::Windows | Family::Other => true,
    }
}

/// What to type where we do not install by ourselves.
fn advice(family: Family, names: &[&str]) -> String {
    let names = names.join(" ");
    match family {
        Family::Debian | Family::Ubuntu => {
            format!(
                "Run this as root, then start again:\n  apt-get install -y --no-install-recommends {names}"
            )
        }
        Family::Fedora => format!("Run this, then start again:\n  sudo dnf install {names}"),
        Family::Arch => format!("Run this, then start again:\n  sudo pacman -S --needed {names}"),
        Family::Mac => "Run `xcode-select --install`, then start again.".to_owned(),
        Family::Windows => "Install the Visual Studio Build Tools with C++, then start again.".to_owned(),
        Family::Other => format!("Install what your system calls {names}, then start again."),
    }
}

#[cfg(test)]
mod tests {
    use super::{Part, advice, name, needed};
    use crate::os::Family;

    fn names(family: Family, part: Part) -> Vec<&'static str> {
        needed(family, part).map(|package| name(family, package)).collect()
    }

    #[test]
    fn the_headless_program_needs_no_web_view() {
        assert_eq!(names(Family::Debian, Part::Core), ["build-essential", "pkg-config"]);
        assert!(names(Family::Debian, Part::Window).contains(&"libwebkit2gtk-4.1-dev"));
        assert!(!names(Family::Debian, Part::Window).contains(&"xvfb"));
        assert!(names(Family::Debian, Part::Tests).contains(&"xvfb"));
    }

    #[test]
    fn each_system_gets_its_own_names() {
        assert!(names(Family::Ubuntu, Part::Tests).contains(&"chromium-browser"));
        assert!(names(Family::Fedora, Part::Window).contains(&"webkit2gtk4.1-devel"));
        assert!(names(Family::Arch, Part::Core).contains(&"base-devel"));
        assert!(names(Family::Windows, Part::Tests).is_empty());
    }

    #[test]
    fn the_advice_is_the_line_to_type() {
        assert!(advice(Family::Fedora, &["gcc", "sqlite"]).ends_with("sudo dnf install gcc sqlite"));
        assert!(advice(Family::Arch, &["sqlite"]).ends_with("sudo pacman -S --needed sqlite"));
        assert!(
            advice(Family::Debian, &["xvfb"]).contains("apt-get install -y --no-install-recommends xvfb")
        );
    }
}
