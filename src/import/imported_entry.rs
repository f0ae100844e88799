//! What a foreign file wants an entry to say.

use std::sync::Arc;

use crate::change::Edit;
use crate::change::Path;
use crate::change::Value;
use crate::import::remark::Remark;
use crate::model::Id;
use crate::model::Kind;
use crate::model::said;

/// An entry as a foreign file wants it: one row of a table, or one entity of a catalogue.
#[derive(Clone, Debug, PartialEq)]
pub struct ImportedEntry {
    /// What it is.
    pub kind: Kind,
    /// The id that it asks for.
    pub id: Option<Id>,
    /// Its line, or its row in a workbook, from 1.
    pub row: usize,
    /// The heading or the sheet that it stands under.
    pub under: Option<String>,
    /// Whether the table is one that we wrote: then an empty cell says that there is to be nothing.
    pub ours: bool,
    /// What it says, in the order of the file.
    pub fields: Vec<Field>,
    /// What stands in columns that faultbook computes: each with the field and the text.
    pub computed: Vec<(Path, String)>,
    /// What our own table said of it when it was written.
    pub base: Option<Base>,
    /// The sheet of a workbook that it stands on.
    pub sheet: Option<String>,
    /// The line of the headings that it stands below.
    pub(super) table: usize,
    /// What a person should know of the row as a whole.
    pub(super) remarks: Vec<Remark>,
}

/// What a row of our own table said when it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Base {
    /// The failure.
    pub id: Id,
    /// What its cells said, in short: [`said::Name::record`].
    pub letters: Box<str>,
}

/// One field of an imported entry.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// Where it belongs in the entry.
    pub path: Path,
    /// What it is to be; `None`: the file says nothing that could stand there.
    pub value: Option<Value>,
    /// What stood in the file. By it a later import tells whether the file changed.
    pub text: String,
    /// What few fields have, of which there may be very many.
    beside: Option<Box<Beside>>,
}

/// A key of the user's own for what a field has no room for; `None`: there is nothing for it.
pub(super) type Aside = (Arc<str>, Option<String>);

#[derive(Clone, Debug, Default, PartialEq)]
struct Beside {
    asides: Vec<Aside>,
    remarks: Vec<Remark>,
}

impl Field {
    /// A field that takes all that stood in the file.
    pub fn new(path: Path, value: Option<Value>, text: String) -> Self {
        Self { path, value, text, beside: None }
    }

    /// Keys of the user's own for what the field has no room for.
    pub fn asides(&self) -> &[Aside] {
        self.beside.as_deref().map_or(&[], |beside| &beside.asides)
    }

    /// What a person should know of it.
    pub(super) fn remarks(&self) -> &[Remark] {
        self.beside.as_deref().map_or(&[], |beside| &beside.remarks)
    }

    /// Takes away what a person should know of it.
    pub(super) fn without_remarks(&mut self) -> Vec<Remark> {
        self.beside.as_deref_mut().map(|beside| std::mem::take(&mut beside.remarks)).unwrap_or_default()
    }

    /// Adds a key of the user's own.
    pub(super) fn add_aside(&mut self, aside: Aside) {
        let asides = &mut self.beside.get_or_insert_default().asides;
        // Mostly there is one.
        asides.reserve_exact(1);
        asides.push(aside);
    }

    /// Adds what a person should know of it.
    pub(super) fn remark(&mut self, remark: Remark) {
        self.beside.get_or_insert_default().remarks.push(remark);
    }

    /// Takes over what another field has beside its value.
    pub(super) fn take_beside(&mut self, other: &mut Self) {
        self.take_remarks(other);
        let asides = other.beside.as_deref_mut().map(|beside| std::mem::take(&mut beside.asides));
        asides.into_iter().flatten().for_each(|aside| self.add_aside(aside));
    }

    /// Takes over what a person should know of another field.
    pub(super) fn take_remarks(&mut self, other: &mut Self) {
        other.without_remarks().into_iter().for_each(|remark| self.remark(remark));
    }

    /// What it says, in short.
    pub fn said(&self) -> String {
        said::short(&self.path.to_string(), &self.text)
    }
}

impl Base {
    /// The record that an export writes: the id and the letters, with a space between them.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let (id, letters) = text.trim().split_once(' ')?;
        said::is_record(letters)
            .then_some(Self { id: Id::new(&said::joined(id)).ok()?, letters: letters.into() })
    }

    /// Whether the table had a column of ids.
    pub(super) fn shows_id(&self) -> bool {
        self.says(["id"].into_iter(), self.id.as_str()) == Some(true)
    }

    /// Whether the cell of one of these columns said so; `None`: there was no such column.
    pub(super) fn says<'n>(&self, columns: impl Iterator<Item = &'n str>, text: &str) -> Option<bool> {
        columns.filter_map(|name| said::is_recorded(&self.letters, name, text)).max()
    }
}

impl ImportedEntry {
    /// An entry of which only the kind and the place are known.
    pub fn new(kind: Kind, row: usize) -> Self {
        Self {
            kind,
            id: None,
            row,
            under: None,
            ours: false,
            fields: Vec::new(),
            computed: Vec::new(),
            base: None,
            sheet: None,
            table: 0,
            remarks: Vec::new(),
        }
    }

    /// The text of a field of one key, where it is one.
    pub fn text(&self, key: &str) -> Option<&str> {
        let field = self.fields.iter().find(|field| field.path.first_key() == Some(key))?;
        field.value.as_ref()?.as_str()
    }

    /// What is to be written down of it, so that a later import tells what the file says anew.
    pub fn said(&self) -> String {
        self.fields.iter().filter(|field| !field.text.is_empty()).map(Field::said).collect()
    }

    /// What it says as a new entry: each key with its value.
    pub fn into_pairs(self) -> Vec<(String, Value)> {
        let mut pairs = Value::Table(Vec::with_capacity(self.fields.len() + 1));
        for field in self.fields {
            // A path below a value that is no table cannot come from the shape of the format.
            if let Some(value) = field.value {
                let _ = Edit::Set(field.path, value).apply(&mut pairs);
            }
            for (key, text) in field.beside.into_iter().flat_map(|beside| beside.asides) {
                if let Some(text) = text {
                    let _ = Edit::Set(Path::key(&key), Value::Text(text)).apply(&mut pairs);
                }
            }
        }
        match pairs {
            Value::Table(pairs) => pairs,
            _ => Vec::new(),
        }
    }
}
