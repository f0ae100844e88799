//! Who needs whom, whichever side says it.

use std::collections::HashMap;
use std::collections::HashSet;

use crate::finding::short;
use crate::import::source::backstage::Notes;
use crate::import::source::backstage::entity::Entity;
use crate::import::source::backstage::entity::LARGEST;
use crate::import::source::backstage::entity::Link;
use crate::import::source::backstage::ids::natural;
use crate::import::source::backstage::reference::EntityRef;
use crate::model::Id;

/// How many components may provide one API. More are no catalogue, and would make as many edges as their square.
const MOST_PROVIDERS: usize = 50;

/// What one entity needs: as the catalogue names it, and by its id.
pub(super) type Needs = Vec<(EntityRef, Id)>;

/// Follows the references of all entities.
pub(super) struct Edges<'a> {
    entities: &'a [Entity],
    ids: &'a [Id],
    /// Every component and resource of the file, those that are left out too.
    known: &'a HashMap<EntityRef, usize>,
    notes: &'a mut Notes,
    places: HashMap<&'a EntityRef, usize>,
    taken: HashSet<&'a Id>,
    needs: Vec<Needs>,
    seen: HashSet<(usize, Id)>,
}

impl<'a> Edges<'a> {
    pub(super) fn new(
        entities: &'a [Entity],
        ids: &'a [Id],
        known: &'a HashMap<EntityRef, usize>,
        notes: &'a mut Notes,
    ) -> Self {
        Self {
            entities,
            ids,
            known,
            notes,
            places: entities.iter().enumerate().map(|(index, entity)| (&entity.key, index)).collect(),
            taken: ids.iter().collect(),
            needs: vec![Needs::new(); entities.len()],
            seen: HashSet::new(),
        }
    }

    /// What each entity needs: first what it says itself, in its order, then what the others say.
    pub(super) fn read(mut self) -> Vec<Needs> {
        let entities = self.entities;
        for (index, entity) in entities.iter().enumerate() {
            for link in &entity.depends_on {
                if let Some(id) = self.target(link) {
                    self.add(index, link, &link.to, id, "spec.dependsOn");
                }
            }
        }
        self.follow_apis();
        for (index, entity) in entities.iter().enumerate() {
            for link in &entity.dependency_of {
                match self.places.get(&link.to) {
                    Some(&from) => {
                        self.add(from, link, &entity.key, self.ids[index].clone(), "spec.dependencyOf")
                    }
                    None => {
                        let named = short_ref(&link.to);
                        let message =
                            format!("{named} is no component here, so that its dependency is not taken over");
                        self.notes.add(link.line, "spec.dependencyOf", message);
                    }
                }
            }
        }
        for (needs, entity) in self.needs.iter_mut().zip(entities) {
            if needs.iter().map(|(_, id)| id.as_str().len()).sum::<usize>() > LARGEST {
                let message = "there are more of them than an entry can hold; none is taken over";
                self.notes.add(entity.row, "depends_on", message);
                needs.clear();
            }
        }
        self.needs
    }

    /// Whoever consumes an API needs those that provide it.
    fn follow_apis(&mut self) {
        let entities = self.entities;
        let mut providers: HashMap<&EntityRef, Vec<usize>> = HashMap::new();
        for (index, entity) in entities.iter().enumerate() {
            entity.provides.iter().for_each(|link| providers.entry(&link.to).or_default().push(index));
        }
        let mut consumed = HashSet::new();
        for (index, entity) in entities.iter().enumerate() {
            for link in &entity.consumes {
                consumed.insert(&link.to);
                let of = providers.get(&link.to).map(Vec::as_slice).unwrap_or_default();
                if of.is_empty() || of.len() > MOST_PROVIDERS {
                    let who = if of.is_empty() { "no component here provides" } else { "too many provide" };
                    let message = format!("{who} {}, so that it is not taken over", short_ref(&link.to));
                    self.notes.add(link.line, "spec.consumesApis", message);
                    continue;
                }
                for &provider in of {
                    let id = self.ids[provider].clone();
                    self.add(index, link, &entities[provider].key, id, "spec.consumesApis");
                }
            }
        }
        let provided = entities.iter().flat_map(|entity| &entity.provides);
        let idle: Vec<&Link> = provided.filter(|link| !consumed.contains(&link.to)).collect();
        if let Some(first) = idle.first() {
            let names: HashSet<&EntityRef> = idle.iter().map(|link| &link.to).collect();
            let message = match names.len() {
                1 => "1 API that no component here consumes is not taken over".to_owned(),
                number => format!("{number} APIs that no component here consumes are not taken over"),
            };
            self.notes.add(first.line, "spec.providesApis", message);
        }
    }

    /// The id of what is needed. `None`: it can have none, and that is said.
    fn target(&mut self, link: &Link) -> Option<Id> {
        if let Some(&place) = self.places.get(&link.to) {
            return Some(self.ids[place].clone());
        }
        let reason = if self.known.contains_key(&link.to) {
            "is left out itself, so that the dependency on it is not taken over"
        } else if !matches!(link.to.kind.as_str(), "component" | "resource") {
            "is neither a component nor a resource, and is not taken over"
        } else if let Some(id) = self.outside(&link.to) {
            return Some(id);
        } else {
            "cannot become an id, and is not taken over"
        };
        self.notes.add(link.line, "spec.dependsOn", format!("{} {reason}", short_ref(&link.to)));
        None
    }

    /// The id that an entity of another file has, as far as one can tell from here.
    fn outside(&self, of: &EntityRef) -> Option<Id> {
        let id = natural(&of.name)?;
        // It is not the one that has this id here.
        if self.taken.contains(&id) { natural(&format!("{}-{id}", of.kind)) } else { Some(id) }
    }

    fn add(&mut self, from: usize, link: &Link, to: &EntityRef, id: Id, column: &str) {
        if id == self.ids[from] {
            self.notes.add(
                link.line,
                column,
                format!("{} needs itself; that is not taken over", short_ref(to)),
            );
        } else if self.seen.insert((from, id.clone())) {
            self.needs[from].push((to.clone(), id));
        }
    }
}

fn short_ref(of: &EntityRef) -> String {
    short(&of.to_string()).into_owned()
}
