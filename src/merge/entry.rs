//! Merges an entry that both sides changed, table by table and field by field.

use std::cmp::Ordering;
use std::collections::HashMap;

use crate::change::Path;
use crate::change::Refusal;
use crate::change::Step;
use crate::change::Value;
use crate::change::rank;
use crate::merge::Conflict;
use crate::merge::align::align;
use crate::merge::inline;
use crate::merge::output::Output;
use crate::merge::sequence::sequence;
use crate::merge::three;
use crate::merge::unit;
use crate::syntax::outline::What;
use crate::syntax::units::Section;
use crate::syntax::units::Unit;
use crate::syntax::units::sections;

/// The refusal of lists that are too long to be compared.
pub(super) fn too_many() -> Refusal {
    Refusal::new("a list is too long to be merged")
}

/// A version of an entry: its sections by the paths of their headers, elements of lists counted as in the merged list.
struct Version<'t> {
    sections: Vec<(Vec<Step>, Section<'t>)>,
}

/// Merges two versions of an entry, or of what stands before all headers.
pub(super) fn merge(
    subject: &str,
    base: Option<&str>,
    ours: &str,
    theirs: &str,
    out: &mut Output,
) -> Result<(), Refusal> {
    let mut texts = [base.unwrap_or_default(), ours, theirs].map(str::to_owned);
    inline::unfold(&mut texts);
    let texts = texts.each_ref().map(String::as_str);
    let mut versions = texts.map(Version::new);
    count_alike(&mut versions, texts)?;
    let names = versions
        .each_ref()
        .map(|version| version.sections.iter().map(|(name, _)| name.as_slice()).collect::<Vec<_>>());
    let order = sequence(&names[0], &names[1], &names[2], |names, name, after, is_new| {
        behind(names, name, after, is_new)
    });
    let found = versions.each_ref().map(|version| {
        let named = version.sections.iter().map(|(name, section)| (name.as_slice(), section));
        named.collect::<HashMap<_, _>>()
    });
    for (nth, name) in order.iter().enumerate() {
        let [base, ours, theirs] = found.each_ref().map(|sections| sections.get(name).copied());
        let gap = |section: Option<&Section<'_>>| {
            section.map(|section| section.head.as_ref().map_or(String::new(), |head| head.gap.to_owned()))
        };
        let above = gap_of(gap(base), gap(ours), gap(theirs));
        let at = Conflict { subject: subject.to_owned(), field: field(name), why: None };
        let text = |section: Option<&Section<'_>>| section.map(|section| section.text.to_owned());
        let merged = three(text(base), text(ours), text(theirs));
        if nth > 0 && merged != Some(None) {
            out.push(&above);
        }
        match (merged, ours, theirs) {
            (Some(text), ..) => out.push(&text.unwrap_or_default()),
            (None, Some(ours), Some(theirs)) => section(&at, name, base, ours, theirs, out),
            (None, ours, theirs) => {
                let [base, ours, theirs] = [base, ours, theirs].map(|side| text(side).unwrap_or_default());
                out.conflict(at, &base, &ours, &theirs);
            }
        }
    }
    Ok(())
}

impl<'t> Version<'t> {
    fn new(text: &'t str) -> Self {
        let sections = if text.is_empty() { Vec::new() } else { sections(text) };
        let named = sections.into_iter().map(|section| {
            (section.head.as_ref().map_or_else(Vec::new, |head| head.statement.path.clone()), section)
        });
        Self { sections: named.collect() }
    }

    /// The paths of its arrays of tables, nested ones aside.
    fn arrays(&self) -> Vec<Vec<Step>> {
        let heads = self.sections.iter().filter_map(|(_, section)| section.head.as_ref());
        let elements = heads.filter(|head| matches!(head.statement.what, What::Element));
        let arrays = elements.filter_map(|head| head.statement.path.split_last());
        let plain = arrays.filter(|(_, above)| !above.iter().any(|step| matches!(step, Step::Index(_))));
        plain.map(|(_, above)| above.to_vec()).collect()
    }
}

/// Counts the elements of arrays of tables as they stand in the merged list, so that one path means one element.
fn count_alike(versions: &mut [Version<'_>; 3], texts: [&str; 3]) -> Result<(), Refusal> {
    let mut arrays: Vec<Vec<Step>> = versions.iter().flat_map(Version::arrays).collect();
    arrays.sort_by_key(|path| Path::from(path.clone()).to_string());
    arrays.dedup();
    if arrays.is_empty() {
        return Ok(());
    }
    let values = texts.map(|text| Value::document(text).unwrap_or(Value::Table(Vec::new())));
    for array in arrays {
        let lists = values.each_ref().map(|value| {
            let list = array.iter().try_fold(value, |value, step| match step {
                Step::Key(key) => value.get(key),
                Step::Index(at) => value.as_list()?.get(*at),
            });
            list.and_then(Value::as_list).unwrap_or_default()
        });
        let slots = align(lists[0], lists[1], lists[2]).ok_or_else(too_many)?;
        for (side, version) in versions.iter_mut().enumerate() {
            let numbers: HashMap<usize, usize> = slots
                .iter()
                .enumerate()
                .filter_map(|(number, slot)| Some(([slot.base, slot.ours, slot.theirs][side]?, number)))
                .collect();
            for (name, section) in &mut version.sections {
                count(name, array.len(), &array, &numbers);
                for pair in &mut section.pairs {
                    count(&mut pair.statement.path, array.len(), &array, &numbers);
                }
            }
        }
    }
    Ok(())
}

fn count(path: &mut [Step], depth: usize, array: &[Step], numbers: &HashMap<usize, usize>) {
    if path.starts_with(array)
        && let Some(Step::Index(at)) = path.get_mut(depth)
        && let Some(number) = numbers.get(at)
    {
        *at = *number;
    }
}

/// Merges a table that both sides changed.
fn section(
    at: &Conflict,
    name: &[Step],
    base: Option<&Section<'_>>,
    ours: &Section<'_>,
    theirs: &Section<'_>,
    out: &mut Output,
) {
    if let (Some(ours), Some(theirs)) = (&ours.head, &theirs.head) {
        unit::merge(at, base.and_then(|base| base.head.as_ref()), ours, theirs, out);
    }
    let none = Vec::new();
    let all = [base.map_or(&none, |base| &base.pairs), &ours.pairs, &theirs.pairs];
    let paths = all.map(|pairs| pairs.iter().map(|pair| pair.statement.path.as_slice()).collect::<Vec<_>>());
    let order = sequence(&paths[0], &paths[1], &paths[2], |paths, path, after, is_new| {
        let key = |path: &[Step]| rank(&path[..path.len().min(name.len() + 1)]);
        let rest = paths[after..].iter();
        after + rest.take_while(|other| is_new(other) && key(other) <= key(path)).count()
    });
    let found = all.map(|pairs| {
        pairs.iter().map(|pair| (pair.statement.path.as_slice(), pair)).collect::<HashMap<_, _>>()
    });
    for path in order {
        let [base, ours, theirs] = found.each_ref().map(|pairs| pairs.get(path).copied());
        let at = Conflict { subject: at.subject.clone(), field: field(path), why: None };
        let text = |unit: Option<&Unit<'_>>| unit.map(|unit| format!("{}{}", unit.lead, unit.line));
        let gap = |unit: Option<&Unit<'_>>| unit.map(|unit| unit.gap.to_owned());
        let above = gap_of(gap(base), gap(ours), gap(theirs));
        match (three(text(base), text(ours), text(theirs)), ours, theirs) {
            (Some(None), ..) => {}
            (Some(Some(text)), ..) => {
                out.push(&above);
                out.push(&text);
            }
            (None, Some(ours), Some(theirs)) => {
                out.push(&above);
                unit::merge(&at, base, ours, theirs, out);
            }
            (None, ours, theirs) => {
                out.push(&above);
                let [base, ours, theirs] = [base, ours, theirs].map(|unit| text(unit).unwrap_or_default());
                out.conflict(at, &base, &ours, &theirs);
            }
        }
    }
    let tail = base.map_or("", |base| base.tail);
    out.decide(at.clone(), tail, ours.tail, theirs.tail);
}

/// The empty lines above something that at least one side has.
fn gap_of(base: Option<String>, ours: Option<String>, theirs: Option<String>) -> String {
    match (ours, theirs) {
        (Some(ours), Some(theirs)) if base.as_ref() == Some(&ours) => theirs,
        (Some(gap), _) | (None, Some(gap)) => gap,
        (None, None) => String::new(),
    }
}

/// Behind what stands before it, and behind what the other side added there that comes before it in the order of the format.
fn behind<'n>(
    names: &[&'n [Step]],
    name: &'n [Step],
    after: usize,
    is_new: &dyn Fn(&'n [Step]) -> bool,
) -> usize {
    let rest = names[after..].iter();
    after + rest.take_while(|other| is_new(other) && order(other, name) != Ordering::Greater).count()
}

/// The order of two tables of an entry in the format; equal where it does not say.
fn order(a: &[Step], b: &[Step]) -> Ordering {
    for (at, (one, other)) in a.iter().zip(b).enumerate() {
        match (one, other) {
            (Step::Index(one), Step::Index(other)) if one != other => return one.cmp(other),
            (Step::Key(_), Step::Key(_)) if one != other => return rank(&a[..=at]).cmp(&rank(&b[..=at])),
            _ => {}
        }
    }
    a.len().cmp(&b.len())
}

/// The field of an entry that a whole path means.
fn field(path: &[Step]) -> String {
    let root = match path.first() {
        Some(Step::Key(word)) if word == "playbook" => 1,
        _ => 2,
    };
    Path::from(path.get(root..).unwrap_or_default().to_vec()).to_string()
}
