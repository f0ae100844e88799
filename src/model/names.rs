//! The references of the model: which fields of a value name other entries. They are found by the types of the fields, and what
//! may be named there is what the shape says, so that there is one list of them.

use std::fmt;

use crate::model::Affects;
use crate::model::Cadence;
use crate::model::Date;
use crate::model::Duration;
use crate::model::Id;
use crate::model::Interval;
use crate::model::Kind;
use crate::model::Likelihood;
use crate::model::Measure;
use crate::model::Percent;
use crate::model::Rating;
use crate::model::Reference;
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

/// Takes each name of a value, with the path to it.
pub(crate) type Show<'s, 'v> = dyn FnMut(Name<'v>, Way<'_>) + 's;

/// A type whose values may name entries.
pub(crate) trait Names {
    /// Shows each name in a value of this shape, which is at `way`.
    fn names<'v>(&'v self, shape: Shape, way: Way<'_>, show: &mut Show<'_, 'v>);
}

/// Types whose values name nothing.
macro_rules! nameless {
    ($($type:ty),+) => {
        $(impl $crate::model::names::Names for $type {
            fn names<'v>(&'v self, _: $crate::model::Shape, _: $crate::model::names::Way<'_>, _: &mut $crate::model::names::Show<'_, 'v>) {}
        })+
    };
}

pub(crate) use nameless;

nameless!(String, bool, u32, Date, Duration, Interval, Percent, Rating, Likelihood, Cadence, Scaling);

impl Names for Id {
    fn names<'v>(&'v self, shape: Shape, way: Way<'_>, show: &mut Show<'_, 'v>) {
        if let Shape::Id(kinds) = shape {
            show(Name { id: self, kinds, or_words: false }, way);
        }
    }
}

impl Names for Reference {
    fn names<'v>(&'v self, shape: Shape, way: Way<'_>, show: &mut Show<'_, 'v>) {
        if let (Shape::Reference(kinds), Self::Entry(id)) = (shape, self) {
            show(Name { id, kinds, or_words: true }, way);
        }
    }
}

impl Names for Affects {
    fn names<'v>(&'v self, _: Shape, way: Way<'_>, show: &mut Show<'_, 'v>) {
        if let Self::Components(ids) = self {
            ids.names(Shape::List(&Shape::Id(&[Kind::Component])), way, show);
        }
    }
}

impl Names for Measure {
    fn names<'v>(&'v self, shape: Shape, way: Way<'_>, show: &mut Show<'_, 'v>) {
        match self {
            Self::Words(_) => {}
            Self::Inline(action) => action.names(shape, way, show),
            Self::Shared { id } => {
                SHARED.iter().for_each(|key| id.names(key.shape, Way::Key(&way, key.name), show));
            }
        }
    }
}

impl<T: Names> Names for Option<T> {
    fn names<'v>(&'v self, shape: Shape, way: Way<'_>, show: &mut Show<'_, 'v>) {
        self.iter().for_each(|value| value.names(shape, way, show));
    }
}

impl<T: Names> Names for Box<T> {
    fn names<'v>(&'v self, shape: Shape, way: Way<'_>, show: &mut Show<'_, 'v>) {
        (**self).names(shape, way, show);
    }
}

impl<T: Names> Names for Vec<T> {
    fn names<'v>(&'v self, shape: Shape, way: Way<'_>, show: &mut Show<'_, 'v>) {
        if let Shape::List(of) = shape {
            self.iter().enumerate().for_each(|(index, item)| item.names(*of, Way::Index(&way, index), show));
        }
    }
}
