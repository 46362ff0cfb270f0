//! OCPP 1.6 over JSON: the table of its messages, and its orders.

mod authorize;
pub(crate) mod boot_notification;
mod cancel_reservation;
mod certificate_signed;
mod change_availability;
mod change_configuration;
mod clear_cache;
mod clear_charging_profile;
pub(crate) mod data_transfer;
mod delete_certificate;
mod diagnostics_status_notification;
mod extended_trigger_message;
pub(crate) mod firmware_status_notification;
mod get_composite_schedule;
mod get_configuration;
mod get_diagnostics;
mod get_installed_certificate_ids;
mod get_local_list_version;
pub(crate) mod get_log;
pub(crate) mod heartbeat;
mod install_certificate;
pub(crate) mod log_status_notification;
pub(crate) mod meter_values;
mod profile;
mod remote_start_transaction;
mod remote_stop_transaction;
mod reserve_now;
mod reset;
mod security_event_notification;
mod send_local_list;
mod set_charging_profile;
mod sign_certificate;
mod signed_firmware_status_notification;
mod signed_update_firmware;
mod start_transaction;
pub(crate) mod status_notification;
mod stop_transaction;
mod trigger_message;
mod unlock_connector;
mod update_firmware;

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
    Message::new(
        "FirmwareStatusNotification",
        firmware_status_notification::ask,
        firmware_status_notification::reply,
    ),
    Message::new(
        "DiagnosticsStatusNotification",
        diagnostics_status_notification::ask,
        diagnostics_status_notification::reply,
    ),
    Message::new("LogStatusNotification", log_status_notification::ask, log_status_notification::reply),
    Message::new(
        "SignedFirmwareStatusNotification",
        signed_firmware_status_notification::ask,
        signed_firmware_status_notification::reply,
    ),
    Message::new(
        "SecurityEventNotification",
        security_event_notification::ask,
        security_event_notification::reply,
    ),
    Message::new("SignCertificate", sign_certificate::ask, sign_certificate::reply),
];

/// The call that carries an order; `None` when it cannot be said.
pub(crate) fn order(command: &Command, telling: Telling) -> Option<OutgoingCall> {
    match command {
        Command::Start { at, token, profile } => {
            remote_start_transaction::call(*at, token, profile.as_deref(), telling)
        }
        Command::Stop { session: _, wire } => remote_stop_transaction::call(wire),
        Command::Unlock { at } => Some(unlock_connector::call(*at)),
        Command::Restart { now } => Some(reset::call(*now)),
        Command::Service { at, operative } => Some(change_availability::call(*at, *operative)),
        Command::Trigger { what, at, extended } => {
            // Each of the two messages lacks something that the other has.
            let plain = trigger_message::call(*what, *at);
            if *extended || plain.is_none() {
                extended_trigger_message::call(*what, *at).or(plain)
            } else {
                plain
            }
        }
        Command::ReadSettings { keys } => get_configuration::call(keys),
        Command::ChangeSetting { key, value } => change_configuration::call(key, value),
        Command::ChangePassword { password } => change_configuration::password(password),
        Command::ClearCache => Some(clear_cache::call()),
        Command::ReadListVersion => Some(get_local_list_version::call()),
        Command::SendList(list) => Some(send_local_list::call(list, telling)),
        Command::Reserve(reservation) => reserve_now::call(reservation, telling),
        Command::CancelReservation { reservation } => Some(cancel_reservation::call(*reservation)),
        Command::SetProfile { at, profile } => set_charging_profile::call(*at, profile, telling),
        Command::ClearProfiles(filter) => Some(clear_charging_profile::call(filter)),
        Command::ReadSchedule { at, duration_s, unit } => {
            Some(get_composite_schedule::call(*at, *duration_s, *unit))
        }
        Command::SendData { vendor, message, data } => {
            data_transfer::call(vendor, message.as_deref(), data.as_deref())
        }
        Command::UpdateFirmware(image) => Some(update_firmware::call(image, telling)),
        Command::UpdateSignedFirmware(image) => signed_update_firmware::call(image, telling),
        Command::SendDiagnostics(upload) => Some(get_diagnostics::call(upload, telling)),
        Command::SendLog { request, kind, upload } => get_log::call(*request, *kind, upload, telling),
        Command::InstallCertificate { kind, pem } => install_certificate::call(*kind, pem),
        Command::ListCertificates { kind } => Some(get_installed_certificate_ids::call(*kind)),
        Command::DeleteCertificate(certificate) => Some(delete_certificate::call(certificate)),
        Command::DeliverCertificate { chain } => certificate_signed::call(chain),
    }
}

/// Whether a text has at most so many characters. What is longer is never cut: it would mean something else.
pub(crate) fn fits(text: &str, most: usize) -> bool {
    text.chars().count() <= most
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
