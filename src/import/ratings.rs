//! Words of a cell → ratings. What a cell says beyond a level is handed back, never dropped.

use crate::model::Condition;
use crate::model::Likelihood;
use crate::model::Outage;
use crate::model::Rating;
use crate::model::Scale;
use crate::model::Word;

/// A rating, and whether the cell said more than that.
#[derive(Debug, PartialEq)]
pub(super) struct Understood<T> {
    pub(super) value: T,
    pub(super) whole: bool,
}

/// A level, perhaps with more behind it: `High (9)`.
pub(super) fn rating(text: &str, scale: &Scale) -> Option<Understood<Rating>> {
    let (value, rest) = leading_level(text, scale)?;
    Some(Understood { value, whole: rest.is_empty() })
}

/// A level; levels with conditions; or those with a level for all other times.
pub(super) fn likelihood(text: &str, scale: &Scale) -> Option<Understood<Likelihood>> {
    let (main, otherwise) = split_otherwise(text, scale);
    // Several conditions as we print them: `rare (at night), likely (by day)`.
    let several = split_outside(main).into_iter().map(|part| {
        let (level, rest) = leading_level(part, scale)?;
        Some(Condition { level, when: condition(rest)?.to_owned() })
    });
    if let Some(conditions) = several.collect::<Option<Vec<_>>>() {
        return Some(Understood { value: Likelihood::conditional(conditions, otherwise)?, whole: true });
    }
    let (level, rest) = leading_level(main, scale)?;
    let unconditional = otherwise.is_none();
    unconditional.then(|| Understood { value: Likelihood::always(level), whole: rest.is_empty() })
}

/// Parts a text at the commas that stand behind a closing parenthesis and in none.
fn split_outside(text: &str) -> Vec<&str> {
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

/// How much is gone: the words of RE:03, or ours. `Potential full` is a full outage, said with less certainty.
pub(super) fn outage(text: &str) -> Option<Understood<Outage>> {
    let lower = text.trim().to_lowercase();
    let known = |text: &str| {
        let word = text.trim().replace(' ', "-");
        Outage::from_word(&word).or_else(|| Outage::from_word(word.trim_end_matches("-outage")))
    };
    if let Some(value) = known(&lower) {
        return Some(Understood { value, whole: true });
    }
    let possible =
        lower.rsplit_once("potential")?.1.trim().trim_start_matches("for ").trim_start_matches("a ");
    known(possible).map(|value| Understood { value, whole: false })
}

/// The level that a text begins with, the longest first, and the rest. A text that names another level further on,
/// or takes its own back, is not understood.
fn leading_level<'t>(text: &'t str, scale: &Scale) -> Option<(Rating, &'t str)> {
    const WORDS: usize = 4;
    let text = undecorated(text);
    if let Some(rating) = scale.read(text) {
        return Some((rating, ""));
    }
    let gaps: Vec<usize> =
        text.match_indices([' ', '(', ',', ';', ':']).map(|(at, _)| at).take(WORDS).collect();
    let found = gaps.into_iter().rev().find_map(|gap| Some((scale.find(&text[..gap])?, text[gap..].trim())));
    let (level, rest) = found?;
    let mut words = rest.split(|c: char| !c.is_alphanumeric() && c != '-').filter(|word| !word.is_empty());
    let denies = words.clone().next().is_some_and(|word| word.eq_ignore_ascii_case("not"));
    let within = rest.starts_with('(') && rest.ends_with(')');
    let takes_back = !within && (denies || words.any(|word| scale.find(word).is_some()));
    (!takes_back).then_some((level, rest))
}

/// A text without the coloured signs before and after it: `🔴 High`, `:red_circle: High`.
fn undecorated(text: &str) -> &str {
    // Pictures, the signs of warning and of colour, and what tells them to be shown as pictures. No sign of
    // mathematics, arrow, tick or cross: those say something.
    let is_sign = |c: char| {
        matches!(c, '\u{1f300}'..='\u{1faff}' | '\u{26a0}'..='\u{26ab}' | '\u{2b1b}' | '\u{2b1c}' | '\u{fe0f}')
            || c.is_whitespace()
    };
    let text = text.trim_matches(is_sign);
    let short = text.strip_prefix(':').and_then(|rest| rest.split_once(": "));
    let is_name = |name: &str| name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    short.filter(|(name, _)| is_name(name)).map_or(text, |(_, rest)| rest.trim())
}

/// A rating written as a number from 1 to 10.
pub(super) fn number(text: &str) -> Option<u8> {
    text.trim().parse().ok().filter(|number| (1..=10).contains(number))
}

/// The condition in the rest of a cell: words that begin one, or several words in parentheses that are no remark.
fn condition(rest: &str) -> Option<&str> {
    const BEGINNINGS: &[&str] = &[
        "after", "at", "before", "during", "for", "if", "in", "on", "under", "unless", "until", "when",
        "while", "with",
    ];
    const REMARKS: &[&str] =
        &["about", "approx", "but", "cf", "is", "maybe", "no", "not", "see", "to", "was"];
    let inner = rest.strip_prefix('(').and_then(|rest| rest.strip_suffix(')'));
    let words = inner.unwrap_or(rest).trim().trim_start_matches([',', ' ']);
    let first = words.split(|c: char| !c.is_alphanumeric()).next().unwrap_or("").to_lowercase();
    let prose = inner.is_some() && words.contains(' ') && words.chars().any(char::is_lowercase);
    let holds = (prose && !REMARKS.contains(&first.as_str())) || BEGINNINGS.contains(&first.as_str());
    (holds && !words.is_empty()).then_some(words)
}

/// Parts `X and Y at other times`, or `X, otherwise Y`, into X and the level of Y.
fn split_otherwise<'t>(text: &'t str, scale: &Scale) -> (&'t str, Option<Rating>) {
    const ENDS: &[&str] = &["at all other times", "at other times", "otherwise", "else"];
    const JOINTS: &[&str] =
        &[", otherwise ", "; otherwise ", " otherwise ", ", and ", ", but ", " and ", " but ", "; ", ", "];
    let text = text.trim().trim_end_matches('.');
    for joint in JOINTS {
        for (at, _) in text.match_indices(joint).collect::<Vec<_>>().into_iter().rev() {
            let tail = text[at + joint.len()..].trim();
            let level = if joint.contains("otherwise") {
                scale.find(tail)
            } else {
                ENDS.iter().find_map(|end| scale.find(tail.strip_suffix(end)?))
            };
            if level.is_some() {
                return (text[..at].trim_end_matches([',', ';']), level);
            }
        }
    }
    (text, None)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Scales;

    fn shown(text: &str) -> Option<(String, bool)> {
        let understood = likelihood(text, &Scales::default().likelihood)?;
        Some((understood.value.to_string(), understood.whole))
    }

    #[test]
    fn the_five_phrases_of_the_sources_keep_their_conditions() {
        let whole = |text: &str| Some((text.to_owned(), true));
        let both = whole("very-likely (during deployments), otherwise not-likely");
        assert_eq!(shown("Very likely"), whole("very-likely"));
        assert_eq!(shown("Likely"), whole("likely"));
        assert_eq!(shown("Not likely"), whole("not-likely"));
        assert_eq!(shown("Highly likely during deployments and not likely at other times"), both);
        assert_eq!(shown("Likely (under heavy load)"), whole("likely (under heavy load)"));
        assert_eq!(shown("Very low"), whole("rare"));
        assert_eq!(shown("Medium"), whole("likely"));
        assert_eq!(shown("4"), whole("not-likely"));
        assert_eq!(shown("🟡 Medium"), whole("likely"));
        assert_eq!(shown("Likely ⚠️"), whole("likely"));
        assert_eq!(shown(":red_circle: Very likely"), whole("very-likely"));
    }

    #[test]
    fn what_we_print_is_read_back() {
        for text in [
            "rare",
            "likely (under heavy load)",
            "very-likely (during deployments), otherwise not-likely",
            "rare (at night), likely (in the peak season), otherwise not-likely",
            "rare (at night), likely (in the peak season)",
            "likely (under high load), otherwise rare",
            "rare (in peak (December), at night), likely (by day)",
        ] {
            assert_eq!(shown(text), Some((text.to_owned(), true)), "{text}");
        }
    }

    #[test]
    fn nothing_is_guessed() {
        assert_eq!(shown("Likely — see below"), Some(("likely".to_owned(), false)));
        assert_eq!(shown("Likely (90%)"), Some(("likely".to_owned(), false)));
        assert_eq!(shown("Medium (TBC)"), Some(("likely".to_owned(), false)));
        assert_eq!(shown("Likely (see note)"), Some(("likely".to_owned(), false)));
        assert_eq!(shown("Likely (but no longer)"), Some(("likely".to_owned(), false)));
        for text in [
            "Sometimes",
            "",
            "Likely not",
            "low, but high in December",
            "Likely, or rare",
            "11",
            "❌ Likely",
            "≠ 5",
        ] {
            assert_eq!(shown(text), None, "{text}");
        }
    }

    #[test]
    fn outages_are_those_of_re_03() {
        let read = |text: &str| outage(text).map(|understood| (understood.value.word(), understood.whole));
        assert_eq!(read("Full"), Some(("full", true)));
        assert_eq!(read("External only"), Some(("external-only", true)));
        assert_eq!(read("None"), Some(("none", true)));
        assert_eq!(read("Partial outage"), Some(("partial", true)));
        assert_eq!(read("Potential full"), Some(("full", false)));
        assert_eq!(read("Potential for partial outage"), Some(("partial", false)));
        assert_eq!(read("Low risk, potential for partial outage"), Some(("partial", false)));
        for text in ["Who knows", "None (fully protected)", "Not a full outage", "Full / Partial"] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
