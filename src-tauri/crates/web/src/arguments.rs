//! The command line, the same for the desktop program and the headless one.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;

use clap::Parser;

/// Forecourt, the operator console for a handful of EV chargers.
#[derive(Debug, Clone, Parser)]
#[command(version, about)]
pub struct Arguments {
    /// The data folder; made when missing.
    #[arg(long, value_name = "DIR", env = "FORECOURT_DATA")]
    pub data: Option<PathBuf>,

    /// Where to listen for chargers.
    #[arg(long, value_name = "ADDR:PORT", default_value = "0.0.0.0:9310")]
    pub ocpp: SocketAddr,

    /// Where to listen for chargers that encrypt (security profiles 2 and 3).
    #[arg(long, value_name = "ADDR:PORT", requires = "tls_certificate")]
    pub ocpps: Option<SocketAddr>,

    /// A certificate chain in PEM for encrypted connections, ours first. Twice for one with an ECDSA and one with an
    /// RSA key: some chargers know only one of them.
    #[arg(long, value_name = "FILE", requires = "ocpps")]
    pub tls_certificate: Vec<PathBuf>,

    /// The key of the certificate, in PEM. As many as there are certificates, in the same order.
    #[arg(long, value_name = "FILE", requires = "ocpps")]
    pub tls_key: Vec<PathBuf>,

    /// Root certificates in PEM. A charger with a certificate below one of them, in its own name or serial number,
    /// needs no password (security profile 3).
    #[arg(long, value_name = "FILE", requires = "ocpps")]
    pub tls_clients: Option<PathBuf>,

    /// Where to hand out firmware to chargers and take logs from them over HTTP, while one is under way [default: the
    /// chargers' address and the port in the settings, 9312].
    #[arg(long, value_name = "ADDR:PORT")]
    pub files: Option<SocketAddr>,

    /// The same over FTP [default: the chargers' address and the port in the settings, 9321].
    #[arg(long, value_name = "ADDR:PORT")]
    pub ftp: Option<SocketAddr>,

    /// Ports for FTP's data, the first and the last [default: the eight after the setting's port for FTP].
    #[arg(long, value_name = "FIRST-LAST", value_parser = ports)]
    pub ftp_data: Option<(u16, u16)>,

    /// Where to listen for the browser console. Only this computer reaches it unless you choose another address.
    #[arg(long, value_name = "ADDR:PORT", default_value = "127.0.0.1:9330")]
    pub web: SocketAddr,

    /// Let unknown chargers in at once, for a trial or a test.
    #[arg(long)]
    pub accept_unknown: bool,

    /// Let every card charge, for a trial or a test.
    #[arg(long)]
    pub free_charging: bool,

    /// Add N simulated chargers. Uses a data folder of its own, lets them in and lets every card charge.
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub demo: u16,

    /// Quirks that the first simulated chargers have, each its own, for example `empty-vendor,slow-answers`; join several
    /// for one charger with `+`. A number names one charger: `3:firmware-fails-install`.
    #[arg(long, value_name = "NAME,…", requires = "demo", value_delimiter = ',', value_parser = quirks, long_help = quirk_help())]
    pub demo_quirk: Vec<DemoQuirks>,

    /// Look whether the ledger of closed sessions is as it was written, say so, and end. May be asked while Forecourt runs.
    #[arg(long)]
    pub check_ledger: bool,

    /// After damage: go on from the newest sound backup.
    #[arg(long, conflicts_with = "start_empty")]
    pub restore_backup: bool,

    /// After damage: begin with an empty database. The damaged one is kept.
    #[arg(long)]
    pub start_empty: bool,
}

impl Arguments {
    /// The data folder: as given, else the system's place for programs' data. A demonstration has one of its own, so
    /// that invented sessions never stand among real ones.
    pub fn data_folder(&self) -> PathBuf {
        if let Some(data) = &self.data {
            return data.clone();
        }
        let name = if self.demo > 0 { "forecourt-demo" } else { "forecourt" };
        directories::BaseDirs::new().map_or_else(|| PathBuf::from(name), |dirs| dirs.data_dir().join(name))
    }

    /// The options of the running program.
    pub fn options(&self) -> bridge::Options {
        bridge::Options {
            data: self.data_folder(),
            ocpp: self.ocpp,
            secure: self.ocpps.map(|listen| bridge::SecureFiles {
                listen,
                certificates: self
                    .tls_certificate
                    .iter()
                    .cloned()
                    .zip(self.tls_key.iter().cloned())
                    .collect(),
                clients: self.tls_clients.clone(),
            }),
            files: bridge::FixedPorts {
                ip: self.ocpp.ip(),
                http: self.files,
                ftp: self.ftp,
                passive: self.ftp_data.map(|(first, last)| first..=last),
            },
            accept_unknown: self.accept_unknown || self.demo > 0,
            free_charging: self.free_charging || self.demo > 0,
            demo: self.demo > 0,
            choice: match (self.restore_backup, self.start_empty) {
                (true, _) => bridge::Choice::RestoreBackup,
                (_, true) => bridge::Choice::StartEmpty,
                _ => bridge::Choice::Ask,
            },
            locale: system_locale(),
            zone: jiff::tz::TimeZone::system().iana_name().unwrap_or("UTC").to_owned(),
        }
    }

    /// Where simulated chargers call: the listener itself, on this computer.
    pub fn demo_url(listening: SocketAddr) -> String {
        let ip = match listening.ip() {
            ip if ip.is_unspecified() => IpAddr::V4(Ipv4Addr::LOCALHOST),
            ip => ip,
        };
        format!("ws://{}/ocpp/", SocketAddr::new(ip, listening.port()))
    }
}

/// Reads a range of ports.
fn ports(range: &str) -> Result<(u16, u16), String> {
    let read = |word: &str| word.trim().parse::<u16>().ok().filter(|port| *port > 0);
    let ports = range.split_once('-').and_then(|(first, last)| Some((read(first)?, read(last)?)));
    ports.filter(|(first, last)| first <= last).ok_or_else(|| "write it as 9322-9329".to_owned())
}

/// The quirks of one simulated charger.
pub type Quirks = Vec<&'static simulator::quirk::Quirk>;

/// Quirks, and whose they are.
#[derive(Debug, Clone)]
pub struct DemoQuirks {
    /// The number of the charger, from 1; `None` = it goes by the order on the command line.
    pub charger: Option<usize>,
    /// Its quirks.
    pub quirks: Quirks,
}

/// The quirks of the first chargers, one list a charger.
pub fn each_its_own(all: &[DemoQuirks]) -> Vec<Quirks> {
    let mut chargers: Vec<Quirks> = Vec::new();
    for (index, some) in all.iter().enumerate() {
        let at = some.charger.map_or(index, |number| number - 1);
        if chargers.len() <= at {
            chargers.resize(at + 1, Quirks::new());
        }
        chargers[at].extend(&some.quirks);
    }
    chargers
}

/// Reads the quirks of one charger.
fn quirks(text: &str) -> Result<DemoQuirks, String> {
    let (charger, names) = match text.split_once(':') {
        Some((number, names)) => match number.trim().parse::<u16>() {
            Ok(number) if number > 0 => (Some(usize::from(number)), names),
            _ => return Err(format!("“{number}” is no number of a charger")),
        },
        None => (None, text),
    };
    let one = |name: &str| {
        simulator::quirk::quirk(name)
            .ok_or_else(|| format!("there is no quirk “{name}”; --help lists all of them"))
    };
    let quirks = names.split('+').map(str::trim).map(one).collect::<Result<_, _>>()?;
    Ok(DemoQuirks { charger, quirks })
}

fn quirk_help() -> String {
    let mut text = "Quirks that the first simulated chargers have, each its own, for example empty-vendor,slow-answers; \
        join several for one charger with +. A number names one charger: 3:firmware-fails-install. A charger whose quirks \
        have rows speaks OCPP 1.6.\n\nQuirks (with the rows of the table in tests/tests/wire/quirks/rows.txt):\n"
        .to_owned();
    for quirk in simulator::quirk::quirks() {
        let rows: Vec<String> = quirk.rows.iter().map(u8::to_string).collect();
        match rows.is_empty() {
            true => text.push_str(&format!("  {}\n", quirk.name)),
            false => text.push_str(&format!("  {} ({})\n", quirk.name, rows.join(", "))),
        }
    }
    text
}

fn system_locale() -> String {
    let set = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    let value = set("LC_ALL").or_else(|| set("LC_NUMERIC")).or_else(|| set("LANG")).unwrap_or_default();
    locale_of(&value)
}

/// The BCP 47 locale of a POSIX one; `en` for `C`, `POSIX` and nothing.
fn locale_of(posix: &str) -> String {
    let name = posix.split(['.', '@']).next().unwrap_or_default().replace('_', "-");
    let usable = name.split('-').next().is_some_and(|language| (2..=3).contains(&language.len()));
    if usable { name } else { "en".to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_locale_of_the_system_becomes_one_of_the_web() {
        assert_eq!(locale_of("de_DE.UTF-8"), "de-DE");
        assert_eq!(locale_of("pt_BR"), "pt-BR");
        assert_eq!(locale_of("C.UTF-8"), "en");
        assert_eq!(locale_of("POSIX"), "en");
        assert_eq!(locale_of(""), "en");
    }

    #[test]
    fn quirks_are_read_by_name_and_a_wrong_name_is_refused() {
        let quirks = ["forecourtd", "--demo", "3", "--demo-quirk", "empty-vendor,slow-answers+pretty-json"];
        let names = |arguments: &[&str]| -> Vec<Vec<&str>> {
            let quirks = each_its_own(&Arguments::parse_from(arguments).demo_quirk);
            quirks.iter().map(|of| of.iter().map(|quirk| quirk.name).collect()).collect()
        };
        assert_eq!(names(&quirks), [vec!["empty-vendor"], vec!["slow-answers", "pretty-json"]]);
        let third = ["forecourtd", "--demo", "6", "--demo-quirk", "3:firmware-fails-install"];
        assert_eq!(names(&third), [vec![], vec![], vec!["firmware-fails-install"]]);
        for wrong in ["perfect", "0:empty-vendor", "x:empty-vendor"] {
            let arguments = ["forecourtd", "--demo", "1", "--demo-quirk", wrong];
            assert!(Arguments::try_parse_from(arguments).is_err(), "{wrong}");
        }
        assert!(quirk_help().contains("\n  empty-vendor (23)\n"));
        assert!(quirk_help().contains("\n  firmware-silent\n"));
    }

    #[test]
    fn ports_for_files_are_the_settings_unless_they_are_named() {
        let of = |more: &[&str]| {
            let options = [&["forecourtd", "--ocpp", "10.0.0.2:9310"], more].concat();
            Arguments::try_parse_from(options).map(|read| read.options().files)
        };
        let files = of(&[]).unwrap();
        assert_eq!((files.ip.to_string(), files.http, files.passive), ("10.0.0.2".into(), None, None));
        let files = of(&["--files", "127.0.0.1:80", "--ftp-data", "5000-5000"]).unwrap();
        assert_eq!((files.http.map(|at| at.port()), files.passive), (Some(80), Some(5000..=5000)));
        for wrong in ["5000", "5001-5000", "0-1", "a-b"] {
            assert!(of(&["--ftp-data", wrong]).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_demonstration_keeps_away_from_real_data() {
        let real = Arguments::parse_from(["forecourtd"]).data_folder();
        let demo = Arguments::parse_from(["forecourtd", "--demo", "2"]).data_folder();
        assert_ne!(real, demo);
    }
}
