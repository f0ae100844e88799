//! Whole playbooks that are taken over as they are.

use std::sync::Arc;

use crate::change::Refusal;
use crate::model::EntryRef;
use crate::model::Id;
use crate::workspace::Error;
use crate::workspace::desk::Desk;
use crate::workspace::desk::sheet::Sheet;

impl Desk {
    /// Adds a playbook of a given text. A first line names the schema where other files name it. An entry whose id is taken gets the name of the playbook before it; those come back, each
    /// with its new id.
    ///
    /// # Errors
    /// There is a playbook of that name, or no folder for it.
    pub fn adopt(&mut self, name: &Id, text: &str) -> Result<Vec<(EntryRef, Id)>, Error> {
        if self.playbooks().contains(name.as_str()) {
            return Err(Refusal::new(format!("there is a playbook `{name}` already")).into());
        }
        let path: Arc<str> = format!("{}/{name}.toml", self.playbooks_folder()?).into();
        let text = format!("{}{text}", self.schema_line(&path));
        let mut sheet = Sheet::of_text(path, name.as_str().into(), text);
        let mut renamed = Vec::new();
        for entry in sheet.draft.entries() {
            if self.has(entry.kind, entry.id.as_str()) {
                let id = self.prefixed(&entry, name, &sheet);
                sheet.draft.follow(&entry, &id)?;
                sheet.draft.rename(&entry, &id)?;
                renamed.push((entry, id));
            }
        }
        let entries = sheet.draft.entries();
        self.sheets.push(sheet);
        entries.iter().for_each(|entry| self.touch(entry));
        Ok(renamed)
    }

    fn prefixed(&self, entry: &EntryRef, name: &Id, sheet: &Sheet) -> Id {
        let prefixed = name.with_suffix(entry.id.as_str());
        let is_free =
            |id: &Id| !self.has(entry.kind, id.as_str()) && !sheet.draft.has(entry.kind, id.as_str());
        let numbered = (2..).map(|number: u32| prefixed.with_suffix(&number.to_string()));
        std::iter::once(prefixed.clone()).chain(numbered).find(is_free).unwrap_or(prefixed)
    }
}
