//! What a person types for a rating.

use crate::change::Refusal;
use crate::change::Value;
use crate::finding::short;
use crate::import::ratings::Ratings;
use crate::import::typed::Typed;
use crate::model::Scale;

impl Typed<'_> {
    /// A level as it is called, or a number from 1 to 10 as it is.
    pub(super) fn rating(&self, name: &str, scale: &Scale, word: &str) -> Result<Value, Refusal> {
        match (scale.find(word), Ratings::of(scale).number(word).filter(|_| !word.contains('/'))) {
            (Some(level), _) => Ok(Value::text(level.name())),
            (None, Some(number)) => Ok(Value::Number(number.to_string())),
            (None, None) if word.parse().is_ok_and(f64::is_finite) => {
                let refusal = Refusal::new(format!("{name}: `{}` is not a number from 1 to 10", short(word)));
                Err(refusal.help(scale.choices()))
            }
            (None, None) => {
                let levels = scale.levels().iter().map(|level| (level.name(), level.means()));
                let refusal = Refusal::new(format!(
                    "{name}: `{}` is no level of the {} scale",
                    short(word),
                    scale.name()
                ));
                Err(refusal.help("write one of these, or a number from 1 to 10").choose(word, levels))
            }
        }
    }

    /// A level; a table or list; or what tables show: `likely (under heavy load), otherwise rare`.
    pub(super) fn likelihood(&self, name: &str, word: &str) -> Result<Value, Refusal> {
        let scale = &self.scales.likelihood;
        if word.starts_with(['{', '[']) {
            return Value::parse(word)
                .ok_or_else(|| Refusal::new(format!("{name}: `{}` is no TOML", short(word))));
        }
        let plain = self.rating(name, scale, word);
        let conditional = || Ratings::of(scale).likelihood(word).filter(|understood| understood.whole);
        match plain {
            Err(refusal) => conditional().map(|understood| Value::from(&understood.value.0)).ok_or(refusal),
            level => level,
        }
    }
}
