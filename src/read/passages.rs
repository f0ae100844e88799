//! The texts of a file, each with its place.

use std::ops::Range;
use std::sync::Arc;

use toml_parser::Source;
use toml_parser::lexer::TokenKind;

use crate::config::Config;
use crate::finding::Passage;
use crate::finding::Place;
use crate::finding::Role;
use crate::finding::Subject;
use crate::finding::TextRange;
use crate::limits::WHOLE;
use crate::model::EntryRef;
use crate::model::Id;
use crate::model::Kind;
use crate::model::Word;
use crate::read::Document;
use crate::read::reader::push_index;
use crate::read::reader::push_key;
use crate::syntax::tree;
use crate::syntax::tree::Key;
use crate::syntax::tree::Table;
use crate::syntax::tree::Tree;
use crate::syntax::tree::Value;
use crate::syntax::weight::admit;

impl Document {
    /// Shows all texts of the entries around some bytes, which are in order.
    pub fn passages(&self, near: &[usize], see: &mut impl FnMut(&Passage<'_>)) {
        let mut near = near.iter().peekable();
        for block in &self.blocks {
            let mut is_near = false;
            while near.next_if(|&&byte| byte < block.range.end).is_some() {
                is_near = true;
            }
            if is_near {
                let file = Subject::File(Arc::clone(&self.path));
                Walk { file: &self.path, text: &self.text, whole: file, see }.block(block.range.clone());
            }
        }
    }
}

/// Shows all texts of `faultbook.toml`.
pub fn passages_of_config(text: &str, see: &mut impl FnMut(&Passage<'_>)) {
    let file = Config::FILE.into();
    Walk { file: &file, text, whole: Subject::Config, see }.block(0..text.len());
}

/// A walk through the texts of a part of a file.
struct Walk<'a, S> {
    file: &'a Arc<str>,
    text: &'a str,
    /// What texts belong to that belong to no entry.
    whole: Subject,
    see: &'a mut S,
}

/// What a text belongs to: the entry, the way to the field, and the last key on it.
struct Owner<'k> {
    subject: Subject,
    field: String,
    key: &'k str,
}

impl<S: FnMut(&Passage<'_>)> Walk<'_, S> {
    fn block(&mut self, range: Range<usize>) {
        let (start, part) = match self.text[range.clone()].strip_prefix('\u{feff}') {
            Some(rest) => (range.end - rest.len(), rest),
            None => (range.start, &self.text[range.clone()]),
        };
        let permit = admit(part, WHOLE);
        let parsed = permit.as_ref().and_then(|_| tree::read(part).ok());
        let Some(read) = parsed else {
            let owner = self.owner();
            return self.show(Role::Unparsed, &owner, range, &self.text[start..start + part.len()]);
        };
        for token in Source::new(part).lex().filter(|token| token.kind() == TokenKind::Comment) {
            let span = start + token.span().start()..start + token.span().end();
            self.show(Role::Comment, &self.owner(), span.clone(), &self.text[span]);
        }
        self.root(&read.table, start);
    }

    fn owner(&self) -> Owner<'static> {
        Owner { subject: self.whole.clone(), field: String::new(), key: "" }
    }

    /// The tables of a file: those of entries, and others.
    fn root(&mut self, root: &Table<'_>, start: usize) {
        for (name, value) in root {
            let kind = Kind::from_word(name.get_ref()).filter(|_| self.whole != Subject::Config);
            let (Some(kind), Tree::Table(entries)) = (kind, value.get_ref()) else {
                let mut owner = self.owner();
                self.pair(&mut owner, name, value, start);
                continue;
            };
            for (key, entry) in entries {
                let mut owner = self.owner();
                match Id::new(key.get_ref()) {
                    Ok(id) => owner.subject = Subject::Entry(EntryRef { kind, id }),
                    Err(_) => push_key(&mut owner.field, name.get_ref()),
                }
                let span = start + key.span().start..start + key.span().end;
                self.show(Role::Key, &owner, span, key.get_ref());
                self.value(&mut owner, entry, start);
            }
        }
    }

    fn pair<'k>(&mut self, owner: &mut Owner<'k>, key: &'k Key<'_>, value: &'k Value<'_>, start: usize) {
        let (length, above) = (owner.field.len(), owner.key);
        push_key(&mut owner.field, key.get_ref());
        owner.key = key.get_ref();
        let span = start + key.span().start..start + key.span().end;
        self.show(Role::Key, owner, span, key.get_ref());
        self.value(owner, value, start);
        owner.field.truncate(length);
        owner.key = above;
    }

    /// The parser bounds how deep values are nested, and so how deep this goes.
    fn value<'k>(&mut self, owner: &mut Owner<'k>, value: &'k Value<'_>, start: usize) {
        match value.get_ref() {
            Tree::String(text) => {
                let span = start + value.span().start..start + value.span().end;
                self.show(Role::Value, owner, span, text);
            }
            Tree::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    let length = owner.field.len();
                    push_index(&mut owner.field, index);
                    self.value(owner, item, start);
                    owner.field.truncate(length);
                }
            }
            Tree::Table(table) => {
                table.iter().for_each(|(key, value)| self.pair(owner, key, value, start));
            }
            _ => {}
        }
    }

    fn show(&mut self, role: Role, owner: &Owner<'_>, span: Range<usize>, text: &str) {
        /// How far around a text it is looked.
        const AROUND: usize = 512;
        let from = self.text.floor_char_boundary(span.start.saturating_sub(AROUND));
        let to = self.text.floor_char_boundary((span.end + AROUND).min(self.text.len()));
        let begins = self.text[span.clone()].find(text).map(|at| span.start + at);
        let at = Place {
            subject: owner.subject.clone(),
            field: owner.field.clone().into(),
            text: Some(TextRange::new(self.file, span)),
        };
        (self.see)(&Passage { at, role, key: owner.key, text, around: &self.text[from..to], begins });
    }
}
