//! A session's evidence as files: its signed values as XML, and its messages as they came.

use std::io::{self, Write};
use std::sync::Arc;

use domain::evidence::{Encoding, Form, Mark, SignedValue};
use reports::transparency;
use serde_json::value::RawValue;

use crate::console::Console;
use crate::fault::{Fault, FaultCode};
use crate::handle;
use crate::trace_file::time;

/// Which file of a session's evidence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EvidenceFile {
    /// The signed values for the public transparency software.
    Values,
    /// The messages as they came, one JSON object a line: `received` (UTC) and `frame`.
    Frames,
}

impl EvidenceFile {
    /// The file of its name: `values` or `frames`.
    pub fn from_name(name: &str) -> Option<Self> {
        match name {
            "values" => Some(Self::Values),
            "frames" => Some(Self::Frames),
            _ => None,
        }
    }

    /// A name for the file of a session.
    pub fn name(self, session: u32) -> String {
        match self {
            Self::Values => format!("session-{session}-signed.xml"),
            Self::Frames => format!("session-{session}-messages.jsonl"),
        }
    }
}

impl Console {
    /// A file of a session's evidence.
    ///
    /// # Errors
    /// [`FaultCode::NotFound`] when there is no such session, no message or no signed value; whatever reading may fail
    /// with.
    pub async fn evidence_file(&self, file: EvidenceFile, session: u32) -> Result<Vec<u8>, Fault> {
        let inner = Arc::clone(&self.inner);
        let (lines, evidence) = handle::evidence::of(&inner, session).await?;
        let mut out = Vec::new();
        let written = match file {
            EvidenceFile::Values if evidence.values.is_empty() => Err(handle::not_found("signedValues")),
            EvidenceFile::Values => Ok(values(&mut out, session, &evidence.values)),
            EvidenceFile::Frames if lines.is_empty() => Err(handle::not_found("messages")),
            EvidenceFile::Frames => Ok(frames(&mut out, &lines)),
        };
        written?.map_err(|error| Fault::new(FaultCode::Internal).with("reason", error))?;
        Ok(out)
    }
}

fn values(out: &mut Vec<u8>, session: u32, values: &[SignedValue]) -> io::Result<()> {
    let keys = values.iter().map(|value| {
        let key = value.key.as_ref().map(|key| key.text.as_str()).or(value.document.key.as_deref())?;
        Some(match central::evidence::key_as_hex(key) {
            Some(hex) => (Some("hex"), hex),
            None => (None, key.to_owned()),
        })
    });
    let keys: Vec<Option<(Option<&str>, String)>> = keys.collect();
    let rows = values.iter().zip(&keys).map(|(value, key)| transparency::Value {
        transaction: session,
        context: context(value),
        format: match value.document.form {
            Form::Ocmf => Some("OCMF"),
            Form::Alfen => Some("ALFEN"),
            Form::Other => None,
        },
        encoding: match value.document.encoding {
            Encoding::Plain => "plain",
            Encoding::Base64 => "base64",
            Encoding::Hex => "hex",
        },
        data: &value.document.data,
        key: key.as_ref().map(|(encoding, key)| (*encoding, key.as_str())),
    });
    transparency::write(out, &rows.collect::<Vec<_>>())
}

/// The charger's word, else what the record marks.
fn context(value: &SignedValue) -> Option<&str> {
    if !value.document.context.is_empty() {
        return Some(&value.document.context);
    }
    match value.record.as_ref()?.readings.first()?.mark? {
        Mark::Begin => Some("Transaction.Begin"),
        Mark::End => Some("Transaction.End"),
        Mark::Between => None,
    }
}

fn frames(out: &mut Vec<u8>, lines: &[u8]) -> io::Result<()> {
    for (received, frame) in central::evidence::frames(lines) {
        let frame = central::evidence::without_secrets(frame);
        let text = serde_json::to_string(&frame)?;
        // Not parsed and written anew: it stays as it was on the wire. What is no JSON goes as a text.
        let json = serde_json::from_str::<&RawValue>(&frame).map_or(text.as_str(), RawValue::get);
        writeln!(out, "{{\"received\":\"{}\",\"frame\":{json}}}", time(received))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_go_out_as_they_came_but_for_secrets() {
        let lines =
            "0\t[2, \"1\",\"MeterValues\", {\"v\":1.50}]\n1500\t[2,\"2\",\"X\",{\"password\":\"p1\"}]\n";
        let mut out = Vec::new();
        frames(&mut out, lines.as_bytes()).expect("memory takes it");
        let text = String::from_utf8(out).expect("text");
        let (first, second) = text.trim_end().split_once('\n').expect("two lines");
        assert_eq!(
            first,
            r#"{"received":"1970-01-01T00:00:00.000Z","frame":[2, "1","MeterValues", {"v":1.50}]}"#
        );
        assert!(second.contains("1.500Z") && !second.contains("p1"), "{second}");
    }
}
