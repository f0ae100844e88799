//! Words that spell a component, where its id would name it.

use std::collections::HashMap;

use crate::finding::Place;
use crate::finding::short;
use crate::lint::Diagnostics;
use crate::lint::Rule;
use crate::lint::Scope;
use crate::model::Id;
use crate::model::Kind;
use crate::model::Reference;

pub(super) const RULE: Rule = Rule::judging("unlinked-source", include_str!("unlinked_source.md"), check);

fn check(scope: &Scope<'_>, diagnostics: &mut Diagnostics) {
    let mut components: HashMap<String, &Id> = HashMap::new();
    for component in scope.book.components.iter() {
        components.extend(component.name.as_deref().map(|name| (folded(name), &component.id)));
    }
    // An id is surer than a name.
    components
        .extend(scope.book.components.iter().map(|component| (folded(component.id.as_str()), &component.id)));
    if components.is_empty() {
        return;
    }
    for failure in scope.open_failures() {
        for (index, source) in failure.sources.iter().enumerate() {
            let Reference::Words(words) = source else { continue };
            let Some(id) = components.get(&folded(words)) else { continue };
            diagnostics
                .report(
                    Place::of(Kind::Failure, failure).field(format!("sources[{index}]")),
                    format!("“{}” is text, but matches the component `{id}`", short(words)),
                )
                .help(format!("link it: \"{id}\""));
        }
    }
}

/// A name in lower case, with single hyphens between its words.
fn folded(name: &str) -> String {
    let name = name.to_lowercase();
    let words: Vec<&str> =
        name.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    words.join("-")
}
