//! Whether a draft can be read, and what is wrong with one entry of it.

use std::collections::HashSet;
use std::ops::Range;

use crate::change::Refusal;
use crate::edit::Draft;
use crate::edit::pieces;
use crate::finding::Finding;
use crate::finding::Place;
use crate::finding::Subject;
use crate::finding::TextRange;
use crate::limits::BLOCK;
use crate::limits::WHOLE;
use crate::model::EntryRef;
use crate::model::Scales;
use crate::parallel;
use crate::read::block::Source;
use crate::read::block::Yield;
use crate::read::conflict::conflict_markers;
use crate::read::conflict::unfinished;
use crate::read::errors;
use crate::read::errors::syntax_finding;
use crate::read::errors::too_large;
use crate::syntax::error::Error;
use crate::syntax::tree;
use crate::syntax::weight::admit;
use crate::syntax::weight::fits;

/// How many parts make it worth to start threads.
const PARALLEL: usize = 512;

impl Draft {
    /// The first reason why the file as it is cannot be read whole, with its place.
    pub fn fault(&self) -> Option<Finding> {
        let place = |range: Range<usize>| Place::file(self.path(), range);
        if let Some(marker) = conflict_markers(self.before()).into_iter().next() {
            return Some(unfinished(place(marker)));
        }
        let start = |at: usize| (0..at).map(|at| self.part(at).len()).sum::<usize>();
        let fault = |at: usize| {
            let error = fault(self.part(at), at == 0)?;
            let start = start(at);
            Some(syntax_finding(self.part(at), &error, |span| place(start + span.start..start + span.end)))
        };
        // What is too large to be read, and still can be proved, can be made smaller.
        if let Some(at) = (0..self.len()).find(|&at| !fits(self.part(at), WHOLE)) {
            let header = start(at) + self.parts[at].key.start;
            let message = "this is too large to be parsed: too many bytes, or too many keys";
            let finding = Finding::new("unreadable-file", place(header..header), message);
            let help = match pieces::entry(self.key(at)).filter(|entry| self.can_be_cut_off(entry)) {
                Some(entry) => format!("shorten it in an editor, or `faultbook remove {entry}`"),
                None => "shorten it in an editor".to_owned(),
            };
            return Some(finding.help(help));
        }
        // The parser would take each part for a file, and pass over the mark.
        let is_marked = |at: &usize| unmarked(self.part(*at), *at == 0).starts_with('\u{feff}');
        if let Some(at) = (0..self.len()).find(is_marked) {
            let start = start(at);
            return Some(errors::stray_mark(place(start..start + '\u{feff}'.len_utf8())));
        }
        parallel::find(self.len(), PARALLEL, fault).or_else(|| {
            self.double()
                .map(|entry| Finding::new("duplicate-id", place(0..0), format!("{entry} is defined twice")))
        })
    }

    /// An entry that is defined twice.
    fn double(&self) -> Option<EntryRef> {
        let mut signs: Vec<u64> =
            self.parts.iter().filter(|part| !part.key.is_empty()).map(|part| part.sign).collect();
        signs.sort_unstable();
        // Two keys rarely share a number; those that do are looked at.
        let twice: HashSet<u64> =
            signs.windows(2).filter(|pair| pair[0] == pair[1]).map(|pair| pair[0]).collect();
        let mut seen = HashSet::new();
        let suspects = (0..self.len()).filter(|&at| twice.contains(&self.parts[at].sign));
        let double = suspects.map(|at| self.key(at)).find(|key| !key.is_empty() && !seen.insert(*key))?;
        pieces::entry(double)
    }

    /// What is wrong with how an entry is written: values that no field can have, unknown keys, and the like.
    ///
    /// # Errors
    /// The entry is not in the file.
    pub fn findings(&self, entry: &EntryRef, scales: &Scales) -> Result<Vec<Finding>, Refusal> {
        let part = self.part(self.at(entry)?);
        let text = part.strip_prefix('\u{feff}').unwrap_or(part);
        let source = Source { scales, path: self.path(), playbook: self.playbook(), file: 0 };
        let mut out = Yield::default();
        let Some(_permit) = admit(text, if self.is_odd() { WHOLE } else { BLOCK }) else {
            return Ok(vec![too_large(Place::entry(entry.clone()), &format!("{entry} would be"))]);
        };
        match tree::read(text) {
            Ok(read) => source.entries(read.table, 0, &mut out),
            Err(error) => out.findings.push(syntax_finding(text, &error, |span| {
                Place::entry(entry.clone()).at(TextRange::new(self.path(), span))
            })),
        }
        if self.is_odd() {
            // The part is the whole file, and what is wrong with others is not this entry's fault.
            let is_own = |finding: &Finding| match &finding.at.subject {
                Subject::Entry(of) => of == entry,
                _ => finding.rule == "syntax",
            };
            out.findings.retain(is_own);
        }
        Ok(out.findings)
    }
}

/// Why a text is no TOML.
fn fault(text: &str, is_first: bool) -> Option<Error> {
    let text = unmarked(text, is_first);
    let _permit = admit(text, WHOLE);
    tree::read(text).err()
}

/// A part without the byte order mark, which may only begin a file.
fn unmarked(text: &str, is_first: bool) -> &str {
    text.strip_prefix('\u{feff}').filter(|_| is_first).unwrap_or(text)
}
