//! Kinds of failures, and the questions that are asked of every component.

use crate::model::word::words;

words! {
    /// What kind of failure it is: the classes of Azure's RE:03, those of software delivery, and what the resilience
    /// analysis framework of AWS asks beyond them.
    pub enum Class as "class" {
        /// A region is gone.
        RegionOutage = "region-outage",
        /// An availability zone is gone.
        ZoneOutage = "zone-outage",
        /// A service is gone.
        ServiceOutage = "service-outage",
        /// Somebody does it on purpose.
        Attack = "attack",
        /// A setting is wrong.
        Misconfiguration = "misconfiguration",
        /// Somebody does it by mistake.
        OperatorError = "operator-error",
        /// Planned work.
        Maintenance = "maintenance",
        /// More load than it can take.
        Overload = "overload",
        /// The code is wrong.
        Bug = "bug",
        /// A release goes wrong.
        Deployment = "deployment",
        /// Data is lost, wrong or late.
        Data = "data",
        /// Something that it needs fails.
        Dependency = "dependency",
        /// A certificate, key or licence ends.
        Expiry = "expiry",
        /// It fails together with something that it should not share a fate with.
        SharedFate = "shared-fate",
        /// The answer comes too late.
        Latency = "latency",
        /// There is only one of it.
        SinglePoint = "single-point-of-failure",
    }
}

words! {
    /// A published list of questions about how a component can fail.
    pub enum Catalogue as "catalogue of classes" {
        /// The eight failure modes of RE:03 in the Azure Well-Architected Framework.
        Azure = "azure",
        /// The five categories of the AWS resilience analysis framework.
        Aws = "aws",
    }
}

/// A question that is asked of every component: how it fails in a certain way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// The name of the class, or of the category.
    pub name: &'static str,
    /// The classes of failures that answer it.
    pub classes: Vec<Class>,
}

impl Question {
    /// The question that one class asks.
    pub fn of(class: Class) -> Self {
        use crate::model::Word;
        Self { name: class.word(), classes: vec![class] }
    }
}

impl Catalogue {
    /// The questions, in the order of their source.
    ///
    /// Sources: Azure Well-Architected Framework, RE:03; AWS Prescriptive Guidance, resilience analysis framework
    /// (2023). That classes answer a category of the latter is faultbook's own reading.
    pub fn questions(self) -> Vec<Question> {
        use Class::*;
        match self {
            Self::Azure => [
                RegionOutage,
                ZoneOutage,
                ServiceOutage,
                Attack,
                Misconfiguration,
                OperatorError,
                Maintenance,
                Overload,
            ]
            .map(Question::of)
            .into(),
            Self::Aws => [
                ("shared-fate", vec![SharedFate, Dependency, RegionOutage, ZoneOutage]),
                ("excessive-load", vec![Overload, Attack]),
                ("excessive-latency", vec![Latency]),
                (
                    "misconfiguration-and-bugs",
                    vec![Misconfiguration, OperatorError, Bug, Deployment, Data, Expiry],
                ),
                ("single-points-of-failure", vec![SinglePoint, ServiceOutage, Maintenance]),
            ]
            .map(|(name, classes)| Question { name, classes })
            .into(),
        }
    }
}
