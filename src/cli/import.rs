//! `faultbook import`

use std::collections::HashMap;
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context as _;
use clap::builder::PossibleValuesParser;
use faultbook::document::decode;
use faultbook::document::emit;
use faultbook::import;
use faultbook::import::Import;
use faultbook::model::Id;
use faultbook::model::MeasureClass;
use faultbook::store;

use crate::cli::Context;
use crate::cli::console::counted;
use crate::cli::plain::brief;
use crate::cli::plain::plain_line;

/// Make a playbook of the tables in a Markdown or CSV file
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  faultbook import wiki/failure-modes.md
  faultbook import risks.csv --playbook checkout --dry-run")]
pub(super) struct Args {
    /// The file; - is standard input.
    file: PathBuf,
    /// The name of the new playbook [default: that of the file].
    #[arg(long, value_name = "NAME")]
    playbook: Option<String>,
    /// What the file is [default: by its ending].
    #[arg(long, value_parser = PossibleValuesParser::new(import::SOURCES.iter().map(|source| source.id)))]
    format: Option<String>,
    /// Print the playbook instead of writing it.
    #[arg(long)]
    dry_run: bool,
}

pub(super) fn run(args: &Args, context: &mut Context) -> anyhow::Result<ExitCode> {
    let workspace = context.workspace()?;
    let name = args.file.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    let name = if name == "-" { "standard input".to_owned() } else { name };
    let text = decode(store::read_input(&args.file)?)
        .map_err(|reason| anyhow::anyhow!("{name}: {reason}; save it as UTF-8"))?;
    let chosen = args.format.as_deref().and_then(|id| import::SOURCES.iter().find(|source| source.id == id));
    let source = chosen.or_else(|| import::for_file(&name)).with_context(|| {
        let known: Vec<_> = import::SOURCES.iter().map(|source| source.id).collect();
        format!("the ending of {name} does not tell what it is; say --format {}", known.join(" or --format "))
    })?;
    let playbook = match &args.playbook {
        Some(name) => Id::new(name).with_context(|| format!("`{name}` cannot be the name of a playbook"))?,
        None => import::playbook_id(&name)
            .context("the file's name cannot become that of a playbook; say --playbook NAME")?,
    };
    let import = import::import(source, &name, &text, workspace.config(), workspace.book());
    if import.playbook.failures.is_empty() {
        summarise(&import, &name, context);
        anyhow::bail!("{name} holds no failures that could be taken over; nothing was written");
    }
    // A look at what would be written is for people: a CI runner must find no command in it.
    let mut out = context.console.out();
    if args.dry_run {
        write!(out, "{}", emit(&import.playbook))?;
        out.flush()?;
        summarise(&import, &name, context);
    } else {
        let added = workspace.add_playbook(&playbook, &import.playbook);
        let path = added.context("nothing was written; --playbook NAME chooses another name")?;
        let told = writeln!(out, "{path}").and_then(|()| out.flush());
        summarise(&import, &name, context);
        told.with_context(|| format!("{path} was written, but its name could not be printed"))?;
    }
    Ok(ExitCode::SUCCESS)
}

/// Says what became of each table, what could not be taken over, and how much was.
fn summarise(import: &Import, name: &str, context: &Context) {
    let console = &context.console;
    let name = plain_line(name);
    for table in &import.tables {
        match &table.outcome {
            Ok(number) => {
                console.status(format_args!("{name}:{}: {}", table.line, counted(*number, "failure")))
            }
            Err(reason) => {
                console.status(format_args!("{name}:{}: table passed over: {}", table.line, brief(reason)))
            }
        }
    }
    if import.tables.is_empty() {
        console.status(format_args!("{name}: there is no table"));
    }
    // What holds for thousands of rows is said once.
    let mut rows: HashMap<(&str, &str), usize> = HashMap::new();
    for note in &import.notes {
        *rows.entry((&note.column, &note.message)).or_default() += 1;
    }
    for note in &import.notes {
        let Some(number) = rows.remove(&(&*note.column, &*note.message)) else { continue };
        let column =
            if note.column.is_empty() { String::new() } else { format!("{}: ", brief(&note.column)) };
        let more = if number > 1 {
            format!(" (and in {})", counted(number - 1, "more place"))
        } else {
            String::new()
        };
        console.status(format_args!("{name}:{}: {column}{}{more}", note.line, brief(&note.message)));
    }
    if import.playbook.failures.is_empty() {
        return;
    }
    let count = |class| import.count(class);
    console.status(format_args!(
        "{}, {} reactive and {} preventative actions, {} not yet classified",
        counted(import.playbook.failures.len(), "failure"),
        count(MeasureClass::Reactive),
        count(MeasureClass::Preventative),
        count(MeasureClass::Mitigation),
    ));
}
