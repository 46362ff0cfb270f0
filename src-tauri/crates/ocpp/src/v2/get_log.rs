//! GetLog: send a log to an address (2.0.1 part 2, N01, 1.21).

use domain::order::{LogKind, Upload};

use crate::manner::Telling;
use crate::message::OutgoingCall;
use crate::v16::{fits, get_log};

/// `None` for an address that does not fit.
pub(super) fn call(
    request: u32,
    kind: LogKind,
    upload: &Upload,
    location_length: usize,
    telling: Telling,
) -> Option<OutgoingCall> {
    // The security extension of 1.6 has it from here, word for word.
    fits(&upload.location, location_length).then(|| get_log::written(request, kind, upload, telling))
}

#[cfg(test)]
mod tests {
    use super::super::testing::{AT, order};
    use super::*;
    use domain::order::Command;

    fn upload(location: &str) -> Upload {
        Upload { location: location.into(), from: None, to: None, retries: None, retry_s: None }
    }

    #[test]
    fn golden_get_log() {
        let full = Upload {
            from: Some(AT),
            to: Some(AT),
            retries: Some(2),
            retry_s: Some(60),
            ..upload("ftp://a/")
        };
        let security = Command::SendLog { request: 5, kind: LogKind::Security, upload: full };
        assert_eq!(
            order(&security).unwrap(),
            r#"GetLog {"log":{"remoteLocation":"ftp://a/","oldestTimestamp":"2026-11-21T14:05:00.000Z","latestTimestamp":"2026-11-21T14:05:00.000Z"},"logType":"SecurityLog","requestId":5,"retries":2,"retryInterval":60}"#
        );
    }

    #[test]
    fn diagnostics_are_a_log_with_the_number_of_the_order() {
        assert_eq!(
            order(&Command::SendDiagnostics(upload("ftp://a/"))).unwrap(),
            r#"GetLog {"log":{"remoteLocation":"ftp://a/"},"logType":"DiagnosticsLog","requestId":7}"#
        );
    }

    #[test]
    fn an_address_that_does_not_fit_is_never_cut() {
        assert_eq!(order(&Command::SendDiagnostics(upload(&"x".repeat(513)))), None);
    }
}
