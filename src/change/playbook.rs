//! A new playbook of new failures.

use std::collections::BTreeMap;

use crate::change::Value;
use crate::model::Id;
use crate::model::Likelihood;
use crate::model::MeasureClass;
use crate::model::Outage;
use crate::model::Rating;
use crate::model::Reference;
use crate::model::Status;
use crate::model::Word;

/// A playbook to be written into a file of its own.
#[derive(Clone, Debug, Default)]
pub struct NewPlaybook {
    /// Its title.
    pub title: String,
    /// What the file says of itself in its first lines.
    pub comment: String,
    /// Its failures.
    pub failures: Vec<NewFailure>,
}

/// A failure to be written.
#[derive(Clone, Debug)]
pub struct NewFailure {
    /// Its id, free in the workspace.
    pub id: Id,
    /// What stands above it: where it came from.
    pub comment: String,
    /// What goes wrong.
    pub problem: String,
    /// What it means for users.
    pub risk: Option<String>,
    /// Why it happens.
    pub sources: Vec<Reference>,
    /// How much of the workload is gone.
    pub outage: Option<Outage>,
    /// How bad it is.
    pub severity: Option<Rating>,
    /// How often it happens.
    pub likelihood: Option<Likelihood>,
    /// How we learn of it.
    pub detection: Option<Rating>,
    /// What lies behind it.
    pub cause: Option<String>,
    /// Who owns it.
    pub owner: Option<String>,
    /// Where it stands.
    pub status: Option<Status>,
    /// Its actions, each with its class, in order.
    pub measures: Vec<(MeasureClass, String)>,
    /// Where one reads more.
    pub references: Vec<String>,
    /// What has no field: keys of the user's own, without their `x-`.
    pub extra: BTreeMap<String, String>,
}

impl NewFailure {
    /// A failure of which only the problem is known.
    pub fn new(id: Id, problem: String) -> Self {
        Self {
            id,
            problem,
            comment: String::new(),
            risk: None,
            sources: Vec::new(),
            outage: None,
            severity: None,
            likelihood: None,
            detection: None,
            cause: None,
            owner: None,
            status: None,
            measures: Vec::new(),
            references: Vec::new(),
            extra: BTreeMap::new(),
        }
    }

    /// Its keys and values, in the order of the format.
    pub fn fields(&self) -> Vec<(String, Value)> {
        let text = |text: &Option<String>| text.as_deref().map(Value::text);
        let rating = |rating: &Option<Rating>| rating.as_ref().map(|rating| Value::text(rating.name()));
        let texts = |texts: Vec<&str>| (!texts.is_empty()).then(|| Value::texts(texts));
        let class = |class: MeasureClass| {
            let of_it = self.measures.iter().filter(|(of, _)| *of == class);
            texts(of_it.map(|(_, action)| action.as_str()).collect())
        };
        let known = [
            ("problem", Some(Value::text(&self.problem))),
            ("risk", text(&self.risk)),
            ("sources", texts(self.sources.iter().map(Reference::as_str).collect())),
            ("outage", self.outage.map(|outage| Value::text(outage.word()))),
            ("severity", rating(&self.severity)),
            ("likelihood", self.likelihood.as_ref().map(Value::from)),
            ("detection", rating(&self.detection)),
            ("cause", text(&self.cause)),
            ("owner", text(&self.owner)),
            ("status", self.status.map(|status| Value::text(status.word()))),
            ("preventative", class(MeasureClass::Preventative)),
            ("reactive", class(MeasureClass::Reactive)),
            ("mitigation", class(MeasureClass::Mitigation)),
            ("references", texts(self.references.iter().map(String::as_str).collect())),
        ];
        let known = known.into_iter().filter_map(|(key, value)| Some((key.to_owned(), value?)));
        known.chain(self.extra.iter().map(|(key, value)| (format!("x-{key}"), Value::text(value)))).collect()
    }
}
