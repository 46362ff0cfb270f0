//! InstallCertificate: trust a root certificate (1.6 security white paper, M05).

use domain::order::RootKind;
use serde::Serialize;

use super::fits;
use crate::message::OutgoingCall;

/// What a certificate may hold.
const CERTIFICATE_LENGTH: usize = 5500;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Wire<'a> {
    certificate_type: &'static str,
    certificate: &'a str,
}

/// `None` for a certificate that does not fit.
pub(super) fn call(kind: RootKind, pem: &str) -> Option<OutgoingCall> {
    let wire = Wire { certificate_type: root_word(kind), certificate: pem };
    fits(pem, CERTIFICATE_LENGTH).then(|| OutgoingCall::new("InstallCertificate", &wire))
}

/// The word for what a root certificate is trusted for.
pub(super) const fn root_word(kind: RootKind) -> &'static str {
    match kind {
        RootKind::Central => "CentralSystemRootCertificate",
        RootKind::Manufacturer => "ManufacturerRootCertificate",
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::order;
    use super::*;
    use domain::order::Command;

    #[test]
    fn golden_install_certificate() {
        let install = |kind, pem: &str| order(&Command::InstallCertificate { kind, pem: pem.into() });
        assert_eq!(
            install(RootKind::Central, "PEM\n").as_deref(),
            Some(
                r#"InstallCertificate {"certificateType":"CentralSystemRootCertificate","certificate":"PEM\n"}"#
            )
        );
        assert_eq!(install(RootKind::Manufacturer, &"x".repeat(5501)), None);
    }
}
