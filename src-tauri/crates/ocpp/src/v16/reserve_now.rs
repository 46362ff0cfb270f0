//! ReserveNow: keep a connector for somebody; connector 0 is any of the station (1.6 section 5.13, 6.37).

use domain::order::Reservation;
use serde::Serialize;

use super::number;
use crate::manner::Telling;
use crate::message::OutgoingCall;
use crate::token::fits_a_tag;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Wire<'a> {
    connector_id: u16,
    expiry_date: String,
    id_tag: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    parent_id_tag: Option<&'a str>,
    reservation_id: u32,
}

/// `None` for a token or a group that does not fit into a tag.
pub(super) fn call(reservation: &Reservation, telling: Telling) -> Option<OutgoingCall> {
    let parent = reservation.parent.as_deref();
    let fits = fits_a_tag(&reservation.token.value) && parent.is_none_or(fits_a_tag);
    let wire = Wire {
        connector_id: number(reservation.at),
        expiry_date: telling.stamp(reservation.until),
        id_tag: &reservation.token.value,
        parent_id_tag: parent,
        reservation_id: reservation.key.0,
    };
    fits.then(|| OutgoingCall::new("ReserveNow", &wire))
}

#[cfg(test)]
mod tests {
    use super::super::testing::{AT, order};
    use super::*;
    use domain::order::{Command, ReservationKey};
    use domain::place::Place;
    use domain::token::{IdToken, TokenKind};

    fn reserve(at: Place, token: &str, parent: Option<&str>) -> Option<String> {
        order(&Command::Reserve(Reservation {
            key: ReservationKey(12),
            at,
            token: IdToken { value: token.into(), kind: TokenKind::Card },
            parent: parent.map(str::to_owned),
            until: AT,
        }))
    }

    #[test]
    fn golden_reserve_now() {
        assert_eq!(
            reserve(Place::Station, "04A2", None).unwrap(),
            r#"ReserveNow {"connectorId":0,"expiryDate":"2026-11-21T14:05:00.000Z","idTag":"04A2","reservationId":12}"#
        );
        assert_eq!(
            reserve(Place::Evse(2), "04A2", Some("FLEET")).unwrap(),
            r#"ReserveNow {"connectorId":2,"expiryDate":"2026-11-21T14:05:00.000Z","idTag":"04A2","parentIdTag":"FLEET","reservationId":12}"#
        );
    }

    #[test]
    fn a_tag_that_does_not_fit_is_never_cut() {
        assert_eq!(reserve(Place::Station, &"x".repeat(21), None), None);
        assert_eq!(reserve(Place::Station, "04A2", Some(&"x".repeat(21))), None);
    }
}
