//! What a session's stored frames prove: frames of any version in, neutral values out.

use std::borrow::Cow;

use domain::evidence::Evidence;
use domain::time::Timestamp;

/// The frames of a session with their times of receipt, from the lines in which the store keeps them: milliseconds, a
/// tab, the frame.
pub fn frames(lines: &[u8]) -> impl Iterator<Item = (Timestamp, &str)> {
    lines.split(|byte| *byte == b'\n').filter_map(|line| {
        let (received, frame) = str::from_utf8(line).ok()?.split_once('\t')?;
        Some((Timestamp(received.parse().ok()?), frame))
    })
}

/// Finds the signed values in a session's frames and checks them. `settings` = what is known of the charger's settings,
/// name and value; `evse` = where the session was; `over` = it has ended.
pub fn evidence<'a>(
    lines: &[u8],
    settings: impl Iterator<Item = (&'a str, &'a str)> + Clone,
    evse: u16,
    over: bool,
) -> Evidence {
    let key = ocpp::signed::key_setting(settings, evse);
    let documents = frames(lines).flat_map(|(received, frame)| ocpp::signed::documents(frame, received));
    Evidence::of(documents.map(|document| ocpp::signed::check(document, key)).collect(), over)
}

/// A public key in hexadecimal digits, for programs that read nothing else; none when it cannot be read.
pub fn key_as_hex(key: &str) -> Option<String> {
    ocpp::signed::key_as_hex(key)
}

/// A frame without passwords and keys that nobody else may see; all else as it was.
pub fn without_secrets(frame: &str) -> Cow<'_, str> {
    ocpp::mask::secrets(frame)
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::evidence::{Gap, Verdict};

    #[test]
    fn lines_become_frames_and_frames_evidence() {
        let lines = "17\t[2,\"1\",\"Heartbeat\",{}]\n18\t[2,\"2\",\"MeterValues\",{\"meterValue\":[{\"sampledValue\":\
                     [{\"value\":\"AP;1\",\"format\":\"SignedData\"}]}]}]\nbroken\n";
        let found: Vec<_> = frames(lines.as_bytes()).map(|(at, _)| at.0).collect();
        assert_eq!(found, [17, 18]);
        let evidence = evidence(lines.as_bytes(), [("A", "b")].into_iter(), 1, true);
        assert_eq!(evidence.verdict, Some(Verdict::NotCheckable(Gap::Form)));
        assert_eq!(evidence.values[0].document.received, Timestamp(18));
    }
}
