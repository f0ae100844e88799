//! What `.faultbook/` keeps between two commands to save time, and what makes it believable.
//!
//! A repository may hold files that look like ours, well-formed and wrong. A seal beside the kept file names its content and the
//! file itself: device, number, and the moment of its last change, which the system sets and no checkout, archive or copy can choose. So
//! only what was written on this machine, and touched by nobody since, is believed. Nothing is ever believed where the system has
//! no such marks.

use std::ffi::OsStr;
use std::fs::Metadata;
use std::io::Read;

use crate::limits::KEPT;
use crate::store::commit::home::Home;
use crate::store::commit::journal::Journal;
use crate::store::commit::lock::Held;
use crate::store::root::Root;
use crate::store::stage::How;

/// Behind the name of a kept file: its seal.
const SEAL: &str = ".seal";
/// The longest seal.
const LONGEST: u64 = 1 << 10;

/// What was kept.
#[derive(Debug)]
pub struct Kept {
    /// The content.
    pub bytes: Vec<u8>,
    /// What was noted with it: what it was made of.
    pub note: String,
}

/// What was kept under a name; `None` where nothing was, or where it cannot be believed. Changes nothing.
pub fn recall(root: &Root, name: &str) -> Option<Kept> {
    let home = Home::standing(root).ok()?;
    let mut seal = String::new();
    let sealed_file = home.folder.open_file(OsStr::new(&[name, SEAL].concat())).ok()?;
    sealed_file.take(LONGEST).read_to_string(&mut seal).ok()?;
    let file = home.folder.open_file(OsStr::new(name)).ok()?;
    let identity = identity(&file.metadata().ok()?)?;
    let mut lines = seal.lines();
    let note = lines.next()?.to_owned();
    // What somebody put there may be very large, and is not even read.
    lines.next().filter(|line| *line == identity)?;
    let mut bytes = Vec::new();
    file.take(KEPT as u64 + 1).read_to_end(&mut bytes).ok()?;
    (seal == sealed(&note, &identity, &bytes)).then_some(Kept { bytes, note })
}

/// Keeps a content under a name, with a note of one line. What `is_ours` does not know is never replaced. Says whether it
/// was kept: not where somebody is writing, where the folder cannot be written, or where it could not be believed later.
pub fn keep(root: &Root, name: &str, bytes: &[u8], note: &str, is_ours: fn(&[u8]) -> bool) -> bool {
    let attempt = || {
        let home = Home::make(root).ok()?;
        // Where the system has no marks it could not be believed later.
        identity(&root.path().metadata().ok()?)?;
        // Never waits: what is not kept now is kept another time.
        let held = Held::take(home).ok()?.ok()?;
        let home = &held.home;
        if Journal::is_in_the_way(home) || !is_free(home, name, is_ours) || bytes.len() > KEPT {
            return None;
        }
        home.hide().ok()?;
        let file = home.put(name, bytes, How::Replace).ok()?;
        let identity = identity(&file.metadata().ok()?)?;
        home.put(&[name, SEAL].concat(), sealed(note, &identity, bytes).as_bytes(), How::Replace).ok()
    };
    attempt().is_some()
}

/// Whether nothing stands at a name but a regular file of ours.
fn is_free(home: &Home, name: &str, is_ours: fn(&[u8]) -> bool) -> bool {
    /// How much of a file tells whose it is.
    const HEAD: u64 = 512;
    match home.folder.look(OsStr::new(name)) {
        Ok(None) => true,
        Ok(Some(_)) => home.folder.open_file(OsStr::new(name)).is_ok_and(|file| {
            let mut head = Vec::new();
            file.take(HEAD).read_to_end(&mut head).is_ok() && is_ours(&head)
        }),
        Err(_) => false,
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
