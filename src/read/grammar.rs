//! Values with a grammar of their own.

use crate::finding::nearest;
use crate::finding::short;
use crate::model::Affects;
use crate::model::Cadence;
use crate::model::Condition;
use crate::model::Id;
use crate::model::Interval;
use crate::model::Likelihood;
use crate::model::Measure;
use crate::model::Priority;
use crate::model::Rating;
use crate::model::Shape;
use crate::model::Word;
use crate::model::source::TableSource;
use crate::read::fields::Fields;
use crate::read::reader::Reader;
use crate::syntax::tree::Tree;
use crate::syntax::tree::Value;

/// `["*"]`, or ids of components.
pub(super) fn affects<'i>(value: Value<'i>, reader: &mut Reader<'_>) -> Affects {
    let is_everything = |item: &Value<'i>| item.get_ref().as_str() == Some("*");
    if let Tree::Array(array) = value.get_ref()
        && array.len() == 1
        && array.iter().all(is_everything)
    {
        return Affects::EVERYTHING;
    }
    Affects::Components(reader.list(value, "a list of components", |item, reader| {
        if is_everything(&item) {
            reader.bad_value(item.span(), "`*` is the whole workload and stands alone", None);
            return None;
        }
        reader.read(item)
    }))
}

/// A level; a level under a condition; or a list of conditions. Where one part of it cannot be read nothing of it
/// counts, lest the failure rank by the milder rest.
pub(super) fn likelihood(value: Value<'_>, reader: &mut Reader<'_>) -> Option<Likelihood> {
    let scale = &reader.scales.likelihood;
    match value.get_ref() {
        Tree::Table(_) => {
            let case = reader.table(value, case)??;
            Likelihood::conditional(Vec::from_iter(case.condition), case.otherwise)
        }
        Tree::Array(_) => {
            let span = value.span();
            let read = |item, reader: &mut Reader<'_>| Some(reader.table(item, case).flatten());
            let cases: Vec<Option<Case>> = reader.list(value, "a list of conditions", read);
            let cases: Vec<Case> = cases.into_iter().collect::<Option<_>>()?;
            let mut others: Vec<_> = cases.iter().filter_map(|case| case.otherwise.clone()).collect();
            if others.len() > 1 {
                reader.bad_value(span, "two levels hold at all other times", None);
                return None;
            }
            Likelihood::conditional(
                cases.into_iter().filter_map(|case| case.condition).collect(),
                others.pop(),
            )
        }
        _ => reader.rating(&value, scale).map(Likelihood::always),
    }
}

/// A level under a condition, or one for all other times, or both.
struct Case {
    condition: Option<Condition>,
    otherwise: Option<Rating>,
}

fn case(f: &mut Fields<'_, '_, '_>) -> Option<Case> {
    let scale = &f.reader.scales.likelihood;
    let (span, written, both) = (f.span(), f.has("level"), f.has("otherwise"));
    let level = f.with("level", |value, reader| reader.rating(&value, scale));
    let when = f.text("when");
    let otherwise = f.with("otherwise", |value, reader| reader.rating(&value, scale));
    let missing = match (written, both, &when) {
        (false, _, _) => Some("there is no `level`"),
        (true, true, None) => Some("`otherwise` needs a `when`"),
        _ => None,
    };
    if let Some(missing) = missing {
        let example = "write { level = \"likely\", when = \"under heavy load\", otherwise = \"rare\" }";
        f.reader.bad_value(span, missing, Some(example.to_owned()));
        return None;
    }
    if both && otherwise.is_none() {
        return None;
    }
    let level = level?;
    Some(match when {
        Some(when) => Case { condition: Some(Condition { level, when }), otherwise },
        None => Case { condition: None, otherwise: Some(level) },
    })
}

/// Words, `{ use = "id" }`, or an action written out.
pub(super) fn measure(value: Value<'_>, reader: &mut Reader<'_>) -> Option<Measure> {
    match value.get_ref() {
        Tree::String(_) => reader.telling(value).map(Measure::Words),
        Tree::Table(table) if table.iter().any(|(key, _)| key.get_ref() == "use") => {
            reader.table(value, shared).flatten()
        }
        Tree::Table(_) => {
            reader.table_of(value, Shape::Measure).map(|action| Measure::Inline(Box::new(action)))
        }
        _ => {
            reader.wrong_type(
                &value,
                "an action",
                Some("write \"what is done\", or { use = \"id-of-an-action\" }"),
            );
            None
        }
    }
}

/// `{ use = "id" }`: everything else is said by the action itself.
fn shared(f: &mut Fields<'_, '_, '_>) -> Option<Measure> {
    let id: Option<Id> = f.get("use");
    for (key, _) in f.drain() {
        let message = format!("`use` stands alone, so `{}` is ignored", short(key.get_ref()));
        let help = id.as_ref().map(|id| format!("write it in [action.{id}]"));
        f.reader.say("unknown-key", key.span(), message, help);
    }
    id.map(|id| Measure::Shared { id })
}

/// Reads a duration, or a table of durations by priority.
pub(crate) fn cadence(value: Value<'_>, reader: &mut Reader<'_>) -> Option<Cadence> {
    if !matches!(value.get_ref(), Tree::Table(_)) {
        return reader.read(value).map(Cadence::Always);
    }
    reader.table(value, |f| {
        let by_priority = f.drain().into_iter().filter_map(|(key, value)| {
            let name = key.get_ref().clone();
            let priority = Priority::from_word(&name).filter(|&priority| priority != Priority::Unrated);
            f.reader.named(&name, |reader| match priority {
                Some(priority) => Some((priority, reader.read::<Interval>(value)?)),
                None => {
                    let near = nearest(&name, Priority::WORDS.iter().copied());
                    let help = near.map(|near| format!("did you mean `{near}`?"));
                    reader.bad_value(key.span(), "this is no priority", help);
                    None
                }
            })
        });
        Cadence::ByPriority(by_priority.collect())
    })
}
