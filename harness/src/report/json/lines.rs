//! The lines, field by field. [`TABLE`](super::TABLE) says what each means; a test holds the two
//! together.

use std::borrow::Cow;

use serde::Serialize;

use crate::verdict::Outcome;

/// The synth output that a plan was paired with.
#[derive(Serialize)]
pub(super) struct Companion<'a> {
    pub(super) name: &'a str,
    pub(super) input: Cow<'a, str>,
}

#[derive(Serialize)]
#[serde(tag = "type", rename_all = "lowercase")]
pub(super) enum Line<'a> {
    Stack {
        name: &'a str,
        role: &'a str,
        input: Cow<'a, str>,
        form: &'static str,
        companion: Option<Companion<'a>>,
        resources: usize,
        data: usize,
    },
    Verdict {
        stack: &'a str,
        role: &'a str,
        file: &'a str,
        spec: &'a str,
        case: String,
        level: &'static str,
        outcome: Outcome,
        subjects: usize,
        judged: usize,
        findings: usize,
        title: Option<&'a str>,
        reason: Option<&'a str>,
        help: Option<&'a str>,
        notes: &'a [String],
    },
    Finding {
        stack: &'a str,
        file: &'a str,
        spec: &'a str,
        outcome: Outcome,
        address: &'a str,
        construct_path: Option<&'a str>,
        path: Option<String>,
        expected: &'a str,
        actual: &'a str,
        source: Option<Source<'a>>,
        made_at: Option<&'a str>,
        message: &'a str,
        notes: &'a [String],
        waived: Option<Waived<'a>>,
    },
    Waiver {
        entry: String,
        file: Cow<'a, str>,
        line: usize,
        state: &'static str,
        findings: usize,
        reason: &'a str,
        owner: Option<&'a str>,
        issue: Option<&'a str>,
        expires: String,
        stale: bool,
    },
    Coverage {
        stack: Option<&'a str>,
        resources: usize,
        covered: usize,
        percent: Option<usize>,
        required: Option<u8>,
        met: Option<bool>,
        types: Vec<ByType<'a>>,
        uncovered: Vec<Uncovered<'a>>,
    },
    Gate {
        gate: &'static str,
        case: String,
        required: u8,
        percent: Option<u8>,
        all: usize,
        reached: usize,
        met: bool,
        missing: Vec<Lacking<'a>>,
    },
    Ignore {
        entry: String,
        reason: &'a str,
        file: Cow<'a, str>,
        line: usize,
        asked: bool,
        resources: usize,
        leaves: usize,
        clauses: usize,
        unused: bool,
    },
    Summary {
        version: u32,
        outcomes: Outcomes,
        built_in: Outcomes,
        specs: usize,
        stacks: usize,
        findings: usize,
        exit_code: u8,
    },
    Problem {
        exit_code: u8,
        message: &'a str,
        source: Option<Source<'a>>,
        notes: &'a [String],
        help: &'a [String],
    },
    Spec {
        file: &'a str,
        spec: &'a str,
        level: &'static str,
        title: Option<&'a str>,
        selects: &'static str,
        groups: Vec<String>,
        refs: &'a [String],
        params: &'a [String],
        cases: usize,
    },
    Value {
        stack: &'a str,
        address: &'a str,
        path: &'a str,
        value: &'a str,
        sure: bool,
    },
    Hop(&'a super::Hop<'a>),
    Edge(&'a super::Edge<'a>),
    Walk {
        stack: &'a str,
        from: &'a str,
        reached: usize,
        broken_at: Option<usize>,
        open: &'a [&'a str],
    },
    Case {
        file: &'a str,
        spec: &'a str,
        case: usize,
        expected: &'a str,
        actual: &'a str,
        ok: bool,
    },
}

/// A line of `list resources`. Its `type` is the resource's: it is the only kind of line there.
#[derive(Serialize)]
pub(super) struct Resource<'a> {
    pub(super) stack: &'a str,
    pub(super) address: &'a str,
    #[serde(rename = "type")]
    pub(super) resource_type: &'a str,
    pub(super) construct_path: Option<&'a str>,
}

#[derive(Serialize)]
pub(super) struct Source<'a> {
    pub(super) file: Cow<'a, str>,
    pub(super) line: usize,
    pub(super) column: usize,
}

#[derive(Serialize)]
pub(super) struct Waived<'a> {
    pub(super) reason: &'a str,
    pub(super) owner: Option<&'a str>,
    pub(super) issue: Option<&'a str>,
    pub(super) expires: String,
}

#[derive(Serialize)]
pub(super) struct ByType<'a> {
    #[serde(rename = "type")]
    pub(super) resource_type: &'a str,
    pub(super) resources: usize,
    pub(super) covered: usize,
}

#[derive(Serialize)]
pub(super) struct Uncovered<'a> {
    pub(super) address: &'a str,
    pub(super) construct_path: Option<&'a str>,
}

/// What is not covered, or not proven.
#[derive(Serialize)]
pub(super) struct Lacking<'a> {
    pub(super) stack: Option<&'a str>,
    pub(super) what: &'a str,
    pub(super) note: &'a str,
    pub(super) file: Option<Cow<'a, str>>,
    pub(super) line: Option<usize>,
}

#[derive(Default, Serialize)]
pub(super) struct Outcomes {
    pub(super) pass: usize,
    pub(super) fail: usize,
    pub(super) unknown: usize,
    pub(super) vacuous: usize,
    pub(super) waived: usize,
    pub(super) skipped: usize,
    pub(super) error: usize,
}

impl Outcomes {
    pub(super) fn count(count: impl Fn(Outcome) -> usize) -> Self {
        Self {
            pass: count(Outcome::Pass),
            fail: count(Outcome::Fail),
            unknown: count(Outcome::Unknown),
            vacuous: count(Outcome::Vacuous),
            waived: count(Outcome::Waived),
            skipped: count(Outcome::Skipped),
            error: count(Outcome::Error),
        }
    }
}
