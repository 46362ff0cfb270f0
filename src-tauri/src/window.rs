//! The main window: how it opens, what it may show, and how it comes back.

use tauri::plugin::TauriPlugin;
use tauri::webview::PageLoadEvent;
use tauri::{AppHandle, Manager, Runtime, Url, WebviewUrl, WebviewWindowBuilder, WindowEvent};
use tauri_plugin_window_state::StateFlags;

use crate::{quit, rpc, startup, tray};

/// The main window's label; the capabilities name it.
pub const MAIN: &str = "main";

/// Lets the main window open where it was closed. Whether it was hidden is not remembered: a start shows it.
pub fn memory_of_place<R: Runtime>() -> TauriPlugin<R> {
    tauri_plugin_window_state::Builder::default()
        .with_state_flags(StateFlags::SIZE | StateFlags::POSITION | StateFlags::MAXIMIZED)
        .with_filter(|label| label == MAIN)
        .build()
}

/// Opens the main window.
///
/// # Errors
/// When the system's web view cannot be started.
pub fn open<R: Runtime>(app: &AppHandle<R>) -> tauri::Result<()> {
    let window = WebviewWindowBuilder::new(app, MAIN, WebviewUrl::default())
        .title("Forecourt")
        .inner_size(1280.0, 820.0)
        .min_inner_size(480.0, 480.0)
        // A dropped file is the page's business; the system's own handler would keep it from the page.
        .disable_drag_drop_handler()
        .on_navigation(is_ours)
        .on_page_load(|window, load| {
            if load.event() == PageLoadEvent::Started {
                window.state::<rpc::Pumps>().end_all();
                window.state::<crate::intake::Intakes>().end_all();
            }
        })
        .build()?;
    let app = app.clone();
    window.on_window_event(move |event| {
        if let WindowEvent::CloseRequested { api, .. } = event {
            // Forecourt goes on with its work where an icon is left to come back by; else closing means quitting.
            api.prevent_close();
            if tray::is_shown(&app) {
                hide(&app);
            } else {
                quit::ask(&app);
            }
        }
    });
    Ok(())
}

/// Brings the window to the front, hidden or not.
pub fn bring<R: Runtime>(app: &AppHandle<R>) {
    for label in [MAIN, startup::LABEL] {
        if let Some(window) = app.get_webview_window(label) {
            let shown = window.show().and_then(|()| window.unminimize()).and_then(|()| window.set_focus());
            if let Err(error) = shown {
                tracing::warn!(%error, "the window could not be brought to the front");
            }
        }
    }
}

fn hide<R: Runtime>(app: &AppHandle<R>) {
    if let Some(window) = app.get_webview_window(MAIN)
        && let Err(error) = window.hide()
    {
        tracing::warn!(%error, "the window could not be hidden");
    }
}

/// The window shows the program's own pages and nothing else.
fn is_ours(url: &Url) -> bool {
    url.scheme() == "tauri" || url.host_str() == Some("tauri.localhost")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_window_stays_on_its_own_pages() {
        let ours = |url: &str| is_ours(&url.parse().unwrap());
        assert!(ours("tauri://localhost/index.html#/sessions"));
        assert!(ours("http://tauri.localhost/"));
        assert!(!ours("https://example.org/"));
        assert!(!ours("file:///etc/passwd"));
    }
}
