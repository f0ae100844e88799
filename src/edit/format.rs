//! Puts a file in the order of the format, and changes nothing else.
//!
//! Comments go with what they stand above. Empty lines stay where they are: the third gap of a file is the third gap
//! afterwards, so that the file looks as before.

use std::collections::HashMap;

use crate::change::Refusal;
use crate::change::Step;
use crate::change::Value;
use crate::change::rank;
use crate::edit::pieces::own_end;
use crate::edit::pieces::pieces;
use crate::limits::WHOLE;
use crate::model::Kind;
use crate::model::Word;
use crate::syntax::cut::cut;
use crate::syntax::layout::is_scattered;
use crate::syntax::lines::line_feed;
use crate::syntax::units::Section;
use crate::syntax::units::Unit;
use crate::syntax::units::blank;
use crate::syntax::units::sections;
use crate::syntax::weight::fits;

/// The text in the order of the format: `[playbook]` first, then kinds, ids, tables and keys. `None`: it is so already.
///
/// ```
/// use faultbook::edit::format;
///
/// let text = "[failure.b]\nrisk = \"r\"  # why\nproblem = \"p\"\n\n# about a\n[failure.a]\nproblem = \"q\"\n";
/// let ordered = format(text).unwrap().unwrap();
/// assert_eq!(
///     ordered,
///     "# about a\n[failure.a]\nproblem = \"q\"\n\n[failure.b]\nproblem = \"p\"\nrisk = \"r\"  # why\n"
/// );
/// assert_eq!(format(&ordered), Ok(None));
/// ```
///
/// # Errors
/// It cannot be read, or only as a whole.
pub fn format(text: &str) -> Result<Option<String>, Refusal> {
    let body = text.strip_prefix('\u{feff}').unwrap_or(text);
    let before = readable(body)?;
    let after = ordered(body)?;
    if after == body {
        return Ok(None);
    }
    // What cannot be proved is not done.
    if readable(&after).as_ref() != Ok(&before) {
        return Err(Refusal::new("in the order of the format it would not say the same"));
    }
    Ok(Some(format!("{}{after}", &text[..text.len() - body.len()])))
}

/// What a text says, where it is small enough to be parsed whole.
pub(crate) fn readable(body: &str) -> Result<Value, Refusal> {
    if !fits(body, WHOLE) {
        return Err(Refusal::new("it is too large to be parsed whole").help("split it into several files"));
    }
    Value::document(body).map_err(|reason| {
        Refusal::new(format!("it cannot be read: {reason}")).help("`faultbook lint` says where")
    })
}

/// Why a text cannot be taken apart.
pub(crate) fn unusual() -> Refusal {
    Refusal::new("its layout can only be read as a whole")
        .help("give each entry one header of its own: [failure.zone-outage]")
}

/// An entry on its way to its place.
struct Entry<'t> {
    order: Order<'t>,
    /// Comments above it that an empty line parts from it.
    notes: &'t str,
    text: String,
}

/// Where an entry belongs. What the format does not know keeps its order.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Order<'t> {
    Playbook,
    Entry(Kind, &'t str),
    Unknown,
}

impl<'t> Order<'t> {
    fn of(key: &'t str) -> Self {
        let (word, id) = key.split_once('.').unwrap_or((key, ""));
        match Kind::from_word(word) {
            _ if key == "playbook" => Self::Playbook,
            Some(kind) => Self::Entry(kind, id),
            None => Self::Unknown,
        }
    }
}

fn ordered(body: &str) -> Result<String, Refusal> {
    let cut = cut(body, Kind::WORDS);
    if cut.odd || is_scattered(body, Kind::WORDS, &cut.blocks) {
        return Err(unusual());
    }
    let feed = line_feed(body);
    let mut out = String::with_capacity(body.len() + feed.len());
    let (mut gaps, mut entries) = (Vec::new(), Vec::new());
    // What stands between the piece before and this one.
    let mut between = "";
    for piece in pieces(body, cut.blocks) {
        let text = &body[piece.range];
        if piece.key.is_empty() {
            out.push_str(text);
            continue;
        }
        let (own, rest) = text.split_at(own_end(text));
        let (gap, notes) = between.split_at(blank(between));
        gaps.push(gap);
        entries.push(Entry { order: Order::of(&text[piece.key]), notes, text: entry(own, feed) });
        between = rest;
    }
    entries.sort_by(|a, b| a.order.cmp(&b.order));
    for (gap, entry) in gaps.into_iter().zip(entries) {
        out.extend([gap, entry.notes, &entry.text]);
    }
    out.push_str(between);
    if !body.ends_with('\n') && out.ends_with(feed) {
        out.truncate(out.len() - feed.len());
    }
    Ok(out)
}

/// The text of an entry with its tables and keys in order, and a line feed at its end.
fn entry(own: &str, feed: &str) -> String {
    let whole;
    let own = match own.ends_with('\n') {
        true => own,
        false => {
            whole = format!("{own}{feed}");
            &whole
        }
    };
    let mut sections = sections(own);
    let gaps: Vec<&str> =
        sections.iter().map(|section| section.head.as_ref().map_or("", |head| head.gap)).collect();
    sort_sections(&mut sections);
    let mut out = String::with_capacity(own.len());
    for (gap, Section { head, mut pairs, tail, .. }) in gaps.into_iter().zip(sections) {
        out.push_str(gap);
        out.extend(head.iter().flat_map(|head| [head.lead, head.line]));
        let gaps: Vec<&str> = pairs.iter().map(|pair| pair.gap).collect();
        pairs.sort_by_key(|Unit { statement, .. }| rank(&statement.path[..=statement.above]));
        for (gap, pair) in gaps.into_iter().zip(pairs) {
            out.extend([gap, pair.lead, pair.line]);
        }
        out.push_str(tail);
    }
    out
}

/// Sub-tables by their place in the format, below the table that holds them; elements of lists stay in their order.
fn sort_sections(sections: &mut Vec<Section<'_>>) {
    let path = |section: &Section<'_>| section.head.as_ref().map(|head| head.statement.path.clone());
    let paths: Vec<Vec<Step>> = sections.iter().map(|section| path(section).unwrap_or_default()).collect();
    let mut first: HashMap<&[Step], usize> = HashMap::new();
    for (at, path) in paths.iter().enumerate() {
        for length in 1..=path.len() {
            first.entry(&path[..length]).or_insert(at);
        }
    }
    let order = |path: &[Step]| -> Vec<(usize, usize)> {
        let step = |at: usize| match &path[at] {
            Step::Key(_) => (rank(&path[..=at]), first.get(&path[..=at]).copied().unwrap_or_default()),
            Step::Index(index) => (*index, 0),
        };
        (0..path.len()).map(step).collect()
    };
    let mut ordered: Vec<_> = paths.iter().map(|path| order(path)).zip(std::mem::take(sections)).collect();
    ordered.sort_by(|(a, _), (b, _)| a.cmp(b));
    sections.extend(ordered.into_iter().map(|(_, section)| section));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ordered(text: &str) -> String {
        let after = format(text).unwrap().unwrap_or_else(|| text.to_owned());
        assert_eq!(format(&after), Ok(None), "{after}");
        after
    }

    #[test]
    fn keys_and_tables_find_their_place_with_their_comments() {
        let text = "# the file\n\n[failure.a] # here\n# own\nx-own = 1\nseverity = 'high' # sure?\n\n# why\nproblem = \"x\"\n\
                    x-more = 2\n# tail\n[[failure.a.preventative]]\nowner = 'o'\naction = 'one'\n[failure.a.residual]\n\
                    severity = 'low'\n\n# soon\n[failure.a.estimate]\nrepair.x = 1\ndetect = '5m'\nrepair.y = 2\n# end\n";
        assert_eq!(
            ordered(text),
            "# the file\n\n[failure.a] # here\n# why\nproblem = \"x\"\nseverity = 'high' # sure?\n\n# own\nx-own = 1\n\
             x-more = 2\n# tail\n[[failure.a.preventative]]\naction = 'one'\nowner = 'o'\n# soon\n[failure.a.estimate]\n\
             detect = '5m'\nrepair.x = 1\nrepair.y = 2\n# end\n\n[failure.a.residual]\nseverity = 'low'\n"
        );
    }

    #[test]
    fn entries_find_their_place() {
        let text = "\u{feff}# head\r\n[failure.b]\r\nproblem = 1\r\n\r\n# apart\r\n\r\n# flow\r\n[flow.z]\r\nname = 1\r\n\r\n\r\n\
                    [x.y]\r\nz = 1\r\n[playbook]\r\ntitle = 1";
        assert_eq!(
            ordered(text),
            "\u{feff}# head\r\n[playbook]\r\ntitle = 1\r\n\r\n# apart\r\n\r\n# flow\r\n[flow.z]\r\nname = 1\r\n\r\n\r\n\
             [failure.b]\r\nproblem = 1\r\n[x.y]\r\nz = 1"
        );
    }

    #[test]
    fn what_cannot_be_taken_apart_is_left_alone() {
        for text in [
            "[failure.a\n",
            "[failure]\nb.problem = 1\na.problem = 1\n",
            "failure.b.x = 1\nfailure.a.x = 1\n",
        ] {
            assert!(format(text).is_err(), "{text}");
        }
        assert_eq!(format(""), Ok(None));
        assert_eq!(format("# only\n\n# comments"), Ok(None));
    }
}
