//! SignCertificate: the station wants a certificate of its own (1.6 security white paper, A02).

use domain::ask::{Answer, Ask};
use serde::Deserialize;
use serde_json::value::RawValue;

use crate::manner::Telling;
use crate::tolerant::{Notes, Scalar, fields};
use crate::violation::Violation;

#[derive(Deserialize)]
struct Wire<'a> {
    #[serde(borrow, default)]
    csr: Scalar<'a>,
}

/// The request as it is: its line breaks matter.
pub(super) fn ask(payload: &RawValue, notes: &mut Notes<'_>) -> Result<Ask, Violation> {
    let wire: Wire<'_> = fields(payload)?;
    if wire.csr.is_missing() {
        return Err(Violation::missing("csr"));
    }
    let request = wire.csr.text();
    if request.trim().is_empty() {
        notes.without("csr");
    }
    Ok(Ask::SignCertificate(request.into_owned()))
}

/// Accepted means: we will see to it. The certificate comes, if at all, in a call of ours.
pub(super) fn reply(answer: &Answer, _: Telling) -> Result<String, Violation> {
    let Answer::Done = answer else {
        return Err(Violation::wrong_answer("SignCertificate"));
    };
    Ok(r#"{"status":"Accepted"}"#.to_owned())
}

#[cfg(test)]
mod tests {
    use super::super::testing::{code, read, reply};
    use super::*;

    #[test]
    fn golden_sign_certificate_and_its_answer() {
        let json =
            r#"{"csr":"-----BEGIN CERTIFICATE REQUEST-----\nMII=\n-----END CERTIFICATE REQUEST-----\n"}"#;
        let pem = "-----BEGIN CERTIFICATE REQUEST-----\nMII=\n-----END CERTIFICATE REQUEST-----\n";
        assert_eq!(read("SignCertificate", json), Ok(Ask::SignCertificate(pem.into())));
        assert_eq!(reply("SignCertificate", &Answer::Done), r#"{"status":"Accepted"}"#);
    }

    #[test]
    fn without_a_request_it_is_a_violation() {
        assert_eq!(code("SignCertificate", "{}"), "OccurenceConstraintViolation");
    }
}
