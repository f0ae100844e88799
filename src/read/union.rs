//! The union of what all files said.

use std::collections::BTreeMap;
use std::collections::HashSet;
use std::ops::Range;
use std::sync::Arc;

use crate::config::Config;
use crate::finding::Finding;
use crate::finding::Place;
use crate::finding::TextRange;
use crate::model::Book;
use crate::model::EntryRef;
use crate::model::Mention;
use crate::model::Origin;
use crate::model::Playbook;
use crate::model::kinds::Unsorted;
use crate::read::block::Item;

/// What a file said: the playbook it belongs to, and its items.
type Contribution = (Arc<str>, Vec<Item>);

/// Makes the book of all files, in the order of their sorted paths, and applies the defaults.
pub fn unite(
    files: Vec<Arc<str>>,
    contributions: Vec<Contribution>,
    config: &Config,
) -> (Book, Vec<Finding>) {
    let mut union = Union { files, ..Union::default() };
    for (file, (playbook, items)) in contributions.into_iter().enumerate() {
        for item in items {
            union.add(file, &playbook, item);
        }
    }
    union.finish(config)
}

#[derive(Default)]
struct Union {
    files: Vec<Arc<str>>,
    playbooks: BTreeMap<Arc<str>, (Playbook, usize, Range<usize>)>,
    entries: Unsorted,
    mentions: Vec<Mention>,
    findings: Vec<Finding>,
    /// Where the entries stand whose id was taken.
    doubles: HashSet<Origin>,
}

impl Union {
    fn add(&mut self, file: usize, name: &Arc<str>, item: Item) {
        match item {
            Item::Entry(entry) => self.entries.push(entry),
            Item::Mention(mention) => self.mentions.push(mention),
            Item::Playbook(playbook, span) => match self.playbooks.get(name) {
                None => drop(self.playbooks.insert(Arc::clone(name), (*playbook, file, span))),
                Some((_, first, range)) => {
                    let place = |file: usize, span: Range<usize>| {
                        Place::file(&self.files[file], span).field("playbook")
                    };
                    let message = format!("the playbook `{name}` has a second [playbook] table");
                    let finding = Finding::new("duplicate-playbook-table", place(file, span), message)
                        .help("keep one, in playbook.toml where the playbook is a folder")
                        .related(place(*first, range.clone()), "this one counts");
                    self.findings.push(finding);
                }
            },
        }
    }

    fn finish(mut self, config: &Config) -> (Book, Vec<Finding>) {
        let mut doubles = Vec::new();
        let mut book = std::mem::take(&mut self.entries).sort(|first, double| doubles.push((first, double)));
        for (first, double) in doubles {
            let double = double.as_any();
            let (entry, origin) = (double.entry_ref(), double.origin());
            self.report(&entry, first, origin);
            self.mentions.push(Mention { entry, origin, playbook: Arc::clone(double.playbook()) });
        }
        let playbooks = std::mem::take(&mut self.playbooks).into_iter();
        book.playbooks = playbooks.map(|(name, (playbook, ..))| (name, playbook)).collect();
        self.mentions(&mut book);
        book.files = self.files;
        apply_defaults(&mut book, config);
        (book, self.findings)
    }

    /// Sorts the mentions, and reports those whose id is taken.
    fn mentions(&mut self, book: &mut Book) {
        self.mentions.sort_by(|a, b| (&a.entry, a.origin).cmp(&(&b.entry, b.origin)));
        let mut doubles = Vec::new();
        let mut opening: Option<&Mention> = None;
        for mention in &self.mentions {
            opening = opening.filter(|opening| opening.entry == mention.entry).or(Some(mention));
            let whole = book.origin(mention.entry.kind, mention.entry.id.as_str());
            let first = whole.or(opening.map(|opening| opening.origin));
            let first =
                first.filter(|first| *first != mention.origin && !self.doubles.contains(&mention.origin));
            doubles.extend(first.map(|first| (mention.entry.clone(), first, mention.origin)));
        }
        for (entry, first, second) in doubles {
            self.report(&entry, first, second);
        }
        book.mentions = std::mem::take(&mut self.mentions);
    }

    /// Reports a double, unless there are so many that more would help nobody.
    fn report(&mut self, entry: &EntryRef, first: Origin, second: Origin) {
        const MOST: usize = 10_000;
        self.doubles.insert(second);
        if self.doubles.len() > MOST {
            return;
        }
        let finding = self.duplicate(entry, first, second);
        self.findings.push(match self.doubles.len() {
            MOST => finding.help("there are more of this kind in the workspace; fix these first"),
            _ => finding,
        });
    }

    fn duplicate(&self, entry: &EntryRef, first: Origin, second: Origin) -> Finding {
        let place = |origin: Origin| {
            let start = origin.offset as usize;
            let range = start..start + entry.id.as_str().len();
            Place::entry(entry.clone()).at(TextRange::new(&self.files[origin.file as usize], range))
        };
        let message = format!("the {} `{}` is defined twice", entry.kind, entry.id);
        Finding::new("duplicate-id", place(second), message)
            .help("give one of them another id; this one is left out until then")
            .related(place(first), "this one counts")
    }
}

/// Gives entries what their playbook, or the workspace, says for those that say nothing.
fn apply_defaults(book: &mut Book, config: &Config) {
    let playbooks = std::mem::take(&mut book.playbooks);
    let owner = |name: &str| playbooks.get(name).and_then(|playbook| playbook.owner.as_ref());
    book.set_owners(|name| owner(name).or(config.owner.as_ref()).cloned());
    for entry in book.failures.iter_mut().filter(|entry| entry.tags.is_empty()) {
        entry.data.tags =
            playbooks.get(&entry.playbook).map(|playbook| playbook.tags.clone()).unwrap_or_default();
    }
    book.playbooks = playbooks;
}
