//! Signed meter values as the XML that the public transparency software reads (SAFE e.V., schema `values.xsd`).

use std::io::{self, Write};

/// One signed value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Value<'a> {
    /// The session's number; values of one number belong together.
    pub transaction: u32,
    /// `Transaction.Begin`, `Transaction.End` or what the charger said; nothing when it said nothing.
    pub context: Option<&'a str>,
    /// The format's name; nothing when the reader shall find out.
    pub format: Option<&'a str>,
    /// How `data` is written: `plain`, `base64` or `hex`.
    pub encoding: &'a str,
    /// The signed document to the byte.
    pub data: &'a str,
    /// The public key: how it is written, nothing when the reader shall find out, and the key.
    pub key: Option<(Option<&'a str>, &'a str)>,
}

/// Writes the file. Nothing of a document is changed: what XML cannot hold is written in hexadecimal digits instead.
///
/// # Errors
/// When `out` takes no more.
pub fn write(out: &mut impl Write, values: &[Value<'_>]) -> io::Result<()> {
    out.write_all(b"<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<values>\n")?;
    for value in values {
        write!(out, "  <value transactionId=\"{}\"", value.transaction)?;
        attribute(out, "context", value.context)?;
        out.write_all(b">\n")?;
        if let Some((encoding, key)) = value.key {
            out.write_all(b"    <publicKey")?;
            attribute(out, "encoding", encoding)?;
            writeln!(out, ">{}</publicKey>", escaped(key))?;
        }
        out.write_all(b"    <signedData")?;
        attribute(out, "format", value.format)?;
        if value.data.chars().all(is_xml) {
            writeln!(out, " encoding=\"{}\">{}</signedData>", escaped(value.encoding), escaped(value.data))?;
        } else {
            let hex: String = value.data.bytes().map(|byte| format!("{byte:02X}")).collect();
            writeln!(out, " encoding=\"hex\">{hex}</signedData>")?;
        }
        out.write_all(b"  </value>\n")?;
    }
    out.write_all(b"</values>\n")
}

fn attribute(out: &mut impl Write, name: &str, value: Option<&str>) -> io::Result<()> {
    match value {
        Some(value) => write!(out, " {name}=\"{}\"", escaped(value)),
        None => Ok(()),
    }
}

/// Whether XML 1.0 can hold a sign at all (section 2.2).
fn is_xml(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
}

/// A text of which a reader makes the same text again: a bare carriage return would be read as a line feed.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars().filter(|c| is_xml(*c)) {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\r' => escaped.push_str("&#13;"),
            c => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(values: &[Value<'_>]) -> String {
        let mut out = Vec::new();
        write(&mut out, values).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn the_signs_that_xml_minds_come_back_as_they_were() {
        let value = Value {
            transaction: 7,
            context: Some("Transaction.Begin"),
            format: Some("OCMF"),
            encoding: "plain",
            data: "OCMF|{\"GI\":\"A & B <1>\"}\r\n|{}",
            key: Some((Some("hex"), "3059")),
        };
        let expected = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<values>\n  \
                        <value transactionId=\"7\" context=\"Transaction.Begin\">\n    \
                        <publicKey encoding=\"hex\">3059</publicKey>\n    \
                        <signedData format=\"OCMF\" encoding=\"plain\">OCMF|{&quot;GI&quot;:&quot;A &amp; B \
                        &lt;1&gt;&quot;}&#13;\n|{}</signedData>\n  </value>\n</values>\n";
        assert_eq!(text(std::slice::from_ref(&value)), expected);
        let bare = Value { context: None, format: None, key: None, data: "a\u{1}", ..value };
        assert!(
            text(&[bare])
                .contains("<value transactionId=\"7\">\n    <signedData encoding=\"hex\">6101</signedData>")
        );
    }
}
