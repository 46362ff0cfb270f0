//! Encrypted connections: the server's certificate and suites, and chargers with a certificate of their own.

use std::sync::Arc;

use acceptance::{Charger, Door, Refused, Site, eventually, within};
use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair, SignatureAlgorithm};
use rcgen::{PKCS_ECDSA_P256_SHA256, PKCS_RSA_SHA256};
use rustls::crypto::aws_lc_rs;
use rustls::pki_types::{PrivateKeyDer, ServerName};
use rustls::{CipherSuite, ClientConfig, ProtocolVersion, RootCertStore, SupportedProtocolVersion};
use serde_json::json;
use tempfile::TempDir;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

use super::bench::{BOOT, NAME};

const PASSWORD: &str = "correct-horse-batter";

/// A certificate authority.
struct Authority {
    root: rcgen::Certificate,
    issuer: Issuer<'static, KeyPair>,
}

impl Authority {
    fn new(name: &str) -> Self {
        let mut params = CertificateParams::new(Vec::new()).expect("names");
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.distinguished_name.push(DnType::CommonName, name);
        let key = KeyPair::generate_for(&PKCS_ECDSA_P256_SHA256).expect("a key");
        let root = params.self_signed(&key).expect("a root");
        Self { root, issuer: Issuer::new(params, key) }
    }

    /// A certificate for the site or for a charger.
    fn issue(&self, name: &str, algorithm: &'static SignatureAlgorithm) -> (rcgen::Certificate, KeyPair) {
        let mut params = CertificateParams::new(vec!["127.0.0.1".to_owned()]).expect("names");
        params.distinguished_name.push(DnType::CommonName, name);
        params.distinguished_name.push(DnType::OrganizationName, "Harbour Street");
        let key = KeyPair::generate_for(algorithm).expect("a key");
        (params.signed_by(&key, &self.issuer).expect("a certificate"), key)
    }
}

/// A site that encrypts, with a certificate of each kind, and chargers' certificates of one authority.
struct Encrypted {
    site: Site,
    authority: Authority,
    _files: TempDir,
}

impl Encrypted {
    async fn start() -> Self {
        let authority = Authority::new("Site root");
        let files = tempfile::tempdir().expect("a folder");
        let path = |name: &str| files.path().join(name).to_str().expect("text").to_owned();
        let mut options = vec!["--accept-unknown".to_owned(), "--free-charging".to_owned()];
        options.extend(["--ocpps".to_owned(), "127.0.0.1:0".to_owned()]);
        for (kind, algorithm) in [("ec", &PKCS_ECDSA_P256_SHA256), ("rsa", &PKCS_RSA_SHA256)] {
            let (certificate, key) = authority.issue("127.0.0.1", algorithm);
            let (chain, secret) = (path(&format!("{kind}.crt")), path(&format!("{kind}.key")));
            std::fs::write(&chain, certificate.pem()).expect("the folder can be written");
            std::fs::write(&secret, key.serialize_pem()).expect("the folder can be written");
            options.extend(["--tls-certificate".to_owned(), chain, "--tls-key".to_owned(), secret]);
        }
        std::fs::write(path("clients.crt"), authority.root.pem()).expect("the folder can be written");
        options.extend(["--tls-clients".to_owned(), path("clients.crt")]);
        let options: Vec<&str> = options.iter().map(String::as_str).collect();
        Self { site: Site::start(&options).await, authority, _files: files }
    }

    /// Knocks with a certificate of its own, or without.
    async fn knock(&self, own: Option<&Own>, door: Door) -> Result<Charger, Refused> {
        let line = self.line(own, rustls::ALL_VERSIONS, None).await.map_err(|_| Refused(0))?;
        Charger::over(Box::new(line), self.site.ocpps.expect("it encrypts"), door).await
    }

    /// An encrypted line of these versions, with this suite only.
    async fn line(
        &self,
        own: Option<&Own>,
        versions: &[&'static SupportedProtocolVersion],
        suite: Option<CipherSuite>,
    ) -> std::io::Result<TlsStream<TcpStream>> {
        let mut provider = aws_lc_rs::default_provider();
        provider.cipher_suites.retain(|known| suite.is_none_or(|suite| known.suite() == suite));
        let mut roots = RootCertStore::empty();
        roots.add(self.authority.root.der().clone()).expect("a root");
        let builder = ClientConfig::builder_with_provider(Arc::new(provider))
            .with_protocol_versions(versions)
            .expect("suites for these versions")
            .with_root_certificates(roots);
        let client = match own {
            None => builder.with_no_client_auth(),
            Some((certificate, key)) => {
                let key = PrivateKeyDer::try_from(key.serialize_der()).expect("a key");
                builder.with_client_auth_cert(vec![certificate.der().clone()], key).expect("a pair")
            }
        };
        let stream = TcpStream::connect(self.site.ocpps.expect("it encrypts")).await?;
        let name = ServerName::try_from("127.0.0.1").expect("a name");
        let connector = TlsConnector::from(Arc::new(client));
        within("an end of the handshake", connector.connect(name, stream)).await
    }
}

/// A charger's certificate and key.
type Own = (rcgen::Certificate, KeyPair);

fn door() -> Door {
    Door::new(NAME).offering("ocpp1.6")
}

/// Waits until this came of so many knocks. A failed handshake ends in the library, before anybody can be told.
async fn turned_away(site: &Site, what: &str, times: usize) {
    eventually(what, async || {
        let snapshot = site.operator.snapshot().await;
        let knocks = snapshot["handshakes"].as_array().expect("a list");
        (knocks.iter().filter(|knock| knock["what"] == what).count() == times).then_some(())
    })
    .await;
}

#[tokio::test]
async fn tc_086_encrypted_from_tls_1_2_on_with_the_sites_certificate_of_either_kind() {
    let encrypted = Encrypted::start().await;
    let tls12: &[&SupportedProtocolVersion] = &[&rustls::version::TLS12];
    for suite in [
        CipherSuite::TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
        CipherSuite::TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
        CipherSuite::TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
        CipherSuite::TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
    ] {
        let line = encrypted.line(None, tls12, Some(suite)).await.expect("an encrypted line");
        let agreed = line.get_ref().1;
        assert_eq!(agreed.protocol_version(), Some(ProtocolVersion::TLSv1_2));
        assert_eq!(agreed.negotiated_cipher_suite().map(|chosen| chosen.suite()), Some(suite));
    }
    let mut charger = encrypted.knock(None, door()).await.expect("let in");
    assert_eq!(charger.protocol.as_deref(), Some("ocpp1.6"));
    assert_eq!(charger.ask("BootNotification", BOOT).await["status"], "Accepted");
    encrypted.site.stop().await;
}

#[tokio::test]
async fn tc_086_what_is_older_than_tls_1_2_or_not_encrypted_is_turned_away_and_shown() {
    let encrypted = Encrypted::start().await;
    let to = encrypted.site.ocpps.expect("it encrypts");
    // A hello of TLS 1.1, and one of TLS 1.2 that offers static RSA only.
    let hello = |version: u8, suite: [u8; 2]| {
        let mut hello = vec![0x16, 3, 1, 0, 45, 1, 0, 0, 41, 3, version];
        hello.extend([7; 32]);
        hello.extend([0, 0, 2, suite[0], suite[1], 1, 0]);
        hello
    };
    for (times, bytes) in [(1, hello(2, [0xc0, 0x09])), (2, hello(3, [0x00, 0x9c]))] {
        let mut stream = TcpStream::connect(to).await.expect("the port is open");
        stream.write_all(&bytes).await.expect("it listens");
        let mut answer = Vec::new();
        drop(within("an end", stream.read_to_end(&mut answer)).await);
        assert_eq!(answer.first(), Some(&0x15), "an alert: {answer:?}");
        // handshake_failure or protocol_version
        assert!(answer.last().is_some_and(|alert| [40, 70].contains(alert)), "{answer:?}");
        turned_away(&encrypted.site, "tlsFailed", times).await;
    }
    let knock = Charger::connect(to, door()).await;
    assert_eq!(knock.err(), Some(Refused(400)));
    turned_away(&encrypted.site, "plainOnTlsPort", 1).await;
    let mut plain = encrypted.site.charger16("CP-2").await;
    plain.ask("Heartbeat", "{}").await;
    encrypted.site.stop().await;
}

#[tokio::test]
async fn tc_087_a_charger_with_a_certificate_in_its_own_name_needs_no_password() {
    let encrypted = Encrypted::start().await;
    let site = &encrypted.site;
    drop(site.charger16(NAME).await);
    let station = site.operator.station_id(NAME).await;
    site.operator.ask(json!({ "ask": "setPassword", "station": station, "password": PASSWORD })).await;
    let issue = |name: &str| encrypted.authority.issue(name, &PKCS_ECDSA_P256_SHA256);
    // Its name, and its serial number as it told it in its boot.
    for name in [NAME, "S-1"] {
        let mut charger = encrypted.knock(Some(&issue(name)), door()).await.expect("let in");
        assert_eq!(charger.ask("BootNotification", BOOT).await["status"], "Accepted");
    }
    let somebody = issue("CP-9");
    assert_eq!(encrypted.knock(Some(&somebody), door()).await.err(), Some(Refused(403)));
    turned_away(site, "wrongCertificate", 1).await;
    // One of an authority that nobody trusts here, and none at all: only the password is left.
    let stranger = Authority::new("Somebody else").issue(NAME, &PKCS_ECDSA_P256_SHA256);
    assert_eq!(encrypted.knock(Some(&stranger), door()).await.err(), Some(Refused(0)));
    turned_away(site, "tlsFailed", 1).await;
    assert_eq!(encrypted.knock(None, door()).await.err(), Some(Refused(401)));
    encrypted.knock(None, door().as_user(NAME, PASSWORD)).await.expect("let in");
    encrypted.site.stop().await;
}

#[tokio::test]
async fn a_certificate_that_cannot_be_used_is_named_when_the_program_starts() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("broken.pem");
    std::fs::write(&file, "no certificate").expect("the folder can be written");
    let path = file.to_str().expect("text");
    let options = ["--ocpps", "127.0.0.1:0", "--tls-certificate", path, "--tls-key", path];
    let failed = Site::try_at(&folder.path().join("data"), &options).await.expect_err("it cannot");
    assert!(failed.stderr.contains("broken.pem"), "{}", failed.stderr);
}
