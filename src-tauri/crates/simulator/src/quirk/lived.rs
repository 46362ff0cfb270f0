//! Habits: how it connects, boots, repeats itself and falls over.

use super::{Change, Quirk};

/// A habit that is more than a changed message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Life {
    /// It names no sub-protocol.
    NoSubprotocol,
    /// It says that it comes from a file.
    FileOrigin,
    /// It puts slashes before its name.
    ManySlashes,
    /// It puts a slash after its name.
    TrailingSlash,
    /// It says its name twice.
    NameTwice,
    /// It writes its name in small letters.
    SmallLetters,
    /// It connects for a moment first.
    ProbesFirst,
    /// Its first frame has the bit for compression.
    CompressedBit,
    /// It starts up anew whenever its link is lost.
    BootsOnEveryLink,
    /// It is called before it booted and starts up anew.
    BootLoop,
    /// It never boots by itself.
    NeverBoots,
    /// It answers after a minute.
    SlowAnswers,
    /// It falls over a time without a fraction.
    NeedsFractions,
    /// It falls over a time with a fraction.
    NeedsWholeSeconds,
    /// It writes JSON over many lines.
    PrettyJson,
    /// Its answers are cut off.
    TruncatedJson,
    /// Everything about money is sent twice.
    RepeatsMoney,
    /// It loses beginnings.
    LosesBegin,
    /// It loses the power instead of ending a session.
    PowerCut,
    /// It sends readings once more after the end.
    ValuesAfterStop,
    /// It sends no readings by itself.
    SilentMeter,
    /// It sends readings every five minutes.
    SlowMeter,
    /// It sends every message three times.
    RepeatsAll,
    /// It reports sessions that nobody was told of.
    StrayStop,
    /// Its request has no Connection header.
    NoConnectionHeader,
    /// Its first request is malformed.
    MalformedFirst,
    /// It is silent for minutes after its connection was lost.
    LongSilence,
    /// It hangs up when it is not pinged for half a minute.
    NeedsPings,
    /// It pings every two minutes, and says nothing else for long.
    PingsSeldom,
    /// It shows the digits of its password in place of their bytes.
    HexPassword,
}

macro_rules! habit {
    ($name:literal, [$($row:literal),+], $life:ident) => {
        Quirk { name: $name, rows: &[$($row),+], changes: &[Change::Life(Life::$life)] }
    };
    ($name:literal, [$($row:literal),+], $life:ident, $vendor:literal, $model:literal, $firmware:literal) => {
        Quirk {
            name: $name,
            rows: &[$($row),+],
            changes: &[Change::Life(Life::$life), Change::Make($vendor, $model, $firmware)],
        }
    };
}

pub(super) const QUIRKS: &[Quirk] = &[
    habit!("no-subprotocol", [1, 2], NoSubprotocol),
    habit!("no-connection-header", [3], NoConnectionHeader),
    habit!("malformed-first", [9], MalformedFirst),
    habit!("long-silence", [12], LongSilence, "FoxESS", "A-series", "1.0"),
    habit!("needs-pings", [14], NeedsPings, "Wallbox Chargers", "CPB1-0-2-4", "6.7.1"),
    habit!("pings-seldom", [15], PingsSeldom),
    habit!("hex-password", [20], HexPassword),
    habit!("file-origin", [4], FileOrigin),
    habit!("many-slashes", [5], ManySlashes),
    habit!("trailing-slash", [6], TrailingSlash),
    habit!("name-twice", [7], NameTwice),
    habit!("small-letters", [8], SmallLetters),
    habit!("probes-first", [11], ProbesFirst),
    habit!("compressed-bit", [16], CompressedBit),
    habit!("boots-on-every-link", [17], BootsOnEveryLink, "go-e", "go-eCharger V4", "60.0"),
    habit!("boot-loop-when-called-early", [21], BootLoop, "Wallbox Chargers", "PUP1-0-1-2", "6.7.1"),
    habit!("never-boots", [22], NeverBoots),
    habit!("slow-answers", [25], SlowAnswers, "Mennekes", "AMTRON 4Business", "1.1"),
    habit!("needs-fractions", [26], NeedsFractions, "Webasto", "NEXT", "3.1"),
    habit!("needs-whole-seconds", [27], NeedsWholeSeconds),
    habit!("truncated-json", [37], TruncatedJson, "United Chargers", "Grizzl-E Smart", "5.4"),
    habit!("pretty-json", [38], PrettyJson),
    habit!("repeats-stop", [48], RepeatsMoney),
    habit!("stray-stop", [54], StrayStop),
    habit!("repeats-start", [55], RepeatsMoney),
    habit!("values-after-stop", [56], ValuesAfterStop),
    habit!("power-cut", [57], PowerCut),
    habit!("only-the-stop", [58], LosesBegin),
    habit!("silent-meter", [75], SilentMeter, "Wallbox Chargers", "PLP1-0-2-4", "5.5"),
    habit!("slow-meter", [76], SlowMeter, "ABL", "eMH2", "1.0"),
    habit!("repeats-everything", [96], RepeatsAll),
];
