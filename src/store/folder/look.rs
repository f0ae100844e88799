//! What is under a name.

use std::fs::File;
use std::fs::Permissions;
use std::io;

use crate::store::folder::system;
use crate::store::folder::system::Owner;

/// What a file or folder is known by as long as it exists: device and number.
///
/// Where the system does not say them, the moment at which it was made, which no checkout or archive can choose, and 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub(in crate::store) struct Identity(pub(super) u64, pub(super) u64);

/// What has a name in a folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::store) enum Kind {
    File,
    Folder,
    Link,
    /// A pipe, a socket, a device.
    Special,
}

/// What is under a name, without following it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::store) struct Look {
    pub(in crate::store) kind: Kind,
    pub(in crate::store) identity: Identity,
    pub(in crate::store) length: u64,
    /// How many names it has.
    pub(in crate::store) names: u64,
    pub(in crate::store) owner: Owner,
    pub(in crate::store) permissions: Permissions,
}

impl Look {
    /// What an open file is.
    pub(in crate::store) fn of(file: &File) -> io::Result<Self> {
        Ok(system::look_at(&file.metadata()?))
    }

    /// Why it is not read or written.
    pub(super) fn refusal(&self) -> Option<io::Error> {
        let reason = match self.kind {
            Kind::File => return None,
            Kind::Folder => return Some(io::ErrorKind::IsADirectory.into()),
            Kind::Link => "it is a link, which is not followed here",
            Kind::Special => "it is not a regular file",
        };
        Some(io::Error::new(io::ErrorKind::InvalidInput, reason))
    }
}
