//! Parses one block, or one whole file, into items.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use crate::finding::Finding;
use crate::finding::short;
use crate::model::BoxedEntry;
use crate::model::Entry;
use crate::model::EntryRef;
use crate::model::Id;
use crate::model::Kind;
use crate::model::Mention;
use crate::model::Origin;
use crate::model::Playbook;
use crate::model::Scales;
use crate::model::Shape;
use crate::model::Word;
use crate::model::kinds::ReadEntry;
use crate::model::source::Table;
use crate::model::source::TableSource;
use crate::read::fields::Fields;
use crate::read::reader::About;
use crate::read::reader::Reader;
use crate::read::unknown::unknown_table;
use crate::syntax::tree::Key;
use crate::syntax::tree::Table as Pairs;
use crate::syntax::tree::Tree;
use crate::syntax::tree::Value;

/// What was read: an entry, or what is left of one.
#[derive(Debug)]
pub enum Item {
    /// What a playbook says of itself, and where.
    Playbook(Box<Playbook>, Range<usize>),
    /// An entry.
    Entry(BoxedEntry),
    /// An entry that could not be read.
    Mention(Mention),
}

/// What all blocks of a file share.
pub(crate) struct Source<'a> {
    pub(crate) scales: &'a Scales,
    pub(crate) path: &'a Arc<str>,
    pub(crate) playbook: &'a Arc<str>,
    pub(crate) file: u32,
}

/// What a text gave.
#[derive(Debug, Default)]
pub(crate) struct Yield {
    pub(crate) items: Vec<Item>,
    pub(crate) findings: Vec<Finding>,
}

impl Source<'_> {
    /// Reads all entries of a parsed table whose text begins at `offset`.
    pub(crate) fn entries(&self, mut root: Pairs<'_>, offset: usize, out: &mut Yield) {
        root.sort_by_key(|(key, _)| key.span().start);
        for (key, value) in root {
            let mut reader = Reader::new(self.scales, self.path, offset, About::File);
            let name = key.get_ref().as_ref();
            match Kind::from_word(name) {
                Some(kind) => self.kind(kind, value, offset, out),
                None if name == "playbook" => {
                    let span = reader.bytes(key.span());
                    let playbook = reader.within("playbook", |reader| reader.table_of(value, Shape::Any));
                    out.items.extend(playbook.map(|playbook| Item::Playbook(Box::new(playbook), span)));
                }
                None => unknown_table(&key, &value, &mut reader),
            }
            out.findings.append(&mut reader.findings);
        }
    }

    fn kind(&self, kind: Kind, value: Value<'_>, offset: usize, out: &mut Yield) {
        let Tree::Table(_) = value.get_ref() else {
            let mut reader = Reader::new(self.scales, self.path, offset, About::File);
            let help = format!("write [{kind}.some-id]");
            reader.within(kind.word(), |reader| reader.wrong_type(&value, "a table of entries", Some(&help)));
            out.findings.append(&mut reader.findings);
            return;
        };
        let Tree::Table(mut ids) = value.into_inner() else {
            return;
        };
        ids.sort_by_key(|(key, _)| key.span().start);
        for (key, value) in ids {
            match Id::new(key.get_ref()) {
                Ok(id) => self.entry(kind, id, &key, value, offset, out),
                Err(reason) => {
                    let mut reader = Reader::new(self.scales, self.path, offset, About::File);
                    let message =
                        format!("`{}` cannot be the id of a {kind}: {reason}", short(key.get_ref()));
                    let help = Id::slug(key.get_ref()).map(|slug| format!("write [{kind}.{slug}]"));
                    reader.say("bad-id", key.span(), message, help);
                    out.findings.append(&mut reader.findings);
                }
            }
        }
    }

    fn entry(&self, kind: Kind, id: Id, key: &Key<'_>, value: Value<'_>, offset: usize, out: &mut Yield) {
        let origin = self.origin(offset + key.span().start);
        let mut reader = Reader::new(self.scales, self.path, offset, About::Entry(kind, &id));
        let unread = || Item::Mention(self.mention(EntryRef { kind, id: id.clone() }, origin));
        if matches!(value.get_ref(), Tree::Array(_)) {
            let help = format!("write [{kind}.{id}] in single brackets");
            reader.wrong_type(&value, "a table", Some(&help));
            out.findings.append(&mut reader.findings);
            out.items.push(unread());
            return;
        }
        let read = Unread { source: self, reader: &mut reader, value, id: &id, origin };
        let item = BoxedEntry::read(kind, read).map(Item::Entry);
        out.findings.append(&mut reader.findings);
        out.items.push(item.unwrap_or_else(unread));
    }

    /// A mention of an entry that is not read.
    pub(crate) fn mention(&self, entry: EntryRef, origin: Origin) -> Mention {
        Mention { entry, origin, playbook: Arc::clone(self.playbook) }
    }

    /// A byte of this file. Files are at most 256 MiB, so that it fits.
    pub(crate) fn origin(&self, offset: usize) -> Origin {
        Origin { file: self.file, offset: u32::try_from(offset).unwrap_or(u32::MAX) }
    }
}

/// An entry that is not read yet.
struct Unread<'x, 'a, 'i> {
    source: &'x Source<'x>,
    reader: &'x mut Reader<'a>,
    value: Value<'i>,
    id: &'x Id,
    origin: Origin,
}

impl ReadEntry for Unread<'_, '_, '_> {
    fn read<T: Table>(self) -> Option<Entry<T>> {
        let (data, confidential, allow, extra) = self.reader.table(self.value, |f| {
            let allow = f.table("allow", allow).unwrap_or_default();
            let confidential = f.get("confidential").unwrap_or(false);
            (f.own::<T>(), confidential, allow, f.extra())
        })?;
        let flaws = std::mem::take(&mut self.reader.flaws);
        let (id, playbook) = (self.id.clone(), Arc::clone(self.source.playbook));
        Some(Entry { id, playbook, confidential, allow, extra, origin: self.origin, flaws, data: data? })
    }
}

/// `allow = { rule = "reason" }`.
fn allow(f: &mut Fields<'_, '_, '_>) -> BTreeMap<String, String> {
    let mut allow = BTreeMap::new();
    for (key, value) in f.drain() {
        let span = value.span();
        let rule = key.get_ref().to_string();
        let reason = f.reader.named(&rule, |reader| {
            let reason = reader.read::<String>(value)?;
            if reason.trim().is_empty() {
                reader.bad_value(
                    span,
                    "a reason is missing",
                    Some("say why the rule is silent here".to_owned()),
                );
                return None;
            }
            Some(reason)
        });
        allow.extend(reason.map(|reason| (rule, reason)));
    }
    allow
}
