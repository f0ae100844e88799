//! What the starter catalogue records for the components of a book, and the book does not.

use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::collections::HashMap;

use serde::Serialize;

use crate::analyse::known::Known;
use crate::analyse::known::Recognised;
use crate::config::Config;
use crate::graph::Graph;
use crate::graph::struck;
use crate::model::Affects;
use crate::model::Book;
use crate::model::Component;
use crate::model::ComponentKind;
use crate::model::Criticality;
use crate::model::Entry;
use crate::model::Failure;
use crate::model::Id;
use crate::model::Likelihood;
use crate::model::Priority;
use crate::model::Rating;
use crate::model::Reference;
use crate::model::Status;
use crate::similar::gist;
use crate::starter::Extent;
use crate::starter::Fit;
use crate::starter::Starter;
use crate::starter::fitting;

/// What is suggested for a book.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Suggestions<'a> {
    /// The components that starters fit: those that the most critical flows need first, then those of the most urgent
    /// suggestion, then by id.
    pub components: Vec<Suggested<'a>>,
    /// The components that say neither a technology that the catalogue knows nor a kind that it has something for, by id.
    pub unmatched: Vec<&'a Id>,
}

/// What is suggested for one component.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Suggested<'a> {
    /// The component.
    pub component: &'a Id,
    /// What it is made with, as written.
    pub technology: Option<&'a str>,
    /// What it is.
    pub kind: Option<ComponentKind>,
    /// The criticality of the most critical flow that its failure reaches.
    pub criticality: Option<Criticality>,
    /// The names of the starters that fit it.
    pub starters: Vec<&'static str>,
    /// Why they do.
    pub because: Fit,
    /// What it does not have yet: by falling priority, then by id.
    pub suggestions: Vec<Suggestion<'a>>,
    /// What it has, by id.
    pub covered: Vec<Covered<'a>>,
}

/// A failure of the catalogue that a component does not have yet.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Suggestion<'a> {
    /// The matrix's word for its first ratings, on the scales of the workspace.
    pub priority: Priority,
    /// Its id in the catalogue.
    pub id: &'a Id,
    /// What goes wrong.
    pub problem: &'a str,
    /// The starter that it comes from.
    pub starter: &'static str,
    /// The failure of the book that was taken over from it and does not name this component yet.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub known_as: Option<&'a Id>,
}

/// A failure of the catalogue that a component has.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Covered<'a> {
    /// Its id in the catalogue.
    pub id: &'a Id,
    /// The starter that it comes from.
    pub starter: &'static str,
    /// The failure of the book.
    pub by: &'a Id,
    /// How it is recognised.
    pub because: Cover,
}

/// How a failure is recognised as one of the catalogue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Cover {
    /// It was taken over from the starter.
    TakenOver,
    /// It has the same id.
    SameId,
    /// It tells the same problem of that component in nearly the same words.
    SameProblem,
}

/// Compares a book with the catalogue, which was read with the default scales. Each failure of the catalogue is looked for by
/// where it came from, by its id, and by its problem among the failures that name the component.
pub fn suggest<'a>(book: &'a Book, catalogue: &'a Book, config: &Config) -> Suggestions<'a> {
    let graph = Graph::new(book);
    let known = Known::new(book);
    let mut naming: HashMap<&Id, Vec<&'a Entry<Failure>>> = HashMap::new();
    for failure in book.failures.iter() {
        named(failure).into_iter().for_each(|id| naming.entry(id).or_default().push(failure));
    }
    let mut offered: HashMap<&str, Vec<&'a Entry<Failure>>> = HashMap::new();
    for failure in catalogue.failures.iter() {
        offered.entry(failure.playbook.as_ref()).or_default().push(failure);
    }
    let mut suggestions = Suggestions { components: Vec::new(), unmatched: Vec::new() };
    for component in book.components.iter() {
        let (because, starters) = fitting(component);
        if starters.is_empty() {
            suggestions.unmatched.push(&component.id);
            continue;
        }
        let own = naming.get(&component.id).map_or(&[] as &[_], Vec::as_slice);
        let mut suggested = Suggested {
            component: &component.id,
            technology: component.technology.as_deref(),
            kind: component.kind,
            criticality: graph.criticality_of(&component.id),
            starters: starters.iter().map(|starter| starter.name).collect(),
            because,
            suggestions: Vec::new(),
            covered: Vec::new(),
        };
        let alone = starters.len() == 1;
        for starter in starters {
            let extent = Extent::new(starter, component, alone);
            let told = Told::new(component, starter, own);
            let offered = offered.get(starter.name).into_iter().flatten();
            for failure in offered.filter(|failure| extent.holds(&failure.id)) {
                suggested.judge(failure, starter, &known, (own, &told), config);
            }
        }
        suggested.suggestions.sort_by_key(|one| (Reverse(one.priority), one.id));
        suggested.covered.sort_by_key(|one| one.id);
        suggestions.components.push(suggested);
    }
    let order = |one: &Suggested<'a>| {
        (
            Reverse(one.criticality),
            Reverse(one.suggestions.first().map(|first| first.priority)),
            one.component,
        )
    };
    suggestions.components.sort_by_key(order);
    suggestions
}

impl<'a> Suggested<'a> {
    /// Says of one failure of the catalogue whether the component has it, which some failures name as their `own`.
    fn judge(
        &mut self,
        failure: &'a Entry<Failure>,
        starter: &Starter,
        known: &Known<'a>,
        (own, told): (&[&'a Entry<Failure>], &Told<'a>),
        config: &Config,
    ) {
        let (id, starter) = (&failure.id, starter.name);
        let cover = |by: &'a Entry<Failure>, because| Covered { id, starter, by: &by.id, because };
        let known_as = match known.find(starter, failure) {
            Some(Recognised::SameId(by)) => return self.covered.push(cover(by, Cover::SameId)),
            Some(Recognised::Taken(by))
                if by.status == Status::Retired
                    || matches!(by.affects, Affects::Everything(_))
                    || own.iter().any(|own| std::ptr::eq(*own, by)) =>
            {
                return self.covered.push(cover(by, Cover::TakenOver));
            }
            Some(Recognised::Taken(by)) => Some(&by.id),
            None => None,
        };
        if let Some(by) = told.find(&failure.problem) {
            return self.covered.push(cover(by, Cover::SameProblem));
        }
        let priority = priority(failure, config);
        self.suggestions.push(Suggestion { priority, id, problem: &failure.problem, starter, known_as });
    }
}

/// The components that a failure speaks of: as a source, or as what it strikes. One that strikes the whole workload speaks of
/// every other as well.
pub fn named(failure: &Failure) -> BTreeSet<&Id> {
    let sources = failure.sources.iter().filter_map(Reference::id);
    sources.chain(struck(failure).into_iter().flatten()).collect()
}

/// What is told of a component already.
struct Told<'a> {
    /// The words for it and for its technology, which a problem may hold or not.
    words: Vec<String>,
    problems: HashMap<u64, &'a Entry<Failure>>,
}

impl<'a> Told<'a> {
    fn new(component: &Entry<Component>, starter: &Starter, own: &[&'a Entry<Failure>]) -> Self {
        let names = [Some(component.id.as_str()), component.name.as_deref(), component.technology.as_deref()];
        let names = names.into_iter().flatten().chain([starter.title(), starter.name]);
        let words = names.flat_map(|name| words(name).chain([name])).map(str::to_lowercase);
        let mut told = Self { words: words.collect(), problems: HashMap::new() };
        for failure in own {
            if let Some(gist) = told.gist(&failure.problem) {
                told.problems.entry(gist).or_insert(failure);
            }
        }
        told
    }

    fn find(&self, problem: &str) -> Option<&'a Entry<Failure>> {
        self.problems.get(&self.gist(problem)?).copied()
    }

    /// What a problem says beyond the name of the component.
    fn gist(&self, problem: &str) -> Option<u64> {
        let rest: Vec<&str> =
            words(problem).filter(|word| !self.words.contains(&word.to_lowercase())).collect();
        gist(&rest.join(" "))
    }
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|letter: char| !letter.is_alphanumeric() && !matches!(letter, '-' | '\''))
        .filter(|word| !word.is_empty())
}

/// The matrix's word for the ratings of a starter, which are on the default scales.
fn priority(failure: &Failure, config: &Config) -> Priority {
    let scales = &config.scales;
    let severity = failure.severity.as_ref().and_then(|rating| scales.severity.fitting(rating));
    let fitting = |rating: &Rating| scales.likelihood.fitting(rating);
    let likelihood = failure.likelihood.as_ref().map(Likelihood::worst).and_then(fitting);
    config.matrix.priority(severity.as_ref(), likelihood.as_ref(), &scales.likelihood)
}
