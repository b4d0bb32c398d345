//! The lines, field by field, as [`TABLE`](super::super::TABLE) says what each means.

use std::borrow::Cow;

use serde::Serialize;

use crate::report::json::lines::Outcomes;
use crate::report::proof::Shard;

#[derive(Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(super) enum Line<'a> {
    Resource(Block<'a>),
    Block(Block<'a>),
    Leaf {
        stack: &'a str,
        address: &'a str,
        path: &'a str,
        class: &'a str,
        state: &'static str,
        line: usize,
        column: usize,
        by: Vec<&'a str>,
    },
    Class {
        stack: &'a str,
        kind: &'static str,
        block_type: &'a str,
        path: &'a str,
        leaves: usize,
        covered: usize,
        present: usize,
        consulted: usize,
        never: usize,
        unknown: usize,
    },
    Clause {
        file: &'a str,
        spec: &'a str,
        clause: usize,
        written: &'a str,
        source: Source<'a>,
        proven: bool,
        why: Option<&'a str>,
        covers: usize,
        ignored: bool,
    },
    Mutant {
        stack: &'a str,
        kind: &'static str,
        address: &'a str,
        block_type: &'a str,
        path: &'a str,
        class: &'a str,
        operator: &'static str,
        before: &'a str,
        after: &'a str,
        outcome: &'static str,
        by: &'a [String],
        stands_for: usize,
    },
    Survivors {
        stack: &'a str,
        kind: &'static str,
        block_type: &'a str,
        class: &'a str,
        count: usize,
        mutants: Vec<Survivor<'a>>,
        toml: Option<&'a str>,
    },
    LeftOut {
        case: &'a str,
        outcome: &'static str,
    },
    MutantSkip {
        stack: &'a str,
        address: &'a str,
        path: &'a str,
        operator: &'static str,
        reason: &'a str,
    },
    #[serde(rename = "summary")]
    CoverageSummary {
        version: u32,
        verb: &'static str,
        resources: Share,
        attributes: Share,
        present: Share,
        consulted: Share,
        never: Share,
        unknown: Share,
        clauses: usize,
        proven: Share,
        shard: Option<Shard>,
        outcomes: Outcomes,
        built_in: Outcomes,
        specs: usize,
        stacks: usize,
        findings: usize,
        exit_code: u8,
    },
    #[serde(rename = "summary")]
    MutateSummary {
        version: u32,
        verb: &'static str,
        mutants: usize,
        killed: usize,
        survived: usize,
        noticed: usize,
        score: Option<u8>,
        weighted: Weighted,
        possible: usize,
        skipped: usize,
        left_out: usize,
        clauses: usize,
        proven: Option<Share>,
        required: Option<u8>,
        specs: usize,
        stacks: usize,
        exit_code: u8,
    },
}

#[derive(Serialize)]
pub(super) struct Block<'a> {
    pub(super) stack: &'a str,
    pub(super) kind: &'static str,
    pub(super) address: &'a str,
    pub(super) block_type: &'a str,
    pub(super) construct_path: Option<&'a str>,
    pub(super) state: &'static str,
    pub(super) source: Source<'a>,
    pub(super) covered_by: &'a [String],
    pub(super) leaves: usize,
    pub(super) covered: usize,
    pub(super) present: usize,
    pub(super) consulted: usize,
    pub(super) never: usize,
    pub(super) unknown: usize,
}

#[derive(Serialize)]
pub(super) struct Source<'a> {
    pub(super) file: Cow<'a, str>,
    pub(super) line: usize,
}

#[derive(Serialize)]
pub(super) struct Survivor<'a> {
    pub(super) address: &'a str,
    pub(super) path: &'a str,
    pub(super) operator: &'static str,
    pub(super) before: &'a str,
    pub(super) after: &'a str,
}

#[derive(Serialize)]
pub(super) struct Share {
    pub(super) count: usize,
    pub(super) of: usize,
    pub(super) percent: Option<u8>,
}

#[derive(Serialize)]
pub(super) struct Weighted {
    pub(super) mutants: usize,
    pub(super) killed: usize,
    pub(super) survived: usize,
    pub(super) noticed: usize,
    pub(super) score: Option<u8>,
}
