//! How the program ends: by its menu, by closing the window, or because the system asks it to.

use std::sync::Arc;

use bridge::Console;
use bridge::request::Request;
use tauri::{AppHandle, Manager, Runtime};
use tauri_plugin_dialog::{DialogExt, MessageDialogButtons, MessageDialogKind};

use crate::window;

const WHAT_HAPPENS: &str = "The cars go on charging, but until Forecourt runs again nobody sees them here, and new \
    sessions may be refused by the chargers.";

/// Ends the program, after asking when cars are charging.
pub fn ask<R: Runtime>(app: &AppHandle<R>) {
    let app = app.clone();
    tauri::async_runtime::spawn(async move {
        let open = open_sessions(&app).await;
        if open == 0 {
            app.exit(0);
            return;
        }
        let question = match open {
            1 => "A session is running.".to_owned(),
            many => format!("{many} sessions are running."),
        };
        let mut dialog = app
            .dialog()
            .message(format!("{question} {WHAT_HAPPENS}"))
            .title("Quit Forecourt?")
            .kind(MessageDialogKind::Warning)
            .buttons(MessageDialogButtons::OkCancelCustom("Quit".to_owned(), "Keep running".to_owned()));
        if let Some(window) = app.get_webview_window(window::MAIN) {
            dialog = dialog.parent(&window);
        }
        dialog.show(move |quit| {
            if quit {
                app.exit(0);
            }
        });
    });
}

/// How many sessions run. None, when that cannot be known: closing must not fail because of it.
async fn open_sessions<R: Runtime>(app: &AppHandle<R>) -> usize {
    let Some(console) = app.try_state::<Arc<Console>>() else { return 0 };
    let Ok(snapshot) = console.request(Request::Snapshot, "window").await else { return 0 };
    let stations = snapshot["stations"].as_array().into_iter().flatten();
    let connectors = stations.flat_map(|station| station["connectors"].as_array().into_iter().flatten());
    connectors.filter(|connector| connector["session"].is_object()).count()
}

/// Ends the program when the system says so.
pub async fn on_signal<R: Runtime>(app: AppHandle<R>) {
    asked_to_stop().await;
    app.exit(0);
}

#[cfg(unix)]
async fn asked_to_stop() {
    use tokio::signal::unix::{SignalKind, signal};
    let Ok(mut terminate) = signal(SignalKind::terminate()) else {
        return drop(tokio::signal::ctrl_c().await);
    };
    tokio::select! {
        _ = terminate.recv() => {}
        _ = tokio::signal::ctrl_c() => {}
    }
}

#[cfg(not(unix))]
async fn asked_to_stop() {
    drop(tokio::signal::ctrl_c().await);
}
