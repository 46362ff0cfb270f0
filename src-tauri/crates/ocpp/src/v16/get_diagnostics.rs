//! GetDiagnostics: send diagnostics to an address (1.6 section 5.9, 6.25).

use domain::order::Upload;
use serde::Serialize;

use crate::manner::Telling;
use crate::message::OutgoingCall;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Wire<'a> {
    location: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    retries: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    retry_interval: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    start_time: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    stop_time: Option<String>,
}

pub(super) fn call(upload: &Upload, telling: Telling) -> OutgoingCall {
    let wire = Wire {
        location: &upload.location,
        retries: upload.retries,
        retry_interval: upload.retry_s,
        start_time: upload.from.map(|at| telling.stamp(at)),
        stop_time: upload.to.map(|at| telling.stamp(at)),
    };
    OutgoingCall::new("GetDiagnostics", &wire)
}

#[cfg(test)]
mod tests {
    use super::super::testing::{AT, order};
    use super::*;
    use domain::order::Command;

    #[test]
    fn golden_get_diagnostics() {
        let bare = Upload {
            location: "ftp://example.com/".into(),
            from: None,
            to: None,
            retries: None,
            retry_s: None,
        };
        let full =
            Upload { from: Some(AT), to: Some(AT), retries: Some(2), retry_s: Some(60), ..bare.clone() };
        assert_eq!(
            order(&Command::SendDiagnostics(bare)).unwrap(),
            r#"GetDiagnostics {"location":"ftp://example.com/"}"#
        );
        assert_eq!(
            order(&Command::SendDiagnostics(full)).unwrap(),
            r#"GetDiagnostics {"location":"ftp://example.com/","retries":2,"retryInterval":60,"startTime":"2026-11-21T14:05:00.000Z","stopTime":"2026-11-21T14:05:00.000Z"}"#
        );
    }
}
