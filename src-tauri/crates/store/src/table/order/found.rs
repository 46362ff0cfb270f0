//! What a station's answer told, as JSON.

use domain::order::{Finding, Setting};
use domain::secret;
use serde_json::{Value, json};

use super::body;

/// A finding as stored.
pub fn write(finding: &Finding) -> Value {
    match finding {
        Finding::Settings { known, unknown } => {
            let known: Vec<Value> = known.iter().map(setting_json).collect();
            json!({ "settings": known, "unknown": unknown })
        }
        Finding::ListVersion(version) => json!({ "listVersion": version }),
        Finding::Schedule(schedule) => json!({ "schedule": schedule.as_ref().map(body::schedule_json) }),
        Finding::Certificates(list) => {
            json!({ "certificates": list.iter().map(body::certificate).collect::<Vec<_>>() })
        }
        Finding::File(name) => json!({ "file": name }),
        Finding::Data(data) => json!({ "data": secret::text(data) }),
    }
}

/// A setting, for orders and for snapshots.
pub fn setting_json(setting: &Setting) -> Value {
    let value = setting.value.as_deref().map(|value| secret::value(&setting.key, value));
    json!([setting.key, value, setting.read_only])
}

/// A stored finding; `None` for what this version does not know.
pub fn read(value: &Value) -> Option<Finding> {
    let object = value.as_object()?;
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let (name, value) = object.iter().find(|(name, _)| *name != "unknown")?;
    Some(match name.as_str() {
        "settings" => Finding::Settings {
            known: value.as_array()?.iter().filter_map(setting).collect(),
            unknown: object.get("unknown")?.as_array()?.iter().filter_map(text).collect(),
        },
        "listVersion" => Finding::ListVersion(value.as_i64()?),
        "schedule" => Finding::Schedule(body::read_schedule(value)),
        "certificates" => {
            Finding::Certificates(value.as_array()?.iter().filter_map(body::read_certificate).collect())
        }
        "file" => Finding::File(text(value)),
        "data" => Finding::Data(text(value)?),
        _ => return None,
    })
}

/// A setting as `[key, value, readOnly]`.
pub fn setting(value: &Value) -> Option<Setting> {
    Some(Setting {
        key: value[0].as_str()?.to_owned(),
        value: value[1].as_str().map(str::to_owned),
        read_only: value[2].as_bool().unwrap_or_default(),
    })
}
