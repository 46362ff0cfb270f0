//! What must not be seen in a kept frame: passwords and keys never, id tokens when it is asked for.
//!
//! A frame is changed only where a secret stands; everything else stays byte for byte as it was on the wire.

mod walk;

use std::borrow::Cow;

use domain::secret::{self, HIDDEN, contains_any, login, without_login};
use walk::{Spans, walk};

/// A frame or a text with one in which something looks like a secret and which cannot be read is replaced by this.
const UNREADABLE: &str = "[not kept: it holds a secret and cannot be read]";

/// Fields that hold what a driver shows to charge.
const TOKEN_NAMES: &[&str] = &["idtag", "parentidtag", "idtoken", "additionalidtoken", "evccid"];

/// A frame without passwords, keys, logins inside addresses and private parts of certificates (1.6 `AuthorizationKey`
/// in both directions, 2.x `BasicAuthPassword`, APN and VPN logins, `ftp://user:password@…`).
pub fn secrets(frame: &str) -> Cow<'_, str> {
    if !may_hold_secret(frame) {
        return Cow::Borrowed(frame);
    }
    match spans(frame, secret_spans) {
        Some(spans) => replaced(frame, &spans, |_| HIDDEN.to_owned()),
        None => Cow::Borrowed(UNREADABLE),
    }
}

/// A frame in which of every id token only the last four characters are left.
pub fn tokens(frame: &str) -> Cow<'_, str> {
    let shortened = |raw: &str| {
        let text: String = serde_json::from_str(&format!("\"{raw}\"")).unwrap_or_default();
        let length = text.chars().count();
        // Of a token as short as that, the end would be nearly all.
        let kept: String = if length > 6 { text.chars().skip(length - 4).collect() } else { String::new() };
        let json = serde_json::to_string(&format!("••••{kept}")).expect("every text has a JSON form");
        json[1..json.len() - 1].to_owned()
    };
    match spans(frame, token_spans) {
        Some(spans) => replaced(frame, &spans, shortened),
        None if contains_any(frame, TOKEN_NAMES) => {
            Cow::Borrowed("[not saved: it names a card and cannot be read]")
        }
        None => Cow::Borrowed(frame),
    }
}

/// The head of an HTTP request as text, without what logs in: `Authorization`, cookies, logins inside the address.
/// Control characters are shown as `·`; at most 4,000 characters.
pub fn head(bytes: &[u8]) -> String {
    const MOST: usize = 4000;
    let text = String::from_utf8_lossy(bytes);
    let mut lines = Vec::new();
    let mut room = MOST;
    for line in text.split('\n').map(|line| line.trim_end_matches('\r')) {
        let shown = match line.split_once(':') {
            Some((name, value)) if is_login_header(name) => {
                let scheme = value.trim().split(' ').next().filter(|_| value.trim().contains(' '));
                format!("{name}: {}{HIDDEN}", scheme.map(|s| format!("{s} ")).unwrap_or_default())
            }
            _ => without_login(line).into_owned(),
        };
        let shown: String =
            shown.chars().map(|c| if c.is_control() || c == '\u{fffd}' { '·' } else { c }).collect();
        let shown: String = shown.chars().take(room).collect();
        room -= shown.chars().count();
        lines.push(shown);
        if room == 0 {
            break;
        }
    }
    lines.join("\n").trim_end().to_owned()
}

fn is_login_header(name: &str) -> bool {
    let name = name.trim().to_ascii_lowercase();
    name.contains("authorization") || name.contains("cookie") || secret::is_named(&name)
}

fn may_hold_secret(frame: &str) -> bool {
    (frame.contains('@') && (frame.contains("://") || frame.contains(":\\/\\/")))
        || frame.contains("PRIVATE KEY")
        || secret::is_named(frame)
        // A letter may be written as an escape; who does that is read properly.
        || frame.contains("\\u00")
}

fn spans(frame: &str, find: fn(&walk::Value<'_>, &mut Spans)) -> Option<Spans> {
    let mut spans = Spans::default();
    walk(frame, &mut |value| find(value, &mut spans))?;
    spans.sort_unstable();
    spans.dedup();
    Some(spans)
}

fn replaced<'a>(frame: &'a str, spans: &Spans, with: impl Fn(&str) -> String) -> Cow<'a, str> {
    if spans.is_empty() {
        return Cow::Borrowed(frame);
    }
    let mut text = String::with_capacity(frame.len());
    let mut done = 0;
    for &(start, end) in spans.iter() {
        // A span inside another one went with it.
        if start < done {
            continue;
        }
        text.push_str(&frame[done..start]);
        text.push_str(&with(&frame[start..end]));
        done = end;
    }
    text.push_str(&frame[done..]);
    Cow::Owned(text)
}

/// Called for every value of a frame, with the names above it.
fn secret_spans(value: &walk::Value<'_>, spans: &mut Spans) {
    match value {
        walk::Value::Members(members) => {
            let named = |wanted: &str| members.iter().find(|m| m.name.eq_ignore_ascii_case(wanted));
            let key = named("key").and_then(|m| m.text()).or_else(|| {
                let variable = named("variable")?;
                variable.member("name")
            });
            let secret_key = key.is_some_and(|key| secret::is_named(&key));
            for member in members {
                let holds_value = ["value", "attributevalue", "actualvalue", "variableattribute"];
                let of_key =
                    secret_key && holds_value.iter().any(|name| member.name.eq_ignore_ascii_case(name));
                // "passwordString" is the type of an IdToken-like field in no version: every such name is a secret.
                if of_key || secret::is_named(&member.name) {
                    member.strings(spans);
                }
            }
        }
        walk::Value::Text(text) => {
            let raw = text.raw;
            if raw.contains("PRIVATE KEY") {
                spans.push((text.start, text.start + raw.len()));
            } else if let Some((start, end)) =
                login(&raw.replace("\\/", "/")).filter(|_| !raw.contains("\\/"))
            {
                spans.push((text.start + start, text.start + end));
            } else if raw.contains('@') && raw.contains(":\\/\\/") {
                spans.push((text.start, text.start + raw.len()));
            } else if raw.contains('{') && secret::is_named(raw) && !is_signed(raw) {
                // JSON inside a text, as in DataTransfer: not worth taking apart.
                spans.push((text.start, text.start + raw.len()));
            }
        }
    }
}

/// Whether a text is a signed meter value: the digits of its signature and key may spell anything, and to change one
/// makes it worthless.
fn is_signed(raw: &str) -> bool {
    let start = raw.trim_start();
    start.starts_with("OCMF|") || start.starts_with('{') && raw.contains("\\\"signedMeterData\\\"")
}

fn token_spans(value: &walk::Value<'_>, spans: &mut Spans) {
    if let walk::Value::Members(members) = value {
        for member in members {
            if TOKEN_NAMES.iter().any(|name| member.name.eq_ignore_ascii_case(name)) {
                member.own_text(spans);
            }
        }
    }
}

#[cfg(test)]
#[path = "mask/tests.rs"]
mod tests;
