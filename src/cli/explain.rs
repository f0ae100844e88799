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
use crate::cli::complete;
use crate::cli::console::BOLD;

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
        for (index, (family, topics)) in families.iter().enumerate() {
            let gap = if index == 0 { "" } else { "\n" };
            writeln!(out, "{gap}{BOLD}{family}{BOLD:#}")?;
            for topic in topics {
                writeln!(out, "  {:<28}{}", topic.id, summary(topic.page))?;
            }
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
    match (&topic.facts, topic.page.split_once("\n\n")) {
        (Some(facts), Some((title, rest))) => write!(out, "{title}\n\n*{facts}*\n\n{rest}")?,
        _ => write!(out, "{}", topic.page)?,
    }
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}

/// Every page by its id, with its first sentence.
pub(super) fn summaries() -> impl Iterator<Item = (&'static str, &'static str)> {
    let topics = families().into_iter().flat_map(|(_, topics)| topics);
    topics.map(|topic| (topic.id, summary(topic.page)))
}

/// The first sentence below the title.
fn summary(page: &str) -> &str {
    let mut lines = page.lines().skip(1).map(str::trim).filter(|line| !line.is_empty());
    lines.next().unwrap_or("").trim_end_matches('.')
}
