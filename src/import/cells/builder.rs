//! An entry while the cells of a row are added to it.

use std::sync::Arc;

use crate::change::Path;
use crate::change::Value;
use crate::finding::short;
use crate::import::Field;
use crate::import::ImportedEntry;
use crate::import::cells::actions::actions;
use crate::import::cells::actions::items;
use crate::import::cells::binding::ColumnBinding;
use crate::import::cells::binding::Place;
use crate::import::cells::strategy::strategy;
use crate::import::headings::progress::IN_PLACE;
use crate::import::remark::Remark;
use crate::model::Date;
use crate::model::MeasureClass;
use crate::model::Word;
use crate::model::says_nothing;

/// An entry to which cell after cell is added, and what a person should know of it.
#[derive(Debug)]
pub(in crate::import) struct EntryBuilder {
    pub(in crate::import) foreign: ImportedEntry,
    /// The date by which the actions are due, as it is written and as it is read.
    pub(in crate::import) due: Option<(String, Date)>,
}

impl EntryBuilder {
    pub(in crate::import) fn new(foreign: ImportedEntry) -> Self {
        Self { foreign, due: None }
    }

    /// Remembers what a person should know of the row as a whole.
    pub(in crate::import) fn note(&mut self, heading: &str, message: impl Into<String>) {
        self.foreign.remarks.push(Remark::said(heading, message));
    }

    /// Remembers what a person should know of a field.
    pub(in crate::import) fn remark(&mut self, path: &Path, remark: Remark) {
        self.field(path).remark(remark);
    }

    /// Puts a value into a field. To a list that is there already it is added.
    pub(in crate::import) fn put(&mut self, path: &Path, value: Option<Value>, text: &str) {
        let field = self.field(path);
        if !field.text.is_empty() && !text.is_empty() {
            field.text.push('\n');
        }
        field.text.push_str(text);
        match (&mut field.value, value) {
            (Some(Value::List(items)), Some(Value::List(more))) => {
                more.into_iter().for_each(|item| {
                    if !items.contains(&item) {
                        items.push(item)
                    }
                });
            }
            (_, None) => {}
            (place, value) => *place = value,
        }
    }

    fn field(&mut self, path: &Path) -> &mut Field {
        let at = self.foreign.fields.iter().position(|field| field.path == *path);
        let at = at.unwrap_or_else(|| {
            self.foreign.fields.push(Field::new(path.clone(), None, String::new()));
            self.foreign.fields.len() - 1
        });
        &mut self.foreign.fields[at]
    }

    /// Puts a value into the field of a cell, and what the field has no room for under a key of the user's own.
    pub(in crate::import) fn put_beside(&mut self, place: Place<'_>, value: Option<Value>, aside: bool) {
        let Place { cell, binding } = place;
        self.put(&binding.path, value, &cell.text);
        let kept = aside.then(|| cell.line());
        self.field(&binding.path).add_aside((Arc::clone(&binding.own), kept));
    }

    /// Keeps a cell that its field cannot take as it is, and says why.
    pub(in crate::import) fn keep(&mut self, place: Place<'_>, why: &str) {
        self.put_beside(place, None, true);
        let Place { cell, binding } = place;
        let message = format!("“{}” {why}; the text is kept as {}", short(&cell.line()), binding.own);
        self.remark(&binding.path, Remark::said(binding.heading, message));
    }

    /// Keeps a cell of a column that fills no field under a key of the user's own, and says why.
    pub(in crate::import) fn keep_own(&mut self, place: Place<'_>, why: &str) {
        let Place { cell, binding } = place;
        let path = Path::key(&binding.own);
        self.put(&path, Some(Value::text(cell.line())), &cell.text);
        self.remark(&path, Remark::said(binding.heading, format!("{why} {}", binding.own)));
    }

    /// Puts what a cell of actions says into the lists of their classes. `class` is what the column says, and `own` which lists it speaks of.
    pub(in crate::import) fn act(&mut self, place: Place<'_>, class: MeasureClass, own: &[MeasureClass]) {
        let Place { cell, binding } = place;
        let ours = self.foreign.ours;
        let items = items(cell, ours);
        if let Some(strategy) = strategy(&items).filter(|_| !ours) {
            let path = Path::key("x-treatment");
            let before =
                self.foreign.text("x-treatment").map(|before| format!("{before}; ")).unwrap_or_default();
            self.put(&path, Some(Value::text(format!("{before}{}", cell.line()))), &cell.text);
            let way_out = match strategy.accepts {
                true => "; to accept the risk: faultbook accept ID --by WHO --until DATE",
                false => "",
            };
            let message = format!(
                "“{}” is a strategy, not an action, and is kept as x-treatment{way_out}",
                short(&cell.line())
            );
            self.remark(&path, Remark::said(binding.heading, message));
            return;
        }
        let left_out = items.iter().find(|item| !item.literal && says_nothing(&item.text));
        if let Some(left_out) = left_out.filter(|_| items.len() > 1) {
            let message = format!("“{}” is skipped: it names no action", short(&left_out.text));
            self.note(binding.heading, message);
        }
        self.put_actions(actions(&items, class), own, &cell.text, binding.status.filter(|_| !ours));
    }

    /// Puts actions into the lists of their classes; `own` is the class that the column is for, if it is for one, and `status` how far
    /// the column says that they are.
    pub(in crate::import) fn put_actions(
        &mut self,
        actions: Vec<(MeasureClass, String)>,
        own: &[MeasureClass],
        text: &str,
        status: Option<&'static str>,
    ) {
        let value = |action: &String| match status {
            None => Value::text(action),
            Some(status) => {
                let pair = |key: &str, text: &str| (key.to_owned(), Value::text(text));
                Value::Table(vec![pair("action", action), pair("status", status)])
            }
        };
        let classes = MeasureClass::ALL.iter().copied();
        for class in classes.filter(|class| own.contains(class) || actions.iter().any(|(of, _)| of == class))
        {
            let of_it = actions.iter().filter(|(of, _)| *of == class).map(|(_, action)| value(action));
            let list: Vec<Value> = of_it.collect();
            self.put(&Path::key(class.word()), (!list.is_empty()).then_some(Value::List(list)), text);
        }
    }

    /// Gives every action of the row the date by which it is due. Without an action the date is kept by itself.
    pub(in crate::import) fn finish(&mut self, binding: Option<&ColumnBinding<'_>>) {
        let (Some((text, date)), Some(binding)) = (self.due.take(), binding) else { return };
        let mut given = false;
        for class in MeasureClass::ALL {
            let field =
                self.foreign.fields.iter_mut().find(|field| field.path.first_key() == Some(class.word()));
            let Some(field) = field else { continue };
            let Some(Value::List(items)) = &mut field.value else { continue };
            // What is done already is due no more.
            let is_done = |item: &Value| item.get("status").and_then(Value::as_str) == Some(IN_PLACE);
            for item in items.iter_mut().filter(|item| !is_done(item)) {
                given = true;
                let mut pairs = match std::mem::replace(item, Value::Boolean(false)) {
                    Value::Table(pairs) => pairs,
                    action => vec![("action".to_owned(), action)],
                };
                // There may be very many actions.
                pairs.reserve_exact(1);
                pairs.push(("due".to_owned(), Value::Date(date)));
                *item = Value::Table(pairs);
            }
            field.text.push('\n');
            field.text.push_str(&text);
        }
        if !given {
            let path = Path::key(&binding.own);
            self.put(&path, Some(Value::text(&text)), &text);
            let message =
                format!("the row has no action that could be due; the date is kept as {}", binding.own);
            self.remark(&path, Remark::said(binding.heading, message));
        }
    }
}
