//! The union of all files.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::sync::Arc;

use crate::model::Action;
use crate::model::Component;
use crate::model::Entries;
use crate::model::EntryRef;
use crate::model::Failure;
use crate::model::Flow;
use crate::model::Id;
use crate::model::Kind;
use crate::model::Measure;
use crate::model::MeasureClass;
use crate::model::Origin;
use crate::model::Playbook;
use crate::model::Test;
use crate::model::Word;

/// An entry of which only the id is known: its kind comes later, or its text could not be read.
#[derive(Clone, Debug, PartialEq)]
pub struct Mention {
    /// Which entry.
    pub entry: EntryRef,
    /// Where it stands.
    pub origin: Origin,
    /// The playbook that it stands in.
    pub playbook: Arc<str>,
    /// Whether its text could not be understood; false for kinds that have no types yet.
    pub unread: bool,
    /// Rules silenced for this entry, with the reason.
    pub allow: BTreeMap<String, String>,
    /// The entries that it names, as far as its text could be understood.
    pub links: Vec<Link>,
}

/// A place where an entry of a kind without a type names another.
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    /// The path to the field.
    pub field: Box<str>,
    /// The id. There need not be such an entry.
    pub id: Id,
    /// The kinds of entries that it may name.
    pub kinds: &'static [Kind],
    /// Whether the field takes words as well.
    pub or_words: bool,
}

/// All entries of a workspace, with the defaults of their playbooks applied. Independent of the order of files.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Book {
    /// The files read, relative to the root and sorted; [`Origin::file`] counts in here.
    pub files: Vec<Arc<str>>,
    /// The playbooks by name.
    pub playbooks: BTreeMap<Arc<str>, Playbook>,
    /// The parts of the system.
    pub components: Entries<Component>,
    /// The journeys through them.
    pub flows: Entries<Flow>,
    /// The failure modes.
    pub failures: Entries<Failure>,
    /// The actions that failures share.
    pub actions: Entries<Action>,
    /// What tries failures and actions.
    pub tests: Entries<Test>,
    /// Entries known by their id alone, sorted.
    pub mentions: Vec<Mention>,
}

impl Book {
    /// Where an entry stands; `None` where there is no such entry.
    pub fn origin(&self, kind: Kind, id: &str) -> Option<Origin> {
        let whole = match kind {
            Kind::Component => self.components.get(id).map(|entry| entry.origin),
            Kind::Flow => self.flows.get(id).map(|entry| entry.origin),
            Kind::Failure => self.failures.get(id).map(|entry| entry.origin),
            Kind::Action => self.actions.get(id).map(|entry| entry.origin),
            Kind::Test => self.tests.get(id).map(|entry| entry.origin),
            _ => None,
        };
        whole.or_else(|| self.mention(kind, id).map(|mention| mention.origin))
    }

    /// Whether an entry exists, be it readable or not.
    pub fn has(&self, kind: Kind, id: &str) -> bool {
        self.origin(kind, id).is_some()
    }

    /// The kinds under which an id exists.
    pub fn kinds_of(&self, id: &str) -> Vec<Kind> {
        Kind::ALL.iter().copied().filter(|&kind| self.has(kind, id)).collect()
    }

    /// All ids of one kind.
    pub fn ids(&self, kind: Kind) -> Vec<&str> {
        fn of<T>(entries: &Entries<T>) -> Vec<&str> {
            entries.iter().map(|entry| entry.id.as_str()).collect()
        }
        let mut ids = match kind {
            Kind::Component => of(&self.components),
            Kind::Flow => of(&self.flows),
            Kind::Failure => of(&self.failures),
            Kind::Action => of(&self.actions),
            Kind::Test => of(&self.tests),
            _ => Vec::new(),
        };
        ids.extend(self.mentions.iter().filter(|m| m.entry.kind == kind).map(|m| m.entry.id.as_str()));
        ids
    }

    /// Everybody who owns a component, a flow, a failure or an action, by name.
    pub fn owners(&self) -> BTreeSet<&str> {
        let components = self.components.iter().map(|entry| &entry.owner);
        let flows = self.flows.iter().map(|entry| &entry.owner);
        let failures = self.failures.iter().map(|entry| &entry.owner);
        let actions = self.actions.iter().map(|entry| &entry.owner);
        let measures = self.failures.iter().flat_map(|entry| {
            let classes = MeasureClass::ALL.iter();
            classes.flat_map(|&class| entry.measures(class)).filter_map(|measure| match measure {
                Measure::Inline(action) => Some(&action.owner),
                Measure::Words(_) | Measure::Shared { .. } => None,
            })
        });
        let all = components.chain(flows).chain(failures).chain(actions).chain(measures);
        all.filter_map(|owner| owner.as_deref()).collect()
    }

    /// How many entries could not be read.
    pub fn unread(&self) -> usize {
        self.mentions.iter().filter(|mention| mention.unread).count()
    }

    /// The path of a file.
    pub fn file(&self, origin: Origin) -> &str {
        self.files.get(origin.file as usize).map_or("", |path| path)
    }

    fn mention(&self, kind: Kind, id: &str) -> Option<&Mention> {
        let index =
            self.mentions.binary_search_by(|m| (m.entry.kind, m.entry.id.as_str()).cmp(&(kind, id))).ok()?;
        self.mentions.get(index)
    }
}
