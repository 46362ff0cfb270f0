//! Received files: where they lie, and how long.

use std::path::PathBuf;

use domain::event::Event;
use domain::logs::{LogKey, ReceivedFile};
use domain::time::{DAY, Timestamp};
use store::Store;

use super::run::Running;

/// Received files are deleted after so many days.
pub const KEPT_DAYS: u32 = 90;
/// The most bytes of received files, all stations together; the oldest go first.
pub const KEPT_BYTES: u64 = 1024 * 1024 * 1024;

/// The folder of what was received for a request.
pub fn folder(store: &Store, request: LogKey) -> PathBuf {
    store.folder().join("files").join("received").join(request.0.to_string())
}

impl Running {
    /// Deletes received files that are too old, or the oldest when there are too many bytes.
    pub(super) async fn tidy(&mut self) {
        let kept = match self.read(|reader| reader.kept_files()).await {
            Ok(kept) => kept,
            Err(error) => return tracing::warn!(%error, "received files cannot be listed"),
        };
        for file in outdated(kept, self.now()) {
            let path = folder(&self.inner.store, file.request).join(&file.name);
            let request = file.request;
            let station = self.read(move |reader| reader.log_request(request)).await;
            let Ok(Some(station)) = station.map(|found| found.map(|found| found.station)) else { continue };
            if let Err(error) = tokio::fs::remove_file(&path).await
                && error.kind() != std::io::ErrorKind::NotFound
            {
                tracing::warn!(%error, file = %path.display(), "an old received file cannot be deleted");
                continue;
            }
            self.record(Some(station), Event::ReceivedRemoved { file: file.key, request }).await;
        }
    }
}

/// Which of the files, newest first, are to go.
fn outdated(kept: Vec<ReceivedFile>, now: Timestamp) -> Vec<ReceivedFile> {
    let mut bytes = 0_u64;
    let mut too_much = |file: &ReceivedFile| {
        bytes = bytes.saturating_add(file.size);
        bytes > KEPT_BYTES || now.since(file.at) > i64::from(KEPT_DAYS) * DAY
    };
    kept.into_iter().filter(|file| too_much(file)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::logs::ReceivedKey;

    #[test]
    fn old_files_go_and_the_oldest_when_there_is_too_much() {
        let now = Timestamp(1_800_000_000_000);
        let file = |key, size, days: i64| ReceivedFile {
            key: ReceivedKey(key),
            request: LogKey(1),
            name: "a".into(),
            size,
            at: now.plus(-days * DAY),
            deleted: false,
        };
        let third = KEPT_BYTES / 3 + 1;
        let kept =
            vec![file(5, third, 0), file(4, third, 1), file(3, third, 2), file(2, 1, 3), file(1, 1, 91)];
        let gone: Vec<u32> = outdated(kept, now).iter().map(|file| file.key.0).collect();
        assert_eq!(gone, [3, 2, 1]);
        assert!(outdated(vec![file(1, 1, 90)], now).is_empty());
    }
}
