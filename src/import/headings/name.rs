//! Headings without what does not matter of them.

/// A heading in lower case, without accents, with single spaces, none around slashes, without what explains it in
/// parentheses, and without what the forms of FMEA wrap around it: `Potential Cause(s) of Failure` is `causes`.
pub(in crate::import) fn normal(heading: &str) -> String {
    let words: String = parted(heading).chars().flat_map(char::to_lowercase).flat_map(folded).collect();
    // A plural stands at its word; `Severity (S)` has a letter of its own.
    let words = words
        .replace('_', " ")
        .replace(" (s)", "")
        .replace("(s)", "s")
        .replace("(n)", "n")
        .replace("(es)", "es");
    // Controls are told apart in parentheses; everything else there is a unit, a range or a letter.
    let words = match words.split_once(['(', '[']) {
        Some((before, after)) if !before.trim().is_empty() => match after {
            kind if kind.starts_with("prevention") => format!("{before} prevention"),
            kind if kind.starts_with("detection") => format!("{before} detection"),
            _ => before.to_owned(),
        },
        _ => words,
    };
    let words = words.replace(['(', ')', '[', ']'], " ");
    let words = words.trim_matches(|c: char| c.is_whitespace() || matches!(c, ':' | '?' | '*' | '.' | '#'));
    let parts: Vec<_> =
        words.split('/').map(|part| part.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
    let name = parts.join("/");
    let bare = ["potential ", "possible ", "mogliche ", "potentielle "]
        .iter()
        .find_map(|word| name.strip_prefix(word));
    let bare = bare.unwrap_or(&name);
    let ends = [
        " of failure",
        " of the failure",
        " da falha",
        " del fallo",
        " potential",
        " potentiel",
        " potentiels",
        " potencial",
        " potenciales",
    ];
    ends.iter().find_map(|end| bare.strip_suffix(end)).unwrap_or(bare).to_owned()
}

/// A heading with spaces where programs write none: `FailureMode`, `failure-mode`.
fn parted(heading: &str) -> String {
    if heading.starts_with("x-") {
        return heading.to_owned();
    }
    let mut parted = String::with_capacity(heading.len() + 4);
    let letters: Vec<char> = heading.chars().collect();
    for (at, &letter) in letters.iter().enumerate() {
        let before = at.checked_sub(1).map_or(' ', |at| letters[at]);
        let next = letters.get(at + 1).copied().unwrap_or(' ');
        let begins = before.is_lowercase() && letter.is_uppercase()
            || before.is_uppercase() && letter.is_uppercase() && next.is_lowercase();
        // The plural of an abbreviation is one word: `IDs`.
        if begins && !(next == 's' && letters.get(at + 2).is_none_or(|letter| !letter.is_alphanumeric())) {
            parted.push(' ');
        }
        let is_joint = letter == '-' && before.is_alphanumeric() && next.is_alphanumeric();
        parted.push(if is_joint { ' ' } else { letter });
    }
    parted
}

/// A letter without its accent.
fn folded(letter: char) -> impl Iterator<Item = char> {
    let (one, two) = match letter {
        'á' | 'à' | 'â' | 'ä' | 'ã' | 'å' => ('a', None),
        'é' | 'è' | 'ê' | 'ë' => ('e', None),
        'í' | 'ì' | 'î' | 'ï' => ('i', None),
        'ó' | 'ò' | 'ô' | 'ö' | 'õ' | 'ø' => ('o', None),
        'ú' | 'ù' | 'û' | 'ü' => ('u', None),
        'ç' => ('c', None),
        'ñ' => ('n', None),
        'ß' => ('s', Some('s')),
        'æ' => ('a', Some('e')),
        'œ' => ('o', Some('e')),
        '’' => ('\'', None),
        other => (other, None),
    };
    std::iter::once(one).chain(two)
}

/// A heading as the rest of an `x-` key. One that is such a key stays it.
pub(in crate::import) fn key(heading: &str) -> String {
    let bare = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    if let Some(own) = heading.strip_prefix("x-").filter(|own| !own.is_empty() && own.bytes().all(bare)) {
        return own.to_owned();
    }
    let lower: String = heading.chars().flat_map(char::to_lowercase).flat_map(folded).collect();
    let name = lower.strip_prefix("x-").unwrap_or(&lower);
    let words: Vec<_> =
        name.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect();
    match name.trim() {
        "#" => "number".to_owned(),
        _ if words.is_empty() => "column".to_owned(),
        _ => words.join("-"),
    }
}
