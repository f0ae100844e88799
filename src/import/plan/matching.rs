//! Which entry each row speaks of.

use std::cmp::Reverse;
use std::collections::HashSet;

use crate::change::Path;
use crate::change::Value;
use crate::change::evidence;
use crate::change::is_alike;
use crate::import::Field;
use crate::import::ImportedEntries;
use crate::import::ImportedEntry;
use crate::import::plan::PlanContext;
use crate::import::plan::base::texts;
use crate::import::plan::existing::ExistingEntries;
use crate::import::plan::facts::Facts;
use crate::model::EntryRef;
use crate::model::Key;
use crate::model::Kind;
use crate::model::said;
use crate::model::said::each;
use crate::model::shape::keys;

/// Which entry a row speaks of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Match {
    /// One that was imported from the file.
    OfFile(usize),
    /// One that the row names, or that our own table holds.
    Named(usize),
    /// One that was written by hand, and is the same part of the system.
    Adopted(usize),
    /// None, but one says nearly the same.
    Alike(usize),
    /// None: the one that came closest has evidence of something else, as this key shows.
    Apart(usize, &'static str),
    /// One by its id, that has evidence of something else, as this key shows.
    Conflict(usize, &'static str),
    /// None.
    New,
}

/// Finds the entry of each row. No entry is found twice.
pub(super) fn matches(
    entries: &ImportedEntries,
    existing: &ExistingEntries<'_>,
    context: &PlanContext<'_>,
) -> Vec<Match> {
    let found = vec![Match::New; entries.len()];
    if existing.known.is_empty() {
        return found;
    }
    let facts = Facts::all(entries);
    let mut matching = Matching { existing, context, entries, facts, used: HashSet::new(), found };
    // The surest first, so that a row that is sure of its entry is not left without it.
    let passes: [Pass; 9] = [
        // An id that the file gives may be one that was made for another of its rows.
        |matching, at| {
            matching.unchanged(at).filter(|_| matching.facts[at].id.is_none()).into_iter().collect()
        },
        |matching, at| matching.by_id(at).into_iter().collect(),
        |matching, at| matching.unchanged(at).into_iter().collect(),
        |matching, at| matching.by_problem(at),
        |matching, at| matching.by_most(at).into_iter().collect(),
        |matching, at| matching.by_base(at, true).into_iter().collect(),
        |matching, at| matching.ours(at).into_iter().collect(),
        |matching, at| matching.by_base(at, false).into_iter().collect(),
        |matching, at| matching.ours_reworded(at).into_iter().collect(),
    ];
    for pass in passes {
        for at in 0..entries.len() {
            if !matches!(matching.found[at], Match::New | Match::Apart(..)) {
                continue;
            }
            let candidates = pass(&matching, at);
            if candidates.is_empty() {
                continue;
            }
            let foreign = entries.get(at);
            let mut apart = None;
            let found = candidates.into_iter().map(|found| matching.judged(found, &foreign)).find(|found| {
                let is_apart = matches!(found, Match::Apart(..));
                apart = apart.or(is_apart.then_some(*found));
                !is_apart
            });
            match found {
                Some(
                    Match::OfFile(entry)
                    | Match::Named(entry)
                    | Match::Adopted(entry)
                    | Match::Conflict(entry, _),
                ) if !matching.used.insert(entry) => {}
                Some(found) => matching.found[at] = found,
                None if matching.found[at] == Match::New => matching.found[at] = apart.unwrap_or(Match::New),
                None => {}
            }
        }
    }
    for at in 0..entries.len() {
        let apart = match matching.found[at] {
            Match::New => None,
            Match::Apart(entry, _) => Some(entry),
            _ => continue,
        };
        if let Some(near) = matching.near(at).filter(|near| apart != Some(*near)) {
            matching.found[at] = Match::Alike(near);
        }
    }
    matching.found
}

/// One way to find the entry of a row: those that it may be, the likeliest first.
type Pass = fn(&Matching<'_, '_, '_>, usize) -> Vec<Match>;

struct Matching<'m, 'b, 'c> {
    existing: &'m ExistingEntries<'b>,
    context: &'m PlanContext<'c>,
    entries: &'m ImportedEntries,
    facts: Vec<Facts>,
    used: HashSet<usize>,
    found: Vec<Match>,
}

impl Matching<'_, '_, '_> {
    fn is_of_file(&self, at: usize) -> bool {
        let imported = self.existing.known[at].imported;
        imported.is_some_and(|imported| imported.from.as_deref() == Some(self.context.from))
    }

    /// What was found, unless it has evidence of something else than what the row is about.
    fn judged(&self, found: Match, foreign: &ImportedEntry) -> Match {
        let (Match::OfFile(at) | Match::Named(at) | Match::Adopted(at)) = found else { return found };
        let entry = self.existing.known[at].entry();
        let Some(key) = self.another(found, at, foreign) else { return found };
        // Who names an entry in our own table, or in a catalogue, means that one. Registers may count their rows anew.
        let is_sure = matches!(found, Match::Named(_)) && foreign.ours || foreign.kind == Kind::Component;
        let named = foreign.id.as_ref().or(foreign.base.as_ref().map(|base| &base.id));
        let is_named = is_sure && named == Some(&entry.id);
        if is_named { Match::Conflict(at, key) } else { Match::Apart(at, key) }
    }

    /// The key by which a row is about something else than an entry, where one of the two has evidence that the other one would
    /// inherit.
    fn another(&self, found: Match, at: usize, foreign: &ImportedEntry) -> Option<&'static str> {
        let known = &self.existing.known[at];
        let follows = matches!(found, Match::OfFile(_));
        let said = texts(known.imported.filter(|_| follows));
        let fills = !follows && !foreign.ours;
        // A cell with the text of the last import, or of the entry, did not change.
        let is_old = |field: &Field| match field.path.first_key() {
            Some("problem" | "name") if field.text == known.title => true,
            Some("sources") if sources(foreign) == known.sources() => true,
            _ if self.context.is_old(foreign, field) => true,
            _ => said::holds(said, &field.said()),
        };
        let identity = keys(foreign.kind).iter().filter(|key| key.identity).filter_map(|key| {
            let field = foreign.fields.iter().find(|field| field.path == Path::key(key.name))?;
            (field.value.is_some() && !is_old(field)).then_some((key, field))
        });
        let identity: Vec<(&Key, &Field)> = identity.collect();
        if identity.is_empty() {
            return None;
        }
        let held = (self.context.held)(&known.entry())?;
        let brings = || {
            let value = Value::Table(foreign.clone().into_pairs());
            evidence(keys(foreign.kind), &value).is_some()
        };
        if held.evidence.is_empty() && !(fills && brings()) {
            return None;
        }
        // A key that the entry does not have yet contradicts nothing.
        let differs = |key: &Key, field: &Field| {
            let there = held.value.get(key.name);
            there.is_some() && !is_alike(key.shape, field.value.as_ref(), there)
        };
        identity.iter().find(|(key, field)| differs(key, field)).map(|(key, _)| key.name)
    }

    fn by_id(&self, row: usize) -> Option<Match> {
        let Facts { kind, ours, id, gist, .. } = &self.facts[row];
        let at = self.existing.find(&EntryRef { kind: *kind, id: id.clone()? })?;
        if self.is_of_file(at) {
            return Some(Match::OfFile(at));
        }
        if *kind == Kind::Component {
            return Some(Match::Adopted(at));
        }
        // A foreign register may use ids that mean something else here.
        (*ours || self.existing.alike(*gist).contains(&at)).then_some(Match::Named(at))
    }

    /// The entries of the file that share something telling with a row, with how much they share, the most alike first.
    fn sharing(&self, row: usize) -> Vec<(usize, usize)> {
        let Facts { said, kind, row, .. } = &self.facts[row];
        let mut candidates: Vec<usize> = each(said).flat_map(|part| self.existing.of_part(part)).collect();
        candidates.sort_unstable();
        candidates.dedup();
        candidates.retain(|at| !self.used.contains(at) && self.existing.known[*at].kind == *kind);
        let before = |at: usize| texts(self.existing.known[at].imported);
        let shared = |at: usize| each(said).filter(|chunk| said::holds(before(at), chunk)).count();
        // Of equals the one that stood nearest in the file.
        let away = |at: usize| {
            let imported = self.existing.known[at].imported.and_then(|imported| imported.row);
            (imported.unwrap_or(0) as usize).abs_diff(*row)
        };
        let mut sharing: Vec<(usize, usize)> = candidates.into_iter().map(|at| (at, shared(at))).collect();
        sharing.sort_by_key(|(at, shared)| (Reverse(*shared), away(*at), *at));
        sharing
    }

    /// The file says of it what it said before.
    fn unchanged(&self, row: usize) -> Option<Match> {
        let Facts { said, kind, .. } = &self.facts[row];
        let free = |at: usize| !self.used.contains(&at) && self.existing.known[at].kind == *kind;
        self.existing.of_saying(said, free).map(Match::OfFile)
    }

    /// The file calls its problem what it called it before.
    fn by_problem(&self, row: usize) -> Vec<Match> {
        let mut fields = self.entries.fields(row);
        let Some(problem) = fields.find(|field| *field.path == Path::key("problem")) else {
            return Vec::new();
        };
        let problem = said::short("problem", problem.text);
        let of_it = |at: &usize| said::holds(texts(self.existing.known[*at].imported), &problem);
        let known = self.sharing(row).into_iter().map(|(at, _)| at).filter(of_it);
        let alike = self.existing.alike(self.facts[row].gist).into_iter();
        let reworded = alike.filter(|at| self.is_of_file(*at) && !self.used.contains(at));
        known.chain(reworded).map(Match::OfFile).collect()
    }

    /// The file says of it mostly what it said before.
    fn by_most(&self, row: usize) -> Option<Match> {
        let all = each(&self.facts[row].said).count();
        let (at, shared) = self.sharing(row).into_iter().next()?;
        (shared >= 2 && shared * 2 >= all).then_some(Match::OfFile(at))
    }

    /// Our own table, which says of which failure a row was written. An id that somebody took out of its cell asks for another one; a row
    /// that was copied has another problem: `same`, only what says its problem as before.
    fn by_base(&self, row: usize, same: bool) -> Option<Match> {
        let Facts { id: None, has_base: true, kind, .. } = self.facts[row] else { return None };
        let foreign = self.entries.get(row);
        let base = foreign.base.as_ref().filter(|base| !base.shows_id())?;
        let problem = foreign.fields.iter().find(|field| field.path == Path::key("problem"));
        let is_same = problem.is_none_or(|problem| self.context.is_old(&foreign, problem));
        let entry = EntryRef { kind, id: base.id.clone() };
        let at = self.existing.find(&entry).filter(|at| (is_same || !same) && !self.used.contains(at))?;
        Some(Match::Named(at))
    }

    /// Our own table, which need not show the id.
    fn ours(&self, row: usize) -> Option<Match> {
        let Facts { id: None, ours: true, gist, .. } = self.facts[row] else { return None };
        let problem = self.entries.text(row, "problem")?;
        let exact = |at: &usize| self.existing.known[*at].title == problem && !self.used.contains(at);
        let all: Vec<usize> = self.existing.alike(gist).into_iter().filter(exact).collect();
        let first = *all.first()?;
        let named = sources(&self.entries.get(row));
        let same = all.into_iter().find(|at| self.existing.known[*at].sources() == named);
        Some(Match::Named(same.unwrap_or(first)))
    }

    /// Our own table, in which the problem was reworded: all else must speak for it.
    fn ours_reworded(&self, row: usize) -> Option<Match> {
        let Facts { id: None, ours: true, .. } = self.facts[row] else { return None };
        let named = sources(&self.entries.get(row));
        let all = self.existing.of_risk(self.entries.text(row, "risk")?).into_iter();
        let free = all.filter(|at| !self.used.contains(at));
        let mut same = free.filter(|at| self.existing.known[*at].sources() == named);
        same.next().filter(|_| same.next().is_none()).map(Match::Named)
    }

    /// A failure that says nearly the same, of the same source where both name one.
    fn near(&self, row: usize) -> Option<usize> {
        let Facts { kind: Kind::Failure, gist, .. } = self.facts[row] else { return None };
        // What another row of the file speaks of stands in the file beside this row, and differs for its reader.
        let mut free = self.existing.alike(gist).into_iter().filter(|at| !self.used.contains(at)).peekable();
        free.peek()?;
        let named = sources(&self.entries.get(row));
        free.find(|at| {
            let known = self.existing.known[*at].sources();
            named.is_empty() || known.is_empty() || known.iter().any(|source| named.contains(source))
        })
    }
}

fn sources(foreign: &ImportedEntry) -> Vec<String> {
    let field = foreign.fields.iter().find(|field| field.path == Path::key("sources"));
    let list = field.and_then(|field| field.value.as_ref()?.as_list()).unwrap_or_default();
    list.iter().filter_map(Value::as_str).map(str::to_lowercase).collect()
}
