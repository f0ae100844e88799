//! What foreign files say, taken over.

use std::collections::BTreeMap;
use std::collections::HashMap;
use std::sync::Arc;

use crate::change::Path;
use crate::change::Refusal;
use crate::config::Config;
use crate::edit::Draft;
use crate::edit::playbook_head;
use crate::edit::remember;
use crate::edit::remember_items;
use crate::import;
use crate::import::Cell;
use crate::import::Change;
use crate::import::Choice;
use crate::import::Conflict;
use crate::import::Import;
use crate::import::Mapping;
use crate::import::Options;
use crate::import::Outcome;
use crate::import::Plan;
use crate::import::PlanContext;
use crate::import::Preset;
use crate::import::Settle;
use crate::import::Source;
use crate::limits::CONFIG;
use crate::model::Book;
use crate::model::EntryRef;
use crate::model::Id;
use crate::model::MeasureClass;
use crate::model::Word;
use crate::report::FIELDS;
use crate::workspace::Error;
use crate::workspace::Workspace;
use crate::workspace::transaction::Transaction;
use crate::workspace::transaction::held::Holding;
use crate::workspace::transaction::open_file::OpenFile;
use crate::workspace::transaction::proposed::Proposed;
use crate::workspace::transaction::shown::Shown;
use crate::workspace::transaction::shown::columns;

/// A foreign file, and how it is taken over.
pub struct Foreign<'a> {
    /// What it is.
    pub source: &'a Source,
    /// Its name, by which its entries are known again at the next import.
    pub name: &'a str,
    /// What it holds.
    pub bytes: &'a [u8],
    /// The sheet of a workbook; `None`: all.
    pub sheet: Option<&'a str>,
    /// Which tables.
    pub choice: Choice,
    /// What the user says of headings and words.
    pub mapping: &'a Mapping,
    /// The tool that wrote the file; `None`: that which its headings tell.
    pub preset: Option<&'static Preset>,
    /// Which side has its way where both changed something.
    pub settle: &'a Settle,
    /// Is told how many rows of how many are read.
    pub progress: &'a dyn Fn(usize, usize),
    /// The playbook for what is new; `None`: one that is called as the file is.
    pub playbook: Option<Id>,
}

/// What became of a foreign file.
#[derive(Debug)]
pub struct ImportOutcome {
    /// Its tables, and what could not be taken over.
    pub import: Import,
    /// How many actions the file holds, by class.
    pub actions: BTreeMap<MeasureClass, usize>,
    /// The entries that are new.
    pub new: Vec<EntryRef>,
    /// The entries that were changed, each with the fields that were.
    pub changed: Vec<(EntryRef, Vec<String>)>,
    /// How many entries stayed as they were.
    pub unchanged: usize,
    /// Entries that came from the file and stand in it no more, each with its row at that time.
    pub gone: Vec<(EntryRef, Option<u32>)>,
    /// Rows that say nearly the same as an entry from elsewhere, and were left out.
    pub alike: Vec<(usize, EntryRef)>,
    /// What was changed here and in the file, and was left as it is.
    pub conflicts: Vec<Conflict>,
    /// Whether rows of our own table do not say what they said when it was written, so that nobody knows who edited what.
    pub is_unrecorded: bool,
    /// What would keep levels of the file apart that fell into one.
    pub proposed: Option<Proposed>,
}

impl Transaction {
    /// Takes over what a foreign file says: adds what is new, and changes of the rest what the file says anew.
    ///
    /// # Errors
    /// The file cannot be read, no playbook can be named after it, or a file of the workspace that is to be changed cannot be
    /// read.
    pub fn take(&mut self, foreign: &Foreign<'_>) -> Result<ImportOutcome, Error> {
        self.whole(|transaction| transaction.take_whole(foreign))
    }

    fn take_whole(&mut self, foreign: &Foreign<'_>) -> Result<ImportOutcome, Error> {
        let workspace = self.as_workspace().without_texts();
        let book = workspace.book();
        let refused = |reason: String| Refusal::new(format!("{}: {reason}", foreign.name));
        let options = Options {
            sheet: foreign.sheet,
            choice: foreign.choice,
            mapping: foreign.mapping,
            preset: foreign.preset,
            is_ours: &|heading| FIELDS.iter().any(|field| field.name == heading || field.heading == heading),
            progress: foreign.progress,
        };
        let mut import =
            import::import(foreign.source, foreign.bytes, &self.config, book, &options).map_err(refused)?;
        let actions = MeasureClass::ALL.iter().map(|&class| (class, import.count(class))).collect();
        let entries = std::mem::take(&mut import.entries);
        let ours = entries.are_ours();
        let shown = Shown::new(&workspace, entries.has_ours());
        let is_unrecorded = ours && !entries.has_record();
        let holding = Holding::new(self);
        let context = PlanContext {
            from: foreign.name,
            book,
            scales: &self.config.scales,
            is_taken: &|entry| holding.has(entry),
            columns: &columns,
            shown: &|entry, column| shown.of(entry, column),
            settle: foreign.settle,
            held: &|entry| holding.of(entry),
            whole: foreign.choice == Choice::Fitting && foreign.sheet.is_none(),
        };
        let Plan { new, changed, mut unchanged, gone, alike, mut conflicts, notes } =
            import::plan(entries, &context);
        import.notes.extend(notes);
        // What is new may be named by what is changed.
        let (new, make) = new.into_parts(foreign.name);
        let new = match new.is_empty() {
            true => Vec::new(),
            false => {
                let head = playbook_head(&comment(foreign.name), &title(foreign.name));
                self.add_many(new, &self.playbook_of(foreign, ours)?, &head, make)?
            }
        };
        let mut edited = Vec::new();
        for change in changed {
            match self.follow_file(&change, book, foreign.settle, &mut import, &mut conflicts)? {
                fields if fields.is_empty() => unchanged += 1,
                fields => edited.push((change.entry, fields)),
            }
        }
        import.notes.sort_by_key(|note| note.line);
        let proposed = import.proposal.as_ref().map(|proposal| self.proposed(proposal));
        conflicts.sort_by_key(|conflict| conflict.row);
        Ok(ImportOutcome {
            import,
            actions,
            new,
            changed: edited,
            unchanged,
            gone,
            alike,
            conflicts,
            is_unrecorded,
            proposed,
        })
    }

    /// Remembers in the configuration what headings and words mean, and which columns are filled from above, for later imports. Comes last:
    /// the configuration is read only once.
    ///
    /// # Errors
    /// The configuration is written in a way that only an editor can change.
    pub fn remember(
        &mut self,
        headings: &[(String, String)],
        levels: &[(String, String)],
        fill_down: &[String],
    ) -> Result<(), Error> {
        let import = Path::key("import");
        let text = remember(&self.config_text, &import.then_key("headings"), headings)?;
        let text = remember(&text, &import.then_key("levels"), levels)?;
        let text = remember_items(&text, &import, "fill_down", fill_down)?;
        if text.len() > CONFIG {
            let refusal = Refusal::new(format!("{} would be larger than {} KiB", Config::FILE, CONFIG >> 10));
            return Err(refusal.help("shorten its tables [import.headings] and [import.levels]").into());
        }
        if text != self.config_text {
            let mut draft = Draft::new(Config::FILE.into(), "".into(), self.config_text.clone());
            draft.rewrite(text);
            self.files_open.push(OpenFile::read(draft));
        }
        Ok(())
    }

    /// The files on the transaction as they are to be, read as a workspace.
    pub fn as_workspace(&self) -> Workspace {
        let drafts: HashMap<&Arc<str>, &Draft> =
            self.files_open.iter().map(|file| (file.draft.path(), &file.draft)).collect();
        let mut files: Vec<_> = self
            .files_open
            .iter()
            .map(|file| (Arc::clone(file.draft.path()), Arc::clone(file.draft.playbook())))
            .collect();
        // A new file comes last on the transaction, and somewhere between in a workspace.
        files.sort();
        // Each text is made where it is read: there may be very large ones.
        let text =
            |path: &Arc<str>| Ok(drafts.get(path).map(|draft| draft.after().concat()).unwrap_or_default());
        Workspace::of(files, text, (self.config.clone(), String::new()), Vec::new())
    }

    /// Puts what a file says anew into an entry; the fields that were changed.
    fn follow_file(
        &mut self,
        change: &Change,
        book: &Book,
        settle: &Settle,
        import: &mut Import,
        open: &mut Vec<Conflict>,
    ) -> Result<Vec<String>, Error> {
        let now = self.value(&change.entry)?;
        let words = |id: &str| book.actions.get(id).map(|action| action.action.clone());
        let Outcome { edits, notes, conflicts, .. } = change.edits(&now, &words, settle);
        import.notes.extend(notes);
        open.extend(conflicts);
        if edits.is_empty() {
            return Ok(Vec::new());
        }
        self.edit(&change.entry, &edits)?;
        let mut fields: Vec<String> =
            edits.iter().filter_map(|edit| edit.path().first_key()).map(str::to_owned).collect();
        fields.dedup();
        Ok(fields)
    }

    /// The playbook for what is new in a file.
    fn playbook_of(&self, foreign: &Foreign<'_>, ours: bool) -> Result<String, Refusal> {
        if let Some(playbook) = &foreign.playbook {
            return Ok(playbook.to_string());
        }
        let named = import::playbook_id(foreign.name).map(|id| id.to_string());
        let playbooks = self.playbooks();
        match (named, playbooks.iter().next()) {
            (Some(named), _) if playbooks.contains(named.as_str()) => Ok(named),
            // What was added to our own table belongs to what the table shows.
            (_, Some(only)) if ours && playbooks.len() == 1 => Ok((*only).to_owned()),
            (Some(named), _) => Ok(named),
            (None, _) => Err(Refusal::new(format!("no playbook can be called as {} is", foreign.name))
                .help("say --playbook NAME")),
        }
    }
}

fn comment(name: &str) -> String {
    format!(
        "Imported from {name}; each entry names its row there.\n\
         Look them over: name components as sources, tell preventative from reactive actions, add owners."
    )
}

fn title(name: &str) -> String {
    let file = name.rsplit('/').next().unwrap_or(name);
    Cell::new(&import::title(file), Vec::new()).line()
}
