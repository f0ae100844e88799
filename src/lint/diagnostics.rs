//! What a rule says while it judges.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::collections::HashMap;
use std::collections::hash_map::Entry as Slot;

use crate::finding::Finding;
use crate::finding::Level;
use crate::finding::Place;
use crate::finding::Subject;
use crate::finding::nearest;
use crate::model::Book;
use crate::model::EntryRef;
use crate::model::Id;
use crate::model::Kind;

/// Collects the findings of one rule.
#[derive(Debug, Default)]
pub struct Diagnostics {
    pub(super) rule: &'static str,
    pub(super) findings: Vec<Finding>,
    pub(super) judged: usize,
    /// What it would say, if what that depends on could be read.
    pub(super) held: Vec<Finding>,
    /// The entries that silence the rule, and were left out of what it says of several.
    pub(super) left_out: Vec<EntryRef>,
    /// The names that no entry has, and the kinds that would do, behind the findings that say so.
    missing: Vec<(usize, Missing)>,
}

/// An id that no entry has, and the kinds that would do.
type Missing = (&'static [Kind], Id);

/// For how many names the nearest one is looked for, which costs a look at every id.
const SUGGESTIONS: usize = 100;

impl Diagnostics {
    pub(super) fn new(rule: &'static str) -> Self {
        Self {
            rule,
            findings: Vec::new(),
            judged: 0,
            held: Vec::new(),
            left_out: Vec::new(),
            missing: Vec::new(),
        }
    }

    /// Reports a finding; what comes back takes the help.
    pub fn report(&mut self, at: Place, message: impl Into<Cow<'static, str>>) -> Remark<'_> {
        let index = self.findings.len();
        self.findings.push(Finding::new(self.rule, at, message));
        Remark(&mut self.findings[index])
    }

    /// Notes that the last finding is about an id that no entry has. Once all findings are there, the help of those about
    /// the first hundred names becomes the nearest name that does.
    pub fn missing(&mut self, kinds: &'static [Kind], id: &Id) {
        self.missing.extend(self.findings.len().checked_sub(1).map(|last| (last, (kinds, id.clone()))));
    }

    /// Looks for the nearest names.
    pub(super) fn suggest(&mut self, book: &Book) {
        let mut ids: BTreeMap<Kind, Vec<&str>> = BTreeMap::new();
        let mut near: HashMap<Missing, Option<&str>> = HashMap::new();
        for (at, missing) in self.missing.drain(..) {
            let (kinds, is_few) = (missing.0, near.len() < SUGGESTIONS);
            let near = match near.entry(missing) {
                Slot::Occupied(known) => *known.get(),
                Slot::Vacant(new) if is_few => {
                    for &kind in kinds {
                        ids.entry(kind).or_insert_with(|| book.ids(kind));
                    }
                    let ids = kinds.iter().flat_map(|kind| &ids[kind]).copied();
                    let near = nearest(new.key().1.as_str(), ids);
                    *new.insert(near)
                }
                Slot::Vacant(_) => None,
            };
            if let Some(near) = near {
                self.findings[at].help = Some(format!("did you mean `{near}`?").into());
            }
        }
    }

    /// Notes that something would be said there, if what that depends on could be read.
    pub(super) fn hold_back(&mut self, at: Place) {
        self.held.push(Finding::new(self.rule, at, ""));
    }

    /// Holds back what was said of entries that it depends on something unread in.
    pub(super) fn hold_back_of(&mut self, waits: impl Fn(&EntryRef) -> bool) {
        let of = |finding: &Finding| matches!(&finding.at.subject, Subject::Entry(entry) if waits(entry));
        let held = self.findings.extract_if(.., |finding| of(finding));
        let before = self.held.len();
        self.held.extend(held);
        self.judged = self.judged.saturating_sub(self.held.len() - before);
    }

    /// Counts an entry that the rule looked at, so that a missing habit can be told from a missing field.
    pub fn judged(&mut self) {
        self.judged += 1;
    }

    /// Adds what the same rule said of other entries.
    pub(super) fn add(&mut self, more: Self) {
        let before = self.findings.len();
        self.missing.extend(more.missing.into_iter().map(|(at, entry)| (before + at, entry)));
        self.findings.extend(more.findings);
        self.judged += more.judged;
        self.held.extend(more.held);
        self.left_out.extend(more.left_out);
    }

    /// Notes that an entry silences the rule, where one finding speaks of several entries: it is left out of it.
    pub fn left_out(&mut self, entry: EntryRef) {
        self.left_out.push(entry);
    }
}

/// A finding just reported.
#[derive(Debug)]
pub struct Remark<'a>(&'a mut Finding);

impl Remark<'_> {
    /// Speaks no louder than this, however loud the rule is.
    #[must_use]
    pub fn at_most(self, level: Level) -> Self {
        self.0.level = self.0.level.min(level);
        self
    }

    /// Names another place that belongs to it.
    #[must_use]
    pub fn related(self, at: Place, what: impl Into<Cow<'static, str>>) -> Self {
        self.0.related.push((at, what.into()));
        self
    }

    /// Says what to do.
    pub fn help(self, help: impl Into<Cow<'static, str>>) {
        self.0.help = Some(help.into());
    }
}
