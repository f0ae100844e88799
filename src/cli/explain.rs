//! `faultbook explain`

use std::io::Write;
use std::process::ExitCode;

use faultbook::export;
use faultbook::finding::nearest;
use faultbook::lint;
use faultbook::rank;

use crate::cli::Context;
use crate::cli::console::BOLD;

/// Print the page of a rule, a method or a format
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  faultbook explain              all topics
  faultbook explain no-owner     one of them")]
pub(super) struct Args {
    /// The id of a rule, a method or a format; none: a list of all.
    topic: Option<String>,
}

/// The three families, each with its pages.
fn families() -> [(&'static str, Vec<(&'static str, &'static str)>); 3] {
    [
        ("Rules", lint::RULES.iter().map(|rule| (rule.id, rule.page)).collect()),
        ("Methods", rank::METHODS.iter().map(|method| (method.id, method.page)).collect()),
        ("Formats", export::FORMATS.iter().map(|format| (format.id, format.page)).collect()),
    ]
}

pub(super) fn run(args: &Args, context: &mut Context) -> anyhow::Result<ExitCode> {
    let mut out = context.console.out();
    let families = families();
    let Some(topic) = &args.topic else {
        for (index, (family, pages)) in families.iter().enumerate() {
            let gap = if index == 0 { "" } else { "\n" };
            writeln!(out, "{gap}{BOLD}{family}{BOLD:#}")?;
            for (id, page) in pages {
                writeln!(out, "  {id:<26}{}", summary(page))?;
            }
        }
        out.flush()?;
        return Ok(ExitCode::SUCCESS);
    };
    let mut pages = families.iter().flat_map(|(_, pages)| pages);
    let Some((_, page)) = pages.find(|(id, _)| id == topic) else {
        let ids = families.iter().flat_map(|(_, pages)| pages.iter().map(|(id, _)| *id));
        match nearest(topic, ids) {
            Some(near) => anyhow::bail!("there is no page `{topic}`; did you mean `{near}`?"),
            None => anyhow::bail!("there is no page `{topic}`; `faultbook explain` lists all"),
        }
    };
    write!(out, "{page}")?;
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}

/// The first sentence below the title.
fn summary(page: &str) -> &str {
    let mut lines = page.lines().skip(1).map(str::trim).filter(|line| !line.is_empty());
    lines.next().unwrap_or("").trim_end_matches('.')
}
