//! Lists in columns: no name runs into what is said of it, whatever the width.

use faultbook::export::FORMATS;
use faultbook::lint::RULES;
use faultbook::rank::METHODS;
use faultbook::starter::STARTERS;

use crate::world::World;
use crate::world::faultbook;
use crate::world::said;

/// What a command prints at a width; `""`: nobody counts columns.
fn lines(world: &World, args: &[&str], width: &str) -> Vec<String> {
    let output = faultbook(world.path()).args(args).env("COLUMNS", width).output().unwrap();
    let text = String::from_utf8(output.stdout.clone()).unwrap() + &said(&output);
    text.lines().map(str::to_owned).collect()
}

/// Each name begins a line, and at least two spaces or the end of the line follow it. With a text, nothing but that text comes
/// behind, from one column on.
fn names_stand_apart(lines: &[String], names: &[&str], indent: usize, context: &str) {
    let mut columns = std::collections::BTreeSet::new();
    for name in names {
        let begin = format!("{:indent$}{name}", "");
        let found = lines
            .iter()
            .filter_map(|line| line.strip_prefix(&begin))
            .find(|rest| rest.is_empty() || rest.starts_with("  "));
        let rest = found.unwrap_or_else(|| panic!("{context}: {name} does not stand apart in {lines:#?}"));
        if !rest.is_empty() {
            columns.insert(begin.chars().count() + rest.len() - rest.trim_start().len());
        }
    }
    assert!(columns.len() <= 1, "{context}: texts begin at {columns:?}");
}

#[test]
fn no_name_is_followed_directly_by_text() {
    let world = World::of("[component.a-component-with-a-name-of-forty-letters-xx]\nkind = \"job\"\n");
    for width in ["", "30", "50", "80", "200"] {
        let explained = lines(&world, &["explain"], width);
        let topics = RULES.iter().map(|rule| rule.id).chain(METHODS.iter().map(|method| method.id));
        let topics: Vec<_> = topics.chain(FORMATS.iter().map(|format| format.id)).collect();
        names_stand_apart(&explained, &topics, 2, &format!("explain at {width}"));

        // A page says in its first paragraph what it is about, and the list says it in full.
        if width.is_empty() {
            let line = explained.iter().find(|line| line.contains("  confusable-text  ")).unwrap();
            assert!(line.ends_with("only looks like the one that is meant"), "{line}");
        }

        let starters: Vec<_> = STARTERS.iter().map(|starter| starter.name).collect();
        let listed = lines(&world, &["starter", "list"], width);
        names_stand_apart(&listed, &starters, 0, &format!("starter list at {width}"));

        let choices =
            lines(&world, &["edit", "a-component-with-a-name-of-forty-letters-xx", "kind=x"], width);
        let kinds = ["service", "database", "cache", "queue", "external"];
        names_stand_apart(&choices, &kinds, 2, &format!("choices at {width}"));
        if let Ok(most) = width.parse::<usize>() {
            // Below some width words stick out; no line of a list does at the usual one.
            let all = [&explained, &listed].into_iter().flatten();
            let is_note = |line: &str| ["note:", "help:", "error:"].iter().any(|sign| line.starts_with(sign));
            let long: Vec<_> = all.filter(|line| line.chars().count() > most && !is_note(line)).collect();
            assert!(most < 80 || long.is_empty(), "{long:#?}");
        }
    }
}

#[test]
#[cfg(feature = "sqlite")]
fn no_column_of_a_table_is_followed_directly_by_text() {
    use faultbook::database::tables;
    let world = World::new();
    for width in ["", "30", "50", "80", "200"] {
        let listed = lines(&world, &["sql", "--tables"], width);
        let names: Vec<_> =
            tables().iter().flat_map(|table| &table.columns).map(|column| &*column.name).collect();
        names_stand_apart(&listed, &names, 2, &format!("sql --tables at {width}"));
        if width == "80" {
            let list = listed.iter().filter(|line| !line.contains("CREATE VIRTUAL TABLE"));
            let long: Vec<_> = list.filter(|line| line.chars().count() > 80).collect();
            assert!(long.is_empty(), "{long:#?}");
        }
        let one = "SELECT 'x' AS a_name_that_is_longer_than_seventeen, 'some words here' AS b";
        let blocks = lines(&world, &["sql", one], width);
        if width == "30" {
            names_stand_apart(&blocks, &["a_name_that_is_longer_than_seventeen", "b"], 0, "blocks");
        }
    }
}

/// A label that is longer than others pushes its text away.
#[test]
fn no_label_is_followed_directly_by_text() {
    let key = "x-a-key-that-is-longer-than-any-label-of-ours";
    let failure = "[failure.a]\nproblem = \"p\"\nsources = [\"Application\"]\n";
    let world = World::of(&format!("{failure}{key} = \"some words here\"\n"));
    for width in ["", "30", "80"] {
        let shown = lines(&world, &["show", "a"], width);
        for label in ["Potential source", key] {
            let begin = format!("{label}  ");
            assert!(shown.iter().any(|line| line.starts_with(&begin)), "{label} at {width}: {shown:#?}");
        }
    }
}

/// Everything that completion says of a candidate is apart from it, in the way of each shell.
#[test]
fn completions_part_candidates_from_what_they_are() {
    let world = World::new();
    for (shell, sign) in [("fish", '\t'), ("zsh", ':'), ("powershell", '\t')] {
        let mut command = faultbook(world.path());
        command.env("FAULTBOOK_COMPLETE", shell).args(["--", "faultbook", "explain", ""]);
        let output = command.output().unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        for rule in RULES {
            let line = text.lines().find(|line| line.split(sign).next() == Some(rule.id));
            let line = line.unwrap_or_else(|| panic!("{shell}: {} is not apart in {text}", rule.id));
            assert!(line.len() > rule.id.len() + 1, "{line}");
        }
    }
}

/// Pages of rules, methods and formats fit the terminal, but for code.
#[test]
fn pages_fit_the_terminal() {
    let world = World::new();
    let topics = RULES.iter().map(|rule| rule.id).chain(METHODS.iter().map(|method| method.id));
    for topic in topics.chain(FORMATS.iter().map(|format| format.id)) {
        let (mut is_code, mut words) = (false, Vec::new());
        let page = lines(&world, &["explain", topic], "80");
        for line in &page {
            is_code ^= line.starts_with("```");
            words.extend(line.split_whitespace().map(str::to_owned));
            assert!(is_code || line.chars().count() <= 80, "{topic}: {line}");
        }
        // Nothing but breaks and the lines of tables is lost.
        let signs = |word: &String| word.chars().all(|c| matches!(c, '|' | '-' | ':'));
        let raw = lines(&world, &["explain", topic], "").join(" ").replace("\\|", " ").replace('|', " ");
        let raw: Vec<String> = raw.split_whitespace().map(str::to_owned).collect();
        let text = |words: Vec<String>| -> String { words.into_iter().filter(|word| !signs(word)).collect() };
        assert_eq!(text(words).replace('|', ""), text(raw), "{topic}");
    }
}
