//! Coverage and mutants made by hand, and a small stack of every state.

use stackspec::proof::{
    BlockLeaves, Class, ClauseProof, Leaf, LeafCoverage, LeafState, Mutant, Mutation, Operator,
    Outcome, SkippedMutant, StackLeaves, Survivors,
};
use stackspec::stack::BlockKind;

/// A stack that is put together block by block.
pub(crate) struct Made {
    pub(crate) leaves: LeafCoverage,
    pub(crate) mutation: Mutation,
}

impl Made {
    /// With one stack of this name, and nothing in it.
    pub(crate) fn new(stack: &str) -> Self {
        let stack = StackLeaves {
            stack: stack.to_owned(),
            role: stack.to_owned(),
            ..StackLeaves::default()
        };
        let leaves = LeafCoverage {
            stacks: vec![stack],
            ..LeafCoverage::default()
        };
        Self {
            leaves,
            mutation: Mutation::default(),
        }
    }

    /// Adds a clause; its number names it in leaves.
    pub(crate) fn clause(&mut self, spec: &str, written: &str, why: Option<&str>) -> usize {
        self.leaves.clauses.push(ClauseProof {
            file: "payments".into(),
            spec: spec.into(),
            clause: 0,
            written: written.into(),
            source: "specs/payments.toml".into(),
            line: 10 + self.leaves.clauses.len() * 7,
            proven: why.is_none(),
            why: why.map(str::to_owned),
            covers: 0,
        });
        self.leaves.clauses.len() - 1
    }

    /// Adds a resource with leaves: path, state, and the clauses that hold it.
    pub(crate) fn resource(
        &mut self,
        address: &str,
        construct_path: Option<&str>,
        leaves: &[(&str, LeafState, &[usize])],
    ) {
        let own = address.rsplit("module.").next().unwrap_or(address);
        let own = if own.len() < address.len() {
            own.split_once('.').map_or(own, |(_, rest)| rest)
        } else {
            own
        };
        let type_name = own.split('.').next().unwrap_or(own).to_owned();
        self.block(
            BlockKind::Resource,
            address,
            &type_name,
            construct_path,
            leaves,
        );
    }

    /// Adds a block of any kind.
    pub(crate) fn block(
        &mut self,
        kind: BlockKind,
        address: &str,
        type_name: &str,
        construct_path: Option<&str>,
        leaves: &[(&str, LeafState, &[usize])],
    ) {
        let clauses = &mut self.leaves.clauses;
        let stack = self.leaves.stacks.last_mut().expect("a stack");
        let line = 12 + stack.blocks.len() * 30;
        let mut covered_by = Vec::new();
        let made = leaves.iter().enumerate().map(|(at, (path, state, by))| {
            for clause in *by {
                clauses[*clause].covers += 1;
                covered_by.push(format!("payments::{}", clauses[*clause].spec));
            }
            let class = Class {
                kind,
                type_name: type_name.to_owned(),
                path: without_indexes(path),
            };
            let known = stack.classes.iter().position(|known| *known == class);
            Leaf {
                path: (*path).into(),
                class: known.unwrap_or_else(|| {
                    stack.classes.push(class);
                    stack.classes.len() - 1
                }),
                line: line + at + 1,
                column: 9,
                state: *state,
                by: (*by).into(),
            }
        });
        let leaves = made.collect();
        covered_by.sort();
        covered_by.dedup();
        if kind != BlockKind::Resource {
            covered_by.clear();
        }
        stack.blocks.push(BlockLeaves {
            kind,
            address: address.to_owned(),
            type_name: type_name.to_owned(),
            construct_path: construct_path.map(str::to_owned),
            file: "cdktf.out/stacks/payments/cdk.tf.json".into(),
            line,
            covered_by,
            leaves,
        });
    }

    /// Adds a mutant of a block's path.
    pub(crate) fn mutant(
        &mut self,
        address: &str,
        path: &str,
        operator: Operator,
        (before, after): (&str, &str),
        outcome: Outcome,
    ) -> usize {
        let stack = self.leaves.stacks.last().expect("a stack");
        let block = stack.blocks.iter().find(|block| block.address == address);
        self.mutation.mutants.push(Mutant {
            stack: stack.stack.clone(),
            kind: block.map_or(BlockKind::Resource, |block| block.kind),
            address: address.to_owned(),
            type_name: block.map_or_else(String::new, |block| block.type_name.clone()),
            path: path.into(),
            class: without_indexes(path).into(),
            operator,
            before: before.into(),
            after: after.into(),
            outcome,
            by: Vec::new(),
            stands_for: 1 + before.len() % 3,
        });
        self.mutation.possible += 4;
        self.mutation.mutants.len() - 1
    }

    /// Groups survivors under a spec that would kill them.
    pub(crate) fn group(&mut self, mutants: Vec<usize>, spec: Option<&str>) {
        let first = &self.mutation.mutants[mutants[0]];
        self.mutation.survivors.push(Survivors {
            stack: first.stack.clone(),
            kind: first.kind,
            type_name: first.type_name.clone(),
            class: first.class.clone(),
            mutants,
            spec: spec.map(str::to_owned),
        });
    }
}

/// The path with `*` for each index.
fn without_indexes(path: &str) -> String {
    let parts = path.split('[').map(|part| match part.split_once(']') {
        Some((index, rest)) if index.parse::<usize>().is_ok() => format!("*]{rest}"),
        _ => part.to_owned(),
    });
    parts.collect::<Vec<_>>().join("[")
}

/// A payments stack with each state, survivors of several operators, and clauses that prove nothing.
pub(crate) fn payments() -> Made {
    use LeafState::{Consulted, Covered, Never, Present, Unknown};
    let mut made = Made::new("payments-pr1234");
    let key = made.clause(
        "queue-unencrypted",
        "at = \"$.kms_master_key_id\", present = true",
        None,
    );
    let name = made.clause(
        "name-without-suffix",
        "at = \"$.value\", contain = \"{suffix}\"",
        None,
    );
    let runtime = made.clause(
        "lambda-runtime-old",
        "at = \"$.runtime\", one_of = { param = \"runtimes\" }",
        None,
    );
    let star = made.clause(
        "iam-wildcard-resource",
        "any = [ { at = \"$.resources[*]\", not_equal = \"*\" }, { at = \"$.actions[*]\", one_of = { param = \"unscopable_actions\" } } ]",
        None,
    );
    made.clause(
        "tags-present",
        "at = \"$..*\", present = true",
        Some("it passed for every change that was tried: no leaf of this input makes it fail"),
    );
    made.clause(
        "retention-set",
        "at = \"$.retention_in_days\", optional = true, at_least = 1",
        Some("it examined nothing in this stack"),
    );
    let p = |rest: &str| format!("payments-pr1234/{rest}");
    made.resource(
        "aws_api_gateway_rest_api.api_rest-api_0F3A",
        Some(&p("api/rest-api")),
        &[
            ("$.description", Never, &[]),
            ("$.endpoint_configuration[0].types[0]", Never, &[]),
            ("$.name", Covered, &[name]),
        ],
    );
    for verb in ["create", "read"] {
        made.resource(
            &format!("aws_api_gateway_method.api_{verb}_method"),
            Some(&p(&format!("api/{verb}/method"))),
            &[
                ("$.authorization", Never, &[]),
                ("$.http_method", Never, &[]),
                ("$.resource_id", Consulted, &[]),
                ("$.rest_api_id", Consulted, &[]),
            ],
        );
        made.resource(
            &format!("aws_api_gateway_integration.api_{verb}_integration"),
            Some(&p(&format!("api/{verb}/integration"))),
            &[
                ("$.http_method", Never, &[]),
                ("$.type", Consulted, &[]),
                ("$.uri", Unknown, &[]),
            ],
        );
    }
    for queue in ["dead_letters", "events"] {
        made.resource(
            &format!("aws_sqs_queue.{queue}"),
            Some(&p(&format!("queues/{queue}"))),
            &[
                ("$.kms_master_key_id", Covered, &[key]),
                ("$.message_retention_seconds", Never, &[]),
                ("$.name", Covered, &[name]),
                ("$.redrive_policy.maxReceiveCount", Never, &[]),
                ("$.tags.Team", Present, &[]),
            ],
        );
    }
    made.resource(
        "aws_lambda_function.worker",
        Some(&p("worker/function")),
        &[
            ("$.environment[0].variables.TABLE", Never, &[]),
            ("$.function_name", Covered, &[name]),
            ("$.role", Consulted, &[]),
            ("$.runtime", Covered, &[runtime]),
            ("$.timeout", Never, &[]),
        ],
    );
    made.resource(
        "aws_iam_role_policy.worker",
        Some(&p("worker/policy")),
        &[
            ("$.name", Never, &[]),
            ("$.policy.Statement[0].Action[0]", Covered, &[star]),
            ("$.policy.Statement[0].Effect", Consulted, &[]),
            ("$.policy.Statement[0].Resource[0]", Covered, &[star]),
            ("$.policy.Version", Never, &[]),
            ("$.role", Consulted, &[]),
        ],
    );
    made.resource(
        r#"module.net["eu-west-1"].aws_subnet.private["a/b"]"#,
        None,
        &[("$.cidr_block", Never, &[]), ("$.tags.Name", Present, &[])],
    );
    made.resource(
        "aws_cloudwatch_log_group.empty",
        Some(&p("worker/logs")),
        &[],
    );
    made.block(
        BlockKind::Output,
        "output.endpoint",
        "endpoint",
        None,
        &[("$.value", Never, &[])],
    );
    survivors(&mut made);
    made
}

fn survivors(made: &mut Made) {
    let survived = Outcome::Survived;
    let queue = "aws_sqs_queue.events";
    made.mutant(
        queue,
        "$.kms_master_key_id",
        Operator::Drop,
        ("\"alias/payments\"", ""),
        Outcome::Killed,
    );
    made.mutant(
        queue,
        "$.name",
        Operator::Strip,
        ("\"payments-pr1234\"", "\"payments-\""),
        Outcome::Killed,
    );
    made.mutant(
        "aws_lambda_function.worker",
        "$.runtime",
        Operator::Literal,
        ("\"nodejs22.x\"", "\"oodejs22.x\""),
        Outcome::Killed,
    );
    made.mutant(
        "aws_lambda_function.worker",
        "$.role",
        Operator::Reference,
        ("\"${aws_iam_role.a.arn}\"", "\"${aws_iam_role.b.arn}\""),
        Outcome::Noticed,
    );
    let one = made.mutant(
        "aws_sqs_queue.dead_letters",
        "$.message_retention_seconds",
        Operator::Number,
        ("1209600", "1209601"),
        survived,
    );
    let two = made.mutant(
        queue,
        "$.message_retention_seconds",
        Operator::Number,
        ("345600", "345601"),
        survived,
    );
    made.group(vec![one, two], Some("[[spec]]\nid       = \"sqs-queue-message-retention-seconds\"\ntitle    = \"a queue keeps its messages for another time\"\nresource = \"aws_sqs_queue\"\nmust     = [ { at = \"$.message_retention_seconds\", at_least = 345600 } ]\n"));
    let all = made.mutant(
        "aws_lambda_function.worker",
        "$",
        Operator::Duplicate,
        ("", ""),
        survived,
    );
    made.group(vec![all], Some("[[spec]]\nid       = \"lambda-function-twice\"\nresource = \"aws_lambda_function\"\nmust     = [ { together = \"stack\", at = \"$.function_name\", unique = true } ]\n"));
    let secret = made.mutant(
        "aws_lambda_function.worker",
        "$.environment[0].variables.TABLE",
        Operator::Literal,
        ("(sensitive)", "(sensitive)"),
        survived,
    );
    made.group(vec![secret], None);
    made.mutation
        .left_out
        .push(("payments::payments::api-open".into(), "fail"));
    made.mutation.skipped.push(SkippedMutant {
        stack: "payments-pr1234".into(),
        address: "aws_lambda_function.worker".into(),
        path: "$.timeout".into(),
        operator: Operator::Number,
        reason: "the load test is what finds a wrong one".into(),
    });
}
