//! Whether a value is a secret, or says where one is.

/// Words in a value that stands for a secret: examples of vendors' documentation, and what people write for "your own here".
const STANDS_FOR: &[&str] = &[
    "example",
    "sample",
    "dummy",
    "placeholder",
    "changeme",
    "change-me",
    "change_me",
    "redacted",
    "your-",
    "your_",
    "yourpass",
    "yourtoken",
    "insert-",
    "replace-",
    "replace_",
    "xxxx",
    "****",
    "....",
    "…",
    "todo",
    "not-a-real",
    "fake",
];

/// Values that are words about a secret.
const WORDS: &[&str] = &[
    "password",
    "passwd",
    "passphrase",
    "pass",
    "pwd",
    "secret",
    "token",
    "user",
    "username",
    "none",
    "null",
    "true",
    "false",
    "empty",
    "unset",
    "required",
    "optional",
    "missing",
    "invalid",
    "wrong",
    "expired",
    "rotated",
    "hidden",
    "masked",
    "removed",
    "prompt",
    "stdin",
    "string",
    "value",
    "vault",
    "hash",
    "plain",
    "text",
    "disabled",
    "enabled",
    "default",
    "reset",
    "unknown",
];

/// Whether a value stands for a secret: `<token>`, `$TOKEN`, `${{ secrets.X }}`, `xxxx`, `changeme`, the name of a place.
pub(super) fn is_placeholder(value: &str) -> bool {
    let begins = value.starts_with(['$', '<', '{', '[', '(', '@', '!', '`', '%', '&', '~', '…'])
        || value.starts_with("./");
    let is_path = value.starts_with('/') && !value.contains(['+', '=']);
    let reads = value.contains("${") || value.contains("$(") || value.contains("{{") || value.contains("://");
    let is_within = || value.contains('<') && value.contains('>');
    let is_place = || {
        [
            "arn:",
            "env:",
            "env.",
            "vault:",
            "op:",
            "ref+",
            "file:",
            "secrets.",
            "var.",
            "process.env",
            "os.environ",
        ]
        .iter()
        .any(|start| value.starts_with(start))
    };
    let is_blank = || value.chars().all(|c| matches!(c, 'x' | 'X' | '*' | '.' | '-' | '_' | '#' | '?' | '•'));
    let lower = || value.to_ascii_lowercase();
    begins
        || is_path
        || reads
        || is_within()
        || is_place()
        || is_blank()
        || WORDS.contains(&lower().as_str())
        || STANDS_FOR.iter().any(|word| lower().contains(word))
}

/// Whether a value looks as if it had been drawn by lot, rather than named by a person.
pub(super) fn is_random(value: &str) -> bool {
    const LEAST: usize = 16;
    if value.len() < LEAST || value.contains(char::is_whitespace) {
        return false;
    }
    let bytes = value.as_bytes();
    let has = |is: fn(&u8) -> bool| bytes.iter().any(is);
    let digits = has(u8::is_ascii_digit);
    if digits && has(u8::is_ascii_lowercase) && has(u8::is_ascii_uppercase) {
        return true;
    }
    // Digits among letters of one case: a name has them at its end, or between hyphens.
    let changes = bytes.windows(2).filter(|pair| {
        pair[0].is_ascii_digit() && pair[1].is_ascii_alphabetic()
            || pair[0].is_ascii_alphabetic() && pair[1].is_ascii_digit()
    });
    digits && changes.count() >= 4
}

/// Whether a value is one word of a language: small letters alone.
pub(super) fn is_word(value: &str) -> bool {
    value.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-' || byte == b'_')
}
