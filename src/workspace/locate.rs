//! Gives findings their lines.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use crate::config::Config;
use crate::finding::Finding;
use crate::finding::Place;
use crate::finding::Position;
use crate::finding::Subject;
use crate::finding::TextRange;
use crate::finding::bounded;
use crate::lint::masked;
use crate::parallel;
use crate::read::Lines;
use crate::read::Request;
use crate::read::locate_in_config;
use crate::report::Located;
use crate::report::Related;
use crate::report::Span;
use crate::workspace::Workspace;

impl Workspace {
    /// Finds the lines of all findings, and sorts them by place.
    pub(super) fn locate(&self, mut findings: Vec<Vec<Finding>>) -> Vec<Located> {
        self.add_texts(&mut findings);
        let spans = Spans::new(self, &findings);
        let mut located: Vec<Located> = Vec::with_capacity(findings.iter().map(Vec::len).sum());
        for findings in findings {
            located.extend(findings.into_iter().map(|finding| spans.locate(finding)));
        }
        located.sort_by(|a, b| (&a.span, a.rule, &a.message).cmp(&(&b.span, b.rule, &b.message)));
        located
    }

    /// Adds the text range to every place that names only an entry and a field.
    fn add_texts(&self, findings: &mut [Vec<Finding>]) {
        let mut by_file: BTreeMap<u32, Vec<(u32, &mut Place)>> = BTreeMap::new();
        let mut in_config: Vec<&mut Place> = Vec::new();
        let places = findings.iter_mut().flatten().flat_map(|finding| {
            std::iter::once(&mut finding.at).chain(finding.related.iter_mut().map(|(place, _)| place))
        });
        for place in places.filter(|place| place.text.is_none()) {
            match &place.subject {
                Subject::Entry(entry) => {
                    if let Some(origin) = self.book.origin(entry.kind, entry.id.as_str()) {
                        by_file.entry(origin.file).or_default().push((origin.offset, place));
                    }
                }
                Subject::Config => in_config.push(place),
                Subject::Workspace | Subject::File(_) => {}
            }
        }
        if !in_config.is_empty() {
            let fields: Vec<_> = in_config.iter().map(|place| &*place.field).collect();
            let ranges = locate_in_config(&self.config_text, &fields);
            for (place, range) in in_config.into_iter().zip(ranges) {
                place.text = Some(TextRange::new(&Config::FILE.into(), range.unwrap_or(0..0)));
            }
        }
        let find = |(file, mut places): (u32, Vec<(u32, &mut Place)>)| {
            let Some(document) = self.documents.get(file as usize) else {
                return;
            };
            places.sort_by_key(|(offset, _)| *offset);
            let requests: Vec<_> =
                places.iter().filter_map(|(offset, place)| request(*offset, place)).collect();
            let ranges = document.locate(&requests);
            for ((_, place), range) in places.into_iter().zip(ranges) {
                place.text = Some(TextRange::new(document.path(), range));
            }
        };
        parallel::map(by_file.into_iter().collect(), PARALLEL, find);
    }
}

/// How many files make it worth to start threads.
const PARALLEL: usize = 32;

fn request(offset: u32, place: &Place) -> Option<Request<'_>> {
    let Subject::Entry(entry) = &place.subject else {
        return None;
    };
    Some(Request { kind: entry.kind, id: entry.id.as_str(), offset: offset as usize, field: &place.field })
}

struct Spans<'a> {
    workspace: &'a Workspace,
    lines: HashMap<Arc<str>, Lines<'a>>,
}

impl<'a> Spans<'a> {
    /// How much of a line is kept. A file of one long line may have thousands of findings.
    const LINE: usize = 200;

    /// Reads the lines of all files that findings speak of, and of the configuration.
    fn new(workspace: &'a Workspace, findings: &[Vec<Finding>]) -> Self {
        let places = findings
            .iter()
            .flatten()
            .flat_map(|finding| std::iter::once(&finding.at).chain(finding.related.iter().map(|(at, _)| at)));
        let texts = places.filter_map(|place| place.text.as_ref());
        let mut files: BTreeSet<Arc<str>> = texts.map(|text| Arc::clone(&text.file)).collect();
        files.insert(Config::FILE.into());
        let read = |file: Arc<str>| {
            let lines = Lines::new(workspace.text(&file).unwrap_or(""));
            (file, lines)
        };
        let lines = parallel::map(files.into_iter().collect(), PARALLEL, read);
        Self { workspace, lines: lines.into_iter().collect() }
    }

    fn locate(&self, finding: Finding) -> Located {
        let span = self.span(&finding.at);
        Located {
            rule: finding.rule,
            level: finding.level,
            subject: without_secrets(finding.at.subject.to_string().into()).into_owned(),
            field: printed(finding.at.field),
            text: matches!(finding.at.subject, Subject::File(_))
                .then(|| without_secrets(self.text(&span).into()).into_owned()),
            span,
            message: printed(finding.message),
            help: finding.help.map(printed),
            related: finding
                .related
                .into_iter()
                .map(|(at, message)| Related { span: self.span(&at), message: printed(message) })
                .collect(),
        }
    }

    /// Every finding has a line: one about the whole workspace stands at the start of its configuration.
    fn span(&self, place: &Place) -> Span {
        let start = || TextRange::new(&Config::FILE.into(), 0..0);
        let TextRange { file, start, end } = place.text.clone().unwrap_or_else(start);
        let bytes = clamp(self.workspace.text(&file).unwrap_or(""), start..end);
        let position = |byte| {
            self.lines.get(&file).map_or(Position { line: 1, column: 1 }, |lines| lines.position(byte))
        };
        let (start, end) = (position(bytes.start), position(bytes.end));
        Span { file, start, end, bytes: (bytes.start, bytes.end) }
    }

    /// The beginning of the line that a span begins on.
    fn text(&self, span: &Span) -> String {
        let line = self.lines.get(&span.file).map_or("", |lines| lines.line(span.bytes.0, Self::LINE));
        line.trim_start_matches('\u{feff}').trim().to_owned()
    }
}

/// Whatever rule a finding is of, it may quote a value that is a secret.
fn without_secrets(text: Cow<'static, str>) -> Cow<'static, str> {
    match masked(&text) {
        Cow::Borrowed(_) => text,
        Cow::Owned(masked) => masked.into(),
    }
}

/// A text as it is printed: without secrets, and of a readable length.
fn printed(text: Cow<'static, str>) -> Cow<'static, str> {
    let text = without_secrets(text);
    match bounded(&text) {
        Cow::Borrowed(_) => text,
        Cow::Owned(bounded) => bounded.into(),
    }
}

/// A range within a text, on the borders of characters.
fn clamp(text: &str, range: Range<usize>) -> Range<usize> {
    let start = text.floor_char_boundary(range.start);
    start..text.floor_char_boundary(range.end).max(start)
}
