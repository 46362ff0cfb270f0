//! A look into a file that a charger sent, without trusting it: bounded, as text or as an archive's list.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;

use zip::ZipArchive;

use crate::view::{LookEntryView, LookView};

/// The most that is read of a file or of an entry, in bytes; of a longer one, the end.
const MOST: u64 = 4 * 1024 * 1024;
/// The most lines, and the most characters of each.
const LINES: usize = 2000;
const LINE: usize = 2000;
/// The most entries of an archive.
const ENTRIES: usize = 1000;

/// Looks into a file, or into an entry of an archive. Blocks.
///
/// # Errors
/// When it cannot be read, or is an archive that is broken.
pub fn look(path: &Path, entry: Option<u32>) -> io::Result<LookView> {
    let mut file = File::open(path)?;
    let mut head = [0; 4];
    let read = file.read(&mut head)?;
    file.rewind()?;
    let is_archive = head.get(..read).is_some_and(|head| head.starts_with(b"PK\x03\x04"));
    match (is_archive, entry) {
        (true, None) => list(file),
        (true, Some(index)) => {
            let mut archive = ZipArchive::new(file)?;
            let index = usize::try_from(index).unwrap_or(usize::MAX);
            let mut entry = archive.by_index(index)?;
            tail(&mut entry)
        }
        (false, _) => {
            let size = file.seek(SeekFrom::End(0))?;
            file.seek(SeekFrom::Start(size.saturating_sub(MOST)))?;
            let mut bytes = Vec::new();
            file.take(MOST).read_to_end(&mut bytes)?;
            Ok(text(&bytes, size > MOST))
        }
    }
}

fn list(file: File) -> io::Result<LookView> {
    let mut archive = ZipArchive::new(file)?;
    let mut entries = Vec::new();
    for index in 0..archive.len().min(ENTRIES) {
        let entry = archive.by_index_raw(index)?;
        let name: String = entry.name().chars().map(shown).take(300).collect();
        entries.push(LookEntryView {
            name,
            size: entry.size(),
            index: u32::try_from(index).unwrap_or(u32::MAX),
        });
    }
    Ok(LookView::Archive { entries, more: archive.len() > ENTRIES })
}

/// The end of what a stream gives, whatever its head claims: an archive may unfold to any size, so it is read up to a
/// bound and no further.
fn tail(stream: &mut impl Read) -> io::Result<LookView> {
    /// So much is unfolded at most.
    const UNFOLD: u64 = 64 * 1024 * 1024;
    let keep = usize::try_from(MOST).unwrap_or(usize::MAX);
    let (mut kept, mut piece, mut read) = (Vec::new(), vec![0; 64 * 1024], 0_u64);
    loop {
        let length = stream.read(&mut piece)?;
        if length == 0 || read >= UNFOLD {
            break;
        }
        read += length as u64;
        kept.extend_from_slice(piece.get(..length).unwrap_or_default());
        if kept.len() > 2 * keep {
            kept.drain(..kept.len() - keep);
        }
    }
    let surplus = kept.len().saturating_sub(keep);
    kept.drain(..surplus);
    Ok(text(&kept, read > MOST))
}

/// Bytes as lines, if they read as text.
fn text(bytes: &[u8], cut: bool) -> LookView {
    let whole = String::from_utf8_lossy(bytes);
    let odd = whole.chars().filter(|c| *c == '\u{fffd}' || c.is_control() && !c.is_whitespace()).count();
    if odd * 20 > whole.chars().count() {
        return LookView::Other;
    }
    let all: Vec<&str> = whole.lines().collect();
    let from = all.len().saturating_sub(LINES);
    let line = |line: &&str| line.chars().take(LINE).map(shown).collect();
    LookView::Text { lines: all.iter().skip(from).map(line).collect(), more: cut || from > 0 }
}

/// A character as it may be shown: what would move or hide others is a point.
fn shown(c: char) -> char {
    let moves = matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    if c == '\t' {
        ' '
    } else if c.is_control() || moves {
        '·'
    } else {
        c
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;
    use zip::write::{SimpleFileOptions, ZipWriter};

    fn file(bytes: &[u8]) -> tempfile::NamedTempFile {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        file.write_all(bytes).unwrap();
        file
    }

    fn archive(entries: &[(&str, &[u8])]) -> tempfile::NamedTempFile {
        let file = tempfile::NamedTempFile::new().unwrap();
        let mut zip = ZipWriter::new(file.reopen().unwrap());
        for (name, bytes) in entries {
            zip.start_file(*name, SimpleFileOptions::default()).unwrap();
            zip.write_all(bytes).unwrap();
        }
        zip.finish().unwrap();
        file
    }

    #[test]
    fn a_text_is_shown_by_its_end_and_hides_nothing() {
        let mut long: String = (0..3000).map(|n| format!("line {n}\n")).collect();
        long.push_str("a\u{1b}[31mred\u{202e}\n");
        let file = file(long.as_bytes());
        let LookView::Text { lines, more } = look(file.path(), None).unwrap() else { panic!() };
        assert_eq!((lines.len(), more), (LINES, true));
        assert_eq!(lines.last().unwrap(), "a·[31mred·");
    }

    #[test]
    fn bytes_that_are_no_text_are_not_shown() {
        let noise: Vec<u8> = (0..2000_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
        assert_eq!(look(file(&noise).path(), None).unwrap(), LookView::Other);
    }

    #[test]
    fn an_archive_is_listed_and_its_texts_are_read() {
        let file = archive(&[("../../etc/passwd", b"one\ntwo\n"), ("b.log", b"x")]);
        let LookView::Archive { entries, more } = look(file.path(), None).unwrap() else { panic!() };
        assert_eq!((entries[0].name.as_str(), entries[0].size, more), ("../../etc/passwd", 8, false));
        let LookView::Text { lines, .. } = look(file.path(), Some(0)).unwrap() else { panic!() };
        assert_eq!(lines, ["one", "two"]);
        assert!(look(file.path(), Some(9)).is_err());
    }

    #[test]
    fn an_archive_that_unfolds_to_a_flood_is_cut() {
        let flood = vec![b'a'; 80 * 1024 * 1024];
        let file = archive(&[("bomb.log", &flood)]);
        assert!(file.path().metadata().unwrap().len() < 1024 * 1024);
        let LookView::Text { lines, more } = look(file.path(), Some(0)).unwrap() else { panic!() };
        assert_eq!((lines.len(), lines[0].len(), more), (1, LINE, true));
    }

    #[test]
    fn a_broken_archive_is_an_error() {
        assert!(look(file(b"PK\x03\x04 and nothing more").path(), None).is_err());
    }
}
