//! CancelReservation: keep a connector no longer (1.6 section 5.1, 6.5).

use domain::order::ReservationKey;
use serde::Serialize;

use crate::message::OutgoingCall;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Wire {
    reservation_id: u32,
}

pub(super) fn call(reservation: ReservationKey) -> OutgoingCall {
    OutgoingCall::new("CancelReservation", &Wire { reservation_id: reservation.0 })
}

#[cfg(test)]
mod tests {
    use super::super::testing::order;
    use super::*;
    use domain::order::Command;

    #[test]
    fn golden_cancel_reservation() {
        let cancel = Command::CancelReservation { reservation: ReservationKey(12) };
        assert_eq!(order(&cancel).as_deref(), Some(r#"CancelReservation {"reservationId":12}"#));
    }
}
