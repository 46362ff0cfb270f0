//! Servers under test, each a process of its own.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// A running server.
pub struct Server {
    child: Child,
    /// Where chargers call.
    pub address: String,
    /// Where the operator asks, and the token, for Forecourt.
    pub web: Option<(String, String)>,
    /// From the start of the process to its `ready` line.
    pub ready_after: Duration,
}

impl Server {
    /// The bare echo.
    pub fn echo() -> Self {
        Self::start(Command::new(env!("CARGO_BIN_EXE_echo")))
    }

    /// Forecourt without a window, on a data folder.
    pub fn forecourt(data: &Path) -> Self {
        let mut command = Command::new(forecourtd());
        command.arg("--data").arg(data);
        command.args([
            "--ocpp",
            "127.0.0.1:0",
            "--web",
            "127.0.0.1:0",
            "--accept-unknown",
            "--free-charging",
        ]);
        Self::start(command)
    }

    fn start(mut command: Command) -> Self {
        let began = Instant::now();
        let mut child = command
            .stdout(Stdio::piped())
            .stdin(Stdio::null())
            .spawn()
            .expect("the program is built: cargo xtask bench");
        let out = child.stdout.take().expect("stdout is piped");
        let mut line = String::new();
        BufReader::new(out).read_line(&mut line).expect("a line");
        let ready_after = began.elapsed();
        let value = |name: &str| {
            let found = line.split_whitespace().find_map(|word| word.strip_prefix(name)?.strip_prefix('='));
            found.map(str::to_owned)
        };
        let address = value("ocpp").unwrap_or_else(|| panic!("no ready line: {line}"));
        let token = value("token-file").and_then(|file| std::fs::read_to_string(file).ok());
        let web = value("web").zip(token.map(|token| token.trim().to_owned()));
        Self { child, address, web, ready_after }
    }

    /// Memory held, in MiB.
    pub fn resident_mib(&self) -> f64 {
        self.memory("VmRSS:")
    }

    /// The most memory that it held while something was done, in MiB.
    pub fn peak_mib<T>(&self, done: impl FnOnce() -> T) -> (f64, T) {
        // Linux counts the peak anew from here (proc(5), clear_refs).
        std::fs::write(format!("/proc/{}/clear_refs", self.child.id()), "5").expect("its own child");
        let done = done();
        (self.memory("VmHWM:"), done)
    }

    fn memory(&self, what: &str) -> f64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap_or_default();
        let line = status.lines().find(|line| line.starts_with(what)).unwrap_or_default();
        let kib: f64 = line.split_whitespace().nth(1).and_then(|n| n.parse().ok()).unwrap_or(0.0);
        kib / 1024.0
    }

    /// Waits until it has nothing more to do: the day's first backup begins three seconds after a start.
    #[allow(clippy::disallowed_methods, reason = "a benchmark waits for quiet, which nothing tells")]
    pub fn settle(&self) {
        std::thread::sleep(Duration::from_secs(4));
        let mut before = f64::NEG_INFINITY;
        while self.cpu_seconds() > before {
            before = self.cpu_seconds();
            std::thread::sleep(Duration::from_secs(1));
        }
    }

    /// Processor time used so far, in seconds.
    pub fn cpu_seconds(&self) -> f64 {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.child.id())).unwrap_or_default();
        let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
        let ticks = |index: usize| fields.get(index).and_then(|n| n.parse::<f64>().ok()).unwrap_or(0.0);
        // The 14th and 15th field of the whole line; the kernel counts in hundredths of a second.
        (ticks(11) + ticks(12)) / 100.0
    }

    /// Ends it and waits until it is gone. Forecourt closes its database first.
    pub fn stop(mut self) {
        if self.web.is_some() {
            let id = self.child.id().to_string();
            drop(Command::new("kill").arg(id).status());
        } else {
            drop(self.child.kill());
        }
        drop(self.child.wait());
    }
}

/// The optimised program: as told, else where `cargo build --release` puts it.
fn forecourtd() -> PathBuf {
    std::env::var_os("FORECOURTD").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/release/forecourtd"),
        PathBuf::from,
    )
}
