//! UpdateFirmware: fetch and install firmware (1.6 section 5.19, 6.55).

use domain::order::FirmwareImage;
use serde::Serialize;

use crate::manner::Telling;
use crate::message::OutgoingCall;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Wire<'a> {
    location: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    retries: Option<u32>,
    retrieve_date: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    retry_interval: Option<u32>,
}

pub(super) fn call(image: &FirmwareImage, telling: Telling) -> OutgoingCall {
    let wire = Wire {
        location: &image.location,
        retries: image.retries,
        retrieve_date: telling.stamp(image.retrieve_at),
        retry_interval: image.retry_s,
    };
    OutgoingCall::new("UpdateFirmware", &wire)
}

#[cfg(test)]
mod tests {
    use super::super::testing::{AT, order};
    use super::*;
    use domain::order::Command;

    #[test]
    fn golden_update_firmware() {
        let update = |retries, retry_s| {
            let location = "http://example.com/a.bin".into();
            let (retrieve_at, install_at) = (AT, Some(AT));
            let image = FirmwareImage { request: 5, location, retrieve_at, install_at, retries, retry_s };
            order(&Command::UpdateFirmware(image)).unwrap()
        };
        assert_eq!(
            update(None, None),
            r#"UpdateFirmware {"location":"http://example.com/a.bin","retrieveDate":"2026-11-21T14:05:00.000Z"}"#
        );
        assert_eq!(
            update(Some(3), Some(60)),
            r#"UpdateFirmware {"location":"http://example.com/a.bin","retries":3,"retrieveDate":"2026-11-21T14:05:00.000Z","retryInterval":60}"#
        );
    }
}
