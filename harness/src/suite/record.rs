//! What comes of the cases of a suite, as it is written: one JSON object a line.
//!
//! First the [`SuiteLine`] and a [`SpecLine`] for each spec; then each case, in the order of their
//! names: its [`CaseLine`], and behind it what was said of it; last the [`SummaryLine`]. Nothing in
//! it hangs on time, on the machine or on how the cases were shared out.

use serde::{Deserialize, Serialize};

use crate::verdict::Outcome;

/// The version of the format. It changes when a field changes its meaning or goes away.
pub const VERSION: u32 = 1;

/// What the run was for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Mode {
    /// Findings are held against what each case expects.
    Expect,
    /// Findings are counted, and nothing is expected.
    Grade,
}

/// The first line: what was judged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SuiteLine {
    /// [`VERSION`]
    pub version: u32,
    /// The title of the suite.
    pub title: Option<String>,
    /// What the run was for.
    pub mode: Mode,
    /// How many cases the suite has, those of other shards too.
    pub cases: usize,
    /// A digest of the names of all of them: shards of one suite have the same.
    pub digest: String,
    /// How many specs judge each of them, the built-in ones left out.
    pub specs: usize,
    /// Which shard this is, from 1; `None`: the whole.
    pub shard: Option<usize>,
    /// How many shards there are; `None`: the whole.
    pub shards: Option<usize>,
    /// Whether these are all cases of the `suite.toml`, not those of one of its folders.
    pub whole: bool,
    /// The `[[known]]` of the `suite.toml`, as they are written, each with its line.
    pub knowns: Vec<KnownLine>,
}

/// A `[[known]]` that cases share.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KnownLine {
    /// As it is written, on one line.
    pub written: String,
    /// Where it stands.
    pub source: SourceLine,
}

/// A spec.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SpecLine {
    /// The name of its file.
    pub file: String,
    /// Its id.
    pub spec: String,
    /// `deny`, `warn` or `off`.
    pub level: String,
    /// Its title.
    pub title: Option<String>,
    /// The groups of the library that it belongs to: folders and purposes.
    pub groups: Vec<String>,
}

/// What a case came to: what its stack is worth, whatever was expected of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// Specs were judged, and none of level `deny` is red.
    Clean,
    /// A spec of level `deny` is red.
    Faulty,
    /// Nothing was judged.
    NothingJudged,
    /// Its input did not load.
    Refused,
}

/// A case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseLine {
    /// Its name: the path of its folder below the suite, with `/`.
    pub case: String,
    /// What it is about.
    pub title: Option<String>,
    /// Where it comes from.
    pub source: Option<String>,
    /// What the stack was written for: `cdktf-typescript` and the like.
    pub platform: Option<String>,
    /// Which model wrote it.
    pub model: Option<String>,
    /// What the model was asked; attempts at one thing have the same.
    pub prompt: Option<String>,
    /// In which run of the model.
    pub run: Option<String>,
    /// Which attempt it is, from 1.
    pub attempt: Option<u32>,
    /// The failure classes that it is about.
    pub classes: Vec<String>,
    /// What it came to.
    pub state: State,
    /// Whether everything that it expects was found and nothing else; `None` if nothing is
    /// expected, in a run that grades.
    pub as_expected: Option<bool>,
    /// How many stacks it has.
    pub stacks: usize,
    /// How many managed resources they have.
    pub resources: usize,
    /// Judgements (a spec on a stack) by what they came to, of level `deny`, the built-in ones too.
    pub outcomes: Counts,
    /// How many findings its specs of level `deny` have.
    pub findings: usize,
    /// Which of [`SuiteLine::knowns`] it needs, from 0.
    pub knowns: Vec<usize>,
}

/// Judgements by outcome.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// Subjects were judged, and hold.
    pub pass: usize,
    /// A clause is broken.
    pub fail: usize,
    /// It hangs on what is not known.
    pub unknown: usize,
    /// There was nothing to judge.
    pub vacuous: usize,
    /// It was waived.
    pub waived: usize,
    /// It was not asked.
    pub skipped: usize,
    /// It could not be judged.
    pub error: usize,
}

/// What a spec came to on a stack of a case. Specs that were skipped have no line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResultLine {
    /// The case.
    pub case: String,
    /// The role of the stack.
    pub stack: String,
    /// The name of the spec's file.
    pub file: String,
    /// The spec's id.
    pub spec: String,
    /// `deny` or `warn`.
    pub level: String,
    /// What it came to.
    pub outcome: Outcome,
    /// How many subjects there were.
    pub subjects: usize,
    /// How many of them were judged with evidence.
    pub judged: usize,
    /// How many findings there are.
    pub findings: usize,
    /// Why it is vacuous.
    pub reason: Option<String>,
}

/// What accounts for a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Met {
    /// An `[[expect]]`.
    Expected,
    /// A `[[known]]`.
    Known,
    /// A `[[known]]` beyond its date: it is red.
    Expired,
    /// An entry of the baseline.
    Baseline,
    /// Nothing: it is red.
    Unexpected,
    /// Its spec is of level `warn`: nobody needs to expect it.
    Warned,
    /// The run grades, and expects nothing.
    Graded,
}

/// A place in a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceLine {
    /// The file, below the folder of the case.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// The column, from 1, in characters.
    pub column: usize,
}

/// A finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FindingLine {
    /// The case.
    pub case: String,
    /// The role of the stack.
    pub stack: String,
    /// The name of the spec's file.
    pub file: String,
    /// The spec's id.
    pub spec: String,
    /// `fail`, `unknown`, `vacuous` or `error`.
    pub outcome: Outcome,
    /// What accounts for it.
    pub met: Met,
    /// What stands for the finding, the same in every environment.
    pub fingerprint: String,
    /// The type of the subject; empty if the finding is about no one subject.
    pub resource_type: String,
    /// The subject's address; may be empty.
    pub address: String,
    /// Its construct path.
    pub construct_path: Option<String>,
    /// The path that was reached, normalized.
    pub path: Option<String>,
    /// What is wrong, as a sentence; secrets are left out.
    pub message: String,
    /// What explains it.
    #[serde(default)]
    pub notes: Vec<String>,
    /// Where it stands.
    pub source: Option<SourceLine>,
}

/// How a case is not as it was said to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum MismatchKind {
    /// A finding that nothing accounts for.
    UnexpectedFinding,
    /// An `[[expect]]` that no finding meets, or another number of findings than it says.
    UnmetExpectation,
    /// A `[[known]]` beyond its date.
    ExpiredKnown,
    /// A `[[known]]` that nothing needs any more.
    UnexpectedPass,
    /// An entry of the baseline of which nothing is left.
    StaleBaseline,
    /// The baseline has a judgement of a spec that judges nothing any more.
    JudgedNoMore,
    /// A spec that judges nothing in any case.
    IdleSpec,
}

/// A way in which a case is not as it was said to be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MismatchLine {
    /// The case; empty if it is about the suite.
    pub case: String,
    /// The role of the stack; empty if it is about none.
    pub stack: String,
    /// The name of the spec's file.
    pub file: String,
    /// The spec's id.
    pub spec: String,
    /// In which way.
    pub kind: MismatchKind,
    /// As a sentence.
    pub message: String,
    /// Where: in the case.toml, or in the synthesized file.
    pub source: Option<SourceLine>,
    /// What explains it: the nearest candidate.
    pub notes: Vec<String>,
    /// What to do.
    pub help: Vec<String>,
}

/// Why a case was not judged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProblemLine {
    /// The case.
    pub case: String,
    /// The exit code that it asks for.
    pub exit_code: u8,
    /// What is wrong.
    pub message: String,
    /// What explains it.
    pub notes: Vec<String>,
    /// What to do.
    pub help: Vec<String>,
}

/// The last line.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SummaryLine {
    /// How many cases there are.
    pub cases: usize,
    /// How many of them are clean.
    pub clean: usize,
    /// How many are faulty.
    pub faulty: usize,
    /// Of how many nothing was judged.
    pub nothing_judged: usize,
    /// How many did not load.
    pub refused: usize,
    /// How many are as they were said to be; 0 in a run that grades.
    pub as_expected: usize,
    /// How many managed resources they have.
    pub resources: usize,
    /// How many findings specs of level `deny` have.
    pub findings: usize,
    /// In how many ways cases are not as they were said to be.
    pub mismatches: usize,
    /// How many lines stand before this one: a file that lost one on the way is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lines: Option<usize>,
    /// How the run ends.
    pub exit_code: u8,
}

/// Everything that is said of a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseRecord {
    /// The case.
    pub case: CaseLine,
    /// Its judgements: stacks in their order, specs in the order of their files.
    pub results: Vec<ResultLine>,
    /// What they found, in the same order.
    pub findings: Vec<FindingLine>,
    /// How it is not as it was said to be.
    pub mismatches: Vec<MismatchLine>,
    /// Why it was not judged.
    pub problems: Vec<ProblemLine>,
}

impl State {
    /// Every state, best first.
    pub const ALL: [State; 4] = [
        State::Clean,
        State::Faulty,
        State::NothingJudged,
        State::Refused,
    ];

    /// The word for it in reports.
    pub fn word(self) -> &'static str {
        match self {
            State::Clean => "clean",
            State::Faulty => "faulty",
            State::NothingJudged => "nothing judged",
            State::Refused => "refused",
        }
    }
}

impl CaseLine {
    /// A case of this name of which nothing else is known: nothing of it was judged.
    pub fn named(case: &str) -> CaseLine {
        CaseLine {
            case: case.to_owned(),
            title: None,
            source: None,
            platform: None,
            model: None,
            prompt: None,
            run: None,
            attempt: None,
            classes: Vec::new(),
            state: State::Refused,
            as_expected: None,
            stacks: 0,
            resources: 0,
            outcomes: Counts::default(),
            findings: 0,
            knowns: Vec::new(),
        }
    }
}

impl MismatchLine {
    /// A mismatch of a case, or with an empty name of the suite, of which no more is said yet.
    pub fn new(case: &str, kind: MismatchKind, message: String) -> MismatchLine {
        MismatchLine {
            case: case.to_owned(),
            stack: String::new(),
            file: String::new(),
            spec: String::new(),
            kind,
            message,
            source: None,
            notes: Vec::new(),
            help: Vec::new(),
        }
    }
}

impl MismatchKind {
    /// Whether accepting what is there now mends it.
    pub fn can_be_accepted(self) -> bool {
        matches!(
            self,
            MismatchKind::UnexpectedFinding
                | MismatchKind::StaleBaseline
                | MismatchKind::JudgedNoMore
        )
    }

    /// The words for it in reports.
    pub fn words(self) -> &'static str {
        match self {
            MismatchKind::UnexpectedFinding => "unexpected finding",
            MismatchKind::UnmetExpectation => "unmet expectation",
            MismatchKind::ExpiredKnown => "expired known failure",
            MismatchKind::UnexpectedPass => "unexpected pass",
            MismatchKind::StaleBaseline => "stale baseline",
            MismatchKind::JudgedNoMore => "judged no more",
            MismatchKind::IdleSpec => "idle spec",
        }
    }
}

impl Counts {
    /// One judgement more.
    pub fn add(&mut self, outcome: Outcome) {
        *match outcome {
            Outcome::Pass => &mut self.pass,
            Outcome::Fail => &mut self.fail,
            Outcome::Unknown => &mut self.unknown,
            Outcome::Vacuous => &mut self.vacuous,
            Outcome::Waived => &mut self.waived,
            Outcome::Skipped => &mut self.skipped,
            Outcome::Error => &mut self.error,
        } += 1;
    }
}

impl CaseRecord {
    /// How many lines it is written in.
    pub fn lines(&self) -> usize {
        let behind = [
            self.results.len(),
            self.findings.len(),
            self.mismatches.len(),
            self.problems.len(),
        ];
        1 + behind.iter().sum::<usize>()
    }
}

impl SummaryLine {
    /// Takes in what is about no one case: the first lines, for so many specs, and mismatches.
    pub fn close(&mut self, specs: usize, mismatches: usize) {
        self.mismatches += mismatches;
        self.lines = Some(self.lines.unwrap_or_default() + 1 + specs + mismatches);
    }

    /// Takes a case into the count.
    pub fn add(&mut self, record: &CaseRecord) {
        self.cases += 1;
        self.lines = Some(self.lines.unwrap_or_default() + record.lines());
        *match record.case.state {
            State::Clean => &mut self.clean,
            State::Faulty => &mut self.faulty,
            State::NothingJudged => &mut self.nothing_judged,
            State::Refused => &mut self.refused,
        } += 1;
        self.as_expected += usize::from(record.case.as_expected == Some(true));
        self.resources += record.case.resources;
        self.findings += record.case.findings;
        self.mismatches += record.mismatches.len();
    }
}
