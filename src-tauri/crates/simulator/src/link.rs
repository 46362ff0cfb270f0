//! The network: connects a charger, carries its texts, and comes back after the connection broke.

use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use tokio::time::{Instant, interval};
use tokio_tungstenite::tungstenite::protocol::frame::Frame;
use tokio_tungstenite::tungstenite::protocol::frame::coding::{Data, OpCode};
use tokio_tungstenite::tungstenite::{Error, Message};

use crate::carry::Carrier;
use crate::charger::Charger;
use crate::door::{Door, Socket};
use crate::plan::Clock;
use crate::quirk::Life;

/// How long a charger is silent that is known for it.
const SILENCE: Duration = Duration::from_secs(360);
/// How long a charger waits for a ping that needs them.
const UNPINGED: Duration = Duration::from_secs(30);
/// How often a charger pings that says nothing else.
const PINGS: Duration = Duration::from_secs(120);

/// How often life goes on.
const TICK: Duration = Duration::from_millis(200);
/// Longest wait before the next attempt to connect.
const LONGEST: Duration = Duration::from_secs(10);
/// How long a restart takes.
const RESTART: Duration = Duration::from_secs(2);

/// Lives a charger's life. Never returns.
pub async fn live(mut charger: Charger, url: String, clock: Clock) {
    let mut wait = Duration::from_millis(200);
    let mut carrier = Carrier::new();
    loop {
        match Door::of(&charger, &url).knock().await {
            Ok(mut socket) => {
                if tricks(&mut charger, &mut socket).await {
                    continue;
                }
                wait = Duration::from_millis(500);
                charger.connected(clock());
                let end = serve(&mut charger, socket, &mut carrier, &clock).await;
                charger.disconnected();
                tracing::debug!(url, ?end, "a simulated charger lost its connection");
                if charger.quirks.has(Life::LongSilence) {
                    pass(&mut charger, &mut carrier, SILENCE, &clock).await;
                }
                if charger.hangs_up() {
                    pass(&mut charger, &mut carrier, RESTART, &clock).await;
                    charger.restarted();
                    continue;
                }
            }
            Err(error) => tracing::debug!(url, %error, "a simulated charger found nobody"),
        }
        pass(&mut charger, &mut carrier, wait, &clock).await;
        wait = (wait * 2).min(LONGEST);
    }
}

/// What only happens on its first connection; true when that is over again.
async fn tricks(charger: &mut Charger, socket: &mut Socket) -> bool {
    let bit = charger.quirks.has(Life::CompressedBit);
    if std::mem::replace(&mut charger.connected_before, true)
        || !(bit || charger.quirks.has(Life::ProbesFirst))
    {
        return false;
    }
    if bit {
        let mut frame = Frame::message("[]", OpCode::Data(Data::Text), true);
        frame.header_mut().rsv1 = true;
        drop(socket.send(Message::Frame(frame)).await);
    }
    drop(socket.close(None).await);
    true
}

/// Speaks until the connection ends, or the charger hangs up.
async fn serve(
    charger: &mut Charger,
    mut socket: Socket,
    carrier: &mut Carrier,
    clock: &Clock,
) -> Result<(), Error> {
    let mut ticks = interval(TICK);
    let mut last = Instant::now();
    let (mut pinged, mut ping) = (last, last + PINGS);
    loop {
        while let Some(text) = charger.next(clock()) {
            socket.send(Message::text(text)).await?;
        }
        if charger.hangs_up() {
            return socket.close(None).await;
        }
        if charger.quirks.has(Life::NeedsPings) && pinged.elapsed() > UNPINGED {
            return Ok(());
        }
        if charger.quirks.has(Life::PingsSeldom) && ping <= Instant::now() {
            ping += PINGS;
            socket.send(Message::Ping(Vec::new().into())).await?;
        }
        tokio::select! {
            _ = ticks.tick() => live_on(charger, carrier, lap(&mut last), clock),
            outcome = carrier.next() => charger.carried(outcome, clock()),
            heard = socket.next() => match heard {
                Some(Ok(Message::Text(text))) => {
                    if let Some(answer) = charger.hear(text.as_str(), clock()) {
                        socket.send(Message::text(answer)).await?;
                    }
                }
                Some(Ok(Message::Close(_))) | None => return Ok(()),
                Some(Ok(Message::Ping(_))) => pinged = Instant::now(),
                Some(Ok(_)) => {}
                Some(Err(error)) => return Err(error),
            },
        }
    }
}

/// Lets a moment pass; what it wants carried sets out.
fn live_on(charger: &mut Charger, carrier: &mut Carrier, seconds: f64, clock: &Clock) {
    charger.tick(seconds, clock());
    while let Some(errand) = charger.errand() {
        carrier.go(errand);
    }
}

/// Lets time pass without a connection.
async fn pass(charger: &mut Charger, carrier: &mut Carrier, wait: Duration, clock: &Clock) {
    let mut last = Instant::now();
    let until = last + wait;
    while Instant::now() < until {
        tokio::select! {
            () = tokio::time::sleep(TICK.min(until - Instant::now())) => {}
            outcome = carrier.next() => charger.carried(outcome, clock()),
        }
        live_on(charger, carrier, lap(&mut last), clock);
    }
}

fn lap(last: &mut Instant) -> f64 {
    let now = Instant::now();
    std::mem::replace(last, now).elapsed().as_secs_f64()
}
