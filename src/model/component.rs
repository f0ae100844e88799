//! The parts of the system.

use serde::Serialize;

use crate::model::Date;
use crate::model::Id;
use crate::model::Interval;
use crate::model::Key;
use crate::model::Kind;
use crate::model::Percent;
use crate::model::Provenance;
use crate::model::Shape;
use crate::model::shape::Shaped;
use crate::model::shape::table;
use crate::model::word::words;

words! {
    /// What a component is.
    pub enum ComponentKind as "component kind" {
        /// Answers requests.
        Service = "service",
        /// Stores data that is queried.
        Database = "database",
        /// Keeps copies of data for speed.
        Cache = "cache",
        /// Passes messages on.
        Queue = "queue",
        /// Stores files or objects.
        Storage = "storage",
        /// Lets traffic in.
        Gateway = "gateway",
        /// Tells who somebody is.
        Identity = "identity",
        /// Runs in the background.
        Job = "job",
        /// What others run on.
        Platform = "platform",
        /// Belongs to somebody else.
        External = "external",
    }
}

words! {
    /// Who answers for a component.
    pub enum Responsibility as "responsibility" {
        /// The team itself.
        Own = "own",
        /// A central team of the organisation.
        CentralTeam = "central-team",
        /// The cloud platform.
        Platform = "platform",
        /// A vendor.
        Vendor = "vendor",
    }
}

words! {
    /// How much one component needs another.
    pub enum Strength as "strength" {
        /// Fails when the other fails.
        Strong = "strong",
        /// Goes on without the other.
        Weak = "weak",
    }
}

words! {
    /// Where the instances of a component stand.
    pub enum Placement as "placement" {
        /// One instance, nowhere else.
        None = "none",
        /// Several in one place.
        Local = "local",
        /// Across availability zones.
        Zone = "zone",
        /// Across regions.
        Geo = "geo",
    }
}

table! {
    /// Another component that this one needs.
    #[derive(Clone, Debug, PartialEq, Serialize)]
    pub struct Dependency {
        /// The component needed.
        pub component: Id as Shape::Id(&[Kind::Component]) => required,
        /// Strong unless said otherwise.
        pub strength: Strength,
        /// What happens instead when it is gone: words, or the id of a component that stands in for it.
        pub fallback: Option<String>,
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
    pub const KEYS: &[Key] = &[
        Key::new("min", "The fewest instances.", u32::SHAPE),
        Key::new("max", "The most instances; absent: without bound.", u32::SHAPE),
        Key::new("fixed", "Why it does not scale at all.", Shape::Text),
    ];
}

impl Shaped for Scaling {
    const SHAPE: Shape = Shape::Table(Self::KEYS);
}

table! {
    /// How a component's data is kept.
    #[derive(Clone, Debug, PartialEq, Serialize)]
    pub struct Backup {
        /// How often it is made.
        pub every: Option<Interval>,
        /// When one was last restored.
        pub restored: Option<Date> => evidence,
    }
}

table! {
    /// What makes a background job safe to run again.
    #[derive(Clone, Debug, PartialEq, Serialize)]
    pub struct Background {
        /// It goes on where it stopped.
        pub checkpointed: Option<bool>,
        /// Running twice is the same as once.
        pub idempotent: Option<bool>,
        /// It leaves no half-done work.
        pub consistent: Option<bool>,
    }
}

table! {
    /// A part of the system.
    #[derive(Clone, Debug, PartialEq, Serialize)]
    pub struct Component {
        /// The name that people use.
        pub name: Option<String> => identity,
        /// What it is.
        pub kind: Option<ComponentKind> => identity,
        /// Who owns it.
        pub owner: Option<String>,
        /// Who answers for it.
        pub responsibility: Option<Responsibility>,
        /// What it is made with; decides which starter failures apply.
        pub technology: Option<String> => identity,
        /// What it needs.
        pub depends_on: Vec<Dependency> as Shape::List(&Shape::Needed(Dependency::KEYS)),
        /// How many of it run.
        pub instances: Option<u32>,
        /// Where they stand.
        pub placement: Option<Placement>,
        /// The availability that is promised for it.
        pub sla: Option<Percent>,
        /// How far it scales.
        pub scaling: Option<Scaling>,
        /// How its data is kept.
        pub backup: Option<Backup>,
        /// When its certificate, key or support ends.
        pub expires: Option<Date>,
        /// What in the repository it is made of.
        pub paths: Vec<String>,
        /// What is done when the vendor or platform goes.
        pub exit_strategy: Option<String>,
        /// For jobs: what makes it safe to run again.
        pub background: Option<Background>,
        /// Where it came from.
        pub imported: Option<Box<Provenance>>,
    }
}
