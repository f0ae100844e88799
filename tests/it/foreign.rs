//! Foreign files taken over in memory.

use faultbook::import::Choice;
use faultbook::import::Mapping;
use faultbook::import::Note;
use faultbook::import::SOURCES;
use faultbook::import::Settle;
use faultbook::import::for_file;
use faultbook::workspace::Foreign;
use faultbook::workspace::ImportOutcome;
use faultbook::workspace::Transaction;
use faultbook::workspace::Workspace;

/// A workspace in memory: the configuration, and files by their paths.
#[derive(Clone, Debug)]
pub(crate) struct Texts {
    pub(crate) config: String,
    pub(crate) files: Vec<(String, String)>,
    /// What the user says of headings and of words.
    pub(crate) maps: Vec<String>,
    pub(crate) levels: Vec<String>,
    /// The columns that are filled from above.
    pub(crate) filled: Vec<String>,
    pub(crate) sheet: Option<String>,
    pub(crate) choice: Choice,
    pub(crate) settle: Settle,
}

impl Texts {
    pub(crate) fn new() -> Self {
        Self {
            config: "format = 1\n".to_owned(),
            files: Vec::new(),
            maps: Vec::new(),
            levels: Vec::new(),
            filled: Vec::new(),
            sheet: None,
            choice: Choice::Fitting,
            settle: Settle::default(),
        }
    }

    pub(crate) fn file(mut self, path: &str, text: &str) -> Self {
        self.files.push((path.to_owned(), text.to_owned()));
        self
    }

    pub(crate) fn open(&self) -> Workspace {
        Workspace::from_texts(
            &self.config,
            self.files.iter().map(|(path, text)| (path.as_str(), text.as_str())),
        )
    }

    /// Takes a file over, as its ending says.
    pub(crate) fn import(&mut self, name: &str, bytes: impl AsRef<[u8]>) -> ImportOutcome {
        self.try_import(for_file(name).unwrap().id, name, bytes.as_ref()).unwrap()
    }

    /// Takes a file over as a source reads it; says why it cannot be.
    pub(crate) fn try_import(
        &mut self,
        source: &str,
        name: &str,
        bytes: &[u8],
    ) -> Result<ImportOutcome, String> {
        let files = self.files.iter().map(|(path, text)| (path.as_str(), text.as_str()));
        let mut transaction = Transaction::from_texts(&self.config, files).unwrap();
        let config = transaction.config().clone();
        let mut mapping = Mapping::default();
        for (text, is_level) in
            self.maps.iter().map(|text| (text, false)).chain(self.levels.iter().map(|text| (text, true)))
        {
            let (key, value) = text.rsplit_once('=').unwrap();
            let read = if is_level {
                mapping.level(key, value, &config.scales)
            } else {
                mapping.heading(key, value, &config.scales)
            };
            read.unwrap();
        }
        self.filled.iter().for_each(|heading| mapping.fill_down(heading));
        let foreign = Foreign {
            source: SOURCES.iter().find(|known| known.id == source).unwrap(),
            name,
            bytes,
            sheet: self.sheet.as_deref(),
            choice: self.choice,
            mapping: &mapping,
            preset: None,
            settle: &self.settle,
            progress: &|_, _| {},
            playbook: None,
        };
        let taken = transaction.take(&foreign).map_err(|error| error.to_string())?;
        for (changed, _, after) in transaction.changes() {
            let path = changed.after.unwrap().to_string();
            self.files.retain(|(known, _)| *known != path);
            self.files.push((path, after));
        }
        Ok(taken)
    }
}

/// All notes of an import, as `line:column: message`.
pub(crate) fn notes(taken: &ImportOutcome) -> Vec<String> {
    let import = &taken.import;
    let mut all: Vec<&Note> =
        import.tables.iter().flat_map(|table| &table.notes).chain(&import.notes).collect();
    all.sort_by_key(|note| note.line);
    all.into_iter().map(|note| format!("{}:{}: {}", note.line, note.column, note.message)).collect()
}
