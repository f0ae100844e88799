//! Places: every range lies within its text, on the borders of characters, and every field of every entry has one.

use std::ops::Range;
use std::sync::Arc;

use faultbook::finding::Finding;
use faultbook::model::Kind;
use faultbook::model::Origin;
use faultbook::model::Scales;
use faultbook::read::Document;
use faultbook::read::Item;
use faultbook::read::Lines;
use faultbook::read::Request;
use faultbook::read::locate_in_config;
use faultbook::report::Located;

use crate::lint;
use crate::text;
use crate::workspace;

/// Finds what a rule might point at: the fields that the format has, and those that the text itself names.
pub fn locate(data: &[u8]) {
    let Some(text) = text(data) else { return };
    let text = &text.replace("# file: ", "#file: ");
    moved(text);
    let path: Arc<str> = "playbooks/page.toml".into();
    let (document, items, findings) =
        Document::parse(0, Arc::clone(&path), &"page".into(), text.to_owned(), &Scales::default());
    let lines = Lines::new(text);
    let check = |range: &Range<usize>, what: &dyn std::fmt::Debug| {
        assert!(
            range.start <= range.end && range.end <= text.len(),
            "{range:?} is not in the text: {what:?}"
        );
        let borders = text.is_char_boundary(range.start) && text.is_char_boundary(range.end);
        assert!(borders, "{range:?} cuts a character: {what:?}");
        let position = lines.position(range.start);
        let line = text[..range.start].matches('\n').count() + 1;
        assert_eq!(position.line, line, "{range:?}: {what:?}");
    };
    for finding in &findings {
        places(finding).for_each(|range| check(&range, finding));
    }
    let words: Vec<&str> = text.split(|c: char| c.is_whitespace() || c == '=').take(64).collect();
    let known =
        ["", "problem", "sources[0]", "reactive[1].use", "allow.no-owner", "likelihood.level", "x-a.b[0][1]"];
    let fields: Vec<&str> = known.into_iter().chain(words).collect();
    let mut entries: Vec<(Kind, &str, Origin)> = items.iter().filter_map(entry).collect();
    entries.sort_by_key(|(.., origin)| origin.offset);
    let requests: Vec<Request<'_>> = entries
        .iter()
        .flat_map(|&(kind, id, origin)| {
            fields.iter().map(move |field| Request { kind, id, offset: origin.offset as usize, field })
        })
        .collect();
    for (request, range) in requests.iter().zip(document.locate(&requests)) {
        check(&range, request);
    }
    for (kind, id, origin) in entries {
        assert!(text.contains(document.block(origin.offset as usize)), "{kind}/{id}");
    }
    locate_in_config(text, &fields).iter().flatten().for_each(|range| check(range, &"config"));
}

/// A text behind a byte order mark or a line more, or with the line ends of Windows, is judged alike: the same findings, on the same lines.
fn moved(text: &str) {
    let said = |text: &str, below: usize| -> Vec<(&'static str, String, String, usize)> {
        let findings = lint(&workspace(text)).into_iter();
        let line = |finding: &Located| match finding.span.file.as_ref() {
            "playbooks/page.toml" => finding.span.start.line - below,
            _ => finding.span.start.line,
        };
        let mut said: Vec<_> =
            findings.map(|f| (f.rule, f.subject.clone(), f.message.to_string(), line(&f))).collect();
        said.sort();
        said
    };
    let plain = said(text, 0);
    if !text.starts_with('\u{feff}') {
        assert_eq!(said(&format!("# a comment\n{text}"), 1), plain, "below a comment");
        assert_eq!(said(&format!("\u{feff}{text}"), 0), plain, "behind a byte order mark");
    }
    if !text.contains('\r') {
        assert_eq!(said(&text.replace('\n', "\r\n"), 0), plain, "with the line ends of Windows");
    }
}

/// The ranges that a finding names by itself.
fn places(finding: &Finding) -> impl Iterator<Item = Range<usize>> {
    let places = std::iter::once(&finding.at).chain(finding.related.iter().map(|(place, _)| place));
    places.filter_map(|place| place.text.as_ref()).map(|text| text.start..text.end)
}

/// An entry's kind, id and place.
fn entry(item: &Item) -> Option<(Kind, &str, Origin)> {
    match item {
        Item::Playbook(..) => None,
        Item::Entry(entry) => {
            let entry = entry.as_any();
            Some((entry.kind(), entry.id().as_str(), entry.origin()))
        }
        Item::Mention(mention) => Some((mention.entry.kind, mention.entry.id.as_str(), mention.origin)),
    }
}
