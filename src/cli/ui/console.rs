//! Standard output and standard error: colour, width, and who may see what.

use std::borrow::Cow;
use std::ffi::OsString;
use std::fmt::Display;
use std::io::BufWriter;
use std::io::IsTerminal;
use std::io::Write;

use anstream::AutoStream;
use anstream::ColorChoice;
use clap::builder::styling::AnsiColor;
use clap::builder::styling::Style;
use faultbook::change::Refusal;
use faultbook::finding::bounded;
use faultbook::finding::short;

use crate::cli::ui::ci_log::Log;
use crate::cli::ui::columns::aligned;
use crate::cli::ui::sanitize::brief;
use crate::cli::ui::sanitize::plain_line;

/// `--color`: on a terminal, always, or never.
#[derive(Clone, Copy, Debug, clap::ValueEnum)]
pub(in crate::cli) enum When {
    Auto,
    Always,
    Never,
}

/// The two streams of the program. Results go to the first, everything else to the second.
pub(in crate::cli) struct Console {
    choice: ColorChoice,
    /// Whether a CI runner reads what is printed, and would obey commands in it.
    heard: bool,
}

pub(in crate::cli) const BOLD: Style = Style::new().bold();
pub(in crate::cli) const RED: Style = AnsiColor::Red.on_default();
pub(in crate::cli) const YELLOW: Style = AnsiColor::Yellow.on_default();
pub(in crate::cli) const CYAN: Style = AnsiColor::Cyan.on_default();

impl Console {
    pub(in crate::cli) fn new(when: When) -> Self {
        let choice = match when {
            When::Always => ColorChoice::Always,
            When::Never => ColorChoice::Never,
            When::Auto => forced().unwrap_or(ColorChoice::Auto),
        };
        Self { choice, heard: is_heard() }
    }

    /// Standard output for people. Styles that the reader cannot show are taken out on the way, and commands of CI runners
    /// are parted.
    pub(in crate::cli) fn out(&self) -> BufWriter<Log<AutoStream<std::io::Stdout>>> {
        let out = std::io::stdout();
        let choice = self.choice(&out);
        BufWriter::new(Log::new(AutoStream::new(out, choice), self.heard))
    }

    /// Standard output for people, for what holds no styles.
    pub(in crate::cli) fn unstyled(&self) -> BufWriter<Log<std::io::Stdout>> {
        BufWriter::new(Log::new(std::io::stdout(), self.heard))
    }

    /// Standard output for programs: what is written goes out byte for byte.
    pub(in crate::cli) fn raw(&self) -> BufWriter<std::io::Stdout> {
        BufWriter::new(std::io::stdout())
    }

    /// Whether a person looks at the results right away.
    pub(in crate::cli) fn is_terminal(&self) -> bool {
        std::io::stdout().is_terminal()
    }

    /// Whether results are coloured.
    pub(in crate::cli) fn colored(&self) -> bool {
        let choice = AutoStream::new(std::io::stdout(), self.choice(&std::io::stdout())).current_choice();
        choice == ColorChoice::Always || choice == ColorChoice::AlwaysAnsi
    }

    /// The columns that a table may take; `None`: nobody counts them.
    #[expect(clippy::disallowed_methods, reason = "COLUMNS is how a person or a script says the width")]
    pub(in crate::cli) fn width(&self) -> Option<usize> {
        let asked = std::env::var("COLUMNS")
            .ok()
            .and_then(|columns| columns.parse().ok())
            .filter(|&columns| columns > 0);
        asked.or_else(|| {
            self.is_terminal()
                .then(|| terminal_size::terminal_size().map_or(80, |(width, _)| usize::from(width.0)))
        })
    }

    /// Says why the program could not run.
    pub(in crate::cli) fn error(&self, message: &str) {
        self.say("error", RED.bold(), message);
    }

    /// Says what can be done about a refusal, and what there is to choose from.
    pub(in crate::cli) fn way_out(&self, refusal: &Refusal) {
        if let Some(help) = &refusal.help {
            self.say("help", CYAN.bold(), &plain_line(help));
        }
        /// The most choices that are listed.
        const MOST: usize = 50;
        let choices = refusal.choices.iter().take(MOST);
        let rows: Vec<_> = choices.map(|(word, means)| vec![brief(&short(word)), brief(means)]).collect();
        aligned(&rows, 2, None).iter().for_each(|line| self.status(line));
        if refusal.choices.len() > MOST {
            self.status(format_args!("  … and {} more", refusal.choices.len() - MOST));
        }
    }

    /// Says something beside the result.
    pub(in crate::cli) fn note(&self, message: &str) {
        self.say("note", CYAN.bold(), message);
    }

    /// Clears what a prompt left on its line and below when it was stopped, so that a message has a line of its own.
    pub(in crate::cli) fn end_prompt(&self) {
        let mut err = std::io::stderr();
        if err.is_terminal() {
            let _ = write!(err, "\r\x1b[J");
        }
    }

    /// Writes a message to standard error. Every message passes through here and is cut to a readable length.
    pub(in crate::cli) fn status(&self, message: impl Display) {
        let err = std::io::stderr();
        let choice = self.choice(&err);
        // A line goes out as a whole, since other streams may be shown beside it.
        let line = format!("{}\n", bounded(&message.to_string()));
        let _ = Log::new(AutoStream::new(err, choice), self.heard).write_all(line.as_bytes());
    }

    /// Writes lines to be copied to standard error: a value in them is not cut, since the lines would not be read back.
    pub(in crate::cli) fn copied(&self, text: &str) {
        const LONGEST: usize = 4_000;
        for line in text.lines() {
            let err = std::io::stderr();
            let choice = self.choice(&err);
            let line = if line.len() > LONGEST { bounded(line) } else { line.into() };
            let line = format!("{}\n", plain_line(&line));
            let _ = Log::new(AutoStream::new(err, choice), self.heard).write_all(line.as_bytes());
        }
    }

    /// What `anstream` is told. It would take CLICOLOR_FORCE=0, which asks for nothing, for a demand.
    fn choice(&self, stream: &impl IsTerminal) -> ColorChoice {
        let is_asked_for_nothing = set("CLICOLOR_FORCE").is_some_and(|value| value == "0");
        if self.choice != ColorChoice::Auto || !is_asked_for_nothing {
            return self.choice;
        }
        let is_dull =
            set("TERM").is_none_or(|term| term == "dumb") || set("CLICOLOR").is_some_and(|on| on == "0");
        if stream.is_terminal() && !is_dull { ColorChoice::Always } else { ColorChoice::Never }
    }

    fn say(&self, what: &str, style: Style, message: &str) {
        self.status(format_args!("{style}{what}{style:#}: {message}"));
    }
}

/// A variable of the environment, unless it is empty.
#[expect(clippy::disallowed_methods, reason = "colour is decided by the environment")]
fn set(name: &str) -> Option<OsString> {
    std::env::var_os(name).filter(|value| !value.is_empty())
}

/// FORCE_COLOR, which `anstream` does not know; NO_COLOR is stronger.
fn forced() -> Option<ColorChoice> {
    if set("NO_COLOR").is_some() {
        return Some(ColorChoice::Never);
    }
    set("FORCE_COLOR").map(|value| if value == "0" { ColorChoice::Never } else { ColorChoice::Always })
}

/// Whether a runner of GitHub Actions, Azure Pipelines or TeamCity runs us.
#[expect(clippy::disallowed_methods, reason = "runners say it in the environment")]
fn is_heard() -> bool {
    ["GITHUB_ACTIONS", "TF_BUILD", "TEAMCITY_VERSION"]
        .iter()
        .any(|name| std::env::var_os(name).is_some_and(|value| !value.is_empty()))
}

/// `1 failure`, `2 failures`.
pub(in crate::cli) fn counted(number: usize, what: &str) -> Cow<'static, str> {
    let plural = match what.strip_suffix('y') {
        Some(stem) => format!("{stem}ies"),
        None => format!("{what}s"),
    };
    if number == 1 { format!("1 {what}").into() } else { format!("{number} {plural}").into() }
}
