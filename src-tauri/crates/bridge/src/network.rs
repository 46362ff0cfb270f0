//! The addresses of this computer on which chargers can reach it.

use std::net::IpAddr;

use crate::view::Network;

/// Network addresses, cables first; loopback only where there is nothing else, or when we listen nowhere else.
pub fn networks(listen: IpAddr, port: u16) -> Vec<Network> {
    let mut found: Vec<(String, IpAddr)> = if_addrs::get_if_addrs()
        .unwrap_or_default()
        .into_iter()
        .map(|interface| (interface.name.clone(), interface.ip()))
        .filter(|(_, ip)| ip.is_ipv4() && !ip.is_loopback() && !is_link_local(*ip))
        .filter(|(_, ip)| listen.is_unspecified() || *ip == listen)
        .collect();
    if found.is_empty() {
        let address = if listen.is_unspecified() { IpAddr::from([127, 0, 0, 1]) } else { listen };
        found.push((String::new(), address));
    }
    let mut networks: Vec<Network> = found.into_iter().map(|(name, ip)| network(name, ip, port)).collect();
    networks.sort_by_key(|network| match network.medium.as_str() {
        "cable" => 0,
        "wifi" => 1,
        _ => 2,
    });
    networks
}

fn is_link_local(ip: IpAddr) -> bool {
    matches!(ip, IpAddr::V4(v4) if v4.is_link_local())
}

fn network(name: String, ip: IpAddr, port: u16) -> Network {
    let host = match ip {
        IpAddr::V4(v4) => v4.to_string(),
        IpAddr::V6(v6) => format!("[{v6}]"),
    };
    let url = format!("ws://{host}:{port}/ocpp/");
    let qr = fast_qr::QRBuilder::new(url.as_str())
        .build()
        .map(|code| {
            use fast_qr::convert::Builder;
            fast_qr::convert::svg::SvgBuilder::default().margin(0).to_str(&code)
        })
        .unwrap_or_default();
    Network { medium: medium(&name).to_owned(), name, address: ip.to_string(), url, qr }
}

/// Guesses the medium from the names that systems give their network cards.
fn medium(name: &str) -> &'static str {
    let name = name.to_ascii_lowercase();
    let any = |prefixes: &[&str]| prefixes.iter().any(|prefix| name.starts_with(prefix));
    if any(&["wl", "wi-fi", "wifi", "wlan"]) {
        "wifi"
    } else if any(&["en", "eth", "ethernet", "em", "lan"]) {
        "cable"
    } else {
        "other"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_closed_listener_names_only_its_own_address() {
        let networks = networks(IpAddr::from([127, 0, 0, 1]), 9310);
        assert_eq!(networks.len(), 1);
        assert_eq!(networks[0].url, "ws://127.0.0.1:9310/ocpp/");
        assert!(networks[0].qr.starts_with("<svg"));
    }

    #[test]
    fn network_cards_are_told_apart_by_name() {
        assert_eq!(medium("enp3s0"), "cable");
        assert_eq!(medium("wlp2s0"), "wifi");
        assert_eq!(medium("tun0"), "other");
    }
}
