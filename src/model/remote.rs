//! Names of what belongs to another workspace.

use std::fmt;
use std::str::FromStr;

use serde::Serialize;
use serde::Serializer;

use crate::model::EntryRef;
use crate::model::Id;
use crate::model::Kind;
use crate::model::Word;

/// A component of another workspace: `identity/component/login`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RemoteId {
    /// The workspace, as the register knows it.
    pub workspace: Id,
    /// The entry there.
    pub entry: EntryRef,
}

/// Why a text is not a [`RemoteId`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a component of another workspace is written WORKSPACE/component/ID: \"shop/component/cart-api\"")]
pub struct InvalidRemoteId;

impl FromStr for RemoteId {
    type Err = InvalidRemoteId;

    fn from_str(text: &str) -> Result<Self, InvalidRemoteId> {
        let id = |text: &str| Id::new(text).map_err(|_| InvalidRemoteId);
        match text.split('/').collect::<Vec<_>>().as_slice() {
            [workspace, kind, entry] if Kind::from_word(kind) == Some(Kind::Component) => {
                let entry = EntryRef { kind: Kind::Component, id: id(entry)? };
                Ok(Self { workspace: id(workspace)?, entry })
            }
            _ => Err(InvalidRemoteId),
        }
    }
}

impl fmt::Display for RemoteId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.workspace, self.entry)
    }
}

impl Serialize for RemoteId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
