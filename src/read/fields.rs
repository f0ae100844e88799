//! Reads one table field by field. What nobody asked for is an unknown key.

use std::ops::Range;

use crate::finding::nearest;
use crate::finding::short;
use crate::limits::VALUES;
use crate::model::Extra;
use crate::model::Fact;
use crate::model::Key;
use crate::model::Shape;
use crate::model::source::FromValue;
use crate::model::source::Table as TableType;
use crate::model::source::TableSource;
use crate::read::reader::Reader;
use crate::read::unknown::doubt;
use crate::read::unknown::misplaced;
use crate::read::value::Found;
use crate::read::value::example;
use crate::read::value::to_json;
use crate::syntax::tree::Table;
use crate::syntax::tree::Value;
use crate::syntax::tree::bit;

/// The fields of one table. What nobody asked for is an unknown key.
pub(crate) struct Fields<'r, 'a, 'i> {
    pub(crate) reader: &'r mut Reader<'a>,
    /// What nobody has asked for yet, in no order.
    rest: Table<'i>,
    span: Range<usize>,
    asked: Vec<&'static str>,
    /// Where the values stand that were taken.
    taken: Vec<(&'static str, Range<usize>)>,
    /// A bit for each key that is written; see [`bit`].
    written: u64,
    /// What the table is, for messages.
    whose: &'static str,
    /// Whether it needs a component, whose id alone may stand in its place.
    is_needed: bool,
    /// Whether only that id is written.
    is_id: bool,
}

impl<'r, 'a, 'i> Fields<'r, 'a, 'i> {
    /// The fields of a table that stands at `span`.
    pub(crate) fn new(reader: &'r mut Reader<'a>, rest: Table<'i>, span: Range<usize>) -> Self {
        let written = rest.iter().fold(0, |bits, (key, _)| bits | bit(key.get_ref()));
        let (asked, taken) = (Vec::with_capacity(32), Vec::with_capacity(rest.len()));
        Self { reader, rest, span, asked, taken, written, whose: "table", is_needed: false, is_id: false }
    }

    /// Reads the keys of a type, beside which others are read.
    pub(super) fn own<T: TableType>(&mut self) -> Option<T> {
        self.whose = T::NAME;
        T::read(self)
    }

    /// Reads a table of a type, which may be written as an id alone in some shapes.
    pub(super) fn of<T: TableType>(mut self, shape: Shape, is_id: bool) -> Option<T> {
        (self.whose, self.is_id, self.is_needed) = (T::NAME, is_id, matches!(shape, Shape::Needed(_)));
        let read = T::read(&mut self);
        self.finish();
        read
    }

    fn take(&mut self, key: &'static str) -> Option<Value<'i>> {
        self.asked.push(key);
        let at = self.position(key)?;
        let value = self.rest.swap_remove(at).1;
        self.taken.push((key, value.span()));
        Some(value)
    }

    fn position(&self, key: &str) -> Option<usize> {
        if self.written & bit(key) == 0 {
            return None;
        }
        self.rest.iter().position(|(written, _)| written.get_ref() == key)
    }

    /// Where the whole table stands.
    pub(crate) fn span(&self) -> Range<usize> {
        self.span.clone()
    }

    /// Reads a field by a function.
    pub(crate) fn with<T>(
        &mut self,
        key: &'static str,
        read: impl FnOnce(Value<'i>, &mut Reader<'a>) -> Option<T>,
    ) -> Option<T> {
        let value = self.take(key)?;
        self.reader.within(key, |reader| read(value, reader))
    }

    /// Reads a field by its type.
    pub(crate) fn get<T: FromValue>(&mut self, key: &'static str) -> Option<T> {
        self.with(key, |value, reader| reader.read(value))
    }

    /// Reads a text; an empty one counts as absent.
    pub(crate) fn text(&mut self, key: &'static str) -> Option<String> {
        self.get::<String>(key).filter(|text| !text.trim().is_empty())
    }

    /// Reports a key that must be there.
    fn missing(&mut self, key: &'static Key) {
        let span = self.span();
        if self.is_needed {
            return self.reader.bad_value(span, &format!("there is no `{}`", key.name), None);
        }
        let message = format!("this {} has no `{}`", self.whose.to_lowercase(), key.name);
        let example = match key.shape {
            Shape::Date if key.fact == Fact::No => "2027-03-31",
            shape => example(shape),
        };
        let help = format!("add {} = {example}; it is left out until then", key.name);
        self.reader.within(key.name, |reader| reader.say("missing-key", span, message, Some(help)));
    }

    /// Reads a list; absent is empty.
    pub(crate) fn list<T: FromValue>(&mut self, key: &'static str) -> Vec<T> {
        self.get(key).unwrap_or_default()
    }

    /// Reads a table within the table.
    pub(crate) fn table<T>(
        &mut self,
        key: &'static str,
        read: impl FnOnce(&mut Fields<'_, 'a, 'i>) -> T,
    ) -> Option<T> {
        self.with(key, |value, reader| reader.table(value, read))
    }

    /// Takes all remaining keys, in the order of the text, for a table whose keys the user chooses.
    pub(crate) fn drain(&mut self) -> Table<'i> {
        let mut rest = std::mem::take(&mut self.rest);
        rest.sort_by_key(|(key, _)| key.span().start);
        rest
    }

    /// Reports the keys that nobody asked for.
    pub(crate) fn finish(mut self) {
        if self.rest.is_empty() {
            return;
        }
        for (key, _) in self.drain() {
            if self.reader.is_full("unknown-key") {
                return;
            }
            let name = short(key.get_ref()).into_owned();
            if name.starts_with("x-") {
                continue;
            }
            let whose = match self.reader.field() {
                field if field.is_empty() => self.reader.whose(),
                field => format!("`{field}`"),
            };
            let near = || nearest(&name, self.asked.iter().copied());
            let meant = misplaced(self.reader, &key, &self.span)
                .or_else(|| near().map(|near| format!("did you mean `{near}`?")));
            doubt(self.reader, &name, near());
            let help = meant
                .unwrap_or_else(|| "the value is ignored; a key of your own begins with `x-`".to_owned());
            self.reader.named(key.get_ref(), |reader| {
                reader.say("unknown-key", key.span(), format!("{whose} has no key `{name}`"), Some(help));
            });
        }
    }
}

impl TableSource for Fields<'_, '_, '_> {
    fn read<T: FromValue>(&mut self, key: &'static Key) -> Option<T> {
        let Some(value) = self.take(key.name) else {
            if key.required {
                self.missing(key);
                return None;
            }
            return T::absent();
        };
        let is_blank = value.get_ref().as_str().is_some_and(|text| text.trim().is_empty());
        let read = |reader: &mut Reader<'_>| {
            if key.required && is_blank {
                reader.bad_value(value.span(), "the text is empty", None);
                return None;
            }
            let read = T::from_value(Found { value, reader }, key.shape);
            // A text that says nothing counts as absent.
            read.filter(|_| !is_blank || key.shape != Shape::Text)
        };
        let read = if self.is_id { read(self.reader) } else { self.reader.within(key.name, read) };
        if key.required { read } else { read.or_else(T::absent) }
    }

    fn has(&self, key: &str) -> bool {
        self.position(key).is_some() || self.taken.iter().any(|(taken, _)| *taken == key)
    }

    fn reject(&mut self, key: &'static str, message: &str, help: Option<&str>) {
        let help = help.map(str::to_owned);
        match self.taken.iter().find(|(taken, _)| *taken == key) {
            Some((key, span)) => {
                let span = span.clone();
                self.reader.within(key, |reader| reader.bad_value(span, message, help));
            }
            None => self.reader.bad_value(self.span.clone(), message, help),
        }
    }

    fn extra(&mut self) -> Extra {
        if !self.rest.iter().any(|(key, _)| key.get_ref().starts_with("x-")) {
            return Extra::new();
        }
        let mut extra = Vec::new();
        for (key, value) in self.drain() {
            if key.get_ref().starts_with("x-") {
                let json = self.reader.named(key.get_ref(), |reader| {
                    reader.check_texts(&value);
                    let mut room = VALUES;
                    let json = to_json(value.get_ref(), &mut room);
                    if json.is_none() {
                        let message = format!("it holds more than {VALUES} values, and is left out");
                        reader.bad_value(value.span(), &message, None);
                    }
                    json
                });
                extra.extend(json.map(|json| (key.into_inner().into_owned(), json)));
            } else {
                self.rest.push((key, value));
            }
        }
        extra.into_iter().collect()
    }
}
