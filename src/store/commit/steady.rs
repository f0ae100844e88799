//! Reading beside a command that changes several files: all of the change is seen, or nothing.
//!
//! Whoever changes several files keeps the root locked meanwhile, and notes each such change in the lock file. Whoever reads waits for the one, and
//! reads again where the other is not what it was. `.faultbook/` may be deleted at any time, which changes the folder that it was in.

use std::thread::sleep;
use std::time::Duration;

use crate::store::commit::home::Home;
use crate::store::commit::journal::Journal;
use crate::store::commit::lock;
use crate::store::commit::lock::PAUSE;
use crate::store::folder::Folder;
use crate::store::root::Root;

/// How long one waits for a change of several files, or for those who begin to read. It lasts longer only where a process hangs.
const PATIENCE: Duration = Duration::from_secs(2);
/// How often a reader begins again.
const TIMES: usize = 10;

/// Reads several files of a workspace so that no change of another command is seen half made: where one was on its way, or was made
/// meanwhile, `read` is called again. Changes nothing, and makes nothing.
pub fn read_steadily<T>(root: &Root, mut read: impl FnMut() -> T) -> T {
    for _ in 0..TIMES {
        // In this order: a change is noted after its last step, and before the root is free again.
        let before = moment(root);
        wait(|| !is_changing(root));
        let value = read();
        if !is_changing(root) && moment(root) == before {
            return value;
        }
    }
    // It is changed all the time. Whoever changes several files waits for those who hold the root.
    let mut held = None;
    wait(|| match root.folder().lock(false) {
        Ok(locked) => {
            held = locked;
            held.is_some()
        }
        Err(_) => true,
    });
    read()
}

/// Keeps readers waiting, as long as what comes back is open, while several files are changed. `None`: where folders cannot be locked, or somebody
/// keeps the root locked for reasons of their own.
pub(super) fn keep_readers_waiting(root: &Root) -> Option<Folder> {
    let mut locked = None;
    wait(|| match root.folder().lock(true) {
        Ok(held) => {
            locked = held;
            locked.is_some()
        }
        Err(_) => true,
    });
    locked
}

/// What differs after a change of several files, or when `.faultbook/` was deleted or made.
fn moment(root: &Root) -> (Option<(i64, i64)>, Option<u64>) {
    let noted = Home::standing(root).ok().and_then(|home| lock::last_change(&home));
    (root.folder().changed().ok(), noted)
}

/// Whether somebody alive is changing several files.
fn is_changing(root: &Root) -> bool {
    match root.folder().lock(false) {
        Ok(locked) => locked.is_none(),
        // A journal alone says nothing: its writer may be dead, or it may be planted.
        Err(_) => {
            Home::standing(root).is_ok_and(|home| Journal::is_in_the_way(&home) && lock::is_held(&home))
        }
    }
}

fn wait(mut is_over: impl FnMut() -> bool) {
    // Pauses are counted, since the library asks no clock.
    let mut waited = Duration::ZERO;
    while !is_over() && waited < PATIENCE {
        sleep(PAUSE);
        waited += PAUSE;
    }
}
