//! Prepares the shell: the folder of the built screens must exist, and only the named commands may be called.

use std::path::Path;

fn main() {
    let dist = Path::new(env!("CARGO_MANIFEST_DIR")).join("../ui/dist");
    // Embedding a missing folder fails to compile; the screens are built apart from the program.
    drop(std::fs::create_dir_all(dist));
    let commands = &[
        "rpc",
        "events",
        "unsubscribe",
        "export_file",
        "export_trace",
        "export_support",
        "export_evidence",
        "save_received",
        "firmware_begin",
        "firmware_piece",
        "firmware_end",
        "firmware_drop",
    ];
    let manifest = tauri_build::AppManifest::new().commands(commands);
    tauri_build::try_build(tauri_build::Attributes::new().app_manifest(manifest))
        .expect("the shell's configuration and capabilities are sound");
}
