//! Tokens, keys and passwords in texts. None is ever shown: neither in a message nor with the line that it is on.

mod assigned;
mod find;
mod names;
mod shapes;
mod value;

use std::borrow::Cow;
use std::ops::Range;

use crate::finding::Passage;
use crate::finding::Role;
use crate::lint::Diagnostics;
use crate::lint::OfText;
use crate::lint::Rule;
use assigned::Named;
use assigned::Written;
use find::Secret;
use find::find;
use find::find_in_message;

pub(super) const RULE: Rule = Rule::of_texts(
    "secret",
    include_str!("../secret.md"),
    OfText {
        glance: |text| secrets(text).into_iter().map(|range| range.start).collect(),
        judge,
        yields: false,
    },
);

fn judge(passage: &Passage<'_>, diagnostics: &mut Diagnostics) {
    let mut found = find(passage.text);
    // The value of a key that is called so.
    if let Some(named) = Named::of(passage.key).filter(|_| passage.role == Role::Value && found.is_empty())
        && named.is_told(passage.text, Written::Quoted)
    {
        found.push(Secret { what: named.what(), range: 0..passage.text.len() });
    }
    for Secret { what, range } in found {
        diagnostics
            .report(passage.part(range), format!("{} contains {what}", passage.name()))
            .help("revoke it, keep the new one in a secret store, and name its place here: `$TOKEN`");
    }
}

/// The bytes of the secrets in a text.
pub fn secrets(text: &str) -> Vec<Range<usize>> {
    find(text).into_iter().map(|secret| secret.range).collect()
}

/// A text with asterisks in place of its secrets, as many as they have bytes. Where a text was cut to fit a message, the beginning
/// of a secret is replaced as well.
pub fn masked(text: &str) -> Cow<'_, str> {
    const LONGEST_MESSAGE: usize = 2_000;
    let found = if text.len() > LONGEST_MESSAGE { find(text) } else { find_in_message(text) };
    if found.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut masked = String::with_capacity(text.len());
    for Secret { range, .. } in found {
        masked.push_str(&text[masked.len()..range.start]);
        masked.extend(std::iter::repeat_n('*', range.len()));
    }
    masked.push_str(&text[masked.len()..]);
    Cow::Owned(masked)
}
