//! What is measured: faultbook and the bare parse on the same workspaces.

use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::path::PathBuf;
use std::process::Command;

use tempfile::TempDir;

use crate::analysing;
use crate::generate::Layout;
use crate::generate::Plan;
use crate::generate::Size;
use crate::growing;
use crate::importing;
use crate::measure::Subject;
use crate::measure::interleave;
use crate::peers;
use crate::table::Figure;
use crate::table::Table;
use crate::table::Target;
use crate::table::duration;
use crate::writing;

/// The commands that are measured, and the targets at the largest size: in files of 50, in one file.
const COMMANDS: &[(&[&str], [f64; 2])] = &[
    (&["lint"], [0.7, 0.4]),
    (&["list"], [0.8, 0.5]),
    (&["export", "csv"], [0.8, 0.5]),
    (&["export", "markdown"], [0.8, 0.5]),
];
/// The day of every run, so that runs on different days judge alike.
const TODAY: [&str; 2] = ["--today", "2026-11-20"];
const LAYOUTS: [Layout; 2] = [Layout::Parts, Layout::One];
/// The size for which the targets are.
const LARGEST: usize = 100_000;

/// A place for workspaces, and the program that is measured.
pub(crate) struct Lab {
    pub(crate) folder: TempDir,
    pub(crate) faultbook: String,
}

impl Lab {
    pub(crate) fn new(faultbook: String) -> Self {
        Self { folder: tempfile::tempdir().unwrap(), faultbook }
    }

    /// Writes a workspace, which lasts until the next of the same name.
    pub(crate) fn workspace(&self, name: &str, plan: Plan) -> (PathBuf, Size) {
        let root = self.folder.path().join(name);
        if root.exists() {
            fs::remove_dir_all(&root).unwrap();
        }
        let size = plan.write(&root);
        (root, size)
    }

    pub(crate) fn faultbook(&self, arguments: &[&str], root: &Path) -> Subject {
        Subject::new(&self.faultbook, &[arguments, &TODAY].concat(), root)
    }

    /// This program, which has the bare parse inside.
    pub(crate) fn bare(root: &Path) -> Subject {
        let program = std::env::current_exe().unwrap();
        Subject::new(program.to_str().unwrap(), &["--bare", "playbooks"], root)
    }

    /// Measures everything, and says it as Markdown.
    pub(crate) fn measure(&self, sizes: &[usize]) -> String {
        let commands = COMMANDS.iter().map(|(command, _)| format!("`{}`", command.join(" ")));
        let first = ["", "bare parse"].map(str::to_owned).into_iter();
        let headings: Vec<String> =
            first.chain(commands).chain(["`lint`, 1 % broken, to `lint`".to_owned()]).collect();
        let mut table = Table::new(&headings.iter().map(String::as_str).collect::<Vec<_>>());
        for layout in LAYOUTS {
            let mut smaller: Option<(usize, Vec<f64>)> = None;
            for &failures in sizes {
                let walls = self.measure_size(failures, layout, &mut table);
                if let Some((before, smaller)) = smaller {
                    let target = if failures == LARGEST { Target::AtMost(12.0) } else { Target::None };
                    let growth = walls
                        .iter()
                        .zip(smaller)
                        .map(|(now, then)| Figure::new(Some(now / then), target).to_string());
                    let title =
                        format!("growth {} → {}, {}", thousands(before), thousands(failures), name(layout));
                    table.row([title, String::new()].into_iter().chain(growth));
                }
                smaller = Some((failures, walls));
            }
        }
        let mut out = format!("{table}\n");
        let mut table = Table::new(&["", "took", "ratio"]);
        self.start_up(&mut table);
        writing::measure(self, sizes, &mut table);
        importing::measure(self, sizes, &mut table);
        analysing::measure(self, sizes, &mut table);
        growing::measure(self, &mut table);
        peers::measure(self, &mut table);
        write!(out, "{table}").unwrap();
        out
    }

    /// One size in one layout; gives the wall times of the commands.
    fn measure_size(&self, failures: usize, layout: Layout, table: &mut Table) -> Vec<f64> {
        let plan = Plan { failures, layout, broken: false };
        let (clean, size) = self.workspace("clean", plan);
        let (broken, _) = self.workspace("broken", Plan { broken: true, ..plan });
        let mut bare = Self::bare(&clean);
        let mut commands: Vec<Subject> =
            COMMANDS.iter().map(|(command, _)| self.faultbook(command, &clean)).collect();
        let mut broken = self.faultbook(&["lint"], &broken);
        let mut all: Vec<&mut Subject> =
            [&mut bare].into_iter().chain(&mut commands).chain([&mut broken]).collect();
        interleave(&mut all, rounds(failures));

        let large = failures == LARGEST;
        let at_most = |target: f64| if large { Target::AtMost(target) } else { Target::None };
        let title = format!("{} in {}, {:.1} MB", thousands(failures), name(layout), size.bytes as f64 / 1e6);
        let ratios = commands.iter().zip(COMMANDS).map(|(command, (_, targets))| {
            Figure::of(command, &bare, at_most(targets[usize::from(layout == Layout::One)])).to_string()
        });
        let first = [title.clone(), duration(bare.wall())].into_iter();
        table.row(first.chain(ratios).chain([Figure::of(&broken, &commands[0], at_most(1.3)).to_string()]));
        if large {
            let peak = |subject: &Subject| subject.peak().map(|peak| peak / size.bytes as f64);
            let peaks = commands.iter().map(|command| Figure::new(peak(command), Target::AtMost(4.0)));
            let bare = Figure::new(peak(&bare), Target::None);
            let cells = [bare].into_iter().chain(peaks).map(|figure| figure.to_string());
            table.row([format!("memory over bytes, {}", name(layout))].into_iter().chain(cells));
        }
        commands.iter().map(Subject::wall).collect()
    }

    /// A small workspace against a program that does nothing.
    fn start_up(&self, table: &mut Table) {
        let (root, _) = self.workspace("small", Plan { failures: 50, layout: Layout::One, broken: false });
        let (source, program) = (self.folder.path().join("empty.rs"), self.folder.path().join("empty"));
        fs::write(&source, "fn main() {}\n").unwrap();
        let compiled = Command::new("rustc").arg("-O").arg(&source).arg("-o").arg(&program).status();
        assert!(compiled.unwrap().success(), "the empty program does not compile");
        let mut empty = Subject::new(program.to_str().unwrap(), &[], &root);
        let mut lint = self.faultbook(&["lint"], &root);
        interleave(&mut [&mut empty, &mut lint], 60);
        let title = format!("`lint` of 50 failures, to an empty program ({})", duration(empty.wall()));
        let ratio = Figure::of(&lint, &empty, Target::AtMost(2.5)).to_string();
        table.row([title, duration(lint.wall()), ratio]);
    }

    /// Runs everything once on a tiny workspace: no times, only whether it works.
    pub(crate) fn smoke(&self) {
        const FAILURES: usize = 620;
        for layout in LAYOUTS {
            let plan = Plan { failures: FAILURES, layout, broken: false };
            let (root, size) = self.workspace("clean", plan);
            assert_eq!(
                size.bytes,
                self.workspace("again", plan).1.bytes,
                "the same size gives the same bytes"
            );
            for (command, _) in COMMANDS {
                let (code, output) = self.faultbook(command, &root).output();
                assert_eq!(code, Some(0), "{command:?} says:\n{output}");
            }
            let (_, csv) = self.faultbook(&["list", "--all", "--columns", "id"], &root).output();
            assert_eq!(csv.lines().count(), FAILURES + 1, "a heading, and a line for each failure");
            assert_eq!(Self::bare(&root).output().0, Some(0), "the bare parse knows every field");
            let (broken, _) = self.workspace("broken", Plan { broken: true, ..plan });
            assert_eq!(self.faultbook(&["lint"], &broken).output().0, Some(1), "what is broken is found");
        }
        writing::smoke(self);
        importing::smoke(self);
        analysing::smoke(self);
        growing::smoke(self);
    }
}

/// Large workspaces take seconds.
fn rounds(failures: usize) -> usize {
    match failures {
        ..5_000 => 15,
        5_000..50_000 => 9,
        _ => 5,
    }
}

fn thousands(number: usize) -> String {
    format!("{} k", number / 1000)
}

fn name(layout: Layout) -> &'static str {
    match layout {
        Layout::One => "one file",
        Layout::Parts => "files of 50",
    }
}
