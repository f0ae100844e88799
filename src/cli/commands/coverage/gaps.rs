//! The gaps for a person: those of one kind in one line, the weightiest first.

use std::io;
use std::io::Write;

use faultbook::analyse::coverage::Coverage;
use faultbook::analyse::coverage::Gap;
use faultbook::analyse::coverage::GapKind;
use faultbook::finding::listed;
use faultbook::model::Criticality;
use faultbook::model::Priority;

use crate::cli::ui::page::Item;
use crate::cli::ui::page::Page;

/// How many lines are shown of one kind and criticality, and in all.
const MOST: (usize, usize) = (6, 40);

/// Writes all gaps: those that are alike in one line, and of very many of one kind the first.
pub(super) fn write<W: Write>(coverage: &Coverage<'_>, page: &mut Page<'_, W>) -> io::Result<()> {
    let (of_kind, in_all) = MOST;
    let questions = coverage.questions.len();
    let kind = |gap: &Gap<'_>| (gap.stake.flow.criticality, gap.gap);
    let mut items: Vec<Item> = Vec::new();
    for (index, gaps) in coverage.gaps.chunk_by(|a, b| kind(a) == kind(b)).enumerate() {
        if items.len() >= in_all {
            let before = coverage.gaps.chunk_by(|a, b| kind(a) == kind(b)).take(index);
            let more = coverage.gaps.len() - before.map(<[_]>::len).sum::<usize>();
            items.push(Item::from(&*format!("and {more} more; --json has them all")));
            break;
        }
        let groups: Vec<_> = gaps.chunk_by(is_alike).collect();
        items.extend(groups.iter().take(of_kind).map(|group| Item::from(&*say(group, questions))));
        let more: usize = groups.iter().skip(of_kind).map(|group| group.len()).sum();
        if more > 0 {
            items.push(Item::from(&*format!("and {more} more of this kind; --json has them all")));
        }
    }
    page.list("Gaps", &items, false)
}

/// Whether one line says both.
fn is_alike(a: &Gap<'_>, b: &Gap<'_>) -> bool {
    let is_one_flow = || a.stake.flow.id == b.stake.flow.id && a.stake.is_passed == b.stake.is_passed;
    let is_alike = a.gap == b.gap
        && a.stake.flow.criticality == b.stake.flow.criticality
        && a.priority == b.priority
        && a.failure.is_some() == b.failure.is_some()
        && a.classes == b.classes;
    is_alike && (a.failure.is_some() || is_one_flow())
}

/// What is missing, of how many questions.
fn say(group: &[Gap<'_>], questions: usize) -> String {
    let Some(first) = group.first() else { return String::new() };
    let many = group.len() > 1;
    let name = |gap: &Gap<'_>| match (gap.failure, gap.component) {
        (Some(failure), Some(source)) if many => format!("{} ({source})", failure.id),
        (Some(failure), _) => failure.id.to_string(),
        (None, component) => component.map(ToString::to_string).unwrap_or_default(),
    };
    // No more names than are shown, and one each for those that are only counted.
    let shown: Vec<String> = group.iter().take(30).map(name).collect();
    let rest = std::iter::repeat_n("", group.len() - shown.len());
    let names = listed(shown.iter().map(String::as_str).chain(rest));
    let has = if many { "have" } else { "has" };
    let flow = first.flow();
    if let (GapKind::Source, false) = (first.gap, many) {
        return format!("{names}: {}", first.reason());
    }
    if first.failure.is_some() {
        let priority = match first.priority {
            None | Some(Priority::Unrated) => "unrated".to_owned(),
            Some(priority) => priority.to_string(),
        };
        let is_one_flow = group.iter().all(|gap| gap.stake.flow.id == first.stake.flow.id);
        let flows = match first.stake.flow.criticality {
            _ if is_one_flow => flow,
            Some(Criticality::High) => "critical flows".to_owned(),
            Some(criticality) => format!("flows of {criticality} criticality"),
            None => "flows without a criticality".to_owned(),
        };
        let number = if many { format!("{} failures", group.len()) } else { "a failure".to_owned() };
        let subject = format!("{number} ({priority}) of {flows}");
        let what = match first.gap {
            GapKind::Source => "name a source that is part of no flow that they break".to_owned(),
            GapKind::Action => format!("{has} no action"),
            GapKind::Preventative => format!("{has} no preventative action"),
            GapKind::Reactive => format!("{has} no reactive action"),
            GapKind::Detection => format!("{has} no detection"),
            GapKind::FailedTest => format!("{has} a test whose last run failed"),
            GapKind::Test => format!("{has} no test"),
            GapKind::UnrunTest => format!("{has} a test that was never run"),
            _ => format!("{has} no owner"),
        };
        return format!("{subject} {what}: {names}");
    }
    let number = if many { format!("{} components", group.len()) } else { "a component".to_owned() };
    let subject = match first.stake.is_passed {
        true => format!("{number} of {flow}"),
        false => format!("{number} that {flow} needs"),
    };
    match first.gap {
        GapKind::Failure => format!("{subject} {has} no failure: {names}"),
        GapKind::Class if first.classes.len() == questions => {
            format!("{subject} {has} no failure of any class that is asked for: {names}")
        }
        GapKind::Class => {
            let classes = listed(first.classes.iter().copied());
            format!("{subject} {has} no failure of the classes {classes}: {names}")
        }
        _ => format!("{subject} {has} no owner: {names}"),
    }
}
