//! Where a result goes: `--format FORMAT[=FILE]`, files that are written, and how a forge names those of a workspace.

use std::collections::HashSet;
use std::ffi::OsStr;
use std::io;
use std::io::Write;
use std::path::Path;
use std::path::PathBuf;

use clap::Arg;
use clap::Command;
use clap::builder::PossibleValue;
use clap::builder::PossibleValuesParser;
use clap::builder::TypedValueParser;
use clap::error::ErrorKind;
use faultbook::config::Config;
use faultbook::export;
use faultbook::store;
use faultbook::workspace::Workspace;

use crate::cli::ui::console::Console;

/// The format that is drawn for people, and is no exporter.
pub(in crate::cli) const HUMAN: &str = "human";

/// How standard output is called where a file could be named.
const STANDARD: &str = "-";

/// `FORMAT` or `FORMAT=FILE`.
#[derive(Clone, Debug)]
pub(in crate::cli) struct Output {
    pub(in crate::cli) format: String,
    pub(in crate::cli) file: Option<PathBuf>,
}

/// Reads an [`Output`]; help and completions know its formats.
#[derive(Clone)]
pub(in crate::cli) struct Outputs;

impl Outputs {
    fn formats() -> PossibleValuesParser {
        let machine =
            export::FORMATS.iter().filter(|format| format.verdict.is_some()).map(|format| format.id);
        PossibleValuesParser::new(std::iter::once(HUMAN).chain(machine))
    }
}

impl TypedValueParser for Outputs {
    type Value = Output;

    fn parse_ref(&self, command: &Command, arg: Option<&Arg>, value: &OsStr) -> Result<Output, clap::Error> {
        let not_text = || clap::Error::new(ErrorKind::InvalidUtf8).with_cmd(command);
        let text = value.to_str().ok_or_else(not_text)?;
        let (format, file) = match text.split_once('=') {
            Some((format, STANDARD)) => (format, None),
            Some((format, file)) => (format, Some(PathBuf::from(file))),
            None => (text, None),
        };
        let format = Self::formats().parse_ref(command, arg, OsStr::new(format))?;
        Ok(Output { format, file })
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        let values: Vec<_> = Self::formats().possible_values()?.collect();
        Some(Box::new(values.into_iter()))
    }
}

/// The format that goes to standard output, of which there is one at most; no two go to one file.
pub(in crate::cli) fn the_one_without_file(outputs: &[Output]) -> anyhow::Result<Option<&str>> {
    let mut on_screen: Option<&str> = None;
    let mut files = HashSet::new();
    for Output { format, file } in outputs {
        match (file, on_screen) {
            (None, None) => on_screen = Some(format),
            (None, Some(first)) => anyhow::bail!(
                "--format {first} and --format {format} would both go to standard output; give one of them a file: --format {format}=FILE"
            ),
            (Some(file), _) if file.as_os_str().is_empty() => {
                anyhow::bail!("--format {format}= names no file; write --format {format}=FILE")
            }
            (Some(file), _) if !files.insert(std::path::absolute(file)?) => {
                anyhow::bail!(
                    "two formats would be written to {}; give each a file of its own",
                    file.display()
                )
            }
            (Some(_), _) => {}
        }
    }
    Ok(on_screen)
}

/// Writes a result to the file that the user named, or to standard output where it is none or `-`. A file appears complete, or what was there
/// stays; what the workspace was read from is never overwritten.
pub(in crate::cli) fn write<E: Into<anyhow::Error>>(
    path: Option<&Path>,
    workspace: Option<&Workspace>,
    console: &Console,
    fill: impl FnOnce(&mut dyn Write) -> Result<(), E>,
) -> anyhow::Result<()> {
    let Some(path) = path.filter(|path| path.as_os_str() != STANDARD) else {
        // What a program reads goes out byte for byte.
        let mut out = console.raw();
        fill(&mut out).map_err(Into::into)?;
        return Ok(out.flush()?);
    };
    if workspace.is_some_and(|workspace| is_source(path, workspace)) {
        anyhow::bail!("{} is part of the workspace, and would be lost; choose another file", path.display());
    }
    let mut out = store::Output::create(path)?;
    fill(&mut out).map_err(|error| named(error.into(), path))?;
    Ok(out.finish()?)
}

/// An error of the disk says which file it is about; others have words of their own.
fn named(error: anyhow::Error, path: &Path) -> anyhow::Error {
    let is_of_disk = error.downcast_ref::<io::Error>().is_some_and(|error| error.raw_os_error().is_some());
    if is_of_disk { error.context(format!("cannot write {}", path.display())) } else { error }
}

/// Whether a file is one that the workspace was read from.
fn is_source(path: &Path, workspace: &Workspace) -> bool {
    let Ok(path) = path.canonicalize() else { return false };
    let sources = workspace.book().files.iter().map(AsRef::as_ref).chain([Config::FILE]);
    sources.filter_map(|file| workspace.root().join(file).canonicalize().ok()).any(|file| file == path)
}

/// The way from the repository to the workspace, with a slash at its end: from the nearest folder above that holds
/// `.git`, else from where the program was started; empty where neither lies above.
pub(in crate::cli) fn prefix(root: &Path, started: &Path) -> String {
    let Ok(root) = root.canonicalize() else { return String::new() };
    let mut above = root.ancestors();
    let repository = above.find(|folder| folder.join(".git").symlink_metadata().is_ok());
    let top = repository.map(Path::to_path_buf).or_else(|| started.canonicalize().ok());
    let below = top.as_deref().and_then(|top| root.strip_prefix(top).ok()).unwrap_or(Path::new(""));
    below.iter().map(|part| format!("{}/", part.to_string_lossy())).collect()
}
