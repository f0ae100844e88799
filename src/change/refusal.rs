//! Why a change is not made.

use std::fmt;

use crate::finding::Finding;
use crate::finding::nearest;

/// Why a change is not made. Nothing was written.
#[derive(Clone, Debug, Default, PartialEq, thiserror::Error)]
pub struct Refusal {
    /// What is wrong, in lower case and without a full stop.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
    /// What there is to choose from, each with what it means.
    pub choices: Vec<(String, String)>,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl Refusal {
    /// A refusal without a way out.
    pub fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), ..Self::default() }
    }

    /// Says what to do.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Says what there is to choose from, and which of it `written` was most likely meant to be.
    #[must_use]
    pub fn choose<'c>(
        mut self,
        written: &str,
        choices: impl IntoIterator<Item = (&'c str, &'c str)>,
    ) -> Self {
        self.choices = choices.into_iter().map(|(word, means)| (word.to_owned(), means.to_owned())).collect();
        let near = nearest(written, self.choices.iter().map(|(word, _)| word.as_str()));
        self.help = near.map(|near| format!("did you mean `{near}`?")).or(self.help);
        self
    }
}

impl From<&Finding> for Refusal {
    fn from(finding: &Finding) -> Self {
        Self {
            message: finding.message.to_string(),
            help: finding.help.as_ref().map(ToString::to_string),
            choices: Vec::new(),
        }
    }
}
