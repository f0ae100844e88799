//! Foreign files taken over in memory.

use faultbook::import::Choice;
use faultbook::import::Mapping;
use faultbook::import::Source;
use faultbook::workspace::Foreign;
use faultbook::workspace::ImportOutcome;
use faultbook::workspace::Transaction;
use faultbook::workspace::Workspace;

/// Takes a file over into a workspace of one playbook, `None` where it cannot be read; gives the playbook as it is then.
pub(crate) fn take(
    source: &Source,
    name: &str,
    bytes: &[u8],
    playbook: &str,
) -> Option<(ImportOutcome, String)> {
    let files = (!playbook.is_empty()).then_some(("playbooks/a.toml", playbook));
    let Ok(mut transaction) = Transaction::from_texts("format = 1\n", files) else {
        panic!("an empty configuration is sound")
    };
    let mapping = Mapping::default();
    let playbook_id = faultbook::model::Id::new("a").ok();
    let foreign = Foreign {
        source,
        name,
        bytes,
        sheet: None,
        choice: Choice::Fitting,
        mapping: &mapping,
        preset: None,
        settle: &faultbook::import::Settle::default(),
        progress: &|_, _| {},
        playbook: playbook_id,
    };
    let taken = transaction.take(&foreign).ok()?;
    let after = transaction.changes().into_iter().map(|(_, _, after)| after).next();
    Some((taken, after.unwrap_or_else(|| playbook.to_owned())))
}

/// A workspace of one playbook.
pub(crate) fn workspace_of(playbook: &str) -> Workspace {
    Workspace::from_texts("format = 1\n", [("playbooks/a.toml", playbook)])
}
