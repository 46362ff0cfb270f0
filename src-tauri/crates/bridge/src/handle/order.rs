//! Orders to chargers.

use std::sync::Arc;

use central::OrderError;
use domain::station::StationKey;

use super::{command, not_found, storage_fault};
use crate::console::Inner;
use crate::fault::{Fault, FaultCode};
use crate::show;
use crate::view::{CommandView, OrderResult, OrderView};

/// Records an order and sends it on its way.
pub async fn order(
    inner: &Arc<Inner>,
    station: u32,
    command: CommandView,
    by: &str,
) -> Result<OrderView, Fault> {
    let key = StationKey(station);
    let command = command::read(inner, key, command).await?;
    let centre = inner.centre.read().await;
    let centre = centre.as_ref().ok_or_else(|| Fault::new(FaultCode::StorageBusy))?;
    let order = centre.order(key, command, by).await.map_err(|error| match error {
        OrderError::NoStation => not_found("station"),
        OrderError::NotAccepted => Fault::new(FaultCode::NotAccepted),
        OrderError::Store(error) => storage_fault(error),
    })?;
    let row = inner.read(move |reader| reader.order(order)).await?;
    row.map(show::order).ok_or_else(|| not_found("order"))
}

/// The orders of a station, newest first.
pub async fn orders(inner: &Arc<Inner>, station: u32) -> Result<Vec<OrderView>, Fault> {
    let rows = inner.read(move |reader| reader.orders(Some(StationKey(station)), 100)).await?;
    Ok(rows.into_iter().map(show::order).collect())
}

/// Gives the same order to several stations; each has its own result.
pub async fn all(
    inner: &Arc<Inner>,
    stations: Vec<u32>,
    command: CommandView,
    by: &str,
) -> Result<Vec<OrderResult>, Fault> {
    const MOST: usize = 200;
    if stations.len() > MOST {
        return Err(Fault::new(FaultCode::Invalid).with("field", "stations").with("reason", "tooLong"));
    }
    let mut results = Vec::with_capacity(stations.len());
    for station in stations {
        results.push(match order(inner, station, command.clone(), by).await {
            Ok(order) => OrderResult { station, order: Some(order), fault: None },
            Err(fault) => OrderResult { station, order: None, fault: Some(fault) },
        });
    }
    Ok(results)
}
