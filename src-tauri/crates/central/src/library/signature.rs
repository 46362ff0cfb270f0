//! Whether a maker's signature over a firmware file is good (1.6 security white paper, L01; 2.0.1 part 2, L01).

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use aws_lc_rs::digest::{Context, Digest, SHA256};
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_ASN1, ECDSA_P384_SHA256_ASN1, RSA_PKCS1_2048_8192_SHA256, RSA_PSS_2048_8192_SHA256,
    UnparsedPublicKey, VerificationAlgorithm,
};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use domain::time::Timestamp;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use x509_parser::prelude::{FromDer, X509Certificate};

/// Why a signature is not good.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BadSignature {
    /// The certificate cannot be read.
    Certificate,
    /// The certificate is not valid now.
    Expired,
    /// Its key is of a kind that no charger takes: RSA from 2048 bits on and ECDSA on P-256 and P-384 do.
    Key,
    /// The signature is not over this file, or not by this certificate's key.
    Signature,
    /// The file cannot be read.
    File,
}

impl BadSignature {
    /// A stable word for it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Certificate => "certificate",
            Self::Expired => "expired",
            Self::Key => "key",
            Self::Signature => "signature",
            Self::File => "file",
        }
    }
}

/// Checks a signature (base64) over a file by the first certificate of a PEM text. The file is read piece by piece.
/// Blocks.
///
/// # Errors
/// Why it is not good.
pub fn check(file: &Path, pem: &str, signature: &str, now: Timestamp) -> Result<(), BadSignature> {
    let der = CertificateDer::from_pem_slice(pem.as_bytes()).map_err(|_| BadSignature::Certificate)?;
    let (_, certificate) = X509Certificate::from_der(&der).map_err(|_| BadSignature::Certificate)?;
    let validity = certificate.validity();
    let seconds = now.0 / 1000;
    if seconds < validity.not_before.timestamp() || seconds > validity.not_after.timestamp() {
        return Err(BadSignature::Expired);
    }
    let compact: String = signature.split_whitespace().collect();
    let signature = STANDARD.decode(compact).map_err(|_| BadSignature::Signature)?;
    let digest = digest(file).map_err(|_| BadSignature::File)?;
    let key = certificate.public_key();
    let algorithms: &[&'static dyn VerificationAlgorithm] =
        match key.algorithm.algorithm.to_id_string().as_str() {
            "1.2.840.113549.1.1.1" | "1.2.840.113549.1.1.10" => {
                &[&RSA_PSS_2048_8192_SHA256, &RSA_PKCS1_2048_8192_SHA256]
            }
            "1.2.840.10045.2.1" => &[&ECDSA_P256_SHA256_ASN1, &ECDSA_P384_SHA256_ASN1],
            _ => return Err(BadSignature::Key),
        };
    let bytes = key.subject_public_key.data.as_ref();
    let good = |algorithm: &&'static dyn VerificationAlgorithm| {
        UnparsedPublicKey::new(*algorithm, bytes).verify_digest(&digest, &signature).is_ok()
    };
    algorithms.iter().any(good).then_some(()).ok_or(BadSignature::Signature)
}

fn digest(file: &Path) -> io::Result<Digest> {
    let (mut file, mut piece, mut hash) = (File::open(file)?, vec![0; 64 * 1024], Context::new(&SHA256));
    loop {
        let length = file.read(&mut piece)?;
        if length == 0 {
            return Ok(hash.finish());
        }
        hash.update(piece.get(..length).unwrap_or_default());
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use aws_lc_rs::rand::SystemRandom;
    use aws_lc_rs::signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair};

    use super::*;

    /// In 2026.
    const NOW: Timestamp = Timestamp(1_795_000_000_000);

    fn signed(bytes: &[u8]) -> (String, String) {
        let key = rcgen::KeyPair::generate().unwrap();
        let certificate = rcgen::CertificateParams::new(Vec::new()).unwrap().self_signed(&key).unwrap();
        let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, &key.serialize_der()).unwrap();
        let signature = pair.sign(&SystemRandom::new(), bytes).unwrap();
        (certificate.pem(), STANDARD.encode(signature.as_ref()))
    }

    fn file(bytes: &[u8]) -> tempfile::NamedTempFile {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        file.write_all(bytes).unwrap();
        file
    }

    #[test]
    fn a_good_signature_is_good_and_one_over_another_file_is_not() {
        let (pem, signature) = signed(b"firmware");
        let good = file(b"firmware");
        assert_eq!(check(good.path(), &pem, &signature, NOW), Ok(()));
        assert_eq!(check(file(b"Firmware").path(), &pem, &signature, NOW), Err(BadSignature::Signature));
        let (other, _) = signed(b"firmware");
        assert_eq!(check(good.path(), &other, &signature, NOW), Err(BadSignature::Signature));
        assert_eq!(check(good.path(), &pem, "no base64", NOW), Err(BadSignature::Signature));
        assert_eq!(check(good.path(), "no pem", &signature, NOW), Err(BadSignature::Certificate));
        assert_eq!(check(good.path(), &pem, &signature, Timestamp(0)), Err(BadSignature::Expired));
        assert_eq!(check(Path::new("/gone"), &pem, &signature, NOW), Err(BadSignature::File));
    }
}
