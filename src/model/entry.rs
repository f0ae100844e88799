//! What all entries share: a kind, an id, and where they stand.

use std::collections::BTreeMap;
use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

use serde::Serialize;

use crate::model::Extra;
use crate::model::Flaws;
use crate::model::Id;
use crate::model::Kind;

/// Names one entry: `failure/zone-outage`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct EntryRef {
    /// What it is.
    pub kind: Kind,
    /// Its id, unique per kind in a workspace.
    pub id: Id,
}

impl EntryRef {
    /// The key of its table: `failure.zone-outage`.
    pub fn key(&self) -> String {
        format!("{}.{}", self.kind, self.id)
    }
}

impl fmt::Display for EntryRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.kind, self.id)
    }
}

/// Where an entry was read: a file of [`Book::files`](crate::model::Book::files) and a byte in it.
///
/// The model only carries it, for whoever holds the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Origin {
    /// Index of the file, in the order of the sorted paths.
    pub file: u32,
    /// Byte offset of the entry's table in that file.
    pub offset: u32,
}

/// An entry of a playbook: an id, the playbook that it belongs to, and its data.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Entry<T> {
    /// The id, unique per kind in a workspace.
    pub id: Id,
    /// The playbook's name: the first path part below its playbooks folder.
    pub playbook: Arc<str>,
    /// Whether it is kept out of registers and of reports unless asked for.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub confidential: bool,
    /// Rules silenced for this entry, with the reason.
    pub allow: BTreeMap<String, String>,
    /// The keys beginning with `x-`.
    #[serde(rename = "x")]
    pub extra: Extra,
    /// Where it was read.
    #[serde(skip)]
    pub origin: Origin,
    /// What of it could not be read, so that what seems to be missing there may only be misspelt.
    #[serde(skip)]
    pub flaws: Flaws,
    /// What the entry says.
    #[serde(flatten)]
    pub data: T,
}

impl<T> Deref for Entry<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.data
    }
}
