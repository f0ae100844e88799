//! SARIF 2.1.0, for GitHub code scanning and whatever else reads it.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::io;
use std::io::Write;

use serde::Serialize;
use serde::Serializer;
use serde_json::Value;
use serde_json::json;

use crate::export::Format;
use crate::export::fingerprint::Fingerprints;
use crate::export::write_json;
use crate::finding::Level;
use crate::lint::RULES;
use crate::lint::Rule;
use crate::report::Located;
use crate::report::Span;
use crate::report::Verdict;

pub(super) const FORMAT: Format = Format {
    id: "sarif",
    page: include_str!("sarif.md"),
    report: None,
    listing: None,
    verdict: Some(verdict),
    binary: false,
};

fn verdict(verdict: &Verdict, out: &mut dyn Write) -> io::Result<()> {
    #[derive(Serialize)]
    struct Log<'a> {
        #[serde(rename = "$schema")]
        schema: &'a str,
        version: &'a str,
        runs: [Run<'a>; 1],
    }
    #[derive(Serialize)]
    #[serde(rename_all = "camelCase")]
    struct Run<'a> {
        tool: Value,
        automation_details: Value,
        original_uri_base_ids: Value,
        column_kind: &'a str,
        results: Results<'a>,
    }
    let run = Run {
        tool: json!({ "driver": {
            "name": env!("CARGO_PKG_NAME"),
            "semanticVersion": env!("CARGO_PKG_VERSION"),
            "rules": RULES.iter().map(rule).collect::<Vec<_>>(),
        }}),
        // Code scanning takes what stands before the last slash for the category, and an upload replaces the one of
        // its category before it: workspaces of one repository must not share theirs.
        automation_details: json!({ "id": format!("faultbook/{}", encoded(&verdict.prefix)) }),
        original_uri_base_ids: json!({ ROOT: { "description": { "text": "The root of the repository." } } }),
        column_kind: "unicodeCodePoints",
        results: Results(verdict),
    };
    write_json(&Log { schema: SCHEMA, version: "2.1.0", runs: [run] }, out)
}

const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
/// What paths are relative to.
const ROOT: &str = "%SRCROOT%";

/// The findings, made one by one while they are written.
struct Results<'a>(&'a Verdict);

impl Serialize for Results<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let indices: HashMap<&str, usize> =
            RULES.iter().enumerate().map(|(index, rule)| (rule.id, index)).collect();
        let mut fingerprints = Fingerprints::default();
        let results = self.0.findings.iter().map(|finding| {
            let mut result = result(self.0, finding, &fingerprints.next(finding));
            // A rule of somebody's own is in no list of ours.
            if let Some(index) = indices.get(finding.rule) {
                result["ruleIndex"] = json!(index);
            }
            result
        });
        serializer.collect_seq(results)
    }
}

fn result(verdict: &Verdict, finding: &Located, fingerprint: &str) -> Value {
    let mut place = json!({ "physicalLocation": place(verdict, &finding.span) });
    if let Some((kind, id)) = finding.subject.split_once('/').filter(|_| finding.text.is_none()) {
        let field = if finding.field.is_empty() { String::new() } else { format!(".{}", finding.field) };
        let name = format!("{}{field}", finding.subject);
        place["logicalLocations"] = json!([{ "name": id, "fullyQualifiedName": name, "kind": kind }]);
    }
    let mut result = json!({
        "ruleId": finding.rule,
        "level": level(finding.level).0,
        "message": { "text": finding.said() },
        "locations": [place],
        "partialFingerprints": { "primaryLocationLineHash": fingerprint, "faultbookEntry/v1": fingerprint },
    });
    if !finding.related.is_empty() {
        let related = finding.related.iter().enumerate().map(|(index, related)| {
            json!({
                "id": index + 1,
                "physicalLocation": self::place(verdict, &related.span),
                "message": { "text": related.message },
            })
        });
        result["relatedLocations"] = related.collect();
    }
    result
}

fn place(verdict: &Verdict, span: &Span) -> Value {
    json!({
        "artifactLocation": { "uri": encoded(&verdict.path(span)), "uriBaseId": ROOT },
        "region": {
            "startLine": span.start.line,
            "startColumn": span.start.column,
            "endLine": span.end.line,
            "endColumn": span.end.column,
        },
    })
}

fn rule(rule: &Rule) -> Value {
    let (level, severity) = level(rule.level);
    // What cannot be read is certain; the rest is judgement.
    let (tag, precision) = match rule.level {
        Level::Deny => ("structure", "very-high"),
        Level::Warn | Level::Hint | Level::Allow => ("judgement", "high"),
    };
    let summary = paragraph(rule.page, "# ");
    let sentence = summary.split_once(". ").map_or(summary.clone(), |(first, _)| format!("{first}."));
    let mut described = json!({
        "id": rule.id,
        "shortDescription": { "text": sentence },
        "fullDescription": { "text": format!("{summary} {}", paragraph(rule.page, "## Why it matters")) },
        "help": { "text": rule.page, "markdown": rule.page },
        "defaultConfiguration": { "level": level },
        "properties": { "tags": ["reliability", tag], "precision": precision, "problem.severity": severity },
    });
    // A name must say more than the id does.
    if rule.id.contains('-') {
        described["name"] = json!(pascal(rule.id));
    }
    described
}

/// A level in the words of SARIF, and in those of code scanning.
fn level(level: Level) -> (&'static str, &'static str) {
    match level {
        Level::Deny => ("error", "error"),
        Level::Warn => ("warning", "warning"),
        Level::Hint | Level::Allow => ("note", "recommendation"),
    }
}

/// The first paragraph below a heading of a page, on one line.
fn paragraph(page: &str, heading: &str) -> String {
    let below = page.lines().skip_while(|line| !line.starts_with(heading)).skip(1);
    let lines = below.skip_while(|line| line.is_empty()).take_while(|line| !line.is_empty());
    lines.collect::<Vec<_>>().join(" ")
}

/// `no-owner` as `NoOwner`.
fn pascal(id: &str) -> String {
    let words = id.split('-').filter_map(|word| word.split_at_checked(1));
    words.map(|(first, rest)| first.to_uppercase() + rest).collect()
}

/// A path as a relative reference of RFC 3986.
fn encoded(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                out.push(byte.into())
            }
            // Writing to a string cannot fail.
            other => drop(write!(out, "%{other:02X}")),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_become_references() {
        assert_eq!(encoded("playbooks/a b/größe#1?.toml"), "playbooks/a%20b/gr%C3%B6%C3%9Fe%231%3F.toml");
        assert_eq!(encoded("c:\\x\n%20"), "c%3A%5Cx%0A%2520");
    }

    #[test]
    fn a_page_gives_its_descriptions() {
        let page =
            "# no-owner\n\nNobody owns it.\nIt waits. And waits.\n\n## Why it matters\n\nNobody\nmoves.\n";
        assert_eq!(paragraph(page, "# "), "Nobody owns it. It waits. And waits.");
        assert_eq!(paragraph(page, "## Why it matters"), "Nobody moves.");
        assert_eq!(pascal("toml-1-1-syntax"), "Toml11Syntax");
    }
}
