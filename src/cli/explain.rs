//! `faultbook explain`

use std::io::Write;
use std::process::ExitCode;

use clap_complete::ArgValueCompleter;
use faultbook::export;
use faultbook::finding::Level;
use faultbook::finding::nearest;
use faultbook::lint;
use faultbook::lint::Rule;
use faultbook::rank;

use crate::cli::Context;
use crate::cli::columns::aligned;
use crate::cli::complete;
use crate::cli::console::BOLD;
use crate::cli::prose::fitted;

/// Print the page of a rule, a method or a format
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  faultbook explain              all topics
  faultbook explain no-owner     one of them")]
pub(super) struct Args {
    /// The id of a rule, a method or a format; none: a list of all.
    #[arg(add = ArgValueCompleter::new(complete::pages))]
    topic: Option<String>,
}

/// A page under the name by which it is asked for.
struct Topic {
    id: &'static str,
    page: &'static str,
    /// What the list says of it beyond its page.
    facts: Option<String>,
}

/// The families with their pages; the rules by the level from which they are asked.
fn families() -> Vec<(String, Vec<Topic>)> {
    let topic = |id, page| Topic { id, page, facts: None };
    let mut families = Vec::new();
    for level in 1..=5 {
        let rules = lint::RULES.iter().filter(|rule| rule.target == level);
        let topics: Vec<Topic> =
            rules.map(|rule| Topic { facts: Some(facts(rule)), ..topic(rule.id, rule.page) }).collect();
        if !topics.is_empty() {
            families.push((format!("Rules of level {level}"), topics));
        }
    }
    let methods = rank::METHODS.iter().map(|method| topic(method.id, method.page));
    families.push(("Methods".to_owned(), methods.collect()));
    let formats = export::FORMATS.iter().map(|format| topic(format.id, format.page));
    families.push(("Formats".to_owned(), formats.collect()));
    families
}

/// How loudly a rule speaks, and when.
fn facts(rule: &Rule) -> String {
    let mut facts = vec![match (rule.target, rule.level) {
        (1, level) | (_, level @ Level::Hint) => level.to_string(),
        (target, level) => format!("{level} from target level {target} on, a hint below"),
    }];
    facts.extend(rule.dated.then(|| "only with --dated, else a hint".to_owned()));
    facts.extend(rule.loss.then(|| "cannot be silenced in an entry".to_owned()));
    facts.join("; ")
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

/// Every page by its id, with its first sentence.
pub(super) fn summaries() -> impl Iterator<Item = (&'static str, String)> {
    let topics = families().into_iter().flat_map(|(_, topics)| topics);
    topics.map(|topic| (topic.id, summary(topic.page)))
}

/// The first sentence below the title.
fn summary(page: &str) -> String {
    let lines = page.lines().skip(1).map(str::trim).skip_while(|line| line.is_empty());
    let paragraph: Vec<&str> = lines.take_while(|line| !line.is_empty()).collect();
    let paragraph = paragraph.join(" ");
    paragraph.split(". ").next().unwrap_or_default().trim_end_matches('.').to_owned()
}
