//! Suites: many stacks, each a case of which it is known what is wrong with it.
//!
//! A case says which faults its stack has (`[[expect]]`); a suite holds what specs find against it,
//! both ways: a finding that nobody expects is as red as a fault that no spec finds. What comes of
//! it are [`CaseRecord`]s, which are written as JSON Lines and read again by `compare`, `merge` and
//! `scoreboard`.

mod record;
mod results;
mod score;

pub use record::{
    CaseLine, CaseRecord, Counts, FindingLine, Met, MismatchKind, MismatchLine, Mode, ProblemLine,
    ResultLine, SourceLine, SpecLine, State, SuiteLine, SummaryLine, VERSION,
};
pub use results::Results;
pub use score::{
    Axis, Cell, Hits, Moment, Passes, Rate, Row, Score, Scoreboard, ScoredCase, ScoredFile,
    ScoredGroup, ScoredSpec, Share, pass_at,
};
