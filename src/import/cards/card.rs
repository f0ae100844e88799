//! One table or list of fields with their values, which may be one failure.

use crate::import::Cell;
use crate::import::Mapping;
use crate::import::Row;
use crate::import::Table;
use crate::import::Title;
use crate::import::headings::families::stands_in;
use crate::import::headings::families::stands_in_too;
use crate::import::headings::meaning::Target;
use crate::import::headings::meaning::target;
use crate::import::headings::name::normal;
use crate::import::headings::title::is_label;

/// No failure has more fields.
const MOST: usize = 100;

/// Headings of a column of names of fields, and of one of values, in seven languages.
const NAMES: &[&str] = &[
    "field",
    "aspect",
    "attribute",
    "property",
    "item",
    "key",
    "parameter",
    "element",
    "category",
    "question",
    "criterion",
    "dimension",
    "topic",
    "feld",
    "aspekt",
    "merkmal",
    "attribut",
    "eigenschaft",
    "champ",
    "propriete",
    "campo",
    "aspecto",
    "atributo",
    "propiedad",
    "propriedade",
    "項目",
    "项目",
    "字段",
];
const VALUES: &[&str] = &[
    "value",
    "values",
    "detail",
    "details",
    "description",
    "content",
    "information",
    "info",
    "answer",
    "notes",
    "note",
    "data",
    "entry",
    "assessment",
    "explanation",
    "wert",
    "werte",
    "beschreibung",
    "angabe",
    "angaben",
    "inhalt",
    "valeur",
    "valeurs",
    "contenu",
    "valor",
    "valores",
    "detalle",
    "detalles",
    "detalhe",
    "detalhes",
    "descripcion",
    "descricao",
    "meaning",
    "definition",
    "値",
    "内容",
    "值",
    "说明",
    "詳細",
];

/// A table or list that may be one failure.
#[derive(Debug)]
pub(super) struct Card {
    pub(super) line: usize,
    /// The line of its first field.
    pub(super) first: usize,
    pub(super) entries: Vec<Entry>,
    /// What may name the failure.
    pub(super) title: Option<Title>,
    /// The titles above that one.
    pub(super) above: Vec<Title>,
    /// Whether the headings say that what follows are definitions.
    pub(super) defines: bool,
}

/// A field and its value.
#[derive(Debug)]
pub(super) struct Entry {
    pub(super) heading: String,
    /// The heading as it is compared.
    pub(super) name: String,
    /// What it means; `None` where nobody knows.
    pub(super) target: Option<Target>,
    pub(super) cell: Cell,
}

impl Entry {
    fn new(heading: &str, cell: Cell, mapping: &Mapping) -> Self {
        let heading = heading.trim_end_matches([':', '：', ' ']).to_owned();
        let is_known = |found: &Target| {
            !matches!(found, Target::Extra(_)) || stands_in(&heading) || stands_in_too(&heading)
        };
        let known = mapping
            .target(&heading)
            .map(|(target, _)| target)
            .or_else(|| Some(target(&heading, "")).filter(is_known));
        Self { name: normal(&heading), target: known, heading, cell }
    }

    pub(super) fn is(&self, field: &str) -> bool {
        self.target.as_ref().is_some_and(|target| target.is(field))
    }
}

impl Card {
    /// A table of two columns, or a list, whose first cells are mostly names of fields of failures.
    pub(super) fn of(table: &Table, mapping: &Mapping) -> Option<Self> {
        let [first, second] = table.headings.as_slice() else { return None };
        let is_grouped = table.groups.iter().any(|group| !group.is_empty());
        let is_ours = table.rows.iter().any(|row| row.said.is_some());
        if table.unreadable.is_some() || is_grouped || is_ours || !(1..=MOST).contains(&table.rows.len()) {
            return None;
        }
        let is_one = |words: &[&str], text: &str| text.is_empty() || words.contains(&normal(text).as_str());
        let (mut above, mut entries) = (table.above.clone(), Vec::new());
        if above.is_empty() {
            let section = table.section.as_ref().or(table.sheet.as_ref());
            above.extend(section.map(|text| Title { line: 0, text: text.clone() }));
        }
        match is_one(VALUES, second) {
            true => {}
            // The headings hold the first field, or what the card is called.
            false if is_one(NAMES, first) || is_label(first) => {
                let label = if is_label(first) { format!("{first}: ") } else { String::new() };
                above.push(Title { line: table.line, text: format!("{label}{second}") });
            }
            false => entries.push(Entry::new(first, Cell::new(second, Vec::new()), mapping)),
        }
        table.rows.iter().for_each(|row| add(&mut entries, row, mapping));
        share_names(&mut entries);
        let known = entries.iter().filter(|entry| entry.target.is_some()).count();
        let is_card = known >= 2 && known * 3 >= entries.len();
        let defines =
            ["description", "meaning", "definition", "explanation"].contains(&normal(second).as_str());
        let title = above.pop();
        let first = table.rows.first().filter(|_| table.is_list).map_or(table.line, |row| row.line);
        is_card.then_some(Self { line: table.line, first, entries, title, above, defines })
    }

    /// The entries that have a value.
    pub(super) fn filled(&self) -> impl Iterator<Item = &Entry> {
        self.entries.iter().filter(|entry| !entry.cell.is_blank())
    }
}

/// Gives fields that mean the same one name, so that a likelihood of one card and an occurrence of another are one column. What a
/// heading says of its scale keeps it apart.
fn share_names(entries: &mut [Entry]) {
    const SHARED: &[&str] = &["problem", "severity", "likelihood", "detection", "cause", "owner"];
    let mut seen = Vec::new();
    for entry in entries.iter_mut().filter(|entry| !entry.heading.contains(|c: char| c.is_ascii_digit())) {
        let shared = SHARED.iter().copied().find(|field| entry.is(field));
        let shared = shared.or((entry.target == Some(Target::Id)).then_some("id"));
        if let Some(name) = shared.filter(|name| !seen.contains(name)) {
            seen.push(name);
            entry.name = name.to_owned();
        }
    }
}

/// Adds the field of a row. A row without a name goes on with the one above, and what an unescaped pipe parted belongs together.
fn add(entries: &mut Vec<Entry>, row: &Row, mapping: &Mapping) {
    let Some((name, values)) = row.cells.split_first() else { return };
    let mut cell = values.first().cloned().unwrap_or_default();
    for more in values.get(1..).unwrap_or_default().iter().filter(|more| !more.is_blank()) {
        cell.text.push_str(" | ");
        cell.text.push_str(&more.text);
        cell.add_links(more.links());
    }
    cell.add_links(name.links());
    let heading = name.line();
    let known = entries.iter_mut().rev();
    let before = match heading.is_empty() {
        true => known.take(1).next(),
        false => {
            let name = normal(heading.trim_end_matches([':', '：']));
            known.into_iter().find(|entry| entry.name == name)
        }
    };
    match before {
        Some(entry) if !cell.is_blank() => {
            if !entry.cell.is_blank() {
                entry.cell.text.push('\n');
            }
            entry.cell.text.push_str(&cell.text);
            entry.cell.add_links(cell.links());
        }
        Some(_) => {}
        None if heading.is_empty() && cell.is_blank() => {}
        None => entries.push(Entry::new(&heading, cell, mapping)),
    }
}
