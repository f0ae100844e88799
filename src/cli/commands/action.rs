//! `faultbook action`

use std::process::ExitCode;

use clap::Subcommand;
use clap::builder::PossibleValuesParser;
use clap_complete::ArgValueCompleter;
use faultbook::change::Edit;
use faultbook::change::Path;
use faultbook::change::Refusal;
use faultbook::change::Value;
use faultbook::import::Typed;
use faultbook::model::ActionStatus;
use faultbook::model::EntryRef;
use faultbook::model::Id;
use faultbook::model::Kind;
use faultbook::model::MeasureClass;
use faultbook::model::Word;
use faultbook::workspace::Transaction;

use crate::cli::Context;
use crate::cli::ui::complete;
use crate::cli::ui::flags::ACTION;
use crate::cli::ui::flags::Flags;
use crate::cli::ui::write;

/// Add actions to failures, and say how far they are
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  faultbook action add zone-outage \"Fail over\" --class reactive
  faultbook action add zone-outage \"Run in three zones\" \\
      --class preventative --owner platform --due 2026-12-15
  faultbook action add zone-outage --use autoscale --class preventative
  faultbook action done zone-outage \"three zones\"   or preventative[0]
  faultbook action start autoscale                 a shared action
  faultbook action classify zone-outage \"Fail over\" reactive

An action is words; with more fields a table within the failure; with more
than three an entry of its own.")]
pub(in crate::cli) struct Args {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Add an action to a failure
    Add(Add),
    /// Say that an action is under way
    Start(Which),
    /// Say that an action is in place
    Done(Which),
    /// Say that an action is in place and was shown to work
    Verify(Which),
    /// Say when an action helps: before an outage, or in one
    Classify(Classify),
}

#[derive(Debug, clap::Args)]
struct Add {
    /// The failure.
    #[arg(value_name = "FAILURE", add = ArgValueCompleter::new(complete::entries))]
    failure: String,
    /// What is done.
    #[arg(value_name = "TEXT", required_unless_present = "shared", conflicts_with = "shared")]
    text: Option<String>,
    /// Use an action that is an entry of its own.
    #[arg(long = "use", id = "shared", value_name = "ID")]
    shared: Option<String>,
    /// When it helps.
    #[arg(long, value_name = "CLASS", default_value = "mitigation", value_parser = classes())]
    class: String,
    #[command(flatten)]
    flags: Flags<ACTION>,
    #[command(flatten)]
    write: write::Options,
}

#[derive(Debug, clap::Args)]
struct Which {
    /// A shared action, or the failure that the action stands in.
    #[arg(value_name = "ACTION|FAILURE", add = ArgValueCompleter::new(complete::entries))]
    entry: String,
    /// Which action of the failure: a part of its text, or its place as findings name it: reactive[0].
    #[arg(value_name = "WHICH")]
    which: Option<String>,
    #[command(flatten)]
    write: write::Options,
}

#[derive(Debug, clap::Args)]
struct Classify {
    /// The failure.
    #[arg(value_name = "FAILURE", add = ArgValueCompleter::new(complete::entries))]
    failure: String,
    /// Which of its actions: a part of its text, or its place: mitigation[0].
    #[arg(value_name = "WHICH")]
    which: String,
    /// When it helps.
    #[arg(value_name = "CLASS", value_parser = classes())]
    class: String,
    #[command(flatten)]
    write: write::Options,
}

fn classes() -> PossibleValuesParser {
    PossibleValuesParser::new(MeasureClass::WORDS)
}

fn class(word: &str) -> MeasureClass {
    MeasureClass::from_word(word).unwrap_or(MeasureClass::Mitigation)
}

pub(super) fn run(args: &Args, context: &mut Context) -> anyhow::Result<ExitCode> {
    match &args.verb {
        Verb::Add(add) => self::add(add, context),
        Verb::Start(which) => mark(which, "start", ActionStatus::InProgress, context),
        Verb::Done(which) => mark(which, "done", ActionStatus::InPlace, context),
        Verb::Verify(which) => mark(which, "verify", ActionStatus::Verified, context),
        Verb::Classify(classify) => self::classify(classify, context),
    }
}

fn add(args: &Add, context: &mut Context) -> anyhow::Result<ExitCode> {
    let mut transaction = args.write.open(context)?;
    let failure = failure(&args.failure, &transaction)?;
    let scales = transaction.config().scales.clone();
    let typed = Typed { kind: Kind::Action, scales: &scales, today: context.today()? };
    let mut fields = args.flags.fields(typed)?;
    match (&args.text, &args.shared) {
        (Some(text), _) if text.trim().is_empty() => return Err(Refusal::new("the text is empty").into()),
        (Some(text), _) => fields.insert(0, ("action".to_owned(), Value::text(text))),
        (None, Some(id)) if fields.is_empty() => {
            let id = Id::new(id).map_err(|reason| Refusal::new(format!("`{id}` is no id: {reason}")))?;
            fields.push(("use".to_owned(), Value::text(id.as_str())));
        }
        (None, _) => {
            let refusal = Refusal::new("a shared action says by itself who owns it, and how far it is");
            return Err(refusal.help("faultbook edit action/ID FIELD=VALUE").into());
        }
    }
    transaction.add_measure(&failure, class(&args.class), fields)?;
    args.write.finish(transaction, &format!("action add {}", args.failure), context)?;
    Ok(ExitCode::SUCCESS)
}

fn mark(args: &Which, verb: &str, status: ActionStatus, context: &mut Context) -> anyhow::Result<ExitCode> {
    let mut transaction = args.write.open(context)?;
    let status = Value::text(status.word());
    match &args.which {
        Some(which) => {
            let failure = failure(&args.entry, &transaction)?;
            let place = transaction.find_measure(&failure, which)?;
            transaction.amend(&failure, &place, &[("status".to_owned(), status)])?;
        }
        None => {
            let action = action(&args.entry, &mut transaction)?;
            transaction.edit(&action, &[Edit::Set(Path::key("status"), status)])?;
        }
    }
    args.write.finish(transaction, &format!("action {verb} {}", args.entry), context)?;
    Ok(ExitCode::SUCCESS)
}

fn classify(args: &Classify, context: &mut Context) -> anyhow::Result<ExitCode> {
    let mut transaction = args.write.open(context)?;
    let failure = failure(&args.failure, &transaction)?;
    let place = transaction.find_measure(&failure, &args.which)?;
    transaction.classify(&failure, &place, class(&args.class))?;
    args.write.finish(transaction, &format!("action classify {}", args.failure), context)?;
    Ok(ExitCode::SUCCESS)
}

/// The failure that is named; another kind of that id is not meant.
fn failure(name: &str, transaction: &Transaction) -> anyhow::Result<EntryRef> {
    of_kind(Kind::Failure, name, transaction)
}

/// The shared action that is named. Of a failure one must say which of its actions is meant.
fn action(name: &str, transaction: &mut Transaction) -> anyhow::Result<EntryRef> {
    let entry = of_kind(Kind::Action, name, transaction)?;
    if entry.kind == Kind::Failure {
        let mut refusal = Refusal::new(format!("{entry} is a failure; which of its actions is meant?"));
        let measures = transaction.measures(&entry)?;
        refusal.choices = measures.into_iter().map(|(place, text)| (place.to_string(), text)).collect();
        return Err(refusal.help("write a part of its text, or its place, behind the failure").into());
    }
    Ok(entry)
}

fn of_kind(kind: Kind, name: &str, transaction: &Transaction) -> anyhow::Result<EntryRef> {
    if let (true, Ok(id)) = (transaction.has(kind, name), Id::new(name)) {
        return Ok(EntryRef { kind, id });
    }
    let entry = transaction.find(name)?;
    if entry.kind != kind && !(kind == Kind::Action && entry.kind == Kind::Failure) {
        return Err(Refusal::new(format!("{entry} is no {kind}")).into());
    }
    Ok(entry)
}
