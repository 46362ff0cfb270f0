//! Encrypted connections of stations: security profiles 2 (password) and 3 (client certificate).
//!
//! The certificates come from files. TLS 1.2 and 1.3 with forward secrecy only; the two suites with static RSA keys that
//! the security rules of OCPP also name (`TLS_RSA_WITH_AES_128_GCM_SHA256`, `_256_GCM_SHA384`) are not offered.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rustls::crypto::aws_lc_rs;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::{ClientHello, ResolvesServerCert, WebPkiClientVerifier};
use rustls::sign::CertifiedKey;
use rustls::{CipherSuite, RootCertStore, ServerConfig, SignatureAlgorithm};
use x509_parser::prelude::{FromDer, X509Certificate};

/// Where to listen for encrypted connections, and with which files.
#[derive(Debug, Clone)]
pub struct SecureFiles {
    /// Where.
    pub listen: SocketAddr,
    /// Certificate chains in PEM, our own first, each with its key: one for each kind of key (ECDSA, RSA).
    pub certificates: Vec<(PathBuf, PathBuf)>,
    /// Root certificates in PEM; a station that shows a certificate below one of them needs no password.
    pub clients: Option<PathBuf>,
}

/// Ready for encrypted connections.
#[derive(Debug, Clone)]
pub struct Secure {
    /// Where to listen.
    pub listen: SocketAddr,
    /// How to speak.
    pub server: Arc<ServerConfig>,
}

/// Why a certificate cannot be used.
#[derive(Debug, thiserror::Error)]
#[error(
    "The file {file} for encrypted connections cannot be used: {why}. Give a PEM file, or leave out the options for encryption."
)]
pub struct SecureError {
    file: String,
    why: String,
}

impl Secure {
    /// Reads the files.
    ///
    /// # Errors
    /// [`SecureError`] names the first file that cannot be used.
    pub fn read(files: &SecureFiles) -> Result<Self, SecureError> {
        let provider = Arc::new(aws_lc_rs::default_provider());
        let mut keys = Vec::new();
        for (chain, key) in &files.certificates {
            let certificates = certificates(chain)?;
            let private = PrivateKeyDer::from_pem_file(key).map_err(|why| refused(key, why))?;
            let certified = CertifiedKey::from_der(certificates, private, &provider);
            keys.push(Arc::new(certified.map_err(|why| refused(chain, why))?));
        }
        let versions = ServerConfig::builder_with_provider(Arc::clone(&provider))
            .with_protocol_versions(&[&rustls::version::TLS13, &rustls::version::TLS12])
            .expect("the provider has suites for both versions");
        let builder = match &files.clients {
            None => versions.with_no_client_auth(),
            Some(file) => {
                let mut roots = RootCertStore::empty();
                for root in certificates(file)? {
                    roots.add(root).map_err(|why| refused(file, why))?;
                }
                // Without a certificate a station may still show its password.
                let verifier = WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider)
                    .allow_unauthenticated()
                    .build()
                    .map_err(|why| refused(file, why))?;
                versions.with_client_cert_verifier(verifier)
            }
        };
        let server = builder.with_cert_resolver(Arc::new(ByKind(keys)));
        Ok(Self { listen: files.listen, server: Arc::new(server) })
    }
}

fn certificates(file: &Path) -> Result<Vec<CertificateDer<'static>>, SecureError> {
    let read = CertificateDer::pem_file_iter(file).map_err(|why| refused(file, why))?;
    let all: Vec<_> = read.collect::<Result<_, _>>().map_err(|why| refused(file, why))?;
    if all.is_empty() { Err(refused(file, "it holds no certificate")) } else { Ok(all) }
}

fn refused(file: &Path, why: impl ToString) -> SecureError {
    SecureError { file: file.display().to_string(), why: why.to_string() }
}

/// The name in a station's certificate (its common name); `None` when it has none.
pub fn common_name(certificate: &CertificateDer<'_>) -> Option<String> {
    let (_, parsed) = X509Certificate::from_der(certificate).ok()?;
    let name = parsed.subject().iter_common_name().next()?.as_str().ok()?;
    Some(name.to_owned())
}

/// Picks the certificate whose kind of key the station understands: some know only ECDSA, some only RSA.
#[derive(Debug)]
struct ByKind(Vec<Arc<CertifiedKey>>);

impl ResolvesServerCert for ByKind {
    fn resolve(&self, hello: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        let fits = |key: &&Arc<CertifiedKey>| {
            let kind = key.key.algorithm();
            key.key.choose_scheme(hello.signature_schemes()).is_some()
                && hello.cipher_suites().iter().any(|suite| signs_with(*suite, kind))
        };
        self.0.iter().find(fits).cloned()
    }
}

/// Whether a suite goes with a kind of key; those of TLS 1.3 go with any.
fn signs_with(suite: CipherSuite, kind: SignatureAlgorithm) -> bool {
    let name = suite.as_str().unwrap_or_default();
    match kind {
        _ if name.starts_with("TLS13_") => true,
        SignatureAlgorithm::RSA => name.starts_with("TLS_ECDHE_RSA_"),
        _ => name.starts_with("TLS_ECDHE_ECDSA_"),
    }
}
