//! Lines of a paragraph or of an item → names of fields with their values: `**Likelihood:** low | **Impact:** high`.

use std::ops::Range;

use crate::import::source::grid::is_field;

/// What is longer is a sentence.
const LONG: usize = 60;
const WORDS: usize = 5;

/// A text with what is said of it.
#[derive(Debug, Default)]
pub(super) struct Inline {
    pub(super) text: String,
    /// What is bold, in order.
    pub(super) bold: Vec<Range<usize>>,
    /// Where each link begins, and where it leads.
    pub(super) links: Vec<(usize, String)>,
    /// The ends of lines that are only spaces.
    pub(super) wraps: Vec<usize>,
}

/// A piece of a text: a field with its value, or only a text.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Piece {
    pub(super) name: Option<String>,
    pub(super) value: String,
    pub(super) links: Vec<String>,
    /// Whether tables of failures have such a heading.
    pub(super) is_known: bool,
    pub(super) is_bold: bool,
    /// Whether the end of the line above it is only a space.
    pub(super) is_wrapped: bool,
    /// The lines of the text above it.
    pub(super) below: usize,
}

impl Piece {
    /// The piece as one text.
    pub(super) fn text(&self) -> String {
        match &self.name {
            Some(name) => format!("{name}: {}", self.value).trim_end().to_owned(),
            None => self.value.clone(),
        }
    }
}

impl Inline {
    pub(super) fn clear(&mut self) {
        self.text.clear();
        self.bold.clear();
        self.links.clear();
        self.wraps.clear();
    }

    /// Whether all of it is bold, on one line.
    pub(super) fn is_bold(&self) -> bool {
        let [bold] = self.bold.as_slice() else { return false };
        let outside = [&self.text[..bold.start], &self.text[bold.end..]];
        outside.iter().all(|text| text.trim_matches(|c: char| !c.is_alphanumeric()).is_empty())
            && !self.text.trim().contains('\n')
    }

    /// All pieces, line by line.
    pub(super) fn pieces(&self) -> Vec<Piece> {
        let (mut pieces, mut start) = (Vec::new(), 0);
        for (below, line) in self.text.split('\n').enumerate() {
            let range = start..start + line.len();
            let range_start = range.start;
            start = range.end + 1;
            let from = pieces.len();
            if !line.trim().is_empty() {
                self.line(range, &mut pieces);
            }
            let is_wrapped =
                range_start.checked_sub(1).is_some_and(|at| self.wraps.binary_search(&at).is_ok());
            for piece in &mut pieces[from..] {
                (piece.below, piece.is_wrapped) = (below, is_wrapped);
            }
        }
        pieces
    }

    fn line(&self, line: Range<usize>, pieces: &mut Vec<Piece>) {
        let from = self.bold.partition_point(|bold| bold.start < line.start);
        let bold = self.bold[from..].iter().take_while(|bold| bold.start < line.end);
        let names: Vec<(usize, Range<usize>, usize)> = bold
            .filter_map(|bold| self.name(bold, &line).map(|(name, value)| (bold.start, name, value)))
            .collect();
        let first = names.first().map_or(line.start, |(start, ..)| *start);
        let begins = !self.text[line.start..first].contains(char::is_alphanumeric);
        if names.is_empty() || !begins {
            return self.plain(line, pieces);
        }
        for (at, (_, name, value)) in names.iter().enumerate() {
            let next = names.get(at + 1).map(|(next, ..)| *next);
            let value = *value..next.unwrap_or(line.end);
            let piece = self.piece(Some(name.clone()), value, next.is_some());
            pieces.push(Piece { is_bold: true, ..piece });
        }
    }

    /// The name that bold letters are, and where its value begins.
    fn name(&self, bold: &Range<usize>, line: &Range<usize>) -> Option<(Range<usize>, usize)> {
        let (start, end) = (bold.start, bold.end.min(line.end));
        let (within, after) = (&self.text[start..end], self.text[end..line.end].trim_start());
        if within.trim_end().ends_with([':', '：']) || after.starts_with([':', '：']) {
            return Some((start..end, end));
        }
        let is_first = !self.text[line.start..start].contains(char::is_alphanumeric);
        if is_first && after.starts_with(['—', '–', '-', '=']) && is_field(within) {
            return Some((start..end, end));
        }
        let colon = within.find(": ").filter(|colon| is_first && is_field(&within[..*colon]))?;
        Some((start..start + colon, start + colon))
    }

    /// A line without bold names: a field, several of them between bars, or a text.
    fn plain(&self, line: Range<usize>, pieces: &mut Vec<Piece>) {
        let text = &self.text[line.clone()];
        let (mut parts, mut start) = (Vec::new(), line.start);
        for (at, bar) in text.match_indices(['|', '·', '•']) {
            parts.push(start..line.start + at);
            start = line.start + at + bar.len();
        }
        parts.push(start..line.end);
        let is_field =
            |part: &Range<usize>| self.colon(part).is_some_and(|at| is_field(&self.text[part.start..at]));
        if parts.len() < 2 || !parts.iter().all(is_field) {
            parts = vec![line];
        }
        for part in parts {
            let colon = self.colon(&part);
            let value = colon.unwrap_or(part.start)..part.end;
            pieces.push(self.piece(colon.map(|at| part.start..at), value, false));
        }
    }

    /// The colon behind a name, or the dash behind one that is known.
    fn colon(&self, part: &Range<usize>) -> Option<usize> {
        let text = &self.text[part.clone()];
        let dash = [" - ", " – ", " — "].iter().filter_map(|dash| text.find(dash)).min();
        let dash = dash.filter(|dash| is_field(&text[..*dash]) && !text[..*dash].contains(':'));
        if let Some(dash) = dash {
            return Some(part.start + dash + 1);
        }
        let at = text.find([':', '：'])?;
        let (name, rest) = (text[..at].trim(), &text[at..]);
        let ends = rest.starts_with('：') || rest.len() == 1 || rest[1..].starts_with(char::is_whitespace);
        let is_name = ends && at <= LONG && name.split_whitespace().count() <= WORDS;
        (is_name && name.starts_with(char::is_alphabetic)).then_some(part.start + at)
    }

    fn piece(&self, name: Option<Range<usize>>, value: Range<usize>, is_followed: bool) -> Piece {
        let is_sign = |c: char| c.is_whitespace() || matches!(c, ':' | '：');
        let name =
            name.map(|name| self.text[name].trim_matches(is_sign).to_owned()).filter(|name| !name.is_empty());
        let from = self.links.partition_point(|(at, _)| *at < value.start);
        let links =
            self.links[from..].iter().take_while(|(at, _)| *at <= value.end).map(|(_, link)| link.clone());
        let links = links.collect();
        let mut text = self.text[value].trim();
        if name.is_some() {
            text = text.trim_start_matches(|c: char| is_sign(c) || matches!(c, '—' | '–' | '='));
            text = text.strip_prefix("- ").unwrap_or(text).trim_start();
        }
        if is_followed {
            text = text.trim_end_matches(|c: char| c.is_whitespace() || "|·•,;—–-/".contains(c));
        }
        let is_known = name.as_deref().is_some_and(is_field);
        Piece { name, value: text.to_owned(), links, is_known, ..Piece::default() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pieces(text: &str) -> Vec<String> {
        let mut inline = Inline::default();
        for (at, part) in text.split("**").enumerate() {
            let start = inline.text.len();
            inline.text.push_str(part);
            inline.bold.extend((at % 2 == 1).then_some(start..inline.text.len()));
        }
        let told = |piece: Piece| format!("{}={}", piece.name.unwrap_or_default(), piece.value);
        inline.pieces().into_iter().map(told).collect()
    }

    #[test]
    fn fields_are_found_however_they_are_written() {
        for (text, expected) in [
            ("**Likelihood**: low", &["Likelihood=low"][..]),
            ("**Likelihood:** low", &["Likelihood=low"]),
            ("**Likelihood: low**", &["Likelihood=low"]),
            ("**Likelihood** — low", &["Likelihood=low"]),
            ("Likelihood - low - or not", &["Likelihood=low - or not"]),
            ("Likelihood: low", &["Likelihood=low"]),
            ("影響度：高", &["影響度=高"]),
            ("**Likelihood:** low | **Impact:** high", &["Likelihood=low", "Impact=high"]),
            ("Likelihood: low · Impact: high", &["Likelihood=low", "Impact=high"]),
            ("**Severity:** 9\n**Fix**: a | b", &["Severity=9", "Fix=a | b"]),
            ("See https://e.x at 12:30", &["=See https://e.x at 12:30"]),
            ("It is **bold** here", &["=It is **bold** here"]),
            ("", &[]),
        ] {
            assert_eq!(
                pieces(text),
                expected.iter().map(|text| text.replace("**", "")).collect::<Vec<_>>(),
                "{text}"
            );
        }
    }
}
