//! Starting other programs, and reading along while they talk to the terminal.

use std::env;
use std::ffi::OsStr;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex, mpsc};
use std::thread;
use std::time::Duration;

/// The top of the repository.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .ancestors()
        .nth(2)
        .expect("this crate lies two folders below the top")
        .to_path_buf()
}

/// Where Cargo puts what it builds.
pub fn target() -> PathBuf {
    env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from)
}

/// The path of a built program.
pub fn built(profile: &str, name: &str) -> PathBuf {
    target().join(profile).join(format!("{name}{}", env::consts::EXE_SUFFIX))
}

/// A command that starts at the top of the repository.
pub fn command(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(program);
    command.current_dir(root());
    command
}

/// `npm` in the UI's folder.
pub fn npm(args: &[&str]) -> Command {
    // On Windows npm is a script, which only starts under its full name.
    let mut command = command(if cfg!(windows) { "npm.cmd" } else { "npm" });
    command.current_dir(root().join("ui")).args(args);
    command
}

/// The Cargo that started us.
pub fn cargo(args: &[&str]) -> Command {
    let mut command = command(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(args);
    // What a machine builds once and throws away need not be kept in pieces.
    if env::var_os("CI").is_some() {
        command.env("CARGO_INCREMENTAL", "0");
    }
    command
}

/// The first of these programs that is on the search path.
pub fn find(names: &[&str]) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    names.iter().find_map(|name| {
        env::split_paths(&path)
            .map(|folder| folder.join(format!("{name}{}", env::consts::EXE_SUFFIX)))
            .find(|file| file.is_file())
    })
}

/// The search path with one more folder at its end, so that what is installed already wins.
pub fn path_with(folder: &Path) -> std::ffi::OsString {
    let path = env::var_os("PATH").unwrap_or_default();
    env::join_paths(env::split_paths(&path).chain([folder.to_path_buf()])).unwrap_or(path)
}

/// What a program prints, when it runs and succeeds.
pub fn ask(program: &str, args: &[&str]) -> Option<String> {
    let output = Command::new(program).args(args).stdin(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// Runs to the end, talking straight to the terminal.
///
/// # Errors
/// The sentence to show when the program cannot be started or fails.
pub fn run(command: &mut Command) -> Result<(), String> {
    match command.status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("{} stopped with {status}", line(command))),
        Err(why) => Err(format!("{} could not be started: {why}", line(command))),
    }
}

/// Runs to the end, passes on what it says as it says it, and returns a copy and whether it succeeded.
///
/// # Errors
/// The sentence to show when the program cannot be started.
pub fn run_and_listen(command: &mut Command) -> Result<(String, bool), String> {
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|why| format!("{} could not be started: {why}", line(command)))?;
    let (out, err) = (Copy::default(), Copy::default());
    let (finished, reading) = mpsc::channel::<()>();
    pass_on(child.stdout.take(), std::io::stdout(), out.clone(), finished.clone());
    pass_on(child.stderr.take(), std::io::stderr(), err.clone(), finished);
    let status = child.wait().map_err(|why| why.to_string())?;
    // Both readers end with the program, unless something that it left running still holds its output.
    let _ = reading.recv_timeout(LEFTOVERS);
    let text =
        |copy: &Copy| copy.lock().map(|copy| String::from_utf8_lossy(&copy).into_owned()).unwrap_or_default();
    Ok((format!("{}\n{}", text(&out), text(&err)), status.success()))
}

/// What a program said so far.
type Copy = Arc<Mutex<Vec<u8>>>;

/// How long a program that has ended may still be heard through others.
const LEFTOVERS: Duration = Duration::from_secs(3);

/// Passes everything on and keeps a copy; lets go of `finished` at the end.
fn pass_on(
    from: Option<impl Read + Send + 'static>,
    mut to: impl Write + Send + 'static,
    copy: Copy,
    finished: mpsc::Sender<()>,
) {
    thread::spawn(move || {
        let mut buffer = [0; 8192];
        let Some(mut from) = from else { return };
        while let Ok(read @ 1..) = from.read(&mut buffer) {
            if let Ok(mut copy) = copy.lock() {
                copy.extend(&buffer[..read]);
            }
            // A closed terminal is no reason to stop the work.
            let _ = to.write_all(&buffer[..read]).and_then(|()| to.flush());
        }
        drop(finished);
    });
}

/// The command as a person would type it.
fn line(command: &Command) -> String {
    let program = Path::new(command.get_program());
    let name = program.file_stem().unwrap_or(program.as_os_str());
    [name].into_iter().chain(command.get_args()).map(OsStr::to_string_lossy).collect::<Vec<_>>().join(" ")
}

#[cfg(all(test, unix))]
mod tests {
    use super::{command, run_and_listen};

    #[test]
    fn both_outputs_are_heard_and_failure_is_seen() {
        let (text, succeeded) =
            run_and_listen(command("sh").args(["-c", "echo out; echo err >&2; exit 3"])).unwrap();
        assert!(text.contains("out\n") && text.contains("err\n"), "{text}");
        assert!(!succeeded);
    }

    #[test]
    fn something_left_running_does_not_hold_us_up() {
        let began = std::time::Instant::now();
        let (text, succeeded) = run_and_listen(command("sh").args(["-c", "sleep 20 & echo done"])).unwrap();
        assert!(succeeded && text.contains("done"));
        assert!(began.elapsed().as_secs() < 15);
    }
}
