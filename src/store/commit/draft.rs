//! A commit on its way to the commit point, and the way back.

use std::collections::BTreeSet;
use std::io;
use std::path::PathBuf;

use crate::store::StoreError;
use crate::store::commit::LARGEST;
use crate::store::commit::Step;
use crate::store::commit::apply;
use crate::store::commit::disk;
use crate::store::commit::home::Home;
use crate::store::commit::journal;
use crate::store::commit::journal::Entry;
use crate::store::commit::journal::Journal;
use crate::store::commit::mark::Mark;
use crate::store::commit::place;
use crate::store::commit::place::Place;
use crate::store::commit::refused;
use crate::store::commit::regular;
use crate::store::commit::unwritten;

/// Steps with their places, and what was made for them so far.
#[derive(Debug)]
pub(super) struct Draft<'a> {
    home: &'a Home,
    works: Vec<Work<'a>>,
    /// The next number of a staged file.
    number: usize,
    /// The folders that were made, the outermost first.
    made: Vec<PathBuf>,
}

#[derive(Debug)]
struct Work<'a> {
    step: &'a Step<'a>,
    place: Place,
    stage: Option<String>,
}

impl Work<'_> {
    /// The step as the journal writes it down.
    fn entry(&self) -> Entry {
        Entry {
            path: self.place.relative.clone(),
            stage: self.stage.clone(),
            old: self.step.read().map(|read| Mark::of(&[read])),
            new: self.step.parts().map(Mark::of),
        }
    }
}

impl<'a> Draft<'a> {
    /// Finds the places of all steps. Changes nothing.
    pub(super) fn new(home: &'a Home, steps: &'a [Step<'a>]) -> Result<Self, StoreError> {
        Home::standing(&home.root).map_err(|error| unwritten(".faultbook", &error))?;
        let (mut works, mut seen) = (Vec::with_capacity(steps.len()), BTreeSet::new());
        for step in steps {
            let place = Place::of(&home.root, step)?;
            let length: u64 = step.parts().unwrap_or_default().iter().map(|part| part.len() as u64).sum();
            if length > LARGEST {
                return Err(unwritten(step.path(), &io::ErrorKind::FileTooLarge.into()));
            }
            if !seen.insert(place.full.clone()) {
                return Err(refused(step.path(), "it is changed twice at once"));
            }
            works.push(Work { step, place, stage: None });
        }
        Ok(Self { home, works, number: 0, made: Vec::new() })
    }

    /// Does all steps or none.
    pub(super) fn commit(mut self, what: &str) -> Result<(), StoreError> {
        let done = self.prepare().and_then(|()| match &self.works[..] {
            [] => Ok(()),
            [only] => match self.rename(only) {
                // Files cannot be moved there: the journal knows how to bring them near.
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

    /// Stages all, makes folders, and looks once more at every target.
    fn prepare(&mut self) -> Result<(), StoreError> {
        for index in 0..self.works.len() {
            self.stage(index).map_err(|error| unwritten(self.works[index].step.path(), &error))?;
        }
        for work in self.works.iter().filter(|work| work.step.read().is_none()) {
            let (made, outcome) = apply::make_folders(work.place.folder(&self.home.root));
            self.made.extend(made);
            outcome.map_err(|error| unwritten(work.step.path(), &error))?;
        }
        self.works.iter().try_for_each(|work| work.place.check(&self.home.root, work.step))
    }

    fn stage(&mut self, index: usize) -> io::Result<()> {
        let work = &mut self.works[index];
        let Some(parts) = work.step.parts() else { return Ok(()) };
        let (name, file) = self.home.stage(&mut self.number, work.step.read().is_some())?;
        let path = self.home.path(&name);
        work.stage = Some(name);
        if work.step.read().is_some() {
            disk::dress_like(&file, &path, &work.place.content.symlink_metadata()?)?;
        }
        for part in parts.iter().filter(|part| !part.is_empty()) {
            disk::write(&file, &path, part)?;
        }
        disk::sync(&file, &path)
    }

    /// One file needs no journal: a rename is the commit point.
    fn rename(&self, work: &Work<'_>) -> io::Result<()> {
        if work.stage.is_some()
            && !disk::share_a_device(&self.home.folder(), work.place.folder(&self.home.root))
        {
            return Err(io::ErrorKind::CrossesDevices.into());
        }
        let target = &work.place.full;
        match (&work.stage, work.step) {
            (Some(stage), Step::Replace { .. }) => disk::rename(&self.home.path(stage), target),
            (Some(stage), _) => disk::rename_new(&self.home.path(stage), target),
            (None, _) => disk::remove_file(target),
        }
    }

    /// Writes a journal, which is the commit point, and carries it out.
    fn write_down(&mut self, what: &str) -> Result<(), StoreError> {
        let is_hidden = |work: &&Work<'_>| !place::is_for_journals(&work.place.relative);
        if let Some(work) = self.works.iter().find(is_hidden) {
            return Err(refused(
                work.step.path(),
                "among several files only visible .toml files are written",
            ));
        }
        let journal_path = Home::shown(journal::NAME);
        if Journal::is_in_the_way(self.home) {
            return Err(refused(&journal_path, "faultbook did not write it; look at it and remove it"));
        }
        let journal = Journal::new(what, self.works.iter().map(Work::entry).collect());
        let began = journal.write(self.home, &mut self.number).map_err(|error| (&journal_path[..], error));
        let began = began.and_then(|()| self.begin(&journal));
        if let Err((path, error)) = began {
            return Err(self.retract(&journal, path, error));
        }
        for (work, entry) in self.works.iter().zip(&journal.entries).skip(1) {
            apply::apply(self.home, entry).map_err(|error| unfinished(work.step.path(), error))?;
        }
        self.sync_folders()?;
        self.remove_copies(&journal).map_err(|error| unfinished(&journal_path, error))?;
        Journal::remove(self.home).map_err(|error| unfinished(&journal_path, error))?;
        self.home.sweep();
        Ok(())
    }

    /// Brings near what must be, and takes the first step. After an error nothing is changed.
    fn begin(&self, journal: &Journal) -> Result<(), (&str, io::Error)> {
        for (work, entry) in self.works.iter().zip(&journal.entries).filter(|(work, _)| work.stage.is_some())
        {
            if !disk::share_a_device(&self.home.folder(), work.place.folder(&self.home.root)) {
                apply::bring_near(self.home, entry).map_err(|error| (work.step.path(), error))?;
            }
        }
        apply::apply(self.home, &journal.entries[0]).map_err(|error| (self.works[0].step.path(), error))
    }

    /// Takes back a journal of which nothing was carried out.
    fn retract(&self, journal: &Journal, path: &str, error: io::Error) -> StoreError {
        if Journal::is_in_the_way(self.home) && self.remove_copies(journal).is_ok() {
            let _ = Journal::remove(self.home);
        }
        // As long as it stands, the next command carries it out.
        if Journal::is_in_the_way(self.home) { unfinished(path, error) } else { unwritten(path, &error) }
    }

    /// Removes what was copied beside targets on another device. The journal is all that knows of it.
    fn remove_copies(&self, journal: &Journal) -> io::Result<()> {
        let copies = journal.entries.iter().filter_map(|entry| apply::beside(self.home, entry));
        copies.filter(|copy| regular::is_regular(copy)).try_for_each(|copy| disk::remove_file(&copy))
    }

    fn sync_folders(&self) -> Result<(), StoreError> {
        let mut synced = BTreeSet::new();
        for work in &self.works {
            // For a new file those above too: one of them may have been made, now or by a command that was killed.
            let levels = if work.step.read().is_some() { 1 } else { usize::MAX };
            let folders = work.place.full.ancestors().skip(1).take(levels);
            let folders = folders.take_while(|folder| folder.starts_with(&self.home.root));
            for folder in folders.filter(|folder| synced.insert(folder.to_path_buf())) {
                disk::sync_folder(folder).map_err(|error| unfinished(work.step.path(), error))?;
            }
        }
        Ok(())
    }

    /// Leaves nothing of what was made. What cannot be removed now is removed by the next command.
    fn undo(&self) {
        for stage in self.works.iter().filter_map(|work| work.stage.as_ref()) {
            let _ = disk::remove_file(&self.home.path(stage));
        }
        if !Journal::is_in_the_way(self.home) {
            self.home.sweep();
        }
        for folder in self.made.iter().rev() {
            let _ = disk::remove_folder(folder);
        }
    }
}

fn unfinished(path: &str, source: io::Error) -> StoreError {
    StoreError::Unfinished { path: path.into(), source }
}
