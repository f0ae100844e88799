//! Values as JSON writes them.

use std::collections::HashSet;
use std::fmt;

use serde::Deserialize;
use serde::Deserializer;
use serde::de::Error;
use serde::de::MapAccess;
use serde::de::SeqAccess;
use serde::de::Visitor;

use crate::change::Value;
use crate::finding::short;

impl Value {
    /// The value that a JSON text means.
    ///
    /// # Errors
    /// It is not JSON, a key appears twice in an object, or it holds `null`, which TOML does not have: the reason, with line and
    /// column.
    pub fn json(text: &str) -> Result<Self, String> {
        match serde_json::from_str::<Json>(text) {
            Ok(Json(value)) => Ok(value),
            Err(reason) if reason.is_data() => Err(reason.to_string()),
            Err(reason) => Err(format!("this is not JSON: {reason}")),
        }
    }
}

/// A value on its way out of JSON. The usual maps keep the last of two equal keys and lose the other.
struct Json(Value);

impl<'de> Deserialize<'de> for Json {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Values).map(Self)
    }
}

struct Values;

impl<'de> Visitor<'de> for Values {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        Err(E::custom("`null` means nothing here (leave the field out)"))
    }

    fn visit_bool<E: Error>(self, flag: bool) -> Result<Value, E> {
        Ok(Value::Boolean(flag))
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Value, E> {
        Ok(Value::Number(number.to_string()))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Value, E> {
        Ok(Value::Number(number.to_string()))
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<Value, E> {
        let number = serde_json::Number::from_f64(number).ok_or_else(|| E::custom("this is not a number"))?;
        Ok(Value::Number(number.to_string()))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Value, E> {
        Ok(Value::text(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        while let Some(Json(item)) = items.next_element()? {
            list.push(item);
        }
        Ok(Value::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut pairs: A) -> Result<Value, A::Error> {
        let (mut table, mut seen) = (Vec::new(), HashSet::new());
        while let Some(key) = pairs.next_key::<String>()? {
            if !seen.insert(key.clone()) {
                return Err(A::Error::custom(format!("the key `{}` appears twice", short(&key))));
            }
            let Json(value) = pairs.next_value()?;
            table.push((key, value));
        }
        Ok(Value::Table(table))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_means_the_value_of_the_same_toml() {
        let json = r#"{"b": [1, -2, 2.5, 1e3, true, "tA"], "a": {}, "c": {"d": [[]]}}"#;
        let toml = "b = [1, -2, 2.5, 1000.0, true, \"tA\"]\na = {}\nc = { d = [[]] }\n";
        assert_eq!(Value::json(json).unwrap(), Value::document(toml).unwrap());
    }

    #[test]
    fn a_key_that_appears_twice_is_refused_wherever_it_is() {
        for (json, key) in [
            (r#"{"a": 1, "a": 1}"#, "a"),
            (r#"{"a": 1, "\u0061": 2}"#, "a"),
            (r#"[{"x": {"y": [{"z": 1, "": 2, "z": 3}]}}]"#, "z"),
            (r#"{"failure": {"a": {}, "a": {}}}"#, "a"),
        ] {
            let reason = Value::json(json).unwrap_err();
            assert!(reason.starts_with(&format!("the key `{key}` appears twice at line 1")), "{reason}");
        }
        assert!(Value::json(r#"[{"a": 1}, {"a": 1}, {"b": {"a": 1}}]"#).is_ok());
        assert!(Value::json(r#"{"a": null}"#).unwrap_err().starts_with("`null` means nothing here"));
        assert!(Value::json(&"[".repeat(100_000)).is_err());
    }
}
