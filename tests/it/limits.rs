//! Large and hostile input gets a clear message, not a hang and not a crash.

use std::process::Command;
use std::process::Output;

use faultbook::finding::Level;

use crate::world::World;

fn faultbook(world: &World, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_faultbook")).current_dir(world.path()).args(args).output().unwrap()
}

fn said(world: &World) -> String {
    let output = faultbook(world, &["lint"]);
    assert_eq!(output.status.code(), Some(1), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

const SOUND: &str = "\n[failure.sound]\nproblem = \"p\"\nrisk = \"r\"\nsources = [\"S\"]\nseverity = \"low\"\nlikelihood = \"rare\"\nmitigation = [\"m\"]\n";

#[test]
fn what_is_too_large_is_said_and_the_rest_is_read() {
    let bombs = [
        ("a long text", format!("[failure.bomb]\nproblem = \"{}\"\n", "x".repeat(20 << 20))),
        ("comments", format!("[failure.bomb]\n{}", "# padding padding padding\n".repeat(400_000))),
        (
            "dotted keys",
            format!(
                "[failure.bomb]\n{}",
                (0..1_000_000).map(|n| format!("a{n}.b = 1\n")).collect::<String>()
            ),
        ),
    ];
    for (name, bomb) in bombs {
        let world = World::of(&format!("{bomb}{SOUND}"));
        let said = said(&world);
        assert!(said.contains("deny[unreadable-file]: this entry is too large"), "{name}: {said}");
        assert!(said.len() < 4_000, "{name}: the message is as long as the input");
        assert_eq!(world.list("matrix"), ["sound"], "{name}");
    }
}

#[test]
fn a_layout_that_must_be_read_whole_has_a_bound() {
    let keys: String = (0..1_000_000).map(|n| format!("failure.a{n}.x = 1\n")).collect();
    assert!(said(&World::of(&keys)).contains("too large"));
}

#[test]
fn nesting_is_refused_and_never_overflows() {
    let nested = [
        format!("[failure.deep]\nx-a = {}1{}\n", "[".repeat(1_000), "]".repeat(1_000)),
        format!("[failure.deep]\nx-a = {}1{}\n", "{ a = ".repeat(1_000), " }".repeat(1_000)),
        format!("[failure.deep]\nx-a{} = 1\n", ".a".repeat(1_000)),
        format!("[failure.deep{}]\nx = 1\n", ".a".repeat(1_000)),
        format!("[failure.deep]\nproblem = {}\n", "[".repeat(100_000)),
    ];
    for text in nested {
        let world = World::of(&format!("{text}{SOUND}"));
        assert!(said(&world).contains("deny["));
        assert!(world.list("matrix").contains(&"sound".to_owned()));
    }
}

#[test]
fn what_is_not_utf_8_is_named_with_its_byte() {
    let world = World::new()
        .file("playbooks/a.toml", b"[failure.a]\nproblem = \"\xff\"\n")
        .file("playbooks/b.toml", b"\xff\xfe[\0f\0")
        .file("playbooks/c.toml", SOUND);
    let lines = world.lines();
    assert_eq!(
        lines,
        [
            "deny[unreadable-file] playbooks/a.toml:1:1 playbooks/a.toml: line 2, column 12: byte 0xff is not UTF-8 (it looks like Windows-1252) (save it as UTF-8)",
            "deny[unreadable-file] playbooks/b.toml:1:1 playbooks/b.toml: this file is UTF-16 (little-endian) (save it as UTF-8)",
        ]
    );
    assert_eq!(world.list("matrix"), ["sound"]);
}

#[test]
fn a_configuration_that_cannot_be_read_is_a_finding() {
    let world = World::of(SOUND).file("faultbook.toml", b"format = 1\nworkload = \"\xff\"\n");
    assert!(
        world.lint().iter().any(|finding| finding.rule == "unreadable-file" && finding.level == Level::Deny)
    );
}

#[cfg(unix)]
#[test]
fn nothing_outside_the_workspace_and_nothing_special_is_opened() {
    use std::os::unix::fs::symlink;
    let outside = World::bare().file("secret.toml", "[failure.secret]\nproblem = \"s\"\n");
    let world = World::of(SOUND).file("shared/inside.toml", SOUND.replace("sound", "inside"));
    let link = |target: &std::path::Path, name: &str| {
        symlink(target, world.path().join("playbooks").join(name)).unwrap()
    };
    link(&outside.path().join("secret.toml"), "out.toml");
    link(outside.path(), "folder");
    link(outside.path(), "folder.toml");
    link(std::path::Path::new("/dev/zero"), "zero.toml");
    link(std::path::Path::new("nowhere.toml"), "dangling.toml");
    link(std::path::Path::new("loop.toml"), "loop.toml");
    link(std::path::Path::new("../shared/inside.toml"), "in.toml");
    let made = Command::new("mkfifo").arg(world.path().join("playbooks/pipe.toml")).status().unwrap();
    assert!(made.success());
    assert_eq!(world.list("matrix"), ["inside", "sound"]);
    let refused: Vec<_> = world
        .lint()
        .into_iter()
        .filter(|f| f.rule == "unreadable-file")
        .map(|f| f.span.file.to_string())
        .collect();
    let expected =
        ["dangling.toml", "folder", "folder.toml", "loop.toml", "out.toml", "pipe.toml", "zero.toml"];
    assert_eq!(refused, expected.map(|name| format!("playbooks/{name}")));
}

#[cfg(unix)]
#[test]
fn a_playbooks_folder_outside_is_not_read() {
    let outside = World::bare().file("secret.toml", "[failure.secret]\nproblem = \"s\"\n");
    let world = World::bare().file("faultbook.toml", "format = 1\n");
    std::os::unix::fs::symlink(outside.path(), world.path().join("playbooks")).unwrap();
    assert!(world.list("matrix").is_empty());
    assert!(world.lines()[0].contains("leaves the workspace"), "{:?}", world.lines());
}

#[test]
fn findings_by_the_ten_thousand_are_printed() {
    let entries: String = (0..10_000)
        .map(|n| format!("[failure.f{n}]\nproblem = \"p\"\nsources = [\"nobody-{n}\"]\ncolour = 1\n"))
        .collect();
    let world = World::of(&entries);
    assert_eq!(world.lint().iter().filter(|finding| finding.rule == "unknown-reference").count(), 10_000);
}

/// A name that is not UTF-8 must not be taken for another, which may lead anywhere.
#[cfg(target_os = "linux")]
#[test]
fn a_name_that_is_not_utf_8_is_refused() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    let outside = World::bare().file("secret.toml", "[failure.secret]\nproblem = \"s\"\n");
    let world = World::of(SOUND);
    let playbooks = world.path().join("playbooks");
    std::fs::write(playbooks.join(OsStr::from_bytes(b"\xff.toml")), SOUND).unwrap();
    std::fs::write(playbooks.join(OsStr::from_bytes(b"\xfe.toml")), SOUND).unwrap();
    std::os::unix::fs::symlink(outside.path().join("secret.toml"), playbooks.join("\u{fffd}.toml")).unwrap();
    assert_eq!(world.list("matrix"), ["sound"]);
    let said: Vec<_> = world
        .lint()
        .into_iter()
        .filter(|f| f.rule == "unreadable-file")
        .map(|f| f.span.file.to_string())
        .collect();
    assert_eq!(said, ["playbooks/\\xfe.toml", "playbooks/\\xff.toml", "playbooks/\u{fffd}.toml"]);
}

#[cfg(unix)]
#[test]
fn neither_the_configuration_nor_patterns_are_read_through_links() {
    use std::os::unix::fs::symlink;
    let outside = World::bare().file("secret", "SECRET=hunter2\n").file("patterns", "*.toml\n");
    let world = World::of(SOUND);
    std::fs::remove_file(world.path().join("faultbook.toml")).unwrap();
    symlink(outside.path().join("secret"), world.path().join("faultbook.toml")).unwrap();
    let said = said(&world);
    assert!(said.contains("leaves the workspace") && !said.contains("hunter2"), "{said}");

    let world = World::of(SOUND).file(".ignore", "*.toml\n");
    symlink(outside.path().join("patterns"), world.path().join("playbooks/.gitignore")).unwrap();
    symlink("/dev/zero", world.path().join(".gitignore")).unwrap();
    assert_eq!(world.list("matrix"), ["sound"]);
    assert!(!faultbook(&world, &["init", "new"]).stdout.is_empty());
    symlink(outside.path().join("secret"), world.path().join("linked")).unwrap();
    let linked = World::bare();
    symlink(outside.path().join("secret"), linked.path().join(".gitignore")).unwrap();
    assert_eq!(faultbook(&linked, &["init"]).status.code(), Some(2));
    assert_eq!(std::fs::read_to_string(outside.path().join("secret")).unwrap(), "SECRET=hunter2\n");
}

/// Many flows, and many failures that break them all with a source on none of them.
fn flows_by_failures() -> String {
    let flows: String = (0..5_000).map(|n| format!("[flow.a{n}]\ncomponents = [\"c\"]\n")).collect();
    let failure = |n| format!("[failure.a{n}]\nproblem = \"p{n}\"\nsources = [\"d\"]\naffects = [\"c\"]\n");
    format!("[component.c]\n[component.d]\n{flows}{}", (0..20_000).map(failure).collect::<String>())
}

/// A chain of components with a flow above each of them.
fn chain_below_flows() -> String {
    let link = |n| {
        format!("[component.c{n}]\ndepends_on = [\"c{}\"]\n[flow.a{n}]\ncomponents = [\"c{n}\"]\n", n + 1)
    };
    let chain: String = (0..40_000).map(link).collect();
    format!("{chain}[component.c40000]\n[failure.a]\nproblem = \"p\"\nsources = [\"c40000\"]\n")
}

/// Beginnings of tokens, of assignments and of private keys, of which nothing comes.
fn texts_that_look_like_secrets() -> String {
    let pieces = [
        "hvs.aaaaaaaaaaaaaaaa.",
        "a_",
        "password=",
        "://a:",
        " -u curl ",
        "-----BEGIN PRIVATE KEY-----",
        "Q~",
        "eyJaaaaaaaaaaaaa.",
    ];
    let lines = pieces
        .iter()
        .enumerate()
        .map(|(at, piece)| format!("[failure.f{at}]\nproblem = \"{}\"\n", piece.repeat(40_000)));
    lines.collect()
}

/// Look-alikes, one word or very many, and joined emoji.
fn confusing_texts() -> String {
    let pieces = ["\u{430}", "\u{430} ", "a\u{430} ", "\u{1f3f4}\u{e0067}", "\u{200e}", "👩\u{200d}", "–"];
    let value = |piece: &str, times: usize| format!("\"{}\"", piece.repeat(times));
    let entry = |(at, piece): (usize, &&str)| {
        let owners = vec![value(piece, 2); 3_000].join(", ");
        format!(
            "[action.a{at}]\naction = \"x\"\ncommand = {}\n[plan.p{at}]\nwith = [{owners}]\n",
            value(piece, 100_000)
        )
    };
    pieces.iter().enumerate().map(entry).collect()
}

/// Shapes that cost more than they weigh: each is read within seconds, whatever it says.
#[test]
fn no_shape_of_input_wastes_time() {
    let one_line: Vec<_> = (0..3_000).map(|n| format!("f{n} = {{ problem = \"p\", zz = 1 }}")).collect();
    let shapes = [
        format!("failure = {{ {} }}\n", one_line.join(", ")),
        "[failure.a]\nproblem = \"p\"\n".repeat(30_000),
        (0..10_000).map(|n| format!("[failure.a{n}]\n<<<<<<< a\nproblem = 'p'\n>>>>>>> b\n")).collect(),
        format!("[failure.a]\n{}", (0..50_000).map(|n| format!("k{n} = 1\n")).collect::<String>()),
        format!("[failure.a]\nrisk = \"\"\"\n{}", "[failure.x]\n".repeat(50_000)),
        format!("[failure.a]\nx-a = [{}]\n", "1,".repeat(400_000)),
        "\n".repeat(5_000_000),
        flows_by_failures(),
        chain_below_flows(),
        texts_that_look_like_secrets(),
        confusing_texts(),
    ];
    for shape in shapes {
        let world = World::of(&format!("{shape}{SOUND}"));
        let begin = std::time::Instant::now();
        let output = faultbook(&world, &["lint"]);
        assert!(output.status.code().is_some());
        // Very wide, so that a busy machine does not matter; what is quadratic takes minutes here.
        assert!(begin.elapsed().as_secs() < 60, "{}", shape.chars().take(60).collect::<String>());
    }
}

/// Ways may be as long as there are components, and only a few of them are shown.
#[test]
fn long_ways_are_shown_without_walking_each() {
    let link = |n| format!("[component.c{n}]\ndepends_on = [\"c{}\"]\n", n + 1);
    let chain: String = (0..60_000).map(link).collect();
    let world = World::of(&format!(
        "{chain}[component.c60000]\n[flow.f]\ncomponents = [\"c0\"]\n[failure.a]\nproblem = \"p\"\nsources = [\"c60000\"]\n"
    ));
    for command in [["blast", "a"], ["blast", "f"], ["show", "a"]] {
        let begin = std::time::Instant::now();
        let output = faultbook(&world, &command);
        assert!(output.status.success(), "{output:?}");
        let text = String::from_utf8(output.stdout).unwrap();
        assert!(text.contains("and 59981 more"), "{command:?}: {text}");
        // Very wide, as above.
        assert!(begin.elapsed().as_secs() < 60, "{command:?}");
    }
}
