//! What stands where in a text: its headers, keys and values with their bytes, in the order of the text. It is what edits
//! are planned with; comments and blank lines are what lies between.

use std::collections::HashMap;
use std::ops::Range;

use toml_parser::ParseError;
use toml_parser::Source;
use toml_parser::parser::Event;
use toml_parser::parser::EventKind;
use toml_parser::parser::RecursionGuard;
use toml_parser::parser::parse_document;

use crate::change::Step;
use crate::change::weight::admit;
use crate::limits::WHOLE;

/// A header, or a key with its value.
#[derive(Debug)]
pub(crate) struct Statement {
    /// The whole way to what it opens or sets, elements of arrays of tables counted.
    pub(crate) path: Vec<Step>,
    /// How many steps of the way stand above: those of the header that a key stands below.
    pub(crate) above: usize,
    /// The bytes of each key that is written here; they are the last keys of `path`.
    pub(crate) keys: Vec<Range<usize>>,
    /// From the first bracket or key to the last byte.
    pub(crate) span: Range<usize>,
    pub(crate) what: What,
}

#[derive(Debug)]
pub(crate) enum What {
    /// `[a.b]`
    Header,
    /// `[[a.b]]`
    Element,
    /// `a.b = …`
    Pair(Node),
}

/// A value.
#[derive(Debug)]
pub(crate) struct Node {
    pub(crate) span: Range<usize>,
    pub(crate) form: Form,
}

#[derive(Debug)]
pub(crate) enum Form {
    Scalar,
    List(Vec<Node>),
    Table(Vec<Pair>),
}

/// A key with its value in an inline table.
#[derive(Debug)]
pub(crate) struct Pair {
    pub(crate) path: Vec<Step>,
    /// The bytes of each key.
    pub(crate) keys: Vec<Range<usize>>,
    pub(crate) node: Node,
}

/// The statements of a text. Text that does not parse has none that can be trusted: ask the parser first. Text that is too large
/// to be parsed has none, and a file that holds it is not written to.
pub(crate) fn outline(text: &str) -> Vec<Statement> {
    /// As deep as the toml crate goes.
    const DEPTH: u32 = 80;
    let Some(_permit) = admit(text, WHOLE) else { return Vec::new() };
    // A byte order mark is no part of any statement; as white space it leaves all places as they are.
    let blank;
    let text = match text.strip_prefix('\u{feff}') {
        Some(rest) => {
            blank = format!("   {rest}");
            &blank
        }
        None => text,
    };
    let source = Source::new(text);
    let tokens: Vec<_> = source.lex().collect();
    let mut events: Vec<Event> = Vec::new();
    let mut errors: Vec<ParseError> = Vec::new();
    let mut sink = |event: Event| events.push(event);
    parse_document(&tokens, &mut RecursionGuard::new(&mut sink, DEPTH), &mut errors);
    let is_trivia = |kind| matches!(kind, EventKind::Whitespace | EventKind::Comment | EventKind::Newline);
    events.retain(|event| !is_trivia(event.kind()));
    Builder { text, events: &events, at: 0, counts: HashMap::new(), table: Vec::new() }.run()
}

struct Builder<'t> {
    text: &'t str,
    events: &'t [Event],
    at: usize,
    /// How many elements an array of tables has so far.
    counts: HashMap<Vec<Step>, usize>,
    /// The way to the table that keys stand in.
    table: Vec<Step>,
}

impl Builder<'_> {
    fn run(mut self) -> Vec<Statement> {
        let mut statements = Vec::new();
        while let Some(event) = self.events.get(self.at) {
            match event.kind() {
                EventKind::StdTableOpen | EventKind::ArrayTableOpen => statements.push(self.header()),
                EventKind::SimpleKey => statements.extend(self.pair()),
                _ => self.at += 1,
            }
        }
        statements
    }

    fn header(&mut self) -> Statement {
        let open = &self.events[self.at];
        let is_element = open.kind() == EventKind::ArrayTableOpen;
        let start = open.span().start();
        self.at += 1;
        let (steps, keys) = self.keys();
        let end = self.events.get(self.at).map_or(self.text.len(), |close| close.span().end());
        self.at += 1;
        let mut path = Vec::with_capacity(steps.len() + 1);
        for step in steps {
            // A way through an array of tables leads through its last element.
            if let Some(count) = self.counts.get(&path) {
                path.push(Step::Index(count - 1));
            }
            path.push(step);
        }
        if is_element {
            let count = self.counts.entry(path.clone()).or_default();
            *count += 1;
            path.push(Step::Index(*count - 1));
        }
        self.table.clone_from(&path);
        let what = if is_element { What::Element } else { What::Header };
        Statement { path, above: 0, keys, span: start..end, what }
    }

    /// Keys up to whatever is none, with their bytes.
    fn keys(&mut self) -> (Vec<Step>, Vec<Range<usize>>) {
        let (mut steps, mut keys) = (Vec::new(), Vec::new());
        while let Some(event) = self.events.get(self.at) {
            match event.kind() {
                EventKind::SimpleKey => {
                    let span = event.span().start()..event.span().end();
                    steps.push(Step::Key(key(&self.text[span.clone()])));
                    keys.push(span);
                }
                EventKind::KeySep => {}
                _ => break,
            }
            self.at += 1;
        }
        (steps, keys)
    }

    fn pair(&mut self) -> Option<Statement> {
        let (steps, keys) = self.keys();
        let start = keys.first()?.start;
        let node = self.value()?;
        let path = self.table.iter().cloned().chain(steps).collect();
        let span = start..node.span.end;
        Some(Statement { path, above: self.table.len(), keys, span, what: What::Pair(node) })
    }

    /// A value behind its equals sign, or an element.
    fn value(&mut self) -> Option<Node> {
        if self.events.get(self.at)?.kind() == EventKind::KeyValSep {
            self.at += 1;
        }
        let event = self.events.get(self.at)?;
        let (start, end) = (event.span().start(), event.span().end());
        self.at += 1;
        match event.kind() {
            EventKind::Scalar => Some(Node { span: start..end, form: Form::Scalar }),
            EventKind::ArrayOpen => {
                let mut items = Vec::new();
                loop {
                    let next = self.events.get(self.at)?;
                    match next.kind() {
                        EventKind::ArrayClose => {
                            self.at += 1;
                            return Some(Node { span: start..next.span().end(), form: Form::List(items) });
                        }
                        EventKind::ValueSep => self.at += 1,
                        _ => items.push(self.value()?),
                    }
                }
            }
            EventKind::InlineTableOpen => {
                let mut pairs = Vec::new();
                loop {
                    let next = self.events.get(self.at)?;
                    match next.kind() {
                        EventKind::InlineTableClose => {
                            self.at += 1;
                            return Some(Node { span: start..next.span().end(), form: Form::Table(pairs) });
                        }
                        EventKind::SimpleKey => {
                            let (path, keys) = self.keys();
                            pairs.push(Pair { path, keys, node: self.value()? });
                        }
                        _ => self.at += 1,
                    }
                }
            }
            _ => None,
        }
    }
}

/// What a key says, quotes and escapes undone.
fn key(raw: &str) -> String {
    if !raw.starts_with(['"', '\'']) {
        return raw.to_owned();
    }
    let text =
        toml::de::DeValue::parse(raw).ok().and_then(|value| Some(value.get_ref().as_str()?.to_owned()));
    text.unwrap_or_else(|| raw.to_owned())
}

impl Statement {
    pub(crate) fn is_pair(&self) -> bool {
        matches!(self.what, What::Pair(_))
    }

    /// The way to the table that it stands in, or opens.
    pub(crate) fn table(&self) -> &[Step] {
        if self.is_pair() { &self.path[..self.above] } else { &self.path }
    }
}
