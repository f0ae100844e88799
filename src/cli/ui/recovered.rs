//! What a killed command had left.

use faultbook::finding::listed;
use faultbook::store::Recovered;

use crate::cli::ui::console::Console;
use crate::cli::ui::sanitize::plain_line;

/// Tells what became of what a killed command had left.
pub(in crate::cli) fn tell(recovered: Option<&Recovered>, console: &Console) {
    let Some(recovered) = recovered else { return };
    let what = match recovered.what.as_str() {
        "" => "a change".to_owned(),
        what => format!("`faultbook {}`", plain_line(what)),
    };
    if !recovered.files.is_empty() {
        let files = listed(recovered.files.iter().map(String::as_str));
        console.note(&format!("{what} had been interrupted, and is finished now: {}", plain_line(&files)));
    }
    for left in &recovered.left {
        console.note(&format!("{what} had been interrupted, and this was left alone: {}", plain_line(left)));
    }
    for unfinished in &recovered.unfinished {
        console.note(&format!(
            "{what} had been interrupted, and cannot be finished yet: {}",
            plain_line(unfinished)
        ));
    }
}
