//! Sets of message numbers as short text: `0-41,43`.

/// The text of some numbers, in any order, with or without repeats.
pub fn of(mut numbers: Vec<i64>) -> String {
    numbers.sort_unstable();
    numbers.dedup();
    let mut parts: Vec<(i64, i64)> = Vec::new();
    for number in numbers {
        match parts.last_mut() {
            Some((_, last)) if *last + 1 == number => *last = number,
            _ => parts.push((number, number)),
        }
    }
    let text = |(first, last): (i64, i64)| {
        if first == last { format!("{first}") } else { format!("{first}-{last}") }
    };
    parts.into_iter().map(text).collect::<Vec<_>>().join(",")
}

/// Whether a number is among them.
pub fn contains(ranges: &str, number: i64) -> bool {
    parse(ranges).any(|(first, last)| (first..=last).contains(&number))
}

/// All numbers of a text.
pub fn all(ranges: &str) -> Vec<i64> {
    parse(ranges).flat_map(|(first, last)| first..=last).collect()
}

fn parse(ranges: &str) -> impl Iterator<Item = (i64, i64)> + '_ {
    ranges.split(',').filter_map(|part| match part.split_once('-') {
        Some((first, last)) if !first.is_empty() => Some((first.parse().ok()?, last.parse().ok()?)),
        _ => part.parse().ok().map(|number| (number, number)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_become_ranges_and_come_back() {
        let text = of(vec![3, 0, 1, 2, 7, 7, 9, 10]);
        assert_eq!(text, "0-3,7,9-10");
        assert!(contains(&text, 2) && contains(&text, 7) && !contains(&text, 8));
        assert_eq!(all(&text), [0, 1, 2, 3, 7, 9, 10]);
        assert!(!contains("", 0));
    }
}
