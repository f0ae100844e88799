//! Ids for entities. Backstage tells entities apart by kind and namespace too; a playbook does not.

use std::collections::HashMap;

use crate::finding::short;
use crate::import::source::backstage::Notes;
use crate::import::source::backstage::entity::Entity;
use crate::model::Id;
use crate::model::InvalidId;

/// The id that a name asks for.
pub(super) fn natural(name: &str) -> Option<Id> {
    let lower = name.to_lowercase().replace(['_', '.'], "-");
    match Id::new(lower.trim_start_matches('-')) {
        Ok(id) => Some(id),
        Err(InvalidId::Reserved) => Id::new(&format!("{lower}-component")).ok(),
        Err(_) => Id::slug(name),
    }
}

/// Gives each entity an id of its own, in the same order. The first one of a name keeps it.
pub(super) fn choose(entities: &[Entity], notes: &mut Notes) -> Vec<Id> {
    let mut owners: HashMap<Id, usize> = HashMap::new();
    for (index, entity) in entities.iter().enumerate() {
        owners.entry(entity.natural.clone()).or_insert(index);
    }
    let mut numbers: HashMap<Id, u32> = HashMap::new();
    let mut ids = Vec::new();
    for (index, entity) in entities.iter().enumerate() {
        let owner = owners.get(&entity.natural).copied().unwrap_or(index);
        if owner == index {
            ids.push(entity.natural.clone());
            continue;
        }
        let first = &entities[owner];
        let prefix = match (entity.key.kind != first.key.kind, entity.key.namespace != first.key.namespace) {
            (true, _) => Some(&entity.key.kind),
            (_, true) => Some(&entity.key.namespace),
            _ => None,
        };
        let prefixed = prefix.and_then(|prefix| natural(&format!("{prefix}-{}", entity.natural)));
        let mut id = prefixed.unwrap_or_else(|| entity.natural.clone());
        while owners.contains_key(&id) {
            let number = numbers.entry(entity.natural.clone()).or_insert(1);
            *number += 1;
            id = entity.natural.with_suffix(&number.to_string());
        }
        owners.insert(id.clone(), index);
        let message = format!(
            "{} has the id {} already (line {}); this one becomes {id}",
            short(&first.key.to_string()),
            entity.natural,
            first.row,
        );
        notes.add(entity.row, "metadata.name", message);
        ids.push(id);
    }
    ids
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_ids() {
        let id = |name: &str| natural(name).map(|id| id.to_string());
        assert_eq!(id("Checkout_DB.v2").as_deref(), Some("checkout-db-v2"));
        assert_eq!(id("con").as_deref(), Some("con-component"));
        assert_eq!(id("Zahlung für alle").as_deref(), Some("zahlung-fur-alle"));
        assert_eq!(id("網路"), None);
        assert_eq!(id(&"x".repeat(63)).map(|id| id.len()), Some(63));
    }
}
