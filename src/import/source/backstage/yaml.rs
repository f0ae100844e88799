//! YAML, and JSON, which is YAML: the documents of a text → trees with lines. Nothing else knows the parser.

use std::fmt;

use serde::Deserialize;
use serde::Deserializer;
use serde::de::MapAccess;
use serde::de::SeqAccess;
use serde::de::Visitor;
use serde_saphyr::Error;
use serde_saphyr::MessageFormatter;
use serde_saphyr::Options;
use serde_saphyr::Spanned;
use serde_saphyr::UserMessageFormatter;
use serde_saphyr::alias_limits;
use serde_saphyr::budget;
use serde_saphyr::budget::BudgetBreach;
use serde_saphyr::options;

/// The greatest size of one document. An entity takes a few thousand bytes; a whole catalogue as JSON is one document.
const LARGEST: usize = 64 << 20;

/// A value, and the line on which it begins, from 1.
#[derive(Debug)]
pub(super) struct Node {
    pub(super) line: usize,
    pub(super) what: What,
}

/// What a value is, as far as a catalogue is concerned.
#[derive(Debug)]
pub(super) enum What {
    /// `null`, or nothing at all.
    Nothing,
    /// Text, or a whole number as it is written in decimal.
    Text(String),
    /// A scalar that is no text. The parser does not keep how it was written: `1.10` is `1.1`.
    Odd,
    List(Vec<Node>),
    /// No key is there twice.
    Map(Vec<(String, Node)>),
}

/// A document that cannot be read.
#[derive(Debug)]
pub(super) struct Broken {
    pub(super) line: usize,
    pub(super) reason: String,
}

impl Node {
    /// The value of a key, where this is a map that has it.
    pub(super) fn get(&self, key: &str) -> Option<&Self> {
        self.pairs().iter().find(|(name, _)| name == key).map(|(_, node)| node)
    }

    /// The pairs of a map; none where it is none.
    pub(super) fn pairs(&self) -> &[(String, Self)] {
        match &self.what {
            What::Map(pairs) => pairs,
            _ => &[],
        }
    }

    /// The text, where it is one.
    pub(super) fn text(&self) -> Option<&str> {
        match &self.what {
            What::Text(text) => Some(text),
            _ => None,
        }
    }

    /// Moves it down by some lines. The parser bounds how deep values lie in each other, and so how deep this goes.
    fn shift(&mut self, lines: usize) {
        self.line += lines;
        match &mut self.what {
            What::List(items) => items.iter_mut().for_each(|item| item.shift(lines)),
            What::Map(pairs) => pairs.iter_mut().for_each(|(_, node)| node.shift(lines)),
            _ => {}
        }
    }
}

/// Reads the documents of a text one by one, so that a broken one hides no other. Empty ones are passed over.
pub(super) fn documents(text: &str) -> impl Iterator<Item = Result<Node, Broken>> {
    let read = |(line, piece): (usize, &str)| match document(line, piece) {
        Ok(Node { what: What::Nothing, .. }) => None,
        read => Some(read),
    };
    pieces(text.trim_start_matches('\u{feff}')).into_iter().filter_map(read)
}

/// Reads one document that begins on a line.
fn document(line: usize, text: &str) -> Result<Node, Broken> {
    if text.len() > LARGEST {
        let reason = format!("this document is larger than {} MiB", LARGEST >> 20);
        return Err(Broken { line, reason });
    }
    match serde_saphyr::from_str_with_options::<Node>(text, bounded()) {
        Ok(mut node) => {
            // Nothing has no place.
            node.line = node.line.max(1);
            node.shift(line - 1);
            Ok(node)
        }
        Err(error) => {
            let at = error.location().map_or(1, |place| usize::try_from(place.line()).unwrap_or(1));
            Err(Broken { line: line - 1 + at.max(1), reason: reason(&error) })
        }
    }
}

/// Says what is wrong in words, on one line and without the place.
fn reason(mut error: &Error) -> String {
    while let Error::AliasError { error: inner, .. } | Error::WithSnippet { error: inner, .. } = error {
        error = inner;
    }
    let message = match error {
        Error::Budget { breach: BudgetBreach::Depth { .. }, .. } => {
            "its values lie too deep in each other".into()
        }
        Error::Budget { breach: BudgetBreach::Nodes { .. } | BudgetBreach::Events { .. }, .. } => {
            "it holds too many values".into()
        }
        Error::Budget { .. } => "it repeats itself too much by anchors and aliases".into(),
        error => UserMessageFormatter.format_message(error),
    };
    let words = message.split(|c: char| c.is_whitespace() || c.is_control());
    let line = words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    format!("this is no YAML that can be read: {}", line.trim_end_matches('.'))
}

/// What one document may cost. No catalogue that people or programs write comes near; what does is made to hurt.
fn bounded() -> Options {
    options! {
        budget: budget! {
            max_events: 3_000_000,
            max_nodes: 1_000_000,
            // Each level takes some 40 KiB of stack without optimisation, of which a thread may have 2 MiB.
            max_depth: 32,
            max_anchors: 1_000,
            max_aliases: 1_000,
            max_merge_keys: 1_000,
            max_recorded_anchor_events: 10_000,
            max_recorded_anchor_bytes: 8 << 20,
            // The absolute bounds do; one owner may well be named a hundred times.
            enforce_alias_anchor_ratio: false,
        },
        alias_limits: alias_limits! { max_total_replayed_events: 10_000, max_replay_stack_depth: 16 },
        // A tag asks for something to be done, so that the text behind it is not what is meant.
        reject_unsupported_tags: true,
        strict_booleans: true,
        leading_zero_numbers_as_strings: true,
        underscored_numbers_as_strings: true,
        with_snippet: false,
    }
}

/// The documents of a stream, each with its first line. YAML forbids the markers at the beginning of a line anywhere
/// within a document, in a quoted or a block text too, so that lines are all one has to look at.
fn pieces(text: &str) -> Vec<(usize, &str)> {
    let mut pieces = Vec::new();
    let (mut start, mut first, mut at) = (0, 1, 0);
    // Whether a marker stands before it, and whether there is more than comments and directives: those belong to the
    // document behind them.
    let (mut marked, mut filled) = (false, false);
    for (index, line) in text.split_inclusive('\n').enumerate() {
        if is_marker(line, "---") {
            if filled {
                pieces.push((first, &text[start..at]));
            }
            if filled || marked {
                (start, first) = (at, index + 1);
            }
            let rest = line[3..].trim();
            (marked, filled) = (true, !rest.is_empty() && !rest.starts_with('#'));
        } else if is_marker(line, "...") {
            if filled {
                pieces.push((first, &text[start..at]));
            }
            (start, first, marked, filled) = (at + line.len(), index + 2, false, false);
        } else {
            filled |= !line.trim().is_empty() && !line.starts_with('#') && (marked || !line.starts_with('%'));
        }
        at += line.len();
    }
    if filled {
        pieces.push((first, &text[start..at]));
    }
    pieces
}

fn is_marker(line: &str, marker: &str) -> bool {
    line.strip_prefix(marker).is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t', '\r', '\n']))
}

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let spanned = Spanned::<What>::deserialize(deserializer)?;
        let line = usize::try_from(spanned.referenced.line()).unwrap_or(usize::MAX);
        Ok(Self { line, what: spanned.value })
    }
}

impl<'de> Deserialize<'de> for What {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Any)
    }
}

/// Takes whatever is there.
struct Any;

impl<'de> Visitor<'de> for Any {
    type Value = What;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_unit<E>(self) -> Result<What, E> {
        Ok(What::Nothing)
    }

    fn visit_none<E>(self) -> Result<What, E> {
        Ok(What::Nothing)
    }

    fn visit_bool<E>(self, _: bool) -> Result<What, E> {
        Ok(What::Odd)
    }

    fn visit_f64<E>(self, _: f64) -> Result<What, E> {
        Ok(What::Odd)
    }

    fn visit_i64<E>(self, number: i64) -> Result<What, E> {
        Ok(What::Text(number.to_string()))
    }

    fn visit_u64<E>(self, number: u64) -> Result<What, E> {
        Ok(What::Text(number.to_string()))
    }

    fn visit_str<E>(self, text: &str) -> Result<What, E> {
        Ok(What::Text(text.to_owned()))
    }

    fn visit_string<E>(self, text: String) -> Result<What, E> {
        Ok(What::Text(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<What, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = access.next_element()? {
            items.push(item);
        }
        Ok(What::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<What, A::Error> {
        let mut pairs = Vec::new();
        while let Some(pair) = access.next_entry()? {
            pairs.push(pair);
        }
        Ok(What::Map(pairs))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stream_is_cut_at_its_markers() {
        let cut = |text: &'static str| pieces(text);
        assert_eq!(cut(""), []);
        assert_eq!(cut("# only a comment\n\n---\n# and no more\n---\n...\n"), []);
        assert_eq!(cut("a\n--- # b\nb\n"), [(1, "a\n"), (2, "--- # b\nb\n")]);
        assert_eq!(
            cut("%YAML 1.2\n---\na\n...\n# b\n--- b"),
            [(1, "%YAML 1.2\n---\na\n"), (5, "# b\n--- b")]
        );
        assert_eq!(cut("a: |\n  ---\n  b\n---a\n"), [(1, "a: |\n  ---\n  b\n---a\n")]);
        assert_eq!(cut("---\r\na\r\n---\r\n---\r\nb"), [(1, "---\r\na\r\n"), (4, "---\r\nb")]);
    }
}
