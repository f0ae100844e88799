//! Catalogues of Backstage → wanted components.
//!
//! The entities of a file are read one by one; then ids are chosen, since references follow them; then who needs whom
//! is told, since either side may say it.

mod counts;
mod edges;
mod entity;
#[cfg(test)]
mod hostile;
mod ids;
mod reference;
#[cfg(test)]
mod tests;
mod words;
mod yaml;

use std::collections::HashMap;

use crate::change::Path;
use crate::change::Value;
use crate::finding::short;
use crate::import::Field;
use crate::import::ImportedEntry;
use crate::import::Note;
use crate::import::Read;
use crate::import::Source;
use crate::import::source::backstage::counts::Counts;
use crate::import::source::backstage::edges::Edges;
use crate::import::source::backstage::entity::Entity;
use crate::import::source::backstage::reference::DEFAULT;
use crate::import::source::backstage::reference::EntityRef;
use crate::import::source::backstage::words::Meaning;
use crate::import::source::backstage::yaml::Node;
use crate::import::source::backstage::yaml::What;
use crate::import::source::encoding::decode;
use crate::model::Kind;

pub(in crate::import) const SOURCE: Source =
    Source { id: "backstage", extensions: &["yaml", "yml"], read: Read::Entries(read) };

/// Reads the components of a catalogue, and says what cannot be taken over, in the order of the file.
///
/// # Errors
/// Says why there is no entity in it.
fn read(bytes: &[u8]) -> Result<(Vec<ImportedEntry>, Vec<Note>), String> {
    let (text, remark) = decode(bytes)?;
    let mut catalogue = Catalogue::default();
    if let Some((line, remark)) = remark {
        catalogue.notes.add(line, "", remark);
    }
    let mut broken = None;
    for document in yaml::documents(&text) {
        match document {
            Ok(node) => catalogue.document(&node),
            Err(fault) => {
                broken.get_or_insert_with(|| format!("line {}: {}", fault.line, fault.reason));
                catalogue.notes.add(fault.line, "", fault.reason);
            }
        }
    }
    if catalogue.found == 0 {
        return Err(broken.unwrap_or_else(|| "there is no entity of Backstage in it".to_owned()));
    }
    Ok(catalogue.finish())
}

/// What could not be taken over.
#[derive(Default)]
struct Notes(Vec<Note>);

impl Notes {
    fn add(&mut self, line: usize, column: &str, message: impl Into<String>) {
        self.0.push(Note { sheet: None, line, column: column.to_owned(), message: message.into() });
    }
}

#[derive(Default)]
struct Catalogue {
    /// How many entities of Backstage there are, whatever their kind.
    found: usize,
    entities: Vec<Entity>,
    /// The lines of all components and resources, those that are left out too.
    lines: HashMap<EntityRef, usize>,
    /// Entities of other kinds.
    others: Counts,
    /// Components that do not run.
    idle: Counts,
    /// Keys that have no place, by the entities that have some.
    untaken: Counts,
    notes: Notes,
}

impl Catalogue {
    /// Reads an entity, or what an export of a catalogue wraps several in.
    fn document(&mut self, node: &Node) {
        match (&node.what, node.get("items").map(|items| &items.what)) {
            (What::List(items), _) => items.iter().for_each(|item| self.entity(item)),
            (_, Some(What::List(items))) if node.get("kind").is_none() => {
                items.iter().for_each(|item| self.entity(item));
            }
            _ => self.entity(node),
        }
    }

    fn entity(&mut self, node: &Node) {
        let text = |key: &str| node.get(key).and_then(Node::text).unwrap_or_default().trim();
        if !text("apiVersion").to_ascii_lowercase().starts_with("backstage.io/") {
            self.notes.add(node.line, "", "this document is no Backstage entity, and is left out");
            return;
        }
        self.found += 1;
        let kind = text("kind");
        match kind.to_ascii_lowercase().as_str() {
            "component" | "resource" => self.part(node, kind),
            "" => self.notes.add(node.line, "kind", "this entity has no kind, and is left out"),
            other => self.others.count(other, kind, node.line),
        }
    }

    /// Reads a component or a resource.
    fn part(&mut self, node: &Node, kind: &str) {
        let metadata =
            |key: &str| node.get("metadata").and_then(|metadata| metadata.get(key)).and_then(Node::text);
        let Some(name) = metadata("name").map(entity::line).filter(|name| !name.is_empty()) else {
            self.notes.add(node.line, "metadata.name", "this entity has no name, and is left out");
            return;
        };
        let key = EntityRef::new(kind, &entity::line(metadata("namespace").unwrap_or(DEFAULT)), &name);
        if let Some(line) = self.lines.get(&key) {
            let message =
                format!("{} stands in line {line} already; this one is left out", short(&key.to_string()));
            self.notes.add(node.line, "metadata.name", message);
            return;
        }
        self.lines.insert(key.clone(), node.line);
        let of = node.get("spec").and_then(|spec| spec.get("type")).and_then(Node::text).unwrap_or_default();
        if words::meaning(of) == Some(Meaning::Idle) {
            self.idle.count(&of.trim().to_lowercase(), of.trim(), node.line);
            return;
        }
        let Some(natural) = ids::natural(&name) else {
            let message = format!("“{}” cannot become an id; this entity is left out", short(&name));
            self.notes.add(node.line, "metadata.name", message);
            return;
        };
        let entity = Entity::read(node, key, name, natural, &mut self.notes, &mut self.untaken);
        if entity.size() > entity::LARGEST {
            self.notes.add(node.line, "", "this entity is too large for an entry, and is left out");
        } else {
            self.entities.push(entity);
        }
    }

    fn finish(mut self) -> (Vec<ImportedEntry>, Vec<Note>) {
        let ids = ids::choose(&self.entities, &mut self.notes);
        let needs = Edges::new(&self.entities, &ids, &self.lines, &mut self.notes).read();
        let mut entries = Vec::new();
        for ((entity, id), needs) in self.entities.into_iter().zip(ids).zip(needs) {
            let mut fields: Vec<Field> = entity.named(&id).into_iter().chain(entity.fields).collect();
            // In another order they say the same. Where there is none, those of an earlier import are gone.
            let mut refs: Vec<String> = needs.iter().map(|(of, _)| of.to_string()).collect();
            refs.sort_unstable();
            let value = Value::texts(needs.iter().map(|(_, id)| id.as_str()));
            let path = Path::key("depends_on");
            fields.push(Field::new(path, (!needs.is_empty()).then_some(value), refs.join(" ")));
            entries.push(ImportedEntry {
                id: Some(id),
                fields,
                ..ImportedEntry::new(Kind::Component, entity.row)
            });
        }
        for count in self.others.all() {
            let (entities, are) =
                count.words("entity", "entities", "is no component, and is", "are no components, and are");
            self.notes.add(
                count.line,
                "kind",
                format!("{entities} of kind {} {are} left out", short(&count.name)),
            );
        }
        for count in self.idle.all() {
            let (entities, are) = count.words(
                "entity",
                "entities",
                "is no running part of the system, and is",
                "are no running parts of the system, and are",
            );
            self.notes.add(
                count.line,
                "spec.type",
                format!("{entities} of type {} {are} left out", short(&count.name)),
            );
        }
        self.notes.0.extend(self.untaken.untaken());
        self.notes.0.sort_by_key(|note| note.line);
        (entries, self.notes.0)
    }
}
