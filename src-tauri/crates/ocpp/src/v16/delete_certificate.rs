//! DeleteCertificate: trust a root certificate no longer (1.6 security white paper, M04).

use domain::order::CertificateHash;
use serde::Serialize;

use crate::message::OutgoingCall;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Wire<'a> {
    certificate_hash_data: Hash<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Hash<'a> {
    hash_algorithm: &'a str,
    issuer_name_hash: &'a str,
    issuer_key_hash: &'a str,
    serial_number: &'a str,
}

/// The certificate is named exactly as the station named it, even where that is out of bounds: it knows no other name.
pub(super) fn call(certificate: &CertificateHash) -> OutgoingCall {
    let certificate_hash_data = Hash {
        hash_algorithm: &certificate.algorithm,
        issuer_name_hash: &certificate.issuer_name,
        issuer_key_hash: &certificate.issuer_key,
        serial_number: &certificate.serial,
    };
    OutgoingCall::new("DeleteCertificate", &Wire { certificate_hash_data })
}

#[cfg(test)]
mod tests {
    use super::super::testing::order;
    use super::*;
    use domain::order::Command;

    #[test]
    fn golden_delete_certificate() {
        let certificate = CertificateHash {
            algorithm: "SHA256".into(),
            issuer_name: "aB".into(),
            issuer_key: "cD".into(),
            serial: "0f".into(),
        };
        assert_eq!(
            order(&Command::DeleteCertificate(certificate)).unwrap(),
            r#"DeleteCertificate {"certificateHashData":{"hashAlgorithm":"SHA256","issuerNameHash":"aB","issuerKeyHash":"cD","serialNumber":"0f"}}"#
        );
    }
}
