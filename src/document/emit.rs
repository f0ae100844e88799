//! Writes new entries as TOML 1.0 text, in the order of the format.

use std::fmt::Write;

use toml_writer::TomlStringBuilder;

use crate::change::NewFailure;
use crate::change::NewPlaybook;
use crate::model::Likelihood;
use crate::model::MeasureClass;
use crate::model::Word;
use crate::model::is_hidden;

/// The text of a new playbook file. The failures stand in the order of their ids, as `add` keeps them.
pub fn emit(playbook: &NewPlaybook) -> String {
    let mut text = String::new();
    comment(&mut text, &playbook.comment);
    text.push_str("[playbook]\n");
    field(&mut text, "title", &quoted(&playbook.title));
    let mut failures: Vec<_> = playbook.failures.iter().collect();
    failures.sort_by_key(|failure| &failure.id);
    for new in failures {
        text.push('\n');
        failure(&mut text, new);
    }
    text
}

fn failure(text: &mut String, new: &NewFailure) {
    comment(text, &new.comment);
    let _ = writeln!(text, "[failure.{}]", new.id);
    field(text, "problem", &quoted(&new.problem));
    maybe(text, "risk", new.risk.as_deref().map(quoted));
    list(text, "sources", &new.sources.iter().map(|source| quoted(source.as_str())).collect::<Vec<_>>());
    maybe(text, "outage", new.outage.map(|outage| quoted(outage.word())));
    maybe(text, "severity", new.severity.as_ref().map(|rating| quoted(rating.name())));
    maybe(text, "likelihood", new.likelihood.as_ref().map(likelihood));
    maybe(text, "detection", new.detection.as_ref().map(|rating| quoted(rating.name())));
    maybe(text, "cause", new.cause.as_deref().map(quoted));
    maybe(text, "owner", new.owner.as_deref().map(quoted));
    maybe(text, "status", new.status.map(|status| quoted(status.word())));
    for class in MeasureClass::ALL {
        let actions = new.measures.iter().filter(|(of, _)| of == class).map(|(_, action)| quoted(action));
        list(text, class.word(), &actions.collect::<Vec<_>>());
    }
    list(text, "references", &new.references.iter().map(|url| quoted(url)).collect::<Vec<_>>());
    for (key, value) in &new.extra {
        field(text, &format!("x-{key}"), &quoted(value));
    }
}

fn likelihood(likelihood: &Likelihood) -> String {
    let tables: Vec<String> = likelihood
        .conditions()
        .iter()
        .map(|condition| {
            format!("level = {}, when = {}", quoted(condition.level.name()), quoted(&condition.when))
        })
        .collect();
    let otherwise = likelihood.otherwise().map(|level| quoted(level.name()));
    match (tables.as_slice(), otherwise) {
        ([], level) => level.unwrap_or_default(),
        ([one], Some(level)) => format!("{{ {one}, otherwise = {level} }}"),
        ([one], None) => format!("{{ {one} }}"),
        (many, otherwise) => {
            let last = otherwise.map(|level| format!("level = {level}"));
            let all: Vec<_> = many.iter().chain(&last).map(|table| format!("{{ {table} }}")).collect();
            format!("[{}]", all.join(", "))
        }
    }
}

fn field(text: &mut String, key: &str, value: &str) {
    let _ = writeln!(text, "{key} = {value}");
}

fn maybe(text: &mut String, key: &str, value: Option<String>) {
    if let Some(value) = value {
        field(text, key, &value);
    }
}

/// A list on one line where it is short, else one element a line.
fn list(text: &mut String, key: &str, items: &[String]) {
    const LINE: usize = 100;
    let line = items.join(", ");
    match items {
        [] => {}
        _ if line.chars().count() + key.len() <= LINE => field(text, key, &format!("[{line}]")),
        _ => field(text, key, &format!("[\n    {},\n]", items.join(",\n    "))),
    }
}

fn comment(text: &mut String, comment: &str) {
    for line in comment.lines() {
        let clean: String = line.chars().filter(|&letter| !is_hidden(letter)).collect();
        let _ = writeln!(text, "# {}", clean.trim_end());
    }
}

/// Text as a TOML string on one line. What is hidden is escaped, so that whoever reads the file sees it.
pub fn quoted(text: &str) -> String {
    use toml_writer::TomlWrite;
    let mut out = String::new();
    let _ = out.value(TomlStringBuilder::new(text).as_basic());
    if !out.contains(is_hidden) {
        return out;
    }
    let mut seen = String::with_capacity(out.len() + 16);
    for letter in out.chars() {
        let _ = match letter {
            hidden if is_hidden(hidden) => write!(seen, "\\U{:08X}", u32::from(hidden)),
            letter => seen.write_char(letter),
        };
    }
    seen
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_hidden_is_escaped_and_reads_back() {
        let text = "a\u{1b}\u{9b}\u{202e}\u{200f}\u{e0041}\"\\\n‍é";
        let written = quoted(text);
        assert!(!written.contains(is_hidden), "{written}");
        let read = toml::de::DeValue::parse(&written).unwrap();
        assert_eq!(read.get_ref().as_str(), Some(text));
    }
}
