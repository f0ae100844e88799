//! `faultbook explain`

use std::io::Write;
use std::process::ExitCode;

use clap_complete::ArgValueCompleter;
use faultbook::finding::nearest;

use crate::cli::Context;
use crate::cli::ui::columns::aligned;
use crate::cli::ui::complete;
use crate::cli::ui::console::BOLD;
use crate::cli::ui::prose::fitted;
use crate::cli::ui::topics::families;
use crate::cli::ui::topics::summary;

/// Print the page of a rule, a method or a format
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  faultbook explain              all topics
  faultbook explain no-owner     one of them")]
pub(in crate::cli) struct Args {
    /// The id of a rule, a method or a format; none: a list of all.
    #[arg(add = ArgValueCompleter::new(complete::pages))]
    topic: Option<String>,
}

pub(super) fn run(args: &Args, context: &mut Context) -> anyhow::Result<ExitCode> {
    let mut out = context.console.out();
    let families = families();
    let Some(name) = &args.topic else {
        let topics = families.iter().flat_map(|(_, topics)| topics);
        let rows: Vec<_> = topics.map(|topic| vec![topic.id.to_owned(), summary(topic.page)]).collect();
        let mut lines = aligned(&rows, 2, context.console.width()).into_iter();
        for (index, (family, topics)) in families.iter().enumerate() {
            let gap = if index == 0 { "" } else { "\n" };
            writeln!(out, "{gap}{BOLD}{family}{BOLD:#}")?;
            lines.by_ref().take(topics.len()).try_for_each(|line| writeln!(out, "{line}"))?;
        }
        out.flush()?;
        return Ok(ExitCode::SUCCESS);
    };
    let topics = || families.iter().flat_map(|(_, topics)| topics);
    let Some(topic) = topics().find(|topic| topic.id == name) else {
        match nearest(name, topics().map(|topic| topic.id)) {
            Some(near) => anyhow::bail!("there is no page `{name}`; did you mean `{near}`?"),
            None => anyhow::bail!("there is no page `{name}`; `faultbook explain` lists all"),
        }
    };
    let page = match (&topic.facts, topic.page.split_once("\n\n")) {
        (Some(facts), Some((title, rest))) => format!("{title}\n\n*{facts}*\n\n{rest}"),
        _ => topic.page.to_owned(),
    };
    match context.console.width() {
        Some(width) => write!(out, "{}", fitted(&page, width))?,
        None => write!(out, "{page}")?,
    }
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}
