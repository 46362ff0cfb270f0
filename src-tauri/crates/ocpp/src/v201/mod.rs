//! OCPP 2.0.1: the table of its messages.

use crate::message::Message;
use crate::v2::{
    Lengths, authorize, boot_notification, data_transfer, firmware_status_notification, heartbeat,
    log_status_notification, meter_values, notify_event, notify_report, security_event_notification,
    status_notification, transaction_event,
};

/// What texts may hold.
pub(crate) const LENGTHS: Lengths = Lengths { token: 36, location: 512 };

/// The most frequent first.
pub(crate) const MESSAGES: &[Message] = &[
    Message::new("TransactionEvent", transaction_event::ask, transaction_event::reply),
    Message::new("MeterValues", meter_values::ask, meter_values::reply),
    Message::new("Heartbeat", heartbeat::ask, heartbeat::reply),
    Message::new("StatusNotification", status_notification::ask, status_notification::reply),
    Message::new("Authorize", authorize::ask, authorize::reply),
    Message::new(
        "FirmwareStatusNotification",
        firmware_status_notification::ask,
        firmware_status_notification::reply,
    ),
    Message::new("LogStatusNotification", log_status_notification::ask, log_status_notification::reply),
    Message::new("NotifyEvent", notify_event::ask, notify_event::reply),
    Message::new("NotifyReport", notify_report::ask, notify_report::reply),
    Message::new("BootNotification", boot_notification::ask, boot_notification::reply),
    Message::new("DataTransfer", data_transfer::ask, data_transfer::reply),
    Message::new(
        "SecurityEventNotification",
        security_event_notification::ask,
        security_event_notification::reply,
    ),
];
