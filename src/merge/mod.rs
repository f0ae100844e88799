//! Merges two versions of a file by what they say: entry by entry, and where both changed one, field by field.
//!
//! What one side left alone is taken from the other, byte for byte. What both changed differently stands between conflict
//! markers, and nothing else does. A merge without conflicts is proved: what it says is what `data` makes of the three
//! texts as data, which knows nothing of how they are written.

mod align;
mod data;
mod entry;
mod evidence;
mod file;
mod inline;
mod list;
mod output;
mod renamed;
mod sequence;
mod side;
mod unit;

use std::fmt;

use crate::change::Refusal;
use crate::change::Value;
use crate::edit::format::readable;
use crate::edit::format::unusual;
use crate::limits::BLOCK;
use crate::merge::output::Choice;
use crate::merge::output::Output;
use crate::merge::side::Side;
use crate::model::Kind;
use crate::model::Word;
use crate::syntax::cut::Block;
use crate::syntax::cut::cut;
use crate::syntax::layout::is_scattered;
use crate::syntax::lines::line_feed;
use crate::syntax::weight::fits;

/// How conflicts are marked.
#[derive(Clone, Copy, Debug)]
pub struct Markers<'m> {
    /// How many signs a marker has.
    pub size: usize,
    /// The name of our side.
    pub ours: &'m str,
    /// The name of the base, where it is to be shown too.
    pub base: Option<&'m str>,
    /// The name of their side.
    pub theirs: &'m str,
}

impl Default for Markers<'_> {
    fn default() -> Self {
        Self { size: 7, ours: "ours", base: None, theirs: "theirs" }
    }
}

/// What became of a merge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Merged {
    /// The merged text, with markers where both sides are at odds.
    pub text: String,
    /// Where they are.
    pub conflicts: Vec<Conflict>,
}

/// A place where both sides are at odds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Conflict {
    /// The entry, `playbook`, or whatever else the table is called; empty for what stands before all headers.
    pub subject: String,
    /// The field in it; empty where all of it is concerned, or a comment.
    pub field: String,
    /// Why the sides cannot be merged where no field is at odds: evidence of one would become evidence of the other.
    pub why: Option<String>,
}

impl fmt::Display for Conflict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.subject.as_str(), self.field.as_str()) {
            ("", _) => f.write_str("the top of the file"),
            (subject, "") => f.write_str(subject),
            (subject, field) => write!(f, "{subject}.{field}"),
        }
    }
}

/// Merges what two sides made of a base.
///
/// ```
/// use faultbook::merge::Markers;
/// use faultbook::merge::merge;
///
/// let base = "[failure.a]\nproblem = \"p\"\nseverity = \"low\"\n";
/// let ours = base.replace("low", "high");
/// let theirs = format!("{base}owner = \"sre\"\n");
/// let merged = merge(base, &ours, &theirs, &Markers::default()).unwrap();
/// assert_eq!(merged.text, "[failure.a]\nproblem = \"p\"\nseverity = \"high\"\nowner = \"sre\"\n");
/// assert!(merged.conflicts.is_empty());
/// ```
///
/// # Errors
/// One of the three cannot be read, or only as a whole; or the merge cannot be proved.
pub fn merge(base: &str, ours: &str, theirs: &str, markers: &Markers<'_>) -> Result<Merged, Refusal> {
    let clean = |text: &str| Ok(Merged { text: text.to_owned(), conflicts: Vec::new() });
    if ours == theirs || base == theirs {
        return clean(ours);
    }
    if base == ours {
        return clean(theirs);
    }
    let feed = line_feed(ours);
    let texts = [base, ours, theirs].map(|text| alike(text, feed, ours));
    let texts = texts.each_ref().map(String::as_str);
    let output = by_entries(texts, feed, ours.ends_with('\n'))
        .or_else(|refusal| undecided(texts, feed).ok_or(refusal))?;

    let mut text = output.render(Choice::Marked(markers));
    let is_too_large = |block: &Block| !fits(&text[block.range.clone()], BLOCK);
    if output.conflicts.is_empty() && cut(&text, Kind::WORDS).blocks.iter().any(is_too_large) {
        return Err(Refusal::new("an entry of the merge would be too large to be read"));
    }
    if !ours.is_empty() && !ours.ends_with('\n') && !output.ends_in_conflict() && text.ends_with(feed) {
        text.truncate(text.len() - feed.len());
    }
    if ours.starts_with('\u{feff}') {
        text.insert(0, '\u{feff}');
    }
    Ok(Merged { text, conflicts: output.conflicts })
}

fn by_entries(
    [base, ours, theirs]: [&str; 3],
    feed: &'static str,
    is_ended: bool,
) -> Result<Output, Refusal> {
    let values = [
        named("the base", readable(base))?,
        named("our side", readable(ours))?,
        named("their side", readable(theirs))?,
    ];
    let mut sides =
        [named("the base", side(base))?, named("our side", side(ours))?, named("their side", side(theirs))?];
    if !is_ended {
        // Nothing may follow a last line without an end.
        (sides[0].end, sides[2].end) = ("", "");
    }
    let mut output = Output::new(feed);
    file::merge(&sides, &mut output)?;
    prove(&output, values)?;
    Ok(output)
}

/// A file that cannot be merged by entries, left undecided where merged lines could give evidence to something else.
fn undecided([base, ours, theirs]: [&str; 3], feed: &'static str) -> Option<Output> {
    let found = evidence::misplaced(&evidence::changed([base, ours, theirs]));
    let mut found: Vec<_> = found.into_iter().collect();
    found.sort();
    let mut output = Output::new(feed);
    let mut conflicts = found.into_iter().map(|(entry, why)| Conflict {
        subject: entry.to_string(),
        why: Some(why),
        ..Conflict::default()
    });
    output.conflict(conflicts.next()?, base, ours, theirs);
    output.conflicts.extend(conflicts);
    Some(output)
}

/// A text without a byte order mark, its last line ended, its lines ending as ours do. Where ours end in both ways, nobody can
/// say how.
fn alike(text: &str, feed: &str, ours: &str) -> String {
    let mut text = text.strip_prefix('\u{feff}').unwrap_or(text).to_owned();
    let feeds = ours.matches('\n').count();
    let crlfs = ours.matches("\r\n").count();
    if crlfs == 0 || crlfs == feeds {
        text = text.replace("\r\n", "\n");
        if feed == "\r\n" {
            text = text.replace('\n', "\r\n");
        }
    }
    if !text.is_empty() && !text.ends_with('\n') {
        text.push_str(feed);
    }
    text
}

fn side(text: &str) -> Result<Side<'_>, Refusal> {
    let cut = cut(text, Kind::WORDS);
    if cut.odd || is_scattered(text, Kind::WORDS, &cut.blocks) {
        return Err(unusual());
    }
    Ok(Side::new(text, cut.blocks))
}

fn named<T>(whose: &str, result: Result<T, Refusal>) -> Result<T, Refusal> {
    result.map_err(|refusal| Refusal { message: format!("{whose}: {}", refusal.message), ..refusal })
}

/// A merge without conflicts says what the data of the three say together. One with conflicts can be read whichever side is
/// chosen; an id that stands there twice cannot.
fn prove(output: &Output, [base, ours, theirs]: [Value; 3]) -> Result<(), Refusal> {
    let unproved = || Refusal::new("the merge by entries would not say what both sides say");
    let read = |choice| readable(&output.render(choice)).map_err(|_| unproved());
    if !output.conflicts.is_empty() {
        return read(Choice::Ours).and_then(|_| read(Choice::Theirs)).map(|_| ());
    }
    let wanted = data::merge(&base, &ours, &theirs).ok_or_else(unproved)?;
    if read(Choice::Ours)? == wanted { Ok(()) } else { Err(unproved()) }
}

/// Of two sides the one that changed something, where only one did or both did the same. `None`: they are at odds.
fn three<T: PartialEq>(base: T, ours: T, theirs: T) -> Option<T> {
    if ours == theirs || base == theirs {
        Some(ours)
    } else if base == ours {
        Some(theirs)
    } else {
        None
    }
}

#[cfg(test)]
mod tests;
