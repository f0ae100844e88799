//! Answers a shell that asks how a half-typed command may go on. It says nothing where it has no answer: nobody who
//! presses tab wants to read why.
//!
//! The script that `faultbook completions SHELL` prints sets [`ASKED`] to the shell and calls `faultbook -- WORDS…`,
//! the last of which is being typed. bash has neither whole nor unquoted words: it sends the line up to the cursor, and
//! the end of it that an answer replaces. The scripts are our own, and not those of `clap_complete`, since people keep
//! them in files: an old one must go on working, and quotes must stay closed.

mod candidates;
mod fields;
mod line;
mod starters;

use std::ffi::OsString;
use std::io::Write;
use std::path::PathBuf;

use clap::CommandFactory;
use clap::ValueEnum;
use clap_complete::CompletionCandidate;
use clap_complete::Shell;
use clap_complete::engine;
use clap_complete::env::Elvish;
use clap_complete::env::EnvCompleter;
use clap_complete::env::Powershell;
use faultbook::model::is_terminal_control;

pub(in crate::cli) use candidates::columns;
pub(in crate::cli) use candidates::commands;
pub(in crate::cli) use candidates::conditions;
pub(in crate::cli) use candidates::entries;
pub(in crate::cli) use candidates::filter;
pub(in crate::cli) use candidates::flows;
pub(in crate::cli) use candidates::owners;
pub(in crate::cli) use candidates::pages;
pub(in crate::cli) use candidates::verdicts;
pub(in crate::cli) use fields::assignments;
pub(in crate::cli) use fields::edits;
pub(in crate::cli) use fields::field;
pub(in crate::cli) use fields::playbooks;
pub(in crate::cli) use starters::components;
pub(in crate::cli) use starters::starter_failures;
pub(in crate::cli) use starters::starters;

use crate::cli::Args;
use crate::cli::ui::complete::line::Line;

/// The variable that names the shell that asks. It is our own: `COMPLETE`, which others use too, could silence a
/// `faultbook lint` that watches over a change.
const ASKED: &str = "FAULTBOOK_COMPLETE";

/// The script that makes a shell ask.
pub(in crate::cli) fn script(shell: Shell) -> std::io::Result<Vec<u8>> {
    let mut script = Vec::new();
    match shell {
        Shell::Bash => script.extend(include_bytes!("faultbook.bash")),
        Shell::Zsh => script.extend(include_bytes!("faultbook.zsh")),
        Shell::Fish => script.extend(include_bytes!("faultbook.fish")),
        Shell::Elvish => {
            Elvish.write_registration(ASKED, "faultbook", "faultbook", "faultbook", &mut script)?
        }
        Shell::PowerShell => {
            Powershell.write_registration(ASKED, "faultbook", "faultbook", "faultbook", &mut script)?;
        }
        _ => return Err(std::io::Error::other("there are no completions for this shell")),
    }
    Ok(script)
}

/// Answers, where a shell asks; says whether one did.
#[expect(clippy::disallowed_methods, reason = "the variable is how a shell asks")]
pub(in crate::cli) fn answer() -> bool {
    let asked = std::env::var_os(ASKED).and_then(|shell| Shell::from_str(shell.to_str()?, false).ok());
    let mut words = std::env::args_os().skip(1);
    let (Some(shell), Some(true)) = (asked, words.next().map(|word| word == "--")) else { return false };
    let mut text = String::new();
    for line in lines(shell, words.collect()).unwrap_or_default() {
        text.push_str(&line);
        text.push('\n');
    }
    // A shell that went away wants no answer.
    let _ = std::io::stdout().write_all(text.as_bytes());
    true
}

/// The answers, a line each, as the shell wants them.
fn lines(shell: Shell, mut words: Vec<OsString>) -> Option<Vec<String>> {
    let typed = match shell {
        Shell::Bash => {
            let [line, typed] = <[OsString; 2]>::try_from(words).ok()?;
            let line = Line::cut(line.to_str()?, typed.to_str()?)?;
            words = line.words.iter().map(OsString::from).collect();
            Some(line)
        }
        Shell::Fish => {
            let word = words.pop()?;
            words.push(line::unquoted(word.to_str()?).into());
            None
        }
        _ => None,
    };
    let found = candidates(words)?;
    let found =
        found.iter().filter_map(|candidate| Some((candidate.get_value().to_str()?, about(candidate))));
    let found =
        found.filter(|(value, _)| !value.contains(|c: char| c.is_control() || is_terminal_control(c)));
    let shown = |(value, about): (&str, String)| match (&typed, shell) {
        (Some(line), _) => line.rest(value),
        (_, Shell::Elvish) => Some(value.to_owned()),
        (_, Shell::Zsh) => {
            let value = value.replace('\\', "\\\\").replace(':', "\\:");
            Some(if about.is_empty() { value } else { format!("{value}:{}", about.replace('\\', "\\\\")) })
        }
        _ if about.is_empty() => Some(value.to_owned()),
        _ => Some(format!("{value}\t{about}")),
    };
    Some(found.filter_map(shown).collect())
}

/// One line about a candidate.
fn about(candidate: &CompletionCandidate) -> String {
    let help = candidate.get_help().map(ToString::to_string).unwrap_or_default();
    candidates::short(help.lines().next().unwrap_or_default())
}

/// How the last word may go on.
fn candidates(words: Vec<OsString>) -> Option<Vec<CompletionCandidate>> {
    let (last, before) = words.split_last()?;
    let asks_for_options = !last.is_empty();
    if let Some(directory) = directory(before) {
        std::env::set_current_dir(directory).ok()?;
    }
    let here = std::env::current_dir().ok();
    let index = before.len();
    let mut found = engine::complete(&mut Args::command(), words, index, here.as_deref()).ok()?;
    // Options stand in the way of those who look for an id.
    let is_option =
        |candidate: &CompletionCandidate| candidate.get_value().as_encoded_bytes().starts_with(b"-");
    if !asks_for_options && !found.iter().all(is_option) {
        found.retain(|candidate| !is_option(candidate));
    }
    Some(found)
}

/// The folder that `-C` names, if the words do. Shells hand over `~` as it was typed.
fn directory(words: &[OsString]) -> Option<PathBuf> {
    let mut directory = None;
    let mut words = words.iter().skip(1).take_while(|word| *word != "--");
    while let Some(word) = words.next() {
        let word = match word.to_str().and_then(|word| word.strip_prefix("-C")) {
            Some("") => words.next().map(PathBuf::from),
            Some(rest) => Some(PathBuf::from(rest.strip_prefix('=').unwrap_or(rest))),
            None => continue,
        };
        directory = word.or(directory);
    }
    let directory = directory?;
    match (directory.strip_prefix("~"), std::env::home_dir()) {
        (Ok(rest), Some(home)) => Some(home.join(rest)),
        _ => Some(directory),
    }
}
