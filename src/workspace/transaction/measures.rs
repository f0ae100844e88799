//! Actions in the lists of failures.

use crate::change::Edit;
use crate::change::NewEntry;
use crate::change::Path;
use crate::change::Refusal;
use crate::change::Value;
use crate::finding::short;
use crate::model::EntryRef;
use crate::model::Id;
use crate::model::Kind;
use crate::model::MeasureClass;
use crate::model::Word;
use crate::workspace::Error;
use crate::workspace::transaction::Transaction;

/// The most keys of an action that is written out within a failure; a larger one is an entry of its own.
const MOST: usize = 3;

impl Transaction {
    /// The actions of a failure: where each stands, and what it says; the id where it is shared.
    ///
    /// # Errors
    /// There is no such failure, or its text cannot be read.
    pub fn measures(&mut self, failure: &EntryRef) -> Result<Vec<(Path, String)>, Error> {
        let value = self.value(failure)?;
        let mut measures = Vec::new();
        for class in MeasureClass::ALL {
            let items = value.get(class.word()).and_then(Value::as_list).unwrap_or_default();
            for (index, item) in items.iter().enumerate() {
                let text = item
                    .as_str()
                    .or_else(|| item.get("action")?.as_str())
                    .or_else(|| item.get("use")?.as_str());
                let path = Path::key(class.word()).then_index(index);
                measures.push((path, text.unwrap_or_default().to_owned()));
            }
        }
        Ok(measures)
    }

    /// The action of a failure that a person means: its place, `reactive[0]`, the id of a shared one, or a part of its text.
    ///
    /// # Errors
    /// None is meant, or several are.
    pub fn find_measure(&mut self, failure: &EntryRef, which: &str) -> Result<Path, Error> {
        let measures = self.measures(failure)?;
        let exact = |(path, text): &&(Path, String)| path.to_string() == which || text == which;
        if let Some((path, _)) = measures.iter().find(exact) {
            return Ok(path.clone());
        }
        let part = which.to_lowercase();
        let meant: Vec<_> = measures.iter().filter(|(_, text)| text.to_lowercase().contains(&part)).collect();
        let shown = |measures: &[&(Path, String)]| {
            measures.iter().map(|(path, text)| (path.to_string(), text.clone())).collect()
        };
        match meant.as_slice() {
            [(path, _)] => Ok(path.clone()),
            [] => {
                let mut refusal = Refusal::new(format!("no action of {failure} is “{}”", short(which)));
                refusal.choices = shown(&measures.iter().collect::<Vec<_>>());
                Err(refusal.into())
            }
            many => {
                let mut refusal =
                    Refusal::new(format!("“{}” is a part of several actions of {failure}", short(which)));
                refusal.choices = shown(many);
                Err(refusal.help("write more of it, or its place").into())
            }
        }
    }

    /// Gives an action of a failure more fields, or others. Words become a table; what has more than three fields then becomes
    /// an entry of its own, which the failure uses. Returns the entry that says it now.
    ///
    /// # Errors
    /// There is no such action, or a value is impossible.
    pub fn amend(
        &mut self,
        failure: &EntryRef,
        at: &Path,
        fields: &[(String, Value)],
    ) -> Result<EntryRef, Error> {
        let present = self.at(failure, at)?;
        if let Some(id) = present.get("use").and_then(Value::as_str) {
            let id = Id::new(id).map_err(|reason| Refusal::new(format!("`{id}`: {reason}")))?;
            let action = EntryRef { kind: Kind::Action, id };
            let set = |(key, value): &(String, Value)| Edit::Set(Path::key(key), value.clone());
            self.edit(&action, &fields.iter().map(set).collect::<Vec<_>>())?;
            return Ok(action);
        }
        let mut all = match present {
            Value::Text(words) => vec![("action".to_owned(), Value::Text(words))],
            Value::Table(pairs) => pairs,
            _ => return Err(Refusal::new(format!("{failure}.{at} is no action")).into()),
        };
        for (key, value) in fields {
            match all.iter_mut().find(|(name, _)| name == key) {
                Some(pair) => pair.1 = value.clone(),
                None => all.push((key.clone(), value.clone())),
            }
        }
        let stands_alone = self.file(failure)?.draft.is_spread(failure, &list(at))?;
        if all.len() <= MOST || stands_alone {
            self.edit(failure, &[Edit::Set(at.clone(), Value::Table(all))])?;
            return Ok(failure.clone());
        }
        self.whole(|transaction| {
            let shared = transaction.share(failure, all)?;
            let table = Value::Table(vec![("use".to_owned(), Value::text(shared.id.as_str()))]);
            transaction.edit(failure, &[Edit::Set(at.clone(), table)])?;
            Ok(shared)
        })
    }

    /// Adds an action to a failure: words alone, a small table, or an entry of its own that the failure uses.
    ///
    /// # Errors
    /// A value is impossible.
    pub fn add_measure(
        &mut self,
        failure: &EntryRef,
        class: MeasureClass,
        fields: Vec<(String, Value)>,
    ) -> Result<(), Error> {
        self.whole(|transaction| {
            let path = Path::key(class.word());
            let value = match fields.as_slice() {
                [(key, words)] if key == "action" => words.clone(),
                few if few.len() <= MOST => Value::Table(fields),
                _ => {
                    let shared = transaction.share(failure, fields)?;
                    Value::Table(vec![("use".to_owned(), Value::text(shared.id.as_str()))])
                }
            };
            let value = transaction.fitting(failure, &path, value)?;
            transaction.edit(failure, &[Edit::Add(path, value)])
        })
    }

    /// Adds an element to a list.
    ///
    /// # Errors
    /// The field is no list, or the element is impossible.
    pub fn add_element(&mut self, entry: &EntryRef, list: &Path, value: Value) -> Result<(), Error> {
        let value = self.fitting(entry, list, value)?;
        self.edit(entry, &[Edit::Add(list.clone(), value)])
    }

    /// Moves an action of a failure to another class.
    ///
    /// # Errors
    /// There is no such action, or it has that class already.
    pub fn classify(&mut self, failure: &EntryRef, at: &Path, class: MeasureClass) -> Result<(), Error> {
        let to = Path::key(class.word());
        if list(at) == to {
            return Err(Refusal::new(format!("{failure}.{at} is {class} already")).into());
        }
        let present = self.at(failure, at)?;
        let value = self.fitting(failure, &to, present)?;
        self.edit(failure, &[Edit::Clear(at.clone()), Edit::Add(to, value)])
    }

    /// An action as it can stand in a list: beside tables under headers of their own words are a table too.
    fn fitting(&mut self, failure: &EntryRef, list: &Path, value: Value) -> Result<Value, Error> {
        let spread = self.file(failure)?.draft.is_spread(failure, list)?;
        Ok(match value {
            words @ Value::Text(_) if spread => Value::Table(vec![("action".to_owned(), words)]),
            value => value,
        })
    }

    /// An action of its own, in the playbook of a failure.
    fn share(&mut self, failure: &EntryRef, fields: Vec<(String, Value)>) -> Result<EntryRef, Error> {
        let playbook = self.file(failure)?.draft.playbook().to_string();
        let new = NewEntry { kind: Kind::Action, id: None, fields, comment: String::new() };
        self.add(new, Some(&playbook))
    }

    fn at(&mut self, entry: &EntryRef, path: &Path) -> Result<Value, Error> {
        let value = self.value(entry)?;
        let found = crate::change::at(&value, path).cloned();
        Ok(found.ok_or_else(|| Refusal::new(format!("{entry} has no `{path}`")))?)
    }
}

/// The list that an element stands in.
fn list(at: &Path) -> Path {
    at.split_last().map_or_else(Path::default, |(list, _)| list)
}
