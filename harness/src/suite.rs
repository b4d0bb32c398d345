//! Suites: many stacks, each a case of which it is known what is wrong with it.
//!
//! A case says which faults its stack has (`[[expect]]`); a suite holds what specs find against it,
//! both ways: a finding that nobody expects is as red as a fault that no spec finds. What comes of
//! it are [`CaseRecord`]s, which are written as JSON Lines and read again by `compare`, `merge` and
//! `scoreboard`.

mod baseline;
mod case;
mod compare;
mod discover;
mod draft;
mod expectation;
mod fingerprint;
pub(crate) mod keys;
mod matching;
mod merge;
mod overall;
mod record;
mod results;
mod score;
mod shared;
mod stable;

pub use baseline::{Accepted, BASELINE_FILE, BASELINE_VERSION, Baseline, CaseBaseline};
pub use case::{CASE_FILE, CaseFile, parse_case};
pub use compare::{
    CaseChange, Change, Changed, ChangedCase, Comparison, Side, Tally, TallyBy, TallyRow,
};
pub use discover::{Located, discover};
pub use draft::{Draft, draft};
pub use expectation::{Expect, Known};
pub use fingerprint::{Traits, clause, digest, fingerprint, logical, normalized, type_of};
pub use matching::{Held, Said, hold, place_of};
pub use merge::merge;
pub use overall::{Overall, ends};
pub use record::{
    CaseLine, CaseRecord, Counts, FindingLine, KnownLine, Met, MismatchKind, MismatchLine, Mode,
    ProblemLine, ResultLine, SourceLine, SpecLine, State, SuiteLine, SummaryLine, VERSION,
};
pub use results::Results;
pub use score::{
    Axis, Cell, Hits, Moment, Passes, Rate, Row, Score, Scoreboard, ScoredCase, ScoredFile,
    ScoredGroup, ScoredSpec, Share, pass_at,
};
pub use shared::{SUITE_FILE, SuiteFile, parse_suite};
pub use stable::{Doc, Stability, Tree, Unlike, UnstableKind, stable};
