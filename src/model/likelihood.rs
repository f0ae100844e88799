//! Likelihood, which may depend on a condition.

use std::borrow::Cow;
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

    /// The likelihood as it was written, levels or numbers: `5 (under heavy load), otherwise 3`.
    pub fn as_written(&self) -> Cow<'_, str> {
        self.text(Rating::as_written)
    }

    /// The levels, each behind its number where one was written: `5 likely (under heavy load), otherwise rare`.
    pub fn in_full(&self) -> Cow<'_, str> {
        self.text(Rating::in_full)
    }

    fn text<'s>(&'s self, text: impl Fn(&'s Rating) -> Cow<'s, str>) -> Cow<'s, str> {
        let conditions = self.conditions.iter();
        let conditions =
            conditions.map(|condition| format!("{} ({})", text(&condition.level), condition.when));
        let conditions = conditions.collect::<Vec<_>>().join(", ");
        match &self.otherwise {
            Some(level) if self.conditions.is_empty() => text(level),
            Some(level) => Cow::Owned(format!("{conditions}, otherwise {}", text(level))),
            None => Cow::Owned(conditions),
        }
    }

    /// The condition under which it is as likely as its worst level; `None` where it always is. Of several conditions the first counts.
    pub fn when(&self) -> Option<&str> {
        let worst = self.worst();
        let is_always = self.otherwise.as_ref().is_some_and(|level| level.weight() == worst.weight());
        let condition = self.conditions.iter().find(|condition| condition.level.weight() == worst.weight());
        let condition = condition.filter(|_| !is_always);
        condition.map(|condition| condition.when.as_str())
    }

    /// The worst of all levels: what the failure ranks as.
    pub fn worst(&self) -> &Rating {
        self.levels().max_by_key(|level| level.weight()).expect("a likelihood has at least one level")
    }

    /// The level while `words` hold: that of the worst condition containing them, whatever the case; where none
    /// does, `otherwise`; where that is not written, the worst.
    pub fn under(&self, words: &str) -> &Rating {
        let words = words.to_lowercase();
        let matching =
            self.conditions.iter().filter(|condition| condition.when.to_lowercase().contains(&words));
        let level = matching.map(|condition| &condition.level).max_by_key(|level| level.weight());
        level.or(self.otherwise.as_ref()).unwrap_or_else(|| self.worst())
    }
}

/// In words, as import reads them: `likely (under heavy load), otherwise not-likely`.
impl fmt::Display for Likelihood {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text(|level| level.name().into()))
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
        // Of two numbers of one level the greater is the worse.
        let number = |number: u8| scale.nearest(number).unwrap();
        let condition = Condition { level: number(2), when: "on leap days".to_owned() };
        let both =
            |otherwise| Likelihood::conditional(vec![condition.clone()], Some(number(otherwise))).unwrap();
        assert_eq!((both(1).worst().number(), both(1).when()), (2, Some("on leap days")));
        assert_eq!((both(3).worst().number(), both(3).when()), (3, None));
        assert_eq!(both(1).as_written(), "2 (on leap days), otherwise 1");
        assert_eq!(both(1).in_full(), "2 rare (on leap days), otherwise 1 rare");
        assert_eq!(Likelihood::always(level("Very likely")).in_full(), "very-likely");
    }
}
