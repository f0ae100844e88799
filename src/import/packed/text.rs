//! Numbers, texts and values one behind the other in one text.

use std::collections::HashMap;
use std::sync::Arc;

use crate::change::Path;
use crate::change::Value;
use crate::model::Date;

/// What very many entries share, each kept once.
#[derive(Debug, Default)]
pub(super) struct Shared {
    paths: Vec<Path>,
    path_numbers: HashMap<Path, usize>,
    keys: Vec<Arc<str>>,
    key_numbers: HashMap<Arc<str>, usize>,
}

impl Shared {
    fn path_number(&mut self, path: &Path) -> usize {
        if let Some(number) = self.path_numbers.get(path) {
            return *number;
        }
        self.paths.push(path.clone());
        self.path_numbers.insert(path.clone(), self.paths.len() - 1);
        self.paths.len() - 1
    }

    fn key_number(&mut self, key: &str) -> usize {
        if let Some(number) = self.key_numbers.get(key) {
            return *number;
        }
        let key: Arc<str> = key.into();
        self.keys.push(Arc::clone(&key));
        self.key_numbers.insert(key, self.keys.len() - 1);
        self.keys.len() - 1
    }
}

/// Writes a packed text.
pub(super) struct Writer<'s> {
    pub(super) text: String,
    pub(super) shared: &'s mut Shared,
}

/// Reads what a [`Writer`] wrote.
#[derive(Clone, Copy)]
pub(super) struct Reader<'t> {
    pub(super) rest: &'t str,
    pub(super) shared: &'t Shared,
}

/// How many bits of a number one letter holds; each letter is ASCII.
const BITS: u32 = 6;
const MASK: usize = (1 << BITS) - 1;
const MORE: u8 = 1 << BITS;

/// What begins a value.
const TEXT: usize = 0;
const NUMBER: usize = 1;
const FALSE: usize = 2;
const TRUE: usize = 3;
const DATE: usize = 4;
const TIME: usize = 5;
const LIST: usize = 6;
const TABLE: usize = 7;

impl Writer<'_> {
    pub(super) fn number(&mut self, mut number: usize) {
        loop {
            let low = u8::try_from(number & MASK).unwrap_or_default();
            number >>= BITS;
            self.text.push(char::from(if number > 0 { low | MORE } else { low }));
            if number == 0 {
                return;
            }
        }
    }

    pub(super) fn text(&mut self, text: &str) {
        self.number(text.len());
        self.text.push_str(text);
    }

    pub(super) fn optional(&mut self, text: Option<&str>) {
        match text {
            None => self.number(0),
            Some(text) => {
                self.number(text.len() + 1);
                self.text.push_str(text);
            }
        }
    }

    pub(super) fn path(&mut self, path: &Path) {
        let number = self.shared.path_number(path);
        self.number(number);
    }

    pub(super) fn key(&mut self, key: &str) {
        let number = self.shared.key_number(key);
        self.number(number);
    }

    pub(super) fn value(&mut self, value: &Value) {
        match value {
            Value::Text(text) => self.tagged(TEXT, text),
            Value::Number(text) => self.tagged(NUMBER, text),
            Value::Time(text) => self.tagged(TIME, text),
            Value::Boolean(flag) => self.number(if *flag { TRUE } else { FALSE }),
            Value::Date(date) => self.tagged(DATE, &date.to_string()),
            Value::List(items) => {
                self.number(LIST);
                self.number(items.len());
                items.iter().for_each(|item| self.value(item));
            }
            Value::Table(pairs) => {
                self.number(TABLE);
                self.number(pairs.len());
                for (key, value) in pairs {
                    self.key(key);
                    self.value(value);
                }
            }
        }
    }

    fn tagged(&mut self, tag: usize, text: &str) {
        self.number(tag);
        self.text(text);
    }
}

impl<'t> Reader<'t> {
    pub(super) fn number(&mut self) -> usize {
        let (mut number, mut shift) = (0, 0);
        loop {
            let Some(&letter) = self.rest.as_bytes().first() else { return number };
            self.rest = &self.rest[1..];
            number |= (usize::from(letter) & MASK) << shift;
            shift += BITS;
            if letter & MORE == 0 {
                return number;
            }
        }
    }

    fn letters(&mut self, length: usize) -> &'t str {
        let (text, rest) = self.rest.split_at(length);
        self.rest = rest;
        text
    }

    pub(super) fn text(&mut self) -> &'t str {
        let length = self.number();
        self.letters(length)
    }

    pub(super) fn optional(&mut self) -> Option<&'t str> {
        let length = self.number().checked_sub(1)?;
        Some(self.letters(length))
    }

    pub(super) fn path(&mut self) -> &'t Path {
        let number = self.number();
        &self.shared.paths[number]
    }

    pub(super) fn key(&mut self) -> &'t Arc<str> {
        let number = self.number();
        &self.shared.keys[number]
    }

    pub(super) fn value(&mut self) -> Value {
        match self.number() {
            TEXT => Value::text(self.text()),
            NUMBER => Value::Number(self.text().to_owned()),
            TIME => Value::Time(self.text().to_owned()),
            FALSE => Value::Boolean(false),
            TRUE => Value::Boolean(true),
            DATE => {
                let text = self.text();
                text.parse::<Date>().map_or_else(|_| Value::text(text), Value::Date)
            }
            LIST => {
                let length = self.number();
                Value::List((0..length).map(|_| self.value()).collect())
            }
            _ => {
                let length = self.number();
                Value::Table((0..length).map(|_| (self.key().as_ref().to_owned(), self.value())).collect())
            }
        }
    }

    /// The text of the value that follows, where it is one.
    pub(super) fn as_text(mut self) -> Option<&'t str> {
        (self.number() == TEXT).then(|| self.text())
    }

    /// Whether the value that follows is a number.
    pub(super) fn is_number(mut self) -> bool {
        self.number() == NUMBER
    }

    /// How many elements the value that follows has, where it is a list.
    pub(super) fn list_length(mut self) -> Option<usize> {
        (self.number() == LIST).then(|| self.number())
    }
}
