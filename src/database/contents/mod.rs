//! What the tables hold: rows of a report and of what it is made of.

mod cells;

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use cells::Cells;
use cells::maybe;
use cells::number;
use cells::of_entry;
use cells::of_keys;
use cells::of_value;
use cells::row;
use cells::text;
use rusqlite::types::Value as Sql;

use crate::database::Table;
use crate::database::columns::CONDITIONS;
use crate::database::columns::RANK;
use crate::database::columns::is_ranked;
use crate::database::columns::other_keys;
use crate::limits::TOUCHES;
use crate::model::Action;
use crate::model::Component;
use crate::model::Entry;
use crate::model::Flow;
use crate::model::Id;
use crate::model::Kind;
use crate::model::Measure;
use crate::model::MeasureClass;
use crate::model::Word;
use crate::parallel;
use crate::rank;
use crate::rank::Case;
use crate::rank::Score;
use crate::report::FIELDS;
use crate::report::Record;
use crate::report::Report;
use crate::report::Row;
use crate::report::Sort;

/// How many failures make it worth to start threads.
const PARALLEL: usize = 100;

/// The rows of tables. They are made of one table at a time, since all together take many times the memory of their text.
#[derive(Debug)]
pub(super) struct Contents<'r> {
    report: &'r Report<'r>,
    /// How many flows each failure touches.
    touches: Vec<usize>,
    /// Whether the flows are listed.
    is_listed: bool,
}

impl<'r> Contents<'r> {
    /// The contents of a report: its failures, its findings, and all components, flows and actions.
    pub(super) fn of(report: &'r Report<'r>) -> Self {
        // There may be very many pairs of failures and flows: then they are counted, and not listed.
        let touches = parallel::map(report.rows.iter().collect(), PARALLEL, Row::count_flows);
        let is_listed = touches.iter().sum::<usize>() <= TOUCHES;
        Self { report, touches, is_listed }
    }

    /// The rows of a table, in the order of their keys.
    pub(super) fn rows(&self, table: &Table) -> Vec<Vec<Sql>> {
        let report = self.report;
        let fit = |mut cells: Cells| -> Vec<Sql> {
            table.columns.iter().map(|column| cells.remove(&column.name).unwrap_or(Sql::Null)).collect()
        };
        let mut rows: Vec<Vec<Sql>> = match table.name {
            "failures" => {
                let row = |(row, touches)| fit(failure(row, report, touches, self.is_listed));
                parallel::map(report.rows.iter().zip(self.touches.iter().copied()).collect(), PARALLEL, row)
            }
            "actions" => actions(report).into_iter().map(fit).collect(),
            "components" => {
                report.book.components.iter().map(|entry| fit(component(entry, report))).collect()
            }
            "dependencies" => dependencies(report).map(fit).collect(),
            "flows" => report.book.flows.iter().map(|entry| fit(flow(entry, report))).collect(),
            "steps" => steps(report).map(fit).collect(),
            "findings" => findings(report).map(fit).collect(),
            "scores" => scores(report).into_iter().map(fit).collect(),
            _ => about(report, self.is_listed).into_iter().map(fit).collect(),
        };
        // Rows of a block come in order; the sort is stable.
        rows.sort_by(|a, b| owner(a).cmp(owner(b)));
        rows
    }

    /// For each entry that can be searched for its name, id, title and texts.
    pub(super) fn search(&self) -> impl Iterator<Item = [String; 4]> {
        self.report.texts().map(|(entry, texts)| {
            let rest: Vec<&str> = texts.iter().skip(2).map(AsRef::as_ref).collect();
            let title = texts.get(1).map(ToString::to_string).unwrap_or_default();
            [entry.to_string(), entry.id.to_string(), title, rest.join("\n")]
        })
    }
}

/// The block that a row comes from.
pub(super) fn owner(row: &[Sql]) -> &str {
    match row.first() {
        Some(Sql::Text(text)) => text,
        _ => "",
    }
}

fn about(report: &Report<'_>, is_listed: bool) -> Vec<Cells> {
    let tool = concat!(env!("CARGO_PKG_NAME"), " ", env!("CARGO_PKG_VERSION"));
    let told = [
        ("method", text(report.method.id)),
        ("tool", text(tool)),
        ("unread", text(report.unread)),
        ("workload", maybe(report.workload)),
    ];
    let most = TOUCHES.to_string();
    let left_out = [
        "failures.touches is NULL: it would list more than ",
        &most,
        " flows; touches_count has the numbers",
    ];
    let left_out = left_out.concat();
    let left_out = (!is_listed).then(|| ("left_out", text(left_out)));
    told.into_iter()
        .chain(left_out)
        .map(|(name, value)| row([("name", text(name)), ("value", value)]))
        .collect()
}

fn failure(row: &Row<'_>, report: &Report<'_>, touches: usize, is_listed: bool) -> Cells {
    let entry = row.failure();
    let mut cells = of_entry(entry, other_keys(), report);
    cells.insert("touches_count".to_owned(), number(touches));
    for field in FIELDS.iter().filter(|field| is_listed || field.name != "touches") {
        let value = row.value(field);
        if let (Some(rank), true) = (value.rank(), is_ranked(field)) {
            cells.insert([field.name, RANK].concat(), Sql::Integer(rank.into()));
        }
        let cell = match (field.sort, of_value(&value)) {
            // The score of some methods is a word; `scores` has it, and `ap`.
            (Sort::Number, Sql::Text(_)) => Sql::Null,
            (_, cell) => cell,
        };
        cells.insert(field.name.to_owned(), cell);
    }
    if let Some(likelihood) =
        entry.likelihood.as_ref().filter(|likelihood| !likelihood.conditions().is_empty())
    {
        let cases = text(serde_json::to_value(likelihood).unwrap_or_default());
        let cells_of = [maybe(likelihood.when()), cases];
        cells.extend(CONDITIONS.iter().map(|(name, _)| (*name).to_owned()).zip(cells_of));
    }
    cells
}

/// Each action where a failure has it, then shared ones that no failure has.
fn actions(report: &Report<'_>) -> Vec<Cells> {
    let keys = || Action::KEYS.iter();
    let mut used = BTreeSet::new();
    let mut rows = Vec::new();
    for row in &report.rows {
        let failure = row.failure();
        let measures = MeasureClass::ALL
            .iter()
            .flat_map(|&class| failure.measures(class).iter().map(move |measure| (class, measure)));
        for (at, (class, measure)) in measures.enumerate() {
            let action =
                measure.action(report.book).map(|action| serde_json::to_value(action).unwrap_or_default());
            let mut cells = of_keys(&action.unwrap_or_default(), keys());
            let id = match measure {
                Measure::Shared { id } => Some(id),
                _ => None,
            };
            used.extend(id);
            cells.extend(self::row([
                ("entry", text(["failure/", failure.id.as_str()].concat())),
                ("number", number(at + 1)),
                ("failure", text(&failure.id)),
                ("class", text(class)),
                ("id", maybe(id)),
                ("action", text(measure.text(report.book))),
            ]));
            rows.push(cells);
        }
    }
    for entry in report.book.actions.iter().filter(|entry| !used.contains(&entry.id)) {
        let mut cells = of_keys(&serde_json::to_value(&entry.data).unwrap_or_default(), keys());
        let name = ["action/", entry.id.as_str()].concat();
        cells.extend(row([("entry", text(name)), ("number", number(1)), ("id", text(&entry.id))]));
        rows.push(cells);
    }
    rows
}

fn component(entry: &Entry<Component>, report: &Report<'_>) -> Cells {
    of_entry(entry, Component::KEYS.iter(), report)
}

fn flow(entry: &Entry<Flow>, report: &Report<'_>) -> Cells {
    of_entry(entry, Flow::KEYS.iter(), report)
}

fn dependencies(report: &Report<'_>) -> impl Iterator<Item = Cells> {
    report.book.components.iter().flat_map(|component| {
        component.depends_on.iter().enumerate().filter_map(move |(at, needed)| {
            Some(row([
                ("component", text(&component.id)),
                ("number", number(at + 1)),
                ("needs", text(needed.component.as_ref()?)),
                ("strength", text(needed.strength)),
                ("fallback", maybe(needed.fallback.as_ref())),
            ]))
        })
    })
}

fn steps(report: &Report<'_>) -> impl Iterator<Item = Cells> {
    report.book.flows.iter().flat_map(|flow| {
        flow.components.iter().enumerate().map(move |(at, step)| {
            row([
                ("flow", text(&flow.id)),
                ("number", number(at + 1)),
                ("component", text(&step.component)),
                ("strength", text(step.strength)),
            ])
        })
    })
}

fn findings(report: &Report<'_>) -> impl Iterator<Item = Cells> {
    let mut numbers: BTreeMap<&str, usize> = BTreeMap::new();
    report.findings.iter().map(move |finding| {
        let at = numbers.entry(&finding.subject).or_default();
        *at += 1;
        let entry = finding.subject.split_once('/');
        let (kind, id) = entry.filter(|(kind, _)| Kind::from_word(kind).is_some()).unzip();
        let filled = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        row([
            ("subject", text(&finding.subject)),
            ("number", number(*at)),
            ("kind", maybe(kind)),
            ("id", maybe(id)),
            ("field", maybe(filled(&finding.field))),
            ("rule", text(finding.rule)),
            ("level", text(finding.level)),
            ("message", text(&finding.message)),
            ("help", maybe(finding.help.as_ref())),
            ("file", maybe(filled(&finding.span.file))),
            ("line", number(finding.span.start.line)),
            ("column", number(finding.span.start.column)),
        ])
    })
}

fn scores(report: &Report<'_>) -> Vec<Cells> {
    let standing = || report.rows.iter().filter(|row| row.standing.is_active());
    let mut cases: Vec<_> = standing().map(|row| row.case.clone()).collect();
    let after: BTreeMap<&Id, Case<'_>> =
        standing().filter_map(|row| Some((&row.failure().id, row.residual()?))).collect();
    let mut rows = Vec::new();
    for method in rank::METHODS {
        // Equal ones stand in the order of their ids, whatever order the report is in.
        cases.sort_by(|a, b| a.failure.id.cmp(&b.failure.id));
        rank::order(&mut cases, method);
        rows.extend(cases.iter().enumerate().map(|(at, case)| {
            let after = after.get(&case.failure.id).and_then(|after| method.score(after));
            let ((score, class), (residual_score, residual_class)) =
                (scored(method.score(case)), scored(after));
            row([
                ("failure", text(&case.failure.id)),
                ("method", text(method.id)),
                ("position", number(at + 1)),
                ("score", score),
                ("class", class),
                ("residual_score", residual_score),
                ("residual_class", residual_class),
            ])
        }));
    }
    rows
}

/// A score as a number, or as a word.
fn scored(score: Option<Score>) -> (Sql, Sql) {
    match score {
        None => (Sql::Null, Sql::Null),
        Some(Score::Number(number)) => (Sql::Real(number), Sql::Null),
        Some(Score::Class(class)) => (Sql::Null, text(class)),
    }
}
