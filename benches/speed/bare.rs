//! The bare parse: what every ratio is measured against. **Pinned**: a change here makes earlier figures useless.
//!
//! One process, one thread. It finds the files, and reads one after the other whole and gives it to `toml::from_str`
//! with plain owned structs, which hold every field that the generated playbooks have. Nothing is checked beyond what
//! the types say, and each file is dropped before the next is read.

#![expect(dead_code, reason = "the fields are there to be filled")]

use std::collections::HashMap;
use std::fmt;
use std::fs;
use std::marker::PhantomData;
use std::path::Path;

use serde::Deserialize;
use serde::Deserializer;
use serde::de::MapAccess;
use serde::de::Visitor;
use serde::de::value::MapAccessDeserializer;
use toml::value::Datetime;

#[derive(Default, Deserialize)]
#[serde(default)]
struct File {
    component: HashMap<String, Component>,
    flow: HashMap<String, Flow>,
    failure: HashMap<String, Failure>,
    action: HashMap<String, Action>,
}

#[derive(Deserialize)]
struct Failure {
    problem: String,
    risk: String,
    sources: Vec<String>,
    severity: String,
    likelihood: OrTable<Likelihood>,
    detection: String,
    classes: Vec<String>,
    owner: Option<String>,
    status: String,
    reviewed: Datetime,
    preventative: Vec<OrTable<Action>>,
    reactive: Vec<OrTable<Action>>,
    // Not every failure has these.
    detected_by: Option<Vec<String>>,
    flows: Option<Vec<String>>,
    tags: Option<Vec<String>>,
    estimate: Option<HashMap<String, String>>,
}

#[derive(Deserialize)]
struct Likelihood {
    level: String,
    when: String,
    otherwise: String,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Action {
    r#use: Option<String>,
    action: Option<String>,
    owner: Option<String>,
    status: Option<String>,
    due: Option<Datetime>,
    effort: Option<String>,
    takes: Option<String>,
}

#[derive(Deserialize)]
struct Component {
    name: String,
    kind: String,
    owner: String,
    responsibility: String,
    technology: String,
    #[serde(default)]
    depends_on: Vec<OrTable<Dependency>>,
    instances: i64,
    placement: String,
    scaling: Option<HashMap<String, i64>>,
    backup: Option<Backup>,
    sla: Option<String>,
    exit_strategy: Option<String>,
}

#[derive(Deserialize)]
struct Dependency {
    component: String,
    strength: Option<String>,
    fallback: Option<String>,
}

#[derive(Deserialize)]
struct Backup {
    every: String,
    restored: Datetime,
}

#[derive(Deserialize)]
struct Flow {
    name: String,
    kind: String,
    criticality: String,
    start: String,
    end: String,
    components: Vec<String>,
    outcome: String,
    impact: String,
    owner: String,
    rto: String,
    rpo: String,
    slo: HashMap<String, String>,
    health: HashMap<String, String>,
}

/// Words, or a table. (An untagged enum would keep a copy of each value, and so be slower.)
enum OrTable<T> {
    Words(String),
    Table(T),
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for OrTable<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Either(PhantomData))
    }
}

struct Either<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for Either<T> {
    type Value = OrTable<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("words or a table")
    }

    fn visit_str<E>(self, words: &str) -> Result<Self::Value, E> {
        Ok(OrTable::Words(words.to_owned()))
    }

    fn visit_string<E>(self, words: String) -> Result<Self::Value, E> {
        Ok(OrTable::Words(words))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        T::deserialize(MapAccessDeserializer::new(map)).map(OrTable::Table)
    }
}

/// Parses every file below a folder, and says how many failures there are.
pub(crate) fn parse(folder: &Path) -> usize {
    let mut failures = 0;
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        failures += if path.is_dir() {
            parse(&path)
        } else {
            let file: File = toml::from_str(&fs::read_to_string(path).unwrap()).unwrap();
            file.failure.len()
        };
    }
    failures
}
