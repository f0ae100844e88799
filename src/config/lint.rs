//! The `[lint]` table.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use globset::Glob;
use globset::GlobSet;
use globset::GlobSetBuilder;

use crate::finding::Level;
use crate::model::Extra;

/// The `[lint]` table.
#[derive(Clone, Debug, Default)]
pub struct LintConfig {
    /// Settings by rule.
    pub rules: BTreeMap<String, RuleSetting>,
    /// Exceptions for files.
    pub per_file: PerFile,
}

/// What is set for one rule.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RuleSetting {
    /// Its level; absent: the rule's own.
    pub level: Option<Level>,
    /// Its options by name.
    pub options: Extra,
}

/// The `[[lint.per-file]]` tables.
#[derive(Clone, Debug, Default)]
pub struct PerFile {
    /// The levels of the rules that each table names; later ones win.
    pub tables: Vec<BTreeMap<String, Level>>,
    /// The globs of all tables, and where each is written. A file is held against all of a set at once.
    globs: Vec<(GlobSet, Vec<Pattern>)>,
}

/// A table of `[[lint.per-file]]`, and which of its `files` a glob is.
pub type Pattern = (usize, usize);

/// The globs of a table, which come with their places in `files`, and the levels of its rules.
pub type FileLevels = (Vec<(usize, Glob)>, BTreeMap<String, Level>);

impl PerFile {
    /// Joins the globs of all tables.
    ///
    /// # Errors
    /// A glob is too large.
    #[doc(hidden)]
    pub fn new(tables: Vec<FileLevels>) -> Result<Self, globset::Error> {
        /// How many bytes of globs go into one set: the memory of a set is bounded, and much more than this would exceed it.
        const MOST: usize = 16 << 10;
        let mut all = Self::default();
        let (mut set, mut of, mut size) = (GlobSetBuilder::new(), Vec::new(), 0);
        for (at, (globs, levels)) in tables.into_iter().enumerate() {
            for (index, glob) in globs {
                size += glob.glob().len();
                set.add(glob);
                of.push((at, index));
                if size >= MOST {
                    all.globs.push((set.build()?, std::mem::take(&mut of)));
                    (set, size) = (GlobSetBuilder::new(), 0);
                }
            }
            all.tables.push(levels);
        }
        if !of.is_empty() {
            all.globs.push((set.build()?, of));
        }
        Ok(all)
    }

    /// Which tables speak of a file, by their numbers.
    pub fn of(&self, file: &str) -> Vec<usize> {
        let mut tables: Vec<usize> = self.matching(file).map(|(table, _)| table).collect();
        tables.sort_unstable();
        tables.dedup();
        tables
    }

    /// The globs that match none of these files, in the order in which they are written.
    pub fn unmatched<'f>(&self, files: impl Iterator<Item = &'f str>) -> BTreeSet<Pattern> {
        let mut unmatched: BTreeSet<Pattern> = self.globs.iter().flat_map(|(_, of)| of).copied().collect();
        files.flat_map(|file| self.matching(file)).for_each(|pattern| _ = unmatched.remove(&pattern));
        unmatched
    }

    fn matching<'s>(&'s self, file: &'s str) -> impl Iterator<Item = Pattern> + 's {
        self.globs.iter().flat_map(move |(set, of)| set.matches(file).into_iter().map(|at| of[at]))
    }
}
