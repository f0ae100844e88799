//! A cell and the field that it is for → a value.

pub(in crate::import) mod actions;
pub(in crate::import) mod binding;
pub(in crate::import) mod builder;
pub(in crate::import) mod dates;
pub(in crate::import) mod names;
pub(in crate::import) mod people;
pub(in crate::import) mod range;
pub(in crate::import) mod strategy;

use crate::change::Value;
use crate::finding::short;
use crate::import::Mapping;
use crate::import::Typed;
use crate::import::cells::actions::Item;
use crate::import::cells::actions::items;
use crate::import::cells::binding::ColumnBinding;
use crate::import::cells::binding::Place;
use crate::import::cells::builder::EntryBuilder;
use crate::import::cells::names::Names;
use crate::import::cells::people::owner;
use crate::import::cells::strategy::is_acceptance;
use crate::import::headings::name::normal;
use crate::import::ratings;
use crate::import::ratings::Found;
use crate::import::ratings::Ratings;
use crate::import::remark::Remark;
use crate::import::remark::What;
use crate::model::Book;
use crate::model::Date;
use crate::model::Id;
use crate::model::Kind;
use crate::model::MeasureClass;
use crate::model::Scale;
use crate::model::ScaleName;
use crate::model::Scales;
use crate::model::Shape;
use crate::model::Status;
use crate::model::Word;
use crate::model::Words;
use crate::model::marked;

/// What cells are read with.
pub(super) struct Reading<'a> {
    pub(super) scales: &'a Scales,
    pub(super) mapping: &'a Mapping,
    pub(super) components: Names,
    pub(super) flows: Names,
    alerts: Names,
}

impl<'a> Reading<'a> {
    pub(super) fn new(scales: &'a Scales, mapping: &'a Mapping, book: &'a Book) -> Self {
        Self {
            scales,
            mapping,
            components: Names::components(book),
            flows: Names::new(book.flows.iter().map(|entry| (&entry.id, entry.name.as_deref()))),
            alerts: Names::alerts(book),
        }
    }

    /// How the words of a scale are read in a column.
    pub(super) fn ratings(&self, name: ScaleName, binding: &ColumnBinding<'_>) -> Ratings<'_> {
        let (scale, words) = (self.scales.get(name), self.mapping.words());
        Ratings { scale, words, near: self.mapping.near(), numbers: binding.numbers, ours: false }
    }

    /// Whether the text of a rating is one; true for every other column.
    pub(super) fn understands(&self, Place { cell, binding }: Place<'_>) -> bool {
        match binding.shape {
            Some(Shape::Rating(name)) => self.ratings(name, binding).rating(&cell.line()).is_some(),
            Some(Shape::Likelihood) => {
                self.ratings(ScaleName::Likelihood, binding).likelihood(&cell.line()).is_some()
            }
            _ => true,
        }
    }

    /// Reads a cell for the field of its column.
    pub(super) fn field(&self, place: Place<'_>, row: &mut EntryBuilder) {
        let Place { cell, binding } = place;
        let path = &binding.path;
        let is_marked = row.foreign.ours && marked::is_marked(&cell.text);
        match (path.first_key().unwrap_or_default(), binding.shape) {
            ("preventative" | "reactive" | "mitigation", Some(Shape::List(_))) => {
                let own =
                    path.first_key().and_then(MeasureClass::from_word).unwrap_or(MeasureClass::Mitigation);
                row.act(place, own, &[own]);
            }
            ("status", _) => self.status(place, row),
            ("outage", _) => match ratings::outage(&cell.line()) {
                Some(outage) => {
                    row.put_beside(place, Some(Value::text(outage.value.word())), !outage.whole);
                    self.tell_rest(!outage.whole, place, row);
                }
                None => row.keep(place, "is not understood"),
            },
            (_, Some(Shape::Rating(name))) => self.rating(name, place, row),
            (_, Some(Shape::Likelihood)) => self.likelihood(place, row),
            (_, Some(Shape::Date)) => match binding.order.date(&cell.text) {
                Some(date) => row.put_beside(place, Some(Value::Date(date)), false),
                None => row.keep(place, "is not a date, or is ambiguous"),
            },
            (_, Some(Shape::List(Shape::Reference(kinds)))) => {
                let names = if kinds.contains(&Kind::Alert) { &self.alerts } else { &self.components };
                self.references(names, kinds.first().map_or("entry", |kind| kind.word()), place, row);
            }
            ("affects", _) => self.ids(&self.components, "component", place, row),
            ("flows", _) => self.ids(&self.flows, "flow", place, row),
            (_, Some(Shape::List(Shape::Word(words)))) => self.words(*words, place, row),
            ("tags", _) if !is_marked => {
                let tags = cell.text.split([',', ';', '\n']).map(str::trim).filter(|tag| !tag.is_empty());
                row.put(path, list(tags), &cell.text);
            }
            (_, Some(Shape::List(Shape::Text))) => {
                let items = items(cell, row.foreign.ours);
                row.put(path, list(items.iter().map(|item| item.text.as_str())), &cell.text);
            }
            // What we wrote comes back with its lines.
            (_, Some(Shape::Text)) if cell.is_literal() || row.foreign.ours => {
                row.put(path, Some(Value::text(&cell.text)), &cell.text)
            }
            ("owner", Some(Shape::Text)) => row.put(path, Some(Value::text(owner(cell))), &cell.text),
            ("problem", Some(Shape::Text)) => row.put(path, Some(Value::text(cell.line())), &cell.text),
            (_, Some(Shape::Text)) => row.put(path, Some(Value::text(cell.sentence())), &cell.text),
            (_, None) => row.put(path, Some(Value::text(&cell.text)), &cell.text),
            (_, Some(_)) => {
                let typed = Typed { kind: Kind::Failure, scales: self.scales, today: Date::default() };
                match typed.value(path, &cell.text) {
                    Ok(value) => row.put_beside(place, Some(value), false),
                    Err(refusal) => {
                        let message = refusal.to_string();
                        let why = message.split_once("` is ").map_or(message.as_str(), |(_, why)| why);
                        row.keep(place, &format!("is {why}"));
                    }
                }
            }
        }
    }

    fn status(&self, place: Place<'_>, row: &mut EntryBuilder) {
        let text = &place.cell.text;
        let mapped = self.mapping.words().iter().find(|(word, _)| word.eq_ignore_ascii_case(text));
        let word = mapped.map_or_else(|| place.cell.line(), |(_, status)| status.clone());
        match ratings::status(&word) {
            Some(status) => {
                row.put_beside(place, Some(Value::text(status.value.word())), !status.whole);
                self.tell_rest(!status.whole, place, row);
            }
            // It is said by a table of its own, and is no status that could be written.
            None if row.foreign.ours && text == "accepted" => {
                row.put(&place.binding.path, Some(Value::text("open")), text);
                let message =
                    "a failure is accepted by `faultbook accept`, which asks by whom and until when";
                row.remark(&place.binding.path, Remark::said(place.binding.heading, message));
            }
            None if is_acceptance(&word) => {
                row.put_beside(place, None, true);
                let message = format!(
                    "“{}” is kept as {}; to accept the risk: faultbook accept ID --by WHO --until DATE",
                    short(&word),
                    place.binding.own
                );
                row.remark(&place.binding.path, Remark::said(place.binding.heading, message));
            }
            None => match self.near_status(&word) {
                Some(status) => {
                    row.put_beside(place, Some(Value::text(status.word())), true);
                    self.tell_rest(true, place, row);
                }
                None => self.unknown("status", place, row),
            },
        }
    }

    /// The status that is nearest to a word of the tool that wrote the file.
    fn near_status(&self, word: &str) -> Option<Status> {
        let word = normal(word);
        let (_, near) = self.mapping.near().iter().find(|(known, _)| *known == word)?;
        Some(ratings::status(near)?.value)
    }

    fn rating(&self, name: ScaleName, place: Place<'_>, row: &mut EntryBuilder) {
        let (ratings, line) = (self.ratings(name, place.binding), place.cell.line());
        let Some(rating) = ratings.rating(&line) else {
            return self.unknown(ratings.scale.name(), place, row);
        };
        self.tell_beyond(&rating.value, ratings.scale, place, row);
        row.put_beside(place, Some(rating.value.value()), !rating.whole);
        self.tell_rest(!rating.whole, place, row);
    }

    fn likelihood(&self, place: Place<'_>, row: &mut EntryBuilder) {
        let ratings =
            Ratings { ours: row.foreign.ours, ..self.ratings(ScaleName::Likelihood, place.binding) };
        let line = place.cell.line();
        let Some(said) = ratings.likelihood(&line) else {
            return self.unknown(ratings.scale.name(), place, row);
        };
        let (likelihood, found) = &said.value;
        self.tell_beyond(found, ratings.scale, place, row);
        let value = if likelihood.conditions().is_empty() { found.value() } else { Value::from(likelihood) };
        row.put_beside(place, Some(value), !said.whole);
        self.tell_rest(!said.whole, place, row);
    }

    fn tell_beyond(&self, found: &Found, scale: &Scale, place: Place<'_>, row: &mut EntryBuilder) {
        if found.beyond {
            let (line, level, name) = (place.cell.line(), &found.rating, scale.name());
            let message = format!(
                "“{line}” is read as {level}, the nearest {name} level; change it with --map-level \"{line}=LEVEL\""
            );
            row.remark(&place.binding.path, Remark::said(place.binding.heading, message));
        }
    }

    fn tell_rest(&self, is_more: bool, place: Place<'_>, row: &mut EntryBuilder) {
        if is_more {
            let (line, own) = (place.cell.line(), &place.binding.own);
            let message =
                format!("only the level of “{}” is used; the full text is kept as {own}", short(&line));
            row.remark(&place.binding.path, Remark::said(place.binding.heading, message));
        }
    }

    /// Keeps a word that a scale does not know; all of them are told together.
    fn unknown(&self, scale: &'static str, place: Place<'_>, row: &mut EntryBuilder) {
        row.put_beside(place, None, true);
        let what = What::Unknown { scale, word: place.cell.line() };
        row.remark(&place.binding.path, Remark { column: place.binding.heading.to_owned(), what });
    }

    fn references(&self, names: &Names, what: &str, place: Place<'_>, row: &mut EntryBuilder) {
        if !place.cell.is_literal() && !place.cell.text.chars().any(char::is_alphabetic) {
            return row.keep(place, "names nothing");
        }
        let is_marked = row.foreign.ours && marked::is_marked(&place.cell.text);
        let parts: Vec<Item> = match place.cell.is_literal() {
            true => place.cell.text.split("; ").map(Item::literal).collect(),
            false if is_marked => items(place.cell, true),
            false => vec![Item { text: place.cell.text.clone(), literal: false }],
        };
        let mut texts = Vec::new();
        let mut named = Vec::new();
        for part in &parts {
            let read = if part.literal { vec![names.named(&part.text)] } else { names.read(&part.text) };
            texts.extend(read.iter().map(|named| named.reference.as_str().to_owned()));
            named.extend(read);
        }
        let what = if what.starts_with('a') { format!("an {what}") } else { format!("a {what}") };
        for named in named.iter().filter(|named| named.rewritten) {
            let (written, words) = (named.written, &named.reference);
            let message = format!(
                "“{written}” is written “{words}”, because a lower-case word names {what} and there is none"
            );
            row.remark(&place.binding.path, Remark::said(place.binding.heading, message));
        }
        row.put(&place.binding.path, list(texts.iter().map(String::as_str)), &place.cell.text);
    }

    fn ids(&self, names: &Names, what: &str, place: Place<'_>, row: &mut EntryBuilder) {
        let Place { cell, binding } = place;
        if what == "component" && cell.text == "*" {
            return row.put(&binding.path, Some(Value::texts(["*"])), "*");
        }
        let parts = names.parts(&cell.text);
        let (known, unknown): (Vec<&str>, Vec<&str>) =
            parts.into_iter().partition(|part| names.find(part).is_some());
        let ids = list(known.iter().filter_map(|part| names.find(part)).map(Id::as_str));
        row.put_beside(place, ids, !unknown.is_empty());
        for part in unknown {
            let message = format!("there is no {what} “{part}”; the text is kept as {}", binding.own);
            row.remark(&binding.path, Remark::said(binding.heading, message));
        }
    }

    fn words(&self, words: Words, place: Place<'_>, row: &mut EntryBuilder) {
        let parts = place.cell.text.split([',', ';', '\n']);
        let parts = parts.map(|part| part.trim().to_lowercase().replace(' ', "-"));
        let parts: Vec<String> = parts.filter(|part| !part.is_empty()).collect();
        if parts.iter().all(|part| words.words.contains(&part.as_str())) {
            row.put_beside(place, list(parts.iter().map(String::as_str)), false);
        } else {
            row.keep(place, &format!("is not a {} ({})", words.what, words.words.join(", ")));
        }
    }
}

fn list<'t>(items: impl Iterator<Item = &'t str>) -> Option<Value> {
    let mut list: Vec<Value> = Vec::new();
    for item in items.map(Value::text) {
        if !list.contains(&item) {
            list.push(item);
        }
    }
    (!list.is_empty()).then_some(Value::List(list))
}
