//! The files of a transaction, looked up by path, by playbook and by what they hold.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::OnceLock;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering;

use crate::change::NewEntry;
use crate::change::Refusal;
use crate::model::EntryRef;
use crate::model::Id;
use crate::model::Kind;
use crate::workspace::transaction::open_file::Fate;
use crate::workspace::transaction::open_file::OpenFile;

/// After how many searches for an entry an index is worth its time.
const FEW: usize = 16;

/// The files in their order. Whatever changes an index goes through here, so that it stays right.
#[derive(Debug, Default)]
pub(super) struct OpenFiles {
    files_open: Vec<OpenFile>,
    /// The files that define an entry, once many were searched for. A file stays listed when the entry has left it.
    holding: OnceLock<HashMap<EntryRef, Vec<usize>>>,
    searched: AtomicUsize,
    paths: OnceLock<HashMap<Arc<str>, usize>>,
    playbooks: OnceLock<HashMap<Arc<str>, Home>>,
}

/// Where a playbook is.
#[derive(Clone, Debug)]
pub(super) struct Home {
    /// Its first file.
    pub(super) file: usize,
    /// Its folder; `None`: the playbook is files alone.
    pub(super) folder: Option<String>,
}

impl Home {
    /// What a file says of where its playbook is.
    fn of(file: &OpenFile, at: usize) -> Self {
        let (path, playbook) = (file.path(), file.draft.playbook());
        let end = path.find(&format!("/{playbook}/")).map(|at| at + 1 + playbook.len());
        let end = end.or_else(|| path.starts_with(&format!("{playbook}/")).then_some(playbook.len()));
        Self { file: at, folder: end.map(|end| path[..end].to_owned()) }
    }
}

fn settle(homes: &mut HashMap<Arc<str>, Home>, file: &OpenFile, at: usize) {
    let home = Home::of(file, at);
    match homes.get_mut(file.draft.playbook()) {
        Some(known) if known.folder.is_none() => known.folder = home.folder,
        Some(_) => {}
        None => drop(homes.insert(Arc::clone(file.draft.playbook()), home)),
    }
}

impl OpenFiles {
    pub(super) fn new(files_open: Vec<OpenFile>) -> Self {
        Self { files_open, ..Self::default() }
    }

    /// Every file.
    pub(super) fn iter(&self) -> impl Iterator<Item = &OpenFile> {
        self.files_open.iter()
    }

    /// The files that are there when all is written.
    pub(super) fn present(&self) -> impl Iterator<Item = &OpenFile> {
        self.files_open.iter().filter(|file| file.fate != Fate::Gone)
    }

    /// Every file, to change what is in entries; which entries there are, and where, stays.
    pub(super) fn iter_mut(&mut self) -> impl Iterator<Item = &mut OpenFile> {
        self.files_open.iter_mut()
    }

    /// A file.
    pub(super) fn get(&self, at: usize) -> &OpenFile {
        &self.files_open[at]
    }

    /// A file, to change what is in its entries.
    pub(super) fn get_mut(&mut self, at: usize) -> &mut OpenFile {
        &mut self.files_open[at]
    }

    /// The files that define an entry.
    pub(super) fn holding<'a>(&'a self, kind: Kind, id: &'a str) -> impl Iterator<Item = usize> + 'a {
        let index = self.index();
        let listed = index.map(|index| {
            let entry = Id::new(id).ok().map(|id| EntryRef { kind, id });
            entry.and_then(|entry| index.get(&entry)).map_or(&[][..], Vec::as_slice)
        });
        let all = if listed.is_none() { 0..self.files_open.len() } else { 0..0 };
        let candidates = listed.unwrap_or_default().iter().copied().chain(all);
        candidates.filter(move |&at| {
            let file = &self.files_open[at];
            file.fate != Fate::Gone && file.draft.has(kind, id)
        })
    }

    /// Which files define which entries, where that is known or is to be known. A single file has an index of its own.
    fn index(&self) -> Option<&HashMap<EntryRef, Vec<usize>>> {
        let is_worth = || self.files_open.len() > 1 && self.searched.fetch_add(1, Ordering::Relaxed) >= FEW;
        if self.holding.get().is_none() && !is_worth() {
            return None;
        }
        let index = self.holding.get_or_init(|| {
            let mut index: HashMap<EntryRef, Vec<usize>> = HashMap::new();
            for (at, file) in self.files_open.iter().enumerate() {
                file.draft.entries().into_iter().for_each(|entry| index.entry(entry).or_default().push(at));
            }
            index
        });
        Some(index)
    }

    /// Notes that a file defines an entry from now on.
    fn list(&mut self, entry: &EntryRef, at: usize) {
        let Some(index) = self.holding.get_mut() else { return };
        let listed = index.entry(entry.clone()).or_default();
        if let Err(place) = listed.binary_search(&at) {
            listed.insert(place, at);
        }
    }

    /// Adds entries to a file.
    ///
    /// # Errors
    /// As [`Draft::insert`](crate::edit::Draft::insert).
    pub(super) fn insert<T: Send>(
        &mut self,
        at: usize,
        new: Vec<(EntryRef, T)>,
        make: impl Fn(&EntryRef, T) -> NewEntry + Sync + Send,
    ) -> Result<(), Refusal> {
        new.iter().for_each(|(entry, _)| self.list(entry, at));
        self.files_open[at].draft.insert(new, make)
    }

    /// Gives an entry of a file another id.
    ///
    /// # Errors
    /// As [`Draft::rename`](crate::edit::Draft::rename).
    pub(super) fn rename(&mut self, at: usize, entry: &EntryRef, id: &Id) -> Result<(), Refusal> {
        self.list(&EntryRef { kind: entry.kind, id: id.clone() }, at);
        self.files_open[at].draft.rename(entry, id)
    }

    /// The file of a path.
    pub(super) fn at_path(&self, path: &str) -> Option<usize> {
        let paths = self.paths.get_or_init(|| {
            // Of two the first counts.
            self.files_open.iter().enumerate().rev().map(|(at, file)| (file.path(), at)).collect()
        });
        paths.get(path).copied()
    }

    /// Gives a file another path.
    pub(super) fn relocate(&mut self, at: usize, path: Arc<str>) {
        self.files_open[at].fate = Fate::Moves(path);
        self.paths = OnceLock::new();
    }

    /// Where a playbook is; `None`: nowhere yet.
    pub(super) fn home(&self, playbook: &str) -> Option<&Home> {
        let homes = self.playbooks.get_or_init(|| {
            let mut homes = HashMap::new();
            self.files_open.iter().enumerate().for_each(|(at, file)| settle(&mut homes, file, at));
            homes
        });
        homes.get(playbook)
    }

    /// One more file.
    pub(super) fn push(&mut self, file: OpenFile) -> usize {
        let at = self.files_open.len();
        file.draft.entries().iter().for_each(|entry| self.list(entry, at));
        if let Some(paths) = self.paths.get_mut() {
            paths.entry(file.path()).or_insert(at);
        }
        if let Some(homes) = self.playbooks.get_mut() {
            settle(homes, &file, at);
        }
        self.files_open.push(file);
        at
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::change::Value;
    use crate::workspace::transaction::Transaction;

    /// So many searches that every index is there.
    const MANY: usize = 1_000;

    fn failure(id: &str) -> EntryRef {
        EntryRef { kind: Kind::Failure, id: Id::new(id).unwrap() }
    }

    fn file(transaction: &Transaction, id: &str) -> Option<String> {
        transaction.place(&failure(id)).map(|(path, line)| format!("{path}:{line}"))
    }

    #[test]
    fn entries_are_found_after_every_change() {
        let texts = [
            ("playbooks/a.toml", "[failure.b]\nproblem = \"p\"\n[failure.d]\nproblem = \"p\"\n"),
            ("playbooks/c/e.toml", "[failure.e]\nproblem = \"p\"\n"),
            ("playbooks/odd.toml", "[failure]\nf.problem = \"p\"\ng.problem = \"p\"\n"),
        ];
        let mut transaction = Transaction::from_texts("format = 1\n", texts).unwrap();
        for at in 0..MANY {
            assert!(transaction.has(Kind::Failure, ["b", "d", "e", "f", "g"][at % 5]));
        }
        let new = |id: &str| NewEntry {
            kind: Kind::Failure,
            id: Some(Id::new(id).unwrap()),
            fields: vec![("problem".to_owned(), Value::text("p"))],
            comment: String::new(),
        };
        transaction.add_all(vec![new("a"), new("c")], Some("a")).unwrap();
        transaction.add(new("h"), Some("c")).unwrap();
        transaction.add(new("i"), Some("odd")).unwrap();
        transaction.add(new("j"), Some("fresh")).unwrap();
        transaction.rename(&failure("d"), &Id::new("k").unwrap()).unwrap();
        transaction.rename(&failure("e"), &Id::new("l").unwrap()).unwrap();
        transaction.remove(&failure("b"), false).unwrap();
        let places = [
            ("a", Some("playbooks/a.toml:1")),
            ("b", None),
            ("c", Some("playbooks/a.toml:4")),
            ("d", None),
            ("e", None),
            ("f", Some("playbooks/odd.toml:2")),
            ("h", Some("playbooks/c/h.toml:1")),
            ("i", Some("playbooks/odd.toml:5")),
            ("j", Some("playbooks/fresh.toml:1")),
            ("k", Some("playbooks/a.toml:6")),
            ("l", Some("playbooks/c/l.toml:1")),
        ];
        for (id, place) in places {
            assert_eq!(file(&transaction, id).as_deref(), place, "{id}");
        }
        transaction.add(new("e"), Some("c")).unwrap();
        assert_eq!(file(&transaction, "e").as_deref(), Some("playbooks/c/e.toml:1"));
    }

    #[test]
    fn a_workspace_finds_its_files_in_whatever_order_they_were_opened() {
        let texts = ["c", "a", "d", "b"].map(|name| {
            let text = format!("[component.{name}]\n[component.same]\nname = \"of {name}\"\n");
            (format!("playbooks/{name}.toml"), text)
        });
        let opened = texts.iter().map(|(path, text)| (path.as_str(), text.as_str()));
        let shown = Transaction::from_texts("format = 1\n", opened).unwrap().as_workspace();
        for (path, text) in &texts {
            assert_eq!(shown.text(path), Some(text.as_str()), "{path}");
        }
        let same = shown.book().components.get("same").unwrap();
        assert_eq!(
            (same.name.as_deref(), shown.book().file(same.origin)),
            (Some("of a"), "playbooks/a.toml")
        );
        assert!(shown.block(same.origin).starts_with("[component.same]"));
    }

    #[test]
    fn an_entry_in_two_files_is_refused_with_an_index_too() {
        let texts = [("playbooks/a.toml", "[failure.a]\n"), ("playbooks/b.toml", "[failure.a]\n")];
        let mut transaction = Transaction::from_texts("format = 1\n", texts).unwrap();
        for _ in 0..MANY {
            let refused = transaction.value(&failure("a")).unwrap_err().to_string();
            assert!(refused.contains("in playbooks/a.toml and in playbooks/b.toml"), "{refused}");
        }
    }
}
