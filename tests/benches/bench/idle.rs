//! What connected chargers cost that say nothing: memory and processor time.

use std::time::Duration;

use crate::client;
use crate::say;
use crate::server::Server;

/// Memory for 0, 12 and 1,000 chargers; processor time of 12 over a minute.
pub async fn rows() {
    for chargers in [0, 12, 1000] {
        let data = tempfile::tempdir().expect("a folder");
        let (forecourt, echo) = (Server::forecourt(data.path()), Server::echo());
        let mut sockets = Vec::new();
        for number in 0..chargers {
            let name = format!("IDLE-{number}");
            sockets.push(client::connect(&forecourt.address, &name).await);
            sockets.push(client::connect(&echo.address, &name).await);
        }
        tokio::time::sleep(Duration::from_secs(2)).await;
        let (ours, bare) = (forecourt.resident_mib(), echo.resident_mib());
        say(&format!(
            "| resident memory, {chargers} idle chargers | {ours:.1} MiB | {bare:.1} MiB | {:.1}× |",
            ours / bare
        ));
        if chargers == 12 {
            let before = forecourt.cpu_seconds();
            tokio::time::sleep(Duration::from_secs(60)).await;
            let used = forecourt.cpu_seconds() - before;
            say(&format!(
                "| processor time of 12 idle chargers over a minute | {used:.2} s | – | {:.2} % of a core |",
                used / 0.6
            ));
        }
        drop(sockets);
        forecourt.stop();
        echo.stop();
    }
}
