//! A connection on which hardly anything moves is given up, whatever it is waiting for.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;

/// How long is looked on.
pub(super) const SPAN: Duration = Duration::from_secs(60);
/// Fewer bytes than this in that time are too few; the slowest mobile network moves more.
const LEAST: u64 = 1024;

/// A connection that counts what it moves.
pub(super) struct Paced {
    stream: TcpStream,
    moved: Arc<AtomicU64>,
}

/// Waits until too little has moved.
pub(super) struct Watch(Arc<AtomicU64>);

/// Watches a connection.
pub(super) fn watched(stream: TcpStream) -> (Paced, Watch) {
    let moved = Arc::new(AtomicU64::new(0));
    (Paced { stream, moved: Arc::clone(&moved) }, Watch(moved))
}

impl Watch {
    /// Ends when too little has moved for a while.
    pub(super) async fn too_slow(self, span: Duration) {
        let mut before = 0;
        loop {
            tokio::time::sleep(span).await;
            let now = self.0.load(Ordering::Relaxed);
            if now - before < LEAST {
                return;
            }
            before = now;
        }
    }
}

impl AsyncRead for Paced {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        let done = Pin::new(&mut self.stream).poll_read(context, buffer);
        self.moved.fetch_add((buffer.filled().len() - before) as u64, Ordering::Relaxed);
        done
    }
}

impl AsyncWrite for Paced {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let done = Pin::new(&mut self.stream).poll_write(context, bytes);
        if let Poll::Ready(Ok(written)) = done {
            self.moved.fetch_add(written as u64, Ordering::Relaxed);
        }
        done
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::AsyncWriteExt;
    use tokio::net::TcpListener;

    use super::*;

    #[tokio::test]
    async fn a_connection_on_which_nothing_moves_is_given_up() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let (mut stream, watch) = watched(TcpStream::connect(listener.local_addr().unwrap()).await.unwrap());
        stream.write_all(&[0; LEAST as usize]).await.unwrap();
        // Enough in the first span, nothing in the second.
        let begun = tokio::time::Instant::now();
        watch.too_slow(Duration::from_millis(20)).await;
        assert!(begun.elapsed() >= Duration::from_millis(40));
    }
}
