//! References to entries that do not exist.

use crate::finding::Place;
use crate::finding::nearest;
use crate::lint::Remarks;
use crate::lint::Rule;
use crate::lint::Scope;
use crate::model::Affects;
use crate::model::Entry;
use crate::model::Failure;
use crate::model::Id;
use crate::model::Kind;
use crate::model::Measure;
use crate::model::MeasureClass;
use crate::model::Reference;
use crate::model::Word;

pub(super) const RULE: Rule =
    Rule { check, ..Rule::structural("unknown-reference", include_str!("unknown_reference.md")) };

/// How many findings get a suggestion: each costs a look at every id.
const SUGGESTIONS: usize = 100;

fn check(scope: &Scope<'_>, remarks: &mut Remarks) {
    let mut check = Check { scope, remarks, said: 0 };
    for component in scope.book.components.iter() {
        for (index, dependency) in component.depends_on.iter().enumerate() {
            let at = || Place::of(Kind::Component, component).field(format!("depends_on[{index}]"));
            check.resolve(Kind::Component, &dependency.component, false, at);
        }
    }
    for flow in scope.book.flows.iter() {
        for (index, step) in flow.components.iter().enumerate() {
            let at = || Place::of(Kind::Flow, flow).field(format!("components[{index}]"));
            check.resolve(Kind::Component, &step.component, false, at);
        }
        if let Some(other) = &flow.alternative_to {
            check.resolve(Kind::Flow, other, false, || Place::of(Kind::Flow, flow).field("alternative_to"));
        }
    }
    for failure in scope.book.failures.iter() {
        check.failure(failure);
    }
}

struct Check<'s, 'b, 'r> {
    scope: &'s Scope<'b>,
    remarks: &'r mut Remarks,
    said: usize,
}

impl Check<'_, '_, '_> {
    fn failure(&mut self, failure: &Entry<Failure>) {
        let at = |field: String| move || Place::of(Kind::Failure, failure).field(field);
        for (field, kind, references) in [
            ("sources", Kind::Component, &failure.sources),
            ("detected_by", Kind::Alert, &failure.detected_by),
        ] {
            for (index, reference) in references.iter().enumerate() {
                if let Reference::Entry(id) = reference {
                    self.resolve(kind, id, true, || {
                        Place::of(Kind::Failure, failure).field(format!("{field}[{index}]"))
                    });
                }
            }
        }
        if let Affects::Components(ids) = &failure.affects {
            for (index, id) in ids.iter().enumerate() {
                self.resolve(Kind::Component, id, false, at(format!("affects[{index}]")));
            }
        }
        for (index, id) in failure.flows.iter().enumerate() {
            self.resolve(Kind::Flow, id, false, at(format!("flows[{index}]")));
        }
        for &class in MeasureClass::ALL {
            for (index, measure) in failure.measures(class).iter().enumerate() {
                if let Measure::Shared { id } = measure {
                    self.resolve(Kind::Action, id, false, at(format!("{}[{index}].use", class.word())));
                }
            }
        }
    }

    /// Reports an id that no entry of its kind has. `or_words`: the field takes words as well.
    fn resolve(&mut self, kind: Kind, id: &Id, or_words: bool, at: impl FnOnce() -> Place) {
        let book = self.scope.book;
        if book.has(kind, id.as_str()) {
            return;
        }
        self.said += 1;
        let near = if self.said <= SUGGESTIONS { nearest(id.as_str(), book.ids(kind)) } else { None };
        let other = book.kinds_of(id.as_str()).first().copied();
        let help = match (near, other) {
            (Some(near), _) => format!("did you mean `{near}`?"),
            (None, Some(other)) => format!("there is a {other} of that name; this must be a {kind}"),
            (None, None) if or_words => {
                format!("add [{kind}.{id}], or write it in words, with a capital letter or a space")
            }
            (None, None) => format!("add [{kind}.{id}]"),
        };
        self.remarks.say(at(), format!("there is no {kind} `{id}`")).help(help);
    }
}
