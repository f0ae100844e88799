//! The parts of the system.

mod parts;
mod words;

pub use parts::Background;
pub use parts::Backup;
pub use parts::Limit;
pub use parts::Telemetry;
pub use parts::Updates;
use serde::Serialize;
pub use words::ComponentKind;
pub use words::DependencyMode;
pub use words::Deployment;
pub use words::Placement;
pub use words::Responsibility;
pub use words::Strength;
pub use words::Upkeep;

use crate::model::Date;
use crate::model::Duration;
use crate::model::Id;
use crate::model::Key;
use crate::model::Kind;
use crate::model::Percent;
use crate::model::Provenance;
use crate::model::RemoteId;
use crate::model::Shape;
use crate::model::shape::Shaped;
use crate::model::shape::table;
use crate::model::source::FromValue;
use crate::model::source::Table;
use crate::model::source::TableSource;
use crate::model::source::ValueSource;

table! {
    /// Another component that this one needs.
    #[derive(Clone, Debug, PartialEq, Serialize)]
    pub struct Dependency {
        /// The component needed.
        pub component: Option<Id> as Shape::Id(&[Kind::Component]),
        /// Strong unless said otherwise.
        pub strength: Strength,
        /// What happens instead when it is gone: words, or the id of a component that stands in for it.
        pub fallback: Option<String>,
        /// How it is talked to.
        pub mode: Option<DependencyMode>,
        /// How long its answer is waited for.
        pub timeout: Option<Duration>,
        /// How often it is tried again.
        pub retry: Option<u32>,
        /// A component of another workspace, as `WORKSPACE/component/ID`: alone, or as what `component` stands for here.
        pub register: Option<RemoteId>,
    }
    => checked
}

impl Dependency {
    /// A component is needed, here or elsewhere.
    fn checked(self, fields: &mut impl TableSource) -> Option<Self> {
        if !["component", "register"].iter().any(|key| fields.has(key)) {
            fields.reject("", "there is no `component`", None);
        }
        (self.component.is_some() || self.register.is_some()).then_some(self)
    }
}

/// How far a component scales.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Scaling {
    /// Between two numbers of instances.
    Range {
        /// The fewest.
        min: Option<u32>,
        /// The most; absent: without bound.
        max: Option<u32>,
    },
    /// Not at all, and why.
    Fixed {
        /// The reason.
        fixed: String,
    },
}

impl Scaling {
    /// The keys of its table: two that belong together, and one that stands alone.
    pub const KEYS: &[Key] = &[Self::MIN, Self::MAX, Self::FIXED];
    const MIN: Key = Key::new("min", "The fewest instances.", u32::SHAPE);
    const MAX: Key = Key::new("max", "The most instances; absent: without bound.", u32::SHAPE);
    pub(crate) const FIXED: Key = Key::new("fixed", "Why it does not scale at all.", Shape::Text);
}

impl Table for Scaling {
    const NAME: &'static str = "Scaling";

    fn read<T: TableSource>(fields: &mut T) -> Option<Self> {
        let (min, max) = (fields.read(&Self::MIN)?, fields.read(&Self::MAX)?);
        Some(match fields.read(&Self::FIXED)? {
            Some(fixed) => Self::Fixed { fixed },
            None => Self::Range { min, max },
        })
    }
}

impl FromValue for Scaling {
    fn from_value<V: ValueSource>(value: V, shape: Shape) -> Option<Self> {
        value.table(shape)
    }
}

impl Shaped for Scaling {
    const SHAPE: Shape = Shape::Table(Self::KEYS);
}

table! {
    /// A part of the system.
    #[derive(Clone, Debug, PartialEq, Serialize)]
    pub struct Component {
        /// The name that people use.
        pub name: Option<String> => identity title,
        /// What it is.
        pub kind: Option<ComponentKind> => identity listed,
        /// Who owns it.
        pub owner: Option<String> => listed,
        /// Who answers for it.
        pub responsibility: Option<Responsibility> => listed,
        /// What it is made with; decides which starter failures apply.
        pub technology: Option<String> => identity,
        /// What it needs.
        pub depends_on: Vec<Dependency> as Shape::List(&Shape::Needed(Dependency::KEYS)) => listed,
        /// How many of it run.
        pub instances: Option<u32>,
        /// Where they stand.
        pub placement: Option<Placement>,
        /// The availability that is promised for it.
        pub sla: Option<Percent>,
        /// How far it scales.
        pub scaling: Option<Scaling>,
        /// When its certificate, key or support ends; not needed where rotation is automatic.
        pub expires: Option<Date>,
        /// How much of a limit is used.
        pub limit: Option<Limit> => evidence,
        /// Who renews its certificates and keys.
        pub rotation: Option<Upkeep>,
        /// What it shares with others so that they fail together: its bulkhead.
        pub isolation: Option<String>,
        /// Where it says that it is healthy.
        pub probe: Option<String>,
        /// How new versions of it reach users.
        pub deployment: Vec<Deployment>,
        /// What in the repository it is made of.
        pub paths: Vec<String>,
        /// What is done when the vendor or platform goes.
        pub exit_strategy: Option<String>,
        /// For jobs: what makes it safe to run again.
        pub background: Option<Background>,
        /// Where it came from.
        pub imported: Option<Box<Provenance>>,
        /// How its data is kept.
        pub backup: Option<Backup> => header,
        /// Where it shows what it does.
        pub telemetry: Option<Telemetry> => header,
        /// How the platform below it is updated.
        pub updates: Option<Updates> => header,
    }
}
