//! Enumerations that people write: lower-case words with hyphens, each with a meaning.

use std::fmt;

/// A closed set of words. Messages and filters are made from [`Word::WORDS`].
pub trait Word: Copy + Eq + fmt::Display + 'static {
    /// What the word says, for messages: `outage`, `component kind`.
    const WHAT: &'static str;
    /// Every value, in the order of its declaration.
    const ALL: &'static [Self];
    /// The word of every value, in the same order.
    const WORDS: &'static [&'static str];
    /// What every value means, in the same order.
    const MEANS: &'static [&'static str];

    /// The word as it is written in a file.
    fn word(self) -> &'static str;

    /// What the word means, in one sentence.
    fn means(self) -> &'static str;

    /// The value that `word` names exactly.
    fn from_word(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|value| value.word() == word)
    }
}

/// Declares an enumeration whose words, meanings and docstrings are the same text. What stands behind `else` counts where none
/// is written.
macro_rules! words {
    (
        $(#[doc = $doc:literal])+
        pub enum $name:ident as $what:literal $(else $absent:ident)? {
            $( $(#[doc = $means:literal])+ $variant:ident = $word:literal, )+
        }
    ) => {
        $(#[doc = $doc])+
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name {
            $( $(#[doc = $means])+ $variant, )+
        }

        impl $crate::model::Word for $name {
            const WHAT: &'static str = $what;
            const ALL: &'static [Self] = &[$(Self::$variant),+];
            const WORDS: &'static [&'static str] = &[$($word),+];
            const MEANS: &'static [&'static str] = &[$(concat!($($means),+).trim_ascii()),+];

            fn word(self) -> &'static str {
                match self { $(Self::$variant => $word,)+ }
            }

            fn means(self) -> &'static str {
                match self { $(Self::$variant => concat!($($means),+).trim_ascii(),)+ }
            }
        }

        impl $crate::model::shape::Shaped for $name {
            const SHAPE: $crate::model::Shape = $crate::model::Shape::Word($crate::model::Words::of::<Self>());
        }

        $crate::model::walk::walk!($name: word => $crate::model::walk::Leaf::Word($crate::model::Word::word(*word)););

        impl $crate::model::source::FromValue for $name {
            fn from_value<V: $crate::model::source::ValueSource>(
                value: V,
                _: $crate::model::Shape,
            ) -> Option<Self> {
                let at = value.word($crate::model::Words::of::<Self>())?;
                <Self as $crate::model::Word>::ALL.get(at).copied()
            }

            $(fn absent() -> Option<Self> {
                Some(Self::$absent)
            })?
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad($crate::model::Word::word(*self))
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str($crate::model::Word::word(*self))
            }
        }
    };
}

pub(crate) use words;
