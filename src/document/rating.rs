//! Reads levels of scales.

use std::ops::Range;

use crate::document::reader::Reader;
use crate::document::tree::Tree;
use crate::document::tree::Value;
use crate::finding::nearest;
use crate::finding::short;
use crate::model::Rating;
use crate::model::Scale;

impl Reader<'_> {
    /// Reads a level of a scale: its name, an alias, or a number from 1 to 10.
    pub(super) fn rating(&mut self, value: &Value<'_>, scale: &Scale) -> Option<Rating> {
        match value.get_ref() {
            Tree::String(word) => {
                let rating = scale.find(word);
                if rating.is_none() {
                    self.unknown_level(word, value.span(), scale);
                }
                rating
            }
            Tree::Integer(number) => match u8::from_str_radix(number.as_str(), number.radix()) {
                Ok(number @ 1..=10) => scale.nearest(number),
                _ => {
                    self.bad_value(value.span(), "a rating in numbers is from 1 to 10", levels_help(scale));
                    None
                }
            },
            _ => {
                self.wrong_type(
                    value,
                    &format!("a level of the {} scale", scale.name()),
                    levels_help(scale).as_deref(),
                );
                None
            }
        }
    }

    fn unknown_level(&mut self, word: &str, span: Range<usize>, scale: &Scale) {
        let message = format!("`{}` is no level of the {} scale", short(word), scale.name());
        let help = match nearest(word, scale.names()) {
            Some(near) => Some(format!("did you mean `{near}`?")),
            None => levels_help(scale),
        };
        self.say("unknown-level", span, message, help);
    }
}

fn levels_help(scale: &Scale) -> Option<String> {
    let names: Vec<_> = scale.names().map(|name| format!("`{name}`")).collect();
    Some(format!("write one of {}, or a number from 1 to 10", names.join(", ")))
}
