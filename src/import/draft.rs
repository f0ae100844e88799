//! Rows → failures.

use std::collections::HashSet;

use crate::change::NewFailure;
use crate::config::Config;
use crate::finding::short;
use crate::import::Cell;
use crate::import::Note;
use crate::import::Row;
use crate::import::Table;
use crate::import::actions::actions;
use crate::import::columns::Columns;
use crate::import::headings::Target;
use crate::import::headings::key;
use crate::import::ids::Ids;
use crate::import::ratings;
use crate::import::ratings::Understood;
use crate::import::sources::Sources;
use crate::import::table::is_placeholder;
use crate::model::Book;
use crate::model::Id;
use crate::model::Scale;
use crate::model::Status;
use crate::model::Word;

/// The greatest size of a row; an entry may have 1 MiB.
const LARGEST: usize = 512 << 10;

/// Collects the failures of all tables of a file.
pub(super) struct Drafts<'a> {
    config: &'a Config,
    book: &'a Book,
    sources: Sources,
    drafts: Vec<Draft>,
    notes: Vec<Note>,
    /// The columns of the present table whose numbers may be of a scale from 1 to 5.
    small: Vec<usize>,
}

struct Draft {
    line: usize,
    /// The id that the row asks for.
    wanted: Option<Id>,
    failure: NewFailure,
}

impl<'a> Drafts<'a> {
    pub(super) fn new(config: &'a Config, book: &'a Book) -> Self {
        Self {
            config,
            book,
            sources: Sources::new(book),
            drafts: Vec::new(),
            notes: Vec::new(),
            small: Vec::new(),
        }
    }

    /// Makes failures of a table's rows, and says how many.
    pub(super) fn add(&mut self, table: &Table, columns: &Columns) -> usize {
        let before = self.drafts.len();
        for (index, (heading, target)) in table.headings.iter().zip(&columns.targets).enumerate() {
            match target {
                Target::Computed => {
                    self.note(table.line, heading, "faultbook computes this, so the column is not stored");
                }
                Target::Extra(key) if !heading.starts_with("x-") => {
                    self.note(
                        table.line,
                        heading,
                        format!("the format has no such field; the column is kept as x-{key}"),
                    );
                }
                Target::Severity | Target::Likelihood | Target::Detection => self.numbers(table, index),
                _ => {}
            }
        }
        for (line, remark) in &table.remarks {
            self.note(*line, "", remark.clone());
        }
        for row in &table.rows {
            if row.cells.iter().any(|cell| !cell.text.is_empty()) {
                self.row(table, columns, row);
            }
        }
        self.small.clear();
        self.drafts.len() - before
    }

    /// Says how the numbers of a column are read. Where none exceeds 5 they may be of either kind, and are not.
    fn numbers(&mut self, table: &Table, column: usize) {
        let cells = table.rows.iter().filter_map(|row| row.cells.get(column));
        let Some(greatest) = cells.filter_map(|cell| ratings::number(&cell.line())).max() else { return };
        let heading = &table.headings[column];
        if greatest > 5 {
            self.note(table.line, heading, "numbers are read on a scale from 1 to 10");
        } else {
            self.small.push(column);
        }
    }

    fn row(&mut self, table: &Table, columns: &Columns, row: &Row) {
        let problem = columns.targets.iter().zip(&row.cells).find(|(target, _)| **target == Target::Problem);
        let problem = problem.map(|(_, cell)| cell.line()).unwrap_or_default();
        if problem.is_empty() || is_placeholder(&problem) {
            self.note(row.line, "", "this row says nothing about what fails, and is left out");
            return;
        }
        if row.cells.iter().map(|cell| cell.text.len()).sum::<usize>() > LARGEST {
            self.note(row.line, "", "this row is too large for an entry, and is left out");
            return;
        }
        let base = Id::slug(&problem).or_else(|| Id::new(&format!("failure-{}", row.line)).ok());
        let Some(id) = base else { return };
        let mut draft = Draft { line: row.line, wanted: None, failure: NewFailure::new(id, problem) };
        draft.failure.comment = match &table.section {
            Some(section) => format!("line {}, under “{section}”", row.line),
            None => format!("line {}", row.line),
        };
        for (index, cell) in row.cells.iter().enumerate() {
            let heading = table.headings.get(index).map_or("", String::as_str);
            let target = columns.targets.get(index);
            // `None` is an outage, and whatever stands in a column of the user's own is theirs.
            let literal = matches!(target, Some(Target::Outage | Target::Extra(_)));
            let nothing = cell.text.is_empty() || (is_placeholder(&cell.text) && !literal);
            match target {
                _ if nothing => {}
                Some(_) if self.small.contains(&index) && ratings::number(&cell.line()).is_some() => {
                    self.keep(&mut draft, heading, &cell.line(), "may be of a scale from 1 to 5 or to 10");
                }
                Some(target) => self.cell(&mut draft, target, heading, cell),
                None => {
                    let more = draft.failure.extra.entry("more".to_owned()).or_default();
                    *more = format!("{more} {}", cell.line()).trim().to_owned();
                }
            }
            draft.failure.references.extend(cell.links.iter().cloned());
        }
        if draft.failure.extra.contains_key("more") && row.cells.len() > columns.targets.len() {
            let message = "the row has more cells than the table has columns; the rest is kept as x-more";
            self.note(row.line, "", format!("{message} (a pipe within a cell is written \\|)"));
        }
        self.drafts.push(draft);
    }

    fn cell(&mut self, draft: &mut Draft, target: &Target, heading: &str, cell: &Cell) {
        let scales = &self.config.scales;
        let failure = &mut draft.failure;
        let line = cell.line();
        let partly = match target {
            Target::Problem | Target::Computed => None,
            Target::Severity => {
                store(ratings::rating(&line, &scales.severity), &mut failure.severity, Some(&scales.severity))
            }
            Target::Detection => store(
                ratings::rating(&line, &scales.detection),
                &mut failure.detection,
                Some(&scales.detection),
            ),
            Target::Likelihood => store(
                ratings::likelihood(&line, &scales.likelihood),
                &mut failure.likelihood,
                Some(&scales.likelihood),
            ),
            Target::Outage => store(ratings::outage(&line), &mut failure.outage, None),
            Target::Status => {
                let status = Status::from_word(&line.to_lowercase());
                store(status.map(|value| Understood { value, whole: true }), &mut failure.status, None)
            }
            Target::Id => match Id::new(&line.to_lowercase()) {
                Ok(id) => {
                    draft.wanted = Some(id);
                    None
                }
                Err(_) => Some("cannot be an id".to_owned()),
            },
            Target::Sources => {
                self.sources(draft, heading, &cell.text);
                None
            }
            _ => {
                keep_text(failure, target, cell, line.clone());
                None
            }
        };
        if let Some(what) = partly {
            self.keep(draft, heading, &line, &what);
        }
    }

    /// Keeps a cell as it is, under a key of the user's own, and says so.
    fn keep(&mut self, draft: &mut Draft, heading: &str, line: &str, what: &str) {
        let key = key(heading);
        draft.failure.extra.insert(key.clone(), line.to_owned());
        self.note(draft.line, heading, format!("“{}” {what}; the text is kept as x-{key}", short(line)));
    }

    /// Takes a cell of sources.
    fn sources(&mut self, draft: &mut Draft, heading: &str, text: &str) {
        let mut seen: HashSet<String> =
            draft.failure.sources.iter().map(|source| source.as_str().to_owned()).collect();
        for source in self.sources.read(text) {
            if source.rewritten {
                let words = &source.reference;
                let message = format!(
                    "“{}” is written “{words}”, because a lower-case word names a component and there is none",
                    source.written
                );
                self.note(draft.line, heading, message);
            }
            if seen.insert(source.reference.as_str().to_owned()) {
                draft.failure.sources.push(source.reference);
            }
        }
    }

    fn note(&mut self, line: usize, column: &str, message: impl Into<String>) {
        self.notes.push(Note { line, column: column.to_owned(), message: message.into() });
    }

    /// The failures, each with an id of its own, and the notes in the order of the file.
    pub(super) fn finish(mut self) -> (Vec<NewFailure>, Vec<Note>) {
        let mut failures = Vec::with_capacity(self.drafts.len());
        let mut ids = Ids::new(self.book, self.drafts.iter().map(|draft| &draft.failure.id));
        for draft in std::mem::take(&mut self.drafts) {
            let preferred = ids.preferred(draft.wanted, &draft.failure);
            let id = ids.take(&preferred);
            if id != preferred {
                self.note(draft.line, "", format!("the id `{preferred}` is taken; this failure is `{id}`"));
            }
            failures.push(NewFailure { id, ..draft.failure });
        }
        self.notes.sort_by_key(|note| note.line);
        (failures, self.notes)
    }
}

/// Keeps a cell that is text, or a list of texts.
fn keep_text(failure: &mut NewFailure, target: &Target, cell: &Cell, line: String) {
    match target {
        Target::Risk => failure.risk = Some(line),
        Target::Cause => failure.cause = Some(line),
        Target::Owner => failure.owner = Some(line),
        Target::References => failure.references.extend(cell.text.lines().map(str::to_owned)),
        Target::Actions(class) => failure.measures.extend(actions(&cell.text, *class)),
        Target::Extra(key) => drop(failure.extra.insert(key.clone(), cell.text.clone())),
        _ => {}
    }
}

/// Keeps what was understood; says what was not.
fn store<T>(
    understood: Option<Understood<T>>,
    field: &mut Option<T>,
    scale: Option<&Scale>,
) -> Option<String> {
    let Some(Understood { value, whole }) = understood else {
        return Some(match scale {
            Some(scale) => format!(
                "is no level of the {} scale ({})",
                scale.name(),
                scale.names().collect::<Vec<_>>().join(", ")
            ),
            None => "is not understood".to_owned(),
        });
    };
    *field = Some(value);
    (!whole).then(|| "says more than faultbook takes over".to_owned())
}
