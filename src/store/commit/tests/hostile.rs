//! Repositories that were made to hurt. Nothing outside is made, written, truncated or removed, and nothing hangs.

use std::fs;
use std::os::unix::fs::symlink;
use std::os::unix::net::UnixListener;
use std::path::Path;
use std::time::Duration;

use crate::store::StoreError;
use crate::store::commit::Step;
use crate::store::commit::tests::world::A;
use crate::store::commit::tests::world::Change;
use crate::store::commit::tests::world::files;
use crate::store::commit::tests::world::old;
use crate::store::commit::tests::world::recover;
use crate::store::commit::tests::world::take;
use crate::store::commit::tests::world::world;

type Shape = fn(root: &Path, outside: &Path);

fn link(to: &Path, from: &Path) {
    let _ = fs::remove_file(from);
    let _ = fs::remove_dir_all(from);
    fs::create_dir_all(from.parent().unwrap()).unwrap();
    symlink(to, from).unwrap();
}

/// Something that is no file. A socket stands for all that is special; pipes and devices look the same to us.
fn special(path: &Path) {
    let _ = fs::remove_file(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    drop(UnixListener::bind(path).unwrap());
}

/// Ways to lead a writer astray, with whether the change must be refused.
const SHAPES: &[(&str, bool, Shape)] = &[
    ("home is a link outside", true, |root, out| link(out, &root.join(".faultbook"))),
    ("home is a link inside", true, |root, _| link(Path::new("playbooks"), &root.join(".faultbook"))),
    ("home is a link nowhere", true, |root, out| link(&out.join("none"), &root.join(".faultbook"))),
    ("home is a file", true, |root, _| fs::write(root.join(".faultbook"), "x").unwrap()),
    ("home is special", true, |root, _| special(&root.join(".faultbook"))),
    ("lock is a link outside", true, |root, out| link(&out.join("a.toml"), &root.join(".faultbook/lock"))),
    ("lock is a link nowhere", true, |root, out| link(&out.join("none"), &root.join(".faultbook/lock"))),
    ("lock is a folder", true, |root, _| fs::create_dir_all(root.join(".faultbook/lock")).unwrap()),
    ("lock is special", true, |root, _| special(&root.join(".faultbook/lock"))),
    ("lock has another name outside", false, |root, out| {
        fs::create_dir(root.join(".faultbook")).unwrap();
        fs::hard_link(out.join("a.toml"), root.join(".faultbook/lock")).unwrap();
    }),
    ("journal is a link outside", true, |root, out| {
        link(&out.join("a.toml"), &root.join(".faultbook/journal"))
    }),
    ("journal is a link nowhere", true, |root, out| {
        link(&out.join("none"), &root.join(".faultbook/journal"))
    }),
    ("journal is a folder", true, |root, _| fs::create_dir_all(root.join(".faultbook/journal")).unwrap()),
    ("journal is special", true, |root, _| special(&root.join(".faultbook/journal"))),
    ("stage is a link outside", false, |root, out| {
        link(&out.join("a.toml"), &root.join(".faultbook/stage-0"))
    }),
    ("stage is a link nowhere", false, |root, out| link(&out.join("none"), &root.join(".faultbook/stage-0"))),
    ("stage is a folder", false, |root, _| fs::create_dir_all(root.join(".faultbook/stage-0")).unwrap()),
    ("stage is special", false, |root, _| special(&root.join(".faultbook/stage-1"))),
    ("patterns are a link", false, |root, out| link(&out.join("none"), &root.join(".faultbook/.gitignore"))),
    ("target is a link outside", true, |root, out| link(&out.join("a.toml"), &root.join(A))),
    ("target is a chain of links outside", true, |root, out| {
        link(&out.join("a.toml"), &root.join("hop"));
        link(Path::new("../hop"), &root.join(A));
    }),
    ("target is a link nowhere", true, |root, out| link(&out.join("none"), &root.join(A))),
    ("target is a link to itself", true, |root, _| link(Path::new("a.toml"), &root.join(A))),
    ("target is special", true, |root, _| special(&root.join(A))),
    ("target is a folder", true, |root, _| {
        fs::remove_file(root.join(A)).unwrap();
        fs::create_dir(root.join(A)).unwrap();
    }),
    ("target is a link to a device", true, |root, _| link(Path::new("/dev/zero"), &root.join(A))),
    ("target is a link into .git", true, |root, _| {
        fs::create_dir(root.join(".git")).unwrap();
        fs::rename(root.join(A), root.join(".git/a.toml")).unwrap();
        link(Path::new("../.git/a.toml"), &root.join(A));
    }),
    ("removed is a link outside", true, |root, out| {
        link(&out.join("d.toml"), &root.join("playbooks/d.toml"))
    }),
    ("created is a link nowhere", true, |root, out| {
        link(&out.join("none"), &root.join("playbooks/deep/er/c.toml"))
    }),
    ("folder is a link outside", true, |root, out| link(out, &root.join("playbooks/deep"))),
    ("folder is a link nowhere", true, |root, out| link(&out.join("none"), &root.join("playbooks/deep"))),
    ("folder is a file", true, |root, _| fs::write(root.join("playbooks/deep"), "x").unwrap()),
    ("all is a link outside", true, |root, out| link(out, &root.join("playbooks"))),
];

/// A folder outside that looks just like what the change expects.
fn outside() -> tempfile::TempDir {
    let outside = tempfile::tempdir().unwrap();
    for name in ["a.toml", "b.toml", "d.toml"] {
        fs::write(outside.path().join(name), old(&format!("playbooks/{name}"))).unwrap();
    }
    outside
}

#[test]
fn no_shape_of_links_leads_outside() {
    assert!(SHAPES.len() >= 20);
    for (name, is_refused, shape) in SHAPES {
        let (root, outside) = (world(), outside());
        shape(root.path(), outside.path());
        let (before, inside) = (files(outside.path()), super::world::visible(root.path()));
        recover(root.path());
        let done = Change::Rename.run(root.path());
        assert_eq!(done.is_err(), *is_refused, "{name}: {done:?}");
        assert_eq!(files(outside.path()), before, "{name}");
        if *is_refused {
            assert_eq!(super::world::visible(root.path()), inside, "{name}");
        }
    }
    // The control: who writes through links is seen.
    let (root, outside) = (world(), outside());
    link(&outside.path().join("a.toml"), &root.path().join(A));
    let before = files(outside.path());
    Change::ReplaceOne.run_naively(root.path()).unwrap();
    assert_ne!(files(outside.path()), before);
}

/// A journal of ours, and then links where it leads to.
#[test]
fn a_recovery_is_not_led_outside() {
    use crate::store::folder::fault::Fault;
    use crate::store::folder::fault::under;
    let (_, calls) = under(Fault::None, || Change::Rename.run(world().path()));
    let first =
        calls.iter().position(|(call, path)| *call == "rename" && path.ends_with("a.toml")).unwrap() + 1;
    let mut left = 0;
    for (name, _, shape) in
        SHAPES.iter().filter(|(name, ..)| !name.starts_with("home") && !name.starts_with("lock"))
    {
        let (root, outside) = (world(), outside());
        let _ = under(Fault::Dies(first), || Change::Rename.run(root.path()));
        assert!(root.path().join(".faultbook/journal").exists());
        let exchange = ["folder", "created"].iter().any(|word| name.starts_with(word));
        if exchange {
            fs::remove_dir_all(root.path().join("playbooks/deep")).unwrap();
        }
        let mend = ["journal is a folder", "journal is special", "stage is a folder", "stage is special"];
        for part in ["journal", "stage-0", "stage-1"].iter().filter(|_| mend.contains(name)) {
            let _ = fs::remove_file(root.path().join(".faultbook").join(part));
        }
        shape(root.path(), outside.path());
        let before = files(outside.path());
        let recovered = recover(root.path());
        assert_eq!(files(outside.path()), before, "{name}");
        left += usize::from(recovered.is_some_and(|recovered| !recovered.left.is_empty()));
        assert!(recover(root.path()).is_none_or(|again| again.files.is_empty()), "{name}: it ends");
        assert_eq!(files(outside.path()), before, "{name}, again");
    }
    assert!(left >= 10, "{left}");
}

#[test]
fn paths_go_down_only() {
    let root = world();
    let mut lock = take(root.path(), Duration::ZERO).unwrap();
    let outside = [
        "",
        ".",
        "..",
        "../x.toml",
        "/tmp/x.toml",
        "a/../../x.toml",
        "playbooks/./x.toml",
        "a//x.toml",
        "x.toml/",
        "/",
        "a\0.toml",
    ];
    for path in outside {
        for step in [
            Step::Create { path, parts: &[b"x"] },
            Step::Replace { path, read: b"", parts: &[b"x"] },
            Step::Remove { path, read: b"" },
        ] {
            assert!(matches!(lock.commit("x", &[step]), Err(StoreError::Outside { .. })), "{path:?}");
        }
    }
    for path in [".git/hooks/pre-commit", ".GIT/x", ".faultbook/journal", "playbooks/.git/x.toml"] {
        assert!(lock.commit("x", &[Step::Create { path, parts: &[b"x"] }]).is_err(), "{path}");
    }
    assert_eq!(files(root.path()), Change::before());
}
