//! Secrets that are known by what is around them: assignments, options of programs, addresses.

use std::sync::LazyLock;

use memchr::memmem;

use crate::lint::secret::find::FAR;
use crate::lint::secret::find::Finder;
use crate::lint::secret::names::KEYS;
use crate::lint::secret::names::Login;
use crate::lint::secret::names::OPTIONS;
use crate::lint::secret::names::PASSWORDS;
use crate::lint::secret::names::WEBHOOKS;
use crate::lint::secret::names::may_end;
use crate::lint::secret::shapes::Alphabet;
use crate::lint::secret::value::is_placeholder;
use crate::lint::secret::value::is_random;
use crate::lint::secret::value::is_word;

/// Made once: it is asked of each message, too.
static DASHES: LazyLock<memmem::Finder<'_>> = LazyLock::new(|| memmem::Finder::new(" -"));

/// What a name says of its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Named {
    Password,
    Key,
    /// The signature of an address.
    Signature,
}

/// How a value is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Written {
    Quoted,
    /// Behind an equals sign.
    Bare,
    /// Behind a colon or a space, where prose is as likely.
    Loose,
}

impl Named {
    /// What a name says of its value: `DB_PASSWORD`, `api-key`, `x-token`.
    pub(super) fn of(name: &str) -> Option<Self> {
        let plain: String =
            name.chars().filter(|c| c.is_ascii_alphanumeric()).collect::<String>().to_ascii_lowercase();
        // `bypass` is not a password.
        let is_apart = |ending: &&&str| {
            let before = name.len() - ending.len();
            let is_whole =
                plain.len() == ending.len() || !name.as_bytes()[before - 1].is_ascii_alphanumeric();
            ending.len() > 4 || is_whole || name.as_bytes()[before].is_ascii_uppercase()
        };
        if PASSWORDS.iter().filter(|ending| plain.ends_with(**ending)).any(|ending| is_apart(&ending)) {
            Some(Self::Password)
        } else if plain == "sig" {
            Some(Self::Signature)
        } else {
            KEYS.iter().any(|ending| plain.ends_with(ending)).then_some(Self::Key)
        }
    }

    /// Whether a value is the secret that its name says.
    pub(super) fn is_told(self, value: &str, written: Written) -> bool {
        const SHORTEST: usize = 5;
        const SIGNATURE: usize = 30;
        if value.contains(|c: char| c.is_whitespace() || matches!(c, '(' | ')')) || is_placeholder(value) {
            return false;
        }
        match self {
            Self::Password => {
                let is_prose = written == Written::Loose
                    && (is_word(value) || !value.bytes().any(|b| b.is_ascii_digit()));
                value.len() >= SHORTEST && !is_prose
            }
            Self::Key => is_random(value),
            Self::Signature => value.len() >= SIGNATURE,
        }
    }

    pub(super) fn what(self) -> &'static str {
        match self {
            Self::Password => "a password",
            Self::Key => "a key or token",
            Self::Signature => "a signature",
        }
    }
}

impl Finder<'_> {
    /// What is known by a sign within it: assignments, addresses, and tokens with a colon or a tilde.
    pub(super) fn signs(&mut self) {
        for at in memchr::memchr3_iter(b'=', b':', b'~', self.bytes) {
            let next = self.bytes.get(at + 1).copied().unwrap_or(0);
            match self.bytes[at] {
                b'~' => self.azure(at),
                b':' if self.bytes[at + 1..].starts_with(b"//") => self.address(at + 3),
                b':' if self.bytes[at + 1..].starts_with(b"AA") => self.telegram(at),
                b'=' if matches!(next, b'=' | b'~' | b'>') => {}
                _ if at > 0 && matches!(self.bytes[at - 1], b'=' | b'!' | b'<' | b'>' | b':' | b'~') => {}
                sign => self.assignment(at, sign),
            }
        }
    }

    /// The secret of an Azure application: three characters, a digit, `Q~`, and 31 to 34 more.
    fn azure(&mut self, at: usize) {
        let is_part = |byte: u8| Alphabet::Word.holds(byte) || matches!(byte, b'.' | b'~');
        let before = self.bytes[..at].iter().rev().take(8).take_while(|&&byte| is_part(byte)).count();
        let after = self.bytes[at + 1..].iter().take(64).take_while(|&&byte| is_part(byte)).count();
        let is_apart = before == 5 || before > 5 && self.bytes[at - 6] == b'-';
        let is_marked = is_apart && self.bytes[at - 1] == b'Q' && self.bytes[at - 2].is_ascii_digit();
        if is_marked && (30..=36).contains(&after) {
            self.add("an Azure client secret", at - 5..at + 1 + after);
        }
    }

    /// A bot of Telegram: its number, a colon, and 35 characters that begin with AA.
    fn telegram(&mut self, at: usize) {
        let digits = self.bytes[..at].iter().rev().take(12).take_while(|byte| byte.is_ascii_digit()).count();
        let length = self.length(at + 1, Alphabet::Word);
        if (8..=11).contains(&digits) && (33..=37).contains(&length) {
            self.add("a Telegram token", at + 1..at + 1 + length);
        }
    }

    /// An address with a password, or one that is a secret itself.
    fn address(&mut self, start: usize) {
        const LONGEST_HOOK: usize = 160;
        let rest = &self.text[start..];
        let is_end = |c: char| {
            c.is_whitespace() || matches!(c, '/' | '?' | '#' | '"' | '\'' | '`' | '<' | '>' | '\\' | ',')
        };
        let near = &rest[..rest.floor_char_boundary(FAR)];
        let authority = &near[..near.find(is_end).unwrap_or(near.len())];
        let is_cut = self.is_cut(start + authority.len());
        if let Some(user) = authority.rsplit_once('@').map(|(user, _)| user).or(is_cut.then_some(authority)) {
            let (name, password) = user.split_once(':').unwrap_or(("", user));
            let is_secret =
                if user.contains(':') { password.len() >= 3 && password != name } else { is_random(user) };
            if is_secret && !is_placeholder(password) {
                let end = start + user.len();
                return self.add("a password in an address", end - password.len()..end);
            }
        }
        let head = &rest[..rest.floor_char_boundary(LONGEST_HOOK)];
        for (what, hook) in WEBHOOKS {
            let Some(at) = head.find(hook) else { continue };
            let path = &near[at + hook.len()..];
            let is_end = |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '<' | '>' | '\\' | ')');
            let path = &path[..path.find(is_end).unwrap_or(path.len())];
            if path.len() >= 16 && path.bytes().any(|byte| byte.is_ascii_digit()) && !is_placeholder(path) {
                let body = start + at + hook.len();
                return self.add(what, body..body + path.len());
            }
        }
    }

    /// `PASSWORD=…`, `"api_key": "…"`.
    fn assignment(&mut self, at: usize, sign: u8) {
        const LONGEST_NAME: usize = 64;
        const WIDEST_GAP: usize = 4;
        let mut end = at;
        while end > 0 && at - end < WIDEST_GAP && matches!(self.bytes[end - 1], b' ' | b'"' | b'\'' | b'\\') {
            end -= 1;
        }
        if !self.bytes[..end].last_chunk().is_some_and(|last| may_end(*last)) {
            return;
        }
        let is_name = |byte: &u8| Alphabet::Word.holds(*byte) || *byte == b'.';
        let length =
            self.bytes[..end].iter().rev().take(LONGEST_NAME).take_while(|byte| is_name(byte)).count();
        if let Some(named) = Named::of(&self.text[end - length..end]) {
            self.value(named, at + 1, if sign == b'=' { Written::Bare } else { Written::Loose });
        }
    }

    /// The value that begins at a byte, behind spaces and quotes.
    fn value(&mut self, named: Named, at: usize, written: Written) {
        /// What is longer has a shape of its own.
        const LONGEST: usize = 512;
        let rest = &self.text[at.min(self.text.len())..];
        let rest = &rest[..rest.floor_char_boundary(LONGEST)];
        let bare = rest.trim_start_matches([' ', '\\']);
        let (inner, quote) = match bare.chars().next() {
            Some(quote @ ('"' | '\'' | '`')) => (bare.trim_start_matches(quote), Some(quote)),
            _ => (bare, None),
        };
        let is_end = |c: char| match quote {
            Some(quote) => c == quote || c == '\\' || c == '\n',
            None => {
                c.is_whitespace()
                    || matches!(c, '"' | '\'' | '`' | ';' | ',' | '&' | '|' | ')' | '<' | ']' | '}' | '\\')
            }
        };
        let end = inner.find(is_end).or((rest.len() < LONGEST).then_some(inner.len()));
        let value = &inner[..end.unwrap_or(0)];
        let written = if quote.is_some() { Written::Quoted } else { written };
        if named.is_told(value, written) {
            let start = at + rest.len() - inner.len();
            self.add(named.what(), start..start + value.len());
        }
    }

    /// Options that take a secret: `--password …`, `curl -u name:…`.
    pub(super) fn options(&mut self) {
        for at in DASHES.find_iter(self.bytes) {
            let start = at + 1;
            let option = &self.text[start..start + self.length(start, Alphabet::Word)];
            let end = start + option.len();
            let is_spaced = self.bytes.get(end) == Some(&b' ');
            if is_spaced
                && option.starts_with("--")
                && let Some(named) = Named::of(option)
            {
                self.value(named, end, Written::Loose);
                continue;
            }
            let is_known = |(program, flag, _): &&(&str, &str, Login)| {
                option.starts_with(flag) && self.is_called(start, program)
            };
            let Some(&(_, flag, login)) = OPTIONS.iter().find(is_known) else { continue };
            let from = match option == flag && is_spaced {
                true if login == Login::Attached => continue,
                true => end + 1,
                false => start + flag.len(),
            };
            let rest = self.text[from..].trim_start_matches(['"', '\'', '\\']);
            let is_end = |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '\\');
            let word = &rest[..rest.find(is_end).unwrap_or(rest.len())];
            let named = word.split_once(':').map_or("", |(_, password)| password);
            let password = if login == Login::Named { named } else { word };
            if password.len() >= 4 && !is_placeholder(password) {
                let end = from + (self.text[from..].len() - rest.len()) + word.len();
                self.add("a password", end - password.len()..end);
            }
        }
    }

    /// Whether a program is named before a byte of its line.
    fn is_called(&self, at: usize, program: &str) -> bool {
        const NEAR: usize = 200;
        let near = &self.text[self.text.floor_char_boundary(at.saturating_sub(NEAR))..at];
        near.rsplit('\n').next().is_some_and(|line| line.contains(program))
    }
}
