//! Permissions and links stay what they are.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::fs::symlink;
use std::time::Duration;

use crate::store::StoreError;
use crate::store::commit::Step;
use crate::store::commit::tests::world::A;
use crate::store::commit::tests::world::B;
use crate::store::commit::tests::world::Change;
use crate::store::commit::tests::world::D;
use crate::store::commit::tests::world::files;
use crate::store::commit::tests::world::new;
use crate::store::commit::tests::world::old;
use crate::store::commit::tests::world::take;
use crate::store::commit::tests::world::world;

#[test]
fn permissions_and_owners_stay() {
    for mode in [0o664, 0o600, 0o755, 0o640, 0o200] {
        for change in [Change::ReplaceOne, Change::Rename] {
            let root = world();
            let path = root.path().join(A);
            fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
            let before = path.metadata().unwrap();
            if fs::read_to_string(&path).is_err() {
                continue;
            }
            change.run(root.path()).unwrap();
            let after = path.metadata().unwrap();
            assert_eq!(after.mode() & 0o7777, mode);
            assert_eq!((after.uid(), after.gid()), (before.uid(), before.gid()));
            assert_ne!(after.ino(), before.ino());
        }
    }
    // Who may, keeps another owner too.
    let root = world();
    let path = root.path().join(A);
    if std::os::unix::fs::chown(&path, Some(12345), Some(23456)).is_ok() {
        fs::set_permissions(&path, fs::Permissions::from_mode(0o660)).unwrap();
        Change::ReplaceOne.run(root.path()).unwrap();
        let after = path.metadata().unwrap();
        assert_eq!((after.uid(), after.gid(), after.mode() & 0o7777), (12345, 23456, 0o660));
    }
}

#[test]
fn a_new_file_has_the_usual_permissions() {
    let root = world();
    fs::write(root.path().join("usual"), "x").unwrap();
    Change::CreateOne.run(root.path()).unwrap();
    let mode = |path: &str| root.path().join(path).metadata().unwrap().mode();
    assert_eq!(mode(super::world::C), mode("usual"));
}

#[test]
fn a_read_only_file_is_refused() {
    for change in [Change::ReplaceOne, Change::Rename] {
        let root = world();
        fs::set_permissions(root.path().join(A), fs::Permissions::from_mode(0o444)).unwrap();
        assert!(matches!(change.run(root.path()), Err(StoreError::ReadOnly { .. })));
        assert_eq!(files(root.path()), Change::before());
    }
}

#[test]
fn a_link_stays_and_what_it_leads_to_changes() {
    for change in [Change::ReplaceOne, Change::Rename] {
        let root = world();
        fs::create_dir(root.path().join("shared")).unwrap();
        fs::rename(root.path().join(A), root.path().join("shared/real.toml")).unwrap();
        symlink("../shared/real.toml", root.path().join(A)).unwrap();
        change.run(root.path()).unwrap();
        assert!(root.path().join(A).is_symlink());
        assert_eq!(fs::read_to_string(root.path().join("shared/real.toml")).unwrap(), new(A));
    }
}

#[test]
fn removing_a_link_removes_the_link() {
    for change in [Change::RemoveOne, Change::Rename] {
        let root = world();
        fs::rename(root.path().join(D), root.path().join("real.toml")).unwrap();
        symlink("../real.toml", root.path().join(D)).unwrap();
        change.run(root.path()).unwrap();
        assert!(root.path().join(D).symlink_metadata().is_err());
        assert_eq!(fs::read_to_string(root.path().join("real.toml")).unwrap(), old(D));
    }
}

#[test]
fn two_names_of_one_file_are_not_changed_at_once() {
    let root = world();
    fs::remove_file(root.path().join(B)).unwrap();
    symlink("a.toml", root.path().join(B)).unwrap();
    let mut lock = take(root.path(), Duration::ZERO).unwrap();
    let read = old(A);
    let replace = |path| Step::Replace { path, read: read.as_bytes(), parts: &[b"x"] };
    assert!(lock.commit("x", &[replace(A), replace(B)]).is_err());
    assert_eq!(fs::read_to_string(root.path().join(A)).unwrap(), old(A));
}
