//! Reading the exported CSV as anybody's program would (RFC 4180).

use std::collections::HashMap;

/// A table.
#[derive(Debug, Clone)]
pub struct Csv {
    /// Its rows.
    pub rows: Vec<Row>,
}

/// A row, by column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row(HashMap<String, String>);

impl Csv {
    /// Reads a text whose first row has the names.
    pub fn read(text: &str) -> Self {
        let mut records = records(text).into_iter();
        let names = records.next().expect("a row of names");
        let row = |cells: Vec<String>| {
            assert_eq!(cells.len(), names.len(), "every row has every column");
            Row(names.iter().cloned().zip(cells).collect())
        };
        Self { rows: records.map(row).collect() }
    }

    /// The row of a session, by its number.
    pub fn session(&self, id: u64) -> &Row {
        let row = self.rows.iter().find(|row| row.cell("session_id") == id.to_string());
        row.unwrap_or_else(|| panic!("session {id} is not in the file"))
    }

    /// The only row.
    pub fn only(&self) -> &Row {
        assert_eq!(self.rows.len(), 1, "{:?}", self.rows);
        &self.rows[0]
    }
}

impl Row {
    /// A cell by its column's name.
    pub fn cell(&self, name: &str) -> &str {
        self.0.get(name).unwrap_or_else(|| panic!("no column {name}"))
    }

    /// Several cells.
    pub fn cells<const N: usize>(&self, names: [&str; N]) -> [&str; N] {
        names.map(|name| self.cell(name))
    }
}

fn records(text: &str) -> Vec<Vec<String>> {
    let (mut records, mut record, mut cell, mut quoted) = (Vec::new(), Vec::new(), String::new(), false);
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match (c, quoted) {
            ('"', true) if chars.peek() == Some(&'"') => {
                chars.next();
                cell.push('"');
            }
            ('"', _) => quoted = !quoted,
            (',', false) => record.push(std::mem::take(&mut cell)),
            ('\r', false) => {}
            ('\n', false) => {
                record.push(std::mem::take(&mut cell));
                records.push(std::mem::take(&mut record));
            }
            (c, _) => cell.push(c),
        }
    }
    assert!(cell.is_empty() && record.is_empty(), "the last row ends with a line break");
    records
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_commas_and_line_breaks_inside_cells_are_read() {
        let csv = Csv::read("a,b\r\n\"1,\"\"x\"\"\",\"two\nlines\"\r\n");
        assert_eq!(csv.only().cells(["a", "b"]), ["1,\"x\"", "two\nlines"]);
    }
}
