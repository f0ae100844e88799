//! Import: any bytes are taken, passed over or refused; what is written reads back clean, and the same file says nothing new.

use faultbook::finding::Level;
use faultbook::import::SOURCES;
use faultbook::model::Kind;
use faultbook::rank::DEFAULT;
use faultbook::report::Column;
use faultbook::report::ReportOptions;
use faultbook::workspace::Workspace;

use crate::TODAY;
use crate::lint;
use crate::taken::take;
use crate::taken::workspace_of;

/// Takes bytes for a file of every kind.
pub fn import(data: &[u8]) {
    for source in SOURCES {
        let Some((taken, written)) = take(source, "a", data, "") else { continue };
        let lines = data.iter().filter(|&&byte| matches!(byte, b'\n' | b'\r')).count() + 1;
        let import = &taken.import;
        let notes = import.tables.iter().flat_map(|table| &table.notes).chain(&import.notes);
        let named = notes.map(|note| note.line).chain(import.tables.iter().map(|table| table.line));
        // The rows of a workbook are no lines.
        let is_text = matches!(source.id, "csv" | "html" | "markdown" | "backstage");
        named.filter(|_| is_text).for_each(|line| {
            assert!((1..=lines).contains(&line), "line {line} of {lines} ({})", source.id);
        });
        let read = workspace_of(&written);
        let bad = |rule: &str, level| level == Level::Deny || rule == "toml-1-1-syntax";
        let bad: Vec<_> =
            lint(&read).into_iter().filter(|finding| bad(finding.rule, finding.level)).collect();
        assert!(bad.is_empty(), "{bad:#?}\n{written}");
        let entries = read.book().failures.len() + read.book().components.len();
        assert_eq!(entries, taken.new.len(), "{written}");
        let Some((again, same)) = take(source, "a", data, &written) else { panic!("it was read before") };
        assert!(again.new.is_empty() && again.changed.is_empty(), "{again:?}\n{written}");
        assert_eq!(same, written, "the same file says something new");
        let (first, second) = (csv(&read), csv(&workspace_of(&imported(&read))));
        assert_eq!(first, second, "an export of what was imported from an export differs");
    }
}

/// A workspace as CSV, with every column that import takes back.
fn csv(workspace: &Workspace) -> String {
    let names = "id problem risk sources severity likelihood detection outage cause owner status reactive preventative mitigation accepted_until";
    let columns = names.split(' ').filter_map(|name| Column::parse(Kind::Failure, name).ok()).collect();
    let mut out = Vec::new();
    let view = ReportOptions::new(DEFAULT, *TODAY).columns(columns).all(true);
    if let Some(write) = faultbook::export::find("csv").and_then(|format| format.report) {
        assert!(write(&workspace.report(view), &mut out).is_ok(), "memory never refuses");
    }
    String::from_utf8_lossy(&out).into_owned()
}

/// The playbook that an export of a workspace becomes where nothing of it is known.
fn imported(workspace: &Workspace) -> String {
    let Some(source) = SOURCES.iter().find(|source| source.id == "csv") else { return String::new() };
    take(source, "a.csv", csv(workspace).as_bytes(), "").map(|(_, written)| written).unwrap_or_default()
}
