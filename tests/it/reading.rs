//! What reading promises: one broken entry harms no other, odd layouts are read, order does not matter.

use faultbook::finding::Level;
use faultbook::lint::Facts;
use faultbook::lint::RULES;
use faultbook::rank;
use faultbook::report::ReportOptions;
use faultbook::workspace::Workspace;

use crate::world::World;
use crate::world::today;

fn entry(id: &str) -> String {
    format!(
        "[failure.{id}]\nproblem = \"{id} fails\"\nrisk = \"\"\"\nUsers wait,\n[failure.not-a-header]\n\"\"\"\n\
         sources = [\"A\", 'B # no comment']\nseverity = \"low\"\nlikelihood = \"rare\"\nowner = \"o\"\nmitigation = [\"m\"]\n\n"
    )
}

#[test]
fn one_unclosed_thing_costs_one_entry_of_a_thousand() {
    let endings = [
        ("cause = \"never closed\n", "cause = \"never"),
        ("cause = 'never closed\n", "cause = 'never"),
        ("cause = \"\"\"never closed\n", "cause = \"\"\"never"),
        ("cause = '''never closed\n", "cause = '''never"),
        ("tags = [\"a\",\n", "tags = ["),
        ("tags = [[\"a\"]\n", "tags = [["),
        ("escalate = { after = \"15m\"\n", "escalate = {"),
        ("[failure.m0500.estimate\n", "[failure.m0500.est"),
    ];
    for (ending, begins) in endings {
        let entries: String = (0..1000)
            .map(|number| {
                let sound = entry(&format!("m{number:04}"));
                if number == 500 {
                    format!("{}{ending}\n", sound.trim_end_matches('\n').to_owned() + "\n")
                } else {
                    sound
                }
            })
            .collect();
        let world = World::of(&entries);
        let workspace = world.open();
        assert_eq!(workspace.book().failures.len(), 999, "{ending}");
        assert_eq!(workspace.book().unread(), 1, "{ending}");
        assert!(workspace.book().failures.get("m0500").is_none());
        let findings = world.lint();
        let denied: Vec<_> = findings.iter().filter(|finding| finding.level == Level::Deny).collect();
        assert_eq!(denied.len(), 1, "{ending}: {:#?}", world.lines());
        assert_eq!(denied[0].subject, "failure/m0500", "{ending}");
        let line = entries.lines().position(|line| line.starts_with(begins)).unwrap() + 1;
        let said = denied[0].span.start.line;
        assert!((line..=line + 2).contains(&said), "{ending}: line {said}, and the mistake is on {line}");
    }
}

#[test]
fn layouts_that_blocks_cannot_tell_are_read_whole() {
    let fields = "problem = \"p\"\nrisk = \"r\"\nsources = [\"S\"]\nseverity = \"low\"\nlikelihood = \"rare\"\nowner = \"o\"\nmitigation = [\"m\"]\n";
    let inline = "{ problem = \"p\", risk = \"r\", sources = [\"S\"], severity = \"low\", likelihood = \"rare\", owner = \"o\", mitigation = [\"m\"] }";
    let other = fields.replace("\"p\"", "\"q\"");
    let dotted: String = fields.lines().map(|line| format!("failure.a.{line}\n")).collect();
    let layouts = [
        format!("[failure]\na = {inline}\n"),
        format!("failure = {{ a = {inline} }}\n"),
        dotted.clone(),
        format!("{dotted}[failure.b]\n{other}"),
        format!("[failure.\"a\"]\n{fields}"),
        format!("[ failure . a ]\n{fields}"),
        format!("[\"failure\".'a']\n{fields}"),
        format!("[failure.a.estimate]\ndetect = \"5m\"\n[failure.a]\n{fields}"),
        format!("[failure.a]\n{fields}[failure.b]\n{other}[failure.a.estimate]\ndetect = \"5m\"\n"),
        format!("\u{feff}[failure.a]\n{fields}"),
        format!("[failure.a]\n{fields}").replace('\n', "\r\n"),
        format!("[failure.a]\n{}", fields.trim_end()),
        format!("  [failure.a] # here\n{fields}"),
        format!("[failure]\n[failure.a]\n{fields}"),
    ];
    for layout in layouts {
        let world = World::of(&layout);
        assert_eq!(world.lines(), Vec::<String>::new(), "{layout}");
        assert!(world.open().book().failures.get("a").is_some(), "{layout}");
    }
}

#[test]
fn a_finding_in_an_odd_layout_has_its_line() {
    let world = World::of("[failure]\n[failure.a]\nproblem = \"p\"\nsources = [\"S\",\n \"nobody\"]\n");
    let lines = world.lines();
    assert!(
        lines.iter().any(|line| line.starts_with("deny[unknown-reference] playbooks/page.toml:5:2 ")),
        "{lines:#?}"
    );
}

#[test]
fn the_order_of_files_does_not_matter() {
    let list = |names: [&str; 3]| {
        let mut world = World::new();
        for (name, id) in names.iter().zip(["one", "two", "three"]) {
            world = world.file(&format!("playbooks/{name}.toml"), entry(id));
        }
        world.list("matrix")
    };
    assert_eq!(list(["a", "b", "c"]), list(["c", "a", "b"]));
}

#[test]
fn a_playbook_is_a_file_or_a_folder() {
    let world = World::new()
        .file("playbooks/one.toml", entry("a"))
        .file("playbooks/two/playbook.toml", "[playbook]\nowner = \"team\"\ntags = [\"t\"]\n")
        .file("playbooks/two/deep/more.toml", entry("b").replace("owner = \"o\"\n", ""));
    let workspace = world.open();
    let of = |id: &str| workspace.book().failures.get(id).unwrap();
    assert_eq!(of("a").playbook.as_ref(), "one");
    assert_eq!(of("b").playbook.as_ref(), "two");
    assert_eq!(of("b").owner.as_deref(), Some("team"));
    assert_eq!(of("b").tags, ["t"]);
}

#[test]
fn globs_and_files_are_playbooks_folders_too() {
    let config = "format = 1\nplaybooks = [\"services/*/book\", \"ops/*.toml\", \"extra.toml\"]\n";
    let world = World::new()
        .file("faultbook.toml", config)
        .file("services/cart/book/cart.toml", entry("a"))
        .file("services/cart/other.toml", entry("no"))
        .file("ops/night.toml", entry("b"))
        .file("ops/deep/no.toml", entry("no-too"))
        .file("extra.toml", entry("c"));
    let workspace = world.open();
    let all: Vec<_> = workspace.book().failures.iter().map(|f| format!("{} {}", f.id, f.playbook)).collect();
    assert_eq!(all, ["a cart", "b night", "c extra"]);
}

#[test]
fn what_git_ignores_is_not_read() {
    let world = World::new()
        .file(".gitignore", "drafts/\n*.local.toml\n")
        .file("playbooks/a.toml", entry("a"))
        .file("playbooks/drafts/b.toml", entry("b"))
        .file("playbooks/c.local.toml", entry("c"))
        .file("playbooks/notes.txt", "[failure");
    assert_eq!(world.list("matrix"), ["a"]);
}

#[test]
fn a_byte_order_mark_harms_nothing() {
    let merge = "<<<<<<< HEAD\n[failure.a]\n=======\n[failure.b]\n>>>>>>> theirs\n";
    assert_eq!(World::of(&format!("\u{feff}{merge}")).lines(), World::of(merge).lines());
    let text = "\u{feff}[failure.a]\nproblem = \"p\"\n[failure.a.likelihood]\nlevel = \"likely\"\n";
    let world = World::of(text);
    let workspace = world.open();
    assert_eq!(
        workspace.book().failures.get("a").unwrap().likelihood.as_ref().unwrap().to_string(),
        "likely"
    );
    let world = World::of("\u{feff}[playbook]\ntitle = \"t\"\n[playbook.x-a]\nb = 1\n");
    assert_eq!(world.lines(), Vec::<String>::new());
    let broken = World::of("\u{feff}[failure.a]\nproblem = \n");
    assert!(
        broken.lines()[0].starts_with("deny[syntax] playbooks/page.toml:2:11 failure/a:"),
        "{:?}",
        broken.lines()
    );
}

/// Whatever is no TOML is denied, in tables that nobody looks at too.
#[test]
fn no_broken_layout_passes_in_silence() {
    let broken = [
        "[x-a]\na = 1\n[x-a]\na = 2\n",
        "[x-a.b]\n[x-a.b]\n",
        "[tool]\n[tool]\n",
        "[x-a]\nb = 1\n[x-a.b]\nc = 2\n",
        "[[x-a]]\n[x-a]\n",
        "[failure]\nb.problem = \"p\"\n[failure]\nc.problem = \"p\"\n",
        "failure.a.problem = \"p\"\n[failure]\nb.problem = \"p\"\n[failure.\"c\"]\nproblem = \"x\"\n",
        "failure = { a = { problem = \"p\" } }\n[failure]\nb.problem = \"p\"\n[failure.\"c\"]\nproblem = \"x\"\n",
        "[x-a]\n[x-a]\n[failure]\nb.problem = \"p\"\n",
        "a = 1\n[a.b]\n",
    ];
    for text in broken {
        let world = World::of(text);
        assert!(
            world.lint().iter().any(|finding| finding.level == Level::Deny),
            "{text}\n{:#?}",
            world.lines()
        );
    }
}

#[test]
fn a_broken_header_is_one_finding_and_costs_its_own_entry() {
    for header in
        ["[failure.a.estimate", "[[failure.a.preventative]", "[failure.\"b]", "[\"failure.b]", "[failure b]"]
    {
        let world = World::of(&format!("{}{header}\nx-a = 1\n\n{}", entry("a"), entry("c")));
        let denied = world.lint().into_iter().filter(|finding| finding.level == Level::Deny).count();
        assert_eq!(denied, 1, "{header}: {:#?}", world.lines());
        let own = header.contains("failure.a");
        let expected = if own { vec!["c"] } else { vec!["a", "c"] };
        assert_eq!(world.list("matrix"), expected, "{header}");
        assert_eq!(world.open().unread(), 1, "{header}");
    }
}

#[test]
fn what_is_missing_from_the_results_is_counted() {
    let world = World::of(&entry("a"))
        .file("playbooks/bytes.toml", b"\xff")
        .file("playbooks/id.toml", "[failure.A_B]\nproblem = \"p\"\n")
        .file("playbooks/kind.toml", "failure = 3\n")
        .file("playbooks/typo.toml", "[failures.zone]\nproblem = \"p\"\n");
    assert_eq!(world.open().unread(), 4);
    assert_eq!(World::of(&format!("{}colour = 1\n", entry("a"))).open().unread(), 0);
}

/// A string that is never closed, before strings of every shape that hold what looks like a header.
#[test]
fn an_unclosed_string_before_strings_with_headers_costs_one_entry() {
    let strings = [
        "risk = \"\"\"\n[component.x]\nwords\"\"\"",
        "risk = \"\"\"\n[failure.z]\nproblem = 'ghost'\n\"\"\"",
        "reactive = [\"\"\"\n[failure.z]\n\"\"\"]",
        "reactive = [{ action = \"\"\"\n[failure.z]\n\"\"\" }]",
        "x-a.b = \"\"\"\n[failure.z]\n\"\"\"",
        "\"risk\" = \"\"\"\n[failure.z]\n\"\"\"",
    ];
    for string in strings {
        let text = format!(
            "[failure.a]\nproblem = \"p\"\ncause = \"\"\"abc\n\n[failure.b]\nproblem = \"q\"\n{string}\n\n[failure.c]\nproblem = \"r\"\n"
        );
        let world = World::of(&text);
        assert_eq!(world.list("matrix"), ["b", "c"], "{text}\n{:#?}", world.lines());
        let denied: Vec<_> =
            world.lint().into_iter().filter(|finding| finding.level == Level::Deny).collect();
        assert_eq!(
            (denied.len(), denied[0].subject.as_str(), denied[0].span.start.line),
            (1, "failure/a", 3),
            "{text}"
        );
    }
}

#[test]
fn many_small_findings_do_not_hide_a_great_one() {
    let keys: String = (0..300).map(|number| format!("k{number} = 1\n")).collect();
    let world = World::of(&format!("[failure.a]\nproblem = \"p\"\n{keys}tags = 3\n"));
    let count = |rule: &str| world.lint().iter().filter(|finding| finding.rule == rule).count();
    assert_eq!((count("wrong-type"), count("unknown-key")), (1, 100));
    assert!(world.lines().iter().any(|line| line.contains("there are more of this kind in this entry")));
}

#[test]
fn very_many_doubles_end_with_a_word() {
    let entries: String =
        (0..5_100).map(|number| format!("[failure.f-{number}]\nproblem = \"p\"\n")).collect();
    let world = World::of(&entries).file("playbooks/b.toml", &entries).file("playbooks/c.toml", &entries);
    let helps: Vec<_> =
        world.lint().into_iter().filter(|f| f.rule == "duplicate-id").map(|f| f.help).collect();
    assert_eq!(helps.len(), 10_000);
    let says_more = helps.iter().flatten().filter(|help| help.contains("there are more"));
    assert_eq!(says_more.count(), 1);
    assert_eq!(world.open().unread(), 2 * 5_100, "those beyond are counted all the same");
}

#[test]
fn line_ends_of_windows_are_line_ends() {
    let world = World::of("[failure.a]\r\nproblem = \"\"\"two\r\nlines\"\"\"\r\n");
    assert_eq!(world.open().book().failures.get("a").unwrap().problem, "two\nlines");
    let said = |text: &str| World::of(text).lines();
    let broken = "[failure.a]\nproblem = \"p\"\nrisk =\n[failure.b]\nproblem = \nsources = [\n";
    assert_eq!(said(&broken.replace('\n', "\r\n")), said(broken));
}

/// A workspace of texts is the same as one of files, but that nothing can be written to it.
#[test]
fn a_workspace_of_texts_is_that_of_the_same_files() {
    let config = "format = 1\nworkload = \"Shop\"\nowner = 3\n";
    let files = [
        ("playbooks/two/deep/more.toml", entry("c")),
        (
            "playbooks/one.toml",
            format!("{}{}", entry("a"), entry("b").replace("owner = \"o\"\n", "colour = 1\n")),
        ),
        ("playbooks/two/playbook.toml", "[playbook]\nowner = \"team\"\n[failure.a]\n".to_owned()),
    ];
    let world = files
        .iter()
        .fold(World::bare().file("faultbook.toml", config), |world, (path, text)| world.file(path, text));
    let disk = world.open();
    let memory = Workspace::from_texts(config, files.iter().map(|(path, text)| (*path, text.as_str())));
    let facts = Facts::new(today()).dated(true);
    assert_eq!(memory.lint(RULES, facts), disk.lint(RULES, facts));
    let view = ReportOptions::new(rank::find("matrix").unwrap(), today());
    let json = |workspace: &Workspace| {
        let mut out = Vec::new();
        faultbook::export::find("json").unwrap().report.unwrap()(&workspace.report(view.clone()), &mut out)
            .unwrap();
        String::from_utf8(out).unwrap()
    };
    assert_eq!(json(&memory), json(&disk));
}
