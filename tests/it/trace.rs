//! Programs below `strace`, which kills them or lets the disk refuse at the call that a test chooses.

#![cfg(target_os = "linux")]
#![expect(clippy::print_stderr, reason = "a test that is skipped says so")]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::process::Output;

use crate::world::faultbook;
use crate::world::said;

/// The calls that change the disk, as far as this machine knows them.
const CALLS: &str = "?write,?pwrite64,?writev,?openat,?open,?creat,?fsync,?fdatasync,?rename,?renameat,?renameat2,?link,\
    ?linkat,?unlink,?unlinkat,?rmdir,?mkdir,?mkdirat,?fchmod,?fchmodat,?chmod,?fchown,?fchownat,?chown,?ftruncate,\
    ?truncate,?flock,?symlink,?symlinkat,?copy_file_range,?sendfile";

/// Whether the tests can trace; if not, that is said once for each.
pub(crate) fn can_trace() -> bool {
    let traced = Command::new("strace").args(["-qq", "-o", "/dev/null", "true"]).output();
    let can = traced.is_ok_and(|output| output.status.success());
    let must = std::env::var_os("FAULTBOOK_REQUIRE_STRACE").is_some();
    assert!(can || !must, "FAULTBOOK_REQUIRE_STRACE is set, and strace is missing or may not trace");
    if !can {
        eprintln!("skipped: strace is missing, or may not trace here");
    }
    can
}

/// A program below `strace`.
pub(crate) fn traced(options: &[&str], folder: &Path, program: &[&str]) -> Output {
    let mut command = faultbook(folder);
    let environment: Vec<_> =
        command.get_envs().map(|(k, v)| (k.to_owned(), v.map(ToOwned::to_owned))).collect();
    command = Command::new("strace");
    for (name, value) in environment {
        match value {
            Some(value) => command.env(name, value),
            None => command.env_remove(name),
        };
    }
    command.args(["-f", "-qq"]).args(options).args(program).current_dir(folder).output().unwrap()
}

/// Runs the binary in a folder where the system refuses every thread.
pub(crate) fn without_threads(folder: &Path, args: &[&str]) -> Output {
    let refused = ["-e", "trace=clone,clone3", "-e", "inject=clone,clone3:error=EAGAIN", "-o", "/dev/null"];
    traced(&refused, folder, &[&[env!("CARGO_BIN_EXE_faultbook")], args].concat())
}

/// A call of the traced program: its name, its number among those of its name, and its line.
#[derive(Clone, Debug)]
pub(crate) struct Call {
    pub(crate) name: String,
    pub(crate) number: usize,
    pub(crate) line: String,
}

/// The calls that a program makes in a folder, from the first one that concerns it on.
pub(crate) fn calls(folder: &Path, program: &[&str]) -> Vec<Call> {
    let log = tempfile::NamedTempFile::new().unwrap();
    let trace = format!("trace={CALLS}");
    let output = traced(&["-e", &trace, "-o", log.path().to_str().unwrap()], folder, program);
    assert!(output.status.success(), "{program:?}: {}", said(&output));
    let text = fs::read_to_string(log.path()).unwrap();
    let (mut numbers, mut calls, mut began) = (BTreeMap::new(), Vec::new(), false);
    for line in text.lines() {
        let Some((process, call)) = line.trim().split_once(char::is_whitespace) else { continue };
        let Some((name, rest)) = call.trim().split_once('(') else { continue };
        // Beside calls there are remarks: of signals, of exits, of a process that is no longer traced (`??? ( <detached ...>`).
        if !name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_') {
            continue;
        }
        let number = numbers.entry((process.to_owned(), name.to_owned())).or_insert(0);
        *number += 1;
        began |= rest.contains(folder.to_str().unwrap()) || !name.starts_with("open");
        // Who only reads can be killed as well, but leaves nothing new.
        if began {
            calls.push(Call { name: name.to_owned(), number: *number, line: call.trim().to_owned() });
        }
    }
    calls
}

impl Call {
    pub(crate) fn only_reads(&self) -> bool {
        self.name.starts_with("open") && !self.line.contains("O_CREAT") && !self.line.contains("O_RDWR")
    }

    pub(crate) fn is_told(&self) -> bool {
        self.name.starts_with("write") && (self.line.contains("(1, ") || self.line.contains("(2, "))
    }

    pub(crate) fn inject(&self, what: &str, folder: &Path, program: &[&str]) -> Output {
        let inject = format!("inject={}:{what}:when={}", self.name, self.number);
        let trace = format!("trace={}", self.name);
        traced(&["-e", &trace, "-e", &inject, "-o", "/dev/null"], folder, program)
    }
}
