//! What parsing a text takes, before it is parsed. Tables cost the parser a hundred times their bytes, and so do errors: a text is
//! weighed by its tokens, which is cheap, and what is too heavy is not parsed.

use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;

use toml_parser::Source;
use toml_parser::lexer::TokenKind;

use crate::limits::PARSE;

/// Texts that are smaller are never too heavy, and not weighed.
const SMALL: usize = 16 << 10;
/// Texts that are lighter are parsed on all threads at once; of others one at a time, so that their weights do not add up.
const LIGHT: usize = 8 << 20;

/// The permit to parse a text. A heavy text is parsed by one thread at a time: whoever has this keeps it while the tree lives.
pub(crate) struct Permit(
    #[expect(dead_code, reason = "others wait until it is dropped")] Option<MutexGuard<'static, ()>>,
);

/// The permit to parse a text of at most so many bytes; waits for those that are parsing a heavy one. `None`: it is too large, or
/// too heavy.
pub(crate) fn admit(text: &str, most: usize) -> Option<Permit> {
    static HEAVY: Mutex<()> = Mutex::new(());
    let weight = weigh(text, most)?;
    // What a thread did that panicked here harms nobody.
    let lock = || HEAVY.lock().unwrap_or_else(PoisonError::into_inner);
    Some(Permit((weight > LIGHT).then(lock)))
}

/// Whether a text of at most so many bytes can be parsed within bounds.
pub(crate) fn fits(text: &str, most: usize) -> bool {
    weigh(text, most).is_some()
}

/// The memory that parsing takes, in bytes: never much less than it is, whatever the text. `None`: too much.
fn weigh(text: &str, most: usize) -> Option<usize> {
    if text.len() <= SMALL.min(most) {
        return Some(0);
    }
    if text.len() > most {
        return None;
    }
    let mut weight: usize = 0;
    // Whether a dot separates keys, each of which is a table; else it is part of a number. In doubt it does.
    let (mut in_key, mut in_list, mut before) = (true, false, TokenKind::Newline);
    let mut in_header = false;
    for token in Source::new(text).lex() {
        let kind = token.kind();
        in_header |= kind == TokenKind::LeftSquareBracket && before == TokenKind::Newline;
        weight += match kind {
            TokenKind::Dot if in_header => 700,
            TokenKind::Dot if in_key => 1_400,
            TokenKind::Dot => 400,
            TokenKind::LeftCurlyBracket => 1_400,
            TokenKind::Equals | TokenKind::LeftSquareBracket => 300,
            TokenKind::Comma => 160,
            _ => 60,
        };
        match kind {
            TokenKind::Newline => (in_key, in_header) = (!in_list, false),
            TokenKind::Equals => in_key = false,
            TokenKind::LeftCurlyBracket => (in_key, in_list) = (true, false),
            TokenKind::LeftSquareBracket => in_list = true,
            TokenKind::RightSquareBracket | TokenKind::RightCurlyBracket => in_list = false,
            TokenKind::Comma => in_key = !in_list,
            _ => {}
        }
        before = kind;
        if weight > PARSE {
            return None;
        }
    }
    Some(weight)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::limits::BLOCK;
    use crate::limits::WHOLE;

    #[test]
    fn only_bombs_are_too_heavy() {
        let numbered = |line: &str, times: usize| -> String {
            (0..times).map(|n| line.replace('%', &format!("a{n}"))).collect()
        };
        for bomb in [
            numbered("%.b.c = 1\n", 200_000),
            numbered("[a.%.b.c]\n", 200_000),
            format!("x = {{{}}}", numbered("% = {}, ", 300_000)),
            format!("x = [{}]", "{ y = [1], 1.1.1 = 1 }, ".repeat(200_000)),
            ".".repeat(400_000),
            "=".repeat(2_000_000),
            "[".repeat(2_000_000),
            "[a\n".repeat(2_000_000),
        ] {
            assert!(!fits(&bomb, WHOLE), "{}", &bomb[..40]);
        }
        for text in [
            "risk = \"Users cannot log in. They call. 1.5 = 2\"\n".repeat(20_000),
            format!("x = [{}]", "1.5, ".repeat(200_000)),
            format!("x = '''{}'''", "a.b.c = {} [\n".repeat(80_000)),
            format!("x = '{}'", "y.".repeat(500_000)),
        ] {
            assert!(fits(&text, BLOCK), "{}", &text[..40]);
        }
        // Short entries, as people write them.
        let entry = "[failure.%]\nproblem = \"Orders cannot be stored\"\nsources = [\"orders-db\"]\nseverity = \"high\"\n";
        assert!(fits(&numbered(entry, 110_000), WHOLE));
    }

    #[test]
    fn what_is_too_large_is_too_large_however_light() {
        assert!(!fits("# a\n", 3));
        assert!(!fits(&" ".repeat(BLOCK + 1), BLOCK));
        assert!(admit(&" ".repeat(BLOCK), BLOCK).is_some());
    }
}
