//! Markers of unfinished merges are findings, whatever their size, in playbooks and in the configuration, within texts and outside.

use faultbook::lint::Facts;
use faultbook::lint::RULES;
use faultbook::model::Date;
use faultbook::workspace::Workspace;

use crate::world::World;

/// A conflict with markers of a size, with or without its base.
fn conflict(size: usize, feed: &str, ours: &str, base: Option<&str>, theirs: &str) -> String {
    let row = |sign: &str, label: &str| format!("{}{label}{feed}", sign.repeat(size));
    let base = base.map_or(String::new(), |base| format!("{}{base}{feed}", row("|", " base")));
    format!("{}{ours}{feed}{base}{}{theirs}{feed}{}", row("<", " HEAD"), row("=", ""), row(">", " topic"))
}

/// How many markers are reported: the two around a conflict, and the one above its base where that can be nothing else.
fn reported(size: usize, base: Option<&str>) -> usize {
    if size >= 7 && base.is_some() { 3 } else { 2 }
}

/// The fields of the findings about markers, and all other rules that report something as lost.
fn found(config: &str, playbook: &str) -> (Vec<String>, Vec<&'static str>, usize) {
    let workspace = Workspace::from_texts(config, [("playbooks/page.toml", playbook)]);
    let verdict = workspace.lint(RULES, Facts::new(Date::new(2026, 11, 30).unwrap()).dated(true));
    let (mut fields, mut others) = (Vec::new(), Vec::new());
    for finding in verdict.findings {
        match finding.rule {
            "conflict-marker" => fields.push(finding.field.into_owned()),
            rule @ ("syntax" | "unreadable-file" | "duplicate-id") => others.push(rule),
            _ => {}
        }
    }
    (fields, others, workspace.unread())
}

#[test]
fn the_configuration_is_searched_within_texts_and_outside() {
    for size in [1, 3, 7, 8, 32] {
        for feed in ["\n", "\r\n"] {
            for base in [None, Some("owner = \"x\"")] {
                let bare = conflict(size, feed, "owner = \"a\"", base, "owner = \"b\"");
                let (fields, others, unread) = found(&format!("format = 1{feed}{bare}"), "");
                assert_eq!(
                    (fields, others, unread > 0),
                    (vec![String::new(); reported(size, base)], vec![], true),
                    "{bare:?}"
                );

                let text = conflict(size, feed, "ours", base, "theirs");
                for config in [
                    "format = 1\nworkload = '''\n¦'''\n",
                    "format = 1\n[scale.severity]\nlow = { score = 1, means = \"\"\"\n¦\"\"\" }\n",
                ] {
                    let config = config.replace('\n', feed).replace('¦', &text);
                    let (fields, others, unread) = found(&config, "");
                    assert!(
                        fields.len() == reported(size, base) && !fields[0].is_empty(),
                        "{config:?}: {fields:?}"
                    );
                    assert_eq!((others, unread), (vec![], 0), "{config:?}");
                }
            }
        }
    }
}

#[test]
fn playbooks_are_searched_for_markers_of_every_size() {
    for size in [1, 3, 7, 8, 32] {
        for feed in ["\n", "\r\n"] {
            for base in [None, Some("problem = 'x'")] {
                let bare = conflict(size, feed, "problem = 'a'", base, "problem = 'b'");
                let playbook = format!("[failure.a]{feed}{bare}[plan.b]{feed}title = 'y'{feed}");
                let (fields, others, _) = found("format = 1\n", &playbook);
                assert_eq!((fields.len(), others), (reported(size, base), vec![]), "{playbook:?}");
                for place in [
                    "[failure.a]\nproblem = '''\n¦'''\n",
                    "[plan.a]\ntitle = \"\"\"\n¦\"\"\"\n",
                    "[failure]\na = { problem = '''\n¦''' }\n",
                ] {
                    let playbook =
                        place.replace('\n', feed).replace('¦', &conflict(size, feed, "a", base, "b"));
                    let (fields, others, _) = found("format = 1\n", &playbook);
                    assert_eq!((fields.len(), others), (reported(size, base), vec![]), "{playbook:?}");
                }
            }
        }
    }
}

/// A block of either side that cannot be parsed is in conflict, and needs no finding of its own.
#[test]
fn blocks_within_a_conflict_are_explained_by_it() {
    for base in [None, Some("[failure.c]\nproblem =")] {
        let text = conflict(
            7,
            "\n",
            "[failure.b]\nproblem =",
            base,
            "[failure.d]\nproblem =\n[failure.e]\nproblem =",
        );
        let (fields, others, _) =
            found("format = 1\n", &format!("[failure.a]\nproblem = 'x'\n{text}[failure.f]\nproblem = 'x'\n"));
        assert_eq!((fields.len(), others), (reported(7, base), vec![]), "{text}");
    }
}

#[test]
fn markdown_and_rst_are_no_conflicts() {
    for text in [
        "Summary\n=======\n\n> quoted\n>> twice\n",
        "=======\nTitle\n=======\n",
        ">>> print(1)\n<<< x\n",
        "< 20/h\n> 100/h\n",
    ] {
        let playbook = format!("[failure.a]\nproblem = '''\n{text}'''\n");
        assert_eq!(
            found(&format!("format = 1\nworkload = '''\n{text}'''\n"), &playbook),
            (vec![], vec![], 0),
            "{text}"
        );
    }
}

/// What our own driver marks, with the size that git asks for, is found again.
#[test]
fn what_the_merge_driver_marks_is_found() {
    for size in ["3", "7", "12"] {
        let text = |risk: &str| format!("[failure.a]\nproblem = \"x\"\nrisk = \"{risk}\"\n");
        let world = World::of(&text("ours")).file("base", text("base")).file("theirs", text("theirs"));
        let run =
            world.run(&["merge-driver", "base", "playbooks/page.toml", "theirs", "--marker-size", size]);
        assert_eq!(run.status.code(), Some(1), "{run:?}");
        let found = world.lines().into_iter().filter(|line| line.contains("conflict-marker")).count();
        assert_eq!(
            found,
            2,
            "{size}: {}",
            std::fs::read_to_string(world.path().join("playbooks/page.toml")).unwrap()
        );
    }
}
