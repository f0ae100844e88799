//! Makes nodes of what the parser reports.

use std::ops::Range;

use toml_parser::ErrorSink;
use toml_parser::ParseError;
use toml_parser::Raw;
use toml_parser::Span;
use toml_parser::decoder::Encoding;
use toml_parser::parser::EventReceiver;

use crate::syntax::nodes::Form;
use crate::syntax::nodes::Node;
use crate::syntax::nodes::Nodes;
use crate::syntax::scan::is_bare;

/// How deep values may lie in each other, as in the toml crate.
pub(super) const DEPTH: usize = 80;

/// Takes the events of a text.
pub(super) struct Builder<'t> {
    made: Nodes<'t>,
    /// The numbers of the nodes that are not complete yet.
    open: Vec<usize>,
    /// How deep the value lies that is read.
    depth: usize,
    /// A comma that only white space followed so far.
    comma: Option<Span>,
}

impl<'t> Builder<'t> {
    pub(super) fn new(text: &'t str, room: usize) -> Self {
        let made = Nodes { text, nodes: Vec::with_capacity(room), newer: None };
        Self { made, open: Vec::new(), depth: 0, comma: None }
    }

    /// Forgets what was made so far.
    pub(super) fn restart(&mut self) {
        self.made.nodes.clear();
        self.made.newer = None;
    }

    pub(super) fn finish(mut self) -> Nodes<'t> {
        while !self.open.is_empty() {
            self.close(self.made.text.len());
        }
        self.made
    }

    pub(super) fn whole(&self) -> &'t str {
        self.made.text
    }

    fn text(&self, span: Span) -> &'t str {
        &self.made.text[span.start()..span.end()]
    }

    /// A node without any below it.
    pub(super) fn push(&mut self, form: Form, span: Span) {
        self.comma = None;
        let next = self.made.nodes.len() as u32 + 1;
        self.made.nodes.push(Node { start: span.start() as u32, end: span.end() as u32, next, form });
    }

    /// A node whose end is not known yet: its number.
    pub(super) fn begin(&mut self, form: Form, start: usize) -> usize {
        self.push(form, Span::new_unchecked(start, start));
        self.made.nodes.len() - 1
    }

    /// Completes a node.
    pub(super) fn complete(&mut self, at: usize, end: usize) {
        let next = self.made.nodes.len() as u32;
        let node = &mut self.made.nodes[at];
        (node.end, node.next) = (end as u32, next);
    }

    fn open(&mut self, form: Form, span: Span) {
        let at = self.begin(form, span.start());
        self.open.push(at);
    }

    /// Completes the last node that is not complete.
    fn close(&mut self, end: usize) {
        if let Some(at) = self.open.pop() {
            self.complete(at, end);
        }
    }

    fn top(&self) -> Option<Form> {
        self.open.last().map(|&at| self.made.nodes[at].form)
    }

    /// A value is complete, and with it the pair that it belongs to.
    fn value_ends(&mut self, end: usize) {
        if self.top() == Some(Form::Pair) {
            self.close(end);
        }
    }

    /// Goes one value deeper, where that is allowed.
    fn deeper(&mut self, span: Span, error: &mut dyn ErrorSink) -> bool {
        self.depth += 1;
        let is_allowed = self.depth <= DEPTH;
        if !is_allowed {
            let message = "cannot recurse further; max recursion depth met";
            error.report_error(ParseError::new(message).with_unexpected(span));
        }
        is_allowed
    }

    fn newer(&mut self, span: Range<usize>, what: &'static str) {
        self.made.newer.get_or_insert((span, what));
    }

    /// The end of a line within the braces of an inline table, which TOML 1.0 has on one line.
    fn line_ends(&mut self, span: Span) {
        let is_in_table = match self.top() {
            Some(Form::Table) => true,
            Some(Form::Pair) => self.open.len() > 1,
            _ => false,
        };
        if is_in_table {
            self.newer(span.start()..span.end(), "an inline table over several lines");
        }
        self.comma = None;
    }

    /// Looks for escapes that TOML 1.0 does not have.
    pub(super) fn quoted(&mut self, span: Span, encoding: Option<Encoding>) {
        if !matches!(encoding, Some(Encoding::BasicString | Encoding::MlBasicString)) {
            return;
        }
        if let Some(at) = new_escape(self.text(span)) {
            let start = span.start() + at;
            self.newer(start..start + 2, "an escape");
        }
    }
}

impl EventReceiver for Builder<'_> {
    fn std_table_open(&mut self, span: Span, _: &mut dyn ErrorSink) {
        self.open(Form::Header, span);
    }

    fn std_table_close(&mut self, span: Span, _: &mut dyn ErrorSink) {
        self.close(span.end());
    }

    fn array_table_open(&mut self, span: Span, _: &mut dyn ErrorSink) {
        self.open(Form::Element, span);
    }

    fn array_table_close(&mut self, span: Span, _: &mut dyn ErrorSink) {
        self.close(span.end());
    }

    fn inline_table_open(&mut self, span: Span, error: &mut dyn ErrorSink) -> bool {
        self.open(Form::Table, span);
        self.deeper(span, error)
    }

    fn inline_table_close(&mut self, span: Span, _: &mut dyn ErrorSink) {
        if let Some(comma) = self.comma.take() {
            self.newer(comma.start()..comma.end(), "a comma before the closing brace");
        }
        self.depth = self.depth.saturating_sub(1);
        self.close(span.end());
        self.value_ends(span.end());
    }

    fn array_open(&mut self, span: Span, error: &mut dyn ErrorSink) -> bool {
        self.open(Form::List, span);
        self.deeper(span, error)
    }

    fn array_close(&mut self, span: Span, _: &mut dyn ErrorSink) {
        self.depth = self.depth.saturating_sub(1);
        self.comma = None;
        self.close(span.end());
        self.value_ends(span.end());
    }

    fn simple_key(&mut self, span: Span, encoding: Option<Encoding>, _: &mut dyn ErrorSink) {
        if matches!(self.top(), None | Some(Form::Table)) {
            self.open(Form::Pair, span);
        }
        let is_name = encoding.is_none() && !span.is_empty() && self.text(span).bytes().all(is_bare);
        self.push(if is_name { Form::Name } else { Form::Key(encoding) }, span);
        self.quoted(span, encoding);
    }

    fn scalar(&mut self, span: Span, encoding: Option<Encoding>, _: &mut dyn ErrorSink) {
        let raw = self.text(span);
        let is_text = match encoding {
            Some(Encoding::BasicString) => is_plain(raw) && memchr::memchr(b'\\', raw.as_bytes()).is_none(),
            Some(Encoding::LiteralString) => is_plain(raw),
            _ => false,
        };
        self.push(if is_text { Form::Text } else { Form::Scalar(encoding) }, span);
        if let (None, Some(time)) = (encoding, short_time(raw)) {
            self.newer(span.start() + time.start..span.start() + time.end, "a time without seconds");
        } else if !is_text {
            self.quoted(span, encoding);
        }
        self.value_ends(span.end());
    }

    fn value_sep(&mut self, span: Span, _: &mut dyn ErrorSink) {
        self.comma = (self.top() == Some(Form::Table)).then_some(span);
    }

    fn comment(&mut self, span: Span, error: &mut dyn ErrorSink) {
        self.line_ends(span);
        if !is_text(self.text(span).as_bytes()) {
            Raw::new_unchecked(self.text(span), None, span).decode_comment(error);
        }
    }

    fn newline(&mut self, span: Span, error: &mut dyn ErrorSink) {
        self.line_ends(span);
        if self.text(span) == "\r" {
            Raw::new_unchecked("\r", None, span).decode_newline(error);
        }
    }
}

/// Whether quotes on both sides hold a text without characters that must not stand there.
fn is_plain(raw: &str) -> bool {
    let bytes = raw.as_bytes();
    bytes.len() >= 2 && bytes.first() == bytes.last() && is_text(bytes)
}

/// Whether bytes hold no control character but tabs.
pub(super) fn is_text(bytes: &[u8]) -> bool {
    // Without an early exit, so that many bytes are looked at in one step.
    bytes.iter().fold(true, |all, &byte| all & ((byte >= 0x20 && byte != 0x7f) || byte == b'\t'))
}

/// The byte of the first `\e` or `\x` escape in a quoted string.
fn new_escape(raw: &str) -> Option<usize> {
    let bytes = raw.as_bytes();
    let mut at = 0;
    while let Some(found) = memchr::memchr(b'\\', bytes.get(at..)?) {
        at += found;
        if matches!(bytes.get(at + 1), Some(b'e' | b'x')) {
            return Some(at);
        }
        at += 2;
    }
    None
}

/// `10:02`, also behind a date or before an offset, but not `10:02:00`.
fn short_time(raw: &str) -> Option<Range<usize>> {
    let bytes = raw.as_bytes();
    let colon = memchr::memchr(b':', bytes)?;
    let digits =
        |range: Range<usize>| bytes.get(range).is_some_and(|part| part.iter().all(u8::is_ascii_digit));
    let is_short = colon >= 2
        && digits(colon - 2..colon)
        && digits(colon + 1..colon + 3)
        && bytes.get(colon + 3) != Some(&b':');
    let is_gap = |letter: char| matches!(letter, ' ' | '\t' | '.');
    let start = raw[..colon].rfind(is_gap).map_or(0, |gap| gap + 1);
    let end = raw[colon..].find(is_gap).map_or(raw.len(), |gap| colon + gap);
    is_short.then_some(start..end)
}
