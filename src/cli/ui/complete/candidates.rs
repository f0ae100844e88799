//! What may stand where an id, a page, a field or a condition is being typed. Text of a playbook goes to a terminal
//! from here: on one line, cut short, and harmless.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::ffi::OsStr;

use clap::Command;
use clap::CommandFactory;
use clap_complete::CompletionCandidate;
use faultbook::export;
use faultbook::model::AnyEntry;
use faultbook::model::Book;
use faultbook::model::Kind;
use faultbook::model::Scale;
use faultbook::model::Word;
use faultbook::report::Column;
use faultbook::report::ReportOptions;
use faultbook::report::Sort;
use faultbook::report::Typing;
use faultbook::report::fields as fields_of;
use faultbook::report::operators;
use faultbook::report::typing;
use faultbook::workspace::Workspace;

use crate::cli::Args;
use crate::cli::ui::console::counted;
use crate::cli::ui::output::HUMAN;
use crate::cli::ui::sanitize::plain_line;
use crate::cli::ui::today;
use crate::cli::ui::topics;

/// The most letters that are said about a candidate, and the longest value that is offered.
const LONGEST: usize = 80;

/// The most candidates that are offered: nobody reads more, and zsh takes a second to sort twenty thousand.
const MOST: usize = 1000;

/// Something that may be typed.
pub(super) struct Offer {
    text: String,
    about: String,
    /// How it begins in the head of somebody who knows neither its kind nor that it needs quotes.
    alias: String,
}

impl Offer {
    pub(super) fn new(text: impl Into<String>, about: impl Into<String>) -> Self {
        Self { text: text.into(), about: about.into(), alias: String::new() }
    }
}

/// The ids of all entries; behind their kinds where several have an id, or where a kind was typed.
pub(in crate::cli) fn entries(word: &OsStr) -> Vec<CompletionCandidate> {
    let (Some(word), Some(workspace)) = (word.to_str(), workspace()) else { return Vec::new() };
    let book = workspace.book();
    let mut ids: BTreeMap<&str, Vec<Kind>> = BTreeMap::new();
    for &kind in Kind::ALL {
        for id in book.ids(kind) {
            ids.entry(id).or_default().push(kind);
        }
    }
    let mut offers = Vec::new();
    for (id, kinds) in ids {
        let is_bare = kinds.len() == 1 && !word.contains('/');
        for kind in kinds {
            let text = if is_bare { id.to_owned() } else { format!("{kind}/{id}") };
            let alias = if is_bare { String::new() } else { id.to_owned() };
            offers.push(Offer { text, about: describe(kind, id, book), alias });
        }
    }
    offers.sort_by(|a, b| a.text.cmp(&b.text));
    offer("", word, offers)
}

/// The ids of flows.
pub(in crate::cli) fn flows(word: &OsStr) -> Vec<CompletionCandidate> {
    let (Some(word), Some(workspace)) = (word.to_str(), workspace()) else { return Vec::new() };
    let book = workspace.book();
    let offers = book.ids(Kind::Flow).into_iter().map(|id| Offer::new(id, describe(Kind::Flow, id, book)));
    offer("", word, offers.collect())
}

/// Everybody who owns something.
pub(in crate::cli) fn owners(word: &OsStr) -> Vec<CompletionCandidate> {
    let (Some(word), Some(workspace)) = (word.to_str(), workspace()) else { return Vec::new() };
    let offers = workspace.book().owners().into_iter().map(|owner| Offer::new(owner, "owns something"));
    offer("", word, offers.collect())
}

/// What people call an entry.
pub(super) fn describe(kind: Kind, id: &str, book: &Book) -> String {
    let text = book.entry(kind, id).and_then(AnyEntry::title);
    text.unwrap_or_else(|| kind.word()).to_owned()
}

/// The pages of `explain`.
pub(in crate::cli) fn pages(word: &OsStr) -> Vec<CompletionCandidate> {
    let Some(word) = word.to_str() else { return Vec::new() };
    offer("", word, topics::summaries().map(|(id, about)| Offer::new(id, about)).collect())
}

/// The formats that hold findings.
pub(in crate::cli) fn verdicts(word: &OsStr) -> Vec<CompletionCandidate> {
    let Some(word) = word.to_str() else { return Vec::new() };
    let holds_findings = |id| export::find(id).is_some_and(|format| format.verdict.is_some());
    let machine = topics::summaries().filter(|(id, _)| holds_findings(id));
    let human = (HUMAN, "Drawn for people".to_owned());
    offer("", word, std::iter::once(human).chain(machine).map(|(id, about)| Offer::new(id, about)).collect())
}

/// The commands.
pub(in crate::cli) fn commands(word: &OsStr) -> Vec<CompletionCandidate> {
    let Some(word) = word.to_str() else { return Vec::new() };
    let program = Args::command();
    let about = |command: &Command| command.get_about().map(ToString::to_string).unwrap_or_default();
    let commands = program.get_subcommands();
    let offers = commands.map(|command| Offer::new(command.get_name(), about(command)));
    offer("", word, offers.collect())
}

/// The fields, and the keys of the workspace's own.
pub(in crate::cli) fn columns(word: &OsStr) -> Vec<CompletionCandidate> {
    let Some(word) = word.to_str() else { return Vec::new() };
    offer("", word, fields(workspace()).map(|(name, about, _)| Offer::new(name, about)).collect())
}

/// The conditions of likelihoods.
pub(in crate::cli) fn conditions(word: &OsStr) -> Vec<CompletionCandidate> {
    let (Some(word), Some(workspace)) = (word.to_str(), workspace()) else { return Vec::new() };
    let likelihoods = workspace.book().failures.iter().filter_map(|failure| failure.likelihood.as_ref());
    let conditions = likelihoods.flat_map(|likelihood| likelihood.conditions());
    offer("", word, occurring(conditions.map(|condition| condition.when.clone())))
}

/// The next part of a filter: a field, its operator, a value.
pub(in crate::cli) fn filter(word: &OsStr) -> Vec<CompletionCandidate> {
    let Some((stands, typing)) = word.to_str().and_then(|word| typing(Kind::Failure, word)) else {
        return Vec::new();
    };
    match typing {
        Typing::Field(written) => offer(stands, written, terms(written)),
        Typing::Value { column, any, written } => {
            let mut offers: Vec<_> = workspace().map(|all| values(&column, all)).unwrap_or_default();
            offers.iter_mut().for_each(quote);
            if any {
                offers.push(Offer::new("*", "whatever it is"));
            }
            offer(stands, written, offers)
        }
    }
}

/// Each field, ready for the operator that all of them have; every operator where one field is left.
fn terms(written: &str) -> Vec<Offer> {
    let name = written.split(['=', '!', '~', '<', '>']).next().unwrap_or_default();
    let left: Vec<_> = fields(workspace()).filter(|(field, ..)| field.starts_with(name)).collect();
    if let [(name, about, sort)] = left.as_slice() {
        let asked = |(sign, asks)| Offer::new(format!("{name}{sign}"), format!("{name} {asks} … ({about})"));
        return operators(*sort).map(asked).collect();
    }
    left.into_iter().map(|(name, about, _)| Offer::new(format!("{name}="), about)).collect()
}

/// The names of all fields, what they are, and how they compare.
fn fields(workspace: Option<&Workspace>) -> impl Iterator<Item = (String, &'static str, Sort)> {
    let failures = workspace.into_iter().flat_map(|workspace| workspace.book().failures.iter());
    let own: BTreeSet<&String> = failures.flat_map(|failure| failure.extra.keys()).collect();
    let own = own.into_iter().map(|key| (key.clone(), "your own", Sort::Text));
    fields_of(Kind::Failure).iter().map(|field| (field.name.to_owned(), field.about, field.sort)).chain(own)
}

/// The values that a column can have, or those that occur.
fn values(column: &Column, workspace: &Workspace) -> Vec<Offer> {
    let levels =
        |scale: &Scale| scale.levels().iter().map(|level| Offer::new(level.name(), level.means())).collect();
    let scales = &workspace.config().scales;
    match column {
        // There may be very many pairs of failures and flows.
        Column::Field(field) if field.name == "touches" => {
            let flows = workspace.book().flows.iter();
            return flows
                .map(|flow| Offer::new(flow.id.as_str(), flow.name.as_deref().unwrap_or("a flow")))
                .collect();
        }
        Column::Field(field) => match field.sort {
            Sort::Rating(name) => return levels(scales.get(name)),
            Sort::Words(words, means) => {
                return words.iter().zip(means).map(|(word, means)| Offer::new(*word, *means)).collect();
            }
            Sort::Number | Sort::Percent | Sort::Duration => return Vec::new(),
            Sort::Text | Sort::Date | Sort::Since => {}
        },
        Column::Extra(_) => {}
    }
    let Ok(today) = today::today() else { return Vec::new() };
    let report = workspace.report(ReportOptions::new(workspace.method(), today).all(true));
    let texts = report.rows.iter().flat_map(|row| {
        let value = column.value(row);
        let single = || vec![value.to_text().into_owned()];
        value.items().map_or_else(single, |items| items.into_iter().map(str::to_owned).collect())
    });
    occurring(texts)
}

/// Each text once, with how often it occurs. What is long is no value that people type.
fn occurring(texts: impl Iterator<Item = String>) -> Vec<Offer> {
    let mut times: BTreeMap<String, usize> = BTreeMap::new();
    for text in texts.filter(|text| !text.is_empty() && text.chars().count() <= LONGEST) {
        *times.entry(text).or_default() += 1;
    }
    times.into_iter().map(|(text, times)| Offer::new(text, counted(times, "failure"))).collect()
}

/// Puts a value into quotes where the grammar of filters needs them.
fn quote(offer: &mut Offer) {
    if offer.text.contains(|c: char| c.is_whitespace() || matches!(c, ',' | '"' | '\'')) {
        let quote = if offer.text.contains('"') { '\'' } else { '"' };
        let quoted = format!("{quote}{}{quote}", offer.text);
        offer.alias = std::mem::replace(&mut offer.text, quoted);
    }
}

/// What goes on as the word began, behind what stands; where nothing does, what would under another name.
pub(super) fn offer(stands: &str, word: &str, offers: Vec<Offer>) -> Vec<CompletionCandidate> {
    let (named, other): (Vec<_>, Vec<_>) = offers.into_iter().partition(|offer| offer.text.starts_with(word));
    let left = if named.is_empty() { other } else { Vec::new() };
    let left = left.into_iter().filter(|offer| !offer.alias.is_empty() && offer.alias.starts_with(word));
    let candidate = |offer: Offer| {
        let about = Some(short(&offer.about)).filter(|about| !about.is_empty());
        CompletionCandidate::new(format!("{stands}{}", offer.text)).help(about.map(Into::into))
    };
    most(named.into_iter().chain(left).collect()).into_iter().map(candidate).collect()
}

/// As many as a shell bears. The last one stays, so that what all of them begin with is still true of the rest.
fn most(mut offers: Vec<Offer>) -> Vec<Offer> {
    if offers.len() > MOST {
        offers.sort_by(|a, b| a.text.cmp(&b.text));
        offers.drain(MOST - 1..offers.len() - 1);
    }
    offers
}

/// A text on one line that no terminal obeys, cut where it grows long.
pub(super) fn short(text: &str) -> String {
    let text = plain_line(text);
    match text.char_indices().nth(LONGEST) {
        Some((at, _)) => format!("{}…", text.get(..at).unwrap_or_default().trim_end()),
        None => text.into_owned(),
    }
}

/// The workspace around, if it can be read. It lives until the process ends, which is soon.
pub(super) fn workspace() -> Option<&'static Workspace> {
    let here = std::env::current_dir().ok()?;
    Some(Box::leak(Box::new(Workspace::open(&here).ok()?)))
}
