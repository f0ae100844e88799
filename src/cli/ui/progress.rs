//! How far long work has come, as a bar on the terminal.

use std::io::IsTerminal;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering;
use std::time::Duration;
use std::time::Instant;

use indicatif::ProgressBar;
use indicatif::ProgressDrawTarget;
use indicatif::ProgressStyle;

/// Work that takes less is over before a bar could be read.
const QUIET: Duration = Duration::from_millis(500);

/// A bar on standard error, where that is a terminal, once the work takes long. Nothing of it remains. Whoever says
/// something meanwhile drops it first.
pub(in crate::cli) struct Progress {
    /// `None`: nobody would see it.
    bar: Option<ProgressBar>,
    start: Instant,
    shown: AtomicBool,
}

impl Progress {
    /// Begins some work: `what` says which, as in `checking links`.
    pub(in crate::cli) fn new(what: &str) -> Self {
        let bar = is_seen().then(|| bar(what));
        Self { bar, start: Instant::now(), shown: AtomicBool::new(false) }
    }

    /// Says how much is done. It may be called for every small step, and by several threads.
    pub(in crate::cli) fn set(&self, done: usize, of: usize) {
        let Some(bar) = &self.bar else { return };
        if !self.shown.load(Ordering::Relaxed) {
            if self.start.elapsed() < QUIET || self.shown.swap(true, Ordering::Relaxed) {
                return;
            }
            bar.set_draw_target(ProgressDrawTarget::stderr());
        }
        let of = of as u64;
        // To set it takes a lock and may draw.
        if bar.length() != Some(of) {
            bar.set_length(of);
        }
        bar.set_position(done as u64);
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}

/// A bar that is not drawn yet. Plain signs, since not every terminal has others, and no colour.
fn bar(what: &str) -> ProgressBar {
    let style = ProgressStyle::with_template("{msg} [{bar:30}] {pos}/{len}")
        .unwrap_or_else(|_| ProgressStyle::default_bar())
        .progress_chars("=> ");
    ProgressBar::with_draw_target(Some(0), ProgressDrawTarget::hidden())
        .with_style(style)
        .with_message(what.to_owned())
}

/// Whether standard error is a terminal that can take back what it shows.
#[expect(clippy::disallowed_methods, reason = "a terminal says in TERM that it cannot move back")]
fn is_seen() -> bool {
    let is_dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
    std::io::stderr().is_terminal() && !is_dumb
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_cost_next_to_nothing() {
        // Also where somebody would see it.
        for bar in [None, Some(bar("counting"))] {
            let progress = Progress { bar, start: Instant::now(), shown: AtomicBool::new(false) };
            let start = Instant::now();
            (0..100_000).for_each(|done| progress.set(done, 100_000));
            assert!(start.elapsed() < Duration::from_secs(2), "{:?}", start.elapsed());
        }
    }
}
