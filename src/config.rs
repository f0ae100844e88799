//! `faultbook.toml` as plain data. Names of rules and methods are strings here; what they mean is decided below.

use std::collections::BTreeMap;
use std::ops::Range;

use globset::GlobSet;

use crate::finding::Level;
use crate::model::Cadence;
use crate::model::Duration;
use crate::model::Extra;
use crate::model::Matrix;
use crate::model::Scales;

/// The configuration of a workspace.
#[derive(Clone, Debug)]
pub struct Config {
    /// The format of the files; this program knows [`Config::FORMAT`].
    pub format: u32,
    /// Folders or globs to read, relative to the root, each with the place where it is written.
    pub playbooks: Vec<(String, Range<usize>)>,
    /// The name of the system.
    pub workload: Option<String>,
    /// Who owns the entries that neither they nor their playbook name an owner for.
    pub owner: Option<String>,
    /// The maturity level worked towards, 1 to 5. Rules of higher levels stay hints.
    pub target_level: u8,
    /// The id of the method that orders lists.
    pub rank: String,
    /// How often failures are reviewed.
    pub review_every: Option<Cadence>,
    /// How often plans are rehearsed.
    pub drill_every: Option<Duration>,
    /// Who may accept a risk; empty: anybody.
    pub accept_by: Vec<String>,
    /// The scales of the three ratings.
    pub scales: Scales,
    /// Severity × likelihood → priority.
    pub matrix: Matrix,
    /// What is said about rules.
    pub lint: LintConfig,
    /// The keys beginning with `x-`.
    pub extra: Extra,
}

impl Config {
    /// The newest format that is known.
    pub const FORMAT: u32 = 1;
    /// The name of the file that marks a workspace's root.
    pub const FILE: &'static str = "faultbook.toml";
}

impl Default for Config {
    fn default() -> Self {
        Self {
            format: Self::FORMAT,
            playbooks: vec![("playbooks".to_owned(), 0..0)],
            workload: None,
            owner: None,
            target_level: 1,
            rank: "matrix".to_owned(),
            review_every: None,
            drill_every: None,
            accept_by: Vec::new(),
            scales: Scales::default(),
            matrix: Matrix::default(),
            lint: LintConfig::default(),
            extra: Extra::new(),
        }
    }
}

/// The `[lint]` table.
#[derive(Clone, Debug, Default)]
pub struct LintConfig {
    /// Settings by rule.
    pub rules: BTreeMap<String, RuleSetting>,
    /// Exceptions for files; later ones win.
    pub per_file: Vec<PerFile>,
}

/// What is set for one rule.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RuleSetting {
    /// Its level; absent: the rule's own.
    pub level: Option<Level>,
    /// Its options by name.
    pub options: Extra,
}

/// A `[[lint.per-file]]` table.
#[derive(Clone, Debug)]
pub struct PerFile {
    /// Which files, relative to the root.
    pub files: GlobSet,
    /// The level of the rules named.
    pub levels: BTreeMap<String, Level>,
}
