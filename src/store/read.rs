//! Reads files.

use std::fs::File;
use std::io;
use std::io::Read;
use std::path::Path;

use crate::store::StoreError;

/// The greatest size of a file.
const MOST: u64 = 256 << 20;

/// Reads a file of the workspace.
///
/// # Errors
/// Says in words why it cannot be read.
#[expect(clippy::disallowed_methods, reason = "this is the door to the disk")]
pub fn read_file(root: &Path, relative: &str) -> Result<Vec<u8>, String> {
    let open = || {
        let file = File::open(root.join(relative))?;
        let length = file.metadata()?.len();
        let mut bytes = Vec::with_capacity(usize::try_from(length.min(MOST)).unwrap_or(0));
        file.take(MOST + 1).read_to_end(&mut bytes)?;
        Ok(bytes)
    };
    let bytes = open().map_err(|error: io::Error| match error.kind() {
        io::ErrorKind::NotFound => "it vanished while it was being read".to_owned(),
        kind => kind.to_string(),
    })?;
    if bytes.len() as u64 > MOST {
        return Err(format!("this file is larger than {} MiB", MOST >> 20));
    }
    Ok(bytes)
}

/// Reads a file that the user named, wherever it is; `-` is standard input.
///
/// # Errors
/// The file cannot be read, or is larger than 256 MiB.
#[expect(clippy::disallowed_methods, reason = "this is the door to the disk")]
pub fn read_input(path: &Path) -> Result<Vec<u8>, StoreError> {
    let failed = |source| StoreError::Read { path: path.to_path_buf(), source };
    let mut bytes = Vec::new();
    let read = if path.as_os_str() == "-" {
        io::stdin().lock().take(MOST + 1).read_to_end(&mut bytes)
    } else if path.is_dir() {
        Err(io::Error::from(io::ErrorKind::IsADirectory))
    } else {
        File::open(path).and_then(|file| file.take(MOST + 1).read_to_end(&mut bytes))
    };
    read.map_err(failed)?;
    if bytes.len() as u64 > MOST {
        return Err(failed(io::Error::from(io::ErrorKind::FileTooLarge)));
    }
    Ok(bytes)
}

/// The text of a small file that is neither a link nor anything special; `None` where there is none.
#[expect(clippy::disallowed_methods, reason = "this is the door to the disk")]
pub(super) fn read_regular(path: &Path, most: u64) -> Option<String> {
    let metadata =
        path.symlink_metadata().ok().filter(|metadata| metadata.is_file() && metadata.len() <= most)?;
    let mut bytes = Vec::with_capacity(usize::try_from(metadata.len()).ok()?);
    File::open(path).ok()?.take(most).read_to_end(&mut bytes).ok()?;
    Some(String::from_utf8_lossy(&bytes).into_owned())
}
