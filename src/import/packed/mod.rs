//! The entries of a file in little memory: there may be very many. Each is one text, of which it is made again where it is needed.

mod text;

use std::sync::Arc;

use crate::change::Path;
use crate::import::Base;
use crate::import::Field;
use crate::import::ImportedEntry;
use crate::import::packed::text::Reader;
use crate::import::packed::text::Shared;
use crate::import::packed::text::Writer;
use crate::import::remark::Remark;
use crate::model::Id;
use crate::model::Kind;
use crate::model::Word;
use crate::model::said;

/// The entries that a file wants, in its order.
#[derive(Debug, Default)]
pub struct ImportedEntries {
    all: Vec<PackedEntry>,
    shared: Shared,
    /// How much memory a text takes while it is written.
    buffer: String,
}

type FieldRemark = (Option<usize>, Remark);

/// One of them. Only those among which it stands can read it.
#[derive(Debug, Default)]
pub struct PackedEntry {
    text: Box<str>,
    /// What a person should know of it, each with the number of its field; `None`: of the whole.
    remarks: Box<[FieldRemark]>,
}

/// What is known of an entry without making it again.
pub(super) struct Head<'e> {
    pub(super) kind: Kind,
    pub(super) row: usize,
    pub(super) ours: bool,
    pub(super) has_base: bool,
    pub(super) id: Option<&'e str>,
}

/// A field of an entry that is not made again.
#[derive(Clone, Copy)]
pub(super) struct FieldView<'e> {
    pub(super) path: &'e Path,
    value: Option<Reader<'e>>,
    pub(super) text: &'e str,
}

impl FieldView<'_> {
    /// Whether there is a value that is no number.
    pub(super) fn is_word(&self) -> bool {
        self.value.is_some_and(|value| !value.is_number())
    }
}

impl ImportedEntries {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.all.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// Whether a table that we wrote has one of them.
    pub fn has_ours(&self) -> bool {
        self.heads().any(|head| head.ours)
    }

    /// Whether tables that we wrote have all of them.
    pub fn are_ours(&self) -> bool {
        !self.is_empty() && self.heads().all(|head| head.ours)
    }

    /// Whether one of them says what our own table said when it was written.
    pub fn has_record(&self) -> bool {
        self.heads().any(|head| head.has_base)
    }

    /// Adds an entry.
    pub(super) fn push(&mut self, entry: ImportedEntry) {
        let packed = self.pack(entry);
        self.all.push(packed);
    }

    /// Puts an entry in the place of another one.
    pub(super) fn set(&mut self, at: usize, entry: ImportedEntry) {
        self.all[at] = self.pack(entry);
    }

    /// An entry, made again.
    pub(super) fn get(&self, at: usize) -> ImportedEntry {
        self.unpack(&self.all[at])
    }

    /// Takes an entry as it is kept, of which nothing is known here any more.
    pub(super) fn take(&mut self, at: usize) -> PackedEntry {
        std::mem::take(&mut self.all[at])
    }

    pub(super) fn head(&self, at: usize) -> Head<'_> {
        self.reader(&self.all[at]).head()
    }

    fn heads(&self) -> impl Iterator<Item = Head<'_>> {
        self.all.iter().map(|packed| self.reader(packed).head())
    }

    /// The fields of an entry.
    pub(super) fn fields(&self, at: usize) -> impl Iterator<Item = FieldView<'_>> {
        let mut reader = self.reader(&self.all[at]);
        let number = reader.fields();
        (0..number).map(move |_| reader.field(|_, _| {}))
    }

    /// The text of a field of one key, where it is one.
    pub(super) fn text(&self, at: usize, key: &str) -> Option<&str> {
        self.fields(at).find(|field| field.path.first_key() == Some(key))?.value?.as_text()
    }

    /// How many elements the lists of a key have.
    pub(super) fn elements(&self, key: &str) -> usize {
        let fields = (0..self.len()).flat_map(|at| self.fields(at));
        let lists = fields.filter(|field| field.path.first_key() == Some(key));
        lists.filter_map(|field| field.value?.list_length()).sum()
    }

    /// What is to be written down of an entry, so that a later import tells what the file says anew.
    pub(super) fn said(&self, at: usize) -> String {
        let mut letters = String::with_capacity(said::LETTERS * 16);
        for field in self.fields(at).filter(|field| !field.text.is_empty()) {
            letters.push_str(&said::short(&field.path.to_string(), field.text));
        }
        letters
    }

    fn reader<'e>(&'e self, packed: &'e PackedEntry) -> Reader<'e> {
        Reader { rest: &packed.text, shared: &self.shared }
    }

    fn pack(&mut self, mut entry: ImportedEntry) -> PackedEntry {
        let mut text = std::mem::take(&mut self.buffer);
        text.clear();
        let mut writer = Writer { text, shared: &mut self.shared };
        writer.key(entry.kind.word());
        writer.number(entry.row);
        writer.number(usize::from(entry.ours));
        writer.optional(entry.id.as_ref().map(Id::as_str));
        writer.optional(entry.base.as_ref().map(|base| base.id.as_str()));
        writer.text(entry.base.as_ref().map_or("", |base| &base.letters));
        writer.number(entry.table);
        writer.optional(entry.under.as_deref());
        writer.optional(entry.sheet.as_deref());
        writer.number(entry.computed.len());
        for (path, text) in &entry.computed {
            writer.path(path);
            writer.text(text);
        }
        writer.number(entry.fields.len());
        let mut remarks = Vec::new();
        for (at, field) in entry.fields.iter_mut().enumerate() {
            writer.field(field);
            remarks.extend(field.without_remarks().into_iter().map(|remark| (Some(at), remark)));
        }
        remarks.extend(entry.remarks.into_iter().map(|remark| (None, remark)));
        let packed = PackedEntry { text: writer.text.as_str().into(), remarks: remarks.into() };
        self.buffer = writer.text;
        packed
    }

    /// Makes an entry again.
    pub(super) fn unpack(&self, packed: &PackedEntry) -> ImportedEntry {
        let mut reader = self.reader(packed);
        let head = reader.head();
        let letters = reader.base_letters();
        let base = letters.0.and_then(|id| Some(Base { id: Id::new(id).ok()?, letters: letters.1.into() }));
        let mut entry = ImportedEntry {
            id: head.id.and_then(|id| Id::new(id).ok()),
            ours: head.ours,
            base,
            table: reader.number(),
            under: reader.optional().map(str::to_owned),
            sheet: reader.optional().map(str::to_owned),
            ..ImportedEntry::new(head.kind, head.row)
        };
        let computed = reader.number();
        entry.computed = (0..computed).map(|_| (reader.path().clone(), reader.text().to_owned())).collect();
        let number = reader.number();
        entry.fields.reserve_exact(number);
        for _ in 0..number {
            let mut asides = Vec::new();
            let view = reader.field(|key, text| asides.push((Arc::clone(key), text.map(str::to_owned))));
            let value = view.value.map(|mut value| value.value());
            let mut field = Field::new(view.path.clone(), value, view.text.to_owned());
            asides.into_iter().for_each(|aside| field.add_aside(aside));
            entry.fields.push(field);
        }
        for (at, remark) in &packed.remarks {
            match at {
                Some(at) => entry.fields[*at].remark(remark.clone()),
                None => entry.remarks.push(remark.clone()),
            }
        }
        entry
    }
}

impl Writer<'_> {
    fn field(&mut self, field: &Field) {
        self.path(&field.path);
        // The length of the value comes first, so that it can be passed over.
        let before = std::mem::take(&mut self.text);
        field.value.iter().for_each(|value| self.value(value));
        let value = std::mem::replace(&mut self.text, before);
        self.text(&value);
        // Mostly the value is the text.
        let is_same = field.value.as_ref().and_then(|value| value.as_str()) == Some(&field.text);
        self.optional((!is_same).then_some(&field.text));
        self.number(field.asides().len());
        for (key, text) in field.asides() {
            self.key(key);
            self.optional(text.as_deref());
        }
    }
}

impl<'e> Reader<'e> {
    /// Reads what stands first, up to the record.
    fn head(&mut self) -> Head<'e> {
        let kind = Kind::from_word(self.key()).unwrap_or(Kind::Failure);
        let (row, ours, id) = (self.number(), self.number() > 0, self.optional());
        Head { kind, row, ours, has_base: self.clone().optional().is_some(), id }
    }

    fn base_letters(&mut self) -> (Option<&'e str>, &'e str) {
        (self.optional(), self.text())
    }

    /// Passes over all that stands before the fields, and returns their number.
    fn fields(&mut self) -> usize {
        self.head();
        self.base_letters();
        let (_, _, _) = (self.number(), self.optional(), self.optional());
        for _ in 0..self.number() {
            let (_, _) = (self.path(), self.text());
        }
        self.number()
    }

    /// Reads a field, and tells what it has no room for.
    fn field(&mut self, mut aside: impl FnMut(&Arc<str>, Option<&str>)) -> FieldView<'e> {
        let path = self.path();
        let value = self.text();
        let value = (!value.is_empty()).then_some(Reader { rest: value, shared: self.shared });
        let text = self.optional().or_else(|| value?.as_text()).unwrap_or_default();
        for _ in 0..self.number() {
            let (key, text) = (self.key(), self.optional());
            aside(key, text);
        }
        FieldView { path, value, text }
    }
}
