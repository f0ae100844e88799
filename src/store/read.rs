//! Reads what the user named.

use std::io;
use std::io::Read;
use std::path::Path;

use crate::store::LARGEST;
use crate::store::StoreError;
use crate::store::folder;
use crate::store::root::read_all;

/// Reads a file that the user named, wherever it is; `-` is standard input.
///
/// # Errors
/// The file cannot be read, or is larger than 256 MiB.
pub fn read_input(path: &Path) -> Result<Vec<u8>, StoreError> {
    let read = || {
        if path.as_os_str() == "-" {
            let mut bytes = Vec::new();
            io::stdin().lock().take(LARGEST + 1).read_to_end(&mut bytes)?;
            return if bytes.len() as u64 > LARGEST {
                Err(io::ErrorKind::FileTooLarge.into())
            } else {
                Ok(bytes)
            };
        }
        let file = folder::open_input(path)?;
        if file.metadata()?.is_dir() { Err(io::ErrorKind::IsADirectory.into()) } else { read_all(file) }
    };
    read().map_err(|source| StoreError::Read { path: path.to_path_buf(), source })
}
