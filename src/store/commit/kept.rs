//! What `.faultbook/` keeps between two commands to save time, and what makes it believable.
//!
//! A repository may hold files that look like ours, well-formed and wrong. A seal beside the kept file names its content and the
//! file itself: device, number, and the moment of its last change, which the system sets and no checkout, archive or copy can choose. So
//! only what was written on this machine, and touched by nobody since, is believed. Nothing is ever believed where the system has
//! no such marks.

use std::fs::File;
use std::fs::Metadata;
use std::io;
use std::io::Read;
use std::path::Path;

use crate::store::commit::disk;
use crate::store::commit::home::Home;
use crate::store::commit::journal::Journal;
use crate::store::commit::lock;
use crate::store::commit::regular;
use crate::store::read::read_regular;

/// Behind the name of a kept file: its seal.
const SEAL: &str = ".seal";
/// The longest seal.
const LONGEST: u64 = 1 << 10;
/// The largest file that is kept.
const LARGEST: u64 = 1 << 30;

/// What was kept.
#[derive(Debug)]
pub struct Kept {
    /// The content.
    pub bytes: Vec<u8>,
    /// What was noted with it: what it was made of.
    pub note: String,
}

/// What was kept under a name; `None` where nothing was, or where it cannot be believed. Changes nothing.
pub fn recall(root: &Path, name: &str) -> Option<Kept> {
    let home = Home::standing(root).ok()?;
    let seal = read_regular(&home.path(&[name, SEAL].concat()), LONGEST)?;
    let file = regular::open(&home.path(name)).ok()?;
    let identity = identity(&file.metadata().ok()?)?;
    let mut lines = seal.lines();
    let note = lines.next()?.to_owned();
    // What somebody put there may be very large, and is not even read.
    lines.next().filter(|line| *line == identity)?;
    let mut bytes = Vec::new();
    file.take(LARGEST + 1).read_to_end(&mut bytes).ok()?;
    (seal == sealed(&note, &identity, &bytes)).then_some(Kept { bytes, note })
}

/// Keeps a content under a name, with a note of one line. What `is_ours` does not know is never replaced. Says whether it
/// was kept: not where somebody is writing, where the folder cannot be written, or where it could not be believed later.
pub fn keep(root: &Path, name: &str, bytes: &[u8], note: &str, is_ours: fn(&[u8]) -> bool) -> bool {
    let attempt = || {
        let home = Home::make(root).ok()?;
        // Where the system has no marks it could not be believed later.
        identity(&home.root.metadata().ok()?)?;
        // Never waits: what is not kept now is kept another time.
        let _held = lock::hold(&home).ok()??;
        if Journal::is_in_the_way(&home) || !is_free(&home, name, is_ours) || bytes.len() as u64 > LARGEST {
            return None;
        }
        home.hide().ok()?;
        let file = put(&home, name, bytes).ok()?;
        let identity = identity(&file.metadata().ok()?)?;
        put(&home, &[name, SEAL].concat(), sealed(note, &identity, bytes).as_bytes()).ok()
    };
    attempt().is_some()
}

/// Whether nothing stands at a name but a regular file of ours.
fn is_free(home: &Home, name: &str, is_ours: fn(&[u8]) -> bool) -> bool {
    /// How much of a file tells whose it is.
    const HEAD: u64 = 512;
    let path = home.path(name);
    match path.symlink_metadata() {
        Err(error) => error.kind() == io::ErrorKind::NotFound,
        Ok(_) => regular::open(&path).is_ok_and(|file| {
            let mut head = Vec::new();
            file.take(HEAD).read_to_end(&mut head).is_ok() && is_ours(&head)
        }),
    }
}

/// Writes a file beside, and moves it to its name. Nobody ever sees a part of it.
fn put(home: &Home, name: &str, bytes: &[u8]) -> io::Result<File> {
    let (staged, file) = home.stage(&mut 0, false)?;
    let staged = home.path(&staged);
    let moved = disk::write(&file, &staged, bytes).and_then(|()| disk::rename(&staged, &home.path(name)));
    match moved {
        Ok(()) => Ok(file),
        Err(error) => {
            let _ = disk::remove_file(&staged);
            Err(error)
        }
    }
}

fn sealed(note: &str, identity: &str, bytes: &[u8]) -> String {
    [note, "\n", identity, "\n", &blake3::hash(bytes).to_hex(), "\n"].concat()
}

/// What no other file has, and this one only until it is changed.
fn identity(metadata: &Metadata) -> Option<String> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        let moment = format!("{}.{:09}", metadata.ctime(), metadata.ctime_nsec());
        Some(format!("device {} file {} changed {moment}", metadata.dev(), metadata.ino()))
    }
    #[cfg(not(unix))]
    {
        let _ = metadata;
        None
    }
}
