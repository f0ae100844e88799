//! The person's own editor: the one program, beside git, that faultbook starts, and never one that a playbook names.

use std::ffi::OsString;
use std::io::IsTerminal;
use std::path::Path;
use std::process::Command;

use anyhow::Context as _;
use faultbook::change::Refusal;

/// Opens a file in $VISUAL, else $EDITOR, else `vi`, and waits until it is closed. Without a terminal nothing is started that
/// nobody chose.
#[expect(clippy::disallowed_methods, reason = "the variables are how a person chooses the editor")]
pub(super) fn open(file: &Path) -> anyhow::Result<()> {
    let named = ["VISUAL", "EDITOR"].iter().filter_map(std::env::var_os).find(|value| !value.is_empty());
    let has_terminal = std::io::stdin().is_terminal() && std::io::stdout().is_terminal();
    if named.is_none() && !has_terminal {
        let help = "write faultbook edit ID FIELD=VALUE, or set EDITOR to a program that needs no terminal";
        return Err(Refusal::new("no editor can be started without a terminal").help(help).into());
    }
    let named = named.unwrap_or_else(|| OsString::from("vi"));
    let text = named.to_str().context("the name of your editor is not UTF-8")?;
    let words = shlex::split(text).filter(|words| !words.is_empty());
    let words = words.with_context(|| format!("$VISUAL or $EDITOR is `{text}`, which is no command"))?;
    let mut command = Command::new(&words[0]);
    command.args(&words[1..]).arg(file);
    let status = command.status().with_context(|| format!("your editor `{text}` cannot be started"))?;
    anyhow::ensure!(status.success(), "your editor `{text}` ended with {status}");
    Ok(())
}
