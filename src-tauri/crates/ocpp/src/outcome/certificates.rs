//! The answer to GetInstalledCertificateIds (1.6 security white paper, M03).

use domain::order::{CertificateHash, Command, Finding, Outcome, Reply};
use serde::Deserialize;
use serde_json::value::RawValue;

use super::{by_status, with_finding};
use crate::tolerant::{Many, Scalar, fields};
use crate::violation::Violation;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Wire<'a> {
    #[serde(borrow, default)]
    certificate_hash_data: Many<Hash<'a>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Hash<'a> {
    #[serde(borrow, default)]
    hash_algorithm: Scalar<'a>,
    #[serde(borrow, default)]
    issuer_name_hash: Scalar<'a>,
    #[serde(borrow, default)]
    issuer_key_hash: Scalar<'a>,
    #[serde(borrow, default)]
    serial_number: Scalar<'a>,
}

/// Names of certificates are kept as they are, since the station knows no others. That it has none is an answer too.
pub(super) fn read(command: &Command, payload: &RawValue) -> Result<Outcome, Violation> {
    let wire: Wire<'_> = fields(payload)?;
    let reply = match by_status(command, payload)? {
        Reply::Refused(word) if word.starts_with("NotFound") => Reply::Done("NotFound".to_owned()),
        reply => reply,
    };
    let hash = |hash: &Hash<'_>| CertificateHash {
        algorithm: hash.hash_algorithm.text().into_owned(),
        issuer_name: hash.issuer_name_hash.text().into_owned(),
        issuer_key: hash.issuer_key_hash.text().into_owned(),
        serial: hash.serial_number.text().into_owned(),
    };
    let list = || wire.certificate_hash_data.0.iter().map(hash).collect();
    Ok(with_finding(reply, || Some(Finding::Certificates(list()))))
}

#[cfg(test)]
mod tests {
    use super::super::testing::{answered, refuses_what_cannot_be_read};
    use super::*;
    use domain::order::RootKind;

    const LIST: Command = Command::ListCertificates { kind: RootKind::Central };

    #[test]
    fn certificates_are_named_as_the_station_names_them() {
        let hash =
            r#"{"hashAlgorithm":"SHA256","issuerNameHash":"aB","issuerKeyHash":"cD","serialNumber":"0f"}"#;
        let golden = CertificateHash {
            algorithm: "SHA256".into(),
            issuer_name: "aB".into(),
            issuer_key: "cD".into(),
            serial: "0f".into(),
        };
        for data in [format!("[{hash}]"), hash.to_owned()] {
            let outcome =
                answered(&LIST, &format!(r#"{{"status":"Accepted","certificateHashData":{data}}}"#));
            assert_eq!(outcome.reply, Reply::Done("Accepted".into()));
            assert_eq!(outcome.finding, Some(Finding::Certificates(vec![golden.clone()])));
        }
    }

    #[test]
    fn a_station_without_certificates_has_answered() {
        let outcome = answered(&LIST, r#"{"status":"NotFound"}"#);
        assert_eq!(outcome.reply, Reply::Done("NotFound".into()));
        assert_eq!(outcome.finding, Some(Finding::Certificates(Vec::new())));
        assert_eq!(answered(&LIST, "{}"), Reply::Refused("no status".into()).into());
        refuses_what_cannot_be_read(&LIST);
    }
}
