//! The shapes of types that say of themselves what may stand for them.

use crate::model::Affects;
use crate::model::Cadence;
use crate::model::Date;
use crate::model::Duration;
use crate::model::Interval;
use crate::model::Likelihood;
use crate::model::Measure;
use crate::model::Moment;
use crate::model::Percent;
use crate::model::RemoteId;
use crate::model::Shape;

/// A type with a shape.
pub(crate) trait Shaped {
    /// What may stand where a value of this type is read.
    const SHAPE: Shape;
}

/// Gives types their shapes.
macro_rules! shaped {
    ($($type:ty = $shape:expr,)+) => {
        $(impl Shaped for $type {
            const SHAPE: Shape = $shape;
        })+
    };
}

shaped! {
    String = Shape::Text,
    bool = Shape::Boolean,
    u32 = Shape::Integer(0, u32::MAX as i64),
    Date = Shape::Date,
    Moment = Shape::Time,
    Duration = Shape::Duration,
    Interval = Shape::Interval,
    Percent = Shape::Percent,
    RemoteId = Shape::Remote,
    Likelihood = Shape::Likelihood,
    Affects = Shape::Affects,
    Measure = Shape::Measure,
    Cadence = Shape::Cadence,
}

impl<T: Shaped> Shaped for Option<T> {
    const SHAPE: Shape = T::SHAPE;
}

impl<T: Shaped> Shaped for Box<T> {
    const SHAPE: Shape = T::SHAPE;
}

impl<T: Shaped> Shaped for Vec<T> {
    const SHAPE: Shape = Shape::List(&T::SHAPE);
}
