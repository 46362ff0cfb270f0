//! Reservations (1.6 section 5.13, 5.2).

use jiff::Timestamp;

/// A bay that is kept for somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Booking {
    /// The centre's number.
    pub id: i64,
    /// Index of the bay.
    pub bay: usize,
    /// For this card,
    pub card: String,
    /// or any card of this group.
    pub parent: Option<String>,
    /// Until then.
    pub until: Timestamp,
}

/// All of them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Bookings(Vec<Booking>);

impl Bookings {
    /// Keeps a bay; one of the same number is replaced.
    pub fn keep(&mut self, booking: Booking) -> Option<Booking> {
        let before = self.cancel(booking.id);
        self.0.push(booking);
        before
    }

    /// Keeps it no longer.
    pub fn cancel(&mut self, id: i64) -> Option<Booking> {
        let index = self.0.iter().position(|booking| booking.id == id)?;
        Some(self.0.remove(index))
    }

    /// For whom a bay is kept.
    pub fn at(&self, bay: usize) -> Option<&Booking> {
        self.0.iter().find(|booking| booking.bay == bay)
    }

    /// Whether a card of this group may charge at a bay.
    pub fn admits(&self, bay: usize, card: &str, parent: Option<&str>) -> bool {
        self.at(bay).is_none_or(|booking| {
            booking.card.eq_ignore_ascii_case(card)
                || parent.is_some_and(|own| booking.parent.as_deref() == Some(own))
        })
    }

    /// Somebody charges at a bay: the reservation is used up. Gives its number.
    pub fn used(&mut self, bay: usize) -> Option<i64> {
        let id = self.at(bay)?.id;
        Some(self.cancel(id)?.id)
    }

    /// Bays whose time is over.
    pub fn expire(&mut self, now: Timestamp) -> Vec<usize> {
        let over = self.0.iter().filter(|booking| booking.until <= now).map(|booking| booking.bay).collect();
        self.0.retain(|booking| booking.until > now);
        over
    }
}
