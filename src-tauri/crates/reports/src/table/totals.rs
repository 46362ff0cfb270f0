//! Sums of columns: one row, and one more for each further currency.

use domain::billing::Currency;

use super::{Cell, Column, Kind};
use crate::money::Money;

/// The sums so far.
pub(super) struct Totals {
    columns: Vec<Column>,
    sums: Vec<Option<i64>>,
    money: Vec<(usize, Currency, i64)>,
    rows: usize,
}

impl Totals {
    pub fn new(columns: Vec<Column>) -> Self {
        Self { sums: vec![None; columns.len()], columns, money: Vec::new(), rows: 0 }
    }

    /// Counts a row.
    pub fn row(&mut self) {
        self.rows += 1;
    }

    /// Adds a cell of a column. A sum beyond what a number holds stays at its end.
    pub fn add(&mut self, column: usize, cell: &Cell<'_>) {
        let summed =
            matches!(self.columns[column].kind, Kind::Count | Kind::Kwh | Kind::Money | Kind::Duration);
        match cell {
            Cell::Number(value) | Cell::Kwh(value) | Cell::Duration(value) if summed => {
                let sum = self.sums[column].unwrap_or(0);
                self.sums[column] = Some(sum.saturating_add(*value));
            }
            Cell::Money(Money { minor, currency }) => {
                match self.money.iter_mut().find(|(at, known, _)| (*at, known) == (column, currency)) {
                    Some((_, _, sum)) => *sum = sum.saturating_add(*minor),
                    None => self.money.push((column, *currency, *minor)),
                }
            }
            _ => {}
        }
    }

    /// How many currencies there are; a row of totals for each.
    fn currencies(&self) -> Vec<Currency> {
        let mut found: Vec<Currency> = Vec::new();
        for (_, currency, _) in &self.money {
            if !found.contains(currency) {
                found.push(*currency);
            }
        }
        found
    }

    /// The rows of totals; none where nothing is summed or there is nothing to sum.
    pub fn rows(&self) -> Vec<Vec<Cell<'static>>> {
        let currencies = self.currencies();
        if self.rows == 0 || (self.sums.iter().all(Option::is_none) && currencies.is_empty()) {
            return Vec::new();
        }
        (0..currencies.len().max(1)).map(|row| self.total(row, currencies.get(row))).collect()
    }

    fn total(&self, row: usize, currency: Option<&Currency>) -> Vec<Cell<'static>> {
        let money = |column: usize| {
            let found = self.money.iter().find(|(at, known, _)| *at == column && Some(known) == currency);
            found.map_or(Cell::Empty, |(_, currency, minor)| {
                Cell::Money(Money { minor: *minor, currency: *currency })
            })
        };
        let mut cells: Vec<Cell<'static>> = Vec::with_capacity(self.columns.len());
        for (index, column) in self.columns.iter().enumerate() {
            let sum = self.sums[index].filter(|_| row == 0);
            cells.push(match column.kind {
                Kind::Money => money(index),
                Kind::Count => Cell::maybe(sum, Cell::Number),
                Kind::Kwh => Cell::maybe(sum, Cell::Kwh),
                Kind::Duration => Cell::maybe(sum, Cell::Duration),
                Kind::Text if column.name == "currency" => {
                    Cell::maybe(currency, |currency| Cell::text(currency.letters().to_owned()))
                }
                _ => Cell::Empty,
            });
        }
        if let Some(first) = cells.first_mut().filter(|first| **first == Cell::Empty) {
            *first = Cell::text("Total");
        }
        cells
    }

    /// There is exactly one currency, or none: then a column's total is one number.
    pub fn is_plain(&self) -> bool {
        self.currencies().len() < 2
    }

    /// The columns.
    pub fn columns(&self) -> &[Column] {
        &self.columns
    }
}
