//! Durable messages a second: every answer of Forecourt means that the message is on disk.

use std::time::Duration;

use crate::client::{self, Run};
use crate::say;
use crate::server::Server;

const PAIRS: usize = 3;
const WARM: Duration = Duration::from_millis(1000);
const COUNTED: Duration = Duration::from_millis(4000);

/// Two rows for each number of chargers: those chosen, or 1, 50, 200 and 1,000.
pub async fn rows(chosen: &[usize]) {
    let all: &[usize] = if chosen.is_empty() { &[1, 50, 200, 1000] } else { chosen };
    for &chargers in all {
        let mut pairs = Vec::with_capacity(PAIRS);
        for _ in 0..PAIRS {
            let echo = Server::echo();
            let bare = client::run(&echo.address, chargers, WARM, COUNTED, 0).await;
            echo.stop();
            let data = tempfile::tempdir().expect("a folder");
            let forecourt = Server::forecourt(data.path());
            let durable = client::run(&forecourt.address, chargers, WARM, COUNTED, 0).await;
            forecourt.stop();
            pairs.push((durable, bare));
        }
        pairs.sort_by(|one, other| ratio(one).total_cmp(&ratio(other)));
        let (durable, bare) = &pairs[PAIRS / 2];
        say(&format!(
            "| durable messages/s, {chargers} chargers | {:.0} | {:.0} | **{:.0} %** |",
            durable.rate,
            bare.rate,
            100.0 * ratio(&pairs[PAIRS / 2])
        ));
        let delay = |run: &Run| format!("{:.2} / {:.2} ms", ms(run.p50), ms(run.p99));
        say(&format!(
            "| delay p50 / p99, {chargers} chargers | {} | {} | {:.1}× / {:.1}× |",
            delay(durable),
            delay(bare),
            ms(durable.p50) / ms(bare.p50),
            ms(durable.p99) / ms(bare.p99)
        ));
    }
}

fn ratio((durable, bare): &(Run, Run)) -> f64 {
    durable.rate / bare.rate
}

fn ms(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1000.0
}
