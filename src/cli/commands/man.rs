//! `faultbook man`

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Command;
use clap::CommandFactory;
use clap::ValueHint;
use clap_complete::ArgValueCompleter;
use clap_mangen::Man;
use clap_mangen::roff::Roff;
use clap_mangen::roff::bold;
use clap_mangen::roff::roman;
use faultbook::finding::nearest;
use faultbook::store;

use crate::cli::Context;
use crate::cli::ui::complete;

/// Print a man page
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  faultbook man | man -l -
  faultbook man lint > faultbook-lint.1
  faultbook man --all ~/.local/share/man/man1")]
pub(in crate::cli) struct Args {
    /// The command; none: faultbook as a whole.
    #[arg(add = ArgValueCompleter::new(complete::commands))]
    command: Option<String>,
    /// Write all pages into DIR.
    #[arg(long, value_name = "DIR", conflicts_with = "command", value_hint = ValueHint::DirPath)]
    all: Option<PathBuf>,
}

/// What the program reads from disk.
const FILES: &[(&str, &str)] = &[
    (
        "faultbook.toml",
        "Makes a folder a workspace: scales, levels of rules, where playbooks stand. It is looked for in the current folder and in those above it.",
    ),
    ("playbooks/", "Every TOML file below it is read, unless faultbook.toml names other places."),
    (".schema/", "JSON Schemas for editors, as faultbook-schema(1) writes them. They are not read."),
    (".gitignore", "What it names is not read."),
];

/// What the program reads from its environment.
const ENVIRONMENT: &[(&str, &str)] = &[
    (
        "NO_COLOR",
        "Unless empty: no colour. It is stronger than the other variables, and weaker than --color.",
    ),
    ("FORCE_COLOR", "Unless empty: colour even where no terminal reads; 0 turns it off."),
    ("CLICOLOR_FORCE", "The same, unless it is empty or 0."),
    ("CLICOLOR, TERM", "No colour on a terminal where the first is 0 or the second is dumb."),
    ("COLUMNS", "How wide a table may be; else the width of the terminal."),
    (
        "SOURCE_DATE_EPOCH",
        "The seconds since 1970 that count as now, unless --today is given; else the system's clock.",
    ),
    ("FAULTBOOK_COMPLETE", "Set by the scripts of faultbook-completions(1)."),
];

pub(super) fn run(args: &Args, context: &mut Context) -> anyhow::Result<ExitCode> {
    let mut root = crate::cli::Args::command().disable_help_subcommand(true);
    root.build();
    let mut out = context.console.raw();
    if let Some(folder) = &args.all {
        store::make_folder(folder)?;
        for command in std::iter::once(&root).chain(root.get_subcommands()) {
            let path = folder.join(format!("{}.1", name(command)));
            store::write_output(&path, &page(command, &root)?)?;
            writeln!(out, "{}", path.display())?;
        }
    } else {
        out.write_all(&page(find(args.command.as_deref(), &root)?, &root)?)?;
    }
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}

/// The command that a person names.
fn find<'c>(name: Option<&str>, root: &'c Command) -> anyhow::Result<&'c Command> {
    let Some(name) = name else { return Ok(root) };
    if let Some(command) = root.find_subcommand(name) {
        return Ok(command);
    }
    match nearest(name, root.get_subcommands().map(Command::get_name)) {
        Some(near) => anyhow::bail!("there is no command `{name}`; did you mean `{near}`?"),
        None => anyhow::bail!("there is no command `{name}`; `faultbook --help` lists all"),
    }
}

/// `faultbook-lint`
fn name(command: &Command) -> &str {
    command.get_display_name().unwrap_or_else(|| command.get_name())
}

/// The page of a command. Everything in it comes from the definitions of its arguments, but for files and variables.
fn page(command: &Command, root: &Command) -> std::io::Result<Vec<u8>> {
    let man = Man::new(command.clone().subcommand_help_heading("COMMANDS"));
    let help = command.get_after_help().map(ToString::to_string).unwrap_or_default();
    let (mut more, mut end) = (Roff::new(), Roff::new());
    for paragraph in help.split("\n\n") {
        if let Some(lines) = paragraph.strip_prefix("Examples:\n") {
            examples(lines, &mut end);
        } else if let Some(codes) = paragraph.strip_prefix("Exit codes: ") {
            let codes = codes.trim_end_matches('.').split(", ").filter_map(|code| code.split_once(' '));
            list("EXIT STATUS", codes, &mut end);
        } else if !paragraph.is_empty() {
            more.control("PP", []).text([roman(paragraph)]);
        }
    }
    let see: Vec<String> = if command.get_name() == root.get_name() {
        list("FILES", FILES.iter().copied(), &mut end);
        list("ENVIRONMENT", ENVIRONMENT.iter().copied(), &mut end);
        root.get_subcommands().map(|command| format!("{}(1)", name(command))).collect()
    } else {
        vec!["faultbook(1) for files, environment and exit status".to_owned()]
    };
    end.control("SH", ["SEE ALSO"]).text([roman(see.join(", "))]);

    let mut page = Vec::new();
    // The date is empty, so that the same program writes the same page; `Man` would leave it out, and shift the rest.
    let version = root.get_version().unwrap_or_default();
    writeln!(page, ".TH {} 1 \"\" \"faultbook {version}\" \"faultbook\"", name(command).to_uppercase())?;
    man.render_name_section(&mut page)?;
    synopsis(command).to_writer(&mut page)?;
    man.render_description_section(&mut page)?;
    more.to_writer(&mut page)?;
    man.render_options_section(&mut page)?;
    if command.has_subcommands() {
        man.render_subcommands_section(&mut page)?;
    }
    end.to_writer(&mut page)?;
    // Each section brings the definitions that all of them share.
    let (shared, page) = (Roff::new().render(), String::from_utf8_lossy(&page));
    Ok(format!("{shared}{}", page.replace(&shared, "")).into_bytes())
}

/// The line that `--help` shows. `Man` lists every option without what it takes.
fn synopsis(command: &Command) -> Roff {
    let usage = command.clone().render_usage().to_string();
    let usage = usage.trim_start_matches("Usage: ");
    let words = command.get_bin_name().unwrap_or_else(|| command.get_name());
    let (words, rest) = usage.strip_prefix(words).map_or(("", usage), |rest| (words, rest));
    let mut roff = Roff::new();
    roff.control("SH", ["SYNOPSIS"]).text([bold(words), roman(rest)]);
    roff
}

/// Lines as they are typed.
fn examples(lines: &str, roff: &mut Roff) {
    roff.control("SH", ["EXAMPLES"]).control("nf", []);
    for line in lines.lines() {
        roff.text([roman(line.trim())]);
    }
    roff.control("fi", []);
}

/// A section of names with what they are.
fn list<'a>(heading: &str, items: impl Iterator<Item = (&'a str, &'a str)>, roff: &mut Roff) {
    roff.control("SH", [heading]);
    for (name, text) in items {
        roff.control("TP", []).text([bold(name)]).text([roman(text)]);
    }
}
