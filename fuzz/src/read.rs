//! Reading: no panic, nothing that is no TOML passes in silence, and blocks agree with the parse of the whole.

use faultbook::finding::Level;
use faultbook::model::Id;
use faultbook::model::Kind;
use faultbook::model::Word;
use faultbook::workspace::Workspace;
use toml::de::DeTable;
use toml::de::DeValue;

use crate::lint;
use crate::text;
use crate::workspace;

/// Reads a playbook, and judges it with every rule.
pub fn read(data: &[u8]) {
    let Some(text) = text(data) else { return };
    // The whole parse knows one file; lines that would begin another are comments to it.
    let text = &text.replace("# file: ", "#file: ");
    let workspace = workspace(text);
    let findings = lint(&workspace);
    let (book, path) = (workspace.book(), "playbooks/page.toml");
    assert_eq!(workspace.text(path), Some(text.as_str()));
    for &kind in Kind::ALL {
        for id in book.ids(kind) {
            let origin = book.origin(kind, id).map(|origin| (origin, &text[origin.offset as usize..]));
            let Some((origin, rest)) = origin else { panic!("{kind}/{id} stands nowhere") };
            assert!(!rest.is_empty(), "{kind}/{id} stands behind the text");
            assert!(text.contains(workspace.block(origin)), "the text of {kind}/{id} is not in the file");
        }
    }
    match DeTable::parse(text) {
        Err(error) => {
            let denied = findings.iter().any(|finding| finding.level == Level::Deny);
            assert!(denied, "nothing is denied of what is no TOML: {error}");
        }
        Ok(table) => {
            whole(text, &workspace);
            assert!(!findings.iter().any(|f| f.rule == "syntax"), "sound TOML is denied: {findings:?}");
            let failures = table.get_ref().get("failure").map(|value| value.get_ref());
            let Some(DeValue::Table(failures)) = failures else { return };
            for (id, entry) in failures.iter() {
                let (id, slug) = (id.get_ref(), Id::new(id.get_ref()).is_ok());
                assert_eq!(slug, book.has(Kind::Failure, id), "{id}");
                let problem = entry.get_ref().get("problem").and_then(|problem| problem.get_ref().as_str());
                let wanted = problem.filter(|problem| slug && !problem.trim().is_empty());
                assert_eq!(book.failures.get(id).map(|failure| failure.problem.as_str()), wanted, "{id}");
            }
        }
    }
}

/// A quoted root makes the file one that is read whole, not block by block: every entry must be the same.
fn whole(text: &str, blocks: &Workspace) {
    let odd = format!("{text}\n[\"failure\".zz-whole]\nproblem = \"z\"\n");
    let whole = workspace(&odd);
    if DeTable::parse(&odd).is_err() {
        return;
    }
    let (blocks, whole) = (blocks.book(), whole.book());
    for failure in blocks.failures.iter().filter(|failure| failure.id.as_str() != "zz-whole") {
        assert_eq!(whole.failures.get(failure.id.as_str()), Some(failure), "{odd}");
    }
    assert_eq!(whole.failures.len(), blocks.failures.len() + 1, "{odd}");
    assert_eq!(whole.components, blocks.components, "{odd}");
    assert_eq!(whole.flows, blocks.flows, "{odd}");
    assert_eq!(whole.actions, blocks.actions, "{odd}");
    assert_eq!(whole.mentions, blocks.mentions, "{odd}");
    assert_eq!(whole.playbooks, blocks.playbooks, "{odd}");
}
