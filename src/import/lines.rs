//! Lines of lists, and lines that HTML ends.

/// A line without its bullets, of which lists within lists leave several.
pub(in crate::import) fn bare(line: &str) -> &str {
    std::iter::successors(Some(line), |line| bullet(line)).last().unwrap_or(line)
}

/// What stands behind a bullet or a number: `- a`, `• a`, `1. a`, `2) a`.
fn bullet(line: &str) -> Option<&str> {
    let sign = line.strip_prefix([
        '-', '*', '•', '–', '—', '·', '+', '→', '・', '●', '○', '◦', '▪', '■', '‣', '✓', '✔', '☐', '☑',
    ]);
    let number = || {
        let digits = line.bytes().take_while(u8::is_ascii_digit).count();
        (1..=3).contains(&digits).then(|| line[digits..].strip_prefix(['.', ')'])).flatten()
    };
    let rest = sign.or_else(number)?;
    let apart = rest.starts_with([' ', '\u{a0}'])
        || line.starts_with(['・', '●', '■'])
        || line.starts_with('-') && rest.starts_with(char::is_alphabetic);
    apart.then(|| rest.trim()).filter(|rest| !rest.is_empty())
}

/// A text whose `<br>` are line ends, and with them its entities characters; `None` where it has none.
pub(super) fn broken(text: &str) -> Option<String> {
    let mut lines = String::new();
    let mut rest = text;
    let mut from = 0;
    while let Some(at) = rest[from..].find('<').map(|at| from + at) {
        let tag = rest[at + 1..].get(..2).filter(|name| name.eq_ignore_ascii_case("br"));
        let end = tag.and_then(|_| rest[at + 3..].find(|letter: char| letter != ' ' && letter != '/'));
        match end.map(|end| at + 3 + end).filter(|&end| rest[end..].starts_with('>')) {
            Some(end) => {
                characters(&rest[..at], &mut lines);
                lines.push('\n');
                (rest, from) = (&rest[end + 1..], 0);
            }
            None => from = at + 1,
        }
    }
    if rest.len() == text.len() {
        return None;
    }
    characters(rest, &mut lines);
    Some(lines)
}

/// Adds a text with its entities as characters.
fn characters(text: &str, to: &mut String) {
    const ENTITIES: &[(&str, &str)] =
        &[("&amp;", "&"), ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&nbsp;", " ")];
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        to.push_str(&rest[..at]);
        rest = &rest[at..];
        let entity = ENTITIES.iter().find(|(entity, _)| rest.starts_with(entity));
        let (entity, character) = entity.unwrap_or(&("&", "&"));
        to.push_str(character);
        rest = &rest[entity.len()..];
    }
    to.push_str(rest);
}
