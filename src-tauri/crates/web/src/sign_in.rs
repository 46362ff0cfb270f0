//! Who may use the browser door: whoever knows the operator's token.

use std::fs;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use axum::http::HeaderMap;
use axum::http::header::{AUTHORIZATION, COOKIE, HOST, ORIGIN};
use subtle::ConstantTimeEq;

/// The cookie's name.
pub const COOKIE_NAME: &str = "forecourt";

/// The operator's token: read from `operator-token` in the data folder, or made there, readable by its owner only.
pub fn token(folder: &Path) -> Result<(PathBuf, String), anyhow::Error> {
    let path = folder.join("operator-token");
    match fs::read_to_string(&path) {
        Ok(token) if token.trim().len() >= 32 => return Ok((path, token.trim().to_owned())),
        Err(error) if error.kind() != ErrorKind::NotFound => {
            anyhow::bail!(
                "the operator token {} cannot be read ({error}). Remove the file to have a new one made.",
                path.display()
            );
        }
        _ => {}
    }
    let token = format!("{}{}", uuid::Uuid::new_v4().simple(), uuid::Uuid::new_v4().simple());
    write_private(&path, &token).map_err(|error| {
        anyhow::anyhow!("the operator token {} cannot be written ({error}).", path.display())
    })?;
    Ok((path, token))
}

fn write_private(path: &Path, text: &str) -> std::io::Result<()> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    let mut file = options.open(path)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

/// Whether two secrets are the same, in a time that does not tell where they differ.
pub fn same(one: &str, other: &str) -> bool {
    one.as_bytes().ct_eq(other.as_bytes()).into()
}

/// Whether a request comes from the operator: by bearer token, or by cookie from our own page.
///
/// A cookie alone would let any page on this computer act in the operator's name, so a foreign origin is refused.
pub fn is_operator(headers: &HeaderMap, token: &str) -> bool {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    if let Some(bearer) = text(AUTHORIZATION).and_then(|value| value.strip_prefix("Bearer ")) {
        return same(bearer.trim(), token);
    }
    let own_page = match (text(ORIGIN), text(HOST)) {
        (Some(origin), Some(host)) => origin.split_once("://").is_some_and(|(_, from)| from == host),
        (None, _) => true,
        (Some(_), None) => false,
    };
    let cookie = text(COOKIE).unwrap_or_default().split(';').find_map(|pair| {
        let (name, value) = pair.trim().split_once('=')?;
        (name == COOKIE_NAME).then_some(value)
    });
    own_page && cookie.is_some_and(|value| same(value, token))
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| (name.parse().unwrap(), HeaderValue::from_static(value))).collect()
    }

    #[test]
    fn a_cookie_counts_only_from_our_own_page() {
        let own = headers(&[("cookie", "a=b; forecourt=secret"), ("origin", "http://x:1"), ("host", "x:1")]);
        assert!(is_operator(&own, "secret"));
        let foreign = headers(&[("cookie", "forecourt=secret"), ("origin", "http://evil"), ("host", "x:1")]);
        assert!(!is_operator(&foreign, "secret"));
        assert!(is_operator(&headers(&[("authorization", "Bearer secret")]), "secret"));
        assert!(!is_operator(&headers(&[("authorization", "Bearer wrong")]), "secret"));
        assert!(!is_operator(&HeaderMap::new(), "secret"));
    }

    #[test]
    fn a_token_is_made_once_and_only_its_owner_can_read_it() {
        let folder = tempfile::tempdir().unwrap();
        let (path, first) = token(folder.path()).unwrap();
        assert_eq!(token(folder.path()).unwrap().1, first);
        assert_eq!(first.len(), 64);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(fs::metadata(path).unwrap().permissions().mode() & 0o777, 0o600);
        }
    }
}
