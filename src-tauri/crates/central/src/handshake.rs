//! A knock on the stations' port, from the first byte to an open link or a refusal with a reason.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use domain::event::Event;
use domain::station::{Admission, Contact, StationKey};
use domain::time::Timestamp;
use ocpp::{Choice, Dialect};
use rustls::ServerConfig;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio_rustls::TlsAcceptor;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::handshake::derive_accept_key;
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;
use tokio_tungstenite::tungstenite::protocol::{CloseFrame, Role, WebSocketConfig};

use crate::auth::{Credentials, credentials};
use crate::centre::{Fact, Inner};
use crate::http::{self, Head, Request};
use crate::line::Line;
use crate::{link, secure};

/// A knock, told to screens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Handshake {
    /// When.
    pub at: Timestamp,
    /// From where.
    pub from: SocketAddr,
    /// What became of it.
    pub outcome: HandshakeOutcome,
    /// The name it called itself, or what it asked for.
    pub identity: Option<String>,
    /// Sub-protocols it offered.
    pub offered: Vec<String>,
    /// A detail for the technician.
    pub detail: Option<String>,
}

/// What became of a knock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HandshakeOutcome {
    /// A station of the site connected.
    Connected,
    /// An unknown station connected and waits to be accepted.
    Waiting,
    /// A station connected without naming a sub-protocol; taken as 1.6.
    Assumed16,
    /// Turned away: refused by the operator, or too many unknown ones wait already.
    Refused,
    /// Turned away: wrong or missing password.
    WrongPassword,
    /// Turned away: no name at the end of the address.
    NoIdentity,
    /// Turned away: no protocol in common.
    NoCommonProtocol,
    /// A web browser looked in.
    Browser,
    /// It tried to speak TLS on the plain port.
    TlsOnPlainPort,
    /// It spoke plainly on the port for encrypted connections.
    PlainOnTlsPort,
    /// It could not agree with us on the encryption.
    TlsFailed,
    /// Turned away: its certificate bears another name.
    WrongCertificate,
    /// It sent something that is no request.
    Garbage,
    /// It said nothing.
    Silent,
}

/// How long a knock may take from the first byte to the answer.
const PATIENCE: Duration = Duration::from_secs(10);
/// The first byte of an encrypted conversation (RFC 8446 section 5.1).
const TLS_HANDSHAKE: u8 = 0x16;
/// More unknown stations than this are not kept waiting: somebody is trying names.
const WAITING_MAX: usize = 50;

/// Brings a connection under encryption; gives it with the name in the certificate that the station showed, if any.
pub async fn encrypt(
    inner: &Arc<Inner>,
    server: Arc<ServerConfig>,
    mut stream: TcpStream,
    from: SocketAddr,
) -> Option<(Line, Option<Shown>)> {
    let told = |outcome, sent: &str, answered: &str| {
        tell(inner, from, outcome, None, Vec::new(), &Seen { station: None, sent, answered });
    };
    let mut first = [0];
    match tokio::time::timeout(PATIENCE, stream.peek(&mut first)).await {
        Ok(Ok(1)) => {}
        _ => {
            told(HandshakeOutcome::Silent, "", "");
            return None;
        }
    }
    if first[0] != TLS_HANDSHAKE {
        let sentence =
            "This is Forecourt's port for encrypted connections. The address must begin with wss://.";
        let refusal = http::refusal("400 Bad Request", "", sentence);
        told(HandshakeOutcome::PlainOnTlsPort, "", &refusal);
        drop(stream.write_all(refusal.as_bytes()).await);
        return None;
    }
    match tokio::time::timeout(PATIENCE, TlsAcceptor::from(server).accept(stream)).await {
        Ok(Ok(line)) => {
            let certificate = line.get_ref().1.peer_certificates().and_then(<[_]>::first);
            let shown = certificate.map(|certificate| Shown(secure::common_name(certificate)));
            Some((Line::Secure(Box::new(line)), shown))
        }
        Ok(Err(error)) => {
            told(HandshakeOutcome::TlsFailed, "TLS ClientHello", &error.to_string());
            None
        }
        Err(_) => {
            told(HandshakeOutcome::Silent, "TLS ClientHello", "");
            None
        }
    }
}

/// Receives a knock and, when it is a station's, stays with its link until that ends.
///
/// `certificate` is what its certificate says, where it has a good one. `unfinished` is dropped as soon as the knock is
/// over and the link, if any, begins.
pub async fn receive<G>(
    inner: Arc<Inner>,
    mut stream: Line,
    from: SocketAddr,
    certificate: Option<Shown>,
    unfinished: G,
) {
    let read = tokio::time::timeout(PATIENCE, read_head(&mut stream)).await;
    let told = |outcome, sent: &str, answered: &str| {
        tell(&inner, from, outcome, None, Vec::new(), &Seen { station: None, sent, answered });
    };
    let (request, rest, sent) = match read {
        Ok(Ok(whole)) => whole,
        Ok(Err(Opening::Cut(sent))) => return told(HandshakeOutcome::Garbage, &sent, ""),
        Ok(Err(Opening::Tls)) => {
            // A fatal alert, so that the charger's own log names the cause: handshake_failure.
            answer_bytes(&mut stream, &[0x15, 0x03, 0x01, 0x00, 0x02, 0x02, 0x28]).await;
            return told(HandshakeOutcome::TlsOnPlainPort, "TLS ClientHello", "TLS alert: handshake failure");
        }
        Ok(Err(Opening::Garbage(sent))) => {
            let sentence = "This is Forecourt's port for chargers. It expects a WebSocket request.";
            let refusal = http::refusal("400 Bad Request", "", sentence);
            answer(&mut stream, &refusal).await;
            return told(HandshakeOutcome::Garbage, &sent, &refusal);
        }
        Ok(Err(Opening::Silent)) | Err(_) => return told(HandshakeOutcome::Silent, "", ""),
    };
    let open =
        tokio::time::timeout(PATIENCE, open(&inner, &mut stream, from, request, certificate, &sent)).await;
    drop(sent);
    let Ok(Some(opened)) = open else { return };
    drop(unfinished);
    let socket =
        WebSocketStream::from_partially_read(stream, rest, Role::Server, Some(socket_config(&inner))).await;
    match opened {
        Opened::Link { station, dialect, assumed } => {
            link::run(inner, socket, station, dialect, from, assumed).await;
        }
        Opened::NoProtocol => {
            let mut socket = socket;
            let frame = CloseFrame { code: CloseCode::Protocol, reason: "no common OCPP version".into() };
            drop(tokio::time::timeout(PATIENCE, socket.close(Some(frame))).await);
        }
    }
}

enum Opened {
    Link { station: StationKey, dialect: Dialect, assumed: bool },
    NoProtocol,
}

enum Opening {
    Tls,
    /// No request; what came, as it may be shown.
    Garbage(String),
    /// It hung up in the middle of its request.
    Cut(String),
    Silent,
}

/// Reads a request's head; gives it with the bytes that came after it, and as it may be shown.
async fn read_head(stream: &mut Line) -> Result<(Request, Vec<u8>, String), Opening> {
    let mut bytes = Vec::with_capacity(1024);
    loop {
        match stream.read_buf(&mut bytes).await {
            Ok(0) | Err(_) if bytes.is_empty() => return Err(Opening::Silent),
            Ok(0) | Err(_) => return Err(Opening::Cut(shown(&bytes))),
            Ok(_) => {}
        }
        match http::read(&bytes) {
            Head::Partial => {}
            Head::Whole(request, end) => {
                let rest = bytes.split_off(end);
                return Ok((request, rest, shown(&bytes)));
            }
            Head::Tls => return Err(Opening::Tls),
            Head::Garbage => return Err(Opening::Garbage(shown(&bytes))),
        }
    }
}

/// What was sent, for the trace: without logins, and not more than anybody would read.
fn shown(bytes: &[u8]) -> String {
    ocpp::mask::head(bytes)
}

/// Judges a request and answers it; `None` when it was turned away. Screens are told of that before the station is, so
/// that a technician beside it finds the reason there.
async fn open(
    inner: &Arc<Inner>,
    stream: &mut Line,
    from: SocketAddr,
    request: Request,
    certificate: Option<Shown>,
    sent: &str,
) -> Option<Opened> {
    let offered = request.offered.clone();
    let told = |outcome, identity, station, answered: &str| {
        tell(inner, from, outcome, identity, offered.clone(), &Seen { station, sent, answered });
    };
    let Some(key) = request.key.as_deref().filter(|_| request.upgrade) else {
        let sentence = "This address is for chargers: it speaks OCPP over WebSocket. Open the Forecourt window or its browser console instead.";
        let refusal = http::refusal("426 Upgrade Required", "Upgrade: websocket\r\n", sentence);
        let outcome = if request.browser { HandshakeOutcome::Browser } else { HandshakeOutcome::Garbage };
        told(outcome, Some(request.path.clone()), None, &refusal);
        answer(stream, &refusal).await;
        return None;
    };
    let Some(identity) = http::identity(&request.path) else {
        let sentence = "The address must end in the charger's name, for example /ocpp/CP-01.";
        let refusal = http::refusal("404 Not Found", "", sentence);
        told(HandshakeOutcome::NoIdentity, Some(request.path.clone()), None, &refusal);
        answer(stream, &refusal).await;
        return None;
    };
    let Some(guest) = admit(inner, &identity).await else {
        let refusal =
            http::refusal("503 Service Unavailable", "", "Forecourt cannot take chargers just now.");
        told(HandshakeOutcome::Refused, Some(identity), None, &refusal);
        answer(stream, &refusal).await;
        return None;
    };
    if certificate.as_ref().is_some_and(|shown| !shown.is_of(&identity, &guest.serial)) {
        let refusal = http::refusal("403 Forbidden", "", "This certificate bears another name.");
        told(HandshakeOutcome::WrongCertificate, Some(identity), Some(guest.station), &refusal);
        answer(stream, &refusal).await;
        return None;
    }
    // A certificate of its own is worth more than a password (security profile 3).
    if certificate.is_none() && (guest.password.is_some() || guest.password_offered.is_some()) {
        let shown = request.authorization.as_deref().and_then(credentials);
        if !opens(inner, &guest, &identity, shown).await {
            let header = "WWW-Authenticate: Basic realm=\"OCPP\"\r\n";
            let refusal = http::refusal("401 Unauthorized", header, "Wrong or missing password.");
            told(HandshakeOutcome::WrongPassword, Some(identity), Some(guest.station), &refusal);
            answer(stream, &refusal).await;
            return None;
        }
    }
    if guest.turned_away {
        let refusal = http::refusal("404 Not Found", "", "This charger is not known here.");
        told(HandshakeOutcome::Refused, Some(identity), Some(guest.station), &refusal);
        answer(stream, &refusal).await;
        return None;
    }
    let names: Vec<&str> = request.offered.iter().map(String::as_str).collect();
    let accept = derive_accept_key(key.as_bytes());
    let (dialect, offer) = match Dialect::choose(&names) {
        Choice::Agreed { dialect, offer } => (dialect, Some(offer)),
        Choice::Assumed(dialect) => (dialect, None),
        Choice::Nothing => {
            let switching = http::switching(&accept, None);
            let answered = format!("{switching}closed with 1002: no common OCPP version");
            told(HandshakeOutcome::NoCommonProtocol, Some(identity), Some(guest.station), &answered);
            answer(stream, &switching).await;
            return Some(Opened::NoProtocol);
        }
    };
    answer(stream, &http::switching(&accept, offer.as_deref())).await;
    let assumed = offer.is_none();
    let outcome = match (guest.admission, assumed) {
        (Admission::Pending, _) => HandshakeOutcome::Waiting,
        (_, true) => HandshakeOutcome::Assumed16,
        _ => HandshakeOutcome::Connected,
    };
    told(outcome, Some(identity), Some(guest.station), "");
    Some(Opened::Link { station: guest.station, dialect, assumed })
}

/// A station's certificate that was found good: the name in it.
pub struct Shown(Option<String>);

impl Shown {
    /// Whether it is this station's: it bears its name, or its serial number where that is known.
    fn is_of(&self, identity: &str, serial: &str) -> bool {
        let Some(name) = &self.0 else { return false };
        name.eq_ignore_ascii_case(identity) || !serial.is_empty() && name.eq_ignore_ascii_case(serial)
    }
}

/// A station that knocked, as the store knows it.
struct Guest {
    station: StationKey,
    admission: Admission,
    serial: String,
    password: Option<String>,
    /// Sent to it, not shown yet.
    password_offered: Option<String>,
    turned_away: bool,
}

/// Finds the station of an identity, or enters a new one: pending, or accepted where the settings say so.
async fn admit(inner: &Arc<Inner>, identity: &str) -> Option<Guest> {
    let store = Arc::clone(&inner.store);
    let name = identity.to_owned();
    let known = tokio::task::spawn_blocking(move || {
        store.read(|reader| {
            let waiting = reader.stations()?.iter().filter(|s| s.admission == Admission::Pending).count();
            Ok((reader.station_by_identity(&name)?, waiting, reader.settings()?.policy))
        })
    });
    let (known, waiting, policy) = known.await.ok()?.ok()?;
    if let Some(known) =
        known.as_ref().filter(|k| k.admission != Admission::Pending || !policy.accept_unknown)
    {
        return Some(Guest {
            station: known.key,
            admission: known.admission,
            serial: known.serial.clone(),
            password: known.password.clone(),
            password_offered: known.password_offered.clone(),
            turned_away: known.admission == Admission::Refused,
        });
    }
    let new = if policy.accept_unknown { Admission::Accepted } else { Admission::Pending };
    if known.is_none() && new == Admission::Pending && waiting >= WAITING_MAX {
        return None;
    }
    let (now, name) = ((inner.clock)(), identity.to_owned());
    let entered = inner.store.change(move |write| {
        let station = write.station(&name, Admission::Pending, now)?;
        if new == Admission::Accepted {
            let bay = write.free_bay()?;
            write.apply(station, Event::Admitted(new), now)?;
            write.apply(station, Event::Named { name: name.clone(), bay }, now)?;
        }
        Ok(station)
    });
    let station = entered.await.ok()?.ok()?;
    let (serial, password, password_offered) =
        known.map_or_else(Default::default, |k| (k.serial, k.password, k.password_offered));
    Some(Guest { station, admission: new, serial, password, password_offered, turned_away: false })
}

/// Whether it may come in with what it shows. The password that it was sent counts from the moment it shows it, and
/// then alone; until then the old one counts, or none where it had none.
async fn opens(inner: &Inner, guest: &Guest, identity: &str, shown: Option<Credentials>) -> bool {
    let doorkeeper = &inner.doorkeeper;
    if let Some(offered) = &guest.password_offered
        && doorkeeper.opens(guest.station, identity, offered, shown.clone()).await
    {
        let (station, hash, now) = (guest.station, offered.clone(), (inner.clock)());
        let event = Event::PasswordChanged(Some(hash));
        // Where it cannot be written, both go on to count.
        drop(inner.store.change(move |write| write.apply(station, event.clone(), now)).await);
        return true;
    }
    match &guest.password {
        Some(hash) => doorkeeper.opens(guest.station, identity, hash, shown).await,
        None => true,
    }
}

fn socket_config(inner: &Inner) -> WebSocketConfig {
    // The defaults keep 128 KiB a connection; small reads cost nothing measurable and 1,000 stations fit in 14 MiB.
    WebSocketConfig::default()
        .read_buffer_size(4096)
        .write_buffer_size(0)
        .max_write_buffer_size(4 * inner.config.max_frame)
        .max_message_size(Some(inner.config.max_frame))
        .max_frame_size(Some(inner.config.max_frame))
}

async fn answer(stream: &mut Line, text: &str) {
    answer_bytes(stream, text.as_bytes()).await;
}

async fn answer_bytes(stream: &mut Line, bytes: &[u8]) {
    // Who hung up meanwhile needs no answer.
    drop(stream.write_all(bytes).await);
}

/// What is kept of a knock for the trace.
struct Seen<'a> {
    station: Option<StationKey>,
    sent: &'a str,
    answered: &'a str,
}

fn tell(
    inner: &Inner,
    from: SocketAddr,
    outcome: HandshakeOutcome,
    identity: Option<String>,
    offered: Vec<String>,
    seen: &Seen<'_>,
) {
    tracing::info!(%from, ?outcome, identity, ?offered, "knock on the chargers' port");
    let knock = Handshake { at: (inner.clock)(), from, outcome, identity, offered, detail: None };
    inner.trace.turned_away(&knock, seen.station, seen.sent, seen.answered);
    inner.tell(Fact::Handshake(knock));
}

/// What the store is told when a link opens.
pub fn contact(from: SocketAddr, dialect: Dialect, at: Timestamp) -> Contact {
    Contact { address: from.ip().to_string(), protocol: dialect.into(), at }
}
