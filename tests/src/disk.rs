//! A small disk that can be full or may not be written.

use std::fs;
use std::path::Path;
use std::process::Command;

use tempfile::TempDir;

/// A disk of its own; unmounted when dropped.
pub struct Disk(TempDir);

impl Disk {
    /// Mounts one, with mount's options. `None`, with the reason printed, where that is not allowed.
    #[allow(clippy::print_stdout, reason = "a skipped test must say so")]
    pub fn mount(options: &str) -> Option<Self> {
        let folder = tempfile::tempdir().expect("a folder");
        let mounted =
            Command::new("mount").args(["-t", "tmpfs", "-o", options, "tmpfs"]).arg(folder.path()).output();
        match mounted {
            Ok(done) if done.status.success() => Some(Self(folder)),
            other => {
                println!("skipped: no disk can be mounted here ({other:?})");
                None
            }
        }
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        self.0.path()
    }

    /// Mounts it anew with other options; what lies on it stays.
    pub fn remount(&self, options: &str) {
        let options = format!("remount,{options}");
        let done = Command::new("mount").args(["-o", &options]).arg(self.path()).status();
        assert!(done.is_ok_and(|status| status.success()), "the disk can be mounted anew");
    }

    /// Fills what is left, up to 16 MB, and frees so many bytes again.
    pub fn fill(&self, free: u64) {
        // The last piece does not fit, and that is the point.
        drop(fs::write(self.ballast(), vec![1_u8; 16 * 1024 * 1024]));
        let ballast = fs::OpenOptions::new().write(true).open(self.ballast()).expect("there it is");
        let size = ballast.metadata().expect("a size").len();
        ballast.set_len(size.checked_sub(free).expect("so much lies on it")).expect("it can be cut");
    }

    /// Makes room again.
    pub fn clear(&self) {
        fs::remove_file(self.ballast()).expect("there it is");
    }

    /// The names of what lies on it, sorted, without what only fills it.
    pub fn names(&self, folder: &str) -> Vec<String> {
        let entries = fs::read_dir(self.path().join(folder)).expect("a folder").flatten();
        let names = entries.map(|entry| entry.file_name().to_string_lossy().into_owned());
        let mut names: Vec<String> = names.filter(|name| name != "ballast").collect();
        names.sort();
        names
    }

    fn ballast(&self) -> std::path::PathBuf {
        self.path().join("ballast")
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        drop(Command::new("umount").arg("--lazy").arg(self.path()).status());
    }
}
