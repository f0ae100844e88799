//! Whether a draft stays within the bounds that readers have.

use std::ops::Range;

use crate::change::Refusal;
use crate::edit::draft::Draft;
use crate::edit::pieces;
use crate::limits::BLOCK;
use crate::limits::BLOCKS;
use crate::limits::FILE;
use crate::limits::WHOLE;
use crate::model::EntryRef;
use crate::model::Kind;
use crate::model::Word;
use crate::syntax::cut::cut_everywhere;
use crate::syntax::weight::fits;

impl Draft {
    /// Makes sure that nothing that was changed became too large to be read. What was too large before may become smaller. `path` is how
    /// people find the file.
    ///
    /// # Errors
    /// The file, an entry, or the number of entries would be too large.
    pub fn stays_within_bounds(&self, path: &str) -> Result<(), Refusal> {
        if !self.is_changed() {
            return Ok(());
        }
        let size = self.after().iter().map(|text| text.len()).sum::<usize>();
        let refused = |what: String, help: &str| Err(Refusal::new(what).help(help));
        if size > FILE && size > self.before().len() {
            let what = format!("{path} would be too large: more than {} MiB", FILE >> 20);
            return refused(what, "write to another playbook: --playbook NAME");
        }
        if self.is_odd() {
            let is_smaller = self.part(0).len() < self.before().len();
            if !is_smaller && !fits(self.part(0), WHOLE) {
                let what = format!(
                    "{path} would be too large for its unusual layout: more than {} MiB, or too many keys",
                    WHOLE >> 20
                );
                return refused(what, "give each entry one header of its own: [failure.some-id]");
            }
            return Ok(());
        }
        if self.keys().filter(|key| !key.is_empty()).count() > BLOCKS {
            let what = format!("{path} would be too large: more than {BLOCKS} entries");
            return refused(what, "write to another playbook: --playbook NAME");
        }
        match self.blocks().find(|block| self.is_outgrown(block)) {
            Some(block) => {
                let entry = pieces::entry(self.key(block.start));
                let what = entry.map_or_else(|| format!("the top of {path}"), |entry| entry.to_string());
                let what =
                    format!("{what} would be too large: more than {} MiB, or too many keys", BLOCK >> 20);
                refused(what, "split it, or move the text elsewhere and link it")
            }
            None => Ok(()),
        }
    }

    /// The parts of each block, as readers cut the text: from one header to the next. The part of the next comes last.
    fn blocks(&self) -> impl Iterator<Item = Range<usize>> {
        let mut start = 0;
        (1..=self.len()).filter_map(move |at| {
            let ends = at == self.len() || !self.parts[at].key.is_empty();
            ends.then(|| std::mem::replace(&mut start, at)..at)
        })
    }

    /// Whether a block became too large, and is no smaller than it was.
    fn is_outgrown(&self, block: &Range<usize>) -> bool {
        let own = &self.parts[block.clone()];
        if own.iter().any(|part| part.new.is_some()) {
            let before: usize = own.iter().map(|part| part.range.len()).sum();
            let text = self.block(block, true);
            return text.len() >= before && !fits(&text, BLOCK);
        }
        let is_next_changed = self.parts.get(block.end).is_some_and(|next| next.new.is_some());
        is_next_changed && fits(&self.block(block, false), BLOCK) && !fits(&self.block(block, true), BLOCK)
    }

    /// The text of a block, with or without the comments above the next entry, which are part of it for readers.
    fn block(&self, block: &Range<usize>, with_lead: bool) -> String {
        let start = self.parts[block.start].key.start.saturating_sub(1);
        let next = self.parts.get(block.end).filter(|_| with_lead);
        let lead = next.map_or("", |next| &self.part(block.end)[..next.key.start]);
        let rest: String = block.clone().skip(1).map(|at| self.part(at)).collect();
        format!("{}{rest}{lead}", &self.part(block.start)[start..])
    }

    /// Whether everything in it can be read.
    pub fn is_readable(&self) -> bool {
        let is_sound = || self.is_odd() || self.blocks().all(|block| fits(&self.block(&block, true), BLOCK));
        self.fault().is_none() && is_sound()
    }

    /// Whether an entry can be taken away, though it is too large to be parsed: no line within it looks like the header of
    /// another, so that no string that is not closed can have swallowed one.
    pub fn can_be_cut_off(&self, entry: &EntryRef) -> bool {
        let Ok(at) = self.at(entry) else { return false };
        let part = self.part(at);
        let body = self.parts[at].key.start.saturating_sub(1);
        !self.is_odd() && !fits(part, WHOLE) && cut_everywhere(part, Kind::WORDS, body..part.len()).len() == 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::change::NewEntry;

    #[test]
    fn a_file_that_is_read_as_a_whole_does_not_grow_too_large() {
        let draft = |text: String| Draft::new("a.toml".into(), "a".into(), text);
        let mut odd = draft("[failure]\na.problem = \"p\"\n".to_owned());
        odd.rewrite("#".repeat(WHOLE + 1));
        let refusal = odd.stays_within_bounds("a.toml").unwrap_err();
        assert_eq!(
            refusal.message,
            "a.toml would be too large for its unusual layout: more than 16 MiB, or too many keys"
        );
        odd.rewrite("#".repeat(WHOLE));
        assert_eq!(odd.stays_within_bounds("a.toml"), Ok(()));
        let mut huge = draft(format!("[failure]\n{}", "#".repeat(WHOLE + 100)));
        huge.rewrite("#".repeat(WHOLE + 99));
        assert_eq!(huge.stays_within_bounds("a.toml"), Ok(()), "it became smaller");
    }

    #[test]
    fn a_file_does_not_get_too_many_entries() {
        let mut draft =
            Draft::new("a.toml".into(), "a".into(), (0..BLOCKS).map(|n| format!("[x.a{n}]\n")).collect());
        assert_eq!(draft.stays_within_bounds("a.toml"), Ok(()));
        let entry = pieces::entry("failure.a").unwrap();
        let new = NewEntry { kind: entry.kind, id: None, fields: Vec::new(), comment: String::new() };
        draft.insert(vec![(entry, new)], |_, new| new).unwrap();
        assert_eq!(
            draft.stays_within_bounds("a.toml").unwrap_err().message,
            "a.toml would be too large: more than 500000 entries"
        );
    }
}
