//! Which chargers a profile is for: patterns of maker, model and firmware.

use std::cmp::Ordering;

/// Who a charger is, as far as profiles look at it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Identity<'a> {
    /// Maker.
    pub vendor: &'a str,
    /// Model.
    pub model: &'a str,
    /// Firmware version.
    pub firmware: &'a str,
}

/// A pattern of maker, model and firmware; all three must fit. Letter case does not count, `*` stands for any text and
/// `?` for one letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern {
    /// Maker.
    pub vendor: String,
    /// Model.
    pub model: String,
    /// Firmware: a text with `*`, or conditions such as `>= 6.6, < 6.8`. Versions are compared number by number.
    pub firmware: String,
}

impl Pattern {
    /// Whether a charger fits. A charger that did not say yet what it is fits nothing.
    pub fn fits(&self, who: Identity<'_>) -> bool {
        if who.vendor.is_empty() && who.model.is_empty() {
            return false;
        }
        glob(&self.vendor, who.vendor)
            && glob(&self.model, who.model)
            && firmware(&self.firmware, who.firmware)
    }
}

/// Whether a text fits a pattern with `*` and `?`, without regard to letter case.
pub(crate) fn glob(pattern: &str, text: &str) -> bool {
    let folded = |text: &str| text.trim().to_lowercase().chars().collect::<Vec<_>>();
    let (pattern, text) = (folded(pattern), folded(text));
    // The last star seen, and how much of the text it has swallowed so far.
    let (mut p, mut t, mut star) = (0, 0, None);
    while t < text.len() {
        match pattern.get(p) {
            Some('*') => {
                star = Some((p, t));
                p += 1;
            }
            Some(c) if *c == '?' || *c == text[t] => (p, t) = (p + 1, t + 1),
            _ => {
                let Some((at, swallowed)) = star else { return false };
                star = Some((at, swallowed + 1));
                (p, t) = (at + 1, swallowed + 1);
            }
        }
    }
    pattern[p..].iter().all(|c| *c == '*')
}

fn firmware(pattern: &str, version: &str) -> bool {
    let pattern = pattern.trim();
    if !pattern.starts_with(['<', '>', '=']) {
        return glob(pattern, version);
    }
    !version.trim().is_empty() && pattern.split(',').all(|condition| meets(condition.trim(), version))
}

fn meets(condition: &str, version: &str) -> bool {
    let at = condition.find(|c: char| !matches!(c, '<' | '>' | '=')).unwrap_or(condition.len());
    let (operator, wanted) = condition.split_at(at);
    let order = compare(version, wanted.trim());
    match operator {
        "<" => order == Ordering::Less,
        "<=" => order != Ordering::Greater,
        ">" => order == Ordering::Greater,
        ">=" => order != Ordering::Less,
        "=" | "==" => order == Ordering::Equal,
        _ => false,
    }
}

/// Compares versions by the numbers in them: `1.8.3` is older than `1.8.21`, and `1.8` is `1.8.0`.
fn compare(one: &str, other: &str) -> Ordering {
    let (one, other) = (numbers(one), numbers(other));
    let at = |list: &[u64], index: usize| list.get(index).copied().unwrap_or(0);
    (0..one.len().max(other.len()))
        .map(|index| at(&one, index).cmp(&at(&other, index)))
        .find(|order| *order != Ordering::Equal)
        .unwrap_or(Ordering::Equal)
}

fn numbers(version: &str) -> Vec<u64> {
    let parts = version.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty());
    // A number too long for a version sorts last instead of being forgotten.
    parts.map(|part| part.parse().unwrap_or(u64::MAX)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fits(pattern: [&str; 3], who: [&str; 3]) -> bool {
        let [vendor, model, firmware] = pattern.map(str::to_owned);
        Pattern { vendor, model, firmware }.fits(Identity { vendor: who[0], model: who[1], firmware: who[2] })
    }

    #[test]
    fn stars_stand_for_any_text_and_case_does_not_count() {
        assert!(fits(["wallbox*", "*", "*"], ["Wallbox Chargers", "PPR1-0-2-4", ""]));
        assert!(fits(["*", "*pulsar*max*", "*"], ["x", "Pulsar MAX 22", "6.7"]));
        assert!(fits(["ABB", "?AC*", "*"], ["abb", "TAC-W22", "1"]));
        assert!(!fits(["ABB", "?AC*", "*"], ["abb", "Terra", "1"]));
        assert!(fits(["*", "SCharger*", "*"], ["", "SCharger-22KT", ""]));
        assert!(!fits(["*", "*", "*"], ["", "", ""]), "nobody is not everybody");
        assert!(!fits(["", "*", "*"], ["ABB", "x", ""]));
    }

    #[test]
    fn firmware_is_compared_number_by_number() {
        let fw = |pattern: &str, version: &str| fits(["*", "*", pattern], ["v", "m", version]);
        assert!(fw("<= 1.8.21", "1.8.3") && fw("<= 1.8.21", "v1.8.21") && !fw("<= 1.8.21", "1.8.22"));
        assert!(fw(">= 6.6, < 6.8", "6.7.41") && !fw(">= 6.6, < 6.8", "6.8") && !fw(">= 6.6, < 6.8", "5.9"));
        assert!(fw("> 1.8", "1.8.1") && !fw("> 1.8", "1.8.0") && fw("= 40", "40.0"));
        assert!(fw("03.09*", "03.09.1") && fw("*", "") && !fw("< 2", ""));
    }
}
