//! The versions of the protocol that we speak, and what each does with a message.

use domain::ask::{Answer, Ask};
use domain::order::{Command, OrderKey, Outcome};
use domain::station::Protocol;
use serde_json::value::RawValue;

use crate::manner::{Hearing, Telling};
use crate::message::{Message, OutgoingCall};
use crate::tolerant::{Notes, tidied};
use crate::violation::{Violation, ViolationCode};
use crate::{outcome, v2, v16, v21, v201};

/// A version of the protocol.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Dialect {
    /// OCPP 1.6 over JSON.
    V16,
    /// OCPP 2.0.1.
    V201,
    /// OCPP 2.1.
    V21,
}

impl From<Protocol> for Dialect {
    fn from(protocol: Protocol) -> Self {
        match protocol {
            Protocol::V16 => Self::V16,
            Protocol::V201 => Self::V201,
            Protocol::V21 => Self::V21,
        }
    }
}

impl From<Dialect> for Protocol {
    fn from(dialect: Dialect) -> Self {
        match dialect {
            Dialect::V16 => Self::V16,
            Dialect::V201 => Self::V201,
            Dialect::V21 => Self::V21,
        }
    }
}

/// The outcome of the negotiation at the handshake.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Choice {
    /// The first of the station's offers that we speak.
    Agreed {
        /// What will be spoken.
        dialect: Dialect,
        /// The offer as the station spelled it, to be repeated in the handshake's answer.
        offer: String,
    },
    /// Nothing was offered: old firmware of the first generation does so. Answer without the header.
    Assumed(Dialect),
    /// Nothing fits: complete the handshake without the header and close (TC_088, TC_B_58).
    Nothing,
}

impl Dialect {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::V16, Self::V201, Self::V21];

    /// Its name in the handshake.
    pub const fn subprotocol(self) -> &'static str {
        match self {
            Self::V16 => "ocpp1.6",
            Self::V201 => "ocpp2.0.1",
            Self::V21 => "ocpp2.1",
        }
    }

    /// Chooses among the offers of a station, in its order. An offer may itself be a list with commas.
    pub fn choose(offered: &[&str]) -> Choice {
        let offers = || {
            offered.iter().flat_map(|line| line.split(',')).map(str::trim).filter(|offer| !offer.is_empty())
        };
        let spoken =
            |offer: &str| Self::ALL.into_iter().find(|d| d.subprotocol().eq_ignore_ascii_case(offer));
        if offers().next().is_none() {
            return Choice::Assumed(Self::V16);
        }
        match offers().find_map(|offer| spoken(offer).map(|dialect| (dialect, offer))) {
            Some((dialect, offer)) => Choice::Agreed { dialect, offer: offer.to_owned() },
            None => Choice::Nothing,
        }
    }

    /// The messages from stations that this version knows here.
    pub fn actions(self) -> &'static [Message] {
        match self {
            Self::V16 => v16::MESSAGES,
            Self::V201 => v201::MESSAGES,
            Self::V21 => v21::MESSAGES,
        }
    }

    fn message(self, action: &str) -> Result<&'static Message, Violation> {
        let known = self.actions().iter().find(|message| message.action == action);
        known.ok_or_else(|| Violation::unknown_action(action))
    }

    /// What a call says. Oddities that were accepted are added to `notes` as short sentences.
    ///
    /// # Errors
    /// `NotImplemented` for an unknown action, a violation for a payload that means nothing.
    pub fn read(
        self,
        action: &str,
        payload: &RawValue,
        hearing: Hearing,
        notes: &mut Vec<String>,
    ) -> Result<Ask, Violation> {
        let message = self.message(action)?;
        match (message.read)(payload, &mut Notes::hearing(notes, hearing)) {
            Err(violation) if violation.code == ViolationCode::Formation => {
                let tidy = tidied(payload).ok_or(violation)?;
                let ask = (message.read)(&tidy, &mut Notes::hearing(notes, hearing))?;
                Notes::hearing(notes, hearing).add("Some fields are told twice; the last counts");
                Ok(ask)
            }
            read => read,
        }
    }

    /// The payload of our answer to a call.
    ///
    /// # Errors
    /// `SecurityError` for a station that has not been accepted; `InternalError` when the answer does not fit the call.
    pub fn reply(self, action: &str, answer: &Answer, telling: Telling) -> Result<String, Violation> {
        let message = self.message(action)?;
        if *answer == Answer::NotAccepted {
            return Err(Violation::new(ViolationCode::Security, "the station has not been accepted yet"));
        }
        (message.reply)(answer, telling)
    }

    /// The call that carries an order; `None` when this version cannot say it.
    pub fn order(self, key: OrderKey, command: &Command, telling: Telling) -> Option<OutgoingCall> {
        match self {
            Self::V16 => v16::order(command, telling),
            Self::V201 => v2::order(key, command, v201::LENGTHS, telling),
            Self::V21 => v2::order(key, command, v21::LENGTHS, telling),
        }
    }

    /// What the station's answer to an order means: its payload, or its error's code and description.
    pub fn outcome(self, command: &Command, answer: Result<&RawValue, (&str, &str)>) -> Outcome {
        // The status words of all versions agree as far as our orders go.
        match self {
            Self::V16 | Self::V201 | Self::V21 => outcome::read(command, answer),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn agreed(offered: &[&str]) -> Dialect {
        match Dialect::choose(offered) {
            Choice::Agreed { dialect, .. } => dialect,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn the_stations_order_decides_among_what_we_speak() {
        assert_eq!(agreed(&["ocpp2.0.1", "ocpp1.6"]), Dialect::V201);
        assert_eq!(agreed(&["ocpp1.5", "ocpp1.6, ocpp2.1"]), Dialect::V16);
        assert_eq!(agreed(&["ocpp2.1"]), Dialect::V21);
        assert_eq!(
            Dialect::choose(&["OCPP1.6"]),
            Choice::Agreed { dialect: Dialect::V16, offer: "OCPP1.6".into() }
        );
    }

    #[test]
    fn without_an_offer_the_first_generation_is_assumed_and_a_strange_offer_fits_nothing() {
        assert_eq!(Dialect::choose(&[]), Choice::Assumed(Dialect::V16));
        assert_eq!(Dialect::choose(&["", " , "]), Choice::Assumed(Dialect::V16));
        assert_eq!(Dialect::choose(&["mqtt", "ocpp2.0"]), Choice::Nothing);
    }

    #[test]
    fn an_unknown_action_is_not_implemented_in_every_version() {
        for dialect in Dialect::ALL {
            let violation = dialect
                .read("FlyToTheMoon", RawValue::NULL, Hearing::default(), &mut Vec::new())
                .unwrap_err();
            assert_eq!(violation.code.word(dialect), "NotImplemented");
            assert_eq!(Dialect::from(Protocol::from(dialect)), dialect);
        }
    }

    #[test]
    fn a_station_that_was_not_accepted_gets_a_security_error() {
        for dialect in Dialect::ALL {
            let refusal = dialect.reply("Heartbeat", &Answer::NotAccepted, Telling::default()).unwrap_err();
            assert_eq!(refusal.code.word(dialect), "SecurityError");
        }
    }

    #[test]
    fn an_answer_that_does_not_fit_is_our_own_fault() {
        let fault = Dialect::V16.reply("Authorize", &Answer::UnknownVendor, Telling::default()).unwrap_err();
        assert_eq!(fault.code, ViolationCode::Internal);
    }

    #[test]
    fn a_field_told_twice_is_accepted_and_noted() {
        let payload = RawValue::from_string(r#"{"idTag":"A","idTag":"B"}"#.into()).unwrap();
        let mut notes = Vec::new();
        let Ok(Ask::Authorize(token)) =
            Dialect::V16.read("Authorize", &payload, Hearing::default(), &mut notes)
        else {
            panic!()
        };
        assert_eq!((&*token.value, notes.len()), ("B", 1));
    }
}
