//! Reads levels of scales.

use std::ops::Range;

use crate::finding::nearest;
use crate::finding::short;
use crate::model::Kind;
use crate::model::Rating;
use crate::model::Scale;
use crate::read::reader::About;
use crate::read::reader::Reader;
use crate::syntax::tree::Tree;
use crate::syntax::tree::Value;

impl Reader<'_> {
    /// Reads a level of a scale: its name, an alias, or a number from 1 to 10.
    pub(crate) fn rating(&mut self, value: &Value<'_>, scale: &Scale) -> Option<Rating> {
        match value.get_ref() {
            Tree::String(word) => {
                let rating = scale.find(word).or_else(|| self.sev(word, scale));
                if rating.is_none() {
                    self.unknown_level(word, value.span(), scale);
                }
                rating
            }
            Tree::Integer(number) => match u8::from_str_radix(number.as_str(), number.radix()) {
                Ok(number @ 1..=10) => scale.nearest(number),
                _ => {
                    let message = format!("`{}` is not a number from 1 to 10", short(number.as_str()));
                    self.bad_value(value.span(), &message, Some(scale.choices()));
                    None
                }
            },
            _ => {
                let help = scale.choices();
                self.wrong_type(value, &format!("a level of the {} scale", scale.name()), Some(&help));
                None
            }
        }
    }

    /// The severity that is called so in an incident: `sev1` is the worst level, `sev4` at most the fourth.
    fn sev(&self, word: &str, scale: &Scale) -> Option<Rating> {
        let of_incident = matches!(self.about, About::Entry(Kind::Incident, _)) && scale.name() == "severity";
        let digit = word.strip_prefix("sev").filter(|_| of_incident)?;
        let nth = ["1", "2", "3", "4"].iter().position(|known| *known == digit)?;
        scale.levels().iter().rev().nth(nth).cloned()
    }

    fn unknown_level(&mut self, word: &str, span: Range<usize>, scale: &Scale) {
        let message = format!("`{}` is no level of the {} scale", short(word), scale.name());
        let help = match nearest(word, scale.names()) {
            Some(near) => format!("did you mean `{near}`?"),
            None if scale.read(word).is_some() => format!("write the number without quotes: {}", word.trim()),
            None => scale.choices(),
        };
        self.say("unknown-level", span, message, Some(help));
    }
}
