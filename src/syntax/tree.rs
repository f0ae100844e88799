//! What a text says before anybody knows what it means: keys and values, each with its place. Lists in place of the maps of
//! the toml crate: tables are small, each is gone through once, and a map costs more to make than to read.

use std::borrow::Cow;

use jiff::civil::Date;
use toml::Spanned;
use toml::de::DeFloat;
use toml::de::DeInteger;
use toml::de::DeTable;
use toml::de::DeValue;

/// A key and where it stands in its block.
pub(crate) type Key<'i> = Spanned<Cow<'i, str>>;

/// A value and where it stands in its block.
pub(crate) type Value<'i> = Spanned<Tree<'i>>;

/// The keys of a table with their values, in no order. No key is there twice.
pub(crate) type Table<'i> = Vec<(Key<'i>, Value<'i>)>;

/// A value, and all below it.
#[derive(Clone, Debug)]
pub(crate) enum Tree<'i> {
    String(Cow<'i, str>),
    Integer(DeInteger<'i>),
    Float(DeFloat<'i>),
    Boolean(bool),
    Date(Date),
    /// Anything else about time, as it would be written.
    Time(String),
    Array(Vec<Value<'i>>),
    Table(Table<'i>),
}

impl Tree<'_> {
    /// The text, where it is one.
    pub(crate) fn as_str(&self) -> Option<&str> {
        match self {
            Self::String(text) => Some(text),
            _ => None,
        }
    }

    /// Whether it is a text.
    pub(crate) fn is_str(&self) -> bool {
        self.as_str().is_some()
    }
}

/// A bit by which most keys that are not in a table are told without a look at it.
pub(crate) fn bit(key: &str) -> u64 {
    let ends = [key.bytes().next(), key.bytes().next_back()].map(|byte| u32::from(byte.unwrap_or(0)));
    1 << ((ends[0] * 5 + ends[1] * 3 + key.len() as u32) % 64)
}

/// A table while it is read.
pub(crate) struct Growing<'a> {
    table: Table<'a>,
    /// A bit for each key; two keys rarely share one.
    bits: u64,
}

impl<'a> Growing<'a> {
    /// Tables of more keys are left to the parser, which looks for doubles in a map.
    const MOST: usize = 64;

    pub(crate) fn new(room: usize) -> Self {
        Self { table: Vec::with_capacity(room), bits: 0 }
    }

    /// Adds a key that is not there yet.
    pub(crate) fn insert(&mut self, key: Key<'a>, value: Value<'a>) -> Option<()> {
        let bit = bit(key.get_ref());
        let may_be_there = self.bits & bit != 0;
        if may_be_there && self.table.iter().any(|(other, _)| other.get_ref() == key.get_ref()) {
            return None;
        }
        self.bits |= bit;
        self.table.push((key, value));
        (self.table.len() <= Self::MOST).then_some(())
    }

    pub(crate) fn into_table(self) -> Table<'a> {
        self.table
    }
}

/// What the toml crate read, as a table.
pub(crate) fn table(read: DeTable<'_>) -> Table<'_> {
    read.into_iter().map(|(key, value)| (key, self::value(value))).collect()
}

/// The parser bounds how deep values lie in each other, and so how deep this goes.
fn value(read: Spanned<DeValue<'_>>) -> Value<'_> {
    let span = read.span();
    let tree = match read.into_inner() {
        DeValue::String(text) => Tree::String(text),
        DeValue::Integer(number) => Tree::Integer(number),
        DeValue::Float(number) => Tree::Float(number),
        DeValue::Boolean(flag) => Tree::Boolean(flag),
        DeValue::Datetime(datetime) => {
            let text = datetime.to_string();
            let whole = datetime.time.is_none() && datetime.offset.is_none();
            text.parse().ok().filter(|_| whole).map_or(Tree::Time(text), Tree::Date)
        }
        DeValue::Array(items) => Tree::Array(items.into_iter().map(value).collect()),
        DeValue::Table(read) => Tree::Table(table(read)),
    };
    Spanned::new(span, tree)
}
