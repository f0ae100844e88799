//! The right to write.

use std::fs::File;
use std::io;
use std::io::Read;
use std::path::Path;
use std::time::Duration;

use crate::store::StoreError;
use crate::store::commit::Step;
use crate::store::commit::disk;
use crate::store::commit::draft::Draft;
use crate::store::commit::home::Home;
use crate::store::commit::recover::Recovered;
use crate::store::commit::recover::settle_all;
use crate::store::commit::regular;
use crate::store::commit::unwritten;

const NAME: &str = "lock";
/// The time between two attempts.
const PAUSE: Duration = Duration::from_millis(5);
/// How often the lock file may be exchanged for another one while it is being locked.
const EXCHANGES: usize = 100;

/// The right to write in a workspace. Held until dropped; the system takes it back when the process dies, so that no
/// stale lock can ever be in the way.
#[derive(Debug)]
pub struct Lock {
    home: Home,
    recovered: Option<Recovered>,
    /// Locked as long as it is open.
    _file: File,
}

impl Lock {
    /// Takes the lock, and waits at most `patience` for whoever holds it. Makes `.faultbook/`, which git ignores, where
    /// it is missing, and finishes what a killed command left.
    ///
    /// # Errors
    /// Somebody else holds the lock, the disk refuses, or what a killed command left cannot be finished.
    pub fn take(root: &Path, patience: Duration) -> Result<Self, StoreError> {
        let failed = |error: io::Error| unwritten(&Home::shown(NAME), &error);
        let mut waited = Duration::ZERO;
        let (home, file) = loop {
            let home = Home::make(root)?;
            if let Some(file) = hold(&home).map_err(failed)? {
                break (home, file);
            }
            if waited >= patience {
                return Err(StoreError::Busy { holder: holder(&home) });
            }
            // Pauses are counted, since the library asks no clock.
            let pause = PAUSE.min(patience - waited);
            std::thread::sleep(pause);
            waited += pause;
        };
        let settled = settle_all(&home);
        if let Some((path, source)) = settled.failed {
            return Err(StoreError::Unfinished { path: path.into(), source });
        }
        home.hide()?;
        Ok(Self { home, recovered: settled.recovered, _file: file })
    }

    /// What a killed command had left, and what became of it when the lock was taken.
    pub fn recovered(&self) -> Option<&Recovered> {
        self.recovered.as_ref()
    }

    /// Does all steps or none, in their order. `what` is the command in words (`rename a b`), for whoever finishes it
    /// after a kill. Permissions are kept; owner and group where the system lets us.
    ///
    /// Several steps may name only TOML files of which no part is hidden, and no file twice.
    ///
    /// # Errors
    /// A file is not as it was read, a step leads out of the workspace, or the disk refuses: nothing was written.
    /// After [`StoreError::Unfinished`] alone all is written down, and the next command finishes it.
    pub fn commit(&self, what: &str, steps: &[Step<'_>]) -> Result<(), StoreError> {
        Draft::new(&self.home, steps)?.commit(what)
    }
}

/// Locks the lock file without waiting; `None`: somebody else holds it.
pub(super) fn hold(home: &Home) -> io::Result<Option<File>> {
    let path = home.path(NAME);
    for _ in 0..EXCHANGES {
        let made = match path.symlink_metadata() {
            Err(error) if error.kind() == io::ErrorKind::NotFound => disk::create_new(&path, false).map(drop),
            _ => Ok(()),
        };
        match made {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(error),
            _ => {}
        }
        let file = regular::open_with(&path, disk::open_lock)?;
        match file.try_lock() {
            Err(std::fs::TryLockError::WouldBlock) => return Ok(None),
            Err(std::fs::TryLockError::Error(error)) => return Err(error),
            Ok(()) => {}
        }
        // Whoever deletes `.faultbook/` leaves us with the lock of a file that nobody else will find.
        let (locked, present) = (file.metadata()?, path.symlink_metadata());
        if present.is_ok_and(|present| regular::is_same(&present, &locked)) {
            if is_alone(&locked) {
                sign(&file, &path);
            }
            return Ok(Some(file));
        }
    }
    Err(io::Error::other("it is exchanged all the time"))
}

/// Writes down who holds the lock. A lock without a name is a lock all the same.
fn sign(file: &File, path: &Path) {
    if disk::truncate(file, path).is_ok() {
        let _ = disk::write(file, path, format!("process {}\n", std::process::id()).as_bytes());
    }
}

/// Whether a file has one name only. Another name could be outside the workspace, and is not written through.
fn is_alone(file: &std::fs::Metadata) -> bool {
    #[cfg(unix)]
    return std::os::unix::fs::MetadataExt::nlink(file) == 1;
    #[cfg(not(unix))]
    return file.is_file();
}

/// Who holds the lock, if that is said in our words.
fn holder(home: &Home) -> String {
    let mut said = String::new();
    if let Ok(file) = regular::open(&home.path(NAME)) {
        let _ = file.take(64).read_to_string(&mut said);
    }
    let said = said.trim_end();
    let is_ours = said
        .strip_prefix("process ")
        .is_some_and(|id| !id.is_empty() && id.len() <= 10 && id.bytes().all(|byte| byte.is_ascii_digit()));
    if is_ours { said.to_owned() } else { "another process".to_owned() }
}
