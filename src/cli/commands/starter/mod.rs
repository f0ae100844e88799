//! `faultbook starter`

mod add;
mod list;
mod show;

pub(super) use add::adopt;
pub(super) use add::playbook;
pub(super) use add::tell;
pub(super) use add::whole;

use std::process::ExitCode;

use clap::Subcommand;
use clap::builder::PossibleValuesParser;
use faultbook::change::Refusal;
use faultbook::model::Book;
use faultbook::model::Id;
use faultbook::starter;
use faultbook::starter::Aim;
use faultbook::starter::STARTERS;
use faultbook::starter::Starter;

use crate::cli::Context;

/// Failures by technology that ship with the program: list, show, add
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  faultbook starter list
  faultbook starter show postgresql
  faultbook starter show postgresql postgresql-xid-wraparound
  faultbook starter add postgresql --component orders-db
  faultbook starter add redis redis-connections-exhausted --playbook checkout

`faultbook suggest` compares them with the components of the workspace.")]
pub(in crate::cli) struct Args {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// List the technologies, and which components they fit
    List(list::Args),
    /// Show the failures of a technology, or one of them
    Show(show::Args),
    /// Add the failures of a technology, or some of them, with their tests
    Add(add::Args),
}

pub(super) fn run(args: &Args, context: &mut Context) -> anyhow::Result<ExitCode> {
    match &args.verb {
        Verb::List(args) => list::run(args, context),
        Verb::Show(args) => show::run(args, context),
        Verb::Add(args) => add::run(args, context),
    }
}

/// The names of the starters, for flags.
pub(super) fn names() -> PossibleValuesParser {
    PossibleValuesParser::new(STARTERS.iter().map(|starter| starter.name))
}

/// The failures of a starter in a catalogue, and what they are about.
fn aims(catalogue: &Book, starter: &Starter) -> Vec<(Id, Aim)> {
    let own = catalogue.failures.iter().filter(|failure| failure.playbook.as_ref() == starter.name);
    own.map(|failure| (failure.id.clone(), Aim::of(failure))).collect()
}

/// The starter that is named.
fn find(name: &str) -> Result<&'static Starter, Refusal> {
    starter::find(name).ok_or_else(|| {
        let refusal = Refusal::new(format!("there is no starter `{name}`"));
        refusal.help(match starter::near(name) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "`faultbook starter list` shows all".to_owned(),
        })
    })
}
