//! Import: any text is taken or passed over, and what is written reads back clean.

use std::sync::LazyLock;

use faultbook::document::emit;
use faultbook::finding::Level;
use faultbook::import::SOURCES;
use faultbook::rank::METHODS;
use faultbook::report::Column;
use faultbook::report::View;
use faultbook::workspace::Workspace;

use crate::TODAY;
use crate::lint;
use crate::text;

/// An empty workspace.
static WORKSPACE: LazyLock<Workspace> = LazyLock::new(|| Workspace::from_texts("format = 1\n", []));

/// Takes a text for a table of every kind.
pub fn import(data: &[u8]) {
    let Some(text) = text(data) else { return };
    for source in SOURCES {
        let import = faultbook::import::import(source, "a.md", text, WORKSPACE.config(), WORKSPACE.book());
        let lines = text.bytes().filter(|&byte| byte == b'\n').count() + 1;
        let named =
            import.notes.iter().map(|note| note.line).chain(import.tables.iter().map(|table| table.line));
        named.for_each(|line| assert!((1..=lines).contains(&line), "line {line} of {lines} ({})", source.id));
        let written = emit(&import.playbook);
        let read = Workspace::from_texts("format = 1\n", [("playbooks/a.toml", written.as_str())]);
        let bad = |rule: &str, level| level == Level::Deny || rule == "toml-1-1-syntax";
        let bad: Vec<_> =
            lint(&read).into_iter().filter(|finding| bad(finding.rule, finding.level)).collect();
        assert!(bad.is_empty(), "{bad:#?}\n{written}");
        assert_eq!(read.book().failures.len(), import.playbook.failures.len(), "{written}");
        for wanted in &import.playbook.failures {
            let got = read.book().failures.get(wanted.id.as_str());
            assert_eq!(got.map(|got| got.problem.as_str()), Some(wanted.problem.as_str()), "{written}");
            assert_eq!(got.and_then(|got| got.risk.as_ref()), wanted.risk.as_ref(), "{written}");
            assert_eq!(got.map(|got| &got.likelihood), Some(&wanted.likelihood), "{written}");
        }
        let (first, second) = (csv(&read), csv(&again(&read)));
        assert_eq!(first, second, "an export of what was imported from an export differs");
    }
}

/// A workspace as CSV, with every column that import takes back.
fn csv(workspace: &Workspace) -> String {
    let names = "id problem risk sources severity likelihood detection outage cause owner status reactive preventative mitigation";
    let columns = names.split(' ').filter_map(|name| Column::parse(name).ok()).collect();
    let mut out = Vec::new();
    let view = View { columns, all: true, ..View::new(&METHODS[0], *TODAY) };
    if let Some(write) = faultbook::export::find("csv").and_then(|format| format.report) {
        assert!(write(&workspace.report(view), &mut out).is_ok(), "memory never refuses");
    }
    String::from_utf8_lossy(&out).into_owned()
}

/// A workspace, exported and imported.
fn again(workspace: &Workspace) -> Workspace {
    let import = faultbook::import::import(
        &SOURCES[0],
        "a.csv",
        &csv(workspace),
        WORKSPACE.config(),
        WORKSPACE.book(),
    );
    Workspace::from_texts("format = 1\n", [("playbooks/a.toml", emit(&import.playbook).as_str())])
}
