//! How far a failure reaches, for a person.

use std::io;
use std::io::Write;

use faultbook::graph::Reach;
use faultbook::model::Id;
use faultbook::model::Strength;

use crate::cli::ui::page::Item;
use crate::cli::ui::page::Page;

/// How many components or flows are named.
pub(in crate::cli) const MOST: usize = 20;
/// How many components of a way are named.
const WAY: usize = 8;

/// Writes the components and flows that a failure reaches, each with its way.
pub(in crate::cli) fn write<W: Write>(reach: &Reach<'_>, page: &mut Page<'_, W>) -> io::Result<()> {
    let whole = reach.everything.then(|| "the whole workload".to_owned());
    let named = if reach.everything { &[] } else { reach.components.as_slice() };
    let components = named.iter().enumerate().map(|(index, reached)| match reached.through {
        None => format!("{}, where it strikes", reached.id),
        Some(_) => format!("{} {}: {}", reached.id, fate(reached.strength), way(reach, index)),
    });
    let stopped = reach.stopped.iter().map(|stop| format!("{} goes on: {}", stop.id, stop.fallback));
    let flows = reach.flows.iter().map(|reached| {
        let criticality = reached.flow.criticality.map(|word| format!(" ({word})")).unwrap_or_default();
        let (id, fate) = (&reached.flow.id, fate(reached.strength));
        match reached.through {
            Some(index) => format!("{id}{criticality} {fate}: {}", way(reach, index)),
            None if reach.everything => format!("{id}{criticality} {fate}"),
            None => format!("{id}{criticality} {fate}, as the failure says itself"),
        }
    });
    let all = usize::from(reach.everything) + named.len() + reach.stopped.len();
    // Where it strikes is all there is to say only of a failure that reaches nothing.
    if reach.everything || !reach.flows.is_empty() || all > 1 {
        let items = whole.into_iter().chain(components).chain(stopped);
        list("Reaches", all, items.map(Item::plain), page)?;
    }
    list("Flows", reach.flows.len(), flows.map(Item::plain), page)
}

/// A list of at most so many items as a person reads. Of `all` items only those that are shown are made: each may have a long
/// way.
pub(in crate::cli) fn list<W: Write>(
    heading: &str,
    all: usize,
    items: impl Iterator<Item = Item>,
    page: &mut Page<'_, W>,
) -> io::Result<()> {
    let shown = if all > MOST + 1 { MOST } else { all };
    let mut items: Vec<Item> = items.take(shown).collect();
    if all > shown {
        items.push(Item::plain(format!("and {} more; --json has them all", all - shown)));
    }
    page.list(heading, &items, false)
}

pub(in crate::cli) fn fate(strength: Strength) -> &'static str {
    match strength {
        Strength::Strong => "fails",
        Strength::Weak => "goes on with less",
    }
}

/// The way to a component.
fn way(reach: &Reach<'_>, index: usize) -> String {
    shortened(reach.path(index))
}

/// A way; of a long one the beginning and the end.
pub(in crate::cli) fn shortened(way: Vec<&Id>) -> String {
    let mut names: Vec<&str> = way.iter().map(|id| id.as_str()).collect();
    if names.len() > WAY {
        names.splice(WAY / 2..names.len() - WAY / 2 + 1, ["…"]);
    }
    names.join(" → ")
}
