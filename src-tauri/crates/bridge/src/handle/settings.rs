//! The site's settings.

use std::sync::Arc;

use domain::event::Event;
use domain::world::{FilePorts, Policy, Settings, TraceKept};

use super::change;
use crate::console::Inner;
use crate::fault::{Fault, FaultCode};
use crate::view::SettingsView;

/// Changes the settings, all or none.
pub async fn save(inner: &Arc<Inner>, settings: SettingsView) -> Result<SettingsView, Fault> {
    let invalid = |field: &str, reason: &str| {
        Fault::new(FaultCode::Invalid).with("field", field).with("reason", reason)
    };
    let site_name = settings.site_name.trim().to_owned();
    if site_name.is_empty() || site_name.chars().count() > 80 || site_name.chars().any(char::is_control) {
        return Err(invalid("siteName", "length"));
    }
    if jiff::tz::TimeZone::get(&settings.zone).is_err() {
        return Err(invalid("zone", "unknown"));
    }
    let locale_like = |c: char| c.is_ascii_alphanumeric() || c == '-';
    if settings.locale.is_empty() || settings.locale.len() > 35 || !settings.locale.chars().all(locale_like) {
        return Err(invalid("locale", "unknown"));
    }
    if settings.site_limit_w.is_some_and(|watts| !(1..=10_000_000).contains(&watts)) {
        return Err(invalid("siteLimitW", "range"));
    }
    if !TraceKept::MIB.contains(&settings.trace_mib) {
        return Err(invalid("traceMib", "range"));
    }
    if !TraceKept::DAYS.contains(&settings.trace_days) {
        return Err(invalid("traceDays", "range"));
    }
    let files = FilePorts { http: settings.files_port, ftp: settings.ftp_port };
    for (field, port) in [("filesPort", files.http), ("ftpPort", files.ftp)] {
        let taken = [Some(inner.address.port()), inner.secure_address.map(|at| at.port())];
        if !FilePorts::RANGE.contains(&port) || taken.contains(&Some(port)) {
            return Err(invalid(field, "range"));
        }
    }
    if !files.are_apart() {
        return Err(invalid("ftpPort", "same"));
    }
    let saved = Settings {
        site_name,
        zone: settings.zone,
        locale: settings.locale,
        policy: Policy {
            accept_unknown: settings.accept_unknown,
            free_charging: settings.free_charging,
            ask_unknown: settings.ask_unknown,
            one_session_per_token: settings.one_session_per_token,
        },
        site_limit_w: settings.site_limit_w,
        trace: TraceKept { mib: settings.trace_mib, days: settings.trace_days },
        files,
    };
    let now = inner.now();
    change(inner, move |write| {
        write.apply_site(Event::SettingsSaved(saved.clone()), now)?;
        Ok(Ok(()))
    })
    .await?;
    inner.settings().await
}
