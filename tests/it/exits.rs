//! Text of a playbook is data at every exit: no terminal and no CI runner obeys it, whatever command prints it.

use std::process::Command;
use std::process::Output;
use std::thread;

use faultbook::model::Kind;
use faultbook::model::Word;

use crate::payloads::CONFIG;
use crate::payloads::PLAYBOOK;
use crate::payloads::RUNNER;
use crate::payloads::TERMINAL;
use crate::payloads::escaped;
use crate::payloads::everywhere;
use crate::payloads::is_raw;
use crate::payloads::where_any_text_may_stand;
use crate::world::World;

/// The most that one finding may print.
const LONGEST: usize = 4 << 10;

/// Commands that print nothing of a workspace and repeat nothing that was typed, but in a usage error.
const MUTE: &[&str] = &["completions", "help", "man"];

/// Runs the binary, as a script on any machine would.
fn run(world: &World, args: &[&str], variables: &[(&str, &str)]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_faultbook"));
    for name in [
        "COLUMNS",
        "NO_COLOR",
        "FORCE_COLOR",
        "CLICOLOR_FORCE",
        "GITHUB_ACTIONS",
        "TF_BUILD",
        "TEAMCITY_VERSION",
    ] {
        command.env_remove(name);
    }
    command.args(args).current_dir(world.path()).envs(variables.iter().copied()).output().unwrap()
}

/// What a run prints on both streams, without our own colours.
fn shown(world: &World, args: &[&str], variables: &[(&str, &str)]) -> String {
    let output = run(world, args, variables);
    assert!(matches!(output.status.code(), Some(0..=3)), "{args:?}: {output:?}");
    let mut text = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
    if args.contains(&"always") {
        let ours = ["0", "1", "2", "31", "33", "36", "91", "92", "93", "94", "96", "22", "39"];
        ours.iter().for_each(|code| text = text.replace(&format!("\u{1b}[{code}m"), ""));
    }
    text
}

/// Runs a command, and looks for what a terminal would obey.
fn check(world: &World, args: &[&str], columns: Option<&str>) -> String {
    let variables: Vec<_> = columns.map(|columns| ("COLUMNS", columns)).into_iter().collect();
    let text = shown(world, args, &variables);
    let raw = text.char_indices().find(|&(_, letter)| is_raw(letter));
    let near = raw.map(|(at, _)| {
        text[text.floor_char_boundary(at.saturating_sub(80))..].chars().take(120).collect::<String>()
    });
    assert_eq!(near, None, "{args:?} with {columns:?}");
    text
}

/// Every way to print a workspace for people, or what was typed.
fn reading(payload: &str) -> Vec<Vec<String>> {
    // What is typed holds no NUL; a path is no option.
    let typed = payload.replace('\0', "");
    let columns = format!("priority,id,problem,actions,sources,confirm,x-{typed},x-a");
    let lines: &[&[&str]] = &[
        &["lint", "--hints"],
        &["lint", "--hints", "--dated", "--color", "always"],
        &["lint", "--format", "json"],
        &["lint", &typed],
        &["lint", "--format", &typed],
        &["list"],
        &["list", "--all", "--color", "always"],
        &["list", "--json"],
        &["list", "--columns", &columns],
        &["list", "--columns", &columns, "--json"],
        &["list", "--columns", &typed],
        &["list", "--where", &typed],
        &["list", "--where", &format!("severity={typed}")],
        &["list", "--where", &format!("problem~\"{typed}\"")],
        &["list", "--when", &typed],
        &["list", "--by", &typed],
        &["list", &format!("--{typed}")],
        &["list", "--today", &typed],
        &["export", "markdown"],
        &["export", "markdown", "--columns", &columns],
        &["export", "json"],
        &["export", "csv", "-o", &format!("nowhere/{typed}/x.csv")],
        &["export", "xlsx", "-o", &format!("nowhere/{typed}/x.xlsx")],
        &["export", &typed],
        &["show", &typed],
        &["show", &format!("failure/{typed}")],
        &["blast", &typed],
        &["blast", "orders-store-times-out", "--color", "always"],
        &["blast", "component/orders-db"],
        &["blast", "place-order"],
        &["blast", "place-order", "--json"],
        &["search", &typed],
        &["search", "orders", "--color", "always", "--all"],
        &["search", "orders", "--json"],
        &["sql", &typed],
        &["sql", "SELECT ?", &typed],
        &["sql", "SELECT * FROM failures", "--color", "always"],
        &["sql", "SELECT problem, actions, x FROM failures", "--json"],
        &["sql", &typed, "--csv"],
        &["explain", &typed],
        &["list", "--by", "rpn"],
        &["budget"],
        &["budget", "--json"],
        &["budget", "--flow", &typed],
        &["budget", "--factor", &typed],
        &["budget", "--factor", &format!("{typed}: detect +30m")],
        &["coverage"],
        &["coverage", "--by", "owner", "--color", "always"],
        &["coverage", "--json"],
        &["coverage", "--flow", &typed],
        &["coverage", "--fail-under", &typed],
        &["next", "--top", "50"],
        &["next", "--for", &typed],
        &["schema"],
        &["schema", &typed],
        &["add", &typed, "--dry-run"],
        &["add", "x", "--severity", &typed],
        &["add", "x", "--id", &typed],
        &["add", "x", "--playbook", &typed],
        &["add", "x", "--risk", &typed, "--set", &typed, "--dry-run"],
        &["add", "--from", &typed],
        &["edit", &typed, "risk=x"],
        &["edit", "--where", &typed, "risk=x"],
        &["edit", "--where", "id~a", &format!("risk={typed}"), "--dry-run"],
        &["edit", "--where", "id~a", &format!("detection={typed}")],
        &["edit", "--where", "id~a", "--add", &typed, "--remove", &typed, "--clear", &typed],
        &["rename", &typed, &typed],
        &["remove", &typed, "--dry-run"],
        &["accept", &typed, "--by", &typed, "--because", &typed, "--until", &typed],
        &["review", &typed, "--dry-run"],
        &["retire", &typed, "--dry-run"],
        &["action", "add", &typed, &typed, "--dry-run"],
        &["action", "done", &typed, &typed, "--dry-run"],
        &["import", &format!("nowhere/{typed}.md")],
        &["import", &typed],
        &["import", "nowhere.md", "--map", &typed],
        &["import", "nowhere.md", "--map-level", &typed],
        &["import", "nowhere.md", "--playbook", &typed],
        &["import", "nowhere.md", "--format", &typed],
        &["-C", &typed, "list"],
        &["init", &format!("nowhere/{typed}")],
        &["starter", "list"],
        &["starter", "show", &typed],
        &["starter", "show", "redis", &typed],
        &["starter", "add", &typed, "--dry-run"],
        &["starter", "add", "application", &typed, "--dry-run"],
        &["starter", "add", "application", "--component", &typed, "--playbook", &typed, "--dry-run"],
        &["suggest"],
        &["suggest", "--all", "--color", "always"],
        &["suggest", "--json"],
        &["suggest", &typed],
        &["suggest", "--add", &typed, "--playbook", &typed, "--dry-run"],
        &["fmt", "--check"],
        &["fmt", &typed],
        &["merge-driver", &typed, &typed, &typed],
        &["merge-driver", "faultbook.toml", "faultbook.toml", "faultbook.toml", "--path", &typed],
        &["merge-driver", "a", "b", "c", "--marker-size", &typed],
        &[&typed],
    ];
    lines.iter().map(|line| line.iter().map(|arg| (*arg).to_owned()).collect()).collect()
}

/// The payloads in a few groups, so that one run tries several.
fn groups(size: usize) -> Vec<String> {
    TERMINAL.chunks(size).map(|group| group.join(".")).collect()
}

/// One thread for each of a few workspaces.
fn each<T: Send>(items: Vec<T>, work: impl Fn(T) + Send + Sync) {
    thread::scope(|scope| items.into_iter().for_each(|item| drop(scope.spawn(|| work(item)))));
}

/// A name for a file, of as much of a text as a disk takes.
fn name(payload: &str) -> String {
    let refused = |letter: char| match cfg!(windows) {
        true => letter.is_control() || "<>:\"/\\|?*".contains(letter),
        false => matches!(letter, '\0' | '/'),
    };
    let name = payload.replace(refused, "");
    name[..name.floor_char_boundary(200)].to_owned()
}

/// The entries of the documented format, each as `KIND/ID`.
fn entries() -> Vec<String> {
    let headers = PLAYBOOK.lines().filter_map(|line| line.strip_prefix('[')?.split_once(']'));
    let names = headers.filter_map(|(name, _)| name.split_once('.')).filter(|(_, id)| !id.contains('.'));
    let entries: Vec<_> = names.map(|(kind, id)| format!("{kind}/{id}")).collect();
    let covered = |kind: &str| entries.iter().any(|entry| entry.starts_with(&format!("{kind}/")));
    assert!(
        Kind::WORDS.iter().all(|kind| covered(kind)),
        "a kind is not in the documented format: {entries:?}"
    );
    entries
}

/// Every field that may hold any text, of every kind, through every command at every width.
#[test]
fn no_terminal_obeys_a_field() {
    each(groups(13), |payload| {
        let (config, playbook) = where_any_text_may_stand(|_| escaped(&payload));
        let own = format!(
            "[failure.orders-store-times-out]\n\"x-{0}\" = \"{0}\"\nx-a = [\"{0}\", {{ \"{0}\" = \"{0}\" }}]\n",
            escaped(&payload)
        );
        let playbook = playbook.replace("[failure.orders-store-times-out]\n", &own);
        let folder = format!("playbooks/{0}/{0}.toml", name(&payload));
        let world = World::bare().file("faultbook.toml", config).file(&folder, playbook);
        for line in reading(&payload) {
            check(&world, &line.iter().map(String::as_str).collect::<Vec<_>>(), None);
        }
        for width in ["1", "20", "80", "300"] {
            check(&world, &["list"], Some(width));
            check(&world, &["search", "orders"], Some(width));
            check(&world, &["sql", "SELECT id, problem, risk FROM failures"], Some(width));
            check(
                &world,
                &["list", "--columns", "problem,actions,risk,owner,tags,confirm,references,x-a"],
                Some(width),
            );
            check(&world, &["show", "orders-store-times-out", "--color", "always"], Some(width));
        }
        for entry in entries() {
            let text = check(&world, &["show", &entry], None);
            assert!(text.contains('\u{fffd}') || text.contains("\\u"), "{entry} shows no payload: {text}");
            check(&world, &["show", &entry, "--json"], None);
        }
    });
}

/// Where not any text may stand, the findings say what stands there: values, keys, ids, names of rules and levels.
#[test]
fn no_terminal_obeys_a_finding() {
    let strange = |payload: &str| {
        format!(
            "[failure.\"{payload}\"]\nproblem = \"p\"\n[\"{payload}\"]\n[\"{payload}\".a]\n[failure.odd]\nproblem = 3\n\"{payload}\" = 1\n\
             \"x-{payload}\" = 1\nallow = {{ \"{payload}\" = \"{payload}\", no-owner = 3 }}\n[failure.odd.\"{payload}\"]\n\
             [component.c]\ndepends_on = [{{ component = \"{payload}\", \"{payload}\" = 1 }}]\nscaling = {{ \"{payload}\" = 1 }}\n\
             [flow.f]\ncomponents = [\"{payload}\"]\n[action.a]\nreduces = {{ \"{payload}\" = \"{payload}\" }}\n[playbook.\"{payload}\"]\n"
        )
    };
    let strange_config = |payload: &str| {
        format!(
            "format = 1\nplaybooks = [\"playbooks\", \"{payload}\"]\n\"{payload}\" = 1\n[lint]\n\"{payload}\" = \"deny\"\nno-owner = {{ \"{payload}\" = 1 }}\n\
             [[lint.per-file]]\nfiles = [\"[{payload}\"]\nallow = [\"{payload}\"]\n\"{payload}\" = 1\n[matrix]\n\"{payload}\" = [\"{payload}\"]\n\
             [scale.severity]\n\"{payload}\" = {{ score = 3, means = \"m\" }}\nlow = {{ score = 2, aliases = [\"{payload}\"] }}\n[scale.\"{payload}\"]\n"
        )
    };
    each(groups(7), |payload| {
        let safe = escaped(&payload);
        let raw = name(&payload);
        let worlds = [
            (CONFIG.to_owned(), everywhere(PLAYBOOK, &safe)),
            (CONFIG.to_owned(), everywhere(PLAYBOOK, &raw)),
            (everywhere(CONFIG, &safe), strange(&safe)),
            (everywhere(CONFIG, &raw), strange(&raw)),
            (
                strange_config(&safe),
                format!("{raw}\n[failure.{raw}]\n{raw} = 1\n[failure.a]\nproblem = {raw}\n# {raw}\n"),
            ),
            (
                strange_config(&raw),
                format!("failure = {{ \"{safe}\" = {{ problem = \"p\" }}, odd = {{ \"{safe}\" = 1 }} }}\n"),
            ),
        ];
        for (config, playbook) in worlds {
            let world = World::bare()
                .file("faultbook.toml", config)
                .file(&format!("playbooks/{raw}.toml"), playbook)
                .file(&format!("playbooks/bytes{raw}.toml"), b"\xff");
            check(&world, &["lint", "--hints"], None);
            check(&world, &["lint", "--hints", "--format", "json"], None);
            check(&world, &["list"], Some("80"));
            check(&world, &["show", "odd"], None);
        }
    });
}

/// Tables from elsewhere: headings, cells, sections, names of files, and what the summary says of them.
#[test]
fn no_terminal_obeys_an_import() {
    each(groups(13), |payload| {
        // A line end would end the table, and a bare quote the cell.
        let cell = payload.replace([';', '\r', '\u{b}', '\u{c}', '\u{85}', '\u{2028}', '\u{2029}'], "");
        let row = |between: &str| [cell.as_str(); 7].join(between);
        let csv = format!(
            "Problem,Risk,Sources,Severity,Likelihood,Actions,Outage,Status,ID,{cell}\na{cell},{},{cell},{cell}\n,{cell}\n\"torn,{cell}\n",
            row(",")
        );
        let markdown = format!(
            "# {cell}\n\n| Problem | Risk | Sources | Severity | Likelihood | Actions | {cell} |\n|---|---|---|---|---|---|---|\n\
             | b{0} | {0} | {0} | {0} | {0} | - {0} | {0} |\n\n## {cell}\n\n| {cell} | Benefit |\n|---|---|\n| a | b |\n",
            cell
        );
        let file = name(&payload);
        let world = World::new()
            .file(&format!("{file}.csv"), csv)
            .file(&format!("{file}.md"), markdown)
            .file(&format!("nothing{file}.md"), payload.as_bytes())
            .file(&format!("bytes{file}.csv"), b"\xff")
            .file(&file, "x");
        for (ending, at_least) in [("csv", 1), ("md", 1)] {
            let file = format!("{file}.{ending}");
            let text = check(&world, &["import", &file, "--dry-run", "--playbook", "p"], None);
            assert!(text.matches("problem = ").count() >= at_least, "{text}");
            check(&world, &["import", &file, "--playbook", ending], None);
            check(&world, &["import", &file, "--playbook", ending], None);
            check(&world, &["import", &file, "--playbook", &name(&payload)], None);
        }
        for file in [format!("nothing{file}.md"), format!("bytes{file}.csv"), file] {
            check(&world, &["import", &file], None);
            check(&world, &["import", &file, "--format", &name(&payload)], None);
        }
        check(&world, &["lint", "--hints"], None);
        check(&world, &["list"], Some("80"));
    });
}

/// Whoever adds a command adds it to what is tried here.
#[test]
fn every_command_is_tried() {
    let help = shown(&World::bare(), &["--help"], &[]);
    let (_, commands) = help.split_once("Commands:\n").unwrap();
    let commands = commands
        .lines()
        .take_while(|line| !line.is_empty())
        .filter_map(|line| line.split_whitespace().next());
    let tried = reading("x");
    for command in commands {
        let tried = tried.iter().any(|line| line.first().is_some_and(|first| first == command));
        assert!(tried || MUTE.contains(&command), "`{command}` is not tried with hostile text");
    }
}

/// Lines of a log that a runner obeys: those that begin with `::` behind white space, and what holds `##[`, `##vso[` or
/// `##teamcity[`.
fn obeyed(text: &str) -> Option<&str> {
    text.split(['\n', '\r']).find(|line| {
        let lower = line.to_ascii_lowercase();
        line.trim_start().starts_with("::")
            || ["##[", "##vso[", "##teamcity["].iter().any(|sign| lower.contains(sign))
    })
}

#[test]
fn no_runner_obeys_a_text() {
    let groups = vec![RUNNER[..12].join("\n"), RUNNER[12..].join("\n"), RUNNER.concat()];
    each(groups, |payload| {
        let (config, playbook) = where_any_text_may_stand(|_| escaped(&payload));
        let source = format!("\n[component.raw]\nname = \"\"\"\n{payload}\n\"\"\"\n# x\n{payload}\n");
        let cell = payload.replace(['\n', '\r'], " ");
        let world = World::bare()
            .file("faultbook.toml", config)
            .file("playbooks/p.toml", format!("{playbook}{source}"))
            .file("playbooks/q.toml", everywhere(PLAYBOOK, &escaped(&payload)))
            .file(&format!("playbooks/{}.toml", name(&payload)), "[failure.named]\nproblem = 3\n")
            .file(
                "a.md",
                format!("| Problem | Risk | {cell} |\n|---|---|---|\n| {cell} | {cell} | {cell} |\n"),
            )
            .file(
                "a.csv",
                format!("Problem,Risk,\"{payload}\"\n\"{payload}\",\"{payload}\",\"{payload}\"\n"),
            );
        let run = |line: &[&str], variables: &[(&str, &str)]| {
            let text = shown(&world, line, variables);
            assert_eq!(obeyed(&text), None, "{line:?}: {text}");
        };
        let mut lines = reading(&payload);
        let more = [
            "import a.md --dry-run",
            "import a.csv --dry-run",
            "show component/raw",
            "list --columns risk,problem",
        ];
        lines.extend(more.iter().map(|line| line.split(' ').map(str::to_owned).collect()));
        lines.extend(entries().into_iter().map(|entry| vec!["show".to_owned(), entry]));
        for line in &lines {
            run(&line.iter().map(String::as_str).collect::<Vec<_>>(), &[("GITHUB_ACTIONS", "true")]);
        }
        for columns in ["16", "400"] {
            for line in [&["list"][..], &["lint"], &["show", "orders-store-times-out", "--color", "always"]] {
                run(line, &[("TF_BUILD", "True"), ("COLUMNS", columns)]);
            }
        }
        let unheard = shown(&world, &["show", "component/raw"], &[]);
        assert!(
            obeyed(&unheard).is_some(),
            "the payload reaches no line even where nobody hears it: {unheard}"
        );
    });
}

/// However long the text is that a finding speaks of, what is said of it stays short.
#[test]
fn no_finding_is_long() {
    for letter in ["x ", "🔥", "\\u001b"] {
        let long = letter.repeat(1_500);
        let playbook = everywhere(PLAYBOOK, &long);
        let keys = format!(
            "\n[failure.\"{long}\"]\n[failure.b]\nproblem = \"p\"\n\"{long}\" = 1\nx-a = {long}\n[\"{long}\"]\n"
        );
        let world = World::bare()
            .file("faultbook.toml", CONFIG)
            .file("playbooks/p.toml", playbook + &keys)
            .file(&format!("playbooks/{0}/{0}/{0}/{0}.toml", "f".repeat(250)), "[failure.c]\n");
        let text = check(&world, &["lint", "--hints"], None);
        let longest = text.split("\n\n").max_by_key(|finding| finding.len()).unwrap();
        assert!(longest.len() <= LONGEST, "{} bytes: {longest}", longest.len());
        let output = run(&world, &["lint", "--format", "json"], &[]);
        let verdict: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        for finding in verdict["findings"].as_array().unwrap() {
            let length = |key: &str| finding[key].as_str().map_or(0, str::len);
            assert!(length("message") + length("help") <= LONGEST, "{finding}");
        }
    }
}

/// Nor is what is said of an import.
#[test]
fn no_word_of_an_import_is_long() {
    let long = "x ".repeat(20_000);
    let world = World::new()
        .file("a.csv", format!("Problem,Risk,Sources,Severity,{long}\na,b,{long},{long},{long}\n"))
        .file("b.csv", format!("{long},b\na,b\n"));
    for file in ["a.csv", "b.csv"] {
        let text = String::from_utf8(run(&world, &["import", file, "--playbook", "p"], &[]).stderr).unwrap();
        let longest = text.lines().max_by_key(|line| line.len()).unwrap();
        assert!(longest.len() <= LONGEST, "{longest}");
    }
}
