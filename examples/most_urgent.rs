//! Prints the three most urgent failures of a workspace.
//!
//! ```console
//! cargo run --example most_urgent -- examples/e-commerce
//! ```

#![expect(clippy::print_stdout, reason = "a program, not the library")]

use std::error::Error;
use std::path::PathBuf;

use faultbook::model::Date;
use faultbook::report::ReportOptions;
use faultbook::workspace::Workspace;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::args().nth(1).map_or_else(|| PathBuf::from("."), PathBuf::from);
    let workspace = Workspace::open(&folder)?;
    // The library asks no clock: what day it is, the caller says.
    let view = ReportOptions::new(workspace.method(), Date::new(2026, 11, 20)?);
    for row in workspace.report(view).rows.iter().take(3) {
        println!("{}: {} ({})", row.case.priority, row.failure().problem, row.failure().id);
    }
    Ok(())
}
