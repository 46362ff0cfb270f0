//! OCPP 1.6 over JSON: the table of its messages, and its orders.

mod authorize;
pub(crate) mod boot_notification;
mod change_availability;
pub(crate) mod data_transfer;
pub(crate) mod heartbeat;
pub(crate) mod meter_values;
mod remote_start_transaction;
mod remote_stop_transaction;
mod reset;
mod start_transaction;
pub(crate) mod status_notification;
mod stop_transaction;
mod trigger_message;
mod unlock_connector;

use domain::order::Command;
use domain::place::{ConnectorRef, Place};

use crate::manner::Telling;
use crate::message::{Message, OutgoingCall};
use crate::tolerant::{Notes, Scalar};

/// The most frequent first.
pub(crate) const MESSAGES: &[Message] = &[
    Message::new("MeterValues", meter_values::ask, meter_values::reply),
    Message::new("Heartbeat", heartbeat::ask, heartbeat::reply),
    Message::new("StatusNotification", status_notification::ask, status_notification::reply),
    Message::new("StartTransaction", start_transaction::ask, start_transaction::reply),
    Message::new("StopTransaction", stop_transaction::ask, stop_transaction::reply),
    Message::new("Authorize", authorize::ask, authorize::reply),
    Message::new("BootNotification", boot_notification::ask, boot_notification::reply),
    Message::new("DataTransfer", data_transfer::ask, data_transfer::reply),
];

/// The call that carries an order.
pub(crate) fn order(command: &Command, _: Telling) -> Option<OutgoingCall> {
    match command {
        Command::Start { at, token } => remote_start_transaction::call(*at, token),
        Command::Stop { session: _, wire } => remote_stop_transaction::call(wire),
        Command::Unlock { at } => Some(unlock_connector::call(*at)),
        Command::Restart { now } => Some(reset::call(*now)),
        Command::Service { at, operative } => Some(change_availability::call(*at, *operative)),
        Command::Trigger { what, at } => Some(trigger_message::call(*what, *at)),
    }
}

/// The connector of a number: connector n is EVSE n with one connector. `None` for 0, the station itself, and for
/// what is no such number.
fn connector(number: Scalar<'_>, notes: &mut Notes<'_>) -> Option<ConnectorRef> {
    let Some(number) = number.integer() else {
        notes.without("connectorId");
        return None;
    };
    let evse = u16::try_from(number).unwrap_or_else(|_| {
        notes.add("connectorId is out of range");
        if number < 0 { 0 } else { u16::MAX }
    });
    (evse > 0).then_some(ConnectorRef { evse, connector: 1 })
}

/// The number of a place: 0 is the station itself.
fn number(at: Place) -> u16 {
    at.connector().map_or(0, |connector| connector.evse)
}

#[cfg(test)]
mod testing;
