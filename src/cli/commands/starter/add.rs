//! `faultbook starter add`

use std::process::ExitCode;

use clap_complete::ArgValueCompleter;
use faultbook::change::Refusal;
use faultbook::finding::listed;
use faultbook::model::EntryRef;
use faultbook::model::Id;
use faultbook::starter::Fit;
use faultbook::starter::Profile;
use faultbook::starter::Starter;
use faultbook::workspace::Adopted;
use faultbook::workspace::Transaction;
use faultbook::workspace::Wanted;
use faultbook::workspace::Workspace;

use crate::cli::Context;
use crate::cli::commands::starter::aims;
use crate::cli::commands::starter::find;
use crate::cli::ui::complete;
use crate::cli::ui::console::counted;
use crate::cli::ui::sanitize::plain_line;
use crate::cli::ui::write;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The technology: postgresql.
    #[arg(value_name = "TECH", add = ArgValueCompleter::new(complete::starters))]
    starter: String,
    /// Some of its failures; none: all.
    #[arg(value_name = "ID", add = ArgValueCompleter::new(complete::starter_failures))]
    ids: Vec<String>,
    /// Name this component as their source [default: every component that the technology fits].
    #[arg(long = "component", value_name = "ID", add = ArgValueCompleter::new(complete::components))]
    components: Vec<String>,
    /// The playbook that they go to; it is made where there is none [default: one called TECH].
    #[arg(long, value_name = "NAME", add = ArgValueCompleter::new(complete::playbooks))]
    playbook: Option<String>,
    #[command(flatten)]
    write: write::Options,
}

pub(super) fn run(args: &Args, context: &mut Context) -> anyhow::Result<ExitCode> {
    let starter = find(&args.starter)?;
    let mut transaction = args.write.open(context)?;
    let (components, because) = match args.components.is_empty() {
        true => fitted(starter, &transaction),
        false => {
            // Who names a component means it, whatever it is made with.
            let named = args.components.iter().map(|id| Ok((valid(id)?, None)));
            (named.collect::<Result<_, Refusal>>()?, None)
        }
    };
    let ids = match args.ids.is_empty() {
        true => all(starter),
        false => args.ids.iter().map(|id| valid(id)).collect::<Result<_, _>>()?,
    };
    let playbook = args.playbook.as_deref().map(|name| playbook(name, &transaction)).transpose()?;
    let adopted = transaction.adopt(&wanted(starter, ids, &components), playbook)?;
    args.write.finish(transaction, &format!("starter add {}", starter.name), context)?;
    let notes = because.into_iter().chain(tell(&adopted)).chain(tell_loose(&adopted, starter));
    notes.for_each(|note| context.console.note(&plain_line(&note)));
    Ok(ExitCode::SUCCESS)
}

/// Adds whole starters: `faultbook add --starter`.
pub(in crate::cli) fn whole(
    names: &[String],
    write: write::Options,
    context: &mut Context,
) -> anyhow::Result<ExitCode> {
    let mut transaction = write.open(context)?;
    let notes = adopt(&mut transaction, names)?;
    write.finish(transaction, &format!("add --starter {}", names.join(" --starter ")), context)?;
    notes.iter().for_each(|note| context.console.note(&plain_line(note)));
    Ok(ExitCode::SUCCESS)
}

/// Takes whole starters over. What is to be said of it comes back.
pub(in crate::cli) fn adopt(transaction: &mut Transaction, names: &[String]) -> anyhow::Result<Vec<String>> {
    let mut notes = Vec::new();
    let mut failures = Vec::new();
    for name in names {
        let starter = find(name)?;
        let (components, because) = fitted(starter, transaction);
        failures.extend(wanted(starter, all(starter), &components));
        notes.extend(because);
    }
    notes.extend(tell(&transaction.adopt(&failures, None)?));
    Ok(notes)
}

/// A component, and what it is; `None`: whatever it is, everything concerns it.
type Component = (Id, Option<Profile>);

/// The components of the workspace that failures of a starter fit, and why they do.
fn fitted(starter: &'static Starter, transaction: &Transaction) -> (Vec<Component>, Option<String>) {
    let workspace = transaction.as_workspace();
    let aims = aims(Workspace::of_starters([starter]).book(), starter);
    let (mut components, mut reasons) = (Vec::new(), Vec::new());
    for component in workspace.book().components.iter() {
        let profile = Profile::new(component);
        if !aims.iter().any(|(failure, aim)| profile.fits(starter, failure, aim)) {
            continue;
        }
        let is_whole = profile.starters().iter().any(|fits| fits.name == starter.name);
        let reason = match profile.because() {
            Fit::Technology if is_whole => component.technology.clone(),
            Fit::Name if is_whole => component.name.clone(),
            _ => component.kind.map(|kind| kind.to_string()),
        };
        let reason = reason.map(|reason| format!(" ({reason})")).unwrap_or_default();
        reasons.push(format!("{}{reason}", component.id));
        components.push((component.id.clone(), Some(profile)));
    }
    let because = (!reasons.is_empty()).then(|| {
        let reasons = listed(reasons.iter().map(String::as_str));
        format!("the starter {} fits {reasons}; --component names others", starter.name)
    });
    (components, because)
}

/// The ids of all failures of a starter.
fn all(starter: &Starter) -> Vec<Id> {
    let catalogue = Workspace::of_starters([starter]);
    catalogue.book().failures.iter().map(|failure| failure.id.clone()).collect()
}

fn wanted(starter: &'static Starter, ids: Vec<Id>, components: &[Component]) -> Vec<Wanted> {
    let aims = aims(Workspace::of_starters([starter]).book(), starter);
    let concerned = |failure: &Id| {
        let aim = aims.iter().find_map(|(id, aim)| (id == failure).then(|| aim.clone())).unwrap_or_default();
        let concerned = components.iter().filter(|(_, profile)| {
            profile.as_ref().is_none_or(|profile| profile.fits(starter, failure, &aim))
        });
        concerned.map(|(id, _)| id.clone()).collect()
    };
    ids.into_iter().map(|failure| Wanted { starter, components: concerned(&failure), failure }).collect()
}

fn valid(id: &str) -> Result<Id, Refusal> {
    Id::new(id).map_err(|reason| Refusal::new(format!("`{id}` is no id: {reason}")))
}

/// The playbook that is named; a new one needs a name that can be a file.
pub(in crate::cli) fn playbook<'n>(name: &'n str, transaction: &Transaction) -> Result<&'n str, Refusal> {
    match Id::new(name) {
        Err(reason) if !transaction.playbooks().contains(name) => {
            Err(Refusal::new(format!("`{name}` cannot be the name of a playbook: {reason}")))
        }
        _ => Ok(name),
    }
}

/// What is to be said of failures that were taken over.
pub(in crate::cli) fn tell(adopted: &Adopted) -> Vec<String> {
    let named = |entries: &[EntryRef]| {
        let names: Vec<String> = entries.iter().map(ToString::to_string).collect();
        listed(names.iter().map(String::as_str))
    };
    let mut notes = Vec::new();
    if !adopted.known.is_empty() {
        let many = adopted.known.len();
        let verb = if many == 1 { "was" } else { "were" };
        notes.push(format!("{} {verb} taken over before, and stayed as before", counted(many, "failure")));
    }
    if !adopted.wired.is_empty() {
        notes.push(format!(
            "{} had been taken over before; components were added to the sources",
            named(&adopted.wired)
        ));
    }
    for (id, entry) in &adopted.renamed {
        notes.push(format!("there is failure/{id} already; that of the starter is called {}", entry.id));
    }
    if !adopted.taken.is_empty() {
        let them = if adopted.taken.len() == 1 { "that" } else { "those" };
        notes.push(format!("there is {} already; {them} of the starter was left out", named(&adopted.taken)));
    }
    if !adopted.tried.is_empty() {
        notes.push(format!(
            "new failures were not added to `covers` of {}: its runs did not test them",
            named(&adopted.tried)
        ));
    }
    notes
}

/// That failures name no component, and how one is named.
fn tell_loose(adopted: &Adopted, starter: &Starter) -> Option<String> {
    let many = match adopted.loose.len() {
        0 => return None,
        1 => "1 failure names".to_owned(),
        many => format!("{many} failures name"),
    };
    let name = starter.name;
    Some(format!(
        "{many} no component yet; `faultbook starter add {name} --component ID` puts one among the sources"
    ))
}
