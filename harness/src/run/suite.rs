//! From folders of cases to what comes of each: the way that `suite run` and native cases share.

mod judge;
mod plan;

use std::collections::BTreeMap;
use std::path::PathBuf;

use super::Request;
use crate::date::Date;
use crate::diagnostic::Diagnostic;
use crate::report::proof::Shard;
#[cfg(feature = "cli")]
use crate::spec::SpecFile;
use crate::spec::SpecSet;
#[cfg(feature = "cli")]
use crate::suite::SpecLine;
use crate::suite::{
    Baseline, CaseFile, CaseRecord, Known, Located, MismatchLine, SuiteFile, SuiteLine,
};

/// What is asked of a suite.
#[derive(Debug, Clone)]
pub(crate) struct SuiteRequest {
    /// The folders that cases lie in.
    pub(crate) folders: Vec<PathBuf>,
    /// Findings are counted, and nothing is expected.
    pub(crate) grade: bool,
    /// Specs, params and levels, of the command line and the configuration.
    pub(crate) base: Request,
    /// Whether the command line names specs: then those of the suite do not count.
    pub(crate) named: bool,
    /// Another baseline than the one beside the cases.
    pub(crate) baseline: Option<PathBuf>,
    /// Only this part of the cases.
    pub(crate) shard: Option<Shard>,
    /// The day on which known failures expire or not.
    pub(crate) today: Date,
    /// The run that all cases are of, whatever they say themselves.
    pub(crate) run: Option<String>,
}

/// A suite that was read, and its cases, of which only the `case.toml` was.
#[derive(Debug)]
pub(crate) struct Suite {
    pub(crate) line: SuiteLine,
    /// The cases, by name; of a shard, its part.
    pub(crate) cases: Vec<Planned>,
    pub(crate) specs: SpecSet,
    #[cfg(feature = "cli")]
    pub(crate) built_in: SpecFile,
    /// Where the baseline is, or will be; `None` of a single case, in whose folder nothing of that
    /// kind is read.
    #[cfg(feature = "cli")]
    pub(crate) baseline_file: Option<PathBuf>,
    /// What was accepted, if anything ever was.
    pub(crate) baseline: Option<Baseline>,
    /// Cases of the baseline that are not there.
    pub(crate) gone: Vec<MismatchLine>,
    shared: SuiteFile,
    base: Request,
    today: Date,
    run: Option<String>,
    /// The id of each clause: by the name of its file and its first byte.
    clauses: BTreeMap<(String, usize), String>,
}

/// A case whose `case.toml` was read.
#[derive(Debug)]
pub(crate) struct Planned {
    pub(crate) at: Located,
    /// Its name below the folder of the `suite.toml`, if there is one.
    rooted: Option<String>,
    pub(crate) file: CaseFile,
}

/// What came of a case.
#[derive(Debug)]
pub(crate) struct Judged {
    pub(crate) record: CaseRecord,
    /// The values that were taken out of names.
    #[cfg(feature = "cli")]
    pub(crate) identity: Vec<String>,
    /// What is odd and stops nothing.
    pub(crate) warnings: Vec<Diagnostic>,
}

impl Suite {
    /// The lines of the specs, the built-in ones at the end.
    #[cfg(feature = "cli")]
    pub(crate) fn spec_lines(&self) -> Vec<SpecLine> {
        let built_in = self.built_in.specs.iter();
        let all = self
            .specs
            .iter()
            .chain(built_in.map(|spec| (&self.built_in, spec)));
        let line = |(file, spec): (&SpecFile, &crate::spec::Spec)| SpecLine {
            file: file.name.clone(),
            spec: spec.id.clone(),
            level: spec.level.word().to_owned(),
            title: spec.title.clone(),
            groups: crate::spec::groups_of(&file.name, spec),
        };
        all.map(line).collect()
    }

    /// The `[[known]]` of the suite that are about a case, each with its place in the file.
    fn shared_knowns(&self, case: &Planned) -> Vec<(usize, &Known)> {
        let all = self.shared.knowns.iter().enumerate();
        let about = |known: &Known| {
            let named = |name: &String| known.cases.as_ref().is_none_or(|glob| glob.has(name));
            named(&case.at.name) || case.rooted.as_ref().is_some_and(named)
        };
        all.filter(|(_, known)| about(known)).collect()
    }
}
