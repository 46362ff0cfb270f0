//! What tests of paper share: reading PDF back by a program that we did not write.

use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Stdio};

/// The text of a PDF as poppler reads it, with its layout.
pub fn text_of(pdf: &[u8]) -> String {
    let out = piped("pdftotext", &["-layout", "-enc", "UTF-8", "-", "-"], pdf);
    String::from_utf8(out).expect("UTF-8 was asked for")
}

/// How many pages it has: each ends with a form feed.
pub fn pages_of(pdf: &[u8]) -> usize {
    text_of(pdf).matches('\u{c}').count()
}

/// What a script of Python says about a workbook; `script` finds it in `book`.
pub fn ask_openpyxl(xlsx: &[u8], script: &str) -> String {
    let own = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../target/python/bin/python");
    let python = std::env::var_os("FORECOURT_PYTHON").map_or(own, PathBuf::from);
    assert!(python.exists(), "no Python with the packages of these tests: run `cargo xtask test` once");
    let head = "import io, sys, json, openpyxl\n\
                book = openpyxl.load_workbook(io.BytesIO(sys.stdin.buffer.read()))\n\
                sheet = book.active\n";
    let program = python.to_string_lossy().into_owned();
    let out = piped(&program, &["-X", "utf8", "-c", &format!("{head}{script}")], xlsx);
    String::from_utf8(out).expect("UTF-8 was asked for")
}

/// Gives a program bytes and takes what it says.
fn piped(program: &str, args: &[&str], bytes: &[u8]) -> Vec<u8> {
    let mut child = Command::new(program)
        .args(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap_or_else(|why| panic!("{program} is needed (`cargo xtask test` installs it): {why}"));
    let mut input = child.stdin.take().expect("piped");
    std::thread::scope(|scope| {
        scope.spawn(move || input.write_all(bytes));
        let out = child.wait_with_output().expect("it can be waited for");
        assert!(out.status.success(), "{program}: {}", out.status);
        out.stdout
    })
}

/// Keeps a file to be looked at, in `target/papers`.
pub fn keep(name: &str, bytes: &[u8]) {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../target/papers");
    std::fs::create_dir_all(&folder).expect("target can be written");
    std::fs::write(folder.join(name), bytes).expect("target can be written");
}
