//! What keys and values say: quotes, escapes and underscores undone.

use std::borrow::Cow;

use toml::de::DeValue;
use toml_parser::ParseError;
use toml_parser::Raw;
use toml_parser::Span;
use toml_parser::decoder::Encoding;
use toml_parser::decoder::ScalarKind;

use crate::syntax::events::DEPTH;
use crate::syntax::lower::Lowering;
use crate::syntax::nodes::Form;
use crate::syntax::nodes::Node;
use crate::syntax::nodes::Nodes;
use crate::syntax::tree;
use crate::syntax::tree::Float;
use crate::syntax::tree::Integer;
use crate::syntax::tree::Key;
use crate::syntax::tree::Opened;
use crate::syntax::tree::Spanned;
use crate::syntax::tree::Table;
use crate::syntax::tree::Tree;
use crate::syntax::tree::Value;

impl<'t> Nodes<'t> {
    /// What a key says.
    pub(super) fn key(&self, at: usize, error: &mut Option<ParseError>) -> Cow<'t, str> {
        let node = self.nodes[at];
        let Form::Key(encoding) = node.form else { return Cow::Borrowed(&self.text[node.span()]) };
        let mut key = Cow::Borrowed("");
        self.raw(node, encoding).decode_key(&mut key, error);
        key
    }
}

/// What a text in quotes says. `None`: it is none.
pub(crate) fn text(raw: &str) -> Option<Cow<'_, str>> {
    let encoding = match raw.as_bytes() {
        [b'"', b'"', b'"', ..] => Encoding::MlBasicString,
        [b'"', ..] => Encoding::BasicString,
        [b'\'', b'\'', b'\'', ..] => Encoding::MlLiteralString,
        [b'\'', ..] => Encoding::LiteralString,
        _ => return None,
    };
    let (mut text, mut error) = (Cow::Borrowed(""), None::<ParseError>);
    let span = Span::new_unchecked(0, raw.len());
    let kind = Raw::new_unchecked(raw, Some(encoding), span).decode_scalar(&mut text, &mut error);
    (kind == ScalarKind::String && error.is_none()).then_some(text)
}

impl<'t> Lowering<'_, 't> {
    /// The keys from a node on, the last by itself, and the number of the node behind them.
    pub(super) fn keys(&mut self, first: usize) -> Option<((Vec<Key<'t>>, Key<'t>), usize)> {
        let nodes = &self.nodes.nodes;
        let node = nodes.get(first)?;
        if node.form == Form::Name && !nodes.get(first + 1).is_some_and(Node::is_key) {
            let key = Cow::Borrowed(&self.nodes.text[node.span()]);
            return Some(((Vec::new(), Spanned::of(node, key)), first + 1));
        }
        let mut way = Vec::new();
        let mut last: Option<Key<'t>> = None;
        let mut at = first;
        while let Some(node) = nodes.get(at).filter(|node| node.is_key()) {
            let key = self.nodes.key(at, &mut self.error);
            way.extend(last.replace(Spanned::of(node, key)));
            at += 1;
        }
        if way.len() >= DEPTH {
            self.report::<()>(ParseError::new("recursion limit"));
        }
        let key = last.filter(|_| self.error.is_none())?;
        Some(((way, key), at))
    }

    /// The value of a node.
    pub(super) fn value(&mut self, at: usize) -> Option<Value<'t>> {
        let nodes = self.nodes;
        let node = *nodes.nodes.get(at)?;
        let tree = match node.form {
            Form::Text => {
                Tree::String(Cow::Borrowed(&nodes.text[node.start as usize + 1..node.end as usize - 1]))
            }
            Form::Scalar(encoding) => self.scalar(at, encoding)?,
            Form::List => {
                let mut items = Vec::with_capacity(nodes.below(at).count());
                for item in nodes.below(at) {
                    items.push(self.value(item)?);
                }
                Tree::Array(items)
            }
            Form::Table => {
                let mut table = Table::new(Opened::Inline, nodes.below(at).count());
                for pair in nodes.below(at) {
                    self.inline_pair(pair, &mut table)?;
                }
                Tree::Table(table)
            }
            _ => return None,
        };
        Some(Spanned::of(&node, tree))
    }

    fn scalar(&mut self, at: usize, encoding: Option<Encoding>) -> Option<Tree<'t>> {
        let node = self.nodes.nodes[at];
        let raw = &self.nodes.text[node.span()];
        if let Some(plain) = encoding.is_none().then(|| plain(raw)).flatten() {
            return Some(plain);
        }
        let mut text = Cow::Borrowed("");
        let kind = self.nodes.raw(node, encoding).decode_scalar(&mut text, &mut self.error);
        let tree = match kind {
            ScalarKind::String => Tree::String(text),
            ScalarKind::Boolean(flag) => Tree::Boolean(flag),
            ScalarKind::Float => Tree::Float(Float(text)),
            ScalarKind::DateTime => match DeValue::parse(&text).map(toml::Spanned::into_inner) {
                Ok(DeValue::Datetime(datetime)) => tree::time(&datetime.to_string()),
                Ok(_) => return None,
                Err(error) => {
                    let span = Span::new_unchecked(node.start as usize, node.end as usize);
                    return self.report(ParseError::new(error.message().to_owned()).with_unexpected(span));
                }
            },
            ScalarKind::Integer(radix) => Tree::Integer(Integer(match radix.value() {
                16 => format!("0x{text}").into(),
                8 => format!("0o{text}").into(),
                2 => format!("0b{text}").into(),
                _ => text,
            })),
        };
        self.error.is_none().then_some(tree)
    }
}

/// `true`, `false`, a date or a whole number.
fn plain(raw: &str) -> Option<Tree<'_>> {
    let is_digits = |part: &[u8]| part.iter().all(u8::is_ascii_digit);
    match raw.as_bytes() {
        b"true" => Some(Tree::Boolean(true)),
        b"false" => Some(Tree::Boolean(false)),
        [b'1'..=b'9', rest @ ..] if is_digits(rest) => Some(Tree::Integer(Integer(Cow::Borrowed(raw)))),
        [year @ .., b'-', m1, m2, b'-', d1, d2]
            if year.len() == 4 && is_digits(year) && is_digits(&[*m1, *m2, *d1, *d2]) =>
        {
            raw.parse().ok().map(Tree::Date)
        }
        _ => None,
    }
}
