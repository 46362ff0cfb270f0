//! People: drivers, the cost centres that pay for them, and who sends statements.

use crate::operator::Refusal;
use crate::station::StationKey;

/// Our number for a driver; never reused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DriverKey(pub u32);

/// Our number for a cost centre; never reused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CostCentreKey(pub u32);

/// How a recipient stands on a statement.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Post {
    /// Name; empty = the driver's or cost centre's own.
    pub recipient: String,
    /// Address, lines.
    pub address: String,
    /// E-mail address; empty = none.
    pub email: String,
    /// Language, BCP 47; empty = the site's.
    pub language: String,
}

/// Somebody who charges.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Driver {
    /// Our number.
    pub key: DriverKey,
    /// Name.
    pub name: String,
    /// Who pays, and which tariffs count.
    pub cost_centre: Option<CostCentreKey>,
    /// May charge at these stations only; `None` = at all.
    pub stations: Option<Vec<StationKey>>,
    /// Where statements go.
    pub post: Post,
}

/// A group of drivers that is paid for together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CostCentre {
    /// Our number.
    pub key: CostCentreKey,
    /// Name.
    pub name: String,
    /// Where statements go.
    pub post: Post,
}

/// Who sends statements, and how they are paid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sender {
    /// Name; empty = the site's.
    pub name: String,
    /// Address, lines.
    pub address: String,
    /// E-mail address.
    pub email: String,
    /// VAT number.
    pub vat_id: String,
    /// Account number; empty = no payment code.
    pub iban: String,
    /// Account holder; empty = the name.
    pub payee: String,
    /// Days to pay.
    pub pay_days: u16,
    /// Before each statement's number.
    pub series: String,
    /// At the foot of each statement.
    pub footer: String,
    /// Country of the operator, two letters (OCPI).
    pub country: String,
    /// Party of the operator, three letters (OCPI).
    pub party: String,
}

impl Default for Sender {
    fn default() -> Self {
        let empty = String::new;
        Self {
            name: empty(),
            address: empty(),
            email: empty(),
            vat_id: empty(),
            iban: empty(),
            payee: empty(),
            pay_days: 14,
            series: empty(),
            footer: empty(),
            country: empty(),
            party: empty(),
        }
    }
}

/// Longest name of a driver or cost centre, in characters.
pub const NAME_MAX: usize = 80;
/// Most lines of an address.
pub const ADDRESS_LINES: usize = 6;
/// Most days to pay.
pub const PAY_DAYS_MAX: u16 = 90;

/// Checks the name of a driver or cost centre; gives it trimmed.
pub fn check_name(name: &str) -> Result<String, Refusal> {
    match line(name, NAME_MAX) {
        Some(name) if !name.is_empty() => Ok(name),
        Some(_) => Err(Refusal::Invalid("name", "empty")),
        None => Err(Refusal::Invalid("name", "tooLong")),
    }
}

/// Checks where statements go; gives it trimmed.
pub fn check_post(post: &Post) -> Result<Post, Refusal> {
    Ok(Post {
        recipient: line(&post.recipient, NAME_MAX).ok_or(Refusal::Invalid("recipient", "tooLong"))?,
        address: lines(&post.address).ok_or(Refusal::Invalid("address", "tooLong"))?,
        email: check_email(&post.email)?,
        language: check_language(&post.language)?,
    })
}

/// Checks the sender; gives it trimmed.
pub fn check_sender(sender: &Sender) -> Result<Sender, Refusal> {
    let short = |text: &str, field, most| line(text, most).ok_or(Refusal::Invalid(field, "tooLong"));
    let letters = |text: &str, field, count: usize| {
        let text = text.trim().to_ascii_uppercase();
        let fits = text.is_empty() || text.len() == count && text.chars().all(|c| c.is_ascii_alphanumeric());
        if fits { Ok(text) } else { Err(Refusal::Invalid(field, "letters")) }
    };
    let iban = match sender.iban.trim() {
        "" => String::new(),
        text => crate::billing::Iban::read(text).ok_or(Refusal::Invalid("iban", "wrong"))?.grouped(),
    };
    let series = short(&sender.series, "series", 10)?;
    if !series.chars().all(|c| c.is_ascii_alphanumeric() || c == '-') {
        return Err(Refusal::Invalid("series", "letters"));
    }
    if sender.pay_days > PAY_DAYS_MAX {
        return Err(Refusal::Invalid("payDays", "range"));
    }
    Ok(Sender {
        name: short(&sender.name, "name", NAME_MAX)?,
        address: lines(&sender.address).ok_or(Refusal::Invalid("address", "tooLong"))?,
        email: check_email(&sender.email)?,
        vat_id: short(&sender.vat_id, "vatId", 30)?,
        iban,
        payee: short(&sender.payee, "payee", 70)?,
        pay_days: sender.pay_days,
        series,
        footer: short(&sender.footer, "footer", 300)?,
        country: letters(&sender.country, "country", 2)?,
        party: letters(&sender.party, "party", 3)?,
    })
}

/// One line of at most so many characters, trimmed; `None` when it is longer or holds a control character.
fn line(text: &str, most: usize) -> Option<String> {
    let text = text.trim();
    (text.chars().count() <= most && !text.chars().any(char::is_control)).then(|| text.to_owned())
}

fn lines(text: &str) -> Option<String> {
    let lines: Vec<String> = text.trim().lines().map(|row| line(row, NAME_MAX)).collect::<Option<_>>()?;
    (lines.len() <= ADDRESS_LINES).then(|| lines.join("\n"))
}

fn check_email(email: &str) -> Result<String, Refusal> {
    let email = line(email, 120).ok_or(Refusal::Invalid("email", "tooLong"))?;
    let shaped = email.split_once('@').is_some_and(|(who, host)| {
        !who.is_empty() && !host.is_empty() && !host.contains('@') && !email.contains(char::is_whitespace)
    });
    if email.is_empty() || shaped { Ok(email) } else { Err(Refusal::Invalid("email", "wrong")) }
}

fn check_language(language: &str) -> Result<String, Refusal> {
    let language = language.trim();
    let fits = language.len() <= 35 && language.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    if fits { Ok(language.to_owned()) } else { Err(Refusal::Invalid("language", "unknown")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_trimmed_and_neither_empty_nor_endless() {
        assert_eq!(check_name("  Siobhán O’Leary "), Ok("Siobhán O’Leary".to_owned()));
        assert_eq!(check_name(" "), Err(Refusal::Invalid("name", "empty")));
        assert_eq!(check_name(&"x".repeat(81)), Err(Refusal::Invalid("name", "tooLong")));
        assert_eq!(check_name("a\nb"), Err(Refusal::Invalid("name", "tooLong")));
    }

    #[test]
    fn an_address_has_lines_and_mail_an_at() {
        let post = Post {
            address: " The Boatyard \r\n Scilly\n".to_owned(),
            email: "accounts@quay.example".to_owned(),
            ..Post::default()
        };
        assert_eq!(check_post(&post).map(|post| post.address), Ok("The Boatyard\nScilly".to_owned()));
        let wrong = Post { email: "accounts".to_owned(), ..Post::default() };
        assert_eq!(check_post(&wrong), Err(Refusal::Invalid("email", "wrong")));
    }

    #[test]
    fn a_wrong_digit_of_the_account_number_is_found() {
        let sender = |iban: &str| Sender { iban: iban.to_owned(), ..Sender::default() };
        let grouped = check_sender(&sender("ie29aibk93115212345678")).map(|sender| sender.iban);
        assert_eq!(grouped, Ok("IE29 AIBK 9311 5212 3456 78".to_owned()));
        assert_eq!(check_sender(&sender("IE29AIBK93115212345679")), Err(Refusal::Invalid("iban", "wrong")));
    }
}
