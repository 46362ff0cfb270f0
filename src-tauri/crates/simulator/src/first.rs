//! What a charger of the first generation (OCPP 1.6) keeps beside its bays: settings, its own list of cards,
//! reservations, limits and the password with which it connects.

mod answer;
mod booking;
mod cards;
mod limit;
mod live;
mod profile;
mod settings;
mod table;

pub(crate) use booking::{Booking, Bookings};
pub(crate) use cards::Cards;
pub(crate) use limit::{Cap, LEAST, Limits, Running};
pub(crate) use profile::{Profile, Purpose, Unit};
pub(crate) use settings::Settings;

use crate::blueprint::Blueprint;

/// All of it.
#[derive(Debug, Clone)]
pub(crate) struct First {
    pub settings: Settings,
    pub cards: Cards,
    pub bookings: Bookings,
    pub limits: Limits,
    /// The bytes of the password, once it has one.
    pub password: Option<Vec<u8>>,
    /// It hangs up in so many seconds and calls again, without starting anew.
    pub redial: Option<f64>,
    /// The number of the last whole interval of the clock at which it told its meters.
    pub clock: Option<i64>,
}

impl First {
    /// As it leaves the factory. Readings come every so many seconds.
    pub fn new(blueprint: &Blueprint, sample_s: u32) -> Self {
        Self {
            settings: Settings::of(blueprint, sample_s),
            cards: Cards::default(),
            bookings: Bookings::default(),
            limits: Limits::default(),
            password: None,
            redial: None,
            clock: None,
        }
    }
}
