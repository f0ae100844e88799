//! Findings as rustc draws them.

use std::borrow::Cow;
use std::collections::HashMap;
use std::io::Write;
use std::ops::Range;
use std::sync::Arc;

use annotate_snippets::AnnotationKind;
use annotate_snippets::Group;
use annotate_snippets::Level as Name;
use annotate_snippets::Origin;
use annotate_snippets::Renderer;
use annotate_snippets::Snippet;
use faultbook::finding::Level;
use faultbook::lint::masked;
use faultbook::report::Located;
use faultbook::report::Span;
use faultbook::workspace::Workspace;

use crate::cli::ui::sanitize::brief;
use crate::cli::ui::sanitize::plain_line;

/// The longest line that is shown with its finding.
const LINE: usize = 200;

/// Draws findings, each with its line.
pub(in crate::cli) fn draw<'a>(
    findings: impl Iterator<Item = &'a Located>,
    workspace: &Workspace,
    colored: bool,
    out: &mut impl Write,
) -> std::io::Result<()> {
    let renderer = if colored { Renderer::styled() } else { Renderer::plain() };
    let mut texts = Texts { workspace, masked: HashMap::new() };
    for finding in findings {
        let mut groups = vec![group(finding, &mut texts)];
        if let Some(help) = &finding.help {
            groups.push(Group::with_title(Name::HELP.secondary_title(brief(help))));
        }
        writeln!(out, "{}\n", renderer.render(&groups))?;
    }
    Ok(())
}

/// The texts of files, with asterisks in place of secrets that are longer than a line.
struct Texts<'w> {
    workspace: &'w Workspace,
    masked: HashMap<Arc<str>, Option<Cow<'w, str>>>,
}

impl Texts<'_> {
    /// How people find the file of a span.
    fn name(&self, span: &Span) -> String {
        plain_line(&self.workspace.shown(&span.file)).into_owned()
    }

    fn of(&mut self, file: &Arc<str>) -> Option<&str> {
        let text = || {
            self.workspace.text(file).map(|text| match text.contains("PRIVATE KEY") {
                true => masked(text),
                false => Cow::Borrowed(text),
            })
        };
        self.masked.entry(Arc::clone(file)).or_insert_with(text).as_deref()
    }
}

fn group<'a>(finding: &'a Located, texts: &mut Texts<'_>) -> Group<'a> {
    let level = match finding.level {
        Level::Deny => Name::ERROR.with_name("deny"),
        Level::Warn => Name::WARNING.with_name("warn"),
        Level::Hint | Level::Allow => Name::NOTE.with_name("hint"),
    };
    let mut group = level
        .primary_title(brief(&finding.message))
        .id(finding.rule)
        .elements(Vec::<Snippet<'_, annotate_snippets::Annotation<'_>>>::new());
    group = match line(&finding.span, texts) {
        Some((text, range)) => group.element(
            Snippet::source(text)
                .line_start(finding.span.start.line)
                .path(texts.name(&finding.span))
                .annotation(AnnotationKind::Primary.span(range)),
        ),
        None => group.element(origin(&finding.span, texts)),
    };
    for related in &finding.related {
        group = match line(&related.span, texts) {
            Some((text, range)) => group.element(
                Snippet::source(text)
                    .line_start(related.span.start.line)
                    .path(texts.name(&related.span))
                    .annotation(AnnotationKind::Context.span(range).label(brief(&related.message))),
            ),
            None => group.element(origin(&related.span, texts)),
        };
    }
    group
}

fn origin(span: &Span, texts: &Texts<'_>) -> Origin<'static> {
    Origin::path(texts.name(span)).line(span.start.line).char_column(span.start.column)
}

/// The first line of a span, cleaned and cut, and the bytes of the span in it; `None` where there is none, or the
/// span lies too far to the right. No more of the text is looked at than can be shown.
fn line(span: &Span, texts: &mut Texts<'_>) -> Option<(String, Range<usize>)> {
    let text = texts.of(&span.file)?;
    let (start, end) = span.bytes;
    let window = text.floor_char_boundary(start.saturating_sub(LINE * 4))
        ..text.floor_char_boundary((start + LINE * 8).min(text.len()));
    let line_start = match text[window.start..start].rfind('\n') {
        Some(found) => window.start + found + 1,
        None if window.start == 0 => 0,
        None => return None,
    };
    let line_end = text[start..window.end].find('\n').map_or(window.end, |found| start + found);
    let end = text.floor_char_boundary(end.clamp(start, line_end));
    let line = masked(&text[line_start..line_end]);
    let (start, end) = (start - line_start, end - line_start);
    let before = plain_line(line[..start].trim_start_matches('\u{feff}'));
    if before.chars().count() > LINE / 2 || line.trim().is_empty() {
        return None;
    }
    let rest = |text: &str| plain_line(text.trim_end_matches('\r')).chars().take(LINE).collect::<String>();
    let (marked, after) = (rest(&line[start..end]), rest(&line[end..]));
    let range = before.len()..before.len() + marked.len();
    Some((format!("{before}{marked}{after}"), range))
}
