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
    let files: [&'static [u8]; 8] = [
        include_bytes!("../fonts/mona-sans.ttf"),
        include_bytes!("../fonts/mona-sans-ext.ttf"),
        include_bytes!("../fonts/noto-sans-devanagari.ttf"),
        include_bytes!("../fonts/noto-sans-lao.ttf"),
        include_bytes!("../fonts/noto-sans-cyrillic.ttf"),
        include_bytes!("../fonts/noto-sans-greek.ttf"),
        include_bytes!("../fonts/noto-sans-vietnamese.ttf"),
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

/// The longest word that is left whole where there is a line for it; pictures are no words.
const WORD: usize = 40;

/// Texts as they can be printed.
fn clean(value: serde_json::Value) -> serde_json::Value {
    use serde_json::Value;
    match value {
        Value::String(text) if text.starts_with("<svg ") => {
            Value::String(text.chars().map(printable).collect())
        }
        Value::String(text) => {
            Value::String(breakable(&text.chars().map(printable).collect::<String>(), WORD))
        }
        Value::Array(values) => values.into_iter().map(clean).collect(),
        Value::Object(values) => values.into_iter().map(|(key, value)| (key, clean(value))).collect(),
        other => other,
    }
}

/// Control characters, a line break among them, become blanks; a letter that no font has becomes a question mark, since
/// it would be left out or drawn as something else.
fn printable(letter: char) -> char {
    let (book, fonts) = &*LETTERS;
    if letter.is_control() {
        return ' ';
    }
    let invisible =
        matches!(letter, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{ad}' | '\u{fe00}'..='\u{fe0f}');
    let has = |font| book.info(font).is_some_and(|info| info.coverage.contains(u32::from(letter)));
    if letter.is_ascii() || invisible || (0..fonts.len()).any(has) { letter } else { '?' }
}

/// A word with more letters than this may be broken anywhere in it, every few letters.
pub(crate) fn breakable(text: &str, longest: usize) -> String {
    let mut words = text.split(' ').map(|word| {
        if word.chars().count() <= longest {
            return word.to_owned();
        }
        let letters: Vec<char> = word.chars().collect();
        letters.chunks(longest / 4).map(String::from_iter).collect::<Vec<_>>().join("\u{200b}")
    });
    let first = words.next().unwrap_or_default();
    words.fold(first, |all, word| all + " " + &word)
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

#[cfg(test)]
mod tests {
    use super::{breakable, printable};

    #[test]
    fn a_letter_that_no_font_has_is_a_question_mark() {
        for (letter, printed) in
            [('a', 'a'), ('ß', 'ß'), ('ŵ', 'ŵ'), ('ж', 'ж'), ('ω', 'ω'), ('ệ', 'ệ'), ('ສ', 'ສ'), ('क', 'क')]
        {
            assert_eq!(printable(letter), printed);
        }
        assert_eq!((printable('漢'), printable('\n'), printable('\u{200d}')), ('?', ' ', '\u{200d}'));
    }

    #[test]
    fn only_long_words_may_be_broken() {
        assert_eq!(breakable("Überlandtransporte GmbH", 20), "Überlandtransporte GmbH");
        assert_eq!(breakable("a bbbbbbbbb", 8), "a bb\u{200b}bb\u{200b}bb\u{200b}bb\u{200b}b");
    }
}
