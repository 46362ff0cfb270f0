//! Logs that a charger sent, as they go into a support bundle: texts without what is known to be secret, or everything
//! exactly as it came.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};

use central::received_folder;
use domain::station::StationKey;
use domain::time::Timestamp;
use store::{Error, Reader, Store};

use super::hide::Hider;
use crate::view::SupportPart;

/// As many requests for logs are looked at.
const REQUESTS: u32 = 200;
/// So much of a file tells whether it is a text, in bytes.
const GLANCE: u64 = 64 * 1024;
/// A longer line is left out, in bytes: what could be hidden in it cannot be told.
const LINE: u64 = 64 * 1024;

/// A log.
pub struct Log {
    /// Its name in the bundle.
    pub name: String,
    /// What becomes of it.
    pub part: SupportPart,
    /// Its size here, in bytes.
    pub size: u64,
    path: PathBuf,
}

/// The logs that came from a station in a stretch of time, newest first. Those that are gone from the disk are left out.
pub fn list(
    reader: &Reader<'_>,
    store: &Store,
    station: StationKey,
    (from, to): (Timestamp, Timestamp),
    raw: bool,
) -> Result<Vec<Log>, Error> {
    let mut logs = Vec::new();
    for request in reader.log_requests(station, REQUESTS)? {
        for file in reader.received_files(request.key)? {
            let path = received_folder(store, request.key).join(&file.name);
            let Ok(is_text) = is_text(&path) else { continue };
            if file.deleted || file.at < from || file.at >= to {
                continue;
            }
            let part = match (raw, is_text) {
                (true, _) => SupportPart::RawLog,
                (false, true) => SupportPart::Log,
                (false, false) => SupportPart::Withheld,
            };
            logs.push(Log {
                name: format!("logs/{}-{}", request.key.0, file.name),
                part,
                size: file.size,
                path,
            });
        }
    }
    Ok(logs)
}

impl Log {
    /// Its bytes.
    ///
    /// # Errors
    /// When it is not there any more.
    pub fn open(&self) -> io::Result<File> {
        File::open(&self.path)
    }

    /// Writes it piece by piece, however long it is.
    ///
    /// # Errors
    /// When it cannot be read, or `out` takes no more.
    pub fn copy(&self, file: File, hider: &Hider, out: &mut impl Write) -> io::Result<()> {
        match self.part {
            SupportPart::RawLog => io::copy(&mut BufReader::new(file), out).map(drop),
            SupportPart::Log => masked(BufReader::new(file), hider, out),
            _ => Ok(()),
        }
    }
}

/// Whether the beginning of a file reads as text.
fn is_text(path: &Path) -> io::Result<bool> {
    let mut head = Vec::new();
    File::open(path)?.take(GLANCE).read_to_end(&mut head)?;
    // Colours are told by an escape.
    let odd = |byte: u8| byte.is_ascii_control() && !byte.is_ascii_whitespace() && byte != 0x1b;
    Ok(!head.iter().any(|byte| odd(*byte)))
}

fn masked(mut log: impl BufRead, hider: &Hider, out: &mut impl Write) -> io::Result<()> {
    let mut line = Vec::new();
    loop {
        line.clear();
        let read = log.by_ref().take(LINE).read_until(b'\n', &mut line)?;
        if read == 0 {
            return Ok(());
        }
        if u64::try_from(read).unwrap_or(u64::MAX) == LINE && !line.ends_with(b"\n") {
            skip_line(&mut log)?;
            out.write_all(b"[a line that is too long to look through was left out]\n")?;
            continue;
        }
        let text = String::from_utf8_lossy(&line);
        let end = text.trim_end_matches(['\r', '\n']).len();
        out.write_all(hider.line(&text[..end]).as_bytes())?;
        out.write_all(text[end..].as_bytes())?;
    }
}

fn skip_line(log: &mut impl BufRead) -> io::Result<()> {
    loop {
        let piece = log.fill_buf()?;
        let end = piece.iter().position(|byte| *byte == b'\n');
        let used = end.map_or(piece.len(), |at| at + 1);
        let over = end.is_some() || piece.is_empty();
        log.consume(used);
        if over {
            return Ok(());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(log: &[u8]) -> String {
        let hider = Hider::new(["04A1B2C9".to_owned()]);
        let mut out = Vec::new();
        masked(BufReader::with_capacity(7, log), &hider, &mut out).expect("memory takes it");
        String::from_utf8(out).expect("text")
    }

    #[test]
    fn a_text_goes_out_line_by_line_without_what_is_known_to_be_secret() {
        let log = b"1 boot\r\n2 card 04a1b2c9 ok\n3 wifiPassword=x\n4 {\"idTag\":\"77FFEEDD\"}\n5 end";
        assert_eq!(
            written(log),
            format!(
                "1 boot\r\n2 card ••••b2c9 ok\n{}\n4 {{\"idTag\":\"••••EEDD\"}}\n5 end",
                domain::secret::HIDDEN
            )
        );
    }

    #[test]
    fn a_line_without_end_is_left_out_and_the_next_one_is_there() {
        let log = ["a\n", &"x".repeat(200_000), "\nb\n"].concat();
        assert_eq!(written(log.as_bytes()), "a\n[a line that is too long to look through was left out]\nb\n");
    }

    #[test]
    fn archives_are_no_texts() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("x");
        let is = |bytes: &[u8]| {
            std::fs::write(&path, bytes).expect("written");
            is_text(&path).expect("read")
        };
        assert!(
            is(b"12:00 all is well\n")
                && is("Gr\u{fc}\u{df}e\n".as_bytes())
                && is(b"gr\xfc\xdfe\n")
                && is(b"")
        );
        assert!(!is(b"PK\x03\x04\x14\x00") && !is(&[0x1f, 0x8b, 8, 0, 1]));
    }
}
