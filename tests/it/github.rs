//! Workflow commands: whatever a playbook says, no line but ours is a command.

use std::sync::Arc;

use faultbook::export;
use faultbook::finding::Level;
use faultbook::finding::Position;
use faultbook::lint::Facts;
use faultbook::lint::RULES;
use faultbook::report::Located;
use faultbook::report::Span;
use faultbook::report::Verdict;

use crate::world::World;
use crate::world::today;

/// What somebody might write to make a runner obey.
const PAYLOADS: &[&str] = &[
    "::error::x",
    "  ::error::x",
    "\t::error::x",
    "\u{feff}::error::x",
    "\u{200b}::error::x",
    "\u{a0}::stop-commands::x",
    "a\n::set-output name=x::y",
    "a\r::set-env name=PATH::y",
    "a\r\n::add-path::/tmp",
    "a\u{b}::error::x",
    "a\u{85}::error::x",
    "a\u{2028}::error::x",
    "a\u{2029}::error::x",
    "%0A::error::x",
    "%0D%0A::error::x",
    "%250A::error::x",
    "a,line=1::b",
    "##[error]x",
    "a ##[stop-commands]x",
    "a #\u{ad}#[error]x",
    "##[\u{1b}[2K\u{202e}group]x",
    "##vso[task.setvariable variable=x]y",
    "a ##VSO[task.complete result=Failed;]x",
    "#\u{200d}#vso[task.complete]x",
];

fn written(verdict: &Verdict) -> String {
    let mut out = Vec::new();
    export::find("github").unwrap().verdict.unwrap()(verdict, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

/// The lines, for a reader that takes everything for the end of one that any reader does.
fn lines(text: &str) -> Vec<&str> {
    let ends = ['\n', '\r', '\u{b}', '\u{c}', '\u{85}', '\u{2028}', '\u{2029}'];
    text.split(ends).filter(|line| !line.is_empty()).collect()
}

/// The text as somebody sees it who passes over what is invisible.
fn seen(line: &str) -> String {
    let letters = line.chars().filter(|c| c.is_ascii_graphic() || *c == ' ');
    letters.collect::<String>().trim_start().to_ascii_lowercase()
}

/// Whether a runner would obey a line.
fn is_terminal_control(line: &str) -> bool {
    let seen = seen(line);
    seen.starts_with("::") || seen.contains("##[") || seen.contains("##vso[")
}

/// The name of a command, its properties and its text.
type Command<'a> = (&'a str, Vec<(&'a str, String)>, String);

/// A command as the runner reads it.
fn read(line: &str) -> Option<Command<'_>> {
    let unescape = |text: &str| text.replace("%0D", "\r").replace("%0A", "\n");
    let (info, data) = line.strip_prefix("::")?.split_once("::")?;
    let (name, properties) = info.split_once(' ')?;
    let properties = properties.split(',').map(|property| {
        let (key, value) = property.split_once('=').unwrap();
        (key, unescape(value).replace("%3A", ":").replace("%2C", ",").replace("%25", "%"))
    });
    Some((name, properties.collect(), unescape(data).replace("%25", "%")))
}

/// That the only commands are those of ours, and nothing else is obeyed.
fn check(text: &str) {
    for line in lines(text) {
        let ours = ["::error title=", "::warning title=", "::notice title="];
        if !ours.iter().any(|ours| line.starts_with(ours)) {
            assert!(!is_terminal_control(line), "{line:?}");
            continue;
        }
        assert!(!seen(line).contains("##[") && !seen(line).contains("##vso["), "{line:?}");
        let (_, properties, _) = read(line).unwrap();
        let keys: Vec<_> = properties.iter().map(|(key, _)| *key).collect();
        let known: [&[&str]; 3] = [
            &["title"],
            &["title", "file", "line", "endLine"],
            &["title", "file", "line", "endLine", "col", "endColumn"],
        ];
        assert!(known.contains(&keys.as_slice()), "{line:?}");
    }
    assert!(!text.chars().any(|c| c.is_control() && c != '\n' && c != '\t'), "{text:?}");
}

fn located(level: Level, line: usize, payload: &str) -> Located {
    let at = |column| Position { line, column };
    Located {
        rule: "no-owner",
        level,
        subject: "failure/a".into(),
        field: "".into(),
        span: Span { file: Arc::from(payload), start: at(1), end: at(3), bytes: (0, 2) },
        text: None,
        message: payload.to_owned().into(),
        help: Some(payload.to_owned().into()),
        related: Vec::new(),
    }
}

fn verdict(findings: Vec<Located>) -> Verdict {
    Verdict { findings, hints: true, ..Verdict::default() }
}

#[test]
fn no_payload_in_a_finding_is_obeyed() {
    assert!(PAYLOADS.len() >= 20);
    for payload in PAYLOADS {
        // The check itself: printed as it is, the payload would do harm, or it is harmless but for our own escapes.
        let plain = lines(payload).into_iter().any(is_terminal_control);
        assert!(plain || payload.contains("%") || payload.contains(','), "{payload:?} shows nothing");
        // Twelve of a level, so that some are commands and some are lines.
        for level in [Level::Hint, Level::Warn, Level::Deny] {
            let text = written(&verdict((1..=12).map(|line| located(level, line, payload)).collect()));
            check(&text);
            let annotations = text.lines().filter(|line| line.starts_with("::")).count();
            assert_eq!(annotations, if level == Level::Hint { 10 } else { 11 }, "{text}");
            assert_eq!(text.lines().count(), 13, "{text:?}");
        }
    }
}

#[test]
fn no_payload_in_a_playbook_is_obeyed() {
    for payload in PAYLOADS {
        let quoted = serde_json::Value::from(*payload);
        let mut text = String::new();
        for number in 0..12 {
            text.push_str(&format!(
                "[failure.f{number}]\nproblem = {quoted}\nseverity = {quoted}\nsources = [{quoted}]\n{quoted} = 1\n\
                 preventative = [{{ use = {quoted} }}]\nallow = {{ {quoted} = \"r\" }}\n\n"
            ));
        }
        text.push_str(&format!("[failure.{quoted}]\nproblem = \"x\"\n\n[{quoted}.x]\n{quoted} = 2\n"));
        text.push_str(&format!("[failure.raw]\nproblem = {payload}\n\n{payload}\n"));
        let mut world = World::of(&text)
            .file("faultbook.toml", format!("format = 1\n{quoted} = 1\n[lint]\n{quoted} = {quoted}\n"));
        if !payload.contains('/') {
            world = world.file(&format!("playbooks/{payload}.toml"), &text);
        }
        let verdict = Verdict { hints: true, ..world.open().lint(RULES, Facts::new(today()).dated(true)) };
        assert!(verdict.findings.len() > 30, "{}", verdict.findings.len());
        check(&written(&verdict));
    }
}

/// What the runner reads is what was found.
#[test]
fn commands_read_back() {
    for text in ["100% a:b,c", "a\nb\r\nc", "%0A%25%3A", "größe ::x", ""] {
        let finding = located(Level::Warn, 7, text);
        let said = finding.said().into_owned();
        let line = written(&Verdict { prefix: "sub: a,b/".into(), ..verdict(vec![finding]) });
        let (name, properties, data) = read(line.trim_end_matches('\n')).unwrap();
        assert_eq!((name, data), ("warning", said));
        let file = format!("sub: a,b/{text}");
        let expected = [
            ("title", "no-owner"),
            ("file", &file),
            ("line", "7"),
            ("endLine", "7"),
            ("col", "1"),
            ("endColumn", "3"),
        ];
        assert_eq!(properties, expected.map(|(key, value)| (key, value.to_owned())));
    }
}

#[test]
fn the_worst_come_first_and_ten_of_a_level_are_annotations() {
    let mut findings: Vec<_> =
        (1..=30).map(|line| located([Level::Hint, Level::Warn, Level::Deny][line % 3], line, "x")).collect();
    findings.push(located(Level::Deny, 31, "late"));
    let text = written(&verdict(findings.clone()));
    let kinds: Vec<&str> = text.lines().map(|line| line.split(' ').next().unwrap()).collect();
    let expected = [["::error"; 10], ["::warning"; 10]].concat();
    assert_eq!(kinds[..20], expected);
    assert_eq!(
        kinds[20..],
        [&["::notice"; 9][..], &["deny[no-owner]", "hint[no-owner]", "::notice"]].concat()
    );
    assert!(text.ends_with("deny[no-owner] late:31:1: late (late)\nhint[no-owner] x:30:1: x (x)\n::notice title=faultbook::2 more findings are in the log\n"), "{text}");

    let without = written(&Verdict { hints: false, ..verdict(findings) });
    assert!(!without.contains("hint") && without.ends_with("::1 more finding is in the log\n"), "{without}");
    assert_eq!(written(&Verdict::default()), "");
}

#[test]
fn a_finding_over_several_lines_has_no_columns() {
    let mut finding = located(Level::Deny, 3, "x");
    finding.span.end.line = 4;
    let text = written(&verdict(vec![finding]));
    assert_eq!(text, "::error title=no-owner,file=x,line=3,endLine=4::x%0Ahelp: x\n");
}
