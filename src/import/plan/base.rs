//! What was there when both sides agreed: at the last import of a foreign file, or when our own table was written. Only what differs from that
//! was changed.
//!
//! `imported.said` keeps of each field what the file said, and behind a full stop what came of it here.

use crate::change::Path;
use crate::change::Value;
use crate::change::at;
use crate::import::Field;
use crate::import::ImportedEntry;
use crate::import::plan::PlanContext;
use crate::import::plan::edits::is_class;
use crate::import::plan::edits::is_same;
use crate::import::plan::edits::shown_as;
use crate::import::plan::lists::Manner;
use crate::model::EntryRef;
use crate::model::Id;
use crate::model::MeasureClass;
use crate::model::Provenance;
use crate::model::Word;
use crate::model::said;

/// What a file said of an entry at its last import.
pub(super) fn texts(imported: Option<&Provenance>) -> &str {
    let said = imported.and_then(|imported| imported.said.as_deref()).unwrap_or_default();
    said.split_once('.').map_or(said, |(texts, _)| texts)
}

/// What came of that in the entry. An earlier version of this program did not keep it.
pub(super) fn values(imported: Option<&Provenance>) -> Option<&str> {
    Some(imported?.said.as_deref()?.split_once('.')?.1).filter(|values| values.is_ascii())
}

/// Whether a field of an entry is as the last import left it. An action that moved to another class stays the same.
pub(super) fn is_untouched(values: &str, path: &Path, now: &Value, manner: Manner<'_>) -> bool {
    let is_kept = |path: &Path, there: Option<String>| {
        let name = path.to_string();
        match there {
            Some(text) => said::is_recorded(values, &name, &text) == Some(true),
            None => said::recorded(values, &name).next().is_none(),
        }
    };
    is_kept(path, at(now, path).map(|value| text(path, value, manner)))
        || is_class(path) && is_kept(&all_actions(), Some(actions(now, manner)))
}

/// What is kept of the values that an entry has now, in the order of the fields. Of fields that are not `settled` stays what was kept.
pub(super) fn kept(
    paths: &[Path],
    now: &Value,
    before: &str,
    manner: Manner<'_>,
    settled: impl Fn(&Path) -> bool,
) -> String {
    let mut letters = String::with_capacity(before.len().max(8 * paths.len()));
    let mut keep = |path: &Path, value: Option<String>| {
        let name = path.to_string();
        match value {
            Some(text) => said::Name::new(&name).record(&text, &mut letters),
            None => letters.extend(said::recorded(before, &name)),
        }
    };
    for path in paths {
        match (settled(path), at(now, path)) {
            (true, Some(value)) => keep(path, Some(text(path, value, manner))),
            (true, None) => {}
            (false, _) => keep(path, None),
        }
    }
    if paths.iter().any(is_class) {
        let are_settled = paths.iter().filter(|path| is_class(path)).all(settled);
        keep(&all_actions(), are_settled.then(|| actions(now, manner)));
    }
    letters
}

fn all_actions() -> Path {
    Path::key("actions")
}

/// The actions of all classes, in any order.
fn actions(now: &Value, manner: Manner<'_>) -> String {
    let items = MeasureClass::ALL.iter().filter_map(|class| now.get(class.word())?.as_list()).flatten();
    let mut texts: Vec<String> = items.map(|item| manner.text(item)).collect();
    texts.sort_unstable();
    texts.join("\n")
}

/// A value as text: of lists what their elements say, without what else is recorded of them; of sources what they refer to.
pub(super) fn text(path: &Path, value: &Value, manner: Manner<'_>) -> String {
    match value {
        Value::Text(text) | Value::Number(text) | Value::Time(text) => text.clone(),
        Value::Boolean(flag) => flag.to_string(),
        Value::Date(date) => date.to_string(),
        Value::List(items) => {
            let is_reference = *path == Path::key("sources");
            let text = |item: &Value| {
                let text = manner.text(item);
                Id::slug(&text).filter(|_| is_reference).map_or(text, |id| id.to_string())
            };
            items.iter().map(text).collect::<Vec<_>>().join("\n")
        }
        Value::Table(pairs) => {
            let pair = |(key, value): &(String, Value)| format!("{key}={}", text(path, value, manner));
            let mut pairs: Vec<String> = pairs.iter().map(pair).collect();
            pairs.sort_unstable();
            pairs.join("\n")
        }
    }
}

/// Who edited a cell since it was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Edited {
    /// Not the file.
    No,
    /// The file alone.
    InFile,
    /// The file and the workspace, each in its own way.
    ByBoth,
}

impl PlanContext<'_> {
    /// Whether a cell of our own table says what it said when the table was written.
    pub(super) fn is_old(&self, foreign: &ImportedEntry, field: &Field) -> bool {
        foreign.base.as_ref().is_some_and(|base| {
            let columns: Vec<String> =
                shown_as(foreign, field).iter().flat_map(|path| (self.columns)(path)).collect();
            base.says(columns.iter().map(String::as_str), &field.text) == Some(true)
        })
    }

    /// Who edited a cell of our own table, which shows these fields of an entry. A table that does not tell what it said when it was written
    /// is the file's word.
    pub(super) fn edited(
        &self,
        foreign: &ImportedEntry,
        entry: &EntryRef,
        paths: &[Path],
        text: &str,
    ) -> Edited {
        let columns: Vec<String> = paths.iter().flat_map(|path| (self.columns)(path)).collect();
        let shown: Vec<Vec<String>> = columns.iter().map(|column| (self.shown)(entry, column)).collect();
        let says = |columns: &[String], text: &str| {
            foreign.base.as_ref()?.says(columns.iter().map(String::as_str), text)
        };
        if shown.iter().flatten().any(|shown| is_same(shown, text)) || says(&columns, text) == Some(true) {
            return Edited::No;
        }
        let base = |(column, shown): (&String, &Vec<String>)| {
            shown.iter().filter_map(|text| says(std::slice::from_ref(column), text)).max()
        };
        match columns.iter().zip(&shown).filter_map(base).max() {
            Some(false) => Edited::ByBoth,
            Some(true) | None => Edited::InFile,
        }
    }
}
