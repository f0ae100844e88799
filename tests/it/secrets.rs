//! Tokens and passwords in playbooks are findings, and no output of `lint` shows them. The tokens are put together here, so that
//! no scanner takes this file for a leak.

use std::fs;
use std::path::Path;

use faultbook::lint::Facts;
use faultbook::lint::RULES;
use faultbook::lint::masked;
use faultbook::model::Date;
use faultbook::workspace::Workspace;
use proptest::prelude::*;

use crate::world::World;

const ALPHANUMERIC: &str = "aZ0bY1cX2dW3eV4fU5gT6hS7iR8jQ9kPlOmNnMoLpKqJrIsHtGuFvEwDxCyBzA";
const LOWER_HEX: &str = "0f1e2d3c4b5a69788796";
const UPPER: &str = "Q2W3E4R5T6Y7UIOPASDFGHJKLZXCVBNM";

/// So many characters, none like its neighbours.
fn draw(letters: &str, length: usize) -> String {
    let letters: Vec<char> = letters.chars().collect();
    (0..length).map(|at| letters[(at * 7 + at * at / 3) % letters.len()]).collect()
}

/// A text that holds a secret, and the secret.
fn secrets() -> Vec<(String, String)> {
    let mut all = Vec::new();
    let mut add = |before: &str, secret: String, after: &str| {
        all.push((format!("{before}{secret}{after}"), secret));
    };
    let word = |length: usize| draw(ALPHANUMERIC, length);
    let hex = |length: usize| draw(LOWER_HEX, length);
    for (prefix, length) in [
        ("ghp_", 36),
        ("gho_", 36),
        ("ghu_", 36),
        ("ghs_", 36),
        ("ghr_", 36),
        ("github_pat_", 82),
        ("glpat-", 20),
        ("glrt-", 20),
        ("gldt-", 20),
        ("xoxb-", 40),
        ("xoxp-", 50),
        ("xoxa-", 40),
        ("xoxr-", 40),
        ("xoxs-", 40),
        ("xapp-1-", 60),
        ("AIza", 35),
        ("GOCSPX-", 28),
        ("ya29.", 60),
        ("sk_live_", 24),
        ("rk_live_", 24),
        ("sk_test_", 24),
        ("whsec_", 32),
        ("npm_", 36),
        ("pypi-AgE", 60),
        ("dckr_pat_", 27),
        ("sk-", 48),
        ("sk-proj-", 80),
        ("sk-ant-api03-", 90),
        ("hf_", 34),
        ("NRAK-", 27),
        ("hvs.", 90),
        ("sq0atp-", 22),
        ("sq0csp-", 43),
        ("EAAA", 60),
        ("lin_api_", 40),
        ("ntn_", 46),
        ("glc_eyJ", 60),
        ("glsa_", 41),
        ("figd_", 40),
        ("PMAK-", 60),
        ("nfp_", 36),
        ("gsk_", 52),
        ("xai-", 80),
        ("HRKU-", 40),
        ("tskey-auth-", 40),
        ("pnu_", 36),
        ("ATATT3", 180),
        ("CCIPAT_", 40),
        ("dp.pt.", 43),
        ("sntrys_", 60),
        ("AKCp", 70),
        ("LTAI", 20),
        ("cio", 32),
        ("oy2", 43),
        ("r8_", 37),
    ] {
        add(prefix, word(length), "");
    }
    for (prefix, length) in [
        ("SK", 32),
        ("dapi", 32),
        ("shpat_", 32),
        ("shpca_", 32),
        ("shpss_", 32),
        ("dop_v1_", 64),
        ("key-", 32),
        ("rubygems_", 48),
        ("sbp_", 40),
        ("squ_", 40),
        ("bkua_", 40),
        ("pul-", 40),
    ] {
        add(prefix, hex(length), "");
    }
    for prefix in ["AKIA", "ASIA"] {
        add(prefix, draw(UPPER, 16), "");
    }
    add("AGE-SECRET-KEY-1", draw(UPPER, 58), "");
    add("SG.", format!("{}.{}", word(22), word(43)), "");
    add("dt0c01.", format!("{}.{}", draw(UPPER, 24), draw(UPPER, 64)), "");
    add("eyJ", format!("{}.eyJ{}.{}", word(33), word(60), word(43)), "");
    add("", format!("{}.atlasv1.{}", word(14), word(64)), "");
    add("", format!("{}8Q~{}", word(3), word(34)), "");
    add("", format!("M{}.{}.{}", word(23), word(6), word(30)), "");
    add("bot 123456789:", format!("AA{}", word(33)), "");
    for label in ["", "RSA ", "EC ", "OPENSSH ", "ENCRYPTED "] {
        let begin = format!("-----BEGIN {label}PRIVATE KEY-----\\n");
        add(
            &begin,
            format!("MII{}\\n{}", word(61), word(64)),
            &format!("\\n-----END {label}PRIVATE KEY-----"),
        );
    }
    add(
        "https://hooks.slack.com/services/",
        format!("T{}/B{}/{}", draw(UPPER, 8), draw(UPPER, 8), word(24)),
        "",
    );
    add("https://discord.com/api/webhooks/", format!("123456789012345678/{}", word(68)), "");
    add(
        "https://acme.webhook.office.com/webhookb2/",
        format!("{}@{}/IncomingWebhook/{}", hex(8), hex(8), hex(32)),
        "",
    );
    add("Authorization: Bearer ", word(40), "");
    add("Authorization: Basic ", format!("{}==", word(26)), "");
    add("https://admin:", word(12), "@db.example.org/x");
    add("postgres://orders:", "Winter1972".to_owned(), "@db:5432/orders");
    add("mongodb+srv://root:", "p-4-s-s".to_owned(), "@cluster0.example.org");
    add("git clone https://", word(40), "@github.com/acme/x");
    add("AWS_SECRET_ACCESS_KEY=", format!("{}/{}+{}", word(20), word(9), word(9)), "");
    add("AccountName=shop;AccountKey=", format!("{}==", word(86)), ";EndpointSuffix=core.windows.net");
    add("Endpoint=sb://x/;SharedAccessKey=", format!("{}=", word(43)), "");
    add("https://x.blob.core.windows.net/c?sv=2024-01-01&sig=", format!("{}%3D", word(43)), "&se=2027-01-01");
    add("DD_API_KEY=", hex(32), " agent start");
    add("heroku_api_key: ", "12ab34cd-5e6f-7a8b-9c0d-1e2f3a4b5c6d".to_owned(), "");
    add("Token token=", word(20), "");
    add("client_secret=", word(40), "");
    add("{ 'api-key': '", word(32), "' }");
    add("PGPASSWORD=", "hunter2".to_owned(), " psql");
    add("mysql --password=", "S3cr3t!".to_owned(), " -e x");
    add("storectl --password ", "S3cr3t!x".to_owned(), " login");
    add("password = '", "letmein".to_owned(), "'");
    add("curl -u admin:", "hunter2".to_owned(), " https://x");
    add("sshpass -p ", "hunter2".to_owned(), " ssh x");
    add("mysql -u root -p", "hunter2".to_owned(), " shop");
    add("redis-cli -a ", "hunter2".to_owned(), " ping");
    all
}

fn lint(config: &str, playbook: &str) -> Vec<String> {
    let workspace = Workspace::from_texts(config, [("playbooks/page.toml", playbook)]);
    let verdict = workspace.lint(RULES, Facts::new(Date::new(2026, 11, 30).unwrap()).dated(true));
    verdict
        .findings
        .iter()
        .filter(|finding| finding.rule == "secret")
        .map(|f| f.said().into_owned())
        .collect()
}

/// Every place in which a text may be, `¦` where the text is.
const PLACES: &[&str] = &[
    "[action.a]\naction = \"x\"\ncommand = \"¦\"\n",
    "[failure.a]\nproblem = \"¦\"\n",
    "[failure.a]\nproblem = \"x\"\nrisk = \"\"\"\nIt says:\n  ¦\n\"\"\"\n",
    "[failure.a]\nproblem = \"x\"\nreferences = [\"y\", \"¦\"]\n",
    "[failure.a]\nproblem = \"x\"\nx-mine = { deep = [[\"¦\"]] }\n",
    "[failure.a]\nproblem = \"x\"\nunknown = \"¦\"\n",
    "[failure.a]\nproblem = \"x\"\nestimate = { detect = \"¦\" }\n",
    "[failure.a] # ¦\nproblem = \"x\"\n",
    "[failure.a]\nproblem = \"x\"\n\"x-¦\" = 1\n",
    "[plan.a]\ntitle = \"x\"\n[[plan.a.steps]]\ncommand = \"run ¦\"\n",
    "[alert.a]\nlink = \"¦\"\n",
    "[incident.a]\nsummary = \"(¦)\"\n",
    "[x-mine]\nfree = \"¦\"\n",
    "[failure]\na = { problem = \"x\", cause = \"¦\" }\n",
    // Neither block can be parsed.
    "[failure.a]\nproblem = \"¦\nrisk = 1\n",
    "[failure.a]\nproblem = \nrisk = \"¦\"\n",
];

#[test]
fn every_shape_is_found_in_every_place() {
    let secrets = secrets();
    assert!(secrets.len() > 100, "{}", secrets.len());
    for (text, secret) in &secrets {
        for place in PLACES {
            let playbook = place.replace('¦', text);
            let found = lint("format = 1\n", &playbook);
            assert_eq!(found.len(), 1, "{playbook}{found:#?}");
            assert!(!found[0].contains(secret.as_str()), "{playbook}: {found:?}");
        }
        for config in ["workload = \"¦\"", "# ¦", "x-mine = [\"¦\"]", "[import.headings]\n\"a\" = \"¦\""]
        {
            let found = lint(&format!("format = 1\n{}\n", config.replace('¦', text)), "");
            assert_eq!(found.len(), 1, "{config}: {text}: {found:#?}");
        }
    }
}

/// Whatever the format, and whatever rule speaks of the line: what is secret is not shown, nor half of it.
#[test]
fn no_output_shows_a_secret() {
    let secrets = secrets();
    for place in PLACES {
        let playbook: String = secrets
            .iter()
            .enumerate()
            .map(|(at, (text, _))| {
                // A file for each, in one workspace; what is laid out as a whole keeps its id.
                let place = place.replace(".a", &format!(".a{at}")).replace("\na = ", &format!("\na{at} = "));
                format!("# file: playbooks/p{at}.toml\n{}", place.replace('¦', text))
            })
            .collect();
        let world = World::of_files(&playbook);
        for format in ["human", "json", "github", "sarif"] {
            let run = world.run(&["lint", "--hints", "--format", format]);
            let out = [run.stdout, run.stderr].map(|out| String::from_utf8(out).unwrap()).concat();
            let count = out.matches("contains a").count();
            assert!(count >= secrets.len(), "{format} of {place}: {count} of {}", secrets.len());
            for (text, secret) in &secrets {
                let part = secret.get(..secret.len().min(16)).unwrap();
                assert!(!out.contains(part), "{format} of {place} shows {text}:\n{}", around(&out, part));
            }
        }
    }
}

fn around<'t>(out: &'t str, part: &str) -> &'t str {
    let at = out.find(part).unwrap_or(0);
    &out[out.floor_char_boundary(at.saturating_sub(300))..out.floor_char_boundary(at + 200)]
}

/// What stands for a secret, and what merely looks like one.
#[test]
fn placeholders_and_names_are_no_secrets() {
    let hash = draw(LOWER_HEX, 40);
    let named = [
        "AKIAIOSFODNN7EXAMPLE",
        "aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
        "ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        "password=$PASSWORD",
        "password=${DB_PASSWORD}",
        "password = '<password>'",
        "token=${{ secrets.TOKEN }}",
        "password=****",
        "password=changeme",
        "password=xxxxxxxx",
        "--password \"$(cat /run/secrets/db)\"",
        "password: {{ vault.password }}",
        "postgres://user:password@localhost/db",
        "postgres://app:$PGPASSWORD@db/orders",
        "https://<user>:<password>@host/",
        "https://user:***@host",
        "The password: rotate it every 90 days",
        "Reset the password, then tell support",
        "password=required",
        "passwordless login",
        "password-file=/run/x",
        "kubectl get secret orders-db-credentials",
        "secret=orders-db-secret-v2",
        "secretName: orders-db-tls",
        "token = \"expired\"",
        "--token-ttl=24h",
        "kubectl create secret generic x --from-literal=password=$PASSWORD",
        "docker run -u 1000:1000 -p 8080:80 x",
        "curl -u $USER:$PASS https://x",
        "mysql -p shop",
        "https://example.com/a?token=abc",
        "see https://x/y@z",
        "git@github.com:acme/x.git",
        "ssh://git@host/x",
        "mailto:a@b.c",
        "pypi-publish-workflow-failed-because-the-token-expired",
        "sk-orders-service-with-a-very-long-name-in-the-shop",
        "ASIAPACIFICSOUTHEAST",
        "key-value-store-of-the-orders-service",
        "hf_orders",
        "SG.orders.example",
        "-----BEGIN CERTIFICATE-----",
        "-----BEGIN PUBLIC KEY-----",
        "-----BEGIN PRIVATE KEY-----...",
        "10:02:00",
        "Bearer tokens expire",
        "Authorization: Bearer $TOKEN",
        "sig=abc",
        "if password == x",
        "password =~ x",
        "sum(rate(token_errors{token!=\"x\"}[5m]))",
        "db.password != null",
        "op://vault/db/password",
        "password=op://vault/db/password",
        "password = vault:secret/data/db#password",
        "PWD=/home/orders/app1",
        "bypass=checkout-2026",
        "arn:aws:iam::123456789012:role/orders",
        "%PASSWORD%",
        "password=%PASSWORD%",
        "api_key: YOUR_API_KEY_GOES_HERE_1234",
        "orders_2026_11_30_backup_of_the_database_v12",
        "pass-through: enabled2",
    ];
    let urls = [
        format!("https://github.com/acme/x/commit/{hash}"),
        format!("sha256:{}", draw(LOWER_HEX, 64)),
        "12ab34cd-5e6f-7a8b-9c0d-1e2f3a4b5c6d".to_owned(),
        format!("docker pull x@sha256:{}", draw(LOWER_HEX, 64)),
    ];
    for text in named.iter().map(|text| text.to_string()).chain(urls) {
        let escaped = text.replace('\\', "\\\\").replace('"', "\\\"");
        for place in PLACES {
            let playbook = place.replace('¦', &escaped);
            assert_eq!(lint("format = 1\n", &playbook), [] as [&str; 0], "{playbook}");
        }
    }
}

#[test]
fn a_key_that_is_called_so_has_a_secret_as_its_value() {
    let key = draw(ALPHANUMERIC, 24);
    for line in [
        format!("x-api-key = \"{key}\""),
        "x-password = \"hunter2\"".to_owned(),
        "x-db = { passwd = 'hunter2' }".to_owned(),
    ] {
        assert_eq!(
            lint("format = 1\n", &format!("[failure.a]\nproblem = \"x\"\n{line}\n")).len(),
            1,
            "{line}"
        );
    }
    for line in [
        "x-password = \"in the vault\"",
        "x-secret = \"orders-db\"",
        "x-token = \"$TOKEN\"",
        "x-password = 2026-01-01",
    ] {
        assert_eq!(
            lint("format = 1\n", &format!("[failure.a]\nproblem = \"x\"\n{line}\n")).len(),
            0,
            "{line}"
        );
    }
}

/// The rule is one like any other: an entry can silence it, and a configuration set its level.
#[test]
fn the_rule_can_be_silenced() {
    let token = format!("hv{}.{}", "s", draw(ALPHANUMERIC, 30));
    let playbook =
        format!("[failure.a]\nproblem = \"{token}\"\nallow = {{ secret = \"revoked long ago\" }}\n");
    assert_eq!(lint("format = 1\n", &playbook), [] as [&str; 0]);
    assert_eq!(
        lint("format = 1\nlint = { secret = \"allow\" }\n", &format!("[failure.a]\nproblem = \"{token}\"\n")),
        [] as [&str; 0]
    );
}

#[test]
fn nothing_is_found_in_what_the_project_ships() {
    let mut texts: Vec<String> =
        faultbook::starter::STARTERS.iter().map(|starter| starter.text.to_owned()).collect();
    for folder in ["examples", "playbooks", "tests/fixtures", "tests/cmd"] {
        files(Path::new(folder), &mut texts);
    }
    for text in &texts {
        assert!(faultbook::lint::secrets(text).is_empty(), "{text}");
    }
    assert!(texts.len() > 100);
}

fn files(folder: &Path, texts: &mut Vec<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, texts);
        } else {
            texts.extend(fs::read_to_string(path));
        }
    }
}

/// Masking keeps the length, so that places stay where they are, and leaves nothing that is found again.
#[test]
fn a_masked_text_has_its_length_and_no_secret() {
    for (text, secret) in secrets() {
        let text = format!("größe {text} größe");
        let hidden = masked(&text);
        assert_eq!(hidden.len(), text.len());
        assert!(!hidden.contains(&secret), "{hidden}");
        assert!(faultbook::lint::secrets(&hidden).is_empty(), "{hidden}");
        // A message holds the beginning of a value.
        if secret.len() > 40 && !text.contains("://") && !text.contains("-----") && !text.contains('=') {
            let cut: String = text.chars().take(40).collect();
            let cut = format!("`{cut}…` is too long");
            assert!(!masked(&cut).contains(&secret[..12]), "{cut}: {}", masked(&cut));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_searched_and_masked(pieces in prop::collection::vec(piece(), 0..30)) {
        let text = pieces.concat();
        let hidden = masked(&text);
        prop_assert_eq!(hidden.len(), text.len());
        let found = faultbook::lint::secrets(&text);
        prop_assert!(found.windows(2).all(|pair| pair[0].end <= pair[1].start));
        prop_assert!(found.iter().all(|range| text.get(range.clone()).is_some()));
    }
}

fn piece() -> impl Strategy<Value = String> {
    let pieces = "=¦:¦://¦@¦.¦…¦ -¦--password ¦ -u ¦curl¦mysql¦ -p¦'¦\"¦\\¦ ¦\n¦eyJ¦Q~¦8¦password¦sig¦token¦AA¦123456789¦ü¦🔥¦-----BEGIN ¦PRIVATE KEY¦-----¦.atlasv1.¦Bearer ¦hooks.slack.com/services/¦aB3dE5gH7jK9mN1pQ3sT5vW7¦_¦-¦~";
    prop_oneof![
        8 => prop::sample::select(pieces.split('¦').map(str::to_owned).collect::<Vec<_>>()),
        1 => any::<char>().prop_map(String::from),
    ]
}

/// What imports and exports keep of the texts that they read are hashes: whatever the texts, they look like no token.
#[test]
fn what_is_kept_of_texts_looks_like_no_secret() {
    use faultbook::model::said;
    for number in 0..100_000 {
        let fields =
            ["problem", "risk", "sources", "severity", "likelihood", "mitigation", "owner", "imported"];
        let text = |name: &str| format!("{name} {number}");
        let mut kept: String =
            fields[..1 + number % 8].iter().map(|name| said::short(name, &text(name))).collect();
        kept.push('.');
        fields.iter().for_each(|name| said::Name::new(name).record(&text(name), &mut kept));
        assert_eq!(masked(&kept), kept);
    }
}
