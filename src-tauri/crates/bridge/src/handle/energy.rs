//! Energy by period: a session is split at a border by its own register readings.

use domain::curve;
use domain::energy::WattHours;
use domain::time::Timestamp;
use store::query::SessionRow;
use store::{Error, Reader};

/// What a session delivered between two moments. A register value at a border is interpolated by time.
pub fn between(
    reader: &Reader<'_>,
    session: &SessionRow,
    from: Timestamp,
    to: Timestamp,
) -> Result<WattHours, Error> {
    let Some(whole) = session.energy() else { return Ok(WattHours(0)) };
    let ended = session.ended_at.unwrap_or(to);
    if session.began_at >= from && ended <= to {
        return Ok(whole);
    }
    let mut register = curve::energy(&reader.points(session.key)?);
    if let Some(start) = session.meter_start {
        register.insert(0, (session.began_at, start.0));
    }
    if let (Some(at), Some(stop)) = (session.ended_at, session.meter_stop) {
        register.push((at, stop.0));
    }
    Ok(WattHours::delivered(WattHours(at(&register, from)), WattHours(at(&register, to))))
}

/// The register at a moment, on the line between the readings around it.
fn at(register: &[(Timestamp, i64)], moment: Timestamp) -> i64 {
    let after = register.partition_point(|(at, _)| *at <= moment);
    match (after.checked_sub(1).map(|i| register[i]), register.get(after)) {
        (None, None) => 0,
        (None, Some((_, first))) => *first,
        (Some((_, last)), None) => last,
        (Some((t0, v0)), Some(&(t1, v1))) => {
            let (span, part) = (i128::from(t1.since(t0)).max(1), i128::from(moment.since(t0)));
            let value = i128::from(v0) + i128::from(v1 - v0) * part / span;
            i64::try_from(value).unwrap_or(v0)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_register_at_a_moment_lies_on_the_line_between_its_neighbours() {
        let register = [(Timestamp(0), 1000), (Timestamp(100), 2000)];
        assert_eq!(at(&register, Timestamp(-5)), 1000);
        assert_eq!(at(&register, Timestamp(25)), 1250);
        assert_eq!(at(&register, Timestamp(100)), 2000);
        assert_eq!(at(&register, Timestamp(900)), 2000);
        assert_eq!(at(&[], Timestamp(0)), 0);
    }
}
