//! Public keys of meters in the many ways in which they are written down, and checking a signature with one.

use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_ASN1, ECDSA_P256K1_SHA256_ASN1, ECDSA_P384_SHA256_ASN1, EcdsaVerificationAlgorithm,
    UnparsedPublicKey,
};
use base64::Engine;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use x509_parser::prelude::{FromDer, SubjectPublicKeyInfo};

/// The curves of which signatures can be checked here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Curve {
    /// secp256r1, the usual one.
    P256,
    /// secp384r1.
    P384,
    /// secp256k1.
    K256,
}

impl Curve {
    /// The curve of a signing method such as `ECDSA-secp256r1-SHA256`; none = cannot be checked here.
    pub fn of_method(method: &str) -> Option<Self> {
        let method = method.trim().to_ascii_lowercase();
        let mut parts = method.split('-').map(str::trim);
        let (ecdsa, curve, hash) = (parts.next()?, parts.next()?, parts.next()?);
        if ecdsa != "ecdsa" || hash != "sha256" || parts.next().is_some() {
            return None;
        }
        match curve {
            "secp256r1" | "prime256v1" | "p256" => Some(Self::P256),
            "secp384r1" | "p384" => Some(Self::P384),
            "secp256k1" => Some(Self::K256),
            _ => None,
        }
    }

    fn of_oid(oid: &str) -> Option<Self> {
        match oid {
            "1.2.840.10045.3.1.7" => Some(Self::P256),
            "1.3.132.0.34" => Some(Self::P384),
            "1.3.132.0.10" => Some(Self::K256),
            _ => None,
        }
    }

    /// Bytes of one coordinate.
    fn width(self) -> usize {
        if self == Self::P384 { 48 } else { 32 }
    }

    fn algorithm(self) -> &'static EcdsaVerificationAlgorithm {
        match self {
            Self::P256 => &ECDSA_P256_SHA256_ASN1,
            Self::P384 => &ECDSA_P384_SHA256_ASN1,
            Self::K256 => &ECDSA_P256K1_SHA256_ASN1,
        }
    }
}

/// A key that could be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Key {
    /// A point: one byte on its form, then its coordinates.
    point: Vec<u8>,
    /// Its curve, when the key itself says.
    curve: Option<Option<Curve>>,
}

impl Key {
    /// Reads `oca:base16:asn1:…`, `oca:base64:asn1:…`, PEM, or digits in hexadecimal or base64 of a DER structure or of
    /// the bare point; wrapped in base64 once more, as the second generation sends it, it is read too.
    pub fn read(text: &str) -> Option<Self> {
        Self::of_bytes(&bytes(text)?)
    }

    /// The key in DER or as a point, in hexadecimal digits.
    pub fn hex(text: &str) -> Option<String> {
        Some(bytes(text)?.iter().map(|byte| format!("{byte:02X}")).collect())
    }

    fn of_bytes(bytes: &[u8]) -> Option<Self> {
        if let Ok((_, info)) = SubjectPublicKeyInfo::from_der(bytes) {
            let named = info.algorithm.parameters.as_ref().and_then(|any| any.as_oid().ok());
            let curve = named.map(|oid| Curve::of_oid(&oid.to_id_string()));
            return Some(Self { point: info.subject_public_key.data.to_vec(), curve });
        }
        let point = match (bytes.len(), bytes.first()?) {
            (65 | 97, 4) | (33 | 49, 2 | 3) => bytes.to_vec(),
            // Bare coordinates.
            (64 | 96, _) => [&[4], bytes].concat(),
            _ => return None,
        };
        Some(Self { point, curve: None })
    }

    /// Whether a signature of a curve over the SHA-256 of a message was made with the key that belongs to this one.
    /// `signature` is DER or the two numbers one after the other.
    pub fn made(&self, curve: Curve, message: &[u8], signature: &[u8]) -> bool {
        if self.curve.is_some_and(|own| own != Some(curve)) {
            return false;
        }
        let der = if signature.len() == 2 * curve.width() { der_of(signature) } else { signature.to_vec() };
        UnparsedPublicKey::new(curve.algorithm(), &self.point).verify(message, &der).is_ok()
    }
}

impl PartialEq<str> for Key {
    fn eq(&self, text: &str) -> bool {
        Self::read(text).is_some_and(|other| other.point == self.point)
    }
}

/// The bytes that a text stands for.
fn bytes(text: &str) -> Option<Vec<u8>> {
    let plain: String = text.lines().filter(|line| !line.starts_with("-----")).collect::<Vec<_>>().join("");
    let plain: String = plain.chars().filter(|c| !c.is_whitespace()).collect();
    if let Some(rest) = strip(&plain, "oca:") {
        // oca:<base>:<form>:<digits>; the form is asn1 and often left out.
        let (base, rest) = rest.split_once(':')?;
        let digits = rest.rsplit(':').next()?;
        return if base.eq_ignore_ascii_case("base64") { base64(digits) } else { hex(digits) };
    }
    let once = hex(&plain).or_else(|| base64(&plain))?;
    match std::str::from_utf8(&once) {
        Ok(inner) if strip(inner, "oca:").is_some() || inner.starts_with("-----") => bytes(inner),
        Ok(inner) if inner.len() > 100 => hex(inner.trim()).or_else(|| base64(inner.trim())).or(Some(once)),
        _ => Some(once),
    }
}

fn strip<'a>(text: &'a str, start: &str) -> Option<&'a str> {
    let head = text.get(..start.len())?;
    head.eq_ignore_ascii_case(start).then(|| &text[start.len()..])
}

/// The bytes of hexadecimal digits.
pub fn hex(text: &str) -> Option<Vec<u8>> {
    let text = strip(text, "0x").unwrap_or(text).as_bytes();
    if text.is_empty() || !text.len().is_multiple_of(2) {
        return None;
    }
    let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    text.chunks(2).map(|pair| Some(digit(pair[0])? << 4 | digit(pair[1])?)).collect()
}

/// The bytes of base64 in either alphabet, with or without the signs that fill it up.
pub fn base64(text: &str) -> Option<Vec<u8>> {
    const LENIENT: GeneralPurposeConfig =
        GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);
    let engine = |alphabet| GeneralPurpose::new(alphabet, LENIENT);
    let plain: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    if plain.is_empty() {
        return None;
    }
    let standard = engine(&alphabet::STANDARD).decode(&plain);
    standard.or_else(|_| engine(&alphabet::URL_SAFE).decode(&plain)).ok()
}

/// Two numbers of the same width as a DER signature.
fn der_of(fixed: &[u8]) -> Vec<u8> {
    let integer = |bytes: &[u8]| {
        let zeros = bytes.iter().take_while(|byte| **byte == 0).count().min(bytes.len() - 1);
        let bytes = &bytes[zeros..];
        let sign: &[u8] = if bytes[0] >= 0x80 { &[0] } else { &[] };
        let length = u8::try_from(sign.len() + bytes.len()).expect("a number of 48 bytes at most");
        [&[2, length], sign, bytes].concat()
    };
    let (r, s) = fixed.split_at(fixed.len() / 2);
    let body = [integer(r), integer(s)].concat();
    let length = u8::try_from(body.len()).expect("two numbers of 51 bytes at most");
    [&[0x30, length][..], &body].concat()
}
