//! The right to write.

use std::ffi::OsStr;
use std::fs::File;
use std::fs::TryLockError;
use std::io;
use std::io::Read;
use std::io::Seek;
use std::io::SeekFrom;
use std::time::Duration;

use crate::store::StoreError;
use crate::store::commit::Step;
use crate::store::commit::draft::Draft;
use crate::store::commit::home::Home;
use crate::store::commit::recover::Recovered;
use crate::store::commit::recover::settle_all;
use crate::store::commit::unwritten;
use crate::store::file_set::FileSet;
use crate::store::folder;
use crate::store::folder::Identity;
use crate::store::folder::Look;
use crate::store::root::Root;
use crate::store::stage::random;

const NAME: &str = "lock";
/// How often a commit begins again whose lock was deleted, and how long it waits each time.
const ATTEMPTS: usize = 20;
const PATIENCE: Duration = Duration::from_secs(10);
/// The time between two attempts.
pub(super) const PAUSE: Duration = Duration::from_millis(5);

/// The right to write in a workspace. Held until dropped; the system takes it back when the process dies, so that a stale lock is never in
/// the way.
#[derive(Debug)]
pub struct Lock {
    pub(super) held: Held,
    pub(super) files: FileSet,
    recovered: Option<Recovered>,
}

impl Lock {
    /// Takes the lock, and waits at most `patience` for whoever holds it. Makes `.faultbook/`, which git ignores, where it is missing, and
    /// finishes what a killed command left. Of several files at once only those that `files` covers are ever written.
    ///
    /// # Errors
    /// Somebody else holds the lock, the disk refuses, or what a killed command left cannot be finished.
    pub fn take(root: &Root, files: FileSet, patience: Duration) -> Result<Self, StoreError> {
        let held = Held::wait(root, patience)?;
        let settled = settle_all(&held, &files);
        if let Some((path, source)) = settled.failed {
            return Err(StoreError::Unfinished { path: path.into(), source });
        }
        held.home.hide()?;
        Ok(Self { held, files, recovered: settled.recovered })
    }

    /// The files that it may write together.
    pub fn files(&self) -> &FileSet {
        &self.files
    }

    /// What a killed command had left, and what became of it when the lock was taken.
    pub fn recovered(&self) -> Option<&Recovered> {
        self.recovered.as_ref()
    }

    /// Does all steps or none, in their order. `what` is the command in words (`rename a b`), for whoever finishes it
    /// after a kill. Permissions are kept; owner and group where the system lets us.
    ///
    /// Several steps may name only files of the files, and no file twice.
    ///
    /// # Errors
    /// A file is not as it was read, a step leads out of the workspace, the lock was lost, or the disk refuses: nothing was written.
    /// After [`StoreError::Unfinished`] alone all is written down, and the next command finishes it.
    pub fn commit(&mut self, what: &str, steps: &[Step<'_>]) -> Result<(), StoreError> {
        for _ in 0..ATTEMPTS {
            match Draft::new(self, steps).and_then(|draft| draft.commit(what)) {
                Err(StoreError::Unfinished { path, source }) => {
                    return Err(StoreError::Unfinished { path, source });
                }
                // Somebody deleted `.faultbook/`. What was read is compared once more, so that the lock may be taken anew.
                Err(_) if !self.held.is_in_place().unwrap_or(true) => {
                    let root = self.held.home.root.clone();
                    *self = Self {
                        recovered: self.recovered.take(),
                        ..Self::take(&root, self.files.clone(), PATIENCE)?
                    };
                }
                done => return done,
            }
        }
        Err(StoreError::Unlocked)
    }
}

/// The lock file of `.faultbook/`, locked as long as it is open.
#[derive(Debug)]
pub(super) struct Held {
    pub(super) home: Home,
    file: File,
    identity: Identity,
}

impl Held {
    /// Locks the lock file, and waits at most `patience` for whoever holds it. Makes `.faultbook/` where it is missing.
    fn wait(root: &Root, patience: Duration) -> Result<Self, StoreError> {
        let mut waited = Duration::ZERO;
        loop {
            // Made anew each time: somebody may delete the folder.
            let held = Self::take(Home::make(root)?);
            match held.map_err(|error| unwritten(&Home::shown(NAME), &error))? {
                Ok(held) => return Ok(held),
                Err(home) if waited >= patience => return Err(StoreError::Busy { holder: holder(&home) }),
                Err(_) => {}
            }
            // Pauses are counted, since the library asks no clock.
            let pause = PAUSE.min(patience - waited);
            std::thread::sleep(pause);
            waited += pause;
        }
    }

    /// Locks the lock file without waiting. The folder comes back where somebody else holds the lock, or deleted the folder.
    pub(super) fn take(home: Home) -> io::Result<Result<Self, Home>> {
        let name = OsStr::new(NAME);
        if home.folder.look(name)?.is_none() {
            match home.folder.create_new(name, false) {
                // The folder was deleted after it was opened.
                Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Err(home)),
                Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(error),
                _ => {}
            }
        }
        let file = match home.folder.open_lock(name) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Err(home)),
            opened => opened?,
        };
        match file.try_lock() {
            Err(TryLockError::WouldBlock) => return Ok(Err(home)),
            Err(TryLockError::Error(error)) => return Err(error),
            Ok(()) => {}
        }
        let look = Look::of(&file)?;
        let held = Self { home, file, identity: look.identity };
        // Whoever deletes `.faultbook/` leaves us with the lock of a file that nobody else will find.
        if !held.is_in_place()? {
            return Ok(Err(held.home));
        }
        held.sign(Words::read(&held.file).change);
        Ok(Ok(held))
    }

    /// Whether this lock is still the one that others find.
    pub(super) fn is_in_place(&self) -> io::Result<bool> {
        Ok(self.home.is_in_place()? && self.home.folder.is(OsStr::new(NAME), self.identity)?)
    }

    /// Says that several files were changed: whoever read meanwhile reads again.
    pub(super) fn note_change(&self) {
        self.sign(None);
    }

    /// Writes down who holds the lock, and the last change. A lock without a name is a lock all the same.
    fn sign(&self, change: Option<u64>) {
        let words = Words { process: std::process::id(), change: Some(change.unwrap_or_else(random)) };
        let path = self.home.folder.path().join(NAME);
        let text = words.text();
        // Another name could be outside the workspace, and is not written through.
        let Some(look) = Look::of(&self.file).ok().filter(|look| look.names == 1) else { return };
        let is_longer = look.length > text.len() as u64;
        // In one piece and in place, so that nobody reads half of it.
        let _ = (&self.file)
            .seek(SeekFrom::Start(0))
            .and_then(|_| folder::write(&self.file, &path, text.as_bytes()))
            .and_then(|()| if is_longer { self.file.set_len(text.len() as u64) } else { Ok(()) });
    }
}

/// What the lock file says.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Words {
    process: u32,
    /// Another number after each change of several files.
    change: Option<u64>,
}

impl Words {
    /// Always of one length.
    fn text(self) -> String {
        format!("process {:<10} change {:016x}\n", self.process, self.change.unwrap_or(0))
    }

    fn read(mut file: &File) -> Self {
        let mut text = String::new();
        let read = file.seek(SeekFrom::Start(0)).and_then(|_| file.take(64).read_to_string(&mut text));
        let words: Vec<&str> = text.split_whitespace().collect();
        match (read, &words[..]) {
            (Ok(_), ["process", process, rest @ ..]) => {
                let change = match rest {
                    ["change", change] => u64::from_str_radix(change, 16).ok(),
                    _ => None,
                };
                Self { process: process.parse().unwrap_or(0), change }
            }
            _ => Self::default(),
        }
    }

    fn of(home: &Home) -> Self {
        home.folder.open_file(OsStr::new(NAME)).map_or_else(|_| Self::default(), |file| Self::read(&file))
    }
}

/// The number of the last change of several files, as far as it is known.
pub(super) fn last_change(home: &Home) -> Option<u64> {
    Words::of(home).change
}

/// Whether somebody holds the lock.
pub(super) fn is_held(home: &Home) -> bool {
    let file = home.folder.open_file(OsStr::new(NAME));
    file.is_ok_and(|file| matches!(file.try_lock_shared(), Err(TryLockError::WouldBlock)))
}

/// Who holds the lock, if that is said in our words.
fn holder(home: &Home) -> String {
    match Words::of(home).process {
        0 => "another process".to_owned(),
        process => format!("process {process}"),
    }
}
