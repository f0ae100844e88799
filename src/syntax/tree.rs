//! What a text says before anybody knows what it means: tables of keys and values, each with its place. Lists in place of
//! maps: tables are small, each is gone through once, and a map costs more to make than to read.

use std::borrow::Cow;
use std::ops::Deref;
use std::ops::DerefMut;
use std::ops::Range;

use jiff::civil::Date;
use toml::de::DeTable;
use toml::de::DeValue;

use crate::syntax::error::Error;
use crate::syntax::nodes::Node;
use crate::syntax::nodes::Nodes;

/// Something, and where it stands in its block.
#[derive(Clone, Debug)]
pub(crate) struct Spanned<T> {
    value: T,
    start: u32,
    end: u32,
}

impl<T> Spanned<T> {
    pub(crate) fn new(span: Range<usize>, value: T) -> Self {
        // No text that is parsed is so large.
        let byte = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        Self { value, start: byte(span.start), end: byte(span.end) }
    }

    /// What a node says.
    pub(super) fn of(node: &Node, value: T) -> Self {
        Self { value, start: node.start, end: node.end }
    }

    /// Its bytes.
    pub(crate) fn span(&self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    pub(crate) fn get_ref(&self) -> &T {
        &self.value
    }

    pub(crate) fn get_mut(&mut self) -> &mut T {
        &mut self.value
    }

    pub(crate) fn into_inner(self) -> T {
        self.value
    }
}

/// A key and where it stands in its block.
pub(crate) type Key<'i> = Spanned<Cow<'i, str>>;

/// A value and where it stands in its block.
pub(crate) type Value<'i> = Spanned<Tree<'i>>;

/// The keys of a table with their values, in no order. No key is there twice.
#[derive(Clone, Debug, Default)]
pub(crate) struct Table<'i> {
    pairs: Vec<(Key<'i>, Value<'i>)>,
    pub(super) opened: Opened,
}

/// How a table came to be, which tells what may be added to it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Opened {
    /// By a header of its own, or as the whole text.
    #[default]
    Header,
    /// By headers below it.
    Implicit,
    /// By dotted keys.
    Dotted,
    /// In braces.
    Inline,
    /// By dotted keys in braces.
    InlineDotted,
}

impl<'i> Table<'i> {
    pub(super) fn new(opened: Opened, room: usize) -> Self {
        Self { pairs: Vec::with_capacity(room), opened }
    }
}

impl<'i> Deref for Table<'i> {
    type Target = Vec<(Key<'i>, Value<'i>)>;

    fn deref(&self) -> &Self::Target {
        &self.pairs
    }
}

impl DerefMut for Table<'_> {
    fn deref_mut(&mut self) -> &mut Self::Target {
        &mut self.pairs
    }
}

impl<'i> IntoIterator for Table<'i> {
    type Item = (Key<'i>, Value<'i>);
    type IntoIter = std::vec::IntoIter<Self::Item>;

    fn into_iter(self) -> Self::IntoIter {
        self.pairs.into_iter()
    }
}

impl<'t, 'i> IntoIterator for &'t Table<'i> {
    type Item = &'t (Key<'i>, Value<'i>);
    type IntoIter = std::slice::Iter<'t, (Key<'i>, Value<'i>)>;

    fn into_iter(self) -> Self::IntoIter {
        self.pairs.iter()
    }
}

/// A value, and all below it.
#[derive(Clone, Debug)]
pub(crate) enum Tree<'i> {
    String(Cow<'i, str>),
    Integer(Integer<'i>),
    Float(Float<'i>),
    Boolean(bool),
    Date(Date),
    /// Anything else about time, as it would be written.
    Time(String),
    Array(Vec<Value<'i>>),
    Table(Table<'i>),
}

impl<'i> Tree<'i> {
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

    /// An element, where this is a list that has it.
    pub(crate) fn element(&self, at: usize) -> Option<&Value<'i>> {
        match self {
            Self::Array(items) => items.get(at),
            _ => None,
        }
    }

    /// The value of a key, where this is a table that has it.
    pub(crate) fn get(&self, key: &str) -> Option<&Value<'i>> {
        match self {
            Self::Table(table) => {
                table.iter().find(|(name, _)| name.get_ref() == key).map(|(_, value)| value)
            }
            _ => None,
        }
    }
}

/// A whole number as it is written, but for underscores.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Integer<'i>(pub(super) Cow<'i, str>);

impl Integer<'_> {
    /// Its base.
    pub(crate) fn radix(&self) -> u32 {
        match self.0.get(..2) {
            Some("0x") => 16,
            Some("0o") => 8,
            Some("0b") => 2,
            _ => 10,
        }
    }

    /// Its sign and digits.
    pub(crate) fn as_str(&self) -> &str {
        if self.radix() == 10 { &self.0 } else { &self.0[2..] }
    }
}

impl std::fmt::Display for Integer<'_> {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(&self.0)
    }
}

/// Any other number as it is written, but for underscores.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Float<'i>(pub(super) Cow<'i, str>);

impl Float<'_> {
    /// The number.
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

/// A bit by which most keys that are not in a table are told without a look at it.
pub(crate) fn bit(key: &str) -> u64 {
    let ends = [key.bytes().next(), key.bytes().next_back()].map(|byte| u32::from(byte.unwrap_or(0)));
    1 << ((ends[0] * 5 + ends[1] * 3 + key.len() as u32) % 64)
}

/// What was read of a text.
#[derive(Debug)]
pub(crate) struct Read<'t> {
    pub(crate) table: Table<'t>,
    /// The first piece of syntax that TOML 1.0 does not have, and what it is.
    pub(crate) newer: Option<(Range<usize>, &'static str)>,
}

/// Reads a text.
///
/// # Errors
/// It is no TOML.
pub(crate) fn read(text: &str) -> Result<Read<'_>, Error> {
    let nodes = Nodes::sound(text)?;
    Ok(Read { table: nodes.table()?, newer: nodes.newer })
}

/// Reads as much of a text as can be read, with the toml crate; and what is wrong with it first.
pub(crate) fn recovered(text: &str) -> (Value<'_>, Option<Error>) {
    let (table, errors) = DeTable::parse_recoverable(text);
    let span = table.span();
    (Spanned::new(span, Tree::Table(self::table(table.into_inner()))), errors.first().map(Error::from))
}

/// What the toml crate read, as a table.
fn table(read: DeTable<'_>) -> Table<'_> {
    let pairs =
        read.into_iter().map(|(key, value)| (Spanned::new(key.span(), key.into_inner()), self::value(value)));
    Table { pairs: pairs.collect(), opened: Opened::Header }
}

/// The parser bounds how deep values lie in each other, and so how deep this goes.
fn value(read: toml::Spanned<DeValue<'_>>) -> Value<'_> {
    let span = read.span();
    let tree = match read.into_inner() {
        DeValue::String(text) => Tree::String(text),
        DeValue::Integer(number) => Tree::Integer(Integer(number.to_string().into())),
        DeValue::Float(number) => Tree::Float(Float(number.as_str().to_owned().into())),
        DeValue::Boolean(flag) => Tree::Boolean(flag),
        DeValue::Datetime(datetime) => time(&datetime.to_string()),
        DeValue::Array(items) => Tree::Array(items.into_iter().map(value).collect()),
        DeValue::Table(read) => Tree::Table(table(read)),
    };
    Spanned::new(span, tree)
}

/// A date, or anything else about time.
pub(super) fn time(text: &str) -> Tree<'static> {
    let is_date = text.len() == "2026-11-01".len() && text.contains('-');
    text.parse().ok().filter(|_| is_date).map_or_else(|| Tree::Time(text.to_owned()), Tree::Date)
}
