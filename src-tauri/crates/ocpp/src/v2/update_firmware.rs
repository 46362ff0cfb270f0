//! UpdateFirmware: fetch and install firmware, signed or not (2.0.1 part 2, L01–L02, 1.62).

use domain::order::{FirmwareImage, SignedImage};
use serde::Serialize;

use crate::manner::Telling;
use crate::message::OutgoingCall;
use crate::v16::fits;

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
    #[serde(skip_serializing_if = "Option::is_none")]
    signing_certificate: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    signature: Option<&'a str>,
}

/// `None` for an address, a certificate or a signature that does not fit.
pub(super) fn call(
    image: &FirmwareImage,
    signed: Option<&SignedImage>,
    location_length: usize,
    telling: Telling,
) -> Option<OutgoingCall> {
    let proof_fits = signed.is_none_or(|signed| {
        fits(&signed.certificate, CERTIFICATE_LENGTH) && fits(&signed.signature, SIGNATURE_LENGTH)
    });
    let firmware = Firmware {
        location: &image.location,
        retrieve_date_time: telling.stamp(image.retrieve_at),
        install_date_time: image.install_at.map(|at| telling.stamp(at)),
        signing_certificate: signed.map(|signed| &*signed.certificate),
        signature: signed.map(|signed| &*signed.signature),
    };
    let wire =
        Wire { retries: image.retries, retry_interval: image.retry_s, request_id: image.request, firmware };
    (proof_fits && fits(&image.location, location_length)).then(|| OutgoingCall::new("UpdateFirmware", &wire))
}

#[cfg(test)]
mod tests {
    use super::super::testing::{AT, order};
    use super::*;
    use domain::order::Command;

    fn image(location: &str) -> FirmwareImage {
        FirmwareImage {
            request: 5,
            location: location.into(),
            retrieve_at: AT,
            install_at: None,
            retries: None,
            retry_s: None,
        }
    }

    #[test]
    fn golden_update_without_a_signature() {
        assert_eq!(
            order(&Command::UpdateFirmware(image("http://example.com/a.bin"))).unwrap(),
            r#"UpdateFirmware {"requestId":5,"firmware":{"location":"http://example.com/a.bin","retrieveDateTime":"2026-11-21T14:05:00.000Z"}}"#
        );
    }

    #[test]
    fn golden_update_with_a_signature() {
        let image = FirmwareImage {
            install_at: Some(AT),
            retries: Some(3),
            retry_s: Some(60),
            ..image("https://example.com/a.bin")
        };
        let signed = SignedImage { image, certificate: "PEM\n".into(), signature: "c2ln".into() };
        assert_eq!(
            order(&Command::UpdateSignedFirmware(signed.clone())).unwrap(),
            r#"UpdateFirmware {"retries":3,"retryInterval":60,"requestId":5,"firmware":{"location":"https://example.com/a.bin","retrieveDateTime":"2026-11-21T14:05:00.000Z","installDateTime":"2026-11-21T14:05:00.000Z","signingCertificate":"PEM\n","signature":"c2ln"}}"#
        );
        let long = SignedImage { signature: "x".repeat(801), ..signed };
        assert_eq!(order(&Command::UpdateSignedFirmware(long)), None, "never cut");
    }

    #[test]
    fn an_address_that_does_not_fit_is_never_cut() {
        assert_eq!(order(&Command::UpdateFirmware(image(&"x".repeat(513)))), None);
    }
}
