//! `faultbook completions`

use std::process::ExitCode;

use clap_complete::Shell;

use crate::cli::Context;
use crate::cli::ui::complete;

/// Print completions for a shell
#[derive(Debug, clap::Args)]
#[command(
    after_help = "The script asks the faultbook on your path, which knows the ids, fields and levels of your workspace.

Examples:
  faultbook completions bash > ~/.local/share/bash-completion/completions/faultbook
  faultbook completions zsh > ~/.zfunc/_faultbook
  faultbook completions fish > ~/.config/fish/completions/faultbook.fish"
)]
pub(in crate::cli) struct Args {
    /// The shell.
    shell: Shell,
}

pub(super) fn run(args: &Args, context: &mut Context) -> anyhow::Result<ExitCode> {
    use std::io::Write;
    let mut out = context.console.raw();
    out.write_all(&complete::script(args.shell)?)?;
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}
