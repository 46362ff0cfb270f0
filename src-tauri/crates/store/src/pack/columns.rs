//! A column of integers as bytes: `pco` where it pays, delta varints for the few values of a short session.

use pco::ChunkConfig;
use pco::standalone::{simple_compress, simple_decompress};

use crate::error::Error;

const PLAIN: u8 = 0;
const PCO: u8 = 1;
/// Below this, pco's own header costs more than it saves.
const WORTH_IT: usize = 48;

/// The bytes of a column.
pub fn encode(values: &[i64]) -> Result<Vec<u8>, Error> {
    let plain = || {
        let mut bytes = vec![PLAIN];
        let mut last = 0_i64;
        for &value in values {
            let delta = value.wrapping_sub(last);
            let mut rest = (delta << 1 ^ delta >> 63).cast_unsigned();
            while rest >= 0x80 {
                bytes.push((rest & 0x7f) as u8 | 0x80);
                rest >>= 7;
            }
            bytes.push(rest as u8);
            last = value;
        }
        bytes
    };
    if values.len() < WORTH_IT {
        return Ok(plain());
    }
    let mut bytes = vec![PCO];
    let packed =
        simple_compress(values, &ChunkConfig::default()).map_err(|e| Error::Defect(e.to_string()))?;
    bytes.extend_from_slice(&packed);
    Ok(bytes)
}

/// The column of some bytes.
pub fn decode(bytes: &[u8]) -> Result<Vec<i64>, Error> {
    match bytes.split_first() {
        Some((&PCO, packed)) => {
            simple_decompress(packed).map_err(|e| Error::Damaged(format!("packed readings: {e}")))
        }
        Some((&PLAIN, rest)) => Ok(deltas(rest)),
        _ => Err(Error::Damaged("packed readings of an unknown kind".to_owned())),
    }
}

fn deltas(bytes: &[u8]) -> Vec<i64> {
    let (mut values, mut last, mut rest, mut shift) = (Vec::new(), 0_i64, 0_u64, 0_u32);
    for byte in bytes {
        rest |= u64::from(byte & 0x7f) << shift;
        shift = (shift + 7).min(63);
        if byte & 0x80 == 0 {
            last = last.wrapping_add((rest >> 1).cast_signed() ^ -(rest & 1).cast_signed());
            values.push(last);
            (rest, shift) = (0, 0);
        }
    }
    values
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_of_any_length_come_back_as_they_went_in() {
        for length in [0, 1, 2, 47, 48, 500] {
            let values: Vec<i64> = (0..length).map(|i| i * i - 7 * i + 1_800_000_000_000).collect();
            assert_eq!(decode(&encode(&values).unwrap()).unwrap(), values);
        }
        let extremes = [i64::MIN, i64::MAX, 0, -1];
        assert_eq!(decode(&encode(&extremes).unwrap()).unwrap(), extremes);
    }

    #[test]
    fn damaged_bytes_are_an_error_and_not_a_panic() {
        assert!(decode(&[]).is_err());
        assert!(decode(&[9, 1, 2]).is_err());
        assert!(decode(&[PCO, 1, 2, 3]).is_err());
    }
}
