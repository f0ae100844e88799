//! Playbook text in messages, and messages, cut to a readable length.

use std::borrow::Cow;

/// A text cut to a length that fits a message.
pub fn short(text: &str) -> Cow<'_, str> {
    cut(text, 60)
}

/// A message cut to at most 4,000 bytes, each value in quotes to 100 characters and each word to 250. Every message that is printed
/// or written into a report passes through here.
pub fn bounded(message: &str) -> Cow<'_, str> {
    const MOST: usize = 4_000;
    const VALUE: usize = 100;
    const WORD: usize = 250;
    if message.len() <= VALUE {
        return Cow::Borrowed(message);
    }
    let mut out = String::with_capacity(message.len().min(MOST));
    let mut rest = message;
    while !rest.is_empty() && out.len() <= MOST {
        let open = rest.char_indices().find_map(|(at, quote)| Some((at, quote, closing(quote)?)));
        let quoted = open.and_then(|(at, quote, closing)| {
            let start = at + quote.len_utf8();
            Some((start, start + rest[start..].find(closing)?))
        });
        let (start, end) = quoted.unwrap_or((rest.len(), rest.len()));
        for word in rest[..start].split_inclusive(char::is_whitespace) {
            out.push_str(&cut(word, WORD));
            if out.len() > MOST {
                break;
            }
        }
        out.push_str(&cut(&rest[start..end], VALUE));
        rest = &rest[end..];
        // The closing quote does not open another value.
        let quote = rest.chars().next().map_or(0, char::len_utf8);
        out.push_str(&rest[..quote]);
        rest = &rest[quote..];
    }
    if !rest.is_empty() || out.len() > MOST {
        out.truncate(out.floor_char_boundary(MOST - '…'.len_utf8()));
        out.push('…');
    }
    if out == message { Cow::Borrowed(message) } else { Cow::Owned(out) }
}

/// The quote that closes a value, by the one that opens it.
fn closing(quote: char) -> Option<char> {
    match quote {
        '`' | '"' => Some(quote),
        '“' => Some('”'),
        _ => None,
    }
}

fn cut(text: &str, most: usize) -> Cow<'_, str> {
    match text.char_indices().nth(most) {
        Some((end, _)) => Cow::Owned(format!("{}…", &text[..end])),
        None => Cow::Borrowed(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_values_are_cut_and_what_stands_around_them_stays() {
        let long = "ñ".repeat(100_000);
        assert_eq!(
            bounded(&format!(
                "no level `{long}` here; did you mean “{long}” or \"{long}\"? levels: low, high"
            )),
            format!(
                "no level `{0}…` here; did you mean “{0}…” or \"{0}…\"? levels: low, high",
                "ñ".repeat(100)
            )
        );
        assert_eq!(
            bounded(&format!("cannot read {long}: no")),
            format!("cannot read {}…no", "ñ".repeat(250))
        );
        for message in ["", "short", &"a few words. ".repeat(100), &format!("a `{}` b", "x".repeat(100))] {
            assert_eq!(bounded(message), message);
        }
    }

    #[test]
    fn no_message_is_longer_than_its_bound() {
        let long = "ñ`\" “".repeat(100_000);
        for message in [
            &long,
            &format!("`{long}"),
            &"many words ".repeat(10_000),
            &"“a” ".repeat(10_000),
            &"x".repeat(1 << 20),
        ] {
            let cut = bounded(message);
            assert!(cut.len() <= 4_000 && cut.ends_with('…'), "{}", cut.len());
        }
    }
}
