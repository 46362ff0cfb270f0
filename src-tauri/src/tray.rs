//! The tray icon, only where it would be seen: a program that hides its window behind no icon is lost.

use std::panic::{AssertUnwindSafe, catch_unwind};

use tauri::menu::{Menu, MenuItem};
use tauri::tray::TrayIconBuilder;
use tauri::{AppHandle, Runtime};

use crate::{quit, window};

const ID: &str = "forecourt";
const OPEN: &str = "open";
const QUIT: &str = "quit";

/// Shows the icon, where the desktop has a place for it.
pub fn show<R: Runtime>(app: &AppHandle<R>) {
    if !desktop_shows_icons() {
        tracing::info!("no tray here; closing the window quits");
        return;
    }
    // The library behind it panics when the system's part of it is missing.
    match catch_unwind(AssertUnwindSafe(|| build(app))) {
        Ok(Ok(())) => {}
        Ok(Err(error)) => tracing::warn!(%error, "no tray icon; closing the window quits"),
        Err(_) => tracing::warn!("no tray icon: its library is missing; closing the window quits"),
    }
}

/// Whether the icon is there to come back by.
pub fn is_shown<R: Runtime>(app: &AppHandle<R>) -> bool {
    app.tray_by_id(ID).is_some() && desktop_shows_icons()
}

fn build<R: Runtime>(app: &AppHandle<R>) -> tauri::Result<()> {
    let open = MenuItem::with_id(app, OPEN, "Open Forecourt", true, None::<&str>)?;
    let quit = MenuItem::with_id(app, QUIT, "Quit", true, None::<&str>)?;
    let mut icon = TrayIconBuilder::with_id(ID)
        .menu(&Menu::with_items(app, &[&open, &quit])?)
        .tooltip("Forecourt")
        .on_menu_event(|app, event| match event.id().as_ref() {
            OPEN => window::bring(app),
            QUIT => quit::ask(app),
            _ => {}
        });
    if let Some(image) = app.default_window_icon() {
        icon = icon.icon(image.clone());
    }
    icon.build(app).map(drop)
}

/// Whether the desktop says that it shows icons, and the library that hands it ours is installed.
#[cfg(target_os = "linux")]
fn desktop_shows_icons() -> bool {
    library_is_installed() && host_is_registered().unwrap_or(false)
}

#[cfg(not(target_os = "linux"))]
fn desktop_shows_icons() -> bool {
    true
}

#[cfg(target_os = "linux")]
fn host_is_registered() -> zbus::Result<bool> {
    const WATCHER: &str = "org.kde.StatusNotifierWatcher";
    let bus = zbus::blocking::Connection::session()?;
    zbus::blocking::proxy::Builder::<zbus::blocking::Proxy<'_>>::new(&bus)
        .destination(WATCHER)?
        .path("/StatusNotifierWatcher")?
        .interface(WATCHER)?
        .cache_properties(zbus::proxy::CacheProperties::No)
        .build()?
        .get_property("IsStatusNotifierHostRegistered")
}

/// Looks for the file: asking the loader would be unsafe, and a missing one makes the icon's library panic.
#[cfg(target_os = "linux")]
fn library_is_installed() -> bool {
    const NAMES: [&str; 2] = ["libayatana-appindicator3.so.1", "libappindicator3.so.1"];
    let named = std::env::var_os("LD_LIBRARY_PATH").unwrap_or_default();
    let usual = ["/usr/lib", "/usr/lib64", "/lib", "/lib64", "/usr/local/lib"].map(std::path::PathBuf::from);
    // Debian keeps each architecture's libraries in a folder of its own.
    let architecture = format!("/usr/lib/{}-linux-gnu", std::env::consts::ARCH).into();
    std::env::split_paths(&named)
        .chain(usual)
        .chain([architecture])
        .any(|folder| NAMES.iter().any(|name| folder.join(name).exists()))
}
