//! The password of the mail account, in a file of its own.

use std::fmt;
use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::Path;

const NAME: &str = "mail-password";

/// A password that shows itself to nobody.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct MailPassword(pub(super) String);

impl fmt::Debug for MailPassword {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_empty() { "no password" } else { "••••••••" })
    }
}

impl MailPassword {
    /// This one.
    pub fn new(password: String) -> Self {
        Self(password)
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The one in the data folder; none when there is no file.
    ///
    /// # Errors
    /// When the file is there and cannot be read.
    pub fn read(folder: &Path) -> io::Result<Self> {
        match fs::read_to_string(folder.join(NAME)) {
            Ok(text) => Ok(Self(text)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Self::default()),
            Err(error) => Err(error),
        }
    }

    /// Writes it into the data folder, readable for nobody else; an empty one removes the file.
    ///
    /// # Errors
    /// When the file cannot be written; the old one is still there then.
    pub fn write(&self, folder: &Path) -> io::Result<()> {
        let place = folder.join(NAME);
        if self.is_empty() {
            return match fs::remove_file(place) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
                _ => Ok(()),
            };
        }
        let part = folder.join(format!("{NAME}.part"));
        // Made anew: an older file would keep its rights.
        drop(fs::remove_file(&part));
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(&part)?;
        file.write_all(self.0.as_bytes())?;
        file.sync_all()?;
        fs::rename(part, place)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_kept_for_us_alone_and_hidden() {
        let folder = tempfile::tempdir().unwrap();
        assert!(MailPassword::read(folder.path()).unwrap().is_empty());
        let password = MailPassword::new("pass word ü".to_owned());
        password.write(folder.path()).unwrap();
        assert_eq!(MailPassword::read(folder.path()).unwrap(), password);
        assert!(!format!("{password:?}").contains("pass"));
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = fs::metadata(folder.path().join(NAME)).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600);
        }
        MailPassword::default().write(folder.path()).unwrap();
        MailPassword::default().write(folder.path()).unwrap();
        assert!(!folder.path().join(NAME).exists());
    }
}
