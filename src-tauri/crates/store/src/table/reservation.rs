//! Reservations.

use domain::order::{Reservation, ReservationKey, ReservationState};
use domain::station::StationKey;
use domain::time::Timestamp;
use rusqlite::{Connection, params};

use crate::error::Error;

/// A station keeps a connector; the same number replaces.
pub fn held(
    db: &Connection,
    station: StationKey,
    reservation: &Reservation,
    at: Timestamp,
) -> Result<(), Error> {
    db.prepare_cached(
        "INSERT OR REPLACE INTO reservation (id, station, evse, token, parent, until, state, changed_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, 0, ?7)",
    )?
    .execute(params![
        reservation.key.0,
        station.0,
        reservation.at.connector().map(|at| at.evse),
        reservation.token.value,
        reservation.parent,
        reservation.until.0,
        at.0
    ])?;
    Ok(())
}

/// It is kept no longer.
pub fn over(
    db: &Connection,
    station: StationKey,
    key: ReservationKey,
    state: ReservationState,
    at: Timestamp,
) -> Result<(), Error> {
    let code = match state {
        ReservationState::Held => 0,
        ReservationState::Used => 1,
        ReservationState::Cancelled => 2,
    };
    db.prepare_cached(
        "UPDATE reservation SET state = ?3, changed_at = ?4 WHERE id = ?1 AND station = ?2 AND state = 0",
    )?
    .execute(params![key.0, station.0, code, at.0])?;
    Ok(())
}

/// The state of a stored number.
pub fn state(code: i64) -> ReservationState {
    match code {
        1 => ReservationState::Used,
        2 => ReservationState::Cancelled,
        _ => ReservationState::Held,
    }
}
