//! Everything a screen needs to begin with.

use std::sync::Arc;

use super::{station, today};
use crate::console::Inner;
use crate::fault::Fault;
use crate::network::networks;
use crate::show;
use crate::view::{ConnectView, Snapshot};

/// The whole picture. The number is taken first: an event between it and the reads is applied twice, which does no harm.
pub async fn snapshot(inner: &Arc<Inner>) -> Result<Snapshot, Fault> {
    let seq = inner.feed.seq();
    let stations = station::views(inner, None).await?;
    let (orders, tokens) = inner.read(|reader| Ok((reader.orders(None, 50)?, reader.tokens()?))).await?;
    let today = today::figures(inner).await?;
    let settings = inner.settings().await?;
    let handshakes = inner.state().handshakes.iter().cloned().collect();
    Ok(Snapshot {
        seq,
        now: inner.now().0,
        settings,
        connect: connect(inner),
        stations,
        orders: orders.into_iter().map(show::order).collect(),
        handshakes,
        tokens: tokens.into_iter().map(show::token).collect(),
        books: inner.read(super::people::books).await?,
        today,
    })
}

/// Where chargers reach us.
pub fn connect(inner: &Inner) -> ConnectView {
    let address = inner.address;
    ConnectView {
        port: address.port(),
        secure_port: inner.secure_address.map(|address| address.port()),
        networks: networks(address.ip(), address.port()),
        demo: inner.options.demo,
        version: env!("CARGO_PKG_VERSION").to_owned(),
        data_dir: inner.store.folder().display().to_string(),
    }
}
