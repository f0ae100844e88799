//! `faultbook add`

mod entry;
mod from;
mod prompt;
mod question;

use std::path::PathBuf;
use std::process::ExitCode;

use clap_complete::ArgValueCompleter;
use faultbook::change::NewEntry;
use faultbook::change::Refusal;
use faultbook::change::Value;
use faultbook::finding::Level;
use faultbook::import::Typed;
use faultbook::lint::Facts;
use faultbook::lint::RULES;
use faultbook::model::EntryRef;
use faultbook::model::Id;
use faultbook::model::Kind;
use faultbook::workspace::Transaction;

use crate::cli::Context;
use crate::cli::commands::add::entry::Entry;
use crate::cli::commands::add::prompt::Asked;
use crate::cli::commands::starter;
use crate::cli::ui::complete;
use crate::cli::ui::flags::FAILURE;
use crate::cli::ui::flags::Flags;
use crate::cli::ui::write;

/// Add a failure, or another entry
#[derive(Debug, clap::Args)]
#[command(
    args_conflicts_with_subcommands = true,
    after_help = "Examples:
  faultbook add                        asks, on a terminal
  faultbook add \"Zone outage\" --source \"Cloud platform\" --severity high \\
      --likelihood not-likely --preventative \"Run in three zones\"
  faultbook add component orders-db --kind database
  faultbook add --from failures.json   TOML or JSON; - is standard input
  faultbook add --starter platform     a playbook of common failures

Without --playbook an entry goes to the only playbook. In a playbook that is
a file entries stand in the order of their ids; in one that is a folder each
has a file of its own."
)]
pub(in crate::cli) struct Args {
    #[command(subcommand)]
    other: Option<Entry>,
    #[command(flatten)]
    failure: Failure,
    /// Take entries from a file of TOML or JSON; - is standard input.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["title", "starter"])]
    from: Option<PathBuf>,
    /// Add a playbook of common failures.
    #[arg(long, value_name = "NAME", value_parser = starter::names(), conflicts_with = "title")]
    starter: Vec<String>,
    /// Never ask; what is missing is an error.
    #[arg(long)]
    no_input: bool,
    #[command(flatten)]
    write: write::Options,
}

/// What names a new failure, and its fields.
#[derive(Debug, clap::Args)]
struct Failure {
    /// What goes wrong, in a few words.
    #[arg(value_name = "PROBLEM")]
    title: Option<String>,
    #[command(flatten)]
    place: Place,
    #[command(flatten)]
    flags: Flags<FAILURE>,
}

#[derive(Clone, Debug, clap::Args)]
struct Place {
    /// Its id [default: made from what it says].
    #[arg(long, value_name = "ID")]
    id: Option<String>,
    /// The playbook that it goes to; it is made where there is none.
    #[arg(long, value_name = "NAME", add = ArgValueCompleter::new(complete::playbooks))]
    playbook: Option<String>,
}

impl Place {
    /// The same, with what was answered where nothing was typed.
    fn or(self, id: Option<String>, playbook: Option<String>) -> Self {
        Self { id: self.id.or(id), playbook: self.playbook.or(playbook) }
    }

    fn id(&self) -> Result<Option<Id>, Refusal> {
        let id = |text: &String| {
            let bad = |reason| Refusal::new(format!("`{text}` cannot be an id: {reason}"));
            Id::new(text).map_err(|reason| match Id::slug(text) {
                Some(slug) => bad(reason).help(format!("say --id {slug}")),
                None => bad(reason),
            })
        };
        self.id.as_ref().map(id).transpose()
    }

    /// The playbook that is named; a new one needs a name that can be a file.
    fn playbook(&self, transaction: &Transaction) -> Result<Option<&str>, Refusal> {
        let Some(name) = &self.playbook else { return Ok(None) };
        if !transaction.playbooks().contains(name.as_str())
            && let Err(reason) = Id::new(name)
        {
            return Err(Refusal::new(format!("`{name}` cannot be the name of a playbook: {reason}")));
        }
        Ok(Some(name))
    }
}

pub(super) fn run(args: &Args, context: &mut Context) -> anyhow::Result<ExitCode> {
    if let Some(entry) = &args.other {
        return entry.add(context);
    }
    if !args.starter.is_empty() {
        return starter::whole(&args.starter, args.write, context);
    }
    if let Some(file) = &args.from {
        return from::run(file, &args.failure.place, args.write, context);
    }
    let failure = &args.failure;
    if failure.title.is_none() && failure.flags.is_empty() && !args.no_input {
        let add = |asked: &Asked, context: &mut Context| add_asked(asked, args, context);
        if prompt::failure(&failure.place, context, add)?.is_some() {
            return Ok(ExitCode::SUCCESS);
        }
    }
    let title = failure.title.clone().ok_or_else(|| {
        Refusal::new("nothing says what goes wrong").help("faultbook add \"Zone outage\" --severity high …")
    })?;
    let mut transaction = args.write.open(context)?;
    let scales = transaction.config().scales.clone();
    let typed = Typed { kind: Kind::Failure, scales: &scales, today: context.today()? };
    let (fields, place) = (failure.flags.fields(typed)?, &failure.place);
    let fields = named("problem", &title, fields)?;
    let new = NewEntry { kind: Kind::Failure, id: place.id()?, fields, comment: String::new() };
    let playbook = place.playbook(&transaction)?.map(str::to_owned);
    // An id that would have been made and is taken tells of a failure that is most likely the same.
    let twin =
        Id::slug(&title).filter(|id| place.id.is_none() && transaction.has(Kind::Failure, id.as_str()));
    let entry = transaction.add(new, playbook.as_deref())?;
    let done = finish(transaction, args.write, &[entry], context)?;
    if let Some(twin) = twin {
        context
            .console
            .note(&format!("failure/{twin} sounds the same; `faultbook show {twin}` tells whether it is"));
    }
    Ok(done)
}

/// Adds what a person answered, unless `lint` would deny it.
fn add_asked(asked: &Asked, args: &Args, context: &Context) -> anyhow::Result<()> {
    let mut transaction = args.write.open(context)?;
    let place = args.failure.place.clone().or(None, asked.playbook());
    let playbook = place.playbook(&transaction)?.map(str::to_owned);
    let added = transaction.add_all(asked.entries(&place)?, playbook.as_deref())?;
    let workspace = transaction.as_workspace();
    let facts = Facts::new(context.today()?);
    let findings = added.iter().flat_map(|entry| workspace.lint_entry(entry, RULES, facts));
    if let Some(denied) = findings.into_iter().find(|finding| finding.level == Level::Deny) {
        let refusal = Refusal::new(denied.message);
        return Err(match denied.help {
            Some(help) => refusal.help(help),
            None => refusal,
        }
        .into());
    }
    finish(transaction, args.write, &added, context).map(drop)
}

/// The fields with the one that names the entry.
fn named(key: &str, title: &str, mut fields: Vec<(String, Value)>) -> Result<Vec<(String, Value)>, Refusal> {
    if title.trim().is_empty() {
        return Err(Refusal::new(format!("{key}: the text is empty")));
    }
    fields.insert(0, (key.to_owned(), Value::text(title)));
    Ok(fields)
}

/// Writes new entries.
fn finish(
    transaction: Transaction,
    write: write::Options,
    added: &[EntryRef],
    context: &Context,
) -> anyhow::Result<ExitCode> {
    let names: Vec<String> = added.iter().map(ToString::to_string).collect();
    let what = match names.as_slice() {
        [one] => format!("add {one}"),
        many => format!("add ({} entries)", many.len()),
    };
    write.finish(transaction, &what, context)?;
    Ok(ExitCode::SUCCESS)
}
