//! The tables, as data. All SQL that is not constant is made here, of names that are constants of the program.

use std::sync::LazyLock;

use crate::database::columns::of_field;
use crate::database::columns::of_key;
use crate::database::columns::other_keys;
use crate::model::Action;
use crate::model::Component;
use crate::model::Flow;
use crate::report::FIELDS;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Type {
    /// Text; a date as `2026-11-20`, a list or a table as JSON.
    Text,
    /// A whole number; yes and no as 1 and 0.
    Integer,
    /// A number.
    Real,
}

impl Type {
    /// The type as SQLite calls it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Text => "TEXT",
            Self::Integer => "INTEGER",
            Self::Real => "REAL",
        }
    }
}

/// A column of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// What it holds.
    pub kind: Type,
    /// What it means.
    pub about: String,
    /// The table whose key it names, where it does.
    pub references: Option<&'static str>,
}

impl Column {
    pub(super) fn new(name: impl Into<String>, kind: Type, about: &str) -> Self {
        Self { name: name.into(), kind, about: about.to_owned(), references: None }
    }

    fn of(mut self, table: &'static str) -> Self {
        self.references = Some(table);
        self
    }
}

/// A table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// Its name.
    pub name: &'static str,
    /// What a row of it is.
    pub about: &'static str,
    /// Its columns.
    pub columns: Vec<Column>,
    /// How many of its first columns are its key.
    pub key: usize,
    /// The columns that are searched fast.
    pub indexes: &'static [&'static str],
}

/// The table for full-text search, as it is made. Its rows are entries.
pub const SEARCH: &str = "CREATE VIRTUAL TABLE search USING fts5(\
    entry UNINDEXED, id, title, text, tokenize = 'unicode61 remove_diacritics 0')";

/// Every table but [`SEARCH`].
pub fn tables() -> &'static [Table] {
    static TABLES: LazyLock<[Table; 9]> = LazyLock::new(make);
    &*TABLES
}

fn text(name: &str, about: &str) -> Column {
    Column::new(name, Type::Text, about)
}

fn number(name: &str, about: &str) -> Column {
    Column::new(name, Type::Integer, about)
}

fn make() -> [Table; 9] {
    let entry = |keys: &[crate::model::Key]| -> Vec<Column> {
        let mut columns = vec![text("id", "the id"), text("playbook", "the playbook it stands in")];
        columns.extend(keys.iter().flat_map(of_key));
        columns.extend(kept());
        columns
    };
    let mut failures: Vec<Column> = vec![text("id", "the id")];
    failures.extend(FIELDS.iter().filter(|field| field.name != "id").flat_map(of_field));
    failures.push(number("touches_count", "how many flows it names or reaches"));
    failures.extend(other_keys().flat_map(of_key));
    failures.extend(kept());
    let mut actions = vec![
        text(
            "entry",
            "the entry it is written in or used by: `failure/ID`, or `action/ID` where no failure uses it",
        ),
        number("number", "its number in that entry"),
        text("failure", "the failure, where there is one").of("failures"),
        text("class", "preventative, reactive or mitigation"),
        text("id", "the id of a shared action"),
    ];
    actions.extend(Action::KEYS.iter().flat_map(of_key));
    let table = |name, about, columns, key, indexes| Table { name, about, columns, key, indexes };
    [
        table(
            "about",
            "what the tables were made of: `workload`, `method`, `unread`, `tool`; and `left_out`, where something is",
            about(),
            1,
            &[],
        ),
        table("failures", "a failure", failures, 1, &["owner", "priority"]),
        table(
            "actions",
            "an action of a failure, or a shared one",
            actions,
            2,
            &["failure", "owner", "status"],
        ),
        table("components", "a component", entry(Component::KEYS), 1, &[]),
        table("dependencies", "a component that another one needs", dependencies(), 2, &["needs"]),
        table("flows", "a flow", entry(Flow::KEYS), 1, &[]),
        table("steps", "a component on the way of a flow", steps(), 2, &["component"]),
        table("findings", "what `faultbook lint` says, hints included", findings(), 2, &["rule", "level"]),
        table(
            "scores",
            "where a failure stands by a method; retired ones stand nowhere",
            scores(),
            2,
            &["method"],
        ),
    ]
}

/// What every entry has behind its own keys.
fn kept() -> [Column; 3] {
    [
        text("allow", "the rules silenced for it, with the reasons"),
        text("x", "the keys that begin with x-"),
        text("file", "the file it stands in"),
    ]
}

fn about() -> Vec<Column> {
    vec![text("name", "what is told"), text("value", "what it is")]
}

fn dependencies() -> Vec<Column> {
    vec![
        text("component", "who needs").of("components"),
        number("number", "its number in the list"),
        text("needs", "what is needed").of("components"),
        text("strength", "strong or weak"),
        text("fallback", "what happens instead when it is gone"),
    ]
}

fn steps() -> Vec<Column> {
    vec![
        text("flow", "the flow").of("flows"),
        number("number", "its number on the way"),
        text("component", "the component passed").of("components"),
        text("strength", "strong or weak"),
    ]
}

fn findings() -> Vec<Column> {
    vec![
        text("subject", "what it speaks of: `failure/ID`, a file, or `workspace`"),
        number("number", "its number among those of the subject"),
        text("kind", "the kind of the entry, where it speaks of one"),
        text("id", "the id of the entry, where it speaks of one"),
        text("field", "the field, where it speaks of one"),
        text("rule", "the rule"),
        text("level", "deny, warn or hint"),
        text("message", "what is wrong"),
        text("help", "what to do"),
        text("file", "the file it stands in"),
        number("line", "the line"),
        number("column", "the column, in characters"),
    ]
}

fn scores() -> Vec<Column> {
    vec![
        text("failure", "the failure").of("failures"),
        text("method", "the method"),
        number("position", "its place in the list by that method; 1 is the most urgent"),
        Column::new("score", Type::Real, "the method's own score, where it is a number"),
        text("class", "the method's own score, where it is a word"),
        Column::new("residual_score", Type::Real, "the same after the planned actions"),
        text("residual_class", "the same after the planned actions"),
    ]
}

impl Table {
    /// The statement that makes the table. Rows lie in the order of their keys, so that what a question without ORDER BY is answered
    /// depends on nothing but the content.
    pub(super) fn create(&self) -> String {
        let columns = self.columns.iter().enumerate().map(|(at, column)| {
            let must = if at < self.key { " NOT NULL" } else { "" };
            let of = column.references.map(|table| format!(" REFERENCES {table}")).unwrap_or_default();
            format!("\"{}\" {}{must}{of}, ", column.name, column.kind.word())
        });
        let columns: String = columns.collect();
        let key: Vec<_> =
            self.columns.iter().take(self.key).map(|column| format!("\"{}\"", column.name)).collect();
        format!(
            "CREATE TABLE {} ({columns}PRIMARY KEY ({})) STRICT, WITHOUT ROWID",
            self.name,
            key.join(", ")
        )
    }

    /// The statements that make its indexes.
    pub(super) fn create_indexes(&self) -> impl Iterator<Item = String> {
        let name = self.name;
        self.indexes
            .iter()
            .map(move |column| format!("CREATE INDEX {name}_by_{column} ON {name} (\"{column}\")"))
    }

    /// The statement that adds a row.
    pub(super) fn insert(&self) -> String {
        format!("INSERT INTO {} VALUES ({})", self.name, vec!["?"; self.columns.len()].join(", "))
    }
}
