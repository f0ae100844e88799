//! Why a text is no TOML.

use std::ops::Range;

use toml_parser::Expected;
use toml_parser::ParseError;

/// What is wrong with a text first, and where.
#[derive(Debug)]
pub(crate) struct Error {
    pub(crate) message: String,
    pub(crate) span: Option<Range<usize>>,
}

impl Error {
    /// The first line of what is wrong.
    pub(crate) fn headline(&self) -> &str {
        self.message.lines().next().unwrap_or_default()
    }
}

impl From<ParseError> for Error {
    fn from(error: ParseError) -> Self {
        let mut message = error.description().to_owned();
        if let Some(expected) = error.expected() {
            let words: Vec<_> = expected.iter().map(word).collect();
            message.push_str(", expected ");
            message.push_str(if words.is_empty() { "nothing" } else { "" });
            message.push_str(&words.join(", "));
        }
        Self { message, span: error.unexpected().map(|span| span.start()..span.end()) }
    }
}

impl From<&toml::de::Error> for Error {
    fn from(error: &toml::de::Error) -> Self {
        Self { message: error.message().to_owned(), span: error.span() }
    }
}

/// What was expected, in the words of the toml crate.
fn word(expected: &Expected) -> String {
    match expected {
        Expected::Literal("\n") => "newline".to_owned(),
        Expected::Literal("`") => "'`'".to_owned(),
        Expected::Literal(literal) if literal.chars().all(|letter| letter.is_ascii_control()) => {
            format!("`{}`", literal.escape_debug())
        }
        Expected::Literal(literal) => format!("`{literal}`"),
        Expected::Description(words) => (*words).to_owned(),
        _ => "etc".to_owned(),
    }
}
