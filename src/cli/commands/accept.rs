//! `faultbook accept`

use std::process::ExitCode;

use clap_complete::ArgValueCompleter;
use faultbook::change::Edit;
use faultbook::change::Path;
use faultbook::change::Refusal;
use faultbook::change::Value;
use faultbook::model::Date;
use faultbook::model::Duration;
use faultbook::model::Kind;

use crate::cli::Context;
use crate::cli::ui::complete;
use crate::cli::ui::write;

/// Accept the risk of a failure until a day
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  faultbook accept zone-outage --by cto \\
      --because \"Peak season ends in March\" --until 2027-03-31
  faultbook accept zone-outage --by cto --because \"A zone more comes\" --until 6mo

Until then the failure counts as accepted, and not as open. Afterwards it is open again.")]
pub(in crate::cli) struct Args {
    /// The failure.
    #[arg(value_name = "ID", add = ArgValueCompleter::new(complete::entries))]
    failure: String,
    /// Who answers for it; `accept_by` of faultbook.toml says who may.
    #[arg(long, value_name = "WHO")]
    by: String,
    /// Why it is not mended now.
    #[arg(long, value_name = "REASON")]
    because: String,
    /// The last day on which it counts: a date, or a time from today on.
    #[arg(long, value_name = "DATE|DURATION")]
    until: String,
    #[command(flatten)]
    write: write::Options,
}

pub(super) fn run(args: &Args, context: &mut Context) -> anyhow::Result<ExitCode> {
    let today = context.today()?;
    let until = until(&args.until, today)?;
    let mut transaction = args.write.open(context)?;
    let entry = transaction.find(&args.failure)?;
    if entry.kind != Kind::Failure {
        return Err(Refusal::new(format!("{entry} is no failure, and holds no risk to accept")).into());
    }
    let may = &transaction.config().accept_by;
    if !may.is_empty() && !may.contains(&args.by) {
        let refusal = Refusal::new(format!("`{}` may not accept risks here", args.by));
        return Err(refusal.help(format!("`accept_by` of faultbook.toml names {}", may.join(", "))).into());
    }
    for (what, text) in [("--by", &args.by), ("--because", &args.because)] {
        if text.trim().is_empty() {
            return Err(Refusal::new(format!("{what}: the text is empty")).into());
        }
    }
    let accepted = [
        ("by", Value::text(&args.by)),
        ("because", Value::text(&args.because)),
        ("on", Value::Date(today)),
        ("until", Value::Date(until)),
    ];
    let accepted = accepted.into_iter().map(|(key, value)| (key.to_owned(), value)).collect();
    transaction.edit(&entry, &[Edit::Set(Path::key("accepted"), Value::Table(accepted))])?;
    args.write.finish(transaction, &format!("accept {}", args.failure), context)?;
    Ok(ExitCode::SUCCESS)
}

fn until(text: &str, today: Date) -> Result<Date, Refusal> {
    let date = text.parse::<Date>().ok().filter(|date| date.year() > 0);
    let date = match (date, text.parse::<Duration>()) {
        (Some(date), _) => date,
        (None, Ok(duration)) => duration.after(today).ok_or_else(|| {
            Refusal::new(format!(
                "--until: `{text}` after {today} is beyond the year 9999, where the calendar ends"
            ))
            .help("write a shorter time, or a date: 2027-03-31")
        })?,
        (None, Err(_)) => {
            let refusal = Refusal::new(format!("--until: `{text}` is neither a date nor a duration"));
            return Err(refusal.help("write 2027-03-31, or 90d"));
        }
    };
    match date < today {
        true => Err(Refusal::new(format!("--until: {date} has passed, so that nothing would be accepted"))),
        false => Ok(date),
    }
}
