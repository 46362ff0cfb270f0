//! Forecourt without a window: the centre and the browser console. Prints one `ready` line when chargers are welcome.

use std::io::{IsTerminal, Write};
use std::process::ExitCode;

use clap::Parser;
use web::arguments::Arguments;
use web::program::Program;

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    if arguments.check_ledger {
        return checked(&arguments);
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().max_blocking_threads(8).build();
    let result = runtime.map_err(anyhow::Error::from).and_then(|runtime| runtime.block_on(run(&arguments)));
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            drop(writeln!(std::io::stderr(), "Forecourt did not start: {error}"));
            ExitCode::FAILURE
        }
    }
}

/// Says whether the ledger holds; fails where it does not.
fn checked(arguments: &Arguments) -> ExitCode {
    let (sentence, holds) = match web::program::check_ledger(arguments) {
        Ok(checked) => checked,
        Err(error) => (error.to_string(), false),
    };
    drop(writeln!(std::io::stdout(), "{sentence}"));
    if holds { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

async fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let program = Program::start(arguments).await?;
    // Whoever reads the ready line may end us the moment after.
    let stop = asked_to_stop();
    let mut out = std::io::stdout();
    writeln!(out, "{}", program.ready_line())?;
    // The link holds the operator's token, so it is shown to a person and never written into a log file.
    if out.is_terminal() {
        writeln!(out, "Open {} in a browser on this computer.", program.sign_in_url())?;
    }
    out.flush()?;
    stop.await;
    program.stop().await;
    Ok(())
}

/// Listens from now on; ends when the program shall.
#[cfg(unix)]
fn asked_to_stop() -> impl Future<Output = ()> {
    use tokio::signal::unix::{SignalKind, signal};
    let terminate = signal(SignalKind::terminate());
    async {
        let Ok(mut terminate) = terminate else {
            return drop(tokio::signal::ctrl_c().await);
        };
        tokio::select! {
            _ = terminate.recv() => {}
            _ = tokio::signal::ctrl_c() => {}
        }
    }
}

#[cfg(not(unix))]
fn asked_to_stop() -> impl Future<Output = ()> {
    async { drop(tokio::signal::ctrl_c().await) }
}
