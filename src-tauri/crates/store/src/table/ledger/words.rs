//! How findings and kinds of entries are written.

use domain::billing::{EntryKind, Finding};

const FINDINGS: [(Finding, &str); 7] = [
    (Finding::MissingStop, "missingStop"),
    (Finding::ZeroBaseline, "zeroBaseline"),
    (Finding::RegisterReset, "registerReset"),
    (Finding::TooSmall, "tooSmall"),
    (Finding::TooLarge, "tooLarge"),
    (Finding::Duplicate, "duplicate"),
    (Finding::ToldOtherwise, "toldOtherwise"),
];

const KINDS: [(EntryKind, &str); 6] = [
    (EntryKind::Closed, "closed"),
    (EntryKind::Corrected, "corrected"),
    (EntryKind::Driver, "driver"),
    (EntryKind::Priced, "priced"),
    (EntryKind::Late, "late"),
    (EntryKind::Undone, "undone"),
];

/// How a finding is written.
pub fn finding(finding: Finding) -> &'static str {
    FINDINGS.iter().find(|(known, _)| *known == finding).map_or("", |(_, word)| word)
}

/// The finding of a word.
pub fn read_finding(word: &str) -> Option<Finding> {
    FINDINGS.iter().find(|(_, known)| *known == word).map(|(finding, _)| *finding)
}

/// How the kind of an entry is written.
pub fn kind(kind: EntryKind) -> String {
    match kind {
        EntryKind::Repaired(found) => format!("repaired {}", finding(found)),
        other => KINDS.iter().find(|(known, _)| *known == other).map_or("", |(_, word)| word).to_owned(),
    }
}

/// The kind of an entry; a word that nobody knows is a correction.
pub fn read_kind(word: &str) -> EntryKind {
    if let Some(found) = word.strip_prefix("repaired ").and_then(read_finding) {
        return EntryKind::Repaired(found);
    }
    KINDS.iter().find(|(_, known)| *known == word).map_or(EntryKind::Corrected, |(kind, _)| *kind)
}
