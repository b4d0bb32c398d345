//! `stackspec check --watch`: judges again when something that is judged changes.
//!
//! Files are asked every half second for when they changed and how long they are: that works on every
//! file system, and takes no crate.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, SystemTime};

use super::args::CheckArgs;
use super::place::whole;
use super::settings::Settings;
use super::{check, out};
use crate::config;
use crate::exit::Exit;
use crate::run::Synthesis;

/// How often files are asked.
const TICK: Duration = Duration::from_millis(500);

/// Folders that are not entered.
const NOT_ENTERED: [&str; 2] = ["node_modules", "target"];

/// Files, when they changed, and how long they are.
type Seen = BTreeMap<PathBuf, (SystemTime, u64)>;

pub(super) fn run(args: &CheckArgs) -> Exit {
    let watched = RefCell::new(Watched::default());
    let ticks = std::iter::repeat_with(|| thread::sleep(TICK));
    let mut first = true;
    watch(
        ticks,
        || {
            if !std::mem::take(&mut first) {
                out::clear();
            }
            let mut seen = Seen::new();
            let exit = check::once(args, |settings| {
                let now = Watched::of(settings, args);
                // What is there before it is read: a change from now on is seen.
                seen = now.look();
                watched.replace(now);
            });
            let files = match seen.len() {
                1 => "1 file".to_owned(),
                files => format!("{files} files"),
            };
            out::note(&format!("watching {files}: Ctrl-C ends it"));
            (exit, seen)
        },
        || watched.borrow().look(),
    )
}

/// Judges, and again after each tick at which what is looked at has changed and has come to rest: as long
/// as each tick finds it changed, somebody is still writing. `judge` says what it saw before it began.
/// When there are no more ticks, the last exit counts; Ctrl-C ends the process as it ends any other.
fn watch<S: PartialEq>(
    ticks: impl Iterator<Item = ()>,
    mut judge: impl FnMut() -> (Exit, S),
    look: impl Fn() -> S,
) -> Exit {
    let (mut exit, mut seen) = judge();
    let mut moving = None;
    for () in ticks {
        let now = look();
        if now == seen {
            moving = None;
        } else if moving.as_ref() == Some(&now) {
            (exit, seen) = judge();
            moving = None;
        } else {
            moving = Some(now);
        }
    }
    exit
}

/// What is watched.
#[derive(Debug, Default)]
struct Watched {
    /// Files and folders.
    paths: Vec<PathBuf>,
    /// Its sources are watched, and not what it makes.
    synthesis: Option<Synthesis>,
    /// What is written each time, wherever it lies.
    reports: Vec<PathBuf>,
}

impl Watched {
    fn of(settings: &Settings, args: &CheckArgs) -> Watched {
        let request = &settings.request;
        let synthesis = settings.synthesis.clone();
        let synthesis = synthesis.map(|it| it.left_if(args.synth.no_synth));
        let synthesis = synthesis.filter(Synthesis::makes);
        let made = |path: &&PathBuf| !synthesis.as_ref().is_some_and(|it| it.writes(path));
        let config = args.specs.config.clone();
        let config = config.unwrap_or_else(|| config::FILE_NAME.into());
        let mut paths: Vec<PathBuf> = request.inputs.iter().filter(made).cloned().collect();
        paths.extend(request.specs.iter().map(|path| written_out(path)));
        paths.extend(request.synth.iter().cloned());
        paths.push(config);
        let reports = args.report.iter().filter_map(|it| it.file.as_ref());
        Watched {
            paths,
            synthesis,
            reports: reports.chain(&args.output).cloned().collect(),
        }
    }

    fn look(&self) -> Seen {
        let mut seen = Seen::new();
        for path in &self.paths {
            add(path, &mut seen);
        }
        for source in self.synthesis.iter().flat_map(Synthesis::watched) {
            add(&source, &mut seen);
        }
        let is_report = |path: &PathBuf| {
            let mut reports = self.reports.iter();
            reports.any(|it| it.file_name() == path.file_name() && whole(it) == whole(path))
        };
        seen.retain(|path, _| !is_report(path));
        seen
    }
}

/// The part of a glob that is a folder.
fn written_out(path: &Path) -> PathBuf {
    let is_plain = |part: &std::path::Component<'_>| {
        let text = part.as_os_str().to_string_lossy();
        !text.contains(['*', '?', '['])
    };
    if path.components().all(|part| is_plain(&part)) {
        return path.to_owned();
    }
    let folder: PathBuf = path.components().take_while(is_plain).collect();
    match folder.as_os_str().is_empty() {
        true => PathBuf::from("."),
        false => folder,
    }
}

fn add(path: &Path, seen: &mut Seen) {
    let Ok(data) = fs::metadata(path) else {
        return;
    };
    if !data.is_dir() {
        if let Ok(changed) = data.modified() {
            seen.insert(path.to_owned(), (changed, data.len()));
        }
        return;
    }
    for entry in fs::read_dir(path).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        let is_dir = entry.file_type().is_ok_and(|kind| !kind.is_file());
        if !(is_dir && (name.starts_with('.') || NOT_ENTERED.contains(&&*name))) {
            let path = entry.path();
            // A link to a folder could lead back.
            if !(entry.file_type().is_ok_and(|kind| kind.is_symlink()) && path.is_dir()) {
                add(&path, seen);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use pretty_assertions::assert_eq;

    use super::*;

    /// How often it is judged, if each tick finds this.
    #[track_caller]
    fn judges(found: &[u32], expected: usize) {
        let (times, at) = (Cell::new(0), Cell::new(0));
        let exit = watch(
            found.iter().map(|_| at.set(at.get() + 1)),
            || {
                times.set(times.get() + 1);
                let seen = if at.get() == 0 {
                    0
                } else {
                    found[at.get() - 1]
                };
                (if seen == 0 { Exit::Ok } else { Exit::Failed }, seen)
            },
            || found[at.get() - 1],
        );
        assert_eq!(times.get(), expected, "{found:?}");
        let last = if expected == 1 {
            Exit::Ok
        } else {
            Exit::Failed
        };
        assert_eq!(exit, last, "{found:?}");
    }

    #[test]
    fn what_has_come_to_rest_is_judged() {
        judges(&[], 1);
        judges(&[0, 0, 0], 1);
        judges(&[0, 1, 1, 1], 2);
        judges(&[1, 1, 2, 2], 3);
        // Somebody is still writing.
        judges(&[1, 2, 3, 4], 1);
        judges(&[1, 2, 3, 3], 2);
        // It is as it was.
        judges(&[1, 0, 1, 0], 1);
    }

    /// What changes while it is judged is judged again.
    #[test]
    fn a_change_meanwhile_is_seen() {
        let times = Cell::new(0);
        watch(
            std::iter::repeat_n((), 2),
            || {
                times.set(times.get() + 1);
                (Exit::Ok, times.get())
            },
            || 2,
        );
        assert_eq!(times.get(), 2);
    }

    #[test]
    fn a_glob_is_watched_as_a_folder() {
        for (path, expected) in [
            ("specs", "specs"),
            ("a/*/b.toml", "a"),
            ("**/*.toml", "."),
            ("a/b.toml", "a/b.toml"),
        ] {
            assert_eq!(written_out(Path::new(path)), Path::new(expected));
        }
    }
}
