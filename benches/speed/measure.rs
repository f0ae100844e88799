//! Runs whole processes, and measures them.

use std::fs;
use std::path::Path;
use std::path::PathBuf;
use std::process::Child;
use std::process::Command;
use std::process::Stdio;
use std::thread;
use std::time::Duration;
use std::time::Instant;

/// A process to measure, and what it took so far.
pub(crate) struct Subject {
    arguments: Vec<String>,
    folder: PathBuf,
    walls: Vec<f64>,
    cpu: f64,
}

impl Subject {
    /// A program, its arguments, and the folder in which it runs.
    pub(crate) fn new(program: &str, arguments: &[&str], folder: &Path) -> Self {
        let arguments = [program].iter().chain(arguments).map(|&argument| argument.to_owned()).collect();
        Self { arguments, folder: folder.to_owned(), walls: Vec::new(), cpu: 0.0 }
    }

    fn start(&self, output: Stdio) -> Child {
        let mut command = Command::new(&self.arguments[0]);
        command.args(&self.arguments[1..]).current_dir(&self.folder);
        command.stdin(Stdio::null()).stdout(output).stderr(Stdio::null());
        command.spawn().unwrap_or_else(|error| panic!("{} cannot be started: {error}", self.arguments[0]))
    }

    /// The exit code and the standard output of one run.
    pub(crate) fn output(&self) -> (Option<i32>, String) {
        let output = self.start(Stdio::piped()).wait_with_output().unwrap();
        (output.status.code(), String::from_utf8(output.stdout).unwrap())
    }

    /// Runs it once. What it prints goes nowhere; findings are no failure.
    fn run(&mut self) {
        let (cpu, start) = (children_cpu(), Instant::now());
        let code = self.start(Stdio::null()).wait().unwrap().code();
        self.walls.push(start.elapsed().as_secs_f64());
        self.cpu += children_cpu() - cpu;
        assert!(matches!(code, Some(0 | 1)), "{} ended with {code:?}", self.arguments.join(" "));
    }

    /// The median of the wall times, in seconds.
    pub(crate) fn wall(&self) -> f64 {
        let mut walls = self.walls.clone();
        walls.sort_by(f64::total_cmp);
        let half = walls.len() / 2;
        if walls.len() % 2 == 1 { walls[half] } else { f64::midpoint(walls[half - 1], walls[half]) }
    }

    /// The mean of the CPU times, user and system, in seconds; not known everywhere.
    pub(crate) fn cpu(&self) -> Option<f64> {
        (self.cpu > 0.0).then(|| self.cpu / self.walls.len() as f64)
    }

    /// The peak of the resident memory in bytes, in a run of its own; not known everywhere.
    pub(crate) fn peak(&self) -> Option<f64> {
        let mut child = self.start(Stdio::null());
        let status = format!("/proc/{}/status", child.id());
        let mut peak = None;
        while child.try_wait().unwrap().is_none() {
            peak = high_water(&fs::read_to_string(&status).unwrap_or_default()).or(peak);
            thread::sleep(Duration::from_micros(500));
        }
        peak
    }
}

/// Runs all of them in turn, so that what else the machine does hits all alike. The first round only fills caches.
pub(crate) fn interleave(subjects: &mut [&mut Subject], rounds: usize) {
    for round in 0..=rounds {
        for subject in subjects.iter_mut() {
            subject.run();
            if round == 0 {
                (subject.walls, subject.cpu) = (Vec::new(), 0.0);
            }
        }
    }
}

/// What children that have ended took of the processors, in seconds. Linux counts it in ticks, a hundred a second, but
/// adds it up finer, so that a sum over several runs is right to a tick.
fn children_cpu() -> f64 {
    let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    // The second field is the program's name in parentheses, which may hold anything.
    let Some((_, fields)) = stat.rsplit_once(") ") else { return 0.0 };
    let ticks = fields.split(' ').skip(13).take(2).filter_map(|field| field.parse::<f64>().ok());
    ticks.sum::<f64>() / 100.0
}

fn high_water(status: &str) -> Option<f64> {
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().strip_suffix(" kB")?.parse::<f64>().ok().map(|kilobytes| kilobytes * 1024.0)
}
