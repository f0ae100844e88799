//! `faultbook suggest`

use std::collections::BTreeSet;
use std::io::Write;
use std::process::ExitCode;

use clap_complete::ArgValueCompleter;
use faultbook::analyse::suggest::Cover;
use faultbook::analyse::suggest::Ranked;
use faultbook::analyse::suggest::Suggestions;
use faultbook::analyse::suggest::suggest;
use faultbook::change::Refusal;
use faultbook::export::write_json;
use faultbook::finding::listed;
use faultbook::finding::nearest;
use faultbook::model::Book;
use faultbook::model::Id;
use faultbook::starter;
use faultbook::starter::STARTERS;
use faultbook::workspace::Wanted;
use faultbook::workspace::Workspace;
use serde::Serialize;

use crate::cli::Context;
use crate::cli::commands::starter::playbook;
use crate::cli::commands::starter::tell;
use crate::cli::ui::columns::aligned;
use crate::cli::ui::complete;
use crate::cli::ui::console::counted;
use crate::cli::ui::sanitize::plain_line;
use crate::cli::ui::view::tell_unread;
use crate::cli::ui::write;

/// The suggestions that are shown without `--all`.
const SHOWN: usize = 10;

/// Suggest failures of the starters that components do not have yet
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  faultbook suggest
  faultbook suggest orders-db --all
  faultbook suggest orders-db --add postgresql-connections-exhausted
  faultbook suggest --add --dry-run

The technology of a component decides; where it names none that is known, its
id, its name or its kind does. Failures of the workload as a whole (a region, a
cluster, the backups) are suggested once, for all components that they fit.
The order is priority × criticality of the flows. What was imported before, has
the same id, or describes the same problem counts as covered.

--json prints everything: `components` with the suggestions for each,
`workload` with those for the workload as a whole, what is covered, and the
components that nothing fits (`unmatched`).")]
pub(in crate::cli) struct Args {
    /// The components; none: all.
    #[arg(value_name = "COMPONENT", add = ArgValueCompleter::new(complete::components))]
    components: Vec<String>,
    /// Add all that is suggested, or only the failures that are named behind it.
    #[arg(long, value_name = "ID", num_args = 0.., add = ArgValueCompleter::new(complete::starter_failures))]
    add: Option<Vec<String>>,
    /// The playbook that new failures go to [default: one for each starter].
    #[arg(long, value_name = "NAME", requires = "add", add = ArgValueCompleter::new(complete::playbooks))]
    playbook: Option<String>,
    /// Show all suggestions, not only the first ten.
    #[arg(long, conflicts_with = "add")]
    all: bool,
    /// Show also what is covered.
    #[arg(long, conflicts_with = "add")]
    covered: bool,
    #[command(flatten)]
    write: write::Options,
}

pub(super) fn run(args: &Args, context: &mut Context) -> anyhow::Result<ExitCode> {
    let catalogue = Workspace::of_starters(STARTERS);
    if let Some(ids) = &args.add {
        return add(ids, args, catalogue.book(), context);
    }
    if args.write.dry_run {
        return Err(Refusal::new("--dry-run says what --add would do")
            .help("faultbook suggest --add --dry-run")
            .into());
    }
    let workspace = context.workspace()?;
    let mut suggestions = suggest(workspace.book(), catalogue.book(), workspace.config());
    narrow(&mut suggestions, &args.components, workspace.book())?;
    if args.write.json {
        #[derive(Serialize)]
        struct Document<'a> {
            version: u32,
            #[serde(flatten)]
            suggestions: &'a Suggestions<'a>,
        }
        let mut out = context.console.raw();
        write_json(&Document { version: 1, suggestions: &suggestions }, &mut out)?;
        out.flush()?;
    } else {
        let mut out = context.console.out();
        let ranked = suggestions.ranked();
        let shown = if args.all { ranked.len() } else { ranked.len().min(SHOWN) };
        let mut rows: Vec<_> = ranked.iter().take(shown).map(suggestion).collect();
        if args.covered {
            rows.extend(covered(&suggestions));
        }
        let lines = aligned(&rows, 0, context.console.width());
        lines.iter().try_for_each(|line| writeln!(out, "{line}"))?;
        out.flush()?;
        tell_rest(&suggestions, &ranked, shown, args, context);
        tell_unmatched(&suggestions, workspace.book(), context);
    }
    tell_unread(workspace.unread(), context);
    Ok(ExitCode::SUCCESS)
}

/// Takes suggestions over: all that would be shown, or those that are named.
fn add(ids: &[String], args: &Args, catalogue: &Book, context: &mut Context) -> anyhow::Result<ExitCode> {
    let mut transaction = args.write.open(context)?;
    let workspace = transaction.as_workspace();
    let mut suggestions = suggest(workspace.book(), catalogue, transaction.config());
    narrow(&mut suggestions, &args.components, workspace.book())?;
    let ranked = suggestions.ranked();
    let offered = || ranked.iter().map(|one| one.suggestion.id.as_str());
    for id in ids {
        if !offered().any(|offered| offered == id) {
            let refusal = Refusal::new(format!("`{id}` is not among the suggestions"));
            return Err(refusal
                .help(match nearest(id, offered()) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => "`faultbook suggest --all --covered` shows them, and what is covered".to_owned(),
                })
                .into());
        }
    }
    let is_meant = |id: &str| ids.is_empty() || ids.iter().any(|asked| asked == id);
    let meant = ranked.iter().filter(|one| is_meant(one.suggestion.id.as_str()));
    let wanted: Vec<_> = meant
        .filter_map(|one| {
            let starter = starter::find(one.suggestion.starter)?;
            let components = one.components.iter().map(|&id| id.clone()).collect();
            Some(Wanted { starter, failure: one.suggestion.id.clone(), components })
        })
        .collect();
    let playbook = args.playbook.as_deref().map(|name| playbook(name, &transaction)).transpose()?;
    let adopted = transaction.adopt(&wanted, playbook)?;
    args.write.finish(transaction, "suggest --add", context)?;
    tell(&adopted).iter().for_each(|note| context.console.note(&plain_line(note)));
    Ok(ExitCode::SUCCESS)
}

/// Keeps the components that were asked for.
fn narrow(suggestions: &mut Suggestions<'_>, asked: &[String], book: &Book) -> Result<(), Refusal> {
    for id in asked {
        if book.components.get(id).is_none() {
            let ids = book.components.iter().map(|component| component.id.as_str());
            let refusal = Refusal::new(format!("there is no component `{id}`"));
            return Err(match nearest(id, ids) {
                Some(near) => refusal.help(format!("did you mean `{near}`?")),
                None => refusal.help(format!("`faultbook add component {id}` adds it")),
            });
        }
    }
    let is_asked = |id: &str| asked.is_empty() || asked.iter().any(|asked| asked == id);
    suggestions.components.retain(|one| is_asked(one.component.as_str()));
    suggestions.workload.suggestions.retain_mut(|shared| {
        shared.components.retain(|id| is_asked(id.as_str()));
        !shared.components.is_empty()
    });
    suggestions.unmatched.retain(|id| is_asked(id.as_str()));
    Ok(())
}

/// How urgent it is, what goes wrong, and below that its id and the components.
fn suggestion(one: &Ranked<'_, '_>) -> Vec<String> {
    let suggestion = one.suggestion;
    let known = suggestion.known_as.map(|id| format!(" (here as failure/{id})")).unwrap_or_default();
    let components = match one.components.as_slice() {
        [first, second, rest @ ..] if rest.len() > 1 => format!("{first}, {second} and {} more", rest.len()),
        few => listed(few.iter().map(|id| id.as_str())),
    };
    let flow = one.criticality.map(|word| format!(" (criticality {word})")).unwrap_or_default();
    let text = format!("{}\n{}{known}: {components}{flow}", plain_line(suggestion.problem), suggestion.id);
    vec![suggestion.priority.to_string(), text]
}

/// What the workspace has already, and how it is recognised.
fn covered<'s>(suggestions: &'s Suggestions<'_>) -> impl Iterator<Item = Vec<String>> + 's {
    let of_components = suggestions
        .components
        .iter()
        .flat_map(|one| one.covered.iter().map(move |covered| (Some(one.component), covered)));
    let of_workload = suggestions.workload.covered.iter().map(|covered| (None, covered));
    of_components.chain(of_workload).map(|(component, covered)| {
        let how = match covered.because {
            Cover::TakenOver if covered.by == covered.id => "taken over".to_owned(),
            Cover::TakenOver => format!("taken over as failure/{}", covered.by),
            Cover::SameId => "same id".to_owned(),
            Cover::SameProblem => format!("same problem as failure/{}", covered.by),
        };
        let component = component.map(|id| format!(": {id}")).unwrap_or_default();
        vec!["covered".to_owned(), format!("{}{component} ({how})", covered.id)]
    })
}

/// How many there are, what else there is, and what can be done.
fn tell_rest(
    suggestions: &Suggestions<'_>,
    ranked: &[Ranked<'_, '_>],
    shown: usize,
    args: &Args,
    context: &Context,
) {
    let console = &context.console;
    let of_components = suggestions.components.iter().map(|one| one.covered.len());
    let covered = match of_components.sum::<usize>() + suggestions.workload.covered.len() {
        0 => String::new(),
        some if args.covered => format!("; {some} covered"),
        some => format!("; {some} covered (--covered shows them)"),
    };
    if ranked.is_empty() {
        console.status(format_args!("nothing to suggest{covered}"));
        if suggestions.components.is_empty() && suggestions.unmatched.is_empty() {
            console.note("no component is described; `faultbook add component ID --technology NAME` begins");
        }
        return;
    }
    let components: BTreeSet<_> = ranked.iter().flat_map(|one| &one.components).collect();
    let (count, components) = (counted(ranked.len(), "suggestion"), counted(components.len(), "component"));
    console.status(format_args!("{count} for {components}{covered}"));
    let asked: String = args.components.iter().map(|id| format!(" {id}")).collect();
    if shown < ranked.len() {
        console.status(format_args!("{} more: faultbook suggest{asked} --all", ranked.len() - shown));
    }
    console.note(&format!(
        "`faultbook suggest{asked} --add` adds all of them, `faultbook suggest{asked} --add ID` one"
    ));
}

/// Which components nothing fits, and what they lack.
fn tell_unmatched(suggestions: &Suggestions<'_>, book: &Book, context: &Context) {
    let is_bare = |id: &&&Id| {
        let component = book.components.get(id.as_str());
        component.is_some_and(|component| component.kind.is_none() && component.technology.is_none())
    };
    let (bare, unknown): (Vec<&Id>, Vec<&Id>) = suggestions.unmatched.iter().partition(is_bare);
    let names = |ids: &[&Id]| listed(ids.iter().map(|id| id.as_str()));
    if let Some(first) = bare.first() {
        let verb = if bare.len() == 1 { "has" } else { "have" };
        context.console.note(&format!(
            "{} {verb} neither `kind` nor `technology`: {}; write one, as in `faultbook edit component/{first} kind=service`",
            counted(bare.len(), "component"),
            names(&bare)
        ));
    }
    if !unknown.is_empty() {
        context.console.note(&format!(
            "no starter fits the technology or kind of {}; `faultbook starter list` shows all",
            names(&unknown)
        ));
    }
}
