//! The real program on a folder of its own.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, BufReader};
use tokio::process::{Child, Command};

use crate::charger::{Charger, Door, Refused};
use crate::operator::Operator;
use crate::time::within;

/// The program under test: `FORECOURTD`, or what Cargo built last.
pub fn binary() -> PathBuf {
    let built = || root().join("target/debug/forecourtd");
    let path = std::env::var_os("FORECOURTD").map_or_else(built, PathBuf::from);
    assert!(path.exists(), "{} is not there: run `cargo build -p web --bin forecourtd`", path.display());
    path
}

/// The Python that has the packages of the interop tests.
pub fn python() -> PathBuf {
    let own = || root().join("target/python/bin/python");
    let path = std::env::var_os("FORECOURT_PYTHON").map_or_else(own, PathBuf::from);
    assert!(path.exists(), "no Python with the packages of these tests: run `cargo xtask test` once");
    path
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("tests/ lies below the top").to_owned()
}

/// A running program. Must be stopped or killed before it is dropped.
pub struct Site {
    child: Child,
    folder: TempDir,
    options: Vec<String>,
    /// Where chargers call.
    pub ocpp: SocketAddr,
    /// Where chargers call that encrypt; nowhere unless the options say so.
    pub ocpps: Option<SocketAddr>,
    /// The operator's door.
    pub operator: Operator,
    over: bool,
}

/// A program that did not start.
#[derive(Debug)]
pub struct Failed {
    /// What it said on stderr.
    pub stderr: String,
    /// Its exit code.
    pub code: Option<i32>,
}

impl Site {
    /// A site where chargers wait to be let in and cards must be known.
    pub async fn strict() -> Self {
        Self::start(&[]).await
    }

    /// A site that lets every charger in and every card charge.
    pub async fn open() -> Self {
        Self::start(&["--accept-unknown", "--free-charging"]).await
    }

    /// A site with options.
    pub async fn start(options: &[&str]) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        Self::on(folder, options).await.expect("it starts")
    }

    /// A site on a folder that is there already.
    ///
    /// # Errors
    /// What it said when it did not start. The folder is gone then; [`Site::try_at`] keeps it.
    pub async fn on(folder: TempDir, options: &[&str]) -> Result<Self, Failed> {
        let options: Vec<String> = options.iter().map(|option| (*option).to_owned()).collect();
        let (child, Doors { ocpp, ocpps, operator }) = launch(folder.path(), &options).await?;
        Ok(Self { child, folder, options, ocpp, ocpps, operator, over: false })
    }

    /// Tries to start a program on a folder, and kills it at once when it does.
    ///
    /// # Errors
    /// What it said when it did not start.
    pub async fn try_at(folder: &Path, options: &[&str]) -> Result<(), Failed> {
        let options: Vec<String> = options.iter().map(|option| (*option).to_owned()).collect();
        let (mut child, ..) = launch(folder, &options).await?;
        child.kill().await.expect("it can be killed");
        Ok(())
    }

    /// The data folder.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// The database file.
    pub fn database(&self) -> PathBuf {
        self.folder().join("forecourt.db")
    }

    /// The process id.
    pub fn pid(&self) -> u32 {
        self.child.id().expect("it runs")
    }

    /// A charger that connects with OCPP 1.6 and boots.
    pub async fn charger16(&self, identity: &str) -> Charger {
        let mut charger = self.connect(identity, "ocpp1.6").await;
        let boot = r#"{"chargePointVendor":"Norvolt","chargePointModel":"Wall 11","chargePointSerialNumber":"S-1","firmwareVersion":"1.2"}"#;
        charger.ask("BootNotification", boot).await;
        charger
    }

    /// A charger that connects with OCPP 2.0.1 and boots.
    pub async fn charger201(&self, identity: &str) -> Charger {
        let mut charger = self.connect(identity, "ocpp2.0.1").await;
        let boot = r#"{"reason":"PowerUp","chargingStation":{"vendorName":"Hallden","model":"Post","serialNumber":"S-2","firmwareVersion":"2.0"}}"#;
        charger.ask("BootNotification", boot).await;
        charger
    }

    /// A charger that connects and says nothing.
    pub async fn connect(&self, identity: &str, protocol: &str) -> Charger {
        self.knock(Door::new(identity).offering(protocol)).await.expect("it is let in")
    }

    /// A charger that knocks in its own way.
    ///
    /// # Errors
    /// When it is turned away.
    pub async fn knock(&self, door: Door) -> Result<Charger, Refused> {
        Charger::connect(self.ocpp, door).await
    }

    /// Ends it as a service manager does; it must end well.
    pub async fn stop(mut self) -> TempDir {
        self.halt().await;
        self.hand_over()
    }

    /// Pulls the plug.
    pub async fn kill(mut self) -> TempDir {
        self.child.kill().await.expect("it can be killed");
        self.over = true;
        self.hand_over()
    }

    /// Ends it well and starts it again on the same folder with the same options.
    pub async fn restart(&mut self) {
        self.halt().await;
        self.resume().await;
    }

    /// Pulls the plug and starts it again on the same folder.
    pub async fn crash(&mut self) {
        self.child.kill().await.expect("it can be killed");
        self.resume().await;
    }

    async fn halt(&mut self) {
        let pid = self.pid().to_string();
        let sent = Command::new("kill").args(["-TERM", &pid]).status().await.expect("kill is there");
        assert!(sent.success());
        let status = within("a good end", self.child.wait()).await.expect("it can be waited for");
        assert!(status.success(), "it ended with {status}");
        self.over = true;
    }

    async fn resume(&mut self) {
        // Chargers come back to the address they know.
        if !self.options.iter().any(|option| option == "--ocpp") {
            self.options.extend(["--ocpp".to_owned(), self.ocpp.to_string()]);
        }
        let (child, doors) = launch(self.folder.path(), &self.options).await.expect("it starts again");
        (self.child, self.ocpp, self.ocpps, self.operator) = (child, doors.ocpp, doors.ocpps, doors.operator);
        self.over = false;
    }

    fn hand_over(mut self) -> TempDir {
        std::mem::replace(&mut self.folder, tempfile::tempdir().expect("a folder"))
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        if !self.over && !std::thread::panicking() {
            panic!("a test left its program running");
        }
    }
}

async fn launch(folder: &Path, options: &[String]) -> Result<(Child, Doors), Failed> {
    let mut command = Command::new(binary());
    command.arg("--data").arg(folder).args(["--web", "127.0.0.1:0"]).args(options);
    if !options.iter().any(|option| option == "--ocpp") {
        command.args(["--ocpp", "127.0.0.1:0"]);
    }
    for files in ["--files", "--ftp"] {
        if !options.iter().any(|option| option == files) {
            command.args([files, "127.0.0.1:0"]);
        }
    }
    command.env("TZ", "UTC").env("LC_ALL", "C").env("RUST_LOG", "warn");
    command.stdout(Stdio::piped()).stderr(Stdio::piped()).stdin(Stdio::null()).kill_on_drop(true);
    let mut child = command.spawn().expect("the program can be run");
    let mut out = BufReader::new(child.stdout.take().expect("piped"));
    let mut line = String::new();
    within("the ready line", out.read_line(&mut line)).await.expect("readable");
    let mut errors = child.stderr.take().expect("piped");
    let Some(doors) = ready(&line) else {
        let mut stderr = String::new();
        within("its last words", errors.read_to_string(&mut stderr)).await.expect("readable");
        let status = within("its end", child.wait()).await.expect("it can be waited for");
        return Err(Failed { stderr, code: status.code() });
    };
    // What it says later is shown with the test's own output, and never fills a pipe.
    tokio::spawn(async move {
        drop(tokio::io::copy(&mut errors, &mut tokio::io::stderr()).await);
    });
    Ok((child, doors))
}

/// Where a running program is reached.
struct Doors {
    ocpp: SocketAddr,
    ocpps: Option<SocketAddr>,
    operator: Operator,
}

fn ready(line: &str) -> Option<Doors> {
    let (addresses, token_file) = line.trim_end().strip_prefix("ready ")?.split_once(" token-file=")?;
    let address = |name: &str| addresses.split(' ').find_map(|part| part.strip_prefix(name)?.parse().ok());
    let token = std::fs::read_to_string(token_file).expect("the token can be read");
    let operator = Operator::new(address("web=")?, token.trim().to_owned());
    Some(Doors { ocpp: address("ocpp=")?, ocpps: address("ocpps="), operator })
}
