//! What is written by itself on the first of the month, and to whom it goes.

use std::path::Path;

use crate::mail::is_address;
use crate::time::Timestamp;

/// The schedule of the monthly report.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Schedule {
    /// Since when it is switched on: the month of this moment is the first that is written.
    pub since: Option<Timestamp>,
    /// The folder for the files.
    pub folder: String,
    /// Write CSV.
    pub csv: bool,
    /// Write XLSX.
    pub xlsx: bool,
    /// Write PDF.
    pub pdf: bool,
    /// Who gets the files by mail; empty = nobody.
    pub mail_to: Vec<String>,
}

impl Schedule {
    /// The first field that holds what it may not: its name and why. What is switched off may be unfinished.
    pub fn wrong(&self) -> Option<(&'static str, &'static str)> {
        if self.mail_to.len() > 20 || !self.mail_to.iter().all(|to| is_address(to)) {
            return Some(("mailTo", "address"));
        }
        self.since?;
        if self.folder.trim().is_empty() || self.folder.len() > 1000 {
            return Some(("folder", "missing"));
        }
        if !Path::new(self.folder.trim()).is_absolute() {
            // It would be looked for in whatever folder the program was started in.
            return Some(("folder", "relative"));
        }
        (!self.csv && !self.xlsx && !self.pdf).then_some(("formats", "missing"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_switched_on_needs_a_folder_and_a_format() {
        let folder = if cfg!(windows) { r"C:\reports" } else { "/srv/reports" };
        let on =
            Schedule { since: Some(Timestamp(1)), folder: folder.into(), csv: true, ..Schedule::default() };
        assert_eq!(on.wrong(), None);
        assert_eq!(Schedule { folder: " ".into(), ..on.clone() }.wrong(), Some(("folder", "missing")));
        assert_eq!(Schedule { folder: "reports".into(), ..on.clone() }.wrong(), Some(("folder", "relative")));
        assert_eq!(Schedule { csv: false, ..on.clone() }.wrong(), Some(("formats", "missing")));
        assert_eq!(Schedule { mail_to: vec!["x".into()], ..on }.wrong(), Some(("mailTo", "address")));
        assert_eq!(Schedule::default().wrong(), None);
    }
}
