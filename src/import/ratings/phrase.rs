//! What stands around a level: signs, conditions, and what holds at all other times.

use crate::model::Rating;

/// Parts a text at the commas that stand behind a closing parenthesis and in none.
pub(super) fn split_outside(text: &str) -> Vec<&str> {
    let (mut parts, mut start, mut depth, mut last) = (Vec::new(), 0, 0_usize, ' ');
    for (at, letter) in text.char_indices() {
        match letter {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            ',' if depth == 0 && last == ')' => {
                parts.push(text[start..at].trim());
                start = at + 1;
            }
            _ => {}
        }
        last = letter;
    }
    parts.push(text[start..].trim());
    parts
}

/// A text without the coloured signs before and after it: `🔴 High`, `:red_circle: High`.
pub(in crate::import) fn undecorated(text: &str) -> &str {
    // Pictures, the signs of warning and of colour, and what tells them to be shown as pictures. No sign of
    // mathematics, arrow, tick or cross: those say something.
    let is_sign = |c: char| {
        matches!(c, '\u{1f300}'..='\u{1faff}' | '\u{26a0}'..='\u{26ab}' | '\u{2b1b}' | '\u{2b1c}' | '\u{fe0f}')
            || c.is_whitespace()
    };
    let text = text.trim_matches(|c| is_sign(c) || matches!(c, '*' | '`'));
    let short = text.strip_prefix(':').and_then(|rest| rest.split_once(": "));
    let is_name = |name: &str| name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    short.filter(|(name, _)| is_name(name)).map_or(text, |(_, rest)| rest.trim())
}

/// Words that begin a condition.
const BEGINNINGS: &[&str] = &[
    "after",
    "at",
    "before",
    "by",
    "depending",
    "depends",
    "during",
    "for",
    "if",
    "in",
    "on",
    "only",
    "outside",
    "under",
    "unless",
    "until",
    "when",
    "whenever",
    "while",
    "with",
    "within",
    "without",
    "bei",
    "beim",
    "falls",
    "im",
    "nach",
    "nur",
    "unter",
    "vor",
    "während",
    "wenn",
    "après",
    "avant",
    "durant",
    "en",
    "lors",
    "pendant",
    "quand",
    "si",
    "sous",
    "antes",
    "bajo",
    "con",
    "cuando",
    "después",
    "durante",
    "sin",
    "tras",
];

/// Whether what stands behind a level is parted from it, by a sign or by a word that goes on about it.
pub(super) fn is_apart(rest: &str) -> bool {
    const GOING_ON: &[&str] = &[
        "and",
        "at",
        "because",
        "but",
        "due",
        "except",
        "impact",
        "likelihood",
        "otherwise",
        "risk",
        "severity",
        "since",
    ];
    let word = rest.split(|c: char| !c.is_alphanumeric()).next().unwrap_or("").to_lowercase();
    word.is_empty() || BEGINNINGS.contains(&word.as_str()) || GOING_ON.contains(&word.as_str())
}

/// The condition in the rest of a cell: words that begin one, or several words in parentheses that are no remark.
pub(super) fn condition(rest: &str, ours: bool) -> Option<&str> {
    const REMARKS: &[&str] =
        &["about", "approx", "but", "cf", "is", "maybe", "no", "not", "see", "to", "was"];
    let inner = rest.strip_prefix('(').and_then(|rest| rest.strip_suffix(')'));
    let words = inner.unwrap_or(rest).trim().trim_start_matches([',', ' ']);
    let first = words.split(|c: char| !c.is_alphanumeric()).next().unwrap_or("").to_lowercase();
    let prose = ours && inner.is_some() && words.contains(' ') && words.chars().any(char::is_lowercase);
    let holds = (prose && !REMARKS.contains(&first.as_str())) || BEGINNINGS.contains(&first.as_str());
    (holds && !words.is_empty()).then_some(words)
}

/// Parts `X and Y at other times`, or `X, otherwise Y`, into X and the level of Y.
pub(super) fn split_otherwise(text: &str, find: impl Fn(&str) -> Option<Rating>) -> (&str, Option<Rating>) {
    const ENDS: &[&str] = &["at all other times", "at other times", "otherwise", "else"];
    const JOINTS: &[&str] =
        &[", otherwise ", "; otherwise ", " otherwise ", ", and ", ", but ", " and ", " but ", "; ", ", "];
    let text = text.trim().trim_end_matches('.');
    for joint in JOINTS {
        for (at, _) in text.match_indices(joint).collect::<Vec<_>>().into_iter().rev() {
            let tail = text[at + joint.len()..].trim();
            let level = if joint.contains("otherwise") {
                find(tail)
            } else {
                ENDS.iter().find_map(|end| find(tail.strip_suffix(end)?))
            };
            if level.is_some() {
                return (text[..at].trim_end_matches([',', ';']), level);
            }
        }
    }
    (text, None)
}
