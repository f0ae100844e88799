//! Makes tables of nodes, by the rules that TOML has for keys and headers. What is wrong is found where, and in the order in
//! which, the toml crate finds it.

use std::borrow::Cow;
use std::collections::HashMap;

use toml_parser::ParseError;
use toml_parser::Span;

use crate::syntax::error::Error;
use crate::syntax::nodes::Form;
use crate::syntax::nodes::Nodes;
use crate::syntax::tree::Key;
use crate::syntax::tree::Opened;
use crate::syntax::tree::Spanned;
use crate::syntax::tree::Table;
use crate::syntax::tree::Tree;
use crate::syntax::tree::Value;
use crate::syntax::tree::bit;

/// Nodes on their way to a table.
pub(super) struct Lowering<'n, 't> {
    pub(super) nodes: &'n Nodes<'t>,
    /// What is wrong; nothing else is looked at then.
    pub(super) error: Option<ParseError>,
    large: Large,
}

impl<'t> Nodes<'t> {
    /// The table of the whole text.
    ///
    /// # Errors
    /// What is wrong with it first.
    pub(crate) fn table(&self) -> Result<Table<'t>, Error> {
        let mut lowering = Lowering { nodes: self, error: None, large: Large::default() };
        let mut root = Table::new(Opened::Header, 2);
        match lowering.sections(&mut root) {
            Some(()) => Ok(root),
            None => Err(lowering.error.unwrap_or_else(|| ParseError::new("invalid document")).into()),
        }
    }
}

impl<'t> Lowering<'_, 't> {
    fn sections(&mut self, root: &mut Table<'t>) -> Option<()> {
        let nodes = &self.nodes.nodes;
        let mut at = self.pairs(0, root)?;
        while let Some(header) = nodes.get(at) {
            let ((way, key), _) = self.keys(at + 1)?;
            let next = header.next as usize;
            let new = Table::new(Opened::Header, self.count_pairs(next));
            let table = match header.form {
                Form::Header => self.open(root, &way, key, Spanned::new(header.span(), new))?,
                _ => match self.element(root, &way, key, Spanned::new(header.span(), new)) {
                    Some(table) => table,
                    // What is wrong with an element shows once it is complete.
                    None => {
                        let error = self.error.take();
                        self.pairs(next, &mut Table::default())?;
                        self.error = error;
                        return None;
                    }
                },
            };
            at = self.pairs(next, table)?;
        }
        Some(())
    }

    /// How many pairs stand from a node on, up to a header.
    fn count_pairs(&self, mut at: usize) -> usize {
        let mut count = 0;
        while let Some(pair) = self.nodes.nodes.get(at).filter(|node| node.form == Form::Pair) {
            (at, count) = (pair.next as usize, count + 1);
        }
        count
    }

    /// The table that a header opens.
    fn open<'a>(
        &mut self,
        root: &'a mut Table<'t>,
        way: &[Key<'t>],
        key: Key<'t>,
        new: Spanned<Table<'t>>,
    ) -> Option<&'a mut Table<'t>> {
        let parent = self.descend(root, way, false)?;
        let at = match self.large.find(parent, &key) {
            None => {
                parent.push((key, Spanned::new(new.span(), Tree::Table(new.into_inner()))));
                parent.len() - 1
            }
            Some(at) => {
                let (old, value) = &mut parent[at];
                match value.get_mut() {
                    Tree::Table(table) if table.opened == Opened::Implicit => {
                        table.opened = Opened::Header;
                        let table = Tree::Table(std::mem::take(table));
                        (*old, *value) = (key, Spanned::new(new.span(), table));
                    }
                    _ => return self.double(&key),
                }
                at
            }
        };
        as_table(&mut parent[at].1)
    }

    /// The table that a header adds to an array.
    fn element<'a>(
        &mut self,
        root: &'a mut Table<'t>,
        way: &[Key<'t>],
        key: Key<'t>,
        new: Spanned<Table<'t>>,
    ) -> Option<&'a mut Table<'t>> {
        let parent = self.descend(root, way, false)?;
        let at = match self.large.find(parent, &key) {
            None => {
                parent.push((key, Spanned::new(new.span(), Tree::Array(Vec::new()))));
                parent.len() - 1
            }
            Some(at) if matches!(parent[at].1.get_ref(), Tree::Array(items) if is_of_tables(items)) => at,
            Some(_) => return self.double(&key),
        };
        let Tree::Array(items) = parent[at].1.get_mut() else { return None };
        items.push(Spanned::new(new.span(), Tree::Table(new.into_inner())));
        items.last_mut().and_then(as_table)
    }

    /// The pairs from a node on, up to a header. The number of that.
    fn pairs(&mut self, mut at: usize, table: &mut Table<'t>) -> Option<usize> {
        let mut written = table.iter().fold(0, |bits, (key, _)| bits | bit(key.get_ref()));
        while let Some(pair) = self.nodes.nodes.get(at).filter(|node| node.form == Form::Pair) {
            let ((way, key), behind) = self.keys(at + 1)?;
            let value = self.value(behind)?;
            at = pair.next as usize;
            let bit = bit(way.first().unwrap_or(&key).get_ref());
            let is_new = written & bit == 0;
            written |= bit;
            if way.is_empty() && is_new {
                table.push((key, value));
                continue;
            }
            let parent = self.descend(table, &way, !way.is_empty())?;
            if !way.is_empty() && parent.opened != Opened::Dotted {
                return self.double(&key);
            }
            self.insert(parent, key, value)?;
        }
        Some(at)
    }

    /// A pair in braces.
    pub(super) fn inline_pair(&mut self, pair: usize, table: &mut Table<'t>) -> Option<()> {
        let ((way, key), behind) = self.keys(pair + 1)?;
        let value = self.value(behind)?;
        let parent = self.descend_inline(table, &way)?;
        self.insert(parent, key, value)
    }

    fn insert(&mut self, table: &mut Table<'t>, key: Key<'t>, value: Value<'t>) -> Option<()> {
        if self.large.find(table, &key).is_some() {
            return self.double(&key);
        }
        table.push((key, value));
        Some(())
    }

    /// The table that a way leads to from another, made where it is missing.
    fn descend<'a>(
        &mut self,
        mut table: &'a mut Table<'t>,
        way: &[Key<'t>],
        dotted: bool,
    ) -> Option<&'a mut Table<'t>> {
        let new = if dotted { Opened::Dotted } else { Opened::Implicit };
        for key in way {
            let at = self.step(table, key, new);
            let value = &mut table[at].1;
            match value.get_ref() {
                Tree::Table(_) => {}
                Tree::Array(items) if is_of_tables(items) => {}
                other => return self.cannot_extend(other, key),
            }
            table = match value.get_mut() {
                Tree::Table(table) => {
                    match table.opened {
                        Opened::Inline | Opened::InlineDotted => {
                            let message = "cannot extend value of type inline table with a dotted key";
                            return self.report_at(key, message);
                        }
                        Opened::Implicit if dotted => table.opened = Opened::Dotted,
                        Opened::Header if dotted => return self.double(key),
                        _ => {}
                    }
                    table
                }
                Tree::Array(items) => items.last_mut().and_then(as_table)?,
                _ => return None,
            };
        }
        Some(table)
    }

    /// The same in braces.
    fn descend_inline<'a>(
        &mut self,
        mut table: &'a mut Table<'t>,
        way: &[Key<'t>],
    ) -> Option<&'a mut Table<'t>> {
        for key in way {
            let at = self.step(table, key, Opened::InlineDotted);
            let value = &mut table[at].1;
            if !matches!(value.get_ref(), Tree::Table(_)) {
                return self.cannot_extend(value.get_ref(), key);
            }
            table = match value.get_mut() {
                Tree::Table(table) if table.opened == Opened::InlineDotted => table,
                _ => return self.double(key),
            };
        }
        Some(table)
    }

    /// Where a key of a way is in its table, with a new table where it is not.
    fn step(&mut self, table: &mut Table<'t>, key: &Key<'t>, new: Opened) -> usize {
        self.large.find(table, key).unwrap_or_else(|| {
            table.push((key.clone(), Spanned::new(key.span(), Tree::Table(Table::new(new, 1)))));
            table.len() - 1
        })
    }

    fn cannot_extend<T>(&mut self, value: &Tree<'t>, key: &Key<'t>) -> Option<T> {
        let what = match value {
            Tree::String(_) => "string",
            Tree::Integer(_) => "integer",
            Tree::Float(_) => "float",
            Tree::Boolean(_) => "boolean",
            Tree::Date(_) | Tree::Time(_) => "datetime",
            Tree::Array(_) => "array",
            Tree::Table(_) => "table",
        };
        self.report_at(key, format!("cannot extend value of type {what} with a dotted key"))
    }

    fn double<T>(&mut self, key: &Key<'t>) -> Option<T> {
        self.report_at(key, "duplicate key")
    }

    fn report_at<T>(&mut self, key: &Key<'t>, message: impl Into<Cow<'static, str>>) -> Option<T> {
        let span = Span::new_unchecked(key.span().start, key.span().end);
        self.report(ParseError::new(message).with_unexpected(span))
    }

    pub(super) fn report<T>(&mut self, error: ParseError) -> Option<T> {
        self.error.get_or_insert(error);
        None
    }
}

fn as_table<'a, 't>(value: &'a mut Value<'t>) -> Option<&'a mut Table<'t>> {
    match value.get_mut() {
        Tree::Table(table) => Some(table),
        _ => None,
    }
}

/// Whether a list is spread over headers. Such a list has elements.
fn is_of_tables(items: &[Value<'_>]) -> bool {
    matches!(items.first().map(Value::get_ref), Some(Tree::Table(table)) if table.opened == Opened::Header)
}

/// Where the keys of large tables are. Of a small one each key is looked at.
#[derive(Default)]
struct Large {
    /// By where the first key of a table stands: a table has keys of its own.
    tables: HashMap<u32, HashMap<String, usize>>,
}

impl Large {
    const SMALL: usize = 64;

    /// Where a key is in a table.
    fn find(&mut self, table: &Table<'_>, key: &Key<'_>) -> Option<usize> {
        let wanted = key.get_ref();
        if table.len() <= Self::SMALL {
            return table.iter().position(|(other, _)| other.get_ref() == wanted);
        }
        let index = self.tables.entry(table[0].0.span().start as u32).or_default();
        for (at, (key, _)) in table.iter().enumerate().skip(index.len()) {
            index.insert(key.get_ref().to_string(), at);
        }
        index.get(wanted.as_ref()).copied()
    }
}
