//! Finishes what a killed command began.

use std::collections::BTreeSet;
use std::io;
use std::path::Path;

use crate::store::commit::apply;
use crate::store::commit::disk;
use crate::store::commit::home::Home;
use crate::store::commit::journal;
use crate::store::commit::journal::Entry;
use crate::store::commit::journal::Found;
use crate::store::commit::journal::Journal;
use crate::store::commit::lock;
use crate::store::commit::mark::Mark;
use crate::store::commit::regular;

/// What became of what a killed command had left.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Recovered {
    /// The command in words; empty where that is not known.
    pub what: String,
    /// The files that are now as the command wanted them.
    pub files: Vec<String>,
    /// What was left alone, each with the reason, and where the command's text for it is kept.
    pub left: Vec<String>,
    /// What the disk refuses so far, each with the reason. The next command tries again.
    pub unfinished: Vec<String>,
}

/// Finishes what a killed command left: staged files go, a journal is carried out. `None`: there is nothing to tell.
///
/// Never waits and never fails. Where somebody alive holds the lock, or the folder cannot be written, nothing is
/// changed.
pub fn recover(root: &Path) -> Option<Recovered> {
    let home = Home::standing(root).ok()?;
    if !Journal::is_in_the_way(&home) && home.stages().is_empty() {
        return None;
    }
    // Dropped at the end, and with it the lock.
    let _held = lock::hold(&home).ok()??;
    settle_all(&home).recovered
}

/// What settling came to.
#[derive(Debug, Default)]
pub(super) struct Settled {
    pub(super) recovered: Option<Recovered>,
    /// The first refusal of the disk, with its path.
    pub(super) failed: Option<(String, io::Error)>,
}

/// Settles everything that was left, for whoever holds the lock. May itself be killed anywhere.
pub(super) fn settle_all(home: &Home) -> Settled {
    let journal = match Journal::read(home) {
        Found::Ours(journal) => journal,
        Found::Nothing => {
            home.sweep();
            return Settled::default();
        }
        Found::Foreign => {
            // Nothing is swept: it may be the journal of a newer faultbook.
            let left = "faultbook did not write it, and does not obey it; look at it and remove it";
            let left = vec![format!("{}: {left}", Home::shown(journal::NAME))];
            return Settled { recovered: Some(Recovered { left, ..Recovered::default() }), failed: None };
        }
    };
    let mut recovered = Recovered { what: journal.what.clone(), ..Recovered::default() };
    let mut failed = None;
    let mut fail = |recovered: &mut Recovered, path: String, error: io::Error| {
        recovered.unfinished.push(format!("{path}: {error}"));
        failed.get_or_insert((path, error));
    };
    let (removals, others): (Vec<_>, Vec<_>) = journal.entries.iter().partition(|entry| entry.new.is_none());
    let mut is_lost = false;
    for entry in others.into_iter().chain(removals) {
        // What is removed may have moved into a text that is not in place yet, or never will be.
        let may_remove = !is_lost && recovered.unfinished.is_empty();
        match settle(home, entry, may_remove) {
            Ok(Fate::Done) => recovered.files.push(entry.path.clone()),
            Ok(Fate::Left(reason)) => recovered.left.push(format!("{}: {reason}", entry.path)),
            Ok(Fate::Lost) => {
                is_lost = true;
                recovered.left.push(format!("{}: its new text is gone", entry.path));
            }
            Ok(Fate::Waits) if is_lost => {
                recovered.left.push(format!("{}: it stays, since another text is gone", entry.path));
            }
            // Tried again with the others.
            Ok(Fate::Waits) => {}
            Err(error) => fail(&mut recovered, entry.path.clone(), error),
        }
    }
    if recovered.unfinished.is_empty() {
        match sync_folders(home, &recovered.files).and_then(|()| Journal::remove(home)) {
            Ok(()) => home.sweep(),
            Err(error) => fail(&mut recovered, Home::shown(journal::NAME), error),
        }
    }
    Settled { recovered: Some(recovered), failed }
}

/// What became of one entry.
enum Fate {
    Done,
    /// The file is neither what it was nor what it was to be, and is left alone.
    Left(String),
    /// The file is what it was, and nothing is there to replace it.
    Lost,
    /// It is to be removed, but not before the others are done.
    Waits,
}

fn settle(home: &Home, entry: &Entry, may_remove: bool) -> io::Result<Fate> {
    let present = present(home, entry)?;
    let stage = entry.stage.as_ref().map(|stage| home.path(stage));
    let is_staged = match &stage {
        Some(stage) => regular::is_regular(stage) && Mark::of_file(stage)? == entry.new,
        None => true,
    };
    let fate = match present {
        Present::Odd => Fate::Left("its place is not what it was".to_owned()),
        Present::Holds(mark) if mark == entry.new => Fate::Done,
        Present::Holds(mark) if mark != entry.old => {
            Fate::Left("it was changed by somebody else meanwhile".to_owned())
        }
        Present::Holds(_) if !is_staged => Fate::Lost,
        Present::Holds(_) if entry.new.is_none() && !may_remove => Fate::Waits,
        Present::Holds(_) if is_read_only(home, entry) => Fate::Left("it is read-only".to_owned()),
        Present::Holds(_) => {
            let (_, made) = apply::make_folders(home.root.join(&entry.path).parent().unwrap_or(&home.root));
            made.and_then(|()| apply::apply(home, entry))?;
            Fate::Done
        }
    };
    if let (false, Some(beside)) = (matches!(present, Present::Odd), apply::beside(home, entry))
        && regular::is_regular(&beside)
    {
        disk::remove_file(&beside)?;
    }
    match (fate, stage, entry.new) {
        (Fate::Left(reason), Some(stage), Some(new)) => {
            let kept = new.kept_name();
            if is_staged {
                disk::rename(&stage, &home.path(&kept))?;
            }
            Ok(Fate::Left(match regular::is_regular(&home.path(&kept)) {
                true => format!("{reason}; the new text is kept in {}", Home::shown(&kept)),
                false => reason,
            }))
        }
        (Fate::Left(reason), ..) => Ok(Fate::Left(format!("{reason}; it stays"))),
        (fate, ..) => Ok(fate),
    }
}

/// What stands at the place of an entry.
enum Present {
    /// This content; `None`: nothing.
    Holds(Option<Mark>),
    /// A link, something special, or a way that leads through a link.
    Odd,
}

fn present(home: &Home, entry: &Entry) -> io::Result<Present> {
    let target = home.root.join(&entry.path);
    let standing = target.ancestors().skip(1).find(|folder| folder.symlink_metadata().is_ok());
    let standing = standing.unwrap_or(&home.root);
    match standing.canonicalize() {
        Ok(full) if full == standing && full.is_dir() => {}
        Err(error) if error.kind() == io::ErrorKind::PermissionDenied => return Err(error),
        _ => return Ok(Present::Odd),
    }
    let metadata = match target.symlink_metadata() {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Present::Holds(None)),
        metadata => metadata?,
    };
    let is_link = metadata.is_symlink();
    // Only a link that is to be removed may be one, and its content must be of this workspace.
    let content = if is_link { target.canonicalize().unwrap_or_default() } else { target };
    if is_link && (entry.new.is_some() || !content.starts_with(&home.root)) || !regular::is_regular(&content)
    {
        return Ok(Present::Odd);
    }
    Ok(Mark::of_file(&content)?.map_or(Present::Odd, |mark| Present::Holds(Some(mark))))
}

fn is_read_only(home: &Home, entry: &Entry) -> bool {
    home.root.join(&entry.path).metadata().is_ok_and(|metadata| metadata.permissions().readonly())
}

fn sync_folders(home: &Home, files: &[String]) -> io::Result<()> {
    let folders = files.iter().flat_map(|file| {
        // Those above too: one of them may have been made.
        Path::new(file).ancestors().skip(1).map(|folder| home.root.join(folder)).collect::<Vec<_>>()
    });
    let folders: BTreeSet<_> = folders.filter(|folder| folder.is_dir()).collect();
    folders.iter().try_for_each(|folder| disk::sync_folder(folder))
}
