//! Papers as they are seen: their pages as pictures and their words with the places they stand at, by poppler.

use std::path::{Path, PathBuf};
use std::process::Command;

/// A part of a page, in points from its upper left corner.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Area {
    /// From the left, and no further than.
    pub x: (f64, f64),
    /// From above, and no further than.
    pub y: (f64, f64),
}

/// A word and the box around it.
#[derive(Debug, Clone, PartialEq)]
pub struct Word {
    /// What it says.
    pub text: String,
    /// Where.
    pub at: Area,
}

/// A colour: red, green, blue.
pub type Colour = [u8; 3];

/// A page.
pub struct Page {
    /// All of it.
    pub whole: Area,
    /// Its words, in the order in which they were set.
    pub words: Vec<Word>,
    /// Dots in an inch.
    dots: f64,
    /// Its picture's size in dots.
    pub size: (usize, usize),
    picture: Vec<Colour>,
}

impl Page {
    /// The first of some words that follow each other.
    pub fn find(&self, words: &str) -> &Word {
        let wanted: Vec<&str> = words.split(' ').collect();
        let at =
            self.words.windows(wanted.len()).find(|few| few.iter().map(|word| &word.text).eq(wanted.iter()));
        at.unwrap_or_else(|| panic!("“{words}” is not on the page: {}", self.text())).first().expect("a word")
    }

    /// All that it says.
    pub fn text(&self) -> String {
        self.words.iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ")
    }

    /// The dots of an area, row by row.
    pub fn rows(&self, area: Area) -> Vec<&[Colour]> {
        let dot =
            |points: f64, most: usize| ((points * self.dots / 72.0).round().max(0.0) as usize).min(most);
        let (left, right) = (dot(area.x.0, self.size.0), dot(area.x.1, self.size.0));
        let (above, below) = (dot(area.y.0, self.size.1), dot(area.y.1, self.size.1));
        (above..below).map(|row| &self.picture[row * self.size.0..][left..right]).collect()
    }

    /// How many dots of an area are as wanted.
    pub fn count(&self, area: Area, wanted: impl Fn(Colour) -> bool) -> usize {
        self.rows(area).into_iter().flatten().filter(|colour| wanted(**colour)).count()
    }

    /// Nothing is printed where printers cannot print, and no word is set outside of the page or on top of another.
    pub fn is_sound(&self, name: &str) {
        let Area { x: (_, right), y: (_, below) } = self.whole;
        // Beside the text a margin of 10 mm, above and below 3 mm beyond the running lines.
        let (side, end) = (28.0, 8.5);
        for (edge, area) in [
            ("left", Area { x: (0.0, side), y: (0.0, below) }),
            ("right", Area { x: (right - side, right), y: (0.0, below) }),
            ("upper", Area { x: (0.0, right), y: (0.0, end) }),
            ("lower", Area { x: (0.0, right), y: (below - end, below) }),
        ] {
            assert_eq!(self.count(area, is_ink), 0, "{name}: ink at the {edge} edge");
        }
        assert!(self.count(self.whole, is_ink) > 500, "{name}: a blank page");
        for (number, word) in self.words.iter().enumerate() {
            let Area { x, y } = word.at;
            assert!(x.0 >= side && x.1 <= right - side && y.0 >= 0.0 && y.1 <= below, "{name}: {word:?}");
            let over = self.words[number + 1..].iter().find(|other| overlap(word.at, other.at));
            assert_eq!(over, None, "{name}: {word:?} lies under another");
        }
    }
}

/// Boxes hold the room above and below their letters too, so that those of neighbouring lines may touch.
fn overlap(one: Area, other: Area) -> bool {
    let common = |one: (f64, f64), other: (f64, f64)| one.1.min(other.1) - one.0.max(other.0);
    common(one.x, other.x) > 1.0
        && common(one.y, other.y) > 0.4 * (one.y.1 - one.y.0).min(other.y.1 - other.y.0)
}

/// Anything but paper.
pub fn is_ink(colour: Colour) -> bool {
    colour.iter().any(|part| *part < 245)
}

/// Whether a colour is another, as far as eyes can tell.
pub fn is(colour: Colour, wanted: Colour) -> bool {
    colour.iter().zip(wanted).all(|(one, other)| one.abs_diff(other) <= 6)
}

/// The pages of a PDF file at so many dots in an inch.
pub fn pages(pdf: &Path, dots: u32) -> Vec<Page> {
    let folder = tempfile::tempdir().expect("a folder");
    picture(pdf, dots, &[], &folder.path().join("page"));
    let mut pictures: Vec<PathBuf> = std::fs::read_dir(folder.path())
        .expect("readable")
        .map(|entry| entry.expect("readable").path())
        .collect();
    pictures.sort();
    let out = Command::new("pdftotext").arg("-bbox").arg(pdf).arg("-").output().expect("pdftotext runs");
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    let said = String::from_utf8(out.stdout).expect("text");
    let described: Vec<&str> = said.split("<page ").skip(1).collect();
    assert_eq!(described.len(), pictures.len());
    described.iter().zip(&pictures).map(|(said, picture)| page(said, picture, f64::from(dots))).collect()
}

fn page(said: &str, picture: &Path, dots: f64) -> Page {
    let (head, body) = said.split_once('>').expect("a tag");
    let word = |line: &str| {
        let (tag, text) = line.trim().strip_prefix("<word ")?.split_once('>')?;
        let text =
            text.trim_end_matches("</word>").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
        let at =
            Area { x: (value(tag, "xMin"), value(tag, "xMax")), y: (value(tag, "yMin"), value(tag, "yMax")) };
        Some(Word { text, at })
    };
    let (size, picture) = dots_of(&std::fs::read(picture).expect("readable"));
    Page {
        whole: Area { x: (0.0, value(head, "width")), y: (0.0, value(head, "height")) },
        words: body.lines().filter_map(word).collect(),
        dots,
        size,
        picture,
    }
}

fn value(tag: &str, name: &str) -> f64 {
    let (_, rest) = tag.split_once(&format!("{name}=\"")).expect("the value is there");
    rest.split('"').next().and_then(|text| text.parse().ok()).expect("a number")
}

/// A picture as poppler writes it: `P6`, width, height, 255, and three bytes for each dot.
fn dots_of(bytes: &[u8]) -> ((usize, usize), Vec<Colour>) {
    let mut parts = bytes.splitn(4, |byte| byte.is_ascii_whitespace());
    let mut next = || parts.next().expect("a head");
    let (kind, width, height, rest) = (next(), next(), next(), next());
    let number = |text| std::str::from_utf8(text).ok().and_then(|text| text.parse().ok()).expect("a number");
    let body = rest.strip_prefix(b"255\n").expect("a byte for each part of a colour");
    let (dots, left) = body.as_chunks();
    let size = (number(width), number(height));
    assert!(kind == b"P6" && left.is_empty() && dots.len() == size.0 * size.1);
    (size, dots.to_vec())
}

fn picture(pdf: &Path, dots: u32, options: &[&str], to: &Path) {
    let mut command = Command::new("pdftoppm");
    let out = command
        .args(["-r", &dots.to_string()])
        .args(options)
        .arg(pdf)
        .arg(to)
        .output()
        .expect("pdftoppm runs");
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
}

/// Keeps a paper in `target/papers`, as a file and as pictures, so that somebody can look at it.
pub fn keep(name: &str, pdf: &[u8]) -> PathBuf {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/papers");
    std::fs::create_dir_all(&folder).expect("target can be written");
    let path = folder.join(format!("{name}.pdf"));
    std::fs::write(&path, pdf).expect("target can be written");
    picture(&path, 100, &["-png"], &folder.join(name));
    path
}
