//! GetInstalledCertificateIds: which root certificates does the station trust? (1.6 security white paper, M03)

use domain::order::RootKind;
use serde::Serialize;

use super::install_certificate::root_word;
use crate::message::OutgoingCall;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Wire {
    certificate_type: &'static str,
}

pub(super) fn call(kind: RootKind) -> OutgoingCall {
    OutgoingCall::new("GetInstalledCertificateIds", &Wire { certificate_type: root_word(kind) })
}

#[cfg(test)]
mod tests {
    use super::super::testing::order;
    use super::*;
    use domain::order::Command;

    #[test]
    fn golden_get_installed_certificates() {
        let list = Command::ListCertificates { kind: RootKind::Manufacturer };
        assert_eq!(
            order(&list).as_deref(),
            Some(r#"GetInstalledCertificateIds {"certificateType":"ManufacturerRootCertificate"}"#)
        );
    }
}
