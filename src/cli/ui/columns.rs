//! How wide each column of a table is, and how text wraps within it.

use clap::builder::styling::Style;
use tabled::grid::util::string::get_line_width;

/// Measures columns, and shares the width of a terminal among them.
pub(in crate::cli) struct Fit {
    /// The longest word of each column: less would cut words.
    least: Vec<usize>,
    /// The longest line of each column: more would be empty.
    most: Vec<usize>,
}

impl Fit {
    /// Spaces between two columns.
    pub(in crate::cli) const GAP: usize = 2;
    /// A word longer than this may be parted; hardly an id is so long.
    const WORD: usize = 40;

    pub(in crate::cli) fn new(columns: usize) -> Self {
        Self { least: vec![1; columns], most: vec![1; columns] }
    }

    /// Takes a row into account of which each cell stays on one line.
    pub(in crate::cli) fn measure_line(&mut self, cells: &[String]) {
        for (most, cell) in self.most.iter_mut().zip(cells) {
            *most = (*most).max(width(cell));
        }
    }

    /// Takes into account what another has measured.
    pub(in crate::cli) fn widen(&mut self, other: &Self) {
        self.least.iter_mut().zip(&other.least).for_each(|(least, &other)| *least = other.max(*least));
        self.most.iter_mut().zip(&other.most).for_each(|(most, &other)| *most = other.max(*most));
    }

    /// Takes a row into account whose cells may wrap.
    pub(in crate::cli) fn measure(&mut self, cells: &[String]) {
        for (index, cell) in cells.iter().enumerate() {
            for line in cell.lines() {
                self.most[index] = self.most[index].max(width(line));
                let longest = line.split_whitespace().map(width).max().unwrap_or(0);
                self.least[index] = self.least[index].max(longest.min(Self::WORD));
            }
        }
    }

    /// A row on one line, each cell in its style and padded to its column's longest line.
    pub(in crate::cli) fn pad(&self, cells: &[String], style: impl Fn(usize) -> Style) -> String {
        let mut line = String::new();
        for (index, (cell, most)) in cells.iter().zip(&self.most).enumerate() {
            let style = style(index);
            line.push_str(&format!("{style}{cell}{style:#}"));
            line.extend(std::iter::repeat_n(' ', most.saturating_sub(width(cell)) + Self::GAP));
        }
        line
    }

    /// Widths that fit into `total`: wide columns shrink first, all to the same width, and none below its longest
    /// word. `None` where even that is too much.
    pub(in crate::cli) fn widths(&self, total: usize) -> Option<Vec<usize>> {
        let room = total.saturating_sub(Self::GAP * self.most.len().saturating_sub(1));
        let at = |level: usize| -> Vec<usize> {
            self.least
                .iter()
                .zip(&self.most)
                .map(|(&least, &most)| level.clamp(least, most.max(least)))
                .collect()
        };
        let widest = self.most.iter().copied().max().unwrap_or(0);
        (1..=widest.min(total)).rev().map(at).find(|widths| widths.iter().sum::<usize>() <= room)
    }
}

/// A list in columns: rows whose cells begin below each other, at least [`Fit::GAP`] spaces behind the longest cell of the
/// column before. The last cell may have several lines, and wraps in what is left of the width; where hardly anything is left it
/// goes below the others. Each row comes back without a line feed at its end.
pub(in crate::cli) fn aligned(rows: &[Vec<String>], indent: usize, total: Option<usize>) -> Vec<String> {
    /// Less room than this is not worth wrapping in.
    const NARROWEST: usize = 20;
    let mut most: Vec<usize> = Vec::new();
    for row in rows {
        let names = row.split_last().map_or(&[] as &[_], |(_, names)| names);
        most.resize(most.len().max(names.len()), 0);
        most.iter_mut().zip(names).for_each(|(most, name)| *most = (*most).max(width(name)));
    }
    let before: usize = indent + most.iter().map(|most| most + Fit::GAP).sum::<usize>();
    let is_narrow = total.is_some_and(|total| total < before + NARROWEST) && !most.is_empty();
    let at = if is_narrow { indent + Fit::GAP } else { before };
    let line = |row: &Vec<String>| {
        let Some((text, names)) = row.split_last() else { return String::new() };
        let mut line = " ".repeat(indent);
        for (name, most) in names.iter().zip(&most) {
            line.push_str(name);
            line.extend(std::iter::repeat_n(' ', most.saturating_sub(width(name)) + Fit::GAP));
        }
        let text = match total {
            Some(total) => wrap(text, total.saturating_sub(at).max(NARROWEST)),
            None => text.clone(),
        };
        for (index, part) in text.lines().enumerate() {
            if index > 0 || is_narrow {
                line.truncate(line.trim_end().len());
                line.push('\n');
                line.extend(std::iter::repeat_n(' ', at));
            }
            line.push_str(part);
        }
        line.truncate(line.trim_end().len());
        line
    };
    rows.iter().map(line).collect()
}

/// How many columns a line takes.
fn width(line: &str) -> usize {
    if line.is_ascii() { line.len() } else { get_line_width(line) }
}

/// Wraps text at white space; a word that is too long is parted behind a hyphen, or where it must be.
pub(in crate::cli) fn wrap(text: &str, room: usize) -> String {
    let mut lines: Vec<String> = Vec::new();
    for paragraph in text.lines() {
        let mut line = String::new();
        for word in paragraph.split_whitespace() {
            let gap = usize::from(!line.is_empty());
            if width(&line) + gap + width(word) <= room {
                line.extend((gap == 1).then_some(' '));
                line.push_str(word);
                continue;
            }
            if !line.is_empty() {
                lines.push(std::mem::take(&mut line));
            }
            let mut rest = word;
            while width(rest) > room {
                let (head, tail) = part(rest, room);
                lines.push(head.to_owned());
                rest = tail;
            }
            line.push_str(rest);
        }
        lines.push(line);
    }
    lines.join("\n")
}

/// Parts a word so that its head fits.
fn part(word: &str, room: usize) -> (&str, &str) {
    let mut taken = 0;
    let mut letters = word.char_indices().map(|(at, letter)| (at + letter.len_utf8(), letter));
    let first = letters.next().map_or(word.len(), |(end, letter)| {
        taken += width(letter.encode_utf8(&mut [0; 4]));
        end
    });
    let fitting = letters.take_while(|(_, letter)| {
        taken += width(letter.encode_utf8(&mut [0; 4]));
        taken <= room
    });
    let most = fitting.last().map_or(first, |(end, _)| end);
    let hyphen = word[..most].rfind('-').map(|at| at + 1);
    word.split_at(hyphen.unwrap_or(most))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_wraps_at_words() {
        assert_eq!(wrap("Transient network failure", 17), "Transient network\nfailure");
        assert_eq!(wrap("transport-layer-security", 16), "transport-layer-\nsecurity");
        assert_eq!(wrap("網路故障網路", 5), "網路\n故障\n網路");
        assert_eq!(wrap("a\nb c", 9), "a\nb c");
        assert_eq!(wrap("abcdef", 1).lines().count(), 6);
    }

    #[test]
    fn texts_begin_behind_the_longest_name() {
        let rows = |rows: &[&[&str]]| -> Vec<Vec<String>> {
            rows.iter().map(|row| row.iter().map(|&cell| cell.to_owned()).collect()).collect()
        };
        let two = rows(&[&["a", "one two three four five"], &["日本", "x\ny"], &["b", ""]]);
        assert_eq!(
            aligned(&two, 2, Some(28)),
            ["  a     one two three four\n        five", "  日本  x\n        y", "  b"]
        );
        assert_eq!(aligned(&two, 0, None), ["a     one two three four five", "日本  x\n      y", "b"]);
        let long = rows(&[&["a-rather-long-name", "text", "one two"], &["b", "t", "three"]]);
        assert_eq!(
            aligned(&long, 2, Some(30)),
            ["  a-rather-long-name  text\n    one two", "  b                   t\n    three"]
        );
        assert_eq!(aligned(&rows(&[&["alone"]]), 2, Some(10)), ["  alone"]);
        assert_eq!(aligned(&[], 2, Some(10)), [""; 0]);
    }

    #[test]
    fn wide_columns_shrink_and_words_stay_whole() {
        let mut fit = Fit::new(3);
        fit.measure(&[
            "critical".to_owned(),
            "a-rather-long-id".to_owned(),
            "several words that may wrap at will".to_owned(),
        ]);
        assert_eq!(fit.widths(200), Some(vec![8, 16, 35]));
        let narrow = fit.widths(50).unwrap();
        assert_eq!((narrow[0], narrow[1], narrow.iter().sum::<usize>()), (8, 16, 46));
        assert_eq!(fit.widths(10), None, "words stay whole");
    }
}
