//! What a file changes in a list of an entry: what is there stays as it is written, with all that was added to it by hand.

use crate::change::Edit;
use crate::change::Path;
use crate::change::Value;
use crate::change::evidence;
use crate::finding::short;
use crate::import::plan::Shown;
use crate::model::Action;
use crate::model::MeasureClass;
use crate::model::Word;
use crate::similar::gist;

/// A list of an entry.
pub(super) struct List<'l> {
    pub(super) path: &'l Path,
    pub(super) there: &'l [Value],
    /// The whole entry.
    pub(super) now: &'l Value,
    /// Whether our own table speaks of it.
    pub(super) ours: bool,
    /// Whether only what is missing is added.
    pub(super) fills: bool,
    pub(super) shown: &'l Shown<'l>,
}

impl List<'_> {
    /// Makes the list what the file says.
    pub(super) fn follow(&self, wanted: &[Value], edits: &mut Vec<Edit>, said: &mut Vec<String>) {
        let texts: Vec<String> = self.there.iter().map(|item| self.text(item)).collect();
        // An action that stands in the list of another class was classified by hand, and is there already.
        let elsewhere: Vec<String> = if self.ours { Vec::new() } else { self.elsewhere() };
        let wanted: Vec<(&Value, String)> = wanted
            .iter()
            .map(|item| (item, self.text(item)))
            .filter(|(_, text)| texts.contains(text) || !elsewhere.contains(text))
            .collect();
        // Where there are as many as before, one that is not known was reworded.
        let rewords = wanted.len() == self.there.len() && !self.fills;
        let mut list: Vec<Value> = Vec::with_capacity(wanted.len());
        let mut used = vec![false; self.there.len()];
        for (position, (item, text)) in wanted.iter().enumerate() {
            let same = (0..texts.len()).find(|&at| !used[at] && texts[at] == *text);
            // What is rewritten stands where it stood; what else is written of it stays.
            let reworded = || {
                let is_free = rewords && !used[position] && !self.is_done(position, text, &texts[position]);
                (is_free && !wanted.iter().any(|(_, other)| *other == texts[position])).then_some(position)
            };
            match same.or_else(reworded) {
                Some(at) => {
                    used[at] = true;
                    list.push(if texts[at] == *text {
                        self.dated(&self.there[at], item)
                    } else {
                        self.reworded(&self.there[at], item, text, said)
                    });
                }
                None => list.push((*item).clone()),
            }
        }
        for (at, item) in self.there.iter().enumerate().filter(|(at, _)| !used[*at]) {
            let more = matches!(item, Value::Table(_)) && !self.ours;
            if more || self.fills {
                if more && !self.fills {
                    said.push(format!(
                        "the file no longer has “{}”, of which more is written here; it stays",
                        short(&texts[at])
                    ));
                }
                list.insert(at.min(list.len()), item.clone());
            }
        }
        self.write(&list, edits);
    }

    /// Whether an element that is done or verified would become another one.
    fn is_done(&self, at: usize, new: &str, old: &str) -> bool {
        evidence(Action::KEYS, &self.there[at]).is_some() && gist(new) != gist(old)
    }

    /// The fewest edits that make the list another one.
    fn write(&self, list: &[Value], edits: &mut Vec<Edit>) {
        if list == self.there {
            return;
        }
        if self.there.is_empty() {
            return edits.push(Edit::Set(self.path.clone(), Value::List(list.to_vec())));
        }
        if list.is_empty() {
            return edits.push(Edit::Clear(self.path.clone()));
        }
        if let Some(added) = list.strip_prefix(self.there) {
            return edits.extend(added.iter().map(|item| Edit::Add(self.path.clone(), item.clone())));
        }
        if list.len() == self.there.len() {
            let changed = list.iter().zip(self.there).enumerate().filter(|(_, (new, old))| new != old);
            return changed.for_each(|(at, (new, old))| replace(&self.path.then_index(at), new, old, edits));
        }
        edits.push(Edit::Set(self.path.clone(), Value::List(list.to_vec())));
    }

    /// What an element says: an action, a shared one, a component that is needed, or words.
    fn text(&self, item: &Value) -> String {
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

    /// An element with another text. A shared action has its words at its own entry.
    fn reworded(&self, there: &Value, wanted: &Value, text: &str, said: &mut Vec<String>) -> Value {
        let Value::Table(pairs) = there else { return wanted.clone() };
        if let Some(id) = there.get("use").and_then(Value::as_str) {
            said.push(format!(
                "“{}” is the shared action/{id}; its words are changed there: faultbook edit action/{id}",
                short(text)
            ));
            return there.clone();
        }
        let mut pairs = pairs.clone();
        for (key, value) in &mut pairs {
            if key == "action" {
                *value = Value::text(text);
            }
        }
        self.dated(&Value::Table(pairs), wanted)
    }

    /// An element with the date that the file gives it.
    fn dated(&self, there: &Value, wanted: &Value) -> Value {
        let Some(due) = wanted.get("due") else { return there.clone() };
        match there {
            Value::Table(pairs) if there.get("use").is_none() => {
                let mut pairs: Vec<_> = pairs.iter().filter(|(key, _)| key != "due").cloned().collect();
                pairs.push(("due".to_owned(), due.clone()));
                Value::Table(pairs)
            }
            Value::Text(_) => wanted.clone(),
            _ => there.clone(),
        }
    }

    /// The actions in the lists of other classes.
    fn elsewhere(&self) -> Vec<String> {
        let own = self.path.first_key().unwrap_or_default();
        if MeasureClass::from_word(own).is_none() {
            return Vec::new();
        }
        let others = MeasureClass::ALL.iter().filter(|class| class.word() != own);
        let items = others.filter_map(|class| self.now.get(class.word())?.as_list()).flatten();
        items.map(|item| self.text(item)).collect()
    }
}

/// Makes one element another: of two tables only the keys that differ are written.
fn replace(path: &Path, new: &Value, old: &Value, edits: &mut Vec<Edit>) {
    let (Value::Table(pairs), Value::Table(_)) = (new, old) else {
        return edits.push(Edit::Set(path.clone(), new.clone()));
    };
    let changed = pairs.iter().filter(|(key, value)| old.get(key) != Some(value));
    edits.extend(changed.map(|(key, value)| Edit::Set(path.then_key(key), value.clone())));
}
