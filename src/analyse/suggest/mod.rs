//! What the starter catalogue records for the components of a book, and the book does not.

mod ranked;
mod told;

pub use ranked::Ranked;

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::collections::HashMap;

use serde::Serialize;

use crate::analyse::known::Known;
use crate::analyse::known::Recognised;
use crate::analyse::suggest::told::Told;
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
use crate::starter::Aim;
use crate::starter::Fit;
use crate::starter::Profile;
use crate::starter::STARTERS;
use crate::starter::Starter;

/// What is suggested for a book.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Suggestions<'a> {
    /// The components that starters fit: those that the most critical flows need first, then those of the most urgent
    /// suggestion, then by id.
    pub components: Vec<Suggested<'a>>,
    /// What is about the workload as a whole, and so is suggested once for all components that it fits.
    pub workload: Workload<'a>,
    /// The components that say neither a technology that the catalogue knows nor a kind that it has something for, by id.
    pub unmatched: Vec<&'a Id>,
}

/// What is suggested for the workload as a whole.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Workload<'a> {
    /// What the book does not have: by falling priority, then by id.
    pub suggestions: Vec<Shared<'a>>,
    /// What it has, whichever components it names, by id.
    pub covered: Vec<Covered<'a>>,
}

/// A failure of the catalogue that a book does not have, with the components that it fits.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Shared<'a> {
    /// The failure.
    #[serde(flatten)]
    pub suggestion: Suggestion<'a>,
    /// The components, by id.
    pub components: Vec<&'a Id>,
    /// The criticality of the most critical flow that the failure of one of them reaches.
    pub criticality: Option<Criticality>,
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
    /// The names of the starters of which failures fit it.
    pub starters: Vec<&'static str>,
    /// Why they do; those beside them fit by kind.
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
    /// The failure of the workspace that was added from this starter and does not name the component yet.
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
    /// It was added from the starter.
    TakenOver,
    /// It has the same id.
    SameId,
    /// It tells the same problem of that component in nearly the same words.
    SameProblem,
}

/// Compares a book with the catalogue, which was read with the default scales. Each failure of the catalogue is looked for by
/// where it came from, by its id, and by its problem: among the failures that name the component, or among all where it is
/// about the workload as a whole.
pub fn suggest<'a>(book: &'a Book, catalogue: &'a Book, config: &Config) -> Suggestions<'a> {
    let graph = Graph::new(book);
    let judge = Judge { known: Known::new(book), config };
    let mut naming: HashMap<&Id, Vec<&'a Entry<Failure>>> = HashMap::new();
    for failure in book.failures.iter() {
        named(failure).into_iter().for_each(|id| naming.entry(id).or_default().push(failure));
    }
    let mut offered: HashMap<&str, Vec<(&'a Entry<Failure>, Aim)>> = HashMap::new();
    for failure in catalogue.failures.iter() {
        offered.entry(failure.playbook.as_ref()).or_default().push((failure, Aim::of(failure)));
    }
    let mut suggestions =
        Suggestions { components: Vec::new(), workload: Workload::default(), unmatched: Vec::new() };
    let mut fitted: BTreeMap<&'a Id, Vec<&'a Id>> = BTreeMap::new();
    for component in book.components.iter() {
        let profile = Profile::new(component);
        let own = naming.get(&component.id).map_or(&[] as &[_], Vec::as_slice);
        let mut suggested = Suggested::new(component, &profile, graph.criticality_of(&component.id));
        for starter in STARTERS {
            let offered = offered.get(starter.name).into_iter().flatten();
            let mut fitting =
                offered.filter(|(failure, aim)| profile.fits(starter, &failure.id, aim)).peekable();
            if fitting.peek().is_none() {
                continue;
            }
            suggested.starters.push(starter.name);
            let told = Told::new(Some(component), starter, own.iter().copied());
            for (failure, aim) in fitting {
                match aim.once {
                    true => fitted.entry(&failure.id).or_default().push(&component.id),
                    false => suggested.take(judge.judge(failure, starter, Some(own), &told)),
                }
            }
        }
        match suggested.starters.is_empty() {
            true => suggestions.unmatched.push(&component.id),
            false => suggestions.components.push(suggested),
        }
    }
    for starter in STARTERS {
        let offered = offered.get(starter.name).into_iter().flatten();
        let mut told = None;
        for (failure, _) in offered {
            let Some(components) = fitted.remove(&failure.id) else { continue };
            let told = told.get_or_insert_with(|| Told::new(None, starter, book.failures.iter()));
            match judge.judge(failure, starter, None, told) {
                Ok(suggestion) => {
                    let criticality = components.iter().filter_map(|id| graph.criticality_of(id)).max();
                    suggestions.workload.suggestions.push(Shared { suggestion, components, criticality });
                }
                Err(covered) => suggestions.workload.covered.push(covered),
            }
        }
    }
    suggestions.sort();
    suggestions
}

impl<'a> Suggestions<'a> {
    fn sort(&mut self) {
        let urgent = |one: &Suggestion<'a>| (Reverse(one.priority), one.id);
        for one in &mut self.components {
            one.suggestions.sort_by_key(urgent);
            one.covered.sort_by_key(|one| one.id);
        }
        self.workload.suggestions.sort_by_key(|one| urgent(&one.suggestion));
        self.workload.covered.sort_by_key(|one| one.id);
        self.components.sort_by_key(|one| {
            let first = one.suggestions.first().map(|first| first.priority);
            (Reverse(one.criticality), Reverse(first), one.component)
        });
    }
}

impl<'a> Suggested<'a> {
    fn new(component: &'a Entry<Component>, profile: &Profile, criticality: Option<Criticality>) -> Self {
        Self {
            component: &component.id,
            technology: component.technology.as_deref(),
            kind: component.kind,
            criticality,
            starters: Vec::new(),
            because: profile.because(),
            suggestions: Vec::new(),
            covered: Vec::new(),
        }
    }

    fn take(&mut self, judged: Result<Suggestion<'a>, Covered<'a>>) {
        match judged {
            Ok(suggestion) => self.suggestions.push(suggestion),
            Err(covered) => self.covered.push(covered),
        }
    }
}

/// Says of failures of the catalogue whether the book has them.
struct Judge<'a, 'c> {
    known: Known<'a>,
    config: &'c Config,
}

impl<'a> Judge<'a, '_> {
    /// What to suggest, or what covers it. `own` are the failures that name the component; `None`: it is about the workload, so
    /// that one failure added from the starter is enough.
    fn judge(
        &self,
        failure: &'a Entry<Failure>,
        starter: &Starter,
        own: Option<&[&'a Entry<Failure>]>,
        told: &Told<'a>,
    ) -> Result<Suggestion<'a>, Covered<'a>> {
        let (id, starter) = (&failure.id, starter.name);
        let cover = |by: &'a Entry<Failure>, because| Err(Covered { id, starter, by: &by.id, because });
        let is_enough = |by: &Entry<Failure>| {
            by.status == Status::Retired
                || matches!(by.affects, Affects::Everything(_))
                || own.is_none_or(|own| own.iter().any(|own| std::ptr::eq(*own, by)))
        };
        let known_as = match self.known.find(starter, failure) {
            Some(Recognised::SameId(by)) => return cover(by, Cover::SameId),
            Some(Recognised::Taken(by)) if is_enough(by) => return cover(by, Cover::TakenOver),
            Some(Recognised::Taken(by)) => Some(&by.id),
            None => None,
        };
        if let Some(by) = told.find(&failure.problem) {
            return cover(by, Cover::SameProblem);
        }
        let priority = priority(failure, self.config);
        Ok(Suggestion { priority, id, problem: &failure.problem, starter, known_as })
    }
}

/// The components that a failure speaks of: as a source, or as what it strikes. One that strikes the whole workload speaks of
/// every other as well.
pub fn named(failure: &Failure) -> BTreeSet<&Id> {
    let sources = failure.sources.iter().filter_map(Reference::id);
    sources.chain(struck(failure).into_iter().flatten()).collect()
}

/// The matrix's word for the ratings of a starter, which are on the default scales.
fn priority(failure: &Failure, config: &Config) -> Priority {
    let scales = &config.scales;
    let severity = failure.severity.as_ref().and_then(|rating| scales.severity.fitting(rating));
    let fitting = |rating: &Rating| scales.likelihood.fitting(rating);
    let likelihood = failure.likelihood.as_ref().map(Likelihood::worst).and_then(fitting);
    config.matrix.priority(severity.as_ref(), likelihood.as_ref(), &scales.likelihood)
}
