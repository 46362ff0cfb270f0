//! What a charger really did, line by line: its logs are made of it.

use std::collections::VecDeque;

use jiff::Timestamp;

/// So many lines are kept of each kind.
const LINES: usize = 2000;

/// The lines.
#[derive(Debug, Default)]
pub(crate) struct Diary {
    all: VecDeque<(Timestamp, String)>,
    security: VecDeque<(Timestamp, String)>,
}

impl Diary {
    /// Something happened.
    pub fn note(&mut self, at: Timestamp, line: impl Into<String>) {
        keep(&mut self.all, at, line.into());
    }

    /// Something happened that is about security, by its name in the specification.
    pub fn warn(&mut self, at: Timestamp, event: &str) {
        keep(&mut self.security, at, event.to_owned());
        self.note(at, format!("security event {event}"));
    }

    /// The lines of a window of time, as a text.
    pub fn text(&self, security: bool, from: Option<Timestamp>, to: Option<Timestamp>) -> String {
        let lines = if security { &self.security } else { &self.all };
        let wanted = |at: &Timestamp| from.is_none_or(|from| *at >= from) && to.is_none_or(|to| *at <= to);
        lines.iter().filter(|(at, _)| wanted(at)).map(|(at, line)| format!("{at:.3} {line}\n")).collect()
    }
}

fn keep(lines: &mut VecDeque<(Timestamp, String)>, at: Timestamp, line: String) {
    if lines.len() == LINES {
        lines.pop_front();
    }
    lines.push_back((at, line));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_a_window_are_told_and_old_ones_go() {
        let mut diary = Diary::default();
        let at = |second| Timestamp::from_second(second).expect("a time");
        (0..2100).for_each(|second| diary.note(at(second), format!("line {second}")));
        diary.warn(at(2100), "StartupOfTheDevice");
        let text = diary.text(false, Some(at(2099)), None);
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(
            lines,
            [
                "1970-01-01T00:34:59.000Z line 2099",
                "1970-01-01T00:35:00.000Z security event StartupOfTheDevice"
            ]
        );
        assert_eq!(diary.text(false, None, Some(at(101))).lines().count(), 1);
        assert_eq!(diary.text(true, None, None).lines().count(), 1);
    }
}
