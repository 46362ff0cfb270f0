//! The local token list of a station: what it may decide by itself (1.6 section 3.5.2, 5.15; 2.x block D).

use crate::token::TokenVerdict;

/// A list, or changes to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenList {
    /// Its version afterwards; positive and rising.
    pub version: i64,
    /// The whole list; otherwise changes to the one before.
    pub full: bool,
    /// Tokens; in a whole list all with a verdict.
    pub entries: Vec<ListEntry>,
    /// The whole list as it is afterwards, for a station that cannot place changes. The same as `entries` when full.
    pub whole: Vec<ListEntry>,
}

/// A token on the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListEntry {
    /// The token.
    pub token: String,
    /// May it charge? `None` takes it off the list.
    pub verdict: Option<TokenVerdict>,
}

impl TokenList {
    /// A whole list.
    pub fn full(version: i64, entries: Vec<ListEntry>) -> Self {
        Self { version, full: true, whole: entries.clone(), entries }
    }

    /// What turns `before` into `whole`.
    pub fn changes(version: i64, before: &[ListEntry], whole: Vec<ListEntry>) -> Self {
        Self { version, full: false, entries: difference(before, &whole), whole }
    }

    /// The list in parts of at most `most` entries, with rising versions: the first as this list is, the rest as
    /// changes to it (1.6 `SendLocalListMaxLength`).
    pub fn parts(self, most: usize) -> Vec<Self> {
        if self.entries.len() <= most.max(1) {
            return vec![self];
        }
        let chunks = self.entries.chunks(most.max(1)).enumerate();
        chunks
            .map(|(index, entries)| Self {
                version: self.version + i64::try_from(index).expect("lists are short"),
                full: self.full && index == 0,
                entries: entries.to_vec(),
                whole: self.whole.clone(),
            })
            .collect()
    }
}

/// What turns one list into another.
pub fn difference(before: &[ListEntry], after: &[ListEntry]) -> Vec<ListEntry> {
    let find = |list: &[ListEntry], token: &str| {
        list.iter().find(|entry| entry.token.eq_ignore_ascii_case(token)).cloned()
    };
    let changed = after.iter().filter(|entry| find(before, &entry.token).as_ref() != Some(entry)).cloned();
    let gone = before
        .iter()
        .filter(|entry| find(after, &entry.token).is_none())
        .map(|entry| ListEntry { token: entry.token.clone(), verdict: None });
    changed.chain(gone).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(token: &str) -> ListEntry {
        ListEntry { token: token.into(), verdict: Some(TokenVerdict::ACCEPTED) }
    }

    #[test]
    fn a_long_list_goes_out_whole_first_and_then_as_changes_with_rising_versions() {
        let list = TokenList::full(5, ["A", "B", "C", "D", "E"].map(entry).into());
        let parts = list.parts(2);
        let shape: Vec<_> = parts.iter().map(|p| (p.version, p.full, p.entries.len())).collect();
        assert_eq!(shape, [(5, true, 2), (6, false, 2), (7, false, 1)]);
    }

    #[test]
    fn a_difference_holds_what_is_new_what_changed_and_what_is_gone() {
        let blocked = ListEntry {
            token: "B".into(),
            verdict: Some(TokenVerdict {
                status: crate::token::TokenStatus::Blocked,
                ..TokenVerdict::ACCEPTED
            }),
        };
        let before = [entry("A"), entry("B"), entry("C")];
        let after = [entry("a"), blocked.clone(), entry("D")];
        let changes = difference(&before, &after);
        assert_eq!(changes[0].token, "a", "the spelling changed");
        assert_eq!(changes[1..], [blocked, entry("D"), ListEntry { token: "C".into(), verdict: None }]);
    }
}
