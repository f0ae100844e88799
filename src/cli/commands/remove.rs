//! `faultbook remove`

use std::process::ExitCode;

use clap_complete::ArgValueCompleter;
use faultbook::finding::listed;

use crate::cli::Context;
use crate::cli::ui::complete;
use crate::cli::ui::write;

/// Take an entry out of its playbook
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  faultbook remove zone-outage
  faultbook remove component/price-cache --force

A failure that can no longer happen is better retired: `faultbook retire ID` keeps what was learned.")]
pub(in crate::cli) struct Args {
    /// The entries: ids, or KIND/ID where several kinds have one.
    #[arg(value_name = "ID", required = true, add = ArgValueCompleter::new(complete::entries))]
    entries: Vec<String>,
    /// Remove it although others name it, and list those.
    #[arg(long)]
    force: bool,
    #[command(flatten)]
    write: write::Options,
}

pub(super) fn run(args: &Args, context: &mut Context) -> anyhow::Result<ExitCode> {
    let mut transaction = args.write.open(context)?;
    let entries = args.entries.iter().map(|name| transaction.find(name)).collect::<Result<Vec<_>, _>>()?;
    let mut dangling = Vec::new();
    for entry in &entries {
        let naming = transaction.remove(entry, args.force)?;
        if !naming.is_empty() {
            dangling.push(format!(
                "{entry} is gone, and still named by {}",
                listed(naming.iter().map(String::as_str))
            ));
        }
    }
    args.write.finish(transaction, &format!("remove {}", args.entries.join(" ")), context)?;
    dangling.iter().for_each(|note| context.console.note(note));
    Ok(ExitCode::SUCCESS)
}
