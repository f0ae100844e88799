//! Commands: one file each. This file knows the list, the options that all share, and the exit codes.

mod commands;
mod ui;

use std::ffi::OsString;
use std::io::ErrorKind;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use clap::ValueEnum;
use clap::ValueHint;
use faultbook::change::Refusal;
use faultbook::finding::short;
use faultbook::model::Date;
use faultbook::store::StoreError;
use faultbook::workspace::Error;

use crate::cli::ui::console::Console;
use crate::cli::ui::context::Context;
use crate::cli::ui::sanitize::plain;
use crate::cli::ui::sanitize::plain_line;

/// Keeps a team's failure modes as code: a playbook in TOML, linted, prioritised and exported.
#[derive(Debug, Parser)]
#[command(
    version,
    max_term_width = 100,
    after_help = "Exit codes: 0 done, 1 findings, 2 could not run, 3 no workspace, 75 another process is writing: try again."
)]
struct Args {
    /// Run as if started in DIR.
    #[arg(short = 'C', value_name = "DIR", global = true, value_hint = ValueHint::DirPath)]
    directory: Option<PathBuf>,
    /// When to use colour; NO_COLOR and FORCE_COLOR count too.
    #[arg(long, value_name = "WHEN", global = true, default_value = "auto")]
    color: ui::console::When,
    /// The day that counts as today, for everything that depends on it [default: the system's, in UTC].
    #[arg(long, value_name = "YYYY-MM-DD", global = true, value_parser = ui::today::parse)]
    today: Option<Date>,
    #[command(subcommand)]
    command: commands::Command,
}

/// Runs the command line.
pub(crate) fn main() -> ExitCode {
    if ui::complete::answer() {
        return ExitCode::SUCCESS;
    }
    let words: Vec<OsString> = std::env::args_os().collect();
    let args = match Args::try_parse_from(&words) {
        Ok(args) => args,
        Err(error) => return usage(&error, &words),
    };
    let started = std::env::current_dir().unwrap_or_default();
    let directory = args.directory.clone();
    let mut context = Context { console: Console::new(args.color), today: args.today, started, directory };
    match run(args, &mut context) {
        Ok(code) => code,
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            context.console.error(&plain_line(&format!("{error:#}")));
            refusal(&error).into_iter().for_each(|refusal| context.console.way_out(refusal));
            let code = exit_code(&error);
            if code == NO_WORKSPACE {
                context.console.note(
                    "`faultbook init` creates a workspace here, and -C DIR uses the one of another folder",
                );
            }
            ExitCode::from(code)
        }
    }
}

/// The exit code without a workspace.
const NO_WORKSPACE: u8 = 3;

/// The exit code of a command that could not run. That of what may succeed when tried again is `EX_TEMPFAIL` of `sysexits.h`.
fn exit_code(error: &anyhow::Error) -> u8 {
    match error.downcast_ref() {
        Some(Error::NoWorkspace { .. }) => NO_WORKSPACE,
        Some(Error::Store(StoreError::Busy { .. } | StoreError::Changed { .. })) => 75,
        _ => 2,
    }
}

/// Shows what clap has to say: the help, the version, or why a line is no command.
fn usage(error: &clap::Error, words: &[OsString]) -> ExitCode {
    use std::io::Write;
    let console = Console::new(color(words));
    if !error.use_stderr() {
        let mut out = console.out();
        let told = write!(out, "{}", error.render().ansi()).and_then(|()| out.flush());
        return ExitCode::from(u8::from(told.is_err_and(|error| error.kind() != ErrorKind::BrokenPipe)) * 2);
    }
    // An error repeats what was typed, which may be anything, amid clap's own colours. So it is made once more, of
    // escaped words, the very long ones cut.
    let escaped = words.iter().map(|word| {
        const LONG: usize = 1_000;
        let word = plain(&word.to_string_lossy()).into_owned();
        if word.len() > LONG { short(&word).into_owned() } else { word }
    });
    match Args::try_parse_from(escaped) {
        Err(error) if error.use_stderr() => {
            console.status(error.render().ansi().to_string().trim_end());
        }
        _ => console.status(plain(&error.render().to_string()).trim_end()),
    }
    ExitCode::from(2)
}

/// What `--color` asks for on a line that is no command.
fn color(words: &[OsString]) -> ui::console::When {
    let words: Vec<_> =
        words.iter().skip(1).take_while(|word| *word != "--").filter_map(|w| w.to_str()).collect();
    let apart = words.windows(2).filter(|pair| pair[0] == "--color").map(|pair| pair[1]);
    let joined = words.iter().filter_map(|word| word.strip_prefix("--color="));
    let asked = apart.chain(joined).find_map(|when| ui::console::When::from_str(when, false).ok());
    asked.unwrap_or(ui::console::When::Auto)
}

fn run(args: Args, context: &mut Context) -> anyhow::Result<ExitCode> {
    if let Some(directory) = &args.directory {
        std::env::set_current_dir(directory)
            .map_err(|error| anyhow::anyhow!("cannot enter {}: {error}", directory.display()))?;
    }
    args.command.run(context)
}

/// The refusal behind an error, with its way out.
fn refusal(error: &anyhow::Error) -> Option<&Refusal> {
    error.downcast_ref::<Refusal>().or_else(|| match error.downcast_ref::<Error>() {
        Some(Error::Refused(refusal)) => Some(refusal),
        _ => None,
    })
}

/// Whether whoever read our output went away, which is no failure of ours.
fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error
        .chain()
        .filter_map(|cause| cause.downcast_ref::<std::io::Error>())
        .any(|e| e.kind() == ErrorKind::BrokenPipe)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_may_succeed_when_tried_again_has_a_code_of_its_own() {
        let code = |error: Error| exit_code(&anyhow::Error::from(error).context("while writing"));
        let path = PathBuf::from("a.toml");
        assert_eq!(code(StoreError::Busy { holder: "process 1".to_owned() }.into()), 75);
        assert_eq!(code(StoreError::Changed { path: path.clone() }.into()), 75);
        assert_eq!(code(StoreError::ReadOnly { path: path.clone() }.into()), 2);
        assert_eq!(code(Error::NoWorkspace { from: path }), 3);
        assert_eq!(code(Refusal::new("no").into()), 2);
    }
}
