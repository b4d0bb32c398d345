//! A line on a terminal that says how far it is, and is gone at the end.

use std::sync::atomic::{AtomicUsize, Ordering};

use super::out;

/// Takes the line away.
const GONE: &str = "\r\u{1b}[K";

/// The line. Where nobody watches, there is none.
#[derive(Debug)]
pub(super) struct Progress {
    /// What is judged.
    what: &'static str,
    watched: bool,
    /// How many thousandths were shown last.
    shown: AtomicUsize,
}

impl Progress {
    /// Nothing is shown yet.
    pub(super) fn of(what: &'static str) -> Self {
        Self {
            what,
            watched: out::is_watched(),
            shown: AtomicUsize::new(0),
        }
    }

    /// Says how many of how many are judged; threads may do so at once.
    pub(super) fn tell(&self, done: usize, all: usize) {
        if !self.watched || all == 0 {
            return;
        }
        let thousandths = done * 1000 / all;
        // Of many threads the one that is furthest speaks.
        if self.shown.fetch_max(thousandths, Ordering::Relaxed) < thousandths {
            out::bare(&line(self.what, done, all));
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if self.watched && self.shown.load(Ordering::Relaxed) > 0 {
            out::bare(GONE);
        }
    }
}

fn line(what: &str, done: usize, all: usize) -> String {
    format!(
        "{GONE}{done} of {all} {what} judged ({} %)",
        done * 100 / all.max(1)
    )
}

#[cfg(test)]
mod tests {
    use pretty_assertions::assert_eq;

    use super::*;

    #[test]
    fn one_line_that_writes_over_itself() {
        assert_eq!(
            line("mutants", 5, 20),
            "\r\u{1b}[K5 of 20 mutants judged (25 %)"
        );
        assert_eq!(
            line("mutants", 0, 0),
            "\r\u{1b}[K0 of 0 mutants judged (0 %)"
        );
    }
}
