//! `faultbook suggest`

use std::io::Write;
use std::process::ExitCode;

use clap_complete::ArgValueCompleter;
use faultbook::analyse::suggest::Cover;
use faultbook::analyse::suggest::Suggested;
use faultbook::analyse::suggest::Suggestions;
use faultbook::analyse::suggest::suggest;
use faultbook::change::Refusal;
use faultbook::export::write_json;
use faultbook::finding::listed;
use faultbook::finding::nearest;
use faultbook::model::Book;
use faultbook::starter;
use faultbook::starter::Fit;
use faultbook::starter::STARTERS;
use faultbook::workspace::Wanted;
use faultbook::workspace::Workspace;
use serde::Serialize;

use crate::cli::Context;
use crate::cli::complete;
use crate::cli::console::BOLD;
use crate::cli::console::counted;
use crate::cli::page::Page;
use crate::cli::plain::plain_line;
use crate::cli::starter::playbook;
use crate::cli::starter::tell;
use crate::cli::view::tell_unread;
use crate::cli::write;

/// Suggest failures of the starters that components do not have yet
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  faultbook suggest
  faultbook suggest orders-db --all
  faultbook suggest orders-db --add postgresql-connections-exhausted
  faultbook suggest --add --dry-run

The technology of a component decides; where it names none that is known, its
kind does. What was taken over before, has the same id, or tells the same
problem of the component counts as covered.")]
pub(super) struct Args {
    /// The components; none: all.
    #[arg(value_name = "COMPONENT", add = ArgValueCompleter::new(complete::components))]
    components: Vec<String>,
    /// Take over what is suggested, or only the failures that are named behind it.
    #[arg(long, value_name = "ID", num_args = 0.., add = ArgValueCompleter::new(complete::starter_failures))]
    add: Option<Vec<String>>,
    /// The playbook that new failures go to [default: one for each starter].
    #[arg(long, value_name = "NAME", requires = "add", add = ArgValueCompleter::new(complete::playbooks))]
    playbook: Option<String>,
    /// Show also what is covered.
    #[arg(long, conflicts_with = "add")]
    all: bool,
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
        let mut page = Page::new(&mut out, context.console.width());
        let shown =
            |one: &&Suggested<'_>| !one.suggestions.is_empty() || (args.all && !one.covered.is_empty());
        for one in suggestions.components.iter().filter(shown) {
            write_component(one, args.all, &mut page)?;
        }
        out.flush()?;
        tell_rest(&suggestions, args.all, context);
    }
    tell_unread(workspace.unread(), context);
    Ok(ExitCode::SUCCESS)
}

/// Takes suggestions over: all that would be shown, or those that are named.
fn add(ids: &[String], args: &Args, catalogue: &Book, context: &mut Context) -> anyhow::Result<ExitCode> {
    let mut desk = args.write.open(context)?;
    let workspace = desk.as_workspace();
    let mut suggestions = suggest(workspace.book(), catalogue, desk.config());
    narrow(&mut suggestions, &args.components, workspace.book())?;
    let offered =
        || suggestions.components.iter().flat_map(|one| one.suggestions.iter().map(|s| s.id.as_str()));
    for id in ids {
        if !offered().any(|offered| offered == id) {
            let refusal = Refusal::new(format!("`{id}` is not among the suggestions"));
            return Err(refusal
                .help(match nearest(id, offered()) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => "`faultbook suggest --all` shows them, and what is covered".to_owned(),
                })
                .into());
        }
    }
    let is_meant = |id: &str| ids.is_empty() || ids.iter().any(|asked| asked == id);
    let mut wanted = Vec::new();
    for one in &suggestions.components {
        for suggestion in one.suggestions.iter().filter(|suggestion| is_meant(suggestion.id.as_str())) {
            let Some(starter) = starter::find(suggestion.starter) else { continue };
            let components = vec![one.component.clone()];
            wanted.push(Wanted { starter, failure: suggestion.id.clone(), components });
        }
    }
    let playbook = args.playbook.as_deref().map(|name| playbook(name, &desk)).transpose()?;
    let adopted = desk.adopt(&wanted, playbook)?;
    args.write.finish(desk, "suggest --add", context)?;
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
    suggestions.unmatched.retain(|id| is_asked(id.as_str()));
    Ok(())
}

fn write_component<W: Write>(one: &Suggested<'_>, all: bool, page: &mut Page<'_, W>) -> std::io::Result<()> {
    let made = match (one.because, one.technology, one.kind) {
        (Fit::Kind, _, Some(kind)) => format!("kind {kind}"),
        (_, technology, _) => {
            technology.map(|technology| plain_line(technology).into_owned()).unwrap_or_default()
        }
    };
    let flow = one.criticality.map(|criticality| format!("; criticality {criticality}")).unwrap_or_default();
    page.line(format_args!("{BOLD}{}{BOLD:#} ({made}{flow})", one.component))?;
    for suggestion in &one.suggestions {
        page.labelled(&format!("  {}", suggestion.priority), suggestion.problem)?;
        let known = suggestion.known_as.map(|id| format!(", here as failure/{id}")).unwrap_or_default();
        page.labelled("", &format!("{}{known}", suggestion.id))?;
    }
    for covered in one.covered.iter().filter(|_| all) {
        let how = match covered.because {
            Cover::TakenOver if covered.by == covered.id => "taken over".to_owned(),
            Cover::TakenOver => format!("taken over as failure/{}", covered.by),
            Cover::SameId => "same id".to_owned(),
            Cover::SameProblem => format!("same problem as failure/{}", covered.by),
        };
        page.labelled("  covered", &format!("{} ({how})", covered.id))?;
    }
    page.line("")
}

/// How many there are, what else there is, and what can be done.
fn tell_rest(suggestions: &Suggestions<'_>, all: bool, context: &Context) {
    let components = &suggestions.components;
    let count: usize = components.iter().map(|one| one.suggestions.len()).sum();
    let wanting = components.iter().filter(|one| !one.suggestions.is_empty()).count();
    let covered: usize = components.iter().map(|one| one.covered.len()).sum();
    let covered = match covered {
        0 => String::new(),
        some if all => format!("; {some} covered"),
        some => format!("; {some} covered (--all shows them)"),
    };
    match count {
        0 if components.is_empty() && suggestions.unmatched.is_empty() => {
            context.console.status("nothing to suggest");
            context
                .console
                .note("no component is described; `faultbook add component ID --technology NAME` begins");
        }
        0 => context.console.status(format_args!("nothing to suggest{covered}")),
        _ => {
            let (count, wanting) = (counted(count, "suggestion"), counted(wanting, "component"));
            context.console.status(format_args!("{count} for {wanting}{covered}"));
            context.console.note(
                "`faultbook suggest COMPONENT --add` takes over what is suggested, with --add ID only that",
            );
        }
    }
    if !suggestions.unmatched.is_empty() {
        let ids = listed(suggestions.unmatched.iter().map(|id| id.as_str()));
        context.console.note(&format!(
            "the starters know neither technology nor kind of {ids}; `faultbook starter list` shows what they know"
        ));
    }
}
