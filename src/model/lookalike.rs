//! Characters that are invisible, and letters that look like ASCII but are not. The tables are those of UTS #39.

use unicode_script::Script;
use unicode_script::UnicodeScript;
use unicode_security::GeneralSecurityProfile;
use unicode_security::skeleton;

/// What an invisible character is; `None` for one that can be seen. Spaces, tabs and control characters are not invisible.
pub fn invisible(letter: char) -> Option<&'static str> {
    Some(match letter {
        '\0'..='\u{ac}' => return None,
        '\u{ad}' => "soft hyphen",
        '\u{61c}' | '\u{200e}' | '\u{200f}' => "direction mark",
        '\u{115f}' | '\u{1160}' | '\u{3164}' | '\u{ffa0}' => "Hangul filler",
        '\u{180b}'..='\u{180d}' | '\u{180f}' | '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}' => {
            "variation selector"
        }
        '\u{200b}' => "zero width space",
        '\u{200c}' => "zero width non-joiner",
        '\u{200d}' => "zero width joiner",
        '\u{2028}' | '\u{2029}' => "line separator",
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => "direction override",
        '\u{2060}' => "word joiner",
        '\u{2061}'..='\u{2064}' => "invisible operator",
        '\u{2800}' => "blank pattern",
        '\u{feff}' => "byte order mark",
        '\u{fff9}'..='\u{fffb}' => "annotation mark",
        '\u{e0000}'..='\u{e007f}' => "tag character",
        // A skeleton leaves out what is ignorable by default.
        other if !other.is_alphanumeric() && skeleton(other.encode_utf8(&mut [0; 4])).next().is_none() => {
            "invisible character"
        }
        _ => return None,
    })
}

/// Whether the writing of a language, or an emoji, needs the invisible character at a byte of a text: Persian and Indic joiners,
/// families and flags of emoji, variants of ideographs, line breaks of Khmer, direction marks in Hebrew and Arabic.
pub fn belongs(text: &str, at: usize, letter: char) -> bool {
    let mut before = text[..at].chars().rev();
    let mut after = text[at + letter.len_utf8()..].chars();
    let (previous, next) = (before.next().unwrap_or(' '), after.next().unwrap_or(' '));
    match letter {
        '\u{200d}' if is_emoji(previous) => is_emoji(next),
        '\u{200c}' | '\u{200d}' => is_joining(previous),
        '\u{fe0e}' | '\u{fe0f}' if matches!(previous, '0'..='9' | '#' | '*') => next == '\u{20e3}',
        '\u{fe0e}' | '\u{fe0f}' => is_pictograph(previous),
        '\u{fe00}'..='\u{fe0d}' => previous >= '\u{1000}' && invisible(previous).is_none(),
        '\u{e0100}'..='\u{e01ef}' => previous.script() == Script::Han,
        '\u{180b}'..='\u{180f}' => previous.script() == Script::Mongolian,
        '\u{e0020}'..='\u{e007f}' => is_flag(&text[..at], letter, &text[at + letter.len_utf8()..]),
        '\u{200b}' => is_unspaced(previous) && is_unspaced(next),
        '\u{200e}' | '\u{200f}' | '\u{61c}' => {
            // Close by, so that a long text costs no more than a short one.
            const NEAR: usize = 40;
            is_leftward(previous)
                || is_leftward(next)
                || before.take(NEAR).chain(after.take(NEAR)).any(is_leftward)
        }
        '\u{115f}' | '\u{1160}' => is_jamo(previous) || is_jamo(next),
        _ => false,
    }
}

/// Whether what ends in `before`, goes on with `letter` and begins `after` is the flag of a region: a black flag, up to six tags
/// that repeat letters and digits, and the tag that ends it.
fn is_flag(before: &str, letter: char, after: &str) -> bool {
    const MOST: usize = 7;
    let is_tag = |c: &char| matches!(c, '\u{e0020}'..='\u{e007f}');
    let ahead = before.chars().rev().take(MOST).take_while(is_tag).count();
    let mut tags: Vec<char> = before.chars().rev().take(ahead).collect();
    tags.reverse();
    tags.push(letter);
    tags.extend(after.chars().take(MOST).take_while(is_tag));
    let spelt = tags.len() <= MOST && tags.pop() == Some('\u{e007f}');
    let is_spelling = |c: &char| matches!(c, '\u{e0030}'..='\u{e0039}' | '\u{e0061}'..='\u{e007a}');
    spelt
        && tags.len() >= 3
        && tags.iter().all(is_spelling)
        && before.chars().rev().nth(ahead) == Some('\u{1f3f4}')
}

/// Whether an emoji may end or begin here: a picture, a tone of skin, or a selector behind a picture.
fn is_emoji(letter: char) -> bool {
    is_pictograph(letter) || matches!(letter, '\u{fe0f}' | '\u{20e3}' | '\u{e007f}')
}

/// Blocks of symbols that have emoji among them.
fn is_pictograph(letter: char) -> bool {
    matches!(letter,
        '©' | '®' | '\u{203c}' | '\u{2049}' | '\u{2122}' | '\u{2139}' | '\u{3030}' | '\u{303d}' | '\u{3297}' | '\u{3299}'
        | '\u{2190}'..='\u{21ff}' | '\u{2300}'..='\u{23ff}' | '\u{24c2}' | '\u{25a0}'..='\u{27bf}'
        | '\u{2900}'..='\u{297f}' | '\u{2b00}'..='\u{2bff}' | '\u{1f000}'..='\u{1faff}')
}

/// Whether a letter belongs to a script whose letters join: Arabic and its neighbours, those of India and South-East Asia,
/// Mongolian.
fn is_joining(letter: char) -> bool {
    matches!(letter,
        '\u{620}'..='\u{109f}' | '\u{1700}'..='\u{1aff}' | '\u{1b00}'..='\u{1cff}' | '\u{a800}'..='\u{abff}'
        | '\u{fb50}'..='\u{fdff}' | '\u{fe70}'..='\u{fefe}' | '\u{10a00}'..='\u{11fff}' | '\u{1e900}'..='\u{1e95f}')
        && invisible(letter).is_none()
}

/// Whether a letter belongs to a script that writes no space between words.
fn is_unspaced(letter: char) -> bool {
    matches!(letter.script(), Script::Thai | Script::Lao | Script::Khmer | Script::Myanmar | Script::Tibetan)
}

/// Whether a letter is written from right to left.
fn is_leftward(letter: char) -> bool {
    matches!(letter, '\u{590}'..='\u{61b}' | '\u{61d}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefe}'
        | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
}

fn is_jamo(letter: char) -> bool {
    matches!(letter, '\u{1100}'..='\u{115e}' | '\u{1161}'..='\u{11ff}' | '\u{a960}'..='\u{a97f}' | '\u{d7b0}'..='\u{d7ff}')
}

/// The ASCII letter or digit that a letter of another alphabet looks like. Letters that languages of the Latin alphabet need
/// look like themselves.
pub fn lookalike(letter: char) -> Option<char> {
    if letter.is_ascii() || !letter.is_alphanumeric() || is_latin(letter) {
        return None;
    }
    if let Some(narrow) = narrow(letter) {
        return Some(narrow);
    }
    let mut buffer = [0; 4];
    let mut shape = skeleton(letter.encode_utf8(&mut buffer));
    let looks = match (shape.next()?, shape.next()) {
        // What the tables write for `m`.
        ('r', Some('n')) => 'm',
        // They also hold that l, I and 1 are one shape, and O and 0 another.
        ('l', None) if letter.is_uppercase() => 'I',
        ('l', None) if letter.is_numeric() => '1',
        ('O', None) if letter.is_numeric() => '0',
        (looks, None) => looks,
        _ => return None,
    };
    (shape.next().is_none() && looks.is_ascii_alphanumeric()).then_some(looks)
}

/// The ASCII character that a fullwidth one is the wide form of.
pub fn narrow(letter: char) -> Option<char> {
    matches!(letter, '\u{ff01}'..='\u{ff5e}').then(|| char::from_u32(u32::from(letter) - 0xfee0)).flatten()
}

/// Whether a letter is one that languages of the Latin alphabet are written with.
pub fn is_latin(letter: char) -> bool {
    letter.is_ascii_alphabetic() || letter.script() == Script::Latin && letter.identifier_allowed()
}

/// Whether a letter shows that its text is written in the alphabet of another one: it is of the same, and looks like no Latin
/// letter. What is fullwidth is at home beside Chinese, Japanese and Korean.
pub fn confirms(letter: char, alphabet: char) -> bool {
    if letter.is_ascii() || !letter.is_alphabetic() {
        return false;
    }
    let script = letter.script();
    match alphabet {
        wide if narrow(wide).is_some() => matches!(
            script,
            Script::Han | Script::Hiragana | Script::Katakana | Script::Hangul | Script::Bopomofo
        ),
        other => script == other.script() && script != Script::Common && lookalike(letter).is_none(),
    }
}

/// The name of the alphabet of a letter: `Cyrillic`.
pub fn alphabet(letter: char) -> &'static str {
    match letter.script() {
        _ if narrow(letter).is_some() => "fullwidth",
        Script::Common | Script::Inherited | Script::Latin => "symbol",
        script => script.full_name(),
    }
}
