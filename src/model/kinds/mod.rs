//! The kinds of entries, one file each, and what follows from their list: see `kinds!` at the end.

pub mod action;
pub mod alert;
pub mod attestation;
pub mod component;
pub mod drill;
pub mod failure;
pub mod flow;
pub mod incident;
pub mod plan;
pub mod role;
pub mod test;

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Serialize;

use crate::model::Entries;
use crate::model::Entry;
use crate::model::Extra;
use crate::model::Flaws;
use crate::model::Id;
use crate::model::Key;
use crate::model::Mention;
use crate::model::Origin;
use crate::model::Playbook;
use crate::model::Shape;
use crate::model::Way;
use crate::model::shape::ALLOW;
use crate::model::shape::COMMON;
use crate::model::shape::with_common;
use crate::model::source::Table;
use crate::model::walk::Visit;
use crate::model::walk::Walk;
use crate::model::word::words;

/// Whoever reads an entry, whatever its kind.
pub(crate) trait ReadEntry {
    /// Reads the entry by the type of its kind.
    fn read<T: Table>(self) -> Option<Entry<T>>;
}

macro_rules! kinds {
    ($( $(#[doc = $about:literal])+ $module:ident::$type:ident = $word:literal in $entries:ident, )+) => {
        $(pub use $module::$type;)+

        words! {
            /// The kinds of entries, named as their tables are.
            pub enum Kind as "kind" {
                $( $(#[doc = $about])+ $type = $word, )+
            }
        }

        impl Kind {
            /// Several of them: `components`.
            pub fn plural(self) -> &'static str {
                match self { $(Self::$type => stringify!($entries),)+ }
            }
        }

        /// The keys of an entry, in the order of the format.
        pub fn keys(kind: Kind) -> &'static [Key] {
            match kind {
                $(Kind::$type => const { &with_common::<{ $type::KEYS.len() + COMMON.len() }>($type::KEYS) },)+
            }
        }

        /// An entry of any kind.
        #[derive(Clone, Copy, Debug, Serialize)]
        #[serde(untagged)]
        pub enum AnyEntry<'b> {
            $( $(#[doc = $about])+ $type(&'b Entry<$type>), )+
        }

        impl<'b> AnyEntry<'b> {
            /// What it is.
            pub fn kind(self) -> Kind {
                match self { $(Self::$type(_) => Kind::$type,)+ }
            }

            /// Its id.
            pub fn id(self) -> &'b Id {
                match self { $(Self::$type(entry) => &entry.id,)+ }
            }

            /// The keys of the user's own.
            pub fn extra(self) -> &'b Extra {
                match self { $(Self::$type(entry) => &entry.extra,)+ }
            }

            /// The playbook that it belongs to.
            pub fn playbook(self) -> &'b Arc<str> {
                match self { $(Self::$type(entry) => &entry.playbook,)+ }
            }

            /// Where it was read.
            pub fn origin(self) -> Origin {
                match self { $(Self::$type(entry) => entry.origin,)+ }
            }

            /// What of it could not be read.
            pub fn flaws(self) -> &'b Flaws {
                match self { $(Self::$type(entry) => &entry.flaws,)+ }
            }

            /// Rules silenced for it, with the reason.
            pub fn allow(self) -> &'b BTreeMap<String, String> {
                match self { $(Self::$type(entry) => &entry.allow,)+ }
            }

            /// Shows what stands in it.
            pub(crate) fn walk(self, visit: &mut Visit<'_, 'b>) {
                match self {
                    $(Self::$type(entry) => entry.data.walk(&ALLOW, Shape::Table($type::KEYS), Way::Entry, visit),)+
                }
            }
        }

        /// An entry of any kind, as it was read.
        #[derive(Clone, Debug, PartialEq)]
        pub enum BoxedEntry {
            $( $(#[doc = $about])+ $type(Box<Entry<$type>>), )+
        }

        impl BoxedEntry {
            /// Reads an entry of a kind.
            pub(crate) fn read(kind: Kind, reader: impl ReadEntry) -> Option<Self> {
                match kind {
                    $(Kind::$type => reader.read().map(|entry| Self::$type(Box::new(entry))),)+
                }
            }

            /// The same, borrowed.
            pub fn as_any(&self) -> AnyEntry<'_> {
                match self { $(Self::$type(entry) => AnyEntry::$type(entry),)+ }
            }
        }

        /// All entries of a workspace, with the defaults of their playbooks applied. Independent of the order of files.
        #[derive(Clone, Debug, Default, PartialEq)]
        pub struct Book {
            /// The files read, relative to the root and sorted; [`Origin::file`] counts in here.
            pub files: Vec<Arc<str>>,
            /// The playbooks by name.
            pub playbooks: BTreeMap<Arc<str>, Playbook>,
            $( $(#[doc = $about])+ pub $entries: Entries<$type>, )+
            /// Entries known by their id alone, sorted.
            pub mentions: Vec<Mention>,
        }

        impl Book {
            /// An entry of which more than the id is known.
            pub fn entry(&self, kind: Kind, id: &str) -> Option<AnyEntry<'_>> {
                match kind { $(Kind::$type => self.$entries.get(id).map(AnyEntry::$type),)+ }
            }

            /// The entries of a kind, by id.
            pub fn of(&self, kind: Kind) -> Box<dyn Iterator<Item = AnyEntry<'_>> + '_> {
                match kind { $(Kind::$type => Box::new(self.$entries.iter().map(AnyEntry::$type)),)+ }
            }

            /// How many entries there are of which more than the id is known.
            pub fn len(&self) -> usize {
                0 $(+ self.$entries.len())+
            }

            /// Gives entries that name no owner the one that `owner` says for their playbook.
            pub(crate) fn set_owners(&mut self, owner: impl Fn(&str) -> Option<String>) {
                $(for entry in self.$entries.iter_mut() {
                    if let Some(own @ None) = entry.data.owner_mut() {
                        *own = owner(&entry.playbook);
                    }
                })+
            }
        }

        /// Entries of all kinds, before they are sorted.
        #[derive(Debug, Default)]
        pub(crate) struct Unsorted {
            $($entries: Vec<Box<Entry<$type>>>,)+
        }

        impl Unsorted {
            /// Adds an entry.
            pub(crate) fn push(&mut self, entry: BoxedEntry) {
                match entry { $(BoxedEntry::$type(entry) => self.$entries.push(entry),)+ }
            }

            /// Sorts them into a book. `doubled` takes each entry whose id is taken, behind the place of the one that has it.
            pub(crate) fn sort(self, mut doubled: impl FnMut(Origin, BoxedEntry)) -> Book {
                $(let ($entries, doubles) = Entries::new(self.$entries);
                doubles.into_iter().for_each(|(first, entry)| doubled(first, BoxedEntry::$type(entry)));)+
                Book { $($entries,)+ ..Book::default() }
            }
        }
    };
}

kinds! {
    /// A part of the system.
    component::Component = "component" in components,
    /// A user or system journey through components.
    flow::Flow = "flow" in flows,
    /// A failure mode.
    failure::Failure = "failure" in failures,
    /// What is done about failures.
    action::Action = "action" in actions,
    /// Evidence that a failure was tried.
    test::Test = "test" in tests,
    /// What happened.
    incident::Incident = "incident" in incidents,
    /// How a disaster is recovered from.
    plan::Plan = "plan" in plans,
    /// Who does it.
    role::Role = "role" in roles,
    /// A plan rehearsed.
    drill::Drill = "drill" in drills,
    /// What tells us.
    alert::Alert = "alert" in alerts,
    /// A maturity criterion that data cannot show.
    attestation::Attestation = "attestation" in attestations,
}
