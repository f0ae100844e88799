//! Journals that faultbook did not write.

use std::fs;
use std::time::Duration;

use crate::store::StoreError;
use crate::store::commit::Lock;
use crate::store::commit::fault::Fault;
use crate::store::commit::fault::under;
use crate::store::commit::mark::Mark;
use crate::store::commit::recover;
use crate::store::commit::tests::world::A;
use crate::store::commit::tests::world::Change;
use crate::store::commit::tests::world::files;
use crate::store::commit::tests::world::old;
use crate::store::commit::tests::world::world;

fn mark(bytes: &[u8]) -> String {
    serde_json::to_string(&Mark::of(&[bytes])).unwrap()
}

fn journal(path: &str, stage: &str) -> String {
    let (old, new) = (mark(old(A).as_bytes()), mark(b"evil"));
    format!(
        r#"{{"version":1,"what":"x","entries":[{{"path":{path:?},"stage":{stage:?},"old":{old},"new":{new}}}]}}"#
    )
}

fn crafted() -> Vec<Vec<u8>> {
    let mut journals: Vec<Vec<u8>> = [
        "../outside.toml",
        "/etc/outside.toml",
        "playbooks/../../outside.toml",
        ".git/hooks/pre-commit",
        ".git/config.toml",
        ".cargo/config.toml",
        "playbooks/.hidden.toml",
        "playbooks/a.sh",
        "Makefile",
        "",
        ".",
        "./playbooks/a.toml",
        "playbooks//a.toml",
        "playbooks/a.toml/",
        "playbooks/\u{0}.toml",
        ".faultbook/x.toml",
        "playbooks/a.tom\u{f6}",
    ]
    .map(|path| journal(path, "stage-0").into_bytes())
    .into();
    journals.extend(
        [
            "../stage-0",
            "/etc/passwd",
            "playbooks/b.toml",
            "stage-",
            "stage-0/../../x",
            "stage-0000000000",
            "journal",
            "lock",
            "",
            "stage-\u{661}",
            ".a.toml.faultbook-0",
        ]
        .map(|stage| journal(A, stage).into_bytes()),
    );
    let good = journal(A, "stage-0");
    journals.push(good.replace("\"version\":1", "\"version\":2").into_bytes());
    journals.push(good.replace("\"what\"", "\"run\"").into_bytes());
    journals.push(good.replace("\"x\"", &format!("{:?}", "x".repeat(2000))).into_bytes());
    journals.push(good.as_bytes()[..good.len() - 1].to_vec());
    journals.push(good.replace("\"length\":4", "\"length\":4000000000").into_bytes());
    journals.push(
        format!(
            r#"{{"version":1,"what":"x","entries":[{{"path":{A:?},"stage":null,"old":null,"new":null}}]}}"#
        )
        .into(),
    );
    let entry = good.split_once('[').unwrap().1.strip_suffix("]}").unwrap();
    journals.push(good.replace(entry, &format!("{entry},{entry}")).into_bytes());
    journals.push(good.replace(entry, &vec![entry; 50_000].join(",")).into_bytes());
    journals.push(b"\xff\xfe\x00not UTF-8".to_vec());
    journals.push(Vec::new());
    journals.push("[".repeat(1_000_000).into_bytes());
    journals
}

#[test]
fn a_journal_of_somebody_else_is_never_obeyed() {
    let crafted = crafted();
    assert!(crafted.len() > 35);
    for journal in crafted {
        let outer = tempfile::tempdir().unwrap();
        let root = outer.path().join("inner");
        fs::rename(world().keep(), &root).unwrap();
        fs::create_dir(root.join(".faultbook")).unwrap();
        fs::write(root.join(".faultbook/stage-0"), "evil").unwrap();
        fs::write(root.join(".faultbook/journal"), &journal).unwrap();
        let before = files(outer.path());
        let shown = String::from_utf8_lossy(&journal[..journal.len().min(300)]).into_owned();
        let recovered = recover(&root).unwrap_or_else(|| panic!("{shown}"));
        assert!(recovered.files.is_empty() && recovered.left.len() == 1, "{shown}: {recovered:?}");
        let lock = Lock::take(&root, Duration::ZERO).unwrap();
        assert_eq!(lock.recovered(), Some(&recovered));
        let mut after = files(outer.path());
        after.retain(|path, _| !path.starts_with("inner/.faultbook/lock") && !path.ends_with("/.gitignore"));
        assert_eq!(after, before, "{shown}");
        // One file can be written all the same; several only once somebody has looked.
        Change::ReplaceOne.commit(&lock).unwrap();
        let refused = Change::Rename.commit(&lock);
        assert!(refused.is_err());
        assert_eq!(fs::read(root.join(".faultbook/journal")).unwrap(), journal);
        assert_eq!(fs::read(root.join(".faultbook/stage-0")).unwrap(), b"evil");
    }
}

/// The control for the test above: what differs from those journals in nothing but its words is carried out.
#[test]
fn a_journal_in_our_words_is_obeyed() {
    let root = world();
    fs::create_dir(root.path().join(".faultbook")).unwrap();
    fs::write(root.path().join(".faultbook/stage-0"), "evil").unwrap();
    fs::write(root.path().join(".faultbook/journal"), journal(A, "stage-0")).unwrap();
    assert_eq!(recover(root.path()).unwrap().files, [A]);
    assert_eq!(files(root.path())[A], "evil");
}

#[test]
fn a_huge_journal_is_not_read() {
    let root = world();
    fs::create_dir(root.path().join(".faultbook")).unwrap();
    let file = fs::File::create(root.path().join(".faultbook/journal")).unwrap();
    file.set_len(1 << 30).unwrap();
    assert_eq!(recover(root.path()).unwrap().left.len(), 1);
}

#[test]
fn a_staged_file_that_is_not_what_the_journal_says_is_not_used() {
    let root = world();
    fs::create_dir(root.path().join(".faultbook")).unwrap();
    fs::write(root.path().join(".faultbook/stage-0"), "evil twin").unwrap();
    fs::write(root.path().join(".faultbook/journal"), journal(A, "stage-0")).unwrap();
    assert_eq!(recover(root.path()).unwrap().left, [format!("{A}: its new text is gone")]);
    assert_eq!(files(root.path())[A], old(A));
}

/// What moved from D to C must not be lost with the staged C.
#[test]
fn nothing_is_removed_while_another_text_is_gone() {
    let root = world();
    let root = root.path();
    let (_, calls) = under(Fault::None, || Change::Rename.run(world().path()));
    let first =
        calls.iter().position(|(call, path)| *call == "rename" && path.ends_with("a.toml")).unwrap() + 1;
    let _ = under(Fault::Dies(first), || Change::Rename.run(root));
    fs::remove_file(root.join(".faultbook/stage-2")).unwrap();
    let recovered = recover(root).unwrap();
    assert_eq!(recovered.files, [A, "playbooks/b.toml"]);
    assert_eq!(recovered.left.len(), 2, "{recovered:?}");
    assert_eq!(files(root)["playbooks/d.toml"], old("playbooks/d.toml"));
    assert_eq!(recover(root), None);
}

#[test]
fn several_steps_name_visible_toml_files_once() {
    use crate::store::commit::Step;
    let root = world();
    let lock = Lock::take(root.path(), Duration::ZERO).unwrap();
    let make = |path| Step::Create { path, parts: &[b"x"] };
    for path in [".hidden.toml", "playbooks/.x/a.toml", "playbooks/a.txt"] {
        let refused = lock.commit("x", &[make("playbooks/e.toml"), make(path)]);
        assert!(matches!(refused, Err(StoreError::Write { .. })), "{path}");
    }
    assert!(lock.commit("x", &[make("playbooks/e.toml"), make("playbooks/e.toml")]).is_err());
    assert_eq!(files(root.path()), Change::before());
    assert!(!root.path().join("playbooks/.x").exists(), "folders that were made are gone again");
    lock.commit("x", &[make(".hidden.toml")]).unwrap();
    lock.commit("x", &[]).unwrap();
}
