//! Levels of a file that fall into one of the workspace, and the scales that would keep them apart.

mod key;
mod label;
mod order;
mod spread;
mod wider;

use crate::config::Config;
use crate::import::ImportedEntries;
use crate::import::Mapping;
use crate::import::Table;
use crate::import::levels::key::Key;
use crate::import::levels::label::Label;
use crate::import::levels::label::labels;
use crate::import::levels::order::classes;
use crate::import::levels::wider::Group;
use crate::import::levels::wider::Wide;
use crate::import::levels::wider::wider_matrix;
use crate::model::Matrix;
use crate::model::Scale;
use crate::model::ScaleName;
use crate::model::Word;

/// Scales that keep levels of a file apart, which the workspace cannot tell from each other.
#[derive(Clone, Debug)]
pub struct Proposal {
    /// Which words of the file become one level.
    pub merged: Vec<Merged>,
    /// The scales that have a level for each.
    pub scales: Vec<Scale>,
    /// The severities, which are the rows of the matrix.
    pub severity: Scale,
    /// The matrix for them, where it changes.
    pub matrix: Option<Matrix>,
}

/// Words of a file that become one level.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Merged {
    /// The words as the file writes them, by rising level.
    pub words: Vec<String>,
    /// The level.
    pub level: String,
}

/// Finds the levels of a file that fall into one, by the words that were understood. Numbers are kept as they are, and what the user said of a
/// word holds.
pub(super) fn propose(
    entries: &ImportedEntries,
    tables: &[Table],
    config: &Config,
    mapping: &Mapping,
) -> Option<Proposal> {
    let (mut merged, mut changed) = (Vec::new(), Vec::new());
    let all: Vec<(ScaleName, Vec<Label>)> = ScaleName::ALL
        .iter()
        .map(|&name| (name, labels(entries, name, config.scales.get(name), mapping)))
        .collect();
    let mut wide = all.iter().map(|(name, labels)| {
        let (name, scale) = (*name, config.scales.get(*name));
        let key = Key::of(tables, name, &all);
        let groups: Vec<Group<'_>> = scale
            .levels()
            .iter()
            .filter_map(|level| {
                let of_level: Vec<&Label> = labels.iter().filter(|label| label.level == *level).collect();
                Some((level.clone(), classes(&of_level, &key)?))
            })
            .collect();
        let wide = (!groups.is_empty()).then(|| Wide::of(name, scale, &groups, labels, &key)).flatten();
        let Some(wide) = wide else { return Wide::same(scale) };
        merged.extend(groups.iter().map(|(level, classes)| Merged {
            words: classes.iter().filter_map(|class| Some(class.first()?.text.clone())).collect(),
            level: level.name().to_owned(),
        }));
        changed.push(wide.scale.clone());
        wide
    });
    let (severity, likelihood, _) = (wide.next()?, wide.next()?, wide.next()?);
    drop(wide);
    let matrix = wider_matrix(config, &severity, &likelihood);
    (!merged.is_empty()).then_some(Proposal { merged, scales: changed, severity: severity.scale, matrix })
}
