//! `faultbook import`

mod json;
mod told;

use std::path::Path;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context as _;
use clap::ValueHint;
use clap::builder::PossibleValuesParser;
use clap_complete::engine::ArgValueCompleter;
use faultbook::change::Refusal;
use faultbook::import::Choice;
use faultbook::import::Mapping;
use faultbook::import::SOURCES;
use faultbook::import::Source;
use faultbook::import::for_file;
use faultbook::model::Id;
use faultbook::model::is_obeyed;
use faultbook::store;
use faultbook::workspace::Desk;
use faultbook::workspace::Foreign;

use crate::cli::Context;
use crate::cli::complete;
use crate::cli::import::told::Told;
use crate::cli::progress::Progress;
use crate::cli::write;

/// Take over failures from tables, and components from catalogues
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  faultbook import wiki/failure-modes.md --dry-run
  faultbook import risks.xlsx --sheet Register --playbook checkout
  faultbook import fmea.csv --map \"Blast=risk\" --map-level \"Catastrophic=high\"
  faultbook import catalog-info.yaml

The same file can be imported again: only what it says anew is changed. An entry
that was accepted, reviewed or tested never becomes another one: a row about
something else is imported as new, or reported where it names the entry's id.
`faultbook export csv`, edited in a spreadsheet, comes back in the same way.")]
pub(super) struct Args {
    /// The files; - is standard input. A format before them is as good as --format.
    #[arg(required = true, value_name = "FILE", value_hint = ValueHint::FilePath)]
    files: Vec<PathBuf>,
    /// The playbook for what is new [default: that of the file's name].
    #[arg(long, value_name = "NAME", add = ArgValueCompleter::new(complete::playbooks))]
    playbook: Option<String>,
    /// What the files are [default: by their endings].
    #[arg(long, value_parser = PossibleValuesParser::new(SOURCES.iter().map(|source| source.id)))]
    format: Option<String>,
    /// Only this sheet of a workbook.
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
    /// Print what becomes of each column, and write nothing.
    #[arg(long)]
    explain_mapping: bool,
    #[command(flatten)]
    write: write::Options,
}

pub(super) fn run(args: &Args, context: &mut Context) -> anyhow::Result<ExitCode> {
    let (format, files) = args.format_and_files();
    let write = if args.explain_mapping { args.write.look() } else { args.write };
    let mut desk = write.open(context)?;
    let mapping = args.mapping(&desk)?;
    let (headings, levels) = (&args.map, &args.map_level);
    let playbook = args.playbook(&desk)?;
    let mut all = Vec::with_capacity(files.len());
    for file in files {
        let name = file.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
        let bytes = store::read_input(file)?;
        let source = source(format, &name)?;
        let progress = Progress::new(&format!("reading {name}"));
        let foreign = Foreign {
            source,
            name: &known_as(file, &desk),
            bytes: &bytes,
            sheet: args.sheet.as_deref(),
            choice: args.choice(),
            mapping: &mapping,
            progress: &|done, of| progress.set(done, of),
            playbook: playbook.clone(),
        };
        let taken = desk.take(&foreign)?;
        drop(progress);
        all.push(Told { name: shown(file), taken });
    }
    if args.explain_mapping {
        told::explain(&all, context)?;
        return Ok(ExitCode::SUCCESS);
    }
    // A heading that is not there is a typing mistake, and would be remembered for ever.
    let is_there = |heading: &str| {
        let tables = all.iter().flat_map(|told| &told.taken.import.tables);
        let mut columns = tables.flat_map(|table| &table.columns);
        heading == "section"
            || columns.any(|(known, _)| known.trim().to_lowercase() == heading.to_lowercase())
    };
    if let Some((heading, _)) = headings.iter().find(|(heading, _)| !is_there(heading)) {
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
    if !headings.is_empty() || !levels.is_empty() {
        desk.remember(headings, levels)?;
    }
    told::finish(desk, write, &all, context)?;
    Ok(ExitCode::SUCCESS)
}

impl Args {
    /// `import csv FILE` says the format as `export csv` does.
    fn format_and_files(&self) -> (Option<&str>, &[PathBuf]) {
        let first = self.files.first().and_then(|first| first.to_str());
        match (&self.format, first, self.files.get(1..)) {
            (None, Some(first), Some(rest))
                if !rest.is_empty() && SOURCES.iter().any(|source| source.id == first) =>
            {
                (Some(first), rest)
            }
            (format, ..) => (format.as_deref(), &self.files),
        }
    }

    fn choice(&self) -> Choice {
        match (self.table, self.all) {
            (Some(number), _) => Choice::Only(number),
            (None, true) => Choice::All,
            (None, false) => Choice::Fitting,
        }
    }

    fn playbook(&self, desk: &Desk) -> Result<Option<Id>, Refusal> {
        let Some(name) = &self.playbook else { return Ok(None) };
        match Id::new(name) {
            Ok(id) => Ok(Some(id)),
            Err(reason) if desk.playbooks().contains(name.as_str()) => {
                let refusal = Refusal::new(format!(
                    "`{name}` is the name of a playbook that cannot be added to: {reason}"
                ));
                Err(refusal.help("rename its file"))
            }
            Err(reason) => Err(Refusal::new(format!("`{name}` cannot be the name of a playbook: {reason}"))),
        }
    }

    /// What headings and words mean, by what is typed and then by what is remembered.
    fn mapping(&self, desk: &Desk) -> Result<Mapping, Refusal> {
        let config = desk.config();
        let mut mapping = Mapping::default();
        for (heading, field) in &self.map {
            mapping.heading(heading, field, &config.scales)?;
        }
        for (word, level) in &self.map_level {
            mapping.level(word, level, &config.scales)?;
        }
        mapping.remembered(&config.import.headings, &config.import.levels, &config.scales)
    }
}

/// What stands before the last `=`, which a heading may hold itself, and behind it; `-` for nothing.
fn pair(text: &str) -> Result<(String, String), &'static str> {
    let (key, value) = text.rsplit_once('=').ok_or("there is no `=`; write for instance \"Blast=risk\"")?;
    let value = if value.trim().is_empty() { "-" } else { value.trim() };
    Ok((key.trim().to_owned(), value.to_owned()))
}

fn source(format: Option<&str>, name: &str) -> anyhow::Result<&'static Source> {
    let chosen = format.and_then(|id| SOURCES.iter().find(|source| source.id == id));
    chosen.or_else(|| for_file(name)).with_context(|| {
        let known: Vec<_> = SOURCES.iter().map(|source| source.id).collect();
        format!("the ending of {name} does not tell what it is; say --format {}", known.join(" or --format "))
    })
}

/// The name by which entries of a file are known again: its path below the root of the workspace, so that it is the same
/// wherever one stands; else its name alone.
fn known_as(file: &Path, desk: &Desk) -> String {
    let below = || {
        let (file, root) = (file.canonicalize().ok()?, desk.root().canonicalize().ok()?);
        let parts = file.strip_prefix(root).ok()?.iter().map(|part| part.to_string_lossy());
        Some(parts.collect::<Vec<_>>().join("/"))
    };
    let alone = || file.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    let name = if file.as_os_str() == "-" { shown(file) } else { below().unwrap_or_else(alone) };
    name.replace(is_obeyed, "")
}

/// The name of a file for messages.
fn shown(file: &Path) -> String {
    if file.as_os_str() == "-" { "standard input".to_owned() } else { file.to_string_lossy().into_owned() }
}
