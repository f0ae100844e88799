//! What is to be said of single rows, once it is known which of them are taken over.

use std::collections::BTreeMap;
use std::collections::HashMap;

use crate::finding::short;
use crate::import::Note;
use crate::import::headings::name::key;
use crate::model::Scales;
use crate::model::Status;
use crate::model::Word;

/// Something that a person should know of a row, if it is taken over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark {
    /// The heading of the column; empty for the whole row.
    pub(super) column: String,
    pub(super) what: What,
}

/// What there is to know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum What {
    /// A message. Of several with one text, or of one kind, only the first is shown, with their number.
    Said { kind: Option<&'static str>, message: String },
    /// A scale does not know a word.
    Unknown { scale: &'static str, word: String },
}

impl Remark {
    pub(super) fn said(column: &str, message: impl Into<String>) -> Self {
        Self { column: column.to_owned(), what: What::Said { kind: None, message: message.into() } }
    }

    /// A message of a kind of which one is enough for a column.
    pub(super) fn of_kind(column: &str, kind: &'static str, message: impl Into<String>) -> Self {
        let what = What::Said { kind: Some(kind), message: message.into() };
        Self { column: column.to_owned(), what }
    }
}

/// The words of one column that its scale does not know: how often, and where first.
type Words = Vec<(String, usize, usize)>;

/// The same while they are counted, with the place of each word in lower case: there may be very many.
type Counted = (Words, HashMap<String, usize>);

/// Remarks with their sheets and lines → notes. Words that a scale does not know are told together.
pub(super) fn notes(remarks: Vec<(Option<String>, usize, Remark)>, scales: &Scales) -> Vec<Note> {
    let mut notes: Vec<Note> = Vec::with_capacity(remarks.len());
    // Where the first of them stands in the notes, and how many there are.
    let mut alike: HashMap<(Option<String>, String, String), (usize, usize)> = HashMap::new();
    let mut unknown: BTreeMap<(Option<String>, &'static str, String), Counted> = BTreeMap::new();
    for (sheet, line, Remark { column, what }) in remarks {
        match what {
            What::Said { kind, message } => {
                let of = kind.map_or_else(|| message.clone(), str::to_owned);
                let first = alike.entry((sheet.clone(), column.clone(), of)).or_insert((notes.len(), 0));
                first.1 += 1;
                if first.1 == 1 {
                    notes.push(Note { sheet, line, column, message });
                }
            }
            What::Unknown { scale, word } => {
                let (words, places) = unknown.entry((sheet, scale, column)).or_default();
                let at = *places.entry(word.to_ascii_lowercase()).or_insert(words.len());
                match words.get_mut(at) {
                    Some((_, times, _)) => *times += 1,
                    None => words.push((word, 1, line)),
                }
            }
        }
    }
    for (at, times) in alike.into_values().filter(|(_, times)| *times > 1) {
        notes[at].message.push_str(&format!(" ({times} rows)"));
    }
    notes.extend(unknown.into_iter().map(|((sheet, scale, column), (words, _))| {
        let line = words.iter().map(|(.., line)| *line).min().unwrap_or(1);
        let message = told(scale, &column, &words, scales);
        Note { sheet, line, column, message }
    }));
    notes
}

/// One message for all words of a column that its scale does not know.
fn told(scale: &str, column: &str, words: &Words, scales: &Scales) -> String {
    const SHOWN: usize = 8;
    let told = |(word, times, _): &(String, usize, usize)| match times {
        1 => format!("“{}”", short(word)),
        times => format!("“{}” ({times} rows)", short(word)),
    };
    let shown: Vec<String> = words.iter().take(SHOWN).map(told).collect();
    let more = if words.len() > SHOWN { format!(" and {} more", words.len() - SHOWN) } else { String::new() };
    let levels: Vec<&str> = match scale {
        "severity" => scales.severity.names().collect(),
        "likelihood" => scales.likelihood.names().collect(),
        "detection" => scales.detection.names().collect(),
        _ => Status::WORDS.to_vec(),
    };
    let what = match (scale, words.len()) {
        ("status", _) => "status".to_owned(),
        (scale, 1) => format!("{scale} level"),
        (scale, _) => format!("{scale} levels"),
    };
    let first = words.first().map_or("", |(word, ..)| word.as_str());
    format!(
        "unknown {what} {}{more} (known: {}), kept as x-{}; set a level with --map-level \"{}=LEVEL\"",
        shown.join(", "),
        levels.join(", "),
        key(column),
        short(first),
    )
}
