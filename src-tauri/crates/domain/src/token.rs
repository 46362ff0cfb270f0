//! Id tokens: cards and other means to say who wants to charge.

use crate::people::DriverKey;
use crate::time::Timestamp;
use crate::world::Policy;

/// What kind of token it is, as far as that changes a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TokenKind {
    /// A card or fob with any reader; the only kind of OCPP 1.6.
    Card,
    /// Typed at the charger: secret, never shown in a log.
    KeyCode,
    /// Made by the centre for a remote start.
    Central,
    /// The charger needs no token.
    NoAuthorization,
    /// Any other kind (contract certificate, MAC address, …).
    Other,
}

/// A token as a station showed it. Compared without regard to letter case (1.6 errata; 2.x part 2).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdToken {
    /// What was read, trimmed of control characters and blanks.
    pub value: String,
    /// Its kind.
    pub kind: TokenKind,
}

impl IdToken {
    /// The form in which tokens are compared and stored.
    pub fn folded(&self) -> String {
        self.value.to_lowercase()
    }
}

/// The operator's word on a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It may charge.
    Accepted,
    /// It may not.
    Blocked,
    /// It may no longer.
    Expired,
    /// Never added; only seen.
    Unknown,
}

/// What is known about a token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenRecord {
    /// The operator's word.
    pub standing: Standing,
    /// Not valid before this moment.
    pub valid_from: Option<Timestamp>,
    /// Not valid from this moment on.
    pub expires_at: Option<Timestamp>,
    /// The group that it belongs to (1.6 `parentIdTag`).
    pub parent: Option<String>,
    /// Whoever it belongs to may charge at other stations only.
    pub elsewhere: bool,
}

/// A token as the operator wants it to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenFacts {
    /// What the reader reads.
    pub value: String,
    /// The operator's label for it.
    pub label: String,
    /// The operator's word.
    pub standing: Standing,
    /// Not valid before.
    pub valid_from: Option<Timestamp>,
    /// Not valid from then on.
    pub expires_at: Option<Timestamp>,
    /// The group that it belongs to.
    pub parent: Option<String>,
    /// Whose it is.
    pub driver: Option<DriverKey>,
}

/// The answer about a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenStatus {
    /// It may charge.
    Accepted,
    /// The operator blocked it.
    Blocked,
    /// It ran out.
    Expired,
    /// Nobody knows it.
    Invalid,
    /// It charges already, and may do so at one place only.
    ConcurrentTx,
    /// It may charge, but not here.
    NotHere,
    /// It may charge, but not yet.
    NotYet,
}

/// The answer about a token, with its end of validity for the charger's cache.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenVerdict {
    /// May it charge?
    pub status: TokenStatus,
    /// Until when, where that is limited.
    pub expires_at: Option<Timestamp>,
    /// The group that it belongs to: any token of it may end its session or use its reservation.
    pub parent: Option<String>,
}

impl TokenVerdict {
    /// Allowed without limit.
    pub const ACCEPTED: Self = Self { status: TokenStatus::Accepted, expires_at: None, parent: None };
}

/// Whether a token may charge now.
pub fn verdict(token: &IdToken, record: Option<TokenRecord>, policy: Policy, now: Timestamp) -> TokenVerdict {
    if policy.free_charging || matches!(token.kind, TokenKind::NoAuthorization | TokenKind::Central) {
        return TokenVerdict { parent: record.and_then(|record| record.parent), ..TokenVerdict::ACCEPTED };
    }
    let Some(record) = record else {
        return TokenVerdict { status: TokenStatus::Invalid, ..TokenVerdict::ACCEPTED };
    };
    let status = match record.standing {
        Standing::Blocked => TokenStatus::Blocked,
        Standing::Expired => TokenStatus::Expired,
        Standing::Unknown => TokenStatus::Invalid,
        Standing::Accepted if record.expires_at.is_some_and(|end| end <= now) => TokenStatus::Expired,
        Standing::Accepted if record.valid_from.is_some_and(|start| start > now) => TokenStatus::NotYet,
        Standing::Accepted if record.elsewhere => TokenStatus::NotHere,
        Standing::Accepted => TokenStatus::Accepted,
    };
    TokenVerdict { status, expires_at: record.expires_at, parent: record.parent }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp(1_800_000_000_000);
    const STRICT: Policy = Policy {
        accept_unknown: false,
        free_charging: false,
        ask_unknown: false,
        one_session_per_token: false,
    };

    fn card() -> IdToken {
        IdToken { value: "04A2".into(), kind: TokenKind::Card }
    }

    fn status(record: Option<TokenRecord>) -> TokenStatus {
        verdict(&card(), record, STRICT, NOW).status
    }

    #[test]
    fn an_unknown_token_is_invalid_and_a_blocked_or_expired_one_is_called_so() {
        let record = |standing, expires_at| {
            Some(TokenRecord { standing, valid_from: None, expires_at, parent: None, elsewhere: false })
        };
        assert_eq!(status(None), TokenStatus::Invalid);
        assert_eq!(status(record(Standing::Unknown, None)), TokenStatus::Invalid);
        assert_eq!(status(record(Standing::Blocked, None)), TokenStatus::Blocked);
        assert_eq!(status(record(Standing::Expired, None)), TokenStatus::Expired);
        assert_eq!(status(record(Standing::Accepted, Some(NOW))), TokenStatus::Expired);
        assert_eq!(status(record(Standing::Accepted, Some(NOW.plus(1)))), TokenStatus::Accepted);
    }

    #[test]
    fn a_card_counts_from_its_first_day_on_and_only_where_its_driver_may_charge() {
        let good = TokenRecord {
            standing: Standing::Accepted,
            valid_from: None,
            expires_at: None,
            parent: None,
            elsewhere: false,
        };
        let from = |moment| TokenRecord { valid_from: Some(moment), ..good.clone() };
        assert_eq!(status(Some(from(NOW))), TokenStatus::Accepted);
        assert_eq!(status(Some(from(NOW.plus(1)))), TokenStatus::NotYet);
        assert_eq!(status(Some(TokenRecord { elsewhere: true, ..good })), TokenStatus::NotHere);
    }

    #[test]
    fn free_charging_lets_every_token_charge() {
        let free = Policy { free_charging: true, ..STRICT };
        assert_eq!(verdict(&card(), None, free, NOW).status, TokenStatus::Accepted);
    }
}
