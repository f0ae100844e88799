//! Exports of known tools: what their headings and words mean where the tool says it better than they do.
//!
//! To add one: a file with its [`Preset`], and two lines here.

mod ciso_assistant;
mod simplerisk;
mod threagile;

use crate::import::Table;
use crate::import::headings::meaning::Target;
use crate::import::headings::name::key;

/// What the headings and words of a tool's exports mean.
#[derive(Debug, PartialEq)]
pub struct Preset {
    /// The name that is written. Its file is called so too.
    pub id: &'static str,
    /// What the tool is called.
    pub tool: &'static str,
    /// Headings that no other table has together, in lower case.
    pub(super) telltale: &'static [&'static str],
    /// Headings in lower case, each with the field that it stands for; `x` keeps the column as it is.
    pub(super) headings: &'static [(&'static str, &'static str)],
    /// Words of ratings and statuses that nobody else uses, in lower case, each with one that says nearly the same.
    pub(super) words: &'static [(&'static str, &'static str)],
}

/// All presets, by id.
pub const PRESETS: &[Preset] = &[ciso_assistant::PRESET, simplerisk::PRESET, threagile::PRESET];

impl Preset {
    /// That of the tool that wrote one of these tables.
    pub(super) fn of(tables: &[Table]) -> Option<&'static Self> {
        tables.iter().find_map(|table| {
            let headings: Vec<String> = table.headings.iter().map(|heading| folded(heading)).collect();
            let wrote = |preset: &&Self| {
                preset.telltale.iter().all(|told| headings.iter().any(|heading| heading == told))
            };
            PRESETS.iter().find(wrote)
        })
    }

    /// What a heading stands for.
    pub(super) fn target(&self, heading: &str) -> Option<Target> {
        let name = folded(heading);
        let (_, field) = self.headings.iter().find(|(known, _)| *known == name)?;
        Some(match *field {
            "x" => Target::Extra(key(heading)),
            field => Target::named(field),
        })
    }
}

fn folded(heading: &str) -> String {
    heading.trim().to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::change::Path;
    use crate::change::shape;
    use crate::import::ratings::Ratings;
    use crate::import::ratings::status;
    use crate::model::Kind;
    use crate::model::Scales;

    #[test]
    fn presets_name_fields_and_words_that_there_are() {
        let scales = Scales::default();
        for preset in PRESETS {
            assert!(preset.telltale.len() >= 3, "{}", preset.id);
            for (heading, field) in preset.headings {
                assert_eq!(folded(heading), *heading);
                if let Some(Target::Field(field)) = preset.target(heading) {
                    let path: Path = field.parse().unwrap();
                    assert!(shape(Kind::Failure, path.steps()).is_some(), "{}: {field}", preset.id);
                } else {
                    assert!(*field == "x" || field.chars().all(char::is_uppercase), "{}: {field}", preset.id);
                }
            }
            for (word, near) in preset.words {
                let knows = |scale| Ratings::of(scale).find(near).is_some();
                let is_known = [&scales.severity, &scales.likelihood].into_iter().any(knows);
                assert!(is_known || status(near).is_some(), "{}: {word} = {near}", preset.id);
            }
        }
    }
}
