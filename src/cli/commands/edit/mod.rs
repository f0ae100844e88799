//! `faultbook edit`

mod editor;
mod session;

use std::process::ExitCode;

use clap_complete::ArgValueCompleter;
use faultbook::change::Edit;
use faultbook::change::Path;
use faultbook::change::Refusal;
use faultbook::change::Step;
use faultbook::change::Value;
use faultbook::change::at;
use faultbook::import::Typed;
use faultbook::model::EntryRef;
use faultbook::model::Kind;
use faultbook::model::MeasureClass;
use faultbook::model::Word;
use faultbook::workspace::Transaction;

use crate::cli::Context;
use crate::cli::ui::complete;
use crate::cli::ui::flags::put;
use crate::cli::ui::targets::Where;
use crate::cli::ui::write;

/// Change fields of an entry, or open it in your editor
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  faultbook edit zone-outage severity=high owner=team-platform
  faultbook edit zone-outage 'likelihood=likely (by night), otherwise rare'
  faultbook edit zone-outage --add source=azure-platform \\
      --remove 'source=Cloud platform' --clear cause
  faultbook edit flow/place-order slo.target=99.9%
  faultbook edit --where 'owner!=* tag=db' owner=team-data
  faultbook edit zone-outage           opens $VISUAL or $EDITOR on it alone

Names in a list are parted by commas; a sentence is one element, and a field
given several times is a list of all; FIELD='[\"a\", \"b\"]' is TOML.")]
pub(in crate::cli) struct Args {
    /// The entry, then FIELD=VALUE for each field that is set.
    #[arg(value_name = "ID|FIELD=VALUE", add = ArgValueCompleter::new(complete::edits))]
    words: Vec<String>,
    /// Add an element to a list.
    #[arg(long, value_name = "FIELD=VALUE", add = ArgValueCompleter::new(complete::assignments))]
    add: Vec<String>,
    /// Take an element out of a list.
    #[arg(long, value_name = "FIELD=VALUE", add = ArgValueCompleter::new(complete::assignments))]
    remove: Vec<String>,
    /// Take a field away.
    #[arg(long, value_name = "FIELD", add = ArgValueCompleter::new(complete::columns))]
    clear: Vec<String>,
    #[command(flatten)]
    targets: Where,
    #[command(flatten)]
    write: write::Options,
}

pub(super) fn run(args: &Args, context: &mut Context) -> anyhow::Result<ExitCode> {
    let is_name = |word: &&String| !word.contains('=');
    let (names, set): (Vec<&String>, Vec<&String>) = args.words.iter().partition(is_name);
    if names.len() > 1 {
        let refusal = Refusal::new(format!("`{}` is no FIELD=VALUE", names[1]));
        return Err(refusal.help("one entry is edited at a time, or those of --where").into());
    }
    if args.targets.is_given() == (names.len() == 1) {
        let refusal = Refusal::new(match names.first() {
            Some(_) => "an id and --where cannot go together",
            None => "nothing says which entry is to be edited",
        });
        return Err(refusal
            .help("faultbook edit ID FIELD=VALUE, or faultbook edit --where FILTER FIELD=VALUE")
            .into());
    }
    let is_open = set.is_empty() && args.add.is_empty() && args.remove.is_empty() && args.clear.is_empty();
    if let (Some(name), true) = (names.first(), is_open) {
        return session::run(name, args.write, context);
    }
    if is_open {
        return Err(Refusal::new("nothing says what is to be changed")
            .help("write FIELD=VALUE, --add, --remove or --clear")
            .into());
    }
    let mut transaction = args.write.open(context)?;
    let entries = match names.first() {
        Some(name) => vec![transaction.find(name)?],
        None => args.targets.find(&transaction, context)?,
    };
    if entries.is_empty() {
        args.write.nothing("no failure matches", context)?;
        return Ok(ExitCode::SUCCESS);
    }
    let scales = transaction.config().scales.clone();
    let is_one = names.len() == 1;
    for entry in &entries {
        let typed = Typed { kind: entry.kind, scales: &scales, today: context.today()? };
        let mut change = Change { transaction: &mut transaction, entry, typed, is_one };
        change.set(&set)?;
        change.lists(&args.add, &args.remove)?;
        change.clear(&args.clear)?;
    }
    let subject = names.first().map_or("--where …", |name| name.as_str());
    args.write.finish(transaction, &format!("edit {subject}"), context)?;
    Ok(ExitCode::SUCCESS)
}

/// The changes of one entry.
struct Change<'a> {
    transaction: &'a mut Transaction,
    entry: &'a EntryRef,
    typed: Typed<'a>,
    /// Whether the entry was named, and not found among others.
    is_one: bool,
}

impl Change<'_> {
    fn set(&mut self, set: &[&String]) -> anyhow::Result<()> {
        // A list that is given several times is one list.
        let mut values = Value::Table(Vec::new());
        let mut paths: Vec<Path> = Vec::new();
        for text in set {
            let (path, text) = self.typed.part(text)?;
            let value = self.typed.value(&path, text)?;
            match path.steps().iter().any(|step| matches!(step, Step::Index(_))) {
                true => self.set_within(&path, value)?,
                false => {
                    put(&mut values, &path, value)?;
                    if !paths.contains(&path) {
                        paths.push(path);
                    }
                }
            }
        }
        let edits: Vec<Edit> = paths
            .into_iter()
            .filter_map(|path| Some(Edit::Set(path.clone(), at(&values, &path)?.clone())))
            .collect();
        Ok(self.transaction.edit(self.entry, &edits)?)
    }

    /// Sets something within an element of a list; an action grows as it needs to.
    fn set_within(&mut self, path: &Path, value: Value) -> anyhow::Result<()> {
        if let [Step::Key(class), Step::Index(index), Step::Key(key)] = path.steps()
            && self.entry.kind == Kind::Failure
            && MeasureClass::from_word(class).is_some()
            && key != "use"
        {
            let place = Path::key(class).then_index(*index);
            self.transaction.amend(self.entry, &place, &[(key.clone(), value)])?;
            return Ok(());
        }
        Ok(self.transaction.edit(self.entry, &[Edit::Set(path.clone(), value)])?)
    }

    fn lists(&mut self, add: &[String], remove: &[String]) -> anyhow::Result<()> {
        for text in remove {
            let (path, text) = self.typed.part(text)?;
            for value in self.typed.elements(&path, text)? {
                self.take_out(&path, &value)?;
            }
        }
        for text in add {
            let (path, text) = self.typed.part(text)?;
            for value in self.typed.elements(&path, text)? {
                let present = self.transaction.value(self.entry)?;
                let items = at(&present, &path).and_then(Value::as_list).unwrap_or_default();
                if !items.contains(&value) {
                    self.transaction.add_element(self.entry, &path, value)?;
                }
            }
        }
        Ok(())
    }

    fn take_out(&mut self, path: &Path, value: &Value) -> anyhow::Result<()> {
        let present = self.transaction.value(self.entry)?;
        let items = at(&present, path).and_then(Value::as_list).unwrap_or_default();
        // An element that is a table is known by what it names, or by what it says.
        let named = |item: &Value| {
            ["component", "use", "action"].iter().any(|key| item.get(key).is_some_and(|name| name == value))
        };
        let Some(index) = items.iter().position(|item| item == value || named(item)) else {
            if !self.is_one {
                return Ok(());
            }
            let shown = value
                .as_str()
                .map_or_else(String::new, |text| format!(" “{}”", faultbook::finding::short(text)));
            let mut refusal = Refusal::new(format!("`{path}` of {} holds no{shown}", self.entry));
            let text = |item: &Value| {
                let name = ["component", "use", "action"].iter().find_map(|key| item.get(key));
                Some(item.as_str().or_else(|| name?.as_str())?.to_owned())
            };
            refusal.choices = items.iter().filter_map(|item| Some((text(item)?, String::new()))).collect();
            return Err(refusal.into());
        };
        Ok(self.transaction.edit(self.entry, &[Edit::Clear(path.then_index(index))])?)
    }

    fn clear(&mut self, clear: &[String]) -> anyhow::Result<()> {
        for name in clear {
            let path = self.typed.path(name).or_else(|refusal| {
                // A key that nobody knows can be taken away as well.
                let path: Path = name.parse().map_err(|_| refusal.clone())?;
                let present = self.transaction.value(self.entry).map_err(|_| refusal.clone())?;
                if at(&present, &path).is_some() { Ok(path) } else { Err(refusal) }
            })?;
            let present = self.transaction.value(self.entry)?;
            if at(&present, &path).is_some() {
                self.transaction.edit(self.entry, &[Edit::Clear(path)])?;
            }
        }
        Ok(())
    }
}
