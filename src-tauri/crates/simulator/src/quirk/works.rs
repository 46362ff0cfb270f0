//! What goes wrong with updates and logs; a charger of either generation can have these.

use super::{Change, Quirk};

/// What goes wrong, or goes another way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Way {
    /// It gives up each time it fetches firmware.
    FailsDownload,
    /// It cannot install what it fetched.
    FailsInstall,
    /// It takes the order to update itself and never says a word about it.
    Silent,
    /// It loses the connection half way and goes on from there.
    Drops,
    /// It takes every signature for a wrong one.
    DoubtsSignature,
    /// It sends logs by POST.
    PostsLog,
    /// It sends logs in a form.
    FormsLog,
    /// It takes what it sent for not sent.
    FailsUpload,
}

macro_rules! way {
    ($name:literal, $way:ident) => {
        Quirk { name: $name, rows: &[], changes: &[Change::Work(Way::$way)] }
    };
}

pub(super) const QUIRKS: &[Quirk] = &[
    way!("firmware-fails-download", FailsDownload),
    way!("firmware-fails-install", FailsInstall),
    way!("firmware-silent", Silent),
    way!("firmware-drops", Drops),
    way!("firmware-doubts-signature", DoubtsSignature),
    way!("log-by-post", PostsLog),
    way!("log-by-form", FormsLog),
    way!("log-fails-upload", FailsUpload),
];
