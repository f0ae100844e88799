//! The value of one field in one row.

use std::borrow::Cow;
use std::cmp::Ordering;

use serde::Serialize;
use serde::Serializer;

use crate::model::Date;
use crate::model::Likelihood;
use crate::model::Rating;
use crate::model::marked;

/// A value that can be shown, compared and written. Text in it is a person's: data, never markup.
#[derive(Clone, Debug, PartialEq)]
pub enum Value<'a> {
    /// Nothing is written.
    Nothing,
    /// Text.
    Text(Cow<'a, str>),
    /// A word that has a rank among others; shown is the text, compared the rank.
    Ranked(Cow<'a, str>, u8),
    /// A rating; compared is its level.
    Rating(&'a Rating),
    /// How likely something is, and the rating that counts of it; compared is the level of that.
    Likelihood(&'a Likelihood, &'a Rating),
    /// A number.
    Number(f64),
    /// A text that measures something; compared is the number.
    Measured(Cow<'a, str>, f64),
    /// A date.
    Date(Date),
    /// A time; compared is its day.
    Time(Cow<'a, str>, Date),
    /// Short texts, shown on one line.
    List(Vec<Cow<'a, str>>),
    /// Texts of which each deserves a line.
    Lines(Vec<Cow<'a, str>>),
    /// Such texts in groups, each with its heading; the heading is empty where nothing needs to be told apart.
    Groups(Vec<(&'static str, Vec<Cow<'a, str>>)>),
}

impl<'a> Value<'a> {
    /// Text, where there is some.
    pub fn text(text: Option<&'a str>) -> Self {
        text.map_or(Self::Nothing, |text| Self::Text(Cow::Borrowed(text)))
    }

    /// The value as one text for people: lists joined by commas, lines by line feeds, a number of a rating before its level.
    pub fn to_text(&self) -> Cow<'_, str> {
        match self {
            Self::Nothing => Cow::Borrowed(""),
            Self::Rating(rating) => rating.in_full(),
            Self::Likelihood(likelihood, _) => likelihood.in_full(),
            Self::Text(text) | Self::Ranked(text, _) | Self::Measured(text, _) | Self::Time(text, _) => {
                Cow::Borrowed(text)
            }
            Self::Number(number) => Cow::Owned(number.to_string()),
            Self::Date(date) => Cow::Owned(date.to_string()),
            Self::List(items) => Cow::Owned(items.join(", ")),
            Self::Lines(items) => Cow::Owned(items.join("\n")),
            Self::Groups(_) => Cow::Owned(self.items().unwrap_or_default().join("\n")),
        }
    }

    /// The value as the text of a cell, which import reads as the same value.
    pub fn to_cell(&self) -> Cow<'_, str> {
        match self {
            Self::Rating(rating) => rating.as_written(),
            Self::Likelihood(likelihood, _) => likelihood.as_written(),
            Self::List(items) => Cow::Owned(marked::list(items)),
            Self::Lines(items) => Cow::Owned(marked::lines(items)),
            Self::Groups(_) => Cow::Owned(marked::lines(&self.items().unwrap_or_default())),
            other => other.to_text(),
        }
    }

    /// The text as a page shows it: actions below the heading of their class, other lists on one line where they can be.
    pub fn to_page(&self) -> Cow<'_, str> {
        match self {
            Self::Groups(groups) => {
                let blocks = groups.iter().map(|(heading, items)| {
                    let heading = if heading.is_empty() { String::new() } else { format!("{heading}:\n") };
                    heading + &marked::dashed(items)
                });
                blocks.collect::<Vec<_>>().join("\n\n").into()
            }
            Self::Rating(_) | Self::Likelihood(..) => self.to_cell(),
            value => {
                let text = value.to_cell();
                // On one line people expect commas.
                if marked::is_marked(&text) { text } else { value.to_text() }
            }
        }
    }

    /// Whether nothing is written.
    pub fn is_empty(&self) -> bool {
        match self {
            Self::Nothing => true,
            Self::List(items) | Self::Lines(items) => items.is_empty(),
            Self::Groups(groups) => groups.is_empty(),
            _ => false,
        }
    }

    /// The rank of a word or a rating among others.
    pub fn rank(&self) -> Option<u8> {
        match self {
            Self::Ranked(_, rank) => Some(*rank),
            Self::Rating(rating) | Self::Likelihood(_, rating) => Some(rating.score()),
            _ => None,
        }
    }

    /// The number of a value that is one, or measures something.
    pub fn number(&self) -> Option<f64> {
        match self {
            Self::Number(number) | Self::Measured(_, number) => Some(*number),
            _ => None,
        }
    }

    /// The date of a value that is one, or a time.
    pub fn date(&self) -> Option<Date> {
        match self {
            Self::Date(date) | Self::Time(_, date) => Some(*date),
            _ => None,
        }
    }

    /// How two values of a field compare; what is absent comes last in either direction.
    pub fn order(&self, other: &Self, descending: bool) -> Ordering {
        let absent = self.is_empty().cmp(&other.is_empty());
        let by_rank = || Some(self.rank()?.cmp(&other.rank()?));
        let by_number = || self.number()?.partial_cmp(&other.number()?);
        let by_date = || Some(self.date()?.cmp(&other.date()?));
        let by_text = || self.to_text().to_lowercase().cmp(&other.to_text().to_lowercase());
        let order = by_rank().or_else(by_number).or_else(by_date).unwrap_or_else(by_text);
        absent.then(if descending { order.reverse() } else { order })
    }

    /// The single texts of a value that holds several.
    pub fn items(&self) -> Option<Vec<&str>> {
        match self {
            Self::List(items) | Self::Lines(items) => Some(items.iter().map(Cow::as_ref).collect()),
            Self::Groups(groups) => {
                Some(groups.iter().flat_map(|(_, items)| items).map(Cow::as_ref).collect())
            }
            _ => None,
        }
    }
}

impl Serialize for Value<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Nothing => serializer.serialize_none(),
            Self::Text(text) | Self::Ranked(text, _) | Self::Measured(text, _) | Self::Time(text, _) => {
                serializer.serialize_str(text)
            }
            Self::Rating(rating) => rating.serialize(serializer),
            Self::Likelihood(likelihood, _) => serializer.collect_str(likelihood),
            Self::Number(number) => serializer.serialize_f64(*number),
            Self::Date(date) => date.serialize(serializer),
            Self::List(_) | Self::Lines(_) | Self::Groups(_) => self.items().serialize(serializer),
        }
    }
}
