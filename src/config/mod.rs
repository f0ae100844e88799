//! `faultbook.toml` as plain data. Names of rules and methods are strings here; what they mean is decided below.

mod lint;

use std::collections::BTreeMap;
use std::ops::Range;

pub use lint::FileLevels;
pub use lint::LintConfig;
pub use lint::Pattern;
pub use lint::PerFile;
pub use lint::RuleSetting;

use crate::finding::Level;
use crate::model::Cadence;
use crate::model::Catalogue;
use crate::model::Class;
use crate::model::Date;
use crate::model::Duration;
use crate::model::Extra;
use crate::model::Interval;
use crate::model::Key;
use crate::model::Matrix;
use crate::model::Percent;
use crate::model::Question;
use crate::model::Rating;
use crate::model::ScaleName;
use crate::model::Scales;
use crate::model::Shape;
use crate::model::Word;
use crate::model::Words;
use crate::model::word::words;

words! {
    /// How much depends on a workload.
    pub enum Tier as "tier" {
        /// The organisation cannot work without it.
        MissionCritical = "mission-critical",
        /// Customers or revenue depend on it.
        Business = "business",
        /// Only colleagues use it.
        Internal = "internal",
    }
}

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
    pub drill_every: Option<Interval>,
    /// Who may accept a risk; empty: anybody.
    pub accept_by: Vec<String>,
    /// How often a backup is restored to see whether it can be.
    pub restore_every: Option<Interval>,
    /// How often contacts of roles are checked.
    pub contacts_every: Option<Interval>,
    /// From when incidents are recorded; earlier ones only inform.
    pub incidents_since: Option<Date>,
    /// The severity from which an incident is major.
    pub major: Option<Rating>,
    /// How many major incidents in a year ask for another design.
    pub major_per_year: Option<u32>,
    /// How soon a postmortem follows a major incident.
    pub postmortem_within: Option<Duration>,
    /// How much depends on the workload: defaults of intervals and thresholds.
    pub tier: Option<Tier>,
    /// The address of an entry for exports that link back, with `{id}`, `{file}`, `{line}` and `{revision}`.
    pub runbook_url: Option<String>,
    /// The scales of the three ratings.
    pub scales: Scales,
    /// Severity × likelihood → priority.
    pub matrix: Matrix,
    /// What `coverage` asks of every component.
    pub classes: Classes,
    /// The share of a flow's error budget above which one failure alone is too big.
    pub too_big: Percent,
    /// What headings and words of foreign tables mean.
    pub import: ImportConfig,
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

    /// The keys of that file, in the order of the format.
    pub const KEYS: &'static [Key] = &[
        Key::new("format", "The format of all files of the workspace.", Shape::Integer(1, u32::MAX as i64))
            .required(),
        Key::new("playbooks", "Folders or globs to read, relative to this file.", Shape::List(&Shape::Text)),
        Key::new("workload", "The name of the system.", Shape::Text),
        Key::new("owner", "Who owns what neither an entry nor its playbook names an owner for.", Shape::Text),
        Key::new(
            "target_level",
            "The maturity level worked towards. Rules of higher levels stay hints.",
            Shape::Integer(1, 5),
        ),
        Key::new("rank", "The method that orders lists.", Shape::Text),
        Key::new("review_every", "How often failures are reviewed.", Shape::Cadence),
        Key::new("drill_every", "How often plans are rehearsed.", Shape::Interval),
        Key::new("accept_by", "Who may accept a risk; empty: anybody.", Shape::List(&Shape::Text)),
        Key::new(
            "restore_every",
            "How often a backup is restored to see whether it can be.",
            Shape::Interval,
        ),
        Key::new("contacts_every", "How often contacts of roles are checked.", Shape::Interval),
        Key::new("incidents_since", "From when incidents are recorded.", Shape::Date),
        Key::new(
            "major",
            "The severity from which an incident is major.",
            Shape::Rating(ScaleName::Severity),
        ),
        Key::new(
            "major_per_year",
            "How many major incidents in a year ask for another design.",
            Shape::Integer(0, u32::MAX as i64),
        ),
        Key::new("postmortem_within", "How soon a postmortem follows a major incident.", Shape::Duration),
        Key::new("tier", "How much depends on the workload.", Shape::Word(Words::of::<Tier>())),
        Key::new(
            "runbook_url",
            "The address of an entry for exports that link back, with `{id}`, `{file}`, `{line}` and `{revision}`.",
            Shape::Text,
        ),
        Key::new(
            "scale",
            "The scales of the ratings; one that is written replaces the default.",
            Shape::Table(SCALES),
        )
        .header(),
        Key::new("matrix", MATRIX, Shape::Map(&Shape::List(&Shape::Word(Matrix::CELLS)))).header(),
        Key::new("coverage", "What `coverage` asks of every component.", Shape::Table(COVERAGE)).header(),
        Key::new("budget", "How error budgets are spent.", Shape::Table(BUDGET)).header(),
        Key::new("import", "What headings and words of foreign tables mean.", Shape::Table(IMPORT)).header(),
        Key::new("lint", "The level of each rule, or a table with its level and options.", LINT).header(),
    ];

    /// What is written for a rule: its level.
    pub const LEVEL: Shape = Shape::Word(Words::of::<Level>());

    /// The share of an error budget above which one failure alone is too big, where nothing else is written. Source:
    /// Google CRE, "How to prioritize and communicate risks".
    pub const TOO_BIG: Percent = Percent::of(25);

    /// Or a table with its level and options.
    pub const SETTING: Shape =
        Shape::Open(&[Key::new("level", "The level of the rule.", Self::LEVEL)], &Shape::Any);
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
            restore_every: None,
            contacts_every: None,
            incidents_since: None,
            major: None,
            major_per_year: None,
            postmortem_within: None,
            tier: None,
            runbook_url: None,
            scales: Scales::default(),
            matrix: Matrix::default(),
            classes: Classes::Of(Catalogue::Azure),
            too_big: Self::TOO_BIG,
            import: ImportConfig::default(),
            lint: LintConfig::default(),
            extra: Extra::new(),
        }
    }
}

const COVERAGE: &[Key] = &[Key::new(
    "classes",
    "A published list of classes, or your own.",
    Shape::Either(&[Shape::Word(Words::of::<Catalogue>()), Shape::List(&Shape::Word(Words::of::<Class>()))]),
)];

const BUDGET: &[Key] = &[Key::new(
    "too_big",
    "The share of an error budget above which one failure alone is too big; 25% unless written.",
    Shape::Percent,
)];

const IMPORT: &[Key] = &[
    Key::new(
        "fill_down",
        "Headings of columns whose empty cells take the value of the row above.",
        Shape::List(&Shape::Text),
    ),
    Key::new(
        "headings",
        "Headings of columns, each with the field that it stands for.",
        Shape::Map(&Shape::Text),
    )
    .header(),
    Key::new("levels", "Words of cells, each with the level that it stands for.", Shape::Map(&Shape::Text))
        .header(),
];

const MATRIX: &str = "Priority: a row for each severity, with a cell for each likelihood by rising score.";

const SCALES: &[Key] = &[
    Key::new("severity", ScaleName::MEANS[0], LEVELS).header(),
    Key::new("likelihood", ScaleName::MEANS[1], LEVELS).header(),
    Key::new("detection", ScaleName::MEANS[2], LEVELS).header(),
];

const LEVELS: Shape = Shape::Map(&Shape::Table(&[
    Key::new("score", "From 1 to 10, distinct within a scale; worse is greater.", Shape::Integer(1, 10))
        .required(),
    Key::new("means", "What the level means, shown beside it.", Shape::Text),
    Key::new("aliases", "Other words for the level.", Shape::List(&Shape::Text)),
]));

const LINT: Shape = Shape::Open(
    &[Key::new("per-file", "Levels for some files; later ones win.", Shape::List(&Shape::Table(PER_FILE)))
        .header()],
    &Shape::Either(&[Config::LEVEL, Config::SETTING]),
);

const PER_FILE: &[Key] = &[
    Key::new("files", "Which files: globs relative to the root.", Shape::List(&Shape::Text)),
    Key::new("allow", "The rules that say nothing there.", Shape::List(&Shape::Text)),
    Key::new("hint", "The rules that hint there.", Shape::List(&Shape::Text)),
    Key::new("warn", "The rules that warn there.", Shape::List(&Shape::Text)),
    Key::new("deny", "The rules that fail a run there.", Shape::List(&Shape::Text)),
];

/// The classes of failures that every component is asked about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Classes {
    /// Those of a published list.
    Of(Catalogue),
    /// The workspace's own, in its order.
    Own(Vec<Class>),
}

impl Classes {
    /// The questions, in their order.
    pub fn questions(&self) -> Vec<Question> {
        match self {
            Self::Of(catalogue) => catalogue.questions(),
            Self::Own(classes) => classes.iter().copied().map(Question::of).collect(),
        }
    }
}

/// The `[import]` table.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ImportConfig {
    /// Headings of columns, each with the field that it stands for; empty: the column is left out.
    pub headings: BTreeMap<String, String>,
    /// Words of cells, each with the level that it stands for.
    pub levels: BTreeMap<String, String>,
    /// Headings of columns whose empty cells take the value of the row above.
    pub fill_down: Vec<String>,
}
