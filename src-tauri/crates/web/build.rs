//! Sees to it that the folder of the built interface exists, so that the crate compiles before the interface does.

use std::path::Path;

fn main() {
    let dist = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../ui/dist");
    // Without the folder the embedding fails to compile; without files the server says how to build them.
    drop(std::fs::create_dir_all(&dist));
    println!("cargo:rerun-if-changed={}", dist.display());
}
