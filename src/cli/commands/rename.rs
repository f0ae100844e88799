//! `faultbook rename`

use std::process::ExitCode;

use clap_complete::ArgValueCompleter;
use faultbook::change::Refusal;
use faultbook::finding::listed;
use faultbook::model::Id;

use crate::cli::Context;
use crate::cli::ui::complete;
use crate::cli::ui::console::counted;
use crate::cli::ui::write;

/// Give an entry another id; every reference follows
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  faultbook rename zone-outage availability-zone-outage
  faultbook rename component/db orders-db --dry-run

A file of its own, zone-outage.toml, moves along. All files are changed, or none.
Texts that hold the old id, such as `fallback`, stay as they are and are listed.")]
pub(in crate::cli) struct Args {
    /// The entry: its id, or KIND/ID where several kinds have it.
    #[arg(value_name = "OLD", add = ArgValueCompleter::new(complete::entries))]
    old: String,
    /// The new id.
    #[arg(value_name = "NEW")]
    new: String,
    #[command(flatten)]
    write: write::Options,
}

pub(super) fn run(args: &Args, context: &mut Context) -> anyhow::Result<ExitCode> {
    let mut transaction = args.write.open(context)?;
    let entry = transaction.find(&args.old)?;
    let new = args.new.strip_prefix(&format!("{}/", entry.kind)).unwrap_or(&args.new);
    let id = Id::new(new).map_err(|reason| {
        let refusal = Refusal::new(format!("`{new}` cannot be an id: {reason}"));
        match Id::slug(new) {
            Some(slug) => refusal.help(format!("did you mean `{slug}`?")),
            None => refusal,
        }
    })?;
    let followed = transaction.rename(&entry, &id)?;
    let spoken = transaction.spoken(&entry.id);
    args.write.finish(transaction, &format!("rename {} {id}", args.old), context)?;
    if !args.write.dry_run {
        let references = if followed == 0 { "no reference".into() } else { counted(followed, "reference") };
        context.console.note(&format!("{references} to it changed along"));
    }
    if !spoken.is_empty() {
        let places = listed(spoken.iter().map(String::as_str));
        context.console.note(&format!("other texts still hold `{}`: {places}", entry.id));
    }
    Ok(ExitCode::SUCCESS)
}
