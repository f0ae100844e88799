//! What the user says of headings and words, beside what is known of them.

use std::collections::HashSet;

use crate::change::Refusal;
use crate::config::Config;
use crate::config::ImportConfig;
use crate::finding::short;
use crate::import::Typed;
use crate::import::headings::meaning::Target;
use crate::import::headings::name::key;
use crate::import::presets::Preset;
use crate::model::Date;
use crate::model::Kind;
use crate::model::Scales;
use crate::model::Status;
use crate::model::Word;

/// Why a column fills the field that it fills.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::import) enum Why {
    /// Its heading says so.
    Heading,
    /// The user says so.
    Said,
    /// It is a column of the tool that wrote the file.
    Preset,
    /// What stands in its cells tells a text from a rating.
    Cells,
    /// No other column says what fails.
    StandsIn,
    /// The user chose the table, and nothing else in it says what fails.
    Chosen,
    /// No column names sources, so the cause is the source.
    OnlyCause,
    /// Another column fills the field.
    Taken,
    /// faultbook would compute it from columns that are not there.
    NotComputed,
}

/// What headings and words of foreign tables mean in a workspace.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Mapping {
    headings: Vec<(String, Target)>,
    levels: Vec<(String, String)>,
    /// Headings in lower case.
    fill_down: Vec<String>,
    /// What the tool means that wrote the file.
    preset: Option<&'static Preset>,
}

/// A refusal of what stands in the configuration, with its place.
fn within(table: &str, key: &str, refusal: Refusal) -> Refusal {
    let message = format!("{}, [import.{table}], “{}”: {}", Config::FILE, short(key), refusal.message);
    Refusal { message, ..refusal }
}

/// The name for what stands above a table, where it fills a field.
pub(in crate::import) const ABOVE: &str = "section";

impl Mapping {
    /// Says what a heading stands for: a field of a failure as paths name it, `id`, `due`, `actions`, a key of one's own that begins
    /// with `x-`, or `-` or nothing, where the column is not wanted. Later ones win.
    ///
    /// # Errors
    /// There is no such field.
    pub fn heading(&mut self, heading: &str, field: &str, scales: &Scales) -> Result<(), Refusal> {
        let target = match field.trim() {
            "" | "-" => Target::Nothing,
            "id" => Target::Id,
            "due" => Target::Due,
            "actions" => Target::Actions,
            own if own.starts_with("x-") => Target::Extra(key(own)),
            field => {
                let typed = Typed { kind: Kind::Failure, scales, today: Date::default() };
                Target::Chosen(typed.path(field)?.to_string())
            }
        };
        self.headings.insert(0, (heading.trim().to_lowercase(), target));
        Ok(())
    }

    /// Says which level a word stands for, in every column of a scale that has such a level. Later ones win.
    ///
    /// # Errors
    /// No scale has such a level.
    pub fn level(&mut self, word: &str, level: &str, scales: &Scales) -> Result<(), Refusal> {
        let (word, level) = (word.trim(), level.trim());
        let all = [&scales.severity, &scales.likelihood, &scales.detection];
        let is_known = Status::WORDS.contains(&level) || all.iter().any(|scale| scale.read(level).is_some());
        if !is_known {
            let names =
                all.iter().flat_map(|scale| scale.levels()).map(|level| (level.name(), level.means()));
            return Err(Refusal::new(format!("no scale has a level `{level}`")).choose(level, names));
        }
        self.levels.insert(0, (word.to_owned(), level.to_owned()));
        Ok(())
    }

    /// Says that blank cells of a column take the value of the row above.
    pub fn fill_down(&mut self, heading: &str) {
        self.fill_down.push(heading.trim().to_lowercase());
    }

    /// The same from a configuration; what it says comes behind what was said before.
    ///
    /// # Errors
    /// As [`Mapping::heading`] and [`Mapping::level`].
    pub fn remembered(mut self, config: &ImportConfig, scales: &Scales) -> Result<Self, Refusal> {
        let mut older = Self::default();
        config.fill_down.iter().for_each(|heading| self.fill_down(heading));
        for (heading, field) in &config.headings {
            let read = older.heading(heading, field, scales);
            read.map_err(|refusal| within("headings", heading, refusal))?;
        }
        for (word, level) in &config.levels {
            let read = older.level(word, level, scales);
            read.map_err(|refusal| within("levels", word, refusal))?;
        }
        self.headings.append(&mut older.headings);
        self.levels.append(&mut older.levels);
        Ok(self)
    }

    /// The same with what a tool means by its headings and words, where the user says nothing of them.
    pub(in crate::import) fn with(&self, preset: Option<&'static Preset>) -> Self {
        Self { preset, ..self.clone() }
    }

    /// What the user says of a heading, or the tool that wrote the file.
    pub(in crate::import) fn target(&self, heading: &str) -> Option<(Target, Why)> {
        let name = heading.trim().to_lowercase();
        let said = self.headings.iter().find(|(known, _)| *known == name);
        let said = said.map(|(_, target)| (target.clone(), Why::Said));
        said.or_else(|| Some((self.preset?.target(heading)?, Why::Preset)))
    }

    /// The words of the tool that wrote the file, each with one that says nearly the same.
    pub(in crate::import) fn near(&self) -> &'static [(&'static str, &'static str)] {
        self.preset.map_or(&[], |preset| preset.words)
    }

    /// Whether blank cells of a column take the value of the row above.
    pub(in crate::import) fn fills(&self, heading: &str) -> bool {
        !self.fill_down.is_empty() && self.fill_down.contains(&heading.trim().to_lowercase())
    }

    /// Whether the user gave a level to a word.
    pub(in crate::import) fn is_own(&self, word: &str) -> bool {
        self.levels.iter().any(|(known, _)| known.eq_ignore_ascii_case(word))
    }

    /// The headings that the user says something of, in lower case.
    pub(in crate::import) fn named(&self) -> HashSet<String> {
        self.headings.iter().map(|(heading, _)| heading).chain(&self.fill_down).cloned().collect()
    }

    /// The words that the user gave levels to.
    pub(in crate::import) fn words(&self) -> &[(String, String)] {
        &self.levels
    }
}
