//! Each value that an import writes comes from a cell: of its row, of the rows that were joined with it or stand above it, or of the headings.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::fs;

use faultbook::import::Mapping;
use faultbook::import::Read;
use faultbook::import::Row;
use faultbook::import::Table;
use faultbook::import::for_file;
use faultbook::workspace::ImportOutcome;
use toml::Value;

use crate::foreign::Texts;

/// The words of a text, in lower case.
fn words(text: &str) -> impl Iterator<Item = String> {
    let words = text.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase)
}

/// A table, as its source reads it, with what became of each of its columns.
struct Source {
    table: Table,
    becomes: Vec<String>,
    /// What became of the fields of a card, whose names stand in its first column; empty where it is none.
    fields: BTreeMap<String, String>,
}

/// A row in its table.
type Place<'s> = (&'s Source, &'s Row);

fn sources(name: &str, bytes: &[u8], taken: &ImportOutcome) -> Vec<Source> {
    let Read::Tables(read) = for_file(name).unwrap().read else { panic!("{name}") };
    let tables = read(bytes, &Mapping::default()).unwrap().into_iter();
    let fields = taken.import.tables.iter().flat_map(|note| note.columns.clone());
    let fields: BTreeMap<String, String> =
        fields.map(|(heading, becomes)| (words(&heading).collect::<Vec<_>>().join(" "), becomes)).collect();
    let source = |table: Table| {
        let mut of_table = taken.import.tables.iter();
        let note = of_table.find(|note| note.line == table.line && note.sheet == table.sheet);
        // Cards are gathered in another table.
        let is_card =
            |columns: &[(String, String)]| !columns.iter().map(|(heading, _)| heading).eq(&table.headings);
        match note.filter(|note| !is_card(&note.columns)) {
            Some(note) => {
                let becomes = note.columns.iter().map(|(_, becomes)| becomes.clone()).collect();
                Source { table, becomes, fields: BTreeMap::new() }
            }
            None => Source { table, becomes: Vec::new(), fields: fields.clone() },
        }
    };
    tables.map(source).collect()
}

/// The rows that a failure may come from: that of its number, and those that name its id or say its problem.
fn rows<'s>(sources: &'s [Source], id: &str, problem: &str, number: usize) -> Vec<Place<'s>> {
    let says = |row: &Row| {
        row.cells.iter().any(|cell| {
            let slug = words(&cell.text).collect::<Vec<_>>().join("-");
            slug == id || cell.line() == problem
        })
    };
    let mut places = Vec::new();
    for source in sources {
        let problem =
            source.becomes.iter().position(|becomes| becomes.split([' ', ',']).next() == Some("problem"));
        let goes_on = |row: &Row| {
            problem.is_some_and(|at| row.cells.get(at).is_none_or(|cell| cell.text.trim().is_empty()))
        };
        let is_card = !source.fields.is_empty() && {
            let last = source.table.rows.last().map_or(source.table.line, |row| row.line);
            (source.table.line.saturating_sub(4)..=last + 1).contains(&number)
        };
        if is_card {
            places.extend(source.table.rows.iter().map(|row| (source, row)));
            continue;
        }
        // What has no problem of its own may go on with the failure above.
        let mut is_it = false;
        for row in &source.table.rows {
            is_it = row.line == number || says(row) || is_it && goes_on(row);
            places.extend(is_it.then_some((source, row)));
        }
    }
    places
}

/// The words that may be written of a failure which comes from these rows.
fn known(places: &[Place<'_>]) -> BTreeSet<String> {
    let mut known = BTreeSet::new();
    for (Source { table, .. }, row) in places {
        let titles = table.above.iter().map(|title| &title.text).chain(&table.section).chain(&table.sheet);
        let headings = table.headings.iter().chain(&table.groups).chain(titles);
        known.extend(headings.flat_map(|text| words(text)));
        // What stands above may hold on: ditto marks and merged cells.
        let above = table.rows.iter().filter(|other| other.line <= row.line);
        let cells = above.flat_map(|row| &row.cells);
        let texts = cells.flat_map(|cell| std::iter::once(&cell.text).chain(cell.links()));
        known.extend(texts.flat_map(|text| words(text)));
    }
    known
}

/// The texts in the columns of a field, with the headings.
fn in_columns<'s>(places: &[Place<'s>], field: &str) -> Vec<&'s str> {
    let mut texts = Vec::new();
    for (Source { table, becomes, fields }, row) in places {
        // The first field of a card may stand where others have headings; fields of two names may be one column.
        let pairs = [
            row.cells
                .first()
                .zip(row.cells.get(1))
                .map(|(name, text)| (name.text.as_str(), text.text.as_str())),
            table
                .headings
                .first()
                .zip(table.headings.get(1))
                .map(|(name, text)| (name.as_str(), text.as_str())),
        ];
        for (name, text) in pairs.into_iter().flatten().filter(|_| !fields.is_empty()) {
            let name = words(name).collect::<Vec<_>>().join(" ");
            let is_it = fields.get(&name).is_none_or(|becomes| becomes.starts_with(field));
            texts.extend((is_it && !text.trim().is_empty()).then_some(text));
        }
        for (at, _) in becomes.iter().enumerate().filter(|(_, becomes)| {
            becomes.split([' ', ',']).next() == Some(field)
                || field == "status" && becomes.contains("mitigation")
        }) {
            let above = table.rows.iter().rev().filter(|other| other.line <= row.line);
            let mut cells =
                above.filter_map(|row| row.cells.get(at)).filter(|cell| !cell.text.trim().is_empty());
            texts.extend(cells.next().map(|cell| cell.text.as_str()));
        }
    }
    texts
}

/// Whether a field takes words of a list, in which a cell need not say it.
fn is_word(field: &str) -> bool {
    let field = field.trim_start_matches("residual.");
    matches!(field, "severity" | "likelihood" | "detection" | "status")
}

/// Checks each text and number below a value; `field` is where it stands.
fn check(
    value: &Value,
    field: &str,
    places: &[Place<'_>],
    known: &BTreeSet<String>,
    wrong: &mut Vec<String>,
) {
    match value {
        Value::Table(pairs) => pairs.iter().for_each(|(key, value)| match (field, key.as_str()) {
            ("", "imported") => {}
            ("", key) => check(value, key, places, known, wrong),
            // How far an action is, is said by the heading of its column or by the cell.
            ("residual", key) => check(value, &format!("residual.{key}"), places, known, wrong),
            ("likelihood" | "residual.likelihood", "level") => check(value, field, places, known, wrong),
            (_, "status") => check(value, "status", places, known, wrong),
            _ => check(value, "", places, known, wrong),
        }),
        Value::Array(items) => items.iter().for_each(|item| check(item, field, places, known, wrong)),
        // One whose column is empty is not imported.
        rating if is_word(field) => {
            let is_invented = in_columns(places, field).is_empty();
            wrong.extend(is_invented.then(|| format!("{field} = {rating:?}: no cell of such a column")));
        }
        Value::String(text) => {
            let invented: Vec<String> = words(text).filter(|word| !known.contains(word)).collect();
            if !invented.is_empty() {
                wrong.push(format!("{field} = {text:?}: {invented:?}"));
            }
        }
        Value::Datetime(date) => {
            let year = date.date.unwrap().year.to_string();
            if !known.iter().any(|word| word.contains(&year[2..])) {
                wrong.push(format!("{field} = {date}"));
            }
        }
        Value::Integer(number) if !known.contains(&number.to_string()) => {
            wrong.push(format!("{field} = {number}"))
        }
        _ => {}
    }
}

/// What failures in playbooks say that no cell of a table does; the number of failures, and of those with a severity.
fn invented(
    name: &str,
    bytes: &[u8],
    taken: &ImportOutcome,
    playbooks: &[(String, String)],
) -> (Vec<String>, [usize; 2]) {
    let sources = sources(name, bytes, taken);
    let (mut invented, mut counts) = (Vec::new(), [0, 0]);
    for (_, text) in playbooks {
        let playbook: toml::Table = text.parse().unwrap();
        for (id, failure) in playbook.get("failure").and_then(Value::as_table).into_iter().flatten() {
            let problem = failure["problem"].as_str().unwrap();
            let number = failure["imported"]["row"].as_integer().unwrap();
            let places = rows(&sources, id, problem, number.try_into().unwrap());
            let mut found = Vec::new();
            check(failure, "", &places, &known(&places), &mut found);
            invented.extend(found.into_iter().map(|found| format!("{name}: {id}: {found}")));
            counts = [counts[0] + 1, counts[1] + usize::from(failure.get("severity").is_some())];
        }
    }
    (invented, counts)
}

#[test]
fn every_value_comes_from_a_cell() {
    let mut wrong = Vec::new();
    let (mut failures, mut ratings) = (0, 0);
    for entry in fs::read_dir("tests/fixtures/import").unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        if ["toml", "notes"].iter().any(|end| name.ends_with(end)) {
            continue;
        }
        let bytes = fs::read(&path).unwrap();
        let mut texts = Texts::new();
        let taken = texts.import(&name, &bytes);
        let (invented, counts) = invented(&name, &bytes, &taken, &texts.files);
        wrong.extend(invented);
        (failures, ratings) = (failures + counts[0], ratings + counts[1]);
    }
    assert!(failures > 150 && ratings > 80, "{failures} {ratings}");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_value_that_no_cell_has_is_noticed() {
    let table = "| Problem | Severity | Likelihood |\n|---|---|---|\n| Disk full | high | |\n";
    let mut texts = Texts::new();
    let taken = texts.import("t.md", table);
    let found = |from: &str, to: &str| {
        let playbook = texts.files[0].1.replace(from, to);
        let (invented, _) = invented("t.md", table.as_bytes(), &taken, &[(String::new(), playbook)]);
        invented
    };
    assert_eq!(found("", ""), [""; 0]);
    for more in
        ["likelihood = \"rare\"", "sources = [\"Disk\", \"Pump\"]", "reviewed = 2026-11-01", "x-note = 7"]
    {
        assert_eq!(found("severity", &format!("{more}\nseverity")).len(), 1, "{more}");
    }
}
