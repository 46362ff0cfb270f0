//! Pages: data and a layout of ours become PDF. The typesetter sees nothing but what stands in this program: no files,
//! no packages, no clock. Data reach it as values, so a name that looks like markup stays a name.

use std::sync::LazyLock;

use jiff::tz::TimeZone;
use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Dict, Duration, Smart};
use typst::syntax::{FileId, Source};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, Timestamp};

use crate::Error;

/// The letters that every page brings along, after the OFL; made from the same files as the screens'.
static LETTERS: LazyLock<(LazyHash<FontBook>, Vec<Font>)> = LazyLock::new(|| {
    let files: [&'static [u8]; 5] = [
        include_bytes!("../fonts/mona-sans.ttf"),
        include_bytes!("../fonts/mona-sans-ext.ttf"),
        include_bytes!("../fonts/noto-sans-devanagari.ttf"),
        include_bytes!("../fonts/noto-sans-lao.ttf"),
        include_bytes!("../fonts/red-hat-mono.ttf"),
    ];
    let fonts: Vec<Font> = files.into_iter().filter_map(|file| Font::new(Bytes::new(file), 0)).collect();
    (LazyHash::new(FontBook::from_fonts(&fonts)), fonts)
});

/// What all layouts share.
const COMMON: &str = include_str!("paper/common.typ");

/// A paper to be set.
pub(crate) struct Paper {
    /// The layout; it finds its data in `data`.
    pub layout: &'static str,
    /// A dictionary of texts, numbers, lists and dictionaries.
    pub data: serde_json::Value,
    /// What tells it from other papers, for the file's identifier.
    pub ident: String,
    /// Made at, milliseconds since 1970 UTC.
    pub now: i64,
}

impl Paper {
    /// Sets it. The same paper gives the same bytes.
    pub fn set(self) -> Result<Vec<u8>, Error> {
        let inputs: Dict = serde_json::from_value(serde_json::json!({ "data": clean(self.data) }))
            .map_err(|why| Error::Typesetting(why.to_string()))?;
        let made = moment(self.now);
        let shop = Shop {
            library: LazyHash::new(Library::builder().with_inputs(inputs).build()),
            source: Source::detached(format!("{COMMON}\n{}", self.layout)),
            today: made,
        };
        let document = typst::compile::<PagedDocument>(&shop).output;
        let options = PdfOptions {
            ident: Smart::Custom(self.ident),
            creator: Smart::Custom(Some("Forecourt".to_owned())),
            timestamp: made.map(Timestamp::new_utc),
            ..PdfOptions::default()
        };
        let bytes = document.and_then(|document| typst_pdf::pdf(&document, &options));
        // What the typesetter remembers of this paper helps no other one.
        typst::comemo::evict(0);
        bytes.map_err(|faults| {
            let faults = faults.iter().map(|fault| fault.message.to_string()).collect::<Vec<_>>();
            Error::Typesetting(faults.join("; "))
        })
    }
}

fn moment(now: i64) -> Option<Datetime> {
    let at = jiff::Timestamp::from_millisecond(now).ok()?.to_zoned(TimeZone::UTC).datetime();
    let [month, day, hour, minute, second] =
        [at.month(), at.day(), at.hour(), at.minute(), at.second()].map(i8::unsigned_abs);
    Datetime::from_ymd_hms(i32::from(at.year()), month, day, hour, minute, second)
}

/// Control characters are no letters; a line break is left as a blank.
fn clean(value: serde_json::Value) -> serde_json::Value {
    use serde_json::Value;
    match value {
        Value::String(text) if text.contains(char::is_control) => {
            let text = text.chars().map(|c| if c.is_control() { ' ' } else { c });
            Value::String(text.collect())
        }
        Value::Array(values) => values.into_iter().map(clean).collect(),
        Value::Object(values) => values.into_iter().map(|(key, value)| (key, clean(value))).collect(),
        other => other,
    }
}

/// All that the typesetter can reach.
struct Shop {
    library: LazyHash<Library>,
    source: Source,
    today: Option<Datetime>,
}

impl World for Shop {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &LETTERS.0
    }

    fn main(&self) -> FileId {
        self.source.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.source.id() { Ok(self.source.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn file(&self, _: FileId) -> FileResult<Bytes> {
        Err(FileError::AccessDenied)
    }

    fn font(&self, index: usize) -> Option<Font> {
        LETTERS.1.get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        self.today
    }
}
