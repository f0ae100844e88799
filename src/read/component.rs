//! Reads `[component.ID]`.

use crate::model::Background;
use crate::model::Backup;
use crate::model::Component;
use crate::model::Dependency;
use crate::model::Id;
use crate::model::Scaling;
use crate::model::Strength;
use crate::read::failure::provenance;
use crate::read::fields::Fields;
use crate::read::reader::Reader;
use crate::read::value::Read;
use crate::syntax::tree::Tree;
use crate::syntax::tree::Value;

pub(crate) fn read(f: &mut Fields<'_, '_, '_>) -> Component {
    Component {
        name: f.text("name"),
        kind: f.word("kind"),
        owner: f.text("owner"),
        responsibility: f.word("responsibility"),
        technology: f.text("technology"),
        depends_on: f
            .with("depends_on", |value, reader| Some(reader.list(value, "a list of components", dependency)))
            .unwrap_or_default(),
        instances: f.get("instances"),
        placement: f.word("placement"),
        sla: f.get("sla"),
        scaling: f.table("scaling", scaling),
        backup: f.table("backup", |f| Backup { every: f.get("every"), restored: f.get("restored") }),
        expires: f.get("expires"),
        paths: f.list("paths"),
        exit_strategy: f.text("exit_strategy"),
        background: f.table("background", |f| Background {
            checkpointed: f.get("checkpointed"),
            idempotent: f.get("idempotent"),
            consistent: f.get("consistent"),
        }),
        imported: f.table("imported", provenance),
    }
}

fn scaling(f: &mut Fields<'_, '_, '_>) -> Scaling {
    let (min, max) = (f.get("min"), f.get("max"));
    match f.text("fixed") {
        Some(fixed) => Scaling::Fixed { fixed },
        None => Scaling::Range { min, max },
    }
}

fn dependency(value: Value<'_>, reader: &mut Reader<'_>) -> Option<Dependency> {
    let ((component, strength), fallback) = needed(value, reader, |f| f.text("fallback"))?;
    Some(Dependency { component, strength, fallback: fallback.flatten() })
}

/// Reads a component that is needed, and how much: its id, or a table with it and what `more` asks for.
pub(crate) fn needed<T>(
    value: Value<'_>,
    reader: &mut Reader<'_>,
    more: impl FnOnce(&mut Fields<'_, '_, '_>) -> T,
) -> Option<((Id, Strength), Option<T>)> {
    if !matches!(value.get_ref(), Tree::Table(_)) {
        return Some(((Id::read(value, reader)?, Strength::Strong), None));
    }
    reader.table(value, |f| {
        let span = f.span();
        let written = f.has("component");
        let component = f.get("component");
        if !written {
            f.reader.bad_value(span, "there is no `component`", None);
        }
        let strength = f.word("strength").unwrap_or(Strength::Strong);
        let more = more(f);
        Some(((component?, strength), Some(more)))
    })?
}
