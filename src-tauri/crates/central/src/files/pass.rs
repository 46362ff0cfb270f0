//! Where chargers find their file: the ports, the schemes and the secret of each transfer.

use std::fmt;
use std::net::{IpAddr, SocketAddr};
use std::ops::RangeInclusive;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
pub use domain::travel::Scheme;
use domain::world::FilePorts;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use uuid::Uuid;

use super::ticket::harmless;

/// What stands in an address as it is.
const PLAIN: AsciiSet = NON_ALPHANUMERIC.remove(b'.').remove(b'-').remove(b'_');
/// Longer names are shortened: some chargers take addresses of fewer than 128 characters.
const NAME: usize = 40;
/// The longest ending that a shortened name keeps, with its point.
const ENDING: usize = 8;

/// Where the host listens while a transfer is open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ports {
    /// For HTTP.
    pub http: SocketAddr,
    /// For FTP's commands.
    pub ftp: SocketAddr,
    /// For FTP's data.
    pub passive: RangeInclusive<u16>,
}

/// What is fixed about where the host listens, whatever the settings say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FixedPorts {
    /// The address of ours.
    pub ip: IpAddr,
    /// For HTTP; otherwise the setting's port at the address.
    pub http: Option<SocketAddr>,
    /// For FTP's commands; otherwise the setting's port at the address.
    pub ftp: Option<SocketAddr>,
    /// For FTP's data; otherwise those after the port for its commands.
    pub passive: Option<RangeInclusive<u16>>,
}

impl FixedPorts {
    /// Where the host listens by these settings.
    pub fn with(&self, settings: FilePorts) -> Ports {
        let http = self.http.unwrap_or(SocketAddr::new(self.ip, settings.http));
        let ftp = self.ftp.unwrap_or(SocketAddr::new(self.ip, settings.ftp));
        let after = settings.ftp.saturating_add(1)..=settings.ftp.saturating_add(FilePorts::DATA);
        Ports { http, ftp, passive: self.passive.clone().unwrap_or(after) }
    }
}

impl Ports {
    /// The one of a scheme.
    pub(super) fn of(&self, scheme: Scheme) -> SocketAddr {
        match scheme {
            Scheme::Http => self.http,
            Scheme::Ftp => self.ftp,
        }
    }
}

/// The secret of one transfer.
#[derive(Clone, PartialEq, Eq)]
pub struct Pass {
    /// 32 hexadecimal digits, 122 of their bits random: the first part of every path, and the user of FTP.
    pub key: String,
    /// The password of FTP, 16 characters.
    pub password: String,
}

impl fmt::Debug for Pass {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Pass(…)")
    }
}

impl Pass {
    pub(super) fn new() -> Self {
        let random = Uuid::new_v4();
        let password = URL_SAFE_NO_PAD.encode(&random.as_bytes()[..12]);
        Self { key: Uuid::new_v4().simple().to_string(), password }
    }

    /// The address of a file, or of the place for files when the name is empty.
    pub(super) fn url(&self, scheme: Scheme, at: SocketAddr, name: &str) -> String {
        let (key, password, name) = (&self.key, &self.password, utf8_percent_encode(name, &PLAIN));
        match scheme {
            Scheme::Http => format!("http://{at}/{key}/{name}"),
            Scheme::Ftp => format!("ftp://{key}:{password}@{at}/{name}"),
        }
    }
}

/// The name under which a file is offered: harmless in an address, at most 40 characters, its ending kept.
pub fn shown_name(name: &str) -> String {
    let name = harmless(name);
    if name.len() <= NAME {
        return name;
    }
    // All of one byte each.
    let ending =
        name.rfind('.').map(|at| &name[at..]).filter(|ending| ending.len() <= ENDING).unwrap_or_default();
    format!("{}{ending}", &name[..NAME - ending.len()])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pass_is_new_each_time_and_says_nothing_of_itself() {
        let (one, other) = (Pass::new(), Pass::new());
        assert!(one.key != other.key && one.password != other.password);
        assert_eq!((one.key.len(), one.password.len()), (32, 16));
        assert!(one.key.bytes().all(|byte| byte.is_ascii_hexdigit()));
        assert_eq!(format!("{one:?}"), "Pass(…)");
    }

    #[test]
    fn ports_are_the_settings_unless_they_are_fixed() {
        let fixed = FixedPorts { ip: [10, 0, 0, 2].into(), http: None, ftp: None, passive: None };
        let ports = fixed.with(FilePorts { http: 8080, ftp: 2121 });
        assert_eq!((ports.http.to_string(), ports.ftp.port()), ("10.0.0.2:8080".into(), 2121));
        assert_eq!(ports.passive, 2122..=2129);
        let named =
            FixedPorts { http: Some(([127, 0, 0, 1], 80).into()), passive: Some(5000..=5001), ..fixed };
        let ports = named.with(FilePorts::default());
        assert_eq!((ports.http.to_string(), ports.passive), ("127.0.0.1:80".into(), 5000..=5001));
    }

    #[test]
    fn addresses_are_short_and_can_be_read() {
        let pass = Pass { key: "k".repeat(32), password: "p".repeat(16) };
        let at: SocketAddr = "192.168.100.200:18080".parse().unwrap();
        let name = shown_name(&format!("a firmware of the maker-{}-2.4.0.bin", "x".repeat(60)));
        assert_eq!(name, "a_firmware_of_the_maker-xxxxxxxxxxxx.bin");
        assert_eq!(pass.url(Scheme::Http, at, &name), format!("http://{at}/{}/{name}", pass.key));
        let ftp = pass.url(Scheme::Ftp, at, &name);
        assert_eq!(ftp, format!("ftp://{}:{}@{at}/{name}", pass.key, pass.password));
        assert!(ftp.len() < 128, "{}", ftp.len());
        let at: SocketAddr = "[fd00::1]:80".parse().unwrap();
        assert_eq!(pass.url(Scheme::Http, at, ""), format!("http://[fd00::1]:80/{}/", pass.key));
        assert!(pass.url(Scheme::Ftp, at, "a b").ends_with("@[fd00::1]:80/a%20b"));
    }
}
