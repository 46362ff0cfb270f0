//! The support bundle: a zip with what a maker needs to look into a charger's trouble, and nothing secret.
//!
//! Passwords and keys were never kept; of card numbers the last four characters are left. Large parts are written while
//! they are read, so memory stays flat.

mod hide;
mod logs;
mod parts;

use std::io::{self, Write};
use std::sync::Arc;

use domain::station::StationKey;
use domain::time::Timestamp;
use store::query::{StationRow, TraceFilter};
use store::trace::Direction;
use zip::write::{SimpleFileOptions, StreamWriter};
use zip::{CompressionMethod, ZipWriter};

use self::hide::Hider;
use self::logs::Log;
use self::parts::Part;
use crate::console::{Console, Inner};
use crate::fault::{Fault, FaultCode};
use crate::handle::{self, faults};
use crate::trace_file::{plain, put, time};
use crate::view::{SupportEntryView, SupportPart, SupportView};

/// What of a charger shall go into a bundle.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SupportWanted {
    /// The charger.
    pub station: u32,
    /// Messages seen at or after, in milliseconds since the Unix epoch.
    pub from: i64,
    /// Messages seen before.
    pub to: i64,
    /// Logs exactly as the charger sent them; otherwise as text without what we know to be secret, or not at all.
    #[serde(default)]
    pub raw: bool,
}

/// Everything of a bundle that is looked up before the first byte is written.
struct Bundle {
    station: StationRow,
    wanted: SupportWanted,
    now: Timestamp,
    hider: Hider,
    parts: Vec<(&'static str, SupportPart, Part)>,
    logs: Vec<Log>,
    /// About how many messages there are, and their size in bytes.
    messages: (u64, u64),
}

impl Console {
    /// Writes a support bundle into `out`. Blocks.
    ///
    /// # Errors
    /// [`FaultCode::NotFound`] without such a charger, [`FaultCode::Internal`] when `out` takes no more, and whatever
    /// reading may fail with.
    pub async fn export_support<W: Write + Send + 'static>(
        &self,
        wanted: SupportWanted,
        out: W,
    ) -> Result<W, Fault> {
        let inner = Arc::clone(&self.inner);
        let written = tokio::task::spawn_blocking(move || write(&inner, wanted, out));
        written.await.map_err(|error| internal(&error))?
    }

    /// What a support bundle would hold.
    ///
    /// # Errors
    /// [`FaultCode::NotFound`] without such a charger, and whatever reading may fail with.
    pub async fn preview_support(&self, wanted: SupportWanted) -> Result<SupportView, Fault> {
        preview(&self.inner, wanted).await
    }

    /// A name for such a file that every system takes: `support-CP-01.zip`.
    pub async fn support_file_name(&self, wanted: SupportWanted) -> String {
        let row = self.inner.read(move |reader| reader.station(StationKey(wanted.station))).await;
        file_name(&row.ok().flatten().map_or_else(|| wanted.station.to_string(), |row| row.identity))
    }
}

/// What a bundle would hold.
pub async fn preview(inner: &Arc<Inner>, wanted: SupportWanted) -> Result<SupportView, Fault> {
    let look = Arc::clone(inner);
    let bundle = tokio::task::spawn_blocking(move || gather(&look, wanted)).await;
    let bundle = bundle.map_err(|error| internal(&error))??;
    Ok(SupportView { name: file_name(&bundle.station.identity), entries: bundle.entries() })
}

fn file_name(identity: &str) -> String {
    format!("support-{}.zip", plain(identity))
}

fn gather(inner: &Inner, wanted: SupportWanted) -> Result<Bundle, Fault> {
    if wanted.from >= wanted.to {
        return Err(Fault::new(FaultCode::Invalid).with("field", "to").with("reason", "order"));
    }
    let (from, to, now) = (Timestamp(wanted.from), Timestamp(wanted.to), inner.now());
    let manual = faults::manual(inner);
    let found = inner.store.read(|reader| {
        let Some(station) = reader.station(StationKey(wanted.station))? else { return Ok(None) };
        let hider = Hider::new(reader.tokens()?.into_iter().map(|token| token.value));
        let parts = vec![
            (
                "identity.json",
                SupportPart::Identity,
                parts::identity(reader, &station, (from, to), now, &hider)?,
            ),
            ("firmware.json", SupportPart::Firmware, parts::firmware(reader, &station, &hider)?),
            ("settings.json", SupportPart::Settings, parts::settings(reader, &station, &hider)?),
            ("faults.json", SupportPart::Faults, parts::faults(reader, &station, &manual, &hider)?),
        ];
        let messages = reader.trace_extent(station.key, from, to)?;
        let logs = logs::list(reader, &inner.store, station.key, (from, to), wanted.raw)?;
        Ok(Some(Bundle { station, wanted, now, hider, parts, logs, messages }))
    });
    found
        .map_err(handle::storage_fault)?
        .ok_or_else(|| Fault::new(FaultCode::NotFound).with("what", "station"))
}

const CONNECTIONS: &str = "connections.jsonl";
const MESSAGES: &str = "messages.jsonl";

impl Bundle {
    fn entries(&self) -> Vec<SupportEntryView> {
        let entry = |name: &str, part, count, bytes, about| SupportEntryView {
            name: name.to_owned(),
            part,
            count,
            bytes,
            about,
        };
        let readme = self.readme();
        let mut entries = vec![entry("README.txt", SupportPart::Readme, 1, length(&readme), false)];
        for (name, part, built) in &self.parts {
            entries.push(entry(name, *part, built.count, length(&built.text), false));
        }
        let (lines, bytes) = self.messages;
        entries.push(entry(MESSAGES, SupportPart::Messages, lines, bytes, true));
        entries.push(entry(CONNECTIONS, SupportPart::Connections, 0, 0, true));
        entries.extend(self.logs.iter().map(|log| entry(&log.name, log.part, 1, log.size, false)));
        entries
    }

    fn readme(&self) -> String {
        let Self { station, wanted, now, .. } = self;
        format!(
            "Support bundle of the charger {identity}\n\
             Made by Forecourt {version} at {now}, for the time from {from} to {to} (UTC).\n\n\
             identity.json      Who the charger is, the state of its connectors, and what was noticed about it\n\
             firmware.json      What it told about its firmware\n\
             settings.json      Its settings as it told them last, and earlier ones\n\
             faults.json        What was wrong with it, newest first\n\
             connections.jsonl  When it connected and went, one JSON object a line\n\
             messages.jsonl     Its OCPP messages with their answers, one JSON object a line\n\
             logs/              Logs that it sent{logs}\n\n\
             {but}Passwords and keys are not in here: Forecourt does not keep them. Of card numbers only the last four\n\
             characters are left.\n",
            identity = station.identity,
            version = env!("CARGO_PKG_VERSION"),
            now = time(*now),
            from = time(Timestamp(wanted.from)),
            to = time(Timestamp(wanted.to)),
            logs = if wanted.raw { ", exactly as they came" } else { "; archives were left out" },
            but = if wanted.raw { "What the logs hold was not looked through. Of the rest: " } else { "" },
        )
    }
}

fn length(text: &str) -> u64 {
    u64::try_from(text.len()).unwrap_or(u64::MAX)
}

fn write<W: Write>(inner: &Inner, wanted: SupportWanted, out: W) -> Result<W, Fault> {
    let bundle = gather(inner, wanted)?;
    let mut zip = ZipWriter::new_stream(out);
    let small = |zip: &mut ZipWriter<StreamWriter<W>>, name: &str, text: &str| {
        begin(zip, name, bundle.now)?;
        zip.write_all(text.as_bytes())
    };
    small(&mut zip, "README.txt", &bundle.readme()).map_err(|error| internal(&error))?;
    for (name, _, part) in &bundle.parts {
        small(&mut zip, name, &part.text).map_err(|error| internal(&error))?;
    }
    let is_connection = |direction: Direction| direction == Direction::Connection;
    begin(&mut zip, MESSAGES, bundle.now).map_err(|error| internal(&error))?;
    lines(inner, &bundle, &mut zip, |direction| !is_connection(direction))?;
    begin(&mut zip, CONNECTIONS, bundle.now).map_err(|error| internal(&error))?;
    lines(inner, &bundle, &mut zip, is_connection)?;
    for log in bundle.logs.iter().filter(|log| log.part != SupportPart::Withheld) {
        // One that was deleted meanwhile is not missed.
        let Ok(file) = log.open() else { continue };
        begin(&mut zip, &log.name, bundle.now).map_err(|error| internal(&error))?;
        log.copy(file, &bundle.hider, &mut zip).map_err(|error| internal(&error))?;
    }
    let mut out = zip.finish().map_err(|error| internal(&error))?.into_inner();
    out.flush().map(|()| out).map_err(|error| internal(&error))
}

fn begin<W: Write>(zip: &mut ZipWriter<StreamWriter<W>>, name: &str, now: Timestamp) -> io::Result<()> {
    // What is written while it is read may turn out longer than 4 GiB.
    let options =
        SimpleFileOptions::default().compression_method(CompressionMethod::Deflated).large_file(true);
    let stamp = jiff::Timestamp::from_millisecond(now.0).ok().map(|at| at.to_zoned(jiff::tz::TimeZone::UTC));
    let stamp = stamp.and_then(|at| {
        let part = |number: i8| u8::try_from(number).ok();
        let year = u16::try_from(at.year()).ok()?;
        let (month, day) = (part(at.month())?, part(at.day())?);
        let (hour, minute, second) = (part(at.hour())?, part(at.minute())?, part(at.second())?);
        zip::DateTime::from_date_and_time(year, month, day, hour, minute, second).ok()
    });
    let options = stamp.map_or(options, |stamp| options.last_modified_time(stamp));
    zip.start_file(name, options).map_err(io::Error::other)
}

/// The charger's lines of the trace, one at a time.
fn lines<W: Write>(
    inner: &Inner,
    bundle: &Bundle,
    out: &mut W,
    wanted: impl Fn(Direction) -> bool,
) -> Result<(), Fault> {
    let filter = TraceFilter {
        from: Some(Timestamp(bundle.wanted.from)),
        to: Some(Timestamp(bundle.wanted.to)),
        station: Some(bundle.station.key),
        ..TraceFilter::default()
    };
    let known = (bundle.station.identity.clone(), bundle.station.bay);
    let mut broken = None;
    let read = inner.store.read(|reader| {
        reader.each_trace_line(&filter, |line| {
            if !wanted(line.direction) {
                return Ok(());
            }
            put(out, &line, Some(&known), |text| bundle.hider.frame(text)).map_err(|error| {
                broken = Some(error);
                // Any error will do: it only ends the reading.
                store::Error::Busy
            })
        })
    });
    match broken {
        Some(error) => Err(internal(&error)),
        None => read.map_err(handle::storage_fault),
    }
}

fn internal(error: &dyn std::fmt::Display) -> Fault {
    Fault::new(FaultCode::Internal).with("reason", error)
}
