//! New entries, and where they go.

use std::sync::Arc;

use crate::change::NewEntry;
use crate::change::Path;
use crate::change::Refusal;
use crate::change::rank;
use crate::config::Config;
use crate::document::Insertion;
use crate::finding::Finding;
use crate::model::EntryRef;
use crate::model::Id;
use crate::model::Kind;
use crate::workspace::Error;
use crate::workspace::desk::Desk;
use crate::workspace::desk::sheet::Sheet;

impl Desk {
    /// Adds several entries, which may name each other.
    ///
    /// # Errors
    /// As [`Desk::add`].
    pub fn add_all(&mut self, new: Vec<NewEntry>, playbook: Option<&str>) -> Result<Vec<EntryRef>, Error> {
        self.whole(|desk| {
            let added = new.into_iter().map(|new| desk.place_new(new, playbook));
            let added = added.collect::<Result<Vec<_>, _>>()?;
            added.iter().try_for_each(|entry| desk.judge(entry, &[]))?;
            Ok(added)
        })
    }

    /// Adds an entry: to a playbook that is one file in the order of ids, to one that is a folder as a file of its own. Of no
    /// playbook named the only one is taken, and `main` where there is none.
    ///
    /// # Errors
    /// Its id is taken or none can be made, a value is impossible, or there are several playbooks to choose from.
    pub fn add(&mut self, new: NewEntry, playbook: Option<&str>) -> Result<EntryRef, Error> {
        self.whole(|desk| {
            let entry = desk.place_new(new, playbook)?;
            desk.judge(&entry, &[])?;
            Ok(entry)
        })
    }

    fn place_new(&mut self, new: NewEntry, playbook: Option<&str>) -> Result<EntryRef, Error> {
        let id = match &new.id {
            Some(id) => self.free(new.kind, id.clone())?,
            None => self.made(&new)?,
        };
        let entry = EntryRef { kind: new.kind, id };
        let mut fields = new.fields;
        fields.sort_by_key(|(key, _)| rank(Path::from(steps(&entry)).then_key(key).steps()));
        for required in crate::model::shape::keys(entry.kind).iter().filter(|key| key.required) {
            if !fields.iter().any(|(name, _)| name == required.name) {
                let refusal = Refusal::new(format!("{entry} has no `{}`", required.name));
                return Err(refusal.help(format!("say {}: {}", required.name, required.about)).into());
            }
        }
        let playbook = self.playbook_for(playbook)?;
        let (at, _) = self.file_for(&entry, &playbook)?;
        let sheet = &mut self.sheets[at];
        sheet.examine()?;
        let insertion = Insertion { entry: &entry, fields: &fields, comment: &new.comment };
        sheet.draft.insert(vec![insertion])?;
        self.touch(&entry);
        self.meet(&entry, &[])?;
        Ok(entry)
    }

    /// A free id, made from what the entry says.
    fn made(&self, new: &NewEntry) -> Result<Id, Refusal> {
        let title = new.title().unwrap_or_default();
        match Id::slug(title) {
            Some(id) if self.has(new.kind, id.as_str()) => Ok(self.next_free(new.kind, &id)),
            Some(id) => Ok(id),
            None => Err(Refusal::new(format!("no id can be made from “{}”", crate::finding::short(title)))
                .help("say one of a-z, 0-9 and hyphens: --id zone-outage")),
        }
    }

    /// The id that is asked for, where it is free.
    ///
    /// # Errors
    /// An entry of that kind has it; a free one is suggested.
    fn free(&self, kind: Kind, id: Id) -> Result<Id, Refusal> {
        if !self.has(kind, id.as_str()) {
            return Ok(id);
        }
        let entry = EntryRef { kind, id: id.clone() };
        let place = self.place(&entry).map(|(path, line)| format!(" in {path}:{line}")).unwrap_or_default();
        let free = self.next_free(kind, &id);
        Err(Refusal::new(format!("there is {entry} already{place}"))
            .help(format!("`{free}` is free: --id {free}")))
    }

    fn next_free(&self, kind: Kind, id: &Id) -> Id {
        let tries = (2..).map(|number: u32| id.with_suffix(&number.to_string()));
        tries.into_iter().find(|id| !self.has(kind, id.as_str())).unwrap_or_else(|| id.clone())
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
    pub(super) fn file_for(&mut self, entry: &EntryRef, playbook: &str) -> Result<(usize, bool), Refusal> {
        let of_it = |sheet: &&Sheet| sheet.draft.playbook().as_ref() == playbook;
        let paths: Vec<Arc<str>> = self.sheets.iter().filter(of_it).map(Sheet::path).collect();
        let folder = paths.iter().find_map(|path| {
            let end = path.find(&format!("/{playbook}/")).map(|at| at + 1 + playbook.len());
            let end = end.or_else(|| path.starts_with(&format!("{playbook}/")).then_some(playbook.len()))?;
            Some(path[..end].to_owned())
        });
        let alone = folder.is_some();
        let path: Arc<str> = match (folder, paths.first()) {
            (Some(folder), _) => format!("{folder}/{}.toml", entry.id).into(),
            (None, Some(file)) => Arc::clone(file),
            (None, None) => format!("{}/{playbook}.toml", self.playbooks_folder()?).into(),
        };
        if let Some(at) = self.sheets.iter().position(|sheet| sheet.path() == path) {
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
            return Err(Refusal::new(format!("{closed} is not written to: {}", finding.message)));
        }
        let text = self.schema_line(&path);
        self.sheets.push(Sheet::of_text(path, playbook.into(), text));
        Ok((self.sheets.len() - 1, alone))
    }

    /// The folder for new playbooks.
    pub(super) fn playbooks_folder(&self) -> Result<&str, Refusal> {
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

pub(super) fn steps(entry: &EntryRef) -> Vec<crate::change::Step> {
    use crate::change::Step;
    vec![Step::Key(entry.kind.to_string()), Step::Key(entry.id.to_string())]
}
