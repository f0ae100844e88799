//! Figures beside their targets, as Markdown.

use std::fmt;

use crate::measure::Subject;

/// What was promised.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Target {
    /// None at this size.
    None,
    AtMost(f64),
    AtLeast(f64),
}

/// A ratio, the same of CPU time where that is known, and what was promised of it.
pub(crate) struct Figure {
    ratio: Option<f64>,
    cpu: Option<f64>,
    target: Target,
}

impl Figure {
    pub(crate) fn new(ratio: Option<f64>, target: Target) -> Self {
        Self { ratio, cpu: None, target }
    }

    /// What `subject` takes to what `other` takes.
    pub(crate) fn of(subject: &Subject, other: &Subject, target: Target) -> Self {
        let cpu = subject.cpu().zip(other.cpu()).map(|(cpu, other)| cpu / other);
        Self { ratio: Some(subject.wall() / other.wall()), cpu, target }
    }
}

impl fmt::Display for Figure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(ratio) = self.ratio else { return f.write_str("unknown") };
        let two_digits =
            |number: f64| if number < 10.0 { format!("{number:.2}") } else { format!("{number:.0}") };
        f.write_str(&two_digits(ratio))?;
        if let Some(cpu) = self.cpu {
            write!(f, " ({})", two_digits(cpu))?;
        }
        let (sign, target, met) = match self.target {
            Target::None => return Ok(()),
            Target::AtMost(target) => ('≤', target, ratio <= target),
            Target::AtLeast(target) => ('≥', target, ratio >= target),
        };
        write!(f, " {sign} {target}: {}", if met { "met" } else { "**missed**" })
    }
}

/// A table of Markdown.
pub(crate) struct Table {
    text: String,
    columns: usize,
}

impl Table {
    pub(crate) fn new(headings: &[&str]) -> Self {
        let mut table = Self { text: String::new(), columns: headings.len() };
        table.row(headings.iter().map(ToString::to_string));
        table.row(headings.iter().map(|_| "---".to_owned()));
        table
    }

    /// Adds a row; cells that are not given are empty.
    pub(crate) fn row(&mut self, cells: impl IntoIterator<Item = String>) {
        let cells: Vec<String> =
            cells.into_iter().chain(std::iter::repeat_with(String::new)).take(self.columns).collect();
        self.text.push_str(&format!("| {} |\n", cells.join(" | ")));
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// Seconds, for people.
pub(crate) fn duration(seconds: f64) -> String {
    if seconds < 0.01 { format!("{:.1} ms", seconds * 1e3) } else { format!("{:.0} ms", seconds * 1e3) }
}
