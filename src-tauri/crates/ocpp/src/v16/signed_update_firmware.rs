//! SignedUpdateFirmware: fetch, check and install firmware that its maker signed (1.6 security white paper, L01).

use domain::order::SignedImage;
use serde::Serialize;

use super::fits;
use crate::manner::Telling;
use crate::message::OutgoingCall;

/// What an address may hold.
const LOCATION_LENGTH: usize = 512;
/// What a certificate may hold.
const CERTIFICATE_LENGTH: usize = 5500;
/// What a signature may hold.
const SIGNATURE_LENGTH: usize = 800;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Wire<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    retries: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    retry_interval: Option<u32>,
    request_id: u32,
    firmware: Firmware<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Firmware<'a> {
    location: &'a str,
    retrieve_date_time: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    install_date_time: Option<String>,
    signing_certificate: &'a str,
    signature: &'a str,
}

/// `None` for an address, a certificate or a signature that does not fit.
pub(super) fn call(signed: &SignedImage, telling: Telling) -> Option<OutgoingCall> {
    let all_fit = fits(&signed.image.location, LOCATION_LENGTH)
        && fits(&signed.certificate, CERTIFICATE_LENGTH)
        && fits(&signed.signature, SIGNATURE_LENGTH);
    let firmware = Firmware {
        location: &signed.image.location,
        retrieve_date_time: telling.stamp(signed.image.retrieve_at),
        install_date_time: signed.image.install_at.map(|at| telling.stamp(at)),
        signing_certificate: &signed.certificate,
        signature: &signed.signature,
    };
    let wire = Wire {
        retries: signed.image.retries,
        retry_interval: signed.image.retry_s,
        request_id: signed.image.request,
        firmware,
    };
    all_fit.then(|| OutgoingCall::new("SignedUpdateFirmware", &wire))
}

#[cfg(test)]
mod tests {
    use super::super::testing::{AT, order};
    use super::*;
    use domain::order::{Command, FirmwareImage};

    fn signed(signature: &str) -> SignedImage {
        let image = FirmwareImage {
            request: 5,
            location: "https://example.com/a.bin".into(),
            retrieve_at: AT,
            install_at: Some(AT),
            retries: Some(3),
            retry_s: None,
        };
        SignedImage { image, certificate: "PEM\n".into(), signature: signature.into() }
    }

    #[test]
    fn golden_signed_update() {
        assert_eq!(
            order(&Command::UpdateSignedFirmware(signed("c2ln"))).unwrap(),
            r#"SignedUpdateFirmware {"retries":3,"requestId":5,"firmware":{"location":"https://example.com/a.bin","retrieveDateTime":"2026-11-21T14:05:00.000Z","installDateTime":"2026-11-21T14:05:00.000Z","signingCertificate":"PEM\n","signature":"c2ln"}}"#
        );
    }

    #[test]
    fn a_signature_that_does_not_fit_is_never_cut() {
        assert_eq!(order(&Command::UpdateSignedFirmware(signed(&"x".repeat(801)))), None);
    }
}
