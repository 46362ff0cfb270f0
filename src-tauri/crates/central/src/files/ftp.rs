//! The way by FTP, with libunftp: passive only, one ticket a login. What the library leaves open is bounded here: how many
//! connections there are, how long they may take to log in, how much they may send that is no command.

mod store;
#[cfg(test)]
mod tests;

use std::io;
use std::net::{IpAddr, Shutdown, SocketAddr};
use std::ops::RangeInclusive;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use async_trait::async_trait;
use libunftp::ServerBuilder;
use libunftp::options::{ActivePassiveMode, Binder};
use tokio::io::AsyncWriteExt;
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::sync::Semaphore;
use tokio::time::Instant;

use super::pass::Scheme;
use super::{Moved, Shared};
use store::{Desk, Store};

/// More connections than this at a time are told to come back.
const CONNECTIONS: usize = 64;
/// What those are told that come when all places are taken.
const BUSY: &str = "421 Too many connections at a time, come back later\r\n";
/// How long a login may take.
const PATIENCE: Duration = Duration::from_secs(10);
/// How long a charger that is logged in may say nothing while nothing is sent, in seconds.
const SILENCE: u64 = 60;
/// How often a connection is looked at.
const LOOK: Duration = Duration::from_millis(50);
/// No command is longer. The library would gather an endless one in memory.
const LINE: usize = 512;
/// So small a window keeps what can come between two looks small as well.
const WINDOW: u32 = 2048;
/// As many data ports may be asked for in one connection.
const DATA_PORTS: u32 = 64;

/// Opens the port for commands.
pub(super) fn listen(at: SocketAddr) -> io::Result<TcpListener> {
    let socket = socket(at.ip())?;
    // Those that are accepted inherit it.
    socket.set_recv_buffer_size(WINDOW)?;
    socket.bind(at)?;
    socket.listen(128)
}

fn socket(ip: IpAddr) -> io::Result<TcpSocket> {
    let socket = if ip.is_ipv4() { TcpSocket::new_v4()? } else { TcpSocket::new_v6()? };
    // On Windows it would let others take the port away.
    #[cfg(not(windows))]
    socket.set_reuseaddr(true)?;
    Ok(socket)
}

/// Accepts connections until the task is aborted.
pub(super) async fn accept(listener: TcpListener, shared: Arc<Shared>, passive: RangeInclusive<u16>) {
    let places = Arc::new(Semaphore::new(CONNECTIONS));
    let turn = Arc::new(AtomicUsize::new(0));
    loop {
        let Ok((mut stream, _)) = listener.accept().await else {
            // Out of file handles: wait for some to come back instead of spinning.
            tokio::time::sleep(Duration::from_millis(20)).await;
            continue;
        };
        match Arc::clone(&places).try_acquire_owned() {
            Ok(place) => {
                let (shared, passive) = (Arc::clone(&shared), passive.clone());
                let data = Data { asked: 0, turn: Arc::clone(&turn) };
                tokio::spawn(async move {
                    if let Err(error) = serve(stream, shared, passive, data).await {
                        tracing::debug!(%error, "a connection of the FTP port was not served");
                    }
                    drop(place);
                });
            }
            Err(_) => {
                shared.tell(Moved::Refused { key: None, why: "too many connections at a time" });
                tokio::spawn(async move { drop(stream.write_all(BUSY.as_bytes()).await) });
            }
        }
    }
}

async fn serve(
    stream: TcpStream,
    shared: Arc<Shared>,
    passive: RangeInclusive<u16>,
    data: Data,
) -> io::Result<()> {
    let stream = stream.into_std()?;
    let guard = Guard { line: stream.try_clone()?, login: Arc::default(), shared: Arc::clone(&shared) };
    let stream = TcpStream::from_std(stream)?;
    let login = Arc::clone(&guard.login);
    let desk = Arc::new(Desk(Arc::clone(&shared)));
    let store = move || Store::new(Arc::clone(&shared), Arc::clone(&login));
    let server = ServerBuilder::with_user_detail_provider(Box::new(store), desk.clone())
        .authenticator(desk)
        .greeting("Files for chargers")
        .active_passive_mode(ActivePassiveMode::PassiveOnly)
        .passive_ports(passive)
        .binder(data)
        .idle_session_timeout(SILENCE)
        .logger(slog::Logger::root(slog::Discard, slog::o!()))
        .build()
        .map_err(io::Error::other)?;
    tokio::select! {
        done = server.service(stream) => drop(done),
        () = guard.watch() => {}
    }
    Ok(())
}

/// Holds a second handle to a connection of commands, to look at it from outside.
struct Guard {
    line: std::net::TcpStream,
    /// The key it logged in with.
    login: Arc<OnceLock<String>>,
    shared: Arc<Shared>,
}

impl Guard {
    /// Ends when the connection is no longer wanted.
    async fn watch(&self) {
        let begun = Instant::now();
        let mut waiting = [0; LINE];
        loop {
            tokio::time::sleep(LOOK).await;
            let wanted = match self.login.get() {
                Some(key) => self.shared.still(key, Scheme::Ftp),
                None => begun.elapsed() < PATIENCE,
            };
            // A charger waits for the answer before its next command, so hardly anything ever waits here.
            let flood = self.line.peek(&mut waiting).is_ok_and(|length| length == LINE);
            if !wanted || flood {
                return;
            }
        }
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        // The library's own handle ends with this too.
        drop(self.line.shutdown(Shutdown::Both));
    }
}

/// Finds the ports for data, of which one connection gets so many and no more.
#[derive(Debug)]
struct Data {
    asked: u32,
    /// Whose turn is next. Two that bind one port at the same moment would be told only when they listen.
    turn: Arc<AtomicUsize>,
}

#[async_trait]
impl Binder for Data {
    async fn bind(&mut self, ip: IpAddr, passive: RangeInclusive<u16>) -> io::Result<TcpSocket> {
        self.asked += 1;
        if self.asked > DATA_PORTS {
            return Err(io::ErrorKind::QuotaExceeded.into());
        }
        let ports: Vec<u16> = passive.collect();
        let first = self.turn.fetch_add(1, Ordering::Relaxed);
        for index in 0..ports.len() {
            let socket = socket(ip)?;
            // One that somebody listens on cannot be bound.
            if socket.bind(SocketAddr::new(ip, ports[(first + index) % ports.len()])).is_ok() {
                return Ok(socket);
            }
        }
        Err(io::ErrorKind::AddrInUse.into())
    }
}
