//! What faultbook computes itself, against what the file says.

use crate::config::Config;
use crate::import::Row;
use crate::import::cells::binding::ColumnBinding;
use crate::import::cells::builder::EntryBuilder;
use crate::import::cells::range::leading;
use crate::import::headings::meaning::Target;
use crate::model::Priority;
use crate::model::Word;

/// Compares what the file says of priority and RPN with what comes of its ratings, and says where they differ.
pub(in crate::import) fn check(
    bindings: &[ColumnBinding<'_>],
    row: &Row,
    builder: &mut EntryBuilder,
    config: &Config,
) {
    let cell = |wanted: &dyn Fn(&Target) -> bool| {
        let at = bindings.iter().position(|binding| wanted(binding.target))?;
        Some((bindings[at].heading, row.cells.get(at)?.line()))
    };
    let number = |field: &str| leading(&cell(&|target| target.is(field))?.1);
    if let Some((heading, text)) = cell(&|target| *target == Target::Rpn)
        && let (Some(said), Some(s), Some(o), Some(d)) =
            (leading(&text), number("severity"), number("likelihood"), number("detection"))
        && said != s.saturating_mul(o).saturating_mul(d)
    {
        builder.note(
            heading,
            format!("the file says {said}, and {s} × {o} × {d} is {}", s.saturating_mul(o).saturating_mul(d)),
        );
    }
    let Some((heading, text)) = cell(&|target| *target == Target::Priority) else { return };
    let Some(said) = Priority::from_word(&text.to_lowercase()) else { return };
    let scales = &config.scales;
    let level =
        |field: &str| builder.foreign.fields.iter().find(|known| known.path.first_key() == Some(field));
    let severity = level("severity").and_then(|field| scales.severity.read(&written(field)?));
    let likelihood = level("likelihood").and_then(|field| scales.likelihood.read(&written(field)?));
    let computed = config.matrix.priority(severity.as_ref(), likelihood.as_ref(), &scales.likelihood);
    if computed != Priority::Unrated && computed != said {
        builder.note(heading, format!("the file says {said}, and the matrix says {computed}"));
    }
}

/// The level of a field, as it is written.
fn written(field: &crate::import::Field) -> Option<String> {
    use crate::change::Value;
    match field.value.as_ref()? {
        Value::Text(text) | Value::Number(text) => Some(text.clone()),
        table => match table.get("level")? {
            Value::Text(text) | Value::Number(text) => Some(text.clone()),
            _ => None,
        },
    }
}
