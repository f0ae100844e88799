//! The pages of `explain`: rules, methods and formats.

use faultbook::export;
use faultbook::finding::Level;
use faultbook::lint;
use faultbook::lint::Rule;
use faultbook::rank;

/// A page under the name by which it is asked for.
pub(in crate::cli) struct Topic {
    pub(in crate::cli) id: &'static str,
    pub(in crate::cli) page: &'static str,
    /// What the list says of it beyond its page.
    pub(in crate::cli) facts: Option<String>,
}

/// The families with their pages; the rules by the level from which they are asked.
pub(in crate::cli) fn families() -> Vec<(String, Vec<Topic>)> {
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

/// Every page by its id, with its first sentence.
pub(in crate::cli) fn summaries() -> impl Iterator<Item = (&'static str, String)> {
    let topics = families().into_iter().flat_map(|(_, topics)| topics);
    topics.map(|topic| (topic.id, summary(topic.page)))
}

/// The first sentence below the title.
pub(in crate::cli) fn summary(page: &str) -> String {
    let lines = page.lines().skip(1).map(str::trim).skip_while(|line| line.is_empty());
    let paragraph: Vec<&str> = lines.take_while(|line| !line.is_empty()).collect();
    let paragraph = paragraph.join(" ");
    paragraph.split(". ").next().unwrap_or_default().trim_end_matches('.').to_owned()
}
