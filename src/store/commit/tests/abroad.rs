//! Targets on another device, where no file can be renamed to: it is copied beside its target first.

use std::io::ErrorKind;

use crate::store::StoreError;
use crate::store::commit::tests::world::CHANGES;
use crate::store::commit::tests::world::Change;
use crate::store::commit::tests::world::files;
use crate::store::commit::tests::world::recover;
use crate::store::commit::tests::world::world;
use crate::store::folder::fault::Fault;
use crate::store::folder::fault::abroad;
use crate::store::folder::fault::under;

/// A run on a world whose playbooks are on another device, which can be seen (`honest`) or shows only when tried.
fn run(change: Change, honest: bool, fault: Fault) -> (tempfile::TempDir, Result<(), StoreError>, usize) {
    let root = world();
    let folder = root.path().canonicalize().unwrap().join("playbooks");
    abroad(Some((folder, honest)));
    let (done, calls) = under(fault, || change.run(root.path()));
    (root, done, calls.len())
}

#[test]
fn a_kill_leaves_all_old_or_all_new() {
    for (change, honest) in CHANGES.into_iter().flat_map(|change| [(change, true), (change, false)]) {
        let (root, done, calls) = run(change, honest, Fault::None);
        done.unwrap();
        assert_eq!(files(root.path()), change.after());
        for kill in 1..=calls {
            for again in 1.. {
                let (root, _, _) = run(change, honest, Fault::Dies(kill));
                let (_, calls) = under(Fault::Dies(again), || recover(root.path()));
                recover(root.path());
                let seen = files(root.path());
                assert!(
                    [Change::before(), change.after()].contains(&seen),
                    "{change:?} {kill} {again}: {seen:?}"
                );
                if calls.len() < again {
                    break;
                }
            }
        }
    }
    abroad(None);
}

#[test]
fn a_full_device_changes_nothing() {
    for change in CHANGES {
        for at in 1.. {
            let (root, done, calls) = run(change, true, Fault::Fails(at, ErrorKind::StorageFull));
            if calls < at {
                break;
            }
            match done {
                Err(StoreError::Unfinished { .. }) | Ok(()) => {
                    recover(root.path());
                    assert_eq!(files(root.path()), change.after(), "{change:?} {at}");
                }
                Err(_) => {
                    assert_eq!(super::world::visible(root.path()), Change::before(), "{change:?} {at}");
                    recover(root.path());
                    assert_eq!(files(root.path()), Change::before(), "{change:?} {at}");
                }
            }
        }
    }
    abroad(None);
}
