//! `faultbook add` on a terminal: asks for a failure, with the definitions of the workspace beside its levels.

use std::collections::BTreeMap;
use std::io::IsTerminal;

use faultbook::change::Refusal;
use faultbook::change::Value;
use faultbook::model::Id;
use faultbook::model::Scale;
use faultbook::similar::alike;
use faultbook::workspace::Workspace;
use inquire::Autocomplete;
use inquire::Confirm;
use inquire::CustomUserError;
use inquire::InquireError;
use inquire::Select;
use inquire::Text;
use inquire::autocompletion::Replacement;

use crate::cli::Context;
use crate::cli::add::Place;
use crate::cli::plain::brief;
use crate::cli::plain::plain_line;

/// What a person answered.
pub(super) struct Asked {
    pub(super) problem: String,
    pub(super) fields: Vec<(String, Value)>,
    pub(super) id: Option<String>,
    pub(super) playbook: Option<String>,
}

/// Asks for a failure where somebody can answer. `None`: nobody can, or they need not.
#[expect(clippy::disallowed_methods, reason = "a CI runner says so in the environment")]
pub(super) fn failure(wanted: bool, place: &Place, context: &Context) -> anyhow::Result<Option<Asked>> {
    let is_ci = std::env::var_os("CI").is_some_and(|value| !value.is_empty());
    let answers = std::io::stdin().is_terminal() && std::io::stderr().is_terminal() && !is_ci;
    if !wanted || !answers {
        return Ok(None);
    }
    let workspace = context.workspace()?;
    match ask(workspace, place, context) {
        Ok(asked) => Ok(Some(asked)),
        Err(InquireError::OperationCanceled | InquireError::OperationInterrupted) => {
            Err(Refusal::new("stopped; nothing was written").into())
        }
        Err(error) => Err(error.into()),
    }
}

fn ask(workspace: &Workspace, place: &Place, context: &Context) -> Result<Asked, InquireError> {
    let problem = loop {
        let problem = Text::new("What goes wrong?")
            .with_help_message("in a few words: the problem, not its cause")
            .prompt()?;
        if problem.trim().is_empty() {
            context.console.status("a failure needs at least this; Esc stops");
        } else if confirmed(&problem, workspace, context)? {
            break problem;
        }
    };
    let mut fields = Vec::new();
    text(&mut fields, "risk", "What does it mean for users?", None)?;
    let components = Names::of(workspace, faultbook::model::Kind::Component);
    let flows = Names::of(workspace, faultbook::model::Kind::Flow);
    several(&mut fields, "sources", "Potential source", Some(&components))?;
    if !flows.is_empty() {
        several(&mut fields, "flows", "Flow that it breaks, where its sources do not say so", Some(&flows))?;
    }
    let scales = &workspace.config().scales;
    level(&mut fields, "severity", "How bad is it?", &scales.severity)?;
    level(&mut fields, "likelihood", "How often does it happen?", &scales.likelihood)?;
    level(&mut fields, "detection", "How do you learn of it?", &scales.detection)?;
    several(&mut fields, "preventative", "What is done before an outage", None)?;
    several(&mut fields, "reactive", "What is done in an outage, step by step", None)?;
    text(&mut fields, "owner", "Who owns it?", workspace.config().owner.as_deref())?;
    let id = if place.id.is_none() { id(&problem, workspace)? } else { None };
    let playbook = if place.playbook.is_none() { playbook(workspace)? } else { None };
    Ok(Asked { problem, fields, id, playbook })
}

/// Whether a problem is new, or is to be added all the same.
fn confirmed(problem: &str, workspace: &Workspace, context: &Context) -> Result<bool, InquireError> {
    let failures: Vec<_> = workspace.book().failures.iter().collect();
    let texts = failures.iter().map(|failure| failure.problem.as_str()).chain([problem]);
    let groups = alike(texts);
    let group = groups.iter().find(|group| group.contains(&failures.len()));
    let Some(group) = group else { return Ok(true) };
    context.console.status("this says nearly the same:");
    for failure in group.iter().filter_map(|&index| failures.get(index)) {
        context.console.status(format_args!("  failure/{}  {}", failure.id, brief(&failure.problem)));
    }
    Confirm::new("Add it all the same?").with_default(false).prompt()
}

/// Asks for a text, which may stay empty.
fn text(
    fields: &mut Vec<(String, Value)>,
    key: &str,
    question: &str,
    default: Option<&str>,
) -> Result<(), InquireError> {
    let help = match default {
        Some(default) => format!("Enter for {}", plain_line(default)),
        None => "Enter to leave it out".to_owned(),
    };
    let answer = Text::new(question).with_help_message(&help).prompt()?;
    if !answer.trim().is_empty() {
        fields.push((key.to_owned(), Value::text(answer.trim())));
    }
    Ok(())
}

/// Asks for one text after the other until one is empty.
fn several(
    fields: &mut Vec<(String, Value)>,
    key: &str,
    question: &str,
    names: Option<&Names>,
) -> Result<(), InquireError> {
    let mut answers = Vec::new();
    loop {
        let help = match (names, answers.is_empty()) {
            (Some(names), _) if !names.is_empty() => "Tab completes; Enter on an empty line goes on",
            (_, true) => "Enter on an empty line leaves it out",
            (_, false) => "Enter on an empty line goes on",
        };
        let label =
            if answers.is_empty() { format!("{question}:") } else { format!("{question}, one more:") };
        let mut prompt = Text::new(&label).with_help_message(help);
        if let Some(names) = names {
            prompt = prompt.with_autocomplete(names.clone());
        }
        let answer = prompt.prompt()?;
        if answer.trim().is_empty() {
            break;
        }
        answers.push(answer.trim().to_owned());
    }
    if !answers.is_empty() {
        fields.push((key.to_owned(), Value::texts(answers.iter().map(String::as_str))));
    }
    Ok(())
}

/// Asks for a level, each with what it means.
fn level(
    fields: &mut Vec<(String, Value)>,
    key: &str,
    question: &str,
    scale: &Scale,
) -> Result<(), InquireError> {
    const LATER: &str = "not rated yet";
    let widest = scale.names().map(str::len).max().unwrap_or(0);
    let mut shown: Vec<String> = scale
        .levels()
        .iter()
        .rev()
        .map(|level| {
            let (score, name) = (level.score(), plain_line(level.name()));
            format!("{score:>2}  {name:<widest$}  {}", brief(level.means()))
        })
        .collect();
    shown.push(LATER.to_owned());
    let chosen = Select::new(question, shown).raw_prompt()?;
    if let Some(level) = scale.levels().iter().rev().nth(chosen.index) {
        fields.push((key.to_owned(), Value::text(level.name())));
    }
    Ok(())
}

/// Asks for an id where none can be made, or where another is wanted.
fn id(problem: &str, workspace: &Workspace) -> Result<Option<String>, InquireError> {
    let taken = |id: &str| workspace.book().has(faultbook::model::Kind::Failure, id);
    let made = Id::slug(problem).map(|id| id.to_string()).filter(|id| !taken(id));
    loop {
        let mut prompt =
            Text::new("Id:").with_help_message("a-z, 0-9 and hyphens; it names the failure from now on");
        if let Some(made) = &made {
            prompt = prompt.with_default(made);
        }
        let answer = prompt.prompt()?;
        match Id::new(answer.trim()) {
            Ok(id) if !taken(id.as_str()) => return Ok(Some(id.to_string())),
            _ => {}
        }
    }
}

fn playbook(workspace: &Workspace) -> Result<Option<String>, InquireError> {
    let names: Vec<String> = workspace.playbooks().map(str::to_owned).collect();
    match names.as_slice() {
        [] | [_] => Ok(None),
        _ => {
            let shown = names.iter().map(|name| plain_line(name).into_owned()).collect();
            let chosen = Select::new("Playbook", shown).raw_prompt()?;
            Ok(names.get(chosen.index).cloned())
        }
    }
}

/// The entries of one kind that can be named, each with what people call it.
#[derive(Clone)]
struct Names(BTreeMap<String, String>);

impl Names {
    fn of(workspace: &Workspace, kind: faultbook::model::Kind) -> Self {
        let book = workspace.book();
        let name = |id: &str| match kind {
            faultbook::model::Kind::Component => book.components.get(id).and_then(|entry| entry.name.clone()),
            _ => book.flows.get(id).and_then(|entry| entry.name.clone()),
        };
        Self(book.ids(kind).into_iter().map(|id| (id.to_owned(), name(id).unwrap_or_default())).collect())
    }

    fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Autocomplete for Names {
    fn get_suggestions(&mut self, input: &str) -> Result<Vec<String>, CustomUserError> {
        let wanted = input.trim().to_lowercase();
        if wanted.is_empty() {
            return Ok(Vec::new());
        }
        let fits =
            |(id, name): &(&String, &String)| id.contains(&wanted) || name.to_lowercase().contains(&wanted);
        Ok(self.0.iter().filter(fits).map(|(id, _)| id.clone()).collect())
    }

    fn get_completion(
        &mut self,
        input: &str,
        highlighted: Option<String>,
    ) -> Result<Replacement, CustomUserError> {
        if highlighted.is_some() {
            return Ok(highlighted);
        }
        Ok(self.get_suggestions(input)?.into_iter().next())
    }
}
