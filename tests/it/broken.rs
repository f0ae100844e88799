//! Broken input gets exactly the findings that `tests/fixtures/broken.md` shows. `UPDATE=1` writes them anew.

use std::fs;

use crate::world::World;

const FIXTURE: &str = "tests/fixtures/broken.md";

/// Each case: its name, and its text.
pub(crate) fn cases() -> Vec<(String, String)> {
    let text = fs::read_to_string(FIXTURE).unwrap();
    let case = |part: &str| {
        let (name, rest) = part.split_once("\n\n```toml\n").unwrap();
        let (input, _) = rest.split_once("\n```\n\n```text\n").unwrap();
        (name.to_owned(), input.replace("{ESC}", "\u{1b}").replace("{NUL}", "\0"))
    };
    text.split("\n## ").skip(1).map(case).collect()
}

#[test]
fn broken_input_gets_exact_messages() {
    let written = fs::read_to_string(FIXTURE).unwrap();
    let mut expected = String::new();
    let mut parts = written.split("\n## ");
    expected.push_str(parts.next().unwrap());
    let mut cases = 0;
    for part in parts {
        let (name, rest) = part.split_once("\n\n```toml\n").unwrap();
        let (input, said) = rest.split_once("\n```\n\n```text\n").unwrap();
        let said = said.split_once("```").unwrap().0.trim_end();
        let text = input.replace("{ESC}", "\u{1b}").replace("{NUL}", "\0");
        let lines = World::of_files(&text).lines();
        assert!(!lines.is_empty(), "{name}: broken input, and nothing is said");
        expected.push_str(&format!(
            "\n## {name}\n\n```toml\n{input}\n```\n\n```text\n{}\n```\n",
            lines.join("\n")
        ));
        let updating = std::env::var_os("UPDATE").is_some();
        assert!(
            updating || said == lines.join("\n"),
            "{name}: UPDATE=1 writes this anew:\n{}\n",
            lines.join("\n")
        );
        cases += 1;
    }
    if std::env::var_os("UPDATE").is_some() {
        fs::write(FIXTURE, &expected).unwrap();
    }
    assert!(cases >= 40);
}
