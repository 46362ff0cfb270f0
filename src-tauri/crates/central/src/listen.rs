//! The stations' port: accepts connections, and never lets unfinished knocks crowd out real stations.

use std::collections::VecDeque;
use std::io::ErrorKind;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use rustls::ServerConfig;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::AbortHandle;

use crate::centre::Inner;
use crate::handshake;
use crate::line::Line;

/// At most this many knocks are unfinished at a time. A real station is through in milliseconds, so when the list is
/// full it is the oldest one that has nothing to say.
const UNFINISHED: usize = 512;

/// Accepts connections until the task is aborted; encrypted ones where there is something to encrypt with.
pub async fn run(inner: Arc<Inner>, listener: TcpListener, secure: Option<Arc<ServerConfig>>) {
    let waiting = Arc::new(Waiting::default());
    loop {
        match listener.accept().await {
            Ok((stream, from)) => {
                let (inner, waiting) = (Arc::clone(&inner), Arc::clone(&waiting));
                receive(inner, stream, from, waiting, secure.clone());
            }
            Err(error) => {
                // Out of file handles or memory: wait for some to come back instead of spinning.
                if !matches!(error.kind(), ErrorKind::ConnectionAborted | ErrorKind::ConnectionReset) {
                    tracing::warn!(%error, "a connection could not be accepted");
                    waiting.drop_oldest();
                    tokio::time::sleep(Duration::from_millis(20)).await;
                }
            }
        }
    }
}

fn receive(
    inner: Arc<Inner>,
    stream: TcpStream,
    from: SocketAddr,
    waiting: Arc<Waiting>,
    secure: Option<Arc<ServerConfig>>,
) {
    drop(stream.set_nodelay(true));
    let place = waiting.next();
    let guard = Place { id: place, waiting: Arc::clone(&waiting) };
    let task = tokio::spawn(async move {
        match secure {
            None => handshake::receive(inner, Line::Plain(stream), from, None, guard).await,
            Some(server) => {
                if let Some((line, shown)) = handshake::encrypt(&inner, server, stream, from).await {
                    handshake::receive(inner, line, from, shown, guard).await;
                }
            }
        }
    });
    waiting.enter(place, task.abort_handle());
}

/// Knocks that are not finished, oldest first.
#[derive(Default)]
struct Waiting {
    list: Mutex<(u64, VecDeque<(u64, AbortHandle)>)>,
}

impl Waiting {
    fn next(&self) -> u64 {
        let mut list = self.list.lock().unwrap_or_else(PoisonError::into_inner);
        list.0 += 1;
        list.0
    }

    fn enter(&self, id: u64, task: AbortHandle) {
        if task.is_finished() {
            return;
        }
        let mut list = self.list.lock().unwrap_or_else(PoisonError::into_inner);
        list.1.push_back((id, task));
        let over = list.1.len().saturating_sub(UNFINISHED);
        let dropped: Vec<_> = list.1.drain(..over).collect();
        drop(list);
        dropped.iter().for_each(|(_, task)| task.abort());
    }

    fn drop_oldest(&self) {
        let mut list = self.list.lock().unwrap_or_else(PoisonError::into_inner);
        let half = list.1.len() / 2;
        let dropped: Vec<_> = list.1.drain(..half).collect();
        drop(list);
        dropped.iter().for_each(|(_, task)| task.abort());
    }

    fn leave(&self, id: u64) {
        let mut list = self.list.lock().unwrap_or_else(PoisonError::into_inner);
        list.1.retain(|(other, _)| *other != id);
    }
}

/// A place among the unfinished; given up when dropped.
struct Place {
    id: u64,
    waiting: Arc<Waiting>,
}

impl Drop for Place {
    fn drop(&mut self) {
        self.waiting.leave(self.id);
    }
}
