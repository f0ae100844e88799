//! Does what is written down about one file.

use std::ffi::OsStr;
use std::io;
use std::path::Path;

use crate::store::commit::home::Home;
use crate::store::folder::Folder;
use crate::store::root::Root;
use crate::store::stage;
use crate::store::stage::Content;
use crate::store::stage::How;
use crate::store::stage::Staged;

/// Makes a folder in one that exists; says whether it was missing.
pub(in crate::store) fn make_folder(root: &Root, above: &Path, name: &OsStr) -> io::Result<bool> {
    match root.down(above)?.make_folder(name) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(false),
        Err(error) => Err(error),
    }
}

/// Does what is written down about one file. Where the staged file cannot be moved, or is gone, `content` is staged anew beside the target.
/// After an error the file is as it was.
pub(super) fn apply(
    home: &Home,
    folder: &Folder,
    name: &OsStr,
    staged: Option<&Staged>,
    how: How,
    content: Content<'_>,
) -> io::Result<()> {
    let Some(staged) = staged else {
        return match folder.remove(name) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            removed => removed,
        };
    };
    match staged.put(&home.folder, folder, name, how) {
        Err(error) if matches!(error.kind(), io::ErrorKind::CrossesDevices | io::ErrorKind::NotFound) => {
            let model = if how == How::Replace { folder.look(name)? } else { None };
            let (near, _file) = Staged::filled(folder, stage::BESIDE, model.as_ref(), content)?;
            near.put(folder, folder, name, how).inspect_err(|_| near.discard(folder))?;
            // The copy is in place; if this one stays, the next command removes it.
            staged.discard(&home.folder);
            Ok(())
        }
        done => done,
    }
}
