//! Puts staged files where they belong.

use std::io;
use std::path::Path;
use std::path::PathBuf;

use crate::store::commit::disk;
use crate::store::commit::home::Home;
use crate::store::commit::journal::Entry;
use crate::store::commit::mark::Mark;
use crate::store::commit::regular;

/// Does what an entry says. After an error its file is as it was.
pub(super) fn apply(home: &Home, entry: &Entry) -> io::Result<()> {
    let target = home.root.join(&entry.path);
    let Some(stage) = entry.stage.as_ref().map(|stage| home.path(stage)) else {
        return match disk::remove_file(&target) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            removed => removed,
        };
    };
    let put = if entry.old.is_some() { disk::rename } else { disk::rename_new };
    let near = !disk::share_a_device(&home.folder(), target.parent().unwrap_or(&home.root));
    match if near { Err(io::ErrorKind::CrossesDevices.into()) } else { put(&stage, &target) } {
        Err(error) if error.kind() == io::ErrorKind::CrossesDevices => {
            put(&bring_near(home, entry)?, &target)?;
            // The copy is in place; if this one stays, it is swept away with the journal.
            let _ = disk::remove_file(&stage);
            Ok(())
        }
        done => done,
    }
}

/// Copies a staged file beside its target, which is on another device. A copy that is whole is taken as it is.
pub(super) fn bring_near(home: &Home, entry: &Entry) -> io::Result<PathBuf> {
    let stage = home.path(entry.stage.as_deref().unwrap_or_default());
    let beside = beside(home, entry).ok_or(io::ErrorKind::InvalidInput)?;
    if regular::is_regular(&beside) {
        if Mark::of_file(&beside)? == entry.new {
            return Ok(beside);
        }
        disk::remove_file(&beside)?;
    }
    let from = regular::open(&stage)?;
    let to = disk::create_new(&beside, true)?;
    disk::dress_like(&to, &beside, &from.metadata()?)?;
    let mut written = Ok(());
    regular::pieces(&from, |piece| {
        written = disk::write(&to, &beside, piece);
        written.is_ok()
    })?;
    written?;
    disk::sync(&to, &beside)?;
    Ok(beside)
}

/// Where a staged file lies beside its target.
pub(super) fn beside(home: &Home, entry: &Entry) -> Option<PathBuf> {
    Some(home.root.join(&entry.path).with_file_name(entry.beside()?))
}

/// Makes the folders of a file, and says which ones, the outermost first.
pub(super) fn make_folders(folder: &Path) -> (Vec<PathBuf>, io::Result<()>) {
    let missing = folder.ancestors().take_while(|folder| folder.symlink_metadata().is_err());
    let mut missing: Vec<PathBuf> = missing.map(Path::to_path_buf).collect();
    missing.reverse();
    for (index, folder) in missing.iter().enumerate() {
        match disk::create_folder(folder) {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => {
                missing.truncate(index);
                return (missing, Err(error));
            }
            _ => {}
        }
    }
    (missing, Ok(()))
}
