//! A column as its cells are read: everything about it that is the same for all rows.

use std::sync::Arc;

use crate::change::Path;
use crate::change::shape;
use crate::import::Cell;
use crate::import::Table;
use crate::import::cells::dates::Order;
use crate::import::cells::range::Range;
use crate::import::columns::column::Column;
use crate::import::headings::meaning::Target;
use crate::import::headings::name::key;
use crate::import::headings::progress::progress;
use crate::import::ratings::Numbers;
use crate::model::Kind;
use crate::model::Shape;

/// A column in its table.
pub(in crate::import) struct ColumnBinding<'c> {
    pub(in crate::import) heading: &'c str,
    pub(in crate::import) target: &'c Target,
    /// The field that it fills; where it fills none, the key of the user's own that it would have.
    pub(in crate::import) path: Path,
    /// What may stand there.
    pub(in crate::import) shape: Option<Shape>,
    /// The key of the user's own for what the field cannot take.
    pub(in crate::import) own: Arc<str>,
    /// How far the actions in it are: `Current controls`.
    pub(in crate::import) status: Option<&'static str>,
    /// How its numbers are read.
    pub(in crate::import) numbers: Numbers,
    /// How it writes dates.
    pub(in crate::import) order: Order,
}

/// One cell in its column.
#[derive(Clone, Copy)]
pub(in crate::import) struct Place<'c> {
    pub(in crate::import) cell: &'c Cell,
    pub(in crate::import) binding: &'c ColumnBinding<'c>,
}

impl<'c> ColumnBinding<'c> {
    /// The columns of a table.
    pub(in crate::import) fn all(table: &Table, columns: &'c [Column], range: &Range) -> Vec<Self> {
        let binding = |(at, column): (usize, &'c Column)| {
            let own = format!("x-{}", key(&column.heading));
            let field = column.target.field().unwrap_or_else(|| own.clone());
            let path: Path = field.parse().unwrap_or_else(|_| Path::key(&field));
            let shape = shape(Kind::Failure, path.steps());
            let is_date = column.target == Target::Due || shape == Some(Shape::Date);
            let dates = table.rows.iter().filter_map(|row| Some(row.cells.get(at)?.text.as_str()));
            Self {
                heading: &column.heading,
                target: &column.target,
                own: own.into(),
                status: progress(&column.heading),
                numbers: range.numbers.get(at).copied().unwrap_or(Numbers::OURS),
                order: if is_date { Order::of(dates) } else { Order::Unknown },
                path,
                shape,
            }
        };
        columns.iter().enumerate().map(binding).collect()
    }
}
