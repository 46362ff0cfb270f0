//! Payloads made from a JSON schema, and payloads bent as chargers bend them.

use serde_json::{Map, Number, Value, json};

use crate::random::Random;

/// A payload that is valid by the schema, from a bare one to one with every field.
pub fn payload(schema: &Value, random: &mut Random) -> Value {
    // How often an optional field is left out: never, by half, or always.
    let sparse = random.below(3);
    value(schema, schema, "", sparse, random)
}

fn value(schema: &Value, root: &Value, name: &str, sparse: usize, random: &mut Random) -> Value {
    if let Some(reference) = schema["$ref"].as_str() {
        let target =
            root.pointer(reference.trim_start_matches('#')).expect("every reference has its definition");
        return value(target, root, name, sparse, random);
    }
    if let Some(words) = schema["enum"].as_array() {
        return random.pick(words).clone();
    }
    match schema["type"].as_str() {
        Some("object") => object(schema, root, sparse, random),
        Some("array") => {
            let least = schema["minItems"].as_u64().unwrap_or(0);
            let most = schema["maxItems"].as_u64().unwrap_or(least + 3).min(least + 3);
            let count = random.between(i64::try_from(least).unwrap(), i64::try_from(most).unwrap());
            (0..count).map(|_| value(&schema["items"], root, name, sparse, random)).collect()
        }
        Some("string") => string(schema, name, random),
        Some("integer") => integer(schema, random),
        Some("number") => number(schema, random),
        Some("boolean") => json!(random.one_in(2)),
        Some(other) => panic!("{other} is no type"),
        None => random
            .pick(&[json!(null), json!(7), json!("text"), json!([1, {"a": null}]), json!({"b": [true]})])
            .clone(),
    }
}

fn object(schema: &Value, root: &Value, sparse: usize, random: &mut Random) -> Value {
    let required: Vec<&str> =
        schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    let mut map = Map::new();
    for (name, field) in schema["properties"].as_object().into_iter().flatten() {
        let wanted = match sparse {
            0 => true,
            1 => random.one_in(2),
            _ => false,
        };
        if wanted || required.contains(&name.as_str()) {
            map.insert(name.clone(), value(field, root, name, sparse, random));
        }
    }
    // Only the place for vendors' own data is open.
    if schema.get("additionalProperties").is_none() && random.one_in(2) {
        map.insert("com.example".to_owned(), json!({"x": [1, 2.5, "y"]}));
    }
    Value::Object(map)
}

fn string(schema: &Value, name: &str, random: &mut Random) -> Value {
    match schema["format"].as_str() {
        Some("date-time") => return json!(random.pick(TIMES)),
        Some("uri") => return json!("https://example.com/a?b=c"),
        Some(other) => panic!("{other} is no format that we know"),
        None => {}
    }
    // 1.6 has its meter values as text, and they are numbers unless signed.
    if name == "value" && !random.one_in(4) {
        return json!(random.pick(&["0", "1234.5", "-7", "1e3", "0.0001", "230"]));
    }
    let most = usize::try_from(schema["maxLength"].as_u64().unwrap_or(60)).unwrap();
    let length = match random.below(4) {
        0 => 0,
        1 => most,
        _ => random.below(most.min(40) + 1),
    };
    Value::String((0..length).map(|_| *random.pick(LETTERS)).collect())
}

const TIMES: &[&str] = &[
    "2026-11-21T14:05:00Z",
    "2026-11-21T14:05:00.123Z",
    "2026-11-21T14:05:00.123456789Z",
    "2026-02-28T23:59:59+05:30",
    "1970-01-01T00:00:00Z",
    "2038-01-19T03:14:08-11:00",
    "2024-02-29T00:00:00.5+14:00",
];

const LETTERS: &[char] =
    &['a', 'B', '7', ' ', '-', '"', '\\', '/', '\n', '\u{0}', 'ß', '中', '🔌', '\u{7f}', '.'];

fn integer(schema: &Value, random: &mut Random) -> Value {
    #[expect(clippy::cast_possible_truncation, reason = "the schemas' bounds are small whole numbers")]
    let bound = |name: &str, default: i64| schema[name].as_f64().map_or(default, |bound| bound as i64);
    let (low, high) = (bound("minimum", -(1 << 53)), bound("maximum", 1 << 53));
    let edges = [low, high, 0, 1, 2, -1, 65_535, 65_536, i64::from(i32::MAX), i64::from(i32::MIN)];
    let inside: Vec<i64> = edges.into_iter().filter(|edge| (low..=high).contains(edge)).collect();
    json!(if random.one_in(3) { random.between(low, high) } else { *random.pick(&inside) })
}

fn number(schema: &Value, random: &mut Random) -> Value {
    let high = schema["maximum"].as_f64().map_or(100_000, |_| 1);
    let low = schema["minimum"].as_f64().map_or(-high, |_| 0);
    let whole = random.between(low, high - 1);
    if random.one_in(2) {
        return json!(whole);
    }
    let places = if schema["multipleOf"].is_null() { 1 + random.below(5) } else { 1 };
    let digits: String =
        (0..places).map(|_| char::from(b'0' + u8::try_from(random.below(10)).unwrap())).collect();
    format!("{whole}.{digits}").parse::<Number>().map(Value::Number).unwrap()
}

/// The same payload as a careless charger would send it: fields nobody knows, unknown and over-long words, numbers as
/// text and text as numbers, single objects instead of lists. Only the fields named in `keep` stay as they are.
pub fn bent(payload: &Value, keep: &[&str], random: &mut Random) -> Value {
    match payload {
        Value::Object(map) => {
            let mut bent_map = Map::new();
            for (name, field) in map {
                let kept = keep.contains(&name.as_str());
                bent_map.insert(name.clone(), if kept { field.clone() } else { bent(field, keep, random) });
            }
            bent_map.insert("surprise".to_owned(), json!({"deep": [[], {}, null]}));
            Value::Object(bent_map)
        }
        Value::Array(list) if list.len() == 1 && random.one_in(2) => bent(&list[0], keep, random),
        Value::Array(list) => list.iter().map(|item| bent(item, keep, random)).collect(),
        Value::Number(number) if random.one_in(2) => json!(format!(" {number} ")),
        Value::String(text) => match random.below(4) {
            0 => json!("Unheard.Of"),
            1 => json!(format!("{text}{}", "x".repeat(300))),
            2 => json!(17),
            _ => json!(text),
        },
        other => other.clone(),
    }
}
