//! Shards: a partition of the cases.

use std::collections::BTreeSet;

use crate::common::Folder;
use crate::made::{CASE, MANIFEST, SPECS, STACK, run_with};

fn many() -> Folder {
    let folder = Folder::with(&[
        ("suite/suite.toml", "specs = '../specs'\n"),
        ("specs/names.toml", SPECS),
    ]);
    for case in 0..7 {
        folder.write(&format!("suite/c{case}/case.toml"), CASE);
        folder.write(&format!("suite/c{case}/cdktf.out/manifest.json"), MANIFEST);
        folder.write(
            &format!("suite/c{case}/cdktf.out/stacks/orders/cdk.tf.json"),
            STACK,
        );
    }
    folder
}

fn cases(came: &crate::common::Came) -> Vec<String> {
    let lines = came
        .json()
        .into_iter()
        .filter(|line| line["type"] == "case");
    lines
        .map(|line| line["case"].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn every_case_is_in_one_shard() {
    let folder = many();
    let mut all = BTreeSet::new();
    for shard in ["1/3", "2/3", "3/3"] {
        let came = folder.run(&[
            "suite",
            "run",
            "suite",
            "--shard",
            shard,
            "--message-format",
            "json",
        ]);
        came.is(0, &[]);
        for case in cases(&came) {
            assert!(all.insert(case.clone()), "{case} twice");
        }
        let head = &came.json()[0];
        assert_eq!((&head["cases"], &head["shards"]), (&7.into(), &3.into()));
    }
    assert_eq!(all.len(), 7);
    folder
        .run(&["suite", "run", "suite", "--shard", "4/3"])
        .is(2, &["there are only 3 shards"]);
    folder
        .run(&["suite", "run", "suite", "--shard", "0/3"])
        .is(2, &["from 1"]);
    // A shard of nothing judged nothing.
    folder.run(&["suite", "run", "suite", "--shard", "5/9"]).is(
        4,
        &[
            "shard 5/9 has no case: the suite has 7 cases",
            "use at most 7 shards",
        ],
    );
}

/// The order of cases and lines hangs on nothing.
#[test]
fn two_runs_are_byte_for_byte_the_same() {
    let folder = many();
    let run = || {
        folder
            .run(&["suite", "run", "suite", "--message-format", "json"])
            .out
    };
    assert_eq!(run(), run());
}

#[test]
fn auto_asks_the_service() {
    let folder = many();
    let with = |variables: &[(&str, &str)], shard: &str| {
        let args = [
            "suite",
            "run",
            "suite",
            "--message-format",
            "json",
            "--shard",
            shard,
        ];
        run_with(&folder, &args, variables)
    };
    let gitlab = with(&[("CI_NODE_INDEX", "3"), ("CI_NODE_TOTAL", "3")], "auto");
    let named = folder.run(&[
        "suite",
        "run",
        "suite",
        "--message-format",
        "json",
        "--shard",
        "3/3",
    ]);
    assert_eq!(gitlab.out, named.out);
    let job = with(&[("JOB_COMPLETION_INDEX", "2")], "auto/3");
    assert_eq!(job.out, named.out);
    with(&[], "auto").is(
        2,
        &["`--shard auto`, and no variable says which shard this is"],
    );
}
