//! `faultbook review` and `faultbook retire`

use std::process::ExitCode;

use clap_complete::ArgValueCompleter;
use faultbook::change::Edit;
use faultbook::change::Path;
use faultbook::change::Refusal;
use faultbook::change::Value;
use faultbook::model::Date;
use faultbook::model::Kind;
use faultbook::model::Status;
use faultbook::model::Word;

use crate::cli::Context;
use crate::cli::ui::complete;
use crate::cli::ui::targets::Where;
use crate::cli::ui::today;
use crate::cli::ui::write;

/// Say that failures were looked at today, and still hold
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  faultbook review zone-outage orders-time-out
  faultbook review --where 'tag=db priority>=high' --on 2026-11-02")]
pub(in crate::cli) struct Args {
    /// The failures.
    #[arg(value_name = "ID", add = ArgValueCompleter::new(complete::entries))]
    failures: Vec<String>,
    #[command(flatten)]
    targets: Where,
    /// The day on which it was done [default: today].
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = today::parse)]
    on: Option<Date>,
    #[command(flatten)]
    write: write::Options,
}

pub(super) fn run(args: &Args, context: &mut Context) -> anyhow::Result<ExitCode> {
    let day = args.on.map_or_else(|| context.today(), Ok)?;
    let edit = Edit::Set(Path::key("reviewed"), Value::Date(day));
    set("review", &args.failures, &args.targets, &edit, args.write, context)
}

/// Say that failures can no longer happen
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  faultbook retire zone-outage
  faultbook list --all                 shows retired failures too")]
pub(in crate::cli) struct Retire {
    /// The failures.
    #[arg(value_name = "ID", add = ArgValueCompleter::new(complete::entries))]
    failures: Vec<String>,
    #[command(flatten)]
    targets: Where,
    #[command(flatten)]
    write: write::Options,
}

pub(super) fn retire(args: &Retire, context: &mut Context) -> anyhow::Result<ExitCode> {
    let edit = Edit::Set(Path::key("status"), Value::text(Status::Retired.word()));
    set("retire", &args.failures, &args.targets, &edit, args.write, context)
}

/// Makes one change of several failures.
fn set(
    verb: &str,
    names: &[String],
    targets: &Where,
    edit: &Edit,
    write: write::Options,
    context: &mut Context,
) -> anyhow::Result<ExitCode> {
    if names.is_empty() && !targets.is_given() {
        let help = format!("faultbook {verb} ID, or faultbook {verb} --where FILTER");
        return Err(Refusal::new("nothing says which failures are meant").help(help).into());
    }
    let mut transaction = write.open(context)?;
    let entries = targets.all(names, &transaction, context)?;
    if entries.is_empty() {
        write.nothing("no failure matches", context)?;
        return Ok(ExitCode::SUCCESS);
    }
    for entry in entries {
        if entry.kind != Kind::Failure {
            return Err(Refusal::new(format!("{entry} is no failure")).into());
        }
        transaction.edit(&entry, std::slice::from_ref(edit))?;
    }
    let subject = if names.is_empty() { "--where …".to_owned() } else { names.join(" ") };
    write.finish(transaction, &format!("{verb} {subject}"), context)?;
    Ok(ExitCode::SUCCESS)
}
