//! When the disk refuses, what was there stays, and what is said is true.

use std::io::ErrorKind;

use crate::store::StoreError;
use crate::store::commit::tests::world::CHANGES;
use crate::store::commit::tests::world::Change;
use crate::store::commit::tests::world::files;
use crate::store::commit::tests::world::recover;
use crate::store::commit::tests::world::take;
use crate::store::commit::tests::world::world;
use crate::store::folder::fault::Fault;
use crate::store::folder::fault::under;

const KINDS: [ErrorKind; 5] = [
    ErrorKind::StorageFull,
    ErrorKind::PermissionDenied,
    ErrorKind::ReadOnlyFilesystem,
    ErrorKind::Other,
    ErrorKind::QuotaExceeded,
];

/// An error with everything that it says.
fn said(error: &StoreError) -> String {
    let source = std::error::Error::source(error).map(ToString::to_string).unwrap_or_default();
    format!("{error}: {source}")
}

#[test]
fn a_refusal_of_the_disk_changes_nothing_or_is_finished() {
    let (mut refused, mut unfinished, mut borne) = (0, 0, Vec::new());
    let once: fn(usize, ErrorKind) -> Fault = Fault::Fails;
    for change in CHANGES {
        for (kind, fault) in KINDS.iter().flat_map(|kind| [(*kind, once), (*kind, Fault::FailsFrom)]) {
            for at in 1.. {
                let root = world();
                let root = root.path();
                let (done, calls) = under(fault(at, kind), || change.run(root));
                if calls.len() < at {
                    break;
                }
                let case = format!("{change:?}, call {at} {:?}, {kind:?}", calls[at - 1]);
                match done {
                    Err(error @ StoreError::Unfinished { .. }) => {
                        unfinished += 1;
                        assert!(said(&error).contains(".toml") || said(&error).contains("journal"), "{case}");
                        recover(root);
                        assert_eq!(files(root), change.after(), "{case}");
                    }
                    Err(error) => {
                        refused += 1;
                        let said = said(&error);
                        assert!(said.contains("nothing was written"), "{case}: {said}");
                        assert!(said.contains(".toml") || said.contains(".faultbook"), "{case}: {said}");
                        let seen = super::world::visible(root);
                        assert_eq!(seen, Change::before(), "{case}");
                        recover(root);
                        assert_eq!(files(root), Change::before(), "{case}");
                    }
                    Ok(()) => {
                        borne.push(calls[at - 1].0);
                        recover(root);
                        assert_eq!(files(root), change.after(), "{case}");
                    }
                }
            }
        }
    }
    borne.sort_unstable();
    borne.dedup();
    // What is written in the lock file is not worth a failure.
    assert_eq!(borne, ["write"]);
    assert!(refused > 200 && unfinished > 20, "{refused} refused, {unfinished} unfinished");
}

#[test]
fn a_refusal_while_recovering_is_said_and_tried_again() {
    let (mut tried, mut told) = (0, 0);
    let (_, calls) = under(Fault::None, || Change::Rename.run(world().path()));
    for kill in 1..=calls.len() {
        for at in 1.. {
            let root = world();
            let root = root.path();
            let _ = under(Fault::Dies(kill), || Change::Rename.run(root));
            let (recovered, calls) = under(Fault::FailsFrom(at, ErrorKind::StorageFull), || recover(root));
            if calls.len() < at {
                break;
            }
            tried += 1;
            told += usize::from(recovered.is_some_and(|recovered| !recovered.unfinished.is_empty()));
            recover(root);
            assert!([Change::before(), Change::Rename.after()].contains(&files(root)), "{kill} {at}");
        }
    }
    assert!(tried > 20 && told > 5, "{tried} tried, {told} told");
}

#[test]
fn a_writer_does_not_begin_while_something_is_unfinished() {
    let root = world();
    let root = root.path();
    let (_, calls) = under(Fault::None, || Change::Rename.run(world().path()));
    let second =
        calls.iter().position(|(call, path)| *call == "rename" && path.ends_with("b.toml")).unwrap() + 1;
    let _ = under(Fault::Dies(second), || Change::Rename.run(root));
    let (refused, _) = under(Fault::FailsFrom(1, ErrorKind::StorageFull), || Change::ReplaceOne.run(root));
    assert!(matches!(refused, Err(StoreError::Unfinished { .. })));
    let lock = take(root, std::time::Duration::ZERO).unwrap();
    assert_eq!(lock.recovered().unwrap().what, "rename d c");
    assert_eq!(files(root), Change::Rename.after());
}

#[test]
fn a_naive_writer_is_caught() {
    let lost = (1..12).filter(|at| {
        let root = world();
        let fault = Fault::FailsFrom(*at, ErrorKind::StorageFull);
        let _ = under(fault, || Change::Rename.run_naively(root.path()));
        ![Change::before(), Change::Rename.after()].contains(&files(root.path()))
    });
    assert!(lost.count() >= 3);
}
