//! `faultbook init`

use std::io::Write;
use std::path::Path;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::ValueHint;
use clap::builder::PossibleValuesParser;
use faultbook::config::Config;
use faultbook::edit::quoted;
use faultbook::store;
use faultbook::store::Root;
use faultbook::store::StoreError;
use faultbook::workspace::Transaction;

use crate::cli::Context;
use crate::cli::commands::schema;
use crate::cli::commands::starter;
use crate::cli::ui::sanitize::plain_line;

/// Scales that others agreed on.
struct Scales {
    name: &'static str,
    /// The method of those who use them; `None`: the default.
    rank: Option<&'static str>,
    /// Their levels and their matrix.
    text: &'static str,
}

const SCALES: &[Scales] = &[
    Scales { name: "sources", rank: None, text: include_str!("init/scale/sources.toml") },
    Scales { name: "nist-800-30", rank: None, text: include_str!("init/scale/nist-800-30.toml") },
    Scales { name: "iso-27005", rank: None, text: include_str!("init/scale/iso-27005.toml") },
    Scales { name: "fmea-10", rank: Some("rpn"), text: include_str!("init/scale/fmea-10.toml") },
];

/// A file of a new workspace: its path and its text.
type NewFile = (String, String);

/// What the configuration says of scales where none are written.
const DEFAULTS: &str = include_str!("init/scale/default.toml");

/// The worked example: paths and texts.
const EXAMPLE: &[(&str, &str)] = &[
    (Config::FILE, include_str!("../../../examples/e-commerce/faultbook.toml")),
    ("playbooks/shop.toml", include_str!("../../../examples/e-commerce/playbooks/shop.toml")),
];

/// Begin a workspace: a configuration, a playbook, a .gitignore
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  faultbook init
  faultbook init --starter platform --starter application
  faultbook init --scale fmea-10      ten levels of each rating, and lists by RPN
  faultbook init --example shop")]
pub(in crate::cli) struct Args {
    /// The folder; it is made where it does not exist.
    #[arg(default_value = ".", value_hint = ValueHint::DirPath)]
    folder: PathBuf,
    /// Add a playbook of common failures.
    #[arg(long, value_name = "NAME", value_parser = starter::names())]
    starter: Vec<String>,
    /// Write these scales and their matrix into the configuration; without it the defaults count and are not written.
    #[arg(long, value_name = "NAME", conflicts_with = "example", value_parser = PossibleValuesParser::new(SCALES.iter().map(|scales| scales.name)))]
    scale: Option<String>,
    /// Write the worked example, an e-commerce shop, instead of an empty playbook.
    #[arg(long)]
    example: bool,
}

pub(super) fn run(args: &Args, context: &mut Context) -> anyhow::Result<ExitCode> {
    store::make_folder(&args.folder)?;
    let root = Root::open(&args.folder)?.seen_from(&context.started);
    let (files, notes) = files(args, &args.folder.canonicalize()?)?;
    // Nothing is written where something else is there already. What an interrupted `init` wrote is the same.
    for (path, text) in &files {
        if let Err(StoreError::Exists { .. }) = store::check_new(&root, path, text) {
            anyhow::bail!("{} exists already; nothing was written", root.shown(path));
        }
    }
    let mut out = context.console.out();
    let below = |error: StoreError| error.below(&root);
    let is_ignored = !store::append_line(&root, ".gitignore", ".faultbook/").map_err(below)?;
    let mut is_complete = is_ignored;
    // The configuration comes last: a folder without it is not a workspace yet, and `init` can be repeated.
    for (path, text) in files.iter().rev() {
        if store::write_new(&root, path, text).map_err(below)? {
            writeln!(out, "{}", plain_line(&root.shown(path)))?;
            is_complete = false;
        }
    }
    if !is_ignored {
        writeln!(out, "{}", plain_line(&root.shown(".gitignore")))?;
    }
    out.flush()?;
    if is_complete {
        context.console.note("the workspace is complete; nothing was written");
        return Ok(ExitCode::SUCCESS);
    }
    notes.iter().for_each(|note| context.console.note(note));
    context.console.note("`faultbook list` shows the failures, `faultbook lint` what they lack, `faultbook import FILE` takes over a table");
    Ok(ExitCode::SUCCESS)
}

/// The files of a new workspace, relative to its root: the configuration, the schemas, the playbooks. With what is to be said of ids that starters
/// share.
fn files(args: &Args, folder: &Path) -> anyhow::Result<(Vec<NewFile>, Vec<String>)> {
    let mut files: Vec<_> = texts(args, folder).into_iter().map(schema::named).collect();
    let notes = starters(&args.starter, &mut files)?;
    files.splice(1..1, schema::files());
    Ok((files, notes))
}

/// Adds the playbooks of starters.
fn starters(names: &[String], files: &mut Vec<NewFile>) -> anyhow::Result<Vec<String>> {
    if names.is_empty() {
        return Ok(Vec::new());
    }
    let texts = files.iter().map(|(path, text)| (path.as_str(), text.as_str()));
    let config = files.first().map_or("", |(_, text)| text);
    let mut transaction = Transaction::from_texts(config, texts.filter(|(path, _)| *path != Config::FILE))?;
    let notes = starter::adopt(&mut transaction, names)?;
    for (changed, _, text) in transaction.changes() {
        let path = changed.after.as_deref().unwrap_or_default().to_owned();
        files.retain(|(present, _)| *present != path);
        files.push((path, text));
    }
    Ok(notes)
}

/// The configuration and the playbook of a new workspace.
fn texts(args: &Args, folder: &Path) -> Vec<NewFile> {
    if args.example {
        return EXAMPLE.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect();
    }
    let name =
        folder.file_name().map_or_else(|| "workload".to_owned(), |name| name.to_string_lossy().into_owned());
    let quoted = quoted(&name);
    let config = include_str!("init/faultbook.toml").replace("\"WORKLOAD\"", &quoted);
    let chosen = SCALES.iter().find(|scales| args.scale.as_deref() == Some(scales.name));
    let config = config.replace("SCALES\n", chosen.map_or(DEFAULTS, |scales| scales.text));
    let config = match chosen.and_then(|scales| scales.rank) {
        Some(rank) => config.replace("# rank = \"matrix\"  ", &format!("rank = \"{rank}\"       ")),
        None => config,
    };
    let playbook = include_str!("init/playbook.toml").replace("\"WORKLOAD\"", &quoted);
    vec![(Config::FILE.to_owned(), config), ("playbooks/main.toml".to_owned(), playbook)]
}
