//! One column of a table, and why it is read as it is.

use crate::import::Mapping;
use crate::import::headings::meaning::Target;
use crate::import::mapping::Why;

/// A column of a table.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::import) struct Column {
    pub(in crate::import) heading: String,
    pub(in crate::import) target: Target,
    pub(in crate::import) why: Why,
}

impl Column {
    pub(in crate::import) fn new(heading: &str, target: Target, why: Why) -> Self {
        Self { heading: heading.to_owned(), target, why }
    }

    /// Whether somebody said what it is: the user, or the tool that wrote the file.
    pub(in crate::import) fn is_said(&self) -> bool {
        matches!(self.why, Why::Said | Why::Preset)
    }

    /// The heading, and what becomes of the column, for people.
    pub(in crate::import) fn told(&self, mapping: &Mapping) -> (String, String) {
        let what = match &self.target {
            Target::Id => "id".to_owned(),
            Target::Due => "the date by which the row's actions are due".to_owned(),
            Target::Actions => "reactive, preventative, mitigation".to_owned(),
            Target::Priority | Target::Rpn => "checked, not stored: faultbook computes it".to_owned(),
            Target::Computed => "not stored: faultbook computes it".to_owned(),
            Target::Nothing => "left out".to_owned(),
            target => target.field().unwrap_or_default(),
        };
        let why = match (self.why, &self.target) {
            (Why::Said, _) => " (as you say)",
            (Why::Preset, _) => " (as the tool means it)",
            (Why::Cells, _) => " (by what stands in its cells)",
            (Why::StandsIn, _) => " (no other column says what fails)",
            (Why::Chosen, _) => " (the table was chosen, and no other column says what fails)",
            (Why::OnlyCause, _) => " (no column names sources)",
            (Why::Taken, _) => " (another column fills the field)",
            (Why::NotComputed, _) => " (the table has not the ratings to compute it from)",
            (Why::Heading, Target::Extra(_)) => " (no field is called so)",
            (Why::Heading, _) => "",
        };
        let filled =
            if mapping.fills(&self.heading) { "; blanks take the value above (as you say)" } else { "" };
        (self.heading.clone(), format!("{what}{why}{filled}"))
    }
}
