//! Ids: slugs that are table keys, file names and references at once.

use std::fmt;

use serde::Serialize;

/// The id of an entry: `[a-z0-9][a-z0-9-]{0,62}`, and no name that Windows reserves.
///
/// `Zone outage`, `zone_outage`, `con` and the empty text cannot be ids.
///
/// ```
/// use faultbook::model::Id;
/// assert_eq!(Id::new("zone-outage").unwrap().as_str(), "zone-outage");
/// assert!(Id::new("Zone outage").is_err());
/// assert_eq!(Id::slug("The TLS certificate of the gateway has expired").unwrap().as_str(),
///            "tls-certificate-gateway-expired");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct Id(Box<str>);

/// Why a text is not an [`Id`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidId {
    /// Nothing is written.
    #[error("an id needs at least one letter or digit")]
    Empty,
    /// A character outside `a-z`, `0-9` and `-`, or a leading hyphen.
    #[error("an id is made of a-z, 0-9 and hyphens, and begins with a letter or a digit")]
    Characters,
    /// More than 63 characters.
    #[error("an id has at most {} characters", Id::MAX)]
    TooLong,
    /// A name that cannot be a file on Windows.
    #[error("the name is reserved on Windows and cannot become a file there")]
    Reserved,
}

impl Id {
    /// The greatest number of characters.
    pub const MAX: usize = 63;

    /// How many words of a problem make its slug.
    const SLUG_WORDS: usize = 5;
    /// How many of its next words are looked at where slugs collide.
    const REST_WORDS: usize = 60;
    /// How long a slug becomes where its words allow it, so that it can be read in a table.
    const SLUG_LENGTH: usize = 40;

    /// Takes `text` as an id.
    ///
    /// # Errors
    /// Says what keeps the text from being an id.
    pub fn new(text: &str) -> Result<Self, InvalidId> {
        Self::check(text).map(|()| Self(text.into()))
    }

    /// Whether `text` is an id.
    pub fn check(text: &str) -> Result<(), InvalidId> {
        if text.is_empty() {
            return Err(InvalidId::Empty);
        }
        let allowed = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        if text.starts_with('-') || !text.bytes().all(allowed) {
            return Err(InvalidId::Characters);
        }
        if text.len() > Self::MAX {
            return Err(InvalidId::TooLong);
        }
        if is_reserved(text) {
            return Err(InvalidId::Reserved);
        }
        Ok(())
    }

    /// Makes an id from the first telling words of a text; `None` where no word has Latin letters or digits.
    pub fn slug(text: &str) -> Option<Self> {
        Self::slug_and_rest(text).map(|(slug, _)| slug)
    }

    /// The same, with the next telling words, which the id has no room for.
    pub(crate) fn slug_and_rest(text: &str) -> Option<(Self, Vec<String>)> {
        const FILLERS: &[&str] = &[
            "a", "an", "and", "are", "at", "be", "by", "for", "from", "has", "have", "in", "is", "it", "of",
            "on", "or", "that", "the", "to", "with",
        ];
        let folded: String = text.chars().map(fold).collect::<String>().to_lowercase();
        let words = || {
            folded
                .split(|c: char| !c.is_ascii_alphanumeric() && c != '\'')
                .map(|word| word.replace('\'', ""))
                .filter(|word| !word.is_empty())
        };
        let telling = || words().filter(|word| !FILLERS.contains(&word.as_str()));
        let mut telling: Vec<_> = telling().take(Self::SLUG_WORDS + Self::REST_WORDS).collect();
        if telling.is_empty() {
            telling = words().take(Self::SLUG_WORDS).collect();
        }
        let mut slug = String::new();
        let mut taken = 0;
        for word in telling.iter().take(Self::SLUG_WORDS) {
            if slug.is_empty() || slug.len() + 1 + word.len() <= Self::SLUG_LENGTH {
                slug.extend((!slug.is_empty()).then_some('-'));
                slug.push_str(word);
                taken += 1;
            } else {
                break;
            }
        }
        let cut = slug[..slug.len().min(Self::MAX)].trim_end_matches('-');
        let slug = Self::new(cut).or_else(|_| Self::new(&format!("{cut}-failure"))).ok()?;
        Some((slug, telling.split_off(taken)))
    }

    /// The id with `suffix` behind a hyphen, cut so that it stays an id.
    #[must_use]
    pub fn with_suffix(&self, suffix: &str) -> Self {
        let room = Self::MAX.saturating_sub(suffix.len() + 1).min(self.0.len());
        let stem = self.0[..room].trim_end_matches('-');
        Self::new(&format!("{stem}-{suffix}")).unwrap_or_else(|_| self.clone())
    }

    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Letters with a mark become the plain letter, so that `Überlast` gives `uberlast`.
fn fold(letter: char) -> char {
    match letter {
        'À'..='Å' | 'à'..='å' => 'a',
        'Ç' | 'ç' => 'c',
        'È'..='Ë' | 'è'..='ë' => 'e',
        'Ì'..='Ï' | 'ì'..='ï' => 'i',
        'Ñ' | 'ñ' => 'n',
        'Ò'..='Ö' | 'ò'..='ö' | 'Ø' | 'ø' => 'o',
        'Ù'..='Ü' | 'ù'..='ü' => 'u',
        'Ý' | 'ý' | 'ÿ' => 'y',
        'ß' => 's',
        '’' => '\'',
        other => other,
    }
}

fn is_reserved(text: &str) -> bool {
    let numbered = |stem: &str| {
        text.strip_prefix(stem)
            .is_some_and(|rest| rest.len() == 1 && rest.bytes().all(|b| b.is_ascii_digit()))
    };
    matches!(text, "con" | "prn" | "aux" | "nul") || numbered("com") || numbered("lpt")
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl std::borrow::Borrow<str> for Id {
    fn borrow(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_an_id_says_why() {
        assert_eq!(Id::new(""), Err(InvalidId::Empty));
        assert_eq!(Id::new("Zone"), Err(InvalidId::Characters));
        assert_eq!(Id::new("-zone"), Err(InvalidId::Characters));
        assert_eq!(Id::new("../etc"), Err(InvalidId::Characters));
        assert_eq!(Id::new(&"a".repeat(64)), Err(InvalidId::TooLong));
        for name in ["con", "nul", "aux", "prn", "com1", "lpt9", "com0"] {
            assert_eq!(Id::new(name), Err(InvalidId::Reserved), "{name}");
        }
        assert!(Id::new("com10").is_ok());
        assert!(Id::new(&"a".repeat(63)).is_ok());
    }

    #[test]
    fn slugs_are_ids_or_nothing() {
        let slug = |text: &str| Id::slug(text).map(|id| id.to_string());
        assert_eq!(slug("Zone outage").as_deref(), Some("zone-outage"));
        assert_eq!(
            slug("Code doesn't handle at-least-once message delivery.").as_deref(),
            Some("code-doesnt-handle-least-once")
        );
        assert_eq!(slug("Überlast im Café").as_deref(), Some("uberlast-im-cafe"));
        assert_eq!(slug("con").as_deref(), Some("con-failure"));
        assert_eq!(slug("網路故障"), None);
        assert_eq!(slug("the").as_deref(), Some("the"));
        assert_eq!(slug(&"x".repeat(200)).map(|s| s.len()), Some(63));
        assert_eq!(Id::new(&"a".repeat(63)).unwrap().with_suffix("2").as_str().len(), 63);
    }
}
