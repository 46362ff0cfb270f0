//! A year of a site, invented from a seed: the same every time.

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// A session that will be played.
pub struct Planned {
    /// The card.
    pub card: &'static str,
    /// Times and register values; the first and the last are its beginning and its end.
    pub readings: Vec<(String, i64)>,
}

/// Cards, the last of which belongs to nobody.
pub const CARDS: [&str; 5] = ["AOIFE", "TOMAS", "VAN14", "VAN12", "GUEST"];

const HOUR: i64 = 3_600_000;
/// Midnight at the beginning of 2025, by Berlin's clocks.
const BEGAN: i64 = 1_735_686_000_000;

/// The sessions of one connector over the year 2025, in their order.
pub fn year(connector: u64) -> Vec<Planned> {
    let mut chance = ChaCha8Rng::seed_from_u64(2025 + connector);
    let mut register = chance.random_range(0..9_000_000);
    let mut at = BEGAN + chance.random_range(0..20) * HOUR;
    let mut planned = Vec::new();
    while at < BEGAN + 364 * 24 * HOUR {
        let mut readings = vec![(text(at), register)];
        for _ in 0..chance.random_range(1..6) {
            at += chance.random_range(600_000..5_400_000);
            register += chance.random_range(0..9_000);
            readings.push((text(at), register));
        }
        planned.push(Planned { card: CARDS[chance.random_range(0..CARDS.len())], readings });
        at += chance.random_range(HOUR..60 * HOUR);
    }
    planned
}

fn text(at: i64) -> String {
    // Whole seconds, as chargers write them.
    let at = jiff::Timestamp::from_second(at / 1000).expect("a time");
    at.to_string()
}
