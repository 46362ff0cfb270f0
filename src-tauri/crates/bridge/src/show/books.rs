//! Drivers, cost centres, tariffs and bills as the views that screens know, and back.

use domain::billing::{
    Bill, Component, Cost, Counted, Currency, Element, Entry, EntryKind, Finding, Line, Price, Quantity,
    Season, Tariff, TariffUse, TariffVersion, TaxRate, Window,
};
use domain::operator::Refusal;
use domain::people::{CostCentre, CostCentreKey, Driver, DriverKey, Post, Sender};
use domain::station::StationKey;
use domain::time::{MINUTE, Timestamp};
use store::query::StatementRow;

use crate::view::{
    BillEntryKind, BillEntryView, BillFiguresView, BillFindingKind, BillLineView, BillTaxView, BillView,
    CostCentreView, DriverView, PostView, RecipientKind, SenderView, StatementView, TariffComponent,
    TariffElementView, TariffUseView, TariffVersionView, TariffView, WindowView,
};

pub fn driver(driver: Driver) -> DriverView {
    DriverView {
        id: Some(driver.key.0),
        name: driver.name,
        cost_centre: driver.cost_centre.map(|centre| centre.0),
        stations: driver.stations.map(|stations| stations.into_iter().map(|station| station.0).collect()),
        post: post(driver.post),
    }
}

pub fn cost_centre(centre: CostCentre) -> CostCentreView {
    CostCentreView { id: Some(centre.key.0), name: centre.name, post: post(centre.post) }
}

fn post(post: Post) -> PostView {
    PostView { recipient: post.recipient, address: post.address, email: post.email, language: post.language }
}

/// Where statements go, as it was typed in.
pub fn read_post(post: PostView) -> Post {
    Post { recipient: post.recipient, address: post.address, email: post.email, language: post.language }
}

/// A driver, as it was typed in.
pub fn read_driver(view: DriverView, key: DriverKey, name: String, post: Post) -> Driver {
    Driver {
        key,
        name,
        cost_centre: view.cost_centre.map(CostCentreKey),
        stations: view.stations.map(|stations| stations.into_iter().map(StationKey).collect()),
        post,
    }
}

pub fn sender(sender: Sender) -> SenderView {
    SenderView {
        name: sender.name,
        address: sender.address,
        email: sender.email,
        vat_id: sender.vat_id,
        iban: sender.iban,
        payee: sender.payee,
        pay_days: sender.pay_days,
        series: sender.series,
        footer: sender.footer,
        country: sender.country,
        party: sender.party,
    }
}

/// Who sends statements, as it was typed in.
pub fn read_sender(view: SenderView) -> Sender {
    Sender {
        name: view.name,
        address: view.address,
        email: view.email,
        vat_id: view.vat_id,
        iban: view.iban,
        payee: view.payee,
        pay_days: view.pay_days,
        series: view.series,
        footer: view.footer,
        country: view.country,
        party: view.party,
    }
}

/// A tariff; `made` = when each of its versions was made.
pub fn tariff(tariff: Tariff, made: Vec<Timestamp>) -> TariffView {
    let versions = tariff.versions.iter().zip(made).map(|(of, made)| version(of, made)).collect();
    TariffView { id: tariff.key.0, name: tariff.name, versions }
}

pub fn tariff_use(used: TariffUse) -> TariffUseView {
    TariffUseView {
        tariff: used.tariff.0,
        station: used.station.map(|station| station.0),
        cost_centre: used.cost_centre.map(|centre| centre.0),
    }
}

fn version(version: &TariffVersion, made: Timestamp) -> TariffVersionView {
    let currency = version.currency;
    TariffVersionView {
        number: version.number,
        valid_from: version.valid_from.0,
        currency: currency.letters().to_owned(),
        digits: currency.digits,
        tax_included: version.tax_included,
        elements: version
            .elements
            .iter()
            .map(|element| TariffElementView {
                component: component(element.component),
                price: element.price.text(currency.digits),
                vat: element.tax.text(),
                window: window(&element.window),
            })
            .collect(),
        free_wh: version.free_wh,
        grace_min: u32::try_from(version.grace / MINUTE).unwrap_or(u32::MAX),
        least: version.least.map(|least| currency.text(least)),
        most: version.most.map(|most| currency.text(most)),
        made_at: made.0,
    }
}

/// A version, as it was typed in; the field that cannot be read.
pub fn read_version(view: &TariffVersionView, number: u32) -> Result<TariffVersion, Refusal> {
    let invalid = |field, reason| Refusal::Invalid(field, reason);
    let known = iso_currency::Currency::from_code(&view.currency).ok_or(invalid("currency", "unknown"))?;
    let digits = known.exponent().and_then(|digits| u8::try_from(digits).ok()).unwrap_or(2);
    let currency = Currency::of(known.code(), digits);
    let amount = |text: &Option<String>, field| match text.as_deref().map(str::trim) {
        None | Some("") => Ok(None),
        Some(text) => currency.read(text).map(Some).ok_or(invalid(field, "decimal")),
    };
    let element = |view: &TariffElementView| {
        Ok(Element {
            component: read_component(view.component),
            price: Price::read(&view.price).ok_or(invalid("price", "decimal"))?,
            tax: TaxRate::read(&view.vat).ok_or(invalid("vat", "decimal"))?,
            window: read_window(&view.window),
        })
    };
    Ok(TariffVersion {
        number,
        valid_from: Timestamp(view.valid_from),
        currency,
        tax_included: view.tax_included,
        elements: view.elements.iter().map(element).collect::<Result<_, _>>()?,
        free_wh: view.free_wh,
        grace: i64::from(view.grace_min) * MINUTE,
        least: amount(&view.least, "least")?,
        most: amount(&view.most, "most")?,
    })
}

fn window(window: &Window) -> WindowView {
    WindowView {
        from_minute: window.minutes.map(|(from, _)| from),
        to_minute: window.minutes.map(|(_, to)| to),
        weekdays: (1..=7_u8).filter(|day| window.weekdays >> (day - 1) & 1 == 1).collect(),
        season_from: window.season.map(|season| [season.first.0, season.first.1]),
        season_to: window.season.map(|season| [season.last.0, season.last.1]),
    }
}

fn read_window(view: &WindowView) -> Window {
    let weekdays = view.weekdays.iter().filter(|day| (1..=7).contains(*day));
    Window {
        minutes: view.from_minute.zip(view.to_minute),
        weekdays: weekdays.fold(0, |bits, day| bits | 1 << (day - 1)),
        season: view
            .season_from
            .zip(view.season_to)
            .map(|(first, last)| Season { first: (first[0], first[1]), last: (last[0], last[1]) }),
    }
}

fn component(component: Component) -> TariffComponent {
    match component {
        Component::Energy => TariffComponent::Energy,
        Component::Charging => TariffComponent::Charging,
        Component::Parked => TariffComponent::Parked,
        Component::Session => TariffComponent::Session,
    }
}

fn read_component(view: TariffComponent) -> Component {
    match view {
        TariffComponent::Energy => Component::Energy,
        TariffComponent::Charging => Component::Charging,
        TariffComponent::Parked => Component::Parked,
        TariffComponent::Session => Component::Session,
    }
}

/// Figures with who pays and what they cost.
pub fn figures(counted: &Counted, payer: &domain::billing::Payer, cost: Option<&Cost>) -> BillFiguresView {
    BillFiguresView {
        ended_at: counted.ended.map(|at| at.0),
        meter_start_wh: counted.start.map(|register| register.0),
        meter_stop_wh: counted.stop.map(|register| register.0),
        energy_wh: counted.energy().map(|energy| energy.0),
        driver: payer.driver.map(|driver| driver.0),
        driver_name: payer.driver_name.clone(),
        cost_centre_name: payer.cost_centre_name.clone(),
        bill: cost.map(bill),
    }
}

fn bill(cost: &Cost) -> BillView {
    let Bill { currency, tax_included, lines, taxes, total } = &cost.bill;
    let sum = |part: fn(&domain::billing::TaxTotal) -> i64| currency.text(taxes.iter().map(part).sum());
    BillView {
        currency: currency.letters().to_owned(),
        tariff: cost.tariff.0,
        tariff_name: cost.tariff_name.clone(),
        version: cost.version,
        tax_included: *tax_included,
        lines: lines.iter().map(|of| line(of, *currency)).collect(),
        taxes: taxes
            .iter()
            .map(|tax| BillTaxView {
                vat: tax.tax.text(),
                net: currency.text(tax.net),
                tax: currency.text(tax.vat),
            })
            .collect(),
        net: sum(|tax| tax.net),
        vat: sum(|tax| tax.vat),
        total: currency.text(*total),
        estimated: lines.iter().any(|line| line.estimated),
    }
}

fn line(line: &Line, currency: Currency) -> BillLineView {
    BillLineView {
        component: line.component.map(component),
        window: window(&line.window),
        quantity: match line.quantity {
            Quantity::Energy(wh) => wh,
            Quantity::Time(ms) => ms,
            Quantity::Times(times) => times,
            Quantity::Adjustment => 0,
        },
        price: line.price.text(currency.digits),
        vat: line.tax.text(),
        amount: currency.text(line.amount),
        estimated: line.estimated,
    }
}

pub fn finding(finding: Finding) -> BillFindingKind {
    match finding {
        Finding::MissingStop => BillFindingKind::MissingStop,
        Finding::ZeroBaseline => BillFindingKind::ZeroBaseline,
        Finding::RegisterReset => BillFindingKind::RegisterReset,
        Finding::TooSmall => BillFindingKind::TooSmall,
        Finding::TooLarge => BillFindingKind::TooLarge,
        Finding::Duplicate => BillFindingKind::Duplicate,
        Finding::ToldOtherwise => BillFindingKind::ToldOtherwise,
    }
}

/// A finding, as a screen names it.
pub fn read_finding(view: BillFindingKind) -> Finding {
    match view {
        BillFindingKind::MissingStop => Finding::MissingStop,
        BillFindingKind::ZeroBaseline => Finding::ZeroBaseline,
        BillFindingKind::RegisterReset => Finding::RegisterReset,
        BillFindingKind::TooSmall => Finding::TooSmall,
        BillFindingKind::TooLarge => Finding::TooLarge,
        BillFindingKind::Duplicate => Finding::Duplicate,
        BillFindingKind::ToldOtherwise => Finding::ToldOtherwise,
    }
}

pub fn entry(entry: &Entry) -> BillEntryView {
    BillEntryView {
        number: entry.number,
        at: entry.at.0,
        author: entry.author.clone(),
        kind: match entry.kind {
            EntryKind::Closed => BillEntryKind::Closed,
            EntryKind::Repaired(_) => BillEntryKind::Repaired,
            EntryKind::Corrected => BillEntryKind::Corrected,
            EntryKind::Driver => BillEntryKind::Driver,
            EntryKind::Priced => BillEntryKind::Priced,
            EntryKind::Late => BillEntryKind::Late,
            EntryKind::Undone => BillEntryKind::Undone,
        },
        reason: entry.reason.clone(),
        figures: figures(&entry.figures, &entry.payer, entry.cost.as_ref()),
    }
}

pub fn statement(row: StatementRow) -> StatementView {
    use domain::billing::Recipient;
    let StatementRow { statement, corrects, corrected_by, paid_at, outdated } = row;
    let (kind, recipient) = match statement.recipient {
        Recipient::Driver(driver) => (RecipientKind::Driver, driver.0),
        Recipient::CostCentre(centre) => (RecipientKind::CostCentre, centre.0),
    };
    let currency = statement.currency;
    StatementView {
        id: statement.key.0,
        number: statement.label(),
        kind,
        recipient,
        recipient_name: statement.post.recipient,
        email: statement.post.email,
        from: statement.from.0,
        to: statement.to.0,
        issued_at: statement.issued.0,
        due_at: statement.due.0,
        sessions: u32::try_from(statement.sessions.len()).unwrap_or(u32::MAX),
        energy_wh: statement.energy.0,
        currency: currency.letters().to_owned(),
        total: currency.text(statement.total),
        difference: statement.corrects.map(|(_, before)| currency.text(statement.total - before)),
        outdated: outdated && corrected_by.is_none(),
        corrects,
        corrected_by,
        paid_at: paid_at.map(|at| at.0),
    }
}
