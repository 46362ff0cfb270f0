//! The page that says why Forecourt did not start, with the next step. It needs nothing of the running program.

use std::ffi::OsString;
use std::sync::{Arc, Mutex, PoisonError};

use bridge::{Choice, StartError};
use tauri::http::Response;
use tauri::http::header::{CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use tauri::{AppHandle, Manager, Runtime, WebviewUrl, WebviewWindowBuilder};

/// The window's label.
pub const LABEL: &str = "startup";
/// The page's address scheme.
pub const SCHEME: &str = "startup";

const CSP: &str = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";
const PAGE: &str = include_str!("startup.html");

/// The ways to go on that the page may offer: the link's path, the option of the next start, the button.
const WAYS: [(Choice, &str, &str, &str); 2] = [
    (Choice::RestoreBackup, "/restore-backup", "--restore-backup", "Go on from the backup"),
    (Choice::StartEmpty, "/start-empty", "--start-empty", "Begin empty"),
];
const ONCE_MORE: &str = "/again";

/// The page's text, kept for when the window asks for it.
struct Page(String);

/// Whether, and how, the program starts anew after it has ended.
#[derive(Clone, Default)]
pub struct Again(Arc<Mutex<Option<Option<&'static str>>>>);

impl Again {
    /// Whether the operator asked for it.
    pub fn is_wanted(&self) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).is_some()
    }

    /// Starts the program anew when the operator asked for it.
    ///
    /// # Errors
    /// When the program's own file cannot be started.
    pub fn start(&self) -> Result<(), anyhow::Error> {
        let wanted = *self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(option) = wanted {
            let arguments = arguments(std::env::args_os().skip(1), option);
            std::process::Command::new(std::env::current_exe()?).args(arguments).spawn()?;
        }
        Ok(())
    }

    /// Takes a link of the page. Whether it was one.
    fn take(&self, path: &str) -> bool {
        let option = WAYS.iter().find(|(_, way, ..)| *way == path).map(|(_, _, option, _)| *option);
        let is_one = option.is_some() || path == ONCE_MORE;
        if is_one {
            *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(option);
        }
        is_one
    }
}

/// The same command line, with this choice and no older one.
fn arguments(given: impl Iterator<Item = OsString>, option: Option<&'static str>) -> Vec<OsString> {
    let mut arguments: Vec<_> =
        given.filter(|given| WAYS.iter().all(|(_, _, option, _)| given != option)).collect();
    arguments.extend(option.map(OsString::from));
    arguments
}

/// Opens the window that says why.
///
/// # Errors
/// When the system's web view cannot be started.
pub fn open<R: Runtime>(
    app: &AppHandle<R>,
    error: &anyhow::Error,
    again: &Again,
) -> Result<(), anyhow::Error> {
    let remedies = error.downcast_ref::<StartError>().map_or(&[][..], StartError::remedies);
    app.manage(Page(text(&error.to_string(), remedies)));
    let (ending, again) = (app.clone(), again.clone());
    WebviewWindowBuilder::new(
        app,
        LABEL,
        WebviewUrl::CustomProtocol(format!("{SCHEME}://localhost/").parse()?),
    )
    .title("Forecourt did not start")
    .inner_size(640.0, 420.0)
    .on_navigation(move |url| {
        let go_on = again.take(url.path());
        if go_on {
            ending.exit(0);
        }
        !go_on && (url.scheme() == SCHEME || url.host_str() == Some("startup.localhost"))
    })
    .build()?;
    Ok(())
}

/// Answers the window's request for the page.
pub fn page<R: Runtime>(app: &AppHandle<R>) -> Response<Vec<u8>> {
    let text = app.try_state::<Page>().map(|page| page.0.clone()).unwrap_or_default();
    let mut response = Response::new(text.into_bytes());
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, tauri::http::HeaderValue::from_static("text/html; charset=utf-8"));
    headers.insert(CONTENT_SECURITY_POLICY, tauri::http::HeaderValue::from_static(CSP));
    response
}

fn text(sentence: &str, remedies: &[Choice]) -> String {
    let mut letters = sentence.chars();
    let sentence: String = letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect();
    let mut links: Vec<_> = WAYS
        .iter()
        .filter(|(choice, ..)| remedies.contains(choice))
        .map(|(_, path, _, words)| link(path, words))
        .collect();
    if links.is_empty() {
        links.push(link(ONCE_MORE, "Try again"));
    }
    PAGE.replace("<!--links-->", &links.join("\n")).replace("<!--sentence-->", &escaped(&sentence))
}

fn link(path: &str, words: &str) -> String {
    format!("<a href=\"{path}\">{words}</a>")
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_offers_what_would_help() {
        let damaged = text("the database is damaged.", &[Choice::RestoreBackup, Choice::StartEmpty]);
        assert!(damaged.contains("The database is damaged.") && damaged.contains("Go on from the backup"));
        assert!(damaged.contains("Begin empty") && !damaged.contains("Try again"));
        let taken = text("port 9310 is already in use.", &[]);
        assert!(taken.contains("Try again") && !taken.contains("Begin empty"));
    }

    #[test]
    fn what_the_system_says_stays_text() {
        assert!(text("the folder <b>&x", &[]).contains("The folder &lt;b&gt;&amp;x"));
    }

    #[test]
    fn the_next_start_has_the_new_choice_and_not_the_old_one() {
        let given = || ["--data", "d", "--start-empty"].map(OsString::from).into_iter();
        assert_eq!(arguments(given(), Some("--restore-backup")), ["--data", "d", "--restore-backup"]);
        assert_eq!(arguments(given(), None), ["--data", "d"]);
    }

    #[test]
    fn only_the_pages_own_links_start_anew() {
        let again = Again::default();
        assert!(!again.take("/") && !again.is_wanted());
        assert!(again.take("/start-empty") && again.is_wanted());
    }
}
