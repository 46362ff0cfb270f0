//! How files travel between a station and us: which scheme, and at which address of ours.

use std::net::IpAddr;
use std::sync::Arc;

use domain::station::{Protocol, StationKey};
use domain::travel::{Scheme, choose};

use crate::centre::Inner;

/// How files travel between a station and us.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Route {
    /// What the station says that it supports, in its own words.
    pub offered: Vec<String>,
    /// The scheme; otherwise the ways that the station takes and we do not offer.
    pub scheme: Result<Scheme, String>,
    /// Our address, as the station reached it; `None` while it is not connected.
    pub host: Option<IpAddr>,
}

/// Where a station tells which ways it knows: 1.6 core profile 9.3.1, and 2.0.1 part 2, appendix `OCPPCommCtrlr`.
pub const fn setting_of(protocol: Protocol) -> &'static str {
    match protocol {
        Protocol::V16 => "SupportedFileTransferProtocols",
        Protocol::V201 | Protocol::V21 => "OCPPCommCtrlr.FileTransferProtocols",
    }
}

/// How files travel between a station and us, as things stand. `wanted` is the operator's word.
pub async fn route(inner: &Arc<Inner>, station: StationKey, wanted: Option<Scheme>) -> Route {
    let info = inner.registry.info(station);
    let quirk = inner.quirks(station).await.transfer;
    let offered = offered(inner, station).await;
    Route { scheme: choose(&offered, quirk, wanted), offered, host: info.and_then(|info| info.local) }
}

async fn offered(inner: &Arc<Inner>, station: StationKey) -> Vec<String> {
    let store = Arc::clone(&inner.store);
    let read = tokio::task::spawn_blocking(move || {
        store.read(|reader| {
            for protocol in [Protocol::V16, Protocol::V201] {
                if let Some(words) = reader.setting_text(station, setting_of(protocol))? {
                    return Ok(words);
                }
            }
            Ok(String::new())
        })
    });
    let words = read.await.unwrap_or(Err(store::Error::Busy)).unwrap_or_default();
    words
        .split(',')
        .map(|word| word.trim_matches(|c: char| c == '"' || c.is_whitespace()).to_owned())
        .filter(|word| !word.is_empty())
        .collect()
}
