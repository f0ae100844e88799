//! Shapes of tokens and keys, as data: what a token begins with, and what follows.

/// The characters that tokens are made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Alphabet {
    /// 0-9, a-f, A-F.
    Hex,
    /// 0-9, A-Z.
    Upper,
    /// Letters and digits.
    Alphanumeric,
    /// Those, `_` and `-`.
    Word,
    /// Those and `.`, `=`, `/`, `+`, `~`, `:`: whatever follows until a space or a quote.
    Open,
}

/// The shape of a token.
#[derive(Clone, Copy, Debug)]
pub(super) struct Shape {
    /// What it is, behind "contains".
    pub(super) what: &'static str,
    /// What every token begins with.
    pub(super) prefix: &'static str,
    pub(super) alphabet: Alphabet,
    /// How many characters follow, at least and at most.
    pub(super) length: (usize, usize),
    /// Whether a digit is among them in any case, so that no word is taken for a token.
    pub(super) has_digit: bool,
    /// Whether it begins a word: the prefix is so short, or what follows so common, that it is in many names.
    pub(super) is_alone: bool,
}

use Alphabet::Alphanumeric;
use Alphabet::Hex;
use Alphabet::Open;
use Alphabet::Upper;
use Alphabet::Word;

const fn exact(what: &'static str, prefix: &'static str, alphabet: Alphabet, length: usize) -> Shape {
    Shape { what, prefix, alphabet, length: (length, length), has_digit: false, is_alone: false }
}

const fn least(what: &'static str, prefix: &'static str, alphabet: Alphabet, length: usize) -> Shape {
    Shape { what, prefix, alphabet, length: (length, usize::MAX), has_digit: false, is_alone: false }
}

impl Shape {
    const fn with_digit(self) -> Self {
        Self { has_digit: true, ..self }
    }

    const fn alone(self) -> Self {
        Self { is_alone: true, ..self }
    }
}

/// Tokens with a prefix, in the order of their bytes. Where two fit, the longer prefix counts.
pub(super) const SHAPES: &[Shape] = &[
    exact("an AWS access key", "ABIA", Upper, 16).with_digit(),
    exact("an AWS access key", "ACCA", Upper, 16).with_digit(),
    least("an age key", "AGE-SECRET-KEY-1", Alphanumeric, 40),
    exact("an AWS access key", "AKIA", Upper, 16),
    least("an Artifactory key", "AKCp", Alphanumeric, 60),
    exact("an AWS access key", "ASIA", Upper, 16).with_digit(),
    least("an Atlassian token", "ATATT3", Open, 60),
    least("a Bitbucket password", "ATBB", Alphanumeric, 28),
    least("a Google key", "AIza", Word, 32),
    least("a CircleCI token", "CCIPAT_", Word, 30),
    least("a Contentful token", "CFPAT-", Word, 40),
    least("a Clojars token", "CLOJARS_", Alphanumeric, 40),
    least("a Square token", "EAAA", Word, 56),
    least("an EasyPost key", "EZAK", Alphanumeric, 50),
    least("a Flutterwave key", "FLWSECK", Word, 20),
    least("a Fly.io token", "FlyV1 ", Open, 40),
    least("a Google client secret", "GOCSPX-", Word, 24),
    least("a GitLab token", "GR1348941", Word, 18),
    least("a Heroku key", "HRKU-", Word, 30),
    exact("an Alibaba Cloud key", "LTAI", Alphanumeric, 20),
    least("a New Relic key", "NRAA-", Word, 24),
    least("a New Relic key", "NRAK-", Alphanumeric, 24),
    least("a New Relic key", "NRAL-", Word, 24),
    least("a New Relic key", "NRII-", Word, 24),
    least("a New Relic key", "NRJS-", Alphanumeric, 19),
    least("a New Relic key", "NRRA-", Alphanumeric, 24),
    least("a Postman key", "PMAK-", Word, 50),
    least("a SendGrid key", "SG.", Open, 60),
    exact("a Twilio key", "SK", Hex, 32).alone(),
    least("an MWS key", "amzn.mws.", Word, 30),
    least("a Hugging Face token", "api_org_", Alphanumeric, 30),
    least("a Buildkite token", "bkua_", Hex, 40),
    least("a crates.io token", "cio", Alphanumeric, 32).alone(),
    exact("a Databricks token", "dapi", Hex, 32).alone(),
    least("a dbt token", "dbtc_", Open, 30),
    least("a Docker token", "dckr_oat_", Word, 24),
    least("a Docker token", "dckr_pat_", Word, 24),
    least("a DigitalOcean token", "doo_v1_", Hex, 60),
    least("a DigitalOcean token", "dop_v1_", Hex, 60),
    least("a DigitalOcean token", "dor_v1_", Hex, 60),
    least("a Doppler token", "dp.ct.", Open, 40),
    least("a Doppler token", "dp.pt.", Open, 40),
    least("a Doppler token", "dp.sa.", Open, 40),
    least("a Doppler token", "dp.st.", Open, 40),
    least("a Dynatrace token", "dt0c01.", Open, 60),
    least("a Duffel token", "duffel_live_", Word, 40),
    least("a Figma token", "figd_", Word, 36),
    least("a Fly.io token", "fo1_", Word, 40),
    exact("a GitHub token", "ghe_", Alphanumeric, 36),
    least("a GitHub token", "gho_", Alphanumeric, 36),
    least("a GitHub token", "ghp_", Alphanumeric, 36),
    least("a GitHub token", "ghr_", Alphanumeric, 36),
    least("a GitHub token", "ghs_", Open, 36),
    least("a GitHub token", "ghu_", Alphanumeric, 36),
    least("a GitHub token", "github_pat_", Word, 40),
    least("a GitLab token", "glagent-", Word, 40),
    least("a GitLab token", "glcbt-", Word, 20),
    least("a Grafana token", "glc_eyJ", Open, 32),
    least("a GitLab token", "gldt-", Word, 20),
    least("a GitLab token", "glft-", Word, 20),
    least("a GitLab token", "glimt-", Word, 20),
    least("a GitLab token", "gloas-", Word, 40),
    least("a GitLab token", "glpat-", Word, 20),
    least("a GitLab token", "glptt-", Word, 40),
    least("a GitLab token", "glrt-", Word, 20),
    least("a Grafana token", "glsa_", Word, 38),
    least("a GitLab token", "glsoat-", Word, 20),
    least("a Groq key", "gsk_", Alphanumeric, 40),
    least("a Honeycomb key", "hcaik_", Alphanumeric, 40),
    least("a Hugging Face token", "hf_", Alphanumeric, 30),
    least("a Vault token", "hvb.", Word, 24),
    least("a Vault token", "hvr.", Word, 24),
    least("a Vault token", "hvs.", Word, 24),
    least("an Infracost key", "ico-", Alphanumeric, 32).alone(),
    exact("a Mailgun key", "key-", Hex, 32).alone(),
    least("a Linear key", "lin_api_", Alphanumeric, 32),
    least("a Linear token", "lin_oauth_", Alphanumeric, 40),
    least("a Neon key", "napi_", Alphanumeric, 40),
    least("a Netlify token", "nfp_", Alphanumeric, 30),
    exact("an npm token", "npm_", Alphanumeric, 36),
    least("a Notion token", "ntn_", Alphanumeric, 40),
    least("a NuGet key", "oy2", Alphanumeric, 43).alone(),
    least("a HubSpot token", "pat-eu1-", Word, 36),
    least("a HubSpot token", "pat-na1-", Word, 36),
    least("a PagerDuty token", "pdus+", Open, 20),
    least("a Prefect key", "pnu_", Alphanumeric, 36),
    least("a Perplexity key", "pplx-", Alphanumeric, 40),
    least("a PlanetScale token", "pscale_oauth_", Word, 32),
    least("a PlanetScale password", "pscale_pw_", Word, 32),
    least("a PlanetScale token", "pscale_tkn_", Word, 32),
    least("a Pulumi token", "pul-", Hex, 40).alone(),
    least("a PyPI token", "pypi-AgE", Word, 40),
    exact("a Replicate token", "r8_", Alphanumeric, 37),
    least("a ReadMe key", "rdme_", Alphanumeric, 60),
    least("a Stripe key", "rk_live_", Alphanumeric, 16),
    least("a Stripe key", "rk_test_", Alphanumeric, 16),
    least("a RubyGems key", "rubygems_", Hex, 40),
    least("a Supabase key", "sb_secret_", Word, 20),
    exact("a Supabase token", "sbp_", Hex, 40),
    least("a Notion token", "secret_", Alphanumeric, 43),
    least("a Sourcegraph token", "sgp_", Word, 40),
    least("a Shippo token", "shippo_live_", Hex, 40),
    least("a Shopify token", "shpat_", Hex, 32),
    least("a Shopify token", "shpca_", Hex, 32),
    least("a Shopify token", "shppa_", Hex, 32),
    least("a Shopify secret", "shpss_", Hex, 32),
    least("an OpenAI key", "sk-", Alphanumeric, 32).alone(),
    least("an OpenAI key", "sk-admin-", Word, 40),
    least("an Anthropic key", "sk-ant-", Word, 24),
    least("an OpenRouter key", "sk-or-", Word, 40),
    least("an OpenAI key", "sk-proj-", Word, 40),
    least("an OpenAI key", "sk-svcacct-", Word, 40),
    least("a Mapbox token", "sk.eyJ", Open, 40),
    least("a Stripe key", "sk_live_", Alphanumeric, 16),
    least("a Stripe key", "sk_test_", Alphanumeric, 16),
    least("a Dropbox token", "sl.", Word, 120),
    least("a Sentry token", "sntrys_", Open, 40),
    least("a Sentry token", "sntryu_", Hex, 60),
    least("a Square secret", "sq0atp-", Word, 20),
    least("a Square secret", "sq0csp-", Word, 40),
    exact("a SonarQube token", "sqa_", Hex, 40),
    exact("a SonarQube token", "sqp_", Hex, 40),
    exact("a SonarQube token", "squ_", Hex, 40),
    least("a Typeform token", "tfp_", Open, 50),
    least("a Tailscale key", "tskey-", Word, 24),
    least("a WakaTime key", "waka_", Word, 36),
    least("a Stripe secret", "whsec_", Alphanumeric, 28),
    least("an xAI key", "xai-", Alphanumeric, 60),
    least("a Slack token", "xapp-", Word, 24),
    least("a Slack token", "xoxa-", Word, 20),
    least("a Slack token", "xoxb-", Word, 20),
    least("a Slack token", "xoxe-", Word, 20),
    least("a Slack token", "xoxe.", Open, 20),
    least("a Slack token", "xoxo-", Word, 20),
    least("a Slack token", "xoxp-", Word, 20),
    least("a Slack token", "xoxr-", Word, 20),
    least("a Slack token", "xoxs-", Word, 20),
    least("a Google token", "ya29.", Word, 40),
];

impl Alphabet {
    /// Whether a token may hold a byte.
    pub(super) const fn holds(self, byte: u8) -> bool {
        BYTES[byte as usize] & 1 << self as u8 != 0
    }

    const fn computed(self, byte: u8) -> bool {
        match self {
            Self::Hex => byte.is_ascii_hexdigit(),
            Self::Upper => byte.is_ascii_uppercase() || byte.is_ascii_digit(),
            Self::Alphanumeric => byte.is_ascii_alphanumeric(),
            Self::Word => byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'),
            Self::Open => {
                byte.is_ascii_alphanumeric()
                    || matches!(byte, b'_' | b'-' | b'.' | b'=' | b'/' | b'+' | b'~' | b':' | b'%')
            }
        }
    }
}

/// For each byte a bit for each alphabet that holds it.
const BYTES: [u8; 256] = {
    let alphabets = [Hex, Upper, Alphanumeric, Word, Open];
    let mut bytes = [0; 256];
    let mut byte = 0;
    while byte < bytes.len() {
        let mut at = 0;
        while at < alphabets.len() {
            if alphabets[at].computed(byte as u8) {
                bytes[byte] |= 1 << alphabets[at] as u8;
            }
            at += 1;
        }
        byte += 1;
    }
    bytes
};

/// Whether a token may begin with two bytes: a bit for each pair that a prefix begins with. Most words begin otherwise.
pub(super) fn may_begin(first: u8, second: u8) -> bool {
    PAIRS[first as usize & 0x7f] & 1 << (second & 0x7f) != 0
}

const PAIRS: [u128; 128] = {
    let mut pairs = [0; 128];
    let mut at = 0;
    while at < SHAPES.len() {
        let prefix = SHAPES[at].prefix.as_bytes();
        pairs[prefix[0] as usize & 0x7f] |= 1 << (prefix[1] & 0x7f);
        at += 1;
    }
    pairs
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lint::secret::find::find;

    /// Characters of an alphabet, none like its neighbours, with a digit among the first.
    fn body(alphabet: Alphabet, length: usize) -> String {
        let letters = match alphabet {
            Hex => "0a9b8c7d6e5f4",
            Upper => "Q1W2E3R4T5Y6U",
            Alphanumeric | Word | Open => "a0Z9b8Y7c6X5d",
        };
        letters.chars().cycle().take(length).collect()
    }

    #[test]
    fn every_shape_is_found_alone_and_within_a_text() {
        for shape in SHAPES {
            let body = body(shape.alphabet, shape.length.0);
            for (before, after) in [("", ""), ("use ", " here"), ("x='", "'"), ("a:", ",")] {
                let text = format!("{before}{}{body}{after}", shape.prefix);
                let found = find(&text);
                assert!(found.len() == 1 && found[0].what == shape.what, "{text}: {found:?}");
                assert_eq!(text[found[0].range.clone()], body);
            }
            let short = &body[..body.len() - 1];
            assert_eq!(find(&format!("{}{short}", shape.prefix)), [], "{} is too short", shape.prefix);
            assert_eq!(
                find(&format!("{}{}", shape.prefix, "x".repeat(body.len()))),
                [],
                "{}xxx",
                shape.prefix
            );
        }
    }

    #[test]
    fn the_table_is_in_order() {
        let first = |shape: &Shape| shape.prefix.as_bytes()[0];
        assert!(SHAPES.windows(2).all(|pair| first(&pair[0]) <= first(&pair[1])));
    }
}
