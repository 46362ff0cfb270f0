//! Statements and receipts on paper.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::PathBuf;

use domain::billing::{
    Component, Entry, Iban, Line as BillLine, Marks, Quantity, StatementKey, TaxTotal, Window,
};
use domain::people::{Post, Sender};
use domain::session::SessionKey;
use domain::time::Timestamp;
use jiff::civil::Date;
use reports::locale::Locale;
use reports::statement::{
    self, Band, Correction, Element, Line, Mark, Payee, Receipt, Recipient, Statement, names,
};
use store::query::{SessionRow, StatementRow};
use store::{Error, Reader};

use super::{Maker, internal};
use crate::console::Inner;
use crate::fault::{Fault, FaultCode};
use crate::handle::{self, today::local};
use crate::view::StatementFilesView;

/// Most statements in one archive or one folder's batch.
const TOGETHER: usize = 500;

/// One statement as PDF.
pub fn statement(inner: &Inner, maker: &Maker<'_>, id: Option<u32>) -> Result<Vec<u8>, Fault> {
    let missing = || Fault::new(FaultCode::NotFound).with("what", "statement");
    let key = StatementKey(id.ok_or_else(missing)?);
    let (row, paper) = read(inner, maker, key)?.ok_or_else(missing)?;
    print(&row, &paper)
}

fn print(row: &StatementRow, paper: &Statement) -> Result<Vec<u8>, Fault> {
    statement::pdf(paper).map_err(|error| {
        tracing::error!(%error, number = row.statement.label(), "a statement could not be printed");
        internal(&error)
    })
}

fn read(
    inner: &Inner,
    maker: &Maker<'_>,
    key: StatementKey,
) -> Result<Option<(StatementRow, Statement)>, Fault> {
    let read = inner.store.read(|reader| {
        let Some(row) = reader.statement(key)? else { return Ok(None) };
        let paper = paper(reader, &row, maker)?;
        Ok(Some((row, paper)))
    });
    read.map_err(handle::storage_fault)
}

/// Several statements in one archive.
pub fn zip(inner: &Inner, maker: &Maker<'_>, ids: &str) -> Result<Vec<u8>, Fault> {
    let ids: Vec<u32> = ids.split(',').filter_map(|id| id.trim().parse().ok()).take(TOGETHER).collect();
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    for id in ids {
        let Some((row, paper)) = read(inner, maker, StatementKey(id))? else {
            return Err(Fault::new(FaultCode::NotFound).with("what", "statement"));
        };
        let bytes = print(&row, &paper)?;
        archive.start_file(format!("{}.pdf", file_stem(&row)), options).map_err(|error| internal(&error))?;
        archive.write_all(&bytes).map_err(|error| internal(&error))?;
    }
    Ok(archive.finish().map_err(|error| internal(&error))?.into_inner())
}

/// Writes statements into the folder for reports, whole or not at all each.
pub fn into_folder(inner: &Inner, maker: &Maker<'_>, ids: &[u32]) -> Result<StatementFilesView, Fault> {
    if ids.is_empty() || ids.len() > TOGETHER {
        return Err(Fault::new(FaultCode::Invalid).with("field", "statements").with("reason", "count"));
    }
    let folder = folder(inner).join("statements");
    let unwritable = |error: std::io::Error| {
        let code = match error.kind() {
            std::io::ErrorKind::StorageFull => FaultCode::StorageFull,
            _ => FaultCode::StorageReadOnly,
        };
        Fault::new(code).with("folder", folder.display())
    };
    fs::create_dir_all(&folder).map_err(unwritable)?;
    let mut files = Vec::new();
    for id in ids {
        let Some((row, paper)) = read(inner, maker, StatementKey(*id))? else {
            return Err(Fault::new(FaultCode::NotFound).with("what", "statement"));
        };
        let bytes = print(&row, &paper)?;
        let name = format!("{}.pdf", file_stem(&row));
        let half = folder.join(format!(".{name}.half"));
        let placed = fs::write(&half, bytes).and_then(|()| fs::rename(&half, folder.join(&name)));
        if placed.is_err() {
            // Half a paper would only take room where there is none.
            drop(fs::remove_file(&half));
        }
        placed.map_err(unwritable)?;
        files.push(name);
    }
    Ok(StatementFilesView { folder: folder.display().to_string(), files })
}

/// The folder for reports.
fn folder(inner: &Inner) -> PathBuf {
    inner.store.folder().join("reports")
}

/// The name of a statement's file: number and recipient; whatever could mean something to a file system is left out.
pub fn file_stem(row: &StatementRow) -> String {
    let allowed = |c: char| if c.is_alphanumeric() || " -_().".contains(c) { c } else { '_' };
    let recipient: String = row.statement.post.recipient.chars().take(60).map(allowed).collect();
    format!("{} {}", row.statement.label(), recipient.trim().trim_matches('.')).trim_end().to_owned()
}

/// What the statements and receipts of a time share while they are put together.
struct Sheet {
    locale: Locale,
    windows: Vec<Window>,
    elements: Vec<(BillLine, i64)>,
    taxes: BTreeMap<u16, TaxTotal>,
    lines: Vec<Line>,
}

impl Sheet {
    fn new(locale: &str) -> Self {
        Self {
            locale: Locale::new(locale),
            windows: Vec::new(),
            elements: Vec::new(),
            taxes: BTreeMap::new(),
            lines: Vec::new(),
        }
    }

    /// Takes a session in, as it was entered.
    fn add(&mut self, entry: &Entry, row: Option<&SessionRow>) {
        let Some(cost) = &entry.cost else { return };
        let energy = entry.figures.energy().map_or(0, |energy| energy.0);
        let mut of_window: Vec<(Window, i64)> = Vec::new();
        for line in &cost.bill.lines {
            self.element(line);
            if let (Some(Component::Energy), Quantity::Energy(wh)) = (line.component, line.quantity) {
                of_window.push((line.window, wh));
                if !self.windows.contains(&line.window) {
                    self.windows.push(line.window);
                }
            }
        }
        for tax in &cost.bill.taxes {
            let sum = self.taxes.entry(tax.tax.0).or_insert(TaxTotal { tax: tax.tax, net: 0, vat: 0 });
            sum.net += tax.net;
            sum.vat += tax.vat;
        }
        let of = |window: &Window| {
            of_window.iter().filter(|(other, _)| other == window).map(|(_, wh)| *wh).sum::<i64>()
        };
        let mut bands: Vec<i64> = self.windows.iter().map(of).collect();
        // Energy that was free stands with the first price.
        let rest = energy - bands.iter().sum::<i64>();
        if let Some(first) = bands.first_mut() {
            *first += rest;
        }
        self.lines.push(Line {
            began: entry.told.began.0,
            ended: entry.figures.ended.unwrap_or(entry.told.began).0,
            who: entry.payer.driver_name.clone(),
            place: row.map(place).unwrap_or_default(),
            bands,
            energy,
            amount: cost.bill.total,
            marks: marks(entry),
        });
    }

    fn element(&mut self, line: &BillLine) {
        let quantity = |line: &BillLine| match line.quantity {
            Quantity::Energy(amount) | Quantity::Time(amount) | Quantity::Times(amount) => amount,
            Quantity::Adjustment => 0,
        };
        let same = |other: &&mut (BillLine, i64)| {
            (other.0.component, other.0.window, other.0.price, other.0.tax)
                == (line.component, line.window, line.price, line.tax)
        };
        match self.elements.iter_mut().find(same) {
            Some((sum, amount)) => {
                *amount += line.amount;
                let both = quantity(sum) + quantity(line);
                sum.quantity = match line.quantity {
                    Quantity::Energy(_) => Quantity::Energy(both),
                    Quantity::Time(_) => Quantity::Time(both),
                    Quantity::Times(_) => Quantity::Times(both),
                    Quantity::Adjustment => Quantity::Adjustment,
                };
            }
            None => self.elements.push((line.clone(), line.amount)),
        }
    }

    fn bands(&self) -> Vec<Band> {
        if self.windows.len() < 2 {
            return Vec::new();
        }
        let band = |window: &Window| {
            let name = names::band(window, &self.locale);
            Band { legend: name.clone(), name }
        };
        self.windows.iter().map(band).collect()
    }

    /// Lines with as many bands as there are; none where one price counts for all.
    fn lines(&self) -> Vec<Line> {
        let count = if self.windows.len() < 2 { 0 } else { self.windows.len() };
        let fill = |line: &Line| {
            let mut bands = line.bands.clone();
            bands.resize(count, 0);
            Line { bands, ..line.clone() }
        };
        self.lines.iter().map(fill).collect()
    }

    fn elements(&self) -> Vec<Element> {
        let element = |(line, amount): &(BillLine, i64)| Element {
            name: line
                .component
                .map(|component| names::element(component, &line.window, &self.locale))
                .unwrap_or_default(),
            quantity: line.quantity,
            price: line.price,
            tax: line.tax,
            amount: *amount,
        };
        self.elements.iter().map(element).collect()
    }
}

fn paper(reader: &Reader<'_>, row: &StatementRow, maker: &Maker<'_>) -> Result<Statement, Error> {
    let of = &row.statement;
    let language = language(&of.post, maker);
    let mut sheet = Sheet::new(&language);
    let mut tax_included = true;
    for (session, entry) in &of.sessions {
        let session = reader.session(*session)?;
        if let Some(entry) = reader.entry(*entry)? {
            tax_included = entry.cost.as_ref().is_none_or(|cost| cost.bill.tax_included);
            sheet.add(&entry, session.as_ref());
        }
    }
    let day = |at: Timestamp| local(at, &maker.place.zone).date();
    let before = of.corrects.map_or(0, |(_, total)| total);
    Ok(Statement {
        sender: sender(&of.sender),
        recipient: recipient(&of.post),
        number: of.label(),
        first: day(of.from),
        last: day(of.to.plus(-1)),
        date: day(of.issued),
        pay_by: Some(day(of.due)),
        locale: language,
        zone: maker.settings.zone.clone(),
        currency: of.currency,
        tax_included,
        bands: sheet.bands(),
        lines: sheet.lines(),
        elements: sheet.elements(),
        taxes: sheet.taxes.values().copied().collect(),
        total: of.total,
        due: of.total - before,
        payee: Iban::read(&of.sender.iban).map(|iban| Payee {
            holder: if of.sender.payee.is_empty() { of.sender.name.clone() } else { of.sender.payee.clone() },
            iban,
        }),
        corrects: row.corrects.clone().map(|number| Correction {
            number,
            total: before,
            reason: String::new(),
        }),
        note: of.sender.footer.clone(),
    })
}

/// A receipt for one session.
pub fn receipt(inner: &Inner, maker: &Maker<'_>, session: Option<u32>) -> Result<Vec<u8>, Fault> {
    let missing = || Fault::new(FaultCode::NotFound).with("what", "receipt");
    let key = SessionKey(session.ok_or_else(missing)?);
    let read = inner.store.read(|reader| {
        let last = reader.entries(key)?.pop();
        let Some((entry, row)) = last.zip(reader.session(key)?) else { return Ok(None) };
        let post = match entry.payer.driver {
            Some(driver) => reader.driver(driver)?.map(|driver| {
                if driver.post.recipient.is_empty() {
                    Post { recipient: driver.name, ..driver.post }
                } else {
                    driver.post
                }
            }),
            None => None,
        };
        let mut sender = reader.sender()?;
        if sender.name.is_empty() {
            sender.name.clone_from(&maker.settings.site_name);
        }
        Ok(Some((entry, row, post, sender)))
    });
    let (entry, row, post, sent_by) = read.map_err(handle::storage_fault)?.ok_or_else(missing)?;
    let cost = entry.cost.as_ref().ok_or_else(missing)?;
    let language = language(post.as_ref().unwrap_or(&Post::default()), maker);
    let mut sheet = Sheet::new(&language);
    sheet.add(&entry, Some(&row));
    let date: Date = local(maker.now, &maker.place.zone).date();
    let paper = Receipt {
        sender: sender(&sent_by),
        recipient: post.as_ref().map(recipient),
        number: key.0.to_string(),
        date,
        locale: language,
        zone: maker.settings.zone.clone(),
        currency: cost.bill.currency,
        tax_included: cost.bill.tax_included,
        bands: sheet.bands(),
        line: sheet.lines().pop().unwrap_or_default(),
        meter: entry.figures.start.zip(entry.figures.stop).map(|(start, stop)| (start.0, stop.0)),
        elements: sheet.elements(),
        taxes: cost.bill.taxes.clone(),
        total: cost.bill.total,
        note: sent_by.footer,
    };
    statement::receipt_pdf(&paper).map_err(|error| internal(&error))
}

fn language(post: &Post, maker: &Maker<'_>) -> String {
    if post.language.is_empty() { maker.settings.locale.clone() } else { post.language.clone() }
}

fn sender(sender: &Sender) -> statement::Sender {
    statement::Sender {
        name: sender.name.clone(),
        address: sender.address.lines().map(str::to_owned).collect(),
        email: sender.email.clone(),
        vat_id: sender.vat_id.clone(),
    }
}

fn recipient(post: &Post) -> Recipient {
    Recipient {
        name: post.recipient.clone(),
        address: post.address.lines().map(str::to_owned).collect(),
        detail: String::new(),
    }
}

fn place(row: &SessionRow) -> String {
    if row.station_name.is_empty() { row.identity.clone() } else { row.station_name.clone() }
}

fn marks(entry: &Entry) -> Vec<Mark> {
    let estimated = entry.marks.has(Marks::ESTIMATED) || entry.marks.has(Marks::DIVIDED);
    [
        (estimated, Mark::Estimated),
        (entry.marks.has(Marks::REPAIRED), Mark::Repaired),
        (entry.number > 0, Mark::Amended),
    ]
    .into_iter()
    .filter(|(is, _)| *is)
    .map(|(_, mark)| mark)
    .collect()
}
