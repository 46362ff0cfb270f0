//! One station's connection: its task owns the socket and the bookkeeping of calls in both directions.

mod orders;
mod socket;
mod waits;

use std::collections::VecDeque;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use domain::ask::{Answer, Ask, Occasion};
use domain::event::Event;
use domain::order::{self, Command, OrderKey, Reply, Trigger, timeout};
use domain::quirk::{Lent, Promise, Quirks, heard, softened};
use domain::station::{Admission, StationKey};
use domain::time::{SECOND, Timestamp};
use futures_util::StreamExt;
use ocpp::{Dialect, Frame, Hearing, Matched, Pace, Peer, Telling, Violation, ViolationCode};
use tokio::time::Instant;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;
use tokio_tungstenite::tungstenite::{Error, Message};

use crate::centre::{Fact, Inner};
use crate::handshake;
use crate::line::Line;
use crate::registry::{Errand, LinkInfo, Ticket};
use crate::running::{self, transaction};
use socket::tick;
use waits::sleep_until;

/// What one of our calls is for.
#[derive(Debug, Clone)]
enum Purpose {
    /// An order: which, the step that this call carries, and the steps after it.
    Order(OrderKey, Command, VecDeque<Command>),
    /// A question of our own; nobody waits for its outcome.
    Own(Command),
}

/// A message that we asked a waiting station for: it may send it before it is let in.
#[derive(Debug, Clone, Copy)]
struct Invitation {
    what: Trigger,
    until: Timestamp,
}

/// How long a station may take to send what it was asked for, in milliseconds.
const INVITED_FOR: i64 = 60_000;

/// Speaks with a station until the connection ends.
pub async fn run(
    inner: Arc<Inner>,
    socket: WebSocketStream<Line>,
    station: StationKey,
    dialect: Dialect,
    from: SocketAddr,
    assumed: bool,
) {
    let now = (inner.clock)();
    let info = LinkInfo {
        since: now,
        heard: now,
        address: from.ip().to_string(),
        local: socket.get_ref().local_ip(),
        protocol: dialect.into(),
    };
    let ticket = inner.registry.enter(station, info);
    let contact = handshake::contact(from, dialect, now);
    record(&inner, station, Event::Connected(contact));
    if assumed {
        let note = "It names no OCPP version when it connects; taken as 1.6".to_owned();
        record(&inner, station, Event::Noted(note));
    }
    let id = ticket.id;
    let heard = Arc::clone(&ticket.heard);
    let protocol = domain::station::Protocol::from(dialect);
    inner.trace.connected(id, station, &from.ip().to_string(), protocol.label(), assumed, now);
    let quirks = inner.quirks(station).await;
    let hold = now.plus(i64::from(quirks.hold_s) * SECOND);
    let mut peer = Peer::new(pace(&quirks));
    peer.hold_until_boot(hold);
    let next_ping = Instant::now() + tick(&quirks);
    let mut link = Link {
        inner,
        socket,
        id,
        station,
        dialect,
        peer,
        quirks,
        lent: Lent::default(),
        unbooted: Some(hold),
        settled: None,
        invitation: None,
        silent: 0,
        next_ping,
        measured: now,
        promise: None,
        notes: Vec::new(),
    };
    let why = link.serve(ticket).await;
    let Link { inner, peer, socket, .. } = link;
    tracing::info!(station = station.0, %from, why, "link ended");
    let now = (inner.clock)();
    inner.trace.ended(id, station, why, Timestamp(heard.load(Ordering::Relaxed)), now);
    for purpose in peer.close() {
        if let Purpose::Order(order, ..) = purpose {
            inner.desk.gave_up(order, timeout::NO_ANSWER, now);
        }
    }
    drop(socket);
    if inner.registry.leave(station, id) {
        record(&inner, station, Event::Disconnected(now));
    }
}

fn record(inner: &Inner, station: StationKey, event: Event) {
    let now = (inner.clock)();
    // Nobody waits for it: these facts are about the connection, and the next one tells them anew.
    drop(inner.store.change(move |write| write.apply(station, event.clone(), now)));
}

fn pace(quirks: &Quirks) -> Pace {
    let timeout = i64::from(quirks.call_timeout_s) * SECOND;
    Pace { timeout, spacing: i64::from(quirks.call_spacing_ms) }
}

struct Link {
    inner: Arc<Inner>,
    socket: WebSocketStream<Line>,
    /// Tells it from other connections of the same station.
    id: u64,
    station: StationKey,
    dialect: Dialect,
    peer: Peer<Purpose>,
    /// Its peculiarities, as they count now.
    quirks: Quirks,
    /// Tags that were written for it.
    lent: Lent,
    /// Until when a boot is expected; `None` once it came, or is not waited for any more.
    unbooted: Option<Timestamp>,
    /// When to see whether its settings are known; `None` once that was done.
    settled: Option<Timestamp>,
    invitation: Option<Invitation>,
    /// Pings since it said anything.
    silent: u32,
    next_ping: Instant,
    /// When it sent readings last, or was asked for them.
    measured: Timestamp,
    /// A limit that it accepted.
    promise: Option<Promise>,
    /// Oddities told already, so that each is written once a connection at most.
    notes: Vec<String>,
}

/// Why a link ends, for the log.
type Ending = &'static str;

impl Link {
    async fn serve(&mut self, mut ticket: Ticket) -> Ending {
        loop {
            let due = self.due();
            let step = tokio::select! {
                message = self.socket.next() => self.hear(message, &ticket).await,
                Some(errand) = ticket.errands.recv() => self.errand(errand).await,
                () = sleep_until(due) => self.overdue().await,
                () = tokio::time::sleep_until(self.next_ping) => self.ping(&ticket).await,
                changed = ticket.close.changed() => {
                    drop(changed);
                    self.goodbye(CloseCode::Normal, "another connection of this charger took over, or Forecourt is closing").await;
                    return "closed by us";
                }
            };
            if let Err(ending) = step {
                return ending;
            }
        }
    }

    async fn hear(&mut self, message: Option<Result<Message, Error>>, ticket: &Ticket) -> Result<(), Ending> {
        let message = match message {
            Some(Ok(message)) => message,
            None => return Err("the charger closed"),
            Some(Err(error)) => return Err(self.broken(error).await),
        };
        self.silent = 0;
        ticket.heard.store((self.inner.clock)().0, Ordering::Relaxed);
        match message {
            Message::Text(text) => self.text(text.as_str()).await,
            Message::Binary(_) => {
                self.note("It sent binary data, which OCPP does not know; ignored".to_owned());
                Ok(())
            }
            // tungstenite answers pings and closing by itself, when it is polled next.
            Message::Ping(_) | Message::Pong(_) | Message::Frame(_) => Ok(()),
            Message::Close(_) => Err("the charger said goodbye"),
        }
    }

    async fn text(&mut self, text: &str) -> Result<(), Ending> {
        self.inner.trace.heard(self.id, self.station, text, (self.inner.clock)());
        match ocpp::parse(text) {
            Ok(Frame::Call { id, action, payload }) => {
                let reply = self.call(&id, &action, payload, text).await?;
                self.send(reply).await?;
                // What was waiting for its boot, or follows from it, goes out now.
                self.flush().await
            }
            Ok(Frame::Result { id, payload }) => {
                let answered = self.peer.on_answer(&id);
                self.answered(answered, Ok(payload)).await
            }
            Ok(Frame::Error { id, code, description, .. }) => {
                let answered = self.peer.on_answer(&id);
                self.answered(answered, Err((&code, &description))).await
            }
            Err(unreadable) => {
                // Where in the text it went wrong differs each time; what is wrong does not.
                let what = unreadable.violation.description.split(" at line ").next().unwrap_or_default();
                self.note(format!("It sent something that is no OCPP message: {what}"));
                if let (Some(3 | 4), Some(id)) = (unreadable.kind, &unreadable.id) {
                    // Whatever it meant to say, it answered: the order ends here, and the link goes on.
                    let answered = self.peer.on_answer(id);
                    return self.answered(answered, Err((ocpp::CUT_OFF, ""))).await;
                }
                match unreadable.reply(self.dialect) {
                    Some(reply) => self.send(reply).await,
                    None => Ok(()),
                }
            }
        }
    }

    /// Decides a call and gives the reply's text; it may be sent because everything it says is on disk.
    async fn call(
        &mut self,
        id: &str,
        action: &str,
        payload: &serde_json::value::RawValue,
        text: &str,
    ) -> Result<String, Ending> {
        let received = (self.inner.clock)();
        let mut notes = Vec::new();
        let read = self.dialect.read(action, payload, Hearing::of(&self.quirks, received), &mut notes);
        notes.into_iter().for_each(|note| self.note(note));
        let ask = match read {
            Ok(ask) => heard(ask, &self.quirks, &self.lent),
            Err(violation) => {
                self.note(format!("{action} could not be read: {}", violation.description));
                return Ok(violation.frame(self.dialect, id));
            }
        };
        let evidence = matches!(ask, Ask::Begin(_) | Ask::Measure(_) | Ask::End(_) | Ask::Transaction(_));
        let frame = evidence.then(|| text.to_owned());
        let boot = matches!(ask, Ask::Boot(_));
        if let Ask::Measure(report) = &ask {
            self.measured = received;
            if self.promise.as_mut().is_some_and(|promise| promise.is_broken_by(report, received)) {
                self.note("It accepted a limit and goes on charging above it".to_owned());
            }
        }
        let priced = transaction(&ask);
        let occasion = self.occasion(&ask, received);
        let asked = self.inner.store.ask(self.station, self.dialect.into(), ask, occasion, received, frame);
        let decided = asked.await;
        let answer = match decided {
            Ok(Ok(answer)) => softened(answer, &self.quirks),
            Ok(Err(error)) => {
                self.inner.tell(Fact::StorageFailed(error));
                let sentence = "this message could not be stored; repeat it later";
                return Ok(Violation::new(ViolationCode::Internal, sentence).frame(self.dialect, id));
            }
            // The store is closing: no answer, and the station repeats itself to whoever comes next.
            Err(_) => return Err("the store is closing"),
        };
        if boot {
            self.after_boot(&answer).await;
        }
        let answer = match priced {
            Some(transaction) => running::priced(&self.inner, self.station, transaction, answer).await,
            None => answer,
        };
        Ok(match self.dialect.reply(action, &answer, self.telling()) {
            Ok(payload) => ocpp::result(id, &payload),
            Err(violation) => violation.frame(self.dialect, id),
        })
    }

    fn telling(&self) -> Telling {
        Telling::of(&self.quirks, (self.inner.clock)())
    }

    /// Looks up its peculiarities again: it said who it is, or the operator changed them.
    async fn adapt(&mut self) {
        self.quirks = self.inner.quirks(self.station).await;
        self.peer.set_pace(pace(&self.quirks));
        self.next_ping = self.next_ping.min(Instant::now() + tick(&self.quirks));
    }

    async fn after_boot(&mut self, answer: &Answer) {
        self.unbooted = None;
        self.adapt().await;
        if let Answer::Boot(boot) = answer
            && boot.admission == Admission::Accepted
        {
            self.peer.release();
            self.settled = Some((self.inner.clock)().plus(self.inner.config.settle));
            self.set_boot_keys().await;
        }
    }

    /// Whether a message is what we asked for with a trigger.
    fn occasion(&mut self, ask: &Ask, now: Timestamp) -> Occasion {
        let invited = self.invitation.is_some_and(|invitation| {
            invitation.until > now
                && matches!(
                    (invitation.what, ask),
                    (Trigger::Boot, Ask::Boot(_))
                        | (Trigger::Heartbeat, Ask::Heartbeat)
                        | (Trigger::Status, Ask::Status(_))
                        | (Trigger::Meter, Ask::Measure(_))
                        | (Trigger::Diagnostics | Trigger::Firmware | Trigger::Log, Ask::Progress(_))
                        | (Trigger::SignCertificate, Ask::SignCertificate(_))
                )
        });
        if invited { Occasion::Triggered } else { Occasion::Unasked }
    }

    async fn answered(
        &mut self,
        answered: Matched<Purpose>,
        answer: Result<&serde_json::value::RawValue, (&str, &str)>,
    ) -> Result<(), Ending> {
        match answered {
            Matched::Answered(Purpose::Order(order, step, rest)) => {
                let outcome = self.dialect.outcome(&step, answer);
                self.step_answered(order, step, rest, outcome).await;
            }
            Matched::Answered(Purpose::Own(command)) => {
                let outcome = self.dialect.outcome(&command, answer);
                if let Reply::NotSupported(_) = outcome.reply {
                    self.note("It cannot be asked to send a message (TriggerMessage)".to_owned());
                }
            }
            Matched::Late => self.note("It answered a call of ours after the time was up".to_owned()),
            Matched::Unknown => self.note("It answered a call that we never made".to_owned()),
        }
        self.flush().await
    }

    async fn errand(&mut self, errand: Errand) -> Result<(), Ending> {
        match errand {
            Errand::Order(order, command) => {
                if let Command::ChangePassword { password } = &command
                    && !self.offer_password(password).await
                {
                    self.inner.desk.gave_up(order, timeout::NOT_CONNECTED, (self.inner.clock)());
                    return Ok(());
                }
                match self.fitted(command).await {
                    Ok(command) => {
                        let mut steps = order::steps(&command, self.limits().await);
                        if let Some(first) = steps.pop_front() {
                            self.enqueue(order, first, steps);
                        }
                    }
                    Err(why) => {
                        let now = (self.inner.clock)();
                        self.inner.desk.answered(order, &Reply::Refused(why), None, now);
                    }
                }
            }
            Errand::TurnedAway => {
                self.goodbye(CloseCode::Policy, "this charger is not wanted here").await;
                return Err("turned away by the operator");
            }
            Errand::LetIn => {
                // It may be waiting, with nothing to say until its next boot: ask for that boot now.
                self.peer.release();
                if self.quirks.ask_to_boot {
                    self.ask_to_boot();
                }
            }
            Errand::QuirksChanged => self.adapt().await,
        }
        self.flush().await
    }

    /// Sends what may be sent now.
    async fn flush(&mut self) -> Result<(), Ending> {
        let now = (self.inner.clock)();
        while let Some(sending) = self.peer.next_to_send(now) {
            if let Purpose::Order(order, ..) = sending.ticket {
                self.inner.desk.sent(*order, now);
            }
            let text = sending.text;
            self.send(text).await?;
        }
        Ok(())
    }

    /// Tells an oddity, once a connection.
    fn note(&mut self, note: String) {
        const MOST: usize = 64;
        if self.notes.len() < MOST && !self.notes.contains(&note) {
            tracing::info!(station = self.station.0, note, "oddity");
            record(&self.inner, self.station, Event::Noted(note.clone()));
            self.notes.push(note);
        }
    }
}

fn new_id() -> String {
    uuid::Uuid::new_v4().to_string()
}
