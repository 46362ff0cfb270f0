//! What OCPP 2.0.1 and 2.1 share: all messages that we handle. 2.1 only adds optional fields to them.

pub(crate) mod authorize;
pub(crate) mod boot_notification;
pub(crate) mod data_transfer;
pub(crate) mod firmware_status_notification;
pub(crate) mod heartbeat;
pub(crate) mod log_status_notification;
pub(crate) mod meter_values;
pub(crate) mod notice;
pub(crate) mod notify_event;
pub(crate) mod notify_report;
pub(crate) mod security_event_notification;
pub(crate) mod status_notification;
pub(crate) mod transaction_event;

mod change_availability;
mod get_log;
mod get_variables;
mod request_start_transaction;
mod request_stop_transaction;
mod reset;
mod trigger_message;
mod unlock_connector;
mod update_firmware;

use domain::order::{Command, LogKind, OrderKey};
use domain::place::{ConnectorRef, Place};
use serde::Serialize;

use crate::manner::Telling;
use crate::message::OutgoingCall;
use crate::tolerant::{Notes, Scalar};

/// What texts may hold at most, in characters, where the versions differ.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Lengths {
    /// An id token.
    pub(crate) token: usize,
    /// The address of a file.
    pub(crate) location: usize,
}

/// The call that carries an order.
pub(crate) fn order(
    key: OrderKey,
    command: &Command,
    lengths: Lengths,
    telling: Telling,
) -> Option<OutgoingCall> {
    match command {
        Command::Start { at, token, profile: None } => {
            request_start_transaction::call(key, *at, token, lengths.token)
        }
        Command::Stop { session: _, wire } => request_stop_transaction::call(wire),
        Command::Unlock { at } => Some(unlock_connector::call(*at)),
        Command::Restart { now } => Some(reset::call(*now)),
        Command::Service { at, operative } => Some(change_availability::call(*at, *operative)),
        // There is one message for all triggers here.
        Command::Trigger { what, at, extended: _ } => trigger_message::call(*what, *at),
        Command::ReadSettings { keys } => get_variables::call(keys),
        Command::UpdateFirmware(image) => update_firmware::call(image, None, lengths.location, telling),
        Command::UpdateSignedFirmware(signed) => {
            update_firmware::call(&signed.image, Some(signed), lengths.location, telling)
        }
        // There is one message for all logs here.
        Command::SendDiagnostics(upload) => {
            get_log::call(key.0, LogKind::Diagnostics, upload, lengths.location, telling)
        }
        Command::SendLog { request, kind, upload } => {
            get_log::call(*request, *kind, upload, lengths.location, telling)
        }
        Command::Start { profile: Some(_), .. }
        | Command::ChangeSetting { .. }
        | Command::ChangePassword { .. }
        | Command::ClearCache
        | Command::ReadListVersion
        | Command::SendList(_)
        | Command::Reserve(_)
        | Command::CancelReservation { .. }
        | Command::SetProfile { .. }
        | Command::ClearProfiles(_)
        | Command::ReadSchedule { .. }
        | Command::SendData { .. }
        | Command::InstallCertificate { .. }
        | Command::ListCertificates { .. }
        | Command::DeleteCertificate(_)
        | Command::DeliverCertificate { .. } => None,
    }
}

/// The place of two numbers: EVSE 0 is the station, connector 0 the EVSE as a whole.
fn place(evse: Scalar<'_>, connector: Scalar<'_>, notes: &mut Notes<'_>) -> Place {
    match (number(evse, "evseId", notes), number(connector, "connectorId", notes)) {
        (0, _) => Place::Station,
        (evse, 0) => Place::Evse(evse),
        (evse, connector) => Place::Connector(ConnectorRef { evse, connector }),
    }
}

/// A number of an EVSE or connector; 0 when there is none.
fn number(number: Scalar<'_>, field: &str, notes: &mut Notes<'_>) -> u16 {
    if number.is_empty() {
        return 0;
    }
    let Some(number) = number.integer() else {
        notes.without(field);
        return 0;
    };
    u16::try_from(number).unwrap_or_else(|_| {
        notes.add(&format!("{field} is out of range"));
        if number < 0 { 0 } else { u16::MAX }
    })
}

/// A place in an order (2.0.1 part 2, 2.22).
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Evse {
    id: u16,
    #[serde(skip_serializing_if = "Option::is_none")]
    connector_id: Option<u16>,
}

impl Evse {
    /// `None` for the station.
    fn of(at: Place) -> Option<Self> {
        match at {
            Place::Station => None,
            Place::Evse(id) => Some(Self { id, connector_id: None }),
            Place::Connector(at) => Some(Self { id: at.evse, connector_id: Some(at.connector) }),
        }
    }
}

#[cfg(test)]
mod testing;
