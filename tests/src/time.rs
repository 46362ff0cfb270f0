//! Waiting for things, with a deadline, and times for frames.

use std::future::Future;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use tokio::time::{Instant, sleep, timeout};

/// How long anything may take that should come at once.
pub const DEADLINE: Duration = Duration::from_secs(15);

/// Looks until there is something to see; fails with `what` when it does not come.
pub async fn eventually<T>(what: &str, mut look: impl AsyncFnMut() -> Option<T>) -> T {
    let until = Instant::now() + DEADLINE;
    loop {
        if let Some(found) = look().await {
            return found;
        }
        assert!(Instant::now() < until, "this never came: {what}");
        sleep(Duration::from_millis(10)).await;
    }
}

/// Waits for something; fails with `what` when it does not come in time.
pub async fn within<T>(what: &str, future: impl Future<Output = T>) -> T {
    match timeout(DEADLINE, future).await {
        Ok(value) => value,
        Err(_) => panic!("this never came: {what}"),
    }
}

/// The time so many seconds ago, as chargers write it.
pub fn ago(seconds: i64) -> String {
    let at =
        Timestamp::from_millisecond(now_ms()).expect("now is a time") - SignedDuration::from_secs(seconds);
    format!("{at:.0}")
}

/// Now, in milliseconds since the Unix epoch.
#[allow(clippy::disallowed_methods, reason = "a test stands outside of the program, as the world does")]
pub fn now_ms() -> i64 {
    Timestamp::now().as_millisecond()
}
