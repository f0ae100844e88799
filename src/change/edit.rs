//! One change of one value.

use crate::change::Path;
use crate::change::Step;
use crate::change::Value;

/// One change of one value of an entry.
#[derive(Clone, Debug, PartialEq)]
pub enum Edit {
    /// The value is this from now on; what is above it is made where it is missing.
    Set(Path, Value),
    /// A list has one more element at its end; it is made where it is missing.
    Add(Path, Value),
    /// A key, or an element of a list, is gone.
    Clear(Path),
}

/// Why a value cannot be changed as it is asked.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CannotEdit {
    /// Nothing stands where the path leads.
    #[error("`{0}` is not there")]
    Missing(Path),
    /// A table or list was needed on the way.
    #[error("`{0}` is no {1}")]
    NotA(Path, &'static str),
}

impl CannotEdit {
    /// The same, its path told from further down.
    #[must_use]
    pub fn below(self, depth: usize) -> Self {
        let rest = |path: Path| Path::from(path.steps().get(depth..).unwrap_or_default().to_vec());
        match self {
            Self::Missing(path) => Self::Missing(rest(path)),
            Self::NotA(path, what) => Self::NotA(rest(path), what),
        }
    }
}

impl Edit {
    /// Where the change is made.
    pub fn path(&self) -> &Path {
        match self {
            Self::Set(path, _) | Self::Add(path, _) | Self::Clear(path) => path,
        }
    }

    /// Makes the change in data. It says what a text must mean once it is changed.
    ///
    /// # Errors
    /// The path leads nowhere, or through something that is neither a table nor a list.
    pub fn apply(&self, root: &mut Value) -> Result<(), CannotEdit> {
        match self {
            Self::Set(path, value) => {
                let place = reach(root, path, true)?;
                *place.get_or_insert_with() = value.clone();
            }
            Self::Add(path, value) => {
                let place = reach(root, path, true)?.get_or_insert_with();
                match place {
                    Value::List(items) => items.push(value.clone()),
                    Value::Table(pairs) if pairs.is_empty() => *place = Value::List(vec![value.clone()]),
                    _ => return Err(CannotEdit::NotA(path.clone(), "list")),
                }
            }
            Self::Clear(path) => match reach(root, path, false)? {
                Slot::There(Parent::Table(pairs, at)) => drop(pairs.remove(at)),
                Slot::There(Parent::List(items, at)) => drop(items.remove(at)),
                Slot::Missing(..) => return Err(CannotEdit::Missing(path.clone())),
            },
        }
        Ok(())
    }
}

/// What a path leads to in data.
pub fn at<'v>(value: &'v Value, path: &Path) -> Option<&'v Value> {
    path.steps().iter().try_fold(value, |value, step| match step {
        Step::Key(key) => value.get(key),
        Step::Index(at) => value.as_list()?.get(*at),
    })
}

/// A place in data.
enum Slot<'v> {
    There(Parent<'v>),
    /// A table that lacks the key.
    Missing(&'v mut Vec<(String, Value)>, String),
}

/// What holds a value, and where in it.
enum Parent<'v> {
    Table(&'v mut Vec<(String, Value)>, usize),
    List(&'v mut Vec<Value>, usize),
}

impl<'v> Slot<'v> {
    /// The value, which is an empty table where it was missing.
    fn get_or_insert_with(self) -> &'v mut Value {
        match self {
            Self::There(Parent::Table(pairs, at)) => &mut pairs[at].1,
            Self::There(Parent::List(items, at)) => &mut items[at],
            Self::Missing(pairs, key) => {
                pairs.push((key, Value::Table(Vec::new())));
                let last = pairs.len() - 1;
                &mut pairs[last].1
            }
        }
    }
}

/// Follows a path; `make` makes the tables on the way.
fn reach<'v>(root: &'v mut Value, path: &Path, make: bool) -> Result<Slot<'v>, CannotEdit> {
    let missing = || CannotEdit::Missing(path.clone());
    let (last, above) = path.steps().split_last().ok_or_else(missing)?;
    let mut value = root;
    for (depth, step) in above.iter().enumerate() {
        let slot = slot(value, step, path, depth)?;
        value = match slot {
            Slot::Missing(..) if !make => return Err(missing()),
            slot => slot.get_or_insert_with(),
        };
    }
    slot(value, last, path, above.len())
}

fn slot<'v>(value: &'v mut Value, step: &Step, path: &Path, depth: usize) -> Result<Slot<'v>, CannotEdit> {
    let not_a = |what| CannotEdit::NotA(path.steps()[..depth].to_vec().into(), what);
    match (step, value) {
        (Step::Key(key), Value::Table(pairs)) => match pairs.iter().position(|(name, _)| name == key) {
            Some(at) => Ok(Slot::There(Parent::Table(pairs, at))),
            None => Ok(Slot::Missing(pairs, key.clone())),
        },
        (Step::Index(at), Value::List(items)) if *at < items.len() => {
            Ok(Slot::There(Parent::List(items, *at)))
        }
        (Step::Index(_), Value::List(_)) => Err(CannotEdit::Missing(path.clone())),
        (Step::Key(_), _) => Err(not_a("table")),
        (Step::Index(_), _) => Err(not_a("list")),
    }
}
