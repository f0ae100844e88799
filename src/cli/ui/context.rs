//! What every command gets: the console, the date, and the workspace that it is about.

use std::path::PathBuf;

use anyhow::Context as _;
use faultbook::model::Date;
use faultbook::store::Root;
use faultbook::workspace::Workspace;

use crate::cli::ui::console::Console;
use crate::cli::ui::paths;
use crate::cli::ui::recovered;
use crate::cli::ui::today;

/// What every command gets.
pub(in crate::cli) struct Context {
    pub(in crate::cli) console: Console,
    pub(in crate::cli) today: Option<Date>,
    /// The folder in which the program was started, before `-C`.
    pub(in crate::cli) started: PathBuf,
    /// The folder that `-C` names.
    pub(in crate::cli) directory: Option<PathBuf>,
}

impl Context {
    /// The folder of the workspace that the paths are in; without a path, of the one around the current folder.
    pub(in crate::cli) fn root(&self, paths: &[PathBuf]) -> anyhow::Result<Root> {
        let here = std::env::current_dir().context("the current folder cannot be told; it may be gone")?;
        paths::root(paths, &here, &self.started)
    }

    /// The workspace around the current folder.
    pub(in crate::cli) fn workspace(&self) -> anyhow::Result<&'static Workspace> {
        self.workspace_of(&[])
    }

    /// The workspace that the paths are in. It lives until the process ends: freeing millions of texts one by one would take longer than
    /// judging them.
    pub(in crate::cli) fn workspace_of(&self, paths: &[PathBuf]) -> anyhow::Result<&'static Workspace> {
        let workspace: &Workspace = Box::leak(Box::new(Workspace::open_root(self.root(paths)?)?));
        recovered::tell(workspace.recovered(), &self.console);
        Ok(workspace)
    }

    /// How the program is called again for the same workspace.
    pub(in crate::cli) fn again(&self) -> String {
        let quoted = |folder: &PathBuf| {
            let folder = folder.to_string_lossy().into_owned();
            shlex::try_quote(&folder).map(|quoted| quoted.into_owned()).unwrap_or(folder)
        };
        self.directory
            .as_ref()
            .map_or("faultbook".to_owned(), |folder| format!("faultbook -C {}", quoted(folder)))
    }

    /// The day that counts as today.
    pub(in crate::cli) fn today(&self) -> anyhow::Result<Date> {
        self.today.map_or_else(today::today, Ok)
    }
}
