//! A line on a terminal that says how far it is, when it takes long, and is gone at the end.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use super::{out, screen};

/// Takes the line away.
const GONE: &str = "\r\u{1b}[K";

/// What takes no longer needs no line.
const LONG: Duration = Duration::from_secs(1);

/// The line. Where nobody watches, there is none.
#[derive(Debug)]
pub(super) struct Progress {
    /// What is judged.
    what: &'static str,
    watched: bool,
    since: Instant,
    /// How many thousandths were shown last.
    shown: AtomicUsize,
}

impl Progress {
    /// Nothing is shown yet.
    pub(super) fn of(what: &'static str) -> Self {
        Self {
            what,
            watched: screen::takes_lines_back(),
            since: now(),
            shown: AtomicUsize::new(0),
        }
    }

    /// Says how many of how many are judged; threads may do so at once.
    pub(super) fn tell(&self, done: usize, all: usize) {
        if !self.watched || all == 0 || self.since.elapsed() < LONG {
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

/// A line that says what is being done, of which nobody knows how far it is.
#[derive(Debug)]
pub(super) struct Busy {
    end: Option<Sender<()>>,
    speaker: Option<JoinHandle<()>>,
}

impl Busy {
    /// Says so if it takes long.
    pub(super) fn with(what: &'static str) -> Self {
        if !screen::takes_lines_back() {
            return Self {
                end: None,
                speaker: None,
            };
        }
        let (end, ended) = mpsc::channel();
        let speaker = thread::spawn(move || {
            if ended.recv_timeout(LONG) == Err(RecvTimeoutError::Timeout) {
                out::bare(&format!("{GONE}{what} ..."));
                _ = ended.recv();
                out::bare(GONE);
            }
        });
        Self {
            end: Some(end),
            speaker: Some(speaker),
        }
    }
}

impl Drop for Busy {
    fn drop(&mut self) {
        drop(self.end.take());
        if let Some(speaker) = self.speaker.take() {
            _ = speaker.join();
        }
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "a face: what is shown while it runs may hang on time, and no verdict does"
)]
fn now() -> Instant {
    Instant::now()
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

    /// Red twin: what is quick says nothing, and ends at once.
    #[test]
    fn what_is_quick_says_nothing() {
        let progress = Progress {
            what: "specs",
            watched: true,
            since: now(),
            shown: AtomicUsize::new(0),
        };
        progress.tell(5, 20);
        assert_eq!(progress.shown.load(Ordering::Relaxed), 0);
        drop(Busy::with("reading"));
    }
}
