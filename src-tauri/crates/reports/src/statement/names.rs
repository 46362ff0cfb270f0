//! How the elements of a tariff are called on paper.

use domain::billing::{Component, Window};
use jiff::civil::date;

use crate::locale::Locale;

/// What an element charges for, in the reader's language, with the times at which it counts: `Energy 22:00–06:00`.
pub fn element(component: Component, when: &Window, locale: &Locale) -> String {
    let words = match (locale.language(), component) {
        ("de", Component::Energy) => "Energie",
        ("de", Component::Charging) => "Ladezeit",
        ("de", Component::Parked) => "Standzeit",
        ("de", Component::Session) => "Ladevorgang",
        ("pt", Component::Energy) => "Energia",
        ("pt", Component::Charging) => "Tempo de carga",
        ("pt", Component::Parked) => "Estacionamento",
        ("pt", Component::Session) => "Sessão",
        (_, Component::Energy) => "Energy",
        (_, Component::Charging) => "Charging time",
        (_, Component::Parked) => "Parked after the end",
        (_, Component::Session) => "Session fee",
    };
    let when = window(when, locale);
    if when.is_empty() { words.to_owned() } else { format!("{words} {when}") }
}

/// The times at which a price counts: `Mon–Fri 22:00–06:00`; empty for always.
pub fn window(window: &Window, locale: &Locale) -> String {
    let mut parts = Vec::new();
    if window.weekdays != 0 {
        parts.push(weekdays(window.weekdays, locale));
    }
    if let Some((from, to)) = window.minutes {
        parts.push(format!("{:02}:{:02}–{:02}:{:02}", from / 60, from % 60, to / 60, to % 60));
    }
    if let Some(season) = window.season {
        let day = |(month, day): (u8, u8)| format!("{day:02}.{month:02}.");
        parts.push(format!("{}–{}", day(season.first), day(season.last)));
    }
    parts.join(" ")
}

/// The times at which a price counts beside others: what has no times of its own counts at all other times.
pub fn band(window: &Window, locale: &Locale) -> String {
    match (self::window(window, locale), locale.language()) {
        (named, _) if !named.is_empty() => named,
        (_, "de") => "Übrige Zeit".to_owned(),
        (_, "pt") => "Outras horas".to_owned(),
        _ => "Other times".to_owned(),
    }
}

/// Days in a row as `Mon–Fri`, others one by one.
fn weekdays(bits: u8, locale: &Locale) -> String {
    // 2024 began with a Monday.
    let name = |day: u8| {
        let named = locale.weekday(date(2024, 1, day.cast_signed() + 1));
        named.split(' ').next().unwrap_or_default().to_owned()
    };
    let days: Vec<u8> = (0..7).filter(|day| bits >> day & 1 == 1).collect();
    match (days.first(), days.last()) {
        (Some(first), Some(last)) if days.len() > 2 && usize::from(last - first) + 1 == days.len() => {
            format!("{}–{}", name(*first), name(*last))
        }
        _ => days.into_iter().map(name).collect::<Vec<_>>().join(", "),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::billing::Season;

    #[test]
    fn an_element_says_for_what_and_when() {
        let night = Window { minutes: Some((1320, 360)), ..Window::default() };
        let name = |window: &Window, locale: &str| element(Component::Energy, window, &Locale::new(locale));
        assert_eq!(name(&Window::default(), "en-IE"), "Energy");
        assert_eq!(name(&night, "de-DE"), "Energie 22:00–06:00");
        let winter = Season { first: (11, 1), last: (2, 28) };
        let week = Window { weekdays: 0b001_1111, season: Some(winter), ..night };
        assert_eq!(name(&week, "en-IE"), "Energy Mon–Fri 22:00–06:00 01.11.–28.02.");
        let days = Window { weekdays: 0b010_0001, ..Window::default() };
        assert_eq!(name(&days, "en-IE"), "Energy Mon, Sat");
        assert_eq!(band(&Window::default(), &Locale::new("de-AT")), "Übrige Zeit");
        assert_eq!(band(&night, &Locale::new("de-AT")), "22:00–06:00");
    }
}
