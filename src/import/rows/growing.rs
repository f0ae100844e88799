//! A row while it becomes a wish.

use std::sync::Arc;

use crate::change::Path;
use crate::change::Value;
use crate::finding::short;
use crate::import::Field;
use crate::import::Wish;
use crate::import::cells::seat::Place;
use crate::import::cells::seat::Seat;
use crate::import::remark::Remark;
use crate::model::Date;
use crate::model::MeasureClass;
use crate::model::Word;

/// A wish that grows cell by cell, and what a person should know of it.
#[derive(Debug)]
pub(in crate::import) struct Growing {
    pub(in crate::import) wish: Wish,
    /// The date by which the actions are due, as it is written and as it is read.
    pub(in crate::import) due: Option<(String, Date)>,
    /// Actions that are done already, and so are due no more.
    pub(in crate::import) in_place: Vec<Value>,
}

impl Growing {
    pub(in crate::import) fn new(wish: Wish) -> Self {
        Self { wish, due: None, in_place: Vec::new() }
    }

    /// Remembers what a person should know of the row as a whole.
    pub(in crate::import) fn note(&mut self, heading: &str, message: impl Into<String>) {
        self.wish.remarks.push(Remark::said(heading, message));
    }

    /// Remembers what a person should know of a field.
    pub(in crate::import) fn remark(&mut self, path: &Path, remark: Remark) {
        self.field(path).remarks.push(remark);
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
        let at = self.wish.fields.iter().position(|field| field.path == *path);
        let at = at.unwrap_or_else(|| {
            self.wish.fields.push(Field::new(path.clone(), None, String::new()));
            self.wish.fields.len() - 1
        });
        &mut self.wish.fields[at]
    }

    /// Puts a value into the field of a cell, and what the field has no room for under a key of the user's own.
    pub(in crate::import) fn put_beside(&mut self, place: Place<'_>, value: Option<Value>, aside: bool) {
        let Place { cell, seat } = place;
        self.put(&seat.path, value, &cell.text);
        let kept = aside.then(|| cell.line());
        let asides = &mut self.field(&seat.path).asides;
        // Mostly there is one, and there may be very many fields.
        asides.reserve_exact(1);
        asides.push((Arc::clone(&seat.own), kept));
    }

    /// Keeps a cell that its field cannot take as it is, and says why.
    pub(in crate::import) fn keep(&mut self, place: Place<'_>, why: &str) {
        self.put_beside(place, None, true);
        let Place { cell, seat } = place;
        let message = format!("“{}” {why}; the text is kept as {}", short(&cell.line()), seat.own);
        self.remark(&seat.path, Remark::said(seat.heading, message));
    }

    /// Keeps a cell of a column that fills no field under a key of the user's own, and says why.
    pub(in crate::import) fn keep_own(&mut self, place: Place<'_>, why: &str) {
        let Place { cell, seat } = place;
        let path = Path::key(&seat.own);
        self.put(&path, Some(Value::text(cell.line())), &cell.text);
        self.remark(&path, Remark::said(seat.heading, format!("{why} {}", seat.own)));
    }

    /// Puts actions into the lists of their classes; `own` is the class that the column is for, if it is for one.
    pub(in crate::import) fn put_actions(
        &mut self,
        actions: Vec<(MeasureClass, String)>,
        own: &[MeasureClass],
        text: &str,
    ) {
        let classes = MeasureClass::ALL.iter().copied();
        for class in classes.filter(|class| own.contains(class) || actions.iter().any(|(of, _)| of == class))
        {
            let of_it = actions.iter().filter(|(of, _)| *of == class).map(|(_, action)| Value::text(action));
            let list: Vec<Value> = of_it.collect();
            self.put(&Path::key(class.word()), (!list.is_empty()).then_some(Value::List(list)), text);
        }
    }

    /// Gives every action of the row the date by which it is due. Without an action the date is kept by itself.
    pub(in crate::import) fn finish(&mut self, seat: Option<&Seat<'_>>) {
        let (Some((text, date)), Some(seat)) = (self.due.take(), seat) else { return };
        let mut given = false;
        for class in MeasureClass::ALL {
            let field =
                self.wish.fields.iter_mut().find(|field| field.path.first_key() == Some(class.word()));
            let Some(field) = field else { continue };
            let Some(Value::List(items)) = &mut field.value else { continue };
            for item in items.iter_mut().filter(|item| !self.in_place.contains(item)) {
                given = true;
                let action = std::mem::replace(item, Value::Boolean(false));
                *item =
                    Value::Table(vec![("action".to_owned(), action), ("due".to_owned(), Value::Date(date))]);
            }
            field.text.push('\n');
            field.text.push_str(&text);
        }
        if !given {
            let path = Path::key(&seat.own);
            self.put(&path, Some(Value::text(&text)), &text);
            let message =
                format!("the row has no action that could be due; the date is kept as {}", seat.own);
            self.remark(&path, Remark::said(seat.heading, message));
        }
    }
}
