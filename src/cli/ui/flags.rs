//! Flags for the fields of an entry, made from the shape of the format: `--source`, `--severity`, `--detected-by`.

use clap::Arg;
use clap::ArgAction;
use clap::ArgMatches;
use clap::Command;
use clap_complete::ArgValueCompleter;
use faultbook::change::Path;
use faultbook::change::Refusal;
use faultbook::change::Value;
use faultbook::import::Typed;
use faultbook::import::singular;
use faultbook::model::Key;
use faultbook::model::Kind;
use faultbook::model::Shape;
use faultbook::model::Word;
use faultbook::model::shape::keys;
use faultbook::model::shape::title;

use crate::cli::ui::complete;

/// The fields of an entry, as they were typed. Their kind is that which the command is named after, else the `K`-th.
#[derive(Clone, Debug, Default)]
pub(in crate::cli) struct Flags<const K: usize> {
    /// Fields with the texts given for them, in the order of the format.
    typed: Vec<(&'static Key, Vec<String>)>,
    /// Whatever `--set` says.
    set: Vec<String>,
}

/// The kinds of commands that are not named after one.
pub(in crate::cli) const FAILURE: usize = Kind::Failure as usize;
pub(in crate::cli) const ACTION: usize = Kind::Action as usize;

/// The keys that can be typed on a line. What names the entry stands without a flag, and tables go by `--set`.
fn line_keys(kind: Kind) -> impl Iterator<Item = &'static Key> {
    let is_line = move |key: &&Key| {
        let is_table = |shape: &Shape| matches!(shape, Shape::Table(_) | Shape::Map(_) | Shape::Open(..));
        let is_tables = matches!(key.shape, Shape::List(item) if is_table(item));
        let is_title = key.required && *key == title(kind);
        !is_title && !is_table(&key.shape) && !is_tables
    };
    keys(kind).iter().filter(is_line)
}

impl<const K: usize> Flags<K> {
    /// What was typed of the fields of a kind.
    pub(in crate::cli) fn of(kind: Kind, matches: &ArgMatches) -> Self {
        let texts = |name: &str| -> Vec<String> {
            let given = matches.try_get_many::<String>(name).ok().flatten();
            given.into_iter().flatten().cloned().collect()
        };
        let typed = line_keys(kind).map(|key| (key, texts(key.name)));
        Self { typed: typed.filter(|(_, texts)| !texts.is_empty()).collect(), set: texts("set") }
    }

    /// Whether nothing was typed.
    pub(in crate::cli) fn is_empty(&self) -> bool {
        self.typed.is_empty() && self.set.is_empty()
    }

    /// Whether a field was typed.
    pub(in crate::cli) fn has(&self, name: &str) -> bool {
        self.typed.iter().any(|(key, _)| key.name == name)
    }

    /// The fields and values that are meant.
    pub(in crate::cli) fn fields(&self, typed: Typed<'_>) -> Result<Vec<(String, Value)>, Refusal> {
        let mut fields = Value::Table(Vec::new());
        for (key, texts) in &self.typed {
            let path = Path::key(key.name);
            for text in texts {
                let value = typed.value(&path, text)?;
                put(&mut fields, &path, value)?;
            }
        }
        for text in &self.set {
            let (path, text) = typed.part(text)?;
            let value = typed.value(&path, text)?;
            put(&mut fields, &path, value)?;
        }
        match fields {
            Value::Table(fields) => Ok(fields),
            _ => Ok(Vec::new()),
        }
    }
}

/// Sets a field, or adds to a list that was set before.
pub(in crate::cli) fn put(fields: &mut Value, path: &Path, value: Value) -> Result<(), Refusal> {
    use faultbook::change::Edit;
    use faultbook::change::at;
    let edits = match (at(fields, path), value) {
        (Some(Value::List(_)), Value::List(items)) => {
            items.into_iter().map(|item| Edit::Add(path.clone(), item)).collect()
        }
        (_, value) => vec![Edit::Set(path.clone(), value)],
    };
    edits.iter().try_for_each(|edit| edit.apply(fields)).map_err(|reason| Refusal::new(reason.to_string()))
}

impl<const K: usize> clap::FromArgMatches for Flags<K> {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        Ok(Self::of(Kind::ALL[K], matches))
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

impl<const K: usize> clap::Args for Flags<K> {
    fn augment_args(command: Command) -> Command {
        // Some dozens of flags for each kind are made only where that command is asked for, lest all others start slower.
        command.defer(|command| {
            let set = Arg::new("set")
                .long("set")
                .value_name("FIELD=VALUE")
                .action(ArgAction::Append)
                .help(
                    "Set any other field, also of a table within: --set estimate.detect=5m; may be given several times",
                )
                .help_heading("Fields");
            let kind = Kind::from_word(command.get_name()).unwrap_or(Kind::ALL[K]);
            command.args(line_keys(kind).map(|key| flag(kind, key))).arg(set)
        })
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

fn flag(kind: Kind, key: &'static Key) -> Arg {
    let is_list = matches!(key.shape, Shape::List(_) | Shape::Affects);
    let name = singular(key);
    let long = name.replace('_', "-");
    let several = if is_list { "; may be given several times" } else { "" };
    let arg = Arg::new(key.name)
        .value_name(placeholder(key.shape))
        .action(if is_list { ArgAction::Append } else { ArgAction::Set })
        .help(format!("{}{several}", key.about.trim_end_matches('.')))
        .help_heading("Fields")
        .add(ArgValueCompleter::new(move |word: &std::ffi::OsStr| complete::field(kind, key, word)));
    let plural = key.name.replace('_', "-");
    if plural == long { arg.long(long) } else { arg.long(long).alias(plural) }
}

/// What stands for a value in the help.
fn placeholder(shape: Shape) -> &'static str {
    match shape {
        Shape::Rating(_) | Shape::Likelihood => "LEVEL",
        Shape::Word(_) => "WORD",
        Shape::Date | Shape::Time => "DATE",
        Shape::Duration | Shape::Interval | Shape::Cadence => "DURATION",
        Shape::Percent => "PERCENT",
        Shape::Integer(..) => "NUMBER",
        Shape::Boolean => "BOOL",
        Shape::Id(_) | Shape::Affects | Shape::Needed(_) => "ID",
        Shape::List(item) => placeholder(*item),
        _ => "TEXT",
    }
}
