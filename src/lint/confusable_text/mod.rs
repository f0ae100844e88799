//! Texts that are not what they look like: invisible characters anywhere, and look-alikes in what is run or compared.

mod glance;
mod symbols;
mod words;

use std::ops::Range;

use crate::finding::Passage;
use crate::finding::Role;
use crate::finding::short;
use crate::lint::Diagnostics;
use crate::lint::OfText;
use crate::lint::Rule;
use crate::model::is_terminal_control;
use crate::model::lookalike::alphabet;
use crate::model::lookalike::belongs;
use crate::model::lookalike::invisible;
use words::Disguise;

pub(super) const RULE: Rule = Rule::of_texts(
    "confusable-text",
    include_str!("../confusable_text.md"),
    OfText { glance: glance::glance, judge, yields: true },
);

/// Keys whose values people or programs run.
const RUN: &[&str] = &["command", "expr", "query"];

/// Keys whose values are compared with others: people and teams, names of entries and alerts, what else leads somewhere.
const COMPARED: &[&str] = &[
    "accept_by",
    "affects",
    "alert",
    "alternative_to",
    "approved",
    "approver",
    "by",
    "component",
    "components",
    "confirm",
    "contact",
    "covers",
    "decides",
    "depends_on",
    "deputy",
    "detected_by",
    "failures",
    "flows",
    "guard",
    "incident",
    "isolation",
    "match",
    "name",
    "owner",
    "participants",
    "plan",
    "primary",
    "probe",
    "raised_by",
    "register",
    "role",
    "route",
    "sources",
    "tags",
    "technology",
    "tells",
    "to",
    "trigger",
    "use",
    "with",
];

fn judge(passage: &Passage<'_>, diagnostics: &mut Diagnostics) {
    // What cannot be parsed is found by `syntax`, which also says where it is due to an invisible character.
    if passage.role == Role::Unparsed {
        return;
    }
    judge_invisible(passage, diagnostics);
    if passage.role == Role::Value && RUN.contains(&passage.key) {
        let disguised = words::disguised(passage.text, passage.text).into_iter();
        // A Greek letter alone is a unit or a version.
        let is_symbol = |word: &Disguise| word.is_single() && alphabet(word.letter.0) == "Greek";
        disguised.filter(|word| !is_symbol(word)).for_each(|word| judge_word(passage, &word, diagnostics));
        if let Some((at, symbol, reads)) = symbols::first(passage.text) {
            let name = passage.name();
            let message = format!("{name} contains {}, which is not `{reads}`", code(symbol));
            let range = at..at + symbol.len_utf8();
            let part = around(passage.text, &range);
            let typed = symbols::plain(&passage.text[part]);
            diagnostics.report(passage.part(range), message).help(format!("type {}", quoted(&typed)));
        }
    } else if passage.role == Role::Key || passage.role == Role::Value && COMPARED.contains(&passage.key) {
        let disguised = words::disguised(passage.text, passage.around).into_iter();
        disguised.filter(|word| !word.is_single()).for_each(|word| judge_word(passage, &word, diagnostics));
    } else {
        words::hosts(passage.text).into_iter().for_each(|word| judge_word(passage, &word, diagnostics));
    }
}

/// Reports the first invisible character, and how many there are.
fn judge_invisible(passage: &Passage<'_>, diagnostics: &mut Diagnostics) {
    let text = passage.text;
    let mut found =
        text.char_indices().filter_map(|(at, letter)| Some((at, letter, hidden(text, at, letter)?)));
    let Some((at, letter, kind)) = found.next() else { return };
    let more = match found.count() {
        0 => String::new(),
        1 => " and 1 more invisible character".to_owned(),
        more => format!(" and {more} more invisible characters"),
    };
    let message = format!("{} contains {} ({kind}){more}", passage.name(), code(letter));
    let range = at..at + letter.len_utf8();
    let word = around(text, &range);
    let seen =
        text[word.clone()].char_indices().filter(|&(at, c)| hidden(text, word.start + at, c).is_none());
    let typed: String = seen.map(|(_, letter)| letter).collect();
    let help = match typed.trim() {
        "" => "delete it".to_owned(),
        typed => format!("type {}", quoted(typed)),
    };
    diagnostics.report(passage.part(range), message).help(help);
}

/// What the character at a byte is, where it cannot be seen and nothing around it needs it.
fn hidden(text: &str, at: usize, letter: char) -> Option<&'static str> {
    let is_line_end = letter == '\r' && text[at + 1..].starts_with('\n');
    let kind = invisible(letter)
        .or_else(|| (is_terminal_control(letter) && !is_line_end).then_some("control character"))?;
    (!belongs(text, at, letter)).then_some(kind)
}

fn judge_word(passage: &Passage<'_>, word: &Disguise, diagnostics: &mut Diagnostics) {
    let (letter, looks) = word.letter;
    let message = format!(
        "{} contains {} ({}), which looks like `{looks}`",
        passage.name(),
        code(letter),
        alphabet(letter)
    );
    let part = around(passage.text, &word.range);
    let text = passage.text;
    let typed =
        format!("{}{}{}", &text[part.start..word.range.start], word.reads, &text[word.range.end..part.end]);
    diagnostics.report(passage.part(word.range.clone()), message).help(format!("type {}", quoted(&typed)));
}

/// A character by its number.
fn code(letter: char) -> String {
    format!("U+{:04X}", u32::from(letter))
}

/// What is typed between two spaces around a part of a text, in a length that fits a message.
fn around(text: &str, part: &Range<usize>) -> Range<usize> {
    const MOST: usize = 24;
    let is_end = |(_, letter): &(usize, char)| letter.is_whitespace();
    let before = text[..part.start].char_indices().rev().take(MOST).take_while(|pair| !is_end(pair)).last();
    let after = text[part.end..].char_indices().take(MOST).find(is_end);
    let rest = text[part.end..].char_indices().nth(MOST).map_or(text.len(), |(at, _)| part.end + at);
    before.map_or(part.start, |(at, _)| at)..after.map_or(rest, |(at, _)| part.end + at)
}

/// A text to type, in backticks; what is still invisible in it is escaped.
fn quoted(text: &str) -> String {
    let text = short(text);
    let escaped =
        text.chars().map(|letter| match invisible(letter).is_some() || is_terminal_control(letter) {
            true => format!("\\u{:04x}", u32::from(letter)),
            false => letter.to_string(),
        });
    format!("`{}`", escaped.collect::<String>())
}
