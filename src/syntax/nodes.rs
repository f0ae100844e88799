//! A text taken apart: its headers, keys and values as nodes in the order of the text, each with its bytes. Everything else
//! that is known of a text is made of them: its tables ([`crate::syntax::tree`]) and its statements
//! ([`crate::syntax::outline`]).

use std::cell::RefCell;
use std::ops::Range;

use toml_parser::ParseError;
use toml_parser::Raw;
use toml_parser::Source;
use toml_parser::Span;
use toml_parser::decoder::Encoding;
use toml_parser::lexer::Token;
use toml_parser::parser::parse_document;

use crate::syntax::error::Error;
use crate::syntax::events::Builder;
use crate::syntax::scan::Scanner;

/// A node. What is below it stands right behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Node {
    pub(crate) start: u32,
    pub(crate) end: u32,
    /// The number of the node behind it and all below it.
    pub(crate) next: u32,
    pub(crate) form: Form,
}

/// What a node is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// `[a.b]`: keys.
    Header,
    /// `[[a.b]]`: keys.
    Element,
    /// `a.b = …`: keys, and one value.
    Pair,
    /// A key without quotes.
    Name,
    /// Any other key.
    Key(Option<Encoding>),
    /// A text between two quotes that means what it looks like.
    Text,
    /// Any other value that holds none.
    Scalar(Option<Encoding>),
    /// `[…]`: values.
    List,
    /// `{…}`: pairs.
    Table,
}

impl Node {
    /// Whether it is a key.
    pub(crate) fn is_key(&self) -> bool {
        matches!(self.form, Form::Name | Form::Key(_))
    }

    /// Its bytes.
    pub(crate) fn span(&self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// The nodes of a text.
#[derive(Debug)]
pub(crate) struct Nodes<'t> {
    pub(crate) text: &'t str,
    pub(crate) nodes: Vec<Node>,
    /// The first piece of syntax that TOML 1.0 does not have, and what it is.
    pub(crate) newer: Option<(Range<usize>, &'static str)>,
}

/// A thread keeps room for the tokens of as large a text as an entry usually is.
const KEPT: usize = 64 << 10;

impl<'t> Nodes<'t> {
    /// Takes a text apart. Keys and values are not looked into yet.
    ///
    /// # Errors
    /// What is wrong with it first, with the nodes that there are.
    pub(crate) fn parse(text: &'t str) -> (Self, Option<ParseError>) {
        let mut builder = Builder::new(text, text.len() / 10 + 8);
        if Scanner::new(&mut builder, text).run().is_some() {
            return (builder.finish(), None);
        }
        builder.restart();
        Self::reported(builder)
    }

    /// The nodes that the parser reports.
    pub(super) fn reported(mut builder: Builder<'t>) -> (Self, Option<ParseError>) {
        thread_local! {
            static TOKENS: RefCell<Vec<Token>> = const { RefCell::new(Vec::new()) };
        }
        TOKENS.with_borrow_mut(|tokens| {
            tokens.clear();
            tokens.extend(Source::new(builder.whole()).lex());
            let mut error = None;
            parse_document(tokens, &mut builder, &mut error);
            if tokens.capacity() > KEPT {
                *tokens = Vec::new();
            }
            (builder.finish(), error)
        })
    }

    /// The nodes of a text that is sound as far as its nodes tell.
    pub(crate) fn sound(text: &'t str) -> Result<Self, Error> {
        match Self::parse(text) {
            (nodes, None) => Ok(nodes),
            (_, Some(error)) => Err(error.into()),
        }
    }

    /// The bytes of a key or a value, to be decoded.
    pub(crate) fn raw(&self, node: Node, encoding: Option<Encoding>) -> Raw<'t> {
        let span = Span::new_unchecked(node.start as usize, node.end as usize);
        Raw::new_unchecked(&self.text[node.span()], encoding, span)
    }

    /// The numbers of the nodes right below one.
    pub(crate) fn below(&self, at: usize) -> impl Iterator<Item = usize> + '_ {
        let end = self.nodes[at].next as usize;
        let mut next = at + 1;
        std::iter::from_fn(move || {
            let at = next;
            (at < end).then(|| {
                next = self.nodes[at].next as usize;
                at
            })
        })
    }
}
