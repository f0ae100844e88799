//! Opens regular files and nothing else: no link, no pipe that would wait for ever.

use std::fs::File;
use std::fs::Metadata;
use std::io;
use std::io::Read;
use std::path::Path;

use crate::store::commit::disk;

/// How much is read at once.
const PIECE: usize = 64 << 10;

/// Opens a regular file with `open`. What was looked at must be what was opened.
pub(super) fn open_with(path: &Path, open: fn(&Path) -> io::Result<File>) -> io::Result<File> {
    let seen = path.symlink_metadata()?;
    if !seen.is_file() {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "it is a link, or no regular file"));
    }
    let file = open(path)?;
    if is_same(&seen, &file.metadata()?) {
        return Ok(file);
    }
    Err(io::Error::new(io::ErrorKind::InvalidInput, "it was exchanged while it was being opened"))
}

/// Opens a regular file to read it.
pub(super) fn open(path: &Path) -> io::Result<File> {
    open_with(path, disk::open)
}

/// Whether a path is a regular file, and no link to one.
pub(super) fn is_regular(path: &Path) -> bool {
    path.symlink_metadata().is_ok_and(|metadata| metadata.is_file())
}

/// Whether two looks saw one file. Only Unix can tell; elsewhere an open file cannot be exchanged so easily.
pub(super) fn is_same(one: &Metadata, other: &Metadata) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        (one.dev(), one.ino()) == (other.dev(), other.ino())
    }
    #[cfg(not(unix))]
    {
        one.is_file() == other.is_file()
    }
}

/// Gives the content of a file to `take`, piece by piece, until it says `false`.
pub(super) fn pieces(mut file: &File, mut take: impl FnMut(&[u8]) -> bool) -> io::Result<()> {
    let mut piece = vec![0; PIECE];
    loop {
        match file.read(&mut piece) {
            Ok(0) => return Ok(()),
            Ok(length) if take(&piece[..length]) => {}
            Ok(_) => return Ok(()),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}

/// Whether a file holds exactly these bytes. A file that is not there holds nothing, not even no bytes.
pub(super) fn holds(path: &Path, bytes: &[u8]) -> io::Result<bool> {
    let file = match open(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(false),
        opened => opened?,
    };
    if file.metadata()?.len() != bytes.len() as u64 {
        return Ok(false);
    }
    let (mut rest, mut equal) = (bytes, true);
    pieces(&file, |piece| {
        match rest.strip_prefix(piece) {
            Some(after) => rest = after,
            None => equal = false,
        }
        equal
    })?;
    Ok(equal && rest.is_empty())
}
