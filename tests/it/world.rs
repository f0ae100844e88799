//! A workspace in a folder that vanishes, for one test.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::process::Output;

use faultbook::lint::Facts;
use faultbook::lint::RULES;
use faultbook::model::Date;
use faultbook::rank;
use faultbook::report::Located;
use faultbook::report::ReportOptions;
use faultbook::workspace::Workspace;
use tempfile::TempDir;

/// The day of all tests.
pub(crate) fn today() -> Date {
    Date::new(2026, 11, 20).unwrap()
}

/// How much of a long series is tried: one in `number`, or all of it where FAULTBOOK_FULL is set, as `.ci/full` does.
pub(crate) fn every(number: usize) -> usize {
    if std::env::var_os("FAULTBOOK_FULL").is_some() { 1 } else { number }
}

/// The exit code of a command and its CPU time in seconds, as the shell counts it for its children: what else the machine does hardly matters.
/// `before` is said to the shell first.
pub(crate) fn cpu_time(world: &World, before: &str, args: &[&str]) -> (i32, f64) {
    let mut command = Command::new("sh");
    command.args(["-c", &format!("{before}\n\"$0\" \"$@\" >/dev/null 2>&1; echo $?; times")]);
    let binary = faultbook(world.path());
    let output = command.arg(binary.get_program()).args(args).current_dir(world.path()).output().unwrap();
    let output = String::from_utf8(output.stdout).unwrap();
    let lines: Vec<&str> = output.lines().collect();
    let [code, _shell, children] = lines.as_slice() else { panic!("{output}") };
    let seconds = |time: &str| {
        let (minutes, seconds) = time.trim_end_matches('s').split_once('m').unwrap();
        minutes.parse::<f64>().unwrap() * 60.0 + seconds.replace(',', ".").parse::<f64>().unwrap()
    };
    (code.parse().unwrap(), children.split_whitespace().map(seconds).sum())
}

/// A folder with files.
pub(crate) struct World(TempDir);

impl World {
    /// A workspace with nothing but `format = 1`.
    pub(crate) fn new() -> Self {
        Self::bare().file("faultbook.toml", "format = 1\n").file("playbooks/.keep", "")
    }

    /// A workspace of one playbook.
    pub(crate) fn of(playbook: &str) -> Self {
        Self::new().file("playbooks/page.toml", playbook)
    }

    /// An empty folder.
    pub(crate) fn bare() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    /// A workspace of a text in which lines `# file: PATH` begin files; what stands before is `playbooks/page.toml`.
    pub(crate) fn of_files(text: &str) -> Self {
        let mut world = Self::new();
        let mut path = "playbooks/page.toml".to_owned();
        let mut content = String::new();
        for line in text.lines().chain(["# file: end"]) {
            if let Some(next) = line.strip_prefix("# file: ") {
                if !content.trim().is_empty() {
                    world = world.file(&path, &content);
                }
                (path, content) = (next.trim().to_owned(), String::new());
            } else {
                content.push_str(line);
                content.push('\n');
            }
        }
        world
    }

    /// Adds or replaces a file.
    pub(crate) fn file(self, path: &str, content: impl AsRef<[u8]>) -> Self {
        let path = self.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
        self
    }

    pub(crate) fn path(&self) -> &Path {
        self.0.path()
    }

    /// Runs the binary here.
    pub(crate) fn run(&self, args: &[&str]) -> Output {
        faultbook(self.path()).args(args).output().unwrap()
    }

    /// Every file of the workspace.
    pub(crate) fn files(&self) -> BTreeMap<String, Vec<u8>> {
        files(self.path())
    }

    pub(crate) fn open(&self) -> Workspace {
        Workspace::open(self.path()).unwrap()
    }

    /// The findings of all rules, hints included.
    pub(crate) fn lint(&self) -> Vec<Located> {
        self.open().lint(RULES, Facts::new(today()).dated(true)).findings
    }

    /// The findings, a line each: `deny[rule] file:line:column subject.field: message (help)`. Rules of levels that
    /// the workspace does not work towards are left out.
    pub(crate) fn lines(&self) -> Vec<String> {
        let target = self.open().config().target_level;
        let is_above = |id: &str| RULES.iter().any(|rule| rule.id == id && rule.target > target);
        self.lint().iter().filter(|finding| !is_above(finding.rule)).map(line).collect()
    }

    /// The ids of the failures in the order of a method.
    pub(crate) fn list(&self, method: &str) -> Vec<String> {
        let workspace = self.open();
        let report = workspace.report(ReportOptions::new(rank::find(method).unwrap(), today()));
        report.rows.iter().map(|row| row.failure().id.to_string()).collect()
    }
}

/// The binary as a script on any machine would run it, in a folder.
pub(crate) fn faultbook(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_faultbook"));
    let heard = ["COLUMNS", "NO_COLOR", "FORCE_COLOR", "CLICOLOR_FORCE", "GITHUB_ACTIONS", "TF_BUILD"];
    let heard = heard.iter().chain(&["TEAMCITY_VERSION", "VISUAL", "EDITOR"]);
    heard.for_each(|name| {
        command.env_remove(name);
    });
    command.current_dir(folder).env("SOURCE_DATE_EPOCH", "1795132800");
    command
}

/// What a run said on standard error.
pub(crate) fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// Every file below a folder, and what links lead to, but for what lies in `.faultbook/` and `.git/`.
pub(crate) fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(at) = folders.pop() {
        for entry in fs::read_dir(&at).unwrap() {
            let path = entry.unwrap().path();
            let name = path.strip_prefix(folder).unwrap().to_string_lossy().into_owned();
            let kind = path.symlink_metadata().unwrap();
            if kind.is_symlink() {
                files.insert(name, format!("-> {}", fs::read_link(&path).unwrap().display()).into_bytes());
            } else if !kind.is_dir() {
                files.insert(name, fs::read(&path).unwrap());
            } else if !path.ends_with(".faultbook") && !path.ends_with(".git") {
                folders.push(path);
            }
        }
    }
    files
}

/// A finding as a line.
pub(crate) fn line(finding: &Located) -> String {
    let Located { rule, level, subject, field, span, message, help, .. } = finding;
    let place = if field.is_empty() { subject.clone() } else { format!("{subject}.{field}") };
    let help = help.as_ref().map(|help| format!(" ({help})")).unwrap_or_default();
    format!(
        "{level}[{rule}] {}:{}:{} {place}: {message}{help}",
        span.file, span.start.line, span.start.column
    )
}
