//! Journals that faultbook did not write.

use std::fs;
use std::path::Path;
use std::time::Duration;

use crate::store::StoreError;
use crate::store::commit::mark::Mark;
use crate::store::commit::tests::world::A;
use crate::store::commit::tests::world::C;
use crate::store::commit::tests::world::Change;
use crate::store::commit::tests::world::files;
use crate::store::commit::tests::world::new;
use crate::store::commit::tests::world::old;
use crate::store::commit::tests::world::recover;
use crate::store::commit::tests::world::take;
use crate::store::commit::tests::world::world;
use crate::store::folder::Folder;
use crate::store::folder::Identity;
use crate::store::folder::fault::Fault;
use crate::store::folder::fault::under;

/// How a staged file is called whose name was not left to chance.
fn stage() -> String {
    format!("{}{}", crate::store::stage::HOME, "0".repeat(32))
}

/// Puts a staged text and a journal into a world, that differ in nothing from ours.
fn plant(root: &Path, text: &str) -> String {
    let home = root.join(".faultbook");
    fs::create_dir(&home).unwrap();
    fs::write(home.join(stage()), text).unwrap();
    let open = Folder::open(&home).unwrap();
    let mark = |bytes: &[u8]| serde_json::to_string(&Mark::of(&[bytes])).unwrap();
    let identity = |identity: &Identity| serde_json::to_string(identity).unwrap();
    let folder = identity(&open.identity().unwrap());
    let staged = identity(&open.look(stage().as_ref()).unwrap().unwrap().identity);
    let (old, new) = (mark(old(A).as_bytes()), mark(b"evil"));
    let journal = format!(
        r#"{{"version":2,"folder":{folder},"what":"x","entries":[{{"path":{A:?},"stage":{{"name":{:?},"identity":{staged}}},"old":{old},"new":{new}}}]}}"#,
        stage()
    );
    fs::write(home.join("journal"), &journal).unwrap();
    journal
}

/// Changes a journal of ours into one that we would not write here.
type Craft = Box<dyn Fn(&str) -> Vec<u8>>;

fn replaced(from: impl Into<String>, to: impl Into<String>) -> Craft {
    let (from, to) = (from.into(), to.into());
    Box::new(move |good| {
        assert!(good.contains(&from), "{from} is not in {good}");
        good.replacen(&from, &to, 1).into_bytes()
    })
}

fn crafted() -> Vec<Craft> {
    let paths = [
        "../outside.toml",
        "/etc/outside.toml",
        "playbooks/../../outside.toml",
        ".git/hooks/pre-commit",
        ".git/config.toml",
        ".cargo/config.toml",
        "playbooks/.hidden.toml",
        "playbooks/a.sh",
        "Makefile",
        "Cargo.toml",
        "other/a.toml",
        "playbooks.toml",
        "",
        ".",
        "./playbooks/a.toml",
        "playbooks//a.toml",
        "playbooks/a.toml/",
        "playbooks/\u{0}.toml",
        ".faultbook/x.toml",
        "playbooks/a.tom\u{f6}",
    ];
    let mut crafted: Vec<Craft> = paths
        .into_iter()
        .map(|path| replaced(format!("{A:?}"), serde_json::to_string(path).unwrap()))
        .collect();
    let stages = [
        "../stage-0",
        "/etc/passwd",
        "playbooks/b.toml",
        "stage-",
        "stage-0",
        "stage-0/../../x",
        "stage-0000000000000000000000000000000Z",
        "journal",
        "lock",
        "",
        "stage-\u{661}",
        ".faultbook-00000000000000000000000000000000",
    ];
    crafted.extend(stages.into_iter().map(|name| replaced(format!("{:?}", stage()), format!("{name:?}"))));
    crafted.extend([
        replaced("\"version\":2", "\"version\":1"),
        replaced("\"version\":2", "\"version\":3"),
        replaced("\"what\"", "\"run\""),
        replaced("\"x\"", format!("{:?}", "x".repeat(2000))),
        replaced("\"length\":4", "\"length\":4000000000"),
        // What any other folder would have, on this machine or on another one.
        replaced("\"folder\":[", "\"folder\":[1"),
    ]);
    crafted.push(Box::new(|good| good.as_bytes()[..good.len() - 1].to_vec()));
    crafted.push(Box::new(|good| {
        let (before, _) = good.split_once("\"entries\":").unwrap();
        format!(r#"{before}"entries":[{{"path":{A:?},"stage":null,"old":null,"new":null}}]}}"#).into()
    }));
    for number in [2, 50_000] {
        crafted.push(Box::new(move |good| {
            let (before, entry) = good.split_once("\"entries\":[").unwrap();
            let entry = entry.strip_suffix("]}").unwrap();
            format!("{before}\"entries\":[{}]}}", vec![entry; number].join(",")).into()
        }));
    }
    crafted.push(Box::new(|_| b"\xff\xfe\x00not UTF-8".to_vec()));
    crafted.push(Box::new(|_| Vec::new()));
    crafted.push(Box::new(|_| "[".repeat(1_000_000).into_bytes()));
    crafted
}

#[test]
fn a_journal_of_somebody_else_is_never_carried_out() {
    let crafted = crafted();
    assert!(crafted.len() >= 45);
    for craft in crafted {
        let outer = tempfile::tempdir().unwrap();
        let root = outer.path().join("inner");
        fs::rename(world().keep(), &root).unwrap();
        let journal = craft(&plant(&root, "evil"));
        fs::write(root.join(".faultbook/journal"), &journal).unwrap();
        let before = files(outer.path());
        let shown = String::from_utf8_lossy(&journal[..journal.len().min(300)]).into_owned();
        let recovered = recover(&root).unwrap_or_else(|| panic!("{shown}"));
        assert!(recovered.files.is_empty() && recovered.left.len() == 1, "{shown}: {recovered:?}");
        let mut lock = take(&root, Duration::ZERO).unwrap();
        assert_eq!(lock.recovered(), Some(&recovered));
        let mut after = files(outer.path());
        after.retain(|path, _| !path.starts_with("inner/.faultbook/lock") && !path.ends_with("/.gitignore"));
        assert_eq!(after, before, "{shown}");
        // One file can be written all the same; several only once somebody has looked.
        Change::ReplaceOne.commit(&mut lock).unwrap();
        let refused = Change::Rename.commit(&mut lock);
        assert!(refused.is_err());
        assert_eq!(fs::read(root.join(".faultbook/journal")).unwrap(), journal);
    }
}

/// The control for the test above: what differs from those journals in nothing but its words is carried out.
#[test]
fn a_journal_in_our_words_is_carried_out() {
    let root = world();
    plant(root.path(), "evil");
    assert_eq!(recover(root.path()).unwrap().files, [A]);
    assert_eq!(files(root.path())[A], "evil");
}

/// What a repository or an archive can ship: the same bytes under the same names, in folders and files of its own.
#[test]
fn a_copy_of_our_own_journal_is_not_carried_out() {
    let (_, calls) = under(Fault::None, || Change::Rename.run(world().path()));
    let first =
        calls.iter().position(|(call, path)| *call == "rename" && path.ends_with("a.toml")).unwrap() + 1;
    let root = world();
    let _ = under(Fault::Dies(first), || Change::Rename.run(root.path()));
    let copy = tempfile::tempdir().unwrap();
    for folder in ["playbooks", ".faultbook"] {
        fs::create_dir(copy.path().join(folder)).unwrap();
        for entry in fs::read_dir(root.path().join(folder)).unwrap().map(Result::unwrap) {
            if entry.file_type().unwrap().is_file() {
                fs::copy(entry.path(), copy.path().join(folder).join(entry.file_name())).unwrap();
            }
        }
    }
    let before = files(copy.path());
    let recovered = recover(copy.path()).unwrap();
    assert!(recovered.files.is_empty() && recovered.left.len() == 1, "{recovered:?}");
    assert_eq!(files(copy.path()), before);
    assert_eq!(recover(root.path()).unwrap().files.len(), 4, "the original is");
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
    for exchange in [false, true] {
        let root = world();
        plant(root.path(), if exchange { "evil" } else { "evil twin" });
        let staged = root.path().join(".faultbook").join(stage());
        if exchange {
            // Another file of the same name and content.
            fs::write(staged.with_extension("new"), "evil").unwrap();
            fs::rename(staged.with_extension("new"), staged).unwrap();
        }
        assert_eq!(recover(root.path()).unwrap().left, [format!("{A}: its new text is gone")]);
        assert_eq!(files(root.path())[A], old(A));
    }
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
    let is_c = |path: &std::path::PathBuf| fs::read_to_string(path).is_ok_and(|text| text == new(C));
    let staged = fs::read_dir(root.join(".faultbook")).unwrap().map(|entry| entry.unwrap().path());
    fs::remove_file(staged.into_iter().find(is_c).unwrap()).unwrap();
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
    let mut lock = take(root.path(), Duration::ZERO).unwrap();
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
