//! `faultbook add --starter`

use std::process::ExitCode;

use clap::builder::PossibleValuesParser;
use faultbook::model::Id;
use faultbook::workspace::Desk;

use crate::cli::Context;
use crate::cli::init::STARTERS;
use crate::cli::write;

/// The names of the starters.
pub(super) fn names() -> PossibleValuesParser {
    PossibleValuesParser::new(STARTERS.iter().map(|(name, _)| *name))
}

pub(super) fn run(
    names: &[String],
    write: write::Options,
    context: &mut Context,
) -> anyhow::Result<ExitCode> {
    let mut desk = write.open(context)?;
    let notes = adopt(&mut desk, names)?;
    write.finish(desk, &format!("add --starter {}", names.join(" --starter ")), context)?;
    notes.iter().for_each(|note| context.console.note(note));
    Ok(ExitCode::SUCCESS)
}

/// Takes starters over. What is to be said of ids that were taken comes back.
pub(in crate::cli) fn adopt(desk: &mut Desk, names: &[String]) -> anyhow::Result<Vec<String>> {
    let mut notes = Vec::new();
    for (name, text) in STARTERS.iter().filter(|(name, _)| names.iter().any(|asked| asked == name)) {
        for (entry, id) in desk.adopt(&Id::new(name)?, text)? {
            notes.push(format!("there is {entry} already; that of the starter {name} is called {id}"));
        }
    }
    Ok(notes)
}
