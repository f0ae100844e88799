//! What makes a component a single point of failure.

use serde::Serialize;

use crate::model::Component;
use crate::model::Placement;

/// What says that a component is there only once. It is a single point of failure of each flow that cannot do without it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum SinglePoint {
    /// `instances = 1`.
    Instances,
    /// `placement = "none"`.
    Placement,
}

impl SinglePoint {
    /// What is written of a component. One that says nothing of the kind is left alone.
    pub fn of(component: &Component) -> Option<Self> {
        match (component.instances, component.placement) {
            (Some(1), _) => Some(Self::Instances),
            (_, Some(Placement::None)) => Some(Self::Placement),
            _ => None,
        }
    }

    /// The field that says it.
    pub fn field(self) -> &'static str {
        match self {
            Self::Instances => "instances",
            Self::Placement => "placement",
        }
    }
}
