//! New entries, and where they go.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::change::NewEntry;
use crate::change::Refusal;
use crate::config::Config;
use crate::finding::Finding;
use crate::model::EntryRef;
use crate::model::shape::keys;
use crate::workspace::Error;
use crate::workspace::transaction::Transaction;
use crate::workspace::transaction::changes::Deed;
use crate::workspace::transaction::entries::Known;
use crate::workspace::transaction::naming::Naming;
use crate::workspace::transaction::open_file::OpenFile;

impl Transaction {
    /// Adds several entries, which may name each other.
    ///
    /// # Errors
    /// As [`Transaction::add`].
    pub fn add_all(
        &mut self,
        mut new: Vec<NewEntry>,
        playbook: Option<&str>,
    ) -> Result<Vec<EntryRef>, Error> {
        self.whole(|transaction| {
            Naming::new(transaction).name(&mut new)?;
            let playbook = transaction.playbook_for(playbook)?;
            let added = transaction.add_made(new, &playbook, "")?;
            for entry in &added {
                transaction.meet(entry, &[])?;
                transaction.judge(entry, &Known::new())?;
            }
            Ok(added)
        })
    }

    /// Adds an entry: to a playbook that is one file in the order of ids, to one that is a folder as a file of its own. Of no
    /// playbook named the only one is taken, and `main` where there is none.
    ///
    /// # Errors
    /// Its id is taken or none can be made, a value is impossible, or there are several playbooks to choose from.
    pub fn add(&mut self, new: NewEntry, playbook: Option<&str>) -> Result<EntryRef, Error> {
        let added = self.add_all(vec![new], playbook)?;
        Ok(added.into_iter().next().ok_or_else(|| Refusal::new("nothing was added"))?)
    }

    /// Adds entries whose ids are free, all to one playbook. A new one begins with `head`. What each says is made of its `T` when it is
    /// written: there may be very many.
    pub(super) fn add_many<T: Send>(
        &mut self,
        new: Vec<(EntryRef, T)>,
        playbook: &str,
        head: &str,
        make: impl Fn(&EntryRef, T) -> NewEntry + Sync + Send,
    ) -> Result<Vec<EntryRef>, Error> {
        let make = |entry: &EntryRef, new: T| {
            let mut new = make(entry, new);
            let known = keys(entry.kind);
            let rank = |name: &str| known.iter().position(|key| key.name == name).unwrap_or(usize::MAX);
            new.fields.sort_by_key(|(key, _)| rank(key));
            new
        };
        let is_new = self.files_open.home(playbook).is_none();
        let added: Vec<EntryRef> = new.iter().map(|(entry, _)| entry.clone()).collect();
        let mut files_open: BTreeMap<usize, Vec<(EntryRef, T)>> = BTreeMap::new();
        let mut new = new.into_iter();
        while let Some((entry, one)) = new.next() {
            let (at, is_alone) = self.file_for(&entry, playbook)?;
            let of_file = files_open.entry(at).or_default();
            of_file.push((entry, one));
            // In a playbook that is one file all go to the same place.
            if !is_alone {
                of_file.extend(new.by_ref());
            }
        }
        for (at, new) in files_open {
            let file = self.files_open.get_mut(at);
            file.examine(self.root.as_ref())?;
            if is_new && file.draft.before().lines().all(|line| line.starts_with("#:schema ")) {
                let text = format!("{}{head}", file.draft.before());
                *file = OpenFile::of_text(file.path(), playbook.into(), text);
            }
            self.files_open.insert(at, new, make)?;
        }
        added.iter().for_each(|entry| self.touch(entry, Deed::Added));
        Ok(added)
    }

    /// The same of entries that are made already; those without an id are left out.
    pub(super) fn add_made(
        &mut self,
        new: Vec<NewEntry>,
        playbook: &str,
        head: &str,
    ) -> Result<Vec<EntryRef>, Error> {
        let named = |new: NewEntry| Some((EntryRef { kind: new.kind, id: new.id.clone()? }, new));
        self.add_many(new.into_iter().filter_map(named).collect(), playbook, head, |_, new| new)
    }

    /// The playbook that a new entry goes to.
    fn playbook_for(&self, asked: Option<&str>) -> Result<String, Refusal> {
        if let Some(name) = asked {
            return Ok(name.to_owned());
        }
        let playbooks: Vec<&str> = self.playbooks().into_iter().collect();
        match playbooks.as_slice() {
            [] => Ok("main".to_owned()),
            [one] => Ok((*one).to_owned()),
            many => Err(Refusal::new("there are several playbooks")
                .help(format!("say which: --playbook {}", many.join(", --playbook ")))),
        }
    }

    /// The file of a playbook that a new entry goes to, and whether it is its own; it is made where there is none.
    fn file_for(&mut self, entry: &EntryRef, playbook: &str) -> Result<(usize, bool), Refusal> {
        let home = self.files_open.home(playbook);
        let folder = home.and_then(|home| home.folder.as_deref());
        let alone = folder.is_some();
        let path: Arc<str> = match (folder, home) {
            (Some(folder), _) => format!("{folder}/{}.toml", entry.id).into(),
            (None, Some(home)) => return Ok((home.file, false)),
            (None, None) => format!("{}/{playbook}.toml", self.playbooks_folder()?).into(),
        };
        if let Some(at) = self.files_open.at_path(&path) {
            return Ok((at, alone));
        }
        // What lies in a file or folder that cannot be read is not known, and nothing is written over it or beside it.
        let file = |finding: &Finding| finding.at.text.as_ref().map(|text| Arc::clone(&text.file));
        let own = path.strip_suffix(".toml").unwrap_or(&path);
        let is_near =
            |closed: &str| closed == path.as_ref() || closed == own || closed.starts_with(&format!("{own}/"));
        if let Some((closed, finding)) = self
            .closed
            .iter()
            .filter(|finding| finding.rule == "unreadable-file")
            .find_map(|finding| file(finding).filter(|file| is_near(file)).map(|file| (file, finding)))
        {
            return Err(Refusal::new(format!(
                "{} is not written to: {}",
                self.shown(&closed),
                finding.message
            )));
        }
        let text = self.schema_line(&path);
        Ok((self.files_open.push(OpenFile::of_text(path, playbook.into(), text)), alone))
    }

    /// The folder for new playbooks.
    fn playbooks_folder(&self) -> Result<&str, Refusal> {
        let mut folders = self.config.playbooks.iter().map(|(pattern, _)| pattern.as_str());
        let is_plain =
            |pattern: &&str| !pattern.contains(['*', '?', '[', '{']) && !pattern.ends_with(".toml");
        folders.find(is_plain).ok_or_else(|| {
            Refusal::new(format!(
                "`playbooks` in {} names no plain folder, so there is no place for a new playbook",
                Config::FILE
            ))
        })
    }
}
