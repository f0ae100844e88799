//! What the format says of the place that a path leads to.

use crate::change::Step;
use crate::model::Action;
use crate::model::Key;
use crate::model::Kind;
use crate::model::Shape;
use crate::model::Word;
use crate::model::shape::CASE;
use crate::model::shape::PLAYBOOK;
use crate::model::shape::SHARED;
use crate::model::shape::keys;

/// What may stand at a place of an entry. `None`: the format knows no such place.
pub fn shape(kind: Kind, path: &[Step]) -> Option<Shape> {
    path.iter().try_fold(Shape::Table(keys(kind)), below)
}

/// The table that knows a key which the table at a path does not know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Belongs {
    /// The table around it that so many steps of the path lead to.
    Above(usize),
    /// The table under this key of its own.
    Below(&'static str),
}

/// Where a key belongs that the table at `path` does not know: in a table around it, or in one below. `root` is what stands
/// where the path begins.
pub fn belongs(root: Shape, path: &[Step], name: &str) -> Option<Belongs> {
    let at = |steps: usize| path[..steps].iter().try_fold(root, below);
    let above =
        (0..path.len()).rev().find(|&steps| at(steps).is_some_and(|shape| known(shape, name).is_some()));
    let below = || {
        let mut own = tables(at(path.len())?).into_iter().flatten();
        own.find(|key| has_under_header(key.shape, name)).map(|key| Belongs::Below(key.name))
    };
    above.map(Belongs::Above).or_else(below)
}

/// Whether a table that has a header of its own, or each table of such a list, has a key.
pub fn has_under_header(shape: Shape, name: &str) -> bool {
    match shape {
        Shape::List(of) => has_under_header(*of, name),
        Shape::Table(keys) => keys.iter().any(|key| key.name == name),
        _ => false,
    }
}

/// The key that a path ends with, as the format knows it.
pub fn key(kind: Kind, path: &[Step]) -> Option<&'static Key> {
    let (Step::Key(name), above) = path.split_last()? else { return None };
    known(shape(kind, above)?, name)
}

/// Which kinds of entries a text may name at a place, or in the list there.
pub fn names(kind: Kind, path: &[Step]) -> &'static [Kind] {
    fn named(shape: Shape) -> &'static [Kind] {
        match shape {
            Shape::Id(kinds) | Shape::Reference(kinds) => kinds,
            Shape::Needed(_) | Shape::Affects => &[Kind::Component],
            Shape::List(of) => named(*of),
            _ => &[],
        }
    }
    shape(kind, path).map_or(&[], named)
}

/// Where the last key of a whole path, `failure.ID.severity`, stands among its neighbours in the order of the format. What the
/// format does not know comes last.
pub fn rank(path: &[Step]) -> usize {
    let Some((Step::Key(name), above)) = path.split_last() else { return usize::MAX };
    let table = match above {
        [Step::Key(word), rest @ ..] if word == "playbook" => {
            rest.iter().try_fold(Shape::Table(PLAYBOOK), below)
        }
        [Step::Key(word), _, rest @ ..] => Kind::from_word(word).and_then(|kind| shape(kind, rest)),
        _ => None,
    };
    let keys = table.map(tables).unwrap_or_default();
    keys.into_iter().flatten().position(|key| key.name == name).unwrap_or(usize::MAX)
}

/// What may stand one step below.
fn below(shape: Shape, step: &Step) -> Option<Shape> {
    match (step, shape) {
        (Step::Index(_), Shape::List(item)) => Some(*item),
        (Step::Index(_), Shape::Likelihood) => Some(Shape::Table(CASE)),
        (Step::Index(_), Shape::Affects) => Some(Shape::Id(&[Kind::Component])),
        (_, Shape::Either(shapes)) => shapes.iter().find_map(|shape| below(*shape, step)),
        (Step::Key(_), Shape::Map(value)) => Some(*value),
        (Step::Key(_), Shape::Cadence) => Some(Shape::Interval),
        (Step::Key(name), Shape::Open(_, other)) => {
            known(shape, name).map_or(Some(*other), |key| Some(key.shape))
        }
        (Step::Key(name), _) => known(shape, name).map(|key| key.shape),
        (Step::Index(_), _) => None,
    }
}

fn known(shape: Shape, name: &str) -> Option<&'static Key> {
    tables(shape).into_iter().flatten().find(|key| key.name == name)
}

/// The first key of a table of a shape.
pub fn first_key(shape: Shape) -> Option<&'static Key> {
    tables(shape).into_iter().flatten().next()
}

/// The keys that a table of a shape may have.
pub(super) fn tables(shape: Shape) -> Vec<&'static [Key]> {
    match shape {
        Shape::Table(keys) | Shape::Needed(keys) | Shape::Open(keys, _) => vec![keys],
        Shape::Likelihood => vec![CASE],
        Shape::Measure => vec![SHARED, Action::KEYS],
        Shape::Either(shapes) => shapes.iter().flat_map(|shape| tables(*shape)).collect(),
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::change::Path;

    fn path(text: &str) -> Path {
        text.parse().unwrap()
    }

    #[test]
    fn every_reference_of_the_format_is_known() {
        for (kind, field, named) in [
            (Kind::Failure, "sources[0]", "component"),
            (Kind::Failure, "affects[1]", "component"),
            (Kind::Failure, "flows[0]", "flow"),
            (Kind::Failure, "detected_by[0]", "alert"),
            (Kind::Failure, "escalate.to", "role"),
            (Kind::Failure, "preventative[2].use", "action"),
            (Kind::Failure, "reactive[2].automated.trigger", "alert"),
            (Kind::Component, "depends_on[0]", "component"),
            (Kind::Component, "depends_on[0].component", "component"),
            (Kind::Flow, "components[3].component", "component"),
            (Kind::Flow, "alternative_to", "flow"),
            (Kind::Test, "covers[0]", "failure action"),
            (Kind::Incident, "failures[0]", "failure"),
            (Kind::Incident, "actions[0].use", "action"),
            (Kind::Plan, "steps[0].role", "role"),
            (Kind::Plan, "steps[0].destructive.decides", "role"),
            (Kind::Plan, "communication[0].role", "role"),
            (Kind::Plan, "activate.by", "role"),
            (Kind::Drill, "plan", "plan"),
            (Kind::Alert, "covers[0]", "failure flow"),
            (Kind::Failure, "problem", ""),
            (Kind::Failure, "x-own", ""),
        ] {
            let named: Vec<_> = named.split_whitespace().collect();
            let found: Vec<_> = names(kind, path(field).steps()).iter().map(|kind| kind.word()).collect();
            assert_eq!(found, named, "{kind}.{field}");
        }
    }

    #[test]
    fn keys_stand_in_the_order_of_the_format() {
        let rank = |text: &str| rank(path(text).steps());
        assert!(rank("failure.a.problem") < rank("failure.a.risk"));
        assert!(rank("failure.a.references") < rank("failure.a.allow"));
        assert!(rank("failure.a.allow") < rank("failure.a.estimate"));
        assert!(rank("failure.a.estimate.detect") < rank("failure.a.estimate.every"));
        assert!(rank("playbook.title") < rank("playbook.tags"));
        assert_eq!(rank("failure.a.x-own"), usize::MAX);
    }
}
