//! Readings as a few bytes a value while their session runs: zigzag varints in a row's blob.

use domain::event::TimedSample;
use domain::reading::Series;
use domain::time::Timestamp;

pub use domain::curve::Point;

/// The blob of some samples; `None` when there is no reading in them.
pub fn encode(samples: &[TimedSample]) -> Option<Vec<u8>> {
    let mut blob = Vec::with_capacity(samples.iter().map(|s| 9 + 7 * s.sample.readings.len()).sum());
    for timed in samples.iter().filter(|s| !s.sample.readings.is_empty()) {
        put(&mut blob, timed.at.0);
        put(&mut blob, i64::try_from(timed.sample.readings.len()).expect("a frame holds fewer readings"));
        for reading in &timed.sample.readings {
            put(&mut blob, i64::from(reading.series.code()));
            put(&mut blob, reading.value);
        }
    }
    (!blob.is_empty()).then_some(blob)
}

/// Reads a blob back. What cannot be read is left out: the frame beside it still holds everything.
pub fn decode(mut blob: &[u8], points: &mut Vec<Point>) {
    while !blob.is_empty() {
        let Some((at, count)) = take(&mut blob).zip(take(&mut blob)) else { return };
        for _ in 0..count {
            let Some((code, value)) = take(&mut blob).zip(take(&mut blob)) else { return };
            let series = u32::try_from(code).ok().and_then(Series::from_code);
            if let Some(series) = series {
                points.push(Point { at: Timestamp(at), series, value });
            }
        }
    }
}

fn put(blob: &mut Vec<u8>, value: i64) {
    let mut rest = (value << 1 ^ value >> 63).cast_unsigned();
    while rest >= 0x80 {
        blob.push((rest & 0x7f) as u8 | 0x80);
        rest >>= 7;
    }
    blob.push(rest as u8);
}

fn take(blob: &mut &[u8]) -> Option<i64> {
    let mut value = 0_u64;
    for shift in (0..64).step_by(7) {
        let (&byte, rest) = blob.split_first()?;
        *blob = rest;
        value |= u64::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            return Some((value >> 1).cast_signed() ^ -(value & 1).cast_signed());
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use domain::reading::{Context, Reading, Sample};

    use super::*;

    #[test]
    fn readings_come_back_as_they_went_in_whatever_their_size() {
        let values = [0, 1, -1, 63, -64, i64::MAX, i64::MIN, 14_882_400];
        let readings: Vec<Reading> = values
            .iter()
            .map(|&value| Reading { series: Series::ENERGY, context: Context::Periodic, value })
            .collect();
        let at = Timestamp(1_800_000_000_123);
        let blob = encode(&[TimedSample { at, sample: Sample { at: None, readings } }]).unwrap();
        let mut points = Vec::new();
        decode(&blob, &mut points);
        assert_eq!(points.iter().map(|p| p.value).collect::<Vec<_>>(), values);
        assert!(points.iter().all(|p| p.at == at && p.series == Series::ENERGY));
        assert_eq!(encode(&[]), None);
    }

    #[test]
    fn a_cut_blob_gives_what_can_be_read() {
        let mut points = Vec::new();
        decode(&[0x80], &mut points);
        assert!(points.is_empty());
    }
}
