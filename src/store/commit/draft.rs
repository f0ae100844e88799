//! A commit on its way to the commit point, and the way back.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::fs::File;
use std::io;
use std::path::Path;
use std::path::PathBuf;

use crate::store::LARGEST;
use crate::store::StoreError;
use crate::store::commit::Lock;
use crate::store::commit::Step;
use crate::store::commit::apply::apply;
use crate::store::commit::apply::make_folder;
use crate::store::commit::home;
use crate::store::commit::home::Home;
use crate::store::commit::journal;
use crate::store::commit::journal::Entry;
use crate::store::commit::journal::Journal;
use crate::store::commit::lock::Held;
use crate::store::commit::mark::Mark;
use crate::store::commit::place;
use crate::store::commit::place::Place;
use crate::store::commit::refused;
use crate::store::commit::steady::keep_readers_waiting;
use crate::store::commit::unwritten;
use crate::store::root::Root;
use crate::store::stage;
use crate::store::stage::Content;
use crate::store::stage::How;
use crate::store::stage::Staged;

/// How many files are kept locked at once. The others are compared once more before their step: there may be more than can be open.
const HELD: usize = 200;

/// Steps with their places, and what was made for them so far.
#[derive(Debug)]
pub(super) struct Draft<'a> {
    lock: &'a Lock,
    works: Vec<Work<'a>>,
    /// The folders that were made, the outermost first, relative to the root.
    made: Vec<PathBuf>,
}

#[derive(Debug)]
struct Work<'a> {
    step: &'a Step<'a>,
    place: Place,
    stage: Option<Staged>,
    /// The present file, which no other command exchanges as long as it is open.
    file: Option<File>,
}

impl Work<'_> {
    /// The step as the journal writes it down.
    fn entry(&self) -> Entry {
        Entry {
            path: self.step.path().to_owned(),
            stage: self.stage.clone(),
            old: self.step.read().map(|read| Mark::of(&[read])),
            new: self.step.parts().map(Mark::of),
        }
    }

    fn how(&self) -> How {
        if self.step.read().is_some() { How::Replace } else { How::New }
    }
}

impl<'a> Draft<'a> {
    /// Finds the places of all steps. Changes nothing.
    pub(super) fn new(lock: &'a Lock, steps: &'a [Step<'a>]) -> Result<Self, StoreError> {
        let (mut works, mut seen) = (Vec::with_capacity(steps.len()), BTreeSet::new());
        for step in steps {
            let place = Place::of(&lock.held.home.root, step)?;
            let length: u64 = step.parts().unwrap_or_default().iter().map(|part| part.len() as u64).sum();
            if length > LARGEST {
                return Err(unwritten(step.path(), &io::ErrorKind::FileTooLarge.into()));
            }
            if !seen.insert(place.real.clone()) {
                return Err(refused(step.path(), "it is changed twice at once"));
            }
            works.push(Work { step, place, stage: None, file: None });
        }
        Ok(Self { lock, works, made: Vec::new() })
    }

    fn held(&self) -> &Held {
        &self.lock.held
    }

    fn home(&self) -> &Home {
        &self.lock.held.home
    }

    fn root(&self) -> &Root {
        &self.lock.held.home.root
    }

    /// Does all steps or none.
    pub(super) fn commit(mut self, what: &str) -> Result<(), StoreError> {
        let done = self.prepare().and_then(|()| match &self.works[..] {
            [] => Ok(()),
            [only] => match self.put(only)? {
                // Files cannot be moved there: the journal remembers what is copied beside the target.
                Err(error) if error.kind() == io::ErrorKind::CrossesDevices => self.write_down(what),
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                    Err(StoreError::Exists { path: only.step.path().into() })
                }
                Err(error) => Err(unwritten(only.step.path(), &error)),
                Ok(()) => self.sync_folders(),
            },
            _ => self.write_down(what),
        });
        if done.as_ref().is_err_and(|error| !matches!(error, StoreError::Unfinished { .. })) {
            self.undo();
        }
        done
    }

    /// Makes folders, and stages all new content.
    fn prepare(&mut self) -> Result<(), StoreError> {
        self.still_ours()?;
        for index in 0..self.works.len() {
            let prepared = self.make_folders(index).and_then(|()| self.stage(index));
            prepared.map_err(|error| unwritten(self.works[index].step.path(), &error))?;
        }
        Ok(())
    }

    /// Makes the folders of a file that is new.
    fn make_folders(&mut self, index: usize) -> io::Result<()> {
        let (work, mut path) = (&self.works[index], PathBuf::new());
        if work.step.read().is_some() {
            return Ok(());
        }
        let parts: Vec<OsString> =
            work.place.real.parent().unwrap_or(Path::new("")).iter().map(Into::into).collect();
        for part in parts {
            let made = make_folder(self.root(), &path, &part)?;
            path.push(part);
            if made {
                self.made.push(path.clone());
            }
        }
        Ok(())
    }

    fn stage(&mut self, index: usize) -> io::Result<()> {
        let work = &self.works[index];
        let Some(parts) = work.step.parts() else { return Ok(()) };
        let model = work.place.look.as_ref();
        // From here on the lock of the workspace keeps others from sweeping it: there may be more files than can be open.
        let (staged, _) = Staged::filled(&self.home().folder, stage::HOME, model, Content::Parts(parts))?;
        self.works[index].stage = Some(staged);
        Ok(())
    }

    /// Makes sure that nobody took our lock away.
    fn still_ours(&self) -> Result<(), StoreError> {
        match self.held().is_in_place() {
            Ok(true) => Ok(()),
            Ok(false) => Err(StoreError::Unlocked),
            Err(error) => Err(unwritten(home::NAME, &error)),
        }
    }

    /// One file needs no journal: a rename is the commit point.
    fn put(&self, work: &Work<'_>) -> Result<io::Result<()>, StoreError> {
        let (root, home) = (self.root(), &self.home().folder);
        let failed = |error: io::Error| unwritten(work.step.path(), &error);
        let _file = work.place.check(root, work.step)?;
        let folder = work.place.folder(root).map_err(failed)?;
        self.still_ours()?;
        Ok(match &work.stage {
            Some(staged) => staged.put(home, &folder, work.place.name(), work.how()),
            None => folder.remove(work.place.name()),
        })
    }

    /// Writes a journal, which is the commit point, and carries it out.
    fn write_down(&mut self, what: &str) -> Result<(), StoreError> {
        let is_foreign = |work: &&Work<'_>| {
            !place::is_for_journals(work.step.path()) || !self.lock.files.covers(work.step.path())
        };
        if let Some(work) = self.works.iter().find(is_foreign) {
            let reason = "only visible .toml files of the playbooks are written together";
            return Err(refused(work.step.path(), reason));
        }
        let journal_path = Home::shown(journal::NAME);
        if Journal::is_in_the_way(self.home()) {
            return Err(refused(&journal_path, "faultbook did not write it here; look at it and remove it"));
        }
        let _waiting = keep_readers_waiting(self.root());
        for index in 0..self.works.len() {
            let work = &self.works[index];
            let file = work.place.check(self.root(), work.step)?;
            // A file with two names may be that of another step too, which would wait for this one.
            let is_held = index < HELD && work.place.look.as_ref().is_some_and(|look| look.names == 1);
            self.works[index].file = file.filter(|_| is_held);
        }
        self.still_ours()?;
        let journal = Journal::new(self.home(), what, self.works.iter().map(Work::entry).collect());
        let began = journal.write(self.home(), &self.lock.files).map_err(|error| (&journal_path[..], error));
        let began =
            began.and_then(|()| self.take_step(0).map_err(|error| (self.works[0].step.path(), error)));
        if let Err((path, error)) = began {
            return Err(self.retract(path, error));
        }
        for index in 1..self.works.len() {
            self.take_step(index).map_err(|error| unfinished(self.works[index].step.path(), error))?;
        }
        self.sync_folders()?;
        self.sweep();
        Journal::remove(self.held()).map_err(|error| unfinished(&journal_path, error))?;
        self.home().sweep();
        Ok(())
    }

    /// Takes a step that is written down. Its content is known, so that it does not matter whether somebody deletes what is staged.
    fn take_step(&self, index: usize) -> io::Result<()> {
        let work = &self.works[index];
        // A command that does not share our lock may have been faster, where the file is not held.
        let changed = || io::Error::other("it was changed by somebody else meanwhile");
        let _file = match work.file {
            Some(_) => None,
            None => work.place.check(self.root(), work.step).map_err(|_| changed())?,
        };
        let folder = work.place.folder(self.root())?;
        if !work.place.is_same(&folder)? {
            return Err(changed());
        }
        let content = Content::Parts(work.step.parts().unwrap_or_default());
        apply(self.home(), &folder, work.place.name(), work.stage.as_ref(), work.how(), content)
    }

    /// Takes back a journal of which nothing was carried out.
    fn retract(&self, path: &str, error: io::Error) -> StoreError {
        if Journal::is_in_the_way(self.home()) {
            let _ = Journal::remove(self.held());
        }
        // As long as it is there, the next command carries it out.
        if Journal::is_in_the_way(self.home()) { unfinished(path, error) } else { unwritten(path, &error) }
    }

    /// Removes what was left beside targets on another device.
    fn sweep(&self) {
        let mut swept = BTreeSet::new();
        for work in self.works.iter().filter(|work| work.stage.is_some()) {
            if swept.insert(work.place.real.parent())
                && let Ok(folder) = work.place.folder(self.root())
            {
                stage::sweep(&folder, stage::BESIDE);
            }
        }
    }

    fn sync_folders(&self) -> Result<(), StoreError> {
        let mut synced = BTreeSet::new();
        for work in &self.works {
            // For a new file those above too: one of them may have been made, now or by a command that was killed.
            let levels = if work.step.read().is_some() { 1 } else { usize::MAX };
            let folders = work.place.real.ancestors().skip(1).take(levels);
            for folder in folders.filter(|folder| synced.insert(folder.to_path_buf())) {
                let done = self.root().down(folder).and_then(|folder| folder.sync());
                done.map_err(|error| unfinished(work.step.path(), error))?;
            }
        }
        Ok(())
    }

    /// Leaves nothing of what was made. What cannot be removed now is removed by the next command.
    fn undo(&self) {
        for staged in self.works.iter().filter_map(|work| work.stage.as_ref()) {
            staged.discard(&self.home().folder);
        }
        if !Journal::is_in_the_way(self.home()) {
            self.home().sweep();
        }
        for path in self.made.iter().rev() {
            if let (Ok(folder), Some(name)) =
                (self.root().down(path.parent().unwrap_or(Path::new(""))), path.file_name())
            {
                let _ = folder.remove_folder(name);
            }
        }
    }
}

fn unfinished(path: &str, source: io::Error) -> StoreError {
    StoreError::Unfinished { path: path.into(), source }
}
