//! The site's mail account, and what may be written into it.

/// How the connection to a mail server is protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum MailSecurity {
    /// Encrypted from the first byte on (port 465).
    #[default]
    Tls,
    /// Encrypted before anything that matters is said (port 587).
    StartTls,
    /// Not at all: only to this computer and the network around it.
    None,
}

/// A mail account without its password.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MailAccount {
    /// The server; empty = mail is not set up.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the connection is protected.
    pub security: MailSecurity,
    /// Who logs in; empty = nobody needs to.
    pub user: String,
    /// The sender's address.
    pub from: String,
}

impl MailAccount {
    /// Whether mail can be sent at all.
    pub fn is_set_up(&self) -> bool {
        !self.host.is_empty()
    }

    /// The first field that holds what it may not: its name and why. An account without a server is none, and fine.
    pub fn wrong(&self) -> Option<(&'static str, &'static str)> {
        if !self.is_set_up() {
            return None;
        }
        let odd = |text: &str| text.chars().any(|c| c.is_control() || c.is_whitespace());
        if odd(&self.host) || self.host.len() > 253 {
            return Some(("host", "unknown"));
        }
        if self.port == 0 {
            return Some(("port", "range"));
        }
        if self.user.len() > 320 || self.user.chars().any(char::is_control) {
            return Some(("user", "length"));
        }
        (!is_address(&self.from)).then_some(("from", "address"))
    }
}

/// Whether a text looks like a mail address: something, an at sign, a name with nothing in it that no address has.
pub fn is_address(text: &str) -> bool {
    let odd =
        |c: char| c.is_control() || c.is_whitespace() || matches!(c, '<' | '>' | ',' | ';' | '"' | '(' | ')');
    let Some((name, host)) = text.rsplit_once('@') else { return false };
    !name.is_empty()
        && !host.is_empty()
        && text.len() <= 254
        && !name.contains('@')
        && !text.chars().any(odd)
        && !host.starts_with('.')
        && !host.ends_with('.')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_a_name_at_a_host() {
        for good in ["a@b.example", "first.last+x@mail.example", "root@localhost"] {
            assert!(is_address(good), "{good}");
        }
        for bad in ["", "a", "@b", "a@", "a b@c", "a@b@c", "a@b\r\nBcc: x@y", "<a@b>", "a@.b", "a@b."] {
            assert!(!is_address(bad), "{bad}");
        }
    }

    #[test]
    fn the_first_wrong_field_is_named() {
        let good = MailAccount {
            host: "mail.example".into(),
            port: 465,
            security: MailSecurity::Tls,
            user: "u".into(),
            from: "a@b.example".into(),
        };
        assert_eq!(good.wrong(), None);
        assert_eq!(MailAccount::default().wrong(), None);
        assert_eq!(MailAccount { host: "a b".into(), ..good.clone() }.wrong(), Some(("host", "unknown")));
        assert_eq!(MailAccount { port: 0, ..good.clone() }.wrong(), Some(("port", "range")));
        assert_eq!(MailAccount { from: "nobody".into(), ..good }.wrong(), Some(("from", "address")));
    }
}
