//! A small coverage and a few mutants, made by hand, for the tests of reports.

use crate::config::CoverageConfig;
use crate::exit::Exit;
use crate::proof::{
    BlockLeaves, Class, ClauseProof, Leaf, LeafCoverage, LeafState, Mutant, Mutation, Operator,
    Outcome, SkippedMutant, StackLeaves, Survivors,
};
use crate::report::proof::{CoverageReport, StackLine, VerdictLine};
use crate::stack::BlockKind;
use crate::verdict;

const FILE: &str = "cdktf.out/stacks/shop-pr1/cdk.tf.json";

fn clause(file: &str, spec: &str, clause: usize, proven: bool, covers: usize) -> ClauseProof {
    ClauseProof {
        file: file.into(),
        spec: spec.into(),
        clause,
        written: format!("at = \"$.{spec}\", present = true"),
        source: format!("specs/{file}.toml").into(),
        line: 3 + clause,
        proven,
        why: (!proven).then(|| "no change of one thing makes it fail".into()),
        covers,
    }
}

fn leaf(path: &str, class: usize, line: usize, state: LeafState, by: &[usize]) -> Leaf {
    Leaf {
        path: path.into(),
        class,
        line,
        column: 9,
        state,
        by: by.into(),
    }
}

fn block(kind: BlockKind, type_name: &str, name: &str, line: usize) -> BlockLeaves {
    BlockLeaves {
        kind,
        address: format!("{type_name}.{name}"),
        type_name: type_name.into(),
        construct_path: Some(format!("shop-pr1/{name}")),
        file: FILE.into(),
        line,
        covered_by: Vec::new(),
        leaves: Vec::new(),
    }
}

/// A bucket whose policy stands on one line, a queue that nobody looks at, and an output.
pub(crate) fn coverage() -> LeafCoverage {
    use LeafState::{Consulted, Covered, Never, Present, Unknown};
    let mut bucket = block(BlockKind::Resource, "aws_s3_bucket", "logs", 10);
    bucket.covered_by = vec!["storage::versions".into()];
    bucket.leaves = vec![
        leaf("$.bucket", 0, 11, Covered, &[0, 1]),
        leaf("$.policy.Statement[0].Action", 1, 12, Covered, &[1]),
        leaf("$.policy.Statement[0].Effect", 2, 12, Present, &[]),
        leaf("$.tags.Name", 3, 13, Covered, &[0, 2]),
        leaf("$.tags.Owner", 4, 13, Covered, &[2]),
        leaf("$.tags.Run", 5, 13, Unknown, &[]),
    ];
    let mut queue = block(BlockKind::Resource, "aws_sqs_queue", "jobs", 20);
    queue.leaves = vec![
        leaf("$.delay_seconds", 6, 21, Never, &[]),
        leaf("$.name", 7, 22, Consulted, &[]),
    ];
    let mut output = block(BlockKind::Output, "output", "url", 30);
    output.type_name = "url".into();
    output.leaves = vec![leaf("$.value", 8, 31, Never, &[])];
    let class = |kind, type_name: &str, path: &str| Class {
        kind,
        type_name: type_name.into(),
        path: path.into(),
    };
    let of = |path| class(BlockKind::Resource, "aws_s3_bucket", path);
    let classes = vec![
        of("$.bucket"),
        of("$.policy.Statement[*].Action"),
        of("$.policy.Statement[*].Effect"),
        of("$.tags.Name"),
        of("$.tags.Owner"),
        of("$.tags.Run"),
        class(BlockKind::Resource, "aws_sqs_queue", "$.delay_seconds"),
        class(BlockKind::Resource, "aws_sqs_queue", "$.name"),
        class(BlockKind::Output, "url", "$.value"),
    ];
    LeafCoverage {
        stacks: vec![StackLeaves {
            stack: "shop-pr1".into(),
            role: "shop".into(),
            classes,
            blocks: vec![bucket, queue, output],
        }],
        clauses: vec![
            clause("storage", "versions", 0, true, 2),
            clause("storage", "versions", 1, true, 2),
            clause("tags", "owner", 0, true, 2),
            clause("tags", "owner", 1, false, 0),
        ],
    }
}

/// A report of it: one spec fails.
pub(crate) fn report() -> CoverageReport {
    let verdict = |file: &str, spec: &str, outcome: verdict::Outcome| VerdictLine {
        stack: "shop-pr1".into(),
        file: file.into(),
        spec: spec.into(),
        outcome,
        red: outcome.is_red(),
        findings: usize::from(outcome.is_red()),
        line: serde_json::json!({
            "type": "verdict", "stack": "shop-pr1", "role": "shop", "file": file, "spec": spec,
            "level": "deny", "outcome": outcome.word(), "findings": usize::from(outcome.is_red()),
        })
        .to_string(),
    };
    let report = CoverageReport {
        stacks: vec![StackLine {
            name: "shop-pr1".into(),
            input: "cdktf.out".into(),
            line: r#"{"type":"stack","name":"shop-pr1","role":"shop","input":"cdktf.out"}"#.into(),
        }],
        verdicts: vec![
            verdict("storage", "versions", verdict::Outcome::Pass),
            verdict("tags", "owner", verdict::Outcome::Fail),
            verdict(
                crate::spec::BUILT_IN,
                "reference-cycle",
                verdict::Outcome::Pass,
            ),
        ],
        leaves: coverage(),
        shard: None,
        ignores: Vec::new(),
        ignored_clauses: Vec::new(),
        gates: Vec::new(),
        exit: Exit::Ok,
    };
    report.gated(&CoverageConfig::default())
}

fn mutant(path: &str, operator: Operator, outcome: Outcome) -> Mutant {
    let killed = outcome == Outcome::Killed;
    Mutant {
        stack: "shop-pr1".into(),
        kind: BlockKind::Resource,
        address: "aws_sqs_queue.jobs".into(),
        type_name: "aws_sqs_queue".into(),
        path: path.into(),
        class: path.into(),
        operator,
        before: "5".into(),
        after: match operator {
            Operator::Drop => String::new(),
            _ => "6".into(),
        },
        outcome,
        by: if killed {
            vec!["storage::versions".into()]
        } else {
            Vec::new()
        },
        stands_for: 2,
    }
}

/// Four mutants: one is killed, two survive, one is noticed.
pub(crate) fn mutation() -> Mutation {
    let survivors = |mutants: Vec<usize>, spec: Option<&str>| Survivors {
        stack: "shop-pr1".into(),
        kind: BlockKind::Resource,
        type_name: "aws_sqs_queue".into(),
        class: "$.delay_seconds".into(),
        mutants,
        spec: spec.map(str::to_owned),
    };
    Mutation {
        mutants: vec![
            mutant("$.delay_seconds", Operator::Drop, Outcome::Survived),
            mutant("$.delay_seconds", Operator::Number, Outcome::Survived),
            mutant("$.name", Operator::Literal, Outcome::Killed),
            mutant("$.name", Operator::Drop, Outcome::Noticed),
        ],
        skipped: vec![SkippedMutant {
            stack: "shop-pr1".into(),
            address: "aws_sqs_queue.jobs".into(),
            path: "$.tags.Name".into(),
            operator: Operator::Literal,
            reason: "a name of ours".into(),
        }],
        left_out: vec![("shop::tags::owner".into(), "fail")],
        clauses: coverage().clauses,
        survivors: vec![survivors(
            vec![0, 1],
            Some(
                "[[spec]]\nid = \"delay\"\nresource = \"aws_sqs_queue\"\nmust = [{ at = \"$.delay_seconds\", equal = 5 }]\n",
            ),
        )],
        possible: 9,
    }
}
