//! Order: putting a file in order changes its order and nothing else, and once is enough.

use faultbook::change::Value;
use faultbook::workspace::Transaction;

use crate::text;

/// The text of the only file, put in order; `None`: it is left alone.
fn ordered(text: &str) -> Option<String> {
    let mut transaction = Transaction::from_texts("format = 1\n", [("playbooks/page.toml", text)]).ok()?;
    let left = transaction.format(|_| true);
    let changes = transaction.changes();
    assert!(left.is_empty() || changes.is_empty(), "a file is left alone and changed");
    changes.into_iter().next().map(|(_, _, after)| after)
}

/// Puts a playbook in order.
pub fn fmt(data: &[u8]) {
    let Some(text) = text(data) else { return };
    let Some(after) = ordered(text) else { return };
    assert_eq!(Value::document(&after), Value::document(text), "order changes what a file says");
    assert_eq!(ordered(&after), None, "once is not enough");
    let count = |text: &str| text.bytes().filter(|byte| !byte.is_ascii_whitespace()).count();
    assert_eq!(count(&after), count(text), "something else than order and blanks was changed");
}
