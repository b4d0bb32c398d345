//! The baseline: what somebody looked at and accepted.

use crate::made::{CASE, SPECS, STACK, run_with, suite};

/// Nothing is expected of it.
fn silent() -> String {
    CASE.split("[[expect]]").next().unwrap().to_owned()
}

const RUN: [&str; 3] = ["suite", "run", "suite"];

/// As on a machine that is no CI service.
fn accept(folder: &crate::common::Folder) -> crate::common::Came {
    run_with(folder, &["suite", "run", "suite", "--accept"], &[])
}

#[test]
fn what_is_accepted_is_green_until_it_changes() {
    let folder = suite(&silent());
    folder.run(&RUN).is(104, &["unexpected finding"]);
    accept(&folder).is(0, &["wrote suite/baseline.json"]);
    folder.run(&RUN).is(0, &["1 as expected"]);
    let written = std::fs::read_to_string(folder.path("suite/baseline.json")).unwrap();
    // No values and no messages.
    assert!(!written.contains("pr1234"), "{written}");
    // Another environment: the suffix and cdktf's hash are others.
    folder.write(
        "suite/orders/cdktf.out/stacks/orders/cdk.tf.json",
        &STACK
            .replace("0A1B2C3D", "FFFFFFFF")
            .replace("pr1234", "dev-77"),
    );
    folder.write(
        "suite/orders/case.toml",
        &silent().replace("pr1234", "dev-77"),
    );
    folder.run(&RUN).is(0, &["1 as expected"]);
    // Another wording of the spec's title changes nothing, another demand does.
    folder.write(
        "specs/names.toml",
        &SPECS.replace("a queue's name lacks", "the name of a queue lacks"),
    );
    folder.run(&RUN).is(0, &["1 as expected"]);
    let other = "{ at = \"$.name\", contain = \"{suffix}\", not_empty = true }";
    let own = "{ at = \"$.name\", contain = \"{suffix}\" }";
    folder.write("specs/names.toml", &SPECS.replace(own, other));
    folder
        .run(&RUN)
        .is(104, &["unexpected finding", "stale baseline"]);
}

#[test]
fn what_is_not_there_any_more_is_stale() {
    let folder = suite(&silent());
    accept(&folder).is(0, &[]);
    folder.write(
        "suite/orders/cdktf.out/stacks/orders/cdk.tf.json",
        &STACK.replace("\"orders\"", "\"orders-pr1234\""),
    );
    folder.run(&RUN).is(
        104,
        &[
            "stale baseline: baseline.json has a `fail` of `names::queue-without-suffix` on aws_sqs_queue orders that is not there any more",
            "`stackspec suite run DIR --accept` takes what is there now into baseline.json",
        ],
    );
    // A spec that judged something and does not now is no green.
    folder.write(
        "suite/orders/cdktf.out/stacks/orders/cdk.tf.json",
        r#"{"resource":{"aws_sqs_queue":{"orders":{"name":"orders"}}}}"#,
    );
    folder.run(&RUN).is(
        104,
        &["judged no more: `orders::names::bucket-without-suffix` judged something when the baseline was accepted, and does not now"],
    );
    // A case that is gone.
    std::fs::rename(folder.path("suite/orders"), folder.path("suite/renamed")).unwrap();
    folder.run(&RUN).is(
        104,
        &["stale baseline: suite/baseline.json has the case `orders`, which is not there"],
    );
}

#[test]
fn expected_and_known_findings_stay_out_of_it() {
    let folder = suite(CASE);
    accept(&folder).is(0, &[]);
    let written = std::fs::read_to_string(folder.path("suite/baseline.json")).unwrap();
    assert!(written.contains("\"findings\": []"), "{written}");
}

#[test]
fn it_is_never_written_in_passing() {
    let folder = suite(&silent());
    run_with(
        &folder,
        &["suite", "run", "suite", "--accept"],
        &[("CI", "true")],
    )
    .is(2, &["`--accept` is refused where the variable CI is set"]);
    assert!(!folder.path("suite/baseline.json").exists());
    folder
        .run(&["suite", "run", "suite", "--accept", "--grade"])
        .is(2, &["cannot be used with"]);
    folder
        .run(&["suite", "run", "suite", "--accept", "--shard", "1/2"])
        .is(2, &["cannot be used with"]);
    // With an input that does not load it would forget what was accepted of it.
    folder.write("suite/orders/cdktf.out/stacks/orders/cdk.tf.json", "{");
    accept(&folder).is(102, &["nothing was accepted: an input did not load"]);
    assert!(!folder.path("suite/baseline.json").exists());
}

/// What no baseline mends is red all the same.
#[test]
fn unmet_expectations_are_not_accepted() {
    let vain = format!("{}[[expect]]\nspec = 'bucket-without-suffix'\n", silent());
    let folder = suite(&vain);
    accept(&folder).is(
        104,
        &[
            "unmet expectation",
            "; 1 mismatch;",
            "wrote suite/baseline.json",
        ],
    );
    folder
        .run(&RUN)
        .is(104, &["unmet expectation"])
        .lacks(&["unexpected finding"]);
    // Nor is a known failure beyond its date taken for right.
    let old = format!(
        "{}[[known]]\nspec = 'queue-without-suffix'\nreason = 'x'\nexpires = '2020-01-01'\n",
        silent()
    );
    let folder = suite(&old);
    accept(&folder).is(104, &["expired known failure"]);
    let written = std::fs::read_to_string(folder.path("suite/baseline.json")).unwrap();
    assert!(written.contains("\"findings\": []"), "{written}");
}

#[test]
fn a_single_case_has_no_baseline() {
    let folder = suite(&silent());
    run_with(&folder, &["suite", "run", "suite/orders", "--accept"], &[])
        .is(2, &["there is no baseline of a single case"]);
    assert!(!folder.path("suite/orders/baseline.json").exists());
}

#[test]
fn a_broken_baseline_is_refused() {
    let folder = suite(&silent());
    for (text, why) in [
        ("{", "is no baseline"),
        (r#"{"version":9,"cases":{}}"#, "it is of version 9"),
        (r#"{"version":1,"cases":{},"x":1}"#, "unknown field `x`"),
    ] {
        folder.write("suite/baseline.json", text);
        folder.run(&RUN).is(
            103,
            &[
                why,
                "take the file away, and `stackspec suite run DIR --accept` writes a new one",
            ],
        );
    }
}
