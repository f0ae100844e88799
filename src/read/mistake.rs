//! What a person most likely meant where the parser stumbled. The parser says what it expected, which is seldom what is wrong.

use std::ops::Range;

use toml_parser::Source;
use toml_parser::lexer::TokenKind;

use crate::model::Id;
use crate::syntax::lines::line_start;
use crate::syntax::strings::unclosed;
use crate::syntax::strings::unclosed_string;

/// A mistake: where it is, what it is, and how it is corrected.
pub(crate) struct Mistake {
    pub(crate) span: Range<usize>,
    pub(crate) message: String,
    pub(crate) help: String,
}

/// The mistake behind an error of the parser at a byte, where it is one that people make.
pub(crate) fn mistake(text: &str, at: usize) -> Option<Mistake> {
    let at = if at == 0 { text.len() - text.trim_start_matches('\u{feff}').len() } else { at };
    let start = line_start(text, at);
    // Within a text of several lines everything may stand.
    if unclosed_string(&text[..start]).is_some() {
        return None;
    }
    let end = text[at..].find('\n').map_or(text.len(), |end| at + end);
    let line = Line { text, start, end };
    line.comment()
        .or_else(|| line.unclosed_above())
        .or_else(|| line.id())
        .or_else(|| line.typography())
        .or_else(|| line.date())
        .or_else(|| unclosed_list(text, start, at))
}

/// The line of an error.
struct Line<'t> {
    text: &'t str,
    start: usize,
    end: usize,
}

impl Line<'_> {
    fn line(&self) -> &str {
        &self.text[self.start..self.end]
    }

    /// Where the line begins without its indentation.
    fn begin(&self) -> usize {
        self.start + self.line().len() - self.line().trim_start().len()
    }

    /// Comments as other languages have them.
    fn comment(&self) -> Option<Mistake> {
        const SIGNS: [&str; 6] = ["//", "/*", "<!--", "--", ";", "%"];
        let sign = SIGNS.iter().find(|sign| self.line().trim_start().starts_with(*sign))?;
        Some(Mistake {
            span: self.begin()..self.begin() + sign.len(),
            message: format!("`{sign}` does not start a comment"),
            help: "start comments with #".to_owned(),
        })
    }

    /// A text in quotes that goes on in this line.
    fn unclosed_above(&self) -> Option<Mistake> {
        let above = self.text[..self.start].strip_suffix('\n')?;
        let start = above.rfind('\n').map_or(0, |end| end + 1);
        let above = &above[start..];
        let value = start + above.find('=')? + 1;
        let value = value + self.text[value..].len() - self.text[value..].trim_start().len();
        let quote = *self.text.as_bytes().get(value).filter(|quote| matches!(quote, b'"' | b'\''))?;
        let rest = self.text.get(value + 1..start + above.len())?;
        // Where it is closed on its line, or is meant for several, something else is wrong.
        let is_closed = rest.as_bytes().contains(&quote) || unclosed(rest.as_bytes()).is_some();
        let triple = if quote == b'"' { "\"\"\"…\"\"\"" } else { "'''…'''" };
        (!is_closed).then(|| Mistake {
            span: value..start + above.trim_end().len(),
            message: "this text is not closed: it ends at the end of the line".to_owned(),
            help: format!("add the closing quote, or write {triple} for several lines"),
        })
    }

    /// A header with an id that has other letters.
    fn id(&self) -> Option<Mistake> {
        let name = self.line().trim().strip_prefix('[')?.split(']').next()?;
        let id = name.split_once('.')?.1.split('.').next()?;
        let is_quoted = id.starts_with(['"', '\'']);
        if id.is_empty() || is_quoted || Id::new(id).is_ok() {
            return None;
        }
        let at = self.begin() + self.text[self.begin()..self.end].find(id)?;
        let slug = plain_id(id).map(|slug| format!("; `{slug}` would do")).unwrap_or_default();
        Some(Mistake {
            span: at..at + id.len(),
            message: format!("`{}` is not an id", crate::finding::short(id)),
            help: format!("use a-z, 0-9 and -{slug}"),
        })
    }

    /// Quotes and dashes that a word processor made.
    fn typography(&self) -> Option<Mistake> {
        const QUOTES: [char; 12] = ['“', '”', '„', '‟', '«', '»', '‘', '’', '‚', '‛', '‹', '›'];
        let line = self.line();
        let value = line.find('=').map_or(0, |at| at + 1);
        let first = line[value..].trim_start().chars().next()?;
        let (from, what, help) = match first {
            quote if QUOTES.contains(&quote) => (
                value + line[value..].find(quote)?,
                "these are typographic quotes",
                "write straight quotes: \"…\"",
            ),
            dash => {
                let dashes = ['–', '—', '‐', '‑', '−'];
                let is_plain = matches!(dash, '"' | '\'' | '[' | '{');
                let at = line.find(dashes).filter(|at| *at < value || !is_plain)?;
                (at, "this is a typographic dash", "write a hyphen: -")
            }
        };
        let length = line[from..].chars().next().map_or(0, char::len_utf8);
        let span = self.start + from..self.start + from + length;
        Some(Mistake { span, message: what.to_owned(), help: help.to_owned() })
    }

    /// A date in the order of other countries.
    fn date(&self) -> Option<Mistake> {
        let value = self.start + self.line().find('=')? + 1;
        let written = self.text[value..self.end].split('#').next()?;
        let at = value + written.len() - written.trim_start().len();
        let written = written.trim();
        let numbers: Vec<&str> =
            written.split(['.', '/', '-', ' ']).filter(|part| !part.is_empty()).collect();
        let is_number = |part: &&str| part.len() <= 4 && part.bytes().all(|byte| byte.is_ascii_digit());
        let [a, b, c] = numbers[..] else { return None };
        let is_of_toml = written.len() == 10 && a.len() == 4 && written.as_bytes().get(4) == Some(&b'-');
        if is_of_toml || ![a, b, c].iter().all(is_number) {
            return None;
        }
        let pad = |part: &str| format!("{part:0>2}");
        let help = match (a.len(), c.len(), written.contains('.')) {
            (4, _, _) => format!("write the date as {a}-{}-{}", pad(b), pad(c)),
            // With points the day comes first everywhere; with slashes nobody knows.
            (_, 4, true) => format!("write the date as {c}-{}-{}", pad(b), pad(a)),
            _ => "write the date as year, month and day: 2026-11-01".to_owned(),
        };
        Some(Mistake { span: at..at + written.len(), message: format!("`{written}` is not a date"), help })
    }
}

/// The id that is nearest to a text: letters that German writes in two ways are written out.
fn plain_id(text: &str) -> Option<Id> {
    let mut plain = String::with_capacity(text.len());
    for letter in text.to_lowercase().chars() {
        match letter {
            'ä' => plain.push_str("ae"),
            'ö' => plain.push_str("oe"),
            'ü' => plain.push_str("ue"),
            'ß' => plain.push_str("ss"),
            'a'..='z' | '0'..='9' => plain.push(letter),
            letter if letter.is_alphanumeric() => {
                plain.push_str(Id::slug(&letter.to_string()).as_ref().map_or("", Id::as_str));
            }
            _ => plain.push('-'),
        }
    }
    Id::new(plain.trim_matches('-')).ok()
}

/// The list that is still open where a new key or header begins.
fn unclosed_list(text: &str, line: usize, at: usize) -> Option<Mistake> {
    let here = text[line..].trim_start();
    let key = here.find('=').map(|end| here[..end].trim_end());
    let is_key = key.is_some_and(|key| {
        !key.is_empty()
            && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'))
    });
    let is_end = text[at..].trim().is_empty();
    if !(is_key || here.starts_with('[') || is_end) {
        return None;
    }
    let mut open: Vec<(TokenKind, usize)> = Vec::new();
    for token in Source::new(&text[..at]).lex() {
        match token.kind() {
            kind @ (TokenKind::LeftSquareBracket | TokenKind::LeftCurlyBracket) => {
                open.push((kind, token.span().start()));
            }
            TokenKind::RightSquareBracket | TokenKind::RightCurlyBracket => drop(open.pop()),
            _ => {}
        }
    }
    let (kind, start) = *open.iter().find(|(_, start)| is_end || *start < line)?;
    let (what, sign) = match kind {
        TokenKind::LeftSquareBracket => ("list", "]"),
        _ => ("table", "}"),
    };
    Some(Mistake {
        span: start..start + 1,
        message: format!("the {what} that begins here is not closed: `{sign}` is missing"),
        help: format!("add `{sign}` after its last element"),
    })
}
