//! Adds a failure to a playbook, as `faultbook add` does: in its place, with everything else left as it is.
//!
//! ```console
//! cargo run --example add_failure -- FOLDER
//! ```

#![expect(clippy::print_stdout, reason = "a program, not the library")]

use std::error::Error;
use std::path::PathBuf;

use faultbook::change::NewEntry;
use faultbook::change::Value;
use faultbook::model::Kind;
use faultbook::workspace::PATIENCE;
use faultbook::workspace::Transaction;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::args().nth(1).map_or_else(|| PathBuf::from("."), PathBuf::from);
    let mut transaction = Transaction::open(&folder, PATIENCE)?;
    let failure = NewEntry::new(Kind::Failure)
        .field("problem", Value::text("A certificate of the gateway expires"))
        .field("risk", Value::text("Nobody can log in"));
    let added = transaction.add(failure, None)?;
    // Until here nothing is written. All files are, or none.
    transaction.commit("add a failure")?;
    if let Some((file, line)) = transaction.place(&added) {
        println!("{added} is in {file}:{line}");
    }
    Ok(())
}
