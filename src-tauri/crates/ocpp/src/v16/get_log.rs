//! GetLog: send a log to an address (1.6 security white paper, N01).

use domain::order::{LogKind, Upload};
use serde::Serialize;

use super::fits;
use crate::manner::Telling;
use crate::message::OutgoingCall;

/// What an address may hold.
const LOCATION_LENGTH: usize = 512;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Wire<'a> {
    log: Log<'a>,
    log_type: &'static str,
    request_id: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    retries: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    retry_interval: Option<u32>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Log<'a> {
    remote_location: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    oldest_timestamp: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    latest_timestamp: Option<String>,
}

/// `None` for an address that does not fit.
pub(super) fn call(request: u32, kind: LogKind, upload: &Upload, telling: Telling) -> Option<OutgoingCall> {
    fits(&upload.location, LOCATION_LENGTH).then(|| written(request, kind, upload, telling))
}

/// The call, whatever the length of the address.
pub(crate) fn written(request: u32, kind: LogKind, upload: &Upload, telling: Telling) -> OutgoingCall {
    let log = Log {
        remote_location: &upload.location,
        oldest_timestamp: upload.from.map(|at| telling.stamp(at)),
        latest_timestamp: upload.to.map(|at| telling.stamp(at)),
    };
    let log_type = match kind {
        LogKind::Diagnostics => "DiagnosticsLog",
        LogKind::Security => "SecurityLog",
    };
    let wire =
        Wire { log, log_type, request_id: request, retries: upload.retries, retry_interval: upload.retry_s };
    OutgoingCall::new("GetLog", &wire)
}

#[cfg(test)]
mod tests {
    use super::super::testing::{AT, order};
    use super::*;
    use domain::order::Command;

    #[test]
    fn golden_get_log() {
        let bare = Upload {
            location: "ftp://example.com/".into(),
            from: None,
            to: None,
            retries: None,
            retry_s: None,
        };
        let full =
            Upload { from: Some(AT), to: Some(AT), retries: Some(2), retry_s: Some(60), ..bare.clone() };
        let log = |kind, upload| order(&Command::SendLog { request: 5, kind, upload }).unwrap();
        assert_eq!(
            log(LogKind::Security, bare),
            r#"GetLog {"log":{"remoteLocation":"ftp://example.com/"},"logType":"SecurityLog","requestId":5}"#
        );
        assert_eq!(
            log(LogKind::Diagnostics, full),
            r#"GetLog {"log":{"remoteLocation":"ftp://example.com/","oldestTimestamp":"2026-11-21T14:05:00.000Z","latestTimestamp":"2026-11-21T14:05:00.000Z"},"logType":"DiagnosticsLog","requestId":5,"retries":2,"retryInterval":60}"#
        );
    }
}
