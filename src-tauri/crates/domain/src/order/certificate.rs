//! Certificates at a station: which it trusts, and its own (1.6 security white paper; 2.x block M).

/// What a root certificate is trusted for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RootKind {
    /// To be this central system.
    Central,
    /// To sign firmware.
    Manufacturer,
}

/// A certificate as the station names it. Echoed byte by byte when it is to be deleted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CertificateHash {
    /// `SHA256`, `SHA384` or `SHA512`.
    pub algorithm: String,
    /// Hash of the issuer's name, hex.
    pub issuer_name: String,
    /// Hash of the issuer's key, hex.
    pub issuer_key: String,
    /// Serial number, hex.
    pub serial: String,
}
