//! `faultbook import`

mod convert;
mod json;
mod tables;
mod told;

use std::path::Path;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context as _;
use clap::ValueHint;
use clap::builder::PossibleValuesParser;
use clap_complete::engine::ArgValueCompleter;
use faultbook::change::Refusal;
use faultbook::change::shape;
use faultbook::import::Choice;
use faultbook::import::Mapping;
use faultbook::import::PRESETS;
use faultbook::import::SOURCES;
use faultbook::import::Settle;
use faultbook::import::Side;
use faultbook::import::Source;
use faultbook::import::for_file;
use faultbook::model::Id;
use faultbook::model::Kind;
use faultbook::model::is_terminal_control;
use faultbook::store;
use faultbook::workspace::Foreign;
use faultbook::workspace::Transaction;

use crate::cli::Context;
use crate::cli::commands::import::told::Told;
use crate::cli::ui::complete;
use crate::cli::ui::progress::Progress;
use crate::cli::ui::write;

/// Take over failures from tables, and components from catalogues
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  faultbook import wiki/failure-modes.md --dry-run
  faultbook import risks.xlsx --sheet Register --playbook checkout
  faultbook import fmea.csv --map \"Blast=risk\" --map-level \"Catastrophic=high\"
  faultbook import register.xlsx --fill-down Component
  faultbook import catalog-info.yaml

The same file can be imported again: only what it says anew is changed. An entry
that was accepted, reviewed or tested never becomes another one: a row about
something else is imported as new, or reported where it names the entry's id.
`faultbook export csv`, edited in a spreadsheet, comes back in the same way.
What the workspace and the file changed in different ways is a conflict: it stays
as it is, and the exit code is 1, until --ours or --theirs decides.")]
pub(in crate::cli) struct Args {
    /// The files; - is standard input. A format before them is as good as --format.
    #[arg(required_unless_present_any = ["ours", "theirs"], value_name = "FILE", value_hint = ValueHint::FilePath)]
    files: Vec<PathBuf>,
    /// The playbook for what is new [default: that of the file's name].
    #[arg(long, value_name = "NAME", add = ArgValueCompleter::new(complete::playbooks))]
    playbook: Option<String>,
    /// What the files are [default: by their endings].
    #[arg(long, value_parser = PossibleValuesParser::new(SOURCES.iter().map(|source| source.id)))]
    format: Option<String>,
    /// Read the files as exports of this tool [default: by their headings].
    #[arg(long, value_name = "TOOL", value_parser = PossibleValuesParser::new(PRESETS.iter().map(|preset| preset.id)))]
    preset: Option<String>,
    /// Only this sheet of a workbook, hidden or not [default: all that are shown].
    #[arg(long, value_name = "NAME")]
    sheet: Option<String>,
    /// Only table N, from 1, whatever its headings say.
    #[arg(long, value_name = "N", conflicts_with = "all")]
    table: Option<usize>,
    /// Every table, whatever its headings say.
    #[arg(long)]
    all: bool,
    /// What a heading stands for, remembered in faultbook.toml; - leaves a column out, `section` is what stands above a table.
    #[arg(long, value_name = "HEADING=FIELD", value_parser = pair)]
    map: Vec<(String, String)>,
    /// What a word of a rating stands for, remembered in faultbook.toml.
    #[arg(long, value_name = "WORD=LEVEL", value_parser = pair)]
    map_level: Vec<(String, String)>,
    /// Fill blank cells of a column from the row above, remembered in faultbook.toml.
    #[arg(long, value_name = "HEADING")]
    fill_down: Vec<String>,
    /// Where the workspace and the file changed the same, keep what the workspace says, in all fields or in one.
    #[arg(long, value_name = "FIELD", num_args = 0..=1, default_missing_value = "")]
    ours: Vec<String>,
    /// Where both changed the same, import what the file says, in all fields or in one.
    #[arg(long, value_name = "FIELD", num_args = 0..=1, default_missing_value = "")]
    theirs: Vec<String>,
    /// Print what becomes of each column, and write nothing.
    #[arg(long)]
    explain_mapping: bool,
    #[command(flatten)]
    write: write::Options,
}

pub(super) fn run(args: &Args, context: &mut Context) -> anyhow::Result<ExitCode> {
    let (settle, files) = args.settle()?;
    let (format, files) = args.format_and_files(&files);
    let write = if args.explain_mapping { args.write.look() } else { args.write };
    let mut transaction = write.open(context)?;
    // One wrong date does not keep a table out; `lint` reports it.
    transaction.refuse_facts_after(None);
    let mapping = args.mapping(&transaction)?;
    let (headings, levels, filled) = (&args.map, &args.map_level, &args.fill_down);
    let playbook = args.playbook(&transaction)?;
    let mut all = Vec::with_capacity(files.len());
    for file in files {
        let name = file.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
        let bytes = store::read_input(file)?;
        let source = source(format, &name)?;
        let progress = Progress::new(&format!("reading {name}"));
        let foreign = Foreign {
            source,
            name: &known_as(file, &transaction),
            bytes: &bytes,
            sheet: args.sheet.as_deref(),
            choice: args.choice(),
            mapping: &mapping,
            preset: args.preset.as_deref().and_then(|id| PRESETS.iter().find(|preset| preset.id == id)),
            settle: &settle,
            progress: &|done, of| progress.set(done, of),
            playbook: playbook.clone(),
        };
        let taken = transaction.take(&foreign)?;
        drop(progress);
        all.push(Told { name: shown(file), taken });
    }
    if args.explain_mapping {
        tables::explain(&all, context)?;
        return Ok(ExitCode::SUCCESS);
    }
    // A heading that is not there is a typing mistake, and would be remembered for ever.
    let is_there = |heading: &str| {
        let tables = all.iter().flat_map(|told| &told.taken.import.tables);
        let mut columns = tables.flat_map(|table| &table.columns);
        columns.any(|(known, _)| known.trim().to_lowercase() == heading.trim().to_lowercase())
    };
    let mapped = headings.iter().map(|(heading, _)| heading).filter(|heading| *heading != "section");
    if let Some(heading) = mapped.chain(filled).find(|heading| !is_there(heading)) {
        let message = format!("no table has a column `{heading}`; nothing was written");
        return Err(Refusal::new(message).help("--explain-mapping shows the columns").into());
    }
    if let Some(empty) = all.iter().find(|told| told.is_empty()) {
        all.iter().for_each(|told| told.summarise(context));
        let message = format!("nothing to import in {}; nothing was written", empty.name);
        let has_tables = empty.taken.import.tables.iter().any(|table| !table.columns.is_empty());
        let way_out = "name the column of failures with --map \"HEADING=problem\", or import tables as they are with --table N or --all";
        let refusal = Refusal::new(message);
        return Err(if has_tables { refusal.help(way_out) } else { refusal }.into());
    }
    if !headings.is_empty() || !levels.is_empty() || !filled.is_empty() {
        transaction.remember(headings, levels, filled)?;
    }
    told::finish(transaction, write, &all, context)?;
    let is_settled = all.iter().all(|told| told.taken.conflicts.is_empty());
    Ok(if is_settled { ExitCode::SUCCESS } else { ExitCode::from(1) })
}

impl Args {
    /// Which side has its way in conflicts, and the files. What follows such an option and is not a field is a file.
    fn settle(&self) -> Result<(Settle, Vec<PathBuf>), Refusal> {
        let (mut settle, mut files) = (Settle::default(), self.files.clone());
        for (names, side) in [(&self.ours, Side::Ours), (&self.theirs, Side::Theirs)] {
            for name in names {
                if !name.is_empty() && is_field(name) {
                    if settle.fields.iter().any(|(other, before)| other == name && *before != side) {
                        return Err(Refusal::new(format!("--ours and --theirs are both given for {name}")));
                    }
                    settle.fields.push((name.clone(), side));
                    continue;
                }
                files.extend((!name.is_empty()).then(|| PathBuf::from(name)));
                if settle.all.replace(side).is_some_and(|before| before != side) {
                    return Err(Refusal::new("--ours and --theirs are both given for all fields"));
                }
            }
        }
        if files.is_empty() {
            return Err(Refusal::new("no file given").help("add the file to import"));
        }
        Ok((settle, files))
    }

    /// `import csv FILE` says the format as `export csv` does.
    fn format_and_files<'f>(&'f self, files: &'f [PathBuf]) -> (Option<&'f str>, &'f [PathBuf]) {
        let first = files.first().and_then(|first| first.to_str());
        match (&self.format, first, files.get(1..)) {
            (None, Some(first), Some(rest))
                if !rest.is_empty() && SOURCES.iter().any(|source| source.id == first) =>
            {
                (Some(first), rest)
            }
            (format, ..) => (format.as_deref(), files),
        }
    }

    fn choice(&self) -> Choice {
        match (self.table, self.all) {
            (Some(number), _) => Choice::Only(number),
            (None, true) => Choice::All,
            (None, false) => Choice::Fitting,
        }
    }

    fn playbook(&self, transaction: &Transaction) -> Result<Option<Id>, Refusal> {
        let Some(name) = &self.playbook else { return Ok(None) };
        match Id::new(name) {
            Ok(id) => Ok(Some(id)),
            Err(reason) if transaction.playbooks().contains(name.as_str()) => {
                let refusal = Refusal::new(format!(
                    "`{name}` is the name of a playbook that cannot be added to: {reason}"
                ));
                Err(refusal.help("rename its file"))
            }
            Err(reason) => Err(Refusal::new(format!("`{name}` cannot be the name of a playbook: {reason}"))),
        }
    }

    /// What headings and words mean, by what is typed and then by what is remembered.
    fn mapping(&self, transaction: &Transaction) -> Result<Mapping, Refusal> {
        let config = transaction.config();
        let mut mapping = Mapping::default();
        for (heading, field) in &self.map {
            mapping.heading(heading, field, &config.scales)?;
        }
        for (word, level) in &self.map_level {
            mapping.level(word, level, &config.scales)?;
        }
        self.fill_down.iter().for_each(|heading| mapping.fill_down(heading));
        mapping.remembered(&config.import, &config.scales)
    }
}

/// What stands before the last `=`, which a heading may hold itself, and behind it; `-` for nothing.
fn pair(text: &str) -> Result<(String, String), &'static str> {
    let (key, value) = text.rsplit_once('=').ok_or("there is no `=`; write for instance \"Blast=risk\"")?;
    let value = if value.trim().is_empty() { "-" } else { value.trim() };
    Ok((key.trim().to_owned(), value.to_owned()))
}

fn is_field(name: &str) -> bool {
    let path = name.parse::<faultbook::change::Path>();
    name.starts_with("x-") || path.is_ok_and(|path| shape(Kind::Failure, path.steps()).is_some())
}

fn source(format: Option<&str>, name: &str) -> anyhow::Result<&'static Source> {
    let chosen = format.and_then(|id| SOURCES.iter().find(|source| source.id == id));
    if let Some(refusal) = convert::refusal(name).filter(|_| chosen.is_none()) {
        return Err(refusal.into());
    }
    chosen.or_else(|| for_file(name)).with_context(|| {
        let known: Vec<_> = SOURCES.iter().map(|source| source.id).collect();
        format!("the ending of {name} does not tell what it is; say --format {}", known.join(" or --format "))
    })
}

/// The name by which entries of a file are known again: its path below the root of the workspace, so that it is the same
/// wherever one stands; else its name alone.
fn known_as(file: &Path, transaction: &Transaction) -> String {
    let below = || {
        let (file, root) = (file.canonicalize().ok()?, transaction.root().canonicalize().ok()?);
        let parts = file.strip_prefix(root).ok()?.iter().map(|part| part.to_string_lossy());
        Some(parts.collect::<Vec<_>>().join("/"))
    };
    let alone = || file.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    let name = if file.as_os_str() == "-" { shown(file) } else { below().unwrap_or_else(alone) };
    name.replace(is_terminal_control, "")
}

/// The name of a file for messages.
fn shown(file: &Path) -> String {
    if file.as_os_str() == "-" { "standard input".to_owned() } else { file.to_string_lossy().into_owned() }
}
