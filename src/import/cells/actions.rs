//! A cell of actions → single actions, each with its class.

use crate::import::Cell;
use crate::import::lines::bare;
use crate::model::MeasureClass;
use crate::model::marked;
use crate::model::says_nothing;

/// Items as actions. `class` is what the column says; headings among them say otherwise.
pub(in crate::import) fn actions(items: &[Item], class: MeasureClass) -> Vec<(MeasureClass, String)> {
    let mut class = class;
    let mut actions = Vec::new();
    for item in items {
        let mut action = item.text.as_str();
        while let Some((of, rest)) = heading(action).filter(|_| !item.literal) {
            (class, action) = (of, bare(rest));
        }
        if !action.is_empty() && (item.literal || !says_nothing(action)) {
            actions.push((class, action.to_owned()));
        }
    }
    actions
}

/// An item of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::import) struct Item {
    pub(in crate::import) text: String,
    /// Whether it is to be taken letter by letter.
    pub(in crate::import) literal: bool,
}

impl Item {
    pub(in crate::import) fn literal(text: &str) -> Self {
        Self { text: text.to_owned(), literal: true }
    }
}

/// The items of a cell without their bullets: its lines, else what semicolons part; or those that our own export marked.
pub(in crate::import) fn items(cell: &Cell, ours: bool) -> Vec<Item> {
    if ours && !cell.is_literal() && marked::is_marked(&cell.text) {
        return marked_items(&cell.text);
    }
    let lines = || cell.text.lines().map(|line| if cell.is_literal() { line } else { bare(line.trim()) });
    let written: Vec<&str> = lines().filter(|line| !line.is_empty()).collect();
    let items = match written.as_slice() {
        [one] if !cell.is_literal() => parted(one),
        lines => lines.to_vec(),
    };
    items.into_iter().map(|text| Item { text: text.to_owned(), literal: cell.is_literal() }).collect()
}

/// The items of a list with marks. A line that begins with a space goes on; what else has no mark was added by hand.
fn marked_items(text: &str) -> Vec<Item> {
    let mut items: Vec<Item> = Vec::new();
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        match (line.strip_prefix(marked::MARK), line.strip_prefix(' '), items.last_mut()) {
            (Some(text), ..) => items.push(Item::literal(text)),
            (None, Some(rest), Some(Item { text, literal: true })) => text.extend(["\n", rest]),
            _ => items.push(Item { text: bare(line.trim()).to_owned(), literal: false }),
        }
    }
    items
}

/// The parts of a line between semicolons outside parentheses, or between bars without spaces: `a|b`.
fn parted(line: &str) -> Vec<&str> {
    let (mut parts, mut start, mut depth) = (Vec::new(), 0, 0_usize);
    for (at, letter) in line.char_indices() {
        match letter {
            '(' | '[' | '（' => depth += 1,
            ')' | ']' | '）' => depth = depth.saturating_sub(1),
            ';' | '；' if depth == 0 => {
                parts.push(&line[start..at]);
                start = at + letter.len_utf8();
            }
            '|' if depth == 0 && is_bar(line, at) => {
                parts.push(&line[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&line[start..]);
    parts.into_iter().map(|part| bare(part.trim())).filter(|part| !part.is_empty()).collect()
}

/// Whether a bar parts items: those of programs have spaces around them.
pub(in crate::import) fn is_bar(line: &str, at: usize) -> bool {
    let is_word =
        |letter: Option<char>| letter.is_some_and(|letter| !letter.is_whitespace() && letter != '|');
    is_word(line[..at].chars().next_back()) && is_word(line[at + 1..].chars().next())
}

/// A line that says of which class the following actions are, and what stands behind it on the same line.
fn heading(line: &str) -> Option<(MeasureClass, &str)> {
    const CLASSES: &[(&str, MeasureClass)] = &[
        ("reactive", MeasureClass::Reactive),
        ("preventative", MeasureClass::Preventative),
        ("preventive", MeasureClass::Preventative),
        ("proactive", MeasureClass::Preventative),
        ("mitigation", MeasureClass::Mitigation),
        ("reaktive maßnahme", MeasureClass::Reactive),
        ("vorbeugende maßnahme", MeasureClass::Preventative),
        ("präventive maßnahme", MeasureClass::Preventative),
        ("actions réactive", MeasureClass::Reactive),
        ("actions préventive", MeasureClass::Preventative),
        ("acciones reactiva", MeasureClass::Reactive),
        ("acciones preventiva", MeasureClass::Preventative),
    ];
    let line = line.trim_start_matches(['*', '_']);
    let lower = line.to_lowercase();
    let (name, class) = CLASSES.iter().find(|(name, _)| lower.starts_with(name))?;
    let mut rest = line.get(name.len()..)?;
    for noun in [" actions", " action", " measures", " measure", "n", "s"] {
        if rest.to_ascii_lowercase().starts_with(noun) {
            rest = &rest[noun.len()..];
            break;
        }
    }
    let unmarked = rest.trim_start_matches(['*', '_', ' ']);
    match unmarked.strip_prefix(':') {
        Some(rest) => Some((*class, rest.trim_start_matches(['*', '_', ' ']).trim())),
        None => unmarked.is_empty().then_some((*class, "")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use MeasureClass::{Mitigation, Preventative, Reactive};

    fn read(text: &str) -> Vec<(MeasureClass, String)> {
        actions(&items(&Cell::new(text, Vec::new()), false), Mitigation)
    }

    #[test]
    fn classes_are_told_apart_within_a_cell() {
        let text = "Reactive actions:\n- Check\n- Fail over\n\nPreventative actions:\n- Test\n— Trace";
        let expected =
            [(Reactive, "Check"), (Reactive, "Fail over"), (Preventative, "Test"), (Preventative, "Trace")];
        assert_eq!(read(text), expected.map(|(class, text)| (class, text.to_owned())));
        assert_eq!(read("Preventive: Test"), [(Preventative, "Test".to_owned())]);
        assert_eq!(read("Reactive\nRoll back"), [(Reactive, "Roll back".to_owned())]);
    }

    #[test]
    fn plain_text_is_one_action_and_lines_are_several() {
        assert_eq!(read("Use retries."), [(Mitigation, "Use retries.".to_owned())]);
        assert_eq!(read("Use retries\nAdd a breaker").len(), 2);
        assert_eq!(read("Use retries; add a breaker").len(), 2);
        assert_eq!(read("Call Ann (at night; by phone)").len(), 1);
        assert_eq!(read("Wait; then look\nAdd a breaker").len(), 2);
        assert_eq!(read("**Reactive actions:** Check; **Preventative:** Test").len(), 2);
        assert_eq!(read("1. Use retries\n2) Add a breaker").len(), 2);
        assert_eq!(read("-5 °C is too cold"), [(Mitigation, "-5 °C is too cold".to_owned())]);
        assert_eq!(read("Reactive scaling of pods"), [(Mitigation, "Reactive scaling of pods".to_owned())]);
        assert_eq!(
            read("-quick fix\n100. late"),
            [(Mitigation, "quick fix".to_owned()), (Mitigation, "late".to_owned())]
        );
        assert_eq!(
            read("- Check\nDetection: alert"),
            [(Mitigation, "Check".to_owned()), (Mitigation, "Detection: alert".to_owned())]
        );
        assert_eq!(read("- + Check\n- 1. Wait"), [(Mitigation, "Check".into()), (Mitigation, "Wait".into())]);
        assert_eq!(read("- - Reactive: Preventative: Test"), [(Preventative, "Test".to_owned())]);
        for nothing in [" \n ", "-", "N/A", "Reactive actions: none", "TBD"] {
            assert_eq!(read(nothing), [], "{nothing}");
        }
    }
}
