//! Texts that are not what they look like are findings, in whatever kind of entry, key or comment; languages and emoji are not.

use std::fs;
use std::path::Path;

use faultbook::lint::Facts;
use faultbook::lint::RULES;
use faultbook::lint::Rule;
use faultbook::model::Date;
use faultbook::starter;
use faultbook::workspace::Workspace;
use proptest::prelude::*;

use crate::world::World;

const CONFIG: &str = "format = 1\n";

/// Invisible characters, each of another kind, and what is said of them.
const INVISIBLE: &[char] = &[
    '\u{ad}',
    '\u{34f}',
    '\u{61c}',
    '\u{115f}',
    '\u{17b4}',
    '\u{180e}',
    '\u{200b}',
    '\u{200c}',
    '\u{200d}',
    '\u{200e}',
    '\u{202e}',
    '\u{2028}',
    '\u{2060}',
    '\u{2063}',
    '\u{2067}',
    '\u{206a}',
    '\u{2800}',
    '\u{3164}',
    '\u{fe00}',
    '\u{fe0f}',
    '\u{feff}',
    '\u{ffa0}',
    '\u{fff9}',
    '\u{1bca0}',
    '\u{1d173}',
    '\u{e0001}',
    '\u{e0041}',
    '\u{e0100}',
    '\u{e01ef}',
];

/// The rules that report what is found in a workspace of one playbook, and what they say.
fn found(config: &str, playbook: &str) -> Vec<(&'static str, String)> {
    let workspace = Workspace::from_texts(config, [("playbooks/page.toml", playbook)]);
    let verdict = workspace.lint(RULES, Facts::new(Date::new(2026, 11, 30).unwrap()).dated(true));
    let is_about = |rule: &str| {
        ["confusable-text", "control-character", "syntax", "bad-value", "bad-id", "unknown-key"]
            .contains(&rule)
    };
    verdict.findings.iter().filter(|f| is_about(f.rule)).map(|f| (f.rule, f.said().into_owned())).collect()
}

fn confusable(playbook: &str) -> Vec<String> {
    let found = found(CONFIG, playbook).into_iter();
    found.filter(|(rule, _)| *rule == "confusable-text").map(|(_, said)| said).collect()
}

/// Every place in which a text may be, `¦` where the text is.
const PLACES: &[&str] = &[
    "[action.a]\naction = \"x\"\ncommand = \"¦\"\n",
    "[action.a]\naction = '''\n¦\n'''\n",
    "[failure.a]\nproblem = \"x\"\nrisk = \"¦\"\nowner = \"o\"\n",
    "[failure.a]\nproblem = \"x\"\nowner = \"¦\"\n",
    "[failure.a]\nproblem = \"x\"\nsources = [\"y\", \"¦\"]\n",
    "[failure.a]\nproblem = \"x\"\nreactive = [\"¦\", { action = \"y\" }]\n",
    "[failure.a]\nproblem = \"x\"\nx-mine = { deep = [[\"¦\"]] }\n",
    "[failure.a]\nproblem = \"x\"\n\"x-¦\" = 1\n",
    "[failure.a] # ¦\nproblem = \"x\"\n",
    "# ¦\n[failure.a]\nproblem = \"x\"\n",
    "[failure.\"¦\"]\nproblem = \"x\"\n",
    "[component.a]\nname = \"¦\"\n",
    "[flow.a]\nname = \"¦\"\n",
    "[test.a]\ncovers = [\"¦\"]\n",
    "[plan.a]\ntitle = \"x\"\n[[plan.a.steps]]\ncommand = \"¦\"\n",
    "[role.a]\ncontact = \"¦\"\n",
    "[drill.a]\nplan = \"p\"\nparticipants = [\"¦\"]\n",
    "[alert.a]\nexpr = \"¦\"\n",
    "[incident.a]\ntitle = \"¦\"\n",
    "[attestation.a]\nby = \"¦\"\n",
    "[playbook]\ntitle = \"¦\"\n",
    "[x-mine]\nfree = \"¦\"\n",
    // Laid out so that the file is read as a whole.
    "[failure]\na = { problem = \"x\", owner = \"¦\" }\n",
];

#[test]
fn invisible_characters_are_found_wherever_a_text_is() {
    for place in PLACES {
        for letter in INVISIBLE {
            for text in [format!("ab{letter}cd"), format!("{letter}ab"), format!("ab{letter}")] {
                let playbook = place.replace('¦', &text);
                let found = found(CONFIG, &playbook);
                let code = format!("U+{:04X}", u32::from(*letter));
                assert!(
                    found.iter().any(|(rule, said)| said.contains(&code)
                        || *rule == "bad-id"
                        || *rule == "bad-value"),
                    "{code} in {playbook:?}: {found:#?}"
                );
                // An id with such a character is also not an id.
                let most = if place.contains("covers") { 2 } else { 1 };
                assert!(found.len() <= most, "{code} in {playbook:?} is one finding: {found:#?}");
            }
        }
    }
}

#[test]
fn escapes_hide_nothing() {
    for place in PLACES.iter().filter(|place| !place.contains("# ¦") && !place.contains("'''")) {
        for escape in ["\\u200b", "\\U000E0041", "\\u202E", "\\u001b", "\\uFEFF"] {
            let playbook = place.replace('¦', &format!("ab{escape}cd"));
            let found = found(CONFIG, &playbook).len();
            assert!(found == 1 || found == 2 && place.contains("covers"), "{playbook:?}");
        }
    }
}

#[test]
fn the_configuration_is_judged_too() {
    for place in
        ["workload = \"¦\"", "owner = \"¦\"", "accept_by = [\"¦\"]", "# ¦", "\"x-¦\" = 1", "x-mine = [\"¦\"]"]
    {
        for text in ["te\u{200b}am", "te\u{e0041}am"] {
            let found = found(&format!("format = 1\n{}\n", place.replace('¦', text)), "");
            assert!(found.len() == 1 && found[0].0 == "confusable-text", "{place}: {found:#?}");
        }
    }
    assert_eq!(found("format = 1\nowner = \"t\u{435}am\"\n", "").len(), 1);
}

/// Letters of other alphabets in Latin words: Cyrillic, Greek, Armenian, Cherokee, fullwidth, mathematical, phonetic.
#[test]
fn letters_that_look_like_others_are_found_in_what_is_run_or_compared() {
    let disguised = [
        ("rm -rf /v\u{430}r/tmp", "`/var/tmp`"),
        ("\u{441}url https://example.com", "`curl`"),
        ("kubectl d\u{435}lete pod", "`delete`"),
        ("t\u{3bf}p", "`top`"),
        ("\u{ff52}\u{ff4d} -rf", "`rm`"),
        ("k\u{1d42e}bectl", "`kubectl`"),
        ("\u{1d42b}\u{1d426} x", "`rm`"),
        ("pin\u{261}", "`ping`"),
        ("p\u{456}ng", "`ping`"),
        ("\u{13aa}url", "`Aurl`"),
        ("scale 1\u{666}", ""),
        ("echo \u{441}\u{43e}\u{440}", "`cop`"),
        ("run -\u{441} x", "`-c`"),
    ];
    for (text, typed) in disguised {
        for place in [
            "[action.a]\naction = \"x\"\ncommand = \"¦\"\n",
            "[plan.a]\ntitle = \"x\"\nsteps = [{ command = \"¦\" }]\n",
        ] {
            let found = confusable(&place.replace('¦', text));
            assert_eq!(found.len(), usize::from(!typed.is_empty()), "{text}: {found:#?}");
            assert!(found.iter().all(|said| said.contains(typed)), "{text}: {found:#?}");
        }
    }
    for field in [
        "owner = \"¦\"",
        "sources = [\"¦\"]",
        "detected_by = [\"¦\"]",
        "tags = [\"¦\"]",
        "accepted = { by = \"¦\", because = \"x\" }",
        "confirm = [\"¦\"]",
        "reactive = [{ action = \"x\", owner = \"¦\" }]",
        "reactive = [{ action = \"x\", with = [\"¦\"] }]",
        "escalate = { after = \"5m\", to = \"¦\" }",
    ] {
        for text in
            ["t\u{435}am orders", "\u{43e}rders-db", "ord\u{3bf}rs", "\u{ff4f}rders", "\u{441}\u{43e}\u{440}"]
        {
            let playbook = format!("[failure.a]\nproblem = \"x\"\n{}\n", field.replace('¦', text));
            assert_eq!(confusable(&playbook).len(), 1, "{playbook}");
        }
    }
    for text in ["see https://ex\u{430}mple.com/x", "https://\u{441}\u{43e}\u{440}.com"] {
        assert_eq!(confusable(&format!("[failure.a]\nproblem = \"{text}\"\n")).len(), 1, "{text}");
    }
}

#[test]
fn symbols_of_word_processors_are_found_in_what_is_run() {
    for (text, typed) in [
        ("rm \u{2013}rf x", "`-rf`"),
        ("ls \u{2014}all", "`--all`"),
        ("echo \u{201c}x\u{201d}", "`\"x\"`"),
        ("echo \u{2018}x\u{2019}", "`'x'`"),
        ("ls\u{a0}-l", "`ls -l`"),
        ("ls\u{3000}-l", "`ls -l`"),
        ("a\u{ff1b} b", "`a;`"),
        ("cat \u{2215}etc", "`/etc`"),
    ] {
        let found = confusable(&format!("[action.a]\naction = \"x\"\ncommand = \"\"\"{text}\"\"\"\n"));
        assert!(found.len() == 1 && found[0].contains(typed), "{text}: {found:#?}");
    }
}

/// What people write in their own language, with every sign that it needs.
const MEANT: &[&str] = &[
    "Größe überschritten",
    "Gro\u{308}ße u\u{308}berschritten",
    "Işık ve yanlış ayar; naïve café, œuvre, Łódź, Þórr, ß, ı, ŉ",
    "База данных недоступна; сбой в зоне, о чём знает команда",
    "Η βάση δεδομένων δεν απαντά· α, β και ο",
    "データベースが応答しません。Web系サーバー、ＳＲＥチーム、１２３",
    "数据库没有响应：请联系 DBA（值班）",
    "데이터베이스가 응답하지 않습니다 ㅣ",
    "پایگاه داده پاسخ نمی‌دهد؛ می‌شود ۱۲۳",
    "قاعدة البيانات لا تستجيب ٥٠١",
    "\u{200f}מסד הנתונים לא מגיב C++\u{200e} (גרסה 2)",
    "डेटाबेस क्\u{200d}ष क्\u{200c}ष प्रतिक्रिया नहीं देता",
    "ශ්\u{200d}රී ලංකා",
    "\u{1781}\u{17d2}\u{1798}\u{17c2}\u{179a}\u{200b}\u{1797}\u{17b6}\u{179f}\u{17b6}",
    "ฐานข้อมูลไม่ตอบสนอง",
    "ᠮᠣᠩᠭᠣᠯ\u{180b} ᠬᠡᠯᠡ",
    "👩‍🚒 👨‍👩‍👧‍👦 🏳️‍🌈 ❤️ ☎️ ©️ 1️⃣ #️⃣ 👍🏽 👩🏽‍💻 ⚠️ ▶︎",
    "\u{1f3f4}\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f} Scotland",
    "葛\u{e0100}城",
    "∩\u{fe00} and ≨\u{fe00}",
    "“Quotes”, ‘others’ – dashes — and the team’s 20–100 orders/h … 5 µs, 10 kΩ, ΔT ≤ 3σ, 2×2",
    "VPN-клиент, IT-отдел, SREшники, PDF-файл, k8s-кластер",
    "ﬁ ligature, № 5, ½, ™",
    "α-test",
];

#[test]
fn languages_and_emoji_are_no_findings() {
    for text in MEANT {
        for place in PLACES {
            // An id, and what covers one, is ASCII.
            if place.contains("failure.\"¦\"") || place.contains("covers") {
                continue;
            }
            let is_run = place.contains("command") || place.contains("expr");
            let text = if is_run && text.starts_with('“') { "20–100 — the team’s" } else { text };
            let playbook = place.replace('¦', text);
            assert_eq!(confusable(&playbook), [] as [&str; 0], "{playbook}");
        }
    }
}

/// The finding is at the character, not merely at its value.
#[test]
fn the_place_is_that_of_the_character() {
    let world =
        World::of("[failure.a]\nproblem = \"x\"\nrisk = \"ab\u{200b}cd\"\nowner = '''t\u{435}am'''\n");
    let places: Vec<_> = world.lines().into_iter().filter(|line| line.contains("confusable-text")).collect();
    assert_eq!(
        places,
        [
            "warn[confusable-text] playbooks/page.toml:3:11 failure/a.risk: `risk` contains U+200B (zero width space) (type `abcd`)",
            "warn[confusable-text] playbooks/page.toml:4:12 failure/a.owner: `owner` contains U+0435 (Cyrillic), which looks like `e` (type `team`)",
        ]
    );
}

#[test]
fn a_byte_order_mark_in_the_middle_of_a_file_is_found() {
    let mark = '\u{feff}';
    for (text, rule) in [
        (format!("[failure.a]\nproblem = \"x\"\n{mark}[failure.b]\nproblem = \"y\"\n"), "syntax"),
        (format!("[failure.a]\nproblem = \"x\"\n{mark}# y\n[failure.b]\nproblem = \"y\"\n"), "syntax"),
        (format!("{mark}{mark}[failure.a]\nproblem = \"x\"\n"), "syntax"),
        (format!("[failure.a]\n{mark}problem = \"x\"\n"), "syntax"),
        (format!("[failure.a]\nproblem = {mark}\"x\"\n"), "syntax"),
        (format!("[failure]\n{mark}a = {{ problem = \"x\" }}\n"), "syntax"),
        (format!("[failure.a]\nproblem = \"x{mark}\"\n"), "confusable-text"),
        (format!("[failure.a]\nproblem = \"x\" # {mark}\n"), "confusable-text"),
    ] {
        let found = found(CONFIG, &text);
        assert!(
            found.len() == 1 && found[0].0 == rule && found[0].1.contains("U+FEFF"),
            "{text:?}: {found:#?}"
        );
        let world = World::of(&text);
        let edited = world.run(&["edit", "failure/a", "owner=sre"]);
        assert_eq!(edited.status.success(), rule != "syntax", "{text:?}");
    }
    let begins = format!("{mark}[failure.a]\nproblem = \"x\"\n");
    assert_eq!(found(CONFIG, &begins), []);
    assert_eq!(found(&format!("{mark}{CONFIG}"), ""), []);
    for config in [format!("format = 1\n{mark}owner = \"x\"\n"), format!("{mark}{mark}format = 1\n")] {
        assert!(found(&config, "").iter().any(|(_, said)| said.contains("U+FEFF")), "{config:?}");
    }
}

/// Every file that the project ships or tests with, but for those that are about hostile text.
#[test]
fn nothing_is_found_in_examples_starters_and_pages() {
    let mut texts: Vec<String> = starter::STARTERS.iter().map(|starter| starter.text.to_owned()).collect();
    for folder in ["examples", "playbooks", "tests/fixtures/format-1"] {
        files(Path::new(folder), &mut texts);
    }
    let hostile = ["confusable-text", "control-character"];
    for rule in RULES.iter().filter(|rule| !hostile.contains(&rule.id)) {
        texts.extend(
            ["Fires on", "Quiet on"].iter().flat_map(|heading| crate::pages::blocks(rule.page, heading)),
        );
    }
    assert!(texts.len() > 150, "{}", texts.len());
    for text in texts {
        assert_eq!(confusable(&text), [] as [&str; 0], "{text}");
    }
}

fn files(folder: &Path, texts: &mut Vec<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, texts);
        } else if path.extension().is_some_and(|extension| extension == "toml") {
            texts.push(fs::read_to_string(path).unwrap());
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// The glance at a file leaves out nothing that a look at each text finds.
    #[test]
    fn a_glance_misses_nothing(texts in prop::collection::vec(prop::collection::vec(piece(), 0..6), 1..6)) {
        let rule = RULES.iter().find(|rule| rule.id == "confusable-text").unwrap();
        let mut all = *rule;
        all.text = rule.text.map(|of| faultbook::lint::OfText { glance: |text| (0..text.len()).collect(), ..of });
        let fields = ["command", "owner", "risk", "x-mine", "cause", "tags"];
        let lines = texts.iter().zip(fields).map(|(pieces, field)| format!("{field} = \"{}\" # {}\n", pieces.concat(), pieces.concat().replace('\\', "")));
        let playbook = format!("[failure.a]\n{}[action.b]\naction = \"y\"\n", lines.collect::<String>());
        let lint = |rule: Rule| {
            let workspace = Workspace::from_texts(CONFIG, [("playbooks/page.toml", playbook.as_str())]);
            workspace.lint(&[rule], Facts::new(Date::new(2026, 11, 30).unwrap()).dated(true)).findings
        };
        prop_assert_eq!(lint(*rule), lint(all), "{}", playbook);
    }
}

fn piece() -> impl Strategy<Value = String> {
    let pieces = "a¦rm ¦ ¦-¦–¦“¦’¦é¦е¦сор¦ж¦базa¦データ¦ｒ¦；¦👩¦\u{200d}¦\u{fe0f}¦\u{200b}¦\u{200c}¦ی¦ا¦٥¦\u{ad}¦\\u200b¦\\u0435¦\\u001b¦\\t¦://¦https://¦1¦\u{a0}¦𝐫¦\u{1f3f4}¦\u{e0067}¦\u{e007f}¦.com/";
    prop_oneof![
        6 => prop::sample::select(pieces.split('¦').map(str::to_owned).collect::<Vec<_>>()),
        1 => any::<char>().prop_filter("TOML", |c| !c.is_control() && !matches!(c, '"' | '\\')).prop_map(String::from),
    ]
}
