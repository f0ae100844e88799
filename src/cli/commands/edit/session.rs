//! An entry in the person's editor: opened until it is right, or the person gives up. What they wrote is never lost.

use std::process::ExitCode;

use anyhow::Context as _;
use faultbook::finding::Finding;
use faultbook::model::EntryRef;
use faultbook::store::Scratch;
use faultbook::syntax::decode;

use crate::cli::Context;
use crate::cli::commands::edit::editor;
use crate::cli::ui::sanitize::plain_line;
use crate::cli::ui::write;

/// What our own lines in the person's text begin with.
const SIGN: &str = "# faultbook: ";

pub(super) fn run(name: &str, write: write::Options, context: &mut Context) -> anyhow::Result<ExitCode> {
    // Nobody is kept from writing while a person thinks.
    let (root, entry, before) = {
        let mut transaction = write.look().open(context)?;
        let entry = transaction.find(name)?;
        let text = transaction.entry_text(&entry)?;
        (transaction.root_folder()?, entry, text)
    };
    let file = Scratch::new(&root, &format!("edit-{}-{}.toml", entry.kind, entry.id), &before)?;
    let session = Session { file, entry, before };
    match session.edit(write, context) {
        Err(error) if session.is_worth_keeping() => {
            Err(error.context(format!("nothing was written; your text is kept in {}", session.file.name())))
        }
        done => {
            session.file.discard();
            done.map(|()| ExitCode::SUCCESS)
        }
    }
}

struct Session {
    file: Scratch,
    entry: EntryRef,
    /// The entry's text as it was read.
    before: String,
}

impl Session {
    /// Edits until the text is right, and writes it.
    fn edit(&self, write: write::Options, context: &mut Context) -> anyhow::Result<()> {
        let mut shown = self.before.clone();
        loop {
            editor::open(&self.file.path())?;
            let text = read(&self.file)?;
            let own = without_ours(&text);
            if own.trim() == self.before.trim() {
                context.console.note("nothing to change");
                return Ok(());
            }
            anyhow::ensure!(
                !own.trim().is_empty(),
                "the text is empty; `faultbook remove {}` takes an entry away",
                self.entry.id
            );
            anyhow::ensure!(
                own != without_ours(&shown) || shown == self.before,
                "the text is as it was, and still wrong"
            );
            let mut transaction = write.open(context)?;
            anyhow::ensure!(
                transaction.entry_text(&self.entry)? == self.before,
                "{} was changed by somebody else meanwhile; nothing was written",
                self.entry
            );
            let findings = match transaction.replace(&self.entry, &own) {
                // In the text that is shown again, a line for each of them comes first.
                Ok(findings) => findings.iter().map(|finding| line(finding, &own, findings.len())).collect(),
                Err(error) => vec![error.to_string()],
            };
            if findings.is_empty() {
                write.finish(transaction, &format!("edit {}", self.entry.id), context)?;
                return Ok(());
            }
            drop(transaction);
            for finding in &findings {
                context.console.status(format_args!("{}", plain_line(finding)));
            }
            let remarks: String =
                findings.iter().map(|finding| format!("{SIGN}{}\n", plain_line(finding))).collect();
            shown = format!("{remarks}{own}");
            self.file.rewrite(&shown)?;
        }
    }

    /// Whether the person wrote something; what is no text at all is theirs too.
    fn is_worth_keeping(&self) -> bool {
        match read(&self.file) {
            Ok(text) => {
                let own = without_ours(&text);
                !own.trim().is_empty() && own.trim() != self.before.trim()
            }
            Err(_) => self.file.read().is_ok(),
        }
    }
}

fn read(file: &Scratch) -> anyhow::Result<String> {
    let text = decode(file.read()?);
    text.map_err(|reason| anyhow::anyhow!("{reason}")).context("what your editor saved cannot be read")
}

/// The person's text without our own lines.
fn without_ours(text: &str) -> String {
    text.split_inclusive('\n').filter(|line| !line.starts_with(SIGN)).collect()
}

/// A finding with the line of the text that it speaks of, above which there are `above` others.
fn line(finding: &Finding, text: &str, above: usize) -> String {
    let at = finding.at.text.as_ref().and_then(|range| text.get(..range.start));
    let place =
        at.map(|before| format!("line {}: ", above + before.matches('\n').count() + 1)).unwrap_or_default();
    let help = finding.help.as_ref().map(|help| format!(" ({help})")).unwrap_or_default();
    format!("{place}{}{help}", finding.message)
}
