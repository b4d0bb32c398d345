//! Mutants, and the specs that kill them.

use pretty_assertions::assert_eq;
use stackspec::proof::{Mutation, Operator, Outcome, Scope};

use crate::judged::{Small, example, mutate, specs, specs_of};

const STACK: &str = r#"{
  "resource": {
    "aws_iam_role": {
      "r": { "name": "r", "assume_role_policy": "{\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"sts:AssumeRole\",\"Principal\":{\"Service\":\"lambda.amazonaws.com\"}}]}" },
      "other": { "name": "other", "assume_role_policy": "{}" }
    },
    "aws_lambda_function": {
      "f": { "function_name": "f-${var.suffix}", "role": "${aws_iam_role.r.arn}", "timeout": 30,
             "tracing_config": { "mode": "Active" }, "publish": true, "depends_on": ["aws_iam_role.other"] }
    },
    "aws_security_group": { "g": { "ingress": [ { "cidr_blocks": ["10.0.0.0/8"], "from_port": 443 } ] } }
  },
  "variable": { "suffix": { "default": "pr1", "sensitive": true } }
}"#;

/// Every mutant of a place, as `operator: outcome`.
fn of(found: &Mutation, address: &str, path: &str) -> Vec<String> {
    let here = found
        .mutants
        .iter()
        .filter(|it| it.address == address && &*it.path == path);
    here.map(|it| format!("{}: {}", it.operator.name(), it.outcome.word()))
        .collect()
}

#[track_caller]
fn kills(rest: &str, place: (&str, &str), expected: &[&str]) {
    let found = Small::new(STACK).mutate(&format!("[[spec]]\nid = \"it\"\n{rest}\n"));
    assert_eq!(of(&found, place.0, place.1), expected, "{rest}");
}

#[test]
fn each_operator_is_killed_by_a_spec_that_minds() {
    let function = "aws_lambda_function.f";
    let lambda = |must: &str| format!("resource = \"aws_lambda_function\"\nmust = [ {must} ]");
    kills(
        &lambda("{ at = \"$.timeout\", equal = 30 }"),
        (function, "$.timeout"),
        &["drop: killed", "number: killed"],
    );
    kills(
        &lambda("{ at = \"$.timeout\", present = true }"),
        (function, "$.timeout"),
        &["drop: killed", "number: survived"],
    );
    kills(
        &lambda("{ at = \"$.publish\", equal = true }"),
        (function, "$.publish"),
        &["drop: killed", "flip: killed"],
    );
    kills(
        &lambda("{ at = \"$.tracing_config[*].mode\", equal = \"Active\" }"),
        (function, "$.tracing_config[0]"),
        &["drop-block: killed"],
    );
    kills(
        &lambda("{ at = \"$.function_name\", match = \"-pr1$\" }"),
        (function, "$.function_name"),
        &["drop: killed", "literal: killed", "strip: killed"],
    );
    kills(
        &lambda("{ at = \"$.role\", reference = \"aws_iam_role.r.arn\" }"),
        (function, "$.role"),
        &["drop: killed", "literal: killed", "reference: killed"],
    );
    kills(
        &lambda("{ at = \"$.depends_on[*]\", equal = \"aws_iam_role.other\" }"),
        (function, "$.depends_on"),
        &["drop-depends-on: killed"],
    );
    kills(
        "resource = \"aws_security_group\"\nmust = [ { at = \"$.ingress[*].cidr_blocks[*]\", within = \"10.0.0.0/8\" } ]",
        ("aws_security_group.g", "$.ingress[0].cidr_blocks[0]"),
        &[
            "drop: killed",
            "literal: killed",
            // One address of the range is in it.
            "strip: survived",
            "anywhere: killed",
        ],
    );
    kills(
        "view = \"iam_statement\"\nmust = [ { at = \"$.actions[*]\", not_equal = \"*\" } ]",
        ("aws_iam_role.r", "$.assume_role_policy.Statement[0].Action"),
        &[
            "drop: killed",
            "null: killed",
            "literal: survived",
            "strip: survived",
            "star: killed",
        ],
    );
}

#[test]
fn resources_that_are_gone_or_there_twice() {
    let count =
        "resource = \"aws_lambda_function\"\nmust = [ { together = \"stack\", count = \"1\" } ]";
    let all = ["remove: killed", "duplicate: killed"];
    kills(count, ("aws_lambda_function.f", "$"), &all);
    let unique = "resource = \"aws_iam_role\"\nmust = [ { together = \"stack\", at = \"$.name\", unique = true } ]";
    // What others refer to cannot be left out: the references are undeclared then.
    kills(
        unique,
        ("aws_iam_role.r", "$"),
        &["remove: killed", "duplicate: killed"],
    );
}

#[test]
fn a_walk_minds_what_it_goes_through() {
    let walk = "resource = \"aws_lambda_function\"\nmust = [ { follow = \"-[role]-> aws_iam_role\", at = \"@.name\", equal = \"r\" } ]";
    kills(
        walk,
        ("aws_iam_role.r", "$.name"),
        &["drop: killed", "literal: killed"],
    );
    kills(
        walk,
        ("aws_lambda_function.f", "$.role"),
        // A text may be the ARN of a role outside.
        &["drop: killed", "literal: noticed", "reference: killed"],
    );
}

#[test]
fn what_is_sensitive_is_not_shown() {
    let found = Small::new(STACK).mutate("");
    let shown = |path: &str| {
        let all = found
            .mutants
            .iter()
            .filter(|it| it.address == "variable.suffix");
        let here = all.filter(|it| &*it.path == path);
        here.map(|it| (it.before.clone(), it.after.clone()))
            .collect::<Vec<_>>()
    };
    let secret = || "(sensitive)".to_owned();
    assert_eq!(
        shown("$.default"),
        [(secret(), String::new()), (secret(), secret())]
    );
    let spec = found
        .survivors
        .iter()
        .find(|it| it.type_name == "suffix" && &*it.class == "$.default");
    assert_eq!(spec.expect("a class").spec, None);
}

/// A text that is a secret in one place is not shown from another, nor anything made of it.
#[test]
fn a_secret_is_not_shown_from_elsewhere() {
    let found = Small::new(
        r#"{"variable":{"k":{"default":"hunter2hunter2","sensitive":true}},
            "resource":{"aws_db_instance":{"d":{"username":"hunter2hunter2","identifier":"pre-hunter2hunter2","password":"zebra4455"}},
                        "aws_lambda_function":{"f":{"environment":{"variables":{"OTHER":"zebra4455"}}}}}}"#,
    )
    .mutate("");
    let all = format!("{found:?}");
    for secret in ["hunter2hunter2", "ivoufs3", "zebra4455", "afcsb5566"] {
        assert!(!all.contains(secret), "{secret}");
    }
}

/// A reference that leads to a block which nothing led to before is followed all the same.
#[test]
fn a_reference_leads_anywhere() {
    let stack = Small::new(
        r#"{"resource":{
            "aws_db_instance":{"d":{"db_subnet_group_name":"${aws_db_subnet_group.g.name}"}},
            "aws_db_subnet_group":{"g":{"subnet_ids":["${aws_subnet.priv.id}"]}},
            "aws_subnet":{"priv":{"cidr_block":"10.0.1.0/24"},"pub":{"cidr_block":"10.0.2.0/24","map_public_ip_on_launch":true}},
            "aws_iam_role":{"a":{"name":"${aws_iam_policy.p.name}"},"b":{"name":"b"}},
            "aws_iam_policy":{"p":{"name":"p"},"q":{"name":"${aws_iam_role.a.name}"}}}}"#,
    );
    let found = stack.mutate(
        "[[spec]]\nid = \"it\"\nresource = \"aws_db_instance\"\nmust = [ { follow = \"-> aws_db_subnet_group -> aws_subnet\", where = \"@.map_public_ip_on_launch\", count = 0 } ]",
    );
    let subnet = of(&found, "aws_db_subnet_group.g", "$.subnet_ids[0]");
    assert!(
        subnet.contains(&"reference: killed".to_owned()),
        "{subnet:?}"
    );
    // The role's name is the policy's, and the other policy's the role's.
    let circle = of(&found, "aws_iam_role.a", "$.name");
    assert!(
        circle.contains(&"reference: killed".to_owned()),
        "{circle:?}"
    );
}

/// Each spec that is offered holds of the stack as it is, and kills what it is offered for.
#[test]
fn what_is_offered_kills() {
    for (input, files) in [
        (
            example("payments/fixed/cdktf.out"),
            specs_of(&example("payments/specs")),
        ),
        (example("payments/fixed/cdktf.out"), Vec::new()),
    ] {
        let found = mutate(&input, files, &Scope::default());
        let offered: Vec<&str> = found
            .survivors
            .iter()
            .filter_map(|it| it.spec.as_deref())
            .collect();
        assert!(offered.len() > 40, "{}", offered.len());
        let mut text = offered.join("\n");
        for (nth, _) in offered.iter().enumerate() {
            text = text.replacen(
                "[[spec]]\nid = \"",
                &format!("[[ spec ]]\nid = \"o{nth}-"),
                1,
            );
        }
        let again = mutate(&input, specs(&text), &Scope::default());
        assert_eq!(again.left_out, []);
        for survivors in found.survivors.iter().filter(|it| it.spec.is_some()) {
            for mutant in survivors.mutants.iter().map(|at| &found.mutants[*at]) {
                let now = again.mutants.iter().find(|it| {
                    (&it.address, &it.path, it.operator)
                        == (&mutant.address, &mutant.path, mutant.operator)
                });
                let outcome = now.expect("the same mutant").outcome;
                // What is left of a list without one of its elements may hold all the same.
                // Which of several blocks is meant is not said of all of a type.
                let spec = survivors.spec.as_deref().unwrap_or_default();
                if mutant.operator == Operator::Reference && spec.contains(".*.") {
                    continue;
                }
                let element = mutant.path.ends_with(']') || spec.contains("optional");
                if element && [Operator::Drop, Operator::DropBlock].contains(&mutant.operator) {
                    continue;
                }
                assert_ne!(
                    outcome,
                    Outcome::Survived,
                    "{mutant:?}\n{:?}",
                    survivors.spec
                );
            }
        }
    }
}
