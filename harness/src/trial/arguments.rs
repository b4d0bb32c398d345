//! The arguments that `cargo test` and `cargo nextest` pass on.
//!
//! All of them are read here: `libtest-mimic` takes one filter, ends the process on flags of
//! libtest that it does not know, and hangs on `--test-threads 0`.

use std::process::ExitCode;

use libtest_mimic::{Arguments, ColorSetting, FormatSetting, Trial};

pub(super) const HELP: &str = "\
Usage: [OPTIONS] [FILTER]...

Runs the specs whose case `<stack role>::<file>::<id>` contains one of the filters. The cases of gates,
`run::coverage::...`, are judged by all specs, whatever the filter.

      --list               List the cases
      --exact              A filter is the whole name of a case
      --skip FILTER        Leave out the cases that contain this
      --ignored            Run only the cases that are ignored: they fail, with their reason
      --include-ignored    Run those too
      --test-threads N     How many threads judge, 1 or more
  -q, --quiet              One character a case
      --format FORMAT      pretty, terse or json
      --color WHEN         auto, always or never
      --logfile PATH       Write to this file
      --nocapture, --no-capture, --show-output, --report-time, --ensure-time, --shuffle,
      --shuffle-seed N, --test, --bench, --exclude-should-panic, --force-run-in-process, -Z FLAG
                           Taken, and change nothing";

/// What the arguments ask for.
#[derive(Debug)]
pub(super) enum Asked {
    /// To run or list cases.
    Run(Box<Options>),
    /// To be helped.
    Help,
}

/// Which cases, and how.
#[derive(Debug, Default)]
pub(super) struct Options {
    /// What `libtest-mimic` is told; it filters nothing itself.
    pub(super) args: Arguments,
    /// Only cases that contain one of these, or are one of these under `--exact`.
    pub(super) filters: Vec<String>,
}

impl Options {
    /// Whether a case is asked for by its name.
    pub(super) fn names(&self, name: &str) -> bool {
        let hit = |filter: &String| {
            if self.args.exact {
                name == filter
            } else {
                name.contains(filter.as_str())
            }
        };
        let wanted = self.filters.is_empty() || self.filters.iter().any(hit);
        wanted && !self.args.skip.iter().any(hit)
    }

    /// Whether text for the runner may hold colours: it takes them out where nobody sees them,
    /// but not out of JSON.
    pub(super) fn may_colour(&self) -> bool {
        self.args.format != Some(FormatSetting::Json)
    }

    /// Runs or lists these trials.
    pub(super) fn run(mut self, trials: Vec<Trial>) -> ExitCode {
        let filters = std::mem::take(&mut self.filters);
        // One filter is passed on so that the runner counts what it takes away.
        let several = filters.len() > 1;
        let trials = if several {
            self.filters = filters;
            let kept = trials
                .into_iter()
                .filter(|trial| self.names(trial.name()))
                .collect();
            self.filters.clear();
            kept
        } else {
            self.args.filter = filters.into_iter().next();
            trials
        };
        libtest_mimic::run(&self.args, trials).exit_code()
    }
}

/// Reads the arguments, the name of the program left out.
pub(super) fn parse(words: impl Iterator<Item = String>) -> Result<Asked, String> {
    let mut options = Options::default();
    let args = &mut options.args;
    let mut words = words.peekable();
    let mut only_filters = false;
    while let Some(word) = words.next() {
        if only_filters || !word.starts_with('-') {
            options.filters.push(word);
            continue;
        }
        let (flag, inline) = match word.split_once('=') {
            Some((flag, value)) => (flag, Some(value.to_owned())),
            None => (word.as_str(), None),
        };
        let mut value = |what: &str| {
            inline
                .clone()
                .or_else(|| words.next())
                .ok_or_else(|| format!("`{flag}` needs {what}"))
        };
        match flag {
            "--" => only_filters = true,
            "-h" | "--help" => return Ok(Asked::Help),
            "--list" => args.list = true,
            "--exact" => args.exact = true,
            "--ignored" => args.ignored = true,
            "--include-ignored" => args.include_ignored = true,
            "-q" | "--quiet" => args.quiet = true,
            "--skip" => args.skip.push(value("a filter")?),
            "--logfile" => args.logfile = Some(value("a path")?),
            "--test-threads" => args.test_threads = Some(threads(&value("a number")?)?),
            "--format" => args.format = Some(format(&value("pretty, terse or json")?)?),
            "--color" => args.color = Some(colour(&value("auto, always or never")?)?),
            "-Z" | "--shuffle-seed" => _ = value("a value")?,
            "--nocapture"
            | "--no-capture"
            | "--show-output"
            | "--report-time"
            | "--ensure-time"
            | "--shuffle"
            | "--test"
            | "--exclude-should-panic"
            | "--force-run-in-process" => {}
            // `cargo bench` runs every target that has benchmarks enabled: there is none here.
            "--bench" => args.bench = true,
            flag if flag.starts_with("-Z") => {}
            flag => {
                return Err(format!(
                    "`{flag}` is not an option of these tests; `--help` lists them"
                ));
            }
        }
    }
    if args.quiet {
        args.format = None;
    }
    Ok(Asked::Run(Box::new(options)))
}

fn threads(text: &str) -> Result<usize, String> {
    match text.parse() {
        Ok(0) => Err("`--test-threads 0` would judge nothing: give 1 or more".to_owned()),
        Ok(count) => Ok(count),
        Err(_) => Err(format!("`--test-threads {text}`: this is no number")),
    }
}

fn format(text: &str) -> Result<FormatSetting, String> {
    match text {
        "pretty" => Ok(FormatSetting::Pretty),
        "terse" => Ok(FormatSetting::Terse),
        "json" => Ok(FormatSetting::Json),
        "junit" => {
            Err("`--format junit` is not supported: `cargo nextest` writes JUnit".to_owned())
        }
        other => Err(format!("`--format {other}`: give pretty, terse or json")),
    }
}

fn colour(text: &str) -> Result<ColorSetting, String> {
    match text {
        "auto" => Ok(ColorSetting::Auto),
        "always" => Ok(ColorSetting::Always),
        "never" => Ok(ColorSetting::Never),
        other => Err(format!("`--color {other}`: give auto, always or never")),
    }
}

#[cfg(test)]
mod tests {
    use pretty_assertions::assert_eq;

    use super::*;

    fn read(words: &str) -> Result<Asked, String> {
        parse(words.split_whitespace().map(str::to_owned))
    }

    #[track_caller]
    fn refused(words: &str, sentence: &str) {
        assert_eq!(read(words).unwrap_err(), sentence);
    }

    #[track_caller]
    fn names(words: &str, expected: &[&str]) {
        let Ok(Asked::Run(options)) = read(words) else {
            panic!("{words}")
        };
        let all = ["a::b", "a::bc", "d::b"];
        let found: Vec<&str> = all.into_iter().filter(|name| options.names(name)).collect();
        assert_eq!(found, expected, "{words}");
    }

    #[test]
    fn filters() {
        names("", &["a::b", "a::bc", "d::b"]);
        names("a::", &["a::b", "a::bc"]);
        names("a::b d", &["a::b", "a::bc", "d::b"]);
        names("--exact a::b", &["a::b"]);
        names("a::b --exact --nocapture", &["a::b"]);
        names("--exact a::b d::b", &["a::b", "d::b"]);
        names("--skip bc", &["a::b", "d::b"]);
        names("--skip=d a::", &["a::b", "a::bc"]);
        names("zzz", &[]);
        names("-- --x", &[]);
    }

    #[test]
    fn what_libtest_takes_is_taken() {
        for words in [
            "--no-capture --report-time --ensure-time --shuffle --shuffle-seed 3",
            "--list --format terse --ignored",
            "-Z unstable-options --format=json --report-time",
            "--test-threads=1 -q",
        ] {
            assert!(matches!(read(words), Ok(Asked::Run(_))), "{words}");
        }
        assert!(matches!(read("a --help"), Ok(Asked::Help)));
    }

    #[test]
    fn what_would_hang_or_lie_is_refused() {
        refused(
            "--test-threads 0",
            "`--test-threads 0` would judge nothing: give 1 or more",
        );
        refused("--test-threads x", "`--test-threads x`: this is no number");
        refused("--test-threads", "`--test-threads` needs a number");
        refused(
            "--format junit",
            "`--format junit` is not supported: `cargo nextest` writes JUnit",
        );
        refused(
            "--specs x",
            "`--specs` is not an option of these tests; `--help` lists them",
        );
    }
}
