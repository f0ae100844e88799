//! Tables of HTML: pages that wikis export, and what stands in Markdown documents.

mod open;
mod page;
mod tag;

use std::collections::HashSet;

use html5gum::Span;
use html5gum::Tokenizer;
use html5gum::emitters::callback::CallbackEmitter;
use html5gum::emitters::callback::CallbackEvent;

use crate::import::Mapping;
use crate::import::Read;
use crate::import::Source;
use crate::import::Table;
use crate::import::source::encoding::decode;
use crate::import::source::grid::budget::Budget;
use crate::import::source::html::page::Page;

pub(in crate::import) const SOURCE: Source =
    Source { id: "html", extensions: &["html", "htm", "xhtml"], read: Read::Tables(read) };

fn read(bytes: &[u8], mapping: &Mapping) -> Result<Vec<Table>, String> {
    let (text, remark) = decode(bytes)?;
    let mut tables = tables(&text, &[(0, 1)], &mapping.named(), &mut Budget::new())?;
    if let Some(first) = tables.first_mut() {
        first.remarks.extend(remark);
    }
    Ok(tables)
}

/// The tables of a text, in the order in which they begin. `marks` are bytes of the text, each with the line of the file that it
/// stands on; the first is that of the beginning. `named` are headings that the user named.
///
/// # Errors
/// There is too much in them.
pub(in crate::import) fn tables(
    text: &str,
    marks: &[(usize, usize)],
    named: &HashSet<String>,
    budget: &mut Budget,
) -> Result<Vec<Table>, String> {
    let mut page = Page::new(text, marks, named, budget);
    let take = |event: CallbackEvent<'_>, span: Span<usize>| page.take(event, span.start).err();
    let mut emitter = CallbackEmitter::new(take);
    emitter.naively_switch_states(true);
    // Reading from memory never fails. The only token is a refusal.
    if let Some(Ok(refusal)) = Tokenizer::new_with_emitter(text, emitter).next() {
        return Err(refusal);
    }
    page.finish()
}

#[cfg(test)]
mod tests;
