//! What hostile text looks like, and every place of a playbook where it can stand.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use faultbook::lint::Facts;
use faultbook::lint::RULES;
use faultbook::workspace::Workspace;

use crate::world::today;

/// What a terminal would obey, or an eye be misled by. None holds a quote or a backslash, so that each can stand in a string
/// of TOML as it is.
pub(crate) const TERMINAL: [&str; 64] = [
    // The window's title, links, the clipboard, colours of the palette, notifications, files (OSC).
    "\u{1b}]0;t\u{7}",
    "\u{1b}]2;t\u{1b}",
    "\u{1b}]8;;http://x\u{7}",
    "\u{1b}]52;c;ZQ==\u{7}",
    "\u{1b}]4;1;#f00\u{7}",
    "\u{1b}]9;n\u{7}",
    "\u{1b}]777;n\u{7}",
    "\u{1b}]1337;File=:\u{7}",
    "\u{9d}0;t\u{9c}",
    // Colours, the cursor, erasing, modes, reports, a reset (CSI and ESC).
    "\u{1b}[35m",
    "\u{1b}[8m",
    "\u{1b}[38;5;9m",
    "\u{1b}[2J",
    "\u{1b}[1;1H",
    "\u{1b}[1A",
    "\u{1b}[2K",
    "\u{1b}[999D",
    "\u{1b}[?1049h",
    "\u{1b}[?25l",
    "\u{1b}[6n",
    "\u{1b}[c",
    "\u{1b}[5i",
    "\u{1b}[20t",
    "\u{1b}c",
    "\u{1b}7",
    "\u{1b}(0",
    "\u{1b}#8",
    "\u{1b}",
    "\u{1b}\u{1b}[",
    // Longer strings (DCS, SOS, PM, APC).
    "\u{1b}P1$q",
    "\u{1b}X",
    "\u{1b}^p",
    "\u{1b}_a",
    // The same in one character (C1).
    "\u{80}",
    "\u{84}",
    "\u{85}",
    "\u{8d}",
    "\u{8e}",
    "\u{90}q",
    "\u{98}",
    "\u{9b}31m",
    "\u{9e}",
    "\u{9f}",
    // Single control characters.
    "\0",
    "\u{5}",
    "\u{7}",
    "\u{8}\u{8}",
    "\u{b}",
    "\u{c}",
    "a\rb",
    "\u{e}",
    "\u{11}",
    "\u{1a}",
    "\u{7f}",
    // Directions, line ends and what is hidden.
    "\u{202a}\u{202b}\u{202c}",
    "\u{202d}\u{202e}",
    "\u{2066}\u{2067}",
    "\u{2068}\u{2069}",
    "\u{200e}\u{200f}",
    "\u{61c}",
    "\u{200b}\u{2060}",
    "\u{feff}",
    "\u{2028}",
    "\u{2029}\u{e0041}",
];

/// What a spreadsheet would take for a formula, or does so once something before it is taken away.
pub(crate) const FORMULAS: [&str; 44] = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "=HYPERLINK(\"http://x\",\"y\")",
    "=cmd|' /C calc'!A0",
    "+cmd|'/C calc'!A0",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "=DDE(\"cmd\";\"/C calc\";\"x\")",
    "=IMPORTXML(\"http://x\",\"//a\")",
    "=WEBSERVICE(\"http://x\")",
    "＝1+1",
    "＋1",
    "－1",
    "＠x",
    "\t=1",
    "\r=1",
    "\n=1",
    "\0=1",
    " =1",
    "   +1",
    "\u{a0}=1",
    "\u{3000}＝1",
    "\u{feff}=1",
    "\u{200b}-1",
    "\u{202e}=1",
    "\u{1b}=1",
    "'=1",
    "''=1",
    "' =1",
    "\"=1\"",
    "\"\"=1",
    "\",=1",
    "\";=1",
    ",=1",
    ";=1",
    "\t1",
    "\r\n=1",
    "=",
    "--",
    "+-@=",
    "=\u{0}1",
    "@",
];

/// What a runner of GitHub Actions, Azure Pipelines or TeamCity would obey.
pub(crate) const RUNNER: [&str; 25] = [
    "::error::x",
    "::warning file=a,line=1::x",
    "::notice::x",
    "::debug::x",
    "::add-mask::x",
    "::set-output name=a::b",
    "::set-env name=a::b",
    "::add-path::/x",
    "::stop-commands::x",
    "::group::x",
    "::save-state name=a::b",
    " ::error::x",
    "\t::error::x",
    "a\n::error::x",
    "a\n  ::error::x",
    "a\r\n::error::x",
    "a\r::error::x",
    "\u{a0}::error::x",
    "\u{2028}::error::x",
    "##[error]x",
    "a ##[group]x",
    "##vso[task.setvariable variable=a]b",
    "a ##VSO[task.complete result=Failed]",
    "##teamcity[buildStatus status='SUCCESS']",
    "\u{1b}[1m::error::x",
];

/// Whether a character is one of those that make the payloads what they are. It does not ask the library.
pub(crate) fn is_raw(letter: char) -> bool {
    let plain = letter == '\n' || letter.is_ascii_graphic() || letter == ' ';
    !plain && (letter.is_control() || TERMINAL.iter().any(|payload| payload.contains(letter)))
}

/// The documented format: every field of every kind.
pub(crate) const PLAYBOOK: &str = include_str!("../fixtures/format-1/checkout.toml");
/// The documented configuration.
pub(crate) const CONFIG: &str = include_str!("../fixtures/format-1/faultbook.toml");

/// The bytes of every text that stands in quotes; no text of the documented format holds a quote.
fn literals(text: &str) -> Vec<std::ops::Range<usize>> {
    let quotes: Vec<usize> = text.match_indices('"').map(|(at, _)| at).collect();
    quotes.chunks_exact(2).map(|pair| pair[0] + 1..pair[1]).collect()
}

/// A text in which other texts stand in the quotes that are chosen.
fn replaced(text: &str, chosen: impl Fn(usize) -> bool, with: impl Fn(usize) -> String) -> String {
    let mut out = String::new();
    let mut copied = 0;
    for (index, range) in literals(text).into_iter().enumerate().filter(|(index, _)| chosen(*index)) {
        out.push_str(&text[copied..range.start]);
        out.push_str(&with(index));
        copied = range.end;
    }
    out + &text[copied..]
}

/// Every text of the documented format replaced, whether or not it may be any.
pub(crate) fn everywhere(text: &str, payload: &str) -> String {
    replaced(text, |_| true, |_| payload.to_owned())
}

/// Which texts of the configuration and of the playbook may be any: those that can become other words without a finding.
static FREE: LazyLock<(Vec<usize>, Vec<usize>)> = LazyLock::new(|| {
    let count = |config: &str, playbook: &str| {
        let workspace = Workspace::from_texts(config, [("playbooks/checkout.toml", playbook)]);
        let verdict = workspace.lint(RULES, Facts::new(today()).dated(true));
        let mut count: BTreeMap<&str, usize> = BTreeMap::new();
        verdict.findings.iter().for_each(|finding| *count.entry(finding.rule).or_default() += 1);
        count
    };
    let before = count(CONFIG, PLAYBOOK);
    let is_free =
        |after: BTreeMap<&str, usize>| after.iter().all(|(rule, n)| before.get(rule).is_some_and(|m| n <= m));
    let free = |text: &str, count: &dyn Fn(&str) -> BTreeMap<&'static str, usize>| -> Vec<usize> {
        let other = |index: usize| replaced(text, |other| other == index, |_| "Some Words".to_owned());
        (0..literals(text).len()).filter(|&index| is_free(count(&other(index)))).collect()
    };
    // The folder is looked for on the disk.
    let folder = literals(CONFIG).iter().position(|range| &CONFIG[range.clone()] == "playbooks");
    let in_config = free(CONFIG, &|text| count(text, PLAYBOOK)).into_iter();
    let in_config: Vec<_> = in_config.filter(|index| Some(*index) != folder).collect();
    let in_playbook = free(PLAYBOOK, &|text| count(CONFIG, text));
    assert!(in_playbook.len() > 80 && in_config.len() > 20, "{in_playbook:?} {in_config:?}");
    (in_config, in_playbook)
});

/// The texts of the documented format replaced that may be any, so that all entries are read: a configuration and a playbook.
pub(crate) fn where_any_text_may_stand(payload: impl Fn(usize) -> String) -> (String, String) {
    (
        replaced(CONFIG, |index| FREE.0.contains(&index), &payload),
        replaced(PLAYBOOK, |index| FREE.1.contains(&index), &payload),
    )
}

/// Text as it can stand in a string or a quoted key of TOML.
pub(crate) fn escaped(text: &str) -> String {
    let unit = |letter: char| match letter {
        '"' | '\\' => format!("\\{letter}"),
        letter if letter.is_ascii() && !letter.is_ascii_control() => letter.to_string(),
        letter => format!("\\U{:08x}", u32::from(letter)),
    };
    text.chars().map(unit).collect()
}
