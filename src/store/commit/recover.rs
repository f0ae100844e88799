//! Finishes what a killed command began.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::fs::File;
use std::io;
use std::path::Path;

use crate::store::commit::apply::apply;
use crate::store::commit::apply::make_folder;
use crate::store::commit::home::Home;
use crate::store::commit::journal;
use crate::store::commit::journal::Entry;
use crate::store::commit::journal::Found;
use crate::store::commit::journal::Journal;
use crate::store::commit::lock::Held;
use crate::store::commit::mark::Mark;
use crate::store::commit::place::hold;
use crate::store::commit::steady::keep_readers_waiting;
use crate::store::file_set::FileSet;
use crate::store::folder::Kind;
use crate::store::folder::Look;
use crate::store::root::Astray;
use crate::store::root::Last;
use crate::store::root::Root;
use crate::store::root::Spot;
use crate::store::stage;
use crate::store::stage::Content;
use crate::store::stage::How;
use crate::store::stage::Staged;

/// What became of what a killed command had left.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Recovered {
    /// The command in words; empty where that is not known.
    pub what: String,
    /// The files that are now as the command wanted them, named as people find them.
    pub files: Vec<String>,
    /// What was left alone, each with the reason, and where the command's text for it is kept.
    pub left: Vec<String>,
    /// What the disk refuses so far, each with the reason. The next command tries again.
    pub unfinished: Vec<String>,
}

/// Finishes what a killed command left: staged files go, a journal is carried out, but only as far as `files` covers its files. `None`:
/// nothing is to be reported.
///
/// Never waits and never fails. Where somebody alive holds the lock, or the folder cannot be written, nothing is
/// changed.
pub fn recover(root: &Root, files: &FileSet) -> Option<Recovered> {
    let home = Home::standing(root).ok()?;
    if !Journal::is_in_the_way(&home) && stage::abandoned(&home.folder, stage::HOME).is_empty() {
        return None;
    }
    // Dropped at the end, and with it the lock.
    let held = Held::take(home).ok()?.ok()?;
    settle_all(&held, files).recovered
}

/// What settling came to.
#[derive(Debug, Default)]
pub(super) struct Settled {
    pub(super) recovered: Option<Recovered>,
    /// The first refusal of the disk, with its path.
    pub(super) failed: Option<(String, io::Error)>,
}

/// Settles everything that was left, for whoever holds the lock. May itself be killed anywhere.
pub(super) fn settle_all(held: &Held, files: &FileSet) -> Settled {
    let home = &held.home;
    let journal = match Journal::read(home, files) {
        Found::Ours(journal) => journal,
        Found::Nothing => {
            home.sweep();
            return Settled::default();
        }
        Found::Foreign => {
            // Nothing is swept: it may be the journal of a newer faultbook.
            let left = "faultbook did not write it here, and ignores it; look at it and remove it";
            let left = vec![format!("{}: {left}", home.root.shown(&Home::shown(journal::NAME)))];
            return Settled { recovered: Some(Recovered { left, ..Recovered::default() }), failed: None };
        }
    };
    let _waiting = keep_readers_waiting(&home.root);
    let mut recovered = Recovered { what: journal.what.clone(), ..Recovered::default() };
    let mut failed = None;
    let mut fail = |recovered: &mut Recovered, path: String, error: io::Error| {
        recovered.unfinished.push(format!("{}: {error}", home.root.shown(&path)));
        failed.get_or_insert((path, error));
    };
    let (removals, others): (Vec<_>, Vec<_>) = journal.entries.iter().partition(|entry| entry.new.is_none());
    let mut is_lost = false;
    let shown = |entry: &Entry| home.root.shown(&entry.path);
    for entry in others.into_iter().chain(removals) {
        // What is removed may have moved into a text that is not in place yet, or never will be.
        let may_remove = !is_lost && recovered.unfinished.is_empty();
        match settle(home, entry, may_remove) {
            Ok(Fate::Done) => recovered.files.push(entry.path.clone()),
            Ok(Fate::Left(reason)) => recovered.left.push(format!("{}: {reason}", shown(entry))),
            Ok(Fate::Lost) => {
                is_lost = true;
                recovered.left.push(format!("{}: its new text is gone", shown(entry)));
            }
            Ok(Fate::Waits) if is_lost => {
                recovered.left.push(format!("{}: it stays, since another text is gone", shown(entry)));
            }
            // Tried again with the others.
            Ok(Fate::Waits) => {}
            Err(error) => fail(&mut recovered, entry.path.clone(), error),
        }
    }
    if recovered.unfinished.is_empty() {
        sweep(home, &journal.entries);
        match sync_folders(&home.root, &recovered.files).and_then(|()| Journal::remove(held)) {
            Ok(()) => home.sweep(),
            Err(error) => fail(&mut recovered, Home::shown(journal::NAME), error),
        }
    }
    recovered.files.iter_mut().for_each(|file| *file = home.root.shown(file));
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
    let last = if entry.new.is_some() { Last::Follow } else { Last::Keep };
    let spot = match home.root.resolve(Path::new(&entry.path), last) {
        Ok(spot) => Some(spot),
        Err(Astray::Refused(error)) if error.kind() == io::ErrorKind::PermissionDenied => return Err(error),
        Err(_) => None,
    };
    let present = spot.as_ref().map_or(Ok(Present::Odd), |spot| present(home, spot))?;
    let staged = entry.stage.as_ref().and_then(|stage| staged(home, stage, entry.new));
    let is_staged = entry.stage.is_none() || staged.is_some();
    // What is open until the end is exchanged by no other command.
    let fate = match (&present, &spot) {
        (Present::Holds { mark, .. }, _) if *mark == entry.new => Fate::Done,
        (Present::Holds { mark, .. }, _) if *mark != entry.old => {
            Fate::Left("it was changed by somebody else meanwhile".to_owned())
        }
        (Present::Holds { .. }, _) if !is_staged => Fate::Lost,
        (Present::Holds { .. }, _) if entry.new.is_none() && !may_remove => Fate::Waits,
        (Present::Holds { is_read_only: true, .. }, _) => Fate::Left("it is read-only".to_owned()),
        (Present::Holds { .. }, Some(spot)) => {
            let content = staged.as_ref().map_or(Content::Parts(&[]), Content::File);
            place(home, spot, entry, content)?;
            Fate::Done
        }
        (Present::Odd | Present::Holds { .. }, _) => Fate::Left("its place is not what it was".to_owned()),
    };
    match (fate, &entry.stage, entry.new) {
        (Fate::Left(reason), Some(stage), Some(new)) => {
            let kept = new.kept_name();
            if staged.is_some() {
                stage.put(&home.folder, &home.folder, OsStr::new(&kept), How::Replace)?;
            }
            Ok(Fate::Left(match home.has(&kept) {
                true => format!("{reason}; the new text is kept in {}", home.root.shown(&Home::shown(&kept))),
                false => reason,
            }))
        }
        (Fate::Left(reason), ..) => Ok(Fate::Left(format!("{reason}; it stays"))),
        (fate, ..) => Ok(fate),
    }
}

/// The staged file, if it is the one that the journal speaks of and holds what it should.
fn staged(home: &Home, staged: &Staged, new: Option<Mark>) -> Option<File> {
    let open = || staged.open(&home.folder).ok();
    if Mark::of_file(&open()?).ok()? == new { open() } else { None }
}

/// Carries out what an entry says.
fn place(home: &Home, spot: &Spot<'_>, entry: &Entry, content: Content<'_>) -> io::Result<()> {
    let folder = spot.real.parent().unwrap_or(Path::new(""));
    let mut path = folder.to_path_buf();
    for _ in &spot.missing {
        path.pop();
    }
    for part in &spot.missing {
        make_folder(&home.root, &path, part)?;
        path.push(part);
    }
    let how = if entry.old.is_some() { How::Replace } else { How::New };
    apply(home, &*home.root.down(folder)?, &spot.name, entry.stage.as_ref(), how, content)
}

/// What is at the place of an entry.
enum Present {
    /// This content, of a file that is locked as long as it is open; `None`: nothing.
    Holds { mark: Option<Mark>, is_read_only: bool, _file: Option<File> },
    /// A link that was not followed, something special, or a path that leads through one.
    Odd,
}

fn present(home: &Home, spot: &Spot<'_>) -> io::Result<Present> {
    let Some(look) = &spot.look else {
        return Ok(Present::Holds { mark: None, is_read_only: false, _file: None });
    };
    // Only a link that is to be removed is met here, and its content must be of this workspace.
    let target = match look.kind {
        Kind::Link => home.root.resolve(&spot.real, Last::Follow).ok(),
        _ => None,
    };
    let (spot, look) = match (&target, look.kind) {
        (Some(target), _) => (target, target.look.as_ref()),
        (None, Kind::File) => (spot, Some(look)),
        _ => return Ok(Present::Odd),
    };
    let Some(look) = look.filter(|look| look.kind == Kind::File) else { return Ok(Present::Odd) };
    let file = spot.folder.open_file(&spot.name)?;
    hold(&file)?;
    // Once it is held, it must still be the file that has the name.
    if Look::of(&file)?.identity != look.identity || !spot.folder.is(&spot.name, look.identity)? {
        return Err(io::ErrorKind::ResourceBusy.into());
    }
    let mark = Mark::of_file(&file)?;
    let is_read_only = look.permissions.readonly();
    let file = Some(file);
    Ok(mark.map_or(Present::Odd, |mark| Present::Holds { mark: Some(mark), is_read_only, _file: file }))
}

/// Removes what was left beside targets on another device.
fn sweep(home: &Home, entries: &[Entry]) {
    let folders: BTreeSet<_> = entries.iter().filter_map(|entry| Path::new(&entry.path).parent()).collect();
    for folder in folders {
        if let Ok(spot) = home.root.resolve(folder, Last::Follow)
            && let Ok(folder) = spot.folder.enter(&spot.name)
        {
            stage::sweep(&folder, stage::BESIDE);
        }
    }
}

fn sync_folders(root: &Root, files: &[String]) -> io::Result<()> {
    // Those above too: one of them may have been made.
    let folders: BTreeSet<_> = files.iter().flat_map(|file| Path::new(file).ancestors().skip(1)).collect();
    folders.into_iter().filter_map(|folder| root.down(folder).ok()).try_for_each(|folder| folder.sync())
}
