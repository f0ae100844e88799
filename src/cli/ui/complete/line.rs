//! A line that is being typed at a shell: its words without quotes, and answers with them.

/// A line up to the cursor.
#[derive(Debug)]
pub(super) struct Line {
    /// Its words as the program would get them; the last one is being typed.
    pub(super) words: Vec<String>,
    /// What of the last word stays on the line whatever the answer.
    kept: String,
    /// The quote that is open at the cursor.
    quote: Option<char>,
}

impl Line {
    /// Cuts a line. `typed` is its end, which an answer replaces: bash begins anew behind `=`, `:` and quotes.
    pub(super) fn cut(line: &str, typed: &str) -> Option<Self> {
        let (words, start, quote) = words(line);
        let kept = line.get(start..)?.strip_suffix(typed)?;
        Some(Self { words, kept: unquoted(kept), quote })
    }

    /// What an answer puts in the place of what was typed, quoted as it was begun.
    pub(super) fn rest(&self, answer: &str) -> Option<String> {
        let rest = answer.strip_prefix(self.kept.as_str())?;
        Some(match self.quote {
            Some('\'') => rest.replace('\'', "'\\''"),
            Some(_) => escaped(rest, |c| matches!(c, '"' | '\\' | '$' | '`')),
            None => match rest.strip_prefix('~').filter(|_| self.kept.is_empty()) {
                Some(path) => format!("~{}", escaped(path, is_special)),
                None => escaped(rest, is_special),
            },
        })
    }
}

/// A word as the program would get it, be its last quote closed or not.
pub(super) fn unquoted(word: &str) -> String {
    words(word).0.concat()
}

/// The words of a line without their quotes, where the last one begins, and the quote that is open at its end.
fn words(line: &str) -> (Vec<String>, usize, Option<char>) {
    let (mut words, mut start, mut quote) = (vec![String::new()], 0, None);
    let mut letters = line.char_indices();
    let mut is_gap = true;
    while let Some((at, letter)) = letters.next() {
        if quote.is_none() && letter.is_ascii_whitespace() {
            if !is_gap {
                words.push(String::new());
            }
            (is_gap, start) = (true, at + 1);
            continue;
        }
        is_gap = false;
        let taken = match letter {
            _ if quote == Some(letter) => {
                quote = None;
                None
            }
            '\'' | '"' if quote.is_none() => {
                quote = Some(letter);
                None
            }
            '\\' if quote != Some('\'') => letters.next().map(|(_, letter)| letter),
            _ => Some(letter),
        };
        if let (Some(word), Some(letter)) = (words.last_mut(), taken) {
            word.push(letter);
        }
    }
    (words, start, quote)
}

/// Whether a shell takes a letter for more than itself.
fn is_special(letter: char) -> bool {
    letter.is_ascii() && !letter.is_ascii_alphanumeric() && !"-_./,:=@%+".contains(letter)
}

fn escaped(text: &str, is_special: impl Fn(char) -> bool) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        if is_special(letter) {
            out.push('\\');
        }
        out.push(letter);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rest(line: &str, typed: &str, answer: &str) -> (Vec<String>, Option<String>) {
        let line = Line::cut(line, typed).unwrap();
        let rest = line.rest(answer);
        (line.words, rest)
    }

    #[test]
    fn an_answer_is_quoted_as_the_word_was_begun() {
        for (line, typed, word, answer, expected) in [
            ("f show ", "", "", "a", "a"),
            ("f show  or", "or", "or", "orders", "orders"),
            ("f 'sev", "sev", "sev", "severity>=", "severity>="),
            ("f sev", "sev", "sev", "severity>=", "severity\\>="),
            ("f severity\\>=h", "h", "severity>=h", "severity>=high", "high"),
            ("f 'a>=b c", "a>=b c", "a>=b c", "a>=b cause=", "a>=b cause="),
            ("f \"a", "a", "a", "a$`\"", "a\\$\\`\\\""),
            ("f 'o", "o", "o", "o'clock", "o'\\''clock"),
            ("f --where='st", "st", "--where=st", "--where=status=", "status="),
            ("f ~/a", "~/a", "~/a", "~/a b/", "~/a\\ b/"),
            ("f a=~", "~", "a=~", "a=~b", "\\~b"),
            ("f ü\\ x", "ü\\ x", "ü x", "ü xy", "ü\\ xy"),
        ] {
            let (words, rest) = rest(line, typed, answer);
            assert_eq!((words.last().unwrap().as_str(), rest.as_deref()), (word, Some(expected)), "{line}");
            assert_eq!(words[0], "f", "{line}");
        }
        assert_eq!(rest("f a=b", "b", "c=d").1, None, "what stays on the line cannot be changed");
        assert!(Line::cut("f a", "b").is_none());
    }
}
