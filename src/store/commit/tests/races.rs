//! Other writers: with the lock, and without a thought for it.

use std::fs;
use std::path::Path;
use std::time::Duration;

use crate::store::StoreError;
use crate::store::commit::Step;
use crate::store::commit::tests::world::A;
use crate::store::commit::tests::world::C;
use crate::store::commit::tests::world::CHANGES;
use crate::store::commit::tests::world::Change;
use crate::store::commit::tests::world::files;
use crate::store::commit::tests::world::recover;
use crate::store::commit::tests::world::take;
use crate::store::commit::tests::world::visible;
use crate::store::commit::tests::world::world;
use crate::store::folder::fault::Fault;
use crate::store::folder::fault::meanwhile;
use crate::store::folder::fault::under;
use crate::store::stage;

const PATIENCE: Duration = Duration::from_secs(60);

#[test]
fn a_file_that_changed_since_it_was_read_is_refused() {
    for round in 0..100 {
        let root = world();
        let mut lock = take(root.path(), Duration::ZERO).unwrap();
        let (path, text) = match round % 4 {
            0 => (A, format!("edited {round}")),
            // Of the same length, with another end.
            1 => (A, [&super::world::old(A)[1..], "!"].concat()),
            2 => ("playbooks/d.toml", String::new()),
            _ => (C, "somebody's".to_owned()),
        };
        fs::create_dir_all(root.path().join("playbooks/deep/er")).unwrap();
        fs::write(root.path().join(path), &text).unwrap();
        let before = files(root.path());
        let refused = Change::Rename.commit(&mut lock);
        match round % 4 {
            3 => assert!(matches!(refused, Err(StoreError::Exists { .. })), "{refused:?}"),
            _ => assert!(matches!(refused, Err(StoreError::Changed { .. })), "{refused:?}"),
        }
        assert_eq!(files(root.path()), before);
    }
}

#[test]
fn a_file_that_vanished_is_refused() {
    let root = world();
    let mut lock = take(root.path(), Duration::ZERO).unwrap();
    fs::remove_file(root.path().join(A)).unwrap();
    assert!(matches!(Change::Rename.commit(&mut lock), Err(StoreError::Changed { .. })));
}

/// Somebody saves a file while the command stages its own: noticed at every call but the commit point itself.
#[test]
fn an_edit_while_staging_is_noticed() {
    for (change, path) in CHANGES.into_iter().zip([A, C, "playbooks/d.toml", A]) {
        let (done, calls) = under(Fault::None, || change.run(world().path()));
        done.unwrap();
        let point = calls
            .iter()
            .position(|(call, to)| matches!(*call, "rename" | "rename new" | "remove") && to.ends_with(path));
        // For several files the journal is the commit point, and its own staged file the last before it.
        let staged = calls.iter().rposition(|(call, _)| *call == "create");
        let point = if matches!(change, Change::Rename) { staged } else { point };
        for at in 1..=point.unwrap() {
            let root = world();
            let edited = root.path().join(path);
            meanwhile(at, move || {
                fs::create_dir_all(edited.parent().unwrap()).unwrap();
                fs::write(edited, "edited").unwrap();
            });
            let (refused, _) = under(Fault::None, || change.run(root.path()));
            assert!(
                matches!(refused, Err(StoreError::Changed { .. } | StoreError::Exists { .. })),
                "{change:?}, call {at} of {point:?}: {refused:?}"
            );
            assert_eq!(visible(root.path())[path], "edited");
        }
    }
}

#[test]
fn a_new_file_never_replaces_one_that_came_meanwhile() {
    let (_, calls) = under(Fault::None, || Change::CreateOne.run(world().path()));
    let link = calls.iter().position(|(call, to)| *call == "rename new" && to.ends_with(C)).unwrap() + 1;
    let root = world();
    let made = root.path().join(C);
    meanwhile(link, move || fs::write(made, "somebody's").unwrap());
    let (refused, _) = under(Fault::None, || Change::CreateOne.run(root.path()));
    assert!(matches!(refused, Err(StoreError::Exists { .. })), "{refused:?}");
    assert_eq!(visible(root.path())[C], "somebody's");
}

#[test]
fn what_was_edited_after_a_kill_is_left_alone_and_said() {
    let root = world();
    let root = root.path();
    let (_, calls) = under(Fault::None, || Change::Rename.run(world().path()));
    let first =
        calls.iter().position(|(call, path)| *call == "rename" && path.ends_with("a.toml")).unwrap() + 1;
    let _ = under(Fault::Dies(first), || Change::Rename.run(root));
    for path in [A, C, "playbooks/d.toml"] {
        fs::create_dir_all(root.join(path).parent().unwrap()).unwrap();
        fs::write(root.join(path), format!("edited {path}")).unwrap();
    }
    let recovered = recover(root).unwrap();
    assert_eq!(recovered.files, ["playbooks/b.toml"]);
    assert_eq!(recovered.left.len(), 3);
    for (path, left) in [A, C].into_iter().zip(&recovered.left) {
        assert_eq!(visible(root)[path], format!("edited {path}"));
        let (said, kept) = left.split_once("; the new text is kept in ").unwrap();
        assert!(said.starts_with(path), "{said}");
        assert_eq!(fs::read_to_string(root.join(kept)).unwrap(), super::world::new(path));
    }
    assert!(recovered.left[2].ends_with("it stays"), "{recovered:?}");
    assert_eq!(recover(root), None);
}

#[test]
fn the_second_waits_and_is_told_who_holds_the_lock() {
    let root = world();
    let stage = &format!(".faultbook/{}{}", stage::HOME, "0".repeat(32));
    let held = take(root.path(), Duration::ZERO).unwrap();
    let busy = take(root.path(), Duration::from_millis(30)).unwrap_err();
    assert!(
        matches!(&busy, StoreError::Busy { holder } if *holder == format!("process {}", std::process::id()))
    );
    let lock = root.path().join(".faultbook/lock");
    fs::write(&lock, "process \x1b[31m").unwrap();
    let busy = take(root.path(), Duration::ZERO).unwrap_err();
    assert!(busy.to_string().contains("another process"), "{busy}");
    // Nobody alive is hurried by a reader.
    fs::write(root.path().join(stage), "half").unwrap();
    assert_eq!(recover(root.path()), None);
    assert!(root.path().join(stage).exists());
    drop(held);
    take(root.path(), Duration::ZERO).unwrap();
    assert!(!root.path().join(stage).exists());
    let hidden = fs::read_to_string(root.path().join(".faultbook/.gitignore")).unwrap();
    assert_eq!(hidden, "*\n");
}

#[test]
fn a_lock_survives_the_removal_of_its_folder() {
    let root = world();
    let mut held = take(root.path(), Duration::ZERO).unwrap();
    fs::remove_dir_all(root.path().join(".faultbook")).unwrap();
    let mut next = take(root.path(), Duration::ZERO).unwrap();
    Change::Rename.commit(&mut next).unwrap();
    // The first one waits for the lock of the second one; what it read is not there any more.
    drop(next);
    assert!(matches!(Change::ReplaceOne.commit(&mut held), Err(StoreError::Changed { .. })));
    assert_eq!(files(root.path()), Change::Rename.after());
    // Where nobody else wrote, it takes the lock anew, and goes on.
    fs::remove_dir_all(root.path().join(".faultbook")).unwrap();
    let read = fs::read(root.path().join(A)).unwrap();
    held.commit("x", &[Step::Replace { path: A, read: &read, parts: &[b"x"] }]).unwrap();
    assert_eq!(files(root.path())[A], "x");
}

fn add_lines(root: &Path, locked: bool) {
    std::thread::scope(|scope| {
        for thread in 0..8 {
            scope.spawn(move || {
                for round in 0..25 {
                    let mut lock = locked.then(|| take(root, PATIENCE).unwrap());
                    let read = fs::read(root.join(A)).unwrap();
                    let line = format!("{thread}-{round}\n");
                    let step = Step::Replace { path: A, read: &read, parts: &[&read, line.as_bytes()] };
                    match &mut lock {
                        Some(lock) => lock.commit("add", &[step]).unwrap(),
                        None => {
                            let beside = root.join(format!("{thread}.tmp"));
                            fs::write(&beside, [&read, line.as_bytes()].concat()).unwrap();
                            fs::rename(beside, root.join(A)).unwrap();
                        }
                    }
                }
            });
        }
    });
}

#[test]
fn concurrent_writers_lose_nothing() {
    let lines = |locked| {
        let root = world();
        add_lines(root.path(), locked);
        visible(root.path())[A].lines().filter(|line| !line.starts_with('#')).count()
    };
    assert_eq!(lines(true), 200);
    assert!(lines(false) < 200, "without the lock some are lost");
}
