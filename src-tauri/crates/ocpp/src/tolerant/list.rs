//! Lists that may be a single thing.

use std::fmt;
use std::marker::PhantomData;

use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserialize, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};

/// A list of objects; a single object is a list of one, anything else an empty list.
#[derive(Debug, Clone)]
pub(crate) struct Many<T>(pub Vec<T>);

impl<T> Default for Many<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Many<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut list = Vec::new();
        Collect(&mut list, PhantomData).deserialize(deserializer)?;
        Ok(Self(list))
    }
}

struct Collect<'v, 'de, T>(&'v mut Vec<T>, PhantomData<&'de ()>);

impl<'de, T: Deserialize<'de>> DeserializeSeed<'de> for Collect<'_, 'de, T> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

macro_rules! ignore {
    ($($method:ident: $type:ty),*) => {
        $(fn $method<E>(self, _: $type) -> Result<(), E> { Ok(()) })*
    };
}

impl<'de, T: Deserialize<'de>> Visitor<'de> for Collect<'_, 'de, T> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<(), A::Error> {
        self.0.push(T::deserialize(MapAccessDeserializer::new(map))?);
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        while seq.next_element_seed(Collect(&mut *self.0, PhantomData))?.is_some() {}
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    ignore!(visit_bool: bool, visit_i64: i64, visit_u64: u64, visit_f64: f64, visit_str: &str);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tolerant::Scalar;

    #[derive(Debug, serde::Deserialize)]
    struct Thing<'a> {
        #[serde(borrow, default)]
        a: Scalar<'a>,
    }

    fn values(json: &str) -> Vec<i64> {
        let list: Many<Thing<'_>> = serde_json::from_str(json).unwrap();
        list.0.iter().filter_map(|thing| thing.a.integer()).collect()
    }

    #[test]
    fn one_object_is_a_list_and_what_is_no_object_is_left_out() {
        assert_eq!(values(r#"[{"a":1},{"a":2}]"#), [1, 2]);
        assert_eq!(values(r#"{"a":1,"b":[]}"#), [1]);
        assert_eq!(values(r#"[null,3,"x",{"a":"1"},[{"a":2}]]"#), [1, 2]);
        assert!(values("null").is_empty() && values("\"\"").is_empty());
    }
}
