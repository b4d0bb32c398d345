//! Which cases are judged, by what: everything is read but the inputs.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use super::{Planned, Suite, SuiteRequest};
use crate::config::Target;
use crate::diagnostic::{Diagnostic, SourceFile, nearest};
use crate::exit::Exit;
use crate::run::{Problems, keep, load_specs, no_spec};
use crate::spec::{
    Clause, ClauseKind, Given, SpecFile, SpecSet, built_in_at, declared_by_library, full_name,
};
use crate::suite::{
    BASELINE_FILE, Baseline, CASE_FILE, CaseFile, Expect, Known, KnownLine, Located, MismatchKind,
    MismatchLine, Mode, SUITE_FILE, SuiteFile, SuiteLine, clause, digest, discover, parse_case,
    parse_suite, place_of,
};

impl Suite {
    /// Reads a suite: which cases there are, what is said of them, and the specs.
    ///
    /// # Errors
    /// All that is wrong with the folders, the `suite.toml`, any `case.toml`, the baseline and the
    /// specs.
    pub(crate) fn read(request: &SuiteRequest) -> Result<Suite, Problems> {
        let mut problems = Problems::default();
        let located = keep(locate(&request.folders), &mut problems).unwrap_or_default();
        let shared = keep(shared(&request.folders), &mut problems);
        // What cannot be read may have named specs.
        let may_name = shared.is_none();
        let (root, shared) = shared.unwrap_or_default();
        let mut planned = Vec::new();
        for at in located {
            match read_case(&at, request.grade) {
                Ok(file) => planned.push(Planned {
                    rooted: rooted(root.as_deref(), &at),
                    at,
                    file,
                }),
                Err(found) => problems.0.extend(found.0),
            }
        }
        let base = base(request, &shared);
        let specs = match base.specs.is_empty() && base.library.is_empty() {
            false => keep(load_specs(&base), &mut problems),
            true => {
                if !may_name && !planned.is_empty() {
                    problems.0.push((Exit::Usage, no_spec_files()));
                }
                None
            }
        };
        let baseline_file = baseline_file(request);
        let baseline = keep(baseline(request, baseline_file.as_deref()), &mut problems).flatten();
        let built_in = built_in_at(&base.levels);
        if let Some(specs) = &specs {
            if specs.declared() == 0 {
                problems.0.push((Exit::Nothing, no_spec()));
            }
            let said = planned
                .iter()
                .flat_map(|case| targets(&case.file.expects, &case.file.knowns));
            let said = said.chain(targets(&[], &shared.knowns));
            if !request.grade {
                let unknown = said.filter_map(|target| unknown(target, specs, &built_in));
                problems.0.extend(Problems::of(Exit::Spec, unknown).0);
            }
        }
        // Specs that the command line names are others than those that the cases were written for.
        if let (Some(specs), false) = (&specs, request.named) {
            let cases = planned.iter().flat_map(|case| &case.file.params);
            let wrong = cases.filter_map(|given| undeclared(given, specs));
            problems.0.extend(Problems::of(Exit::Spec, wrong).0);
        }
        if let (None, Some((_, first))) = (&root, problems.0.first_mut()) {
            let suites = request.folders.iter().filter_map(|folder| below(folder));
            let help = |suite: PathBuf| {
                let suite = suite.display();
                format!("there is a suite in `{suite}`: `stackspec suite run {suite}`")
            };
            first.help.extend(suites.map(help));
        }
        let (Some(specs), true) = (specs, problems.0.is_empty()) else {
            return Err(problems);
        };
        let folders: Vec<_> = request
            .folders
            .iter()
            .filter_map(|it| it.canonicalize().ok())
            .collect();
        let line = SuiteLine {
            version: crate::suite::VERSION,
            title: shared.title.clone(),
            mode: match request.grade {
                true => Mode::Grade,
                false => Mode::Expect,
            },
            cases: planned.len(),
            digest: digest(planned.iter().map(|case| case.at.name.as_str())),
            specs: specs.declared(),
            shard: request.shard.map(|shard| shard.number),
            shards: request.shard.map(|shard| shard.of),
            whole: root.is_none_or(|root| folders.contains(&root)),
            knowns: shared.knowns.iter().map(known_line).collect(),
        };
        let mut gone = gone(baseline.as_ref(), baseline_file.as_deref(), &planned);
        if let Some(shard) = request.shard {
            // One of the shards says it.
            gone.retain(|_| shard.number == 1);
            let all = planned.len();
            let mut at = 0..all;
            planned.retain(|_| at.next().is_some_and(|at| shard.has(at, all)));
        }
        Ok(Suite {
            line,
            cases: planned,
            clauses: clauses(&specs),
            specs,
            #[cfg(feature = "cli")]
            built_in,
            #[cfg(feature = "cli")]
            baseline_file,
            baseline,
            gone,
            shared,
            base,
            today: request.today,
            run: request.run.clone(),
        })
    }
}

/// The cases of all folders, by name.
fn locate(folders: &[PathBuf]) -> Result<Vec<Located>, Problems> {
    let (mut cases, mut problems) = (Vec::<Located>::new(), Problems::default());
    for folder in folders {
        let shown = folder.display();
        match discover(folder) {
            Ok(found) if found.is_empty() => {
                let message = format!("there is no case below `{shown}`");
                let help = "a case is a folder with a case.toml; `stackspec new case INPUT` makes one, and \
                            `--grade` judges inputs without";
                let error = Diagnostic::error(message).help(help);
                problems.0.push((Exit::Nothing, error));
            }
            Ok(found) => cases.extend(found),
            Err(error) => {
                let message = format!("`{shown}` cannot be read as a folder of cases: {error}");
                let help = "name the folder that the cases lie in";
                let error = Diagnostic::error(message).help(help);
                problems.0.push((Exit::Load, error));
            }
        }
    }
    cases.sort();
    for pair in cases.windows(2) {
        if pair[0].name == pair[1].name {
            let message = format!("two cases are called `{}`", pair[0].name);
            let [a, b] = [0, 1].map(|at| pair[at].folder.display().to_string());
            let error = Diagnostic::error(message)
                .note(format!("{a} and {b}"))
                .help("judge the folders in two runs, or name the folder that both are in");
            problems.0.push((Exit::Usage, error));
        }
    }
    if problems.0.is_empty() {
        Ok(cases)
    } else {
        Err(problems)
    }
}

/// The one `suite.toml` of all folders, with the folder that it is in.
fn shared(folders: &[PathBuf]) -> Result<(Option<PathBuf>, SuiteFile), Problems> {
    let mut found: Vec<(PathBuf, PathBuf)> = Vec::new();
    for folder in folders {
        if let Some(one) = above(folder)
            && !found.iter().any(|(root, _)| *root == one.0)
        {
            found.push(one);
        }
    }
    match found.as_slice() {
        [] => Ok(Default::default()),
        [(root, path)] => {
            let file = source(path).map_err(|error| Problems::one(Exit::Usage, *error))?;
            let shared = parse_suite(&file).map_err(|found| Problems::of(Exit::Spec, found))?;
            Ok((Some(root.clone()), shared))
        }
        [(_, first), (_, second), ..] => {
            let message = format!(
                "two suites at once: {} and {}",
                first.display(),
                second.display()
            );
            let help = "run them apart: what a suite shares is for its own cases";
            Err(Problems::one(
                Exit::Usage,
                Diagnostic::error(message).help(help),
            ))
        }
    }
}

/// The `suite.toml` of a folder, or of the nearest one above it: the folder, and the file as it is
/// named in messages.
fn above(folder: &Path) -> Option<(PathBuf, PathBuf)> {
    let whole = folder.canonicalize().ok()?;
    // A case comes from anywhere: what lies in it or below says nothing of how it is judged.
    let case = whole.ancestors().filter(|it| it.join(CASE_FILE).is_file());
    let case = case.last().or(is_case(folder).then_some(whole.as_path()));
    let start = case.map_or(Some(whole.as_path()), Path::parent)?;
    for root in start.ancestors() {
        if root.join(SUITE_FILE).is_file() {
            let shown = match root == whole {
                true => folder.join(SUITE_FILE),
                false => root.join(SUITE_FILE),
            };
            return Some((root.to_owned(), shown));
        }
        // A suite does not reach beyond its repository.
        if root.join(".git").exists() {
            return None;
        }
    }
    None
}

/// The nearest folder with a `suite.toml`, one or two floors below.
fn below(folder: &Path) -> Option<PathBuf> {
    let children = |folder: &Path| -> Vec<PathBuf> {
        let entries = fs::read_dir(folder).into_iter().flatten().flatten();
        let folders = entries.filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_dir()));
        let shown = folders.filter(|entry| !entry.file_name().to_string_lossy().starts_with('.'));
        let mut folders: Vec<PathBuf> = shown.map(|entry| entry.path()).collect();
        folders.sort();
        folders
    };
    let first = children(folder);
    let second: Vec<PathBuf> = first.iter().flat_map(|folder| children(folder)).collect();
    let mut all = first.into_iter().chain(second);
    all.find(|folder| folder.join(SUITE_FILE).is_file())
}

/// A param of a case that no spec of the suite declares: what was meant is judged without it.
fn undeclared(given: &Given, specs: &SpecSet) -> Option<Diagnostic> {
    let params = specs.files.iter().flat_map(|file| &file.params);
    let declared: BTreeSet<&str> = params.map(|param| param.name.as_str()).collect();
    // Groups of the library are chosen and left out: that is said once, as a warning.
    if declared.contains(given.name.as_str()) || declared_by_library(&given.name) {
        return None;
    }
    let mut error = Diagnostic::error(format!(
        "no spec of this suite declares the param `{}`",
        given.name
    ));
    if let Some(place) = &given.place {
        error = error.at(&place.file, place.span.clone(), "");
    }
    Some(match nearest(&given.name, declared.iter().copied()) {
        Some(near) => error.help(format!("did you mean `{near}`?")),
        None => error.help("take it out, or name the specs that declare it in suite.toml"),
    })
}

/// Whether a folder is a case itself, and holds none.
fn is_case(folder: &Path) -> bool {
    discover(folder).is_ok_and(|found| found.len() == 1 && found[0].folder == folder)
}

fn source(path: &Path) -> Result<SourceFile, Box<Diagnostic>> {
    match fs::read_to_string(path) {
        Ok(text) => Ok(SourceFile {
            path: path.to_owned(),
            text: text.into(),
        }),
        Err(error) => {
            let message = format!("`{}` cannot be read: {error}", path.display());
            let help = "it must be a text file in UTF-8";
            Err(Box::new(Diagnostic::error(message).help(help)))
        }
    }
}

/// The name of a case below the folder of the `suite.toml`, whichever folder below it is judged.
fn rooted(root: Option<&Path>, at: &Located) -> Option<String> {
    let folder = at.folder.canonicalize().ok()?;
    let below = folder.strip_prefix(root?).ok()?;
    Some(below.to_string_lossy().replace('\\', "/"))
}

/// What a case says of itself. An input without a `case.toml` is a case only for grading.
fn read_case(at: &Located, grade: bool) -> Result<CaseFile, Problems> {
    if at.declared {
        let file = source(&at.folder.join(CASE_FILE));
        let file = file.map_err(|error| Problems::one(Exit::Spec, *error))?;
        return parse_case(&file).map_err(|found| Problems::of(Exit::Spec, found));
    }
    if grade {
        return Ok(CaseFile::default());
    }
    let message = format!(
        "`{}` holds an input and no {CASE_FILE}",
        at.folder.display()
    );
    let error = Diagnostic::error(message)
        .note("of a case it is known what is wrong with it; nothing is known of this")
        .help("`stackspec new case INPUT` writes what is found in it; `--grade` judges without");
    Err(Problems::one(Exit::Load, error))
}

/// Specs, params and levels: what the command line names, else the suite, else the configuration.
fn base(request: &SuiteRequest, shared: &SuiteFile) -> super::Request {
    let mut base = request.base.clone();
    let own = !shared.specs.is_empty() || !shared.library.is_empty();
    if !request.named && own {
        base.specs.clone_from(&shared.specs);
        base.library.clone_from(&shared.library);
    }
    for (id, level) in &shared.levels {
        base.levels.insert(id.clone(), *level);
    }
    base
}

/// Where the baseline is: beside the cases, and never in one.
fn baseline_file(request: &SuiteRequest) -> Option<PathBuf> {
    let beside = || {
        let folder = request.folders.first().filter(|folder| !is_case(folder));
        folder.map(|folder| folder.join(BASELINE_FILE))
    };
    request.baseline.clone().or_else(beside)
}

fn baseline(request: &SuiteRequest, file: Option<&Path>) -> Result<Option<Baseline>, Problems> {
    let Some(file) = file.filter(|file| !request.grade && file.exists()) else {
        return Ok(None);
    };
    let text = source(file).map_err(|error| Problems::one(Exit::Spec, *error))?;
    let read = Baseline::read(&file.display().to_string(), &text.text);
    read.map(Some)
        .map_err(|error| Problems::one(Exit::Spec, *error))
}

/// Cases that were accepted once, and are not there.
fn gone(
    baseline: Option<&Baseline>,
    file: Option<&Path>,
    planned: &[Planned],
) -> Vec<MismatchLine> {
    let file = file.map_or_else(String::new, |file| file.display().to_string());
    let names: BTreeSet<&str> = planned.iter().map(|case| case.at.name.as_str()).collect();
    let accepted = baseline.iter().flat_map(|baseline| baseline.cases.keys());
    let gone = accepted.filter(|name| !names.contains(name.as_str()));
    let said = gone.map(|name| {
        let message = format!("{file} has the case `{name}`, which is not there");
        let mut line = MismatchLine::new("", MismatchKind::StaleBaseline, message);
        line.help
            .push("`stackspec suite run DIR --accept` takes it out".to_owned());
        line
    });
    said.collect()
}

fn targets<'t>(expects: &'t [Expect], knowns: &'t [Known]) -> impl Iterator<Item = &'t Target> {
    let knowns = knowns.iter().map(|known| &known.of);
    expects.iter().map(|expect| &expect.of).chain(knowns)
}

/// What is said of a spec that is none of the suite's: it would be waited for in vain.
fn unknown(target: &Target, specs: &SpecSet, built_in: &SpecFile) -> Option<Diagnostic> {
    let own = specs
        .iter()
        .map(|(file, spec)| (file.name.as_str(), spec.id.as_str()));
    let built_in = built_in
        .specs
        .iter()
        .map(|spec| (built_in.name.as_str(), spec.id.as_str()));
    let all: Vec<(&str, &str)> = own.chain(built_in).collect();
    let named = all
        .iter()
        .filter(|(file, id)| target.names(file, id))
        .count();
    let place = &target.spec_place;
    let error =
        |message: String| Diagnostic::error(message).at(&place.file, place.span.clone(), "");
    match named {
        1 => None,
        0 => {
            let error = error(format!("no spec of this suite is called `{}`", target.spec));
            let names: Vec<String> = all
                .iter()
                .flat_map(|(file, id)| [(*id).to_owned(), full_name(file, id)])
                .collect();
            Some(match nearest(&target.spec, names.iter().map(String::as_str)) {
                Some(near) => error.help(format!("did you mean `{near}`?")),
                None => error.help(
                    "the specs are those of `specs` and `library` in suite.toml, or of the command line",
                ),
            })
        }
        _ => {
            let error = error(format!("several specs are called `{}`", target.spec));
            Some(error.help("write `<file>::<id>`"))
        }
    }
}

/// What is said where nothing names a spec.
fn no_spec_files() -> Diagnostic {
    let help = "name them in suite.toml, `specs = [\"../specs\"]` or `library = [\"deny\"]`; or add \
                `--specs PATH` or `--library GROUP`";
    Diagnostic::error("no spec files are given").help(help)
}

fn known_line(known: &Known) -> KnownLine {
    KnownLine {
        written: known.of.written(),
        source: place_of(&known.of.place),
    }
}

/// The ids of all clauses.
fn clauses(specs: &SpecSet) -> BTreeMap<(String, usize), String> {
    fn add(file: &str, of: &Clause, ids: &mut BTreeMap<(String, usize), String>) {
        ids.insert((file.to_owned(), of.span.start), clause(&of.written));
        if let ClauseKind::Any(clauses) = &of.kind {
            clauses.iter().for_each(|of| add(file, of, ids));
        }
    }
    let mut ids = BTreeMap::new();
    for (file, spec) in specs.iter() {
        spec.must
            .iter()
            .for_each(|of| add(&file.name, of, &mut ids));
    }
    ids
}
