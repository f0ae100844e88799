//! What stands in an entry: the names of other entries, texts, words and dates, each with its key and the path to it. They are
//! found by the types of the fields, and what may be named there is what the shape says, so that there is one list of them.

use std::fmt;

use crate::model::Affects;
use crate::model::Cadence;
use crate::model::Date;
use crate::model::Duration;
use crate::model::Id;
use crate::model::Interval;
use crate::model::Key;
use crate::model::Kind;
use crate::model::Likelihood;
use crate::model::Measure;
use crate::model::Moment;
use crate::model::Percent;
use crate::model::Rating;
use crate::model::Reference;
use crate::model::RemoteId;
use crate::model::Scaling;
use crate::model::Shape;
use crate::model::shape::SHARED;

/// The path to a field of an entry: `reactive[1].use`.
#[derive(Clone, Copy, Debug)]
pub enum Way<'w> {
    /// The entry itself.
    Entry,
    /// The value of a key.
    Key(&'w Way<'w>, &'static str),
    /// An element of a list.
    Index(&'w Way<'w>, usize),
    /// A path in words.
    Text(&'w str),
}

impl fmt::Display for Way<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Entry => Ok(()),
            Self::Text(path) => f.write_str(path),
            Self::Key(Way::Entry, key) => f.write_str(key),
            Self::Key(above, key) => write!(f, "{above}.{key}"),
            Self::Index(above, index) => write!(f, "{above}[{index}]"),
        }
    }
}

/// An id that a field holds.
#[derive(Clone, Copy, Debug)]
pub struct Name<'v> {
    /// The id. There need not be such an entry.
    pub id: &'v Id,
    /// The kinds of entries that it may name.
    pub kinds: &'static [Kind],
    /// Whether the field takes words as well.
    pub or_words: bool,
}

/// The message about an id that no entry has: all kinds that would do are named.
pub fn missing(kinds: &[Kind], id: &Id) -> String {
    let kinds: Vec<_> = kinds.iter().map(ToString::to_string).collect();
    format!("there is no {} `{id}`", kinds.join(" or "))
}

/// What stands at the end of a path.
#[derive(Clone, Copy, Debug)]
pub enum Leaf<'v> {
    /// The id of another entry.
    Name(Name<'v>),
    /// A text, or words in place of an id.
    Text(&'v str),
    /// A word of an enumeration.
    Word(&'static str),
    /// A date, or the day of a time.
    Date(Date),
}

/// Takes each leaf of a value, with its key and the path to it.
pub(crate) type Visit<'s, 'v> = dyn FnMut(Leaf<'v>, &'static Key, Way<'_>) + 's;

/// A type whose values can be walked through.
pub(crate) trait Walk {
    /// Shows each leaf of a value of this shape, which stands under `key` at `way`.
    fn walk<'v>(&'v self, key: &'static Key, shape: Shape, way: Way<'_>, visit: &mut Visit<'_, 'v>);
}

/// What there is to see of types: nothing where nothing is said.
macro_rules! walk {
    ($($type:ty $(: $value:ident => $leaf:expr)?;)+) => {
        $(impl $crate::model::walk::Walk for $type {
            fn walk<'v>(
                &'v self,
                _key: &'static $crate::model::Key,
                _: $crate::model::Shape,
                _way: $crate::model::Way<'_>,
                _visit: &mut $crate::model::walk::Visit<'_, 'v>,
            ) {
                $(let $value = self;
                _visit($leaf, _key, _way);)?
            }
        })+
    };
}

pub(crate) use walk;

walk! {
    String: text => Leaf::Text(text);
    Date: date => Leaf::Date(*date);
    Moment: moment => Leaf::Date(moment.date());
    bool;
    u32;
    Duration;
    Interval;
    Percent;
    Rating;
    RemoteId;
    Likelihood;
    Cadence;
}

impl Walk for Id {
    fn walk<'v>(&'v self, key: &'static Key, shape: Shape, way: Way<'_>, visit: &mut Visit<'_, 'v>) {
        if let Shape::Id(kinds) = shape {
            visit(Leaf::Name(Name { id: self, kinds, or_words: false }), key, way);
        }
    }
}

impl Walk for Reference {
    fn walk<'v>(&'v self, key: &'static Key, shape: Shape, way: Way<'_>, visit: &mut Visit<'_, 'v>) {
        match (shape, self) {
            (Shape::Reference(kinds), Self::Entry(id)) => {
                visit(Leaf::Name(Name { id, kinds, or_words: true }), key, way);
            }
            (_, Self::Words(words)) => visit(Leaf::Text(words), key, way),
            _ => {}
        }
    }
}

impl Walk for Affects {
    fn walk<'v>(&'v self, key: &'static Key, _: Shape, way: Way<'_>, visit: &mut Visit<'_, 'v>) {
        if let Self::Components(ids) = self {
            ids.walk(key, Shape::List(&Shape::Id(&[Kind::Component])), way, visit);
        }
    }
}

impl Walk for Measure {
    fn walk<'v>(&'v self, key: &'static Key, shape: Shape, way: Way<'_>, visit: &mut Visit<'_, 'v>) {
        match self {
            Self::Words(words) => visit(Leaf::Text(words), key, way),
            Self::Inline(action) => action.walk(key, shape, way, visit),
            Self::Shared { id } => {
                SHARED.iter().for_each(|key| id.walk(key, key.shape, Way::Key(&way, key.name), visit));
            }
        }
    }
}

impl Walk for Scaling {
    fn walk<'v>(&'v self, _: &'static Key, _: Shape, way: Way<'_>, visit: &mut Visit<'_, 'v>) {
        if let Self::Fixed { fixed } = self {
            fixed.walk(&Self::FIXED, Shape::Text, Way::Key(&way, Self::FIXED.name), visit);
        }
    }
}

impl<T: Walk> Walk for Option<T> {
    fn walk<'v>(&'v self, key: &'static Key, shape: Shape, way: Way<'_>, visit: &mut Visit<'_, 'v>) {
        self.iter().for_each(|value| value.walk(key, shape, way, visit));
    }
}

impl<T: Walk> Walk for Box<T> {
    fn walk<'v>(&'v self, key: &'static Key, shape: Shape, way: Way<'_>, visit: &mut Visit<'_, 'v>) {
        (**self).walk(key, shape, way, visit);
    }
}

impl<T: Walk> Walk for Vec<T> {
    fn walk<'v>(&'v self, key: &'static Key, shape: Shape, way: Way<'_>, visit: &mut Visit<'_, 'v>) {
        if let Shape::List(of) = shape {
            self.iter().enumerate().for_each(|(at, item)| item.walk(key, *of, Way::Index(&way, at), visit));
        }
    }
}
