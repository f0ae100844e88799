//! `faultbook init`

use std::io::Write;
use std::path::Path;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::ValueHint;
use clap::builder::PossibleValuesParser;
use faultbook::config::Config;
use faultbook::document::quoted;
use faultbook::store;
use faultbook::workspace::Desk;
use faultbook::workspace::PATIENCE;

use crate::cli::Context;
use crate::cli::schema;
use crate::cli::starter;

/// Scales that others agreed on, each with a matrix.
const SCALES: &[(&str, &str)] = &[
    ("sources", include_str!("init/scale/sources.toml")),
    ("nist-800-30", include_str!("init/scale/nist-800-30.toml")),
    ("iso-27005", include_str!("init/scale/iso-27005.toml")),
    ("fmea-10", include_str!("init/scale/fmea-10.toml")),
];

/// What the configuration says of scales where none are written.
const DEFAULTS: &str = include_str!("init/scale/default.toml");

/// The worked example: paths and texts.
const EXAMPLE: &[(&str, &str)] = &[
    (Config::FILE, include_str!("../../examples/e-commerce/faultbook.toml")),
    ("playbooks/shop.toml", include_str!("../../examples/e-commerce/playbooks/shop.toml")),
];

/// Begin a workspace: a configuration, a playbook, a .gitignore
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  faultbook init
  faultbook init --starter platform --starter application
  faultbook init --scale fmea-10      ten levels of severity, occurrence and detection
  faultbook init --example shop")]
pub(super) struct Args {
    /// The folder; it is made where it does not exist.
    #[arg(default_value = ".", value_hint = ValueHint::DirPath)]
    folder: PathBuf,
    /// Add a playbook of common failures.
    #[arg(long, value_name = "NAME", value_parser = starter::names())]
    starter: Vec<String>,
    /// Write these scales and their matrix into the configuration; without it the defaults count and are not written.
    #[arg(long, value_name = "NAME", conflicts_with = "example", value_parser = PossibleValuesParser::new(SCALES.iter().map(|(name, _)| *name)))]
    scale: Option<String>,
    /// Write the worked example, an e-commerce shop, instead of an empty playbook.
    #[arg(long)]
    example: bool,
}

pub(super) fn run(args: &Args, context: &mut Context) -> anyhow::Result<ExitCode> {
    store::make_folder(&args.folder)?;
    let folder = args.folder.canonicalize()?;
    let files = files(args, &folder);
    // Nothing is written where a part of it stands already.
    let asked = args.starter.iter().map(|name| format!("playbooks/{name}.toml"));
    let mut paths = files.iter().map(|(path, _)| path.clone()).chain(asked);
    if let Some(path) = paths.find(|path| folder.join(path).symlink_metadata().is_ok()) {
        anyhow::bail!("{} exists already; nothing was written", args.folder.join(path).display());
    }
    let mut out = context.console.out();
    // The configuration comes last: a folder without it is no workspace, and can be begun again.
    for (path, text) in files.iter().rev() {
        store::write_new(&folder, path, text)?;
        writeln!(out, "{path}")?;
    }
    store::append_line(&folder.join(".gitignore"), ".faultbook/")?;
    writeln!(out, ".gitignore")?;
    let notes = starters(&args.starter, &folder, &mut out)?;
    out.flush()?;
    notes.iter().for_each(|note| context.console.note(note));
    context.console.note("`faultbook list` shows the failures, `faultbook lint` what they lack, `faultbook import FILE` takes over a table");
    Ok(ExitCode::SUCCESS)
}

/// Adds starters to a new workspace. What is to be said of ids that they share comes back.
fn starters(names: &[String], folder: &Path, out: &mut impl Write) -> anyhow::Result<Vec<String>> {
    if names.is_empty() {
        return Ok(Vec::new());
    }
    let mut desk = Desk::open(folder, PATIENCE)?;
    let notes = starter::adopt(&mut desk, names)?;
    for changed in desk.commit("init")? {
        writeln!(out, "{}", changed.after.as_deref().unwrap_or_default())?;
    }
    Ok(notes)
}

/// The files of a new workspace, relative to its root: the configuration, the schemas, the playbooks.
fn files(args: &Args, folder: &Path) -> Vec<(String, String)> {
    let mut files: Vec<_> = texts(args, folder).into_iter().map(schema::named).collect();
    files.splice(1..1, schema::files());
    files
}

/// The configuration and the playbook of a new workspace.
fn texts(args: &Args, folder: &Path) -> Vec<(String, String)> {
    if args.example {
        return EXAMPLE.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect();
    }
    let name =
        folder.file_name().map_or_else(|| "workload".to_owned(), |name| name.to_string_lossy().into_owned());
    let quoted = quoted(&name);
    let config = include_str!("init/faultbook.toml").replace("\"WORKLOAD\"", &quoted);
    let chosen = SCALES.iter().find(|(name, _)| args.scale.as_deref() == Some(name));
    let config = config.replace("SCALES\n", chosen.map_or(DEFAULTS, |(_, scales)| scales));
    let playbook = include_str!("init/playbook.toml").replace("\"WORKLOAD\"", &quoted);
    vec![(Config::FILE.to_owned(), config), ("playbooks/main.toml".to_owned(), playbook)]
}
