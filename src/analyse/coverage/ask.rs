//! What coverage asks.

use crate::config::Config;
use crate::graph::Graph;
use crate::graph::Tried;
use crate::lint::UNTESTED;
use crate::model::Book;
use crate::model::Component;
use crate::model::Date;
use crate::model::Entry;
use crate::model::Failure;
use crate::model::Id;
use crate::model::MeasureClass;
use crate::model::Question;
use crate::model::Word;
use crate::model::word::words;

words! {
    /// One group of questions, asked whether or not the workspace has begun to answer it.
    pub enum By as "question" {
        /// Whether somebody asked how the component fails in each of the ways that `[coverage]` names.
        Class = "class",
        /// Whether its failures are known to be noticed.
        Detection = "detection",
        /// Whether something prevents its failures, and something is done when they happen.
        Action = "action",
        /// Whether a test covers its failures, and passed when it was last run.
        Test = "test",
        /// Whether somebody answers for it and for its failures.
        Owner = "owner",
    }
}

/// What is asked, of which flows, and when.
#[derive(Clone, Copy, Debug)]
pub struct Ask<'q> {
    /// One group of questions; `None`: those of the structure, and those that the workspace has begun to answer.
    pub by: Option<By>,
    /// One flow alone. It must exist.
    pub flow: Option<&'q Id>,
    /// The day on which it holds: an acceptance may have run out.
    pub today: Date,
}

impl Ask<'_> {
    /// The usual questions of all flows.
    pub fn new(today: Date) -> Self {
        Self { by: None, flow: None, today }
    }
}

/// One question: a column of the grid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Topic {
    /// Whether the component has a failure of its own.
    Failure,
    /// Whether its failures are prevented.
    Preventative,
    /// Whether it is known what to do when they happen.
    Reactive,
    /// Whether they are noticed.
    Detection,
    /// Whether a test of them passed when it was last run.
    Test,
    /// Whether it and they have an owner.
    Owner,
    /// Whether one of them is of a class.
    Class(Question),
}

impl Topic {
    /// The name of the column.
    pub(super) fn name(&self) -> &'static str {
        match self {
            Self::Failure => "failure",
            Self::Preventative => "preventative",
            Self::Reactive => "reactive",
            Self::Detection => "detection",
            Self::Test => "test",
            Self::Owner => "owner",
            Self::Class(question) => question.name,
        }
    }

    /// The rule that says the same of a failure, and that an entry may silence with a reason.
    pub(super) fn rule(&self) -> Option<&'static str> {
        match self {
            Self::Failure => Some("unexamined-component"),
            Self::Preventative | Self::Reactive => Some("one-sided-actions"),
            Self::Detection => Some("no-detection"),
            Self::Test => Some(UNTESTED),
            Self::Owner => Some("no-owner"),
            Self::Class(_) => None,
        }
    }

    /// Whether it is asked of failures that belong to no component, too.
    pub(super) fn is_of_failures(&self) -> bool {
        !matches!(self, Self::Failure | Self::Class(_))
    }

    /// Whether a failure answers it. An action that is not yet classified may be of either kind.
    pub(super) fn is_answered(&self, failure: &Entry<Failure>, graph: &Graph<'_>) -> bool {
        match self {
            Self::Failure => true,
            Self::Preventative => !failure.preventative.is_empty() || !failure.mitigation.is_empty(),
            Self::Reactive => !failure.reactive.is_empty() || !failure.mitigation.is_empty(),
            Self::Detection => !failure.detected_by.is_empty(),
            Self::Test => graph.tried(failure) == Tried::Passed,
            Self::Owner => failure.owner.is_some(),
            Self::Class(question) => failure.classes.iter().any(|class| question.classes.contains(class)),
        }
    }

    /// Whether a failure need not answer it on a day: somebody answers for the risk, or said why not.
    pub(super) fn is_excused(&self, failure: &Entry<Failure>, today: Date) -> bool {
        let nothing_at_all = || has_no_action(failure) && failure.allow.contains_key("no-action");
        let is_said = match self {
            Self::Preventative | Self::Reactive if has_no_action(failure) => nothing_at_all(),
            _ => self.rule().is_some_and(|rule| failure.allow.contains_key(rule)),
        };
        is_said || *self != Self::Owner && failure.is_accepted(today)
    }
}

/// Whether nothing is done about a failure.
pub(super) fn has_no_action(failure: &Failure) -> bool {
    MeasureClass::ALL.iter().all(|&class| failure.measures(class).is_empty())
}

/// The questions of one run, and those that were left out because nobody in the workspace ever answered them.
pub(super) fn topics(
    ask: &Ask<'_>,
    book: &Book,
    graph: &Graph<'_>,
    config: &Config,
) -> (Vec<Topic>, Vec<By>) {
    let of = |by: By| match by {
        By::Class => config.classes.questions().into_iter().map(Topic::Class).collect(),
        By::Detection => vec![Topic::Detection],
        By::Action => vec![Topic::Preventative, Topic::Reactive],
        By::Test => vec![Topic::Test],
        By::Owner => vec![Topic::Owner],
    };
    if let Some(by) = ask.by {
        return (of(by), Vec::new());
    }
    let mut topics = vec![Topic::Failure];
    let mut unbegun = Vec::new();
    for by in [By::Action, By::Detection, By::Test, By::Owner, By::Class] {
        match has_begun(by, book, graph) {
            // That no failure of a class is known says little unless it is asked for.
            true if by == By::Class => {}
            true => topics.extend(of(by)),
            false => unbegun.push(by),
        }
    }
    (topics, unbegun)
}

/// Whether anybody in the workspace ever answered: a habit that never began is said once, and is no gap in each place. Where
/// there is no failure, there was no occasion.
fn has_begun(by: By, book: &Book, graph: &Graph<'_>) -> bool {
    let mut open = book.failures.iter().filter(|failure| failure.is_active()).peekable();
    let is_owned = |component: &Entry<Component>| component.owner.is_some();
    open.peek().is_none()
        || match by {
            By::Class => open.any(|failure| !failure.classes.is_empty()),
            By::Detection => open.any(|failure| !failure.detected_by.is_empty()),
            By::Action => open.any(|failure| !has_no_action(failure)),
            By::Test => !book.tests.is_empty() && open.any(|failure| graph.tried(failure) != Tried::Never),
            By::Owner => open.any(|failure| failure.owner.is_some()) || book.components.iter().any(is_owned),
        }
}
