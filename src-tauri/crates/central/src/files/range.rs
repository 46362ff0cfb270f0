//! Which part of a file is asked for (RFC 9110 section 14).

/// What to send of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// All of it.
    Whole,
    /// From one byte to another, both included.
    Bytes(u64, u64),
    /// Nothing of it was asked for.
    Nothing,
}

/// Reads a `Range` header for a file of this size. Several ranges at once, other units and what cannot be read are
/// taken as no range at all, as the rule allows. `if_range` counts only when it names this very file.
pub fn part(range: Option<&str>, if_range: Option<&str>, etag: &str, size: u64) -> Part {
    let Some(range) = range.filter(|_| if_range.is_none_or(|tag| tag.trim() == etag)) else {
        return Part::Whole;
    };
    let Some((first, last)) = range.trim().strip_prefix("bytes=").and_then(|span| span.split_once('-'))
    else {
        return Part::Whole;
    };
    let number = |text: &str| text.trim().parse::<u64>().ok();
    match (first.trim().is_empty(), number(first), last.trim().is_empty(), number(last)) {
        // The last so many bytes.
        (true, _, false, Some(count)) if count > 0 && size > 0 => {
            Part::Bytes(size.saturating_sub(count), size - 1)
        }
        (true, _, false, Some(_)) => Part::Nothing,
        (false, Some(first), true, _) if first < size => Part::Bytes(first, size - 1),
        (false, Some(first), false, Some(last)) if first <= last && first < size => {
            Part::Bytes(first, last.min(size - 1))
        }
        (false, Some(first), _, last) if last.is_none_or(|last| first <= last) && first >= size => {
            Part::Nothing
        }
        _ => Part::Whole,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_download_goes_on_where_it_was_cut_off() {
        let of = |range| part(Some(range), None, "\"e\"", 1000);
        assert_eq!(of("bytes=400-"), Part::Bytes(400, 999));
        assert_eq!(of("bytes=0-99"), Part::Bytes(0, 99));
        assert_eq!(of("bytes=990-2000"), Part::Bytes(990, 999));
        assert_eq!(of("bytes=-10"), Part::Bytes(990, 999));
        assert_eq!(of("bytes=-5000"), Part::Bytes(0, 999));
    }

    #[test]
    fn what_lies_beyond_the_end_is_nothing_and_what_cannot_be_read_is_no_range() {
        let of = |range, size| part(Some(range), None, "\"e\"", size);
        assert_eq!(of("bytes=1000-", 1000), Part::Nothing);
        assert_eq!(of("bytes=0-", 0), Part::Nothing);
        assert_eq!(of("bytes=-0", 1000), Part::Nothing);
        for strange in [
            "bytes=9-3",
            "bytes=",
            "bytes=-",
            "lines=1-2",
            "bytes=0-1,5-6",
            "bytes=x-9",
            "bytes=99999999999999999999-",
        ] {
            assert_eq!(of(strange, 1000), Part::Whole, "{strange}");
        }
        assert_eq!(part(None, None, "\"e\"", 1000), Part::Whole);
    }

    #[test]
    fn a_range_of_another_file_of_that_name_is_no_range() {
        assert_eq!(part(Some("bytes=5-"), Some("\"other\""), "\"e\"", 10), Part::Whole);
        assert_eq!(part(Some("bytes=5-"), Some("\"e\""), "\"e\"", 10), Part::Bytes(5, 9));
    }
}
