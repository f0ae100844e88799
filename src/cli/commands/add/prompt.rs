//! `faultbook add` on a terminal: asks for a failure, with the definitions of the workspace beside its levels. What was answered is never
//! lost: where it cannot be added, it is kept in a file.

use std::path::Path;

use faultbook::change::NewEntry;
use faultbook::change::Refusal;
use faultbook::change::Value;
use faultbook::edit::inline;
use faultbook::model::Id;
use faultbook::model::Kind;
use faultbook::store::Scratch;
use faultbook::text_match::alike;
use faultbook::workspace::Workspace;
use inquire::Confirm;
use inquire::InquireError;
use inquire::Text;

use crate::cli::Context;
use crate::cli::commands::add::Place;
use crate::cli::commands::add::question;
use crate::cli::commands::add::question::Names;
use crate::cli::ui::sanitize::brief;
use crate::cli::ui::sanitize::plain_line;

/// What a person has answered so far.
#[derive(Default)]
pub(super) struct Asked {
    problem: String,
    fields: Vec<(String, Value)>,
    /// Components that are named as sources, and are to be added along.
    components: Vec<Id>,
    id: Option<String>,
    playbook: Option<String>,
}

/// Asks for a failure where somebody can answer, and adds what came of it with `add`. `None`: nobody can be asked.
pub(super) fn failure(
    place: &Place,
    context: &mut Context,
    add: impl FnOnce(&Asked, &mut Context) -> anyhow::Result<()>,
) -> anyhow::Result<Option<()>> {
    if !question::can_be_asked() {
        return Ok(None);
    }
    let workspace = context.workspace()?;
    let mut asked = Asked::default();
    match asked.ask(workspace, place, context) {
        Ok(()) => match add(&asked, context) {
            Ok(()) => Ok(Some(())),
            Err(error) => match asked.keep(workspace, place, context)? {
                Some(kept) => Err(error.context(format!("nothing was added; {kept}"))),
                None => Err(error),
            },
        },
        Err(InquireError::OperationCanceled | InquireError::OperationInterrupted) => {
            context.console.end_prompt();
            let refusal = Refusal::new("stopped; nothing was added");
            Err(match asked.keep(workspace, place, context)? {
                Some(kept) => refusal.help(kept),
                None => refusal,
            }
            .into())
        }
        Err(error) => Err(error.into()),
    }
}

impl Asked {
    fn ask(&mut self, workspace: &Workspace, place: &Place, context: &Context) -> Result<(), InquireError> {
        while self.problem.is_empty() {
            let problem = Text::new("What goes wrong?")
                .with_help_message("in a few words: the problem, not its cause")
                .prompt()?;
            if problem.trim().is_empty() {
                context.console.status("a failure needs at least this; Esc stops");
                continue;
            }
            self.problem = problem.trim().to_owned();
            if !confirmed(&self.problem, workspace, context)? {
                self.problem.clear();
            }
        }
        self.text("risk", "What does it mean for users?", None)?;
        self.sources(Names::of(workspace, Kind::Component))?;
        let flows = Names::of(workspace, Kind::Flow);
        if !flows.is_empty() {
            let question = "Flow that it breaks, where its sources do not say so";
            self.several("flows", question, Some(&flows))?;
        }
        let scales = &workspace.config().scales;
        for (key, question, scale) in [
            ("severity", "How bad is it?", &scales.severity),
            ("likelihood", "How often does it happen?", &scales.likelihood),
            ("detection", "How do you learn of it?", &scales.detection),
        ] {
            if let Some(level) = question::level(question, scale)? {
                self.fields.push((key.to_owned(), Value::text(level)));
            }
        }
        self.several("preventative", "What is done before an outage", None)?;
        self.several("reactive", "What is done in an outage, step by step", None)?;
        self.text("owner", "Who owns it?", workspace.config().owner.as_deref())?;
        if place.id.is_none() {
            let book = workspace.book();
            let is_taken = |id: &str| book.has(Kind::Failure, id);
            let made = Id::slug(&self.problem).filter(|id| !is_taken(id.as_str()));
            self.id = Some(question::id(made.as_ref().map(Id::as_str), is_taken)?);
        }
        let names: Vec<String> = workspace.playbooks().map(str::to_owned).collect();
        if place.playbook.is_none() && names.len() > 1 {
            let shown = names.iter().map(|name| plain_line(name).into_owned()).collect();
            self.playbook = names.get(question::choice("Playbook", shown, 0)?).cloned();
        }
        Ok(())
    }

    fn text(&mut self, key: &str, question: &str, default: Option<&str>) -> Result<(), InquireError> {
        let answer = question::text(question, default)?;
        self.fields.extend(answer.map(|answer| (key.to_owned(), Value::text(answer))));
        Ok(())
    }

    /// Asks for one text after the other until one is empty; where there are names, each must be one of them.
    fn several(&mut self, key: &str, question: &str, names: Option<&Names>) -> Result<(), InquireError> {
        let mut count = 0;
        while let Some(answer) = question::element(question, count, names, "", names.is_some())? {
            self.put(key, answer);
            count += 1;
        }
        Ok(())
    }

    /// Adds an element to a list at once, so that it is not lost where the next question is not answered.
    fn put(&mut self, key: &str, answer: String) {
        match self.fields.last_mut() {
            Some((last, Value::List(items))) if last == key => items.push(Value::text(answer)),
            _ => self.fields.push((key.to_owned(), Value::List(vec![Value::text(answer)]))),
        }
    }

    /// Asks for sources. What looks like an id must be that of a component.
    fn sources(&mut self, mut components: Names) -> Result<(), InquireError> {
        let (mut count, mut typed) = (0, String::new());
        while let Some(answer) =
            question::element("Potential source", count, Some(&components), &typed, false)?
        {
            typed.clear();
            let source = match Id::new(&answer) {
                Ok(id) if !components.has(id.as_str()) => self.unknown(&id, &mut components)?,
                _ => Some(answer.clone()),
            };
            match source {
                Some(source) => {
                    self.put("sources", source);
                    count += 1;
                }
                None => typed = answer,
            }
        }
        Ok(())
    }

    /// What becomes of the id of a component that does not exist; `None`: it is typed anew.
    fn unknown(&mut self, id: &Id, components: &mut Names) -> Result<Option<String>, InquireError> {
        let near = components.nearest(id.as_str()).map(str::to_owned);
        let words = words(id);
        let mut options: Vec<String> = near.iter().map(|near| format!("use component `{near}`")).collect();
        options.push("correct it".to_owned());
        options.push(format!("add a component `{id}`"));
        options.push(format!("write it as words: {words}"));
        let question = format!("There is no component `{id}`");
        let chosen = question::choice(&question, options, 0)?;
        Ok(match (near, chosen) {
            (Some(near), 0) => Some(near),
            (near, chosen) => match chosen - usize::from(near.is_some()) {
                0 => None,
                1 => {
                    components.add(id);
                    self.components.push(id.clone());
                    Some(id.to_string())
                }
                _ => Some(words),
            },
        })
    }

    /// The entries that the answers make: the failure, and before it the components that it names.
    pub(super) fn entries(&self, place: &Place) -> Result<Vec<NewEntry>, Refusal> {
        let place = place.clone().or(self.id.clone(), None);
        let new = |kind, id, fields| NewEntry { kind, id, fields, comment: String::new() };
        let components = self.components.iter();
        let mut entries: Vec<_> =
            components.map(|id| new(Kind::Component, Some(id.clone()), Vec::new())).collect();
        entries.push(new(Kind::Failure, place.id()?, self.fields()));
        Ok(entries)
    }

    /// The playbook that was chosen.
    pub(super) fn playbook(&self) -> Option<String> {
        self.playbook.clone()
    }

    fn fields(&self) -> Vec<(String, Value)> {
        let problem = ("problem".to_owned(), Value::text(self.problem.as_str()));
        std::iter::once(problem).chain(self.fields.iter().cloned()).collect()
    }

    /// Keeps the answers in a file, and says where, and how they are added from there. `None`: there are none.
    fn keep(
        &self,
        workspace: &Workspace,
        place: &Place,
        context: &Context,
    ) -> anyhow::Result<Option<String>> {
        if self.problem.is_empty() {
            return Ok(None);
        }
        let root = context.root(&[])?;
        let kept = Scratch::new(&root, "add-failure.toml", &self.to_toml(workspace, place))?;
        // The file is typed as it is found after -C.
        let file = root.seen_from(Path::new(".")).shown(&kept.relative());
        let mut command = format!("{} add --from {file}", context.again());
        if let Some(playbook) = place.playbook.as_ref().or(self.playbook.as_ref()) {
            command.push_str(&format!(" --playbook {playbook}"));
        }
        Ok(Some(format!("your answers are kept in {}; `{command}` adds them", kept.name())))
    }

    /// The answers as `add --from` reads them.
    fn to_toml(&self, workspace: &Workspace, place: &Place) -> String {
        let is_free = |id: &Id| !workspace.book().has(Kind::Failure, id.as_str());
        let made = Id::slug(&self.problem).into_iter().flat_map(|id| {
            let numbered = (2..100).map({
                let id = id.clone();
                move |number: u32| id.with_suffix(&number.to_string())
            });
            std::iter::once(id).chain(numbered)
        });
        let id = place.id.clone().or_else(|| self.id.clone());
        let id = id.or_else(|| made.into_iter().find(is_free).map(|id| id.to_string()));
        let components: String = self.components.iter().map(|id| format!("[component.{id}]\n\n")).collect();
        let fields: String =
            self.fields().iter().map(|(key, value)| format!("{key} = {}\n", inline(value))).collect();
        format!("{components}[failure.{}]\n{fields}", id.as_deref().unwrap_or("new-failure"))
    }
}

/// An id as words, which no id can be.
fn words(id: &Id) -> String {
    let words = id.as_str().replace('-', " ");
    let mut letters = words.chars();
    let first = letters.next().map(|first| first.to_uppercase().to_string()).unwrap_or_default();
    match first.chars().next().is_some_and(char::is_uppercase) {
        true => format!("{first}{}", letters.as_str()),
        false => format!("The {words}"),
    }
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
