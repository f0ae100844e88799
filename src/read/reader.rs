//! Reads values, and remembers the way to them; every problem becomes a finding, and what is sound is kept.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use crate::change;
use crate::config::Config;
use crate::finding::Finding;
use crate::finding::Level;
use crate::finding::Place;
use crate::finding::Subject;
use crate::finding::TextRange;
use crate::finding::short;
use crate::model::EntryRef;
use crate::model::Flaws;
use crate::model::Id;
use crate::model::Kind;
use crate::model::Scales;
use crate::model::Shape;
use crate::model::shape::one_of;
use crate::model::source::Table;
use crate::read::fields::Fields;
use crate::read::value::describe;
use crate::read::value::example;
use crate::syntax::tree;
use crate::syntax::tree::Spanned;
use crate::syntax::tree::Tree;
use crate::syntax::tree::Value;

/// Whose fields are read.
#[derive(Clone, Copy)]
pub(crate) enum About<'a> {
    Config,
    File,
    Entry(Kind, &'a Id),
}

/// How many findings of one rule are kept for one entry.
const MOST: usize = 100;

enum Step {
    Key(&'static str),
    Name(String),
    Index(usize),
}

/// Reads values, remembers the way to them, and collects findings.
pub(crate) struct Reader<'a> {
    pub(crate) scales: &'a Scales,
    pub(crate) findings: Vec<Finding>,
    /// What of the entry could not be read, so that what seems to be missing there may only be misspelt.
    pub(crate) flaws: Flaws,
    file: &'a Arc<str>,
    offset: usize,
    pub(crate) about: About<'a>,
    path: Vec<Step>,
}

impl<'a> Reader<'a> {
    /// A reader of text that begins at `offset` of `file`.
    pub(crate) fn new(scales: &'a Scales, file: &'a Arc<str>, offset: usize, about: About<'a>) -> Self {
        Self { scales, findings: Vec::new(), flaws: Flaws::default(), file, offset, about, path: Vec::new() }
    }

    /// Bytes of the file for a span of the block.
    pub(crate) fn bytes(&self, span: Range<usize>) -> Range<usize> {
        self.offset + span.start..self.offset + span.end
    }

    /// Where a span of the block stands.
    pub(crate) fn place(&self, span: Range<usize>) -> Place {
        let subject = match self.about {
            About::Config => Subject::Config,
            About::File => Subject::File(Arc::clone(self.file)),
            About::Entry(kind, id) => Subject::Entry(EntryRef { kind, id: id.clone() }),
        };
        let text = Some(TextRange::new(self.file, self.bytes(span)));
        Place { subject, field: self.field().into(), text }
    }

    /// The steps on the way to the field being read.
    pub(crate) fn steps(&self) -> Vec<change::Step> {
        let step = |step: &Step| match step {
            Step::Index(index) => change::Step::Index(*index),
            Step::Key(key) => change::Step::Key((*key).to_owned()),
            Step::Name(name) => change::Step::Key(name.clone()),
        };
        self.path.iter().map(step).collect()
    }

    /// The way to the field being read.
    pub(crate) fn field(&self) -> String {
        let mut field = String::new();
        for step in &self.path {
            match step {
                Step::Index(index) => push_index(&mut field, *index),
                Step::Key(key) => push_key(&mut field, key),
                Step::Name(name) => push_key(&mut field, name),
            }
        }
        field
    }

    /// Whether so much of a kind was found in one entry that more would help nobody.
    pub(crate) fn is_full(&self, rule: &str) -> bool {
        self.findings.len() >= MOST && self.count(rule) >= MOST
    }

    fn count(&self, rule: &str) -> usize {
        self.findings.iter().filter(|finding| finding.rule == rule).count()
    }

    /// Notes that something under the key of the entry that is being read is not known. Nothing depends on keys that users made up.
    fn flaw(&mut self) {
        match self.path.first() {
            None => self.flaws.add(""),
            Some(Step::Key(key)) => self.flaws.add(key),
            Some(Step::Name(_) | Step::Index(_)) => {}
        }
    }

    /// Reports a finding about a span.
    pub(crate) fn say(
        &mut self,
        rule: &'static str,
        span: Range<usize>,
        message: String,
        help: Option<String>,
    ) {
        self.flaw();
        if self.is_full(rule) {
            return;
        }
        let last = self.findings.len() + 1 >= MOST && self.count(rule) + 1 == MOST;
        let help = if last { Some("there are more of this kind in this entry".to_owned()) } else { help };
        let finding = Finding::new(rule, self.place(span), message).maybe_help(help);
        self.findings.push(finding);
    }

    /// Reports something without which everything works: it warns.
    pub(crate) fn warn(&mut self, rule: &'static str, span: Range<usize>, message: String, help: String) {
        let before = self.findings.len();
        self.say(rule, span, message, Some(help));
        // Where there are too many of the rule, nothing was added.
        self.findings[before..].iter_mut().for_each(|finding| finding.level = Level::Warn);
    }

    /// Reports a value of another type than is needed.
    pub(crate) fn wrong_type(&mut self, value: &Value<'_>, needed: &str, help: Option<&str>) {
        let message = format!("{} is {}, but must be {needed}", self.name(), describe(value.get_ref()));
        self.say("wrong-type", value.span(), message, help.map(str::to_owned));
    }

    /// Reports a value that is of the right type but impossible.
    pub(crate) fn bad_value(&mut self, span: Range<usize>, message: &str, help: Option<String>) {
        let message = format!("{}: {message}", self.name());
        self.say("bad-value", span, message, help);
    }

    /// The field being read, for messages.
    pub(crate) fn name(&self) -> String {
        match self.field() {
            field if field.is_empty() => "this".to_owned(),
            field => format!("`{field}`"),
        }
    }

    /// Reads a value one step further down.
    pub(crate) fn within<T>(&mut self, key: &'static str, read: impl FnOnce(&mut Self) -> T) -> T {
        self.path.push(Step::Key(key));
        let result = read(self);
        self.path.pop();
        result
    }

    /// Reads a value under a name that the user chose.
    pub(crate) fn named<T>(&mut self, name: &str, read: impl FnOnce(&mut Self) -> T) -> T {
        self.path.push(Step::Name(name.to_owned()));
        let result = read(self);
        self.path.pop();
        result
    }

    /// Reads an element.
    pub(crate) fn element<T>(&mut self, index: usize, read: impl FnOnce(&mut Self) -> T) -> T {
        self.path.push(Step::Index(index));
        let result = read(self);
        self.path.pop();
        result
    }

    /// Reads the elements of a list, leaving out those that cannot be read.
    pub(crate) fn list<'i, T>(
        &mut self,
        value: Value<'i>,
        needed: &str,
        mut read: impl FnMut(Value<'i>, &mut Self) -> Option<T>,
    ) -> Vec<T> {
        if !matches!(value.get_ref(), Tree::Array(_)) {
            let help = value.get_ref().is_str().then_some("put it in brackets: [\"…\"]");
            self.wrong_type(&value, needed, help);
            return Vec::new();
        }
        let Tree::Array(array) = value.into_inner() else {
            return Vec::new();
        };
        let mut items = Vec::with_capacity(array.len());
        for (index, item) in array.into_iter().enumerate() {
            items.extend(self.element(index, |reader| read(item, reader)));
        }
        items
    }

    /// How a table is written where the reader is, with its first key.
    fn example(&self) -> Option<String> {
        let (About::Entry(kind, _), steps) = (&self.about, self.steps()) else { return None };
        let first = change::first_key(change::shape(*kind, &steps)?)?;
        let change::Step::Key(name) = steps.last()? else { return None };
        Some(format!("write {name} = {{ {} = {} }}", first.name, example(first.shape)))
    }

    /// Reads a table field by field.
    pub(crate) fn table<'i, T>(
        &mut self,
        value: Value<'i>,
        read: impl FnOnce(&mut Fields<'_, 'a, 'i>) -> T,
    ) -> Option<T> {
        let span = value.span();
        if !matches!(value.get_ref(), Tree::Table(_)) {
            let help = self.example();
            self.wrong_type(&value, "a table", help.as_deref());
            return None;
        }
        let Tree::Table(table) = value.into_inner() else {
            return None;
        };
        let mut fields = Fields::new(self, table, span);
        let result = read(&mut fields);
        fields.finish();
        Some(result)
    }

    /// Reads a table of a type. Where a component is needed, its id alone may stand for the table.
    pub(crate) fn table_of<T: Table>(&mut self, value: Value<'_>, shape: Shape) -> Option<T> {
        let span = value.span();
        if let Shape::Needed([first, ..]) = shape
            && !matches!(value.get_ref(), Tree::Table(_))
        {
            let key = Spanned::new(span.clone(), Cow::Borrowed(first.name));
            let mut table = tree::Table::default();
            table.push((key, value));
            return Fields::new(self, table, span).of(shape, true);
        }
        if !matches!(value.get_ref(), Tree::Table(_)) {
            let help = self.example();
            self.wrong_type(&value, "a table", help.as_deref());
            return None;
        }
        let Tree::Table(table) = value.into_inner() else {
            return None;
        };
        Fields::new(self, table, span).of(shape, false)
    }
}

impl Reader<'_> {
    /// Whose keys are read, for messages.
    pub(crate) fn whose(&self) -> String {
        match self.about {
            About::Config => Config::FILE.to_owned(),
            About::File => "a playbook".to_owned(),
            About::Entry(kind, _) => one_of(&[kind]),
        }
    }
}

/// Goes one step further on the way to a field: to an element.
pub(crate) fn push_index(field: &mut String, index: usize) {
    field.push_str(&format!("[{index}]"));
}

/// Goes one step further on the way to a field: to the value of a key.
pub(crate) fn push_key(field: &mut String, key: &str) {
    if !field.is_empty() {
        field.push('.');
    }
    field.push_str(&short(key));
}
