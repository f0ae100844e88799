//! Actions of which nobody said whether they come before an outage or in one.

use crate::finding::Place;
use crate::lint::Diagnostics;
use crate::lint::Rule;
use crate::lint::Scope;
use crate::model::Entry;
use crate::model::Failure;
use crate::model::Kind;
use crate::model::MeasureClass;
use crate::model::Word;

pub(super) const RULE: Rule = Rule {
    target: 3,
    habit: Some(|number| format!("none of the {number} failures with actions has all of them classified")),
    ..Rule::of_failures("unclassified-mitigation", include_str!("unclassified_mitigation.md"), check)
};

fn check(_: &Scope<'_>, failure: &Entry<Failure>, diagnostics: &mut Diagnostics) {
    if MeasureClass::ALL.iter().all(|&class| failure.measures(class).is_empty()) {
        return;
    }
    diagnostics.judged();
    let message = match failure.mitigation.len() {
        0 => return,
        1 => "an action of this failure is not classified".to_owned(),
        many => format!("{many} actions of this failure are not classified"),
    };
    diagnostics
        .report(Place::of(Kind::Failure, failure).field("mitigation"), message)
        .help("move what is done before an outage to preventative, and what is done in one to reactive");
}
