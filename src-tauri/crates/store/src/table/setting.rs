//! The site's settings, one row a key.

use domain::world::{FilePorts, Policy, Settings, TraceKept};
use rusqlite::{Connection, params};

use crate::error::Error;

/// Reads the settings; a missing key has its default.
pub fn load(db: &Connection) -> Result<Settings, Error> {
    let mut settings = Settings {
        site_name: "My site".to_owned(),
        zone: String::new(),
        locale: String::new(),
        policy: Policy::default(),
        site_limit_w: None,
        trace: TraceKept::default(),
        files: FilePorts::default(),
    };
    let mut rows = db.prepare_cached("SELECT key, value FROM setting")?;
    let rows = rows.query_map([], |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?)))?;
    for row in rows {
        let (key, value) = row?;
        match key.as_str() {
            "site_name" => settings.site_name = value,
            "zone" => settings.zone = value,
            "locale" => settings.locale = value,
            "accept_unknown" => settings.policy.accept_unknown = value == "1",
            "one_session_per_token" => settings.policy.one_session_per_token = value == "1",
            "ask_unknown" => settings.policy.ask_unknown = value == "1",
            "free_charging" => settings.policy.free_charging = value == "1",
            "site_limit_w" => settings.site_limit_w = value.parse().ok(),
            "trace_mib" => settings.trace.mib = value.parse().unwrap_or(settings.trace.mib),
            "trace_days" => settings.trace.days = value.parse().unwrap_or(settings.trace.days),
            "files_http" => settings.files.http = value.parse().unwrap_or(settings.files.http),
            "files_ftp" => settings.files.ftp = value.parse().unwrap_or(settings.files.ftp),
            _ => {}
        }
    }
    Ok(settings)
}

/// Writes all settings.
pub fn save(db: &Connection, settings: &Settings) -> Result<(), Error> {
    let flag = |on: bool| if on { "1" } else { "0" }.to_owned();
    let rows = [
        ("site_name", settings.site_name.clone()),
        ("zone", settings.zone.clone()),
        ("locale", settings.locale.clone()),
        ("accept_unknown", flag(settings.policy.accept_unknown)),
        ("free_charging", flag(settings.policy.free_charging)),
        ("ask_unknown", flag(settings.policy.ask_unknown)),
        ("one_session_per_token", flag(settings.policy.one_session_per_token)),
        ("site_limit_w", settings.site_limit_w.map(|w| w.to_string()).unwrap_or_default()),
        ("trace_mib", settings.trace.mib.to_string()),
        ("trace_days", settings.trace.days.to_string()),
        ("files_http", settings.files.http.to_string()),
        ("files_ftp", settings.files.ftp.to_string()),
    ];
    let mut insert = db.prepare_cached("INSERT OR REPLACE INTO setting (key, value) VALUES (?1, ?2)")?;
    for (key, value) in rows {
        insert.execute(params![key, value])?;
    }
    Ok(())
}
