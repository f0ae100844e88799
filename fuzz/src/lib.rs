//! What faultbook must hold for any input. Each target is a plain function that panics where a promise is broken, so that
//! libFuzzer (`cargo fuzz run read`) and a test on the stable toolchain (`cargo test`) both call it.

mod config;
mod edit;
mod filter;
mod fmt;
mod import;
mod locate;
mod merge;
pub mod mutate;
mod read;
mod render;
pub mod seeds;
mod taken;

use std::sync::LazyLock;

use faultbook::lint::Facts;
use faultbook::lint::RULES;
use faultbook::model::Date;
use faultbook::report::Located;
use faultbook::workspace::Workspace;

pub use config::config;
pub use edit::edit;
pub use filter::filter;
pub use fmt::fmt;
pub use import::import;
pub use locate::locate;
pub use merge::merge;
pub use read::read;
pub use render::render;

/// A target: its name and what it tries.
pub type Target = (&'static str, fn(&[u8]));

/// All targets, by name.
pub const TARGETS: &[Target] = &[
    ("config", config),
    ("edit", edit),
    ("filter", filter),
    ("fmt", fmt),
    ("import", import),
    ("locate", locate),
    ("merge", merge),
    ("read", read),
    ("render", render),
];

/// Makes the program of a target: under `cargo fuzz` a fuzzer, else one that tries the files it is given.
#[macro_export]
macro_rules! target {
    ($name:ident) => {
        #[cfg(fuzzing)]
        libfuzzer_sys::fuzz_target!(|data: &[u8]| $crate::$name(data));

        #[cfg(not(fuzzing))]
        fn main() -> std::io::Result<()> {
            for path in std::env::args_os().skip(1) {
                $crate::$name(&std::fs::read(path)?);
            }
            Ok(())
        }
    };
}

/// The day of all targets.
static TODAY: LazyLock<Date> = LazyLock::new(|| Date::constant(2026, 11, 20));

/// A text; what is none never comes so far, since it is refused where files are read.
fn text(data: &[u8]) -> Option<&str> {
    std::str::from_utf8(data).ok()
}

/// A workspace of a text in which lines `# file: PATH` begin files; what stands before is `playbooks/page.toml`.
fn workspace(text: &str) -> Workspace {
    let mut config = "format = 1\n";
    let mut files = Vec::new();
    let (mut path, mut begin, mut at) = ("playbooks/page.toml", 0, 0);
    for line in text.split_inclusive('\n') {
        if let Some(next) = line.strip_prefix("# file: ") {
            files.push((path, &text[begin..at]));
            (path, begin) = (next.trim(), at + line.len());
        }
        at += line.len();
    }
    files.push((path, &text[begin..]));
    files.retain(|(path, text)| {
        let is_config = *path == faultbook::config::Config::FILE;
        if is_config {
            config = text;
        }
        !is_config
    });
    Workspace::from_texts(config, files)
}

/// The findings of all rules, each looked over.
fn lint(workspace: &Workspace) -> Vec<Located> {
    let findings = workspace.lint(RULES, Facts::new(*TODAY).dated(true)).findings;
    for finding in &findings {
        let spans = std::iter::once(&finding.span).chain(finding.related.iter().map(|related| &related.span));
        for span in spans {
            let text = workspace.text(&span.file);
            assert!(text.is_some(), "a finding in a file that nobody has: {finding:?}");
            let text = text.unwrap_or_default();
            assert!(span.start.line >= 1 && span.start.column >= 1, "a finding without a line: {finding:?}");
            assert!(span.start <= span.end && span.bytes.0 <= span.bytes.1, "a turned finding: {finding:?}");
            let lines = text.bytes().filter(|&byte| byte == b'\n').count() + 1;
            assert!(span.end.line <= lines, "a finding behind the text: {finding:?}");
        }
        let said = [Some(&finding.message), finding.help.as_ref()].into_iter().flatten();
        let said = said.chain(finding.related.iter().map(|related| &related.message));
        said.for_each(|said| assert!(said.len() < 4_000, "too long a message: {said}"));
    }
    findings
}
