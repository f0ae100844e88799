//! Starts `git`, the only program that the library starts, so that nothing that a repository says runs anything, connects to anything or
//! leads elsewhere.

use std::ffi::OsString;
use std::io;
use std::io::BufRead;
use std::io::BufReader;
use std::io::Read;
use std::io::Write;
use std::path::Path;
use std::process::Child;
use std::process::ChildStdin;
use std::process::ChildStdout;
use std::process::Command;
use std::process::Stdio;

/// How many objects are asked for at once. Their names take fewer bytes than a pipe of any system holds, so that writing them never waits for
/// answers to be read.
const AT_ONCE: usize = 32;

/// What may not count: variables by which hooks and people tell git of another repository, of another index or of settings.
const FORGOTTEN: [&str; 17] = [
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_ATTR_SOURCE",
    "GIT_COMMON_DIR",
    "GIT_CONFIG",
    "GIT_CONFIG_COUNT",
    "GIT_CONFIG_PARAMETERS",
    "GIT_DIR",
    "GIT_GRAFT_FILE",
    "GIT_IMPLICIT_WORK_TREE",
    "GIT_INDEX_FILE",
    "GIT_INTERNAL_SUPER_PREFIX",
    "GIT_NAMESPACE",
    "GIT_OBJECT_DIRECTORY",
    "GIT_PREFIX",
    "GIT_REPLACE_REF_BASE",
    "GIT_SHALLOW_FILE",
    "GIT_WORK_TREE",
];

/// The git of a folder. It is told the folder and not started in it, so that no program of the folder is taken for git.
#[derive(Clone, Copy, Debug)]
pub(super) struct Git<'f>(pub(super) &'f Path);

/// An object, as far as it is known without its content.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Size {
    Bytes(u64),
    /// The repository has not got it.
    Missing,
}

impl Git<'_> {
    fn command(self) -> Command {
        let mut command = Command::new("git");
        for name in FORGOTTEN {
            command.env_remove(name);
        }
        command
            // What it says is compared.
            .env("LC_ALL", "C")
            .env("GIT_OPTIONAL_LOCKS", "0")
            .env("GIT_TERMINAL_PROMPT", "0")
            .env("GIT_NO_LAZY_FETCH", "1")
            .env("GIT_NO_REPLACE_OBJECTS", "1")
            .env("GIT_LITERAL_PATHSPECS", "1")
            // No protocol is allowed, whatever the repository says of one.
            .env("GIT_ALLOW_PROTOCOL", "none")
            .arg("-C")
            .arg(self.0)
            .arg("--no-pager")
            .args(["-c", "core.fsmonitor=false"])
            .args(["-c", "core.hooksPath=/dev/null"])
            .args(["-c", "protocol.allow=never"])
            .stdin(Stdio::null());
        command
    }

    /// What a command prints, or what it says where it fails. Its output must be short.
    ///
    /// # Errors
    /// Git cannot be started.
    pub(super) fn ask(self, args: &[&str]) -> io::Result<Result<Vec<u8>, String>> {
        let output = self.command().args(args).output()?;
        let said = String::from_utf8_lossy(&output.stderr);
        Ok(if output.status.success() { Ok(output.stdout) } else { Err(said.trim().to_owned()) })
    }

    /// Calls `each` with every record that a command prints, which end with a zero byte.
    ///
    /// # Errors
    /// Git cannot be started or fails, or prints more than `limit` bytes.
    pub(super) fn records(
        self,
        args: impl IntoIterator<Item = OsString>,
        limit: usize,
        mut each: impl FnMut(&[u8]),
    ) -> io::Result<()> {
        let mut git = Running::start(self.command().args(args))?;
        let mut from = (&mut git.from).take(limit as u64 + 1);
        let mut record = Vec::new();
        while from.read_until(0, &mut record)? > 0 {
            if from.limit() == 0 {
                return Err(io::ErrorKind::FileTooLarge.into());
            }
            each(record.strip_suffix(&[0]).unwrap_or(&record));
            record.clear();
        }
        git.end()
    }

    /// The sizes of objects.
    ///
    /// # Errors
    /// Git cannot be started or fails.
    pub(super) fn sizes(self, objects: &[&str]) -> io::Result<Vec<Size>> {
        self.batch("--batch-check", objects, header)
    }

    /// The contents of objects that exist and have these sizes.
    ///
    /// # Errors
    /// Git cannot be started or fails.
    pub(super) fn contents(self, objects: &[(&str, u64)]) -> io::Result<Vec<Vec<u8>>> {
        let names: Vec<&str> = objects.iter().map(|(name, _)| *name).collect();
        let mut sizes = objects.iter().map(|(_, size)| *size);
        self.batch("--batch", &names, |from| {
            let size = sizes.next().unwrap_or_default();
            if header(from)? != Size::Bytes(size) {
                return Err(io::ErrorKind::InvalidData.into());
            }
            let mut content = vec![0; usize::try_from(size).map_err(io::Error::other)?];
            from.read_exact(&mut content)?;
            from.read_exact(&mut [0])?;
            Ok(content)
        })
    }

    fn batch<T>(
        self,
        how: &str,
        objects: &[&str],
        mut answer: impl FnMut(&mut BufReader<ChildStdout>) -> io::Result<T>,
    ) -> io::Result<Vec<T>> {
        let mut answers = Vec::with_capacity(objects.len());
        if objects.is_empty() {
            return Ok(answers);
        }
        let mut git = Running::start(self.command().args(["cat-file", how]).stdin(Stdio::piped()))?;
        for some in objects.chunks(AT_ONCE) {
            let names: String = some.iter().flat_map(|name| [*name, "\n"]).collect();
            let to = git.to.as_mut().ok_or(io::ErrorKind::BrokenPipe)?;
            to.write_all(names.as_bytes())?;
            to.flush()?;
            for _ in some {
                answers.push(answer(&mut git.from)?);
            }
        }
        git.end()?;
        Ok(answers)
    }
}

/// `NAME blob SIZE`, or `NAME missing`.
fn header(from: &mut impl BufRead) -> io::Result<Size> {
    let mut line = String::new();
    from.read_line(&mut line)?;
    let mut words = line.split_ascii_whitespace().skip(1);
    match (words.next(), words.next().map(str::parse)) {
        (Some("blob"), Some(Ok(size))) => Ok(Size::Bytes(size)),
        (Some("missing"), None) => Ok(Size::Missing),
        _ => Err(io::ErrorKind::InvalidData.into()),
    }
}

/// A git that is running, and is ended where it is no longer needed.
struct Running {
    git: Child,
    to: Option<ChildStdin>,
    from: BufReader<ChildStdout>,
}

impl Running {
    fn start(command: &mut Command) -> io::Result<Self> {
        let mut git = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn()?;
        let to = git.stdin.take();
        let from = git.stdout.take().ok_or(io::ErrorKind::BrokenPipe)?;
        Ok(Self { git, to, from: BufReader::new(from) })
    }

    /// Waits for its end.
    fn end(mut self) -> io::Result<()> {
        self.to = None;
        match self.git.wait()?.success() {
            true => Ok(()),
            false => Err(io::Error::other("git failed")),
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.git.kill();
        let _ = self.git.wait();
    }
}
