//! The scales that others agreed on: what `init --scale` writes.

use faultbook::config::Config;
use faultbook::lint::Facts;
use faultbook::lint::RULES;
use faultbook::model::Priority;
use faultbook::model::Priority::Critical;
use faultbook::model::Priority::High;
use faultbook::model::Priority::Low;
use faultbook::model::Priority::Medium;
use faultbook::model::ScaleName;
use faultbook::model::Scales;
use faultbook::model::Word;
use faultbook::rank;
use faultbook::starter::STARTERS;
use faultbook::workspace::Workspace;

use crate::world::World;
use crate::world::faultbook;
use crate::world::today;

const NAMES: [&str; 4] = ["sources", "nist-800-30", "iso-27005", "fmea-10"];

/// A new workspace with these scales.
fn begin(scale: &str) -> (tempfile::TempDir, Workspace) {
    let folder = tempfile::tempdir().unwrap();
    let run = faultbook(folder.path()).args(["init", "--scale", scale]).output().unwrap();
    assert!(run.status.success(), "{run:?}");
    let workspace = Workspace::open(folder.path()).unwrap();
    (folder, workspace)
}

/// The cells by rising severity, each row by rising likelihood.
fn cells(workspace: &Workspace) -> Vec<Vec<Priority>> {
    let config = workspace.config();
    let names = config.scales.severity.names();
    names.map(|name| config.matrix.row(name).unwrap().to_vec()).collect()
}

#[test]
fn every_scale_is_read_without_a_finding_and_fits_its_matrix() {
    for name in NAMES {
        let (_folder, workspace) = begin(name);
        let findings = workspace.lint(RULES, Facts::new(today()).dated(true)).findings;
        assert!(findings.is_empty(), "{name}: {findings:?}");
        let config = workspace.config();
        assert!(config.matrix.fits(&config.scales), "{name}");
        let cells = cells(&workspace);
        for row in &cells {
            assert!(row.is_sorted(), "{name}: a more likely failure is never less urgent");
        }
        for column in 0..cells[0].len() {
            assert!(cells.iter().map(|row| row[column]).is_sorted(), "{name}: nor is a more severe one");
        }
    }
}

/// Starters and foreign tables rate in the words of the default scales.
#[test]
fn every_scale_understands_the_default_words_in_their_order() {
    let default = Scales::default();
    for name in NAMES {
        let (_folder, workspace) = begin(name);
        for &scale in ScaleName::ALL {
            let words = default.get(scale).levels().iter().map(|level| level.name());
            let own = workspace.config().scales.get(scale);
            let found: Vec<_> =
                words.map(|word| own.find(word).unwrap_or_else(|| panic!("{name}: {word}"))).collect();
            assert!(found.is_sorted_by(|a, b| a < b), "{name}: {scale}: {found:?}");
        }
    }
}

/// What hardly ever happens is not urgent, however bad it is; and the ten levels of FMEA are as urgent as those that they refine.
#[test]
fn the_default_words_are_as_urgent_in_ten_levels() {
    let (_folder, workspace) = begin("fmea-10");
    let (ten, default) = (workspace.config(), Config::default());
    let mut tried = 0;
    for severity in default.scales.severity.levels() {
        for likelihood in default.scales.likelihood.levels() {
            let priority = |config: &Config| {
                let severity = config.scales.severity.find(severity.name()).unwrap();
                let likelihood = config.scales.likelihood.find(likelihood.name()).unwrap();
                config.matrix.priority(Some(&severity), Some(&likelihood), &config.scales.likelihood)
            };
            assert_eq!(priority(ten), priority(&default), "{severity} × {likelihood}");
            tried += 1;
        }
    }
    assert_eq!(tried, 12);
    assert_eq!(default.matrix.row("high").unwrap(), [Medium, High, Critical, Critical]);
}

/// A priority that most failures have says nothing: of the shipped ones fewer than half are urgent.
#[test]
fn fewer_than_half_of_the_shipped_failures_are_urgent() {
    let catalogue = Workspace::of_starters(STARTERS);
    let failures = &catalogue.book().failures;
    let is_urgent = |priority: Priority| priority == High || priority == Critical;
    let urgent = failures.iter().filter(|failure| is_urgent(rank::priority(failure, catalogue.config())));
    assert!(failures.len() > 300 && urgent.count() * 2 < failures.len());
}

/// NIST SP 800-30 revision 1, table I-2: rows are likelihoods there.
#[test]
fn nist_has_the_cells_of_its_table() {
    let table = ["VL VL VL L L", "VL L L L M", "VL L M M H", "VL L M H VH", "VL L M H VH"];
    let word = |word: &str| match word {
        "VL" | "L" => Low,
        "M" => Medium,
        "H" => High,
        _ => Critical,
    };
    let table = table.map(|row| row.split(' ').map(word).collect::<Vec<_>>());
    let cells = cells(&begin("nist-800-30").1);
    for (likelihood, row) in table.iter().enumerate() {
        for (impact, &priority) in row.iter().enumerate() {
            assert_eq!(cells[impact][likelihood], priority, "likelihood {likelihood}, impact {impact}");
        }
    }
}

/// ISO/IEC 27005 annex A, as a public library encodes it: `grid[probability][impact]`.
#[test]
fn iso_has_the_cells_of_its_grid() {
    let grid = [[0, 0, 1, 1, 1], [0, 1, 1, 2, 2], [1, 1, 2, 3, 3], [1, 2, 3, 3, 4], [2, 3, 3, 4, 4]];
    let cells = cells(&begin("iso-27005").1);
    for (probability, row) in grid.iter().enumerate() {
        for (impact, &risk) in row.iter().enumerate() {
            let priority = [Low, Low, Medium, High, Critical][risk];
            assert_eq!(cells[impact][probability], priority, "probability {probability}, impact {impact}");
        }
    }
}

#[test]
fn the_scales_of_the_sources_are_the_default() {
    let (_folder, workspace) = begin("sources");
    let (config, default) = (workspace.config(), Scales::default());
    assert_eq!(config.matrix, faultbook::model::Matrix::default());
    for &scale in ScaleName::ALL {
        let levels = |scales: &Scales| -> Vec<_> {
            let levels = scales.get(scale).levels().iter();
            levels
                .map(|l| (l.name().to_owned(), l.score(), l.means().to_owned(), l.aliases().to_vec()))
                .collect()
        };
        assert_eq!(levels(&config.scales), levels(&default));
    }
}

#[test]
fn in_ten_levels_every_number_is_a_level_of_its_own() {
    let (_folder, workspace) = begin("fmea-10");
    for &scale in ScaleName::ALL {
        let scores: Vec<u8> =
            workspace.config().scales.get(scale).levels().iter().map(|l| l.score()).collect();
        assert_eq!(scores, (1..=10).collect::<Vec<u8>>(), "{scale}");
    }
}

/// What is wrong with a configuration, with its level and field.
fn wrong(config: &str) -> Vec<String> {
    let world = World::new().file("faultbook.toml", format!("format = 1\n{config}"));
    let findings = world.lint().into_iter().filter(|finding| finding.rule == "bad-scale");
    findings.map(|finding| format!("{} {}: {}", finding.level, finding.field, finding.message)).collect()
}

/// A flawed level holds back what depends on it, and nothing else.
#[test]
fn a_flawed_level_silences_only_its_own_scale() {
    const SEVERITY: &str =
        "[scale.severity]\nlow = { score = 3, means = \"a\" }\nhigh = { score = 3, means = \"b\" }\n";
    const DETECTION: &str =
        "[scale.detection]\nlow = { score = 3, means = \"a\" }\nhigh = { score = 3, means = \"b\" }\n";
    let same = "`low` and `high` have the same score 3";
    let short = "[matrix]\nlow = [\"low\", \"low\", \"low\"]\nhigh = [\"low\", \"low\", \"low\", \"low\"]\n";
    let cells = "the row has cells for 3 of the 4 likelihood levels";
    assert_eq!(
        wrong(&format!("{SEVERITY}{short}")),
        [format!("deny scale.severity: {same}"), format!("deny matrix.low: {cells}")]
    );
    // A level of the same name in another scale is another level.
    let missing = "the matrix has no row for the severity `medium`";
    assert_eq!(
        wrong(&format!("{DETECTION}{short}")),
        [
            format!("deny scale.detection: {same}"),
            format!("deny matrix: {missing}"),
            format!("deny matrix.low: {cells}")
        ]
    );
}

/// Where there are too many findings of a kind, a warning takes the place of none of them.
#[test]
fn a_warning_lowers_no_other_finding() {
    let twins: String =
        (0..120).map(|number| format!("t{number} = {{ score = 1, means = \"m\" }}\n")).collect();
    let config = format!("[scale.severity]\n{twins}[scale.detection]\nlast = {{ score = 2 }}\n");
    let wrong = wrong(&config);
    assert!(!wrong.is_empty() && wrong.iter().all(|line| line.starts_with("deny ")), "{wrong:#?}");
}
