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

use crate::cli::Context;
use crate::cli::schema;

/// A playbook that ships with the program.
pub(super) const STARTERS: &[(&str, &str)] = &[
    ("application", include_str!("../../playbooks/starter/application.toml")),
    ("platform", include_str!("../../playbooks/starter/platform.toml")),
];

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
  faultbook init --example shop")]
pub(super) struct Args {
    /// The folder; it is made where it does not exist.
    #[arg(default_value = ".", value_hint = ValueHint::DirPath)]
    folder: PathBuf,
    /// Add a playbook of common failures.
    #[arg(long, value_name = "NAME", value_parser = PossibleValuesParser::new(STARTERS.iter().map(|(name, _)| *name)))]
    starter: Vec<String>,
    /// Write the worked example, an e-commerce shop, instead of an empty playbook.
    #[arg(long)]
    example: bool,
}

pub(super) fn run(args: &Args, context: &mut Context) -> anyhow::Result<ExitCode> {
    store::make_folder(&args.folder)?;
    let folder = args.folder.canonicalize()?;
    let files = files(args, &folder);
    // Nothing is written where a part of it stands already.
    if let Some((path, _)) = files.iter().find(|(path, _)| folder.join(path).symlink_metadata().is_ok()) {
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
    out.flush()?;
    context.console.note("`faultbook list` shows the failures, `faultbook lint` what they lack, `faultbook import FILE` takes over a table");
    Ok(ExitCode::SUCCESS)
}

/// The files of a new workspace, relative to its root: the configuration, the schemas, the playbooks.
fn files(args: &Args, folder: &Path) -> Vec<(String, String)> {
    let mut files: Vec<_> = texts(args, folder).into_iter().map(schema::named).collect();
    files.splice(1..1, schema::files());
    files
}

/// The configuration and the playbooks of a new workspace.
fn texts(args: &Args, folder: &Path) -> Vec<(String, String)> {
    let starters = STARTERS.iter().filter(|(name, _)| args.starter.iter().any(|wanted| wanted == name));
    let starters = starters.map(|(name, text)| (format!("playbooks/{name}.toml"), (*text).to_owned()));
    if args.example {
        let example = EXAMPLE.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned()));
        return example.chain(starters).collect();
    }
    let name =
        folder.file_name().map_or_else(|| "workload".to_owned(), |name| name.to_string_lossy().into_owned());
    let quoted = quoted(&name);
    let config = include_str!("init/faultbook.toml").replace("\"WORKLOAD\"", &quoted);
    let playbook = include_str!("init/playbook.toml").replace("\"WORKLOAD\"", &quoted);
    let own = [(Config::FILE.to_owned(), config), ("playbooks/main.toml".to_owned(), playbook)];
    own.into_iter().chain(starters).collect()
}
