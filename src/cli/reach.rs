//! How far a failure reaches, for a person.

use std::io;
use std::io::Write;

use faultbook::graph::Reach;
use faultbook::model::Id;
use faultbook::model::Strength;

use crate::cli::page::Item;
use crate::cli::page::Page;

/// How many components or flows are named.
pub(super) const MOST: usize = 20;
/// How many components of a way are named.
const WAY: usize = 8;

/// Writes the components and flows that a failure reaches, each with its way.
pub(super) fn write<W: Write>(reach: &Reach<'_>, page: &mut Page<'_, W>) -> io::Result<()> {
    let mut components = Vec::new();
    if reach.everything {
        components.push("the whole workload".to_owned());
    } else {
        components.extend(reach.components.iter().enumerate().map(
            |(index, reached)| match reached.through {
                None => format!("{}, where it strikes", reached.id),
                Some(_) => format!("{} {}: {}", reached.id, fate(reached.strength), way(reach, index)),
            },
        ));
    }
    components.extend(reach.stopped.iter().map(|stop| format!("{} goes on: {}", stop.id, stop.fallback)));
    let flows = reach.flows.iter().map(|reached| {
        let criticality = reached.flow.criticality.map(|word| format!(" ({word})")).unwrap_or_default();
        let (id, fate) = (&reached.flow.id, fate(reached.strength));
        match reached.through {
            Some(index) => format!("{id}{criticality} {fate}: {}", way(reach, index)),
            None if reach.everything => format!("{id}{criticality} {fate}"),
            None => format!("{id}{criticality} {fate}, as the failure says itself"),
        }
    });
    let flows: Vec<String> = flows.collect();
    // Where it strikes is all there is to say only of a failure that reaches nothing.
    if reach.everything || !flows.is_empty() || components.len() > 1 {
        list("Reaches", components, page)?;
    }
    list("Flows", flows, page)
}

fn list<W: Write>(heading: &str, mut items: Vec<String>, page: &mut Page<'_, W>) -> io::Result<()> {
    let more = items.len().saturating_sub(MOST);
    if more > 1 {
        items.truncate(MOST);
        items.push(format!("and {more} more; --json has them all"));
    }
    let items: Vec<Item> = items.iter().map(|item| Item::from(item.as_str())).collect();
    page.list(heading, &items, false)
}

pub(super) fn fate(strength: Strength) -> &'static str {
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
pub(super) fn shortened(way: Vec<&Id>) -> String {
    let mut names: Vec<&str> = way.iter().map(|id| id.as_str()).collect();
    if names.len() > WAY {
        names.splice(WAY / 2..names.len() - WAY / 2 + 1, ["…"]);
    }
    names.join(" → ")
}
