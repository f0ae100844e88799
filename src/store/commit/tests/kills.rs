//! Killed anywhere, everything is old or everything is new.

use std::path::Path;
use std::path::PathBuf;
use std::time::Duration;

use crate::store::commit::tests::world::CHANGES;
use crate::store::commit::tests::world::Change;
use crate::store::commit::tests::world::files;
use crate::store::commit::tests::world::recover;
use crate::store::commit::tests::world::take;
use crate::store::commit::tests::world::visible;
use crate::store::commit::tests::world::world;
use crate::store::folder::fault::Fault;
use crate::store::folder::fault::under;

/// Whether each file alone is old or new, as a reader sees it who comes before the recovery.
fn each_is_whole(change: Change, root: &Path) -> bool {
    let (before, after) = (Change::before(), change.after());
    let seen = visible(root);
    let paths = before.keys().chain(after.keys());
    paths.into_iter().all(|path| [before.get(path), after.get(path)].contains(&seen.get(path)))
        && seen.keys().all(|path| before.contains_key(path) || after.contains_key(path))
}

fn is_old_or_new(change: Change, root: &Path) -> bool {
    [Change::before(), change.after()].contains(&files(root))
}

#[test]
fn a_kill_leaves_all_old_or_all_new() {
    for change in CHANGES {
        let (mut olds, mut news) = (0, 0);
        for kill in 1.. {
            let root = world();
            let root = root.path();
            let (_, calls) = under(Fault::Dies(kill), || change.run(root));
            if calls.len() < kill {
                assert_eq!(files(root), change.after());
                break;
            }
            assert!(each_is_whole(change, root), "{change:?}, kill {kill}");
            recover(root);
            assert!(is_old_or_new(change, root), "{change:?}, kill {kill}: {:?}", files(root));
            let is_new = files(root) == change.after();
            (olds, news) = if is_new { (olds, news + 1) } else { (olds + 1, news) };
            assert!(is_new || news == 0, "{change:?}: what was committed at an earlier call is not any more");
            assert_eq!(recover(root), None, "{change:?}, kill {kill}: twice");
        }
        assert!(olds >= 5 && news >= 1, "{change:?}: {olds} old, {news} new");
    }
}

#[test]
fn a_kill_while_recovering_is_recovered_from() {
    for change in [Change::CreateOne, Change::Rename] {
        let mut nested = 0;
        let (_, calls) = under(Fault::None, || change.run(world().path()));
        for kill in 1..=calls.len() {
            for again in 1.. {
                let root = world();
                let root = root.path();
                let _ = under(Fault::Dies(kill), || change.run(root));
                let (_, calls) = under(Fault::Dies(again), || recover(root));
                if calls.len() < again {
                    break;
                }
                nested += 1;
                assert!(each_is_whole(change, root), "{change:?}, kills {kill} and {again}");
                // And once more, while the next writer takes the lock.
                let _ = under(Fault::Dies(again / 2), || change.run(root));
                recover(root);
                assert!(
                    is_old_or_new(change, root),
                    "{change:?}, kills {kill} and {again}: {:?}",
                    files(root).keys()
                );
            }
        }
        assert!(nested >= 10, "{change:?}: {nested}");
    }
}

#[test]
fn naive_writers_are_caught() {
    let (mut torn, mut mixed) = (0, 0);
    for kill in 1..20 {
        let root = world();
        let _ = under(Fault::Dies(kill), || Change::Rename.run_naively(root.path()));
        torn += usize::from(!each_is_whole(Change::Rename, root.path()));
        let root = world();
        let _ = under(Fault::Dies(kill), || Change::Rename.run_without_journal(root.path()));
        recover(root.path());
        mixed += usize::from(!is_old_or_new(Change::Rename, root.path()));
    }
    assert!(torn >= 3, "in place: {torn} torn");
    assert!(mixed >= 3, "without a journal: {mixed} mixed");
}

#[test]
fn what_was_interrupted_is_said() {
    for kill in 1.. {
        let root = world();
        let (done, _) = under(Fault::Dies(kill), || Change::Rename.run(root.path()));
        let Some(recovered) = recover(root.path()) else {
            assert!(done.is_err());
            continue;
        };
        assert_eq!(recovered.what, "rename d c");
        assert_eq!(recovered.files.len(), 4);
        assert!(recovered.left.is_empty() && recovered.unfinished.is_empty());
        break;
    }
}

/// Content is on the disk before its name is, and the name before anything that relies on it.
#[test]
fn files_are_synced_before_and_folders_after() {
    for change in CHANGES {
        let root = world();
        let mut lock = take(root.path(), Duration::ZERO).unwrap();
        let (done, calls) = under(Fault::None, || change.commit(&mut lock));
        done.unwrap();
        let at = |what: &str, name: &str| {
            calls.iter().position(|(call, path)| *call == what && path.ends_with(name)).unwrap()
        };
        let is_place = |path: &Path| !path.parent().unwrap().ends_with(".faultbook");
        let placed = |(call, path): &(&str, PathBuf)| {
            matches!(*call, "rename" | "rename new" | "remove") && is_place(path)
        };
        let first = calls.iter().position(placed).unwrap();
        for (_, stage) in calls.iter().filter(|(call, _)| *call == "create") {
            let written = calls.iter().rposition(|(call, path)| *call == "write" && path == stage).unwrap();
            assert_eq!(calls[written + 1], ("sync", stage.clone()), "{change:?}");
            assert!(written < first, "{change:?}");
        }
        for (index, (_, path)) in calls.iter().enumerate().filter(|(_, call)| placed(call)) {
            let folder = path.parent().unwrap();
            let after = calls[index..].iter().any(|(call, path)| *call == "sync folder" && path == folder);
            assert!(after, "{change:?}: {} is never synced", folder.display());
        }
        if matches!(change, Change::Rename) {
            let (journal, first) = (at("rename new", "journal"), at("rename", "a.toml"));
            let synced = calls.iter().filter(|(call, _)| *call == "sync").count();
            assert_eq!(synced, 4, "three staged files and the journal");
            assert!(at("sync folder", ".faultbook") > journal && at("sync folder", ".faultbook") < first);
            assert!(at("sync folder", "playbooks") > at("remove", "d.toml"));
            assert!(at("remove", "journal") > at("sync folder", "playbooks"));
        }
    }
}
