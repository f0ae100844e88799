//! What holds for any input.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use faultbook::export::FORMATS;
use faultbook::import::SOURCES;
use faultbook::model::Kind;
use faultbook::rank;
use faultbook::report::Filter;
use faultbook::report::ReportOptions;
use proptest::prelude::*;
use proptest::sample::select;
use toml::de::DeTable;
use toml::de::DeValue;

use crate::foreign::Texts;
use crate::world::World;
use crate::world::today;

/// Pieces of TOML, sound and broken, that meet in every way.
pub(crate) fn pieces() -> impl Strategy<Value = String> {
    let known = select(vec![
        "[failure.a]\n",
        "[failure.b]\n",
        "[failure.a.estimate]\n",
        "[[failure.a.reactive]]\n",
        "[failure]\n",
        "[playbook]\n",
        "[component.c]\n",
        "[flow.f]\n",
        "[action.x]\n",
        "[test.t]\n",
        "[failur.a]\n",
        "[[failure.b]]\n",
        "[failure.\"a b\"]\n",
        "problem = \"p\"\n",
        "risk = \"r\"\n",
        "severity = \"high\"\n",
        "likelihood = \"often\"\n",
        "sources = [\"c\", \"X\"\n",
        "sources = [\"c\"]\n",
        "affects = [\"*\"]\n",
        "status = \"done\"\n",
        "reviewed = 2026-01-01\n",
        "accepted = { until = 2027-01-01 }\n",
        "cause = \"\"\"\n",
        "cause = '''\n",
        "\"\"\"\n",
        "'''\n",
        "\"",
        "'",
        "[",
        "]",
        "{",
        "}",
        "=",
        "#",
        "\\",
        ".",
        ",",
        "\n",
        "\r\n",
        "\u{feff}",
        "ñ",
        "網",
        "\u{202e}",
        "\u{1b}",
        "\0",
        "<<<<<<< HEAD\n",
        ">>>>>>> x\n",
        "=======\n",
        "a.b.c = 1\n",
        "failure.d.problem = \"q\"\n",
        "allow = { no-owner = \"r\" }\n",
        "x-y = { z = [1, {}] }\n",
        "depends_on = [\"c\", { component = 3 }]\n",
    ]);
    let piece = prop_oneof![4 => known.prop_map(str::to_owned), 1 => ".{0,8}"];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

/// Runs everything that reads a playbook.
fn exercise(world: &World) -> Result<(), TestCaseError> {
    let workspace = world.open();
    for finding in world.lint() {
        let text = workspace.text(&finding.span.file).unwrap_or("");
        let lines = text.lines().count().max(1) + 1;
        prop_assert!((1..=lines).contains(&finding.span.start.line), "{finding:?}");
        prop_assert!(finding.span.start.column >= 1 && finding.span.end >= finding.span.start, "{finding:?}");
        prop_assert!(finding.message.len() < 1_000, "{finding:?}");
    }
    for method in rank::METHODS {
        // A workbook takes its time; the order of its rows is that of the others.
        let formats = FORMATS.iter().filter(|format| !format.binary || method.id == rank::DEFAULT.id);
        for format in formats.filter_map(|format| format.report) {
            let view = ReportOptions::new(method, today()).all(true).when(Some("x".to_owned()));
            format(&workspace.report(view), &mut Vec::new()).unwrap();
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_read_without_a_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        exercise(&World::new().file("playbooks/page.toml", &bytes).file("faultbook.toml", &bytes))?;
    }

    #[test]
    fn any_pieces_are_read_without_a_panic(playbook in pieces(), config in pieces()) {
        exercise(&World::of(&playbook).file("faultbook.toml", format!("format = 1\n{config}")))?;
    }

    /// What the whole parse understands, the blocks understand too; what it does not, is never passed over.
    #[test]
    fn cut_and_whole_parse_agree(text in pieces()) {
        let whole = DeTable::parse(&text);
        let world = World::of(&text);
        let workspace = world.open();
        let known: Vec<&str> = workspace.book().ids(faultbook::model::Kind::Failure);
        match whole {
            Err(_) => prop_assert!(!world.lines().is_empty(), "nothing is said of what is no TOML"),
            Ok(table) => {
                prop_assert!(!world.lines().iter().any(|line| line.contains("[syntax]")), "{:#?}", world.lines());
                let failures = table.get_ref().get("failure").map(|value| value.get_ref());
                let Some(DeValue::Table(failures)) = failures else { return Ok(()) };
                for (id, entry) in failures.iter() {
                    let slug = faultbook::model::Id::new(id.get_ref()).is_ok();
                    prop_assert_eq!(slug, known.contains(&id.get_ref().as_ref()), "{}", id.get_ref());
                    let problem = entry.get_ref().get("problem").and_then(|problem| problem.get_ref().as_str());
                    let read = workspace.book().failures.get(id.get_ref()).map(|failure| failure.problem.as_str());
                    prop_assert!(!slug || read == problem.filter(|text| !text.trim().is_empty()));
                }
            }
        }
    }

    /// A file of sound entries in any layout gives the same as each entry in a file of its own.
    #[test]
    fn the_order_and_number_of_files_do_not_matter(
        order in Just((0..12_usize).collect::<Vec<_>>()).prop_shuffle(),
        files in prop::collection::vec(0..4_usize, 12),
    ) {
        // Many are equal under some method, so that only the order of ids is left.
        let entry = |number: usize| {
            let detection = if number.is_multiple_of(3) { String::new() } else { format!("detection = {}\n", number % 4 + 1) };
            let estimate = if number.is_multiple_of(2) { "" } else {
                "estimate = { detect = \"5m\", repair = \"1h\", affected = \"10%\", every = \"30d\" }\n"
            };
            format!(
                "[failure.f{number}]\nproblem = \"p {number}\"\nseverity = {}\nlikelihood = {}\nflows = [\"f{}\"]\n{detection}{estimate}\n\
                 [flow.f{number}]\n\n[test.f{number}]\ncovers = [\"f{}\"]\n[[test.f{number}.runs]]\nresult = \"pass\"\n",
                number % 10 + 1, number * 7 % 10 + 1, number % 5, number % 2
            )
        };
        let mut texts: BTreeMap<usize, String> = BTreeMap::new();
        for &number in &order {
            texts.entry(files[number]).or_default().push_str(&entry(number));
        }
        let mut shuffled = World::new();
        for (file, text) in texts {
            shuffled = shuffled.file(&format!("playbooks/p/{file}.toml"), text);
        }
        let plain = World::new().file("playbooks/p.toml", (0..12).map(entry).collect::<String>());
        let said = |world: &World| {
            let mut said: Vec<_> = world.lint().into_iter().map(|f| (f.rule, f.subject, f.field, f.message)).collect();
            said.sort();
            said
        };
        for method in rank::METHODS {
            let listed = plain.list(method.id);
            prop_assert_eq!(&shuffled.list(method.id), &listed, "{}", method.id);
            prop_assert_eq!(listed.into_iter().collect::<BTreeSet<_>>().len(), 12, "each stands there once");
        }
        prop_assert_eq!(said(&shuffled), said(&plain));
    }

    #[test]
    fn any_text_is_imported_without_a_panic_and_reads_clean(text in "(\\|[^\\n]{0,30}\\|?\n|[,;\t\"'a-zéß0-9= -]{0,30}\n|Problem,Risk,Severity\n|\\| Problem \\| Likelihood \\| Actions \\|\n\\|---\\|---\\|---\\|\n){0,12}") {
        for source in SOURCES {
            let mut texts = Texts::new();
            let Ok(taken) = texts.try_import(source.id, "a.md", text.as_bytes()) else { continue };
            let Some((_, written)) = texts.files.first() else { continue };
            let lines = World::of(written).lines();
            prop_assert!(!lines.iter().any(|line| line.starts_with("deny")), "{lines:#?}");
            prop_assert_eq!(texts.open().book().failures.len(), taken.new.len());
            let before = texts.files.clone();
            let again = texts.try_import(source.id, "a.md", text.as_bytes());
            prop_assert!(again.is_ok_and(|again| again.new.is_empty() && again.changed.is_empty()));
            prop_assert_eq!(before, texts.files);
        }
    }

    #[test]
    fn any_filter_is_read_or_refused(text in "([a-z_-]{1,10}(=|!=|~|<=|>)[\"']?[a-z0-9*, -]{0,8}[\"']? ?){0,4}|.{0,30}") {
        let _ = Filter::parse(Kind::Failure, &text, &faultbook::model::Scales::default(), today());
    }
}
