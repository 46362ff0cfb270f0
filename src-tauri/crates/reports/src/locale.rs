//! Numbers, money and dates as a reader of some language writes them.
//!
//! A table of our own instead of ICU's data: what a report needs of a language is two marks, the place of the
//! currency and the order of a date. Digits are always Latin, as on bank statements.

use domain::billing::{Price, TaxRate};
use jiff::civil::Date;

use crate::money::{self, Money, push_decimal};
use crate::words::{self, Words};

/// How a reader writes numbers and dates, and in which language the words are.
#[derive(Debug, Clone)]
pub struct Locale {
    language: String,
    region: String,
    decimal: char,
    group: char,
    words: &'static Words,
}

/// Decimal mark of a locale. Where the language does not settle it, the region does (`de-CH` writes a point).
pub fn decimal_mark(locale: &str) -> char {
    const COMMA: &[&str] = &[
        "af", "az", "be", "bg", "bs", "ca", "cs", "da", "de", "el", "es", "et", "eu", "fi", "fo", "fr", "gl",
        "hr", "hu", "hy", "id", "is", "it", "ka", "kk", "lo", "lt", "lv", "mk", "nb", "nl", "nn", "no", "pl",
        "pt", "ro", "ru", "sk", "sl", "sq", "sr", "sv", "tr", "uk", "uz", "vi",
    ];
    let (language, region) = parts(locale);
    match (language.as_str(), region.as_str()) {
        ("de" | "it", "CH")
        | ("de", "LI")
        | ("es", "MX" | "US" | "GT" | "HN" | "NI" | "SV" | "PR" | "DO" | "PA" | "PE") => '.',
        ("en", "ZA" | "DE" | "AT" | "NL" | "SE" | "DK" | "FI" | "BE") => ',',
        (language, _) if COMMA.contains(&language) => ',',
        _ => '.',
    }
}

fn parts(locale: &str) -> (String, String) {
    let mut parts = locale.split(['-', '_']);
    let language = parts.next().unwrap_or_default().to_ascii_lowercase();
    let region = parts.find(|part| part.len() == 2).unwrap_or_default().to_ascii_uppercase();
    (language, region)
}

/// Blank that does not break a line.
const FIXED: char = '\u{a0}';

impl Locale {
    /// The language, two or three small letters.
    pub fn language(&self) -> &str {
        &self.language
    }

    /// The locale of a BCP 47 tag such as `de-AT`. Unknown languages get English words and dates.
    pub fn new(tag: &str) -> Self {
        let (language, region) = parts(tag);
        let decimal = decimal_mark(tag);
        let group = match (language.as_str(), region.as_str()) {
            (_, "CH" | "LI") => '’',
            (
                "fr" | "pl" | "cs" | "sk" | "sv" | "nb" | "nn" | "no" | "fi" | "et" | "lv" | "lt" | "ru"
                | "uk" | "bg" | "hu",
                _,
            )
            | ("pt", "PT" | "")
            | ("en", "ZA" | "SE" | "FI") => FIXED,
            _ if decimal == ',' => '.',
            _ => ',',
        };
        let words = words::of(&language);
        Self { language, region, decimal, group, words }
    }

    /// Decimal mark.
    pub const fn decimal(&self) -> char {
        self.decimal
    }

    /// The words of a statement.
    pub(crate) const fn words(&self) -> &'static Words {
        self.words
    }

    /// A whole number of parts of `10^digits` as a decimal number with its thousands apart.
    pub fn number(&self, value: i64, digits: u8) -> String {
        let mut plain = String::new();
        push_decimal(&mut plain, value, digits, self.decimal);
        let (sign, plain) = plain.strip_prefix('-').map_or(("", plain.as_str()), |plain| ("−", plain));
        let whole = plain.split(self.decimal).next().unwrap_or_default();
        let indian = self.region == "IN" || matches!(self.language.as_str(), "mr" | "hi" | "gu" | "kn");
        let mut text = String::from(sign);
        for (index, digit) in whole.chars().enumerate() {
            let left = whole.len() - index;
            // In India thousands come first and then pairs: 12,34,567.
            let border = if indian { left == 3 || left > 3 && left % 2 == 1 } else { left.is_multiple_of(3) };
            if index > 0 && border {
                text.push(self.group);
            }
            text.push(digit);
        }
        text.push_str(&plain[whole.len()..]);
        text
    }

    /// Watt-hours as kWh with so many decimals, at most 3; halves away from zero.
    pub fn kwh(&self, wh: i64, digits: u8) -> String {
        let digits = digits.min(3);
        let step = 10_i128.pow(u32::from(3 - digits));
        self.number(domain::billing::rounded(i128::from(wh), step), digits)
    }

    /// An amount without its currency.
    pub fn amount(&self, money: Money) -> String {
        self.number(money.minor, money.currency.digits)
    }

    /// An amount with its currency, where this language puts it.
    pub fn money(&self, money: Money) -> String {
        self.with_currency(&self.amount(money), &money.currency)
    }

    /// A price with its currency and all its decimals, at least those of the currency.
    pub fn price(&self, price: Price, currency: &domain::billing::Currency) -> String {
        let (mut value, mut digits) = (price.0, 6);
        while digits > currency.digits && value % 10 == 0 {
            value /= 10;
            digits -= 1;
        }
        self.with_currency(&self.number(value, digits), currency)
    }

    fn with_currency(&self, number: &str, currency: &domain::billing::Currency) -> String {
        let sign = money::sign(currency);
        let (minus, number) = number.strip_prefix('−').map_or(("", number), |rest| ("−", rest));
        let before = match (self.language.as_str(), self.region.as_str()) {
            (_, "CH" | "LI" | "AT" | "BR") | ("nl", _) => true,
            _ => !self.currency_after(),
        };
        if !before {
            return format!("{minus}{number}{FIXED}{sign}");
        }
        let close = sign.chars().count() == 1 && !self.currency_after();
        let blank = if close { String::new() } else { FIXED.to_string() };
        format!("{minus}{sign}{blank}{number}")
    }

    /// Languages that write the currency behind the amount, or apart from it.
    fn currency_after(&self) -> bool {
        self.decimal == ',' && self.language != "en" || matches!(self.region.as_str(), "CH" | "LI")
    }

    /// A rate of tax: `19%`, `19 %`, `5.5%`.
    pub fn tax(&self, rate: TaxRate) -> String {
        let (mut value, mut digits) = (i64::from(rate.0), 2);
        while digits > 0 && value % 10 == 0 {
            value /= 10;
            digits -= 1;
        }
        let blank = if self.currency_after() { "\u{a0}" } else { "" };
        format!("{}{blank}%", self.number(value, digits))
    }

    /// A date in full: `1 October 2025`, `1. Oktober 2025`, `1 de outubro de 2025`.
    pub fn date(&self, date: Date) -> String {
        let (day, month, year) = (date.day(), self.month_name(date), date.year());
        match self.words.language {
            "de" => format!("{day}. {month} {year}"),
            "pt" => format!("{day} de {month} de {year}"),
            _ if self.region == "US" => format!("{month} {day}, {year}"),
            _ => format!("{day} {month} {year}"),
        }
    }

    /// A date in short: `1 Oct 2025`, `01.10.2025`, `01/10/2025`.
    pub fn short_date(&self, date: Date) -> String {
        let (day, month, year) = (date.day(), date.month(), date.year());
        match self.words.language {
            "de" => format!("{day:02}.{month:02}.{year}"),
            "pt" => format!("{day:02}/{month:02}/{year}"),
            _ => format!("{day} {} {year}", self.month_name(date).chars().take(3).collect::<String>()),
        }
    }

    /// A day of a month that is known: `Mon 1`, `Mo 1.`, `seg 1`.
    pub fn weekday(&self, date: Date) -> String {
        let weekday = date.weekday().to_monday_zero_offset().unsigned_abs();
        let name = self.words.weekdays.get(usize::from(weekday)).copied().unwrap_or_default();
        let dot = if self.words.language == "de" { "." } else { "" };
        format!("{name} {}{dot}", date.day())
    }

    /// `Oct`, `Okt`, `out`.
    pub fn short_month(&self, date: Date) -> String {
        self.month_name(date).chars().take(3).collect()
    }

    /// A month: `September 2025`, `setembro de 2025`.
    pub fn month(&self, date: Date) -> String {
        let of = if self.words.language == "pt" { " de" } else { "" };
        format!("{}{of} {}", self.month_name(date), date.year())
    }

    /// From a first to a last day: a whole month or year by its name, else both dates.
    pub fn period(&self, first: Date, last: Date) -> String {
        let last_of_month = last.last_of_month() == last;
        if first.first_of_month() == first && last_of_month && first.year() == last.year() {
            if first.month() == last.month() {
                return self.month(first);
            }
            if (first.month(), last.month()) == (1, 12) {
                return first.year().to_string();
            }
        }
        if first == last {
            return self.date(first);
        }
        format!("{} – {}", self.date(first), self.date(last))
    }

    fn month_name(&self, date: Date) -> &'static str {
        let month = usize::from(date.month().unsigned_abs()).saturating_sub(1);
        self.words.months.get(month).copied().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::{Locale, decimal_mark};
    use crate::money::Money;
    use domain::billing::{Currency, Price, TaxRate};
    use jiff::civil::date;

    const EUR: Currency = Currency { code: *b"EUR", digits: 2 };
    const LAK: Currency = Currency { code: *b"LAK", digits: 0 };

    #[test]
    fn the_decimal_mark_follows_the_language_and_sometimes_the_region() {
        for (tag, mark) in
            [("en-IE", '.'), ("de-DE", ','), ("de-CH", '.'), ("pt-BR", ','), ("mr-IN", '.'), ("lo", ',')]
        {
            assert_eq!(decimal_mark(tag), mark, "{tag}");
        }
    }

    #[test]
    fn an_amount_is_written_as_its_reader_writes_it() {
        for (tag, currency, minor, text) in [
            ("en-IE", EUR, 123_456_789, "€1,234,567.89"),
            ("de-DE", EUR, 123_456_789, "1.234.567,89 €"),
            ("de-AT", EUR, -5, "−€ 0,05"),
            ("de-CH", EUR, 123_456, "€ 1’234.56"),
            ("pt-BR", Currency { code: *b"BRL", digits: 2 }, 123_456, "R$ 1.234,56"),
            ("pt-PT", EUR, 123_456, "1 234,56 €"),
            ("mr-IN", Currency { code: *b"INR", digits: 2 }, 123_456_789, "₹12,34,567.89"),
            ("lo", LAK, 1_350_000, "1.350.000 LAK"),
            ("en", LAK, 999, "LAK 999"),
        ] {
            let written = Locale::new(tag).money(Money { minor, currency });
            assert_eq!(written.replace('\u{a0}', " "), text, "{tag}");
        }
    }

    #[test]
    fn a_price_keeps_all_its_decimals_and_a_tax_only_those_it_needs() {
        let (irish, german) = (Locale::new("en-IE"), Locale::new("de"));
        assert_eq!(irish.price(Price(360_000), &EUR), "€0.36");
        assert_eq!(irish.price(Price(349_900), &EUR), "€0.3499");
        assert_eq!(german.price(Price(1_000_000), &EUR), "1,00\u{a0}€");
        assert_eq!((irish.tax(TaxRate(2300)), german.tax(TaxRate(550))), ("23%".into(), "5,5\u{a0}%".into()));
        assert_eq!(irish.tax(TaxRate(0)), "0%");
    }

    #[test]
    fn a_period_is_named_where_it_has_a_name() {
        let (english, german) = (Locale::new("en"), Locale::new("de"));
        let september = (date(2025, 9, 1), date(2025, 9, 30));
        assert_eq!(english.period(september.0, september.1), "September 2025");
        assert_eq!(Locale::new("pt").period(september.0, september.1), "setembro de 2025");
        assert_eq!(german.period(date(2025, 1, 1), date(2025, 12, 31)), "2025");
        assert_eq!(german.period(date(2025, 3, 1), date(2025, 4, 30)), "1. März 2025 – 30. April 2025");
        assert_eq!(english.weekday(date(2025, 9, 1)), "Mon 1");
        assert_eq!(german.weekday(date(2025, 9, 1)), "Mo 1.");
    }

    proptest::proptest! {
        /// Whatever the language, the same digits stand on paper as in a file for programs.
        #[test]
        fn a_number_on_paper_is_the_number_in_the_file(
            value in proptest::num::i64::ANY,
            digits in 0_u8..=6,
            tag in proptest::sample::select(vec!["en-IE", "de-DE", "de-CH", "pt-PT", "mr-IN", "fr", "lo", "en-ZA", "nl"]),
        ) {
            let locale = Locale::new(tag);
            let plain: String = locale
                .number(value, digits)
                .chars()
                .filter_map(|c| match c {
                    '−' => Some('-'),
                    c if c == locale.decimal() => Some('.'),
                    c if c.is_ascii_digit() => Some(c),
                    _ => None,
                })
                .collect();
            proptest::prop_assert_eq!(plain, crate::money::decimal(value, digits));
        }
    }
}
