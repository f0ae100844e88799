//! One component or resource of a catalogue → what it says.

use crate::change::Path;
use crate::change::Value;
use crate::finding::short;
use crate::import::Cell;
use crate::import::Field;
use crate::import::source::backstage::Notes;
use crate::import::source::backstage::counts::Counts;
use crate::import::source::backstage::reference::EntityRef;
use crate::import::source::backstage::reference::Parts;
use crate::import::source::backstage::words::Meaning;
use crate::import::source::backstage::words::meaning;
use crate::import::source::backstage::yaml::Node;
use crate::import::source::backstage::yaml::What;
use crate::model::Id;
use crate::model::Word;
use crate::model::is_placeholder;

/// The greatest size of an entity; an entry may have 1 MiB.
pub(super) const LARGEST: usize = 512 << 10;

/// The keys that are read, by what stands above them.
const READ: &[(&str, &[&str])] = &[
    ("", &["apiVersion", "kind", "metadata", "spec"]),
    ("metadata", &["name", "namespace", "title", "description", "tags"]),
    (
        "spec",
        &[
            "type",
            "owner",
            "lifecycle",
            "system",
            "dependsOn",
            "dependencyOf",
            "consumesApis",
            "providesApis",
        ],
    ),
];

/// A component or resource that becomes a component.
pub(super) struct Entity {
    pub(super) row: usize,
    pub(super) key: EntityRef,
    /// The id that its name asks for.
    pub(super) natural: Id,
    name: String,
    title: Option<String>,
    /// All that stands in one entity alone: neither its name, which follows the id, nor what it needs.
    pub(super) fields: Vec<Field>,
    pub(super) depends_on: Vec<Link>,
    pub(super) dependency_of: Vec<Link>,
    pub(super) consumes: Vec<Link>,
    pub(super) provides: Vec<Link>,
}

/// A reference to another entity.
pub(super) struct Link {
    pub(super) line: usize,
    pub(super) to: EntityRef,
}

/// What stands at a key that holds text.
enum Said {
    Text(String),
    Nothing,
}

/// A text on one line.
pub(super) fn line(text: &str) -> String {
    Cell::new(text, Vec::new()).line()
}

impl Entity {
    pub(super) fn read(
        node: &Node,
        key: EntityRef,
        name: String,
        natural: Id,
        notes: &mut Notes,
        untaken: &mut Counts,
    ) -> Self {
        count_untaken(node, untaken);
        let namespace = key.namespace.clone();
        let mut reader = Reader { node, notes, fields: Vec::new() };
        let title = match reader.said("metadata.title") {
            Some(Said::Text(text)) => Some(line(&text)),
            _ => None,
        };
        reader.kind();
        reader.owner();
        reader.own("spec.system", "x-system");
        reader.own("spec.lifecycle", "x-lifecycle");
        reader.own("metadata.description", "x-description");
        reader.tags();
        let depends_on = reader.links("spec.dependsOn", None, &namespace);
        Self {
            row: node.line,
            key,
            natural,
            name,
            title,
            depends_on,
            dependency_of: reader.links("spec.dependencyOf", None, &namespace),
            consumes: reader.links("spec.consumesApis", Some("api"), &namespace),
            provides: reader.links("spec.providesApis", Some("api"), &namespace),
            fields: reader.fields,
        }
    }

    /// The name that people use, where the id does not say it.
    pub(super) fn named(&self, id: &Id) -> Option<Field> {
        let name = self.title.as_ref().or(Some(&self.name).filter(|name| *name != id.as_str()))?;
        Some(Field::new(Path::key("name"), Some(Value::text(name)), name.clone()))
    }

    /// How much text it makes.
    pub(super) fn size(&self) -> usize {
        let fields = self.fields.iter().map(|field| field.text.len()).sum::<usize>();
        let links = [&self.depends_on, &self.dependency_of, &self.consumes, &self.provides];
        let link = |link: &Link| link.to.kind.len() + link.to.namespace.len() + link.to.name.len();
        let links = links.into_iter().flatten().map(link).sum::<usize>();
        self.name.len() + self.title.as_ref().map_or(0, String::len) + fields + links
    }
}

/// Counts the keys that have no place in a component.
fn count_untaken(node: &Node, untaken: &mut Counts) {
    let keys = READ.iter().flat_map(|(above, read)| {
        let table = if above.is_empty() { Some(node) } else { node.get(above) };
        let keys = table.map(Node::pairs).unwrap_or_default().iter();
        keys.filter(|(key, value)| !read.contains(&key.as_str()) && !matches!(value.what, What::Nothing))
    });
    untaken.count_keys(keys.map(|(key, _)| key.as_str()), node.line);
}

/// The items of a list; a value that is none counts for a list of one.
fn items(node: &Node) -> &[Node] {
    match &node.what {
        What::List(items) => items,
        What::Nothing => &[],
        _ => std::slice::from_ref(node),
    }
}

struct Reader<'a> {
    node: &'a Node,
    notes: &'a mut Notes,
    fields: Vec<Field>,
}

impl<'a> Reader<'a> {
    /// The value at `table.key`.
    fn at(&self, column: &str) -> Option<&'a Node> {
        column.split('.').try_fold(self.node, |node, key| node.get(key))
    }

    /// The text at `table.key`; what is no text is said.
    fn said(&mut self, column: &str) -> Option<Said> {
        let node = self.at(column)?;
        match &node.what {
            What::Text(text) if text.trim().is_empty() => Some(Said::Nothing),
            What::Text(text) => Some(Said::Text(text.clone())),
            What::Nothing => Some(Said::Nothing),
            What::Odd => {
                self.notes.add(
                    node.line,
                    column,
                    "this is no text, and is not taken over; quotes would make it one",
                );
                None
            }
            What::List(_) | What::Map(_) => {
                self.notes.add(node.line, column, "this is no text, and is not taken over");
                None
            }
        }
    }

    fn push(&mut self, key: &str, value: Option<Value>, text: impl Into<String>) {
        self.fields.push(Field::new(Path::key(key), value, text.into()));
    }

    /// What the type says of kind and technology.
    fn kind(&mut self) {
        let text = match self.said("spec.type") {
            None => return,
            Some(Said::Nothing) => return self.push("kind", None, ""),
            Some(Said::Text(text)) => line(&text),
        };
        match meaning(&text) {
            Some(Meaning::Part(kind, technology)) => {
                self.push("kind", Some(Value::text(kind.word())), text.as_str());
                if let Some(technology) = technology {
                    self.push("technology", Some(Value::text(technology)), text);
                }
            }
            _ => {
                let at = self.at("spec.type").map_or(self.node.line, |node| node.line);
                let message = format!("“{}” says no kind that we know; it is kept as x-type", short(&text));
                self.notes.add(at, "spec.type", message);
                self.push("x-type", Some(Value::text(&text)), text);
            }
        }
    }

    /// The owner without what is usual in a reference; an owner that is no reference is taken as it is.
    fn owner(&mut self) {
        let node = self.at("spec.owner");
        if let Some(parts) = node.filter(|node| !node.pairs().is_empty()).and_then(Parts::read) {
            return self.push("owner", Some(Value::text(parts.brief())), parts.to_string());
        }
        match self.said("spec.owner") {
            None => {}
            Some(Said::Nothing) => self.push("owner", None, ""),
            Some(Said::Text(text)) => {
                let text = line(&text);
                let owner = Parts::parse(&text).map_or_else(|| text.clone(), |parts| parts.brief());
                self.push("owner", (!is_placeholder(&owner)).then(|| Value::text(owner)), text);
            }
        }
    }

    /// A text that has no field of its own.
    fn own(&mut self, column: &str, key: &str) {
        match self.said(column) {
            None => {}
            Some(Said::Nothing) => self.push(key, None, ""),
            Some(Said::Text(text)) => {
                let text = Cell::new(&text, Vec::new()).text;
                self.push(key, Some(Value::text(&text)), text);
            }
        }
    }

    fn tags(&mut self) {
        let Some(node) = self.at("metadata.tags") else { return };
        let mut tags = Vec::new();
        for item in items(node) {
            match item.text().map(line).filter(|tag| !tag.is_empty()) {
                Some(tag) => tags.push(tag),
                None => {
                    self.notes.add(item.line, "metadata.tags", "this tag is no text, and is not taken over")
                }
            }
        }
        let value = Value::texts(tags.iter().map(String::as_str));
        self.push("x-tags", (!tags.is_empty()).then_some(value), tags.join(" "));
    }

    /// References to other entities; what names no kind is of the kind given.
    fn links(&mut self, column: &str, kind: Option<&str>, namespace: &str) -> Vec<Link> {
        let mut links = Vec::new();
        for item in self.at(column).map(items).unwrap_or_default() {
            let written = item.text().map(line).unwrap_or_default();
            let named =
                if written.is_empty() { "this".to_owned() } else { format!("“{}”", short(&written)) };
            let parts = if written.is_empty() { Parts::read(item) } else { Parts::parse(&written) };
            let to = parts.as_ref().and_then(|parts| parts.resolve(kind, namespace));
            match (parts, to) {
                (_, Some(to)) => links.push(Link { line: item.line, to }),
                (Some(_), None) => {
                    let message =
                        format!("{named} names no kind, as component: or resource:, and is not taken over");
                    self.notes.add(item.line, column, message);
                }
                (None, None) => {
                    let message = format!("{named} is no reference to an entity, and is not taken over");
                    self.notes.add(item.line, column, message);
                }
            }
        }
        links
    }
}
