//! What a row says anew of the entry that it speaks of.

use crate::change::Path;
use crate::finding::short;
use crate::import::Field;
use crate::import::ImportedEntry;
use crate::import::Remark;
use crate::import::plan::Change;
use crate::import::plan::Plan;
use crate::import::plan::PlanContext;
use crate::import::plan::base::Edited;
use crate::import::plan::base::texts;
use crate::import::plan::change::How;
use crate::import::plan::edits;
use crate::import::plan::existing::ExistingEntry;
use crate::import::plan::late::Late;
use crate::import::plan::late::is_read_anew;
use crate::import::plan::note;
use crate::import::plan::told;
use crate::model::ScaleName;
use crate::model::Word;
use crate::model::said;

impl Plan {
    /// Adds what a row says anew of an entry, and returns what is to be said of it.
    pub(super) fn follow(
        &mut self,
        foreign: ImportedEntry,
        known: &ExistingEntry<'_>,
        how: How,
        late: &Late,
        context: &PlanContext<'_>,
    ) -> Vec<(Option<String>, usize, Remark)> {
        let before = known.imported.filter(|_| how == How::Follow);
        let said = texts(before);
        let links = if how == How::Fill { Vec::new() } else { late.links(&foreign, known) };
        let is_anew = |field: &Field| how == How::Follow && is_read_anew(field, before);
        let is_same = before.is_some() && said == foreign.said();
        if is_same && links.is_empty() && !foreign.fields.iter().any(is_anew) {
            self.unchanged += 1;
            return Vec::new();
        }
        let filled = foreign.fields.iter().filter(|field| !field.text.is_empty()).count();
        let is_less = said.len() / said::LETTERS > filled;
        let (mut contested, mut anew) = (Vec::new(), Vec::new());
        let mut is_new = |field: &Field| match how {
            How::Follow if said::holds(said, &field.said()) => {
                let is_anew = is_anew(field);
                anew.extend(is_anew.then(|| field.path.clone()));
                is_anew
            }
            How::Follow => !field.text.is_empty() || is_less && edits::is_gone(field, foreign.kind),
            How::Edit => {
                let edited =
                    context.edited(&foreign, &known.entry(), &edits::shown_as(&foreign, field), &field.text);
                contested.extend((edited == Edited::ByBoth).then(|| field.path.clone()));
                edited != Edited::No
            }
            How::Fill => field.value.is_some(),
        };
        let fields: Vec<Field> = foreign.fields.iter().filter(|field| is_new(field)).cloned().collect();
        let computed = foreign.computed.iter().filter(|_| how == How::Edit);
        for (path, text) in computed.filter(|(path, text)| !is_result(path, text, &fields)) {
            if context.edited(&foreign, &known.entry(), std::slice::from_ref(path), text) != Edited::No {
                let message = format!(
                    "“{}” was not imported: this column is computed from other fields, edit those instead",
                    short(text)
                );
                self.notes.push(note(&foreign, path, message));
            }
        }
        if fields.is_empty() && links.is_empty() {
            self.unchanged += 1;
            return Vec::new();
        }
        let remarks = if fields.is_empty() { Vec::new() } else { told(&foreign, &fields).collect() };
        self.changed.push(Change {
            entry: known.entry(),
            foreign,
            fields,
            contested,
            anew,
            links,
            before: before.cloned(),
            how,
            from: context.from.to_owned(),
        });
        remarks
    }
}

/// Whether a cell holds the result of our formula for risk priority numbers: it changes with the ratings of its row, and is missing where the
/// program that edited them does not calculate.
fn is_result(path: &Path, text: &str, edited: &[Field]) -> bool {
    let name = path.to_string();
    let Some(before) = name.strip_suffix("rpn") else { return false };
    let is_rating = |field: &Field| {
        let field = field.path.to_string().replace('.', "_");
        ScaleName::ALL.iter().any(|scale| field.strip_prefix(before) == Some(scale.word()))
    };
    text.is_empty() || edited.iter().any(is_rating)
}
