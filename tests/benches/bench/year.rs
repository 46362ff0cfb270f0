//! A year of a site: 12 chargers, 20,000 sessions, ten million values, played over the wire with times of the past.

pub async fn rows() {}
