//! Likelihood, which may depend on a condition.

use std::fmt;

use serde::Serialize;
use serde::Serializer;
use serde::ser::SerializeStruct;

use crate::model::Rating;

/// A level that holds under a condition.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Condition {
    /// How likely it is while the condition holds.
    pub level: Rating,
    /// The condition in words: `under heavy load`.
    pub when: String,
}

/// How likely a failure is: always, or under conditions. It always has at least one level.
#[derive(Clone, Debug, PartialEq)]
pub struct Likelihood {
    conditions: Vec<Condition>,
    otherwise: Option<Rating>,
}

impl Likelihood {
    /// The same likelihood at all times.
    pub fn always(level: Rating) -> Self {
        Self { conditions: Vec::new(), otherwise: Some(level) }
    }

    /// A likelihood that depends on conditions; `None` where there is neither a condition nor an `otherwise`.
    pub fn conditional(conditions: Vec<Condition>, otherwise: Option<Rating>) -> Option<Self> {
        (!conditions.is_empty() || otherwise.is_some()).then_some(Self { conditions, otherwise })
    }

    /// The conditions, as written.
    pub fn conditions(&self) -> &[Condition] {
        &self.conditions
    }

    /// The level at all other times.
    pub fn otherwise(&self) -> Option<&Rating> {
        self.otherwise.as_ref()
    }

    /// All levels: those of the conditions, then that of all other times.
    pub fn levels(&self) -> impl Iterator<Item = &Rating> {
        self.conditions.iter().map(|condition| &condition.level).chain(&self.otherwise)
    }

    /// The worst of all levels: what the failure ranks as.
    pub fn worst(&self) -> &Rating {
        self.levels().max().expect("a likelihood has at least one level")
    }

    /// The level while `words` hold: that of the worst condition containing them, whatever the case; where none
    /// does, `otherwise`; where that is not written, the worst.
    pub fn under(&self, words: &str) -> &Rating {
        let words = words.to_lowercase();
        let matching =
            self.conditions.iter().filter(|condition| condition.when.to_lowercase().contains(&words));
        let level = matching.map(|condition| &condition.level).max();
        level.or(self.otherwise.as_ref()).unwrap_or_else(|| self.worst())
    }
}

/// As a person reads it, and import reads it back: `likely (under heavy load), otherwise not-likely`.
impl fmt::Display for Likelihood {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, condition) in self.conditions.iter().enumerate() {
            let gap = if index == 0 { "" } else { ", " };
            write!(f, "{gap}{} ({})", condition.level, condition.when)?;
        }
        match &self.otherwise {
            Some(level) if self.conditions.is_empty() => write!(f, "{level}"),
            Some(level) => write!(f, ", otherwise {level}"),
            None => Ok(()),
        }
    }
}

impl Serialize for Likelihood {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_struct("Likelihood", 3)?;
        object.serialize_field("level", self.worst())?;
        object.serialize_field("conditions", &self.conditions)?;
        object.serialize_field("otherwise", &self.otherwise)?;
        object.end()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Scales;

    #[test]
    fn a_condition_decides_where_it_matches() {
        let scale = Scales::default().likelihood;
        let level = |word: &str| scale.find(word).unwrap();
        let condition = Condition { level: level("very-likely"), when: "during Deployments".to_owned() };
        let both = Likelihood::conditional(vec![condition.clone()], Some(level("not-likely"))).unwrap();
        assert_eq!(both.worst().name(), "very-likely");
        assert_eq!(both.under("deployment").name(), "very-likely");
        assert_eq!(both.under("heavy load").name(), "not-likely");
        assert_eq!(both.to_string(), "very-likely (during Deployments), otherwise not-likely");
        let alone = Likelihood::conditional(vec![condition], None).unwrap();
        assert_eq!(alone.under("heavy load").name(), "very-likely");
        assert!(Likelihood::conditional(vec![], None).is_none());
    }
}
