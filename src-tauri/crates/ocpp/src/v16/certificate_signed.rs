//! CertificateSigned: the certificate that the station asked for (1.6 security white paper, A02).

use serde::Serialize;

use super::fits;
use crate::message::OutgoingCall;

/// What a chain may hold.
const CHAIN_LENGTH: usize = 10_000;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Wire<'a> {
    certificate_chain: &'a str,
}

/// `None` for a chain that does not fit.
pub(super) fn call(chain: &str) -> Option<OutgoingCall> {
    let wire = Wire { certificate_chain: chain };
    fits(chain, CHAIN_LENGTH).then(|| OutgoingCall::new("CertificateSigned", &wire))
}

#[cfg(test)]
mod tests {
    use super::super::testing::order;
    use domain::order::Command;

    #[test]
    fn golden_certificate_signed() {
        let deliver = |chain: &str| order(&Command::DeliverCertificate { chain: chain.into() });
        assert_eq!(
            deliver("PEM\nPEM\n").as_deref(),
            Some(r#"CertificateSigned {"certificateChain":"PEM\nPEM\n"}"#)
        );
        assert_eq!(deliver(&"x".repeat(10_001)), None);
    }
}
