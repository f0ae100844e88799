//! Lets tests choose which call to the disk fails, and which is the last one.

use std::cell::RefCell;
use std::io;
use std::path::Path;
use std::path::PathBuf;

/// What happens to the calls, counted from 1.
#[derive(Clone, Copy, Debug)]
pub(in crate::store) enum Fault {
    /// All is well.
    None,
    /// This call and all later ones do nothing: the process is dead.
    Dies(usize),
    /// This call fails.
    Fails(usize, io::ErrorKind),
    /// This call and all later ones fail.
    FailsFrom(usize, io::ErrorKind),
}

struct Plan {
    fault: Fault,
    calls: Vec<(&'static str, PathBuf)>,
    /// Done right before a call.
    meanwhile: Option<(usize, Box<dyn FnOnce()>)>,
    /// A folder that is said to be on another device, and whether one can tell before trying.
    abroad: Option<(PathBuf, bool)>,
}

const IDLE: Plan = Plan { fault: Fault::None, calls: Vec::new(), meanwhile: None, abroad: None };

thread_local! {
    static PLAN: RefCell<Plan> = const { RefCell::new(IDLE) };
}

/// Asked before every call.
pub(in crate::store) fn pass(what: &'static str, path: &Path) -> io::Result<()> {
    let (number, meanwhile, fault) = PLAN.with_borrow_mut(|plan| {
        plan.calls.push((what, path.to_path_buf()));
        let number = plan.calls.len();
        (number, plan.meanwhile.take_if(|(at, _)| *at == number), plan.fault)
    });
    if let Some((_, act)) = meanwhile {
        act();
    }
    match fault {
        Fault::Dies(at) if number >= at => Err(io::Error::other("dead")),
        Fault::Fails(at, kind) if number == at => Err(kind.into()),
        Fault::FailsFrom(at, kind) if number >= at => Err(kind.into()),
        _ => Ok(()),
    }
}

fn is_abroad(path: &Path) -> bool {
    PLAN.with_borrow(|plan| plan.abroad.as_ref().is_some_and(|(folder, _)| path.starts_with(folder)))
}

pub(in crate::store) fn crosses(from: &Path, to: &Path) -> io::Result<()> {
    if is_abroad(from) == is_abroad(to) { Ok(()) } else { Err(io::ErrorKind::CrossesDevices.into()) }
}

pub(in crate::store) fn shares_device(one: &Path, other: &Path) -> Option<bool> {
    let honest = PLAN.with_borrow(|plan| plan.abroad.as_ref().map(|(_, honest)| *honest))?;
    Some(!honest || is_abroad(one) == is_abroad(other))
}

/// Runs something under a fault; says also which calls it made.
pub(in crate::store) fn under<T>(fault: Fault, run: impl FnOnce() -> T) -> (T, Vec<(&'static str, PathBuf)>) {
    PLAN.with_borrow_mut(|plan| (plan.fault, plan.calls) = (fault, Vec::new()));
    let result = run();
    let calls = PLAN.with_borrow_mut(|plan| {
        plan.fault = Fault::None;
        std::mem::take(&mut plan.calls)
    });
    (result, calls)
}

/// Does something right before a call of the next run.
pub(in crate::store) fn meanwhile(at: usize, act: impl FnOnce() + 'static) {
    PLAN.with_borrow_mut(|plan| plan.meanwhile = Some((at, Box::new(act))));
}

/// Says that a folder is on another device, for this thread.
pub(in crate::store) fn abroad(folder: Option<(PathBuf, bool)>) {
    PLAN.with_borrow_mut(|plan| plan.abroad = folder);
}
