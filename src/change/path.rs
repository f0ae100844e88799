//! The way to a value within an entry: `estimate.detect`, `preventative[1].owner`.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use crate::syntax::Step;

/// The way to a value: from a table down, written as findings write it. A copy takes no memory of its own.
///
/// ```
/// use faultbook::change::Path;
/// let path: Path = "preventative[1].owner".parse().unwrap();
/// assert_eq!(path.to_string(), "preventative[1].owner");
/// assert_eq!(path.steps().len(), 3);
/// assert!("preventative[x]".parse::<Path>().is_err());
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Path(Arc<[Step]>);

/// A text that is no path.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "a field is a key, keys joined by dots, or with the number of an element: estimate.detect, preventative[0].owner"
)]
pub struct BadPath;

impl Path {
    /// A path of one key.
    pub fn key(key: &str) -> Self {
        Self([Step::Key(key.to_owned())].into())
    }

    /// The steps from the top.
    pub fn steps(&self) -> &[Step] {
        &self.0
    }

    /// The path one step further down.
    #[must_use]
    pub fn then(&self, step: Step) -> Self {
        Self(self.0.iter().cloned().chain([step]).collect())
    }

    /// The path to a key below.
    #[must_use]
    pub fn then_key(&self, key: &str) -> Self {
        self.then(Step::Key(key.to_owned()))
    }

    /// The path to an element below.
    #[must_use]
    pub fn then_index(&self, index: usize) -> Self {
        self.then(Step::Index(index))
    }

    /// The path one step up, and the last step; `None` at the top.
    pub fn split_last(&self) -> Option<(Self, &Step)> {
        self.0.split_last().map(|(last, above)| (Self(above.into()), last))
    }

    /// The first key.
    pub fn first_key(&self) -> Option<&str> {
        match self.0.first() {
            Some(Step::Key(key)) => Some(key),
            _ => None,
        }
    }
}

impl From<Vec<Step>> for Path {
    fn from(steps: Vec<Step>) -> Self {
        Self(steps.into())
    }
}

impl FromStr for Path {
    type Err = BadPath;

    fn from_str(text: &str) -> Result<Self, BadPath> {
        let mut steps = Vec::new();
        for part in text.split('.') {
            let (key, mut indices) = match part.find('[') {
                Some(at) => part.split_at(at),
                None => (part, ""),
            };
            if key.is_empty() || !key.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_')) {
                return Err(BadPath);
            }
            steps.push(Step::Key(key.to_owned()));
            while !indices.is_empty() {
                let (index, rest) =
                    indices.strip_prefix('[').and_then(|rest| rest.split_once(']')).ok_or(BadPath)?;
                steps.push(Step::Index(index.parse().map_err(|_| BadPath)?));
                indices = rest;
            }
        }
        Ok(steps.into())
    }
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, step) in self.0.iter().enumerate() {
            match step {
                Step::Key(key) if at == 0 => f.write_str(key)?,
                Step::Key(key) => write!(f, ".{key}")?,
                Step::Index(index) => write!(f, "[{index}]")?,
            }
        }
        Ok(())
    }
}
