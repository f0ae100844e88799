//! `faultbook completions`

use std::process::ExitCode;

use clap::CommandFactory;
use clap_complete::Shell;

use crate::cli::Context;

/// Print completions for a shell
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  faultbook completions bash > ~/.local/share/bash-completion/completions/faultbook
  faultbook completions zsh > ~/.zfunc/_faultbook
  faultbook completions fish > ~/.config/fish/completions/faultbook.fish")]
pub(super) struct Args {
    /// The shell.
    shell: Shell,
}

pub(super) fn run(args: &Args, context: &mut Context) -> anyhow::Result<ExitCode> {
    use std::io::Write;
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut super::Args::command(), "faultbook", &mut script);
    let mut out = context.console.raw();
    out.write_all(&script)?;
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}
