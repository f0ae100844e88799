//! Adds a rule of one's own to those of faultbook: a rule is data, and a list of rules is a slice.
//!
//! ```console
//! cargo run --example custom_rule -- examples/e-commerce
//! ```

#![expect(clippy::print_stdout, reason = "a program, not the library")]

use std::error::Error;
use std::path::PathBuf;

use faultbook::finding::Place;
use faultbook::lint::Diagnostics;
use faultbook::lint::Facts;
use faultbook::lint::RULES;
use faultbook::lint::Rule;
use faultbook::lint::Scope;
use faultbook::model::Date;
use faultbook::model::Kind;
use faultbook::workspace::Workspace;

const NO_ESCALATION: Rule = Rule::judging(
    "no-escalation",
    "# no-escalation\n\nNobody is called when this failure takes too long.\n",
    check,
);

fn check(scope: &Scope<'_>, diagnostics: &mut Diagnostics) {
    for failure in scope.open_failures().filter(|failure| failure.escalate.is_none()) {
        let place = Place::of(Kind::Failure, failure);
        diagnostics
            .report(place, "nobody is called when this failure takes too long")
            .help("add escalate = { after = \"30m\", to = \"…\" }");
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::args().nth(1).map_or_else(|| PathBuf::from("."), PathBuf::from);
    let workspace = Workspace::open(&folder)?;
    let rules: Vec<Rule> = RULES.iter().copied().chain([NO_ESCALATION]).collect();
    let verdict = workspace.lint(&rules, Facts::new(Date::new(2026, 11, 20)?));
    for finding in &verdict.findings {
        let (file, line) = (&finding.span.file, finding.span.start.line);
        println!("{}[{}] {file}:{line} {}", finding.level, finding.rule, finding.message);
    }
    Ok(())
}
