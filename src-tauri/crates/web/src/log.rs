//! The log: to stderr, and to a file a day in the data folder's `logs/`, of which two weeks are kept.

use std::path::Path;

use tracing_appender::non_blocking::WorkerGuard;
use tracing_appender::rolling::{RollingFileAppender, Rotation};
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{EnvFilter, Layer, fmt};

/// Days of log that are kept.
const KEPT: usize = 14;

/// Starts the log. Lines are written until the guard is dropped; without a writable folder only stderr is used.
pub fn start(folder: &Path) -> Option<WorkerGuard> {
    // The FTP library would write each command into the spans around our lines, secrets among them.
    let level = |fallback: &str| {
        EnvFilter::try_from_env("FORECOURT_LOG")
            .unwrap_or_else(|_| EnvFilter::new(format!("{fallback},libunftp=off")))
    };
    let console = fmt::layer().with_writer(std::io::stderr).with_filter(level("warn"));
    let logs = folder.join("logs");
    let appender = || {
        RollingFileAppender::builder()
            .rotation(Rotation::DAILY)
            .filename_prefix("forecourt")
            .filename_suffix("log")
            .max_log_files(KEPT)
            .build(&logs)
    };
    // Without the folder the appender would complain on stderr, before the sentence that tells the real cause.
    let file = std::fs::create_dir_all(&logs).ok().and_then(|()| appender().ok());
    let (layer, guard) = match file {
        Some(file) => {
            let (writer, guard) = tracing_appender::non_blocking(file);
            (Some(fmt::layer().with_ansi(false).with_writer(writer).with_filter(level("info"))), Some(guard))
        }
        None => (None, None),
    };
    // A second start in one process (tests) keeps the first log.
    drop(tracing_subscriber::registry().with(console).with(layer).try_init());
    guard
}
