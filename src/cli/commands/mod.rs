//! Commands: one file each.

mod accept;
mod action;
mod add;
mod blast;
mod budget;
mod completions;
mod coverage;
mod edit;
mod explain;
mod export;
mod fmt;
mod import;
mod init;
mod lint;
mod list;
mod man;
mod merge_driver;
mod next;
mod remove;
mod rename;
mod review;
mod schema;
mod search;
mod show;
#[cfg(feature = "sqlite")]
mod sql;
mod starter;
mod suggest;

use std::process::ExitCode;

use clap::Subcommand;

use crate::cli::ui::context::Context;

/// The commands, in the order of the help.
#[derive(Debug, Subcommand)]
pub(super) enum Command {
    Init(init::Args),
    Add(Box<add::Args>),
    Edit(edit::Args),
    Rename(rename::Args),
    Remove(remove::Args),
    Accept(accept::Args),
    Review(review::Args),
    Retire(review::Retire),
    Action(action::Args),
    List(list::Args),
    Show(show::Args),
    Blast(blast::Args),
    Budget(budget::Args),
    Search(search::Args),
    #[cfg(feature = "sqlite")]
    Sql(sql::Args),
    Lint(lint::Args),
    Coverage(coverage::Args),
    Next(next::Args),
    Fmt(fmt::Args),
    Export(export::Args),
    Import(import::Args),
    Starter(starter::Args),
    Suggest(suggest::Args),
    MergeDriver(merge_driver::Args),
    Explain(explain::Args),
    Schema(schema::Args),
    Completions(completions::Args),
    Man(man::Args),
}

impl Command {
    /// Runs the command.
    pub(super) fn run(self, context: &mut Context) -> anyhow::Result<ExitCode> {
        match self {
            Self::Init(args) => init::run(&args, context),
            Self::Add(args) => add::run(&args, context),
            Self::Edit(args) => edit::run(&args, context),
            Self::Rename(args) => rename::run(&args, context),
            Self::Remove(args) => remove::run(&args, context),
            Self::Accept(args) => accept::run(&args, context),
            Self::Review(args) => review::run(&args, context),
            Self::Retire(args) => review::retire(&args, context),
            Self::Action(args) => action::run(&args, context),
            Self::List(args) => list::run(&args, context),
            Self::Show(args) => show::run(&args, context),
            Self::Blast(args) => blast::run(&args, context),
            Self::Budget(args) => budget::run(&args, context),
            Self::Search(args) => search::run(&args, context),
            #[cfg(feature = "sqlite")]
            Self::Sql(args) => sql::run(&args, context),
            Self::Lint(args) => lint::run(&args, context),
            Self::Coverage(args) => coverage::run(&args, context),
            Self::Next(args) => next::run(&args, context),
            Self::Fmt(args) => fmt::run(&args, context),
            Self::Export(args) => export::run(&args, context),
            Self::Import(args) => import::run(&args, context),
            Self::Starter(args) => starter::run(&args, context),
            Self::Suggest(args) => suggest::run(&args, context),
            Self::MergeDriver(args) => merge_driver::run(&args, context),
            Self::Explain(args) => explain::run(&args, context),
            Self::Schema(args) => schema::run(&args, context),
            Self::Completions(args) => completions::run(&args, context),
            Self::Man(args) => man::run(&args, context),
        }
    }
}
