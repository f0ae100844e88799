//! `faultbook starter list`

use std::collections::BTreeMap;
use std::io::Write;
use std::process::ExitCode;

use faultbook::export::write_json;
use faultbook::model::Id;
use faultbook::starter::Profile;
use faultbook::starter::STARTERS;
use faultbook::workspace::Error;
use faultbook::workspace::Workspace;
use serde::Serialize;

use crate::cli::Context;
use crate::cli::commands::starter::aims;
use crate::cli::ui::columns::aligned;
use crate::cli::ui::console::BOLD;
use crate::cli::ui::sanitize::plain_line;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

/// What is said of a starter.
#[derive(Serialize)]
struct Line<'a> {
    name: &'a str,
    title: &'a str,
    failures: usize,
    /// The components of the workspace that it fits.
    components: &'a [&'a Id],
}

pub(super) fn run(args: &Args, context: &mut Context) -> anyhow::Result<ExitCode> {
    // Whoever has no workspace yet looks around here as well.
    let workspace = match context.workspace() {
        Ok(workspace) => Some(workspace),
        Err(error) if matches!(error.downcast_ref(), Some(Error::NoWorkspace { .. })) => None,
        Err(error) => return Err(error),
    };
    let catalogue = Workspace::of_starters(STARTERS);
    let offered: Vec<_> = STARTERS.iter().map(|starter| (starter, aims(catalogue.book(), starter))).collect();
    let mut fits: BTreeMap<&str, Vec<&Id>> = BTreeMap::new();
    for component in workspace.into_iter().flat_map(|workspace| workspace.book().components.iter()) {
        let profile = Profile::new(component);
        for (starter, aims) in &offered {
            if aims.iter().any(|(failure, aim)| profile.fits(starter, failure, aim)) {
                fits.entry(starter.name).or_default().push(&component.id);
            }
        }
    }
    let lines: Vec<Line<'_>> = offered
        .iter()
        .map(|(starter, aims)| Line {
            name: starter.name,
            title: starter.title(),
            failures: aims.len(),
            components: fits.get(starter.name).map_or(&[], Vec::as_slice),
        })
        .collect();
    if args.json {
        #[derive(Serialize)]
        struct Document<'a> {
            version: u32,
            starters: &'a [Line<'a>],
        }
        let mut out = context.console.raw();
        write_json(&Document { version: 1, starters: &lines }, &mut out)?;
        out.flush()?;
        return Ok(ExitCode::SUCCESS);
    }
    let mut out = context.console.out();
    write_table(&lines, context.console.width(), &mut out)?;
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}

fn write_table(lines: &[Line<'_>], width: Option<usize>, out: &mut impl Write) -> std::io::Result<()> {
    let cells = |line: &Line<'_>| -> Vec<String> {
        let components: Vec<&str> = line.components.iter().map(|id| id.as_str()).collect();
        vec![
            line.name.to_owned(),
            line.title.to_owned(),
            line.failures.to_string(),
            plain_line(&components.join(", ")).into_owned(),
        ]
    };
    let headings = ["NAME", "TITLE", "FAILURES", "YOUR COMPONENTS"].map(str::to_owned);
    let rows = lines.iter().map(cells);
    let rows: Vec<_> = std::iter::once(headings.into()).chain(rows).collect();
    for (index, line) in aligned(&rows, 0, width).iter().enumerate() {
        match index {
            0 => writeln!(out, "{BOLD}{line}{BOLD:#}")?,
            _ => writeln!(out, "{line}")?,
        }
    }
    Ok(())
}
