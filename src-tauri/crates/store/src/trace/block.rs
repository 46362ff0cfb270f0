//! A block: many records as bytes, compressed, and what is known of them from outside.

use std::collections::{BTreeMap, BTreeSet};

use domain::station::StationKey;
use domain::time::Timestamp;

use super::{Direction, LateAnswer, Record, TraceAnswer, TraceLine, Verdict};
use crate::error::Error;

/// Records ready to be stored.
#[derive(Debug, Clone)]
pub struct Block {
    pub(crate) first: i64,
    pub(crate) last: i64,
    pub(crate) from_at: i64,
    pub(crate) to_at: i64,
    pub(crate) late: Option<i64>,
    pub(crate) whole: bool,
    pub(crate) raw: i64,
    pub(crate) size: i64,
    pub(crate) stations: Vec<u8>,
    pub(crate) actions: String,
    pub(crate) data: Vec<u8>,
}

/// Lines, problems and orders of one charger in a block.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Share {
    pub lines: u32,
    pub problems: u32,
    pub orders: u32,
}

/// The shares of a block's stations; 0 stands for no known station.
pub struct Shares(pub BTreeMap<u32, Share>);

/// The level at which a busy minute costs next to nothing; frames repeat themselves so much that more gains little.
const LEVEL: i32 = 1;
const FORMAT: u8 = 1;

impl Block {
    /// Packs records, which must be in order and not empty. A block that is not `whole` is meant to be replaced soon.
    ///
    /// # Errors
    /// When the compressor fails, which it has no reason to.
    pub fn pack(records: &[Record], whole: bool) -> Result<Self, Error> {
        let (Some(first), Some(last)) = (records.first(), records.last()) else {
            return Err(Error::Defect("an empty block of the trace".to_owned()));
        };
        let mut bytes = vec![FORMAT];
        let mut shares: BTreeMap<u32, Share> = BTreeMap::new();
        let mut actions = BTreeSet::new();
        let (mut number, mut at, mut late) = (0, 0, None);
        let (mut from_at, mut to_at) = (i64::MAX, i64::MIN);
        for record in records {
            put_signed(&mut bytes, record.number() - number);
            put_signed(&mut bytes, record.at().0 - at);
            (number, at) = (record.number(), record.at().0);
            (from_at, to_at) = (from_at.min(at), to_at.max(at));
            put(&mut bytes, u64::from(record.station().map_or(0, |station| station.0)));
            let share = shares.entry(record.station().map_or(0, |station| station.0)).or_default();
            actions.insert(record.action());
            put_text(&mut bytes, record.action());
            match record {
                Record::Line(line) => {
                    share.lines += 1;
                    share.problems += u32::from(line.verdict.is_problem());
                    share.orders += u32::from(line.direction == Direction::ToCharger);
                    bytes.push(flags(false, line.direction, line.verdict));
                    put_text(&mut bytes, &line.call);
                    match &line.answer {
                        Some(answer) => {
                            put_signed(&mut bytes, answer.at.0 - at);
                            // One more than its length: nothing at all is not the same as an empty answer.
                            put(&mut bytes, answer.text.len() as u64 + 1);
                            bytes.extend_from_slice(answer.text.as_bytes());
                        }
                        None => bytes.extend_from_slice(&[0, 0]),
                    }
                }
                Record::Late(answer) => {
                    // In a block that has the line too, the line was counted with its answer.
                    if answer.to < first.number() {
                        share.problems += u32::from(answer.verdict.is_problem());
                        late = Some(late.map_or(answer.to, |lowest: i64| lowest.min(answer.to)));
                    }
                    bytes.push(flags(true, answer.direction, answer.verdict));
                    put_signed(&mut bytes, answer.number - answer.to);
                    put_text(&mut bytes, &answer.answer.text);
                }
            }
        }
        let data = zstd::bulk::compress(&bytes, LEVEL).map_err(|error| Error::Defect(error.to_string()))?;
        Ok(Self {
            first: first.number(),
            last: last.number(),
            from_at,
            to_at,
            late,
            whole,
            raw: length(&bytes),
            size: length(&data),
            stations: Shares(shares).bytes(),
            actions: actions.into_iter().fold(" ".to_owned(), |all, action| all + action + " "),
            data,
        })
    }
}

/// The records of a stored block.
pub fn unpack(data: &[u8]) -> Result<Vec<Record>, Error> {
    let bytes = zstd::stream::decode_all(data).map_err(|error| damaged(&error))?;
    let mut read = Bytes(&bytes);
    if read.byte()? != FORMAT {
        return Err(damaged(&"of an unknown kind"));
    }
    let (mut records, mut number, mut at) = (Vec::new(), 0, 0);
    while !read.0.is_empty() {
        number += read.signed()?;
        at += read.signed()?;
        let station = Some(read.unsigned()?).filter(|id| *id > 0);
        let station = station.map(|id| StationKey(u32::try_from(id).unwrap_or(u32::MAX)));
        let action = read.text()?;
        let (late, direction, verdict) = unflags(read.byte()?)?;
        records.push(if late {
            let to = number - read.signed()?;
            let answer = TraceAnswer { at: Timestamp(at), text: read.text()? };
            Record::Late(LateAnswer { number, to, station, direction, action, verdict, answer })
        } else {
            let call = read.text()?;
            let after = read.signed()?;
            let length = read.unsigned()?;
            let answer = match length.checked_sub(1) {
                Some(length) => Some(TraceAnswer { at: Timestamp(at + after), text: read.piece(length)? }),
                None => None,
            };
            let at = Timestamp(at);
            Record::Line(TraceLine { number, at, station, direction, verdict, action, call, answer })
        });
    }
    Ok(records)
}

impl Shares {
    fn bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(self.0.len() * 5);
        for (station, share) in &self.0 {
            for number in [*station, share.lines, share.problems, share.orders] {
                put(&mut bytes, u64::from(number));
            }
        }
        bytes
    }

    pub fn read(bytes: &[u8]) -> Result<Self, Error> {
        let mut read = Bytes(bytes);
        let mut shares = BTreeMap::new();
        let next = |read: &mut Bytes<'_>| Ok::<_, Error>(u32::try_from(read.unsigned()?).unwrap_or(u32::MAX));
        while !read.0.is_empty() {
            let station = next(&mut read)?;
            let (lines, problems, orders) = (next(&mut read)?, next(&mut read)?, next(&mut read)?);
            shares.insert(station, Share { lines, problems, orders });
        }
        Ok(Self(shares))
    }
}

fn flags(late: bool, direction: Direction, verdict: Verdict) -> u8 {
    let direction = match direction {
        Direction::FromCharger => 0,
        Direction::ToCharger => 1,
        Direction::Connection => 2,
    };
    let verdict = match verdict {
        Verdict::Open => 0,
        Verdict::Fine => 1,
        Verdict::Warn => 2,
        Verdict::Bad => 3,
        Verdict::NoAnswer => 4,
    };
    u8::from(late) | direction << 1 | verdict << 3
}

fn unflags(flags: u8) -> Result<(bool, Direction, Verdict), Error> {
    let direction = match flags >> 1 & 3 {
        0 => Direction::FromCharger,
        1 => Direction::ToCharger,
        2 => Direction::Connection,
        _ => return Err(damaged(&"an unknown direction")),
    };
    let verdict = match flags >> 3 {
        0 => Verdict::Open,
        1 => Verdict::Fine,
        2 => Verdict::Warn,
        3 => Verdict::Bad,
        4 => Verdict::NoAnswer,
        _ => return Err(damaged(&"an unknown verdict")),
    };
    Ok((flags & 1 == 1, direction, verdict))
}

fn damaged(why: &dyn std::fmt::Display) -> Error {
    Error::Damaged(format!("a block of the trace: {why}"))
}

fn length(bytes: &[u8]) -> i64 {
    i64::try_from(bytes.len()).unwrap_or(i64::MAX)
}

fn put(bytes: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        bytes.push((value & 0x7f) as u8 | 0x80);
        value >>= 7;
    }
    bytes.push(value as u8);
}

fn put_signed(bytes: &mut Vec<u8>, value: i64) {
    put(bytes, (value << 1 ^ value >> 63).cast_unsigned());
}

fn put_text(bytes: &mut Vec<u8>, text: &str) {
    put(bytes, text.len() as u64);
    bytes.extend_from_slice(text.as_bytes());
}

struct Bytes<'a>(&'a [u8]);

impl Bytes<'_> {
    fn byte(&mut self) -> Result<u8, Error> {
        let (byte, rest) = self.0.split_first().ok_or_else(|| damaged(&"cut off"))?;
        self.0 = rest;
        Ok(*byte)
    }

    fn unsigned(&mut self) -> Result<u64, Error> {
        let (mut value, mut shift) = (0_u64, 0_u32);
        loop {
            let byte = self.byte()?;
            value |= u64::from(byte & 0x7f) << shift;
            shift = (shift + 7).min(63);
            if byte & 0x80 == 0 {
                return Ok(value);
            }
        }
    }

    fn signed(&mut self) -> Result<i64, Error> {
        let value = self.unsigned()?;
        Ok((value >> 1).cast_signed() ^ -(value & 1).cast_signed())
    }

    fn text(&mut self) -> Result<String, Error> {
        let length = self.unsigned()?;
        self.piece(length)
    }

    fn piece(&mut self, length: u64) -> Result<String, Error> {
        let length = usize::try_from(length).map_err(|error| damaged(&error))?;
        let (piece, rest) = self.0.split_at_checked(length).ok_or_else(|| damaged(&"cut off"))?;
        self.0 = rest;
        String::from_utf8(piece.to_vec()).map_err(|error| damaged(&error))
    }
}
