//! A bare WebSocket server that sends back every text: what the socket alone costs, for the benchmark to compare with.

use std::io::Write;

use futures_util::{SinkExt, StreamExt};
use tokio::net::{TcpListener, TcpStream};
use tokio_tungstenite::tungstenite::handshake::server::{Request, Response};
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    writeln!(std::io::stdout(), "ready ocpp={}", listener.local_addr()?)?;
    loop {
        let (stream, _) = listener.accept().await?;
        tokio::spawn(echo(stream));
    }
}

async fn echo(stream: TcpStream) {
    drop(stream.set_nodelay(true));
    // The same buffers as Forecourt's, which are faster than the defaults: the comparison shall not flatter us.
    let config = WebSocketConfig::default().read_buffer_size(4096).write_buffer_size(0);
    #[expect(clippy::result_large_err, reason = "the callback's type is tungstenite's")]
    let agree = |request: &Request, mut response: Response| {
        if let Some(offer) = request.headers().get("sec-websocket-protocol") {
            response.headers_mut().insert("sec-websocket-protocol", offer.clone());
        }
        Ok(response)
    };
    let accepted = tokio_tungstenite::accept_hdr_async_with_config(stream, agree, Some(config)).await;
    let Ok(mut socket) = accepted else { return };
    while let Some(Ok(message)) = socket.next().await {
        if message.is_text() && socket.send(message).await.is_err() {
            return;
        }
    }
}
