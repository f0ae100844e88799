//! Lists the critical failures of a workspace, the most urgent first.
//!
//! ```console
//! cargo run --example critical_failures -- examples/e-commerce
//! ```

#![expect(clippy::print_stdout, reason = "a program, not the library")]

use std::error::Error;
use std::path::PathBuf;

use faultbook::model::Date;
use faultbook::model::Priority;
use faultbook::report::ReportOptions;
use faultbook::workspace::Workspace;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::args().nth(1).map_or_else(|| PathBuf::from("."), PathBuf::from);
    let workspace = Workspace::open(&folder)?;
    // The library asks no clock: what day it is, the caller says.
    let options = ReportOptions::new(workspace.method(), Date::new(2026, 11, 20)?);
    let report = workspace.report(options);
    for row in report.rows.iter().filter(|row| row.case.priority == Priority::Critical) {
        println!("{}: {}", row.failure().id, row.failure().problem);
    }
    // What could not be read is missing, and is counted.
    if report.unread > 0 {
        println!("{} entries could not be read", report.unread);
    }
    Ok(())
}
