//! The files of a desk, looked up by path, by playbook and by what they hold.

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
use crate::workspace::desk::sheet::Fate;
use crate::workspace::desk::sheet::Sheet;

/// After how many searches for an entry an index is worth its time.
const FEW: usize = 16;

/// The files in their order. Whatever changes an index goes through here, so that it stays right.
#[derive(Debug, Default)]
pub(super) struct Sheets {
    sheets: Vec<Sheet>,
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
    fn of(sheet: &Sheet, at: usize) -> Self {
        let (path, playbook) = (sheet.path(), sheet.draft.playbook());
        let end = path.find(&format!("/{playbook}/")).map(|at| at + 1 + playbook.len());
        let end = end.or_else(|| path.starts_with(&format!("{playbook}/")).then_some(playbook.len()));
        Self { file: at, folder: end.map(|end| path[..end].to_owned()) }
    }
}

fn settle(homes: &mut HashMap<Arc<str>, Home>, sheet: &Sheet, at: usize) {
    let home = Home::of(sheet, at);
    match homes.get_mut(sheet.draft.playbook()) {
        Some(known) if known.folder.is_none() => known.folder = home.folder,
        Some(_) => {}
        None => drop(homes.insert(Arc::clone(sheet.draft.playbook()), home)),
    }
}

impl Sheets {
    pub(super) fn new(sheets: Vec<Sheet>) -> Self {
        Self { sheets, ..Self::default() }
    }

    /// Every file.
    pub(super) fn iter(&self) -> impl Iterator<Item = &Sheet> {
        self.sheets.iter()
    }

    /// The files that are there when all is written.
    pub(super) fn present(&self) -> impl Iterator<Item = &Sheet> {
        self.sheets.iter().filter(|sheet| sheet.fate != Fate::Gone)
    }

    /// Every file, to change what is in entries; which entries there are, and where, stays.
    pub(super) fn iter_mut(&mut self) -> impl Iterator<Item = &mut Sheet> {
        self.sheets.iter_mut()
    }

    /// A file.
    pub(super) fn get(&self, at: usize) -> &Sheet {
        &self.sheets[at]
    }

    /// A file, to change what is in its entries.
    pub(super) fn get_mut(&mut self, at: usize) -> &mut Sheet {
        &mut self.sheets[at]
    }

    /// The files that define an entry.
    pub(super) fn holding<'a>(&'a self, kind: Kind, id: &'a str) -> impl Iterator<Item = usize> + 'a {
        let index = self.index();
        let listed = index.map(|index| {
            let entry = Id::new(id).ok().map(|id| EntryRef { kind, id });
            entry.and_then(|entry| index.get(&entry)).map_or(&[][..], Vec::as_slice)
        });
        let all = if listed.is_none() { 0..self.sheets.len() } else { 0..0 };
        let candidates = listed.unwrap_or_default().iter().copied().chain(all);
        candidates.filter(move |&at| {
            let sheet = &self.sheets[at];
            sheet.fate != Fate::Gone && sheet.draft.has(kind, id)
        })
    }

    /// Which files define which entries, where that is known or is to be known. A single file has an index of its own.
    fn index(&self) -> Option<&HashMap<EntryRef, Vec<usize>>> {
        let is_worth = || self.sheets.len() > 1 && self.searched.fetch_add(1, Ordering::Relaxed) >= FEW;
        if self.holding.get().is_none() && !is_worth() {
            return None;
        }
        let index = self.holding.get_or_init(|| {
            let mut index: HashMap<EntryRef, Vec<usize>> = HashMap::new();
            for (at, sheet) in self.sheets.iter().enumerate() {
                sheet.draft.entries().into_iter().for_each(|entry| index.entry(entry).or_default().push(at));
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
    /// As [`Draft::insert`](crate::document::Draft::insert).
    pub(super) fn insert<T: Send>(
        &mut self,
        at: usize,
        new: Vec<(EntryRef, T)>,
        make: impl Fn(&EntryRef, T) -> NewEntry + Sync + Send,
    ) -> Result<(), Refusal> {
        new.iter().for_each(|(entry, _)| self.list(entry, at));
        self.sheets[at].draft.insert(new, make)
    }

    /// Gives an entry of a file another id.
    ///
    /// # Errors
    /// As [`Draft::rename`](crate::document::Draft::rename).
    pub(super) fn rename(&mut self, at: usize, entry: &EntryRef, id: &Id) -> Result<(), Refusal> {
        self.list(&EntryRef { kind: entry.kind, id: id.clone() }, at);
        self.sheets[at].draft.rename(entry, id)
    }

    /// The file of a path.
    pub(super) fn at_path(&self, path: &str) -> Option<usize> {
        let paths = self.paths.get_or_init(|| {
            // Of two the first counts.
            self.sheets.iter().enumerate().rev().map(|(at, sheet)| (sheet.path(), at)).collect()
        });
        paths.get(path).copied()
    }

    /// Gives a file another path.
    pub(super) fn relocate(&mut self, at: usize, path: Arc<str>) {
        self.sheets[at].fate = Fate::Moves(path);
        self.paths = OnceLock::new();
    }

    /// Where a playbook is; `None`: nowhere yet.
    pub(super) fn home(&self, playbook: &str) -> Option<&Home> {
        let homes = self.playbooks.get_or_init(|| {
            let mut homes = HashMap::new();
            self.sheets.iter().enumerate().for_each(|(at, sheet)| settle(&mut homes, sheet, at));
            homes
        });
        homes.get(playbook)
    }

    /// One more file.
    pub(super) fn push(&mut self, sheet: Sheet) -> usize {
        let at = self.sheets.len();
        sheet.draft.entries().iter().for_each(|entry| self.list(entry, at));
        if let Some(paths) = self.paths.get_mut() {
            paths.entry(sheet.path()).or_insert(at);
        }
        if let Some(homes) = self.playbooks.get_mut() {
            settle(homes, &sheet, at);
        }
        self.sheets.push(sheet);
        at
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::change::Value;
    use crate::workspace::desk::Desk;

    /// So many searches that every index is there.
    const MANY: usize = 1_000;

    fn failure(id: &str) -> EntryRef {
        EntryRef { kind: Kind::Failure, id: Id::new(id).unwrap() }
    }

    fn file(desk: &Desk, id: &str) -> Option<String> {
        desk.place(&failure(id)).map(|(path, line)| format!("{path}:{line}"))
    }

    #[test]
    fn entries_are_found_after_every_change() {
        let texts = [
            ("playbooks/a.toml", "[failure.b]\nproblem = \"p\"\n[failure.d]\nproblem = \"p\"\n"),
            ("playbooks/c/e.toml", "[failure.e]\nproblem = \"p\"\n"),
            ("playbooks/odd.toml", "[failure]\nf.problem = \"p\"\ng.problem = \"p\"\n"),
        ];
        let mut desk = Desk::from_texts("format = 1\n", texts).unwrap();
        for at in 0..MANY {
            assert!(desk.has(Kind::Failure, ["b", "d", "e", "f", "g"][at % 5]));
        }
        let new = |id: &str| NewEntry {
            kind: Kind::Failure,
            id: Some(Id::new(id).unwrap()),
            fields: vec![("problem".to_owned(), Value::text("p"))],
            comment: String::new(),
        };
        desk.add_all(vec![new("a"), new("c")], Some("a")).unwrap();
        desk.add(new("h"), Some("c")).unwrap();
        desk.add(new("i"), Some("odd")).unwrap();
        desk.add(new("j"), Some("fresh")).unwrap();
        desk.rename(&failure("d"), &Id::new("k").unwrap()).unwrap();
        desk.rename(&failure("e"), &Id::new("l").unwrap()).unwrap();
        desk.remove(&failure("b"), false).unwrap();
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
            assert_eq!(file(&desk, id).as_deref(), place, "{id}");
        }
        desk.add(new("e"), Some("c")).unwrap();
        assert_eq!(file(&desk, "e").as_deref(), Some("playbooks/c/e.toml:1"));
    }

    #[test]
    fn a_workspace_finds_its_files_in_whatever_order_they_were_opened() {
        let texts = ["c", "a", "d", "b"].map(|name| {
            let text = format!("[component.{name}]\n[component.same]\nname = \"of {name}\"\n");
            (format!("playbooks/{name}.toml"), text)
        });
        let opened = texts.iter().map(|(path, text)| (path.as_str(), text.as_str()));
        let shown = Desk::from_texts("format = 1\n", opened).unwrap().as_workspace();
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
        let mut desk = Desk::from_texts("format = 1\n", texts).unwrap();
        for _ in 0..MANY {
            let refused = desk.value(&failure("a")).unwrap_err().to_string();
            assert!(refused.contains("in playbooks/a.toml and in playbooks/b.toml"), "{refused}");
        }
    }
}
