//! Questions on a terminal.

use std::collections::BTreeMap;
use std::io::IsTerminal;

use faultbook::finding::nearest;
use faultbook::model::AnyEntry;
use faultbook::model::Id;
use faultbook::model::Kind;
use faultbook::model::Scale;
use faultbook::workspace::Workspace;
use inquire::Autocomplete;
use inquire::CustomUserError;
use inquire::InquireError;
use inquire::Select;
use inquire::Text;
use inquire::autocompletion::Replacement;
use inquire::validator::Validation;

use crate::cli::ui::sanitize::brief;
use crate::cli::ui::sanitize::plain_line;

/// Whether somebody can answer.
#[expect(clippy::disallowed_methods, reason = "a CI runner says so in the environment")]
pub(super) fn can_be_asked() -> bool {
    let is_ci = std::env::var_os("CI").is_some_and(|value| !value.is_empty());
    std::io::stdin().is_terminal() && std::io::stderr().is_terminal() && !is_ci
}

/// Asks for a text, which may stay empty: then it is `None`.
pub(super) fn text(question: &str, default: Option<&str>) -> Result<Option<String>, InquireError> {
    let help = match default {
        Some(default) => format!("Enter for {}", plain_line(default)),
        None => "Enter to leave it out".to_owned(),
    };
    let answer = Text::new(question).with_help_message(&help).prompt()?;
    Ok(filled(&answer))
}

/// Asks for one more element of a list of which `count` are there; `None`: there is none. `typed` is to be corrected.
pub(super) fn element(
    question: &str,
    count: usize,
    names: Option<&Names>,
    typed: &str,
    is_name: bool,
) -> Result<Option<String>, InquireError> {
    let help = match (names, count) {
        (Some(names), _) if !names.is_empty() => "Tab completes; Enter on an empty line goes on",
        (_, 0) => "Enter on an empty line leaves it out",
        _ => "Enter on an empty line goes on",
    };
    let label = if count == 0 { format!("{question}:") } else { format!("{question}, one more:") };
    let mut prompt = Text::new(&label).with_help_message(help).with_initial_value(typed);
    if let Some(names) = names {
        prompt = prompt.with_autocomplete(names.clone());
        if is_name {
            let names = names.clone();
            prompt = prompt.with_validator(move |answer: &str| Ok(names.judge(answer)));
        }
    }
    Ok(filled(&prompt.prompt()?))
}

fn filled(answer: &str) -> Option<String> {
    Some(answer.trim().to_owned()).filter(|answer| !answer.is_empty())
}

/// Asks for a level, each with what it means. The middle one is marked at first, so that Enter takes neither end. `None`: not rated yet.
pub(super) fn level(question: &str, scale: &Scale) -> Result<Option<String>, InquireError> {
    const LATER: &str = "not rated yet";
    let levels: Vec<_> = scale.levels().iter().rev().collect();
    let widest = scale.names().map(str::len).max().unwrap_or(0);
    let shown = levels
        .iter()
        .map(|level| {
            let (score, name) = (level.score(), plain_line(level.name()));
            format!("{score:>2}  {name:<widest$}  {}", brief(level.means()))
        })
        .chain([LATER.to_owned()]);
    let chosen = choice(question, shown.collect(), levels.len() / 2)?;
    Ok(levels.get(chosen).map(|level| level.name().to_owned()))
}

/// Lets a person choose: the index of the option. What is typed narrows them down; where nothing is left, a line says so.
pub(super) fn choice(question: &str, options: Vec<String>, start: usize) -> Result<usize, InquireError> {
    const NONE: &str = "nothing matches; Backspace widens the search";
    let count = options.len();
    let lower: Vec<String> = options.iter().map(|option| option.to_lowercase()).collect();
    let scorer = |typed: &str, _: &String, _: &str, index: usize| {
        let typed = typed.to_lowercase();
        let is_fitting = match lower.get(index) {
            Some(option) => option.contains(&typed),
            None => !lower.iter().any(|option| option.contains(&typed)),
        };
        is_fitting.then_some(0)
    };
    // Options stay in their order.
    let sorter = |options: &mut [(usize, i64)]| options.sort_by_key(|(index, _)| *index);
    loop {
        let shown = options.iter().cloned().chain([NONE.to_owned()]).collect();
        let select = Select::new(question, shown).with_scorer(&scorer).with_sorter(&sorter);
        // The first search leaves out the last line, and would put the cursor on the first one.
        let chosen = select.with_starting_cursor(start).with_reset_cursor(false).raw_prompt()?;
        if chosen.index < count {
            return Ok(chosen.index);
        }
    }
}

/// Asks for the id of a new entry, and says why one cannot be.
pub(super) fn id(
    made: Option<&str>,
    is_taken: impl Fn(&str) -> bool + Clone,
) -> Result<String, InquireError> {
    let judge = move |answer: &str| {
        Ok(match Id::new(answer.trim()) {
            Ok(id) if is_taken(id.as_str()) => Validation::Invalid(format!("`{id}` is taken").into()),
            Ok(_) => Validation::Valid,
            Err(reason) => Validation::Invalid(reason.to_string().into()),
        })
    };
    let mut prompt = Text::new("Id:")
        .with_help_message("a-z, 0-9 and hyphens; it names the failure from now on")
        .with_validator(judge);
    if let Some(made) = made {
        prompt = prompt.with_default(made);
    }
    Ok(prompt.prompt()?.trim().to_owned())
}

/// The entries of one kind that can be named, each with what people call it.
#[derive(Clone)]
pub(super) struct Names {
    kind: Kind,
    names: BTreeMap<String, String>,
}

impl Names {
    pub(super) fn of(workspace: &Workspace, kind: Kind) -> Self {
        let book = workspace.book();
        let name = |id: &str| book.entry(kind, id).and_then(AnyEntry::title).unwrap_or_default();
        let ids = book.ids(kind).into_iter();
        Self { kind, names: ids.map(|id| (id.to_owned(), name(id).to_owned())).collect() }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    pub(super) fn has(&self, id: &str) -> bool {
        self.names.contains_key(id)
    }

    /// One more that can be named.
    pub(super) fn add(&mut self, id: &Id) {
        self.names.insert(id.to_string(), String::new());
    }

    /// The id that was most likely meant.
    pub(super) fn nearest(&self, typed: &str) -> Option<&str> {
        nearest(typed, self.names.keys().map(String::as_str))
    }

    /// Whether an answer is a name; nothing at all is none, and ends a list.
    fn judge(&self, answer: &str) -> Validation {
        let answer = answer.trim();
        if answer.is_empty() || self.has(answer) {
            return Validation::Valid;
        }
        let near = self.nearest(answer).map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
        Validation::Invalid(format!("there is no {} `{}`{near}", self.kind, brief(answer)).into())
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
        Ok(self.names.iter().filter(fits).map(|(id, _)| id.clone()).collect())
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
