//! A firmware file, what its name tells, and for which stations it is meant.

use crate::time::Timestamp;

/// Our number for a firmware file; never reused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FirmwareKey(pub u32);

/// A firmware file of the library.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FirmwareFile {
    /// Our number.
    pub key: FirmwareKey,
    /// Its name, made harmless.
    pub name: String,
    /// For stations of this vendor; empty = not known.
    pub vendor: String,
    /// For this model; empty = not known.
    pub model: String,
    /// The version that it installs; empty = not known.
    pub version: String,
    /// SHA-256 of its bytes, 64 hexadecimal digits in lower case.
    pub sha256: String,
    /// Its size in bytes.
    pub size: u64,
    /// The operator's notes.
    pub notes: String,
    /// The maker's certificate, PEM; empty = not signed.
    pub certificate: String,
    /// The maker's signature, base64; empty = not signed.
    pub signature: String,
    /// When it was added.
    pub added_at: Timestamp,
}

impl FirmwareFile {
    /// Whether its maker signed it.
    pub fn is_signed(&self) -> bool {
        !self.certificate.is_empty() && !self.signature.is_empty()
    }
}

/// Whether a file is meant for a station.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fit {
    /// It is.
    Same,
    /// Nobody knows: the file, or the station, does not say.
    Unknown,
    /// It is meant for others.
    Other,
}

/// Whether a file is meant for a station of this vendor and model. Letters' case, blanks and dashes do not count, and
/// stations add a variant to their model (`DC40` fits `DC40-2CCS`).
pub fn fit(file: &FirmwareFile, vendor: &str, model: &str) -> Fit {
    let one = |of_file: &str, of_station: &str| {
        let (file, station) = (plain(of_file), plain(of_station));
        if file.is_empty() || station.is_empty() {
            Fit::Unknown
        } else if station.starts_with(&file) || file.starts_with(&station) {
            Fit::Same
        } else {
            Fit::Other
        }
    };
    match (one(&file.vendor, vendor), one(&file.model, model)) {
        (Fit::Other, _) | (_, Fit::Other) => Fit::Other,
        (_, Fit::Same) => Fit::Same,
        _ => Fit::Unknown,
    }
}

/// What a file's name tells; anything may be empty.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Guess {
    /// Vendor.
    pub vendor: String,
    /// Model.
    pub model: String,
    /// Version.
    pub version: String,
}

/// What a file's name tells, for example `norvolt-dc40-2.4.0.bin`. `known` are vendor and model of our stations: their
/// spelling is taken where the name holds it.
pub fn guess(name: &str, known: &[(String, String)]) -> Guess {
    let stem = stem(name);
    let (before, version) = match version_at(stem) {
        Some((at, version)) => (&stem[..at], version.to_owned()),
        None => (stem, String::new()),
    };
    let whole = plain(before);
    let holds = |word: &str| !plain(word).is_empty() && whole.contains(&plain(word));
    let model = known.iter().filter(|(_, model)| holds(model)).max_by_key(|(_, model)| model.len());
    if let Some((vendor, model)) = model {
        return Guess { vendor: vendor.clone(), model: model.clone(), version };
    }
    if let Some((vendor, _)) = known.iter().find(|(vendor, _)| holds(vendor)) {
        let rest = before.get(vendor.len()..).filter(|_| plain(before).starts_with(&plain(vendor)));
        let model = rest.map(|rest| trimmed(rest).to_owned()).unwrap_or_default();
        return Guess { vendor: vendor.clone(), model, version };
    }
    let words: Vec<&str> = before.split(['-', '_', ' ']).filter(|word| !is_filler(word)).collect();
    match words.as_slice() {
        [] => Guess { version, ..Guess::default() },
        [vendor] => Guess { vendor: (*vendor).to_owned(), model: String::new(), version },
        [vendor, model @ ..] => Guess { vendor: (*vendor).to_owned(), model: model.join("-"), version },
    }
}

/// Whether a station that says `told` runs the version of a file.
pub fn same_version(file: &str, told: &str) -> bool {
    let (file, told) = (bare(file), bare(told));
    if file.is_empty() || told.is_empty() {
        return false;
    }
    let goes_on = |longer: &str, shorter: &str| {
        longer
            .strip_prefix(shorter)
            .is_some_and(|rest| !rest.starts_with(|c: char| c == '.' || c.is_alphanumeric()))
    };
    file == told || goes_on(&told, &file) || goes_on(&file, &told)
}

fn bare(version: &str) -> String {
    let version = version.trim().to_lowercase();
    let rest = version.strip_prefix('v').filter(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    rest.map_or(version.clone(), str::to_owned)
}

/// Letters and digits in lower case.
fn plain(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Without the endings that say what kind of file it is.
fn stem(name: &str) -> &str {
    let mut stem = name;
    while let Some((before, ending)) = stem.rsplit_once('.') {
        let kind = (1..=6).contains(&ending.len())
            && ending.chars().all(|c| c.is_ascii_alphanumeric())
            && ending.starts_with(|c: char| c.is_ascii_alphabetic());
        if !kind || before.is_empty() {
            break;
        }
        stem = before;
    }
    stem
}

/// The last run of digits and points with a point in it, or after a `v`: where what belongs to it begins, and it.
fn version_at(stem: &str) -> Option<(usize, &str)> {
    let mut found = None;
    let mut at = 0;
    for word in stem.split(['-', '_', ' ']) {
        let digits = word.strip_prefix(['v', 'V']).unwrap_or(word);
        let numbered = digits.starts_with(|c: char| c.is_ascii_digit());
        if numbered && (digits.contains('.') || digits.len() < word.len()) {
            found = Some((at, digits));
        }
        at += word.len() + 1;
    }
    found
}

fn trimmed(text: &str) -> &str {
    text.trim_matches(['-', '_', ' '])
}

fn is_filler(word: &str) -> bool {
    ["", "firmware", "fw", "update", "release", "image"].contains(&word.to_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(vendor: &str, model: &str) -> FirmwareFile {
        FirmwareFile {
            key: FirmwareKey(1),
            name: "a.bin".into(),
            vendor: vendor.into(),
            model: model.into(),
            version: "2.4.0".into(),
            sha256: String::new(),
            size: 1,
            notes: String::new(),
            certificate: String::new(),
            signature: String::new(),
            added_at: Timestamp(0),
        }
    }

    #[test]
    fn a_name_tells_vendor_model_and_version() {
        let known =
            [("Norvolt".to_owned(), "DC40".to_owned()), ("ABB E-mobility".to_owned(), "Terra AC".to_owned())];
        for (name, vendor, model, version) in [
            ("norvolt-dc40-2.4.0.bin", "Norvolt", "DC40", "2.4.0"),
            ("DC40_v3.tar.gz", "Norvolt", "DC40", "3"),
            ("terra_ac-1.8.33.zip", "ABB E-mobility", "Terra AC", "1.8.33"),
            ("norvolt-dc60-2.4.0.bin", "Norvolt", "dc60", "2.4.0"),
            ("keba-p30-firmware-1.17.1-rc1.bin", "keba", "p30", "1.17.1"),
            ("update.bin", "", "", ""),
            ("acme.bin", "acme", "", ""),
        ] {
            let guess = guess(name, &known);
            assert_eq!((&*guess.vendor, &*guess.model, &*guess.version), (vendor, model, version), "{name}");
        }
    }

    #[test]
    fn a_file_for_another_model_does_not_fit_and_one_that_does_not_say_is_unknown() {
        assert_eq!(fit(&file("Norvolt", "DC40"), "NORVOLT", "DC-40"), Fit::Same);
        assert_eq!(fit(&file("Norvolt", "DC40"), "Norvolt GmbH", "DC40-2CCS"), Fit::Same);
        assert_eq!(fit(&file("Norvolt", "DC40"), "Norvolt", "AC22"), Fit::Other);
        assert_eq!(fit(&file("Acme", "DC40"), "Norvolt", "DC40"), Fit::Other);
        assert_eq!(fit(&file("Norvolt", ""), "Norvolt", "DC40"), Fit::Unknown);
        assert_eq!(fit(&file("", ""), "Norvolt", "DC40"), Fit::Unknown);
        assert_eq!(fit(&file("", "DC40"), "", "DC40"), Fit::Same);
    }

    #[test]
    fn versions_are_the_same_in_other_clothes() {
        for (file, told, same) in [
            ("2.4.0", "2.4.0", true),
            ("2.4.0", "V2.4.0", true),
            ("2.4.0", "2.4.0-rev7", true),
            ("2.4.0", "2.4.0 (build 9)", true),
            ("2.4", "2.4.1", false),
            ("2.4.0", "2.4.01", false),
            ("", "2.4.0", false),
            ("2.4.0", "", false),
        ] {
            assert_eq!(same_version(file, told), same, "{file} {told}");
        }
    }
}
