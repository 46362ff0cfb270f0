//! Knowledge as data: what comes with the program, and files in the data folder that extend it.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

use serde::de::DeserializeOwned;

/// A file longer than this, in bytes, is not read.
const LONGEST: u64 = 1024 * 1024;

/// What is collected from files.
pub trait Volume: Default {
    /// What comes with the program, as TOML.
    const SHIPPED: &'static str;
    /// The folder in the data folder that extends it.
    const FOLDER: &'static str;
    /// What the files hold, for a sentence about one that cannot be used.
    const WHAT: &'static str;

    /// Adds a file's text. What cannot be used is told in [`Volume::problems`].
    fn add(&mut self, text: &str, file: &str);

    /// One sentence for each file, or part of one, that could not be used.
    fn problems(&mut self) -> &mut Vec<String>;
}

/// A volume as it is on disk now: read again when a file in the folder changed.
pub struct Shelf<T> {
    folder: PathBuf,
    read: Mutex<(Vec<Stamp>, Arc<T>)>,
}

/// A file of the folder, and what tells whether it changed.
type Stamp = (PathBuf, Option<SystemTime>, u64);

impl<T: Volume> Shelf<T> {
    /// The shelf of a data folder.
    pub fn new(data: &Path) -> Self {
        Self { folder: data.join(T::FOLDER), read: Mutex::new((Vec::new(), Arc::new(shipped()))) }
    }

    /// What it holds now. Blocks: it looks at the folder.
    pub fn read(&self) -> Arc<T> {
        let files = files(&self.folder);
        let mut read = self.read.lock().unwrap_or_else(PoisonError::into_inner);
        if read.0 != files {
            let mut volume: T = shipped();
            for (path, _, length) in &files {
                extend(&mut volume, path, *length);
            }
            for problem in volume.problems() {
                tracing::warn!(problem, "a file of {} cannot be used", T::WHAT);
            }
            *read = (files, Arc::new(volume));
        }
        Arc::clone(&read.1)
    }
}

/// What comes with the program.
pub fn shipped<T: Volume>() -> T {
    let mut volume = T::default();
    volume.add(T::SHIPPED, &format!("the {} that come with the program", T::WHAT));
    volume
}

/// The folder's `*.toml` files by name.
fn files(folder: &Path) -> Vec<Stamp> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let stamp = |path: PathBuf| {
        let meta = fs::metadata(&path).ok()?;
        meta.is_file().then(|| (path, meta.modified().ok(), meta.len()))
    };
    let is_ours = |path: &PathBuf| path.extension().is_some_and(|end| end.eq_ignore_ascii_case("toml"));
    let paths = entries.filter_map(|entry| Some(entry.ok()?.path()));
    let mut files: Vec<Stamp> = paths.filter(is_ours).filter_map(stamp).collect();
    files.sort();
    files
}

fn extend<T: Volume>(volume: &mut T, path: &Path, length: u64) {
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    if length > LONGEST {
        let problem = format!("{name} is too long for a file of {}; it is ignored", T::WHAT);
        return volume.problems().push(problem);
    }
    match fs::read_to_string(path) {
        Ok(text) => volume.add(&text, &name),
        Err(error) if error.kind() == ErrorKind::InvalidData => {
            volume.problems().push(format!("{name} is no text; it is ignored"));
        }
        Err(error) => volume.problems().push(format!("{name} cannot be read: {error}")),
    }
}

/// A file's content.
///
/// # Errors
/// One sentence that names the line.
pub fn from_toml<T: DeserializeOwned>(text: &str, file: &str) -> Result<T, String> {
    toml::from_str(text).map_err(|error: toml::de::Error| {
        let line = error.span().map_or(1, |span| text[..span.start].lines().count().max(1));
        format!("{file} cannot be used: line {line}: {}", error.message())
    })
}
