//! `faultbook add KIND`: a command for each kind of entry, made from the list of kinds.

use std::process::ExitCode;

use clap::ArgMatches;
use clap::Args;
use clap::Command;
use clap::FromArgMatches;
use faultbook::change::NewEntry;
use faultbook::change::Refusal;
use faultbook::import::Typed;
use faultbook::model::Id;
use faultbook::model::Kind;
use faultbook::model::Word;
use faultbook::model::shape::one_of;
use faultbook::model::shape::title;

use crate::cli::Context;
use crate::cli::commands::add::Place;
use crate::cli::commands::add::finish;
use crate::cli::commands::add::named;
use crate::cli::ui::flags::FAILURE;
use crate::cli::ui::flags::Flags;
use crate::cli::ui::write;

/// An entry of a kind that is named.
#[derive(Debug)]
pub(super) struct Entry {
    kind: Kind,
    typed: Typing,
}

/// What is typed for it.
#[derive(Debug, clap::Args)]
struct Typing {
    /// Its name or what it says; a valid id of what needs no name is taken as that.
    #[arg(value_name = "TEXT")]
    title: String,
    #[command(flatten)]
    place: Place,
    #[command(flatten)]
    flags: Flags<FAILURE>,
    #[command(flatten)]
    write: write::Options,
}

impl Entry {
    /// Adds it.
    pub(super) fn add(&self, context: &mut Context) -> anyhow::Result<ExitCode> {
        let Self { kind, typed } = self;
        let mut transaction = typed.write.open(context)?;
        let scales = transaction.config().scales.clone();
        let fields = typed.flags.fields(Typed { kind: *kind, scales: &scales, today: context.today()? })?;
        let (mut id, key) = (typed.place.id()?, title(*kind));
        let fields = match Id::new(&typed.title) {
            Ok(title) if !key.required && id.is_none() => {
                id = Some(title);
                fields
            }
            _ if typed.flags.has(key.name) => {
                let refusal = Refusal::new(format!("the {} is given twice", key.name));
                return Err(refusal.help(format!("leave out --{}", key.name)).into());
            }
            _ => named(key.name, &typed.title, fields)?,
        };
        let new = NewEntry { kind: *kind, id, fields, comment: String::new() };
        let playbook = typed.place.playbook(&transaction)?.map(str::to_owned);
        let added = transaction.add(new, playbook.as_deref())?;
        finish(transaction, typed.write, &[added], context)
    }
}

impl FromArgMatches for Entry {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let missing = || clap::Error::new(clap::error::ErrorKind::MissingSubcommand);
        let (name, matches) = matches.subcommand().ok_or_else(missing)?;
        let kind = Kind::from_word(name).ok_or_else(missing)?;
        let typed = Typing { flags: Flags::of(kind, matches), ..Typing::from_arg_matches(matches)? };
        Ok(Self { kind, typed })
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

impl clap::Subcommand for Entry {
    fn augment_subcommands(command: Command) -> Command {
        Kind::ALL.iter().fold(command, |command, kind| {
            let means = kind.means().trim_end_matches('.');
            let (first, rest) = means.split_at(1);
            let about = format!("Add {}: {}{rest}", one_of(&[*kind]), first.to_lowercase());
            command.subcommand(Typing::augment_args(Command::default().name(kind.word()).about(about)))
        })
    }

    fn augment_subcommands_for_update(command: Command) -> Command {
        Self::augment_subcommands(command)
    }

    fn has_subcommand(name: &str) -> bool {
        Kind::from_word(name).is_some()
    }
}
