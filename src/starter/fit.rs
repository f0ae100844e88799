//! Which starters fit a component.

use serde::Serialize;

use crate::model::Component;
use crate::model::Id;
use crate::starter::STARTERS;
use crate::starter::Starter;

/// Why a starter fits a component.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Fit {
    /// Its `technology` names it.
    Technology,
    /// Its `technology` names none, and its `kind` is one of those that the starter is for.
    Kind,
}

/// The starters that fit a component: those that its technology names, be it among other words and with a version; where it
/// names none, those for its kind. In the order of their names.
pub fn fitting(component: &Component) -> (Fit, Vec<&'static Starter>) {
    let written = component.technology.as_deref().map(parts).unwrap_or_default();
    let named = |name: &str| {
        let name = parts(name);
        !name.is_empty() && written.windows(name.len()).any(|words| words == name)
    };
    let names = |starter: &&Starter| {
        starter.aliases.iter().copied().chain([starter.name, starter.title()]).any(named)
    };
    let by_name: Vec<_> = STARTERS.iter().filter(names).collect();
    if !by_name.is_empty() {
        return (Fit::Technology, by_name);
    }
    let by_kind =
        STARTERS.iter().filter(|starter| component.kind.is_some_and(|kind| starter.kinds.contains(&kind)));
    (Fit::Kind, by_kind.collect())
}

/// Which failures of a starter concern a component. A cloud has many services, and a component is made with one of them.
#[derive(Clone, Debug)]
pub struct Extent {
    starter: &'static Starter,
    /// The services that the component names; `None`: all of them.
    services: Option<Vec<&'static str>>,
}

impl Extent {
    /// What of a starter concerns a component. `alone` says that no other starter fits it: then one that names no service
    /// means the whole cloud, and otherwise what is true of any service.
    pub fn new(starter: &'static Starter, component: &Component, alone: bool) -> Self {
        let written = component.technology.as_deref().map(parts).unwrap_or_default();
        let names = |service: &&&str| {
            let name = parts(service);
            written.windows(name.len()).any(|words| words == name)
        };
        let named: Vec<&'static str> = starter.services.iter().filter(names).copied().collect();
        Self { starter, services: if named.is_empty() && alone { None } else { Some(named) } }
    }

    /// Whether a failure of the starter concerns the component: it is of a service that the component names, or of none.
    pub fn holds(&self, failure: &Id) -> bool {
        let Some(named) = &self.services else { return true };
        let rest = failure.as_str().strip_prefix(self.starter.name).and_then(|rest| rest.strip_prefix('-'));
        let is_of = |service: &str| {
            rest.and_then(|rest| rest.strip_prefix(service)).is_some_and(|rest| rest.starts_with('-'))
        };
        named.iter().any(|service| is_of(service))
            || !self.starter.services.iter().any(|service| is_of(service))
    }
}

/// The words of a name without case and signs.
pub(super) fn parts(name: &str) -> Vec<String> {
    let words = name.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect()
}
