//! `faultbook search`

use std::io;
use std::io::Write;
use std::process::ExitCode;

use faultbook::export::write_json;
use faultbook::model::Id;
use faultbook::model::Kind;
use faultbook::model::Priority;
use faultbook::report::Hit;
use faultbook::report::Report;
use faultbook::report::ReportOptions;
use faultbook::report::Standing;
use faultbook::text_match::Query;
use faultbook::text_match::Snippet;
use serde::Serialize;

use crate::cli::Context;
use crate::cli::ui::columns::Fit;
use crate::cli::ui::columns::wrap;
use crate::cli::ui::console::BOLD;
use crate::cli::ui::console::counted;
use crate::cli::ui::sanitize::brief;
use crate::cli::ui::sanitize::plain_line;
use crate::cli::ui::table;
use crate::cli::ui::view::tell_unread;

/// Find failures, components, flows and actions by words
#[derive(Debug, clap::Args)]
#[command(after_help = "All words must be found in an entry, each at the beginning of a word:
`time` finds timeouts. Case and a final s do not count. Ids and problems
weigh most, then risks, sources, causes, alerts and tags, then actions.
No index is needed: the playbooks are read anew each time.

Examples:
  faultbook search timeout orders
  faultbook search zone --json")]
pub(in crate::cli) struct Args {
    /// The words.
    #[arg(required = true, value_name = "WORDS")]
    words: Vec<String>,
    /// Find retired failures too.
    #[arg(long)]
    all: bool,
    /// Show at most N entries, the best first; 0 shows all.
    #[arg(long, value_name = "N", default_value_t = 20)]
    limit: usize,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

pub(super) fn run(args: &Args, context: &mut Context) -> anyhow::Result<ExitCode> {
    let workspace = context.workspace()?;
    let view = ReportOptions::new(workspace.method(), context.today()?).all(args.all);
    let report = workspace.report(view);
    let query = Query::new(&args.words.join(" "));
    let hits = report.search(&query);
    let limit = if args.limit == 0 { hits.len() } else { args.limit };
    let shown = &hits[..limit.min(hits.len())];
    if args.json {
        let mut out = context.console.raw();
        write_data(shown, hits.len(), &query, report.unread, &mut out)?;
        out.flush()?;
    } else {
        let mut out = context.console.out();
        match context.console.width() {
            Some(width) => shown.iter().try_for_each(|hit| write_hit(hit, &query, width, &mut out))?,
            None => write_lines(shown, &query, &mut out)?,
        }
        out.flush()?;
    }
    if hits.is_empty() {
        tell_nothing(&report, &query, context);
        let all = ReportOptions::new(workspace.method(), context.today()?).all(true);
        let retired = workspace.report(all).search(&query).len();
        if retired > 0 {
            let what = counted(retired, "retired failure");
            context.console.note(&format!("{what} would be found; `--all` shows what is retired"));
        }
    } else if hits.len() > shown.len() {
        let more = hits.len() - shown.len();
        context.console.note(&format!("{more} more; `--limit 0` shows all"));
    }
    tell_unread(report.unread, context);
    Ok(ExitCode::SUCCESS)
}

/// Says that nothing was found, and what may have been meant.
fn tell_nothing(report: &Report<'_>, query: &Query, context: &Context) {
    if query.is_empty() {
        return context.console.note("nothing found: there is neither a letter nor a digit to look for");
    }
    let missing = report.near(query);
    if missing.is_empty() {
        return context.console.note("nothing found: no entry holds all of these words; try fewer");
    }
    /// How many words are named.
    const MOST: usize = 5;
    for near in missing.iter().take(MOST) {
        let word = brief(&near.word);
        let hint = near.near.as_ref().map(|near| format!("; did you mean `{}`?", plain_line(near)));
        context.console.note(&format!("nothing found: no entry holds `{word}`{}", hint.unwrap_or_default()));
    }
    if missing.len() > MOST {
        context.console.note(&format!("and {} of the others", counted(missing.len() - MOST, "word")));
    }
}

/// What stands before the id: how urgent a failure is. Other entries show their kind there.
fn sign(hit: &Hit<'_>) -> String {
    hit.row.map_or_else(|| hit.entry.kind.to_string(), |row| row.case.priority.to_string())
}

/// How the entry is named on a command line; with its standing where a failure is not open.
fn name(hit: &Hit<'_>) -> String {
    let Some(row) = hit.row else { return hit.entry.to_string() };
    match row.standing {
        Standing::Open => hit.entry.id.to_string(),
        standing => format!("{} ({standing})", hit.entry.id),
    }
}

/// A few lines for a person: how urgent, which, what, and where else the words stand.
fn write_hit(hit: &Hit<'_>, query: &Query, width: usize, out: &mut impl Write) -> io::Result<()> {
    const INDENT: usize = 11;
    const NARROWEST: usize = 20;
    let room = width.saturating_sub(INDENT).max(NARROWEST);
    let style = hit.row.map(|row| table::priority(row.case.priority)).unwrap_or_default();
    let sign = sign(hit);
    let gap = " ".repeat(INDENT.saturating_sub(sign.len()));
    writeln!(out, "{style}{sign}{style:#}{gap}{}", marked(&name(hit), query))?;
    let found = hit.found.as_ref().map(|(field, snippet)| format!("{field}: {}", snippet.text));
    for text in std::iter::once(hit.title.to_string()).chain(found) {
        let wrapped = wrap(&plain_line(&text), room);
        for line in wrapped.lines().filter(|line| !line.is_empty()) {
            writeln!(out, "{:INDENT$}{}", "", marked(line, query))?;
        }
    }
    Ok(())
}

/// One line for each entry, however long, for programs and files.
fn write_lines(hits: &[Hit<'_>], query: &Query, out: &mut impl Write) -> io::Result<()> {
    let cells = |hit: &Hit<'_>| -> Vec<String> {
        let found = hit.found.as_ref().map(|(field, snippet)| format!("{field}: {}", snippet.text));
        [sign(hit), name(hit), hit.title.to_string(), found.unwrap_or_default()]
            .map(|text| plain_line(&text).into_owned())
            .into()
    };
    let records: Vec<_> = hits.iter().map(cells).collect();
    let mut fit = Fit::new(4);
    records.iter().for_each(|record| fit.measure_line(record));
    for record in &records {
        writeln!(out, "{}", marked(fit.pad(record, |_| Default::default()).trim_end(), query))?;
    }
    Ok(())
}

/// A line with the words that were found in bold letters.
fn marked(line: &str, query: &Query) -> String {
    let (mut text, mut from) = (String::new(), 0);
    for mark in query.marks(line) {
        text.push_str(&format!("{}{BOLD}{}{BOLD:#}", &line[from..mark.start], &line[mark.clone()]));
        from = mark.end;
    }
    text.push_str(&line[from..]);
    text
}

/// The entries as data.
fn write_data(
    hits: &[Hit<'_>],
    found: usize,
    query: &Query,
    unread: usize,
    out: &mut impl Write,
) -> io::Result<()> {
    #[derive(Serialize)]
    struct Found<'a> {
        kind: Kind,
        id: &'a Id,
        title: &'a str,
        #[serde(skip_serializing_if = "Option::is_none")]
        priority: Option<Priority>,
        #[serde(skip_serializing_if = "Option::is_none")]
        status: Option<Standing>,
        field: Option<&'static str>,
        /// Of the title, where nothing else had to be found.
        snippet: Option<Snippet>,
    }
    #[derive(Serialize)]
    struct Document<'a> {
        version: u32,
        words: Vec<&'a str>,
        found: usize,
        unread: usize,
        hits: Vec<Found<'a>>,
    }
    let hits = hits.iter().map(|hit| Found {
        kind: hit.entry.kind,
        id: &hit.entry.id,
        title: &hit.title,
        priority: hit.row.map(|row| row.case.priority),
        status: hit.row.map(|row| row.standing),
        field: hit.found.as_ref().map(|(field, _)| *field),
        snippet: hit.found.as_ref().map(|(_, snippet)| snippet.clone()).or_else(|| query.snippet(&hit.title)),
    });
    let hits = hits.collect();
    write_json(&Document { version: 1, words: query.words().collect(), found, unread, hits }, out)
}
