//! A page for a person: paragraphs, lists and labelled lines, as wide as the terminal.

use std::io;
use std::io::Write;

use crate::cli::ui::columns::wrap;
use crate::cli::ui::console::BOLD;
use crate::cli::ui::sanitize::plain_line;

/// Writes text of playbooks as text, wrapped where there is a width.
pub(in crate::cli) struct Page<'a, W> {
    out: &'a mut W,
    width: Option<usize>,
}

impl<'a, W: Write> Page<'a, W> {
    /// Where labelled lines begin their text.
    const LABEL: usize = 18;

    pub(in crate::cli) fn new(out: &'a mut W, width: Option<usize>) -> Self {
        Self { out, width }
    }

    /// A line of our own, which may hold styles.
    pub(in crate::cli) fn line(&mut self, line: impl std::fmt::Display) -> io::Result<()> {
        writeln!(self.out, "{line}")
    }

    /// Text on its own.
    pub(in crate::cli) fn text(&mut self, text: &str) -> io::Result<()> {
        self.hanging("", 0, text)
    }

    /// A list below a heading, with an empty line behind it; nothing where there are no items.
    pub(in crate::cli) fn list(&mut self, heading: &str, items: &[Item], numbered: bool) -> io::Result<()> {
        if items.is_empty() {
            return Ok(());
        }
        self.last_list(heading, items, numbered)?;
        writeln!(self.out)
    }

    /// The same at the end of a page, without an empty line behind it.
    pub(in crate::cli) fn last_list(
        &mut self,
        heading: &str,
        items: &[Item],
        numbered: bool,
    ) -> io::Result<()> {
        writeln!(self.out, "{BOLD}{heading}{BOLD:#}")?;
        for (index, item) in items.iter().enumerate() {
            let sign = if numbered { format!("  {}. ", index + 1) } else { "  - ".to_owned() };
            self.hanging(&sign, sign.len(), &item.text)?;
            for (name, value) in &item.facts {
                let indent = " ".repeat(sign.len());
                self.hanging(&format!("{indent}{name}: "), sign.len() + 2, value)?;
            }
        }
        Ok(())
    }

    /// A text behind its label, with two spaces between at least, also where the label is a long key of the user's own.
    pub(in crate::cli) fn labelled(&mut self, label: &str, text: &str) -> io::Result<()> {
        let label = format!("{:<width$}  ", plain_line(label), width = Self::LABEL - 2);
        self.hanging(&label, Self::LABEL, text)
    }

    /// Text behind a sign; the lines below it are indented.
    fn hanging(&mut self, sign: &str, indent: usize, text: &str) -> io::Result<()> {
        const NARROWEST: usize = 20;
        let text = plain_line(text);
        let Some(width) = self.width else { return writeln!(self.out, "{sign}{text}") };
        let wrapped = wrap(&text, width.saturating_sub(indent.max(sign.len())).max(NARROWEST));
        for (index, line) in wrapped.lines().enumerate() {
            match index {
                0 => writeln!(self.out, "{sign}{line}")?,
                _ => writeln!(self.out, "{:indent$}{line}", "")?,
            }
        }
        Ok(())
    }
}

/// An item of a list, with facts below it.
#[derive(Debug, Default)]
pub(in crate::cli) struct Item {
    pub(in crate::cli) text: String,
    pub(in crate::cli) facts: Vec<(&'static str, String)>,
}

impl Item {
    /// An item without facts.
    pub(in crate::cli) fn plain(text: String) -> Self {
        Self { text, facts: Vec::new() }
    }
}

impl From<&str> for Item {
    fn from(text: &str) -> Self {
        Self::plain(text.to_owned())
    }
}
