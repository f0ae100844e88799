//! Suggestions by how much they matter.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::analyse::suggest::Suggestion;
use crate::analyse::suggest::Suggestions;
use crate::model::Criticality;
use crate::model::Id;

/// A failure of the catalogue, with every component that it is suggested for.
#[derive(Clone, Debug, PartialEq)]
pub struct Ranked<'s, 'a> {
    /// The failure.
    pub suggestion: &'s Suggestion<'a>,
    /// The components, by id.
    pub components: Vec<&'a Id>,
    /// The criticality of the most critical flow that the failure of one of them reaches.
    pub criticality: Option<Criticality>,
}

impl<'a> Suggestions<'a> {
    /// All suggestions, each failure once: by priority × criticality of the flows, then by priority, then by id. Components that
    /// no flow needs count as those of a flow of low criticality.
    pub fn ranked(&self) -> Vec<Ranked<'_, 'a>> {
        let mut by_id: BTreeMap<&Id, Ranked<'_, 'a>> = BTreeMap::new();
        for one in &self.components {
            for suggestion in &one.suggestions {
                let ranked = by_id.entry(suggestion.id).or_insert_with(|| Ranked {
                    suggestion,
                    components: Vec::new(),
                    criticality: None,
                });
                ranked.components.push(one.component);
                ranked.criticality = ranked.criticality.max(one.criticality);
            }
        }
        let mut ranked: Vec<_> = by_id.into_values().collect();
        ranked.extend(self.workload.suggestions.iter().map(|shared| Ranked {
            suggestion: &shared.suggestion,
            components: shared.components.clone(),
            criticality: shared.criticality,
        }));
        ranked.iter_mut().for_each(|one| one.components.sort());
        ranked
            .sort_by_key(|one| (Reverse(one.weight()), Reverse(one.suggestion.priority), one.suggestion.id));
        ranked
    }
}

impl Ranked<'_, '_> {
    /// A flow of high criticality counts twice as much as one of low criticality, so that urgency outweighs it.
    fn weight(&self) -> usize {
        (self.suggestion.priority as usize + 1) * self.criticality.map_or(2, |word| word as usize + 2)
    }
}
