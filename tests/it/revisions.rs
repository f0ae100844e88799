//! A workspace as a revision in git has it: the same as a clean checkout, whatever the repository holds.

#![cfg(unix)]

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::path::PathBuf;
use std::process::Command;
use std::process::Output;

use faultbook::lint::Facts;
use faultbook::lint::RULES;
use faultbook::workspace::Workspace;

use crate::merging::has_git;
use crate::world::World;
use crate::world::today;

/// Every file below a folder, that of the repository too, with its content.
fn all(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut files = BTreeMap::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        match path.symlink_metadata().unwrap().is_dir() {
            true => files.extend(all(&path)),
            false => drop(files.insert(path.clone(), fs::read(&path).unwrap())),
        }
    }
    files
}

fn entry(id: &str) -> String {
    format!("[failure.{id}]\nproblem = \"{id} goes dark\"\nowner = \"team\"\n")
}

fn run(folder: &Path, args: &[&str]) -> Output {
    let output = Command::new("git")
        .args(["-c", "user.name=Nobody", "-c", "user.email=nobody@example.com", "-c", "commit.gpgsign=false"])
        .args(["-c", "protocol.file.allow=always", "-c", "init.defaultBranch=main"])
        .args(args)
        .current_dir(folder)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .output()
        .unwrap();
    assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    output
}

/// Commits everything there is.
fn commit(world: &World, folder: &str) {
    let folder = world.path().join(folder);
    if !folder.join(".git").exists() {
        run(&folder, &["init", "-q"]);
    }
    run(&folder, &["add", "-A", "-f"]);
    run(&folder, &["commit", "-q", "--allow-empty", "-m", "c"]);
}

fn at(folder: &Path, revision: &str) -> Workspace {
    Workspace::at_revision(folder, revision).unwrap()
}

fn error(folder: &Path, revision: &str) -> String {
    Workspace::at_revision(folder, revision).unwrap_err().to_string()
}

fn failures(workspace: &Workspace) -> Vec<&str> {
    workspace.book().failures.iter().map(|failure| failure.id.as_str()).collect()
}

/// What is judged there is what is judged on the disk.
fn same(now: &Workspace, then: &Workspace) {
    let facts = Facts::new(today()).dated(true);
    assert_eq!(then.lint(RULES, facts), now.lint(RULES, facts));
    assert_eq!(then.book().files, now.book().files);
    assert_eq!(then.playbooks().collect::<Vec<_>>(), now.playbooks().collect::<Vec<_>>());
    assert_eq!(failures(then), failures(now));
}

/// A workspace with everything that the rules of finding speak of.
fn odd() -> World {
    let config = "format = 1\nplaybooks = [\"playbooks\", \"services/*/risks\", \"one.toml\", \"linked\", \"none\", \"../up\", \"a{b\", \"module/inner\"]\n";
    let world = World::bare()
        .file("faultbook.toml", config)
        .file("playbooks/a.toml", entry("a"))
        .file("playbooks/deep/er/b.toml", entry("b"))
        .file("playbooks/.hidden/c.toml", entry("c"))
        .file("playbooks/.hidden.toml", entry("d"))
        .file("playbooks/build/e.toml", entry("e"))
        .file("playbooks/draft-f.toml", entry("f"))
        .file("playbooks/deep/.gitignore", "g.toml\n!draft-h.toml\n")
        .file("playbooks/deep/g.toml", entry("g"))
        .file("playbooks/deep/draft-h.toml", entry("h"))
        .file("playbooks/notes.md", "not a playbook")
        .file("playbooks/i.TOML", entry("i"))
        .file("services/x/risks/j.toml", entry("j"))
        .file("services/y/risks/k.toml", entry("k"))
        .file("services/x/l.toml", entry("l"))
        .file("one.toml", entry("m"))
        .file("elsewhere/n.toml", entry("n"))
        .file("elsewhere/deep/.gitignore", "o.toml\n")
        .file("elsewhere/deep/o.toml", entry("o"))
        .file("elsewhere/deep/p.toml", entry("p"))
        .file("elsewhere/text.txt", entry("q"))
        .file(".gitignore", "build/\ndraft-*\n")
        .file("playbooks/large/.gitignore", "x\n".repeat(200_000))
        .file("playbooks/large/r.toml", entry("r"))
        .file("playbooks/name with \"quotes\"\n and\ttabs.toml", entry("s"))
        .file("playbooks/wörter.toml", entry("t"));
    let playbooks = world.path().join("playbooks");
    fs::write(playbooks.join(std::ffi::OsStr::from_bytes(b"\xff.toml")), entry("u")).unwrap();
    for (target, link) in [
        ("a.toml", "link-a.toml"),
        ("../elsewhere/text.txt", "link-q.toml"),
        ("../elsewhere", "link-folder"),
        ("nowhere.toml", "link-nowhere.toml"),
        ("../../outside.toml", "link-outside.toml"),
        ("link-loop.toml", "link-loop.toml"),
        ("/etc/hosts", "link-absolute.toml"),
        ("a.toml/b", "link-through-a-file.toml"),
    ] {
        symlink(target, playbooks.join(link)).unwrap();
    }
    symlink("elsewhere", world.path().join("linked")).unwrap();
    world
}

#[test]
fn a_revision_is_what_a_clean_checkout_is() {
    if !has_git() {
        return;
    }
    let world = odd();
    commit(&world, "");
    let now = world.open();
    let then = at(world.path(), "HEAD");
    let expected = ["a", "b", "h", "i", "j", "k", "m", "n", "p", "r", "s", "t"];
    assert_eq!(failures(&now).iter().filter(|id| expected.contains(id)).count(), expected.len());
    same(&now, &then);
    // Whatever happens to the files.
    fs::remove_dir_all(world.path().join("playbooks")).unwrap();
    fs::write(world.path().join("faultbook.toml"), "format = 2\n").unwrap();
    fs::write(world.path().join(".gitignore"), "*\n").unwrap();
    same(&now, &at(&world.path().join("services/x/risks"), "HEAD"));
    assert_eq!(at(world.path(), "HEAD").root(), Path::new(""));
}

#[test]
fn a_workspace_may_lie_below_the_top_of_a_repository() {
    if !has_git() {
        return;
    }
    let world = World::bare()
        .file(".gitignore", "b.toml\n/shop/playbooks/c.toml\n")
        .file("shop/faultbook.toml", "format = 1\n")
        .file("shop/playbooks/a.toml", entry("a"))
        .file("shop/playbooks/b.toml", entry("b"))
        .file("shop/playbooks/c.toml", entry("c"))
        .file("shop/src/main.rs", "")
        .file("outside.toml", entry("outside"));
    symlink("../../outside.toml", world.path().join("shop/playbooks/out.toml")).unwrap();
    commit(&world, "");
    let shop = world.path().join("shop");
    let now = Workspace::open(&shop).unwrap();
    assert_eq!(failures(&now), ["a"]);
    same(&now, &at(&shop, "HEAD"));
    same(&now, &at(&shop.join("src"), "main"));
    let said = error(world.path(), "HEAD");
    assert!(said.starts_with("could not find faultbook.toml at `HEAD` in "), "{said}");
    // The configuration of the revision counts, and so does its place.
    fs::write(shop.join("faultbook.toml"), "format = 1\nplaybooks = [\"risks\"]\n").unwrap();
    let world = world.file("shop/risks/d.toml", entry("d"));
    commit(&world, "");
    assert_eq!(failures(&at(&shop, "HEAD")), ["d"]);
    assert_eq!(failures(&at(&shop, "HEAD~1")), ["a"]);
}

#[test]
fn bare_repositories_worktrees_submodules_and_other_hashes_are_read() {
    if !has_git() {
        return;
    }
    let world = World::bare()
        .file("main/faultbook.toml", "format = 1\n")
        .file("main/playbooks/a.toml", entry("a"))
        .file("part/x.toml", entry("x"));
    commit(&world, "part");
    commit(&world, "main");
    let main = world.path().join("main");
    run(&main, &["tag", "-a", "v1", "-m", "first"]);
    run(&main, &["submodule", "--quiet", "add", "../part", "playbooks/part"]);
    let world = world.file("main/playbooks/b.toml", entry("b"));
    commit(&world, "main");
    let then = at(&main, "HEAD");
    assert_eq!(failures(&then), ["a", "b"]);
    let facts = Facts::new(today());
    let findings = then.lint(RULES, facts).findings;
    let refused: Vec<_> = findings.iter().filter(|finding| finding.rule == "unreadable-file").collect();
    assert_eq!(refused.len(), 1);
    assert!(refused[0].message.contains("submodule"), "{}", refused[0].message);
    assert_eq!(failures(&at(&main, "v1")), ["a"]);
    run(world.path(), &["clone", "-q", "--bare", "main", "bare.git"]);
    assert_eq!(failures(&at(&world.path().join("bare.git"), "HEAD")), ["a", "b"]);
    assert_eq!(failures(&at(&main.join(".git"), "HEAD")), ["a", "b"]);
    run(&main, &["worktree", "add", "-q", "--detach", "../tree", "v1"]);
    assert_eq!(failures(&at(&world.path().join("tree"), "HEAD")), ["a"]);
    run(world.path(), &["init", "-q", "--object-format=sha256", "long"]);
    let world = world.file("long/faultbook.toml", "format = 1\n").file("long/playbooks/c.toml", entry("c"));
    commit(&world, "long");
    assert_eq!(failures(&at(&world.path().join("long"), "HEAD")), ["c"]);
}

#[test]
fn many_files_come_in_one_go() {
    if !has_git() {
        return;
    }
    let mut world = World::new();
    for number in 0..300 {
        // Together more than any pipe holds.
        let text = format!("{}# {}\n", entry(&format!("f{number}")), "x".repeat(2_000));
        world = world.file(&format!("playbooks/f{number}.toml"), text);
    }
    commit(&world, "");
    let then = at(world.path(), "HEAD");
    assert_eq!(then.book().failures.len(), 300);
    same(&world.open(), &then);
}

#[test]
fn what_is_missing_is_said() {
    if !has_git() {
        return;
    }
    let world = World::of(&entry("a"));
    let said = error(world.path(), "HEAD");
    assert!(said.contains("is not in a git repository"), "{said}");
    run(world.path(), &["init", "-q"]);
    assert!(error(world.path(), "HEAD").starts_with("there is no commit `HEAD`"));
    commit(&world, "");
    let path = world.path();
    for revision in ["nowhere", "HEAD~9", "", "HEAD:playbooks", "HEAD..HEAD", "^HEAD", "a\0b", "HEAD\n"] {
        let said = error(path, revision);
        assert!(said.starts_with("there is no commit `"), "{revision:?}: {said}");
    }
    for revision in ["--all", "-n", "--help", "--output=x"] {
        assert!(error(path, revision).starts_with("a revision cannot begin with `-`"), "{revision}");
    }
    // Before the workspace was.
    run(path, &["checkout", "-q", "--orphan", "empty"]);
    run(path, &["rm", "-rqf", "."]);
    run(path, &["commit", "-q", "--allow-empty", "-m", "nothing"]);
    assert!(error(path, "empty").starts_with("could not find faultbook.toml at `empty`"));
    // A clone of the newest commit alone, and one of no files.
    run(path, &["checkout", "-q", "main"]);
    fs::write(path.join("playbooks/b.toml"), entry("b")).unwrap();
    commit(&world, "");
    let clones = World::bare();
    let url = format!("file://{}", path.display());
    run(clones.path(), &["clone", "-q", "--depth", "1", &url, "shallow"]);
    let shallow = clones.path().join("shallow");
    assert_eq!(failures(&at(&shallow, "HEAD")), ["a", "b"]);
    let said = error(&shallow, "HEAD~1");
    assert!(said.ends_with("`git fetch --unshallow` gets the rest"), "{said}");
    run(path, &["config", "uploadpack.allowFilter", "true"]);
    run(clones.path(), &["clone", "-q", "--no-checkout", "--filter=blob:none", &url, "partial"]);
    let partial = clones.path().join("partial");
    let before = all(&partial);
    let findings = at(&partial, "HEAD").lint(RULES, Facts::new(today())).findings;
    assert!(findings.iter().any(|finding| finding.message.contains("git fetch --refetch")), "{findings:?}");
    assert!(before == all(&partial), "something was fetched");
}

/// Runs a test of this program again, with other variables.
fn again(test: &str, variables: &[(&str, &Path)]) {
    let mut command = Command::new(std::env::current_exe().unwrap());
    let output = command.args(["--exact", test]).envs(variables.iter().copied()).output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && said.contains("1 passed"), "{said}");
}

#[test]
fn variables_of_hooks_lead_nowhere_else() {
    if !has_git() {
        return;
    }
    if let Some(folder) = std::env::var_os("FAULTBOOK_TEST_OURS") {
        assert_eq!(failures(&at(Path::new(&folder), "HEAD")), ["ours"]);
        return;
    }
    let (ours, theirs) = (World::of(&entry("ours")), World::of(&entry("theirs")));
    commit(&ours, "");
    commit(&theirs, "");
    let git = theirs.path().join(".git");
    let variables = [
        ("FAULTBOOK_TEST_OURS", ours.path()),
        ("GIT_DIR", &git),
        ("GIT_WORK_TREE", theirs.path()),
        ("GIT_COMMON_DIR", &git),
        ("GIT_INDEX_FILE", &git.join("index")),
        ("GIT_OBJECT_DIRECTORY", &git.join("objects")),
        ("GIT_PREFIX", Path::new("playbooks/")),
        ("GIT_NAMESPACE", Path::new("other")),
    ];
    again("revisions::variables_of_hooks_lead_nowhere_else", &variables);
}

#[test]
fn a_missing_git_is_named() {
    if let Some(folder) = std::env::var_os("FAULTBOOK_TEST_NO_GIT") {
        assert!(error(Path::new(&folder), "HEAD").starts_with("git could not be started"));
        return;
    }
    let world = World::new();
    let variables = [("FAULTBOOK_TEST_NO_GIT", world.path()), ("PATH", world.path())];
    again("revisions::a_missing_git_is_named", &variables);
}

#[test]
fn a_hostile_repository_runs_and_writes_nothing() {
    if !has_git() {
        return;
    }
    let world = World::of(&entry("a")).file("git", "#!/bin/sh\ntouch \"$0.ran\"\n");
    commit(&world, "");
    let marks = World::bare();
    let evil = marks.path().join("evil");
    fs::write(&evil, format!("#!/bin/sh\ntouch {}/ran\n", marks.path().display())).unwrap();
    let program = |path: &Path| fs::set_permissions(path, fs::Permissions::from_mode(0o755)).unwrap();
    program(&evil);
    program(&world.path().join("git"));
    let evil = evil.display();
    let config = format!(
        "[core]\n\tfsmonitor = {evil}\n\tsshCommand = {evil}\n\tpager = {evil}\n\teditor = {evil}\n\thooksPath = hooks\n\tgitProxy = {evil}\n\talternateRefsCommand = {evil}\n\
         \trepositoryformatversion = 1\n\
         [alias]\n\trev-parse = !{evil}\n\tls-tree = !{evil}\n\tcat-file = !{evil}\n[pager]\n\tls-tree = {evil}\n\tcat-file = true\n[diff]\n\texternal = {evil}\n\
         [filter \"evil\"]\n\tsmudge = {evil}\n\tclean = {evil}\n\tprocess = {evil}\n[gpg]\n\tprogram = {evil}\n[log]\n\tshowSignature = true\n[credential]\n\thelper = !{evil}\n\
         [extensions]\n\tpartialClone = origin\n[protocol]\n\tallow = always\n[protocol \"ext\"]\n\tallow = always\n\
         [remote \"origin\"]\n\turl = ext::{evil}\n\tpromisor = true\n\tuploadpack = {evil}\n\tpartialclonefilter = blob:none\n"
    );
    let world = world.file(".git/config", config).file(".git/info/attributes", "* filter=evil diff=evil\n");
    for hook in ["post-index-change", "fsmonitor-watchman", "reference-transaction", "post-checkout"] {
        for folder in [".git/hooks", "hooks"] {
            let path = world.path().join(folder).join(hook);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::copy(marks.path().join("evil"), &path).unwrap();
            program(&path);
        }
    }
    // What is missing would be fetched from wherever the repository says.
    let blob = run(
        Path::new("/"),
        &["-C", &world.path().display().to_string(), "rev-parse", "HEAD:playbooks/page.toml"],
    );
    let blob = String::from_utf8(blob.stdout).unwrap();
    fs::remove_file(world.path().join(".git/objects").join(&blob[..2]).join(blob[2..].trim())).unwrap();
    let _ = fs::remove_file(marks.path().join("ran"));
    let before = all(world.path());
    let then = at(world.path(), "HEAD");
    assert!(then.book().failures.is_empty() && then.unread() == 1);
    assert!(Workspace::at_revision(world.path(), "origin/HEAD").is_err());
    assert!(!marks.path().join("ran").exists(), "something was started");
    assert!(before == all(world.path()), "something was written");
}
