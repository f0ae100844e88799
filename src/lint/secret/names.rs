//! What is around secrets, as data: names of keys, options of programs, hosts of addresses.

/// Addresses that whoever knows them may post to, behind `https://`, and what they are.
pub(super) const WEBHOOKS: &[(&str, &str)] = &[
    ("a Discord webhook", "discord.com/api/webhooks/"),
    ("a Discord webhook", "discordapp.com/api/webhooks/"),
    ("a Slack webhook", "hooks.slack.com/services/"),
    ("a Slack webhook", "hooks.slack.com/triggers/"),
    ("a Slack webhook", "hooks.slack.com/workflows/"),
    ("a Teams webhook", "outlook.office.com/webhook/"),
    ("a Teams webhook", ".webhook.office.com/webhookb2/"),
    ("a Zapier webhook", "hooks.zapier.com/hooks/catch/"),
];

/// What names of passwords end with, in lower case without `_`, `-` and `.`. Any value is a password.
pub(super) const PASSWORDS: &[&str] = &["pass", "passphrase", "passwd", "password", "pwd", "passwort"];

/// What names of keys and tokens end with. A value is one where it looks random.
pub(super) const KEYS: &[&str] = &[
    "accesskey",
    "accountkey",
    "apikey",
    "appkey",
    "applicationkey",
    "authkey",
    "clientsecret",
    "credential",
    "credentials",
    "encryptionkey",
    "integrationkey",
    "licensekey",
    "masterkey",
    "privatekey",
    "routingkey",
    "secret",
    "secretkey",
    "servicekey",
    "sharedkey",
    "signingkey",
    "token",
    "sig",
];

/// Whether one of these names ends in these two letters. Few other names do, so this rules out most of them cheaply.
pub(super) fn may_end(letters: [u8; 2]) -> bool {
    let [before, last] = letters.map(|letter| letter | 0x20);
    match last {
        b'd' => matches!(before, b'r' | b'w'),
        b'e' => before == b's',
        b'g' => before == b'i',
        b'l' => before == b'a',
        b'n' => before == b'e',
        b's' => matches!(before, b'l' | b's'),
        b't' => matches!(before, b'e' | b'r'),
        b'y' => before == b'e',
        _ => false,
    }
}

/// How an option is written that takes a password.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Login {
    /// A name, a colon and the password: `curl -u name:password`.
    Named,
    /// The password behind a space, or right behind the option.
    Loose,
    /// The password right behind the option; behind a space is something else.
    Attached,
}

/// Options of programs that take a password.
pub(super) const OPTIONS: &[(&str, &str, Login)] = &[
    ("curl", "-u", Login::Named),
    ("curl", "--user", Login::Named),
    ("curl", "--proxy-user", Login::Named),
    ("docker login", "-p", Login::Loose),
    ("mysql", "-p", Login::Attached),
    ("redis-cli", "-a", Login::Loose),
    ("sshpass", "-p", Login::Loose),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_has_its_ending() {
        for name in PASSWORDS.iter().chain(KEYS) {
            assert!(may_end(*name.as_bytes().last_chunk().unwrap()), "{name}");
        }
    }
}
