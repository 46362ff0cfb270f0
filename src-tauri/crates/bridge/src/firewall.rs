//! The commands that let chargers through this computer's firewall.

use central::Ports;

/// The commands for an operating system (`linux`, `windows`, `macos`), a line each; empty where there is nothing to
/// open: macOS asks by itself.
pub fn commands(system: &str, ports: &Ports) -> Vec<String> {
    let (http, ftp) = (ports.http.port(), ports.ftp.port());
    let (first, last) = (*ports.passive.start(), *ports.passive.end());
    match system {
        "windows" => vec![format!(
            "netsh advfirewall firewall add rule name=\"Forecourt files\" dir=in action=allow protocol=TCP localport={http},{ftp},{first}-{last}"
        )],
        "linux" => vec![
            format!("sudo ufw allow {http},{ftp},{first}:{last}/tcp"),
            format!(
                "sudo firewall-cmd --add-port={http}/tcp --add-port={ftp}/tcp --add-port={first}-{last}/tcp"
            ),
        ],
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_commands_name_every_port() {
        let any = |port| std::net::SocketAddr::from(([0, 0, 0, 0], port));
        let ports = Ports { http: any(9312), ftp: any(9321), passive: 9322..=9329 };
        for system in ["windows", "linux"] {
            for command in commands(system, &ports) {
                for port in ["9312", "9321", "9322", "9329"] {
                    assert!(command.contains(port), "{command}");
                }
            }
        }
        assert!(commands("macos", &ports).is_empty());
    }
}
