//! `faultbook schema`

use std::path::PathBuf;
use std::process::ExitCode;

use clap::ValueEnum;
use faultbook::config::Config;
use faultbook::export::write_json;
use faultbook::model::Scales;
use faultbook::schema;
use faultbook::store;
use faultbook::workspace::Error;

use crate::cli::Context;
use crate::cli::ui::output;

/// What a schema is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Subject {
    /// The files below the playbooks folders.
    Playbook,
    /// faultbook.toml.
    Config,
}

impl Subject {
    /// Where a workspace keeps the schema, relative to its root: in git, so that an editor finds it without a network.
    fn path(self) -> &'static str {
        match self {
            Self::Playbook => ".schema/playbook.json",
            Self::Config => ".schema/config.json",
        }
    }

    /// The schema in a workspace with these scales.
    fn schema(self, scales: &Scales) -> serde_json::Value {
        match self {
            Self::Playbook => schema::playbook(scales),
            Self::Config => schema::config(),
        }
    }
}

/// Print a JSON Schema, for completion in editors
#[derive(Debug, clap::Args)]
#[command(
    after_help = "The schema of playbooks offers the levels of your scales. Write it anew when you change them, or use a newer faultbook: an old one offers old levels, and does not know new keys. It never calls a level or an id wrong that is right; `faultbook lint` has the last word.

Examples:
  faultbook schema
  faultbook schema playbook -o .schema/playbook.json
  faultbook schema config -o .schema/config.json"
)]
pub(in crate::cli) struct Args {
    /// What the schema is of.
    #[arg(default_value = "playbook")]
    subject: Subject,
    /// Write to FILE, and make its folder, instead of standard output.
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

pub(super) fn run(args: &Args, context: &mut Context) -> anyhow::Result<ExitCode> {
    // Without a workspace the levels are those that a new one has.
    let workspace = match context.workspace() {
        Ok(workspace) => Some(workspace),
        Err(error) if matches!(error.downcast_ref(), Some(Error::NoWorkspace { .. })) => None,
        Err(error) => return Err(error),
    };
    let scales = workspace.map(|workspace| workspace.config().scales.clone()).unwrap_or_default();
    if let Some(folder) = args.output.as_ref().and_then(|path| path.parent()) {
        store::make_folder(folder)?;
    }
    let schema = args.subject.schema(&scales);
    output::write(args.output.as_deref(), workspace, &context.console, |out| write_json(&schema, out))?;
    Ok(ExitCode::SUCCESS)
}

/// The schemas of a new workspace, relative to its root.
pub(super) fn files() -> impl Iterator<Item = (String, String)> {
    Subject::value_variants().iter().map(|subject| {
        let schema = subject.schema(&Scales::default());
        (subject.path().to_owned(), format!("{schema:#}\n"))
    })
}

/// A new file whose first line names its schema, as tombi and taplo read it: relative to the file.
pub(super) fn named((path, text): (String, String)) -> (String, String) {
    let subject = if path == Config::FILE { Subject::Config } else { Subject::Playbook };
    let up = if path.contains('/') { "../".repeat(path.matches('/').count()) } else { "./".to_owned() };
    let text = format!("#:schema {up}{}\n{text}", subject.path());
    (path, text)
}
