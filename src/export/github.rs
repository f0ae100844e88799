//! Workflow commands, from which GitHub makes annotations.

use std::cmp::Reverse;
use std::fmt::Write as _;
use std::io;
use std::io::Write;

use crate::export::Format;
use crate::finding::Level;
use crate::model::is_terminal_control;
use crate::report::Located;
use crate::report::Verdict;

pub(super) const FORMAT: Format = Format {
    id: "github",
    page: include_str!("github.md"),
    report: None,
    listing: None,
    verdict: Some(verdict),
    binary: false,
};

/// How many annotations of a level GitHub shows for one step.
const MOST: usize = 10;

fn verdict(verdict: &Verdict, out: &mut dyn Write) -> io::Result<()> {
    let mut worst: Vec<&Located> = verdict.shown().collect();
    worst.sort_by_key(|finding| Reverse(finding.level));
    let mut rest: Vec<&Located> = Vec::new();
    for alike in worst.chunk_by(|a, b| a.level == b.level) {
        // One notice is kept for the word about the rest.
        let most = if alike[0].level > Level::Hint { MOST } else { MOST - 1 };
        let (commands, others) = alike.split_at(most.min(alike.len()));
        for finding in commands {
            writeln!(out, "{}", harmless(&command(verdict, finding)))?;
        }
        rest.extend(others);
    }
    for finding in &rest {
        writeln!(out, "{}", harmless(&line(verdict, finding)))?;
    }
    match rest.len() {
        0 => Ok(()),
        1 => writeln!(out, "::notice title=faultbook::1 more finding is in the log"),
        more => writeln!(out, "::notice title=faultbook::{more} more findings are in the log"),
    }
}

fn name(level: Level) -> &'static str {
    match level {
        Level::Deny => "error",
        Level::Warn => "warning",
        Level::Hint | Level::Allow => "notice",
    }
}

/// A finding as a command. GitHub refuses columns where the lines differ.
fn command(verdict: &Verdict, finding: &Located) -> String {
    let (start, end) = (finding.span.start, finding.span.end);
    let title = property(finding.rule);
    let file = property(&verdict.path(&finding.span));
    let mut command = format!(
        "::{} title={title},file={file},line={},endLine={}",
        name(finding.level),
        start.line,
        end.line
    );
    if start.line == end.line {
        // Writing to a string cannot fail.
        let _ = write!(command, ",col={},endColumn={}", start.column, end.column);
    }
    command + "::" + &data(&finding.said())
}

/// A finding as a line that is no command: it begins with a word of ours.
fn line(verdict: &Verdict, finding: &Located) -> String {
    let place =
        format!("{}:{}:{}", verdict.path(&finding.span), finding.span.start.line, finding.span.start.column);
    let help = finding.help.as_ref().map(|help| format!(" ({help})")).unwrap_or_default();
    let line = format!("{}[{}] {place}: {}{help}", finding.level, finding.rule, finding.message);
    line.replace(['\n', '\r', '\t'], " ")
}

/// The text of a command, escaped as GitHub's own toolkit does it.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// A property of a command, escaped as GitHub's own toolkit does it.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

/// Takes the power from what a runner obeys anywhere in a line, `##[` and `##vso[`, from what a terminal obeys, and from
/// what some readers take for the end of a line. Runners compare texts as people do, for whom an invisible character
/// between two signs is not there.
fn harmless(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    for (at, letter) in line.char_indices() {
        let is_end = matches!(letter, '\u{2028}' | '\u{2029}');
        out.push(if is_end || is_terminal_control(letter) { '\u{fffd}' } else { letter });
        let mut seen = line[at + letter.len_utf8()..].chars().filter(|c| *c == ' ' || c.is_ascii_graphic());
        if letter == '#' && seen.next() == Some('#') {
            out.push(' ');
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What `@actions/core` prints for the same text.
    #[test]
    fn texts_are_escaped_as_the_toolkit_does_it() {
        assert_eq!(data("100% a:b,c\r\n%0A::"), "100%25 a:b,c%0D%0A%250A::");
        assert_eq!(property("a:b,c%\r\n"), "a%3Ab%2Cc%25%0D%0A");
    }

    #[test]
    fn what_runners_obey_within_a_line_is_broken() {
        assert_eq!(harmless("x ##[error]y"), "x # #[error]y");
        assert_eq!(harmless("##vso[task.complete]"), "# #vso[task.complete]");
        assert_eq!(harmless("#\u{200b}\u{ad}#[error]"), "# \u{200b}\u{ad}#[error]");
        assert_eq!(harmless("#\u{0}#["), "# \u{fffd}#[");
        assert_eq!(harmless("###["), "# # #[");
        assert_eq!(harmless("C# and #12, # #"), "C# and #12, # #");
    }
}
