//! Firmware files, updates and rollouts.

use domain::firmware::{FirmwareFile, FirmwareKey, Rollout, RolloutKey, Step, Update, UpdateKey};
use domain::order::{OrderKey, Progress, Transfer};
use domain::station::StationKey;
use domain::time::Timestamp;
use domain::travel::Travel;
use rusqlite::{OptionalExtension, Row};

use crate::error::Error;
use crate::readers::Reader;
use crate::table::firmware::words;

const FILE: &str =
    "SELECT id, name, vendor, model, version, sha256, size, notes, certificate, signature, added_at
    FROM firmware";
const UPDATE: &str = "SELECT id, station, firmware, rollout, from_version, to_version, signed, when_kind, when_at,
    retries, retry_s, wanted, state, reason, word, steps, \"order\", asks, scheme, ticket, password, location, served,
    heard_at, reminders, asked_by, asked_at, changed_at, over_at FROM firmware_update";
const ROLLOUT: &str =
    "SELECT id, firmware, when_kind, when_at, stations, state, stopped_at, asked_by, asked_at, over_at
    FROM rollout";

impl Reader<'_> {
    /// The files of the library, newest first.
    pub fn firmware_files(&self) -> Result<Vec<FirmwareFile>, Error> {
        let mut rows =
            self.db.prepare_cached(&format!("{FILE} WHERE removed_at IS NULL ORDER BY id DESC"))?;
        let rows = rows.query_map([], file)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// One file, also when it was deleted since; and whether it was.
    pub fn firmware_file(&self, key: FirmwareKey) -> Result<Option<(FirmwareFile, bool)>, Error> {
        let mut row = self.db.prepare_cached(
            "SELECT id, name, vendor, model, version, sha256, size, notes, certificate, signature, added_at,
               removed_at IS NOT NULL FROM firmware WHERE id = ?1",
        )?;
        Ok(row.query_row([key.0], |row| Ok((file(row)?, row.get(11)?))).optional()?)
    }

    /// One update.
    pub fn update(&self, key: UpdateKey) -> Result<Option<Update>, Error> {
        let mut row = self.db.prepare_cached(&format!("{UPDATE} WHERE id = ?1"))?;
        Ok(row.query_row([key.0], update).optional()?)
    }

    /// The updates of a station, newest first.
    pub fn updates(&self, station: StationKey, limit: u32) -> Result<Vec<Update>, Error> {
        self.some_updates("WHERE station = ?1 ORDER BY id DESC LIMIT ?2", (station.0, limit))
    }

    /// The updates with a file, newest first.
    pub fn updates_with(&self, file: FirmwareKey, limit: u32) -> Result<Vec<Update>, Error> {
        self.some_updates("WHERE firmware = ?1 ORDER BY id DESC LIMIT ?2", (file.0, limit))
    }

    /// The updates of a rollout, in the order in which they began.
    pub fn updates_of(&self, rollout: RolloutKey) -> Result<Vec<Update>, Error> {
        self.some_updates("WHERE rollout = ?1 ORDER BY id", [rollout.0])
    }

    /// The updates that are not over, oldest first.
    pub fn open_updates(&self) -> Result<Vec<Update>, Error> {
        self.some_updates("WHERE over_at IS NULL ORDER BY id", [])
    }

    fn some_updates(&self, filter: &str, params: impl rusqlite::Params) -> Result<Vec<Update>, Error> {
        let mut rows = self.db.prepare_cached(&format!("{UPDATE} {filter}"))?;
        let rows = rows.query_map(params, update)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// What a station told about firmware from a moment on, oldest first.
    pub fn firmware_words(
        &self,
        station: StationKey,
        from: Timestamp,
    ) -> Result<Vec<(Timestamp, Progress)>, Error> {
        let mut rows = self.db.prepare_cached(
            "SELECT received, kind, request, stage, content FROM notice
             WHERE station = ?1 AND received >= ?2 AND stage IS NOT NULL AND kind IN ('Firmware', 'SignedFirmware')
             ORDER BY id",
        )?;
        let rows = rows.query_map((station.0, from.0), |row| {
            let of = match row.get::<_, String>(1)?.as_str() {
                "SignedFirmware" => Transfer::SignedFirmware,
                _ => Transfer::Firmware,
            };
            let stage = words::read_stage(&row.get::<_, String>(3)?);
            let progress = Progress { of, request: row.get(2)?, stage, word: row.get(4)? };
            Ok((Timestamp(row.get(0)?), progress))
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// One rollout.
    pub fn rollout(&self, key: RolloutKey) -> Result<Option<Rollout>, Error> {
        let mut row = self.db.prepare_cached(&format!("{ROLLOUT} WHERE id = ?1"))?;
        Ok(row.query_row([key.0], rollout).optional()?)
    }

    /// The newest rollouts.
    pub fn rollouts(&self, limit: u32) -> Result<Vec<Rollout>, Error> {
        let mut rows = self.db.prepare_cached(&format!("{ROLLOUT} ORDER BY id DESC LIMIT ?1"))?;
        let rows = rows.query_map([limit], rollout)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The rollouts that are not over.
    pub fn open_rollouts(&self) -> Result<Vec<Rollout>, Error> {
        let mut rows = self.db.prepare_cached(&format!("{ROLLOUT} WHERE over_at IS NULL ORDER BY id"))?;
        let rows = rows.query_map([], rollout)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Vendor and model of the stations of the site.
    pub fn models(&self) -> Result<Vec<(String, String)>, Error> {
        let mut rows =
            self.db.prepare_cached("SELECT DISTINCT vendor, model FROM station ORDER BY vendor, model")?;
        let rows = rows.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

fn file(row: &Row<'_>) -> rusqlite::Result<FirmwareFile> {
    Ok(FirmwareFile {
        key: FirmwareKey(row.get(0)?),
        name: row.get(1)?,
        vendor: row.get(2)?,
        model: row.get(3)?,
        version: row.get(4)?,
        sha256: row.get(5)?,
        size: row.get::<_, i64>(6)?.unsigned_abs(),
        notes: row.get(7)?,
        certificate: row.get(8)?,
        signature: row.get(9)?,
        added_at: Timestamp(row.get(10)?),
    })
}

/// How a file travels, from four columns that begin at `at`; the secrets of what is over are gone.
pub(super) fn travel(row: &Row<'_>, at: usize) -> rusqlite::Result<Option<Travel>> {
    let Some(scheme) = row.get::<_, Option<String>>(at)? else { return Ok(None) };
    let text = |column: usize| row.get::<_, Option<String>>(column).map(Option::unwrap_or_default);
    let scheme = words::read_scheme(&scheme);
    Ok(Some(Travel { scheme, key: text(at + 1)?, password: text(at + 2)?, location: text(at + 3)? }))
}

fn update(row: &Row<'_>) -> rusqlite::Result<Update> {
    let word = |column: usize| row.get::<_, Option<String>>(column);
    Ok(Update {
        key: UpdateKey(row.get(0)?),
        station: StationKey(row.get(1)?),
        file: FirmwareKey(row.get(2)?),
        rollout: row.get::<_, Option<u32>>(3)?.map(RolloutKey),
        from_version: row.get(4)?,
        to_version: row.get(5)?,
        signed: row.get(6)?,
        when: words::read_when(&row.get::<_, String>(7)?, row.get(8)?),
        retries: row.get(9)?,
        retry_s: row.get(10)?,
        wanted: word(11)?.as_deref().map(words::read_scheme),
        state: words::read_state(&row.get::<_, String>(12)?),
        reason: word(13)?.as_deref().map(words::read_reason),
        word: row.get(14)?,
        steps: steps(&row.get::<_, String>(15)?),
        order: row.get::<_, Option<u32>>(16)?.map(OrderKey),
        asks: row.get(17)?,
        travel: travel(row, 18)?,
        served: row.get::<_, i64>(22)?.unsigned_abs(),
        heard_at: Timestamp(row.get(23)?),
        reminders: row.get(24)?,
        by: row.get(25)?,
        asked_at: Timestamp(row.get(26)?),
        changed_at: Timestamp(row.get(27)?),
        over_at: row.get::<_, Option<i64>>(28)?.map(Timestamp),
    })
}

fn steps(text: &str) -> Vec<Step> {
    let steps: Vec<(i64, String, String)> = serde_json::from_str(text).unwrap_or_default();
    let step = |(at, state, word): (i64, String, String)| Step {
        at: Timestamp(at),
        state: words::read_state(&state),
        word,
    };
    steps.into_iter().map(step).collect()
}

fn rollout(row: &Row<'_>) -> rusqlite::Result<Rollout> {
    let stations: String = row.get(4)?;
    Ok(Rollout {
        key: RolloutKey(row.get(0)?),
        file: FirmwareKey(row.get(1)?),
        when: words::read_when(&row.get::<_, String>(2)?, row.get(3)?),
        stations: stations.split(',').filter_map(|number| number.parse().ok()).map(StationKey).collect(),
        state: words::read_rollout(&row.get::<_, String>(5)?),
        stopped_at: row.get::<_, Option<u32>>(6)?.map(StationKey),
        by: row.get(7)?,
        asked_at: Timestamp(row.get(8)?),
        over_at: row.get::<_, Option<i64>>(9)?.map(Timestamp),
    })
}
