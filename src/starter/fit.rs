//! Which starters fit a component, and which of their failures.

use std::sync::LazyLock;

use serde::Serialize;

use crate::model::Component;
use crate::model::ComponentKind;
use crate::model::Entry;
use crate::model::Id;
use crate::model::Word;
use crate::starter::Aim;
use crate::starter::STARTERS;
use crate::starter::Starter;

/// Why a starter fits a component.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Fit {
    /// Its `technology` names it.
    Technology,
    /// Its `technology` names none, and its id or name does: `shop-cdn`.
    Name,
    /// Neither names one, and its `kind` is one of those that the starter or its failure is for.
    Kind,
}

/// What a component is, as far as the catalogue asks.
#[derive(Clone, Debug)]
pub struct Profile {
    because: Fit,
    starters: Vec<&'static Starter>,
    kind: Option<ComponentKind>,
    /// The words of its technology, its id, its name and its kind.
    texts: Vec<Vec<String>>,
}

impl Profile {
    /// Looks at a component. The starters that its technology names fit, be it among other words and with a version. Where it
    /// names none, those whose name its id or its name ends with; else those for its kind.
    pub fn new(component: &Entry<Component>) -> Self {
        let technology = component.technology.as_deref().map(parts).unwrap_or_default();
        let id = parts(component.id.as_str());
        let name = component.name.as_deref().map(parts).unwrap_or_default();
        let kind = component.kind;
        let with = |fits: &dyn Fn(&Names) -> bool| -> Vec<&'static Starter> {
            NAMES.iter().filter(|names| fits(names)).map(|names| names.starter).collect()
        };
        let mut because = Fit::Technology;
        let mut starters =
            with(&|names| names.own.iter().chain(&names.aliases).any(|name| holds(&technology, name)));
        if starters.is_empty() {
            because = Fit::Name;
            let called = [&id, &name];
            // The name of a cloud, like that of a starter of no technology, says little of a component. An alias at the end of a
            // name may mean something else, as in project-gemini.
            starters = with(&|names| {
                names.starter.word.is_none()
                    && names.starter.services.is_empty()
                    && (names.own.iter().any(|own| called.iter().any(|text| text.ends_with(own)))
                        || names.aliases.iter().any(|alias| called.contains(&alias)))
            });
        }
        if starters.is_empty() {
            because = Fit::Kind;
            starters = with(&|names| kind.is_some_and(|kind| names.starter.kinds.contains(&kind)));
        }
        let kind_words = kind.map(|kind| parts(kind.word())).unwrap_or_default();
        Self { because, starters, kind, texts: vec![technology, id, name, kind_words] }
    }

    /// Why its starters fit.
    pub fn because(&self) -> Fit {
        self.because
    }

    /// The starters that fit as a whole, by name.
    pub fn starters(&self) -> &[&'static Starter] {
        &self.starters
    }

    /// Whether a failure of a starter concerns the component.
    pub fn fits(&self, starter: &Starter, failure: &Id, aim: &Aim) -> bool {
        let is_fitting = self.starters.iter().any(|one| one.name == starter.name);
        if is_fitting && self.is(starter) {
            return true;
        }
        let by_kind = self.kind.is_some_and(|kind| aim.kinds.contains(&kind));
        let by_starter = is_fitting
            && (aim.kinds.is_empty() || self.because != Fit::Kind)
            && self.uses_service(starter, failure);
        let is_worded = || aim.words.iter().any(|word| self.says(word));
        (by_kind || by_starter) && (aim.words.is_empty() || is_worded())
    }

    /// Whether the component is what the starter is about, and nothing finer: its technology, id or name is that of the starter.
    fn is(&self, starter: &Starter) -> bool {
        let names = NAMES.iter().find(|names| names.starter.name == starter.name);
        let texts = match self.because {
            Fit::Technology if !starter.services.is_empty() && !self.may_be_platform() => &[],
            Fit::Technology => &self.texts[..1],
            Fit::Name => &self.texts[1..3],
            Fit::Kind => &[],
        };
        texts.iter().any(|text| names.is_some_and(|names| names.own.contains(text)))
    }

    fn may_be_platform(&self) -> bool {
        self.kind.is_none_or(|kind| kind == ComponentKind::Platform)
    }

    /// Of a cloud with many services: whether a failure is of one that the component names, or of none. A platform that names no
    /// service, and fits nothing else, means the whole cloud.
    fn uses_service(&self, starter: &Starter, failure: &Id) -> bool {
        let rest = failure.as_str().strip_prefix(starter.name).and_then(|rest| rest.strip_prefix('-'));
        let is_of = |service: &&&str| {
            rest.and_then(|rest| rest.strip_prefix(**service)).is_some_and(|rest| rest.starts_with('-'))
        };
        let Some(service) = starter.services.iter().find(is_of) else { return true };
        let is_named = |service: &str| holds(&self.texts[0], &parts(service));
        is_named(service)
            || (self.starters.len() == 1
                && self.may_be_platform()
                && !starter.services.iter().any(|service| is_named(service)))
    }

    /// Whether a word is among those of the technology, the id, the name or the kind.
    fn says(&self, word: &str) -> bool {
        let word = parts(word);
        self.texts.iter().any(|text| holds(text, &word))
    }
}

/// A starter with the words of its names.
struct Names {
    starter: &'static Starter,
    /// Its name and its title.
    own: [Vec<String>; 2],
    aliases: Vec<Vec<String>>,
}

/// Taken apart once, since there may be very many components.
static NAMES: LazyLock<Vec<Names>> = LazyLock::new(|| {
    let names = |starter: &'static Starter| Names {
        starter,
        own: [parts(starter.name), parts(starter.title())],
        aliases: starter.aliases.iter().map(|alias| parts(alias)).collect(),
    };
    STARTERS.iter().map(names).collect()
});

/// Whether some words stand among others, side by side.
fn holds(text: &[String], words: &[String]) -> bool {
    !words.is_empty() && text.windows(words.len()).any(|window| window == words)
}

/// The words of a name without case and signs.
pub(super) fn parts(name: &str) -> Vec<String> {
    let words = name.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect()
}
