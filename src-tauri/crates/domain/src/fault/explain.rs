//! What a fault means: the entry of the manual that fits it best.

use crate::quirk::glob;
use crate::station::Protocol;

/// An entry of the manual: which faults it is for, and what they mean in plain words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explanation {
    /// Protocols by the beginning of their number, for example `1.6` or `2`; `*` = any.
    pub protocol: String,
    /// Makers, with `*` for any text.
    pub vendor: String,
    /// The protocol's word, with `*`.
    pub code: String,
    /// The maker's own word, with `*`; a plain `*` = with and without one.
    pub vendor_code: String,
    /// What happened, in a few words.
    pub title: String,
    /// Why that may be.
    pub cause: String,
    /// What to do next.
    pub next: String,
}

/// A fault as the manual looks at it.
#[derive(Debug, Clone, Copy)]
pub struct Case<'a> {
    /// What the station speaks; `None` = unknown.
    pub protocol: Option<Protocol>,
    /// The station's maker.
    pub vendor: &'a str,
    /// The protocol's word.
    pub code: &'a str,
    /// The maker's own word.
    pub vendor_code: Option<&'a str>,
}

impl Explanation {
    fn fits(&self, case: Case<'_>) -> bool {
        let spoken = case.protocol.map_or("", Protocol::label);
        (self.protocol == "*" || spoken.starts_with(&self.protocol))
            && glob(&self.vendor, case.vendor)
            && glob(&self.code, case.code)
            && glob(&self.vendor_code, case.vendor_code.unwrap_or_default())
    }

    /// The maker's own word says more than the maker, the maker more than the protocol's word, and of a word its
    /// beginning (the part that has the fault) more than its end.
    fn exactness(&self) -> [usize; 5] {
        let letters = |pattern: &str| pattern.chars().filter(|c| *c != '*').count();
        let beginning = self.code.find('*').unwrap_or(self.code.len());
        [
            letters(&self.vendor_code),
            letters(&self.vendor),
            beginning,
            letters(&self.code),
            letters(&self.protocol),
        ]
    }
}

/// The entry that fits best; of equals the last, so that an owner's own entries come before those of the program.
pub fn explain<'a>(manual: &'a [Explanation], case: Case<'_>) -> Option<&'a Explanation> {
    manual.iter().filter(|entry| entry.fits(case)).max_by_key(|entry| entry.exactness())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(protocol: &str, vendor: &str, code: &str, vendor_code: &str, title: &str) -> Explanation {
        let [protocol, vendor, code, vendor_code, title] =
            [protocol, vendor, code, vendor_code, title].map(str::to_owned);
        Explanation { protocol, vendor, code, vendor_code, title, cause: String::new(), next: String::new() }
    }

    #[test]
    fn the_entry_that_says_most_is_taken() {
        let manual = [
            entry("*", "*", "GroundFailure", "*", "leak"),
            entry("*", "*", "*", "CX002", "leak by its common number"),
            entry("*", "Alfen*", "*", "E7", "Alfen's E7"),
            entry("2", "*", "*.Problem", "*", "a part"),
            entry("2", "*", "RCD.*", "*", "the RCD"),
            entry("*", "*", "GroundFailure", "*", "the owner's word"),
        ];
        let title = |protocol, vendor, code, vendor_code| {
            explain(&manual, Case { protocol, vendor, code, vendor_code }).map(|entry| &*entry.title)
        };
        let first = Some(Protocol::V16);
        assert_eq!(title(first, "x", "GroundFailure", None), Some("the owner's word"));
        assert_eq!(title(None, "", "groundfailure", Some("A")), Some("the owner's word"));
        assert_eq!(title(first, "x", "GroundFailure", Some("CX002")), Some("leak by its common number"));
        assert_eq!(title(first, "Alfen BV", "OtherError", Some("E7")), Some("Alfen's E7"));
        assert_eq!(title(first, "x", "OtherError", Some("E7")), None);
        assert_eq!(title(Some(Protocol::V21), "x", "Fan.Problem", None), Some("a part"));
        assert_eq!(title(Some(Protocol::V201), "x", "RCD.Problem", None), Some("the RCD"));
        assert_eq!(title(first, "x", "Fan.Problem", None), None);
    }
}
