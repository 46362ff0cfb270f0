//! The program around the bridge: data folder, log, chargers' port, browser console, simulated chargers.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

use bridge::Console;
use tokio::task::JoinHandle;
use tracing_appender::non_blocking::WorkerGuard;

use crate::arguments::{Arguments, each_its_own};
use crate::server::Server;
use crate::{log, sign_in};

/// The running program. Stop it with [`Program::stop`].
pub struct Program {
    /// What both doors lead to.
    pub console: Arc<Console>,
    /// The browser console.
    pub server: Server,
    /// The file that holds the operator's token.
    pub token_file: PathBuf,
    token: String,
    demo: Option<JoinHandle<()>>,
    _log: Option<WorkerGuard>,
}

impl Program {
    /// Starts everything.
    ///
    /// # Errors
    /// One sentence that says what happened and the next step. Nothing is left running.
    pub async fn start(arguments: &Arguments) -> Result<Self, anyhow::Error> {
        // A thousand chargers need more file handles than many systems grant at first.
        drop(rlimit::increase_nofile_limit(65_536));
        if arguments.tls_certificate.len() != arguments.tls_key.len() {
            anyhow::bail!("Each --tls-certificate needs its --tls-key, in the same order.");
        }
        let options = arguments.options();
        let folder = options.data.clone();
        let log = log::start(&folder);
        let console = Arc::new(Console::start(options, Arc::new(wall_clock)).await?);
        let started = async {
            let (token_file, token) = sign_in::token(&folder)?;
            let server = Server::start(arguments.web, Arc::clone(&console), token.clone()).await?;
            Ok::<_, anyhow::Error>((token_file, token, server))
        };
        let (token_file, token, server) = match started.await {
            Ok(started) => started,
            Err(error) => {
                console.stop().await;
                return Err(error);
            }
        };
        let demo = (arguments.demo > 0).then(|| demo(arguments, console.address()));
        Ok(Self { console, server, token_file, token, demo, _log: log })
    }

    /// The line that says that chargers are welcome.
    pub fn ready_line(&self) -> String {
        let (ocpp, web) = (self.console.address(), self.server.address());
        let secure = self.console.secure_address().map(|at| format!(" ocpps={at}")).unwrap_or_default();
        format!("ready ocpp={ocpp}{secure} web={web} token-file={}", self.token_file.display())
    }

    /// The browser console's address, with the token that signs in.
    pub fn sign_in_url(&self) -> String {
        format!("http://{}/#token={}", self.server.address(), self.token)
    }

    /// Stops listening, lets what was acknowledged be written, closes the database.
    pub async fn stop(self) {
        if let Some(demo) = self.demo {
            demo.abort();
        }
        self.server.stop().await;
        self.console.stop().await;
    }
}

/// What the ledger of the data folder looks like, in one sentence, and whether it holds.
///
/// # Errors
/// When it cannot be read.
pub fn check_ledger(arguments: &Arguments) -> Result<(String, bool), anyhow::Error> {
    let folder = arguments.data_folder();
    let checked = bridge::check_ledger(&folder, wall_clock()).map_err(|_| {
        anyhow::anyhow!("There is no ledger of this version of Forecourt in {}.", folder.display())
    })?;
    Ok(match checked.broken {
        None => (format!("The ledger holds: {} entries, newest {}.", checked.entries, checked.head), true),
        Some(broken) => {
            let what = match broken.why.as_str() {
                "content" => "what was written about it is not what stands there",
                "order" => "entries are missing or at another place",
                _ => "its figures are not those that were closed",
            };
            (
                format!("The ledger breaks at session {}, entry {}: {what}.", broken.session, broken.entry),
                false,
            )
        }
    })
}

/// The wall clock, read here and nowhere else.
#[allow(
    clippy::disallowed_methods,
    reason = "this is the place where the clock is made; everything else is given it"
)]
fn system_time() -> jiff::Timestamp {
    jiff::Timestamp::now()
}

fn wall_clock() -> bridge::Moment {
    bridge::Moment(system_time().as_millisecond())
}

/// Simulated chargers call like real ones: over the network, at the address that the ready line names.
fn demo(arguments: &Arguments, listening: SocketAddr) -> JoinHandle<()> {
    let url = Arguments::demo_url(listening);
    let mut plan = simulator::Plan::new(url, usize::from(arguments.demo), Arc::new(system_time));
    plan.quirks = each_its_own(&arguments.demo_quirk);
    simulator::spawn(plan)
}
