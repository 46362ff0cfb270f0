//! Drivers and their cards as a CSV file: written, and read back with a look at what it would change.

use std::collections::BTreeSet;
use std::sync::Arc;

use domain::event::Event;
use domain::operator::check_token;
use domain::people::{CostCentre, CostCentreKey, Driver, DriverKey, Post, check_name};
use domain::time::Timestamp;
use domain::token::{Standing, TokenFacts};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use store::query::TokenRow;
use store::{Error, Reader, Write};

use super::change;
use crate::console::Inner;
use crate::fault::{Fault, FaultCode};
use crate::view::{PeopleChange, PeopleImportView, PeopleLineView};

/// The columns, in the order in which they are written. They are found by name when read, in any order.
const COLUMNS: [&str; 8] =
    ["token", "label", "driver", "cost_centre", "group", "valid_from", "valid_to", "blocked"];
/// Longest file, in bytes.
const LONGEST: usize = 2 * 1024 * 1024;
/// Most lines.
const LINES: usize = 5000;

/// One line that could be read.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Line {
    token: String,
    label: String,
    driver: String,
    cost_centre: String,
    group: String,
    from: Option<Timestamp>,
    to: Option<Timestamp>,
    blocked: bool,
}

/// Reads a file; changes what it says when that is wanted and no line is wrong.
pub async fn read(inner: &Arc<Inner>, text: String, apply: bool) -> Result<PeopleImportView, Fault> {
    if text.len() > LONGEST {
        return Err(Fault::new(FaultCode::Invalid).with("field", "text").with("reason", "tooLong"));
    }
    let (now, fallback) = (inner.now(), inner.options.zone.clone());
    if !apply {
        return inner
            .read(move |reader| {
                let zone = central::zone(reader, &fallback)?;
                Ok(look(&parse(&text, &zone), &reader.tokens()?, &known(reader)?))
            })
            .await;
    }
    change(inner, move |write| {
        let zone = central::zone(&write.reader(), &fallback)?;
        let lines = parse(&text, &zone);
        let view = look(&lines, &write.reader().tokens()?, &known(&write.reader())?);
        if view.wrong > 0 || view.lines.is_empty() {
            return Ok(Err(Fault::new(FaultCode::Invalid).with("field", "text").with("reason", "lines")));
        }
        for (line, shown) in lines.iter().filter_map(|line| line.as_ref().ok()).zip(&view.lines) {
            if shown.change != PeopleChange::Same {
                store(write, line, now)?;
            }
        }
        Ok(Ok(view))
    })
    .await
}

/// All drivers' cards and those of nobody that may charge, as a file.
pub fn write(reader: &Reader<'_>, zone: &TimeZone) -> Result<String, Error> {
    let (people, tokens) = (known(reader)?, reader.tokens()?);
    let mut out = csv::Writer::from_writer(Vec::new());
    let mut rows = std::iter::once(COLUMNS.map(str::to_owned).to_vec()).chain(
        tokens.iter().filter(|row| row.standing != Standing::Unknown).map(|row| {
            let line = people.of(row);
            let day = |at: Option<Timestamp>| at.map(|at| date(at, zone)).unwrap_or_default();
            vec![
                line.token.clone(),
                line.label.clone(),
                line.driver.clone(),
                line.cost_centre.clone(),
                line.group.clone(),
                day(line.from),
                day(line.to),
                if line.blocked { "yes" } else { "no" }.to_owned(),
            ]
        }),
    );
    let written = rows.try_for_each(|row| out.write_record(row));
    let bytes = written.ok().and_then(|()| out.into_inner().ok()).unwrap_or_default();
    Ok(String::from_utf8(bytes).unwrap_or_default())
}

/// Drivers and cost centres as they are.
struct People {
    drivers: Vec<Driver>,
    centres: Vec<CostCentre>,
}

fn known(reader: &Reader<'_>) -> Result<People, Error> {
    Ok(People { drivers: reader.drivers()?, centres: reader.cost_centres()? })
}

impl People {
    fn centre_of(&self, driver: &Driver) -> String {
        let centre = self.centres.iter().find(|centre| Some(centre.key) == driver.cost_centre);
        centre.map(|centre| centre.name.clone()).unwrap_or_default()
    }

    /// A card as a line of the file.
    fn of(&self, row: &TokenRow) -> Line {
        let driver = self.drivers.iter().find(|driver| Some(driver.key) == row.driver);
        Line {
            token: row.value.clone(),
            label: row.label.clone(),
            driver: driver.map(|driver| driver.name.clone()).unwrap_or_default(),
            cost_centre: driver.map(|driver| self.centre_of(driver)).unwrap_or_default(),
            group: row.parent.clone().unwrap_or_default(),
            from: row.valid_from,
            to: row.expires_at,
            blocked: row.standing == Standing::Blocked,
        }
    }
}

/// Reads every line: as it is, or why it cannot be read.
fn parse(text: &str, zone: &TimeZone) -> Vec<Result<Line, (String, &'static str)>> {
    let text = text.trim_start_matches('\u{feff}');
    let heading = text.lines().next().unwrap_or_default();
    let delimiter = if heading.matches(';').count() > heading.matches(',').count() { b';' } else { b',' };
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .flexible(true)
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    let places = match reader.headers() {
        Ok(names) => COLUMNS.map(|wanted| names.iter().position(|name| name.eq_ignore_ascii_case(wanted))),
        Err(_) => [None; 8],
    };
    if places[0].is_none() {
        return vec![Err((String::new(), "heading"))];
    }
    let mut seen = BTreeSet::new();
    let read = |record: Result<csv::StringRecord, csv::Error>| {
        let record = record.map_err(|_| (String::new(), "columns"))?;
        let cell = |column: usize| places[column].and_then(|place| record.get(place)).unwrap_or_default();
        let token = check_token(cell(0)).map_err(|_| (cell(0).to_owned(), "token"))?;
        if !seen.insert(token.to_lowercase()) {
            return Err((token, "twice"));
        }
        let long = [1, 2, 3, 4].iter().any(|column| cell(*column).chars().count() > 80);
        let control = [1, 2, 3, 4].iter().any(|column| cell(*column).chars().any(char::is_control));
        if long || control || cell(2).is_empty() && !cell(3).is_empty() {
            return Err((token, if long || control { "length" } else { "driver" }));
        }
        let blocked = match cell(7).to_ascii_lowercase().as_str() {
            "" | "no" | "0" | "false" => false,
            "yes" | "1" | "true" => true,
            _ => return Err((token, "blocked")),
        };
        let Some((from, to)) = moment(cell(5), zone).zip(moment(cell(6), zone)) else {
            return Err((token, "date"));
        };
        Ok(Line {
            token,
            label: cell(1).to_owned(),
            driver: cell(2).to_owned(),
            cost_centre: cell(3).to_owned(),
            group: cell(4).to_owned(),
            from,
            to,
            blocked,
        })
    };
    reader.records().take(LINES).map(read).collect()
}

/// A day, its local midnight; nothing for an empty cell. `None` when it is no day.
fn moment(text: &str, zone: &TimeZone) -> Option<Option<Timestamp>> {
    if text.is_empty() {
        return Some(None);
    }
    let day: Date = text.parse().ok()?;
    let start = day.to_zoned(zone.clone()).ok()?;
    Some(Some(Timestamp(start.timestamp().as_millisecond())))
}

fn date(at: Timestamp, zone: &TimeZone) -> String {
    super::today::local(at, zone).date().to_string()
}

/// What the lines would change.
fn look(
    lines: &[Result<Line, (String, &'static str)>],
    tokens: &[TokenRow],
    people: &People,
) -> PeopleImportView {
    let mut view = PeopleImportView { lines: Vec::new(), new: 0, changed: 0, same: 0, wrong: 0 };
    for (index, line) in lines.iter().enumerate() {
        let number = u32::try_from(index).unwrap_or(u32::MAX).saturating_add(2);
        let shown = match line {
            Err((token, why)) => {
                view.wrong += 1;
                PeopleLineView {
                    line: number,
                    token: token.clone(),
                    driver: String::new(),
                    change: PeopleChange::Wrong,
                    fields: vec![(*why).to_owned()],
                }
            }
            Ok(line) => {
                let known = tokens.iter().find(|row| row.value.to_lowercase() == line.token.to_lowercase());
                let known = known.filter(|row| row.standing != Standing::Unknown).map(|row| people.of(row));
                let (change, fields) = match known {
                    None => (PeopleChange::New, Vec::new()),
                    Some(before) => {
                        let fields = differences(&before, line);
                        let change =
                            if fields.is_empty() { PeopleChange::Same } else { PeopleChange::Changed };
                        (change, fields)
                    }
                };
                match change {
                    PeopleChange::New => view.new += 1,
                    PeopleChange::Changed => view.changed += 1,
                    PeopleChange::Same | PeopleChange::Wrong => view.same += 1,
                }
                PeopleLineView {
                    line: number,
                    token: line.token.clone(),
                    driver: line.driver.clone(),
                    change,
                    fields,
                }
            }
        };
        view.lines.push(shown);
    }
    view
}

fn differences(before: &Line, after: &Line) -> Vec<String> {
    [
        ("driver", before.driver != after.driver),
        ("costCentre", before.cost_centre != after.cost_centre),
        ("label", before.label != after.label),
        ("group", before.group != after.group),
        ("validFrom", before.from != after.from),
        ("validTo", before.to != after.to),
        ("blocked", before.blocked != after.blocked),
    ]
    .into_iter()
    .filter(|(_, differs)| *differs)
    .map(|(field, _)| field.to_owned())
    .collect()
}

/// Writes a line; drivers and cost centres that nobody knows are made.
fn store(write: &mut Write<'_>, line: &Line, now: Timestamp) -> Result<(), Error> {
    let people = known(&write.reader())?;
    let centre = match check_name(&line.cost_centre) {
        Err(_) => None,
        Ok(name) => Some(match people.centres.iter().find(|centre| centre.name == name) {
            Some(centre) => centre.key,
            None => {
                let key: CostCentreKey = write.next_cost_centre()?;
                let centre = CostCentre { key, name, post: Post::default() };
                write.apply_site(Event::CostCentreSaved(centre), now)?;
                key
            }
        }),
    };
    let driver = match check_name(&line.driver) {
        Err(_) => None,
        Ok(name) => {
            let known = people.drivers.iter().find(|driver| driver.name == name);
            let key: DriverKey = match known {
                Some(driver) => driver.key,
                None => write.next_driver()?,
            };
            let wanted = match known {
                Some(driver) => Driver { cost_centre: centre, ..driver.clone() },
                None => Driver { key, name, cost_centre: centre, stations: None, post: Post::default() },
            };
            if known != Some(&wanted) {
                write.apply_site(Event::DriverSaved(wanted), now)?;
            }
            Some(key)
        }
    };
    let facts = TokenFacts {
        value: line.token.clone(),
        label: line.label.clone(),
        standing: if line.blocked { Standing::Blocked } else { Standing::Accepted },
        valid_from: line.from,
        expires_at: line.to,
        parent: Some(line.group.clone()).filter(|group| !group.is_empty()),
        driver,
    };
    write.apply_site(Event::TokenSaved(facts), now)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_found_by_name_and_every_bad_line_says_why() {
        let text = "\u{feff}Driver;token;valid_to;blocked;cost_centre\nAoife Byrne;04A2;2026-12-31;no;Staff\n;;;;\n\
                    Tomás;04A2;;;\nDr Obi;04B1;tomorrow;;\nGuest;04C1;;maybe;\n;04D1;;;Guests\n";
        let lines = parse(text, &TimeZone::UTC);
        let first = lines[0].as_ref().unwrap();
        assert_eq!((first.driver.as_str(), first.cost_centre.as_str()), ("Aoife Byrne", "Staff"));
        assert_eq!(first.to, Some(Timestamp(1_798_675_200_000)));
        let why: Vec<&str> =
            lines.iter().filter_map(|line| line.as_ref().err().map(|(_, why)| *why)).collect();
        assert_eq!(why, ["token", "twice", "date", "blocked", "driver"]);
        assert_eq!(parse("name\nx\n", &TimeZone::UTC), [Err((String::new(), "heading"))]);
    }

    #[test]
    fn what_changes_is_told_field_by_field() {
        let lines = parse("token,driver,blocked\n04A2,Aoife,yes\n", &TimeZone::UTC);
        let row = TokenRow {
            value: "04a2".to_owned(),
            label: String::new(),
            standing: Standing::Accepted,
            driver: None,
            valid_from: None,
            expires_at: None,
            parent: None,
            seen_at: None,
            seen_station: None,
            refused: 0,
        };
        let people = People { drivers: Vec::new(), centres: Vec::new() };
        let view = look(&lines, std::slice::from_ref(&row), &people);
        assert_eq!((view.changed, view.lines[0].fields.join(" ")), (1, "driver blocked".to_owned()));
        let only_seen = TokenRow { standing: Standing::Unknown, ..row };
        assert_eq!(look(&lines, &[only_seen], &people).new, 1);
    }
}
