//! What a file changes in the lists of an entry: what is there stays as it is written, with all that was added to it by hand.
//!
//! Elements are known by what they say, first letter by letter, then nearly, and never by their place. What else is written of an action moves
//! with it, also to the list of another class, or it is said that it is gone.

use std::collections::HashMap;
use std::collections::HashSet;

use crate::change::Edit;
use crate::change::Path;
use crate::change::Value;
use crate::change::evidence;
use crate::finding::listed;
use crate::finding::short;
use crate::import::plan::Shown;
use crate::import::plan::edits::is_class;
use crate::import::plan::placed::Placed;
use crate::import::plan::placed::write;
use crate::model::Action;
use crate::model::MeasureClass;
use crate::model::Word;
use crate::text_match;

/// A list, as it is and as the file wants it.
pub(super) struct List<'l> {
    pub(super) path: &'l Path,
    pub(super) wanted: &'l [Value],
    pub(super) there: &'l [Value],
}

/// How lists are changed.
#[derive(Clone, Copy)]
pub(super) struct Manner<'l> {
    /// Whether our own table speaks of them.
    pub(super) ours: bool,
    /// Whether only what is missing is added.
    pub(super) fills: bool,
    pub(super) shown: &'l Shown<'l>,
}

/// An element of a list.
struct Element<'v> {
    /// The list, and the place in it.
    list: usize,
    at: usize,
    item: &'v Value,
    text: String,
}

/// Makes lists what the file says, that of each class of actions or one of something else. `now` is the whole entry. What a person should know
/// comes with the list that it is about.
pub(super) fn follow(
    lists: &[List<'_>],
    now: &Value,
    manner: Manner<'_>,
    edits: &mut Vec<Edit>,
) -> Vec<(Path, String)> {
    let mut work = Work { lists, manner, old: Vec::new(), new: Vec::new(), said: Vec::new() };
    for (list, List { wanted, there, .. }) in lists.iter().enumerate() {
        let element = |(at, item)| Element { list, at, item, text: manner.text(item) };
        work.old.extend(there.iter().enumerate().map(element));
        work.new.extend(wanted.iter().enumerate().map(element));
    }
    let pairs = work.pairs();
    let mut placed: Vec<Vec<Placed>> = lists.iter().map(|_| Vec::new()).collect();
    let elsewhere = work.elsewhere(now);
    for (at, pair) in pairs.iter().enumerate() {
        let (list, item) = (work.new[at].list, work.new[at].item);
        match *pair {
            Some(old) => {
                let from = (work.old[old].list, work.old[old].at);
                let placed_item = Placed { item: work.merged(old, at), from: Some(from) };
                // In which class it is was decided by hand.
                let stays = from.0 != list && !manner.ours;
                let to = &mut placed[if stays { from.0 } else { list }];
                to.insert(if stays { from.1.min(to.len()) } else { to.len() }, placed_item);
            }
            // An action that stands in the list of another class was classified by hand, and is there already.
            None if elsewhere.contains(&work.new[at].text) => {}
            None => placed[list].push(Placed { item: item.clone(), from: None }),
        }
    }
    let mut is_kept = vec![false; work.old.len()];
    pairs.iter().flatten().for_each(|&old| is_kept[old] = true);
    for old in (0..work.old.len()).filter(|&old| !is_kept[old]) {
        let (list, at) = (work.old[old].list, work.old[old].at);
        if work.stays(old) {
            let item = work.old[old].item.clone();
            let place = if manner.fills { placed[list].len() } else { at.min(placed[list].len()) };
            placed[list].insert(place, Placed { item, from: Some((list, at)) });
        }
    }
    for (list, mut placed) in placed.into_iter().enumerate() {
        if manner.fills {
            placed.sort_by_key(|placed| placed.from.map_or(usize::MAX, |(_, at)| at));
        }
        write(lists[list].path, lists[list].there, list, &placed, edits);
    }
    work.said
}

struct Work<'w> {
    lists: &'w [List<'w>],
    manner: Manner<'w>,
    old: Vec<Element<'w>>,
    new: Vec<Element<'w>>,
    said: Vec<(Path, String)>,
}

impl Work<'_> {
    /// For each wanted element the one that it was.
    fn pairs(&self) -> Vec<Option<usize>> {
        let (mut pairs, mut used) = (vec![None; self.new.len()], vec![false; self.old.len()]);
        let mut known: HashMap<&str, Vec<usize>> = HashMap::new();
        for (at, old) in self.old.iter().enumerate() {
            known.entry(&old.text).or_default().push(at);
        }
        let tables: Vec<usize> = (0..self.old.len()).filter(|&old| self.may_be_reworded(old)).collect();
        let none = Vec::new();
        let same = |new: usize| known.get(self.new[new].text.as_str()).unwrap_or(&none);
        self.pair(&mut pairs, &mut used, same, |work, new, old| work.is_of_one_list(new, old));
        self.pair(&mut pairs, &mut used, same, |work, _, _| !work.manner.fills);
        self.pair(
            &mut pairs,
            &mut used,
            |_| &tables,
            |work, new, old| work.is_of_one_list(new, old) && work.is_reworded(new, old),
        );
        self.pair(&mut pairs, &mut used, |_| &tables, Self::is_reworded);
        pairs
    }

    /// Gives wanted elements that have none yet one of those that are near and fit.
    fn pair<'n>(
        &self,
        pairs: &mut [Option<usize>],
        used: &mut [bool],
        near: impl Fn(usize) -> &'n Vec<usize>,
        fits: impl Fn(&Self, usize, usize) -> bool,
    ) {
        for (new, pair) in pairs.iter_mut().enumerate().filter(|(_, pair)| pair.is_none()) {
            *pair = near(new).iter().copied().find(|&old| !used[old] && fits(self, new, old));
            if let Some(old) = *pair {
                used[old] = true;
            }
        }
    }

    fn is_of_one_list(&self, new: usize, old: usize) -> bool {
        self.new[new].list == self.old[old].list
    }

    /// Whether an element may come back in other words. Of plain words nothing would be lost; of very many none is compared.
    fn may_be_reworded(&self, old: usize) -> bool {
        /// How many pairs of elements are compared at most.
        const MOST: usize = 100_000;
        let Element { list, item, .. } = &self.old[old];
        is_class(self.lists[*list].path)
            && !self.manner.fills
            && matches!(item, Value::Table(_))
            && self.old.len().saturating_mul(self.new.len()) <= MOST
    }

    /// Whether an action says nearly what another one said. In a foreign table nobody saw what is done.
    fn is_reworded(&self, new: usize, old: usize) -> bool {
        let (new, old) = (&self.new[new], &self.old[old]);
        text_match::is_same(&new.text, &old.text)
            || text_match::is_near(&new.text, &old.text)
                && (self.manner.ours || evidence(Action::KEYS, old.item).is_none())
    }

    /// The texts of the actions of classes that the file does not speak of. In our own table they are other actions.
    fn elsewhere(&self, now: &Value) -> HashSet<String> {
        let is_here =
            |class: &MeasureClass| self.lists.iter().any(|list| list.path.first_key() == Some(class.word()));
        if self.manner.ours || !MeasureClass::ALL.iter().any(is_here) {
            return HashSet::new();
        }
        let others = MeasureClass::ALL.iter().filter(|class| self.manner.fills || !is_here(class));
        let items = others.filter_map(|class| now.get(class.word())?.as_list()).flatten();
        items.map(|item| self.manner.text(item)).collect()
    }

    /// An element that is there, with what the file says of it.
    fn merged(&mut self, old: usize, new: usize) -> Value {
        let (old, new) = (&self.old[old], &self.new[new]);
        let Value::Table(pairs) = old.item else {
            return if self.manner.fills { old.item.clone() } else { new.item.clone() };
        };
        if old.text == new.text {
            return dated(old.item, new.item);
        }
        let path = self.lists[new.list].path.clone();
        if let Some(id) = old.item.get("use").and_then(Value::as_str) {
            let message = format!(
                "“{}” is the shared action/{id}; its words are changed there: faultbook edit action/{id}",
                short(&new.text)
            );
            self.said.push((path, message));
            return old.item.clone();
        }
        let mut pairs = pairs.clone();
        for (key, value) in &mut pairs {
            if key == "action" {
                *value = Value::text(&new.text);
            }
        }
        if !text_match::is_same(&new.text, &old.text)
            && let Some(Value::Table(claims)) = evidence(Action::KEYS, old.item)
        {
            pairs.retain(|(key, _)| claims.iter().all(|(claim, _)| claim != key));
            let claims: Vec<&str> = claims.iter().map(|(key, _)| key.as_str()).collect();
            let message = format!(
                "“{}” was reworded to “{}”: its {} was removed, since it was recorded for the old wording",
                short(&old.text),
                short(&new.text),
                listed(claims.into_iter())
            );
            self.said.push((path, message));
        }
        dated(&Value::Table(pairs), new.item)
    }

    /// Whether an element that the file no longer has stays; says what is lost, or why it stays.
    fn stays(&mut self, old: usize) -> bool {
        let Element { list, item, text, .. } = &self.old[old];
        if self.manner.fills {
            return true;
        }
        let Value::Table(pairs) = item else { return false };
        // What the file says of each action is nothing that a person added.
        let is_of_file = |key: &str| {
            ["action", "component"].contains(&key)
                || !self.manner.ours && self.lists[*list].wanted.iter().any(|item| item.get(key).is_some())
        };
        let more: Vec<&str> =
            pairs.iter().map(|(key, _)| key.as_str()).filter(|key| !is_of_file(key)).collect();
        if more.is_empty() {
            return false;
        }
        let (path, text) = (self.lists[*list].path.clone(), short(text));
        self.said.push((
            path,
            match self.manner.ours {
                true => format!("“{text}” is gone, and with it its {}", listed(more.into_iter())),
                false => format!("the file no longer has “{text}”, of which more is written here; it stays"),
            },
        ));
        !self.manner.ours
    }
}

impl<'l> Manner<'l> {
    /// That in which nothing is changed.
    pub(super) fn plain(shown: &'l Shown<'l>) -> Self {
        Self { ours: false, fills: false, shown }
    }

    /// What an element says: an action, a shared one, a component that is needed, or words.
    pub(super) fn text(&self, item: &Value) -> String {
        let text = match item {
            Value::Text(text) => text.clone(),
            table => ["action", "component"]
                .iter()
                .find_map(|key| table.get(key)?.as_str())
                .map(str::to_owned)
                .or_else(|| (self.shown)(table.get("use")?.as_str()?))
                .unwrap_or_default(),
        };
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

/// An element with the date that the file gives it, and the status where it has none yet.
fn dated(there: &Value, wanted: &Value) -> Value {
    let Value::Table(pairs) = there else { return there.clone() };
    let mut pairs = pairs.clone();
    if there.get("use").is_none() {
        if let Some(due) = wanted.get("due") {
            pairs.retain(|(key, _)| key != "due");
            pairs.push(("due".to_owned(), due.clone()));
        }
        if let Some(status) = wanted.get("status").filter(|_| there.get("status").is_none()) {
            pairs.push(("status".to_owned(), status.clone()));
        }
    }
    Value::Table(pairs)
}
