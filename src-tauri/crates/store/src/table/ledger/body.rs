//! The lines and taxes of a bill as text.

use domain::billing::{Bill, Line, Price, Quantity, TaxRate, TaxTotal};
use serde_json::{Value, json};

use crate::table::tariff::{component, read_component, window, window_value};

/// Lines and taxes.
pub fn write(bill: &Bill) -> String {
    let lines: Vec<Value> = bill.lines.iter().map(line_value).collect();
    let taxes: Vec<Value> = bill.taxes.iter().map(|tax| json!([tax.tax.0, tax.net, tax.vat])).collect();
    json!({ "lines": lines, "taxes": taxes }).to_string()
}

fn line_value(line: &Line) -> Value {
    let (kind, quantity) = match line.quantity {
        Quantity::Energy(wh) => ("wh", wh),
        Quantity::Time(ms) => ("ms", ms),
        Quantity::Times(times) => ("times", times),
        Quantity::Adjustment => ("", 0),
    };
    json!([
        line.component.map_or("", component),
        line.version,
        window_value(&line.window),
        kind,
        quantity,
        line.price.0,
        line.tax.0,
        line.amount,
        line.estimated
    ])
}

/// Lines, from text; what cannot be read is left out.
pub fn read_lines(text: &str) -> Vec<Line> {
    let body: Value = serde_json::from_str(text).unwrap_or_default();
    body["lines"].as_array().map(|lines| lines.iter().filter_map(line).collect()).unwrap_or_default()
}

/// Taxes, from text.
pub fn read_taxes(text: &str) -> Vec<TaxTotal> {
    let body: Value = serde_json::from_str(text).unwrap_or_default();
    let tax = |value: &Value| {
        Some(TaxTotal { tax: rate(&value[0])?, net: value[1].as_i64()?, vat: value[2].as_i64()? })
    };
    body["taxes"].as_array().map(|taxes| taxes.iter().filter_map(tax).collect()).unwrap_or_default()
}

fn rate(value: &Value) -> Option<TaxRate> {
    Some(TaxRate(u16::try_from(value.as_u64()?).ok()?))
}

fn line(value: &Value) -> Option<Line> {
    let quantity = value[4].as_i64()?;
    Some(Line {
        component: read_component(value[0].as_str()?),
        version: u32::try_from(value[1].as_u64()?).ok()?,
        window: window(&value[2]),
        quantity: match value[3].as_str()? {
            "wh" => Quantity::Energy(quantity),
            "ms" => Quantity::Time(quantity),
            "times" => Quantity::Times(quantity),
            _ => Quantity::Adjustment,
        },
        price: Price(value[5].as_i64()?),
        tax: rate(&value[6])?,
        amount: value[7].as_i64()?,
        estimated: value[8].as_bool()?,
    })
}
