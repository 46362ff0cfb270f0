//! Forecourt, the desktop program: the whole centre, the browser console, and a window on them.
//!
//! The composition root. What runs is `web`'s program, the same as without a window; this adds the window, the tray
//! icon, the file dialog and the rule that a second start shows the first window.
//!
//! Not here: what a request means, HTTP, OCPP words, SQL, anything that draws on the screen but the page that says why
//! Forecourt did not start.

#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

mod environment;
mod files;
mod intake;
mod quit;
mod rpc;
mod second_start;
mod startup;
mod tray;
mod window;

#[cfg(test)]
mod doors_tests;

use std::io::Write;
use std::process::ExitCode;
use std::sync::{Arc, Mutex, PoisonError};

use clap::Parser;
use tauri::{Manager, RunEvent, Runtime};
use web::arguments::Arguments;
use web::program::Program;

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match environment::prepare().and_then(|()| run(&arguments)) {
        Ok(code) => code,
        Err(error) => {
            complain(&error);
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &Arguments) -> Result<ExitCode, anyhow::Error> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().max_blocking_threads(8).build()?;
    tauri::async_runtime::set(runtime.handle().clone());
    let again = startup::Again::default();
    let app = with_commands(tauri::Builder::default())
        // First, so that a second start ends here, before it touches the data folder.
        .plugin(second_start::plugin(arguments))
        .plugin(window::memory_of_place())
        .plugin(tauri_plugin_dialog::init())
        .register_uri_scheme_protocol(startup::SCHEME, |asked, _| startup::page(asked.app_handle()))
        .build(context())?;
    let started = runtime.block_on(Program::start(arguments));
    let failed = started.is_err();
    let program = match started {
        Ok(program) => {
            announce(&program);
            app.manage(Arc::clone(&program.console));
            app.manage(files::ExportFolder::from_environment());
            window::open(app.handle())?;
            tray::show(app.handle());
            Some(program)
        }
        Err(error) => {
            complain(&error);
            startup::open(app.handle(), &error, &again)?;
            None
        }
    };
    runtime.spawn(quit::on_signal(app.handle().clone()));
    let program = Mutex::new(program);
    let code = app.run_return(move |_, event| {
        // On some systems nothing after this event is certain to run.
        if let RunEvent::Exit = event
            && let Some(program) = program.lock().unwrap_or_else(PoisonError::into_inner).take()
        {
            tauri::async_runtime::block_on(program.stop());
        }
    });
    again.start()?;
    let failed = failed && !again.is_wanted();
    Ok(ExitCode::from(u8::from(failed || code != 0)))
}

/// The commands that the window's page may call; `build.rs` and the capabilities name the same ones.
fn with_commands<R: Runtime>(builder: tauri::Builder<R>) -> tauri::Builder<R> {
    builder.manage(rpc::Pumps::default()).manage(intake::Intakes::default()).invoke_handler(
        tauri::generate_handler![
            rpc::rpc,
            rpc::events,
            rpc::unsubscribe,
            files::export_file,
            files::export_trace,
            files::export_support,
            files::export_evidence,
            files::save_received,
            intake::firmware_begin,
            intake::firmware_piece,
            intake::firmware_end,
            intake::firmware_drop
        ],
    )
}

/// Configuration, capabilities and the built screens, all inside the program.
fn context<R: Runtime>() -> tauri::Context<R> {
    tauri::generate_context!()
}

fn announce(program: &Program) {
    let mut out = std::io::stdout();
    // Started from a desktop, nobody may be listening.
    drop(writeln!(out, "{}", program.ready_line()));
    drop(out.flush());
}

fn complain(error: &anyhow::Error) {
    drop(writeln!(std::io::stderr(), "Forecourt did not start: {error}"));
}
