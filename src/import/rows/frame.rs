//! A table with everything that its rows are read with.

use crate::change::Path;
use crate::change::Value;
use crate::config::Config;
use crate::import::Base;
use crate::import::Cell;
use crate::import::ImportedEntry;
use crate::import::Row;
use crate::import::Table;
use crate::import::cells::Reading;
use crate::import::cells::binding::ColumnBinding;
use crate::import::cells::binding::Place;
use crate::import::cells::builder::EntryBuilder;
use crate::import::cells::names::without_alerts;
use crate::import::cells::people::is_mail;
use crate::import::headings::meaning::Target;
use crate::import::headings::name::normal;
use crate::import::remark::Remark;
use crate::import::rows::above::Above;
use crate::import::rows::below::Role;
use crate::import::rows::check::check;
use crate::import::rows::sums::is_total;
use crate::import::rows::width::alignment;
use crate::import::rows::width::is_odd;
use crate::import::rows::width::is_shifted;
use crate::import::rows::width::rates;
use crate::limits::LONGEST_ROW;
use crate::model::Id;
use crate::model::Kind;
use crate::model::MeasureClass;
use crate::model::Shape;
use crate::model::Word;
use crate::model::is_placeholder;
use crate::model::is_terminal_control;
use crate::model::says_nothing;

/// Why a row without a problem is left out.
pub(super) const UNNAMED: &str = "this row says nothing about what fails, and is left out";

/// A table whose rows can be read in any order.
pub(in crate::import) struct Frame<'t> {
    pub(in crate::import) config: &'t Config,
    pub(in crate::import) reading: &'t Reading<'t>,
    pub(in crate::import) table: &'t Table,
    pub(in crate::import) bindings: &'t [ColumnBinding<'t>],
    /// Whether it is one of our own exports.
    pub(in crate::import) ours: bool,
}

/// What stands above rows, and what it gives to each of them.
pub(in crate::import) struct Section {
    pub(in crate::import) title: Option<String>,
    pub(in crate::import) above: Option<Above>,
}

impl Frame<'_> {
    fn has(&self, wanted: impl Fn(&Target) -> bool) -> bool {
        self.bindings.iter().any(|binding| wanted(binding.target))
    }

    /// What a row wants; or why it is left out.
    pub(super) fn foreign(
        &self,
        row: &Row,
        role: &Role,
        section: &Section,
    ) -> Result<ImportedEntry, &'static str> {
        let problem = self.bindings.iter().zip(&row.cells).find(|(binding, _)| binding.target.is("problem"));
        let is_nothing = |text: &str| is_placeholder(text) || is_blank(text);
        let says = |cell: &Cell| !cell.text.is_empty() && (cell.is_literal() || !is_nothing(&cell.text));
        // A table that names failures by their ids need not say what fails.
        let is_named = self.has(|target| *target == Target::Id) && !self.has(|target| target.is("problem"));
        if !problem.is_some_and(|(_, cell)| says(cell)) && !is_named && *role != Role::More {
            return Err(UNNAMED);
        }
        if problem.is_some_and(|(_, cell)| is_total(cell, row)) {
            return Err("this row sums up those above, and is left out");
        }
        if row.cells.iter().map(|cell| cell.text.len()).sum::<usize>() > LONGEST_ROW {
            return Err("this row is too large for an entry, and is left out");
        }
        // The sheet of our own workbook says nothing.
        let sheet_name = self.table.sheet.clone().filter(|_| !self.ours);
        let under = section.title.clone().or(sheet_name);
        let sheet = self.table.sheet.clone();
        let mut builder = EntryBuilder::new(ImportedEntry {
            under,
            sheet,
            table: self.table.line,
            ours: self.ours,
            base: row.said.as_deref().filter(|_| self.ours).and_then(Base::parse),
            ..ImportedEntry::new(Kind::Failure, row.line)
        });
        builder.foreign.fields.reserve_exact(self.bindings.len());
        let empty = Cell::default();
        let is_shifted =
            !self.ours && is_shifted(self.bindings, row, self.table.sheet.is_some(), self.reading);
        for (at, binding) in self.bindings.iter().enumerate() {
            let cell = row.cells.get(at).unwrap_or(&empty);
            let place = Place { cell, binding };
            match is_shifted && (rates(binding) || is_odd(place, self.reading)) {
                true if cell.text.is_empty() => {}
                true => builder.put_beside(place, None, true),
                false => self.cell(place, &mut builder),
            }
            // Our own tables make links of the addresses in texts, and mail goes to people rather than to references.
            let is_new = |link: &&String| match self.ours {
                true => !cell.text.contains(link.as_str()),
                false => !is_mail(link, place),
            };
            let links = cell.links().iter().filter(is_new);
            // What a terminal obeys goes, as in texts.
            let links: Vec<String> = links.map(|link| link.replace(is_terminal_control, "")).collect();
            if !links.is_empty() {
                let value = Value::texts(links.iter().map(String::as_str));
                builder.put(&Path::key("references"), Some(value), &links.join("\n"));
            }
        }
        let more = row.cells.get(self.bindings.len()..).unwrap_or_default();
        if more.iter().any(|cell| !cell.text.is_empty()) {
            let more = more.iter().map(Cell::line).collect::<Vec<_>>().join(" ");
            builder.put(&Path::key("x-more"), Some(Value::text(more.trim())), &more);
        }
        if is_shifted {
            let (has, columns) = (row.cells.len(), self.bindings.len());
            let more = if has > columns { ", extra cells as x-more" } else { "" };
            let way_out = alignment(self.bindings, row).unwrap_or_default();
            let advice = self.table.advice;
            let message = format!(
                "{has} cells in a table of {columns} columns: ratings are kept as text{more}{way_out}{advice}"
            );
            builder.note("", message);
        }
        if let Some(above) = section.above.as_ref().filter(|_| *role != Role::More) {
            let title = section.title.as_deref().unwrap_or_default();
            builder.put(&above.path, Some(above.value.clone()), title);
        }
        builder.finish(self.bindings.iter().find(|binding| *binding.target == Target::Due));
        if !self.ours && !is_shifted {
            check(self.bindings, row, &mut builder, self.config);
        }
        // There may be very many.
        builder.foreign.fields.shrink_to_fit();
        Ok(builder.foreign)
    }

    /// Whether a text says in words that there is nothing, which is reported. A rating or a status would be another one.
    fn says_nothing(&self, place: Place<'_>, row: &mut EntryBuilder) -> bool {
        let Place { cell, binding } = place;
        let is_text = match (binding.target, binding.shape) {
            (Target::Actions, _) | (_, Some(Shape::Text)) => !binding.target.is("problem"),
            (Target::Field(_) | Target::Chosen(_), Some(Shape::List(_))) => true,
            _ => false,
        };
        // A dash is how people leave a cell empty; a question is none.
        let is_said = |letter: char| letter.is_alphanumeric() || letter == '?';
        let text =
            if binding.target.is("detected_by") { without_alerts(&cell.text) } else { (&*cell.text).into() };
        let is_nothing = is_text && says_nothing(&text) && cell.text.contains(is_said);
        if is_nothing {
            let message = format!("“{}” is imported as empty", crate::finding::short(&cell.line()));
            row.note(binding.heading, message);
        }
        is_nothing
    }

    fn cell(&self, place: Place<'_>, row: &mut EntryBuilder) {
        let Place { cell, binding } = place;
        // `None` is an outage, and whatever stands in a column of the user's own is theirs.
        let literal =
            cell.is_literal() || binding.target.is("outage") || matches!(binding.target, Target::Extra(_));
        let is_nothing = cell.text.is_empty() || (!literal && is_placeholder(&cell.text));
        let is_nothing = !literal && !row.foreign.ours && self.says_nothing(place, row) || is_nothing;
        match binding.target {
            Target::Priority | Target::Rpn | Target::Computed if row.foreign.ours => {
                let name = normal(binding.heading).replace(' ', "_");
                // Which score stands there depends on the method that ordered the table.
                if name != "score" {
                    row.foreign.computed.push((Path::key(&name), cell.text.clone()));
                }
            }
            Target::Priority | Target::Rpn | Target::Computed | Target::Nothing => {}
            Target::Id | Target::Due if is_nothing => {}
            Target::Id => match id(&cell.line(), row.foreign.ours) {
                Some((id, exact)) => {
                    if !exact {
                        let text = cell.line();
                        let text = crate::finding::short(&text);
                        let message = format!("“{text}” is written `{id}`, as ids are");
                        row.foreign.remarks.push(Remark::of_kind(binding.heading, "id", message));
                    }
                    row.foreign.id = Some(id);
                }
                None if cell.text.chars().any(char::is_alphabetic) => {
                    let text = cell.line();
                    let why = format!("“{}” is not an id; it is kept as", crate::finding::short(&text));
                    row.keep_own(place, &why);
                }
                None => row.keep_own(place, "a number or a check box is not an id: kept as"),
            },
            Target::Due => match binding.order.date(&cell.text) {
                Some(date) => row.due = Some((cell.text.clone(), date)),
                None => {
                    let text = cell.line();
                    let text = crate::finding::short(&text);
                    let why = format!("“{text}” is not a date, or is ambiguous: kept as");
                    row.keep_own(place, &why);
                }
            },
            Target::Actions if is_nothing => row.put_actions(Vec::new(), MeasureClass::ALL, "", None),
            Target::Actions => {
                let own: &[MeasureClass] =
                    if row.foreign.ours { MeasureClass::ALL } else { &[MeasureClass::Mitigation] };
                row.act(place, MeasureClass::Mitigation, own);
            }
            _ if is_nothing => row.put(&binding.path, None, ""),
            _ => self.reading.field(place, row),
        }
    }
}

/// Whether a cell is still the blank of a template: `[Failure mode]`, `{how it fails}`, `<risk>`.
fn is_blank(text: &str) -> bool {
    [('[', ']'), ('{', '}'), ('<', '>')].iter().any(|&(open, close)| {
        let within = text.strip_prefix(open).and_then(|rest| rest.strip_suffix(close));
        within.is_some_and(|within| !within.contains([open, close]))
    })
}

/// The id that a cell asks for, and whether it is written so. Numbers alone are counters, and the values of check boxes are no ids. In our
/// own tables an id is one, whatever it looks like.
fn id(text: &str, ours: bool) -> Option<(Id, bool)> {
    /// Check boxes of spreadsheets, in the languages that import reads.
    const BOXES: &[&str] =
        &["true", "false", "wahr", "falsch", "vrai", "faux", "verdadero", "falso", "verdadeiro", "yes", "no"];
    let is_number = text.starts_with(|first: char| first.is_ascii_digit()) && text.parse::<f64>().is_ok();
    let is_box = BOXES.iter().any(|word| text.eq_ignore_ascii_case(word));
    if !ours && (is_number || is_box || !text.chars().any(char::is_alphabetic)) {
        return None;
    }
    match Id::new(&text.to_lowercase()) {
        Ok(id) => Some((id, true)),
        Err(_) => Id::slug(text).map(|id| (id, false)),
    }
}
