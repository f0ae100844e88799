//! `faultbook merge-driver`

use std::path::Path;
use std::path::PathBuf;
use std::process::Command;
use std::process::ExitCode;
use std::process::Stdio;

use anyhow::Context as _;
use faultbook::edit::Draft;
use faultbook::merge::Conflict;
use faultbook::merge::Markers;
use faultbook::merge::merge;
use faultbook::store;
use faultbook::syntax::decode;

use crate::cli::Context;
use crate::cli::ui::console::counted;
use crate::cli::ui::sanitize::brief;
use crate::cli::ui::sanitize::plain_line;

/// Merge two versions of a playbook by entries and fields, for git
///
/// Writes the result over OURS. What only one side changed is taken; what both changed differently stands between conflict
/// markers, field by field. An entry that became another thing on one side is never merged with evidence that the other side
/// recorded: acceptances, reviews, residual ratings, runs and other dated records. Where a file cannot be read entry by entry, `git merge-file` merges its lines.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  git config merge.faultbook.name 'playbooks, by entries and fields'
  git config merge.faultbook.driver 'faultbook merge-driver %O %A %B \\
      --path %P --marker-size %L || { test $? -eq 1 && exit 1
      git merge-file --marker-size %L -L ours -L base -L theirs %A %O %B; }'
  echo 'playbooks/**/*.toml merge=faultbook' >> .gitattributes

Where faultbook is missing or cannot run, the second half lets git merge the lines; without
it git would keep our side, unmarked, and theirs would be lost.

Exit codes: 0 merged, 1 with conflicts, 2 could not run.")]
pub(in crate::cli) struct Args {
    /// The file that both sides began with.
    base: PathBuf,
    /// The file of our side, which becomes the result.
    ours: PathBuf,
    /// The file of their side.
    theirs: PathBuf,
    /// What the file is called in messages [default: OURS].
    #[arg(long, value_name = "PATH")]
    path: Option<PathBuf>,
    /// How many signs a conflict marker has.
    #[arg(long, value_name = "N", default_value = "7", value_parser = clap::value_parser!(u16).range(1..=1000))]
    marker_size: u16,
    /// What our side is called in markers.
    #[arg(long, value_name = "LABEL", default_value = "ours")]
    ours_label: String,
    /// What their side is called in markers.
    #[arg(long, value_name = "LABEL", default_value = "theirs")]
    theirs_label: String,
    /// Show what both sides began with as well, and call it so.
    #[arg(long, value_name = "LABEL")]
    base_label: Option<String>,
}

pub(super) fn run(args: &Args, context: &mut Context) -> anyhow::Result<ExitCode> {
    let name = args.path.as_ref().unwrap_or(&args.ours).display().to_string();
    let name = plain_line(&name);
    let read = |path: &Path| anyhow::Ok(decode(store::read_input(path)?));
    let texts = [read(&args.base)?, read(&args.ours)?, read(&args.theirs)?];
    let markers = Markers {
        size: args.marker_size.into(),
        ours: line(&args.ours_label)?,
        base: args.base_label.as_deref().map(line).transpose()?,
        theirs: line(&args.theirs_label)?,
    };
    let merged = match &texts {
        [Ok(base), Ok(ours), Ok(theirs)] => {
            merge(base, ours, theirs, &markers).map_err(|refusal| refusal.message)
        }
        [base, ours, theirs] => {
            let reason = [base, ours, theirs].into_iter().find_map(|text| text.as_ref().err());
            Err(reason.cloned().unwrap_or_default())
        }
    };
    match merged {
        Ok(merged) => {
            if texts[1].as_ref() != Ok(&merged.text) {
                store::write_output(&args.ours, merged.text.as_bytes())?;
            }
            if merged.conflicts.is_empty() {
                return Ok(ExitCode::SUCCESS);
            }
            let conflicts = counted(merged.conflicts.len(), "conflict");
            context.console.status(format_args!("{name}: {conflicts}: {}", places(&merged.conflicts)));
            for (conflict, why) in
                merged.conflicts.iter().filter_map(|at| Some((at, at.why.as_ref()?))).take(MOST)
            {
                context.console.status(format_args!(
                    "{name}: {conflict}: {}; keep one side, or record the evidence again",
                    brief(why)
                ));
            }
            Ok(ExitCode::from(1))
        }
        Err(reason) => {
            context.console.status(format_args!("{name}: merged line by line: {}", brief(&reason)));
            let [_, ours, _] = texts;
            by_lines(args, context, &name, ours.is_ok_and(is_readable))
        }
    }
}

/// Whether everything in a text can be read.
fn is_readable(text: String) -> bool {
    Draft::new("".into(), "".into(), text).is_readable()
}

/// A label, which must not be the end of a line.
fn line(label: &str) -> anyhow::Result<&str> {
    if label.contains(['\n', '\r']) {
        anyhow::bail!("a label of a conflict marker is one line");
    }
    Ok(label)
}

/// How many conflicts are named.
const MOST: usize = 10;

/// Where the conflicts are, each place once.
fn places(conflicts: &[Conflict]) -> String {
    let mut places: Vec<String> = conflicts.iter().map(|conflict| brief(&conflict.to_string())).collect();
    places.dedup();
    let more = places.len().saturating_sub(MOST);
    places.truncate(MOST);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    format!("{}{more}", places.join(", "))
}

/// Lets git merge the lines. What it calls merged must be readable still, where our side was.
fn by_lines(args: &Args, context: &Context, name: &str, was_readable: bool) -> anyhow::Result<ExitCode> {
    let base = args.base_label.as_deref();
    let mut git = Command::new("git");
    git.args(["merge-file", "--quiet", "--stdout", &format!("--marker-size={}", args.marker_size)]);
    if base.is_some() {
        git.arg("--diff3");
    }
    for label in [&args.ours_label, base.unwrap_or("base"), &args.theirs_label] {
        git.args(["-L", label]);
    }
    // What git merges is written as everything else is.
    let output = git.arg("--").args([&args.ours, &args.base, &args.theirs]).stderr(Stdio::inherit()).output();
    let output = output.context("`git merge-file` could not be run; nothing was merged")?;
    if matches!(output.status.code(), Some(0..=127)) {
        store::write_output(&args.ours, &output.stdout)?;
    }
    match output.status.code() {
        Some(0) => {
            let text = decode(output.stdout);
            if was_readable && !text.is_ok_and(is_readable) {
                context.console.status(format_args!(
                    "{name}: git found no conflict, but what came out cannot be read; `faultbook lint` says where"
                ));
                return Ok(ExitCode::from(1));
            }
            Ok(ExitCode::SUCCESS)
        }
        Some(1..=127) => Ok(ExitCode::from(1)),
        _ => anyhow::bail!("`git merge-file` failed; nothing was merged"),
    }
}
