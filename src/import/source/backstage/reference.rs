//! What names an entity: `kind:namespace/name`.

use std::fmt;

use crate::import::source::backstage::yaml::Node;
use crate::import::source::backstage::yaml::What;

/// The namespace of what names none.
pub(super) const DEFAULT: &str = "default";

/// A name of an entity, in lower case, as Backstage compares them.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct EntityRef {
    pub(super) kind: String,
    pub(super) namespace: String,
    pub(super) name: String,
}

impl EntityRef {
    pub(super) fn new(kind: &str, namespace: &str, name: &str) -> Self {
        Self { kind: kind.to_lowercase(), namespace: namespace.to_lowercase(), name: name.to_lowercase() }
    }
}

impl fmt::Display for EntityRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}/{}", self.kind, self.namespace, self.name)
    }
}

/// A reference as it is written, in its parts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Parts {
    pub(super) kind: Option<String>,
    pub(super) namespace: Option<String>,
    pub(super) name: String,
}

impl Parts {
    /// Reads a text, or an object of the parts. `None`: it names nothing.
    pub(super) fn read(node: &Node) -> Option<Self> {
        match &node.what {
            What::Text(text) => Self::parse(text),
            What::Map(_) => {
                let part = |key: &str| {
                    node.get(key).and_then(Node::text).map(str::trim).filter(|part| is_part(part))
                };
                let name = part("name")?.to_owned();
                Some(Self {
                    kind: part("kind").map(str::to_owned),
                    namespace: part("namespace").map(str::to_owned),
                    name,
                })
            }
            _ => None,
        }
    }

    /// Reads `[kind:][namespace/]name`.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let (kind, rest) = match text.trim().split_once(':') {
            Some((kind, rest)) => (Some(kind), rest),
            None => (None, text.trim()),
        };
        let (namespace, name) = match rest.split_once('/') {
            Some((namespace, name)) => (Some(namespace), name),
            None => (None, rest),
        };
        let whole = is_part(name) && [kind, namespace].into_iter().flatten().all(is_part);
        whole.then(|| Self {
            kind: kind.map(str::to_owned),
            namespace: namespace.map(str::to_owned),
            name: name.to_owned(),
        })
    }

    /// The entity that is meant. What names no kind or namespace means those given.
    pub(super) fn resolve(&self, kind: Option<&str>, namespace: &str) -> Option<EntityRef> {
        let kind = self.kind.as_deref().or(kind)?;
        Some(EntityRef::new(kind, self.namespace.as_deref().unwrap_or(namespace), &self.name))
    }

    /// What a person would call it: the namespace is named where it is not the usual one.
    pub(super) fn brief(&self) -> String {
        match &self.namespace {
            Some(namespace) if !namespace.eq_ignore_ascii_case(DEFAULT) => {
                format!("{namespace}/{}", self.name)
            }
            _ => self.name.clone(),
        }
    }
}

impl fmt::Display for Parts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(kind) = &self.kind {
            write!(f, "{kind}:")?;
        }
        if let Some(namespace) = &self.namespace {
            write!(f, "{namespace}/")?;
        }
        f.write_str(&self.name)
    }
}

fn is_part(text: &str) -> bool {
    !text.is_empty() && !text.contains([':', '/']) && !text.chars().any(char::is_control)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_have_up_to_three_parts() {
        let read = |text: &str| {
            let resolved = Parts::parse(text)?.resolve(Some("group"), "ops")?;
            Some(resolved.to_string())
        };
        assert_eq!(read("payments").as_deref(), Some("group:ops/payments"));
        assert_eq!(read("User:Jane").as_deref(), Some("user:ops/jane"));
        assert_eq!(read("shop/payments").as_deref(), Some("group:shop/payments"));
        assert_eq!(read(" resource:default/Checkout_DB ").as_deref(), Some("resource:default/checkout_db"));
        for nothing in
            ["", ":", "/", "a:", "a/", ":a", "/a", "a:b:c", "a/b/c", "a/b:c", "https://example.com/a"]
        {
            assert_eq!(read(nothing), None, "{nothing}");
        }
        assert_eq!(Parts::parse("web").unwrap().resolve(None, "ops"), None);
        assert_eq!(Parts::parse("group:default/payments").unwrap().brief(), "payments");
        assert_eq!(Parts::parse("group:ops/payments").unwrap().brief(), "ops/payments");
    }
}
