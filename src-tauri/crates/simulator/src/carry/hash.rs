//! A file of firmware as it comes: hashed, and looked at for its version.

use aws_lc_rs::digest::{Context, SHA256};

use crate::work::Image;

/// The first line of firmware made for simulated chargers is not longer.
const LINE: usize = 512;
/// Firmware made for simulated chargers begins so.
const OURS: &[u8] = b"{\"forecourt-sim\":1,";

/// What is known of a file so far.
pub(super) struct Hash {
    all: Context,
    /// Of what follows the first line.
    rest: Context,
    head: Vec<u8>,
    /// What the first line says, once it is whole; none when the file is not made for us.
    about: Option<Option<serde_json::Value>>,
    length: u64,
    name: String,
    /// What the server calls this very file.
    pub etag: Option<String>,
}

impl Hash {
    pub fn new(name: &str) -> Self {
        Self {
            all: Context::new(&SHA256),
            rest: Context::new(&SHA256),
            head: Vec::new(),
            about: None,
            length: 0,
            name: name.to_owned(),
            etag: None,
        }
    }

    /// How many bytes there are, in bytes.
    pub fn length(&self) -> u64 {
        self.length
    }

    /// Takes the next piece.
    pub fn take(&mut self, piece: &[u8]) {
        self.length += piece.len() as u64;
        self.all.update(piece);
        if self.about.is_some() {
            return self.rest.update(piece);
        }
        self.head.extend(piece);
        let alike = self.head.iter().zip(OURS).all(|(one, other)| one == other);
        let line = self.head.iter().take(LINE).position(|byte| *byte == b'\n').filter(|_| alike);
        if let Some(end) = line {
            self.about = Some(serde_json::from_slice(&self.head[..end]).ok());
            self.rest.update(&self.head[end + 1..]);
        } else if !alike || self.head.len() > LINE {
            self.about = Some(None);
        } else {
            return;
        }
        self.head = Vec::new();
    }

    /// The file is whole.
    pub fn finish(self) -> Image {
        let tag = self.etag.as_deref().map(|tag| tag.trim_matches('"')).filter(|tag| is_sum(tag));
        let tagged = tag.is_none_or(|tag| tag.eq_ignore_ascii_case(&hex(self.all.finish().as_ref())));
        match self.about.flatten() {
            Some(about) => {
                let rest = hex(self.rest.finish().as_ref());
                let intact = about["sha256"].as_str().is_some_and(|sum| sum.eq_ignore_ascii_case(&rest));
                Image { version: about["version"].as_str().map(str::to_owned), intact: intact && tagged }
            }
            None => Image { version: version_in(&self.name), intact: tagged },
        }
    }
}

fn is_sum(tag: &str) -> bool {
    tag.len() == 64 && tag.bytes().all(|byte| byte.is_ascii_hexdigit())
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The version that a file's name ends with: `wall-22-2.4.0.bin`.
fn version_in(name: &str) -> Option<String> {
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let last = stem.rsplit(['-', '_', ' ']).next()?.trim_start_matches(['v', 'V']);
    let is_version = last.contains('.')
        && last.split('.').all(|part| {
            part.starts_with(|c: char| c.is_ascii_digit()) && part.chars().all(|c| c.is_ascii_alphanumeric())
        });
    is_version.then(|| last.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn image(name: &str, pieces: &[&[u8]], etag: Option<&str>) -> (Option<String>, bool) {
        let mut hash = Hash::new(name);
        hash.etag = etag.map(str::to_owned);
        pieces.iter().for_each(|piece| hash.take(piece));
        let image = hash.finish();
        (image.version, image.intact)
    }

    #[test]
    fn our_own_firmware_names_its_version_and_its_sum_counts() {
        // The sum of "abc" (FIPS 180-2, appendix B.1).
        let sum = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        let line = format!("{{\"forecourt-sim\":1,\"version\":\"2.4.0\",\"sha256\":\"{sum}\"}}\n");
        let (one, two) = line.as_bytes().split_at(30);
        let good = image("x.bin", &[one, two, b"a", b"bc"], None);
        assert_eq!(good, (Some("2.4.0".to_owned()), true));
        assert!(!image("x.bin", &[line.as_bytes(), b"abd"], None).1);
        assert_eq!(image("x.bin", &[one], None), (None, true));
    }

    #[test]
    fn any_other_file_is_taken_by_its_name_and_its_tag() {
        let sum = "\"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad\"";
        assert_eq!(image("wall-22-2.4.0.bin", &[b"abc"], Some(sum)), (Some("2.4.0".to_owned()), true));
        assert_eq!(image("wall_v3.1rc2.bin", &[b"abd"], Some(sum)), (Some("3.1rc2".to_owned()), false));
        assert_eq!(image("wall-22.bin", &[b"abd"], Some("\"weak\"")), (None, true));
        assert_eq!(image("image", &[&[b'{'; 600]], None), (None, true));
    }
}
