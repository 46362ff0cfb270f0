//! A charger's settings, snapshots and reservations.

use std::sync::Arc;

use domain::order::ReservationState;
use domain::station::StationKey;

use crate::console::Inner;
use crate::fault::Fault;
use crate::show;
use crate::view::{
    ConfigurationEntry, ConfigurationView, ReservationStateView, ReservationView, SnapshotView,
};

/// All that is known of a charger's settings.
pub async fn read(inner: &Arc<Inner>, station: u32) -> Result<ConfigurationView, Fault> {
    let (key, now) = (StationKey(station), inner.now());
    inner
        .read(move |reader| {
            let rows = reader.configuration(key)?;
            let reservation = |row: store::query::ReservationRow| ReservationView {
                id: row.key.0,
                evse: row.evse,
                token: row.token,
                parent: row.parent,
                until: row.until.0,
                state: match row.state {
                    ReservationState::Held if row.until <= now => ReservationStateView::Expired,
                    ReservationState::Held => ReservationStateView::Held,
                    ReservationState::Used => ReservationStateView::Used,
                    ReservationState::Cancelled => ReservationStateView::Cancelled,
                },
            };
            Ok(ConfigurationView {
                read_at: rows.iter().map(|row| row.read_at.0).max(),
                entries: rows
                    .into_iter()
                    .map(|row| ConfigurationEntry {
                        key: row.setting.key,
                        value: row.setting.value,
                        read_only: row.setting.read_only,
                        read_at: row.read_at.0,
                        previous: row.previous,
                        after_restart: row.after_restart,
                    })
                    .collect(),
                snapshots: reader
                    .snapshots(key)?
                    .into_iter()
                    .map(|row| SnapshotView {
                        id: row.id,
                        at: row.at.0,
                        firmware: row.firmware,
                        settings: row.settings.into_iter().map(show::setting).collect(),
                    })
                    .collect(),
                reservations: reader.reservations(key)?.into_iter().map(reservation).collect(),
                lacks: reader.lacks(key)?,
            })
        })
        .await
}
