//! Reads one table field by field. What nobody asked for is an unknown key.

use std::ops::Range;

use crate::finding::nearest;
use crate::finding::short;
use crate::limits::VALUES;
use crate::model::Extra;
use crate::model::Word;
use crate::read::reader::Reader;
use crate::read::unknown::doubt;
use crate::read::unknown::misplaced;
use crate::read::value::Read;
use crate::read::value::to_json;
use crate::read::value::word;
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
    /// A bit for each key that is written; see [`bit`].
    written: u64,
}

impl<'r, 'a, 'i> Fields<'r, 'a, 'i> {
    /// The fields of a table that stands at `span`.
    pub(crate) fn new(reader: &'r mut Reader<'a>, rest: Table<'i>, span: Range<usize>) -> Self {
        let written = rest.iter().fold(0, |bits, (key, _)| bits | bit(key.get_ref()));
        Self { reader, rest, span, asked: Vec::with_capacity(32), written }
    }

    fn take(&mut self, key: &'static str) -> Option<Value<'i>> {
        self.asked.push(key);
        let at = self.position(key)?;
        Some(self.rest.swap_remove(at).1)
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

    /// Whether a key is written.
    pub(crate) fn has(&self, key: &str) -> bool {
        self.position(key).is_some()
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
    pub(crate) fn get<T: Read>(&mut self, key: &'static str) -> Option<T> {
        self.with(key, |value, reader| T::read(value, reader))
    }

    /// Reads a text; an empty one counts as absent.
    pub(crate) fn text(&mut self, key: &'static str) -> Option<String> {
        self.get::<String>(key).filter(|text| !text.trim().is_empty())
    }

    /// Reads a text that must be there and say something.
    pub(crate) fn require(&mut self, key: &'static str, whose: &str) -> Option<String> {
        let Some(value) = self.take(key) else {
            self.missing(key, whose, "\"…\"");
            return None;
        };
        self.reader.within(key, |reader| {
            let span = value.span();
            let text = String::read(value, reader)?;
            if text.trim().is_empty() {
                reader.bad_value(span, "the text is empty", None);
                return None;
            }
            Some(text)
        })
    }

    /// Reads a list that must be there.
    pub(crate) fn require_list<T: Read>(&mut self, key: &'static str, whose: &str) -> Option<Vec<T>> {
        if !self.has(key) {
            self.missing(key, whose, "[\"…\"]");
        }
        self.get(key)
    }

    /// Reports a key that must be there.
    pub(crate) fn missing(&mut self, key: &'static str, whose: &str, example: &str) {
        let (span, message) = (self.span(), format!("this {whose} has no `{key}`"));
        let help = format!("add {key} = {example}; it is left out until then");
        self.reader.within(key, |reader| reader.say("missing-key", span, message, Some(help)));
    }

    /// Reads a list; absent is empty.
    pub(crate) fn list<T: Read>(&mut self, key: &'static str) -> Vec<T> {
        self.get(key).unwrap_or_default()
    }

    /// Reads a word of an enumeration.
    pub(crate) fn word<W: Word>(&mut self, key: &'static str) -> Option<W> {
        self.with(key, |value, reader| word(&value, reader))
    }

    /// Reads a list of words of an enumeration.
    pub(crate) fn words<W: Word>(&mut self, key: &'static str) -> Vec<W> {
        let read = |value, reader: &mut Reader<'a>| {
            Some(reader.list(value, "a list", |item, reader| word(&item, reader)))
        };
        self.with(key, read).unwrap_or_default()
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

    /// Takes the keys that begin with `x-`.
    pub(crate) fn extra(&mut self) -> Extra {
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

    /// Remembers what was asked for.
    #[cfg(test)]
    pub(crate) fn remember(&mut self) {
        let way = self.reader.field();
        self.reader.asked.extend(self.asked.iter().map(|key| format!("{way} {key}")));
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
