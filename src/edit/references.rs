//! Where a text defines entries, and where it names them.

use std::ops::Range;

use memchr::memchr;
use memchr::memmem;

use crate::change::Path;
use crate::change::Step;
use crate::change::names;
use crate::change::shape;
use crate::edit::emit::quoted;
use crate::edit::splice::Splice;
use crate::edit::splice::splice;
use crate::model::EntryRef;
use crate::model::Id;
use crate::model::Kind;
use crate::model::Shape;
use crate::model::Word;
use crate::syntax::decode::text as said;
use crate::syntax::outline::Form;
use crate::syntax::outline::Node;
use crate::syntax::outline::Statement;
use crate::syntax::outline::What;
use crate::syntax::outline::outline;

/// A place where an entry names another.
#[derive(Debug)]
pub(crate) struct Reference {
    /// The entry that names.
    pub(crate) entry: EntryRef,
    pub(crate) field: Path,
    /// What may be named there.
    pub(crate) kinds: &'static [Kind],
    span: Range<usize>,
}

/// An id that an entry names.
#[derive(Debug)]
pub struct Named {
    /// Where in the entry it stands.
    pub field: Path,
    /// What it may be.
    pub kinds: &'static [Kind],
    /// The id.
    pub id: Id,
    /// Whether words may stand there as well.
    pub or_words: bool,
}

/// The ids that an entry names.
pub(crate) fn named(text: &str, by: &EntryRef) -> Vec<Named> {
    let mut found = Vec::new();
    each(text, |entry, field, kinds, node| {
        let raw = &text[node.span.clone()];
        let id = said(raw).and_then(|id| Id::new(&id).ok());
        if let Some(id) = id.filter(|_| entry == *by) {
            let or_words = matches!(shape(entry.kind, field), Some(Shape::Reference(_)));
            found.push(Named { field: field.to_vec().into(), kinds, id, or_words });
        }
    });
    found
}

/// Where a text may name an id, in no order; almost no text does, and those need no closer look.
pub(crate) fn hints<'t>(text: &'t str, id: &'t str) -> impl Iterator<Item = usize> + 't {
    // To look for four texts takes longer than to see that there is nothing to find them in.
    let escapes: &[&str] =
        if memchr(b'\\', text.as_bytes()).is_some() { &["\\u", "\\U", "\\x"] } else { &[] };
    let id = (id.len() <= text.len()).then_some(id);
    let sought = id.into_iter().chain(escapes.iter().copied());
    sought.flat_map(|what| memmem::find_iter(text.as_bytes(), what.as_bytes()))
}

/// Every place in a text that names an entry.
pub(crate) fn find(text: &str, target: &EntryRef) -> Vec<Reference> {
    let mut found = Vec::new();
    if hints(text, target.id.as_str()).next().is_none() {
        return found;
    }
    each(text, |entry, field, kinds, node| {
        if kinds.contains(&target.kind) && says(&text[node.span.clone()], target.id.as_str()) {
            found.push(Reference { entry, field: field.to_vec().into(), kinds, span: node.span.clone() });
        }
    });
    found
}

/// The fields whose texts hold an id without naming an entry by it.
pub(crate) fn spoken(text: &str, id: &Id) -> Vec<(EntryRef, Path)> {
    let mut found = Vec::new();
    if hints(text, id.as_str()).next().is_none() {
        return found;
    }
    each_value(text, |entry, field, node| {
        let holds = || said(&text[node.span.clone()]).is_some_and(|text| is_spoken(&text, id.as_str()));
        if names(entry.kind, field).is_empty() && holds() {
            found.push((entry, field.to_vec().into()));
        }
    });
    found
}

/// Whether a text speaks of an id: it is the id, or holds it as a word. An id that could be an ordinary word says too little in
/// a sentence.
fn is_spoken(text: &str, id: &str) -> bool {
    if text == id {
        return true;
    }
    let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    let is_word = |at: usize| {
        let (before, after) = (&text.as_bytes()[..at], &text.as_bytes()[at + id.len()..]);
        !before.last().is_some_and(is_part) && !after.first().is_some_and(is_part)
    };
    let is_ordinary = id.bytes().all(|byte| byte.is_ascii_lowercase());
    !is_ordinary && memmem::find_iter(text.as_bytes(), id).any(is_word)
}

/// Shows every value that may name an entry: who names, in which field, and which kinds may be named there.
fn each(text: &str, mut see: impl FnMut(EntryRef, &[Step], &'static [Kind], &Node)) {
    each_value(text, |entry, field, node| {
        let kinds = names(entry.kind, field);
        if !kinds.is_empty() {
            see(entry, field, kinds, node);
        }
    });
}

/// Shows every value of an entry that is neither a list nor a table, with its field.
fn each_value(text: &str, mut see: impl FnMut(EntryRef, &[Step], &Node)) {
    for statement in outline(text) {
        if let What::Pair(node) = &statement.what {
            leaves(node, &statement.path, &mut |path, node| {
                let [Step::Key(kind), Step::Key(id), field @ ..] = path else { return };
                if let (Some(kind), Ok(id)) = (Kind::from_word(kind), Id::new(id)) {
                    see(EntryRef { kind, id }, field, node);
                }
            });
        }
    }
}

fn leaves(node: &Node, path: &[Step], see: &mut impl FnMut(&[Step], &Node)) {
    match &node.form {
        Form::Scalar => see(path, node),
        Form::List(items) => {
            for (index, item) in items.iter().enumerate() {
                leaves(item, &[path, &[Step::Index(index)]].concat(), see);
            }
        }
        Form::Table(pairs) => {
            for pair in pairs {
                leaves(&pair.node, &[path, &pair.path].concat(), see);
            }
        }
    }
}

fn says(raw: &str, id: &str) -> bool {
    is_plain(raw, id) || said(raw).is_some_and(|text| text == id)
}

/// Whether a text stands in single quotes of either kind, without escapes.
fn is_plain(raw: &str, id: &str) -> bool {
    raw.len() == id.len() + 2 && raw.starts_with(['"', '\'']) && raw[1..].starts_with(id)
}

/// The text, its references to one entry naming another id. Quotes stay as they are.
pub(crate) fn renamed(text: &str, references: &[Reference], id: &Id) -> String {
    let splices = references.iter().map(|reference| {
        let span = reference.span.clone();
        let raw = &text[span.clone()];
        match said(raw).map(|text| text.len()) {
            Some(length) if raw.len() == length + 2 => {
                Splice { range: span.start + 1..span.end - 1, text: id.to_string() }
            }
            _ => Splice { range: span, text: quoted(id.as_str()) },
        }
    });
    splice(text, splices)
}

/// The text, an entry that it defines bearing another id.
pub(crate) fn rename(text: &str, entry: &EntryRef, id: &Id) -> String {
    let mut splices = Vec::new();
    definitions(text, |defined, key| {
        if defined == *entry {
            splices.push(Splice { range: key, text: id.to_string() });
        }
    });
    splice(text, splices)
}

/// The entries that a text defines, each once.
pub(crate) fn entries(text: &str) -> Vec<EntryRef> {
    let mut entries: Vec<EntryRef> = Vec::new();
    let mut seen = std::collections::HashSet::new();
    definitions(text, |entry, _| {
        if seen.insert(entry.clone()) {
            entries.push(entry);
        }
    });
    entries
}

/// Where a text first defines an entry.
pub(crate) fn place(text: &str, entry: &EntryRef) -> Option<usize> {
    let mut place = None;
    definitions(text, |defined, key| {
        if defined == *entry {
            place = place.or(Some(key.start));
        }
    });
    place
}

/// Shows every key that is the id of an entry: in headers, in dotted keys, and in tables of a whole kind.
fn definitions(text: &str, mut see: impl FnMut(EntryRef, Range<usize>)) {
    let entry = |kind: &Step, id: &Step| match (kind, id) {
        (Step::Key(kind), Step::Key(id)) => {
            Some(EntryRef { kind: Kind::from_word(kind)?, id: Id::new(id).ok()? })
        }
        _ => None,
    };
    for Statement { path, above, keys, what, .. } in &outline(text) {
        match (path.as_slice(), what) {
            ([kind, id, ..], _) if *above < 2 => {
                if let (Some(entry), Some(key)) = (entry(kind, id), keys.get(1 - above)) {
                    see(entry, key.clone());
                }
            }
            ([kind], What::Pair(Node { form: Form::Table(pairs), .. })) => {
                for pair in pairs {
                    if let (Some(entry), Some(key)) = (entry(kind, &pair.path[0]), pair.keys.first()) {
                        see(entry, key.clone());
                    }
                }
            }
            _ => {}
        }
    }
}
