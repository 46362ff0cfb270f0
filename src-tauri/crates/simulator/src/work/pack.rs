//! Files put into a zip as they are (APPNOTE.TXT 6.3, method 0).

/// A zip of files with these names; names and sizes are short enough for its smallest form.
pub fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
    let (mut bytes, mut directory) = (Vec::new(), Vec::new());
    for (name, content) in files {
        let start = bytes.len() as u32;
        let (length, named) = (content.len() as u32, name.len() as u16);
        // Version 2.0, no flags, stored, no time of day, 1 January 1980.
        let mut about = Vec::new();
        for half in [20_u16, 0, 0, 0, 0x21] {
            about.extend(half.to_le_bytes());
        }
        for word in [crc(content), length, length] {
            about.extend(word.to_le_bytes());
        }
        about.extend(named.to_le_bytes());
        about.extend(0_u16.to_le_bytes());
        bytes.extend(*b"PK\x03\x04");
        bytes.extend(&about);
        bytes.extend(name.as_bytes());
        bytes.extend(*content);
        directory.extend(*b"PK\x01\x02\x14\x00");
        directory.extend(&about);
        // No comment, first disk, no attributes.
        directory.extend([0; 10]);
        directory.extend(start.to_le_bytes());
        directory.extend(name.as_bytes());
    }
    let (start, length, count) = (bytes.len() as u32, directory.len() as u32, files.len() as u16);
    bytes.extend(directory);
    bytes.extend(*b"PK\x05\x06\0\0\0\0");
    for half in [count, count] {
        bytes.extend(half.to_le_bytes());
    }
    for word in [length, start] {
        bytes.extend(word.to_le_bytes());
    }
    bytes.extend([0; 2]);
    bytes
}

/// The CRC-32 of a zip.
fn crc(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| (crc >> 1) ^ (0xEDB8_8320 & 0_u32.wrapping_sub(crc & 1)))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sum_is_the_known_one_and_a_zip_ends_with_its_directory() {
        assert_eq!(crc(b"123456789"), 0xCBF4_3926);
        let zip = zip(&[("a.txt", b"hello"), ("b.txt", b"")]);
        assert_eq!(&zip[..4], b"PK\x03\x04");
        let end = &zip[zip.len() - 22..];
        assert_eq!((&end[..4], end[10]), (&b"PK\x05\x06"[..], 2));
        let start = u32::from_le_bytes(end[16..20].try_into().expect("four")) as usize;
        assert_eq!(&zip[start..start + 4], b"PK\x01\x02");
    }
}
