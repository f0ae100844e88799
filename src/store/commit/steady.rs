//! Reading beside a command that changes several files: all of the change is seen, or nothing.

use std::thread::sleep;
use std::time::Duration;

use crate::store::commit::home::Home;
use crate::store::commit::journal::Journal;
use crate::store::commit::lock;
use crate::store::commit::lock::PAUSE;
use crate::store::root::Root;

/// How long a reader waits for one change of several files. It lasts longer only where a process hangs.
const PATIENCE: Duration = Duration::from_secs(2);
/// How often a reader begins again.
const TIMES: usize = 50;

/// Reads several files of a workspace so that no change of another command is seen half made: where one was on its way, or was made
/// meanwhile, `read` is called again. Changes nothing, and makes nothing.
pub fn read_steadily<T>(root: &Root, mut read: impl FnMut() -> T) -> T {
    for _ in 0..TIMES {
        // In this order: a change is noted in the lock file after its last step, and before its journal goes.
        let before = last_change(root);
        wait(root);
        let value = read();
        if !is_changing(root) && last_change(root) == before {
            return value;
        }
    }
    read()
}

fn last_change(root: &Root) -> Option<Option<u64>> {
    Home::standing(root).ok().map(|home| lock::last_change(&home))
}

/// Whether somebody alive is changing several files. A journal alone says nothing: its writer may be dead, or it may be planted.
fn is_changing(root: &Root) -> bool {
    Home::standing(root).is_ok_and(|home| Journal::is_in_the_way(&home) && lock::is_held(&home))
}

fn wait(root: &Root) {
    // Pauses are counted, since the library asks no clock.
    let mut waited = Duration::ZERO;
    while waited < PATIENCE && is_changing(root) {
        sleep(PAUSE);
        waited += PAUSE;
    }
}
