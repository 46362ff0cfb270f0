//! How a file travels between a station and us.

use crate::quirk::Transfer;

/// A way for files that we offer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Scheme {
    /// HTTP.
    Http,
    /// FTP, passive.
    Ftp,
}

/// How one file travels. It stays the same over a restart of ours, so that the station goes on where it was.
#[derive(Clone, PartialEq, Eq)]
pub struct Travel {
    /// The way.
    pub scheme: Scheme,
    /// What nobody can guess. Secret.
    pub key: String,
    /// What goes with it. Secret.
    pub password: String,
    /// The whole address that the station was given. Secret.
    pub location: String,
}

impl std::fmt::Debug for Travel {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Travel").field("scheme", &self.scheme).finish_non_exhaustive()
    }
}

/// Chooses a way: the operator's word, else the peculiarity of the charger, else what it says that it supports, else
/// HTTP. `offered` are its own words, upper or lower case; empty = it did not say.
///
/// # Errors
/// The ways that it takes, as words, when we offer none of them.
pub fn choose(offered: &[String], quirk: Transfer, wanted: Option<Scheme>) -> Result<Scheme, String> {
    if let Some(scheme) = wanted {
        return Ok(scheme);
    }
    match quirk {
        Transfer::Http => return Ok(Scheme::Http),
        Transfer::Ftp => return Ok(Scheme::Ftp),
        Transfer::Https => return Err("HTTPS".to_owned()),
        Transfer::Sftp => return Err("SFTP".to_owned()),
        Transfer::Any => {}
    }
    let offers = |way: &str| offered.iter().any(|word| word.trim().eq_ignore_ascii_case(way));
    if offered.is_empty() || offers("HTTP") {
        Ok(Scheme::Http)
    } else if offers("FTP") {
        Ok(Scheme::Ftp)
    } else {
        Err(offered.join(", "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_operator_then_the_peculiarity_then_the_charger_decide() {
        let words = |list: &str| -> Vec<String> { list.split(',').map(str::to_owned).collect() };
        assert_eq!(choose(&[], Transfer::Any, None), Ok(Scheme::Http));
        assert_eq!(choose(&words("FTP,FTPS"), Transfer::Any, None), Ok(Scheme::Ftp));
        assert_eq!(choose(&words("ftp, http"), Transfer::Any, None), Ok(Scheme::Http));
        assert_eq!(choose(&words("HTTPS,SFTP"), Transfer::Any, None), Err("HTTPS, SFTP".into()));
        assert_eq!(choose(&words("HTTP"), Transfer::Ftp, None), Ok(Scheme::Ftp));
        assert_eq!(choose(&words("HTTP"), Transfer::Sftp, None), Err("SFTP".into()));
        assert_eq!(choose(&words("HTTPS"), Transfer::Sftp, Some(Scheme::Ftp)), Ok(Scheme::Ftp));
    }
}
