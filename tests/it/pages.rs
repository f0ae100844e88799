//! The page of a rule is its test: it fires on every block of *Fires on* and on no block of *Quiet on*.

use std::fs;

use faultbook::export::FORMATS;
use faultbook::lint::RULES;
use faultbook::lint::Rule;
use faultbook::rank::METHODS;

use crate::world::World;
use crate::world::line;

/// The TOML blocks below a heading.
pub(crate) fn blocks(page: &str, heading: &str) -> Vec<String> {
    let mut blocks = Vec::new();
    let mut block: Option<String> = None;
    let mut below = false;
    for line in page.lines() {
        match &mut block {
            Some(text) if line == "```" => {
                blocks.push(std::mem::take(text));
                block = None;
            }
            Some(text) => {
                text.push_str(line);
                text.push('\n');
            }
            None if line.starts_with("## ") => below = line == format!("## {heading}"),
            None if below && line == "```toml" => block = Some(String::new()),
            None => {}
        }
    }
    blocks
}

/// The workspace of a block. It works towards the level of the rule, unless it has a configuration of its own.
pub(crate) fn world(rule: &Rule, block: &str) -> World {
    World::of_files(&format!(
        "# file: faultbook.toml\nformat = 1\ntarget_level = {}\n# file: playbooks/page.toml\n{block}",
        rule.target
    ))
}

/// What is said in a workspace, hints included, by a rule, and by all others of the levels that it works towards.
fn said(world: &World, rule: &Rule) -> (Vec<String>, Vec<String>) {
    let own = world.lint().into_iter().filter(|finding| finding.rule == rule.id).map(|f| line(&f)).collect();
    let id = format!("[{}]", rule.id);
    (own, world.lines().into_iter().filter(|line| !line.contains(&id)).collect())
}

#[test]
fn every_rule_fires_on_its_page_and_nothing_else_does() {
    for rule in RULES {
        let blocks = blocks(rule.page, "Fires on");
        assert!(
            !blocks.is_empty() || rule.id == "unreadable-file",
            "{} shows nothing that it fires on",
            rule.id
        );
        for block in blocks {
            let (own, other) = said(&world(rule, &block), rule);
            assert!(!own.is_empty(), "{} does not fire on:\n{block}\n{other:#?}", rule.id);
            assert!(other.is_empty(), "another rule fires on the page of {}:\n{block}\n{other:#?}", rule.id);
        }
    }
}

#[test]
fn no_rule_fires_where_a_page_says_quiet() {
    for rule in RULES {
        let blocks = blocks(rule.page, "Quiet on");
        assert!(
            !blocks.is_empty() || rule.id == "unreadable-file",
            "{} shows nothing that it is quiet on",
            rule.id
        );
        for block in blocks {
            let (own, other) = said(&world(rule, &block), rule);
            assert!(
                own.is_empty() && other.is_empty(),
                "on the page of {}:\n{block}\n{own:#?}\n{other:#?}",
                rule.id
            );
        }
    }
}

#[test]
fn pages_have_one_shape() {
    for rule in RULES {
        let mut rest = rule.page;
        for heading in [
            format!("# {}\n", rule.id),
            "## Why it matters\n".into(),
            "## Fires on\n".into(),
            "## Quiet on\n".into(),
        ] {
            let at = rest.find(&heading).unwrap_or_else(|| panic!("the page of {} lacks {heading}", rule.id));
            rest = &rest[at + heading.len()..];
        }
        for option in rule.options {
            assert!(
                rule.page.contains(&format!("`{option}`")),
                "the page of {} does not explain {option}",
                rule.id
            );
        }
    }
    for (id, page) in METHODS.iter().map(|m| (m.id, m.page)).chain(FORMATS.iter().map(|f| (f.id, f.page))) {
        assert!(page.starts_with(&format!("# {id}\n\n")), "the page of {id} does not begin with its name");
    }
}

/// The three lists and their folders hold the same names, in the same order.
#[test]
fn nothing_is_forgotten() {
    let families: [(&str, &str, Vec<&str>, &[&str]); 5] = [
        (
            "src/lint",
            "md",
            RULES.iter().map(|rule| rule.id).collect(),
            &["diagnostics", "doubt", "levels", "run", "scope", "texts", "tracked"],
        ),
        (
            "src/rank",
            "md",
            METHODS.iter().map(|method| method.id).collect(),
            &["case", "expected", "score", "why"],
        ),
        (
            "src/export",
            "md",
            FORMATS.iter().map(|format| format.id).collect(),
            &["address", "cell", "escape", "fingerprint", "said"],
        ),
        (
            "src/import/source",
            "",
            faultbook::import::SOURCES.iter().map(|source| source.id).collect(),
            &["encoding", "grid", "missed", "titles", "workbook"],
        ),
        ("src/import/presets", "", faultbook::import::PRESETS.iter().map(|preset| preset.id).collect(), &[]),
    ];
    for (folder, page, ids, others) in families {
        let names = |extension: &str| {
            let entries =
                fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
            // One that is large is a folder.
            let stem = |name: String| match name.strip_suffix(&format!(".{extension}")) {
                Some(stem) => Some(stem.replace('_', "-")),
                None => (extension == "rs" && !name.contains('.')).then(|| name.replace('_', "-")),
            };
            let mut names: Vec<String> = entries
                .filter_map(stem)
                .filter(|name| name != "mod" && !others.contains(&name.as_str()))
                .collect();
            names.sort();
            names
        };
        assert_eq!(names("rs"), ids, "the files of {folder} and its list differ");
        if !page.is_empty() {
            assert_eq!(names(page), ids, "the pages of {folder} and its list differ");
        }
    }
}
