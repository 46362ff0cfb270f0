//! A second start shows the window of the first and ends. Without a session bus the data folder's lock still keeps
//! two programs apart, with a sentence.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::Path;

use tauri::Runtime;
use tauri::plugin::TauriPlugin;
use web::arguments::Arguments;

use crate::window;

/// The plugin that finds the first start of the same data folder. Other folders are other programs.
pub fn plugin<R: Runtime>(arguments: &Arguments) -> TauriPlugin<R> {
    tauri_plugin_single_instance::Builder::new()
        .callback(|app, _, _| window::bring(app))
        .dbus_id(name_of(&arguments.data_folder()))
        .build()
}

/// A bus name for the folder, the same however the folder is written.
fn name_of(folder: &Path) -> String {
    let folder =
        folder.canonicalize().or_else(|_| std::path::absolute(folder)).unwrap_or_else(|_| folder.into());
    let mut hash = DefaultHasher::new();
    folder.hash(&mut hash);
    format!("org.forecourt.console.d{:016x}", hash.finish())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_data_folder_has_a_name_of_its_own() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(name_of(folder.path()), name_of(&folder.path().join(".")));
        assert_ne!(name_of(folder.path()), name_of(&folder.path().join("other")));
    }
}
